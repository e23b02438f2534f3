//! `caspian report`: show a results directory.

use super::{Failure, sweep, terminal};
use crate::{report, results};
use std::path::{Path, PathBuf};

/// Show the results of a run or a study again
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  caspian report results/baseline")]
pub(super) struct Arguments {
    /// Directory that `caspian run` or `caspian sweep` has written
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Prints the screen of the results.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    Ok(terminal::print(&screen(&arguments.dir)?)?)
}

/// The screen of a run, or of a study.
pub(super) fn screen(dir: &Path) -> Result<String, Failure> {
    let study = results::open(dir)?.manifest.tables.iter().any(|table| table.file == "table.csv");
    match study {
        true => Ok(sweep::screen(dir)?),
        false => Ok(report::screen(dir, terminal::colour_on_stdout())?),
    }
}
