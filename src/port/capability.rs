//! What shuttles could carry today, and the time of ships.
//!
//! `docs/model.md`, "What a shuttle could carry".

use super::Day;
use super::fleet::{Doing, NEVER};
use super::outcome::Activity;
use crate::model::{DAY, PortId, Work, whole};

impl Day<'_, '_> {
    /// Adds up the minutes of today by fleet.
    pub(super) fn count_ships(&mut self, end: i64) {
        for ship in &self.all.ships {
            let out = &mut self.out.fleet[ship.fleet as usize];
            out.idle += ship.minutes[Activity::Idle as usize];
            out.laid_up += ship.minutes[Activity::LaidUp as usize];
            match ship.doing {
                Doing::Gone => continue,
                Doing::At(Activity::Idle) => out.idle += end - ship.since,
                Doing::At(Activity::LaidUp) => out.laid_up += end - ship.since,
                Doing::At(_) | Doing::Waiting => {}
            }
            out.in_service += DAY;
        }
        for (fleet, out) in self.all.fleets.iter_mut().zip(&mut self.out.fleet) {
            let [idle, laid_up] = std::mem::replace(&mut fleet.rested, [out.idle, out.laid_up]);
            out.idle -= idle;
            out.laid_up -= laid_up;
            out.in_service += std::mem::take(&mut fleet.left);
        }
    }

    /// Tonnes that a shuttle could carry today by its loading berths, its receiving berths and
    /// its ships, had it all of them for itself and no queues; notes those of each fleet.
    pub(super) fn capability(&mut self, s: usize) -> [i64; 3] {
        let service = &self.all.services[s];
        let crews = self.out.crews.len();
        self.out.crews.resize(crews + service.fleets.len(), 0);
        if !service.open {
            return [0; 3];
        }
        let ([from, to], ports) = (service.ports, self.all.harbours.len());
        let load = self.times.expected(from, Work::Load);
        let discharge = self.times.expected(to, Work::Discharge);
        let (mut by_ships, mut trips, mut tonnes) = (0.0, 0.0, 0.0);
        for (crew, &f) in service.fleets.iter().enumerate() {
            let (fleet, today) = (&self.all.fleets[f], &self.out.fleet[f]);
            let passages = [fleet.passage[from * ports + to], fleet.passage[to * ports + from]];
            if passages.contains(&NEVER) {
                continue;
            }
            let round = (passages[0] + passages[1]) as f64 + load + discharge;
            let cargo = fleet.cargo[s] as f64;
            let able = (today.in_service - today.laid_up) as f64 / round * cargo;
            self.out.crews[crews + crew] = whole(able);
            by_ships += able;
            // Lay-ups of today do not change what kind of ship comes to a berth.
            trips += f64::from(fleet.count) / round;
            tonnes += f64::from(fleet.count) / round * cargo;
        }
        let cargo = if trips > 0.0 { tonnes / trips } else { 0.0 };
        let by_berths = |port: PortId, work: f64| {
            let call = (work + self.times.expected(port, Work::Changeover)).max(1.0);
            self.out.port[port].open as f64 / call * cargo
        };
        [by_berths(from, load), by_berths(to, discharge), by_ships].map(whole)
    }
}
