//! Monte Carlo simulation of flows over a network with limited, failing capacities,
//! made for Kazakhstan's oil exports and usable for any commodity and any network.
//!
//! A [`scenario`] is text. It becomes a [`model`], which [`simulate`](simulate::simulate) runs
//! many times over its days; the [`Outcome`](tally::Outcome) has means with their errors,
//! quantiles, probabilities of targets, what binds and what losses were caused by. No step needs
//! a file, a clock or a terminal:
//!
//! ```
//! use caspian::metric::{Metric, Period};
//! use caspian::scenario::{self, Files};
//! use caspian::simulate::{Settings, simulate};
//! use std::ops::ControlFlow;
//!
//! let text = r#"
//! horizon       = { start = 2025-01-01, end = 2025-12-31 }
//! node.field    = { kind = "source", supply = "10 Mt/y" }
//! node.market   = { kind = "market", demand = "unlimited" }
//! link.pipeline = { from = "field", to = "market", capacity = "11 Mt/y" }
//! hazard.pump   = { on = ["link.pipeline"], takes = "40 %", process = "poisson", rate = "4 /y", duration = "6 d" }
//! "#;
//! let files = Files::given([("pumped.toml", text)]);
//! let scenario = scenario::load_from("pumped.toml", &[], &files)?;
//! let settings = Settings::new(&scenario.model).with_replications(200);
//! let outcome = simulate(&scenario.model, &settings, &mut |_| ControlFlow::Continue(()))?;
//! let exports = outcome.estimate(Metric::Exports, "total", Period::Year(2025)).unwrap();
//! assert!((9.6e6..10e6).contains(&exports.mean) && exports.stderr < 2e4);
//! # Ok::<(), caspian::error::Error>(())
//! ```
//!
//! `examples/embed.rs` and `examples/own_tally.rs` go on from there. The feature `cli` (on unless
//! switched off) is the program, and `threads` lets blocks run on several threads; without them
//! the library builds for `wasm32-unknown-unknown`, and its numbers are the same.
//!
//! The modules are layers, listed from the lowest to the highest: a module imports only
//! from those above it in this list. `docs/architecture.md` is the map.

// Layer 0: nothing of oil
pub mod calendar;
pub mod diagnostic;
pub(crate) mod graph;
pub mod rng;
pub(crate) mod special;
pub mod stop;
pub mod table;
pub(crate) mod text;
pub(crate) mod units;
// Layer 1
pub mod circulation;
pub mod dist;
pub mod error;
pub mod metric;
pub(crate) mod stats;
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
