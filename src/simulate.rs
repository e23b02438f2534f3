//! The one Monte Carlo loop: parallel, in order, stoppable.
//!
//! Work is cut into blocks of [`BLOCK`] replications whatever the number of threads; blocks
//! are merged in order, and a run may stop between them. Hence the same bytes on any number
//! of threads. Knows nothing of files, of the clock or of what is done with the outcome.

use crate::circulation::{SizeError, Stalled};
use crate::dispatch::{Dispatch, Flows, Morning, State, Undispatched, Verified};
use crate::error::{Error, Topic};
use crate::model::{Liftings, Model};
use crate::port::{PortDayOutcome, Shuttles, Tanks};
use crate::tally::{Block, BlockTally, Keep, Options, Outcome, Plan, RunTally, Tally};
use crate::trajectory::{Sampler, Trajectory};
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc;

/// Replications that are simulated and merged as one piece.
pub const BLOCK: u32 = 64;

/// How a model is to be simulated.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Seed of every random stream.
    pub seed: u64,
    /// Histories to simulate, at least 1.
    pub replications: u32,
    /// Beliefs they are spread over, 1 to `replications`.
    pub beliefs: u32,
    /// Threads; 0 for as many as the machine has processors.
    pub threads: usize,
    /// Values kept by replication.
    pub keep: Keep,
    /// Replications of which every day is kept.
    pub trace: Vec<u32>,
    /// Certify every dispatch.
    pub verify: bool,
    /// So many first replications are run a second time, with the same draws, under push, where
    /// targets have contracts.
    pub push: u32,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Replications merged so far.
    pub done: u32,
    /// Replications asked for.
    pub total: u32,
}

/// Simulates `model` and says the outcome.
///
/// `watch` is called on the calling thread after each block, in order; when it breaks, the
/// run ends with [`Error::Interrupted`].
///
/// # Errors
/// [`Error::Interrupted`]; [`Error::Input`] where the network is larger than dispatch holds;
/// [`Error::Undispatched`] where dispatch finds no optimum, which would be a bug.
pub fn simulate(
    model: &Model,
    settings: &Settings,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Outcome, Error> {
    let simulation = Simulation::new(model, settings)?;
    let plan = simulation.plan();
    let mut tally = RunTally::new(&plan);
    let mut verified = settings.verify.then(Verified::default);
    let end = simulation.blocks(&plan, 0..settings.blocks(), &mut |block, certified| {
        tally.merge(block);
        verified = verified.map(|sum| sum.plus(certified));
        watch(Progress { done: tally.replications(), total: settings.replications })
    })?;
    match end {
        ControlFlow::Continue(()) => Ok(tally.finish(verified)),
        ControlFlow::Break(()) => Err(Error::Interrupted),
    }
}

impl Settings {
    /// What the tally must know of a run.
    pub fn options(&self) -> Options {
        Options {
            replications: self.replications,
            beliefs: self.beliefs,
            keep: self.keep.clone(),
            trace: self.trace.clone(),
            push: self.push,
        }
    }

    /// Blocks that hold all replications.
    pub fn blocks(&self) -> u32 {
        self.replications.div_ceil(BLOCK)
    }
}

/// A model ready to be simulated, whole or block by block.
pub struct Simulation<'m> {
    model: &'m Model,
    settings: &'m Settings,
    sampler: Sampler,
    /// The same under push, where some replications are run so.
    pushed: Option<(Model, Sampler)>,
    pool: rayon::ThreadPool,
}

/// Simulated by one thread: a tally of a block with the certificates of its days.
type Piece<T> = (T, Verified);

/// Pieces on their way to the thread that merges them, by number of their block.
type Sender<T> = mpsc::Sender<(u32, Result<Piece<T>, Error>)>;

/// What all threads share while they work on blocks.
struct Work<'a, F> {
    make: F,
    next: AtomicU32,
    end: u32,
    stop: AtomicBool,
    simulation: &'a Simulation<'a>,
}

impl<'m> Simulation<'m> {
    /// Prepares the draws and the threads.
    ///
    /// # Errors
    /// [`Error::Input`] when the system gives no threads.
    pub fn new(model: &'m Model, settings: &'m Settings) -> Result<Self, Error> {
        let sampler =
            |model: &Model| Sampler::new(model, settings.seed, settings.beliefs, model.run.chance);
        let pushed = if settings.push > 0 { model.pushed() } else { None };
        let pushed = pushed.map(|model| {
            let sampler = sampler(&model);
            (model, sampler)
        });
        let pool = rayon::ThreadPoolBuilder::new().num_threads(settings.threads);
        let pool = pool
            .build()
            .map_err(|error| Error::input(Topic::System, format!("no threads: {error}")))?;
        Ok(Self { model, settings, sampler: sampler(model), pushed, pool })
    }

