//! The one way to change a scenario: a key path and a new value.
//!
//! `--set`, sweeps and comparisons are lists of [`Change`]. A value that begins with `+` adds,
//! with `x ` multiplies, anything else replaces. Knows how numbers are written, and of keys
//! only which sections there are.

mod arithmetic;

use super::keys;
use super::merged::Merged;
use super::tree::{self, Entry, Form, Item, Table};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Findings, Located, Place, Texts, did_you_mean};
use std::fmt;

/// A key path and a new value, as text.
///
/// The value is read for `+` and `x ` first, then as TOML, else it is a string.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// Such as `link.cpc-moorings.capacity` or, inside a value, `node.tengiz.supply.2026-01-01`.
    pub path: String,
    /// Such as `120 kt/d`, `+5 Mt/y`, `x 0.9` or `{ uniform = ["1 d", "2 d"] }`.
    pub value: String,
}

impl Change {
    /// The change of `path` to `value`.
    pub fn new(path: impl Into<String>, value: impl Into<String>) -> Self {
        Self { path: path.into(), value: value.into() }
    }

    /// Reads `KEY=VALUE`.
    ///
    /// # Errors
    /// When there is no `=`, or no key before it.
    pub fn parse(text: &str) -> Result<Self, Box<Findings>> {
        match text.split_once('=') {
            Some((path, value)) if !path.trim().is_empty() => {
                Ok(Self::new(path.trim(), value.trim()))
            }
            _ => {
                let mut texts = Texts::default();
                let place = Place { text: texts.add("--set", text), start: 0, end: text.len() };
                let fault = Fault::new(K::NotAChange, "", "a change is written KEY=VALUE")
                    .help("for example link.cpc-moorings.capacity=\"120 kt/d\"");
                let found = Located { fault, at: Some(place), related: None };
                Err(Box::new(Findings::new(texts, vec![found])))
            }
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.path, self.value)
    }
}

/// What a change does to what it finds.
enum Operation {
    Add(String),
    Scale(f64),
    Replace(Form),
}

/// A change with its places in the text `--set`.
struct Applied<'a> {
    change: &'a Change,
    index: usize,
    segments: Vec<&'a str>,
}

/// Applies a change that stands as `KEY=VALUE` in the text of this index.
pub(super) fn apply(merged: &mut Merged, change: &Change, index: usize) -> Vec<Located> {
    let applied = Applied { change, index, segments: segments(&change.path) };
    let result = applied.check(merged).and_then(|()| applied.operation()).and_then(|operation| {
        match operation {
            Operation::Replace(form) => applied.replace(merged, form),
            _ => applied.alter(merged, &operation),
        }
    });
    result.err().map(|refused| *refused).into_iter().collect()
}

/// The keys on a path. What a project changes is itself a path, and one key.
fn segments(path: &str) -> Vec<&str> {
    let keys: Vec<&str> = path.split('.').collect();
    match keys[..] {
        ["project", _, "changes", _, ..] => path.splitn(4, '.').collect(),
        _ => keys,
    }
}

