//! The merged scenario as text: the same bytes for the same scenario, whatever its layers.

use super::keys;
use super::tree::{Entry, Form, Item, Table};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Everything as TOML: keys at the top, then sections in order, components and keys by name.
pub(super) fn canonical(root: &Item) -> String {
    let mut text = String::new();
    let Some(root) = root.table() else { return text };
    for (name, entry) in root.iter().filter(|(name, _)| keys::section(name).is_none()) {
        let _ = writeln!(text, "{} = {}", key(name), value(&entry.item));
    }
    for section in keys::SECTIONS {
        let table = root.get(section.name).and_then(|entry| entry.item.table());
        let Some(table) = table else { continue };
        if !section.named {
            keys_of(&mut text, section.name, table);
            continue;
        }
        for (name, entry) in table {
            if let Some(component) = entry.item.table() {
                keys_of(&mut text, &format!("{}.{}", section.name, key(name)), component);
            }
        }
    }
    text
}

/// A table as lines of TOML, its keys in the order in which they were written.
pub(super) fn in_order(item: &Item) -> String {
    let line =
        |(name, entry): (&String, &Entry)| format!("{} = {}\n", key(name), ordered(&entry.item));
    by_place(item).into_iter().map(line).collect()
}

/// A value with the keys of tables in the order in which they were written.
fn ordered(item: &Item) -> String {
    match &item.form {
        Form::List(items) => {
            format!("[{}]", items.iter().map(ordered).collect::<Vec<_>>().join(", "))
        }
        Form::Table(table) if !table.is_empty() => {
            let pairs = by_place(item).into_iter();
            let pairs = pairs.map(|(name, e)| format!("{} = {}", key(name), ordered(&e.item)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        _ => value(item),
    }
}

fn by_place(item: &Item) -> Vec<(&String, &Entry)> {
    let mut entries: Vec<_> = item.table().into_iter().flatten().collect();
    entries.sort_by_key(|(_, entry)| entry.key);
    entries
}

fn keys_of(text: &mut String, path: &str, table: &Table) {
    let gap = if text.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{gap}[{path}]");
    for (name, entry) in table {
        let _ = writeln!(text, "{} = {}", key(name), value(&entry.item));
    }
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        toml::Value::from(name).to_string()
    }
}

fn value(item: &Item) -> String {
    match &item.form {
        Form::Text(text) => toml::Value::from(text.as_str()).to_string(),
        Form::Whole(number) => number.to_string(),
        Form::Real(number) => toml::Value::from(*number).to_string(),
        Form::Flag(flag) => flag.to_string(),
        Form::Date(date) => date.to_string(),
        Form::Time(text) => text.clone(),
        Form::List(items) => {
            let items: Vec<String> = items.iter().map(value).collect();
            format!("[{}]", items.join(", "))
        }
        Form::Table(table) if table.is_empty() => "{}".to_owned(),
        Form::Table(table) => {
            let pairs = table.iter();
            let pairs =
                pairs.map(|(name, entry)| format!("{} = {}", key(name), value(&entry.item)));
            let pairs: Vec<String> = pairs.collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// SHA-256 of a text, hexadecimal.
pub(crate) fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
