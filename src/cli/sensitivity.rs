//! `caspian sensitivity`: which factors of a finished study matter.

use super::common::{self, Replace};
use super::terminal;
use crate::batch::{self, Discovery, Fails, Judged, Sensitivity, Wanted};
use crate::error::Error;
use crate::report::{amount, difference, difference_with_error, fitted, paragraph};
use crate::results::{self, Kind, Method, Place, Results, TargetEntry};
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

    /// Directory for sensitivity.csv, discovery.csv and the sentence, discovery.txt [default: none
    /// is written]
    ///
    /// For example `-o results/why`.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    replace: Replace,
}

const EXAMPLES: &str = "\
Examples:
  caspian sensitivity results/what-matters
  caspian sensitivity results/what-matters --of exports.total.2029 --tail 0.1 -o results/why";

fn tail(word: &str) -> Result<f64, String> {
    let share = word.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0);
    share.ok_or_else(|| "a share above 0 and up to 1, such as 0.1".to_owned())
}

/// Reads the study and shows what matters.
pub(super) fn run(arguments: &Arguments) -> Result<(), Error> {
    let results = results::open(&arguments.dir)?;
    let output = match &arguments.of {
        Some(output) => output.clone(),
        None => batch::usual_output(&results)?,
    };
    let instead = arguments.of.is_none() && matches!(output, Output::Mean(_));
    let fails = arguments.below.map(Fails::Below).or(arguments.above.map(Fails::Above));
    let place = arguments.output.as_ref();
    let place = place.map(|dir| Place::claim(dir, arguments.replace.options())).transpose()?;
    let wanted = Wanted { output, tail: arguments.tail, fails };
    let found = batch::sensitivity(&results, &wanted)?;
    if let Some(place) = place {
        let sentence = found.discovery.as_ref().map(|found| found.sentence.clone() + "\n");
        let files: Vec<(&str, &str)> =
            sentence.iter().map(|sentence| ("discovery.txt", sentence.as_str())).collect();
        let kind = Kind::Sensitivity(judged(&results, &found, instead));
        let manifest = results::Manifest {
            kind,
            command_line: common::command_line(),
            ..results.manifest.clone()
        };
        place.write(manifest, &found.tables(), &files)?;
    }
    let target = results.manifest.targets.first();
    let mut text = String::new();
    if let Some(target) = target.filter(|_| instead) {
        let chance = format!("P({})", target.name);
        text += &paragraph(&format!("{chance} is the same at every point: this is its volume"));
        text += "\n";
    }
    text += &match found.constant {
        Some(value) => nothing(&found, value, target),
        None => screen(&found),
    };
    terminal::print(&text)
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
        unit: found.unit.to_owned(),
        instead_of: target.map(|target| format!("P({})", target.name)),
        method,
        constant: found.constant,
        discovery: found.discovery.as_ref().map(|found| found.sentence.clone()),
    }
}

/// What to say of an output that no factor moves.
fn nothing(found: &Sensitivity, value: f64, target: Option<&TargetEntry>) -> String {
    let output = &found.output;
    // A chance is not nothing for not having come up.
    let same = match (output.starts_with("P("), value) {
        (true, 0.0) => "no history of any point reaches it".to_owned(),
        (true, 1.0) => "every history of every point reaches it".to_owned(),
        _ => {
            let (value, unit) = amount(value, None, found.unit);
            format!("{value} {unit}")
        }
    };
    let mut words = format!("{output} is the same at every point: {same}. No factor moves it.");
    if let Some(target) = target.filter(|_| output.starts_with("P(")) {
        words += &format!(" Try --of {}", batch::counted(target));
    }
    paragraph(&words)
}

/// Factors by how much they matter, with a row of headings; nothing where they are not judged.
fn ranked(found: &Sensitivity) -> Vec<Vec<String>> {
    let unit = amount(0.0, None, found.unit).1;
    let plain = |value: f64| difference(value, f64::NAN, found.unit);
    let share = |value: f64| format!("{value:.2}");
    let head = |words: &[&str]| {
        let first = format!("{}, {unit}", found.output);
        std::iter::once(first).chain(words.iter().map(|word| (*word).to_owned())).collect()
    };
    match &found.judged {
        Judged::Tornado(bars) => {
            let rows = bars.iter().map(|(name, [low, high])| {
                let [a, b] = [low, high].map(|(label, _)| label.clone());
                vec![name.clone(), plain(low.1), plain(high.1), a, b]
            });
            std::iter::once(head(&["least", "most", "at", "at"])).chain(rows).collect()
        }
        Judged::Morris(rows) => {
            let rows = rows.iter().map(|(name, [star, error, mu, sigma])| {
                let star = difference_with_error(*star, *error, found.unit);
                // Means of absolute values and deviations have no sign.
                let bare = |text: String| text.trim_start_matches('+').to_owned();
                vec![name.clone(), bare(star), plain(*mu), bare(plain(*sigma))]
            });
            std::iter::once(head(&["mu*", "mu", "sigma"])).chain(rows).collect()
        }
        Judged::Sobol(rows) => {
            let rows = rows.iter().map(|(name, v)| {
                let range = |low: f64, high: f64| format!("{low:.2} to {high:.2}");
                vec![name.clone(), share(v[0]), range(v[1], v[2]), share(v[3]), range(v[4], v[5])]
            });
            std::iter::once(head(&["first", "95 %", "total", "95 %"])).chain(rows).collect()
        }
        Judged::Nothing => vec![],
    }
}

fn screen(found: &Sensitivity) -> String {
    let rows = ranked(found);
    let (mut text, hidden) = fitted(&rows);
    if hidden > 0 {
        text += "what does not fit is in sensitivity.csv, which -o DIR writes\n";
    }
    if rows.is_empty() {
        text += "this design ranks no factors: use one-at-a-time, morris or saltelli\n";
    }
    if let Some(Discovery { sentence, .. }) = &found.discovery {
        text += &format!("\n{}", paragraph(sentence));
    }
    text
}
