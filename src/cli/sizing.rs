//! `caspian sizing`: what a target needs of each link of its chain, by arithmetic.

use super::common::{self, Written};
use super::report;
use crate::error::{Error, Topic};
use crate::metric::Period;
use crate::model::Target;
use crate::results::{About, Extra, Kind, Manifest, Place, Sized, SizingLine, known};
use crate::scenario::Scenario;
use crate::study::sizing::{Need, OCCUPANCY, sizing};
use crate::table::Style;
use crate::units::{DAYS_PER_YEAR, Dimension, parse};
use std::path::PathBuf;

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

    /// Directory for sizing.csv [default: results/ and the name of FILE, `-sizing`]
    ///
    /// For example `-o results/sizing-20`. One that exists is refused without --force.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    written: Written,
}

const EXAMPLES: &str = "\
Examples:
  caspian sizing scenarios/official-2029.toml --target \"20 Mt/y\"
  caspian sizing scenarios/baseline.toml --target \"7.5 Mt/y\"";

/// Writes needs by link and year and shows them.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let scenario = super::load(&arguments.file, &arguments.changes)?;
    let model = &scenario.model;
    let target = &model.targets[super::target(model, arguments.of.as_deref())?];
    let volume = match &arguments.target {
        Some(text) => volume(text)?,
        None => target.at_least,
    };
    let lines = sizing(model, target, volume);
    let lines: Vec<SizingLine> = lines.iter().map(|need| line(target, need)).collect();
    let dir = arguments.directory()?;
    let place = Place::claim(&dir, arguments.written.options())?;
    let files = [("scenario.toml", scenario.text.as_str())];
    let kind = Kind::Sizing(Sized { target: target.name.clone(), volume, occupancy: OCCUPANCY });
    place.write(manifest(&scenario, kind), &[Extra::of(&lines)], &files)?;
    report::show(&dir)
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

/// A row of `sizing.csv`.
fn line(target: &Target, need: &Need) -> SizingLine {
    SizingLine {
        target: target.name.clone(),
        period: Period::Year(need.year),
        entity: need.entity.clone(),
        constraint: need.what,
        unit: need.unit(),
        need: known(need.need),
        // What has no bound is no number, and leaves no gap.
        have: known(need.have).filter(|_| !need.is_unbounded()),
        gap: known(need.gap()),
    }
}

impl Arguments {
    fn directory(&self) -> Result<PathBuf, Error> {
        super::directory(self.output.as_deref(), &self.file, "-sizing")
    }
}
