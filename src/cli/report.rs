//! `caspian report`: show a results directory.

use super::terminal;
use crate::error::Error;
use crate::{report, results};
use std::path::{Path, PathBuf};

/// Show the results in a directory again
///
/// Every command shows what it has written in this way.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  caspian report results/baseline")]
pub(super) struct Arguments {
    /// Directory that a command has written
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Prints the screen of the results.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    show(&arguments.dir)
}

/// Prints what a directory says.
pub(super) fn show(dir: &Path) -> Result<(), Error> {
    let screen = report::screen(&results::open(dir)?, terminal::colour_on_stdout())?;
    terminal::print(&screen)
}
