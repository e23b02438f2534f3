//! The beginning and the end of a day: clocks, drafts, accounts and fleets; what held back.
//!
//! `docs/model.md`, "Ports and ships", "Sea and draft" and "What limits a shuttle".

use super::agenda::{Kind, Who};
use super::draft::allowed_draft;
use super::fleet::{Doing, NEVER, OPEN_SEA, Ship};
use super::outcome::{Activity, FleetOutcome, Move, PortDayOutcome, PortOutcome, ShuttleOutcome};
use super::{Day, Shuttles};
use crate::model::{DAY, Limit, Limits, MOST_SHIPS, PortDay};

impl PortDayOutcome {
    pub(super) fn begin(&mut self, of: &Shuttles) {
        self.shuttle.clear();
        self.shuttle.resize(of.services.len(), ShuttleOutcome::default());
        self.port.clear();
        self.port.resize(of.harbours.len(), PortOutcome::default());
        self.fleet.clear();
        self.fleet.resize(of.fleets.len(), FleetOutcome::default());
        self.crews.clear();
        self.calls.clear();
        self.moves.clear();
    }
}

impl Day<'_, '_> {
    pub(super) fn morning(&mut self, step: usize) {
        let start = step as i64 * DAY;
        self.all.now = start;
        self.open_ports(start);
        self.gather(start);
        self.draw_cargoes();
        self.keep_accounts(step, start);
        for fleet in 0..self.all.fleets.len() {
            self.man(fleet, start);
        }
        self.note_lay_ups(start);
        self.send_idle(start);
        self.call_away(start);
        for port in 0..self.all.harbours.len() {
            self.serve(port, start);
        }
        self.serve_woken(start);
    }

    /// Starts the clocks of the ports and lists when their berths change.
    fn open_ports(&mut self, start: i64) {
        let all = &mut *self.all;
        all.agenda.clear(start);
        for (port, harbour) in all.harbours.iter_mut().enumerate() {
            harbour.day(start, &self.inputs.port[port]);
            let who = Who { index: port, rank: (0, port as u32) };
            for minute in harbour.clock.changes() {
                all.agenda.gather(minute, Kind::Berths, who);
            }
            let limit = harbour.clock.limit();
            for &worked in harbour.turning.iter().filter(|worked| **worked < limit) {
                if let Some(minute) = harbour.clock.minute(worked) {
                    all.agenda.gather(minute, Kind::Turned, who);
                }
            }
        }
    }

    /// Lists what ends today for ships.
    fn gather(&mut self, start: i64) {
        let all = &mut *self.all;
        all.limits.clear();
        all.limits.push(start + DAY);
        all.limits.extend(all.harbours.iter().map(|harbour| harbour.clock.limit()));
        for (id, (&end, &clock)) in all.ends.iter().zip(&all.clocks).enumerate() {
            if end >= all.limits[usize::from(clock)] {
                continue;
            }
            let minute = match clock {
                OPEN_SEA => Some(end),
                port => all.harbours[usize::from(port) - 1].clock.minute(end),
            };
            if let Some(minute) = minute {
                let rank = (all.ships[id].fleet, all.ships[id].number);
                all.agenda.gather(minute, Kind::Done, Who { index: id, rank });
            }
        }
        all.agenda.sort();
    }

    /// Today's cargo of every fleet on every shuttle, by the shallower of its ends.
    fn draw_cargoes(&mut self) {
        let all = &mut *self.all;
        for (s, service) in all.services.iter().enumerate() {
            let level = self.inputs.sea[service.sea];
            let allowed = service.ports.map(|port| allowed_draft(level, &self.inputs.port[port]));
            let least = allowed[0].min(allowed[1]);
            for &fleet in &service.fleets {
                let fleet = &mut all.fleets[fleet];
                fleet.cargo[s] = fleet.hull.cargo_at(least);
            }
        }
    }

    fn keep_accounts(&mut self, step: usize, start: i64) {
        let new_year = self.all.new_years.binary_search(&step).is_ok();
        for s in 0..self.all.services.len() {
            if self.all.services[s].day(&self.inputs.shuttle[s], new_year) {
                self.dismiss(s, start);
            }
        }
    }

    /// Sends the ships that wait to load for a shuttle that closes somewhere else.
    fn dismiss(&mut self, service: usize, minute: i64) {
        let lane = self.all.services[service].lanes[0];
        let mut at = 0;
        while let Some(&(_, id)) = self.all.lanes[lane].queue.get(at) {
            if self.all.ships[id].shuttle as usize == service {
                self.all.lanes[lane].queue.remove(at);
                self.leave_queue(id, minute);
                self.release(id, minute);
            } else {
                at += 1;
            }
        }
    }

