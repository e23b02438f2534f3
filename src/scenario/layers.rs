//! From layers of text to one tree: `extends`, changes, data of files.
//!
//! Knows nothing of keys.

use super::change::{self, Change};
use super::files::{Files, beside};
use super::letters;
use super::merged::Merged;
use super::tree::{self, Entry, Form, Item, Table};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Findings, Located, Place, Texts};
use crate::text::visible;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    merged.faults.extend(letters::faults(&merged.root, merged.study.as_ref()));
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
        let name = visible(&path.display().to_string(), &[]);
        let mut refuse = |kind: K, message: String| {
            let fault = Fault::new(kind, "extends", message);
            self.faults.push(Located { fault, at: named, related: None });
        };
        if self.layers.iter().any(|layer| layer.0 == path) {
            return refuse(K::ExtendsItself, format!("`{name}` extends itself"));
        }
        let read = if named.is_some() { self.files.named(&path) } else { self.files.read(&path) };
        let text = match read {
            Ok(text) => text,
            Err((kind, why)) => return refuse(kind, format!("cannot read `{name}`: {why}")),
        };
        let (item, faults) = tree::read(&text, self.texts.0.len());
        // What else lies on the machine is nobody's business who may write a scenario.
        if named.is_some() && !faults.is_empty() && !is_toml(&path) {
            let message = format!("`{name}` is not valid TOML, and its name does not end in .toml");
            return refuse(K::NotToml, message);
        }
        self.texts.add(name, text);
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

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
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
        let shown = visible(&path.display().to_string(), &[]);
        let read = self.files.named(&path);
        let read = read.map_err(|(kind, why)| (kind, format!("cannot read `{shown}`: {why}")));
        let numbers = |text: String| {
            numbers(&text, unit, &shown).map_err(|message| (K::BadDataFile, message))
        };
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
fn numbers(text: &str, unit: Option<&str>, file: &str) -> Result<Vec<Form>, String> {
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
                return Err(format!("line {} of `{file}` is no number", at + 1));
            }
        });
    }
    if values.is_empty() {
        return Err(format!("`{file}` has no values"));
    }
    Ok(values)
}
