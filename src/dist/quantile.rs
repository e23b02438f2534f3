//! Quantiles, probabilities and means.

use super::Distribution;
use crate::special::{Beta, gamma, inverse_normal, normal_cdf};

impl Distribution<f64> {
    /// The value below which a draw falls with probability `p`, strictly between 0 and 1.
    ///
    /// Never falls as `p` rises, so one uniform number makes one draw.
    pub fn quantile(&self, p: f64) -> f64 {
        use Distribution as D;
        match self {
            D::Point(value) => *value,
            D::Uniform { low, high } => low + p * (high - low),
            D::Triangular { min, mode, max } => {
                min + (max - min) * triangular_quantile(mode_within(*min, *mode, *max), p)
            }
            D::Pert { min, mode, max } => {
                min + (max - min) * pert(mode_within(*min, *mode, *max)).quantile(p)
            }
            D::Normal { mean, sd } => mean + sd * inverse_normal(p),
            D::Lognormal { median, sigma } => median * (sigma * inverse_normal(p)).exp(),
            D::Exponential { mean } => mean * -(-p).ln_1p(),
            D::Weibull { scale, shape } => scale * (-(-p).ln_1p()).powf(1.0 / shape),
            D::Discrete { values, weights } => discrete_quantile(values, weights, p),
            D::Empirical(values) => {
                let rank = (p * values.len() as f64).ceil() as usize;
                values[rank.clamp(1, values.len()) - 1]
            }
        }
    }

    /// The probability that a draw is at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        use Distribution as D;
        match self {
            D::Point(value) => f64::from(u8::from(*value <= x)),
            D::Uniform { low, high } => step_or(*low, *high, x, |u| u),
            D::Triangular { min, mode, max } => {
                let mode = mode_within(*min, *mode, *max);
                step_or(*min, *max, x, |u| triangular_cdf(mode, u))
            }
            D::Pert { min, mode, max } => {
                let mode = mode_within(*min, *mode, *max);
                step_or(*min, *max, x, |u| pert(mode).cdf(u))
            }
            D::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            D::Lognormal { .. } | D::Exponential { .. } | D::Weibull { .. } if x <= 0.0 => 0.0,
            D::Lognormal { median, sigma } => normal_cdf((x / median).ln() / sigma),
            D::Exponential { mean } => -(-x / mean).exp_m1(),
            D::Weibull { scale, shape } => -(-(x / scale).powf(*shape)).exp_m1(),
            D::Discrete { values, weights } => {
                let below = values.iter().zip(weights).filter(|(value, _)| **value <= x);
                below.map(|(_, weight)| weight).sum::<f64>() / weights.iter().sum::<f64>()
            }
            D::Empirical(values) => {
                values.partition_point(|value| *value <= x) as f64 / values.len() as f64
            }
        }
    }

    /// The mean of all draws.
    pub fn mean(&self) -> f64 {
        use Distribution as D;
        match self {
            D::Point(value) => *value,
            D::Uniform { low, high } => low.midpoint(*high),
            D::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            D::Pert { min, mode, max } => (min + 4.0 * mode + max) / 6.0,
            D::Normal { mean, .. } | D::Exponential { mean } => *mean,
            D::Lognormal { median, sigma } => median * (0.5 * sigma * sigma).exp(),
            D::Weibull { scale, shape } => scale * gamma::ln_gamma(1.0 + 1.0 / shape).exp(),
            D::Discrete { values, weights } => {
                let sum: f64 =
                    values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
                sum / weights.iter().sum::<f64>()
            }
            D::Empirical(values) => values.iter().sum::<f64>() / values.len() as f64,
        }
    }
}

/// The beta of a PERT on [0, 1] with its mode at `mode`.
pub(super) fn pert(mode: f64) -> Beta {
    Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode)
}

/// Where the mode lies between the ends, 0 to 1.
pub(super) fn mode_within(min: f64, mode: f64, max: f64) -> f64 {
    if max > min { ((mode - min) / (max - min)).clamp(0.0, 1.0) } else { 0.5 }
}

