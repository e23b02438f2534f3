//! Quantiles of kept values, their intervals, and means of tails.

/// The values that are not missing, ascending.
pub fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Quantile `p` of ascending values: linear between the order statistics, with the least at
/// p = 0 and the greatest at p = 1 (type 7 of Hyndman and Fan); NaN without values.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// 95 % interval of quantile `p` from order statistics, exact by the binomial distribution for
/// independent values of any distribution; `None` where there are too few values to say.
///
/// With clustered values, `design_effect` is that of the share below the quantile: ranks are
/// then those of so many fewer values, spread evenly.
pub fn quantile_interval(sorted: &[f64], p: f64, design_effect: f64) -> Option<(f64, f64)> {
    let n = (sorted.len() as f64 / design_effect.max(1.0)).floor() as usize;
    let (low, high) = ranks(n, p)?;
    let stretch = sorted.len() as f64 / n as f64;
    let first = (low as f64 * stretch).floor() as usize;
    let last = (high as f64 * stretch).ceil() as usize;
    Some((sorted[first.max(1) - 1], sorted[last.min(sorted.len()) - 1]))
}

/// Ranks l and u, from 1, with P(count below the quantile < l) and P(count >= u) at most 2.5 % each.
fn ranks(n: usize, p: f64) -> Option<(usize, usize)> {
    let (ln_p, ln_q) = (p.ln(), (1.0 - p).ln());
    let mut ln_term = n as f64 * ln_q;
    let (mut below, mut low, mut count) = (0.0, 0, 0);
    loop {
        // `below` is P(count < `count`).
        if below <= 0.025 {
            low = count;
        }
        if below >= 0.975 {
            return (low >= 1).then_some((low, count));
        }
        if count >= n {
            return None;
        }
        below += ln_term.exp();
        ln_term += ((n - count) as f64).ln() - ((count + 1) as f64).ln() + ln_p - ln_q;
        count += 1;
    }
}

/// Mean of the greatest `tail` of ascending values, by Rockafellar and Uryasev: the least over
/// v of v + mean(max(0, x - v)) / tail. On stepped values an atom at the edge counts in part.
pub fn mean_above(sorted: &[f64], tail: f64) -> f64 {
    let n = sorted.len();
    if n == 0 {
        return f64::NAN;
    }
    let edge = ((1.0 - tail) * n as f64 - 1e-9).ceil().max(1.0) as usize;
    let value_at_risk = sorted[edge.min(n) - 1];
    let excess: f64 = sorted[edge.min(n)..].iter().map(|x| x - value_at_risk).sum();
    value_at_risk + excess / (n as f64 * tail)
}

/// Mean of the least `tail` of ascending values; see [`mean_above`].
pub fn mean_below(ascending: &[f64], tail: f64) -> f64 {
    -mean_above(&sorted(ascending.iter().map(|x| -x)), tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(n: u32) -> Vec<f64> {
        (1..=n).map(f64::from).collect()
    }

    #[test]
    fn quantiles_are_of_type_seven() {
        let values = sorted([4.0, f64::NAN, 1.0, 2.0, 10.0].into_iter());
        assert_eq!(values, [1.0, 2.0, 4.0, 10.0]);
        let at = [0.0, 0.25, 0.5, 0.9, 1.0].map(|p| quantile(&values, p));
        let expected = [1.0, 1.75, 3.0, 8.2, 10.0];
        assert!(at.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{at:?}");
        assert_eq!(quantile(&[7.0], 0.3), 7.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn intervals_of_the_median_are_those_of_the_sign_test() {
        // Tables of the sign test: n = 20 gives ranks 6 and 15, n = 10 ranks 2 and 9, n = 6 1 and 6.
        assert_eq!(quantile_interval(&first(20), 0.5, 1.0), Some((6.0, 15.0)));
        assert_eq!(quantile_interval(&first(10), 0.5, 1.0), Some((2.0, 9.0)));
        assert_eq!(quantile_interval(&first(6), 0.5, 1.0), Some((1.0, 6.0)));
        assert_eq!(quantile_interval(&first(5), 0.5, 1.0), None);
        assert_eq!(quantile_interval(&first(50), 0.95, 1.0), None);
        let (low, high) = quantile_interval(&first(10_000), 0.05, 1.0).unwrap();
        assert!((low - 458.0).abs() <= 1.0 && (high - 544.0).abs() <= 1.0, "{low} {high}");
    }

    #[test]
    fn a_design_effect_widens_the_interval_as_fewer_values_would() {
        assert_eq!(quantile_interval(&first(200), 0.5, 10.0), Some((60.0, 150.0)));
    }

    #[test]
    fn tail_means_split_an_atom() {
        assert_eq!(mean_above(&first(10), 0.2), 9.5);
        assert_eq!(mean_below(&first(10), 0.2), 1.5);
        // The worst 15 % of ten values: the tenth whole and half of the ninth.
        assert!((mean_above(&first(10), 0.15) - (10.0 + 4.5) / 1.5).abs() < 1e-12);
        // Eight times 0 and twice 10: the worst half is 10 for two values, 0 for three.
        let stepped = sorted([10.0, 10.0].into_iter().chain([0.0; 8]));
        assert_eq!(mean_above(&stepped, 0.5), 4.0);
        assert_eq!(mean_above(&first(10), 1.0), 5.5);
    }

    #[test]
    fn a_tail_mean_is_the_least_over_all_edges() {
        let values = sorted([3.0, 3.0, 1.0, 8.0, 2.5, 8.0, 0.0].into_iter());
        for tail in [0.1, 0.3, 0.5, 0.77] {
            let at = |v: f64| {
                let excess: f64 = values.iter().map(|x| (x - v).max(0.0)).sum();
                v + excess / (values.len() as f64 * tail)
            };
            let least = values.iter().map(|v| at(*v)).fold(f64::INFINITY, f64::min);
            assert!((mean_above(&values, tail) - least).abs() < 1e-12, "{tail}");
        }
    }
}
