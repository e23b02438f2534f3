//! `caspian explain`: what a metric or a code means.

use super::terminal;
use crate::catalogue::{self, Kind, filled};
use crate::diagnostic::nearest;
use crate::error::{Error, Topic};
use crate::metric::{CARDS, MADE};
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

/// Prints one definition, or all names.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let text = match &arguments.name {
        None => list(),
        Some(name) => {
            let code = catalogue::find(name).map(catalogue::page);
            code.or_else(|| metric(&name.to_lowercase())).ok_or_else(|| unknown(name))?
        }
    };
    terminal::print(&text)
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

/// Every metric with its unit, each name once.
fn metrics() -> impl Iterator<Item = (&'static str, &'static str)> {
    let cards = CARDS.iter().map(|card| (card.name, card.unit.name()));
    let reported = |name: &str| CARDS.iter().any(|card| card.name == name);
    let made = MADE.iter().filter(move |made| !reported(made.name));
    cards.chain(made.map(|made| (made.name, made.unit.name())))
}

/// What a metric of this name means, in runs and in studies.
fn metric(name: &str) -> Option<String> {
    let card = CARDS.iter().find(|card| card.name == name).map(|card| {
        let of: Vec<&str> = card.of.iter().map(|of| of.name()).collect();
        let head = format!("{name} ({}), of {}", card.unit, of.join(", "));
        filled(&head, "") + &filled(card.definition, "")
    });
    let made = MADE.iter().filter(|made| made.name == name).map(|made| {
        let head = format!("{name} ({}), in {}", made.unit, made.table);
        filled(&head, "") + &filled(made.definition, "")
    });
    let pages: Vec<String> = card.into_iter().chain(made).collect();
    (!pages.is_empty()).then(|| pages.join("\n"))
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
