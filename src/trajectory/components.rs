//! What components are called, and how many units each can have.

use super::beliefs::Beliefs;
use super::changes::{Order, operations};
use crate::model::{
    Component, MOST_BERTHS, Model, NodeKind, Operation, PortId, Series, Slot, whole,
};

/// Key path of a component.
pub(super) fn component_path(model: &Model, component: Component) -> String {
    match component {
        Component::Node(node) => format!("node.{}", model.nodes[node].name),
        Component::Link(link) => format!("link.{}", model.links[link].name),
        Component::Port(port) => format!("port.{}", model.ports[port].name),
    }
}

/// Whether a loss at a node takes from every link at it.
pub(super) fn passes_on(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Hub | NodeKind::Tank { .. })
}

/// Units that a component can have.
pub(super) fn units(model: &Model, component: Component) -> usize {
    match component {
        Component::Node(_) => 1,
        Component::Link(link) => model.links[link].units(),
        Component::Port(port) => most_berths(model, port),
    }
}

/// Most berths that a port can have under any belief but the most extreme.
fn most_berths(model: &Model, port: PortId) -> usize {
    let mut uniforms = vec![0.9999; model.parameters.len()];
    let (mut scratch, mut belief) = (Vec::new(), Vec::new());
    Beliefs::new(model, 0).values(&mut uniforms, &mut scratch, &mut belief);
    let most = |series: &Series| {
        model.horizon.days().iter().map(|day| series.on(day, &belief)).fold(0.0, f64::max)
    };
    let grown = |berths: f64, order: Order<'_>| match order.operation {
        Operation::Add(series) => berths + most(series),
        Operation::Times(factor) => berths * factor.under(&belief).max(1.0),
        Operation::Set(series) => berths.max(most(series)),
        Operation::Draw(_) => berths,
    };
    let berths = operations(model, Slot::Berths(port)).fold(most(&model.ports[port].berths), grown);
    whole(berths).min(MOST_BERTHS.into()) as usize
}
