//! Reading typed values from the merged tree, one fault at a time and never stopping.
//!
//! A [`Component`] is a table whose keys have been held against `keys`; a [`Slot`] is the value
//! of one key with the words for its messages. What a read returns is `None` where a fault was
//! recorded or nothing stands.

use super::keys::{self, Key, Need, Section, Type};
use super::provenance::Provenance;
use super::tree::{self, Entry, Form, Item, Table};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Place, did_you_mean};
use crate::model::{Dice, Parameter};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The tree being read and what has come of it.
pub(super) struct Reader<'a> {
    pub root: &'a Item,
    pub removed: &'a BTreeMap<String, Place>,
    pub faults: Vec<Fault>,
    /// Beliefs, in order of reading: a parameter of another's distribution before it.
    pub parameters: Vec<Parameter>,
    /// Dice by path with their unit in words.
    pub dice: Vec<(String, Dice, String)>,
    pub provenance: Vec<Provenance>,
    /// First day of the horizon.
    pub start: Option<Date>,
    /// Barrels per tonne by grade.
    pub grades: BTreeMap<String, f64>,
}

/// A section without names, or a component.
pub(super) struct Component {
    pub section: &'static Section,
    pub name: String,
    /// Its kind, where that is known.
    pub kind: Option<String>,
    /// Barrels per tonne where it names a grade.
    pub barrels: Option<f64>,
    table: Table,
    /// Keys that a file or change gave.
    given: Vec<String>,
}

/// The value of a key, or a value inside it.
#[derive(Clone)]
pub(super) struct Slot<'c> {
    pub item: &'c Item,
    pub path: String,
    /// Such as ``capacity of link `cpc-moorings` ``.
    pub what: String,
    pub takes: Type,
    pub barrels: Option<f64>,
}

impl<'c> Slot<'c> {
    /// A value inside this one.
    pub fn inside(&self, segment: impl std::fmt::Display, item: &'c Item) -> Slot<'c> {
        Slot { item, path: format!("{}.{segment}", self.path), ..self.clone() }
    }

    /// This value as a parameter of a distribution.
    pub fn part(&self, name: &str, family: &str) -> Slot<'c> {
        Slot { what: format!("{name} of `{family}` in {}", self.what), ..self.clone() }
    }

    /// This value as one of several: "weight of …" for "weights of …".
    pub fn one(&self, several: &str) -> Slot<'c> {
        let one = several.trim_end_matches('s');
        Slot { what: self.what.replacen(several, one, 1), ..self.clone() }
    }

    /// This value as one of a list: "stage of chain of …".
    pub fn one_of(&self, word: &str) -> Slot<'c> {
        Slot { what: format!("{word} of {}", self.what), ..self.clone() }
    }

    /// The entries of its table.
    pub fn entries(&self) -> Option<impl Iterator<Item = (&'c str, Slot<'c>)> + use<'c>> {
        let table = self.item.table()?;
        let here = self.clone();
        Some(table.iter().map(move |(key, entry)| (key.as_str(), here.inside(key, &entry.item))))
    }

    /// The items of its list.
    pub fn items(&self) -> Option<Vec<Slot<'c>>> {
        let Form::List(items) = &self.item.form else { return None };
        Some(items.iter().enumerate().map(|(at, item)| self.inside(at, item)).collect())
    }
}

impl Component {
    /// The value of a key, given or by default.
    pub fn slot(&self, key: &str) -> Option<Slot<'_>> {
        let known = self.section.all_keys().find(|known| known.name == key);
        debug_assert!(known.is_some(), "`{key}` is in no table of keys");
        let entry = self.table.get(key)?;
        let what = if self.section.named {
            format!("{key} of {}", self.words())
        } else {
            format!("`{}.{key}`", self.section.name)
        };
        let path = format!("{}.{key}", self.path());
        Some(Slot { item: &entry.item, path, what, takes: known?.takes, barrels: self.barrels })
    }

    /// The word behind the number that `choice` gave for its kind.
    pub fn section_kind(&self, chosen: Option<usize>) -> Option<&'static str> {
        let kind = self.section.kind?;
        let key = self.section.keys.iter().find(|key| key.name == kind)?;
        match key.takes {
            Type::Choice(kinds) => kinds.get(chosen?).copied(),
            _ => None,
        }
    }

    /// True when the key stands there, good or bad.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// True when the key was given, rather than set by default.
    pub fn is_given(&self, key: &str) -> bool {
        self.given.iter().any(|given| given == key)
    }

    /// Its key path.
    pub fn path(&self) -> String {
        if self.section.named {
            format!("{}.{}", self.section.name, self.name)
        } else {
            self.section.name.to_owned()
        }
    }

    /// Such as ``link `cpc-moorings` ``.
    pub fn words(&self) -> String {
        format!("{} `{}`", self.section.name, self.name)
    }
}

