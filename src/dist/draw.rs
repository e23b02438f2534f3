//! Draws for dice: a standard variate first, then scaled.
//!
//! Nothing but the family decides how many random words a draw takes, so another median or
//! mean moves no later draw and changes this one by exactly its ratio.

use super::Distribution;
use crate::rng::Stream;
use rand_distr::{Distribution as _, Exp1, StandardNormal};

impl Distribution<f64> {
    /// The next draw from a stream.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Point(value) => *value,
            Self::Normal { mean, sd } => mean + sd * standard_normal(stream),
            Self::Lognormal { median, sigma } => median * (sigma * standard_normal(stream)).exp(),
            Self::Exponential { mean } => mean * standard_exponential(stream),
            Self::Weibull { scale, shape } => {
                scale * standard_exponential(stream).powf(1.0 / shape)
            }
            _ => self.quantile(stream.uniform()),
        }
    }
}

/// A draw of mean 0 and standard deviation 1.
pub(super) fn standard_normal(stream: &mut Stream) -> f64 {
    StandardNormal.sample(stream)
}

/// An exponential draw of mean 1.
pub fn standard_exponential(stream: &mut Stream) -> f64 {
    Exp1.sample(stream)
}

#[cfg(test)]
mod tests {
    use super::super::quantile::tests::families;
    use super::*;
    use crate::rng::Key;

    #[test]
    fn draws_follow_the_distribution() {
        const DRAWS: u32 = 40_000;
        for family in families() {
            let mut stream = Key::new(1, "test", "durations").stream(0);
            let mut drawn: Vec<f64> = (0..DRAWS).map(|_| family.draw(&mut stream)).collect();
            drawn.sort_by(f64::total_cmp);
            for share in [0.05, 0.3, 0.5, 0.8, 0.95] {
                let x = family.quantile(share);
                let below = drawn.partition_point(|d| *d <= x * (1.0 + 1e-12)) as f64;
                let p = family.cdf(x);
                let error = (p * (1.0 - p) / f64::from(DRAWS)).sqrt();
                let found = below / f64::from(DRAWS);
                assert!((found - p).abs() <= 4.0 * error + 1e-12, "{family:?}: {found} for {p}");
            }
        }
    }

    #[test]
    fn a_changed_scale_only_rescales() {
        use Distribution as D;
        let pairs = [
            (D::Lognormal { median: 21.0, sigma: 1.0 }, D::Lognormal { median: 42.0, sigma: 1.0 }),
            (D::Exponential { mean: 3.0 }, D::Exponential { mean: 6.0 }),
            (D::Weibull { scale: 3.0, shape: 2.0 }, D::Weibull { scale: 6.0, shape: 2.0 }),
            (D::Pert { min: 1.0, mode: 2.0, max: 5.0 }, D::Pert { min: 2.0, mode: 4.0, max: 10.0 }),
        ];
        for (small, large) in pairs {
            let key = Key::new(1, "test", "durations");
            let (mut a, mut b) = (key.stream(0), key.stream(0));
            for _ in 0..1000 {
                assert_eq!(2.0 * small.draw(&mut a), large.draw(&mut b), "{small:?}");
            }
        }
    }
}
