//! Running until an estimate is precise enough.
//!
//! Looks come between whole blocks, so the rule does not depend on threads. Stopping when
//! the interval is narrow favours samples that look narrow by chance; the interval is
//! therefore made a tenth wider than one of fixed length. Knows nothing of how a run is made.
//! The measurements behind it are in `docs/studies.md`, section Precision.

mod goal;
#[cfg(test)]
mod tests;

pub use goal::{Goal, Quantity, Within};

use super::interval::{t95, wilson};
use crate::stats::{Mean, Probability};

/// Blocks before the first look.
pub const FIRST_LOOK: u32 = 4;

/// How much wider the interval is than one of a run of fixed length.
pub const WIDENING: f64 = 1.1;

/// What is known of the quantity at a look.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// A mean or a mean difference, over so many beliefs (or replications, if independent).
    Mean(Mean, u64),
    /// A probability, over so many.
    Probability(Probability, u64),
}

/// A look at the quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Mean or probability.
    pub estimate: f64,
    /// 95 % interval that allows for looking.
    pub interval: (f64, f64),
    /// Greater distance of its ends from the estimate.
    pub half_width: f64,
    /// Replications seen.
    pub n: u64,
    /// The half-width is what was asked for, or less.
    pub met: bool,
}

/// True after so many blocks: the fourth, and then whenever a tenth more have passed.
pub fn is_look(blocks: u32) -> bool {
    let mut next = FIRST_LOOK;
    while next < blocks {
        next += (next / 10).max(1);
    }
    next == blocks
}

/// Looks at what was seen.
pub fn look(goal: &Goal, seen: &Seen) -> Look {
    let (n, estimate, interval) = match seen {
        Seen::Mean(mean, beliefs) => {
            let half = critical(*beliefs) * mean.stderr;
            (mean.n, mean.mean, (mean.mean - half, mean.mean + half))
        }
        Seen::Probability(found, beliefs) => {
            let (share, trials) = (found.share(), found.n as f64 / found.design_effect);
            (found.n, share, wilson(share, trials, critical(*beliefs)))
        }
    };
    let half_width = (estimate - interval.0).max(interval.1 - estimate);
    let wanted = match goal.within {
        Within::Absolute(wanted) => wanted,
        Within::Share(share) => share * estimate.abs(),
    };
    Look { estimate, interval, half_width, n, met: half_width <= wanted }
}

fn critical(beliefs: u64) -> f64 {
    WIDENING * t95(beliefs.saturating_sub(1) as f64)
}