impl Applied<'_> {
    fn value_place(&self) -> Place {
        let start = self.change.path.len() + 1;
        Place { text: self.index, start, end: start + self.change.value.len() }
    }

    /// Place of the segment of this number.
    fn segment_place(&self, at: usize) -> Place {
        let start = self.segments[..at].iter().map(|segment| segment.len() + 1).sum();
        Place { text: self.index, start, end: start + self.segments[at].len() }
    }

    fn at_segment(&self, kind: K, at: usize, message: String) -> Box<Located> {
        let fault = Fault::new(kind, "", message);
        Box::new(Located { fault, at: Some(self.segment_place(at)), related: None })
    }

    fn at_value(&self, kind: K, message: impl Into<String>) -> Box<Located> {
        let fault = Fault::new(kind, "", message);
        Box::new(Located { fault, at: Some(self.value_place()), related: None })
    }

    fn operation(&self) -> Result<Operation, Box<Located>> {
        let value = self.change.value.as_str();
        if let Some(addend) = value.strip_prefix('+') {
            return Ok(Operation::Add(addend.trim().to_owned()));
        }
        if let Some(factor) = value.strip_prefix("x ") {
            let factor = crate::units::parse_plain(factor);
            let factor = factor.ok_or_else(|| {
                self.at_value(K::NotAChange, "after `x ` comes a plain number, as in \"x 0.9\"")
            })?;
            return Ok(Operation::Scale(factor));
        }
        let read = tree::read_value(value, self.index, self.value_place().start);
        Ok(Operation::Replace(read.map_or_else(|| Form::Text(value.to_owned()), |item| item.form)))
    }

    /// The section and the component must be there.
    fn check(&self, merged: &Merged) -> Result<(), Box<Located>> {
        let [name, ..] = self.segments[..] else { return Ok(()) };
        let Some(section) = keys::section(name) else {
            if self.segments.len() == 1 {
                return Ok(());
            }
            let near = did_you_mean(name, keys::SECTIONS.iter().map(|section| section.name));
            return Err(self.at_segment(
                K::UnknownSection,
                0,
                format!("unknown section `{name}`{near}"),
            ));
        };
        if !section.named || self.segments.len() == 1 {
            return Ok(());
        }
        let root = merged.root.table().and_then(|root| root.get(name));
        let components = root.and_then(|entry| entry.item.table());
        let component = self.segments[1];
        let names = components.into_iter().flatten().map(|(name, _)| name.as_str());
        let whole = self.segments.len() == 2 && self.change.value.starts_with('{');
        if whole || names.clone().any(|known| known == component) {
            return Ok(());
        }
        let near = did_you_mean(component, names);
        Err(self.at_segment(K::UnknownName, 1, format!("unknown {name} `{component}`{near}")))
    }

    fn replace(&self, merged: &mut Merged, form: Form) -> Result<(), Box<Located>> {
        let section = keys::section(self.segments[0]);
        let outside = match section {
            Some(section) if section.named => 3,
            Some(_) => 2,
            None => 1,
        };
        if self.segments.len() <= outside {
            merged.lay(self.layer(form));
            return Ok(());
        }
        let last = self.segments.len() - 1;
        let parent = self.find(&mut merged.root, last)?;
        let item = Item { form, place: self.value_place() };
        match &mut parent.form {
            Form::Table(table) => {
                let key = self.segment_place(last);
                table.insert(self.segments[last].to_owned(), Entry { key, item });
                Ok(())
            }
            Form::List(items) => {
                let at = self.segments[last].parse::<usize>().ok();
                let len = items.len();
                let slot = at.and_then(|at| items.get_mut(at));
                let message = || format!("the list has items 0 to {}", len.saturating_sub(1));
                *slot.ok_or_else(|| self.at_segment(K::CannotChange, last, message()))? = item;
                Ok(())
            }
            _ => Err(self.at_segment(K::CannotChange, last, self.nothing_inside(last))),
        }
    }

    /// The change as a layer of its own.
    fn layer(&self, form: Form) -> Item {
        let place = self.value_place();
        let mut item = Item { form, place };
        for (at, segment) in self.segments.iter().enumerate().rev() {
            let entry = Entry { key: self.segment_place(at), item };
            item = Item { form: Form::Table(Table::from([((*segment).to_owned(), entry)])), place };
        }
        item
    }

    fn alter(&self, merged: &mut Merged, operation: &Operation) -> Result<(), Box<Located>> {
        let item = self.find(&mut merged.root, self.segments.len())?;
        let place = self.value_place();
        let done = match operation {
            Operation::Add(addend) => arithmetic::add(item, addend, place),
            Operation::Scale(factor) => arithmetic::scale(item, *factor, place),
            Operation::Replace(_) => Ok(()),
        };
        done.map_err(|why| {
            self.at_value(K::CannotChange, format!("cannot change `{}`: {why}", self.change.path))
        })
    }

    /// What the first `count` segments lead to.
    fn find<'t>(&self, root: &'t mut Item, count: usize) -> Result<&'t mut Item, Box<Located>> {
        let mut item = root;
        for at in 0..count {
            let segment = self.segments[at];
            let next = match &mut item.form {
                Form::Table(table) => {
                    let near = did_you_mean(segment, table.keys().map(String::as_str));
                    let message = format!("there is no `{segment}` to change{near}");
                    let entry = table.get_mut(segment).map(|entry| &mut entry.item);
                    entry.ok_or_else(|| self.at_segment(K::CannotChange, at, message))
                }
                Form::List(items) => {
                    let message =
                        format!("the list has items 0 to {}", items.len().saturating_sub(1));
                    let slot = segment.parse().ok().and_then(|at: usize| items.get_mut(at));
                    slot.ok_or_else(|| self.at_segment(K::CannotChange, at, message))
                }
                _ => Err(self.at_segment(K::CannotChange, at, self.nothing_inside(at))),
            };
            item = next?;
        }
        Ok(item)
    }

    fn nothing_inside(&self, at: usize) -> String {
        let path = self.segments[..at].join(".");
        format!("`{path}` is a single value, so there is no `{}` inside", self.segments[at])
    }
}
