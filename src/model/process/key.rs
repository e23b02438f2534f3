//! Keys of kinds of hazards, and what their values are read from.
//!
//! Knows nothing of files: `scenario` puts these keys into its tables and does the reading.

use super::Leaves;
use crate::model::{Dice, Value};
use crate::units::Dimension;

/// A key of a kind of hazard. Kinds that have a key of the same name share it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HazardKey {
    /// Kebab-case name.
    pub name: &'static str,
    /// What its value may be.
    pub form: KeyForm,
    /// Whether it must be there.
    pub need: KeyNeed,
    /// What it means, in a line of the manual.
    pub meaning: &'static str,
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KeyForm {
    /// A number, drawn once per belief where it is uncertain.
    Value(Dimension),
    /// A number drawn at each occurrence.
    Dice(Dimension),
    /// Twelve weights, scaled to mean 1.
    Months,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// What each state leaves and how likely it is.
    States,
}

/// Whether a key must be there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KeyNeed {
    /// It must.
    Required,
    /// It need not.
    Optional,
    /// Absent, it is as if this stood there (TOML).
    Default(&'static str),
}

impl HazardKey {
    /// A key that must be there.
    pub(super) const fn new(name: &'static str, form: KeyForm, meaning: &'static str) -> Self {
        Self { name, form, need: KeyNeed::Required, meaning }
    }

    /// The same, but it need not.
    pub(super) const fn optional(self) -> Self {
        Self { need: KeyNeed::Optional, ..self }
    }

    /// The same, but with a value where it is absent.
    pub(super) const fn default(self, text: &'static str) -> Self {
        Self { need: KeyNeed::Default(text), ..self }
    }
}

/// How long an occurrence lasts, for kinds whose occurrences have a key for it.
pub(super) const DURATION: HazardKey =
    HazardKey::new("duration", KeyForm::Dice(Dimension::Duration), "of an occurrence");

/// What can be wrong with numbers that are good one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HazardFlaw {
    /// It never changes its state.
    NoEquilibrium,
}

/// What a hazard is read from. Each reading is `None` where the value has a fault, which has
/// been recorded then, or where nothing stands.
pub trait Fields {
    /// A number that may be a belief.
    fn value(&mut self, key: &str) -> Option<Value>;

    /// A number drawn at each occurrence.
    fn dice(&mut self, key: &str) -> Option<Dice>;

    /// Twelve weights of mean 1; all 1 where nothing stands.
    fn months(&mut self, key: &str) -> Option<[f64; 12]>;

    /// The place of a word among those of its key.
    fn choice(&mut self, key: &str) -> Option<usize>;

    /// What states leave, and their probabilities, which add up to 1 where all are known.
    fn states(&mut self, key: &str) -> Option<Vec<(Leaves, Value)>>;

    /// The hazard in words, such as ``hazard `pump` ``.
    fn words(&self) -> String;

    /// Records what is wrong at a key.
    fn flaw(&mut self, flaw: HazardFlaw, key: &str, message: String);
}
