//! `caspian run`: simulate a scenario and write its results.

use super::common::{self, Simulated, Written};
use super::interrupt::Interrupt;
use super::progress::Bar;
use super::{precision, report};
use crate::batch;
use crate::error::Error;
use crate::metric::Metric;
use crate::results::{self, About, Point, PrecisionEntry, Writer};
use crate::scenario::Scenario;
use crate::simulate::Settings;
use crate::study::precision::{Goal, Look};
use crate::study::share::Share;
use crate::study::until::simulate_together;
use crate::tally::{Keep, Outcome};
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

    #[command(flatten)]
    simulated: Simulated,

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
    /// For example `--precision "P(trans-caspian) ± 1 pp" --beliefs 2000`, or `--precision
    /// "exports.total.2029 +- 1 %"`. Where the beliefs are too few for it, the run stops and says
    /// how many would do. The manifest says whether it was met.
    #[arg(long, value_name = "WHAT ± HOW", value_parser = precision::goal)]
    precision: Option<Goal>,

    /// Simulate a share of the replications, for `caspian merge`
    ///
    /// For example `--shard 3/20`: the third of twenty. Merged, the shares give the same tables as
    /// one run.
    #[arg(long, value_name = "K/N", value_parser = common::share, conflicts_with_all = ["trace", "precision", "verify"])]
    shard: Option<Share>,

    #[command(flatten)]
    written: Written,
}

const EXAMPLES: &str = "\
Examples:
  caspian run scenarios/baseline.toml
  caspian run scenarios/baseline.toml -n 1000 -o results/first-look
  caspian run scenarios/baseline.toml --set \"node.tengiz.supply=x 0.9\" -o results/less-tengiz";

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
pub(super) fn run(arguments: &Arguments, interrupt: &Interrupt) -> Result<(), Error> {
    let scenario = super::load(&arguments.file, &arguments.simulated.changes)?;
    let settings = arguments.settings(&scenario)?.with_stop(interrupt.stop());
    let dir = arguments.directory()?;
    arguments.simulated.notices([&scenario]);
    interrupt.listen()?;
    // Before the run, so that a refusal does not come after the wait.
    let options = arguments.written.options();
    if let Some(share) = arguments.shard {
        arguments.share((&scenario, &settings), share, (&dir, options), interrupt)?;
        return if arguments.simulated.quiet { Ok(()) } else { report::show(&dir) };
    }
    let writer = Writer::create(&dir, &[], options)?;
    let (outcome, look) = arguments.simulate(&scenario, &settings, interrupt)?;
    let goal = arguments.precision.as_ref();
    let asked = precision::entry(goal, look.as_ref(), settings.replications());
    write(writer, &scenario, (&outcome, asked.clone()), &settings, interrupt)?;
    if arguments.simulated.quiet {
        precision::warn(asked.as_ref());
    } else {
        report::show(&dir)?;
    }
    match outcome.verified {
        Some(verified) if verified.failed > 0 => {
            Err(Error::Uncertified { failed: verified.failed, days: verified.days })
        }
        _ => Ok(()),
    }
}

impl Arguments {
    fn settings(&self, scenario: &Scenario) -> Result<Settings, Error> {
        let whole = scenario.model.run.replications;
        let usual = if self.precision.is_some() { precision::MOST } else { whole };
        let settings = self.simulated.settings(scenario, usual, self.keep()?);
        let settings = settings.with_trace(self.trace.clone()).with_verify(self.verify);
        let settings = match self.push {
            Some(push) => settings.with_push(push),
            None => settings,
        };
        settings.check(&scenario.model)?;
        Ok(settings)
    }

    /// What is kept by replication besides the usual.
    fn keep(&self) -> Result<Keep, Error> {
        let metrics = self.keep.iter().filter_map(|kept| match kept {
            Kept::Metric(metric) => Some(*metric),
            Kept::Monthly => None,
        });
        let metrics = metrics.chain(self.precision.iter().map(Goal::metric));
        Ok(Keep {
            study: false,
            metrics: metrics.collect(),
            monthly: self.keep.iter().any(|kept| matches!(kept, Kept::Monthly)),
        })
    }

    /// `-o`, or `results/` and the scenario's name.
    fn directory(&self) -> Result<PathBuf, Error> {
        super::directory(self.output.as_deref(), &self.file, "")
    }

    fn share(
        &self,
        (scenario, settings): (&Scenario, &Settings),
        share: Share,
        (dir, options): (&Path, results::Options),
        interrupt: &Interrupt,
    ) -> Result<(), Error> {
        let bar = Bar::new(settings.replications() / share.n, self.simulated.quiet);
        let place = (dir, options, common::command_line());
        batch::run_share(scenario, settings, share, place, &mut |progress| {
            bar.set(progress.done);
            interrupt.go_on()
        })?;
        Ok(())
    }

    fn simulate(
        &self,
        scenario: &Scenario,
        settings: &Settings,
        interrupt: &Interrupt,
    ) -> Result<(Outcome, Option<Look>), Error> {
        let bar = Bar::new(settings.replications(), self.simulated.quiet);
        let goal = self.precision.as_ref();
        let mut made = simulate_together(&[&scenario.model], settings, goal, &mut |progress| {
            bar.set(progress.done);
            interrupt.go_on()
        })?;
        Ok((made.outcomes.remove(0), made.look))
    }
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
        command_line: common::command_line(),
        precision,
        ..About::of(scenario, settings.seed(), (outcome.replications, outcome.beliefs))
    };
    // The last moment at which stopping still leaves nothing behind.
    interrupt.check()?;
    writer.finish(&scenario.model, about)
}
