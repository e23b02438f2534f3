//! Kinds of work at ports made ready, and what projects do to each under a belief.
//!
//! The mathematics is in `docs/model.md`, section "Chance at ports".

use super::changes::{Change, Order, operations, standing_of};
use super::dice::DiceId;
use super::making::Making;
use super::projects::Standing;
use crate::model::{Operation, PortId, Slot, Work};
use crate::rng::Key;

/// Kinds of work.
pub(super) const KINDS: usize = 3;

/// A kind of work at a port.
#[derive(Debug)]
pub(super) struct WorkPlan {
    /// Its dice, then those that projects bring.
    pub dice: Vec<DiceId>,
    /// What projects do to it, in order of name.
    pub shifts: Vec<Shift>,
    /// Place of its first buffer.
    pub buffer: usize,
    pub key: Key,
}

/// What a project does to a kind of work.
#[derive(Debug)]
pub(super) enum Shift {
    /// Draws from another of the dice from now on.
    Draw { project: usize, dice: usize },
    /// Changes what is drawn.
    Change(Change),
}

impl WorkPlan {
    /// Makes a kind of work at a port ready.
    pub fn new(id: PortId, work: Work, making: &mut Making<'_>) -> Self {
        let model = making.model;
        let port = &model.ports[id];
        let (dice, slot, purpose) = match work {
            Work::Load => (&port.load, Slot::Load(id), "load"),
            Work::Discharge => (&port.discharge, Slot::Discharge(id), "discharge"),
            Work::Changeover => (&port.changeover, Slot::Changeover(id), "changeover"),
        };
        let mut dice = vec![making.dice(dice)];
        let shift = |order: Order<'_>| match order.operation {
            Operation::Draw(new) => {
                dice.push(making.dice(new));
                Some(Shift::Draw { project: order.project, dice: dice.len() - 1 })
            }
            _ => {
                let change = Change::new(&order, &mut making.courses.plain, &model.horizon);
                change.map(Shift::Change)
            }
        };
        let shifts = operations(model, slot).filter_map(shift).collect();
        let key = making.key(&format!("port.{}", port.name), purpose);
        Self { dice, shifts, buffer: 0, key }
    }
}

/// Gives every kind of work its buffers, one a set of dice, and says how many there are.
pub(super) fn number_buffers(works: &mut [WorkPlan]) -> usize {
    works.iter_mut().fold(0, |next, work| {
        work.buffer = next;
        next + work.dice.len()
    })
}

/// By port and kind of work, the shifts of projects that are built, as they come on stream.
#[derive(Debug, Default)]
pub(super) struct Works(Vec<Vec<(Standing, usize)>>);

impl Works {
    /// Puts the shifts in order under a belief.
    pub fn order(&mut self, works: &[WorkPlan], standings: &[Option<Standing>]) {
        self.0.resize_with(works.len(), Vec::new);
        for (built, work) in self.0.iter_mut().zip(works) {
            built.clear();
            built.extend(work.shifts.iter().enumerate().filter_map(|(index, shift)| {
                let standing = match shift {
                    Shift::Draw { project, .. } => standings[*project],
                    Shift::Change(change) => standing_of(change, standings),
                };
                Some((standing?, index))
            }));
            // Stable, so that equal days keep the order of names.
            built.sort_by_key(|(standing, _)| standing.from);
        }
    }

    /// The shifts of a kind of work that are built, by its place.
    pub fn of(&self, place: usize) -> &[(Standing, usize)] {
        self.0[place].as_slice()
    }
}
