//! `caspian explain`: what a metric means.

use super::{Failure, terminal};
use crate::diagnostic::did_you_mean;
use crate::error::Error;
use crate::metric::CARDS;
use crate::report::aligned;

/// Say what a metric means, or list them all
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  caspian explain\n  caspian explain shut-in")]
pub(super) struct Arguments {
    /// Name of a metric, as in the tables
    #[arg(value_name = "METRIC")]
    name: Option<String>,
}

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
    let Some(name) = &arguments.name else {
        let cards = CARDS.iter().map(|card| (card.name, card.unit));
        let all = cards.chain(MADE.iter().map(|(name, unit, _)| (*name, *unit)));
        let rows = all.map(|(name, unit)| vec![name.to_owned(), unit.to_owned()]);
        return Ok(terminal::print(&aligned(&rows.collect::<Vec<_>>()))?);
    };
    let card = CARDS.iter().find(|card| card.name == name);
    let made = MADE.iter().find(|(made, _, _)| made == name);
    let text = match (card, made) {
        (Some(card), _) => {
            let of: Vec<&str> = card.of.iter().map(|of| of.name()).collect();
            format!("{name} ({}), of {}\n{}\n", card.unit, of.join(", "), card.definition)
        }
        (None, Some((_, unit, definition))) => format!("{name} ({unit})\n{definition}\n"),
        (None, None) => {
            let near = did_you_mean(name, CARDS.iter().map(|card| card.name));
            return Err(Error::Input {
                message: format!("unknown metric `{name}`{near}"),
                help: Some("`caspian explain` lists them all".to_owned()),
            }
            .into());
        }
    };
    Ok(terminal::print(&text)?)
}
