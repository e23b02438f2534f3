//! The days of a history under push, from which the measures of targets are taken.
//!
//! The history under push is run before the same history under contract, whose tally takes the
//! days at its end. Knows nothing of what is nominated. `docs/model.md`, section Targets.

use super::Tally;
use super::days::Days;
use super::plan::Plan;
use crate::dispatch::{Flows, State};
use crate::model::{Inputs, PortInputs};
use crate::port::PortDayOutcome;

/// The days of the last history that was run under push.
#[derive(Debug, Clone)]
pub(super) struct PushTally<'p> {
    days: Days<'p>,
    /// The history is complete and its days have not been taken.
    complete: bool,
}

impl<'p> PushTally<'p> {
    /// A tally that has seen nothing.
    pub fn new(plan: &'p Plan<'p>) -> Self {
        Self { days: Days::new(plan), complete: false }
    }

    /// The days of the history that has been run since this was last asked.
    pub fn take(&mut self) -> Option<&mut Days<'p>> {
        std::mem::take(&mut self.complete).then_some(&mut self.days)
    }
}

impl Tally for PushTally<'_> {
    fn begin_replication(&mut self, _replication: u32, belief: &[f64]) {
        self.days.begin(belief);
    }

    fn ports(&mut self, step: usize, _inputs: &PortInputs, out: &PortDayOutcome) {
        self.days.add_ports(step, out);
    }

    fn step(&mut self, step: usize, inputs: &Inputs, flows: &Flows, state: &State) {
        self.days.add(step, inputs, flows, state);
    }

    fn end_replication(&mut self) {
        self.days.end();
        self.complete = true;
    }
}
