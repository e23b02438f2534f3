//! From layers of text to one tree: `extends`, overlays, removal, changes, data of files.
//!
//! Sections and components merge by key; the value of a key is replaced whole. Every value
//! keeps the place of the layer that set it. Knows of keys only which sections there are.

use super::change::{self, Change};
use super::files::{Files, beside};
use super::keys;
use super::tree::{self, Entry, Form, Item, Table};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Findings, Located, Place, Texts};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the layers come to.
#[derive(Debug)]
pub(super) struct Merged {
    pub texts: Texts,
    pub root: Item,
    /// Components that a layer took out, with the place where it did.
    pub removed: BTreeMap<String, Place>,
    pub faults: Vec<Located>,
    /// The table `[study]`, which is about runs and no part of the scenario.
    pub study: Option<Item>,
}

/// Reads a file, what it extends and the changes, and merges them.
///
/// # Errors
/// Faults of syntax, and files that cannot be read: the rest is not whole without them.
pub(super) fn merge(
    path: &Path,
    changes: &[Change],
    files: &Files,
) -> Result<Merged, Box<Findings>> {
    let mut stack =
        Stack { files, texts: Texts::default(), layers: Vec::new(), faults: Vec::new() };
    stack.add(path.to_owned(), None);
    let paths: Vec<PathBuf> = stack.layers.iter().map(|layer| layer.0.clone()).collect();
    let place = Place { text: 0, start: 0, end: 0 };
    let root = Item { form: Form::Table(Table::new()), place };
    if !stack.faults.is_empty() {
        return Err(Box::new(Findings::new(stack.texts, stack.faults)));
    }
    let (texts, removed) = (stack.texts, BTreeMap::new());
    let mut merged = Merged { texts, root, removed, faults: Vec::new(), study: None };
    for (_, item) in stack.layers.into_iter().rev() {
        merged.lay(item);
    }
    merged.study = match &mut merged.root.form {
        Form::Table(root) => root.remove("study").map(|entry| entry.item),
        _ => None,
    };
    for change in changes {
        let text = change.to_string();
        let index = merged.texts.add("--set", text);
        let faults = change::apply(&mut merged, change, index);
        merged.faults.extend(faults);
    }
    let mut data = Data { files, paths: &paths, faults: Vec::new() };
    data.inline(&mut merged.root);
    merged.faults.append(&mut data.faults);
    Ok(merged)
}

/// The files of a chain of `extends`, the topmost first.
struct Stack<'a> {
    files: &'a Files,
    texts: Texts,
    layers: Vec<(PathBuf, Item)>,
    faults: Vec<Located>,
}

impl Stack<'_> {
    fn add(&mut self, path: PathBuf, named: Option<Place>) {
        let name = path.display().to_string();
        let mut refuse = |kind: K, message: String| {
            let fault = Fault::new(kind, "extends", message);
            self.faults.push(Located { fault, at: named, related: None });
        };
        if self.layers.iter().any(|layer| layer.0 == path) {
            return refuse(K::ExtendsItself, format!("`{name}` extends itself"));
        }
        let text = match self.files.read(&path) {
            Ok(text) => text,
            Err((kind, why)) => return refuse(kind, format!("cannot read `{name}`: {why}")),
        };
        let index = self.texts.add(name, text);
        let (item, faults) = tree::read(&self.texts.0[index].text, index);
        self.faults.extend(faults);
        let extends = item.at("extends").map(|(_, value)| value.clone());
        self.layers.push((path.clone(), item));
        match extends.map(|value| (value.place, value.form)) {
            None => {}
            Some((place, Form::Text(base))) => self.add(beside(&path, &base), Some(place)),
            Some((place, _)) => {
                let fault =
                    Fault::new(K::WrongForm, "extends", "`extends` takes the path of a file")
                        .help("for example extends = \"baseline.toml\"");
                self.faults.push(Located { fault, at: Some(place), related: None });
            }
        }
    }
}

impl Merged {
    /// Puts a layer on top.
    pub(super) fn lay(&mut self, layer: Item) {
        let Form::Table(sections) = layer.form else { return };
        for (name, entry) in sections {
            if name != "extends" {
                self.lay_section(name, entry);
            }
        }
    }

