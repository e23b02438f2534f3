//! Where in which text, and faults that know it.

use super::{Fault, MOST_SHOWN, Severity};
use std::fmt;

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
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// Path of a file, or `--set`.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// Its name and length: a scenario has thousands of lines.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {} bytes", self.name, self.text.len())
    }
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
#[derive(Clone, Default, PartialEq, Eq)]
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

/// The first findings, a line each: code, place and message.
impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for Located { fault, at, .. } in self.all.iter().take(MOST_SHOWN) {
            let place = at.map_or_else(String::new, |at| self.texts.position(at) + ": ");
            list.entry(&format_args!("{} {place}{}", fault.code, fault.message));
        }
        if self.all.len() > MOST_SHOWN {
            list.entry(&format_args!("{} more", self.all.len() - MOST_SHOWN));
        }
        list.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn debug_of_findings_is_short() {
        let mut texts = Texts::default();
        let text = texts.add("a.toml", "x = 1\n".repeat(10_000));
        let code = Code { severity: Severity::Error, number: 11 };
        let found = (0..300).map(|line| Located {
            fault: Fault::new(code, "x", format!("unknown key {line:03}")),
            at: Some(Place { text, start: 6 * line, end: 6 * line + 1 }),
            related: None,
        });
        let shown = format!("{:?}", Findings::new(texts, found.collect()));
        let head = "[E011 a.toml:1:1: unknown key 000, E011 a.toml:2:1: unknown key 001, ";
        assert!(shown.starts_with(head) && shown.ends_with(", 200 more]"), "{shown}");
        assert!(shown.len() < 5_000, "{}", shown.len());
    }
}
