//! `caspian compare`: runs held against each other, with the error of the difference.

use super::common::{self, Simulated, Written};
use super::interrupt::Interrupt;
use super::progress::Bar;
use super::{precision, report};
use crate::batch::{self, Side};
use crate::error::{Error, Topic};
use crate::metric::Metric;
use crate::results::{self, About, Kind, Manifest, Place};
use crate::scenario::Scenario;
use crate::simulate::Settings;
use crate::study::precision::Goal;
use crate::study::until::simulate_together;
use crate::table::Style;
use crate::tally::Keep;
use std::path::{Path, PathBuf};

/// Compare scenarios or finished results, with the error of every difference
///
/// Scenario files are run with the same draws, so that what they have in common cancels.
/// Results directories are paired by replication where they were drawn alike. `DIR@5` is point 5
/// of a study.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Two or more scenarios, or two or more results directories; the first is compared with
    #[arg(value_name = "A", num_args = 2.., required = true)]
    sides: Vec<PathBuf>,

    /// Directory for compare.csv [default: results/ and the names, as in A-vs-B]
    ///
    /// For example `-o results/compare-1`. One that exists is refused without --force.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Compare as runs that have nothing in common, even where they have
    ///
    /// For example for results of different seeds.
    #[arg(long)]
    unpaired: bool,

    /// Run until a difference is known so precisely; -n is then the most
    ///
    /// For example `--precision "P(trans-caspian) ± 1 pp" --beliefs 2000`, or `--precision
    /// "exports.total.2029 +- 0.5 Mt"`. Where the beliefs are too few for it, the runs stop and it
    /// is said how many would do.
    #[arg(long, value_name = "WHAT ± HOW", value_parser = precision::goal)]
    precision: Option<Goal>,

    /// Metrics to compare besides the usual
    ///
    /// For example `--keep throughput,shut-in`.
    #[arg(long, value_name = "METRIC,..", value_delimiter = ',', value_parser = metric)]
    keep: Vec<Metric>,

    #[command(flatten)]
    written: Written,

    #[command(flatten)]
    simulated: Simulated,
}

const EXAMPLES: &str = "\
Examples:
  caspian compare scenarios/baseline.toml scenarios/accelerated-2029.toml
  caspian compare results/baseline results/four-berths
  caspian compare a.toml b.toml c.toml --beliefs 2000 --precision \"P(trans-caspian) ± 1 pp\"";

/// Reads the name of a metric.
pub(super) fn metric(word: &str) -> Result<Metric, String> {
    Metric::from_name(word).ok_or_else(|| {
        let names = Metric::ALL.map(|metric| metric.name()).join(", ");
        format!("no such metric; there are {names}")
    })
}

/// Runs or reads the sides, writes the tables and shows them.
pub(super) fn run(arguments: &Arguments, interrupt: &Interrupt) -> Result<(), Error> {
    let names = names(&arguments.sides);
    let dir = arguments.output.clone();
    let dir = dir.unwrap_or_else(|| Path::new("results").join(names.join("-vs-")));
    let is_dir = |side: &&PathBuf| point_of(side).0.is_dir();
    let directories = arguments.sides.iter().filter(is_dir).count();
    let (place, sides, manifest, files) = match directories {
        0 => arguments.made(&names, &dir, interrupt)?,
        count if count == arguments.sides.len() => arguments.read(&names, &dir)?,
        _ => {
            let other = arguments.sides.iter().find(|side| !is_dir(side));
            return Err(mixed(other.unwrap_or(&arguments.sides[0])));
        }
    };
    let comparison = batch::compare(&sides, arguments.unpaired)?;
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let asked = manifest.precision.clone();
    let manifest = Manifest { kind: Kind::Compare(comparison.compared()), ..manifest };
    place.write(manifest, &comparison.tables(), &files)?;
    if arguments.simulated.quiet {
        precision::warn(asked.as_ref());
        return Ok(());
    }
    report::show(&dir)
}

/// Why something that is no directory cannot be compared with one that is.
fn mixed(other: &Path) -> Error {
    let message = match other.exists() {
        true => "scenarios cannot be compared with results: run them first".to_owned(),
        false => format!("there are no results `{}`", other.display()),
    };
    Error::input(Topic::Usage, message)
}

/// Where the tables go, sides, what their manifest says, and their scenarios.
type Made = (Place, Vec<Side>, Manifest, Vec<(String, String)>);

