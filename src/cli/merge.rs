//! `caspian merge`: shares of a run or study put together.

use super::{Failure, terminal};
use crate::batch;
use crate::report;
use crate::results::Options;
use crate::table::Style;
use std::path::PathBuf;

/// Put the shares of a run or study together
///
/// The tables are those that one run would have written. Gaps, overlaps, and shares of another
/// seed, scenario or version are refused.
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

    /// Replace results that exist
    ///
    /// For example `-o results/trial --force`.
    #[arg(short, long)]
    force: bool,

    /// Form of the tables of a run; those of a study stay as they are
    ///
    /// For example `--csv excel-ru`.
    #[arg(long, value_name = "FORM", default_value = "plain", value_parser = ["plain", "excel-ru"])]
    csv: String,

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
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let style = if arguments.csv == "excel-ru" { Style::ExcelRu } else { Style::Plain };
    let options = Options { force: arguments.force, style };
    batch::merge(&arguments.shares, &arguments.output, options)?;
    if !arguments.quiet {
        let screen = report::screen(&arguments.output, terminal::colour_on_stdout())?;
        terminal::print(&screen)?;
    }
    Ok(())
}
