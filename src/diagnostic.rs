//! Faults and notices about input, as data.
//!
//! A fault names a key path of the scenario; where that key stands in which text is looked
//! up afterwards by the layer that set it. This module knows nothing of what the keys mean
//! and prints nothing.

mod place;
mod render;
mod suggest;

pub use place::{Findings, Located, Place, Text, Texts};
pub use suggest::{did_you_mean, nearest};

use std::fmt;

/// Most findings that are shown; the others are counted.
const MOST_SHOWN: usize = 100;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// Worth knowing; the scenario can be run.
    Notice,
}

/// Short name of a kind of fault, such as `E012` or `N003`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// `E` for an error, `N` for a notice.
    pub severity: Severity,
    /// From 1.
    pub number: u16,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.severity {
            Severity::Error => 'E',
            Severity::Notice => 'N',
        };
        write!(f, "{letter}{:03}", self.number)
    }
}

/// Which part of the place in the text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The key itself (an unknown key, a missing neighbour).
    Key,
    /// The value of the key.
    Value,
}

/// One thing found in the input.
///
/// Wording: lower case, no full stop, names in backticks, what was found and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its kind, which says whether it is an error or a notice.
    pub code: Code,
    /// Key path such as `link.cpc-moorings.capacity`; empty when it is about no key.
    pub path: String,
    /// Key or value of that path.
    pub part: Part,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, when there is something to do.
    pub help: Option<String>,
    /// Another place that belongs to it, with a few words on what it is.
    pub related: Option<(String, String)>,
}

impl Fault {
    /// A fault or notice at the value of `path`.
    pub fn new(code: impl Into<Code>, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            path: path.into(),
            part: Part::Value,
            message: message.into(),
            help: None,
            related: None,
        }
    }

    /// The same fault, pointing at the key rather than at its value.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        self.part = Part::Key;
        self
    }

    /// The same fault with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same fault with a second place.
    #[must_use]
    pub fn related(mut self, path: impl Into<String>, words: impl Into<String>) -> Self {
        self.related = Some((path.into(), words.into()));
        self
    }
}
