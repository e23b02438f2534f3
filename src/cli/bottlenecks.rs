//! `caspian bottlenecks`: what holds a target back, and what one more unit of it is worth.

use super::common::{self, Simulated, Written};
use super::interrupt::Interrupt;
use super::report;
use super::teller::Teller;
use crate::batch::{Ask, Questions, Study, Sweep, build};
use crate::error::Error;
use crate::scenario::{self, Change, Scenario};
use std::path::PathBuf;

/// Replications of each point unless asked otherwise: paired runs need few.
const REPLICATIONS: u32 = 400;

/// Show what holds a target back and what one more unit of each constraint is worth
///
/// Says on what share of days each constraint binds, with others and alone, what takes the volume
/// from nameplate to delivered, and what one more unit of each constraint adds. Runs the scenario,
/// then once more with one more unit of each constraint, with each pair of them, and with one
/// reason after another undone, all with the same random numbers. Writes the tables of a study,
/// measures.csv and waterfall.csv.
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
    written: Written,

    #[command(flatten)]
    simulated: Simulated,
}

const EXAMPLES: &str = "\
Examples:
  caspian bottlenecks scenarios/baseline.toml
  caspian bottlenecks scenarios/official-2029.toml -n 1000 --singles";

/// Runs the study and shows what was learnt.
pub(super) fn run(arguments: &Arguments, interrupt: &Interrupt) -> Result<(), Error> {
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
    let study = build(&arguments.file, &ask)?;
    let dir = arguments.directory()?;
    arguments.simulated.notices([&study.base]);
    let failed = arguments.sweep((&study, &questions), &dir, interrupt)?.len();
    if !arguments.simulated.quiet {
        report::show(&dir)?;
    }
    match failed {
        0 => Ok(()),
        failed => Err(Error::Points { failed, points: study.design.points.len() }),
    }
}

impl Arguments {
    fn ask(&self, scenario: &Scenario, changes: Vec<Change>, questions: &Questions) -> Ask {
        let own = scenario.model.run.replications.min(REPLICATIONS);
        let replications = self.simulated.replications.unwrap_or(own);
        let beliefs = scenario.model.beliefs(replications);
        Ask {
            changes,
            list: questions.list(),
            notes: questions.left_out.clone(),
            seed: self.simulated.seed,
            replications: Some(replications),
            beliefs: Some(self.simulated.beliefs.unwrap_or(beliefs)),
            ..Ask::default()
        }
    }

    fn directory(&self) -> Result<PathBuf, Error> {
        super::directory(self.output.as_deref(), &self.file, "-bottlenecks")
    }

    fn sweep(
        &self,
        (study, questions): (&Study, &Questions),
        dir: &std::path::Path,
        interrupt: &Interrupt,
    ) -> Result<Vec<usize>, Error> {
        let sweep = Sweep {
            dir,
            options: self.written.options(),
            resume: self.resume,
            threads: self.simulated.threads(),
            stop: interrupt.stop(),
            share: None,
            command_line: common::command_line(),
        };
        interrupt.listen()?;
        let mut teller = Teller::new(study, &self.simulated);
        let failed = questions.run(study, &sweep, &mut |happened| {
            teller.tell(&happened);
            interrupt.go_on()
        })?;
        Ok(failed)
    }
}
