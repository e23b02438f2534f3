//! The courses that make up a component, by the steps on which any of them changes.
//!
//! A row holds places in the table of levels, so that a day is put together by look-up.
//! Rows that projects may move are laid out once per belief, all others once.

use super::course::{CourseId, Levels};
use super::courses::Courses;

/// What makes up a component.
#[derive(Debug)]
pub(super) struct Sources {
    /// In the order in which the component reads them.
    pub courses: Vec<CourseId>,
    /// Place of its variation in the table of factors, by year; `None`: it has none.
    pub variation: Option<usize>,
    /// Further steps on which its day may change.
    pub steps: Vec<u32>,
}

impl Sources {
    /// Only courses.
    pub fn of(courses: Vec<CourseId>) -> Self {
        Self { courses, variation: None, steps: Vec::new() }
    }

    /// True when projects may move its rows.
    pub fn is_changed(&self) -> bool {
        self.courses.iter().any(|course| matches!(course, CourseId::Changed(_)))
    }
}

/// The rows of a component.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Step of each row, the first 0.
    pub steps: Vec<u32>,
    /// Places in the table of levels, by row and course.
    places: Vec<u32>,
    /// Place of the variation in the table of factors, by row; 0 for none.
    factors: Vec<u32>,
    width: usize,
}

impl Rows {
    /// Places of a row's levels.
    pub fn places(&self, row: usize) -> &[u32] {
        &self.places[row * self.width..][..self.width]
    }

    /// Place of a row's variation.
    pub fn factor(&self, row: usize) -> usize {
        self.factors[row] as usize
    }

    /// The row of a step.
    pub fn at(&self, step: usize) -> usize {
        self.steps.partition_point(|start| *start as usize <= step) - 1
    }

    /// Lays the rows out; `factor` gives the place of a variation on a step.
    pub fn lay_out(
        &mut self,
        sources: &Sources,
        courses: &Courses,
        levels: &Levels,
        factor: impl Fn(Option<usize>, u32) -> usize,
    ) {
        self.steps.clear();
        self.places.clear();
        self.factors.clear();
        self.width = sources.courses.len();
        let lists = sources.courses.iter().map(|course| {
            let (steps, place) = courses.breaks(*course, levels);
            Cursor::new(&steps[1..], place)
        });
        let mut lists: Vec<Cursor<'_>> = lists.collect();
        let (mut further, mut step) = (Cursor::new(&sources.steps, 0), 0);
        while step != NEVER {
            let places = lists.iter_mut().map(|list| list.on(step));
            self.places.extend(places);
            further.on(step);
            self.steps.push(step);
            self.factors.push(factor(sources.variation, step) as u32);
            step = lists.iter().fold(further.next, |next, list| next.min(list.next));
        }
    }
}

/// No step.
const NEVER: u32 = u32::MAX;

/// A list of steps, walked together with others.
struct Cursor<'a> {
    /// Those to come.
    steps: &'a [u32],
    /// The first of them.
    next: u32,
    place: u32,
}

impl<'a> Cursor<'a> {
    fn new(steps: &'a [u32], place: usize) -> Self {
        let next = steps.first().copied().unwrap_or(NEVER);
        Self { steps, next, place: place as u32 }
    }

    /// Moves to a step and says the place that holds there.
    fn on(&mut self, step: u32) -> u32 {
        while self.next <= step {
            self.steps = &self.steps[1..];
            self.next = self.steps.first().copied().unwrap_or(NEVER);
            self.place += 1;
        }
        self.place
    }
}
