//! `caspian sizing`: what a target needs of each link of its chain, by arithmetic.

use super::{Failure, terminal};
use crate::error::{Error, Topic};
use crate::report::aligned;
use crate::study::sizing::{Need, OCCUPANCY, sizing};
use std::path::PathBuf;

/// Show what a volume needs of each link of a target's chain, what there is, and the gap
///
/// Plain arithmetic, no simulation: uncertain numbers at their median, berths planned for 60 %
/// of their time, ships without waiting. The simulation says what is lost beyond that.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Volume over the target's routes [default: the target's]
    ///
    /// For example `--target "20 Mt/y"`.
    #[arg(long, value_name = "VOLUME")]
    target: Option<String>,

    /// Name of the target whose chain is sized [default: the scenario's first]
    ///
    /// For example `--of trans-caspian`.
    #[arg(long, value_name = "NAME")]
    of: Option<String>,

    /// Change a number of the scenario; may be given again and again
    ///
    /// For example `--set port.aktau.berths=5`.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    changes: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  caspian sizing scenarios/official-2029.toml --target \"20 Mt/y\"
  caspian sizing scenarios/baseline.toml --target \"7.5 Mt/y\"";

/// Prints needs by link and year.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let scenario = super::load(&arguments.file, &arguments.changes)?;
    let model = &scenario.model;
    let target = &model.targets[super::target(model, arguments.of.as_deref())?];
    let volume = match &arguments.target {
        Some(text) => volume(text)?,
        None => target.at_least,
    };
    let needs = sizing(model, target, volume);
    let mut text = format!("{} sized for {} Mt a year\n\n", target.title, short(volume / 1e6));
    let mut rows = vec![heading(&needs)];
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for need in &needs {
        let key = (need.entity.as_str(), need.what);
        if !seen.contains(&key) {
            seen.push(key);
            rows.push(row(&needs, key));
        }
    }
    text += &aligned(&rows);
    text += &format!(
        "\nneed: in the last year; then what there is by year, * where it is short\n\
         Mt/y, berths at {:.0} % of their time, ships without waiting\n",
        100.0 * OCCUPANCY
    );
    Ok(terminal::print(&text)?)
}

fn volume(text: &str) -> Result<f64, Error> {
    let wrong = |message: String| Error::Input {
        topic: Topic::Usage,
        message,
        help: Some("for example --target \"20 Mt/y\"".to_owned()),
    };
    let number: Option<f64> = text.trim().strip_suffix("Mt/y").and_then(|n| n.trim().parse().ok());
    let number = number.filter(|number| number.is_finite() && *number > 0.0);
    number.map(|number| number * 1e6).ok_or_else(|| wrong(format!("`{text}` is no volume in Mt/y")))
}

fn heading(needs: &[Need]) -> Vec<String> {
    let mut years: Vec<i16> = needs.iter().map(|need| need.year).collect();
    years.dedup();
    let years = years.into_iter().map(|year| year.to_string());
    ["link".to_owned(), "need".to_owned()].into_iter().chain(years).collect()
}

fn row(needs: &[Need], key: (&str, &str)) -> Vec<String> {
    let of = needs.iter().filter(|need| (need.entity.as_str(), need.what) == key);
    let size = |need: &Need| if need.unit.is_empty() { 1.0 } else { 1e6 };
    let have = of.clone().map(|need| {
        let mark = if need.gap() > 0.0 { "*" } else { "" };
        if need.have.is_finite() {
            format!("{}{mark}", short(need.have / size(need)))
        } else {
            "all".to_owned()
        }
    });
    let last = of.clone().next_back();
    let need = last.map_or(String::new(), |need| short(need.need / size(need)));
    [label(key), need].into_iter().chain(have).collect()
}

/// Entity and what it needs, short enough for six years beside it.
fn label((entity, what): (&str, &str)) -> String {
    const MOST: usize = 32;
    let whole = format!("{entity} {what}");
    match entity.split_once(" + ") {
        Some((first, rest)) if whole.chars().count() > MOST => {
            let more = rest.split(" + ").count();
            format!("{first} + {more} more {what}")
        }
        _ => whole,
    }
}

fn short(value: f64) -> String {
    if value >= 1e4 { "no limit".to_owned() } else { format!("{value:.1}") }
}
