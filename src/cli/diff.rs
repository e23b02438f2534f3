//! `caspian diff`: what differs between two scenarios.

use super::terminal;
use crate::error::Error;
use crate::report::aligned;
use crate::study::diff::{Differs, diff, flatten};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Show what differs between two scenarios, in their units
///
/// Files are merged with what they extend first. Of a results directory its scenario counts.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario or results directory
    #[arg(value_name = "A")]
    a: PathBuf,

    /// Another one
    #[arg(value_name = "B")]
    b: PathBuf,

    /// Change a number of B first; may be given again and again
    ///
    /// For example `caspian diff x.toml x.toml --set "node.tengiz.supply=x 0.9"`.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    changes: Vec<String>,

    /// Show every key in full, with titles, sources and ratings
    ///
    /// For example `caspian diff --all scenarios/baseline.toml scenarios/official-2029.toml`.
    #[arg(long)]
    all: bool,
}

const EXAMPLES: &str = "\
Examples:
  caspian diff scenarios/baseline.toml scenarios/accelerated-2029.toml
  caspian diff results/a results/b";

/// Characters of a value that are shown.
const VALUE: usize = 44;

/// Prints the keys that differ.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let load = |path: &PathBuf, changes: &[String]| {
        let inside = path.join("scenario.toml");
        super::load(if path.is_dir() { &inside } else { path }, changes)
    };
    let (a, b) = (load(&arguments.a, &[])?, load(&arguments.b, &arguments.changes)?);
    let all = diff(&a.text, &b.text);
    if all.is_empty() {
        return terminal::print("the scenarios say the same\n");
    }
    let text = match arguments.all {
        true => aligned(&all.iter().map(|differs| row(differs, usize::MAX)).collect::<Vec<_>>()),
        false => short(&all, &components(&a.text), &components(&b.text)),
    };
    terminal::print(&text)
}

/// Numbers first of all: components that are new or gone in a line each, and no remarks.
fn short(all: &[Differs], a: &BTreeSet<String>, b: &BTreeSet<String>) -> String {
    let (remarks, rest): (Vec<&Differs>, Vec<&Differs>) =
        all.iter().partition(|differs| is_remark(&differs.path));
    let alone = |path: &str| {
        let component = component(path);
        match (a.contains(&component), b.contains(&component)) {
            (true, false) => Some(format!("only in A: {component}")),
            (false, true) => Some(format!("only in B: {component}")),
            _ => None,
        }
    };
    let (lone, both): (Vec<&Differs>, Vec<&Differs>) =
        rest.into_iter().partition(|differs| alone(&differs.path).is_some());
    let mut text = aligned(&both.into_iter().map(|d| row(d, VALUE)).collect::<Vec<_>>());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lone.iter().filter_map(|differs| alone(&differs.path)) {
        *counts.entry(line).or_default() += 1;
    }
    for (line, count) in counts {
        text += &format!("{line}, {count} key{}\n", if count == 1 { "" } else { "s" });
    }
    if !remarks.is_empty() {
        text += &format!("{} titles, sources and ratings differ as well\n", remarks.len());
    }
    text + "--all shows every key in full\n"
}

/// Says something about numbers and is none.
fn is_remark(path: &str) -> bool {
    path.split('.').any(|key| matches!(key, "source" | "evidence" | "title" | "note"))
}

/// `section.name` of a key path.
fn component(path: &str) -> String {
    path.split('.').take(2).collect::<Vec<_>>().join(".")
}

fn components(text: &str) -> BTreeSet<String> {
    flatten(text).keys().map(|path| component(path)).collect()
}

fn row(differs: &Differs, most: usize) -> Vec<String> {
    let side = |value: &Option<String>| {
        let text = value.clone().unwrap_or_else(|| "-".to_owned());
        match text.char_indices().nth(most) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    };
    let change = differs.change.as_ref().map_or(String::new(), |(difference, share)| {
        let share = share.map_or(String::new(), |share| format!(" ({:+.1} %)", 100.0 * share));
        format!("{difference}{share}")
    });
    vec![differs.path.clone(), side(&differs.a), side(&differs.b), change]
}
