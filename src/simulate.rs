//! The one Monte Carlo loop: parallel, in order, stoppable.
//!
//! Work is cut into blocks of [`BLOCK`] replications whatever the number of threads; blocks
//! are merged in order, and a run may stop between them. Hence the same bytes on any number
//! of threads. Knows nothing of files, of the clock or of what is done with the outcome.

use crate::dispatch::{Dispatch, Flows, Morning, Stalled, State, Verified};
use crate::error::Error;
use crate::model::{Liftings, Model};
use crate::tally::{Block, BlockTally, Keep, Options, Outcome, Plan, RunTally, Tally};
use crate::trajectory::{Sampler, Trajectory};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
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
    let sampler = Sampler::new(model, settings.seed, settings.beliefs, model.run.chance);
    let plan = Plan::new(model, sampler.causes(), settings.options());
    let run = Run { model, settings, sampler: &sampler, plan: &plan };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(settings.threads);
    let pool = pool.build().map_err(|error| Error::input(format!("no threads: {error}")))?;

    let mut tally = RunTally::new(&plan);
    let mut verified = settings.verify.then(Verified::default);
    run.in_order(&pool, |(block, certified)| {
        tally.merge(block);
        verified = verified.map(|sum| sum.plus(certified));
        watch(Progress { done: tally.replications(), total: settings.replications })
    })?;
    Ok(tally.finish(verified))
}

impl Settings {
    /// What the tally must know of a run.
    pub fn options(&self) -> Options {
        Options {
            replications: self.replications,
            beliefs: self.beliefs,
            keep: self.keep.clone(),
            trace: self.trace.clone(),
        }
    }

    fn blocks(&self) -> u32 {
        self.replications.div_ceil(BLOCK)
    }
}

/// A block with the certificates of its days.
type Piece = (Block, Verified);

/// What all threads share.
struct Run<'a> {
    model: &'a Model,
    settings: &'a Settings,
    sampler: &'a Sampler,
    plan: &'a Plan<'a>,
}

impl Run<'_> {
    /// Simulates blocks on all threads of the pool and hands them to `take` in order.
    fn in_order(
        &self,
        pool: &rayon::ThreadPool,
        mut take: impl FnMut(Piece) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let (next, stop) = (AtomicU32::new(0), AtomicBool::new(false));
        let (sender, receiver) = mpsc::channel();
        pool.in_place_scope(|scope| {
            for _ in 0..pool.current_num_threads() {
                let (sender, next, stop) = (sender.clone(), &next, &stop);
                scope.spawn(move |_| self.work(next, stop, &sender));
            }
            drop(sender);
            // On every way out the threads are told to stop before the scope waits for them.
            let outcome = merge(&receiver, &mut take);
            stop.store(true, Ordering::Relaxed);
            outcome
        })
    }

    /// One thread: takes the next block until none is left, or until it is told to stop.
    fn work(
        &self,
        next: &AtomicU32,
        stop: &AtomicBool,
        sender: &mpsc::Sender<(u32, Result<Piece, Error>)>,
    ) {
        let mut worker = match Worker::new(self) {
            Ok(worker) => worker,
            Err(error) => return drop(sender.send((0, Err(error)))),
        };
        while !stop.load(Ordering::Relaxed) {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= self.settings.blocks() {
                break;
            }
            if sender.send((block, worker.block(self, block))).is_err() {
                break;
            }
        }
    }
}

/// Hands blocks to `take` in order of their number, keeping back those that came early.
fn merge(
    receiver: &mpsc::Receiver<(u32, Result<Piece, Error>)>,
    take: &mut impl FnMut(Piece) -> ControlFlow<()>,
) -> Result<(), Error> {
    let (mut early, mut expected) = (BTreeMap::new(), 0);
    for (number, piece) in receiver {
        early.insert(number, piece?);
        while let Some(piece) = early.remove(&expected) {
            expected += 1;
            if take(piece).is_break() {
                return Err(Error::Interrupted);
            }
        }
    }
    Ok(())
}

/// What one thread needs to simulate; buffers are kept from one replication to the next.
struct Worker {
    trajectory: Trajectory,
    dispatch: Dispatch,
    liftings: Liftings,
    state: State,
    flows: Flows,
}

impl Worker {
    fn new(run: &Run) -> Result<Self, Error> {
        let dispatch = Dispatch::new(run.model, run.settings.verify);
        Ok(Self {
            trajectory: run.sampler.trajectory(),
            dispatch: dispatch.map_err(|error| Error::input(error.to_string()))?,
            liftings: Liftings::new(run.model.nodes.len(), run.model.links.len()),
            state: State::default(),
            flows: Flows::default(),
        })
    }

    fn block(&mut self, run: &Run, block: u32) -> Result<Piece, Error> {
        let first = block * BLOCK;
        let mut tally = BlockTally::new(run.plan, first);
        for replication in first..(first + BLOCK).min(run.settings.replications) {
            self.replication(run, replication, &mut tally)?;
        }
        Ok((tally.into_block(), self.dispatch.take_verified()))
    }

    /// One history from its first day to its last.
    fn replication(
        &mut self,
        run: &Run,
        replication: u32,
        tally: &mut impl Tally,
    ) -> Result<(), Error> {
        let Self { trajectory, dispatch, liftings, state, flows } = self;
        run.sampler.sample(replication, trajectory);
        dispatch.begin(run.model, trajectory.belief_values(), state);
        tally.begin_replication(replication, trajectory.belief_values());
        for step in 0..run.model.horizon.steps() {
            trajectory.at(step);
            let inputs = trajectory.inputs();
            let morning = Morning { inputs, losses: &*trajectory, liftings };
            dispatch.step(step, morning, state, flows).map_err(|Stalled { pivots }| {
                let date = run.model.horizon.day(step).date;
                Error::Undispatched { replication, date, pivots }
            })?;
            tally.step(step, inputs, flows, state);
        }
        tally.end_replication();
        Ok(())
    }
}
