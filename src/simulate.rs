//! The one Monte Carlo loop: in order, stoppable, on one thread or several.
//!
//! Work is cut into blocks of [`BLOCK`] replications whatever the number of threads, and blocks
//! are merged in order. Hence the same bytes on any number of threads. Knows nothing of files,
//! of the clock or of what is done with the outcome.

mod history;
mod settings;
mod size;
#[cfg(feature = "threads")]
mod threads;

pub use settings::Settings;
pub use size::fits;

use crate::dispatch::Verified;
use crate::error::{Error, Topic};
use crate::model::Model;
use crate::tally::{Block, BlockTally, Outcome, Plan, RunTally, Tally};
use crate::trajectory::Sampler;
use history::Worker;
use std::ops::{ControlFlow, Range};

/// Replications that are simulated and merged as one piece.
pub const BLOCK: u32 = 64;

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
/// run ends with [`Error::Interrupted`]. [`Settings::with_stop`] ends it sooner.
///
/// # Errors
/// [`Error::Interrupted`]; [`Error::Input`] where the settings do not fit ([`Settings::check`])
/// or the network is larger than dispatch holds; [`Error::Undispatched`] where dispatch finds no
/// optimum, which would be a bug.
pub fn simulate(
    model: &Model,
    settings: &Settings,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Outcome, Error> {
    let simulation = Simulation::new(model, settings)?;
    let plan = simulation.plan();
    let mut tally = RunTally::new(&plan);
    let mut verified = settings.verify().then(Verified::default);
    let end = simulation.blocks(&plan, 0..settings.blocks(), &mut |block, certified| {
        tally.merge(block);
        verified = verified.map(|sum| sum.plus(certified));
        watch(Progress { done: tally.replications(), total: settings.replications() })
    })?;
    match end {
        ControlFlow::Continue(()) => Ok(tally.finish(verified)),
        ControlFlow::Break(()) => Err(Error::Interrupted),
    }
}

/// Most threads that a run is given: four a processor, or one without the feature `threads`.
pub fn most_threads() -> usize {
    #[cfg(feature = "threads")]
    return threads::most();
    #[cfg(not(feature = "threads"))]
    return 1;
}

/// A model ready to be simulated, whole or block by block.
pub struct Simulation<'m> {
    model: &'m Model,
    settings: &'m Settings,
    sampler: Sampler,
    /// The same under push, where some replications are run so.
    pushed: Option<(Model, Sampler)>,
}

/// Simulated by one thread: a tally of a block with the certificates of its days.
type Piece<T> = (T, Verified);

impl<'m> Simulation<'m> {
    /// Prepares the draws.
    ///
    /// # Errors
    /// As [`Settings::check`].
    pub fn new(model: &'m Model, settings: &'m Settings) -> Result<Self, Error> {
        settings.check(model)?;
        let sampler = |model: &Model| {
            let sampler =
                Sampler::new(model, settings.seed(), settings.beliefs(), model.run.chance);
            sampler.heeding(settings.stop().clone())
        };
        let pushed = if settings.push() > 0 { model.pushed() } else { None };
        let pushed = pushed.map(|model| {
            let sampler = sampler(&model);
            (model, sampler)
        });
        Ok(Self { model, settings, sampler: sampler(model), pushed })
    }

    /// What a run reports.
    pub fn plan(&self) -> Plan<'_> {
        Plan::new(self.model, self.sampler.causes(), self.settings.options())
    }

    /// Simulates some blocks and hands them to `take` in order, until it breaks.
    ///
    /// # Errors
    /// As [`simulate`]; [`Error::Interrupted`] only where the settings' stop was asked for.
    pub fn blocks(
        &self,
        plan: &Plan<'_>,
        range: Range<u32>,
        take: &mut dyn FnMut(Block, Verified) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Error> {
        let make = |first| BlockTally::new(plan, first);
        self.tallies(range, make, &mut |tally, verified| take(tally.into_block(), verified))
    }

    /// What the whole run says, from all of its blocks in any order, as [`Block::to_bytes`] gave
    /// them here or on another machine. Traced days are not among them.
    ///
    /// # Errors
    /// [`Error::Input`] where bytes are no block of this run, or a block is missing or twice there.
    pub fn merge<'b>(&self, blocks: impl IntoIterator<Item = &'b [u8]>) -> Result<Outcome, Error> {
        let refuse = |message: String| Error::input(Topic::Shares, message);
        let plan = self.plan();
        let read = |(at, bytes)| {
            Block::from_bytes(&plan, bytes)
                .ok_or_else(|| refuse(format!("piece {at} is no block of this run and version")))
        };
        let read = blocks.into_iter().enumerate().map(read);
        let mut blocks = read.collect::<Result<Vec<_>, _>>()?;
        blocks.sort_by_key(Block::first);
        let mut tally = RunTally::new(&plan);
        for block in blocks {
            match (block.first(), tally.replications()) {
                (first, done) if first > done => {
                    let last = first - 1;
                    return Err(refuse(format!("replications {done} to {last} are in no block")));
                }
                (first, done) if first < done => {
                    return Err(refuse(format!("replication {first} is there a second time")));
                }
                _ => tally.merge(block),
            }
        }
        let (done, last) = (tally.replications(), self.settings.replications() - 1);
        match done > last {
            true => Ok(tally.finish(None)),
            false => Err(refuse(format!("replications {done} to {last} are in no block"))),
        }
    }

    /// Simulates some blocks with a tally of one's own, made for the first replication of each.
    ///
    /// # Errors
    /// As [`Simulation::blocks`].
    pub fn tallies<T: Tally + Send>(
        &self,
        range: Range<u32>,
        make: impl Fn(u32) -> T + Sync,
        take: &mut dyn FnMut(T, Verified) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Error> {
        let range = range.start..range.end.min(self.settings.blocks());
        #[cfg(feature = "threads")]
        {
            let threads = threads::count(self.settings.threads(), range.len());
            if threads > 1 {
                return threads::tallies(self, range, threads, make, take);
            }
        }
        let mut worker = Worker::new(self)?;
        for block in range {
            let tally = make(block * BLOCK);
            let (tally, verified) = worker.block(self, block, tally, &|| false)?;
            if take(tally, verified).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}
