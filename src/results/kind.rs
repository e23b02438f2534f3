//! What a results directory is, and what only directories of its kind say of themselves.
//!
//! `manifest.json` has it as `kind` and `details`, so that no reader guesses by the names of files.

use crate::metric::Unit;
use crate::study::share::Share;
use serde::{Deserialize, Serialize};

/// What a results directory holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "details", rename_all = "kebab-case")]
pub enum Kind {
    /// One scenario.
    #[default]
    Run,
    /// Points of a design.
    Study,
    /// Runs held against the first of them.
    Compare(Compared),
    /// Losses for a while, against the undisturbed run.
    Stress,
    /// What holds a target back, by the points of a study.
    Bottlenecks {
        /// The target.
        target: String,
    },
    /// What a volume needs of each link of a target's chain.
    Sizing(Sized),
    /// Which factors of a study matter.
    Sensitivity(Judged),
    /// A part of a run or study, for `caspian merge`.
    Shard(Part),
}

/// The runs of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// In the order in which they were named.
    pub sides: Vec<Side>,
}

/// A run of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// As in the tables.
    pub name: String,
    /// Its replications.
    pub replications: u32,
}

/// What was sized.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sized {
    /// Name of the target.
    pub target: String,
    /// Tonnes a year over its routes.
    pub volume: f64,
    /// Share of a berth's time that is planned for.
    pub occupancy: f64,
}

/// What was explained, and how factors were judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// Directory of the study.
    pub study: String,
    /// The output, in words.
    pub output: String,
    /// Its unit.
    pub unit: Unit,
    /// The chance that it stands for, where that is the same at every point.
    pub instead_of: Option<String>,
    /// How factors were judged.
    pub method: Method,
    /// The output's value, where it is the same at every point and nothing can be judged by it.
    pub constant: Option<f64>,
    /// What sets the points that fail apart, in a sentence.
    pub discovery: Option<String>,
}

/// How factors are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Changes one at a time.
    Tornado,
    /// Elementary effects.
    Morris,
    /// Sobol' indices.
    Sobol,
    /// The design is not made for it.
    None,
}

/// What of a whole is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which share.
    pub share: Share,
    /// Of what.
    pub of: Whole,
    /// Replications of a run, or points of a study, that are here.
    pub here: u32,
    /// Those of the whole.
    pub whole: u32,
}

/// What is divided into shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whole {
    /// The replications of a run.
    Run,
    /// The points of a study.
    Study,
}

impl Whole {
    /// `run` or `study`.
    pub fn words(self) -> &'static str {
        match self {
            Whole::Run => "run",
            Whole::Study => "study",
        }
    }
}

impl Kind {
    /// What it is, in words that fit behind "holds".
    pub fn words(&self) -> &'static str {
        match self {
            Kind::Run => "a run",
            Kind::Study => "a study",
            Kind::Compare(_) => "a comparison",
            Kind::Stress => "stress tests",
            Kind::Bottlenecks { .. } => "the bottlenecks of a target",
            Kind::Sizing(_) => "a sizing",
            Kind::Sensitivity(_) => "a sensitivity",
            Kind::Shard(_) => "a share of a whole",
        }
    }
}