    /// What a run reports.
    pub fn plan(&self) -> Plan<'_> {
        Plan::new(self.model, self.sampler.causes(), self.settings.options())
    }

    /// Simulates some blocks and hands them to `take` in order, until it breaks.
    ///
    /// # Errors
    /// As [`simulate`], but for interruption.
    pub fn blocks(
        &self,
        plan: &Plan<'_>,
        range: Range<u32>,
        take: &mut dyn FnMut(Block, Verified) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Error> {
        let make = |first| BlockTally::new(plan, first);
        self.tallies(range, make, &mut |tally, verified| take(tally.into_block(), verified))
    }

    /// The same with a tally of one's own, made for the first replication of each block.
    ///
    /// # Errors
    /// As [`Simulation::blocks`].
    pub fn tallies<T: Tally + Send>(
        &self,
        range: Range<u32>,
        make: impl Fn(u32) -> T + Sync,
        take: &mut dyn FnMut(T, Verified) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Error> {
        let (next, end) = (AtomicU32::new(range.start), range.end.min(self.settings.blocks()));
        let work = Work { make, next, end, stop: AtomicBool::new(false), simulation: self };
        let (sender, receiver) = mpsc::channel();
        self.pool.in_place_scope(|scope| {
            for _ in 0..self.pool.current_num_threads() {
                let (sender, work) = (sender.clone(), &work);
                scope.spawn(move |_| work.until_done(&sender));
            }
            drop(sender);
            // On every way out the threads are told to stop before the scope waits for them.
            let outcome = merge(&receiver, range.start, take);
            work.stop.store(true, Ordering::Relaxed);
            outcome
        })
    }
}

impl<T: Tally, F: Fn(u32) -> T + Sync> Work<'_, F> {
    /// One thread: takes the next block until none is left, or until it is told to stop.
    fn until_done(&self, sender: &Sender<T>) {
        let mut worker = match Worker::new(self.simulation) {
            Ok(worker) => worker,
            Err(error) => return drop(sender.send((0, Err(error)))),
        };
        while !self.stop.load(Ordering::Relaxed) {
            let block = self.next.fetch_add(1, Ordering::Relaxed);
            if block >= self.end {
                break;
            }
            let tally = (self.make)(block * BLOCK);
            if sender.send((block, worker.block(self.simulation, block, tally))).is_err() {
                break;
            }
        }
    }
}

/// Hands blocks to `take` in order of their number, keeping back those that came early.
fn merge<T>(
    receiver: &mpsc::Receiver<(u32, Result<Piece<T>, Error>)>,
    first: u32,
    take: &mut dyn FnMut(T, Verified) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, Error> {
    let (mut early, mut expected) = (BTreeMap::new(), first);
    for (number, piece) in receiver {
        early.insert(number, piece?);
        while let Some((tally, verified)) = early.remove(&expected) {
            expected += 1;
            if take(tally, verified).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// What one thread needs to simulate.
struct Worker {
    contract: History,
    /// Given where some replications are run under push too.
    push: Option<History>,
}

impl Worker {
    fn new(run: &Simulation<'_>) -> Result<Self, Error> {
        let of = |model, sampler| History::new(model, sampler, run.settings.verify);
        let pushed = run.pushed.as_ref().map(|(model, sampler)| of(model, sampler));
        Ok(Self { contract: of(run.model, &run.sampler)?, push: pushed.transpose()? })
    }

    fn block<T: Tally>(
        &mut self,
        run: &Simulation<'_>,
        block: u32,
        mut tally: T,
    ) -> Result<Piece<T>, Error> {
        let first = block * BLOCK;
        for replication in first..(first + BLOCK).min(run.settings.replications) {
            if replication < run.settings.push {
                self.push(run, replication, &mut tally)?;
            }
            let traced = run.settings.trace.contains(&replication);
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
}

impl History {
    fn new(model: &Model, sampler: &Sampler, verify: bool) -> Result<Self, Error> {
        let dispatch = Dispatch::new(model, verify);
        Ok(Self {
            trajectory: sampler.trajectory(),
            shipping: Shipping::of(model),
            dispatch: dispatch.map_err(too_large)?,
            liftings: Liftings::new(model.nodes.len(), model.links.len()),
            state: State::default(),
            flows: Flows::default(),
        })
    }

    /// One history from its first day to its last.
    fn run(
        &mut self,
        (model, sampler): (&Model, &Sampler),
        (replication, traced): (u32, bool),
        tally: &mut (impl Tally + ?Sized),
    ) -> Result<(), Error> {
        let Self { trajectory, shipping, dispatch, liftings, state, flows } = self;
        sampler.sample(replication, trajectory);
        dispatch.begin(model, trajectory.belief_values(), state);
        if let Some(shipping) = shipping {
            shipping.begin(model, trajectory, dispatch, traced);
        }
        tally.begin_replication(replication, trajectory.belief_values());
        for step in 0..model.horizon.steps() {
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

/// A network, or costs on it, beyond what dispatch can hold.
fn too_large(error: SizeError) -> Error {
    let help = match error {
        SizeError::Costs => "give costs and prices in USD/t as they are, or fewer priorities",
        _ => "leave out what makes no difference, or join what lies in series",
    };
    let message = error.to_string();
    Error::Input { topic: Topic::Network, message, help: Some(help.to_owned()) }
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
