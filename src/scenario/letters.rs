//! Texts that do harm where they are shown: control characters and first letters of formulas.
//!
//! The one check of all texts and keys of a scenario, whatever they are for.

use super::tree::{Form, Item, Table};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Located, Place};
use crate::text::{formula_start, is_control};

/// Keys whose text may have tabs and several lines.
const LONG: [&str; 2] = ["note", "source"];
/// Keys whose texts are the first in cells of tables.
const CELLS: [&str; 3] = ["cause", "crosses", "states"];

/// Faults of the texts of a scenario, and of what its `[study]` says.
pub(super) fn faults(root: &Item, study: Option<&Item>) -> Vec<Located> {
    let mut found = Vec::new();
    for item in std::iter::once(root).chain(study) {
        look(&mut found, item, "", false);
    }
    found
}

/// Looks through a value that stands under `key`, in a key of several lines or not.
fn look(found: &mut Vec<Located>, item: &Item, key: &str, long: bool) {
    match &item.form {
        Form::Text(text) => of_text(found, text, item.place, (key, long)),
        Form::List(items) => items.iter().for_each(|item| look(found, item, key, long)),
        Form::Table(table) => of_table(found, table, long),
        _ => {}
    }
}

fn of_table(found: &mut Vec<Located>, table: &Table, long: bool) {
    for (key, entry) in table {
        if let Some(letter) = key.chars().find(|letter| is_control(*letter)) {
            let message = format!("a key has the control character {}", name(letter));
            tell(found, K::ControlCharacter, entry.key, message, "leave it out");
        }
        look(found, &entry.item, key, long || LONG.contains(&key.as_str()));
    }
}

fn of_text(found: &mut Vec<Located>, text: &str, place: Place, (key, long): (&str, bool)) {
    let lines = text.replace("\r\n", "\n");
    let is_bad = |letter: &char| is_control(*letter) && !(long && ['\n', '\t'].contains(letter));
    if let Some(letter) = lines.chars().find(is_bad) {
        let message = format!("the text of `{key}` has the control character {}", name(letter));
        let help = match letter {
            '\n' | '\t' => "write it in one line; only `note` and `source` may have several",
            _ => "leave it out",
        };
        tell(found, K::ControlCharacter, place, message, help);
    } else if let Some(letter) = formula_start(text).filter(|_| CELLS.contains(&key)) {
        let message = format!("the text of `{key}` begins with `{letter}`, as a formula does");
        tell(found, K::FormulaStart, place, message, "begin it with a letter or a digit");
    }
}

fn name(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

fn tell(found: &mut Vec<Located>, kind: K, place: Place, message: String, help: &str) {
    let fault = Fault::new(kind, "", message).help(help);
    found.push(Located { fault, at: Some(place), related: None });
}
