//! Where numbers are from, and which of them are weak.

use super::super::keys::Key;
use super::super::provenance::{Number, Provenance};
use super::super::reader::{Component, Reader, Slot};
use super::wrapped;
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, did_you_mean};
use std::fmt;

/// The numbers of a component that are not well founded, by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weak {
    /// Key path of the component.
    pub component: String,
    /// Keys with evidence `D`: assumptions.
    pub assumed: Vec<String>,
    /// Keys without evidence.
    pub unrated: Vec<String>,
    /// Keys without source.
    pub unsourced: Vec<String>,
}

/// One text for all keys, or texts by key.
#[derive(Default)]
struct ByKey {
    all: Option<String>,
    some: Vec<(String, String)>,
}

impl ByKey {
    fn of(&self, key: &str) -> Option<&str> {
        let own = self.some.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str());
        own.or(self.all.as_deref())
    }
}

impl Reader<'_> {
    /// Reads `source` and `evidence` of a component.
    pub fn note_provenance(&mut self, component: &Component) {
        let sources = self.by_key(component, "source");
        let evidence = self.by_key(component, "evidence");
        if let Some(slot) = component.slot("evidence") {
            self.check_grades(&slot, &evidence);
        }
        let given = component.section.keys.iter().filter(|key| key.is_number());
        let keys =
            given.filter(|key| component.is_given(key.name)).map(|Key { name, .. }| Number {
                key: (*name).to_owned(),
                evidence: evidence.of(name).and_then(|grade| grade.chars().next()),
                sourced: sources.of(name).is_some(),
            });
        self.provenance.push(Provenance { path: component.path(), keys: keys.collect() });
    }

    fn by_key(&mut self, component: &Component, key: &str) -> ByKey {
        let Some(slot) = component.slot(key) else { return ByKey::default() };
        let Some(entries) = slot.entries() else {
            return ByKey { all: self.text(Some(slot)), some: Vec::new() };
        };
        let mut some = Vec::new();
        for (name, inner) in entries {
            let own = || component.section.keys.iter().map(|key| key.name);
            if !own().any(|own| own == name) {
                let near = did_you_mean(name, own());
                let message = format!("{} names `{name}`, which is no key of it{near}", slot.what);
                self.faults.push(Fault::new(K::UnknownKey, inner.path.clone(), message).at_key());
            }
            some.extend(self.text(Some(inner)).map(|text| (name.to_owned(), text)));
        }
        ByKey { all: None, some }
    }

    fn check_grades(&mut self, slot: &Slot<'_>, grades: &ByKey) {
        let slots: Vec<Slot<'_>> = match slot.entries() {
            Some(entries) => entries.map(|(_, inner)| inner).collect(),
            None if grades.all.is_some() => vec![slot.clone()],
            None => Vec::new(),
        };
        for slot in slots {
            let grade = slot.item.as_text().unwrap_or("A");
            if !["A", "B", "C", "D"].contains(&grade) {
                let message = format!("{} is `{grade}`; it takes `A`, `B`, `C` or `D`", slot.what);
                let help = "`A` is measured by whoever runs it, `D` is assumed";
                self.faults
                    .push(Fault::new(K::UnknownChoice, slot.path.clone(), message).help(help));
            }
        }
    }
}

/// Components with weak numbers.
pub(super) fn weak(all: &[Provenance]) -> Vec<Weak> {
    let weak = all.iter().map(|component| {
        let keys = |is: fn(&Number) -> bool| -> Vec<String> {
            let found = component.keys.iter().filter(|number| is(number));
            found.map(|number| number.key.clone()).collect()
        };
        Weak {
            component: component.path.clone(),
            assumed: keys(|number| number.evidence == Some('D')),
            unrated: keys(|number| number.evidence.is_none()),
            unsourced: keys(|number| !number.sourced),
        }
    });
    let is_weak = |weak: &Weak| {
        !(weak.assumed.is_empty() && weak.unrated.is_empty() && weak.unsourced.is_empty())
    };
    let mut weak: Vec<Weak> = weak.filter(is_weak).collect();
    weak.sort_by(|a, b| a.component.cmp(&b.component));
    weak
}

pub(super) fn write(f: &mut fmt::Formatter<'_>, weak: &[Weak]) -> fmt::Result {
    type Of = fn(&Weak) -> &Vec<String>;
    let groups: [(&str, Of); 3] = [
        ("assumed (evidence D)", |weak| &weak.assumed),
        ("without evidence", |weak| &weak.unrated),
        ("without source", |weak| &weak.unsourced),
    ];
    for (title, of) in groups {
        let found: Vec<&Weak> = weak.iter().filter(|weak| !of(weak).is_empty()).collect();
        if found.is_empty() {
            continue;
        }
        let count: usize = found.iter().map(|weak| of(weak).len()).sum();
        writeln!(f, "\nNumbers {title}: {count}")?;
        for weak in found {
            let first = format!("  {}:", weak.component);
            writeln!(f, "{}", wrapped(&first, of(weak), 6))?;
        }
    }
    Ok(())
}
