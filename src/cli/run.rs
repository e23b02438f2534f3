//! `caspian run`: simulate a scenario and write its results.

use super::interrupt::Interrupt;
use super::progress::Bar;
use super::{Failure, common, compare, terminal};
use crate::batch::{self, Share};
use crate::error::{Error, Topic};
use crate::metric::Metric;
use crate::report;
use crate::results::{self, About, Point, PrecisionEntry, Writer};
use crate::scenario::{self, Scenario};
use crate::simulate::Settings;
use crate::study::precision::{Goal, Look};
use crate::study::until::simulate_together;
use crate::table::Style;
use crate::tally::{Keep, Outcome};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Simulate a scenario and write its results
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario to run, for example scenarios/baseline.toml
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Directory for the results [default: results/ and the name of FILE]
    ///
    /// For example `-o results/four-berths`. One that exists is refused without --force.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Simulated histories; more make every estimate surer [default: the scenario's]
    ///
    /// For example `--replications 1000` for a first look. The standard error falls with
    /// the square root: four times as many halve it.
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: Option<u32>,

    /// Seed of every random number [default: the scenario's]
    ///
    /// For example `--seed 7`. Equal seeds give equal results, whatever the threads.
    #[arg(short, long, value_name = "S")]
    seed: Option<u64>,

    /// Threads that simulate [default: all processors]
    ///
    /// For example `--threads 2`. Results do not depend on it.
    #[arg(short, long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    /// Sets of beliefs over which replications are spread [default: the scenario's]
    ///
    /// For example `--beliefs 200`: with 10,000 replications 50 histories under each, enough
    /// to show how far chances depend on what is not known.
    #[arg(short, long, value_name = "B", value_parser = clap::value_parser!(u32).range(1..))]
    beliefs: Option<u32>,

    /// Change a number of the scenario; may be given again and again
    ///
    /// For example `--set link.cpc-moorings.units=2`, `--set "node.tengiz.supply=x 0.9"` or
    /// `--set node.tengiz.supply.2026-01-01="+2 Mt/y"`.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    changes: Vec<String>,

    /// Replications to write down day by day in trace.csv
    ///
    /// For example `--trace 0,17`. They are numbered from 0, as in replications.csv.
    #[arg(long, value_name = "R1,R2", value_delimiter = ',')]
    trace: Vec<u32>,

    /// Metrics to keep by replication besides the usual, or `monthly` for months as well
    ///
    /// For example `--keep throughput,monthly`. What is kept also has exact quantiles.
    #[arg(long, value_name = "METRIC,..", value_delimiter = ',', value_parser = kept)]
    keep: Vec<Kept>,

    /// Histories to run a second time under push, so that targets are seen without contracts
    /// [default: 200, or one a belief]
    ///
    /// Under push all that can move along the routes and chains of the targets is nominated after
    /// `as-of`; the measures are `push-routes` and so on. For example `--push 1000` for surer ones,
    /// `--push 0` for none. Nothing else changes.
    #[arg(long, value_name = "N")]
    push: Option<u32>,

    /// Prove on every day that the dispatch is optimal
    ///
    /// For example `--verify -n 100`. A day without proof is an error, told after the results
    /// are written; the counts are in the manifest.
    #[arg(long)]
    verify: bool,

    /// Run until an estimate is known so precisely; -n is then the most
    ///
    /// For example `--precision "P(trans-caspian) ± 1 pp"` or `--precision
    /// "exports.total.2029 +- 0.1 Mt"`. The manifest says whether it was met.
    #[arg(long, value_name = "WHAT ± HOW", value_parser = compare::goal)]
    precision: Option<Goal>,

    /// Simulate a share of the replications, for `caspian merge`
    ///
    /// For example `--shard 3/20`: the third of twenty. Merged, the shares give the same tables as
    /// one run.
    #[arg(long, value_name = "K/N", value_parser = common::share, conflicts_with_all = ["trace", "precision", "verify"])]
    shard: Option<Share>,

    /// Replace results that exist, once the new ones are complete
    ///
    /// For example `-o results/trial --force`. A directory that holds anything but results
    /// is never replaced.
    #[arg(short, long)]
    force: bool,

    /// Form of the tables
    ///
    /// For example `--csv excel-ru`: semicolons, decimal commas and a byte-order mark, which
    /// Excel opens by itself where decimals are written with a comma.
    #[arg(long, value_name = "FORM", default_value = "plain", value_parser = ["plain", "excel-ru"])]
    csv: String,

    /// Show no progress, notices or results, only what goes wrong
    ///
    /// For example `-q -o results/trial && caspian report results/trial`.
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  caspian run scenarios/baseline.toml
  caspian run scenarios/baseline.toml -n 1000 -o results/first-look
  caspian run scenarios/baseline.toml --set \"node.tengiz.supply=x 0.9\" -o results/less-tengiz";

/// Fewest histories that are run under push, where there are so many.
const PUSH: u32 = 200;

/// A word of `--keep`.
#[derive(Clone, Copy)]
enum Kept {
    Metric(Metric),
    Monthly,
}

fn kept(word: &str) -> Result<Kept, String> {
    if word == "monthly" {
        return Ok(Kept::Monthly);
    }
    Metric::from_name(word).map(Kept::Metric).ok_or_else(|| {
        let names: Vec<_> = Metric::ALL.iter().map(|metric| metric.name()).collect();
        format!("no such metric; there are {} and monthly", names.join(", "))
    })
}

