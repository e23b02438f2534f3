//! What projects do to a course, laid out once per belief.
//!
//! The effect of a project grows from its on-stream day in a straight line over its ramp;
//! several on one number apply in the order in which they come on stream, ties by name.
//! The mathematics is in `docs/model.md`, section "Projects".

use super::course::{CourseId, Levels, Plain, Track};
use super::projects::Standing;
use crate::calendar::Horizon;
use crate::model::{Model, Operation, Slot, Value};

/// A course that projects change.
#[derive(Debug)]
pub(super) struct Changed {
    pub base: CourseId,
    pub growth: Growth,
    /// By project, in order of name.
    pub changes: Vec<Change>,
    /// Steps of the horizon.
    pub end: u32,
}

/// How an effect comes over its ramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Growth {
    /// In a straight line.
    Line,
    /// In whole numbers: what is built is there when it is whole.
    Steps,
    /// All on the first day.
    AtOnce,
}

/// What a project does to a number.
#[derive(Debug)]
pub(super) struct Change {
    /// Index into the projects.
    pub project: usize,
    effect: Effect,
}

#[derive(Debug)]
enum Effect {
    Add(CourseId),
    Times(Value),
    Set(CourseId),
}

/// What an enabled project is to do.
pub(super) struct Order<'a> {
    /// Index into the projects.
    pub project: usize,
    pub operation: &'a Operation,
}

/// The orders of enabled projects on a slot, by project.
pub(super) fn operations(model: &Model, slot: Slot) -> impl Iterator<Item = Order<'_>> {
    let projects = model.projects.iter().enumerate().filter(|(_, project)| project.enabled);
    projects.flat_map(move |(project, of)| {
        let hits = of.changes.iter().filter(move |change| covers(change.slot, slot));
        hits.map(move |change| Order { project, operation: &change.operation })
    })
}

/// A belief and the projects that stand under it.
pub(super) struct Under<'a> {
    /// Values of the parameters.
    pub belief: &'a [f64],
    /// How each project stands; `None`: it is not built.
    pub standings: &'a [Option<Standing>],
}

/// Whether a change of `changed` changes `slot`. With no unit up there is nothing to change.
fn covers(changed: Slot, slot: Slot) -> bool {
    match (changed, slot) {
        (Slot::Capacity(a, None), Slot::Capacity(b, Some(1..))) => a == b,
        _ => changed == slot,
    }
}

impl Growth {
    /// That of a slot.
    pub fn of(slot: Slot) -> Self {
        match slot {
            Slot::Units(_) | Slot::Berths(_) | Slot::Ships(_) => Self::Steps,
            Slot::Open(_) => Self::AtOnce,
            _ => Self::Line,
        }
    }

    /// The way from `old` to `new`, of which a share has been gone.
    pub fn between(self, old: f64, new: f64, share: f64) -> f64 {
        // There is no line to or from "all".
        if share >= 1.0 || self == Self::AtOnce || !(old.is_finite() && new.is_finite()) {
            return new;
        }
        let gone = share * (new - old);
        // A third of three is one, whatever the last bit says.
        old + if self == Self::Steps { (gone * (1.0 + 1e-12)).trunc() } else { gone }
    }
}

impl Change {
    /// An order made ready; `None` for one that draws.
    pub fn new(order: &Order<'_>, plain: &mut Plain, horizon: &Horizon) -> Option<Self> {
        let effect = match order.operation {
            Operation::Add(series) => Effect::Add(plain.add(series, horizon)),
            Operation::Times(factor) => Effect::Times(*factor),
            Operation::Set(series) => Effect::Set(plain.add(series, horizon)),
            Operation::Draw(_) => return None,
        };
        Some(Self { project: order.project, effect })
    }

    /// What it puts in or multiplies by on a step, and the next step on which that may differ.
    pub fn operand(
        &self,
        step: u32,
        plain: &Plain,
        belief: &[f64],
        levels: &Levels,
    ) -> (f64, Option<u32>) {
        match self.effect {
            Effect::Times(factor) => (factor.under(belief), None),
            Effect::Add(course) | Effect::Set(course) => plain.level(course, step, levels),
        }
    }

    /// The number that `old` becomes at full effect.
    pub fn full(&self, old: f64, operand: f64) -> f64 {
        match self.effect {
            Effect::Times(_) => old * operand,
            Effect::Add(_) => old + operand,
            Effect::Set(_) => operand,
        }
    }
}

/// The change of a project that is built, walked step by step.
struct Built<'a> {
    standing: Standing,
    change: &'a Change,
    operand: f64,
    /// Step from which the operand may be another.
    until: u32,
}

impl Built<'_> {
    /// Looks its operand up on a step.
    fn refresh(&mut self, step: u32, plain: &Plain, belief: &[f64], levels: &Levels) {
        if step >= self.until {
            let (operand, next) = self.change.operand(step, plain, belief, levels);
            (self.operand, self.until) = (operand, next.unwrap_or(u32::MAX));
        }
    }
}

impl Changed {
    /// Writes the course under a belief behind what is in the table already.
    pub fn lay_out(
        &self,
        plain: &Plain,
        under: &Under<'_>,
        levels: &mut Levels,
        track: &mut Track,
    ) {
        let built = |change| {
            let standing = standing_of(change, under.standings)?;
            Some(Built { standing, change, operand: 0.0, until: 0 })
        };
        let mut built: Vec<Built<'_>> = self.changes.iter().filter_map(built).collect();
        // Stable, so that equal days keep the order of names.
        built.sort_by_key(|built| built.standing.from);
        let (mut step, mut base, mut until) = (0, 0.0, 0);
        while step < self.end {
            if step >= until {
                let (level, next) = plain.level(self.base, step, levels);
                (base, until) = (level, next.unwrap_or(self.end));
            }
            for built in built.iter_mut().take_while(|built| built.standing.from <= i64::from(step))
            {
                built.refresh(step, plain, under.belief, levels);
            }
            let (level, next) = self.on(step, base, &built);
            levels.push(track, step, level);
            step = next.min(until);
        }
    }

    /// The level on a step where it would be `level`, and the next step on which the changes
    /// may be others.
    fn on(&self, step: u32, mut level: f64, built: &[Built<'_>]) -> (f64, u32) {
        let mut next = self.end;
        if self.growth == Growth::Steps {
            level = level.round();
        }
        for Built { standing, change, operand, until } in built {
            if standing.from > i64::from(step) {
                next = next.min(u32::try_from(standing.from).unwrap_or(u32::MAX));
                break;
            }
            next = next.min(*until);
            let share = standing.share(step);
            if share < 1.0 && self.growth != Growth::AtOnce {
                next = next.min(step + 1);
            }
            level = self.growth.between(level, change.full(level, *operand), share);
        }
        (level, next)
    }
}

/// How the project of a change stands; `None`: it is not built.
pub(super) fn standing_of(change: &Change, standings: &[Option<Standing>]) -> Option<Standing> {
    standings[change.project]
}
