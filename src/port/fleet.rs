//! Ships as individuals, and what those of one fleet have in common.
//!
//! `docs/model.md`, "Ports and ships".

use super::draft::Hull;
use super::outcome::Activity;

/// No index.
pub(super) const NONE: u32 = u32::MAX;
/// A time that never comes.
pub(super) const NEVER: i64 = i64::MAX;
/// The clock of ships that are not at work in a port; that of port p is p + 1.
pub(super) const OPEN_SEA: u16 = 0;

/// What a ship is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Out of service.
    Gone,
    /// In queue before the port, to load or to discharge.
    Waiting,
    /// Any other activity.
    At(Activity),
}

/// A ship.
#[derive(Debug, Clone)]
pub(super) struct Ship {
    pub fleet: u32,
    /// Number in the fleet.
    pub number: u32,
    pub doing: Doing,
    /// Minute since which it does it.
    pub since: i64,
    /// Where it is, or is bound for.
    pub port: u32,
    /// The shuttle it has taken, or `NONE`.
    pub shuttle: u32,
    /// The shuttle that it took last, or its fleet's first: before the loading port of this one
    /// it waits for work.
    pub home: u32,
    /// True: with oil on board.
    pub laden: bool,
    /// Tonnes on board; before loading, the cargo promised to its shuttle.
    pub cargo: i64,
    /// Working minutes of the port when it joined the queue.
    pub worked: i64,
    /// Minutes that its lane had been blocked by its tank when it joined the queue.
    pub blocked: i64,
    /// Minute from which it is to be laid up.
    pub lay_up_from: i64,
    /// For how long; 0: no lay-up is due.
    pub lay_up: i64,
    /// Goes out of service when next free.
    pub leaving: bool,
    /// Minutes since the start of the history by activity.
    pub minutes: [i64; Activity::ALL.len()],
}

impl Ship {
    /// A ship of a fleet, by fleet and number, in the loading port of its home shuttle.
    pub fn new((fleet, number): (u32, u32), (home, port): (u32, u32), since: i64) -> Self {
        Self {
            fleet,
            number,
            doing: Doing::Gone,
            since,
            port,
            shuttle: NONE,
            home,
            laden: false,
            cargo: 0,
            worked: 0,
            blocked: 0,
            lay_up_from: 0,
            lay_up: 0,
            leaving: false,
            minutes: [0; Activity::ALL.len()],
        }
    }

    /// Ends what it did and begins `next`. A wait must have been booked before.
    pub fn turn_to(&mut self, next: Doing, minute: i64) {
        if let Doing::At(activity) = self.doing {
            self.minutes[activity as usize] += minute - self.since;
        }
        (self.doing, self.since) = (next, minute);
    }
}

/// The ships of one fleet.
#[derive(Debug, Clone, Default)]
pub(super) struct Fleet {
    pub hull: Hull,
    /// `hull.full()`.
    pub full: i64,
    /// Knots.
    pub speed: f64,
    /// Shuttles it may run, ascending.
    pub serves: Vec<usize>,
    /// True: they load from more than one tank.
    pub roams: bool,
    /// Index of each ship by number.
    pub ships: Vec<usize>,
    /// Ships in service today.
    pub count: u32,
    /// Minutes of passage, from port times ports plus to port; `NEVER` where there is no way.
    pub passage: Vec<i64>,
    /// Today's cargo by shuttle, tonnes.
    pub cargo: Vec<i64>,
    /// Minutes that its ships had been idle and laid up by last midnight.
    pub rested: [i64; 2],
    /// Minutes in service today of ships that have left.
    pub left: i64,
}
