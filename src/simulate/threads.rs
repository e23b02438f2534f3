//! Blocks on several threads, handed on in order.

use super::{BLOCK, Piece, Simulation, Worker};
use crate::error::{Error, Topic};
use crate::tally::Tally;
use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;

/// Threads that a processor is given at most: more only get in each other's way.
const A_PROCESSOR: usize = 4;

/// Most threads that a run is given: four a processor.
pub(super) fn most() -> usize {
    A_PROCESSOR * processors()
}

/// Threads for so many blocks; 0 are `asked` for: one a processor.
pub(super) fn count(asked: usize, blocks: usize) -> usize {
    let wanted = if asked == 0 { processors() } else { asked.min(most()) };
    wanted.min(blocks)
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

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

/// [`Simulation::tallies`] on so many threads.
pub(super) fn tallies<T: Tally + Send>(
    simulation: &Simulation<'_>,
    range: Range<u32>,
    threads: usize,
    make: impl Fn(u32) -> T + Sync,
    take: &mut dyn FnMut(T, super::Verified) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, Error> {
    let (next, end) = (AtomicU32::new(range.start), range.end);
    let work = Work { make, next, end, stop: AtomicBool::new(false), simulation };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let begun = (0..threads).try_for_each(|_| {
            let (sender, work) = (sender.clone(), &work);
            let begun =
                thread::Builder::new().spawn_scoped(scope, move || work.until_done(&sender));
            begun.map(drop)
        });
        drop(sender);
        let begun =
            begun.map_err(|error| Error::input(Topic::System, format!("no threads: {error}")));
        // On every way out the threads are told to stop before the scope waits for them.
        let outcome = begun.and_then(|()| merge(&receiver, range.start, take));
        work.stop.store(true, Ordering::Relaxed);
        outcome
    })
}

impl<T: Tally, F: Fn(u32) -> T + Sync> Work<'_, F> {
    /// One thread: takes the next block until none is left, or until it is told to stop.
    fn until_done(&self, sender: &Sender<T>) {
        let mut worker = match Worker::new(self.simulation) {
            Ok(worker) => worker,
            Err(error) => return drop(sender.send((0, Err(error)))),
        };
        let stopped = || self.stop.load(Ordering::Relaxed);
        while !stopped() {
            let block = self.next.fetch_add(1, Ordering::Relaxed);
            if block >= self.end {
                break;
            }
            let tally = (self.make)(block * BLOCK);
            let piece = worker.block(self.simulation, block, tally, &stopped);
            if sender.send((block, piece)).is_err() {
                break;
            }
        }
    }
}

/// Hands blocks to `take` in order of their number, keeping back those that came early.
fn merge<T>(
    receiver: &mpsc::Receiver<(u32, Result<Piece<T>, Error>)>,
    first: u32,
    take: &mut dyn FnMut(T, super::Verified) -> ControlFlow<()>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_as_many_as_can_be_of_use() {
        assert_eq!(count(0, 1000), processors());
        assert_eq!(count(65_535, 100_000), 4 * processors());
        assert_eq!((count(2, 1), count(1, 9)), (1, 1));
        assert_eq!(count(4, 3), 3);
    }
}
