//! Where in which text, and faults that know it.

use super::{Fault, Severity};

/// A stretch of one of several texts, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`Texts`].
    pub text: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A text with the name under which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Path of a file, or `--set`.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// The texts that places point into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(pub Vec<Text>);

impl Texts {
    /// Adds a text and returns its index.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        self.0.push(Text { name: name.into(), text: text.into() });
        self.0.len() - 1
    }

    /// `name:line:column` of a place, counted from 1, the column in characters.
    pub fn position(&self, place: Place) -> String {
        let Text { name, text } = &self.0[place.text];
        let before = &text[..place.start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |part| part.chars().count()) + 1;
        format!("{name}:{line}:{column}")
    }
}

/// A fault with its places looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// What is wrong.
    pub fault: Fault,
    /// Where; `None` when it is about no place.
    pub at: Option<Place>,
    /// The place that belongs to it, with a few words.
    pub related: Option<(Place, String)>,
}

/// Everything found in some texts, in order of place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The texts.
    pub texts: Texts,
    /// What was found.
    pub all: Vec<Located>,
}

impl Findings {
    /// Those found, put in order of place and without repetition.
    pub fn new(texts: Texts, mut all: Vec<Located>) -> Self {
        all.sort_by(|a, b| (a.at, &a.fault.message).cmp(&(b.at, &b.fault.message)));
        all.dedup();
        Self { texts, all }
    }

    /// How many are errors.
    pub fn errors(&self) -> usize {
        self.all.iter().filter(|found| found.fault.code.severity == Severity::Error).count()
    }
}
