//! What the parts of a plan are made ready from, and the tables that they add to.

use super::course::CourseId;
use super::courses::Courses;
use super::dice::{DiceId, DiceTable};
use crate::model::{Dice, Model, Series, Slot};
use crate::rng::Key;

/// A plan in the making.
pub(super) struct Making<'a> {
    pub model: &'a Model,
    pub seed: u64,
    /// False: no hazards, regimes, maintenance or variation.
    pub chance: bool,
    pub courses: Courses,
    pub dice: DiceTable,
}

impl<'a> Making<'a> {
    /// Begins with empty tables.
    pub fn new(model: &'a Model, seed: u64, chance: bool) -> Self {
        let courses = Courses::new(&model.horizon);
        Self { model, seed, chance, courses, dice: DiceTable::default() }
    }

    /// The streams of a purpose at a key path.
    pub fn key(&self, path: &str, purpose: &str) -> Key {
        Key::new(self.seed, path, purpose)
    }

    /// Takes in dice.
    pub fn dice(&mut self, dice: &Dice) -> DiceId {
        self.dice.add(dice)
    }

    /// Takes in a series as it is.
    pub fn series(&mut self, series: &Series) -> CourseId {
        self.courses.plain.add(series, &self.model.horizon)
    }

    /// Takes in the series of a slot with what projects do to it.
    pub fn slot(&mut self, series: Option<&Series>, slot: Slot) -> CourseId {
        self.courses.add_slot(series, slot, self.model)
    }
}
