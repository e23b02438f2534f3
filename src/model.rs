//! The validated system: names resolved, units canonical, immutable.
//!
//! Built only by `scenario`; read by everything above. It knows nothing of files, random
//! numbers or dispatch. Every list is in order of name, so the order in a file cannot
//! matter. Inside, masses are tonnes, flows tonnes a day, durations days, money USD, rates
//! per year, shares 0 to 1.

mod hazard;
mod inputs;
mod lifting;
mod network;
mod port;
mod process;
mod project;
mod target;
mod value;

pub use hazard::*;
pub use inputs::*;
pub use lifting::*;
pub use network::*;
pub use port::*;
pub use process::*;
pub use project::*;
pub use target::*;
pub use value::*;

use crate::calendar::Horizon;
use crate::dist::Distribution;
use std::fmt;

/// Everything that a simulation needs to know of a scenario.
#[derive(Clone, PartialEq)]
pub struct Model {
    /// Title for people.
    pub title: String,
    /// Days simulated.
    pub horizon: Horizon,
    /// Defaults of the command line.
    pub run: Run,
    /// Sources, hubs, tanks and markets, by name.
    pub nodes: Vec<Node>,
    /// What oil moves along, by name.
    pub links: Vec<Link>,
    /// Where ships load and discharge, by name.
    pub ports: Vec<Port>,
    /// Waters with a level of their own, by name.
    pub seas: Vec<Sea>,
    /// Ships by kind, by name.
    pub fleets: Vec<Fleet>,
    /// What is to be built, by name.
    pub projects: Vec<Project>,
    /// Named sets of links for reporting, by name.
    pub routes: Vec<Route>,
    /// Random processes that take capacity away, by name.
    pub hazards: Vec<Hazard>,
    /// Semi-Markov chains that scale hazards, by name.
    pub regimes: Vec<Regime>,
    /// Certain, dated losses, by name.
    pub events: Vec<Event>,
    /// Planned work at uncertain dates, by name.
    pub maintenance: Vec<Maintenance>,
    /// Uncertain numbers drawn once per belief. A parameter of another's distribution stands
    /// before it, so drawing them in order resolves them all.
    pub parameters: Vec<Parameter>,
    /// Rank correlations between parameters.
    pub correlations: Vec<Correlation>,
    /// What is aimed at, by name.
    pub targets: Vec<Target>,
    /// What was seen, to be held against the model, by name.
    pub observed: Vec<Observed>,
}

/// What it is in a line: as a whole it has pages.
impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("title", &self.title)
            .field("steps", &self.horizon.steps())
            .field("nodes", &self.nodes.len())
            .field("links", &self.links.len())
            .field("ports", &self.ports.len())
            .field("fleets", &self.fleets.len())
            .field("hazards", &self.hazards.len())
            .finish_non_exhaustive()
    }
}

/// `[run]`: defaults that the command line may override.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Seed of every random stream.
    pub seed: u64,
    /// Number of simulated histories, at least 1.
    pub replications: u32,
    /// Number of beliefs; `None`: one per replication.
    pub beliefs: Option<u32>,
    /// False: no hazards, regimes, maintenance or variation, uncertain values at their median.
    pub chance: bool,
}

/// An uncertain number of the scenario, drawn once per belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Key path of the value, which also names its random stream.
    pub path: String,
    /// Its distribution in the canonical unit (for a flow: tonnes per `per` of its level).
    pub distribution: Distribution<Value>,
    /// The canonical unit in words, for people: `t/y`, `d`, `USD/t`, empty for a plain number.
    pub unit: String,
}

/// Gaussian-copula correlation of two parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// One parameter.
    pub a: ParameterId,
    /// The other.
    pub b: ParameterId,
    /// Correlation of the normal scores, -1 to 1.
    pub rho: f64,
}

impl Model {
    /// The median of every parameter, those within others first.
    pub fn medians(&self) -> Vec<f64> {
        let mut medians: Vec<f64> = Vec::with_capacity(self.parameters.len());
        for parameter in &self.parameters {
            let resolved = parameter.distribution.map(|value| value.under(&medians));
            medians.push(resolved.quantile(0.5));
        }
        medians
    }

    /// Index of a node by name.
    pub fn node(&self, name: &str) -> Option<NodeId> {
        self.nodes.binary_search_by(|node| node.name.as_str().cmp(name)).ok()
    }

    /// Index of a link by name.
    pub fn link(&self, name: &str) -> Option<LinkId> {
        self.links.binary_search_by(|link| link.name.as_str().cmp(name)).ok()
    }

    /// Index of a route by name.
    pub fn route(&self, name: &str) -> Option<usize> {
        self.routes.binary_search_by(|route| route.name.as_str().cmp(name)).ok()
    }

    /// True when anything depends on the belief: an uncertain number, or whether a project is built.
    pub fn has_beliefs(&self) -> bool {
        let by_chance = |project: &Project| {
            let sure =
                matches!(project.chance, Value::Known(chance) if chance <= 0.0 || chance >= 1.0);
            project.enabled && !sure
        };
        !self.parameters.is_empty() || self.projects.iter().any(by_chance)
    }

    /// Independent groups of the replications of a run, which errors are made from: its beliefs, or
    /// each replication where nothing is a belief.
    pub fn clusters(&self, replications: u32, beliefs: u32) -> u32 {
        if self.has_beliefs() { beliefs.clamp(1, replications.max(1)) } else { replications }
    }

    /// Number of beliefs for a run of `replications` histories.
    pub fn beliefs(&self, replications: u32) -> u32 {
        self.run.beliefs.unwrap_or(replications).clamp(1, replications.max(1))
    }
}
