//! Rows of the tables that are made from runs: what `batch` fills and `report` reads.
//!
//! Each struct is the whole truth of its table: names, types, units and meanings of its columns.
//! Knows nothing of how values are found or shown.

mod bottlenecks;
mod compare;
mod run;
mod sensitivity;
mod sizing;
mod stress;
mod tipping;

pub use bottlenecks::{FallLine, MeasureLine};
pub use compare::{CompareLine, RegretLine};
pub use run::{
    BottleneckLine, LossLine, ObservedLine, ReplicationLine, SummaryLine, TargetLine, TraceLine,
};
pub use sensitivity::{DiscoveryLine, MorrisLine, Side as FailureSide, SobolLine, TornadoLine};
pub use sizing::SizingLine;
pub use stress::{StressLine, Test};
pub use tipping::{Crossed, TippingLine};

/// A number that is there; NaN and infinity are missing values.
pub fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
