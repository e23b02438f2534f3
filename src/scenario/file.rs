//! What the sections of a file say, typed but not yet held against each other.

mod aims;
mod chance;
mod changes;
mod network;
mod observed;
mod ports;
mod project;
mod regime;
mod top;

use super::reader::Reader;
use crate::calendar::Horizon;
use crate::model::*;

/// Everything read. A part is `None` where it has a fault.
#[derive(Debug)]
pub(super) struct Draft {
    pub title: Option<String>,
    pub horizon: Option<Horizon>,
    pub run: Option<Run>,
    /// What is known of the network even where other keys of a component are bad.
    pub ends: Ends,
    pub nodes: Vec<Option<Node>>,
    pub links: Vec<Option<Link>>,
    pub ports: Vec<Option<Port>>,
    pub seas: Vec<Option<Sea>>,
    pub fleets: Vec<Option<Fleet>>,
    pub projects: Vec<Option<Project>>,
    pub routes: Vec<Option<Route>>,
    pub hazards: Vec<Option<Hazard>>,
    pub regimes: Vec<Option<Regime>>,
    pub events: Vec<Option<Event>>,
    pub maintenance: Vec<Option<Maintenance>>,
    pub targets: Vec<Option<Target>>,
    pub observed: Vec<Option<Observed>>,
    pub correlations: Vec<Option<Correlation>>,
}

/// Kinds of nodes and ends of links, by number.
#[derive(Debug, Default)]
pub(super) struct Ends {
    pub kinds: Vec<Option<Kind>>,
    /// True where a node has a `price`, good or bad.
    pub priced: Vec<bool>,
    pub links: Vec<Option<LinkEnds>>,
}

/// The kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Source,
    Hub,
    Tank,
    /// True: required.
    Market(bool),
}

/// Ends of a link, and what matters for paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkEnds {
    pub from: usize,
    pub to: usize,
    pub both_ways: bool,
    pub shuttle: bool,
    pub nominated: bool,
}

impl Draft {
    /// Reads every section.
    pub fn read(reader: &mut Reader<'_>, default_title: &str) -> Self {
        reader.check_top();
        let (title, horizon) = top::title_and_horizon(reader, default_title);
        reader.start = horizon.as_ref().map(Horizon::start);
        top::grades(reader);
        let ends = network::ends(reader);
        let nodes = reader.each("node", network::node);
        let links = reader.each("link", network::link);
        let hazards = reader.each("hazard", chance::hazard);
        let known = project::Known {
            kinds: &ends.kinds,
            links: &links,
            hazards: &hazards,
            now: horizon.as_ref().map(|horizon| horizon.as_of().unwrap_or(horizon.start())),
        };
        let projects = reader.each("project", |reader, c| project::project(reader, c, &known));
        Self {
            title,
            run: top::run(reader),
            horizon,
            nodes,
            ports: reader.each("port", ports::port),
            seas: reader.each("sea", ports::sea),
            fleets: reader.each("fleet", |reader, c| ports::fleet(reader, c, &ends.links)),
            routes: reader.each("route", network::route),
            observed: reader.each("observed", |reader, c| observed::observed(reader, c, &ends)),
            ends,
            links,
            projects,
            hazards,
            regimes: reader.each("regime", regime::regime),
            events: reader.each("event", chance::event),
            maintenance: reader.each("maintenance", chance::maintenance),
            targets: reader.each("target", aims::target),
            correlations: aims::correlations(reader),
        }
    }

    /// The model; `None` when any part has a fault.
    pub fn model(self, parameters: Vec<Parameter>) -> Option<Model> {
        fn all<T>(parts: Vec<Option<T>>) -> Option<Vec<T>> {
            parts.into_iter().collect()
        }
        Some(Model {
            title: self.title?,
            horizon: self.horizon?,
            run: self.run?,
            nodes: all(self.nodes)?,
            links: all(self.links)?,
            ports: all(self.ports)?,
            seas: all(self.seas)?,
            fleets: all(self.fleets)?,
            projects: all(self.projects)?,
            routes: all(self.routes)?,
            hazards: all(self.hazards)?,
            regimes: all(self.regimes)?,
            events: all(self.events)?,
            maintenance: all(self.maintenance)?,
            parameters,
            correlations: all(self.correlations)?,
            targets: all(self.targets)?,
            observed: all(self.observed)?,
        })
    }
}
