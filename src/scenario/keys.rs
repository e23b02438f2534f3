//! Every key of a scenario file, once: what it takes, when it is due, what it means.
//!
//! The reader, the unknown-key messages, the editor's schema and the test of the manual all
//! read these tables. Of the model it knows what kinds of hazards there are.

mod aims;
mod chance;
mod hazard;
mod network;
mod ports;
mod top;

use crate::units::Dimension;

/// What the value of a key may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Type {
    /// Any text.
    Text,
    /// A quantity whose dimension another key decides, or a plain number.
    Amount,
    /// A name in one of these sections.
    Name(&'static [&'static str]),
    /// Names in one of these sections.
    Names(&'static [&'static str]),
    /// Names in one of these sections, or lists of such names.
    Stages(&'static [&'static str]),
    /// Key paths of components in these sections.
    Components(&'static [&'static str]),
    /// Texts.
    Texts,
    /// A date.
    Date,
    /// A whole number within bounds.
    Whole(i64, i64),
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A quantity without uncertainty.
    Known(Dimension),
    /// A list of them.
    KnownList(Dimension),
    /// A quantity or a distribution, drawn once per belief.
    Uncertain(Dimension),
    /// A quantity or a distribution, drawn at each occurrence.
    Dice(Dimension),
    /// A quantity by date, by month or constant; also this word.
    Series(Dimension, Option<&'static str>),
    /// The same, or a list of them by number of units up.
    ByUnits(Dimension),
    /// A flag by date.
    FlagByDate,
    /// Units, `all` or a share.
    Takes,
    /// Twelve plain numbers.
    Twelve,
    /// A list of `{ leaves, probability }`.
    States,
    /// A quantity for each state, drawn at each stay.
    ByState(Dimension),
    /// For each state or hazard a table of numbers by state.
    Matrix(Dimension),
    /// `{ extra, ramp }`.
    Surge,
    /// Key paths of numbers and how they change.
    Changes,
    /// Two key paths and a number, several times.
    Pairs,
    /// A text, or texts by key.
    TextByKey,
    /// A letter A to D, or letters by key.
    GradeByKey,
}

/// When a key is due.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Need {
    Required,
    Optional,
    /// Absent, it is as if this stood there (TOML).
    Default(&'static str),
}

/// A key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub name: &'static str,
    pub takes: Type,
    pub need: Need,
    /// Kinds of the component that have it; empty: all.
    pub only: &'static [&'static str],
    pub meaning: &'static str,
}

/// A section.
#[derive(Debug, Clone, Copy)]
pub(super) struct Section {
    pub name: &'static str,
    /// True: holds named components; false: holds keys.
    pub named: bool,
    /// The key by which components differ.
    pub kind: Option<&'static str>,
    pub keys: &'static [Key],
    pub meaning: &'static str,
}

const fn key(name: &'static str, takes: Type, meaning: &'static str) -> Key {
    Key { name, takes, need: Need::Optional, only: &[], meaning }
}

impl Key {
    const fn due(self) -> Self {
        Self { need: Need::Required, ..self }
    }

    const fn default(self, text: &'static str) -> Self {
        Self { need: Need::Default(text), ..self }
    }

    const fn only(self, kinds: &'static [&'static str]) -> Self {
        Self { only: kinds, ..self }
    }

    /// True when a component of this kind has the key; before its kind is known, all do.
    pub fn belongs_to(&self, kind: Option<&str>) -> bool {
        self.only.is_empty() || kind.is_none_or(|kind| self.only.contains(&kind))
    }

    /// True when its value is a number of the world, which has a source.
    pub fn is_number(&self) -> bool {
        use Type as T;
        let plain = matches!(self.takes, T::Amount | T::Known(_) | T::KnownList(_) | T::Whole(..));
        let chance = matches!(self.takes, T::Uncertain(_) | T::Dice(_) | T::Series(..));
        let group = matches!(self.takes, T::ByUnits(_) | T::Surge | T::Twelve | T::Takes);
        let of_states = matches!(self.takes, T::States | T::ByState(_) | T::Matrix(_));
        plain || chance || group || of_states || matches!(self.takes, T::Changes | T::Pairs)
    }
}

/// Keys at the top of a file.
pub(super) const TOP: &[Key] = top::TOP;

/// Keys that every component may carry.
pub(super) const COMMON: &[Key] = &[
    key("title", Type::Text, "title for people; default: the name"),
    key("note", Type::Text, "anything worth saying"),
    key("source", Type::TextByKey, "where the numbers are from: a text, or texts by key"),
    key(
        "evidence",
        Type::GradeByKey,
        "how good the numbers are, `A` (measured) to `D` (assumed): a letter, or letters by key",
    ),
];

/// Every section.
pub(super) const SECTIONS: &[Section] = &[
    top::HORIZON,
    top::RUN,
    top::GRADE,
    network::NODE,
    network::LINK,
    network::ROUTE,
    ports::PORT,
    ports::SEA,
    ports::FLEET,
    hazard::HAZARD,
    chance::REGIME,
    chance::EVENT,
    chance::MAINTENANCE,
    chance::CORRELATION,
    aims::PROJECT,
    aims::TARGET,
    aims::OBSERVED,
];

/// The section of a name.
pub(super) fn section(name: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.name == name)
}

impl Section {
    /// Its keys, and for components those that all carry.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> {
        let common = if self.named { COMMON } else { &[] };
        self.keys.iter().chain(common)
    }
}
