//! Options that several commands share.

use super::terminal;
use crate::error::Error;
use crate::results::Options;
use crate::scenario::{Change, Scenario};
use crate::simulate::{Settings, most_threads};
use crate::study::precision::Output;
use crate::study::share::Share;
use crate::table::Style;
use crate::tally::Keep;

/// How much is simulated.
#[derive(clap::Args, Clone)]
pub(super) struct Simulated {
    /// Simulated histories of each point or scenario [default: the scenario's]
    ///
    /// For example `--replications 1000` for a first look. The standard error falls with
    /// the square root: four times as many halve it.
    #[arg(short = 'n', long, value_name = "N")]
    pub replications: Option<u32>,

    /// Seed of every random number [default: the scenario's]
    ///
    /// For example `--seed 7`. Equal seeds give equal results, whatever the threads.
    #[arg(short, long, value_name = "S", value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,

    /// Threads that simulate [default: all processors]
    ///
    /// For example `--threads 2`. Results do not depend on it. At most four a processor are used.
    #[arg(short, long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,

    /// Sets of beliefs over which replications are spread [default: the scenario's]
    ///
    /// For example `--beliefs 200`: with 10,000 replications 50 histories under each, enough
    /// to show how far chances depend on what is not known.
    #[arg(short, long, value_name = "B")]
    pub beliefs: Option<u32>,

    /// Change a number of every scenario; may be given again and again
    ///
    /// For example `--set link.cpc-moorings.units=2`, `--set "node.tengiz.supply=x 0.9"` or
    /// `--set node.tengiz.supply.2026-01-01="+2 Mt/y"`.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub changes: Vec<String>,

    /// Show no progress, notices or results, only what goes wrong
    ///
    /// For example `-q -o results/trial && caspian report results/trial`.
    #[arg(short, long)]
    pub quiet: bool,
}

/// How results are written.
#[derive(clap::Args, Clone)]
pub(super) struct Written {
    /// Replace results that exist, once the new ones are complete
    ///
    /// For example `-o results/trial --force`. A directory that holds anything but results is
    /// never replaced.
    #[arg(short, long)]
    force: bool,

    /// Form of the tables
    ///
    /// For example `--csv excel-ru`: semicolons, decimal commas and a byte-order mark, which
    /// Excel opens by itself where decimals are written with a comma.
    #[arg(long, value_name = "FORM", default_value = "plain", value_parser = ["plain", "excel-ru"])]
    csv: String,
}

impl Written {
    /// What they come to.
    pub(super) fn options(&self) -> Options {
        let style = if self.csv == "excel-ru" { Style::ExcelRu } else { Style::Plain };
        Options { force: self.force, style }
    }
}

impl Simulated {
    /// How a scenario is to be run, with `usual` replications unless others are asked for.
    pub(super) fn settings(&self, scenario: &Scenario, usual: u32, keep: Keep) -> Settings {
        let replications = self.replications.unwrap_or(usual);
        let mut settings = Settings::new(&scenario.model).with_replications(replications);
        if let Some(seed) = self.seed {
            settings = settings.with_seed(seed);
        }
        if let Some(beliefs) = self.beliefs {
            settings = settings.with_beliefs(beliefs);
        }
        settings.with_threads(self.threads()).with_keep(keep)
    }

    /// Says what is worth knowing of scenarios and options, unless nothing is to be said.
    pub(super) fn notices<'s>(&self, scenarios: impl IntoIterator<Item = &'s Scenario>) {
        if self.quiet {
            return;
        }
        scenarios.into_iter().for_each(super::notices);
        let most = most_threads();
        if self.threads() > most {
            let asked = self.threads();
            terminal::say(&format!("notice: of {asked} threads {most} are used, four a processor"));
        }
    }

    /// The changes of `--set`.
    pub(super) fn changes(&self) -> Result<Vec<Change>, Error> {
        Ok(self.changes.iter().map(|text| Change::parse(text)).collect::<Result<_, _>>()?)
    }

    /// Threads; 0 for as many as there are.
    pub(super) fn threads(&self) -> usize {
        self.threads.map_or(0, usize::from)
    }
}

/// The command line, word by word; what is not text in it stands as it can be shown.
pub(super) fn command_line() -> Vec<String> {
    std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect()
}

/// Reads `3/20`.
pub(super) fn share(word: &str) -> Result<Share, String> {
    Share::parse(word).ok_or_else(|| "a share is K/N with K from 1 to N, such as 3/20".to_owned())
}

/// Reads `exports.total.2029` or `P(trans-caspian)`.
pub(super) fn quantity(word: &str) -> Result<Output, String> {
    Output::parse(word).map_err(|error| error.to_string())
}
