//! `caspian report`: show a results directory.

use super::{Failure, terminal};
use std::path::PathBuf;

/// Show the results of a run again
#[derive(clap::Args)]
#[command(after_help = "Example:\n  caspian report results/baseline")]
pub(super) struct Arguments {
    /// Directory that `caspian run` has written
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Prints the screen of the results.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let screen = crate::report::screen(&arguments.dir, terminal::colour_on_stdout())?;
    Ok(terminal::print(&screen)?)
}
