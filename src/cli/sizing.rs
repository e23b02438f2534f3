//! `caspian sizing`: what a target needs of each link of its chain, by arithmetic.

use super::common::{self, Replace};
use super::terminal;
use crate::error::{Error, Topic};
use crate::metric::{Constraint, Unit};
use crate::model::Target;
use crate::report::aligned;
use crate::results::{About, Extra, Field, Kind, Manifest, Place, Sized};
use crate::scenario::Scenario;
use crate::study::sizing::{Need, OCCUPANCY, sizing};
use crate::table::Style;
use crate::units::{DAYS_PER_YEAR, Dimension, parse};
use std::path::PathBuf;

/// Years side by side on a screen.
const YEARS: usize = 6;

/// Show what a volume needs of each link of a target's chain, what there is, and the gap
///
/// Plain arithmetic, no simulation: uncertain numbers at their median, berths planned for 60 %
/// of their time, ships without waiting. Fleets that serve the same links, and ports at one end of
/// them, share the volume in proportion to what they could carry. The simulation says what is lost
/// beyond that.
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

    /// Also write sizing.csv to this directory
    ///
    /// For example `-o results/sizing-20`. One that exists is refused without --force.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    replace: Replace,
}

const EXAMPLES: &str = "\
Examples:
  caspian sizing scenarios/official-2029.toml --target \"20 Mt/y\"
  caspian sizing scenarios/baseline.toml --target \"7.5 Mt/y\"";

/// Shows needs by link and year, and writes them where that is asked for.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let scenario = super::load(&arguments.file, &arguments.changes)?;
    let model = &scenario.model;
    let target = &model.targets[super::target(model, arguments.of.as_deref())?];
    let volume = match &arguments.target {
        Some(text) => volume(text)?,
        None => target.at_least,
    };
    let needs = sizing(model, target, volume);
    if let Some(dir) = &arguments.output {
        let place = Place::claim(dir, arguments.replace.options())?;
        let occupancy = OCCUPANCY;
        let kind = Kind::Sizing(Sized { target: target.name.clone(), volume, occupancy });
        let files = [("scenario.toml", scenario.text.as_str())];
        place.write(manifest(&scenario, kind), &[table(target, &needs)], &files)?;
    }
    let mut text = format!("{} sized for {:.1} Mt a year\n", target.title, volume / 1e6);
    let mut years: Vec<i16> = needs.iter().map(|need| need.year).collect();
    years.dedup();
    for years in years.chunks(YEARS) {
        text += &format!("\n{}", aligned(&rows(&needs, years)));
    }
    text += &format!(
        "\nMt/y, berths at {:.0} % of their time, ships without waiting; ports at one end and\n\
         fleets share the volume by what they could carry. inf: no bound\n",
        100.0 * OCCUPANCY
    );
    terminal::print(&text)
}

/// Tonnes a year.
fn volume(text: &str) -> Result<f64, Error> {
    let tonnes = parse(text).ok().filter(|found| found.unit.dimension == Dimension::Flow);
    let tonnes = tonnes
        .and_then(|found| Some(found.canonical(None)? * DAYS_PER_YEAR / found.unit.span.days()));
    tonnes.filter(|tonnes| *tonnes > 0.0).ok_or_else(|| Error::Input {
        topic: Topic::Usage,
        message: format!("`{text}` is no volume of oil in a time"),
        help: Some("for example --target \"20 Mt/y\"".to_owned()),
    })
}

fn manifest(scenario: &Scenario, kind: Kind) -> Manifest {
    let command_line = common::command_line();
    let about = About { kind, command_line, ..About::of(scenario, 0, (0, 0)) };
    Manifest::new(&scenario.model, about, Style::Plain, Vec::new())
}

/// `sizing.csv`.
fn table(target: &Target, needs: &[Need]) -> Extra {
    let words = ["target", "period", "entity", "constraint", "unit"];
    let columns = words.map(|name| (name.to_owned(), None)).into_iter();
    let numbers = ["need", "have", "gap"];
    let columns = columns.chain(numbers.map(|name| (name.to_owned(), Some(Extra::BY_ROW))));
    let rows = needs.iter().map(|need| {
        let period = need.year.to_string();
        let words =
            [target.name.as_str(), &period, &need.entity, need.what.name(), need.unit().name()]
                .map(str::to_owned);
        // What has no bound is no number, and leaves no gap.
        let have = if need.is_unbounded() { f64::NAN } else { need.have };
        let numbers = [need.need, have, need.gap()].map(Field::Number);
        words.map(Field::Text).into_iter().chain(numbers).collect()
    });
    Extra::bare("sizing.csv", columns.collect(), rows.collect())
}

/// Need, have and gap of each link, port and fleet in some years.
fn rows(needs: &[Need], years: &[i16]) -> Vec<Vec<String>> {
    let heads = years.iter().map(i16::to_string);
    let mut rows = vec![[String::new(), String::new()].into_iter().chain(heads).collect()];
    let mut seen: Vec<(&str, Constraint)> = Vec::new();
    for need in needs {
        let key = (need.entity.as_str(), need.what);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let of = needs.iter().filter(|need| (need.entity.as_str(), need.what) == key);
        let of: Vec<&Need> = of.filter(|need| years.contains(&need.year)).collect();
        let row = |first: String, name: &str, cell: fn(&Need) -> String| {
            [first, name.to_owned()].into_iter().chain(of.iter().map(|need| cell(need))).collect()
        };
        rows.push(row(label(key), "need", |need| format!("{:.1}", need.need / size(need))));
        rows.push(row(String::new(), "have", |need| match need.is_unbounded() {
            true => "inf".to_owned(),
            false => format!("{:.1}", need.have / size(need)),
        }));
        rows.push(row(String::new(), "gap", |need| match need.gap() {
            gap if gap > 0.0 => format!("{:.1}", gap / size(need)),
            _ => "-".to_owned(),
        }));
    }
    rows
}

/// Mt a year, or berths and ships.
fn size(need: &Need) -> f64 {
    if need.unit() == Unit::TonnesPerYear { 1e6 } else { 1.0 }
}

/// Entity and what it needs, short enough for six years beside it.
fn label((entity, what): (&str, Constraint)) -> String {
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
