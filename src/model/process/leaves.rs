//! What a state of a hazard leaves.

use crate::model::{Level, Value};

/// What a state leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leaves {
    /// A share of capacity, 0 to 1.
    Share(Value),
    /// A flow at most.
    Amount(Level),
}
