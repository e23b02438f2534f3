//! How long ships lie alongside: the k-th call of its kind at a port has one variate,
//! whatever befalls the calls before it.
//!
//! The mathematics is in `docs/model.md`, section "Chance at ports".

use super::changes::Growth;
use super::courses::Courses;
use super::projects::Standing;
use super::works::{KINDS, Shift, WorkPlan};
use super::world::World;
use crate::dist::{Distribution, Rounded};
use crate::model::{DAY, PortId, Work, whole};
use crate::rng::{Key, Stream};
use std::cell::RefCell;

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

/// A day of a replication as calls see it.
pub(super) struct Alongside<'a> {
    pub works: &'a [WorkPlan],
    pub courses: &'a Courses,
    pub world: &'a World,
    pub calls: &'a RefCell<Calls>,
    pub replication: u32,
    /// False: everything is at its median.
    pub chance: bool,
    /// The step.
    pub today: usize,
}

/// Some of the dice of a kind of work.
#[derive(Clone, Copy)]
struct Which {
    /// Place of the work.
    place: usize,
    dice: usize,
}

/// What is drawn for a call.
enum Drawn {
    Days(f64),
    /// The same in whole minutes.
    Minutes(i64),
}

impl<'a> Alongside<'a> {
    /// Minutes that a call takes.
    #[inline]
    pub fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        let (which, changes) = self.in_force(port * KINDS + work as usize);
        let days = match self.drawn(which, call, changes.is_empty()) {
            Drawn::Minutes(minutes) => return minutes,
            Drawn::Days(days) => days,
        };
        whole(self.changed(which.place, days, changes) * DAY as f64)
    }

    /// Minutes that a call takes on average.
    pub fn expected(&self, port: PortId, work: Work) -> f64 {
        let (which, changes) = self.in_force(port * KINDS + work as usize);
        let dice = self.works[which.place].dice[which.dice];
        let days = match &self.world.dice[dice] {
            dice if !self.chance => dice.quantile(0.5),
            _ => self.world.means[dice],
        };
        (self.changed(which.place, days, changes) * DAY as f64).max(0.0)
    }

    /// What is drawn for a call from some of the dice of its work; `whole`: minutes will do.
    fn drawn(&self, which: Which, call: u32, whole: bool) -> Drawn {
        let plan = &self.works[which.place];
        let open = Opening { key: &plan.key, replication: self.replication };
        let mut calls = self.calls.borrow_mut();
        let buffer = &mut calls.0[plan.buffer + which.dice];
        Drawn::Days(match &self.world.dice[plan.dice[which.dice]] {
            Distribution::Point(days) => *days,
            dice @ Distribution::Pert { .. } => {
                let p = if self.chance { buffer.draw(dice, call, open) } else { 0.5 };
                let minutes = if whole { buffer.minutes.quantile(dice, p) } else { None };
                return minutes.map_or_else(|| Drawn::Days(dice.quantile(p)), Drawn::Minutes);
            }
            dice if !self.chance => dice.quantile(0.5),
            dice => buffer.draw(dice, call, open),
        })
    }

    /// Which of the dice of a work hold today, and what projects have done to it since.
    #[inline]
    fn in_force(&self, place: usize) -> (Which, &'a [(Standing, usize)]) {
        let shifts = self.world.works.of(place);
        // Most ports are as they were, and these are asked for dozens of times a day.
        if shifts.is_empty() {
            (Which { place, dice: 0 }, shifts)
        } else {
            self.begun(place, shifts)
        }
    }

    #[inline(never)]
    fn begun(
        &self,
        place: usize,
        shifts: &'a [(Standing, usize)],
    ) -> (Which, &'a [(Standing, usize)]) {
        let begun = shifts.partition_point(|(standing, _)| standing.from <= self.today as i64);
        let begun = &shifts[..begun];
        let new_dice = |(_, index): &(Standing, usize)| match self.shift(place, *index) {
            Shift::Draw { dice, .. } => Some(*dice),
            Shift::Change(_) => None,
        };
        let last = begun.iter().rposition(|shift| new_dice(shift).is_some());
        let (dice, since) = match last {
            Some(last) => (new_dice(&begun[last]).unwrap_or(0), &begun[last + 1..]),
            None => (0, begun),
        };
        (Which { place, dice }, since)
    }

    fn shift(&self, place: usize, index: usize) -> &Shift {
        &self.works[place].shifts[index]
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
            let (step, world) = (self.today as u32, self.world);
            let (operand, _) =
                change.operand(step, &self.courses.plain, &world.values, &world.levels);
            days = Growth::Line.between(days, change.full(days, operand), standing.share(step));
        }
        days
    }
}
