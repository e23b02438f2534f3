//! How long ships lie alongside: the k-th call of its kind at a port has one variate,
//! whatever befalls the calls before it.
//!
//! The mathematics is in `docs/model.md`, section "Chance at ports".

use super::Trajectory;
use super::changes::{Change, Growth, operations, standing_of};
use super::course::Courses;
use super::dice::{DiceId, DiceTable};
use super::projects::Standing;
use super::shipping::ShippingPlan;
use crate::dist::{Distribution, Rounded};
use crate::model::{CallTimes, DAY, Model, Operation, PortId, Slot, Work, whole};
use crate::rng::{Key, Stream};

/// A kind of work at a port.
#[derive(Debug)]
pub(super) struct WorkPlan {
    /// Its dice, then those that projects bring.
    dice: Vec<DiceId>,
    /// What projects do to it, in order of name.
    shifts: Vec<Shift>,
    /// Place of its first buffer.
    buffer: usize,
    key: Key,
}

#[derive(Debug)]
enum Shift {
    /// Draws from another of the dice from now on.
    Draw { project: usize, dice: usize },
    /// Changes what is drawn.
    Change(Change),
}

impl WorkPlan {
    /// Makes a kind of work at a port ready.
    pub fn new(
        (model, seed): (&Model, u64),
        (id, work): (PortId, Work),
        courses: &mut Courses,
        table: &mut DiceTable,
    ) -> Self {
        let port = &model.ports[id];
        let (dice, slot, purpose) = match work {
            Work::Load => (&port.load, Slot::Load(id), "load"),
            Work::Discharge => (&port.discharge, Slot::Discharge(id), "discharge"),
            Work::Changeover => (&port.changeover, Slot::Changeover(id), "changeover"),
        };
        let mut dice = vec![table.add(dice)];
        let shift = |(project, operation): (usize, &Operation)| match operation {
            Operation::Draw(new) => {
                dice.push(table.add(new));
                Some(Shift::Draw { project, dice: dice.len() - 1 })
            }
            _ => Change::new((project, operation), courses, model).map(Shift::Change),
        };
        let shifts = operations(model, slot).filter_map(shift).collect();
        let key = Key::new(seed, &format!("port.{}", port.name), purpose);
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
    pub fn order(&mut self, plan: &ShippingPlan, standings: &[Option<Standing>]) {
        self.0.resize_with(plan.works.len(), Vec::new);
        for (built, work) in self.0.iter_mut().zip(&plan.works) {
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
}

/// What has been drawn in a replication, by kind of work and dice.
#[derive(Debug, Default)]
pub(super) struct Calls(Vec<Buffer>);

#[derive(Debug)]
struct Buffer {
    /// Opened at the first call.
    stream: Option<Stream>,
    /// Days; of a PERT, which is slow to invert, the uniforms.
    drawn: Vec<f64>,
    /// Kept from one replication to the next.
    minutes: Rounded,
}

impl Calls {
    /// Forgets the replication before but keeps its memory.
    pub fn begin(&mut self, buffers: usize) {
        let new = || Buffer { stream: None, drawn: Vec::new(), minutes: Rounded::new(DAY as f64) };
        self.0.resize_with(buffers, new);
        for buffer in &mut self.0 {
            buffer.stream = None;
            buffer.drawn.clear();
        }
    }
}

impl Buffer {
    /// The draw for a call; calls before it are drawn too, so that its number decides.
    fn draw(&mut self, dice: &Distribution<f64>, call: u32, open: Opening) -> f64 {
        let Buffer { stream, drawn, .. } = self;
        let stream = stream.get_or_insert_with(|| open.key.stream(u64::from(open.replication)));
        while drawn.len() <= call as usize {
            drawn.push(match dice {
                Distribution::Pert { .. } => stream.uniform(),
                _ => dice.draw(stream),
            });
        }
        drawn[call as usize]
    }
}

/// What opens a stream.
struct Opening<'a> {
    key: &'a Key,
    replication: u32,
}

impl CallTimes for Trajectory {
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        let place = port * KINDS + work as usize;
        let (which, changes) = self.in_force(place);
        let days = match self.drawn((place, which), call, changes.is_empty()) {
            Drawn::Minutes(minutes) => return minutes,
            Drawn::Days(days) => days,
        };
        whole(self.changed(place, days, changes) * DAY as f64)
    }

    fn expected(&self, port: PortId, work: Work) -> f64 {
        let place = port * KINDS + work as usize;
        let (which, changes) = self.in_force(place);
        let dice = self.plan.shipping.works[place].dice[which];
        let days = match &self.world.dice[dice] {
            dice if !self.plan.chance => dice.quantile(0.5),
            _ => self.world.means[dice],
        };
        (self.changed(place, days, changes) * DAY as f64).max(0.0)
    }
}

/// What is drawn for a call.
enum Drawn {
    Days(f64),
    /// The same in whole minutes.
    Minutes(i64),
}

/// Kinds of work.
const KINDS: usize = 3;

impl Trajectory {
    /// What is drawn for a call from some of the dice of its work; `whole`: minutes will do.
    fn drawn(&self, (place, which): (usize, usize), call: u32, whole: bool) -> Drawn {
        let plan = &self.plan.shipping.works[place];
        let open = Opening { key: &plan.key, replication: self.replication };
        let mut calls = self.calls.borrow_mut();
        let buffer = &mut calls.0[plan.buffer + which];
        Drawn::Days(match &self.world.dice[plan.dice[which]] {
            Distribution::Point(days) => *days,
            dice @ Distribution::Pert { .. } => {
                let p = if self.plan.chance { buffer.draw(dice, call, open) } else { 0.5 };
                let minutes = if whole { buffer.minutes.quantile(dice, p) } else { None };
                return minutes.map_or_else(|| Drawn::Days(dice.quantile(p)), Drawn::Minutes);
            }
            dice if !self.plan.chance => dice.quantile(0.5),
            dice => buffer.draw(dice, call, open),
        })
    }

