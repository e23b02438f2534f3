//! Ships alongside: who gets a berth, and what loading and discharging do to tanks.
//!
//! `docs/model.md`, "Ports and ships".

use super::Day;
use super::agenda::Kind;
use super::agenda::Who;
use super::fleet::Doing;
use super::outcome::{Activity, Call, Move, ShipMove};
use crate::model::{Passage, PortId, Work};

impl Day<'_, '_> {
    pub(super) fn serve_woken(&mut self, minute: i64) {
        while let Some(port) = self.all.woken.pop() {
            self.serve(port, minute);
        }
    }

    /// Brings ships alongside as long as a berth is free and a tank can serve them.
    pub(super) fn serve(&mut self, port: PortId, minute: i64) {
        let harbour = &self.all.harbours[port];
        // Fast path: mostly every berth is taken, and no queue's clock has to be stopped.
        if harbour.waiting == 0 || (harbour.busy >= harbour.berths && !harbour.blocked) {
            return;
        }
        for &lane in &self.all.harbours[port].lanes {
            self.all.lanes[lane].tried = false;
        }
        while let Some(lane) = self.first_lane(port) {
            let id = self.all.lanes[lane].queue[0].1;
            let cargo = self.cargo_now(id);
            if cargo == 0 {
                // Too shallow to carry anything: the ship may find other work.
                self.all.lanes[lane].queue.pop_front();
                self.leave_queue(id, minute);
                self.release(id, minute);
            } else if self.tank_serves(lane, cargo) {
                self.come_alongside(lane, cargo, minute);
            } else {
                self.all.lanes[lane].tried = true;
            }
        }
        let all = &mut *self.all;
        let harbour = &mut all.harbours[port];
        let (worked, free) = (harbour.clock.worked(minute), harbour.busy < harbour.berths);
        harbour.blocked = false;
        for &lane in &harbour.lanes {
            let lane = &mut all.lanes[lane];
            let blocked = lane.tried && free;
            lane.set_blocked(blocked, worked);
            harbour.blocked |= blocked;
        }
    }

    /// The lane whose first ship came first, of those not known to wait for their tank;
    /// `None` where no berth is free or nobody waits.
    fn first_lane(&self, port: PortId) -> Option<usize> {
        let harbour = &self.all.harbours[port];
        if harbour.busy >= harbour.berths {
            return None;
        }
        let mut first = (u64::MAX, None);
        for &id in &harbour.lanes {
            let lane = &self.all.lanes[id];
            if let Some(&(arrival, _)) = lane.queue.front()
                && !lane.tried
                && arrival < first.0
            {
                first = (arrival, Some(id));
            }
        }
        first.1
    }

    /// Tonnes that a ship in a queue would load, or has on board.
    pub(super) fn cargo_now(&self, id: usize) -> i64 {
        let ship = &self.all.ships[id];
        if ship.laden {
            ship.cargo
        } else {
            self.all.fleets[ship.fleet as usize].cargo[ship.shuttle as usize]
        }
    }

    fn tank_serves(&self, lane: usize, cargo: i64) -> bool {
        let lane = &self.all.lanes[lane];
        let stock = self.tanks.stock[lane.tank];
        match lane.work {
            Work::Load => stock >= cargo,
            _ => stock + self.all.reserved[lane.tank] + cargo <= self.tanks.capacity[lane.tank],
        }
    }

    /// The first ship of a lane takes a berth and begins its work.
    fn come_alongside(&mut self, lane: usize, cargo: i64, minute: i64) {
        let (_, id) = self.all.lanes[lane].queue.pop_front().expect("somebody waits");
        let wait = self.leave_queue(id, minute);
        let all = &mut *self.all;
        let (port, work) = (all.lanes[lane].port, all.lanes[lane].work);
        all.harbours[port].take(1, minute);
        let ship = &all.ships[id];
        let (fleet, number) = (ship.fleet as usize, ship.number);
        self.out.calls.push(Call {
            port,
            work,
            link: all.services[ship.shuttle as usize].link,
            fleet,
            ship: number,
            minute,
            storm: wait.storm,
            tank: wait.tank,
            queue: wait.queue,
            cargo,
            full: all.fleets[fleet].full,
        });
        if work == Work::Load {
            self.load(id, lane, cargo, minute);
        } else {
            all.reserved[all.lanes[lane].tank] += cargo;
            self.moved(id, Move::Discharge, minute);
        }
        self.work(id, port, work, minute);
    }

    /// Oil leaves the tank when loading begins.
    fn load(&mut self, id: usize, lane: usize, cargo: i64, minute: i64) {
        let all = &mut *self.all;
        let ship = &mut all.ships[id];
        let s = ship.shuttle as usize;
        let service = &mut all.services[s];
        service.promised -= std::mem::replace(&mut ship.cargo, cargo);
        service.lifted += cargo;
        service.at_sea += cargo;
        ship.laden = true;
        self.tanks.stock[all.lanes[lane].tank] -= cargo;
        let out = &mut self.out.shuttle[s];
        out.lifted += cargo;
        out.loads += 1;
        out.draft_lost += all.fleets[ship.fleet as usize].full - cargo;
        all.woken.extend_from_slice(&all.lanes[lane].wakes);
        self.moved(id, Move::Load, minute);
    }

