//! Tipping points: the value of a factor at which a probability crosses a level.
//!
//! The probabilities are made monotone by pooling, then joined by straight lines. The lines
//! are a guess: of what lies between two values that were run nothing is known but that it
//! rises or falls, so the interval ends at values that were run. Knows nothing of what the
//! factor is. See `docs/studies.md`, section Tipping points.

/// A value of the factor with the probability found there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Value of the factor.
    pub x: f64,
    /// Probability there.
    pub probability: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

/// Where a probability crosses a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Crossing {
    /// Between values that were run.
    At {
        /// The best guess.
        x: f64,
        /// 95 % interval, ascending: values that were run at which the whole interval of the
        /// probability is on one side of the level; `None` where there is none.
        interval: (Option<f64>, Option<f64>),
    },
    /// The probability is above the level at all values that were run.
    AlwaysAbove,
    /// It is below the level at all of them.
    AlwaysBelow,
}

/// Where the probability crosses `chance`; `None` with fewer than two different values.
///
/// The probability is taken to rise or to fall all the way, whichever fits better.
pub fn crossing(levels: &[Level], chance: f64) -> Option<Crossing> {
    let mut levels = levels.to_vec();
    levels.retain(|level| level.x.is_finite() && level.probability.is_finite());
    levels.sort_by(|a, b| a.x.total_cmp(&b.x));
    if levels.first()?.x == levels.last()?.x {
        return None;
    }
    let rising = curve(&levels, false, |level| level.probability);
    let falling = curve(&levels, true, |level| level.probability);
    let falls = misfit(&levels, &falling) < misfit(&levels, &rising);
    let middle = if falls { falling } else { rising };
    let Some(x) = meets(&middle, chance, falls) else {
        let above = middle.iter().all(|(_, p)| *p >= chance);
        return Some(if above { Crossing::AlwaysAbove } else { Crossing::AlwaysBelow });
    };
    Some(Crossing::At { x, interval: bracket(&levels, chance, falls) })
}

/// The last value before the crossing and the first behind it that are surely on their side of
/// it: the whole interval is, of the ends pooled as the probabilities are.
fn bracket(levels: &[Level], chance: f64, falls: bool) -> (Option<f64>, Option<f64>) {
    let (low, high) =
        (curve(levels, falls, |level| level.interval.0), curve(levels, falls, |l| l.interval.1));
    let below = |point: &&(f64, f64)| point.1 < chance;
    let above = |point: &&(f64, f64)| point.1 > chance;
    let (before, behind) = match falls {
        false => (high.iter().rfind(below), low.iter().find(above)),
        true => (low.iter().rfind(above), high.iter().find(below)),
    };
    (before.map(|point| point.0), behind.map(|point| point.0))
}

/// Points of the monotone curve through one value a level, by pooling adjacent violators.
///
/// Levels weigh the inverse of their interval's squared width.
fn curve(levels: &[Level], falls: bool, value: fn(&Level) -> f64) -> Vec<(f64, f64)> {
    let sign = if falls { -1.0 } else { 1.0 };
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for level in levels {
        pools.push((sign * value(level), weight(level), 1));
        while let [.., (p, w, n), (q, v, m)] = pools[..]
            && p >= q
        {
            pools.truncate(pools.len() - 2);
            pools.push(((p * w + q * v) / (w + v), w + v, n + m));
        }
    }
    let fitted = pools.iter().flat_map(|(p, _, n)| std::iter::repeat_n(sign * p, *n));
    levels.iter().map(|level| level.x).zip(fitted).collect()
}

fn weight(level: &Level) -> f64 {
    let width = (level.interval.1 - level.interval.0).abs();
    1.0 / (width * width).max(1e-12)
}

fn misfit(levels: &[Level], curve: &[(f64, f64)]) -> f64 {
    let off = levels.iter().zip(curve);
    off.map(|(level, (_, p))| weight(level) * (level.probability - p).powi(2)).sum()
}