    /// Brings a fleet to today's number of ships: the highest numbers go, when next free.
    fn man(&mut self, fleet: usize, minute: i64) {
        let wanted = self.inputs.ships[fleet];
        debug_assert!(wanted <= MOST_SHIPS, "no more than the agenda can tell apart");
        let count = std::mem::replace(&mut self.all.fleets[fleet].count, wanted);
        for number in wanted..count {
            if let Some(&id) = self.all.fleets[fleet].ships.get(number as usize) {
                self.all.ships[id].leaving = true;
                if matches!(self.all.ships[id].doing, Doing::At(Activity::Idle)) {
                    self.all.idle.retain(|&idle| idle != id);
                    self.free(id, minute);
                }
            }
        }
        for number in count..wanted {
            self.join(fleet, number, minute);
        }
    }

    fn join(&mut self, fleet: usize, number: u32, minute: i64) {
        let all = &mut *self.all;
        if let Some(&id) = all.fleets[fleet].ships.get(number as usize) {
            all.ships[id].leaving = false;
            if all.ships[id].doing == Doing::Gone {
                self.enter(id, minute);
            }
        } else if let Some(&first) = all.fleets[fleet].serves.first() {
            let home = (first as u32, all.services[first].ports[0] as u32);
            all.fleets[fleet].ships.push(all.ships.len());
            all.ships.push(Ship::new((fleet as u32, number), home, minute));
            all.ends.push(NEVER);
            all.clocks.push(OPEN_SEA);
            self.enter(self.all.ships.len() - 1, minute);
        }
    }

    fn enter(&mut self, id: usize, minute: i64) {
        self.moved(id, Move::Join, minute);
        self.free(id, minute);
    }

    fn note_lay_ups(&mut self, start: i64) {
        for &due in &self.inputs.lay_ups {
            let Some(&id) = self.all.fleets[due.fleet].ships.get(due.ship as usize) else {
                continue;
            };
            let ship = &mut self.all.ships[id];
            // A ship that is out of service has nothing to be laid up from.
            if ship.doing == Doing::Gone {
                continue;
            }
            let minute = start + due.minute.clamp(0, DAY - 1);
            // One still owed from the year before is not forgotten.
            ship.lay_up += due.length.max(0);
            ship.lay_up_from = minute;
            let who = Who { index: id, rank: (ship.fleet, ship.number) };
            self.all.agenda.insert(minute, Kind::LayUp, who);
        }
    }

    /// Gives work to idle ships, the longest idle first.
    fn send_idle(&mut self, minute: i64) {
        if !self.all.services.iter().any(|service| service.open && service.behind() > 0) {
            return;
        }
        let mut at = 0;
        while let Some(&id) = self.all.idle.get(at) {
            if let Some(service) = self.choose(id) {
                self.all.idle.remove(at);
                self.assign(id, service, minute);
            } else {
                at += 1;
            }
        }
    }

    pub(super) fn evening(&mut self) {
        let end = self.all.now + DAY;
        self.all.now = end;
        for (port, harbour) in self.all.harbours.iter_mut().enumerate() {
            let busy = harbour.taken(end);
            let in_service = (i64::from(self.inputs.port[port].berths) * DAY).max(busy);
            let (open, closed) = (harbour.clock.open(), harbour.clock.closed());
            self.out.port[port] = PortOutcome { busy, in_service, open, closed };
        }
        self.count_ships(end);
        for s in 0..self.all.services.len() {
            self.out.shuttle[s].at_sea = self.all.services[s].at_sea;
            let limits = self.all.limits(s, &self.inputs.port, self.tanks.stock);
            self.out.shuttle[s].limits = limits;
            self.out.shuttle[s].capability = self.capability(s);
        }
    }
}

impl Shuttles {
    /// What holds a shuttle back as things stand.
    fn limits(&self, s: usize, today: &[PortDay], stock: &[i64]) -> Limits {
        let (service, mut limits) = (&self.services[s], Limits::default());
        if !service.open || service.behind() <= 0 {
            limits.insert(Limit::Nomination);
            return limits;
        }
        for (end, at_tank) in [Limit::Stock, Limit::Room].into_iter().enumerate() {
            if service.waiting[end] > 0 {
                let lane = &self.lanes[service.lanes[end]];
                limits.insert(match self.harbours[lane.port].berths {
                    0 if today[lane.port].berths > 0 => Limit::Weather,
                    0 => Limit::Berths,
                    _ if lane.is_blocked() => at_tank,
                    _ => Limit::Berths,
                });
            }
        }
        if limits.is_empty() {
            limits.insert(if self.is_starved(s, stock) { Limit::Stock } else { Limit::Ships });
        }
        let shallow =
            |&f: &usize| self.fleets[f].count > 0 && self.fleets[f].cargo[s] < self.fleets[f].full;
        let of_cargo = limits.contains(Limit::Ships) || limits.contains(Limit::Berths);
        if of_cargo && service.fleets.iter().any(shallow) {
            limits.insert(Limit::Depth);
        }
        limits
    }
}
