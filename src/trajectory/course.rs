//! Series made ready to be evaluated once per belief.
//!
//! Every course has its places in one table of levels, one a break; what no belief can
//! change is evaluated once. Gives exactly what [`Series::on`] gives, only faster. Knows
//! nothing of projects: what they do to a course is in `changes`, and all courses together
//! are in `courses`.

use crate::calendar::{Day, Horizon, days_between};
use crate::model::{Level, Per, Series, Shape, Value, last_at_or_before, whole};

/// One of the courses of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CourseId {
    /// As the scenario gives it, by index.
    Plain(usize),
    /// With what projects do to it, by index.
    Changed(usize),
}

/// The course that is always 0.
pub(super) const NOTHING: CourseId = CourseId::Plain(0);

/// The courses of a model as the scenario gives them.
#[derive(Debug)]
pub(super) struct Plain {
    list: Vec<Course>,
    /// Length of their table of levels.
    pub places: usize,
}

/// A series by its breaks.
#[derive(Debug)]
struct Course {
    /// Place of the first break in the table.
    first: usize,
    /// Steps from which each term holds, the first of them 0.
    steps: Vec<u32>,
    terms: Vec<Term>,
    factor: Option<Value>,
    known: bool,
}

/// A level on a day before the factor: an amount over its days, or a point on the line to
/// the next.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Term {
    here: Amount,
    /// The next amount, with days passed and days between.
    next: Option<(Amount, f64, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Amount {
    value: Value,
    days: f64,
}

/// The levels of all courses under a belief.
#[derive(Debug, Default)]
pub(super) struct Levels {
    /// As they are.
    pub raw: Vec<f64>,
    /// In whole tonnes.
    pub whole: Vec<i64>,
    /// Where the changed courses lie, behind the plain ones.
    pub tracks: Vec<Track>,
}

/// A changed course under a belief.
#[derive(Debug, Default)]
pub(super) struct Track {
    pub first: usize,
    pub steps: Vec<u32>,
}

impl Levels {
    /// The next level of a track, unless it is the last one still.
    pub fn push(&mut self, track: &mut Track, step: u32, level: f64) {
        if track.steps.is_empty() || self.raw.last() != Some(&level) {
            track.steps.push(step);
            self.raw.push(level);
            self.whole.push(whole(level));
        }
    }
}

impl Plain {
    /// None but [`NOTHING`].
    pub fn new(horizon: &Horizon) -> Self {
        let mut plain = Self { list: Vec::new(), places: 0 };
        plain.add(&Series::constant(0.0), horizon);
        plain
    }

    /// Takes in a series as it is.
    pub fn add(&mut self, series: &Series, horizon: &Horizon) -> CourseId {
        let (mut steps, mut terms) = (Vec::new(), Vec::new());
        for step in series.breaks(horizon) {
            let term = term(&series.shape, horizon.day(step));
            if terms.last() != Some(&term) {
                steps.push(step as u32);
                terms.push(term);
            }
        }
        let first = self.places;
        self.places += terms.len();
        let (factor, known) = (series.factor, series.is_known());
        self.list.push(Course { first, steps, terms, factor, known });
        CourseId::Plain(self.list.len() - 1)
    }

    /// Steps on which a course may change, and the place of the first of them.
    pub fn breaks<'a>(&'a self, course: CourseId, levels: &'a Levels) -> (&'a [u32], usize) {
        match course {
            CourseId::Plain(index) => (&self.list[index].steps, self.list[index].first),
            CourseId::Changed(index) => (&levels.tracks[index].steps, levels.tracks[index].first),
        }
    }

    /// The level of a course on a step, and the next step on which it may change.
    pub fn level(&self, course: CourseId, step: u32, levels: &Levels) -> (f64, Option<u32>) {
        let (steps, first) = self.breaks(course, levels);
        let next = steps.partition_point(|start| *start <= step);
        (levels.raw[first + next - 1], steps.get(next).copied())
    }

    /// True when no belief can change a course.
    pub fn is_known(&self, course: CourseId) -> bool {
        matches!(course, CourseId::Plain(index) if self.list[index].known)
    }

    /// Fills the table: all of it when it is new, else what the belief can change.
    pub fn evaluate(&self, belief: &[f64], levels: &mut Levels) {
        let fresh = levels.raw.is_empty();
        levels.raw.resize(self.places, 0.0);
        levels.whole.resize(self.places, 0);
        for course in self.list.iter().filter(|course| fresh || !course.known) {
            let factor = course.factor.map(|factor| factor.under(belief));
            for (place, term) in (course.first..).zip(&course.terms) {
                let plain = term.under(belief);
                let level = factor.map_or(plain, |factor| plain * factor);
                levels.raw[place] = level;
                levels.whole[place] = whole(level);
            }
        }
    }
}

impl Term {
    fn under(&self, belief: &[f64]) -> f64 {
        let here = self.here.under(belief);
        self.next
            .map_or(here, |(next, passed, span)| here + (next.under(belief) - here) * passed / span)
    }
}

impl Amount {
    fn new(level: &Level, day: &Day) -> Self {
        let days = match level.per {
            Per::Plain | Per::Day => 1.0,
            Per::Month => f64::from(day.days_in_month),
            Per::Year => f64::from(day.days_in_year),
        };
        Self { value: level.value, days }
    }

    fn under(&self, belief: &[f64]) -> f64 {
        self.value.under(belief) / self.days
    }
}

fn term(shape: &Shape, day: &Day) -> Term {
    let flat = |level: &Level| Term { here: Amount::new(level, day), next: None };
    match shape {
        Shape::Constant(level) => flat(level),
        Shape::Steps(points) => flat(&points[last_at_or_before(points, day.date)].1),
        Shape::ByMonth(levels) => flat(&levels[day.month_index()]),
        Shape::Linear(points) => {
            let at = last_at_or_before(points, day.date);
            let (from, level) = &points[at];
            let next = points.get(at + 1).map(|(to, next)| {
                let passed = days_between(*from, day.date).max(0) as f64;
                (Amount::new(next, day), passed, days_between(*from, *to) as f64)
            });
            Term { next, ..flat(level) }
        }
    }
}