    /// Which of the dice of a work hold today, and what projects have done to it since.
    #[inline]
    fn in_force(&self, place: usize) -> (usize, &[(Standing, usize)]) {
        let shifts = self.world.works.0[place].as_slice();
        // Most ports are as they were, and these are asked for dozens of times a day.
        if shifts.is_empty() { (0, shifts) } else { self.begun(place, shifts) }
    }

    #[inline(never)]
    fn begun<'a>(
        &self,
        place: usize,
        shifts: &'a [(Standing, usize)],
    ) -> (usize, &'a [(Standing, usize)]) {
        let begun = shifts.partition_point(|(standing, _)| standing.from <= self.today as i64);
        let begun = &shifts[..begun];
        let new_dice = |(_, index): &(Standing, usize)| match self.shift(place, *index) {
            Shift::Draw { dice, .. } => Some(*dice),
            Shift::Change(_) => None,
        };
        let last = begun.iter().rposition(|shift| new_dice(shift).is_some());
        last.map_or((0, begun), |last| (new_dice(&begun[last]).unwrap_or(0), &begun[last + 1..]))
    }

    fn shift(&self, place: usize, index: usize) -> &Shift {
        &self.plan.shipping.works[place].shifts[index]
    }

    /// Days of a work after the changes of projects.
    #[inline]
    fn changed(&self, place: usize, days: f64, changes: &[(Standing, usize)]) -> f64 {
        if changes.is_empty() { days } else { self.apply(place, days, changes) }
    }

    #[inline(never)]
    fn apply(&self, place: usize, mut days: f64, changes: &[(Standing, usize)]) -> f64 {
        for (standing, index) in changes {
            let Shift::Change(change) = self.shift(place, *index) else { continue };
            let (step, levels) = (self.today as u32, &self.world.levels);
            let world = (self.world.values.as_slice(), levels);
            let (operand, _) = change.operand(step, &self.plan.courses, world);
            days = Growth::Line.between(days, change.full(days, operand), standing.share(step));
        }
        days
    }
}
