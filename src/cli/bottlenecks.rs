//! `caspian bottlenecks`: what holds a target back, and what one more unit of it is worth.

use super::common::{Replace, Simulated};
use super::interrupt::Interrupt;
use super::sweep::built;
use super::teller::Teller;
use super::{Failure, terminal};
use crate::batch::{Ask, Learnt, Questions, Study, Sweep, build, learn};
use crate::error::Error;
use crate::report::{self, aligned};
use crate::results;
use crate::scenario::{self, Change, Scenario};
use crate::stats::Mean;
use crate::study::measures::Measure;
use crate::study::waterfall::QUEUE;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Replications of each point unless asked otherwise: paired runs need few.
const REPLICATIONS: u32 = 400;
/// Pairs shown.
const SHOWN: usize = 12;

/// Show what holds a target back and what one more unit of each constraint is worth
///
/// Runs the scenario, then once more with one more unit of each constraint, with each pair of
/// them, and with one reason after another undone, all with the same random numbers. Writes
/// the tables of a study, measures.csv and waterfall.csv.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Target to ask about [default: the scenario's first]
    ///
    /// For example `--target trans-caspian`.
    #[arg(long, value_name = "NAME")]
    target: Option<String>,

    /// Leave out pairs of measures
    ///
    /// For example `--singles` for a quick look: pairs are most of the work.
    #[arg(long)]
    singles: bool,

    /// Directory for the results [default: results/ and the name of FILE, `-bottlenecks`]
    ///
    /// For example `-o results/bottlenecks-1`. One that exists is refused without --force.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Go on with a run that was cut short, and keep points that an earlier one has
    ///
    /// For example after Ctrl-C: the same command with `--resume` gives the same files as one
    /// that was never stopped.
    #[arg(long)]
    resume: bool,

    #[command(flatten)]
    replace: Replace,

    #[command(flatten)]
    simulated: Simulated,
}

const EXAMPLES: &str = "\
Examples:
  caspian bottlenecks scenarios/baseline.toml
  caspian bottlenecks scenarios/official-2029.toml -n 1000 --singles";

/// Runs the study and shows what was learnt.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let changes = arguments.simulated.changes()?;
    let scenario = scenario::load(&arguments.file, &changes)?;
    let target = super::target(&scenario.model, arguments.target.as_deref())?;
    let fits = |change: &Change| {
        let all: Vec<Change> = changes.iter().cloned().chain([change.clone()]).collect();
        scenario::load(&arguments.file, &all).is_ok()
    };
    let mut questions = Questions::new(&scenario.model, target, &fits);
    if arguments.singles {
        questions.pairs.clear();
    }
    let ask = arguments.ask(&scenario, changes.clone(), &questions);
    let study = built(build(&arguments.file, &ask))?;
    let dir = arguments.directory()?;
    arguments.sweep(&study, &questions, &dir)?;
    if !arguments.simulated.quiet {
        let learnt = learn(&results::open(&dir)?, &questions)?;
        let goal = &scenario.model.targets[target];
        terminal::print(&screen(&goal.title, goal.year, &questions, &learnt))?;
        terminal::print(&format!("\nTables are in {}\n", dir.display()))?;
    }
    Ok(())
}

impl Arguments {
    fn ask(&self, scenario: &Scenario, changes: Vec<Change>, questions: &Questions) -> Ask {
        let own = scenario.model.run.replications.min(REPLICATIONS);
        let replications = self.simulated.replications.unwrap_or(own);
        let beliefs = scenario.model.beliefs(replications);
        Ask {
            changes,
            list: questions.list(),
            seed: self.simulated.seed,
            replications: Some(replications),
            beliefs: Some(self.simulated.beliefs.unwrap_or(beliefs)),
            ..Ask::default()
        }
    }

    fn directory(&self) -> Result<PathBuf, Error> {
        let mut dir = super::directory(self.output.as_deref(), &self.file)?;
        if self.output.is_none() {
            dir.as_mut_os_string().push("-bottlenecks");
        }
        Ok(dir)
    }

