//! Running until an estimate is precise enough.
//!
//! Looks come between whole blocks, so the rule does not depend on threads. Stopping when
//! the interval is narrow favours samples that look narrow by chance; the interval is
//! therefore made a tenth wider than one of fixed length. Knows nothing of how a run is made.
//! The measurements behind it are in `docs/studies.md`, section Precision.

mod floor;
#[cfg(test)]
mod floor_tests;
mod goal;
mod sparse;
#[cfg(test)]
mod tests;

pub use floor::{Floor, floor};
pub use goal::{Goal, Output, Within};
pub use sparse::is_sparse;

use super::compare::Discordant;
use crate::stats::{Mean, Probability, t95, wilson};

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
    /// The difference of two probabilities, over so many.
    Change(Discordant, u64),
}

impl Seen {
    fn beliefs(&self) -> u64 {
        let (Seen::Mean(_, beliefs) | Seen::Probability(_, beliefs) | Seen::Change(_, beliefs)) =
            self;
        *beliefs
    }

    fn n(&self) -> u64 {
        match self {
            Seen::Mean(mean, _) => mean.n,
            Seen::Probability(found, _) => found.n,
            Seen::Change(pairs, _) => pairs.mean.n,
        }
    }

    fn estimate(&self) -> f64 {
        match self {
            Seen::Mean(mean, _) => mean.mean,
            Seen::Change(pairs, _) => pairs.mean.mean,
            Seen::Probability(found, _) => found.share(),
        }
    }

    /// All replications are alike in what is asked about.
    fn is_one_sided(&self) -> bool {
        match self {
            Seen::Mean(..) => false,
            Seen::Probability(found, _) => found.hits == 0 || found.hits == found.n,
            Seen::Change(pairs, _) => pairs.gained.hits == 0 && pairs.lost.hits == 0,
        }
    }
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
    /// Given where no number of replications will do with the beliefs there are.
    pub floor: Option<Floor>,
}

impl Look {
    /// The same with an error that is not known yet, and so not met.
    pub fn unsure(self) -> Self {
        let interval = (f64::NAN, f64::NAN);
        Self { interval, half_width: f64::NAN, met: false, floor: None, ..self }
    }
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
    let (z, estimate) = (critical(seen.beliefs()), seen.estimate());
    let interval = match seen {
        Seen::Mean(mean, _) => (estimate - z * mean.stderr, estimate + z * mean.stderr),
        Seen::Probability(found, _) => found.wilson(z),
        Seen::Change(pairs, _) => pairs.interval(z),
    };
    let half_width = widest(estimate, interval);
    let met = half_width <= goal.wanted(estimate);
    Look { estimate, interval, half_width, n: seen.n(), met, floor: None }
}

fn widest(estimate: f64, interval: (f64, f64)) -> f64 {
    (estimate - interval.0).max(interval.1 - estimate)
}

/// Half-width of the interval, were the estimate another one, of such a variance.
fn half_width(seen: &Seen, estimate: f64, variance: f64, z: f64) -> f64 {
    let Seen::Probability(found, _) = seen else { return z * variance.sqrt() };
    let least = 1.0 / found.n as f64;
    let share = estimate.clamp(least.min(0.5), (1.0 - least).max(0.5));
    widest(share, wilson(share, share * (1.0 - share) / variance, z))
}

fn critical(beliefs: u64) -> f64 {
    WIDENING * t95(beliefs.saturating_sub(1) as f64)
}
