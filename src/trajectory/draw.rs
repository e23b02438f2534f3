//! What every sampler needs while one replication is drawn.

use super::course::CourseId;
use super::courses::Courses;
use super::dice::DiceId;
use super::outage::{Effect, Outage, steps_out};
use super::span::Span;
use super::world::World;
use crate::dist::Distribution;
use crate::rng::{Key, Stream};

/// The course of one regime: days from the start of the horizon, and the state from then on.
pub(super) type States = Vec<(f64, usize)>;

/// One replication in the making.
pub(super) struct Draw<'a> {
    pub span: &'a Span,
    pub courses: &'a Courses,
    pub world: &'a World,
    /// Courses of the regimes, drawn first.
    pub regimes: &'a [States],
    pub replication: u32,
    /// False: nothing but dated events acts, and what is uncertain is at its median.
    pub chance: bool,
}

impl Draw<'_> {
    /// The stream of a key for this replication.
    pub fn stream(&self, key: &Key) -> Stream {
        key.stream(u64::from(self.replication))
    }

    /// A distribution, resolved.
    pub fn dice(&self, id: DiceId) -> &Distribution<f64> {
        &self.world.dice[id]
    }

    /// The level of a course at a time in days from the start, up to the end.
    pub fn level(&self, course: CourseId, time: f64) -> f64 {
        self.courses.level(course, time as u32, &self.world.levels)
    }

    /// The greatest level of a course.
    pub fn greatest(&self, course: CourseId) -> f64 {
        let (steps, first) = self.courses.breaks(course, &self.world.levels);
        self.world.levels.raw[first..][..steps.len()].iter().copied().fold(0.0, f64::max)
    }

    /// Values of the parameters.
    pub fn belief(&self) -> &[f64] {
        &self.world.values
    }

    /// Days to the first day of chance.
    pub fn first(&self) -> f64 {
        f64::from(self.span.first)
    }

    /// Days to the end.
    pub fn end(&self) -> f64 {
        f64::from(self.span.steps)
    }

    /// An outage that begins within the span.
    pub fn outage(&self, start: f64, length: f64, effect: Effect) -> Outage {
        let length = length.max(0.0);
        let (from, until) = steps_out(start, length, self.span.steps);
        Outage { start, length, from, until, effect }
    }
}
