//! Sources, markets and links, each with all that makes up its day.

use super::outage::{Hit, left};
use super::rows::{Rows, Sources};
use super::world::World;
use crate::calendar::Day;
use crate::model::{LinkToday, NodeToday, Rank, UNLIMITED, whole};

/// A process that hits a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Threat {
    /// Index of the process.
    pub process: usize,
    /// It hits the hub or tank at the link's end.
    pub node: bool,
    /// The one unit it hits, numbered from 1.
    pub unit: Option<usize>,
}

/// A day of a slot: what holds on it, whatever hits it.
pub(super) struct Today<'a> {
    pub day: &'a Day,
    pub world: &'a World,
    /// Variation by component and year.
    pub factors: &'a [f64],
    /// The rows of the slot, and the one that holds.
    pub rows: &'a Rows,
    pub row: usize,
}

/// A source or market.
#[derive(Debug)]
pub(super) struct NodeSlot {
    /// Index into the model's nodes.
    pub node: usize,
    /// Its supply or demand.
    pub sources: Sources,
    pub threats: Vec<Threat>,
}

/// A link.
#[derive(Debug)]
pub(super) struct LinkSlot {
    /// Units that there can be.
    pub units: usize,
    pub rank: Rank,
    /// Step from which all is nominated; `u32::MAX`: never.
    pub pushed_from: u32,
    /// What the constants below name, then the capacity by units up.
    pub sources: Sources,
    pub threats: Vec<Threat>,
}

/// Places in a link's row.
const OPEN: usize = 0;
const IN_SERVICE: usize = 1;
const RESERVED: usize = 2;
const NOMINATED: usize = 3;
const EXTRA: usize = 4;
const CAPACITY: usize = 5;

impl NodeSlot {
    /// The entry on a day under its hits.
    pub fn on(today: &Today<'_>, hits: &[Hit]) -> NodeToday {
        let Today { day, world, factors, rows, row } = *today;
        let level = rows.places(row)[0] as usize;
        let whole = match factors[rows.factor(row)] {
            1.0 => world.levels.whole[level],
            factor => whole(world.levels.raw[level] * factor),
        };
        if hits.is_empty() {
            return NodeToday { today: whole, whole };
        }
        let today = left(hits, 1, |up| if up == 0 { 0 } else { whole }, day);
        NodeToday { today, whole }
    }
}

impl LinkSlot {
    /// The entry on a day under its hits.
    pub fn on(&self, today: &Today<'_>, hits: &[Hit]) -> LinkToday {
        let Today { day, world, factors, rows, row } = *today;
        let (levels, places) = (&world.levels, rows.places(row));
        let amount = |place: usize| levels.whole[places[place] as usize];
        let reserved = amount(RESERVED);
        let nominated = match factors[rows.factor(row)] {
            _ if rows.steps[row] >= self.pushed_from => UNLIMITED,
            1.0 => amount(NOMINATED),
            factor => whole(levels.raw[places[NOMINATED] as usize] * factor),
        };
        let is_open = amount(OPEN) > 0;
        let in_service = (amount(IN_SERVICE) as usize).min(self.units);
        let capacity = |up: usize| if is_open { amount(CAPACITY + up) } else { 0 };
        let undisturbed = capacity(in_service);
        let total =
            if hits.is_empty() { undisturbed } else { left(hits, in_service, capacity, day) };
        // Most links have nothing reserved, and a division of 128 bits is slow.
        let ours = |total: i64| match reserved {
            0 if self.rank != Rank::Last => total,
            _ => self.rank.ours(total, undisturbed, reserved),
        };
        LinkToday {
            capacity: ours(total),
            whole: ours(undisturbed),
            others: reserved.min(total - ours(total)),
            nominated,
            extra: amount(EXTRA),
        }
    }
}
