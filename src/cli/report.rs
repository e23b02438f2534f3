//! `caspian report`: show a results directory.

use super::{bottlenecks, sweep, terminal};
use crate::error::{Error, Topic};
use crate::report;
use crate::results::{self, Kind};
use std::path::{Path, PathBuf};

/// Show the results of a run or a study again
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  caspian report results/baseline")]
pub(super) struct Arguments {
    /// Directory that `caspian run`, `sweep` or `bottlenecks` has written
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Prints the screen of the results.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    terminal::print(&screen(&arguments.dir)?)
}

/// The screen of a directory, by its kind.
pub(super) fn screen(dir: &Path) -> Result<String, Error> {
    let results = results::open(dir)?;
    match &results.manifest.kind {
        Kind::Run => report::screen(dir, terminal::colour_on_stdout()),
        Kind::Study => sweep::screen(dir),
        Kind::Bottlenecks { .. } => bottlenecks::screen::all(&results),
        other => {
            let message = format!("`{}` holds {}", dir.display(), other.words());
            Err(Error::input(Topic::Results, message))
        }
    }
}
