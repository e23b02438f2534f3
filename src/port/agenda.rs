//! What is still to happen today, in order of minute, kind, fleet and ship.
//!
//! A sorted list: a day holds a few dozen events, for which this is faster than a heap, and
//! the order does not depend on how they came in.

use crate::model::{DAY, MOST_SHIPS};

/// Kinds of events, in the order in which they happen within a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The number of berths in service changes; of a port.
    Berths,
    /// A changeover is over; of a port.
    Turned,
    /// Work, a passage or a lay-up is over; of a ship.
    Done,
    /// A lay-up falls due; of a ship.
    LayUp,
}

/// Bits that hold the index of a ship or port.
const INDEX: u32 = 20;
/// Bits that hold the number of a ship in its fleet.
const NUMBER: u32 = 12;
/// Bits that hold the fleet.
const FLEET: u32 = 16;
/// Bits that hold the kind.
const KIND: u32 = 4;

const _: () = assert!(MOST_SHIPS <= 1 << NUMBER);

/// Who an event is of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Who {
    /// Index of the ship or port.
    pub index: usize,
    /// Fleet and number of a ship, which order events within a minute.
    pub rank: (u32, u32),
}

/// The events of one day.
#[derive(Debug, Clone, Default)]
pub(super) struct Agenda {
    keys: Vec<u64>,
    next: usize,
    start: i64,
}

impl Agenda {
    /// Empties it for the day that begins at minute `start`.
    pub fn clear(&mut self, start: i64) {
        self.keys.clear();
        (self.next, self.start) = (0, start);
    }

    /// Adds an event of today out of order; `sort` before the first `pop`.
    pub fn gather(&mut self, minute: i64, kind: Kind, who: Who) {
        self.keys.push(self.key(minute, kind, who));
    }

    /// Puts what was gathered in order.
    pub fn sort(&mut self) {
        self.keys.sort_unstable();
    }

    /// Adds an event in order; one of a later day is left to that day.
    pub fn insert(&mut self, minute: i64, kind: Kind, who: Who) {
        if minute < self.start + DAY {
            let key = self.key(minute, kind, who);
            let at = self.keys[self.next..].partition_point(|&other| other <= key);
            self.keys.insert(self.next + at, key);
        }
    }

    /// Takes the next event: its minute, kind and the index of its ship or port.
    pub fn pop(&mut self) -> Option<(i64, Kind, usize)> {
        let key = *self.keys.get(self.next)?;
        self.next += 1;
        let kind = match (key >> (INDEX + NUMBER + FLEET)) & ((1 << KIND) - 1) {
            0 => Kind::Berths,
            1 => Kind::Turned,
            2 => Kind::Done,
            _ => Kind::LayUp,
        };
        let minute = self.start + (key >> (INDEX + NUMBER + FLEET + KIND)) as i64;
        Some((minute, kind, (key & ((1 << INDEX) - 1)) as usize))
    }

    fn key(&self, minute: i64, kind: Kind, who: Who) -> u64 {
        let mut key = (minute - self.start) as u64;
        key = key << KIND | kind as u64;
        key = key << FLEET | u64::from(who.rank.0);
        key = key << NUMBER | u64::from(who.rank.1);
        key << INDEX | who.index as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_minute_kind_and_rank_however_they_came_in() {
        let ship = |index, fleet, number| Who { index, rank: (fleet, number) };
        let mut agenda = Agenda::default();
        agenda.clear(DAY);
        agenda.gather(DAY + 700, Kind::Done, ship(0, 1, 0));
        agenda.gather(DAY + 700, Kind::Done, ship(1, 0, 4095));
        agenda.gather(DAY + 700, Kind::Turned, ship(5, 0, 0));
        agenda.sort();
        agenda.insert(DAY + 10, Kind::Done, ship(7, 0, 1));
        agenda.insert(2 * DAY, Kind::Done, ship(8, 0, 1));
        let order: Vec<_> = std::iter::from_fn(|| agenda.pop()).collect();
        let expected = [(10, Kind::Done, 7), (700, Kind::Turned, 5), (700, Kind::Done, 1)];
        assert_eq!(order[..3], expected.map(|(m, kind, who)| (DAY + m, kind, who)));
        assert_eq!(order[3..], [(DAY + 700, Kind::Done, 0)]);
    }
}