    fn sweep(
        &self,
        study: &Study,
        questions: &Questions,
        dir: &std::path::Path,
    ) -> Result<(), Failure> {
        let sweep = Sweep {
            dir,
            options: self.replace.options(),
            resume: self.resume,
            threads: self.simulated.threads(),
            share: None,
            command_line: std::env::args().collect(),
        };
        let interrupt = Interrupt::listen()?;
        let mut teller = Teller::new(study, &self.simulated);
        questions.run(study, &sweep, &mut |happened| {
            teller.tell(&happened);
            if interrupt.is_set() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(())
    }
}

/// Waterfall, single measures, and the pairs that gain most beyond their parts.
fn screen(title: &str, year: i16, questions: &Questions, learnt: &Learnt) -> String {
    let fall = &learnt.fall;
    let mut text = format!("{title}\n\nFROM NAMEPLATE TO DELIVERED in {year}, kt\n");
    let mut rows = vec![line("Nameplate of its routes", fall.nameplate, 1.0)];
    rows.extend(fall.taken.iter().map(|(reason, mean)| line(words(reason), *mean, -1.0)));
    rows.push(line("Delivered", fall.delivered, 1.0));
    text += &aligned(&rows);
    text += "\nONE MORE UNIT                       adds in kt a year, alone\n";
    let single = |worth: &&crate::study::measures::Worth| worth.second.is_none();
    let rows: Vec<_> = learnt
        .worths
        .iter()
        .filter(single)
        .map(|worth| line(&name(&questions.measures[worth.first]), worth.gain, 1.0))
        .collect();
    text += &aligned(&rows);
    let mut pairs: Vec<_> = learnt.worths.iter().filter(|w| w.second.is_some()).collect();
    pairs.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));
    if !pairs.is_empty() {
        text += "\nBEST PAIRS: together, and beyond the sum of the two alone\n";
        let rows: Vec<_> = pairs
            .iter()
            .take(SHOWN)
            .map(|worth| {
                let second = worth.second.map(|second| name(&questions.measures[second]));
                let label = format!(
                    "{} + {}",
                    name(&questions.measures[worth.first]),
                    second.unwrap_or_default()
                );
                let mut row = line(&label, worth.gain, 1.0);
                row.extend(worth.synergy.map(|synergy| amount(synergy, 1.0)));
                row
            })
            .collect();
        text += &aligned(&rows);
    }
    text + "Values are paired differences of runs with the same random numbers\n"
}

/// A reason of the waterfall in a few words.
fn words(reason: &'static str) -> &'static str {
    match reason {
        "maintenance" => "maintenance",
        "storms" => "storms at ports",
        "failures" => "failures and attacks",
        "draft" => "draft: ships not full",
        QUEUE => "queue: waits, ships at other work",
        "feeder" => "feeder: too little oil comes",
        "contract" => "contract: not nominated",
        "delay" => "delay of projects",
        other => other,
    }
}

fn name(measure: &Measure) -> String {
    let of = match measure.constraint {
        "capacity" => format!("{} of {}", measure.unit, measure.entity),
        "nomination" => format!("{} contract on {}", measure.unit, measure.entity),
        _ => format!("{} {}", measure.unit, measure.entity),
    };
    of.chars().take(38).collect()
}

fn line(label: &str, mean: Mean, sign: f64) -> Vec<String> {
    vec![label.to_owned(), amount(mean, sign)]
}

fn amount(mean: Mean, sign: f64) -> String {
    let (value, error) = (sign * mean.mean / 1e3, mean.stderr / 1e3);
    let rounded = |value, error| report::amount(value, error, "kt").0;
    match (value == 0.0, error > 0.0) {
        _ if !value.is_finite() => "no bound".to_owned(),
        (true, _) => "0".to_owned(),
        (_, true) => format!("{} ± {}", rounded(value, Some(error)), rounded(error, Some(error))),
        _ => rounded(value, None),
    }
}
