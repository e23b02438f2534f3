//! What is aimed at and what was seen.

use super::{LinkId, Model};
use crate::metric::Metric;
use jiff::civil::Date;

/// A volume aimed at in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Kebab-case name.
    pub name: String,
    /// Title for people; the name where none is given.
    pub title: String,
    /// Links whose flow is the headline measure.
    pub routes: Vec<LinkId>,
    /// Links of the second measure, empty where none is given.
    pub sea: Vec<LinkId>,
    /// Stages in series, each of links side by side, whose least capability is the third
    /// measure; empty where none is given.
    pub chain: Vec<Vec<LinkId>>,
    /// Calendar year, within the horizon.
    pub year: i16,
    /// Tonnes in the year.
    pub at_least: f64,
    /// Thresholds in tonnes for the table of first passage, ascending.
    pub milestones: Vec<f64>,
}

impl Model {
    /// Nominated links of a target's routes and chain, ascending: the contracts that its oil
    /// moves under.
    pub fn contracts(&self, target: &Target) -> Vec<LinkId> {
        let along = target.routes.iter().chain(target.chain.iter().flatten()).copied();
        let mut links: Vec<LinkId> =
            along.filter(|link| self.links[*link].nomination.is_some()).collect();
        links.sort_unstable();
        links.dedup();
        links
    }

    /// The model under push: after `as-of` everything that can move along the contracts of its
    /// targets is nominated. `None` where there are no such contracts.
    pub fn pushed(&self) -> Option<Self> {
        if !self.has_contracts() {
            return None;
        }
        let mut pushed = self.clone();
        for link in self.targets.iter().flat_map(|target| self.contracts(target)) {
            if let Some(nomination) = &mut pushed.links[link].nomination {
                nomination.pushed = true;
            }
        }
        Some(pushed)
    }

    /// True where a target has contracts, so that push may differ from contract.
    pub fn has_contracts(&self) -> bool {
        self.targets.iter().any(|target| !self.contracts(target).is_empty())
    }
}

impl Target {
    /// Links of the chain in its order, then those of the routes, each once.
    pub fn links(&self) -> Vec<LinkId> {
        let mut links: Vec<LinkId> = Vec::new();
        for &link in self.chain.iter().flatten().chain(&self.routes) {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }
}

/// A figure that was observed, to be held against the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Kebab-case name.
    pub name: String,
    /// The model's quantity.
    pub metric: Metric,
    /// Its entity: `total`, or the name of a route, link, node, port or fleet.
    pub entity: String,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub until: Date,
    /// Observed value in the metric's unit (tonnes for a mass, hours for a wait, 0 to 1 for a
    /// share).
    pub value: f64,
    /// Unit as written by the user (`Mt`, `h`, `%`, …), `calls` for a count of them; empty for
    /// other plain numbers.
    pub unit: String,
    /// How many of the metric's units one of the user's is: 1e6 for `Mt`.
    pub unit_size: f64,
    /// Greatest difference that counts as agreement, in the metric's unit.
    pub within: f64,
    /// Where the figure is from.
    pub source: String,
}
