//! Probability distributions: their families, quantiles and draws.
//!
//! The parameters are of a type `T`, so that a distribution may first be written with
//! uncertain parameters and be resolved later. Parameters are taken as valid: `scenario`
//! checks them. Knows nothing of oil or of what is drawn. The mathematics is in
//! `docs/model.md`, section "Random numbers".

mod copula;
mod draw;
mod fingerprint;
mod quantile;
mod residual;
mod rounded;

pub use copula::Copula;
pub use draw::standard_exponential;
pub use fingerprint::fingerprint;
pub use rounded::Rounded;

use std::sync::Arc;

/// A distribution with parameters of type `T`.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution<T> {
    /// Always this value.
    Point(T),
    /// Uniform between two values.
    Uniform {
        /// Least value.
        low: T,
        /// Greatest value.
        high: T,
    },
    /// Triangular.
    Triangular {
        /// Least value.
        min: T,
        /// Most likely value.
        mode: T,
        /// Greatest value.
        max: T,
    },
    /// PERT: a beta with shape parameters 1 + 4 (mode - min)/(max - min) and 1 + 4 (max - mode)/(max - min).
    Pert {
        /// Least value.
        min: T,
        /// Most likely value.
        mode: T,
        /// Greatest value.
        max: T,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: T,
        /// Standard deviation.
        sd: T,
    },
    /// Lognormal.
    Lognormal {
        /// Median.
        median: T,
        /// Standard deviation of the logarithm.
        sigma: T,
    },
    /// Exponential.
    Exponential {
        /// Mean.
        mean: T,
    },
    /// Weibull.
    Weibull {
        /// Scale: the 63.2 % quantile.
        scale: T,
        /// Shape, a plain number.
        shape: T,
    },
    /// Listed values with weights.
    Discrete {
        /// Values.
        values: Vec<T>,
        /// Weights, not negative, of positive sum.
        weights: Vec<T>,
    },
    /// Observed values, each as likely as the next, ascending.
    Empirical(Arc<[f64]>),
}

impl<T> Distribution<T> {
    /// The same distribution with every parameter put through `f`.
    pub fn map<U>(&self, mut f: impl FnMut(&T) -> U) -> Distribution<U> {
        use Distribution as D;
        match self {
            D::Point(value) => D::Point(f(value)),
            D::Uniform { low, high } => D::Uniform { low: f(low), high: f(high) },
            D::Triangular { min, mode, max } => {
                D::Triangular { min: f(min), mode: f(mode), max: f(max) }
            }
            D::Pert { min, mode, max } => D::Pert { min: f(min), mode: f(mode), max: f(max) },
            D::Normal { mean, sd } => D::Normal { mean: f(mean), sd: f(sd) },
            D::Lognormal { median, sigma } => D::Lognormal { median: f(median), sigma: f(sigma) },
            D::Exponential { mean } => D::Exponential { mean: f(mean) },
            D::Weibull { scale, shape } => D::Weibull { scale: f(scale), shape: f(shape) },
            D::Discrete { values, weights } => D::Discrete {
                values: values.iter().map(&mut f).collect(),
                weights: weights.iter().map(&mut f).collect(),
            },
            D::Empirical(values) => D::Empirical(Arc::clone(values)),
        }
    }
}