/// Where a monotone curve meets `chance`: the middle of where it lies on it.
fn meets(curve: &[(f64, f64)], chance: f64, falls: bool) -> Option<f64> {
    let sign = if falls { -1.0 } else { 1.0 };
    let height = |point: &(f64, f64)| sign * (point.1 - chance);
    // Last point below and first point above; between them the curve is straight or flat.
    let below = curve.iter().rposition(|point| height(point) < 0.0);
    let above = curve.iter().position(|point| height(point) > 0.0);
    match (below, above) {
        (Some(below), Some(above)) if above == below + 1 => {
            let (from, to) = (curve[below], curve[above]);
            Some(from.0 + (chance - from.1) / (to.1 - from.1) * (to.0 - from.0))
        }
        (below, above) => {
            let first = below.map_or(0, |below| below + 1);
            let last = above.unwrap_or(curve.len()).checked_sub(1)?;
            (first <= last && first < curve.len()).then(|| (curve[first].0 + curve[last].0) / 2.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Key;
    use crate::stats::{Z95, wilson};

    fn levels(points: &[(f64, f64)]) -> Vec<Level> {
        let level = |&(x, probability): &(f64, f64)| {
            let interval = wilson(probability, 100.0, Z95);
            Level { x, probability, interval }
        };
        points.iter().map(level).collect()
    }

    #[test]
    fn lines_cross_where_they_should_rising_or_falling() {
        for (points, expected) in [
            (vec![(0.0, 0.1), (10.0, 0.3), (20.0, 0.7)], 15.0),
            (vec![(20.0, 0.1), (0.0, 0.7), (10.0, 0.3)], 5.0),
            (vec![(0.0, 0.2), (1.0, 0.5), (2.0, 0.5), (3.0, 0.9)], 1.5),
            (vec![(0.0, 0.2), (1.0, 0.6), (2.0, 0.4), (3.0, 0.9)], 1.5),
        ] {
            let Some(Crossing::At { x, interval }) = crossing(&levels(&points), 0.5) else {
                panic!("{points:?} crosses")
            };
            assert!((x - expected).abs() < 1e-9, "{points:?}: {x}");
            assert!(
                interval.0.is_none_or(|low| low <= x) && interval.1.is_none_or(|high| x <= high)
            );
        }
    }

    #[test]
    fn what_is_never_crossed_is_said() {
        let low = levels(&[(0.0, 0.1), (1.0, 0.2)]);
        assert_eq!(crossing(&low, 0.5), Some(Crossing::AlwaysBelow));
        assert_eq!(crossing(&low, 0.05), Some(Crossing::AlwaysAbove));
        assert_eq!(crossing(&low[..1], 0.5), None);
        assert_eq!(crossing(&[], 0.5), None);
    }

    #[test]
    fn an_interval_ends_at_values_that_were_run() {
        let interval = |points: &[(f64, f64)], chance| match crossing(&levels(points), chance) {
            Some(Crossing::At { interval, .. }) => interval,
            other => panic!("{other:?}"),
        };
        // A step from never to always may be anywhere between.
        for chance in [0.1, 0.5, 0.9] {
            assert_eq!(interval(&[(5.0, 0.0), (25.0, 1.0)], chance), (Some(5.0), Some(25.0)));
            assert_eq!(interval(&[(5.0, 1.0), (25.0, 0.0)], chance), (Some(5.0), Some(25.0)));
        }
        // Where it is not sure at the next value on which side it lies, the one behind counts.
        let points = [(0.0, 0.1), (1.0, 0.3), (2.0, 0.48), (3.0, 0.7), (4.0, 0.9)];
        assert_eq!(interval(&points, 0.5), (Some(1.0), Some(3.0)));
        assert_eq!(interval(&points[2..], 0.5), (None, Some(3.0)));
        assert_eq!(interval(&points[..3], 0.4), (Some(1.0), None));
    }

    /// Of so many made-up studies how many intervals hold the truth, and how wide they are.
    fn coverage(slope: f64, truth: impl Fn(u64) -> f64) -> (f64, f64) {
        let (runs, mut covered, mut width) = (400, 0.0, 0.0);
        for seed in 0..runs {
            let (mut stream, truth) = (Key::new(seed, "study", "test").stream(0), truth(seed));
            let level = |i: i32| {
                let x = f64::from(i);
                let chance = 1.0 / (1.0 + (slope * (truth - x)).exp());
                let hits = (0..200).filter(|_| stream.uniform() < chance).count() as f64;
                Level { x, probability: hits / 200.0, interval: wilson(hits / 200.0, 200.0, Z95) }
            };
            let levels: Vec<Level> = (0..=10).map(level).collect();
            let Some(Crossing::At { x, interval: (Some(low), Some(high)) }) =
                crossing(&levels, 0.5)
            else {
                panic!("crosses at {truth}")
            };
            assert!(low <= x && x <= high);
            covered += f64::from(u8::from(low <= truth && truth <= high)) / runs as f64;
            width += (high - low) / runs as f64;
        }
        (covered, width)
    }

    #[test]
    fn intervals_cover_a_known_tipping_point_however_steep() {
        // In flat curves several values are near the level, and in steep ones none.
        for (slope, most) in [(0.5, 2.3), (1.0, 2.05), (2.0, 2.05), (4.0, 2.05), (10.0, 2.05)] {
            for truth in [|_| 5.3, |_| 5.0 + 1e-3, |seed| 4.0 + (seed % 20) as f64 / 10.0] {
                let (covered, width) = coverage(slope, truth);
                assert!(covered >= 0.93 && width <= most, "{slope}: {covered}, width {width}");
            }
        }
    }
}
