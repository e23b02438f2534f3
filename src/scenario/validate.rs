//! What a scenario must satisfy as a whole, beyond each value by itself.
//!
//! Checks work on what could be read, so that one bad key does not hide the faults of others;
//! those on paths need every kind of node and both ends of every link. Knows nothing of text.

mod aims;
mod chance;
mod graph;
mod network;
mod projects;
mod routes;
mod size;

pub(super) use graph::Graph;
pub use size::MOST_KEPT;

use super::file::Draft;
use super::reader::Reader;
use crate::diagnostic::Fault;

/// What is checked, with the names behind its numbers.
pub(super) struct Whole<'a> {
    pub draft: &'a Draft,
    pub nodes: Vec<&'a str>,
    pub links: Vec<&'a str>,
    pub ports: Vec<&'a str>,
    pub projects: Vec<&'a str>,
    pub routes: Vec<&'a str>,
    pub faults: Vec<Fault>,
}

/// Every fault of the whole.
pub(super) fn faults(draft: &Draft, reader: &Reader<'_>) -> Vec<Fault> {
    let mut whole = Whole {
        draft,
        nodes: reader.names("node"),
        links: reader.names("link"),
        ports: reader.names("port"),
        projects: reader.names("project"),
        routes: reader.names("route"),
        faults: Vec::new(),
    };
    // Before anything whose work grows faster than the network.
    if let Some(fault) = size::network(draft) {
        whole.faults.push(fault);
        return whole.faults;
    }
    network::check(&mut whole);
    if let Some(graph) = Graph::new(draft) {
        graph::check(&mut whole, &graph);
        routes::check(&mut whole, &graph);
    }
    chance::check(&mut whole);
    projects::check(&mut whole);
    aims::check(&mut whole, &reader.parameters);
    size::check(&mut whole);
    whole.faults
}

impl Whole<'_> {
    /// Nodes in the order of a path.
    fn path(&self, nodes: &[usize]) -> String {
        let names: Vec<&str> = nodes.iter().map(|node| self.nodes[*node]).collect();
        names.join(" > ")
    }
}