/// Runs the scenario, writes the directory and shows it.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let scenario = super::load(&arguments.file, &arguments.changes)?;
    let settings = arguments.settings(&scenario)?;
    let dir = arguments.directory()?;
    if !arguments.quiet {
        super::notices(&scenario);
    }
    let interrupt = Interrupt::listen()?;
    // Before the run, so that a refusal does not come after the wait.
    let options = results::Options { force: arguments.force, style: arguments.style() };
    if let Some(share) = arguments.shard {
        return arguments.share((&scenario, &settings), share, (&dir, options), &interrupt);
    }
    let writer = Writer::create(&dir, &[], options)?;
    let (outcome, look) = arguments.simulate(&scenario, &settings, &interrupt)?;
    let (precision, note) = compare::met(arguments.precision.as_ref(), look.as_ref());
    write(writer, &scenario, (&outcome, precision), &settings, &interrupt)?;
    if !arguments.quiet {
        terminal::print(&(report::screen(&dir, terminal::colour_on_stdout())? + &note))?;
    }
    match outcome.verified {
        Some(verified) if verified.failed > 0 => {
            Err(Error::Uncertified { failed: verified.failed, days: verified.days }.into())
        }
        _ => Ok(()),
    }
}

impl Arguments {
    fn settings(&self, scenario: &Scenario) -> Result<Settings, Error> {
        let model = &scenario.model;
        let usual = if self.precision.is_some() { compare::MOST } else { model.run.replications };
        let replications = self.replications.unwrap_or(usual);
        let beliefs = self.beliefs.unwrap_or_else(|| model.beliefs(replications));
        if beliefs > replications {
            return Err(Error::input(
                Topic::Usage,
                format!(
                    "{beliefs} beliefs need as many replications, and there are {replications}"
                ),
            ));
        }
        if let Some(fault) = scenario::size_fault(model, replications) {
            return Err(Error::Input {
                topic: Topic::Memory,
                message: fault.message,
                help: fault.help,
            });
        }
        if let Some(beyond) = self.trace.iter().find(|traced| **traced >= replications) {
            return Err(Error::input(
                Topic::Usage,
                format!(
                    "there is no replication {beyond} to trace: they are 0 to {}",
                    replications - 1
                ),
            ));
        }
        Ok(Settings {
            seed: self.seed.unwrap_or(model.run.seed),
            replications,
            beliefs,
            threads: self.threads.map_or(0, usize::from),
            keep: self.keep()?,
            trace: self.trace.clone(),
            verify: self.verify,
            push: self.push.unwrap_or_else(|| push(replications, beliefs)).min(replications),
        })
    }

    /// What is kept by replication besides the usual.
    fn keep(&self) -> Result<Keep, Error> {
        let asked = self.precision.iter().map(Goal::metric).collect::<Result<Vec<_>, _>>()?;
        let metrics = self.keep.iter().filter_map(|kept| match kept {
            Kept::Metric(metric) => Some(*metric),
            Kept::Monthly => None,
        });
        let metrics = metrics.chain(asked);
        Ok(Keep {
            study: false,
            metrics: metrics.collect(),
            monthly: self.keep.iter().any(|kept| matches!(kept, Kept::Monthly)),
        })
    }

    /// `-o`, or `results/` and the scenario's name.
    fn directory(&self) -> Result<PathBuf, Error> {
        super::directory(self.output.as_deref(), &self.file)
    }

    fn share(
        &self,
        (scenario, settings): (&Scenario, &Settings),
        share: Share,
        (dir, options): (&Path, results::Options),
        interrupt: &Interrupt,
    ) -> Result<(), Failure> {
        let bar = Bar::new(settings.replications / share.n, self.quiet);
        let place = (dir, options, std::env::args().collect());
        batch::run_share(scenario, settings, share, place, &mut |progress| {
            bar.set(progress.done);
            if interrupt.is_set() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(())
    }

    fn style(&self) -> Style {
        if self.csv == "excel-ru" { Style::ExcelRu } else { Style::Plain }
    }

    fn simulate(
        &self,
        scenario: &Scenario,
        settings: &Settings,
        interrupt: &Interrupt,
    ) -> Result<(Outcome, Option<Look>), Error> {
        let bar = Bar::new(settings.replications, self.quiet);
        let goal = self.precision.as_ref();
        let mut made = simulate_together(&[&scenario.model], settings, goal, &mut |progress| {
            bar.set(progress.done);
            if interrupt.is_set() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok((made.outcomes.remove(0), made.look))
    }
}

/// Histories that are run under push too where nobody says how many: enough to see the measures,
/// and of each belief one, unless every history has its own.
fn push(replications: u32, beliefs: u32) -> u32 {
    let cover = if beliefs < replications { beliefs } else { 0 };
    cover.max(PUSH).min(replications)
}

fn write(
    mut writer: Writer,
    scenario: &Scenario,
    (outcome, precision): (&Outcome, Option<PrecisionEntry>),
    settings: &Settings,
    interrupt: &Interrupt,
) -> Result<(), Error> {
    writer.text("scenario.toml", &scenario.text)?;
    writer.point(&Point::single(), &scenario.model, outcome)?;
    let about = About {
        seed: settings.seed,
        replications: outcome.replications,
        beliefs: outcome.beliefs,
        digest: scenario.digest.clone(),
        command_line: std::env::args().collect(),
        warnings: scenario.notices.all.iter().map(|found| found.fault.message.clone()).collect(),
        weak_numbers: scenario.weak_numbers(),
        precision,
        ..About::default()
    };
    // The last moment at which stopping still leaves nothing behind.
    interrupt.check()?;
    writer.finish(&scenario.model, about)
}
