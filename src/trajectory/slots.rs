//! Sources, markets and links, each with all that makes up its day.
//!
//! A slot's rows are the steps on which anything but an outage can change it; they hold
//! places in the table of levels, so that a day is put together by look-up.

use super::outage::{Hit, left};
use super::world::World;
use crate::calendar::Day;
use crate::model::{LinkToday, NodeToday, Rank, whole};

/// A process that hits a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Threat {
    /// Index of the process.
    pub process: usize,
    /// It hits the hub or tank at the link's end.
    pub node: bool,
}

/// A source or market.
#[derive(Debug)]
pub(super) struct NodeSlot {
    /// Index into the model's nodes.
    pub node: usize,
    /// Step of each row, the first 0.
    pub steps: Vec<u32>,
    pub rows: Vec<NodeRow>,
    pub threats: Vec<Threat>,
}

/// Places of a source's or market's levels.
#[derive(Debug, Clone, Copy)]
pub(super) struct NodeRow {
    pub level: usize,
    /// Place of the variation in the table of factors.
    pub factor: usize,
}

/// A link.
#[derive(Debug)]
pub(super) struct LinkSlot {
    /// Units that there can be.
    pub units: usize,
    pub rank: Rank,
    /// Step of each row, the first 0.
    pub steps: Vec<u32>,
    pub rows: Vec<LinkRow>,
    /// Places of the capacity by units up, `units + 1` a row.
    pub capacity: Vec<usize>,
    pub threats: Vec<Threat>,
}

/// Places of a link's levels; `None`: it has none.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkRow {
    pub open: usize,
    pub in_service: usize,
    pub reserved: Option<usize>,
    pub nominated: Option<usize>,
    pub extra: Option<usize>,
    /// Place of the variation in the table of factors.
    pub factor: usize,
}

impl NodeSlot {
    /// The entry on a day of a row, under the hits of that day.
    pub fn today(
        &self,
        row: usize,
        hits: &[Hit],
        (world, factors): (&World, &[f64]),
        day: &Day,
    ) -> NodeToday {
        let NodeRow { level, factor } = self.rows[row];
        let whole = match factors[factor] {
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
    /// The entry on a day of a row, under the hits of that day.
    pub fn today(
        &self,
        row: usize,
        hits: &[Hit],
        (world, factors): (&World, &[f64]),
        day: &Day,
    ) -> LinkToday {
        let places = &self.rows[row];
        let levels = &world.levels;
        let amount = |place: Option<usize>| place.map_or(0, |place| levels.whole[place]);
        let reserved = amount(places.reserved);
        let nominated = match factors[places.factor] {
            1.0 => amount(places.nominated),
            factor => places.nominated.map_or(0, |place| whole(levels.raw[place] * factor)),
        };
        let is_open = levels.whole[places.open] > 0;
        let table = &self.capacity[row * (self.units + 1)..][..=self.units];
        let capacity = |up: usize| if is_open { levels.whole[table[up]] } else { 0 };
        let units = (levels.whole[places.in_service] as usize).min(self.units);
        let undisturbed = capacity(units);
        let total = if hits.is_empty() { undisturbed } else { left(hits, units, capacity, day) };
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
            extra: amount(places.extra),
        }
    }
}
