//! What a metric is of, and which entities of a model each metric has.

use crate::metric::{Metric, Of};
use crate::model::{FleetId, LinkId, Model, NodeId, NodeKind, PortId, Value};
use std::collections::BTreeSet;

/// What a metric is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entity {
    /// The whole system.
    Total,
    /// A route.
    Route(usize),
    /// A link.
    Link(LinkId),
    /// A source, market or tank.
    Node(NodeId),
    /// A port.
    Port(PortId),
    /// A fleet.
    Fleet(FleetId),
    /// A tag of `crosses`.
    Tag(String),
    /// A target.
    Target(usize),
}

impl Entity {
    /// Its name in results.
    pub fn name<'a>(&'a self, model: &'a Model) -> &'a str {
        match self {
            Entity::Total => "total",
            Entity::Route(route) => &model.routes[*route].name,
            Entity::Link(link) => &model.links[*link].name,
            Entity::Node(node) => &model.nodes[*node].name,
            Entity::Port(port) => &model.ports[*port].name,
            Entity::Fleet(fleet) => &model.fleets[*fleet].name,
            Entity::Tag(tag) => tag,
            Entity::Target(target) => &model.targets[*target].name,
        }
    }

    /// What a name means to a metric. Of `exports` it may also be a market that is not required.
    pub fn named(model: &Model, metric: Metric, name: &str) -> Option<Self> {
        let all = metric.card().of.iter().flat_map(|of| every(model, *of));
        let mut all = all.chain(match metric {
            Metric::Exports => nodes(model, |kind| market(kind, false)),
            _ => Vec::new(),
        });
        all.find(|entity| entity.name(model) == name)
    }
}

/// The entities of a metric for which it is reported.
pub(super) fn entities(model: &Model, metric: Metric) -> Vec<Entity> {
    let reported = |entity: &Entity| match (metric.under_contract(), entity) {
        (Metric::Nominated, Entity::Link(link)) => model.links[*link].nomination.is_some(),
        (Metric::HhiRoute, _) => !model.routes.is_empty(),
        (Metric::TransportCost, _) => is_costed(model),
        (Metric::Netback, _) => is_priced(model),
        (Metric::TargetSea, Entity::Target(target)) => !model.targets[*target].sea.is_empty(),
        (Metric::TargetCapability, Entity::Target(target)) => {
            !model.targets[*target].chain.is_empty()
        }
        _ => true,
    };
    metric.card().of.iter().flat_map(|of| every(model, *of)).filter(reported).collect()
}

fn every(model: &Model, of: Of) -> Vec<Entity> {
    match of {
        Of::Total => vec![Entity::Total],
        Of::Route => (0..model.routes.len()).map(Entity::Route).collect(),
        Of::Link => (0..model.links.len()).map(Entity::Link).collect(),
        Of::Source => nodes(model, |kind| matches!(kind, NodeKind::Source { .. })),
        Of::Market => nodes(model, |kind| market(kind, true)),
        Of::Tank => nodes(model, |kind| matches!(kind, NodeKind::Tank { .. })),
        Of::Shuttle => shuttles(model).into_iter().map(Entity::Link).collect(),
        Of::Port => ports(model).into_iter().map(Entity::Port).collect(),
        Of::Fleet => fleets(model).into_iter().map(Entity::Fleet).collect(),
        Of::Tag => {
            let tags = model.routes.iter().flat_map(|route| route.crosses.iter().cloned());
            tags.collect::<BTreeSet<_>>().into_iter().map(Entity::Tag).collect()
        }
        Of::Target => (0..model.targets.len()).map(Entity::Target).collect(),
    }
}

fn nodes(model: &Model, wanted: impl Fn(&NodeKind) -> bool) -> Vec<Entity> {
    let nodes = (0..model.nodes.len()).filter(|node| wanted(&model.nodes[*node].kind));
    nodes.map(Entity::Node).collect()
}

/// Links whose oil goes in ships, in the order in which days list them.
pub(super) fn shuttles(model: &Model) -> Vec<LinkId> {
    (0..model.links.len()).filter(|link| model.links[*link].shuttle.is_some()).collect()
}

/// Ports that a shuttle uses.
pub(super) fn ports(model: &Model) -> Vec<PortId> {
    let used = model.links.iter().filter_map(|link| link.shuttle.as_ref());
    let used: BTreeSet<PortId> = used.flat_map(|shuttle| shuttle.ports).collect();
    used.into_iter().collect()
}

/// Fleets that run a shuttle.
pub(super) fn fleets(model: &Model) -> Vec<FleetId> {
    (0..model.fleets.len()).filter(|fleet| !model.fleets[*fleet].serves.is_empty()).collect()
}

/// True for a market that is, or is not, required.
pub(super) fn market(kind: &NodeKind, wanted: bool) -> bool {
    matches!(kind, NodeKind::Market { required, .. } if *required == wanted)
}

/// True where a link has a cost.
pub(super) fn is_costed(model: &Model) -> bool {
    let mut levels = model.links.iter().flat_map(|link| link.cost.levels());
    levels.any(|level| level.value != Value::Known(0.0))
}

/// True where markets have prices.
pub(super) fn is_priced(model: &Model) -> bool {
    model
        .nodes
        .iter()
        .any(|node| matches!(node.kind, NodeKind::Market { required: false, price: Some(_), .. }))
}