    fn work(&mut self, id: usize, port: PortId, work: Work, minute: i64) {
        let harbour = &mut self.all.harbours[port];
        let length = self.times.minutes(port, work, harbour.number(work)).max(0);
        let end = harbour.clock.worked(minute) + length;
        let activity = if work == Work::Load { Activity::Loading } else { Activity::Discharging };
        self.all.ships[id].turn_to(Doing::At(activity), minute);
        (self.all.ends[id], self.all.clocks[id]) = (end, port as u16 + 1);
        if let Some(at) = self.all.harbours[port].clock.minute(end) {
            let who = self.all.who(id);
            self.all.agenda.insert(at.max(minute), Kind::Done, who);
        }
    }

    /// A loaded ship casts off and sails.
    pub(super) fn sail(&mut self, id: usize, minute: i64) {
        let ship = &self.all.ships[id];
        let (port, service) = (ship.port as usize, ship.shuttle as usize);
        self.change_over(port, minute);
        self.depart(id, self.all.services[service].ports[1], minute);
    }

    /// Oil comes into the tank when discharge ends; the ship is free.
    pub(super) fn empty(&mut self, id: usize, minute: i64) {
        let all = &mut *self.all;
        let ship = &mut all.ships[id];
        let (port, s) = (ship.port as usize, ship.shuttle as usize);
        let service = &mut all.services[s];
        service.at_sea -= ship.cargo;
        self.tanks.stock[service.tanks[1]] += ship.cargo;
        all.reserved[service.tanks[1]] -= ship.cargo;
        self.out.shuttle[s].discharged += ship.cargo;
        self.out.shuttle[s].discharges += 1;
        ship.laden = false;
        all.woken.extend_from_slice(&all.lanes[service.lanes[1]].wakes);
        self.change_over(port, minute);
        self.free(id, minute);
    }

    /// The berth is given back when the changeover is over.
    fn change_over(&mut self, port: PortId, minute: i64) {
        let harbour = &mut self.all.harbours[port];
        let call = harbour.number(Work::Changeover);
        let length = self.times.minutes(port, Work::Changeover, call);
        if length <= 0 {
            harbour.take(-1, minute);
            self.all.woken.push(port);
            return;
        }
        let end = harbour.clock.worked(minute) + length;
        harbour.turning.push(end);
        if let Some(at) = harbour.clock.minute(end) {
            let who = Who { index: port, rank: (0, port as u32) };
            self.all.agenda.insert(at.max(minute), Kind::Turned, who);
        }
    }

    /// A changeover is over.
    pub(super) fn turned(&mut self, port: PortId, minute: i64) {
        let harbour = &mut self.all.harbours[port];
        let times = harbour.turning.iter().enumerate();
        if let Some((first, _)) = times.min_by_key(|(_, end)| **end) {
            harbour.turning.swap_remove(first);
            harbour.take(-1, minute);
        }
    }

    /// Sails to another port, with the cargo if there is one.
    pub(super) fn depart(&mut self, id: usize, to: PortId, minute: i64) {
        let ship = &self.all.ships[id];
        let fleet = ship.fleet as usize;
        let (from, laden) = (ship.port as usize, ship.laden);
        let planned = self.all.fleets[fleet].passage[from * self.all.harbours.len() + to];
        let passage =
            Passage { fleet, ship: ship.number, from, to, laden, depart: minute, planned };
        let length = self.times.passage(&passage).max(1);
        self.all.ships[id].port = to as u32;
        let (activity, kind) = match laden {
            true => (Activity::Laden, Move::Sail),
            false => (Activity::Ballast, Move::Return),
        };
        self.begin(id, activity, minute, minute + length);
        self.moved(id, kind, minute);
    }

    /// Something that takes a known time.
    pub(super) fn begin(&mut self, id: usize, activity: Activity, minute: i64, until: i64) {
        self.all.ships[id].turn_to(Doing::At(activity), minute);
        self.all.ends[id] = until;
        let who = self.all.who(id);
        self.all.agenda.insert(until, Kind::Done, who);
    }

    /// Writes a move down, if anybody reads it.
    pub(super) fn moved(&mut self, id: usize, kind: Move, minute: i64) {
        if self.all.tracing {
            let ship = &self.all.ships[id];
            let tonnes = if ship.laden { ship.cargo } else { 0 };
            self.out.moves.push(ShipMove {
                minute,
                fleet: ship.fleet as usize,
                ship: ship.number,
                kind,
                port: ship.port as usize,
                tonnes,
            });
        }
    }
}
