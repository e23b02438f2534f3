//! `caspian schema`: what an editor needs to help with scenario files.

use super::terminal;
use crate::error::Error;

/// Print the JSON Schema of scenario files
///
/// An editor that knows it completes keys and shows mistakes while you type.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {}

const EXAMPLES: &str = "\
Examples:
  caspian schema > scenarios/caspian.schema.json
  and as the first line of a scenario:  #:schema ./caspian.schema.json";

/// Prints the schema.
pub(super) fn run(_: &Arguments) -> Result<(), Error> {
    terminal::print(&(crate::scenario::schema() + "\n"))
}
