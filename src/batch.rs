//! Studies on disk: many points into one results directory.
//!
//! Every point is built and checked before the first is run; each is written down when it is
//! finished, so that a study goes on where it was cut short. Knows nothing of the command
//! line. The formats are in `docs/studies.md`.

mod bottlenecks;
mod build;
mod compare;
mod discovery;
mod sensitivity;
mod shard;
mod stress;
mod sweep;
mod tipping;
mod wanted;
mod wide;

pub use bottlenecks::{Learnt, Questions, learn};
pub use build::{Ask, Study, build};
pub use compare::{Comparison, Pair, RegretRow, Side, compare, same_horizon};
pub use discovery::Discovery;
pub use sensitivity::{Judged, Sensitivity, sensitivity, usual_output};
pub use shard::{merge, run_share};
pub use stress::{Loss, Stress, StressRow, Stressed, stress_table};
pub use sweep::{Happened, Sweep, pilot, sweep};
pub use tipping::{TippingRow, tipping_rows};
pub use wanted::{Fails, Wanted};
