//! All courses of a model: series as they are, and with what projects do to them.

use super::changes::{Change, Changed, Growth, Under, operations};
use super::course::{CourseId, Levels, NOTHING, Plain, Track};
use super::projects::Standing;
use crate::calendar::Horizon;
use crate::model::{Model, Series, Slot};

/// All courses of a model.
#[derive(Debug)]
pub(super) struct Courses {
    /// As the scenario gives them.
    pub plain: Plain,
    changed: Vec<Changed>,
}

impl Courses {
    /// None but [`NOTHING`].
    pub fn new(horizon: &Horizon) -> Self {
        Self { plain: Plain::new(horizon), changed: Vec::new() }
    }

    /// Takes in the series of a slot with what projects do to it.
    pub fn add_slot(&mut self, series: Option<&Series>, slot: Slot, model: &Model) -> CourseId {
        let horizon = &model.horizon;
        let base = series.map_or(NOTHING, |series| self.plain.add(series, horizon));
        let operations = operations(model, slot);
        let changes: Vec<Change> =
            operations.filter_map(|one| Change::new(&one, &mut self.plain, horizon)).collect();
        if changes.is_empty() {
            return base;
        }
        self.changed.push(Changed {
            base,
            growth: Growth::of(slot),
            changes,
            end: horizon.steps() as u32,
        });
        CourseId::Changed(self.changed.len() - 1)
    }

    /// Steps on which a course may change, and the place of the first of them.
    pub fn breaks<'a>(&'a self, course: CourseId, levels: &'a Levels) -> (&'a [u32], usize) {
        self.plain.breaks(course, levels)
    }

    /// The level of a course on a step.
    pub fn level(&self, course: CourseId, step: u32, levels: &Levels) -> f64 {
        self.plain.level(course, step, levels).0
    }

    /// Fills the table under a belief and the projects that stand under it.
    pub fn evaluate(&self, belief: &[f64], standings: &[Option<Standing>], levels: &mut Levels) {
        self.plain.evaluate(belief, levels);
        levels.tracks.resize_with(self.changed.len(), Track::default);
        for (index, changed) in self.changed.iter().enumerate() {
            let mut track = std::mem::take(&mut levels.tracks[index]);
            track.first = levels.raw.len();
            track.steps.clear();
            changed.lay_out(&self.plain, &Under { belief, standings }, levels, &mut track);
            levels.tracks[index] = track;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Level, Per, Shape, Value};
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
        let indexes: Vec<CourseId> = all.iter().map(|s| courses.plain.add(s, &horizon)).collect();
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
