//! What is kept while replications pass.
//!
//! Looks at inputs, flows and state of each day; knows nothing of files. Days are added up in
//! whole tonnes ([`BlockTally`]), each replication gives one number a column of the [`Plan`],
//! and blocks of replications are merged in order ([`RunTally`]) into an [`Outcome`]. The
//! definitions of the metrics are in `docs/outputs.md`, the statistics in `docs/model.md`.

mod able;
mod block;
mod bytes;
mod days;
mod entity;
mod formula;
mod outcome;
mod plan;
mod push;
mod rows;
mod run;
mod slots;
mod span;
mod trace;
mod waits;

pub use block::{Block, BlockTally};
pub use entity::Entity;
pub use outcome::*;
pub use plan::{Keep, Options, Plan, kept_bytes, reports};
pub use rows::NO_OUTAGE;
pub use run::RunTally;

use crate::dispatch::{Flows, State};
use crate::model::{Inputs, PortInputs};
use crate::port::{PortDayOutcome, ShipLog};

/// What looks at every day of every replication: the one open trait of the crate.
pub trait Tally {
    /// A replication begins, under a belief: one value a parameter of the model.
    fn begin_replication(&mut self, _replication: u32, _belief: &[f64]) {}

    /// Ports and ships have gone through a day, before dispatch; only where there are shuttles.
    fn ports(&mut self, _step: usize, _inputs: &PortInputs, _out: &PortDayOutcome) {}

    /// A day has passed; steps come in order from 0.
    fn step(&mut self, step: usize, inputs: &Inputs, flows: &Flows, state: &State);

    /// What every ship has done, at the end of a replication; only where there are shuttles.
    fn ships(&mut self, _logs: &mut dyn Iterator<Item = ShipLog>) {}

    /// What looks at the same history under push, which is run before it; `None`: nothing does.
    fn under_push(&mut self) -> Option<&mut dyn Tally> {
        None
    }

    /// The replication is over.
    fn end_replication(&mut self) {}
}

#[cfg(test)]
mod definitions;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod port_tests;
#[cfg(test)]
mod run_tests;
#[cfg(test)]
mod tests;
