//! The circulation of a model: which arcs it has and what each is for.
//!
//! Its root is where oil comes from and goes to; every node of the model has one of its own, `at`. Knows nothing of today's
//! capacities or of costs. `docs/model.md`, "The circulation".

use crate::circulation::At;
use crate::model::{BANDS, Link, Model, NodeKind};
use std::collections::BTreeSet;

/// What an arc is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Root to source: band of this index, 0 is shut in last.
    Band(usize),
    /// Market to root.
    Demand { required: bool },
    /// Tank to root, up to its target.
    FillToTarget,
    /// Tank to root: what ships of a nominated shuttle are to lift.
    Filling { priority: i64 },
    /// Tank to root, above its target.
    FillAbove,
    /// Root to tank, what stands above its target.
    DrawToTarget,
    /// Root to tank, what stands below its target or is owed to ships.
    DrawBelow,
    /// A link open by cost, in either direction of one that goes both ways.
    Open,
    /// The nominated volume of a link.
    Nominated { priority: i64 },
    /// What a link carries above its nomination.
    Surge,
}

impl Role {
    /// Priority of a nomination, on a link or into a tank for ships.
    pub fn priority(self) -> Option<i64> {
        match self {
            Role::Nominated { priority } | Role::Filling { priority } => Some(priority),
            _ => None,
        }
    }
}

/// An arc of the circulation.
#[derive(Debug, Clone)]
pub(crate) struct Arc {
    pub from: At,
    pub to: At,
    pub role: Role,
    /// Index of the model's link, or of its node for arcs at the root.
    pub of: usize,
    /// A name that does not depend on order: the tie-break comes from it.
    pub name: String,
}

/// Arcs of a source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceArcs {
    pub node: usize,
    pub bands: [usize; BANDS],
}

/// Arc of a market.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarketArc {
    pub node: usize,
    pub demand: usize,
    pub required: bool,
}

/// Arcs of a tank; those at the target are absent where nothing is ever kept: the target is
/// zero for certain and no ship loads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TankArcs {
    pub node: usize,
    pub fill_above: usize,
    pub draw_to_target: usize,
    pub at_target: Option<AtTarget>,
}

/// Arcs of a tank with a target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtTarget {
    pub fill: usize,
    pub draw_below: usize,
}

/// A shuttle as dispatch sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shuttling {
    pub link: usize,
    /// Nodes of the model.
    pub from: usize,
    pub to: usize,
    /// Tank to root, for what is to be lifted.
    pub filling: usize,
    pub priority: i64,
}

/// Arcs of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkArcs {
    /// One arc, open by cost.
    Open(usize),
    /// There and back.
    BothWays(usize, usize),
    /// One arc for the nomination.
    Nominated(usize),
    /// The nomination and what goes above it.
    Surging(usize, usize),
    /// No arc of its own: ships move the oil. The filling of its loading tank.
    Shuttle(usize),
}

/// What a link carries from its start to its end: the flow of one arc, and of another with a
/// sign. A table without cases, since it is read for every link on every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Net {
    pub first: usize,
    pub second: usize,
    /// 1, or −1 for the way back, or 0 where one arc is all.
    pub sign: i64,
}

impl Net {
    fn of(arcs: LinkArcs) -> Self {
        let (first, second, sign) = match arcs {
            LinkArcs::Open(arc) | LinkArcs::Nominated(arc) | LinkArcs::Shuttle(arc) => {
                (arc, arc, 0)
            }
            LinkArcs::BothWays(there, back) => (there, back, -1),
            LinkArcs::Surging(nominated, surge) => (nominated, surge, 1),
        };
        Self { first, second, sign }
    }
}

/// The node of the circulation that a node of the model has; the root is before them all.
pub(crate) fn at(node: usize) -> At {
    At::new(node + 1)
}

/// All arcs, and which belong to what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub nodes: usize,
    pub arcs: Vec<Arc>,
    pub sources: Vec<SourceArcs>,
    pub markets: Vec<MarketArc>,
    pub tanks: Vec<TankArcs>,
    /// By link of the model.
    pub links: Vec<LinkArcs>,
    /// By link of the model; of a shuttle, what is filled in for it.
    pub nets: Vec<Net>,
    /// Pipes with a nomination.
    pub nominated: Vec<usize>,
    /// Shuttles, those that go first in front.
    pub shuttles: Vec<Shuttling>,
}

/// The arcs that nodes and links are said to have.
fn arcs_of(model: &Model, loading: &BTreeSet<usize>) -> usize {
    let nodes = model.nodes.iter().enumerate();
    let nodes = nodes.map(|(node, spec)| spec.kind.arcs(loading.contains(&node)));
    nodes.chain(model.links.iter().map(Link::arcs)).sum()
}

