use super::*;
use crate::metric::{Measure, Metric, Period, Quantity};
use crate::rng::{Key, Stream};
use crate::stats::{Z95, clustered_mean};

const BLOCK: usize = 64;

#[test]
fn goals_are_read_with_their_units() {
    let goal = Goal::parse("P(trans-caspian) ± 1 pp").unwrap();
    let (target, measure) = ("trans-caspian".to_owned(), Measure::Routes);
    assert_eq!(goal.output, Output::Probability { target, measure });
    assert_eq!(goal.within, Within::Absolute(0.01));
    let goal = Goal::parse("exports.total.2029 +- 0.1 Mt").unwrap();
    let exports = Quantity::new(Metric::Exports, "total", Period::Year(2029));
    assert_eq!(goal.output, Output::Mean(exports));
    assert_eq!(goal.within, Within::Absolute(1e5));
    for (text, within) in [
        ("P(a.sea) ± 0.02", Within::Absolute(0.02)),
        ("shut-in.total.total ± 2 %", Within::Share(0.02)),
        ("route-share.cpc.2027 ± 0.5 pp", Within::Absolute(0.005)),
        ("shut-in-days.total.2027±12 h", Within::Absolute(0.5)),
        ("netback.total.total ± 3 MUSD", Within::Absolute(3e6)),
    ] {
        assert_eq!(Goal::parse(text).unwrap().within, within, "{text}");
    }
}

#[test]
fn goals_that_make_no_sense_say_why() {
    for (text, why) in [
        ("exports.total.2029", "has no `±`"),
        ("exports.total ± 1 Mt", "does not name METRIC.ENTITY.PERIOD"),
        ("export.total.2029 ± 1 Mt", "unknown metric `export`"),
        ("exports.total.2029-13 ± 1 Mt", "has an unknown period `2029-13`"),
        (
            "P(a.push-sea) ± 1 pp",
            "unknown measure `push-sea`; there are routes, sea, run-rate, capability",
        ),
        ("exports.total.2029 ± 1 d", "cannot use `1 d` here"),
        ("P(a) ± 1 Mt", "cannot use `1 Mt` here"),
        ("P(a) ± 0 pp", "width above zero"),
    ] {
        let message = Goal::parse(text).unwrap_err().to_string();
        assert!(message.contains(why), "{message}");
    }
}

#[test]
fn looks_begin_at_four_blocks_and_thin_out() {
    let looks: Vec<u32> = (1..=60).filter(|blocks| is_look(*blocks)).collect();
    assert_eq!(looks[..18], [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22]);
    assert!(looks.windows(2).all(|pair| pair[1] - pair[0] <= 1 + pair[0] / 10));
}

/// Runs till the goal is met; the look and the half-width that a run of that length would have.
fn run(text: &str, beliefs: usize, draw: &mut dyn FnMut(usize) -> f64) -> (Look, f64) {
    let goal = Goal::parse(text).unwrap();
    let mut values = Vec::new();
    loop {
        for _ in 0..BLOCK {
            let value = draw(values.len());
            values.push(value);
        }
        if !is_look((values.len() / BLOCK) as u32) {
            continue;
        }
        let clusters = beliefs.min(values.len());
        let mean = clustered_mean(&values, clusters);
        let (seen, fixed) = if text.starts_with("P(") {
            let found = Probability::reached(&values, 0.5, clusters);
            let (low, high) = found.interval;
            let half = (found.share() - low).max(high - found.share());
            (Seen::Probability(found, clusters as u64), half)
        } else {
            (Seen::Mean(mean, clusters as u64), Z95 * mean.stderr)
        };
        let look = look(&goal, &seen);
        if look.met || values.len() >= 40_000 {
            return (look, fixed);
        }
    }
}

/// Coverage over 400 seeds, and the greatest half-width over the fixed one.
fn coverage(text: &str, truth: f64, beliefs: usize, mut make: impl FnMut(Stream) -> Draw) -> f64 {
    let mut covered = 0;
    for seed in 0..400 {
        let mut draw = make(Key::new(seed, "study", "test").stream(0));
        let (look, fixed) = run(text, beliefs, &mut draw);
        covered += u32::from(look.interval.0 <= truth && truth <= look.interval.1);
        assert!(look.met, "{text}: {look:?}");
        assert!(look.half_width <= 1.5 * fixed, "{text}: {} and {fixed}", look.half_width);
    }
    f64::from(covered) / 400.0
}

type Draw = Box<dyn FnMut(usize) -> f64>;

fn normal(stream: &mut Stream) -> f64 {
    (0..12).map(|_| stream.uniform()).sum::<f64>() - 6.0
}

#[test]
fn intervals_are_honest_though_the_run_stops_when_they_are_narrow() {
    let plain = |mut s: Stream| -> Draw { Box::new(move |_| 1e6 * normal(&mut s)) };
    let skewed = |mut s: Stream| -> Draw { Box::new(move |_| -1e6 * s.uniform().ln()) };
    let rare = |mut s: Stream| -> Draw { Box::new(move |_| f64::from(s.uniform() < 0.05)) };
    let even = |mut s: Stream| -> Draw { Box::new(move |_| f64::from(s.uniform() < 0.4)) };
    let clustered = |mut s: Stream| -> Draw {
        let shifts: Vec<f64> = (0..40).map(|_| normal(&mut s)).collect();
        Box::new(move |r| 1e6 * (shifts[r % 40] + normal(&mut s)))
    };
    let few = |mut s: Stream| -> Draw {
        let chances: Vec<f64> =
            (0..60).map(|_| if s.uniform() < 0.5 { 0.05 } else { 0.35 }).collect();
        Box::new(move |r| f64::from(s.uniform() < chances[r % 60]))
    };
    let none = usize::MAX;
    let found = [
        coverage("exports.total.2029 ± 0.12 Mt", 0.0, none, plain),
        coverage("exports.total.2029 ± 0.1 Mt", 1e6, none, skewed),
        coverage("P(a) ± 1.5 pp", 0.05, none, rare),
        coverage("P(a) ± 3 pp", 0.4, none, even),
        coverage("exports.total.2029 ± 0.55 Mt", 0.0, 40, clustered),
        coverage("P(a) ± 6 pp", 0.2, 60, few),
    ];
    assert!(found.iter().all(|share| *share >= 0.93), "{found:?}");
    assert!(found.iter().sum::<f64>() / 6.0 < 0.99, "too wide: {found:?}");
}

#[test]
fn a_single_belief_is_never_precise() {
    let seen = Seen::Mean(Mean { n: 640, mean: 1.0, stderr: f64::NAN }, 1);
    assert!(!look(&Goal::parse("exports.total.2029 ± 9 Mt").unwrap(), &seen).met);
}
