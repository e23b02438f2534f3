//! Berths of a port by the minute: planned work takes them for whole days, hazards while
//! they last, over midnight too.
//!
//! The mathematics is in `docs/model.md`, section "Chance at ports".

use super::course::Levels;
use super::outage::{Effect, Outage};
use super::processes::Process;
use super::rows::{Rows, Sources};
use super::sweep::Outages;
use crate::model::{Closure, DAY, MOST_BERTHS, PortDay};

/// A port.
#[derive(Debug)]
pub(super) struct PortSlot {
    /// Berths, bed and clearance.
    pub sources: Sources,
    /// Processes that hit it.
    pub threats: Vec<usize>,
}

/// A loss of berths, in minutes from the start of the horizon.
#[derive(Debug, Clone, Copy)]
struct Shut {
    from: i64,
    until: i64,
    effect: Effect,
    /// The one berth it takes from, numbered from 1.
    unit: Option<usize>,
    planned: bool,
}

/// The losses of one port, walked day by day.
#[derive(Debug, Default)]
pub(super) struct Quay {
    shuts: Vec<Shut>,
    active: Vec<Shut>,
    next: usize,
    row: usize,
}

impl Quay {
    /// Takes in the losses of a replication.
    pub fn gather(&mut self, slot: &PortSlot, processes: &[Process], outages: &Outages) {
        self.shuts.clear();
        for threat in &slot.threats {
            let (process, outages) = (&processes[*threat], outages.of(*threat));
            let (unit, planned) = (process.unit, process.is_planned());
            self.shuts.extend(outages.iter().map(|outage| Shut::new(outage, unit, planned)));
        }
        // Stable, so that equal minutes keep the order of names.
        self.shuts.sort_by_key(|shut| shut.from);
    }

    /// Moves to a day. Step 0 begins anew.
    pub fn day(&mut self, step: usize, rows: &Rows, levels: &Levels, out: &mut PortDay) {
        if step == 0 {
            self.active.clear();
            (self.next, self.row) = (0, 0);
        }
        while rows.steps.get(self.row + 1).is_some_and(|start| *start as usize <= step) {
            self.row += 1;
        }
        let [berths, bed, clearance] = rows.places(self.row) else { return };
        // A belief or project may bring more than a port can have.
        let berths = levels.whole[*berths as usize].min(MOST_BERTHS.into()) as u32;
        out.bed = levels.raw[*bed as usize];
        out.clearance = levels.raw[*clearance as usize];
        out.berths = berths;
        out.closures.clear();
        let start = step as i64 * DAY;
        self.active.retain(|shut| shut.until > start);
        while let Some(shut) = self.shuts.get(self.next).filter(|shut| shut.from < start + DAY) {
            if shut.until > start {
                self.active.push(*shut);
            }
            self.next += 1;
        }
        for shut in &self.active {
            let lost = shut.lost(berths);
            if shut.planned {
                out.berths = out.berths.saturating_sub(lost);
            } else if lost > 0 {
                let (from, until) = ((shut.from - start).max(0), (shut.until - start).min(DAY));
                out.closures.push(Closure { from, until, berths: lost });
            }
        }
    }
}

impl Shut {
    fn new(outage: &Outage, unit: Option<usize>, planned: bool) -> Self {
        let minute = |days: f64| (days * DAY as f64).round() as i64;
        let (from, until) = if planned {
            (i64::from(outage.from) * DAY, i64::from(outage.until) * DAY)
        } else {
            (minute(outage.start), minute(outage.start + outage.length))
        };
        Self { from, until, effect: outage.effect, unit, planned }
    }

    /// Berths lost of so many.
    fn lost(&self, berths: u32) -> u32 {
        let (all, scale) = match self.unit {
            Some(unit) if unit > berths as usize => return 0,
            Some(_) => (1, 1.0),
            None => (berths, f64::from(berths)),
        };
        match self.effect {
            Effect::All => all,
            Effect::Units(taken) => taken.min(all),
            Effect::Share(taken) => (taken * scale).round() as u32,
            Effect::LeavesShare(left) => all - ((left * scale).round() as u32).min(all),
            // A port has no flow of its own.
            Effect::LeavesAmount(..) => 0,
        }
    }
}
