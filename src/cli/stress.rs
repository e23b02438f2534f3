//! `caspian stress`: what it costs to lose something for a while.

use super::common::{self, Simulated, Written};
use super::interrupt::Interrupt;
use super::progress::Bar;
use super::report;
use super::teller::span;
use crate::batch::{Loss, Stress, Stressed, stress_table};
use crate::error::Error;
use crate::metric::Made;
use crate::results::{About, Kind, Manifest, Place, Stopwatch, Test};
use crate::scenario::Scenario;
use crate::simulate::{BLOCK, Settings};
use crate::table::Style;
use crate::tally::Keep;
use jiff::civil::Date;
use std::path::PathBuf;

/// Lose something for a while and see what it costs
///
/// Every history is run with and without the loss, so that the difference is its effect alone:
/// shut-in, days to the first cut, what other routes take over, days to recover, and how much
/// is only deferred.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// What is lost; several at once with commas, given again for another test
    ///
    /// Links, nodes or ports. For example `--lose link.cpc-moorings` or `--lose link.a,link.b`.
    #[arg(long, value_name = "PATH,..", required_unless_present = "each")]
    lose: Vec<String>,

    /// Days out
    ///
    /// For example `--days 30,60,90`.
    #[arg(long, value_name = "D1,D2,..", value_delimiter = ',', default_value = "30", value_parser = clap::value_parser!(u32).range(1..))]
    days: Vec<u32>,

    /// First day out, or `any`: evenly spread over the time that is not known yet
    ///
    /// For example `--start 2027-01-15`.
    #[arg(long, value_name = "DATE", default_value = "any", value_parser = start)]
    start: Start,

    /// Lose every link in turn, and rank them (N-1)
    ///
    /// A shuttle is lost with the port that only it uses; a port that shuttles share comes
    /// besides. For example `--each --days 30 -n 64`.
    #[arg(long)]
    each: bool,

    /// After --each: lose pairs of the worst so many links (N-2)
    ///
    /// For example `--each --pairs 6`, which are 15 pairs.
    #[arg(long, value_name = "N", requires = "each")]
    pairs: Option<usize>,

    /// Directory for stress.csv [default: results/ and the name of FILE with -stress]
    ///
    /// For example `-o results/cpc-lost`.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    written: Written,

    #[command(flatten)]
    simulated: Simulated,
}

const EXAMPLES: &str = "\
Examples:
  caspian stress scenarios/baseline.toml --lose link.cpc-moorings --days 30,60,90
  caspian stress scenarios/baseline.toml --lose link.cpc-moorings --start 2027-01-15
  caspian stress scenarios/baseline.toml --each --pairs 6 -n 64";

/// Replications unless more are asked for: pairs need few.
const USUAL: u32 = 128;

#[derive(Clone, Copy)]
struct Start(Option<Date>);

fn start(word: &str) -> Result<Start, String> {
    match word {
        "any" => Ok(Start(None)),
        date => {
            date.parse().map(|date| Start(Some(date))).map_err(|_| "a date or `any`".to_owned())
        }
    }
}

/// Tests, writes the table and shows it.
pub(super) fn run(arguments: &Arguments, interrupt: &Interrupt) -> Result<(), Error> {
    let asked = &arguments.simulated;
    let base = super::load(&arguments.file, &asked.changes)?;
    let settings = arguments.settings(&base)?.with_stop(interrupt.stop());
    let manifest = arguments.manifest(&base, &settings);
    let replications = settings.replications();
    let dir = arguments.directory()?;
    let place = Place::claim(&dir, arguments.written.options())?;
    interrupt.listen()?;
    let bar = Bar::new(0, asked.quiet);
    let mut watch = || {
        bar.add(BLOCK.min(replications));
        interrupt.go_on()
    };
    let of = (arguments.file.clone(), asked.changes()?);
    let mut stress = Stress::new(of, base, settings, &mut watch);
    let losses = arguments.losses(&stress);
    arguments.plan(&mut stress, &losses, &bar)?;
    let mut single = test(&mut stress, &losses)?;
    if arguments.each {
        let asked = arguments.asked();
        let others = single.iter_mut().filter(|single| !asked.contains(&single.loss.on));
        others.for_each(|single| single.test = Test::Each);
        rank(&mut single);
    }
    let mut pairs = Vec::new();
    for (a, b) in arguments.pairs.into_iter().flat_map(|most| worst(&single, most)) {
        let Some(both) = stress.pair(&a.loss, &b.loss)? else { continue };
        let mut pair = test(&mut stress, &[both])?;
        let clusters = stress.clusters();
        pair.iter_mut().for_each(|pair| pair.beyond([a, b], clusters));
        pairs.append(&mut pair);
    }
    rank(&mut pairs);
    bar.clear();
    place.write(manifest, &[stress_table(single.iter().chain(&pairs))], &[])?;
    if asked.quiet { Ok(()) } else { report::show(&dir) }
}