    fn lay_section(&mut self, name: String, entry: Entry) {
        let named = keys::section(&name).is_some_and(|section| section.named);
        let Form::Table(root) = &mut self.root.form else { return };
        let Entry { key, item: Item { form: Form::Table(over), place } } = entry else {
            root.insert(name, entry);
            return;
        };
        let empty = || Item { form: Form::Table(Table::new()), place };
        let section = root.entry(name.clone()).or_insert_with(|| Entry { key, item: empty() });
        if section.item.table().is_none() {
            section.item = empty();
        }
        let Form::Table(section) = &mut section.item.form else { return };
        for (component, entry) in over {
            let path = format!("{name}.{component}");
            if !named {
                section.insert(component, entry);
            } else if entry.item.form == Form::Flag(false) {
                self.removed.insert(path.clone(), entry.key);
                if section.remove(&component).is_none() {
                    let fault = Fault::new(
                        K::NothingToRemove,
                        path,
                        format!("no {name} `{component}` to remove"),
                    );
                    let at = Some(entry.key);
                    self.faults.push(Located { fault, at, related: None });
                }
            } else {
                lay_component(section, component, entry);
            }
        }
    }
}

fn lay_component(section: &mut Table, name: String, entry: Entry) {
    match section.get_mut(&name) {
        Some(Entry { item: Item { form: Form::Table(below), .. }, .. })
            if entry.item.table().is_some() =>
        {
            if let Form::Table(over) = entry.item.form {
                below.extend(over);
            }
        }
        _ => {
            section.insert(name, entry);
        }
    }
}

/// Puts the data of files in the place of their names: `{ empirical = "file.csv" }`.
struct Data<'a> {
    files: &'a Files,
    paths: &'a [PathBuf],
    faults: Vec<Located>,
}

impl Data<'_> {
    fn inline(&mut self, item: &mut Item) {
        match &mut item.form {
            Form::List(items) => items.iter_mut().for_each(|item| self.inline(item)),
            Form::Table(table) => {
                let unit = table.get("unit").and_then(|entry| match &entry.item.form {
                    Form::Text(unit) => Some(unit.clone()),
                    _ => None,
                });
                if let Some(Entry { item: values, .. }) = table.get_mut("empirical") {
                    if self.replace(values, unit.as_deref()) && unit.is_some() {
                        table.remove("unit");
                    }
                } else {
                    table.values_mut().for_each(|entry| self.inline(&mut entry.item));
                }
            }
            _ => {}
        }
    }

    /// True when the name of a file was replaced by its data, or could not be.
    fn replace(&mut self, values: &mut Item, unit: Option<&str>) -> bool {
        let Form::Text(name) = &values.form else { return false };
        // A change on the command line names files beside the scenario.
        let path = beside(self.paths.get(values.place.text).unwrap_or(&self.paths[0]), name);
        let read = self.files.read(&path);
        let read =
            read.map_err(|(kind, why)| (kind, format!("cannot read `{}`: {why}", path.display())));
        let numbers =
            |text: String| numbers(&text, unit, &path).map_err(|message| (K::BadDataFile, message));
        let data = read.and_then(numbers);
        let place = values.place;
        match data {
            Ok(data) => {
                let items = data.into_iter().map(|form| Item { form, place });
                values.form = Form::List(items.collect());
            }
            Err((kind, message)) => {
                let fault = Fault::new(kind, "", message);
                self.faults.push(Located { fault, at: Some(place), related: None });
                values.form = Form::List(Vec::new());
            }
        }
        true
    }
}

/// One value a line; empty lines, lines from `#` and a first line without digits are passed over.
fn numbers(text: &str, unit: Option<&str>, path: &Path) -> Result<Vec<Form>, String> {
    let mut values = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let title = at == 0 && !line.contains(|c: char| c.is_ascii_digit());
        if line.is_empty() || line.starts_with('#') || title {
            continue;
        }
        let plain = crate::units::parse_plain(line);
        values.push(match (plain, unit) {
            (Some(_), Some(unit)) => Form::Text(format!("{line} {unit}")),
            (Some(number), None) => Form::Real(number),
            (None, _) if crate::units::parse(line).is_ok() => Form::Text(line.to_owned()),
            (None, _) => {
                return Err(format!("line {} of `{}` is no number", at + 1, path.display()));
            }
        });
    }
    if values.is_empty() {
        return Err(format!("`{}` has no values", path.display()));
    }
    Ok(values)
}
