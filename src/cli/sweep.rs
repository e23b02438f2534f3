//! `caspian sweep`: run every point of a study into one results directory.

use super::common::{self, Simulated, Written};
use super::interrupt::Interrupt;
use super::report;
use super::teller::Teller;
use crate::batch::{self, Ask, Study, Sweep};
use crate::error::{Error, Topic};
use crate::study::design::{Factor, Kind, Levels, split_values};
use crate::study::precision::Output;
use crate::study::share::Share;
use std::path::{Path, PathBuf};

/// Run every point of a study into one results directory
///
/// FILE is a study file, or a scenario with `--vary`. Every point is built and checked before
/// the first is run, and written down when it is finished.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Study file or scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Values of a key to run through; may be given again for another key
    ///
    /// For example `--vary "link.aktau-baku.nominated=2 Mt/y,4 Mt/y"`, `--vary "node.tengiz.supply=x
    /// 0.9,x 1.1"` or, in sampled designs, `--vary "sea.caspian.trend=-29 cm/y..5 cm/y"`.
    #[arg(long, value_name = "KEY=V1,V2,..")]
    vary: Vec<String>,

    /// How points are chosen [default: the study's, or grid]
    ///
    /// For example `--design one-at-a-time`.
    #[arg(long, value_name = "DESIGN", value_parser = design)]
    design: Option<Kind>,

    /// Points of a sampled design
    ///
    /// For example `--design sobol --points 128`.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    points: Option<u32>,

    /// Directory for the results [default: results/ and the name of FILE]
    ///
    /// For example `-o results/sweep-1`. One that exists is refused without --force.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Go on with a study that was cut short, and keep points that an earlier one has
    ///
    /// For example after Ctrl-C: the same command with `--resume` gives the same files as one
    /// that was never stopped. After a change of the study only new points are run.
    #[arg(long)]
    resume: bool,

    /// End with 0 although points could not be run
    ///
    /// For example `--shard 3/20 --keep-going`: the share is whole, its failed points are in the
    /// manifest, and it is `caspian merge` that ends with 1.
    #[arg(long)]
    keep_going: bool,

    /// Quantities of table.csv, one column each [default: targets and total exports by year]
    ///
    /// For example `--table "P(trans-caspian),shut-in.total.2029"`.
    #[arg(long, value_name = "QUANTITY,..", value_delimiter = ',', value_parser = common::quantity)]
    table: Vec<Output>,

    /// Run a share of the points, for `caspian merge`
    ///
    /// For example `--shard 3/20 -o results/part-3`: every twentieth point from the third.
    #[arg(long, value_name = "K/N", value_parser = common::share)]
    shard: Option<Share>,

    #[command(flatten)]
    written: Written,

    #[command(flatten)]
    simulated: Simulated,
}

const EXAMPLES: &str = "\
Examples:
  caspian sweep scenarios/studies/needed-by-rail.toml
  caspian sweep scenarios/baseline.toml --vary \"link.aktau-baku.nominated=2 Mt/y,4 Mt/y,6 Mt/y\" -n 1000
  caspian sweep scenarios/studies/needed-by-rail.toml --resume";

fn design(word: &str) -> Result<Kind, String> {
    let names = Kind::ALL.map(Kind::name).join(", ");
    Kind::from_name(word).ok_or_else(|| format!("there are {names}"))
}

/// Runs the study and shows what came of it.
pub(super) fn run(arguments: &Arguments, interrupt: &Interrupt) -> Result<(), Error> {
    let study = batch::build(&arguments.file, &arguments.ask()?)?;
    let dir = super::directory(arguments.output.as_deref(), &arguments.file, "")?;
    let quiet = arguments.simulated.quiet;
    let points = study.design.points.len();
    arguments.simulated.notices([&study.base]);
    interrupt.listen()?;
    let failed = arguments.sweep(&study, &dir, interrupt)?;
    if !quiet {
        report::show(&dir)?;
    }
    match failed.len() {
        0 => Ok(()),
        _ if arguments.keep_going => Ok(()),
        count => Err(Error::Points { failed: count, points }),
    }
}

impl Arguments {
    fn ask(&self) -> Result<Ask, Error> {
        let vary = self.vary.iter().map(|text| factor(text)).collect::<Result<_, _>>()?;
        Ok(Ask {
            changes: self.simulated.changes()?,
            vary,
            list: Vec::new(),
            design: self.design,
            points: self.points,
            table: self.table.clone(),
            seed: self.simulated.seed,
            replications: self.simulated.replications,
            beliefs: self.simulated.beliefs,
            notes: Vec::new(),
        })
    }

    fn sweep(&self, study: &Study, dir: &Path, interrupt: &Interrupt) -> Result<Vec<usize>, Error> {
        let sweep = Sweep {
            dir,
            options: self.written.options(),
            resume: self.resume,
            threads: self.simulated.threads(),
            stop: interrupt.stop(),
            share: self.shard,
            command_line: common::command_line(),
        };
        let mut teller = Teller::new(study, &self.simulated);
        batch::sweep(study, &sweep, &mut |happened| {
            teller.tell(&happened);
            interrupt.go_on()
        })
    }
}

/// `KEY=V1,V2,…` or `KEY=A..B`.
fn factor(text: &str) -> Result<Factor, Error> {
    let pair = text.split_once('=').filter(|(path, _)| !path.trim().is_empty());
    let (path, values) = pair.ok_or_else(|| Error::Input {
        topic: Topic::Usage,
        message: format!("`--vary {text}` is not KEY=V1,V2,…"),
        help: Some("for example --vary \"link.cpc-moorings.units=2,3\"".to_owned()),
    })?;
    let levels = match values.split_once("..") {
        Some((from, to)) => Levels::between(from, to)?,
        None => Levels::Values(split_values(values)),
    };
    Ok(Factor { path: path.trim().to_owned(), levels })
}
