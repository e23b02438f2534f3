//! Ships by date, and when each is laid up: once in every calendar year.
//!
//! The mathematics is in `docs/model.md`, section "Chance at ports".

use super::course::Levels;
use super::draw::Draw;
use super::making::Making;
use super::rows::{Rows, Sources};
use crate::calendar::days_between;
use crate::model::{DAY, Fleet, FleetId, LayUp, MOST_SHIPS, PortInputs, Slot};
use crate::rng::Key;
use jiff::civil::date;

/// A fleet.
#[derive(Debug)]
pub(super) struct FleetSlot {
    /// Ships and availability.
    pub sources: Sources,
    /// By calendar year.
    years: Vec<Year>,
}

#[derive(Debug)]
struct Year {
    /// Draws a uniform for every ship in order of number.
    key: Key,
    /// Days from the start of the horizon to its first day; negative before it.
    start: i64,
    days: u16,
}

impl FleetSlot {
    /// Makes a fleet ready.
    pub fn new(fleet: &Fleet, id: FleetId, making: &mut Making<'_>) -> Self {
        let sources = vec![
            making.slot(Some(&fleet.ships), Slot::Ships(id)),
            making.slot(Some(&fleet.availability), Slot::Availability(id)),
        ];
        let horizon = &making.model.horizon;
        let path = format!("fleet.{}", fleet.name);
        let years = horizon.years().map(|year| {
            let first = date(year, 1, 1);
            Year {
                key: making.key(&path, &format!("lay-up/{year}")),
                start: days_between(horizon.start(), first),
                days: first.days_in_year() as u16,
            }
        });
        Self { sources: Sources::of(sources), years: years.collect() }
    }
}

/// A time that a ship is laid up, in minutes from the start of the horizon.
struct Spell {
    fleet: FleetId,
    ship: u32,
    /// Negative before the start.
    begin: i64,
    length: i64,
}

/// Ships and lay-ups of a replication, walked day by day.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// Step and lay-up, in order.
    due: Vec<(u32, LayUp)>,
    next: usize,
    /// By fleet.
    rows: Vec<usize>,
}

impl Roster {
    /// Draws the lay-ups. Without chance they are spread over the year.
    pub fn draw(&mut self, fleets: &[FleetSlot], draw: &Draw<'_>) {
        self.due.clear();
        for (fleet, (slot, rows)) in fleets.iter().zip(&draw.world.fleets).enumerate() {
            for year in &slot.years {
                let (ships, availability) = most(rows, year, draw);
                // Otherwise no ship of it is ever laid up.
                if ships == 0 || availability >= 1.0 {
                    continue;
                }
                let mut stream = draw.chance.then(|| draw.stream(&year.key));
                for ship in 0..ships {
                    let uniform = stream.as_mut().map_or_else(|| spread(ship), |s| s.uniform());
                    let (start, length) = Fleet::lay_up(uniform, availability, year.days);
                    let begin = year.start * DAY + start;
                    let spell = Spell { fleet, ship, begin, length };
                    self.add(&spell, draw);
                }
            }
        }
        self.due.sort_unstable_by_key(|(step, due)| (*step, due.fleet, due.ship));
    }

    /// Adds a spell, or what of it lies within the horizon.
    fn add(&mut self, spell: &Spell, draw: &Draw<'_>) {
        let Spell { fleet, ship, begin, length } = *spell;
        let (begin, end) = (begin.max(0), begin + length);
        let step = begin / DAY;
        if begin < end && step < i64::from(draw.span.steps) {
            let due = LayUp { fleet, ship, minute: begin % DAY, length: end - begin };
            self.due.push((step as u32, due));
        }
    }

    /// Moves to a day. Step 0 begins anew.
    pub fn day(&mut self, step: usize, rows: &[Rows], levels: &Levels, out: &mut PortInputs) {
        if step == 0 {
            self.next = 0;
            self.rows.clear();
            self.rows.resize(rows.len(), 0);
        }
        for ((row, rows), ships) in self.rows.iter_mut().zip(rows).zip(&mut out.ships) {
            while rows.steps.get(*row + 1).is_some_and(|start| *start as usize <= step) {
                *row += 1;
            }
            *ships = number(levels.whole[rows.places(*row)[0] as usize]);
        }
        out.lay_ups.clear();
        while self.due.get(self.next).is_some_and(|(due, _)| (*due as usize) < step) {
            self.next += 1;
        }
        let today = self.due[self.next..].iter().take_while(|(due, _)| *due as usize == step);
        out.lay_ups.extend(today.map(|(_, due)| *due));
    }
}

/// Most ships in a year, and the mean availability over its days within the horizon.
fn most(rows: &Rows, year: &Year, draw: &Draw<'_>) -> (u32, f64) {
    let levels = &draw.world.levels;
    let within = |step: i64| step.clamp(0, i64::from(draw.span.steps)) as u32;
    let (from, until) = (within(year.start), within(year.start + i64::from(year.days)));
    let (mut ships, mut sum) = (0, 0.0);
    for (row, step) in rows.steps.iter().enumerate() {
        let end = rows.steps.get(row + 1).copied().unwrap_or(draw.span.steps);
        let days = end.min(until).saturating_sub((*step).max(from));
        if days > 0 {
            let places = rows.places(row);
            ships = ships.max(levels.whole[places[0] as usize]);
            sum += f64::from(days) * levels.raw[places[1] as usize];
        }
    }
    (number(ships), sum / f64::from((until - from).max(1)))
}

/// Ships of a level, which a belief or project may bring above what a fleet can have.
fn number(level: i64) -> u32 {
    level.min(MOST_SHIPS.into()) as u32
}

/// Where a ship's spell lies without chance: multiples of the golden ratio keep any number
/// of ships apart.
fn spread(ship: u32) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    (0.5 + f64::from(ship) * GOLDEN).fract()
}
