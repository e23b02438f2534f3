//! A port at work: berths, and ships in lanes before it.
//!
//! A lane is a queue for one tank and one kind of work; the port serves the ship that came
//! first among the lanes whose tank can be served. `docs/model.md`, "Ports and ships".

use super::clock::Clock;
use crate::model::{NodeId, PortDay, PortId, Work};
use std::collections::VecDeque;

/// Ships that wait for one tank and one kind of work in one port.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    pub port: PortId,
    pub tank: NodeId,
    pub work: Work,
    /// Ships in order of arrival, with a number that orders arrivals over all lanes.
    pub queue: VecDeque<(u64, usize)>,
    /// Ports that a change of the tank by this lane can set going.
    pub wakes: Vec<PortId>,
    /// True: its first ship was found to wait for the tank.
    pub tried: bool,
    /// Working minutes during which a berth was free but the tank could not be served.
    blocked: i64,
    /// Working minute since which it has been so.
    blocked_since: Option<i64>,
}

impl Lane {
    pub fn new(port: PortId, tank: NodeId, work: Work) -> Self {
        Self {
            port,
            tank,
            work,
            queue: VecDeque::new(),
            wakes: Vec::new(),
            tried: false,
            blocked: 0,
            blocked_since: None,
        }
    }

    pub fn begin(&mut self) {
        self.queue.clear();
        (self.blocked, self.blocked_since) = (0, None);
    }

    /// Minutes blocked by the tank up to the working minute `worked`.
    pub fn blocked_until(&self, worked: i64) -> i64 {
        self.blocked + self.blocked_since.map_or(0, |since| worked - since)
    }

    /// Says from the working minute `worked` on whether the tank holds the lane up.
    pub fn set_blocked(&mut self, blocked: bool, worked: i64) {
        match (blocked, self.blocked_since) {
            (true, None) => self.blocked_since = Some(worked),
            (false, Some(since)) => {
                self.blocked += worked - since;
                self.blocked_since = None;
            }
            _ => {}
        }
    }

    pub fn is_blocked(&self) -> bool {
        self.blocked_since.is_some()
    }
}

/// A port's berths.
#[derive(Debug, Clone, Default)]
pub(super) struct Harbour {
    pub clock: Clock,
    /// Its lanes.
    pub lanes: Vec<usize>,
    /// Berths open now.
    pub berths: u32,
    /// Berths taken by ships and changeovers.
    pub busy: u32,
    /// True: a berth is free, but a lane waits for its tank.
    pub blocked: bool,
    /// Ships in its queues.
    pub waiting: u32,
    /// Working minutes at which changeovers end.
    pub turning: Vec<i64>,
    /// Works begun, by kind.
    pub calls: [u32; 3],
    /// Berth-minutes taken since midnight, up to `counted`.
    taken: i64,
    counted: i64,
}

impl Harbour {
    pub fn begin(&mut self) {
        self.clock.begin();
        self.turning.clear();
        (self.berths, self.busy, self.waiting, self.calls) = (0, 0, 0, [0; 3]);
        (self.taken, self.counted, self.blocked) = (0, 0, false);
    }

    pub fn day(&mut self, start: i64, today: &PortDay) {
        self.clock.day(start, today);
        self.berths = self.clock.berths(start);
        (self.taken, self.counted) = (0, start);
    }

    /// Takes a berth, or gives one back.
    pub fn take(&mut self, berths: i32, minute: i64) {
        self.count(minute);
        self.busy = self.busy.checked_add_signed(berths).expect("a berth was taken before");
    }

    /// Berth-minutes taken from midnight to `minute`.
    pub fn taken(&mut self, minute: i64) -> i64 {
        self.count(minute);
        self.taken
    }

    /// The number of the next work of a kind.
    pub fn number(&mut self, work: Work) -> u32 {
        let call = &mut self.calls[work as usize];
        *call += 1;
        *call - 1
    }

    fn count(&mut self, minute: i64) {
        self.taken += i64::from(self.busy) * (minute - self.counted);
        self.counted = minute;
    }
}
