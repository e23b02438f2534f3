//! Does every number of the shipped scenarios say where it is from, and no better than it is?
//!
//! Read from the files alone, each for itself: what a layer below says of a number does not speak
//! for the one that a later layer puts in its place.

use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// Keys that hold no number of the world.
const WORDS: [&str; 8] =
    ["title", "note", "source", "evidence", "kind", "grade", "metric", "cause"];

/// Scenarios of made-up numbers.
const MADE_UP: [&str; 1] = ["minimal.toml"];

/// What is wrong with the sources of a scenario.
fn faults(file: &str, text: &str) -> Vec<String> {
    let root: Table = text.parse().unwrap_or_else(|fault| panic!("{file}: {fault}"));
    let mut faults = Vec::new();
    for (section, entry) in &root {
        let Value::Table(entry) = entry else { continue };
        match section.as_str() {
            "horizon" | "run" => {}
            "correlation" => of_component(file, section, entry, &mut faults),
            _ => {
                let tables = entry.iter().filter_map(|(name, one)| Some((name, one.as_table()?)));
                for (name, component) in tables {
                    of_component(file, &format!("{section}.{name}"), component, &mut faults);
                }
            }
        }
    }
    faults
}

fn of_component(file: &str, path: &str, component: &Table, faults: &mut Vec<String>) {
    for (key, value) in component {
        if WORDS.contains(&key.as_str()) || !holds_number(value) {
            continue;
        }
        let source = of_key(component.get("source"), key);
        let grade = of_key(component.get("evidence"), key);
        let why = match (source, grade) {
            (None, _) => "has no source in this file",
            (_, None) => "has no evidence in this file",
            (Some(source), Some(grade)) => match weakness(source, grade) {
                Some(why) => why,
                None => continue,
            },
        };
        faults.push(format!("{file}: {path}.{key} {why}"));
    }
}

/// The text for this key: its own, or the one for all.
fn of_key<'a>(texts: Option<&'a Value>, key: &str) -> Option<&'a str> {
    match texts? {
        Value::Table(by_key) => by_key.get(key)?.as_str(),
        text => text.as_str(),
    }
}

/// Why a grade is better than its source.
fn weakness(source: &str, grade: &str) -> Option<&'static str> {
    let known = ["A", "B", "C", "D"].contains(&grade);
    let assumed = source.contains("assum");
    // Another key or component that has an address, or what the study was given to start from.
    let follows = ["same source", "same cases", "as for ", "as `", "as kmtf", "as in the baseline"];
    let given = ["by definition", "as `rate` counts", "figures the study starts from"];
    let named = |words: &[&str]| words.iter().any(|words| source.contains(words));
    let address = source.contains("://") || named(&follows) || named(&given);
    if !known {
        Some("has no grade from A to D")
    } else if grade != "D" && assumed {
        Some("speaks of an assumption and is not D, its weakest part")
    } else if grade != "D" && !address {
        Some("is no assumption and has no address to follow")
    } else {
        None
    }
}

/// A number, a date, a quantity such as "2 Mt/y", or something that holds one.
fn holds_number(value: &Value) -> bool {
    match value {
        Value::Integer(_) | Value::Float(_) | Value::Datetime(_) => true,
        Value::String(text) => {
            text.trim_start_matches(['+', '-', 'x', ' ']).starts_with(|c: char| c.is_ascii_digit())
                || text.contains('{')
        }
        Value::Array(items) => items.iter().any(holds_number),
        Value::Table(table) => table.values().any(holds_number),
        Value::Boolean(_) => false,
    }
}

#[test]
fn every_number_of_every_scenario_has_a_source_and_an_honest_grade() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut found = Vec::new();
    let mut read = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if !file.ends_with(".toml") || MADE_UP.contains(&file.as_str()) {
            continue;
        }
        found.extend(faults(&file, &fs::read_to_string(&path).unwrap()));
        read += 1;
    }
    found.sort();
    assert!(read >= 8, "{read}");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_number_without_an_honest_source_is_found() {
    let of = |text: &str| faults("x.toml", text);
    let http = "source = \"https://example.org/1\"";
    assert!(of(&format!("[link.a]\ncapacity = \"2 Mt/y\"\n{http}\nevidence = \"A\"\n")).is_empty());
    for (text, why) in [
        ("[link.a]\npriority = 2\nsource = { capacity = \"x\" }", "link.a.priority has no source"),
        ("[node.a]\nsupply = { 2025-01-01 = \"2 Mt/y\" }", "node.a.supply has no source"),
        ("[correlation]\npairs = [[\"a\", \"b\", 0.5]]", "correlation.pairs has no source"),
        ("[observed.a]\nvalue = \"2 Mt\"\nsource = \"https://example.org\"", "has no evidence"),
        ("[port.a]\nberths = 0\nsource = \"no berth yet\"\nevidence = \"A\"", "no address"),
        ("[a.b]\nc = 1\nsource = \"https://a.b; range: assumption\"\nevidence = \"B\"", "weakest"),
        ("[a.b]\nchanges = { \"c.d\" = \"+{ pert = [1, 2, 3] }\" }", "a.b.changes has no source"),
        ("[a.b]\nc = 1\nsource = \"https://a.b\"\nevidence = \"E\"", "no grade from A to D"),
    ] {
        let found = of(text).join("\n");
        assert!(found.contains(why), "{text}: {found}");
    }
    assert!(of("[route.a]\nlinks = [\"makhachkala-7k\"]\n[event]\nb = false\n").is_empty());
}