impl Layout {
    /// The circulation of `model`.
    pub fn new(model: &Model) -> Self {
        let mut layout = Layout { nodes: model.nodes.len() + 1, ..Layout::default() };
        let shuttles = model.links.iter().filter(|link| link.shuttle.is_some());
        let loading: BTreeSet<usize> = shuttles.map(|link| link.from).collect();
        for (node, spec) in model.nodes.iter().enumerate() {
            match &spec.kind {
                NodeKind::Hub => {}
                NodeKind::Source { .. } => layout.add_source(node, &spec.name),
                NodeKind::Market { required, .. } => {
                    layout.add_market(node, &spec.name, *required);
                }
                NodeKind::Tank { .. } => {
                    let keeps = spec.kind.arcs(loading.contains(&node)) > 2;
                    layout.add_tank(node, &spec.name, keeps);
                }
            }
        }
        for (index, link) in model.links.iter().enumerate() {
            let arcs = layout.link_arcs(index, link);
            layout.links.push(arcs);
            layout.nets.push(Net::of(arcs));
            if link.nomination.is_some() && link.shuttle.is_none() {
                layout.nominated.push(index);
            }
        }
        debug_assert_eq!(layout.arcs.len(), arcs_of(model, &loading), "counted for the limit");
        layout.shuttles.sort_by_key(|shuttle| (shuttle.priority, shuttle.link));
        layout
    }

    fn push(&mut self, from: At, to: At, role: Role, of: usize, name: String) -> usize {
        self.arcs.push(Arc { from, to, role, of, name });
        self.arcs.len() - 1
    }

    fn enter_node(&mut self, node: usize, role: Role, name: String) -> usize {
        self.push(At::ROOT, at(node), role, node, name)
    }

    fn leave_node(&mut self, node: usize, role: Role, name: String) -> usize {
        self.push(at(node), At::ROOT, role, node, name)
    }

    fn add_source(&mut self, node: usize, name: &str) {
        let bands = std::array::from_fn(|band| {
            self.enter_node(node, Role::Band(band), format!("node.{name}/band-{band}"))
        });
        self.sources.push(SourceArcs { node, bands });
    }

    fn add_market(&mut self, node: usize, name: &str, required: bool) {
        let role = Role::Demand { required };
        let demand = self.leave_node(node, role, format!("node.{name}/demand"));
        self.markets.push(MarketArc { node, demand, required });
    }

    fn add_tank(&mut self, node: usize, name: &str, keeps: bool) {
        let named = |what: &str| format!("node.{name}/{what}");
        let fill_above = self.leave_node(node, Role::FillAbove, named("fill-above"));
        let draw_to_target = self.enter_node(node, Role::DrawToTarget, named("draw-to-target"));
        let at_target = keeps.then(|| AtTarget {
            fill: self.leave_node(node, Role::FillToTarget, named("fill-to-target")),
            draw_below: self.enter_node(node, Role::DrawBelow, named("draw-below")),
        });
        self.tanks.push(TankArcs { node, fill_above, draw_to_target, at_target });
    }

    fn link_arcs(&mut self, index: usize, link: &Link) -> LinkArcs {
        let (from, to) = (at(link.from), at(link.to));
        let named = |what: &str| format!("link.{}/{what}", link.name);
        if link.shuttle.is_some() {
            let priority = link.nomination.as_ref().map_or(1, |nomination| nomination.priority);
            let role = Role::Filling { priority };
            let filling = self.push(from, At::ROOT, role, index, named("filling"));
            let (from, to) = (link.from, link.to);
            self.shuttles.push(Shuttling { link: index, from, to, filling, priority });
            return LinkArcs::Shuttle(filling);
        }
        let Some(nomination) = &link.nomination else {
            let there = self.push(from, to, Role::Open, index, named("open"));
            if !link.both_ways {
                return LinkArcs::Open(there);
            }
            let back = self.push(to, from, Role::Open, index, named("back"));
            return LinkArcs::BothWays(there, back);
        };
        let role = Role::Nominated { priority: nomination.priority };
        let nominated = self.push(from, to, role, index, named("nominated"));
        if nomination.surge.is_none() {
            return LinkArcs::Nominated(nominated);
        }
        LinkArcs::Surging(nominated, self.push(from, to, Role::Surge, index, named("surge")))
    }

    /// The arcs of a link from its start to its end; none for a shuttle.
    pub fn forward(&self, link: usize) -> impl Iterator<Item = usize> {
        let (first, second) = match self.links[link] {
            LinkArcs::Open(arc) | LinkArcs::Nominated(arc) | LinkArcs::BothWays(arc, _) => {
                (Some(arc), None)
            }
            LinkArcs::Surging(nominated, surge) => (Some(nominated), Some(surge)),
            LinkArcs::Shuttle(_) => (None, None),
        };
        first.into_iter().chain(second)
    }
}
