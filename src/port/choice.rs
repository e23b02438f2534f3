//! Which shuttle a ship takes, and which one it leaves because its oil does not come.
//!
//! `docs/model.md`, "Who sails where".

use super::fleet::{Doing, NEVER, Ship};
use super::{Day, Shuttles};
use crate::model::{FleetId, NodeId, PortId, Work};

impl Day<'_, '_> {
    /// The shuttle that a free ship takes: the one that needs it most, one with oil for it before
    /// one without. To wait for oil it goes only where it waits for work anyway.
    pub(super) fn choose(&self, id: usize) -> Option<usize> {
        self.neediest(id, |s, has_oil| {
            let (ship, tank) = (&self.all.ships[id], self.all.services[s].tanks[0]);
            has_oil
                || tank == self.all.services[ship.home as usize].tanks[0]
                || !self.all.loads_beside(ship.fleet as usize, tank)
        })
    }

    /// Of the shuttles that a ship can run and `may` take, knowing whether there is oil for it:
    /// the one that needs it most of those with oil, else of all; ties by name.
    fn neediest(&self, id: usize, may: impl Fn(usize, bool) -> bool) -> Option<usize> {
        let ship = &self.all.ships[id];
        let fleet = &self.all.fleets[ship.fleet as usize];
        let row = &fleet.passage[ship.port as usize * self.all.harbours.len()..];
        let mut most = None;
        for &s in &fleet.serves {
            let service = &self.all.services[s];
            let can = service.open
                && service.behind() > 0
                && fleet.cargo[s] > 0
                && row[service.ports[0]] != NEVER
                && row[service.ports[1]] != NEVER;
            if !can {
                continue;
            }
            let mut has_oil = true;
            if fleet.roams {
                let stock = &*self.tanks.stock;
                has_oil = self.all.has_oil(ship.fleet as usize, service.tanks[0], stock);
                if !may(s, has_oil) {
                    continue;
                }
            }
            let need = (has_oil, self.need(s));
            if most.is_none_or(|(greatest, _)| need > greatest) {
                most = Some((need, s));
            }
        }
        most.map(|(_, s)| s)
    }

    /// How much a shuttle that is behind needs a ship: with a volume, by what it is behind; with
    /// "all" before those, by the oil in its tank that no ship is on its way to.
    fn need(&self, s: usize) -> (bool, i64) {
        let service = &self.all.services[s];
        if !service.all {
            return (false, service.behind());
        }
        let tank = service.tanks[0];
        (true, self.tanks.stock[tank] - self.all.promised(tank))
    }

    /// Sends ships that have waited for oil for longer than it takes to sail to some there, the
    /// longest waiting first.
    pub(super) fn call_away(&mut self, minute: i64) {
        if !self.all.roaming {
            return;
        }
        for lane in 0..self.all.lanes.len() {
            if self.all.lanes[lane].work == Work::Load {
                self.call_from(lane, minute);
            }
        }
    }

    fn call_from(&mut self, lane: usize, minute: i64) {
        let (mut left, mut at) = (self.tanks.stock[self.all.lanes[lane].tank], 0);
        while let Some(&(_, id)) = self.all.lanes[lane].queue.get(at) {
            let cargo = self.cargo_now(id);
            let other = if cargo > left { self.choose_beside(id, minute) } else { None };
            if let Some(service) = other {
                self.all.lanes[lane].queue.remove(at);
                self.leave_queue(id, minute);
                let ship = &self.all.ships[id];
                self.all.services[ship.shuttle as usize].promised -= ship.cargo;
                self.assign(id, service, minute);
            } else {
                left -= cargo;
                at += 1;
            }
        }
    }

    /// The shuttle that a ship takes which has waited in vain: one with oil, no further off than
    /// it has waited.
    fn choose_beside(&self, id: usize, minute: i64) -> Option<usize> {
        let ship = &self.all.ships[id];
        let fleet = &self.all.fleets[ship.fleet as usize];
        if !fleet.roams {
            return None;
        }
        let (row, waited) =
            (ship.port as usize * self.all.harbours.len(), self.all.wait(id, minute).tank);
        let tank = self.all.services[ship.shuttle as usize].tanks[0];
        self.neediest(id, |s, has_oil| {
            let other = &self.all.services[s];
            has_oil && other.tanks[0] != tank && fleet.passage[row + other.ports[0]] <= waited
        })
    }
}

impl Shuttles {
    /// The port before which a ship waits for work.
    pub(super) fn home(&self, id: usize) -> PortId {
        self.services[self.ships[id].home as usize].ports[0]
    }

    /// Tonnes that ships on their way to load will take out of a tank.
    fn promised(&self, tank: NodeId) -> i64 {
        let of_tank = self.services.iter().filter(|service| service.tanks[0] == tank);
        of_tank.map(|service| service.promised).sum()
    }

    /// Whether a tank holds a cargo of a fleet, the greatest that it takes there today, beside
    /// what ships on their way to load will take.
    fn has_oil(&self, fleet: FleetId, tank: NodeId, stock: &[i64]) -> bool {
        let fleet = &self.fleets[fleet];
        let here = |s: &&usize| self.services[**s].open && self.services[**s].tanks[0] == tank;
        let cargo = fleet.serves.iter().filter(here).map(|&s| fleet.cargo[s]).max();
        stock[tank] - self.promised(tank) >= cargo.unwrap_or(0)
    }

    /// Whether a fleet has an open shuttle that loads from another tank.
    fn loads_beside(&self, fleet: FleetId, tank: NodeId) -> bool {
        let beside = |&s: &usize| self.services[s].open && self.services[s].tanks[0] != tank;
        self.fleets[fleet].serves.iter().any(beside)
    }

    /// Whether no ship sets out for a shuttle because its tank has no oil for one more.
    pub(super) fn is_starved(&self, s: usize, stock: &[i64]) -> bool {
        let (service, tank) = (&self.services[s], self.services[s].tanks[0]);
        let of_it = |ship: &&Ship| {
            ship.doing != Doing::Gone && service.fleets.contains(&(ship.fleet as usize))
        };
        let mut crews = self.ships.iter().filter(of_it).peekable();
        self.roaming
            && crews.peek().is_some()
            && crews.all(|ship| {
                let fleet = ship.fleet as usize;
                self.services[ship.home as usize].tanks[0] != tank
                    && self.loads_beside(fleet, tank)
                    && !self.has_oil(fleet, tank, stock)
            })
    }
}
