//! `caspian stress`: what it costs to lose something for a while.

use super::common::Simulated;
use super::interrupt::Interrupt;
use super::{Failure, terminal};
use crate::batch::{Loss, Refused, Stress, Stressed, stress_table};
use crate::report::{aligned, amount};
use crate::results::{self, About, Manifest};
use crate::simulate::Settings;
use crate::table::Style;
use crate::tally::Keep;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

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
    /// For example `--lose link.cpc-moorings` or `--lose link.a,link.b`.
    #[arg(long, value_name = "PATH,..", required_unless_present = "each")]
    lose: Vec<String>,

    /// Days out
    ///
    /// For example `--days 30,60,90`.
    #[arg(long, value_name = "D1,D2,..", value_delimiter = ',', default_value = "30")]
    days: Vec<u32>,

    /// First day out, or `any`: evenly spread over the time that is not known yet
    ///
    /// For example `--start 2027-01-15`.
    #[arg(long, value_name = "DATE", default_value = "any", value_parser = start)]
    start: Start,

    /// Lose every link in turn, and rank them (N-1)
    ///
    /// For example `--each --days 30 -n 64`.
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

    /// Replace results that exist
    ///
    /// For example `-o results/trial --force`.
    #[arg(short, long)]
    force: bool,

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
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let asked = &arguments.simulated;
    let base = super::load(&arguments.file, &asked.changes)?;
    let (settings, quiet) = (arguments.settings(&base.model), asked.quiet);
    let manifest = arguments.manifest(&base, &settings);
    let interrupt = Interrupt::listen()?;
    let mut stop = || interrupt.is_set();
    let of = (arguments.file.clone(), asked.changes()?);
    let mut stress = Stress::new(of, base, settings, &mut stop);
    let mut all = Vec::new();
    for on in arguments.losses(&stress) {
        arguments.test(&mut stress, on, &mut all)?;
    }
    let ranked = |all: &mut Vec<Stressed>| {
        all.sort_by(|a, b| b.total("lost").mean.total_cmp(&a.total("lost").mean));
    };
    if arguments.each {
        ranked(&mut all);
    }
    if let Some(most) = arguments.pairs {
        let worst: Vec<Vec<String>> = all.iter().take(most).map(|s| s.loss.on.clone()).collect();
        let mut pairs = Vec::new();
        for (at, a) in worst.iter().enumerate() {
            for b in &worst[at + 1..] {
                arguments.test(&mut stress, [a.clone(), b.clone()].concat(), &mut pairs)?;
            }
        }
        ranked(&mut pairs);
        all.extend(pairs);
    }
    let name = arguments.file.file_stem().unwrap_or_default().to_string_lossy();
    let usual = Path::new("results").join(format!("{name}-stress"));
    let dir = arguments.output.clone().unwrap_or(usual);
    let options = results::Options { force: arguments.force, style: Style::Plain };
    results::write_extras(&dir, options, manifest, (&[stress_table(&all)], &[]))?;
    if !quiet {
        let text = screen(&all, arguments.each);
        let place = dir.join("stress.csv");
        terminal::print(&format!("{text}\nAll numbers are in {}\n", place.display()))?;
    }
    Ok(())
}

impl Arguments {
    fn losses(&self, stress: &Stress<'_>) -> Vec<Vec<String>> {
        let asked = self.lose.iter();
        let asked = asked.map(|list| list.split(',').map(|path| path.trim().to_owned()).collect());
        let each = if self.each { stress.links() } else { Vec::new() };
        asked.chain(each.into_iter().map(|link| vec![link])).collect()
    }

    fn test(
        &self,
        stress: &mut Stress<'_>,
        on: Vec<String>,
        all: &mut Vec<Stressed>,
    ) -> Result<(), Failure> {
        for days in &self.days {
            let loss = Loss { on: on.clone(), days: *days, start: self.start.0 };
            match stress.test(&loss) {
                Ok(stressed) => all.push(stressed),
                Err(Refused::Error(error)) => return Err(error.into()),
                Err(Refused::Scenario(found)) => return Err(found.into()),
            }
        }
        Ok(())
    }

    fn settings(&self, model: &crate::model::Model) -> Settings {
        let asked = &self.simulated;
        let replications = asked.replications.unwrap_or(USUAL.min(model.run.replications));
        let beliefs = asked.beliefs.unwrap_or_else(|| model.beliefs(replications));
        Settings {
            seed: asked.seed.unwrap_or(model.run.seed),
            replications,
            beliefs: beliefs.min(replications),
            threads: asked.threads(),
            keep: Keep { study: true, ..Keep::default() },
            trace: Vec::new(),
            verify: false,
        }
    }

    fn manifest(&self, base: &crate::scenario::Scenario, settings: &Settings) -> Manifest {
        let about = About {
            seed: settings.seed,
            replications: settings.replications,
            beliefs: settings.beliefs,
            digest: base.digest.clone(),
            command_line: std::env::args().collect(),
            ..About::default()
        };
        Manifest::new(&base.model, about, Style::Plain, Vec::new())
    }
}

/// A line a loss, then what each of a few does to routes.
fn screen(all: &[Stressed], ranked: bool) -> String {
    const MOST: usize = 40;
    let head = ["LOST", "shut in, Mt", "lost, Mt", "deferred, Mt", "first cut, d", "recovery, d"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for stressed in all.iter().take(MOST) {
        let loss = &stressed.loss;
        let mut row = vec![format!("{} for {} d", loss.on.join(" + "), loss.days)];
        for metric in ["shut-in", "lost", "deferred", "days-to-first-cut", "days-to-recover"] {
            let mean = stressed.total(metric);
            let unit = if metric.starts_with("days") { "d" } else { "t" };
            let text = match mean.n {
                0 => "never".to_owned(),
                _ => amount(mean.mean, Some(mean.stderr), unit).0,
            };
            row.push(text);
        }
        rows.push(row);
    }
    let mut text = aligned(&rows);
    if all.len() > MOST {
        text += &format!("… and {} more\n", all.len() - MOST);
    }
    if !ranked {
        text += &rerouted(all);
    }
    text
}

fn rerouted(all: &[Stressed]) -> String {
    let mut rows = vec![vec!["ROUTES WHILE IT LASTS, Mt".to_owned()]];
    let losses = all.iter().map(|s| format!("{} d", s.loss.days));
    rows[0].extend(losses);
    let routes = all.first().into_iter().flat_map(|first| &first.rows);
    for (at, row) in routes.enumerate().filter(|(_, row)| row.metric == "rerouted") {
        let means = all.iter().map(|s| s.rows[at].mean);
        if means.clone().all(|mean| mean.mean == 0.0) {
            continue;
        }
        let cells = means.map(|mean| crate::report::difference(mean.mean, mean.stderr, "t"));
        rows.push(std::iter::once(row.entity.clone()).chain(cells).collect());
    }
    if rows.len() > 1 { format!("\n{}", aligned(&rows)) } else { String::new() }
}