impl Arguments {
    /// Runs scenario files with the same draws.
    fn made(&self, names: &[String], dir: &Path, interrupt: &Interrupt) -> Result<Made, Error> {
        let load = |file: &PathBuf| super::load(file, &self.simulated.changes);
        let scenarios = self.sides.iter().map(load).collect::<Result<Vec<_>, _>>()?;
        let settings = self.settings(&scenarios[0])?.with_stop(interrupt.stop());
        self.simulated.notices(&scenarios);
        let models: Vec<_> = scenarios.iter().map(|scenario| &scenario.model).collect();
        if !self.unpaired {
            batch::same_horizon(&models, names)?;
        }
        interrupt.listen()?;
        let place = Place::claim(dir, self.written.options())?;
        let bar = Bar::new(settings.replications() * models.len() as u32, self.simulated.quiet);
        let goal = self.precision.as_ref();
        let made = simulate_together(&models, &settings, goal, &mut |progress| {
            bar.set(progress.done);
            interrupt.go_on()
        })?;
        bar.clear();
        let sides = made.outcomes.iter().zip(names).zip(&models);
        let sides = sides.map(|((outcome, name), model)| {
            Side::of_outcome(name.clone(), model, outcome, &settings)
        });
        let precision = precision::entry(goal, made.look.as_ref(), settings.replications());
        let runs = (made.outcomes[0].replications, made.outcomes[0].beliefs);
        let about = About {
            command_line: common::command_line(),
            precision,
            warnings: scenarios.iter().zip(names).flat_map(notices).collect(),
            ..About::of(&scenarios[0], settings.seed(), runs)
        };
        let manifest = Manifest::new(models[0], about, Style::Plain, Vec::new());
        let files = scenarios.iter().zip(names);
        let files = files.map(|(s, name)| (format!("scenarios/{name}.toml"), s.text.clone()));
        Ok((place, sides.collect(), manifest, files.collect()))
    }

    fn settings(&self, first: &Scenario) -> Result<Settings, Error> {
        let usual =
            if self.precision.is_some() { precision::MOST } else { first.model.run.replications };
        let mut metrics = self.keep.clone();
        if let Some(goal) = &self.precision {
            metrics.push(goal.metric());
        }
        let keep = Keep { study: false, metrics, monthly: false };
        let settings = self.simulated.settings(first, usual, keep).with_push(0);
        settings.check(&first.model)?;
        Ok(settings)
    }

    /// An option that was given and says nothing of finished results.
    fn of_scenarios(&self) -> Option<&'static str> {
        let asked = &self.simulated;
        let given = [
            ("--precision", self.precision.is_some()),
            ("--replications", asked.replications.is_some()),
            ("--seed", asked.seed.is_some()),
            ("--beliefs", asked.beliefs.is_some()),
            ("--set", !asked.changes.is_empty()),
            ("--keep", !self.keep.is_empty()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(option, _)| option)
    }

    /// Reads finished results.
    fn read(&self, names: &[String], dir: &Path) -> Result<Made, Error> {
        if let Some(option) = self.of_scenarios() {
            let message = format!("{option} is for scenarios; finished results stay as they are");
            return Err(Error::Input {
                topic: Topic::Usage,
                message,
                help: Some("compare the scenarios, or run them anew".to_owned()),
            });
        }
        let mut sides = Vec::new();
        let mut first = None;
        for (path, name) in self.sides.iter().zip(names) {
            let (dir, point) = point_of(path);
            let results = results::open(&dir)?;
            // Of a study that is named without a point the unchanged scenario is meant.
            let points = results.manifest.tables.iter().find(|table| table.file == "design.csv");
            let study = points.is_some_and(|table| table.rows > 1) && path.exists();
            let mut name = if study { format!("{name}@{point}") } else { name.clone() };
            if sides.iter().any(|side: &Side| side.name == name) {
                name += &format!("-{}", sides.len() + 1);
            }
            sides.push(Side::of_results(name, &results, point)?);
            first.get_or_insert(results.manifest);
        }
        let mut manifest =
            first.ok_or_else(|| Error::input(Topic::Usage, "there is nothing to compare"))?;
        manifest.command_line = common::command_line();
        let place = Place::claim(dir, self.written.options())?;
        Ok((place, sides, manifest, Vec::new()))
    }
}

/// Notices on a scenario under its name.
fn notices((scenario, name): (&Scenario, &String)) -> Vec<String> {
    About::notices(scenario).map(|notice| format!("{name}: {notice}")).collect()
}

/// `DIR@5` is point 5 of `DIR`.
fn point_of(path: &Path) -> (PathBuf, u32) {
    let name = path.file_name().and_then(|name| name.to_str());
    let split = name.and_then(|name| name.rsplit_once('@'));
    let split = split.and_then(|(dir, point)| Some((dir, point.parse().ok()?)));
    match split {
        Some((dir, point)) if !path.exists() => (path.with_file_name(dir), point),
        _ => (path.to_owned(), 0),
    }
}

/// Short names of the sides; whole paths where these are not different.
fn names(sides: &[PathBuf]) -> Vec<String> {
    let stem = |side: &PathBuf| match point_of(side).0.is_dir() {
        true => side.file_name().map(|name| name.to_string_lossy().into_owned()),
        false => side.file_stem().map(|name| name.to_string_lossy().into_owned()),
    };
    let mut names: Vec<String> = sides.iter().map(|side| stem(side).unwrap_or_default()).collect();
    for at in 0..names.len() {
        let same = names[..at].iter().filter(|name| **name == names[at]).count();
        if same > 0 || names[at].is_empty() {
            names[at] = format!("{}-{}", names[at], at + 1);
        }
    }
    names
}