impl<'a> Reader<'a> {
    pub fn new(root: &'a Item, removed: &'a BTreeMap<String, Place>) -> Self {
        Self {
            root,
            removed,
            faults: Vec::new(),
            parameters: Vec::new(),
            dice: Vec::new(),
            provenance: Vec::new(),
            start: None,
            grades: BTreeMap::new(),
        }
    }

    /// Records a fault at a slot.
    pub fn fault(&mut self, kind: K, slot: &Slot<'_>, message: impl Into<String>) {
        self.faults.push(Fault::new(kind, slot.path.clone(), message));
    }

    /// Names of the components of a section, ascending.
    pub fn names(&self, section: &str) -> Vec<&'a str> {
        self.components(section).map(|(name, _)| name).collect()
    }

    fn components(&self, section: &str) -> impl Iterator<Item = (&'a str, &'a Entry)> + use<'a> {
        let table = self.root.table().and_then(|root| root.get(section));
        let entries = table.and_then(|entry| entry.item.table());
        entries.into_iter().flatten().map(|(name, entry)| (name.as_str(), entry))
    }

    /// Opens every component of a section, in order of name, and reads it with `read`.
    pub fn each<T>(
        &mut self,
        section: &str,
        read: impl Fn(&mut Self, &Component) -> Option<T>,
    ) -> Vec<Option<T>> {
        let Some(section) = keys::section(section) else { return Vec::new() };
        let components: Vec<_> = self.components(section.name).collect();
        let opened = components.into_iter().map(|(name, entry)| {
            self.check_name(section, name);
            let component = self.open(section, name, &entry.item)?;
            self.note_provenance(&component);
            read(self, &component)
        });
        opened.collect()
    }

    /// Opens a section without names; absent, it is empty.
    pub fn single(&mut self, section: &str) -> Option<Component> {
        let section = keys::section(section)?;
        let table = self.root.table().and_then(|root| root.get(section.name));
        let empty = Item { form: Form::Table(Table::new()), place: self.root.place };
        self.open(section, "", table.map_or(&empty, |entry| &entry.item))
    }

    fn check_name(&mut self, section: &Section, name: &str) {
        let path = format!("{}.{name}", section.name);
        let good = |part: &str| {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            !part.is_empty() && part.chars().all(plain)
        };
        if name == "total" {
            let message = "the name `total` is reserved: results use it for sums";
            self.faults.push(Fault::new(K::BadName, path, message).at_key());
        } else if !name.split('-').all(good) {
            let message = format!("the name `{name}` is not of a-z, 0-9 and single `-`");
            self.faults.push(Fault::new(K::BadName, path, message).at_key());
        }
    }

    fn open(&mut self, section: &'static Section, name: &str, item: &Item) -> Option<Component> {
        let path =
            if section.named { format!("{}.{name}", section.name) } else { section.name.into() };
        let Some(table) = item.table() else {
            let message = format!("`{path}` is {}; it takes a table of keys", item.words());
            self.faults.push(Fault::new(K::WrongForm, path, message));
            return None;
        };
        let mut component = Component {
            section,
            name: name.to_owned(),
            kind: None,
            barrels: None,
            table: table.clone(),
            given: table.keys().cloned().collect(),
        };
        let kinds = self.kind(&mut component);
        self.check_keys(&component, kinds);
        self.add_defaults(&mut component, item.place);
        component.barrels = self.grade(&component);
        Some(component)
    }

    /// Finds the kind of a component; all kinds there are.
    fn kind(&mut self, component: &mut Component) -> &'static [&'static str] {
        let Some(kind) = component.section.kind else { return &[] };
        let key = component.section.keys.iter().find(|key| key.name == kind);
        let Some(Key { takes: Type::Choice(kinds), need, .. }) = key else { return &[] };
        // A bad kind is told when the component is read; its keys are then not judged.
        let given = component.table.get(kind).map(|entry| &entry.item.form);
        component.kind = match (given, need) {
            (Some(Form::Text(text)), _) => kinds.contains(&text.as_str()).then(|| text.clone()),
            (None, Need::Default(text)) => Some(text.trim_matches('"').to_owned()),
            _ => None,
        };
        kinds
    }

    fn check_keys(&mut self, component: &Component, kinds: &'static [&'static str]) {
        let section = component.section;
        let path = component.path();
        let place = if section.named { component.words() } else { format!("section `{path}`") };
        for name in component.table.keys() {
            let path = format!("{path}.{name}");
            match section.all_keys().find(|key| key.name == name) {
                None => {
                    let own = section.all_keys();
                    let own = own.filter(|key| key.belongs_to(component.kind.as_deref()));
                    let near = did_you_mean(name, own.map(|key| key.name));
                    let message = format!("unknown key `{name}` in {place}{near}");
                    self.faults.push(Fault::new(K::UnknownKey, path, message).at_key());
                }
                Some(key) if !key.belongs_to(component.kind.as_deref()) => {
                    let kind = component.kind.as_deref().unwrap_or_default();
                    let message = format!(
                        "`{name}` does not belong in {place}, whose {} is `{kind}`",
                        section.kind.unwrap_or_default()
                    );
                    let help = format!("it belongs to {}", words(key.only, "and"));
                    self.faults
                        .push(Fault::new(K::KeyOfAnotherKind, path, message).at_key().help(help));
                }
                Some(_) => {}
            }
        }
        let unjudged = !kinds.is_empty() && component.kind.is_none();
        for key in section.keys {
            let due =
                key.belongs_to(component.kind.as_deref()) && (!unjudged || key.only.is_empty());
            if key.need == Need::Required && due && !component.has(key.name) {
                let message = format!("{place} has no `{}`", key.name);
                let fault =
                    Fault::new(K::MissingKey, format!("{path}.{}", key.name), message).at_key();
                let help = format!("for example {} = {}", key.name, key.takes.example());
                self.faults.push(fault.help(help));
            }
        }
    }

    fn add_defaults(&mut self, component: &mut Component, place: Place) {
        for key in component.section.keys {
            let Need::Default(text) = key.need else { continue };
            if component.has(key.name) || !key.belongs_to(component.kind.as_deref()) {
                continue;
            }
            let item = tree::read_value(text, place.text, 0);
            debug_assert!(item.is_some(), "the default of `{}` is no TOML", key.name);
            if let Some(item) = item {
                component.table.insert(key.name.to_owned(), Entry { key: place, item });
            }
        }
    }

    /// Barrels per tonne of the grade a component names.
    fn grade(&mut self, component: &Component) -> Option<f64> {
        if !component.section.keys.iter().any(|key| key.name == "grade") {
            return None;
        }
        let slot = component.slot("grade")?;
        let name = self.name(Some(slot)).map(|at| self.names("grade")[at]);
        // A grade that is unknown or has a fault of its own must not bring another here.
        Some(name.and_then(|name| self.grades.get(name).copied()).unwrap_or(1.0))
    }

    /// Barrels per tonne of the grade that a component of this number names.
    pub fn barrels_of(&self, section: &str, at: usize) -> Option<f64> {
        let path = format!("{section}.{}.grade", self.names(section).get(at)?);
        let (_, item) = self.root.at(&path)?;
        self.grades.get(item.as_text()?).copied()
    }

    /// Anything outside the known sections and keys.
    pub fn check_top(&mut self) {
        let sections = || keys::SECTIONS.iter().map(|section| section.name);
        let known = || keys::TOP.iter().map(|key| key.name).chain(sections());
        for (name, entry) in self.root.table().into_iter().flatten() {
            if known().any(|known| known == name) {
                continue;
            }
            let near = did_you_mean(name, known());
            let (kind, what) = if entry.item.table().is_some() {
                (K::UnknownSection, "section")
            } else {
                (K::UnknownKey, "key")
            };
            let message = format!("unknown {what} `{name}`{near}");
            let fault = Fault::new(kind, name.clone(), message).at_key();
            self.faults.push(if near.is_empty() {
                fault.help(format!("sections are {}", sections().collect::<Vec<_>>().join(", ")))
            } else {
                fault
            });
        }
    }
}

/// Words as in "`a`, `b` and `c`".
pub(super) fn words(list: &[&str], last: &str) -> String {
    words_of(list.iter().copied(), last)
}

fn words_of<'a>(list: impl Iterator<Item = &'a str>, last: &str) -> String {
    let quoted: Vec<String> = list.map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}
