//! The command line: a file per command, and the only place that prints.
//!
//! Reads words into options, calls the library and shows what it says. It decides nothing
//! about oil. Exit codes: 0 done, 1 failed, 2 bad usage or scenario; interrupted 130, or
//! 128 and the number of another signal.

mod bottlenecks;
mod check;
mod common;
mod compare;
mod diff;
mod explain;
mod generate;
mod interrupt;
mod merge;
mod precision;
mod progress;
mod report;
mod run;
mod schema;
mod sensitivity;
mod sizing;
mod stress;
mod sweep;
mod teller;
mod terminal;

use crate::error::{Error, Topic};
use crate::model::Model;
use crate::scenario::{self, Change, Scenario};
use clap::{Parser, Subcommand};
use interrupt::Interrupt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Monte Carlo simulator of oil export flows over a network with limited, failing capacities
#[derive(Parser)]
#[command(name = "caspian", version, about, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  caspian check scenarios/baseline.toml
  caspian run scenarios/baseline.toml
  caspian run scenarios/baseline.toml -o results/four-berths --set port.aktau.berths=4
  caspian report results/baseline

`caspian help COMMAND` explains every option of a command.";

#[derive(Subcommand)]
enum Command {
    Run(run::Arguments),
    Check(check::Arguments),
    Report(report::Arguments),
    Schema(schema::Arguments),
    Sweep(sweep::Arguments),
    Compare(compare::Arguments),
    Diff(diff::Arguments),
    Bottlenecks(bottlenecks::Arguments),
    Sizing(sizing::Arguments),
    Stress(stress::Arguments),
    Merge(merge::Arguments),
    Sensitivity(sensitivity::Arguments),
    Explain(explain::Arguments),
    Completions(generate::Completions),
    Man(generate::Man),
}

/// Entry point of the program.
pub fn main() -> ExitCode {
    let interrupt = Interrupt::default();
    // On bad usage clap itself prints, and exits with 2.
    let result = match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments, &interrupt),
        Command::Check(arguments) => check::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Sweep(arguments) => sweep::run(&arguments, &interrupt),
        Command::Bottlenecks(arguments) => bottlenecks::run(&arguments, &interrupt),
        Command::Sizing(arguments) => sizing::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments, &interrupt),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Stress(arguments) => stress::run(&arguments, &interrupt),
        Command::Merge(arguments) => merge::run(&arguments),
        Command::Sensitivity(arguments) => sensitivity::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Completions(arguments) => generate::completions(&arguments),
        Command::Man(arguments) => generate::man(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let code = interrupt.exit_code(&error);
            terminal::error(&error);
            ExitCode::from(code)
        }
    }
}

/// Reads a scenario with the changes of `--set`.
fn load(file: &Path, changes: &[String]) -> Result<Scenario, Error> {
    let changes: Vec<_> =
        changes.iter().map(|text| Change::parse(text)).collect::<Result<_, _>>()?;
    Ok(scenario::load(file, &changes)?)
}

/// Says what is worth knowing of a scenario.
fn notices(scenario: &Scenario) {
    if !scenario.notices.all.is_empty() {
        terminal::findings(&scenario.notices);
        terminal::say("");
    }
}

/// Index of the target of a name, or of the first.
fn target(model: &Model, name: Option<&str>) -> Result<usize, Error> {
    let names = model.targets.iter().map(|target| target.name.as_str()).collect::<Vec<_>>();
    let found = match name {
        Some(name) => names.iter().position(|known| *known == name),
        None => (!names.is_empty()).then_some(0),
    };
    found.ok_or_else(|| match name {
        Some(name) => Error::input(
            Topic::Target,
            format!("no target `{name}`; there are {}", names.join(", ")),
        ),
        None => Error::input(Topic::Target, "the scenario has no [target]"),
    })
}

/// The directory asked for, or `results/` and the name of `file` with something behind it.
fn directory(asked: Option<&Path>, file: &Path, behind: &str) -> Result<PathBuf, Error> {
    if let Some(asked) = asked {
        return Ok(asked.to_owned());
    }
    let mut dir = Path::new("results").join(file.file_stem().ok_or_else(|| {
        Error::input(Topic::Usage, format!("`{}` does not name a file", file.display()))
    })?);
    dir.as_mut_os_string().push(behind);
    Ok(dir)
}
