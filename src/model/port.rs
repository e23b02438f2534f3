//! Ports, seas, fleets and shuttles, and what a day brings them.
//!
//! Knows nothing of how ships move (`port`) or of what is drawn (`trajectory`). The
//! mathematics is in `docs/model.md`, "Ports and ships" and "Sea and draft".

use super::{Dice, LinkId, Series, Value};
use crate::calendar::{Day, days_between};
use crate::units::DAYS_PER_YEAR;
use jiff::civil::Date;

/// Index into `Model::ports`.
pub type PortId = usize;
/// Index into `Model::seas`.
pub type SeaId = usize;
/// Index into `Model::fleets`.
pub type FleetId = usize;

/// Minutes in a day.
pub const DAY: i64 = 1440;

/// Most berths that a port can have: each may fail on its own.
pub const MOST_BERTHS: u32 = 1000;

/// Most ships that a fleet can have.
pub const MOST_SHIPS: u32 = 4096;
/// Day of the year on which the sea stands highest: 15 July.
const SEASON_PEAK: f64 = 196.0;

/// Where ships load and discharge.
#[derive(Debug, Clone, PartialEq)]
pub struct Port {
    /// Kebab-case name.
    pub name: String,
    /// Title for people; the name where none is given.
    pub title: String,
    /// Berths, whole.
    pub berths: Series,
    /// Days to load a ship, from all fast to cast off.
    pub load: Dice,
    /// Days to discharge a ship.
    pub discharge: Dice,
    /// Days from one ship casting off to the next being able to come alongside.
    pub changeover: Dice,
    /// Level of the bed in the datum of the sea, m.
    pub bed: Series,
    /// Water to be left under a keel, m.
    pub clearance: Series,
}

/// A body of water with a level of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Sea {
    /// Kebab-case name.
    pub name: String,
    /// Mean level of the year at the start of the horizon, m.
    pub level: Value,
    /// Change of the level, m a year.
    pub trend: Value,
    /// Standard deviation from year to year, m.
    pub noise: Value,
    /// Amplitude within the year, highest in mid-July, m.
    pub season: Value,
    /// Standard deviation from day to day by wind, m.
    pub set_up: Value,
}

impl Sea {
    /// Level on `day` without noise and set-up: start level, trend and season, m.
    pub fn mean_level(&self, start: Date, day: &Day, belief: &[f64]) -> f64 {
        let years = days_between(start, day.date) as f64 / DAYS_PER_YEAR;
        let from_peak = f64::from(day.date.day_of_year()) - SEASON_PEAK;
        let phase = std::f64::consts::TAU * from_peak / f64::from(day.days_in_year);
        self.level.under(belief)
            + self.trend.under(belief) * years
            + self.season.under(belief) * phase.cos()
    }
}

/// Ships of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Fleet {
    /// Kebab-case name.
    pub name: String,
    /// Title for people; the name where none is given.
    pub title: String,
    /// Ships, whole.
    pub ships: Series,
    /// Tonnes carried at full draft.
    pub cargo: Value,
    /// Full draft, m.
    pub draft: Value,
    /// Tonnes lost with each cm of draft.
    pub per_cm: Value,
    /// Knots.
    pub speed: Value,
    /// Share of each calendar year in which a ship is not laid up, 0 to 1.
    pub availability: Series,
    /// Shuttle links it may run, ascending.
    pub serves: Vec<LinkId>,
}

impl Fleet {
    /// Most ships that are known of, without what beliefs and projects may bring.
    pub fn most_ships(&self) -> usize {
        let known = self.ships.levels().filter_map(|level| match level.value {
            Value::Known(ships) => Some(ships),
            Value::Belief(_) => None,
        });
        known.fold(0.0, f64::max) as usize
    }

    /// When a ship is laid up in a year of so many days: first minute of the year and length.
    ///
    /// `uniform` in [0, 1) places the spell, which lies within the year as planned; a ship
    /// that is under way finishes its voyage first and is then laid up just as long.
    pub fn lay_up(uniform: f64, availability: f64, days_in_year: u16) -> (i64, i64) {
        let year = f64::from(days_in_year) * DAY as f64;
        let length = (year * (1.0 - availability)).round().clamp(0.0, year);
        ((uniform * (year - length)) as i64, length as i64)
    }
}

/// What makes a link a shuttle: oil moves on it in ships, from tank to tank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shuttle {
    /// Where ships load and where they discharge.
    pub ports: [PortId; 2],
    /// The sea whose level rules the cargo.
    pub sea: SeaId,
    /// Nautical miles from port to port.
    pub distance: Value,
    /// Share by which weather stretches a passage.
    pub stretch: Value,
}