/// What is undelivered abroad and at home, the most first; shorter losses before longer ones.
fn rank(all: &mut [Stressed]) {
    let lost =
        |stressed: &Stressed| stressed.total(Made::Lost).mean + stressed.total(Made::Unserved).mean;
    all.sort_by(|a, b| {
        let days = a.loss.days.cmp(&b.loss.days);
        days.then_with(|| lost(b).total_cmp(&lost(a)))
    });
}

/// All pairs of the worst `most` losses of each length.
fn worst(ranked: &[Stressed], most: usize) -> Vec<(&Stressed, &Stressed)> {
    let mut pairs = Vec::new();
    for group in ranked.chunk_by(|a, b| a.loss.days == b.loss.days) {
        let group = &group[..most.min(group.len())];
        for (at, a) in group.iter().enumerate() {
            pairs.extend(group[at + 1..].iter().map(|b| (a, b)));
        }
    }
    pairs
}

fn test(stress: &mut Stress<'_>, losses: &[Loss]) -> Result<Vec<Stressed>, Error> {
    losses.iter().map(|loss| stress.test(loss)).collect()
}

impl Arguments {
    fn directory(&self) -> Result<PathBuf, Error> {
        super::directory(self.output.as_deref(), &self.file, "-stress")
    }

    /// Key paths that were named, loss by loss.
    fn asked(&self) -> Vec<Vec<String>> {
        let paths = |list: &String| list.split(',').map(|path| path.trim().to_owned()).collect();
        self.lose.iter().map(paths).collect()
    }

    fn losses(&self, stress: &Stress<'_>) -> Vec<Loss> {
        let each = if self.each { stress.links() } else { Vec::new() };
        let mut losses = Vec::new();
        for on in self.asked().into_iter().chain(each.into_iter().map(|link| vec![link])) {
            for days in &self.days {
                let loss = Loss { on: on.clone(), days: *days, start: self.start.0 };
                if !losses.contains(&loss) {
                    losses.push(loss);
                }
            }
        }
        losses
    }

    /// Checks every loss, runs the scenario undisturbed and says how long the rest will take.
    fn plan(&self, stress: &mut Stress<'_>, losses: &[Loss], bar: &Bar) -> Result<(), Error> {
        self.simulated.notices([&stress.base]);
        let counts = losses.iter().map(|loss| stress.check(loss));
        let mut runs = counts.collect::<Result<Vec<_>, _>>()?.into_iter().sum::<usize>();
        if let (Some(most), Some(first)) = (self.pairs, losses.first()) {
            let most = most.min(losses.len() / self.days.len());
            let pairs = most * most.saturating_sub(1) / 2;
            runs += pairs * self.days.len() * stress.check(first)?;
        }
        let replications = stress.settings.replications();
        bar.set_total(replications * (1 + runs) as u32);
        let clock = Stopwatch::start();
        stress.begin()?;
        if !self.simulated.quiet && runs > 1 {
            let seconds = span(clock.seconds() * runs as f64);
            bar.above(&format!("{runs} runs of {replications} replications: about {seconds}"));
        }
        Ok(())
    }

    fn settings(&self, base: &Scenario) -> Result<Settings, Error> {
        let usual = USUAL.min(base.model.run.replications);
        let keep = Keep { study: true, ..Keep::default() };
        let settings = self.simulated.settings(base, usual, keep).with_push(0);
        settings.check(&base.model)?;
        Ok(settings)
    }

    fn manifest(&self, base: &Scenario, settings: &Settings) -> Manifest {
        let about = About {
            kind: Kind::Stress,
            command_line: common::command_line(),
            ..About::of(base, settings.seed(), (settings.replications(), settings.beliefs()))
        };
        Manifest::new(&base.model, about, Style::Plain, Vec::new())
    }
}
