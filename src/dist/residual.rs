//! What is left of a spell that is in progress when one begins to look.
//!
//! In a stationary renewal process the spell seen is drawn with weight by its length, and
//! the moment of looking is uniform within it; their product has the integrated survival
//! function as its law, exactly, for any family.

use super::Distribution;
use super::quantile::{mode_within, pert};
use crate::special::solve::{self, Local};
use crate::special::{gamma, inverse_normal, normal_cdf, normal_density};

impl Distribution<f64> {
    /// The rest of a spell in progress, from two uniforms in (0, 1).
    ///
    /// `length` chooses the spell, `position` how much of it is left. An exponential has no
    /// memory: its rest is a whole spell, chosen by `length` alone. Values below 0 count as 0.
    pub fn residual(&self, length: f64, position: f64) -> f64 {
        match self {
            Self::Exponential { .. } => self.quantile(length),
            _ => position * self.length_biased_quantile(length),
        }
    }

    /// Mean of the draws with those below 0 counted as 0.
    pub fn mean_length(&self) -> f64 {
        match *self {
            Self::Normal { mean, sd } => {
                let z = mean / sd;
                mean * normal_cdf(z) + sd * normal_density(z)
            }
            _ => self.mean(),
        }
    }

    /// Quantile of the distribution whose density is this one's times x.
    fn length_biased_quantile(&self, p: f64) -> f64 {
        use Distribution as D;
        match self {
            D::Point(value) => *value,
            D::Uniform { low, high } => (low * low + p * (high * high - low * low)).sqrt(),
            D::Triangular { min, mode, max } => {
                let inner = mode_within(*min, *mode, *max);
                shifted(self, p, (*min, *max), |p| biased_triangular(inner, p))
            }
            D::Pert { min, mode, max } => {
                let beta = pert(mode_within(*min, *mode, *max)).length_biased();
                shifted(self, p, (*min, *max), |p| beta.quantile(p))
            }
            D::Normal { mean, sd } => biased_normal(*mean, *sd, p),
            D::Lognormal { median, sigma } => {
                median * (sigma * sigma + sigma * inverse_normal(p)).exp()
            }
            D::Exponential { mean } => mean * gamma::quantile(2.0, p),
            D::Weibull { scale, shape } => {
                scale * gamma::quantile(1.0 + 1.0 / shape, p).powf(1.0 / shape)
            }
            D::Discrete { values, weights } => {
                pick(values.iter().zip(weights).map(|(value, weight)| (*value, value * weight)), p)
            }
            D::Empirical(values) => pick(values.iter().map(|value| (*value, *value)), p),
        }
    }
}

/// Length-biased min + (max - min) Y: a mixture of Y itself and of Y length-biased.
fn shifted(
    plain: &Distribution<f64>,
    p: f64,
    (min, max): (f64, f64),
    biased: impl Fn(f64) -> f64,
) -> f64 {
    let own = min / plain.mean();
    if p < own {
        return plain.quantile(p / own);
    }
    let inner = (p - own) / (1.0 - own);
    if inner > 0.0 && inner < 1.0 { min + (max - min) * biased(inner) } else { max }
}

/// Quantile of the density proportional to x times a triangular one on [0, 1].
fn biased_triangular(mode: f64, p: f64) -> f64 {
    let total = (1.0 + mode) / 3.0;
    let below = 2.0 * mode * mode / 3.0;
    if p * total <= below {
        return (1.5 * p * total * mode).cbrt();
    }
    let integral = |x: f64| (x * x - 2.0 * x * x * x / 3.0) / (1.0 - mode);
    solve::increasing(p * total, (mode, 1.0), 0.5 * (1.0 + mode), |x| Local {
        value: below + integral(x) - integral(mode),
        slope: 2.0 * x * (1.0 - x) / (1.0 - mode),
        bend: 1.0 / x - 1.0 / (1.0 - x),
    })
}

/// Quantile of the density proportional to x times a normal one, for x above 0.
fn biased_normal(mean: f64, sd: f64, p: f64) -> f64 {
    let start = -mean / sd;
    let (cdf, density) = (normal_cdf(start), normal_density(start));
    let total = mean * (1.0 - cdf) + sd * density;
    let high = mean.max(0.0) + 40.0 * sd;
    solve::increasing(p * total, (0.0, high), mean, |x| {
        let z = (x - mean) / sd;
        Local {
            value: mean * (normal_cdf(z) - cdf) - sd * (normal_density(z) - density),
            slope: x * normal_density(z) / sd,
            bend: 1.0 / x - z / sd,
        }
    })
}

/// The value at share `p` of the summed weights, in the order given.
fn pick(items: impl Iterator<Item = (f64, f64)> + Clone, p: f64) -> f64 {
    let wanted = p * items.clone().map(|item| item.1).sum::<f64>();
    let mut passed = 0.0;
    let mut last = 0.0;
    for (value, weight) in items {
        if weight > 0.0 {
            passed += weight;
            last = value;
            if passed >= wanted {
                break;
            }
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::super::quantile::tests::families;
    use super::*;

    /// Integral of the survival function up to `x`, over the mean.
    fn integrated_survival(family: &Distribution<f64>, x: f64) -> f64 {
        const CELLS: u32 = 4000;
        let width = x / f64::from(CELLS);
        let points = (0..CELLS).map(|cell| (f64::from(cell) + 0.5) * width);
        points.map(|t| 1.0 - family.cdf(t)).sum::<f64>() * width / family.mean()
    }

    #[test]
    fn residuals_have_the_integrated_survival_as_their_law() {
        const SIDE: u32 = 300;
        for family in families() {
            let uniforms = (0..SIDE).map(|cell| (f64::from(cell) + 0.5) / f64::from(SIDE));
            let mut rests: Vec<f64> = uniforms
                .clone()
                .flat_map(|length| uniforms.clone().map(move |position| (length, position)))
                .map(|(length, position)| family.residual(length, position))
                .collect();
            rests.sort_by(f64::total_cmp);
            for share in [0.1, 0.4, 0.7, 0.9, 0.99] {
                let x = rests[(share * rests.len() as f64) as usize];
                let p = integrated_survival(&family, x);
                assert!((p - share).abs() < 4e-3, "{family:?}: {p} instead of {share}");
            }
        }
    }

    #[test]
    fn a_normal_spell_is_never_negative() {
        let family = Distribution::Normal { mean: 1.0, sd: 2.0 };
        assert!((family.mean_length() - 1.395_593_).abs() < 1e-5, "{}", family.mean_length());
        assert!((1..100).all(|k| family.residual(f64::from(k) / 100.0, 0.5) > 0.0));
    }
}
