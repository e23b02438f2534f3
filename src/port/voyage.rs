//! What ships do through a day, event by event.
//!
//! `docs/model.md`, "Ports and ships".

use super::agenda::{Kind, Who};
use super::fleet::{Doing, NEVER, NONE, OPEN_SEA};
use super::outcome::{Activity, Move};
use super::{Day, Shuttles};
use crate::model::Work;

/// A wait in the roads, minutes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wait {
    pub storm: i64,
    pub tank: i64,
    pub queue: i64,
    /// To load or to discharge.
    work: Work,
}

impl Wait {
    /// Adds the wait to minutes by activity.
    pub fn book(self, minutes: &mut [i64]) {
        let at_tank = if self.work == Work::Load { Activity::Stock } else { Activity::Room };
        minutes[Activity::Storm as usize] += self.storm;
        minutes[at_tank as usize] += self.tank;
        minutes[Activity::Queue as usize] += self.queue;
    }
}

impl Shuttles {
    /// How a ship in a queue has waited so far.
    pub(super) fn wait(&self, id: usize, minute: i64) -> Wait {
        let ship = &self.ships[id];
        let lane = &self.lanes[self.lane_of(id)];
        let worked = self.harbours[lane.port].clock.worked(minute);
        let storm = (minute - ship.since) - (worked - ship.worked);
        let tank = lane.blocked_until(worked) - ship.blocked;
        let queue = minute - ship.since - storm - tank;
        Wait { storm, tank, queue, work: lane.work }
    }

    /// The queue of a ship before a port of its shuttle.
    fn lane_of(&self, id: usize) -> usize {
        let ship = &self.ships[id];
        let service = &self.services[ship.shuttle as usize];
        service.lanes[usize::from(ship.laden)]
    }

    pub(super) fn who(&self, id: usize) -> Who {
        Who { index: id, rank: (self.ships[id].fleet, self.ships[id].number) }
    }
}

impl Day<'_, '_> {
    pub(super) fn run(&mut self) {
        while let Some((minute, kind, index)) = self.all.agenda.pop() {
            match kind {
                Kind::Berths => {
                    let harbour = &mut self.all.harbours[index];
                    harbour.berths = harbour.clock.berths(minute);
                    self.serve(index, minute);
                }
                Kind::Turned => {
                    self.turned(index, minute);
                    self.serve(index, minute);
                }
                Kind::Done => self.done(index, minute),
                Kind::LayUp => self.lay_up(index, minute),
            }
            self.serve_woken(minute);
        }
    }

    /// What a ship did is over.
    fn done(&mut self, id: usize, minute: i64) {
        (self.all.ends[id], self.all.clocks[id]) = (NEVER, OPEN_SEA);
        match self.all.ships[id].doing {
            Doing::At(Activity::Loading) => self.sail(id, minute),
            Doing::At(Activity::Laden) => self.queue(id, minute),
            Doing::At(Activity::Discharging) => self.empty(id, minute),
            Doing::At(Activity::Ballast) => self.arrive_empty(id, minute),
            Doing::At(Activity::LaidUp) => self.free(id, minute),
            Doing::At(_) | Doing::Waiting | Doing::Gone => {}
        }
    }

    fn lay_up(&mut self, id: usize, minute: i64) {
        if self.all.ships[id].doing == Doing::At(Activity::Idle) {
            self.all.idle.retain(|&idle| idle != id);
            self.free(id, minute);
        }
    }

    /// An empty ship without work leaves, is laid up, takes a shuttle or goes home to wait.
    pub(super) fn free(&mut self, id: usize, minute: i64) {
        let ship = &mut self.all.ships[id];
        (ship.cargo, ship.shuttle) = (0, NONE);
        if ship.leaving {
            ship.turn_to(Doing::Gone, minute);
            ship.lay_up = 0;
            let fleet = ship.fleet as usize;
            self.all.fleets[fleet].left += minute - self.all.now;
            self.moved(id, Move::Leave, minute);
        } else if ship.lay_up > 0 && minute >= ship.lay_up_from {
            let until = minute + std::mem::take(&mut ship.lay_up);
            self.begin(id, Activity::LaidUp, minute, until);
            self.moved(id, Move::LayUp, minute);
        } else if let Some(service) = self.choose(id) {
            self.assign(id, service, minute);
        } else if self.all.ships[id].port as usize != self.all.home(id) {
            self.depart(id, self.all.home(id), minute);
        } else {
            self.all.ships[id].turn_to(Doing::At(Activity::Idle), minute);
            self.all.idle.push(id);
            self.moved(id, Move::Idle, minute);
        }
    }

    /// Promises a ship's cargo to a shuttle and sends it to load.
    pub(super) fn assign(&mut self, id: usize, service: usize, minute: i64) {
        let ship = &mut self.all.ships[id];
        let cargo = self.all.fleets[ship.fleet as usize].cargo[service];
        let port = self.all.services[service].ports[0];
        (ship.shuttle, ship.cargo, ship.laden) = (service as u32, cargo, false);
        ship.home = service as u32;
        self.all.services[service].promised += cargo;
        if ship.port as usize == port {
            self.queue(id, minute);
        } else {
            self.depart(id, port, minute);
        }
    }

    /// Takes a promise back and frees the ship.
    pub(super) fn release(&mut self, id: usize, minute: i64) {
        let ship = &self.all.ships[id];
        self.all.services[ship.shuttle as usize].promised -= ship.cargo;
        self.free(id, minute);
    }

    fn arrive_empty(&mut self, id: usize, minute: i64) {
        match self.all.ships[id].shuttle {
            NONE => self.free(id, minute),
            service if self.all.services[service as usize].open => self.queue(id, minute),
            _ => self.release(id, minute),
        }
    }

    /// A ship joins the queue before the port it has come to.
    fn queue(&mut self, id: usize, minute: i64) {
        let lane = self.all.lane_of(id);
        let all = &mut *self.all;
        let (port, number) = (all.lanes[lane].port, all.arrivals);
        all.arrivals += 1;
        all.harbours[port].waiting += 1;
        let ship = &mut all.ships[id];
        ship.turn_to(Doing::Waiting, minute);
        ship.worked = all.harbours[port].clock.worked(minute);
        ship.blocked = all.lanes[lane].blocked_until(ship.worked);
        all.services[ship.shuttle as usize].waiting[usize::from(ship.laden)] += 1;
        all.lanes[lane].queue.push_back((number, id));
        self.moved(id, Move::Arrive, minute);
        self.all.woken.push(port);
    }

    /// Books the wait of a ship that has been taken out of its queue.
    pub(super) fn leave_queue(&mut self, id: usize, minute: i64) -> Wait {
        let wait = self.all.wait(id, minute);
        let ship = &mut self.all.ships[id];
        wait.book(&mut ship.minutes);
        self.all.services[ship.shuttle as usize].waiting[usize::from(ship.laden)] -= 1;
        self.all.harbours[ship.port as usize].waiting -= 1;
        wait
    }
}
