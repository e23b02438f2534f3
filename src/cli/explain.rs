//! `caspian explain`: what a metric or a code means.

use super::{Failure, terminal};
use crate::catalogue::{self, Kind, filled};
use crate::diagnostic::nearest;
use crate::error::{Error, Topic};
use crate::metric::CARDS;
use crate::report::aligned;

/// Say what a metric or the code of an error means, or list them all
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Name of a metric, as in the tables, or a code, as in the last line of a message
    #[arg(value_name = "METRIC|CODE")]
    name: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  caspian explain
  caspian explain shut-in
  caspian explain E022";

/// Quantities of comparisons and stress tests, which no run reports.
const MADE: [(&str, &str, &str); 6] = [
    (
        "target-reached",
        "1",
        "Whether a target is reached in its year: the mean is its probability.",
    ),
    ("lost", "t", "Stress: exports missing at the end of the horizon against the undisturbed run."),
    ("deferred", "t", "Stress: exports that were missing at the worst moment and came later."),
    (
        "days-to-first-cut",
        "d",
        "Stress: days from the start of the loss to the first day of more shut-in, the first being 1.",
    ),
    (
        "days-to-recover",
        "d",
        "Stress: days from the end of the loss to the last day of more shut-in.",
    ),
    ("rerouted", "t", "Stress: exports of a route more than undisturbed while the loss lasts."),
];

/// Prints one definition, or all names.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let text = match &arguments.name {
        None => list(),
        Some(name) => {
            let code = catalogue::find(name).map(catalogue::page);
            code.or_else(|| metric(&name.to_lowercase())).ok_or_else(|| unknown(name))?
        }
    };
    Ok(terminal::print(&text)?)
}

/// Names with units, then codes with titles.
fn list() -> String {
    let metrics = metrics().map(|(name, unit)| vec![name.to_owned(), unit.to_owned()]);
    let rows = aligned(&metrics.collect::<Vec<_>>());
    let mut text = "Metrics and their units\n".to_owned();
    text.extend(rows.lines().map(|row| format!("  {row}\n")));
    let mut area = "";
    for kind in Kind::ALL {
        if kind.area() != area {
            area = kind.area();
            text += &format!("\n{area}\n");
        }
        text += &format!("  {}  {}\n", kind.code(), kind.title());
    }
    text + "\n`caspian explain NAME` says what one of them means.\n"
}

/// Every metric with its unit.
fn metrics() -> impl Iterator<Item = (&'static str, &'static str)> {
    let cards = CARDS.iter().map(|card| (card.name, card.unit));
    cards.chain(MADE.iter().map(|(name, unit, _)| (*name, *unit)))
}

/// What a metric of this name means.
fn metric(name: &str) -> Option<String> {
    if let Some(card) = CARDS.iter().find(|card| card.name == name) {
        let of: Vec<&str> = card.of.iter().map(|of| of.name()).collect();
        let of = of.join(", ");
        let head = format!("{name} ({}), of {of}", card.unit);
        return Some(filled(&head, "") + &filled(card.definition, ""));
    }
    let (_, unit, definition) = MADE.iter().find(|(made, _, _)| *made == name)?;
    Some(format!("{name} ({unit})\n{}", filled(definition, "")))
}

fn unknown(name: &str) -> Error {
    let codes: Vec<String> = Kind::ALL.iter().map(|kind| kind.code().to_string()).collect();
    let known = metrics().map(|(name, _)| name).chain(codes.iter().map(String::as_str));
    let near =
        nearest(name, known).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Error::Input {
        topic: Topic::Usage,
        message: format!("unknown metric or code `{name}`{near}"),
        help: Some("`caspian explain` lists them all".to_owned()),
    }
}
