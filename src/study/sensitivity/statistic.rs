//! One number of the replications of a point.

use crate::stats::{clustered_mean, mean_above, mean_below, sorted};

/// What of a point's replications is explained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// Their mean.
    Mean,
    /// The share at or above a value.
    Reaches(f64),
    /// The mean of the least share of them (CVaR of what should be high).
    MeanBelow(f64),
    /// The mean of the greatest share of them (CVaR of what should be low).
    MeanAbove(f64),
}

impl Statistic {
    /// The statistic of values of which NaN are missing; NaN without values.
    pub fn of(self, values: &[f64]) -> f64 {
        match self {
            Statistic::Mean => clustered_mean(values, values.len().max(1)).mean,
            Statistic::Reaches(least) => {
                let present = values.iter().filter(|value| !value.is_nan());
                let n = present.clone().count();
                present.filter(|value| **value >= least).count() as f64 / n as f64
            }
            Statistic::MeanBelow(tail) => mean_below(&sorted(values.iter().copied()), tail),
            Statistic::MeanAbove(tail) => mean_above(&sorted(values.iter().copied()), tail),
        }
    }
}
