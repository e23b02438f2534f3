//! `caspian merge`: shares of a run or study put together.

use super::common::{self, Written};
use super::report;
use crate::batch;
use crate::error::Error;
use std::path::PathBuf;

/// Put the shares of a run or study together
///
/// The tables are those that one run would have written. Gaps, overlaps, and shares of another
/// seed, scenario or version are refused. Where points could not be run the exit code is 1.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Directories that `--shard` has written, in any order
    #[arg(value_name = "DIR", required = true)]
    shares: Vec<PathBuf>,

    /// Directory for the whole
    ///
    /// For example `-o results/whole`.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    #[command(flatten)]
    written: Written,

    /// Show nothing
    ///
    /// For example `-q -o results/whole`.
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  caspian run scenarios/baseline.toml --shard 1/2 -o results/part-1
  caspian run scenarios/baseline.toml --shard 2/2 -o results/part-2
  caspian merge results/part-1 results/part-2 -o results/baseline";

/// Merges and shows the whole.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let (shares, out) = (&arguments.shares, &arguments.output);
    let (failed, points) =
        batch::merge(shares, out, arguments.written.options(), common::command_line())?;
    if !arguments.quiet {
        report::show(out)?;
    }
    match failed.len() {
        0 => Ok(()),
        failed => Err(Error::Points { failed, points }),
    }
}
