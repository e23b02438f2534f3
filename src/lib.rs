//! Monte Carlo simulation of flows over a network with limited, failing capacities,
//! made for Kazakhstan's oil exports and usable for any commodity and any network.
//!
//! The modules are layers, listed from the lowest to the highest: a module imports only
//! from those above it in this list. `docs/architecture.md` is the map.

// Layer 0: nothing of oil
pub mod calendar;
pub mod diagnostic;
pub mod graph;
pub mod rng;
pub mod special;
pub mod stop;
pub mod table;
pub mod text;
pub mod units;
// Layer 1
pub mod circulation;
pub mod dist;
pub mod error;
pub mod metric;
pub mod stats;
// Layer 2
pub mod catalogue;
pub mod model;
// Layer 3
pub mod dispatch;
pub mod port;
pub mod scenario;
pub mod trajectory;
// Layer 4
pub mod tally;
// Layer 5
pub mod simulate;
// Layer 6
pub mod study;
// Layer 7
pub mod results;
// Layer 8
pub mod batch;
pub mod report;
// Layer 9
#[cfg(feature = "cli")]
pub mod cli;