/// What one day brings to ports and ships. Every vector has an entry for every one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PortInputs {
    /// By sea: level today with trend, noise, season and set-up, m.
    pub sea: Vec<f64>,
    /// By port.
    pub port: Vec<PortDay>,
    /// By fleet: ships today.
    pub ships: Vec<u32>,
    /// By shuttle, in the order of the links that are shuttles.
    pub shuttle: Vec<ShuttleDay>,
    /// Ships that are due to be laid up today.
    pub lay_ups: Vec<LayUp>,
}

/// A port on a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PortDay {
    /// Berths in service, after planned work.
    pub berths: u32,
    /// Level of the bed, m.
    pub bed: f64,
    /// Water to be left under a keel, m.
    pub clearance: f64,
    /// Losses of berths within the day, in any order; they add up where they overlap.
    pub closures: Vec<Closure>,
}

/// Berths lost during a part of a day. A storm takes them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    /// First minute of the day, from 0.
    pub from: i64,
    /// First minute after it, at most 1440: what lasts longer comes again tomorrow.
    pub until: i64,
    /// Berths lost.
    pub berths: u32,
}

/// A shuttle on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ShuttleDay {
    /// Tonnes that fall due today by its nomination; [`UNLIMITED`](super::UNLIMITED) for "all".
    pub due: i64,
    /// False: no ship sets out on it.
    pub open: bool,
}

/// A ship that is due to be laid up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayUp {
    /// Its fleet.
    pub fleet: FleetId,
    /// Its number in the fleet, from 0.
    pub ship: u32,
    /// Minute of the day.
    pub minute: i64,
    /// Minutes it lasts once begun.
    pub length: i64,
}

/// What occupies a berth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Work {
    /// A ship loads.
    Load,
    /// A ship discharges.
    Discharge,
    /// One ship has gone, the next may not yet come.
    Changeover,
}

/// A passage about to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Fleet of the ship.
    pub fleet: FleetId,
    /// Number of the ship in the fleet, from 0.
    pub ship: u32,
    /// Where from.
    pub from: PortId,
    /// Where to.
    pub to: PortId,
    /// True: with cargo.
    pub laden: bool,
    /// Minute of departure, from the start of the horizon.
    pub depart: i64,
    /// Minutes by distance, speed and stretch.
    pub planned: i64,
}

/// How long things take today: all the chance that ports know.
pub trait CallTimes {
    /// Minutes of the work number `call` (from 0) of its kind at a port, if begun today.
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64;

    /// Minutes that work of a kind takes in the mean, if begun today; those of the first call
    /// where nothing else is said.
    fn expected(&self, port: PortId, work: Work) -> f64 {
        self.minutes(port, work, 0) as f64
    }

    /// Minutes of a passage; as planned where nothing else is said.
    fn passage(&self, passage: &Passage) -> i64 {
        passage.planned
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_lay_up_takes_its_share_and_stays_within_the_year() {
        assert_eq!(Fleet::lay_up(0.0, 0.93, 365), (0, 36_792));
        let (start, length) = Fleet::lay_up(1.0 - 1e-12, 0.93, 366);
        assert!(start + length <= 366 * DAY && start + length >= 366 * DAY - 1);
        assert_eq!(Fleet::lay_up(0.7, 1.0, 365).1, 0);
        assert_eq!(Fleet::lay_up(0.7, 0.0, 365), (0, 365 * DAY));
    }

    #[test]
    fn the_sea_falls_by_its_trend_and_is_highest_in_july() {
        let known = Value::Known;
        let sea = Sea {
            name: "caspian".into(),
            level: known(-29.35),
            trend: Value::Belief(0),
            noise: known(0.0),
            season: known(0.18),
            set_up: known(0.0),
        };
        let start = date(2025, 1, 1);
        let on = |d| sea.mean_level(start, &Day::new(d), &[-0.2]);
        assert!((on(date(2025, 7, 15)) + 29.35 + 0.2 * 195.0 / DAYS_PER_YEAR - 0.18).abs() < 1e-9);
        assert!((on(date(2027, 7, 15)) - on(date(2025, 7, 15)) + 0.4).abs() < 1e-3);
        let days = (0..365).map(|d| date(2025, 1, 1) + jiff::Span::new().days(d));
        let mean = days.map(on).sum::<f64>() / 365.0;
        assert!((mean + 29.35 + 0.1).abs() < 1e-3, "{mean}");
    }
}
