//! What is asked of a study: the output to be explained, and which of its points fail.

use crate::results::FailureSide;
use crate::study::precision::Output;

/// What is to be explained.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The output.
    pub output: Output,
    /// Of a mean: instead the mean of so large a share of the worst replications (CVaR).
    pub tail: Option<f64>,
    /// Which points fail; by default those below one half of a probability, and of a mean those
    /// on the worse side of the middle one.
    pub fails: Option<Fails>,
}

/// Which futures fail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fails {
    /// Those with an output below this.
    Below(f64),
    /// Those with one above it.
    Above(f64),
}

impl Wanted {
    /// The output, in words.
    pub(super) fn words(&self) -> String {
        match self.tail {
            None => self.output.to_string(),
            Some(tail) => format!("the worst {:.0} % of {}", 100.0 * tail, self.output),
        }
    }
}

impl Fails {
    /// Whether a point with this output fails.
    pub(super) fn holds(self, output: f64) -> bool {
        match self {
            Fails::Below(level) => output < level,
            Fails::Above(level) => output > level,
        }
    }

    /// On which side of which level.
    pub(super) fn parts(self) -> (FailureSide, f64) {
        match self {
            Fails::Below(level) => (FailureSide::Below, level),
            Fails::Above(level) => (FailureSide::Above, level),
        }
    }
}
