//! `caspian report`: show a results directory.

use super::{bottlenecks, sweep, terminal};
use crate::error::{Error, Topic};
use crate::report;
use crate::results::{self, Results};
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

/// The screen of a run or of a study.
pub(super) fn screen(dir: &Path) -> Result<String, Error> {
    let results = results::open(dir)?;
    if results.has("waterfall.csv") {
        return bottlenecks::screen::all(&results);
    }
    if results.has("table.csv") {
        return sweep::screen(dir);
    }
    if results.has("summary.csv") && results.manifest.shard.is_none() {
        return report::screen(dir, terminal::colour_on_stdout());
    }
    Err(other(&results))
}

/// Tables of commands that show them once.
const OTHERS: [(&str, &str); 3] =
    [("compare.csv", "compare"), ("stress.csv", "stress"), ("sensitivity.csv", "sensitivity")];

/// What results are that cannot be shown here, and where to look instead.
fn other(results: &Results) -> Error {
    let dir = results.dir.display();
    let found = OTHERS.iter().find(|(file, _)| results.has(file));
    let (what, help) = match (found, &results.manifest.shard) {
        (Some((file, command)), _) => {
            (format!("was made by `caspian {command}`"), format!("open {dir}/{file}"))
        }
        (None, Some(share)) => (
            format!("is share {share} of a whole"),
            "put the shares together with `caspian merge`".to_owned(),
        ),
        (None, None) => ("is no run and no study".to_owned(), format!("open {dir}/manifest.json")),
    };
    let message = format!("`{dir}` {what}: there is no screen of it");
    Error::Input { topic: Topic::Results, message, help: Some(help) }
}