/// `inside` of the place of x between the ends; a step where the ends meet.
fn step_or(low: f64, high: f64, x: f64, inside: impl Fn(f64) -> f64) -> f64 {
    if x < low {
        0.0
    } else if x >= high {
        1.0
    } else {
        inside((x - low) / (high - low))
    }
}

fn triangular_quantile(mode: f64, p: f64) -> f64 {
    if p < mode { (p * mode).sqrt() } else { 1.0 - ((1.0 - p) * (1.0 - mode)).sqrt() }
}

fn triangular_cdf(mode: f64, x: f64) -> f64 {
    if x < mode { x * x / mode } else { 1.0 - (1.0 - x) * (1.0 - x) / (1.0 - mode) }
}

/// The least value up to which the weights hold a share `p`, whatever the order of the list.
fn discrete_quantile(values: &[f64], weights: &[f64], p: f64) -> f64 {
    let wanted = p * weights.iter().sum::<f64>();
    let mut last = f64::NEG_INFINITY;
    let mut passed = 0.0;
    loop {
        let above = values.iter().copied().filter(|value| *value > last);
        let Some(next) = above.min_by(f64::total_cmp) else { return last };
        let here = values.iter().zip(weights).filter(|(value, _)| **value == next);
        passed += here.map(|(_, weight)| weight).sum::<f64>();
        if passed >= wanted {
            return next;
        }
        last = next;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// One distribution of each family, as a time would be given.
    pub fn families() -> Vec<Distribution<f64>> {
        use Distribution as D;
        vec![
            D::Point(3.0),
            D::Uniform { low: 1.0, high: 4.0 },
            D::Triangular { min: 1.0, mode: 2.0, max: 6.0 },
            D::Pert { min: 2.0, mode: 3.0, max: 9.0 },
            D::Normal { mean: 8.0, sd: 2.0 },
            D::Lognormal { median: 5.0, sigma: 0.9 },
            D::Exponential { mean: 10.0 },
            D::Weibull { scale: 7.0, shape: 1.6 },
            D::Weibull { scale: 7.0, shape: 0.7 },
            D::Discrete { values: vec![4.0, 1.0, 9.0], weights: vec![2.0, 1.0, 1.0] },
            D::Empirical([1.0, 2.0, 2.5, 7.0].into()),
        ]
    }

    #[test]
    fn quantile_inverts_cdf() {
        for family in families() {
            for cell in 0..997 {
                let p = (f64::from(cell) + 0.5) / 997.0;
                let x = family.quantile(p);
                assert!(family.cdf(x) >= p - 1e-12, "{family:?} at {p}");
                assert!(family.cdf(x * (1.0 - 1e-9)) <= p + 1e-7, "{family:?} at {p}");
            }
        }
    }

    #[test]
    fn the_mean_is_the_integral_of_the_quantiles() {
        const CELLS: u32 = 200_000;
        for family in families() {
            let points = (0..CELLS).map(|cell| (f64::from(cell) + 0.5) / f64::from(CELLS));
            let mean = points.map(|p| family.quantile(p)).sum::<f64>() / f64::from(CELLS);
            assert!((mean / family.mean() - 1.0).abs() < 2e-4, "{family:?}: {mean}");
        }
    }

    #[test]
    fn listed_values_are_taken_in_order_of_size() {
        let discrete =
            Distribution::Discrete { values: vec![4.0, 1.0, 9.0], weights: vec![2.0, 1.0, 1.0] };
        let at = [0.1, 0.25, 0.26, 0.75, 0.76].map(|p| discrete.quantile(p));
        assert_eq!(at, [1.0, 1.0, 4.0, 4.0, 9.0]);
        let empirical = Distribution::Empirical([1.0, 2.0, 3.0, 4.0].into());
        assert_eq!([0.2, 0.5, 0.51, 0.99].map(|p| empirical.quantile(p)), [1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn ends_that_meet_are_a_point() {
        let pert = Distribution::Pert { min: 2.0, mode: 2.0, max: 2.0 };
        let triangular = Distribution::Triangular { min: 2.0, mode: 2.0, max: 2.0 };
        assert_eq!((pert.quantile(0.3), triangular.quantile(0.3)), (2.0, 2.0));
        assert_eq!((pert.cdf(2.0), triangular.cdf(1.9)), (1.0, 0.0));
    }
}
