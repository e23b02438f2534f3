//! `caspian diff`: what differs between two scenarios.

use super::{Failure, terminal};
use crate::report::aligned;
use crate::study::diff::{Differs, diff};
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
}

const EXAMPLES: &str = "\
Examples:
  caspian diff scenarios/baseline.toml scenarios/accelerated-2029.toml
  caspian diff results/a results/b";

/// Prints the keys that differ.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let load = |path: &PathBuf, changes: &[String]| {
        let inside = path.join("scenario.toml");
        super::load(if path.is_dir() { &inside } else { path }, changes)
    };
    let (a, b) = (load(&arguments.a, &[])?, load(&arguments.b, &arguments.changes)?);
    let differs = diff(&a.text, &b.text);
    if differs.is_empty() {
        return Ok(terminal::print("the scenarios say the same\n")?);
    }
    let rows: Vec<Vec<String>> = differs.iter().map(row).collect();
    Ok(terminal::print(&aligned(&rows))?)
}

fn row(differs: &Differs) -> Vec<String> {
    let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let change = differs.change.as_ref().map_or(String::new(), |(difference, share)| {
        let share = share.map_or(String::new(), |share| format!(" ({:+.1} %)", 100.0 * share));
        format!("{difference}{share}")
    });
    vec![differs.path.clone(), side(&differs.a), side(&differs.b), change]
}
