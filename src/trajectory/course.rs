//! Series made ready to be evaluated once per belief.
//!
//! Every course has its places in one table of levels, one a break; what no belief can
//! change is evaluated once. Gives exactly what [`Series::on`] gives, only faster. What
//! projects do to a course is in `changes`.

use super::changes::Changed;
use super::projects::Standing;
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

/// All courses of a model.
#[derive(Debug)]
pub(super) struct Courses {
    list: Vec<Course>,
    places: usize,
    pub(super) changed: Vec<Changed>,
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
    tracks: Vec<Track>,
}

/// A changed course under a belief.
#[derive(Debug, Default)]
pub(super) struct Track {
    first: usize,
    steps: Vec<u32>,
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

impl Courses {
    /// None but [`NOTHING`].
    pub fn new(horizon: &Horizon) -> Self {
        let mut courses = Self { list: Vec::new(), places: 0, changed: Vec::new() };
        courses.add(&Series::constant(0.0), horizon);
        courses
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
    pub fn evaluate(&self, belief: &[f64], standings: &[Option<Standing>], levels: &mut Levels) {
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
        levels.tracks.resize_with(self.changed.len(), Track::default);
        for (index, changed) in self.changed.iter().enumerate() {
            let mut track = std::mem::take(&mut levels.tracks[index]);
            track.first = levels.raw.len();
            track.steps.clear();
            changed.lay_out(self, (belief, standings), levels, &mut track);
            levels.tracks[index] = track;
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_course_is_its_series_on_every_day() {
        let horizon = Horizon::new(date(2024, 1, 1), date(2026, 12, 31), None).unwrap();
        let level = |value, per| Level { value, per };
        let points = vec![
            (date(2023, 5, 1), level(Value::Known(36e6), Per::Year)),
            (date(2025, 2, 1), level(Value::Belief(0), Per::Year)),
            (date(2026, 2, 1), level(Value::Known(1e5), Per::Day)),
        ];
        let months = Box::new([level(Value::Belief(1), Per::Month); 12]);
        let shapes = [
            Shape::Constant(level(Value::Known(72.5e6), Per::Year)),
            Shape::Steps(points.clone()),
            Shape::Linear(points),
            Shape::ByMonth(months),
        ];
        let mut courses = Courses::new(&horizon);
        let mut levels = Levels::default();
        let all: Vec<Series> = shapes
            .into_iter()
            .flat_map(|shape| {
                [None, Some(Value::Belief(2))].map(|factor| Series { shape: shape.clone(), factor })
            })
            .collect();
        let indexes: Vec<CourseId> = all.iter().map(|s| courses.add(s, &horizon)).collect();
        for belief in [[40e6, 3e6, 1.1], [50e6, 2e6, 0.7]] {
            courses.evaluate(&belief, &[], &mut levels);
            for (series, course) in all.iter().zip(&indexes) {
                for (step, day) in horizon.days().iter().enumerate() {
                    let (steps, first) = courses.breaks(*course, &levels);
                    let place = first + steps.partition_point(|s| *s as usize <= step) - 1;
                    assert_eq!(levels.raw[place], series.on(day, &belief), "{series:?} {step}");
                    assert_eq!(levels.whole[place], series.tonnes_on(day, &belief));
                }
            }
        }
        // From leap to common year, but not from common to common.
        assert_eq!(courses.breaks(indexes[0], &levels).0, [0, 366]);
    }
}
