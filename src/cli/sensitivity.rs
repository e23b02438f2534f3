//! `caspian sensitivity`: which factors of a finished study matter.

use super::common::{self, Written};
use super::report;
use crate::batch::{self, Fails, Judged, Sensitivity, Wanted};
use crate::error::Error;
use crate::results::{self, Kind, Manifest, Method, Place, Results};
use crate::study::precision::Output;
use std::path::PathBuf;

/// Show which factors of a finished study matter
///
/// One-at-a-time studies give a tornado, Morris studies elementary effects, Saltelli studies
/// Sobol' indices; from twenty points on, the ranges of factors that go with failure are said
/// in a sentence.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Directory that `caspian sweep` has written
    #[arg(value_name = "DIR")]
    dir: PathBuf,

    /// What is to be explained [default: the probability of the first target, or its volume where
    /// no factor moves that]
    ///
    /// For example `--of exports.total.2029` or `--of "P(trans-caspian)"`.
    #[arg(long, value_name = "QUANTITY", value_parser = common::quantity)]
    of: Option<Output>,

    /// Of a mean: explain the mean of this share of the worst replications (CVaR)
    ///
    /// For example `--of exports.total.2029 --tail 0.1`.
    #[arg(long, value_name = "SHARE", value_parser = tail)]
    tail: Option<f64>,

    /// Points with less than this fail [default: 0.5 of a probability, else the middle one]
    ///
    /// In the unit of the tables, for example `--below 66e6`. Where less is better, as of shut-in,
    /// points with more than the middle one fail by default.
    #[arg(long, value_name = "VALUE", conflicts_with = "above")]
    below: Option<f64>,

    /// Points with more than this fail
    ///
    /// In the unit of the tables, for example `--of shut-in.total.2029 --above 2e6`.
    #[arg(long, value_name = "VALUE")]
    above: Option<f64>,

    /// Directory for sensitivity.csv, discovery.csv and the sentence, discovery.txt [default: results/
    /// and the name of DIR, `-sensitivity`]
    ///
    /// For example `-o results/why`. One that exists is refused without --force.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    written: Written,
}

const EXAMPLES: &str = "\
Examples:
  caspian sensitivity results/what-matters
  caspian sensitivity results/what-matters --of exports.total.2029 --tail 0.1 -o results/why";

fn tail(word: &str) -> Result<f64, String> {
    let share = word.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "a share above 0 and up to 1, such as 0.1".to_owned())
}

/// Reads the study, writes what matters and shows it.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let results = results::open(&arguments.dir)?;
    let output = match &arguments.of {
        Some(output) => output.clone(),
        None => batch::usual_output(&results)?,
    };
    let instead = arguments.of.is_none() && matches!(output, Output::Mean(_));
    let fails = arguments.below.map(Fails::Below).or(arguments.above.map(Fails::Above));
    let dir = arguments.directory()?;
    let place = Place::claim(&dir, arguments.written.options())?;
    let wanted = Wanted { output, tail: arguments.tail, fails };
    let found = batch::sensitivity(&results, &wanted)?;
    let sentence = found.discovery.as_ref().map(|found| found.sentence.clone() + "\n");
    let files: Vec<(&str, &str)> =
        sentence.iter().map(|sentence| ("discovery.txt", sentence.as_str())).collect();
    let kind = Kind::Sensitivity(judged(&results, &found, instead));
    let command_line = common::command_line();
    let manifest = Manifest { kind, command_line, ..results.manifest.clone() };
    place.write(manifest, &found.tables(), &files)?;
    report::show(&dir)
}

impl Arguments {
    fn directory(&self) -> Result<PathBuf, Error> {
        super::directory(self.output.as_deref(), &self.dir, "-sensitivity")
    }
}

/// What was explained and how, for the manifest.
fn judged(study: &Results, found: &Sensitivity, instead: bool) -> results::Judged {
    let target = study.manifest.targets.first().filter(|_| instead);
    let method = match found.judged {
        Judged::Tornado(_) => Method::Tornado,
        Judged::Morris(_) => Method::Morris,
        Judged::Sobol(_) => Method::Sobol,
        Judged::Nothing => Method::None,
    };
    results::Judged {
        study: study.dir.display().to_string(),
        output: found.output.clone(),
        unit: found.unit,
        instead_of: target.map(|target| format!("P({})", target.name)),
        method,
        constant: found.constant,
        discovery: found.discovery.as_ref().map(|found| found.sentence.clone()),
    }
}
