//! `caspian check`: read a scenario and say what is in it.

use super::terminal;
use crate::error::Error;
use crate::simulate;
use std::path::PathBuf;

/// Check a scenario without running it
///
/// Shows every error and notice with its place; of a good scenario its balance by year, its
/// weak numbers, and what each distribution implies.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario to check, for example scenarios/baseline.toml
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Change a number of the scenario first; may be given again and again
    ///
    /// For example `--set link.cpc-moorings.units=2`.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    changes: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  caspian check scenarios/baseline.toml
  caspian check scenarios/baseline.toml --set \"node.tengiz.supply=x 0.9\"";

/// Prints notices and what the scenario holds.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let scenario = super::load(&arguments.file, &arguments.changes)?;
    let model = &scenario.model;
    simulate::fits(model)?;
    super::notices(&scenario);
    let counts = [
        (model.nodes.len(), "node"),
        (model.links.len(), "link"),
        (model.routes.len(), "route"),
        (model.hazards.len(), "hazard"),
        (model.parameters.len(), "uncertain number"),
        (model.targets.len(), "target"),
        (model.observed.len(), "observation"),
    ];
    let counts = counts.map(|(count, what)| format!("{count} {what}{}", plural(count)));
    let days = model.horizon.steps();
    let span = format!("{} to {}, {days} days", model.horizon.start(), model.horizon.end());
    let head = format!("{}\n{span}\n{}\n", model.title, counts.join(", "));
    terminal::print(&format!("{head}\n{}", scenario.check()))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
