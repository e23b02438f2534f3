//! One replication after another, day by day: what a single thread does.

use super::size::too_large;
use super::{BLOCK, Piece, Settings, Simulation};
use crate::circulation::Stalled;
use crate::dispatch::{Dispatch, Flows, Morning, State, Undispatched};
use crate::error::Error;
use crate::model::{Liftings, Model};
use crate::port::{PortDayOutcome, Shuttles, Tanks};
use crate::stop::Stop;
use crate::tally::Tally;
use crate::trajectory::{Sampler, Trajectory};

/// What one thread needs to simulate.
pub(super) struct Worker {
    contract: History,
    /// Given where some replications are run under push too.
    push: Option<History>,
}

impl Worker {
    /// Its buffers, for the models of a run.
    pub(super) fn new(run: &Simulation<'_>) -> Result<Self, Error> {
        let of = |model, sampler| History::new(model, sampler, run.settings);
        let pushed = run.pushed.as_ref().map(|(model, sampler)| of(model, sampler));
        Ok(Self { contract: of(run.model, &run.sampler)?, push: pushed.transpose()? })
    }

    /// Simulates a block; between replications `stopped` is asked.
    pub(super) fn block<T: Tally>(
        &mut self,
        run: &Simulation<'_>,
        block: u32,
        mut tally: T,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Piece<T>, Error> {
        let first = block * BLOCK;
        for replication in first..first.saturating_add(BLOCK).min(run.settings.replications()) {
            if stopped() {
                return Err(Error::Interrupted);
            }
            if replication < run.settings.push() {
                self.push(run, replication, &mut tally)?;
            }
            let traced = run.settings.trace().contains(&replication);
            let of = (run.model, &run.sampler);
            self.contract.run(of, (replication, traced), &mut tally)?;
        }
        let mut verified = self.contract.dispatch.take_verified();
        if let Some(push) = &mut self.push {
            verified = verified.plus(push.dispatch.take_verified());
        }
        Ok((tally, verified))
    }

    /// The history under push, for tallies that look at it.
    fn push(
        &mut self,
        run: &Simulation<'_>,
        replication: u32,
        tally: &mut impl Tally,
    ) -> Result<(), Error> {
        let Some(((model, sampler), history)) = run.pushed.as_ref().zip(self.push.as_mut()) else {
            return Ok(());
        };
        match tally.under_push() {
            Some(tally) => history.run((model, sampler), (replication, false), tally),
            None => Ok(()),
        }
    }
}

/// What a history needs of a model; buffers are kept from one replication to the next.
struct History {
    trajectory: Trajectory,
    /// Given where the model has shuttles.
    shipping: Option<Shipping>,
    dispatch: Dispatch,
    liftings: Liftings,
    state: State,
    flows: Flows,
    stop: Stop,
}

impl History {
    fn new(model: &Model, sampler: &Sampler, settings: &Settings) -> Result<Self, Error> {
        let dispatch = Dispatch::new(model, settings.verify());
        Ok(Self {
            trajectory: sampler.trajectory(),
            shipping: Shipping::of(model),
            dispatch: dispatch.map_err(too_large)?,
            liftings: Liftings::new(model.nodes.len(), model.links.len()),
            state: State::default(),
            flows: Flows::default(),
            stop: settings.stop().clone(),
        })
    }

    /// One history from its first day to its last.
    fn run(
        &mut self,
        (model, sampler): (&Model, &Sampler),
        (replication, traced): (u32, bool),
        tally: &mut (impl Tally + ?Sized),
    ) -> Result<(), Error> {
        let Self { trajectory, shipping, dispatch, liftings, state, flows, stop } = self;
        sampler.sample(replication, trajectory);
        heed(stop)?;
        dispatch.begin(model, trajectory.belief_values(), state);
        if let Some(shipping) = shipping {
            shipping.begin(model, trajectory, dispatch, traced);
        }
        tally.begin_replication(replication, trajectory.belief_values());
        for step in 0..model.horizon.steps() {
            heed(stop)?;
            trajectory.at(step);
            if let Some(shipping) = shipping {
                shipping.day(step, trajectory, state, liftings);
                tally.ports(step, trajectory.ports(), &shipping.out);
            }
            let inputs = trajectory.inputs();
            let morning = Morning { inputs, losses: &*trajectory, liftings };
            dispatch.step(step, morning, state, flows).map_err(|why| match why {
                Undispatched::Size(error) => too_large(error),
                Undispatched::Stalled(Stalled { pivots }) => {
                    let date = model.horizon.day(step).date;
                    Error::Undispatched { replication, date, pivots }
                }
            })?;
            tally.step(step, inputs, flows, state);
        }
        if let Some(shipping) = shipping {
            tally.ships(&mut shipping.shuttles.logs());
        }
        tally.end_replication();
        Ok(())
    }
}

/// An error once the run was asked to stop.
fn heed(stop: &Stop) -> Result<(), Error> {
    if stop.is_asked() { Err(Error::Interrupted) } else { Ok(()) }
}

/// Ports and ships of one thread.
struct Shipping {
    shuttles: Shuttles,
    /// By node, what its tank holds.
    capacities: Vec<i64>,
    out: PortDayOutcome,
}

impl Shipping {
    /// Of a model; `None` where it has no shuttles.
    fn of(model: &Model) -> Option<Self> {
        let shuttles = Shuttles::new(model);
        let has_shuttles = !shuttles.links().is_empty();
        has_shuttles.then(|| Self {
            shuttles,
            capacities: Vec::new(),
            out: PortDayOutcome::default(),
        })
    }

    /// The first morning of a history.
    fn begin(&mut self, model: &Model, drawn: &Trajectory, dispatch: &Dispatch, traced: bool) {
        self.shuttles.begin(model, drawn.belief_values());
        self.shuttles.trace(traced);
        dispatch.tank_capacities(&mut self.capacities);
    }

    /// Moves ships through a day; what they lifted moves stock before dispatch.
    fn day(&mut self, step: usize, drawn: &Trajectory, state: &mut State, out: &mut Liftings) {
        let mut tanks = Tanks { stock: &mut state.stock, capacity: &self.capacities };
        self.shuttles.day(step, (drawn.ports(), drawn), &mut tanks, &mut self.out);
        self.shuttles.lift(&self.out, out);
    }
}
