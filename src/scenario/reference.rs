//! The keys as tables for the manual, from the same definitions as the reader.

use super::keys::{self, Key, Need, Type};
use crate::model::Process;
use crate::units::Dimension;
use std::fmt::Write;

/// A table of keys for the top of a file and for each section, as Markdown.
///
/// `docs/scenario-format.md` holds it word for word.
pub fn reference() -> String {
    let mut text = String::new();
    write_keys(&mut text, "At the top of a file", "", keys::TOP.iter());
    for section in keys::SECTIONS {
        let title = match section.named {
            true => format!("`[{}.NAME]`", section.name),
            false => format!("`[{}]`", section.name),
        };
        write_keys(&mut text, &title, section.meaning, section.keys.iter());
        if section.name == "hazard" {
            write_kinds_of_hazards(&mut text);
        }
    }
    write_keys(&mut text, "On every named component", "", keys::COMMON.iter());
    text
}

fn write_kinds_of_hazards(text: &mut String) {
    let yes = |is: bool| if is { "yes" } else { "no" };
    text.push_str("| `process` | acts | outages overlap | has a rate | has durations |\n");
    text.push_str("|---|---|---|---|---|\n");
    for kind in Process::KINDS {
        let [overlaps, rate, durations] = [kind.overlaps, kind.rate, kind.durations].map(yes);
        let (name, acts) = (kind.name, kind.acts);
        let _ = writeln!(text, "| `{name}` | {acts} | {overlaps} | {rate} | {durations} |");
    }
    text.push('\n');
}

fn write_keys<'a>(
    text: &mut String,
    title: &str,
    meaning: &str,
    keys: impl Iterator<Item = &'a Key>,
) {
    let _ = writeln!(text, "### {title}\n");
    if !meaning.is_empty() {
        let _ = writeln!(text, "{}{}.\n", meaning[..1].to_uppercase(), &meaning[1..]);
    }
    text.push_str("| key | takes | default | meaning |\n|---|---|---|---|\n");
    for key in keys {
        let default = match key.need {
            Need::Required => "required".to_owned(),
            Need::Optional => "none".to_owned(),
            Need::Default(default) => format!("`{default}`"),
        };
        let only = match key.only {
            [] => String::new(),
            kinds => format!(" ({} only)", kinds.join(", ")),
        };
        let takes = takes(key.takes);
        let _ = writeln!(text, "| `{}` | {takes} | {default} | {}{only} |", key.name, key.meaning);
    }
    text.push('\n');
}

/// A dimension with its usual unit.
fn quantity(dimension: Dimension) -> String {
    let words = dimension.words();
    let bare = words.split_once(' ').map_or(words, |(_, word)| word);
    let unit = match dimension {
        Dimension::Flow => ", t/d … Mt/y",
        Dimension::Mass => ", t … Mt",
        Dimension::Duration => ", min … y",
        Dimension::Rate => ", /d … /y",
        Dimension::Price => ", USD/t",
        Dimension::Share => ", % or 0 to 1",
        Dimension::Probability => ", 0 to 1",
        _ => "",
    };
    format!("{bare}{unit}")
}

/// Words as they stand in a file.
fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
    words.join(", ")
}

fn takes(takes: Type) -> String {
    let names = |sections: &[&str]| sections.join(" or ");
    match takes {
        Type::Text => "text".to_owned(),
        Type::Amount => "quantity, or a plain number".to_owned(),
        Type::Name(sections) => format!("name of a {}", names(sections)),
        Type::Names(sections) => format!("names of a {}", names(sections)),
        Type::Stages(sections) => {
            format!("names of a {}, or lists of them", names(sections))
        }
        Type::Components(_) => "paths such as `\"link.name\"`".to_owned(),
        Type::Texts => "texts".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Whole(..) => "whole number".to_owned(),
        Type::Flag => "`true` or `false`".to_owned(),
        Type::Choice(words) => quoted(words),
        Type::Known(dimension) => format!("{} (known)", quantity(dimension)),
        Type::KnownList(dimension) => format!("list: {} (known)", quantity(dimension)),
        Type::Uncertain(dimension) => format!("{} (belief)", quantity(dimension)),
        Type::Dice(dimension) => format!("{} (dice)", quantity(dimension)),
        Type::Series(dimension, None) => format!("{} (by date, belief)", quantity(dimension)),
        Type::Series(dimension, Some(word)) => {
            format!("{} (by date, belief), or `\"{word}\"`", quantity(dimension))
        }
        Type::ByUnits(dimension) => {
            format!("{} (by date, belief), or a list by units", quantity(dimension))
        }
        Type::FlagByDate => "`true` or `false` (by date)".to_owned(),
        Type::Takes => "whole number, `\"all\"`, or a share (belief)".to_owned(),
        Type::Twelve => "12 plain numbers".to_owned(),
        Type::States => "list of `{ leaves, probability }` (beliefs)".to_owned(),
        Type::ByState(dimension) => format!("by state: {} (dice)", quantity(dimension)),
        Type::Matrix(dimension) => format!("by name, then state: {} (belief)", quantity(dimension)),
        Type::Surge => "`{ extra, ramp }`".to_owned(),
        Type::Changes => "changes by key path in quotes".to_owned(),
        Type::Pairs => "list of `[path, path, number]`".to_owned(),
        Type::TextByKey => "text, or texts by key".to_owned(),
        Type::GradeByKey => "`\"A\"` to `\"D\"`, or by key".to_owned(),
    }
}
