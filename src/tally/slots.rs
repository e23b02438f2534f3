//! Where each count of a day stands in a row of whole numbers.

use super::Entity;
use super::entity::{fleets, ports, shuttles};
use crate::metric::{Counter, Each};
use crate::model::{FleetId, LinkId, Model, NodeId, NodeKind, PortId};
use std::ops::Range;

/// Layout of a row of counters: a section for each [`Counter`], in their order, then the flows of
/// links that carry both ways.
#[derive(Debug, Clone)]
pub(super) struct Slots {
    /// Nodes that are sources, in order.
    pub sources: Vec<NodeId>,
    /// Nodes that are markets.
    pub markets: Vec<NodeId>,
    /// Nodes that are tanks.
    pub tanks: Vec<NodeId>,
    /// Links that are shuttles, ports that they use, fleets that run them.
    pub shuttles: Vec<LinkId>,
    pub ports: Vec<PortId>,
    pub fleets: Vec<FleetId>,
    /// Each shuttle with each of its fleets, in the order of `PortDayOutcome::crews`.
    pub crews: Vec<(LinkId, FleetId)>,
    /// By node: place in `sources`; `usize::MAX` for others.
    pub source_of: Vec<usize>,
    /// Links that carry both ways, each with a slot of its own for the flow without its sign.
    pub both_ways: Vec<(LinkId, usize)>,
    /// By link: slot of the flow without its sign.
    pub carried: Vec<usize>,
    /// By counter: where its section begins; the last is where they end.
    starts: [usize; Counter::ALL.len() + 1],
    /// Length of a row.
    pub len: usize,
}

impl std::ops::Index<Counter> for Slots {
    type Output = usize;

    /// Where the section of a counter begins.
    fn index(&self, counter: Counter) -> &usize {
        &self.starts[counter as usize]
    }
}

impl Slots {
    /// The layout for a model.
    pub fn new(model: &Model) -> Self {
        let of = |wanted: fn(&NodeKind) -> bool| -> Vec<NodeId> {
            (0..model.nodes.len()).filter(|node| wanted(&model.nodes[*node].kind)).collect()
        };
        let mut slots = Self {
            sources: of(|kind| matches!(kind, NodeKind::Source { .. })),
            markets: of(|kind| matches!(kind, NodeKind::Market { .. })),
            tanks: of(|kind| matches!(kind, NodeKind::Tank { .. })),
            shuttles: shuttles(model),
            ports: ports(model),
            fleets: fleets(model),
            crews: crews(model),
            source_of: vec![usize::MAX; model.nodes.len()],
            both_ways: Vec::new(),
            carried: Vec::new(),
            starts: [0; Counter::ALL.len() + 1],
            len: 0,
        };
        for (index, &node) in slots.sources.iter().enumerate() {
            slots.source_of[node] = index;
        }
        slots.lay_out(model);
        slots
    }

    fn lay_out(&mut self, model: &Model) {
        let links = model.links.len();
        for counter in Counter::ALL {
            let size = match counter.each() {
                Each::System => 1,
                Each::Link => links,
                Each::Source => self.sources.len(),
                Each::Market => self.markets.len(),
                Each::Tank => self.tanks.len(),
                Each::Shuttle => self.shuttles.len(),
                Each::Port => self.ports.len(),
                Each::Fleet => self.fleets.len(),
                Each::Crew => self.crews.len(),
            };
            self.starts[counter as usize + 1] = self[counter] + size;
        }
        let end = self.starts[Counter::ALL.len()];
        let both = (0..links).filter(|link| model.links[*link].both_ways);
        self.both_ways = both.zip(end..).collect();
        self.len = end + self.both_ways.len();
        self.carried = (self[Counter::Flow]..).take(links).collect();
        for &(link, slot) in &self.both_ways {
            self.carried[link] = slot;
        }
    }

    /// The section of a counter.
    pub fn all(&self, counter: Counter) -> Range<usize> {
        self[counter]..self.starts[counter as usize + 1]
    }

    /// Slots of a counter for an entity: of the total all there are; `None` where there is none.
    pub fn of(&self, counter: Counter, entity: &Entity) -> Option<Vec<usize>> {
        let place = match (counter.each(), entity) {
            (_, Entity::Total) => return Some(self.all(counter).collect()),
            (Each::Link, Entity::Link(link)) => Some(*link),
            (Each::Shuttle, Entity::Link(link)) => self.shuttles.binary_search(link).ok(),
            (Each::Source, Entity::Node(node)) => self.sources.binary_search(node).ok(),
            (Each::Market, Entity::Node(node)) => self.markets.binary_search(node).ok(),
            (Each::Tank, Entity::Node(node)) => self.tanks.binary_search(node).ok(),
            (Each::Port, Entity::Port(port)) => self.ports.binary_search(port).ok(),
            (Each::Fleet, Entity::Fleet(fleet)) => self.fleets.binary_search(fleet).ok(),
            _ => None,
        };
        Some(vec![self[counter] + place?])
    }
}

fn crews(model: &Model) -> Vec<(LinkId, FleetId)> {
    let fleets = |link| {
        let all = model.fleets.iter().enumerate();
        all.filter(move |(_, fleet)| fleet.serves.contains(&link)).map(move |(id, _)| (link, id))
    };
    shuttles(model).into_iter().flat_map(fleets).collect()
}
