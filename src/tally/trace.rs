//! Every day of a replication, for looking closely.

use super::{TraceEvent, TraceKind, TraceRow};
use crate::dispatch::{Flows, State};
use crate::model::{DAY, Inputs, Model, NodeKind, UNLIMITED};
use crate::port::ShipMove;

/// What there is to see on a day.
pub(super) struct Seen<'a> {
    pub inputs: &'a Inputs,
    pub flows: &'a Flows,
    pub state: &'a State,
    /// Tonnes that each tank holds, in order of tanks.
    pub holds: &'a [i64],
    /// Tonnes that each shuttle could carry, in order of links.
    pub able: &'a [i64],
}

/// The rows of a day: sources, tanks, markets and links, each by name.
pub(super) fn trace_day(
    model: &Model,
    replication: u32,
    step: usize,
    seen: &Seen,
) -> Vec<TraceRow> {
    let Seen { inputs, flows, state, holds, able } = seen;
    let date = model.horizon.day(step).date;
    let row = |kind, name: &str| {
        let (capacity, flow, stock, event) = (None, None, None, None);
        TraceRow { replication, date, kind, name: name.into(), capacity, flow, stock, event }
    };
    let bounded = |tonnes: i64| (tonnes < UNLIMITED).then_some(tonnes);
    let [mut sources, mut tanks, mut markets] = [const { Vec::new() }; 3];
    for (index, node) in model.nodes.iter().enumerate() {
        let today = bounded(inputs.node[index].today);
        match &node.kind {
            NodeKind::Source { .. } => {
                let (capacity, flow) = (today, Some(flows.production[index]));
                sources.push(TraceRow { capacity, flow, ..row(TraceKind::Source, &node.name) });
            }
            NodeKind::Market { .. } => {
                let (capacity, flow) = (today, Some(flows.served[index]));
                markets.push(TraceRow { capacity, flow, ..row(TraceKind::Market, &node.name) });
            }
            NodeKind::Tank { .. } => {
                let (capacity, stock) = (holds.get(tanks.len()).copied(), Some(state.stock[index]));
                tanks.push(TraceRow { capacity, stock, ..row(TraceKind::Tank, &node.name) });
            }
            NodeKind::Hub => {}
        }
    }
    let mut able = able.iter();
    let links = model.links.iter().enumerate().map(|(index, link)| {
        let capacity = match link.shuttle {
            Some(_) => able.next().copied(),
            None => bounded(inputs.link[index].capacity),
        };
        TraceRow { capacity, flow: Some(flows.link[index]), ..row(TraceKind::Link, &link.name) }
    });
    sources.into_iter().chain(tanks).chain(markets).chain(links).collect()
}

/// A row for each thing that ships did on a day.
pub(super) fn trace_ships(
    model: &Model,
    replication: u32,
    step: usize,
    moves: &[ShipMove],
) -> Vec<TraceRow> {
    let row = |moved: &ShipMove| TraceRow {
        replication,
        date: model.horizon.day(step).date,
        kind: TraceKind::Ship,
        name: format!("{}-{}", model.fleets[moved.fleet].name, moved.ship + 1),
        capacity: None,
        flow: None,
        stock: Some(moved.tonnes),
        event: Some(TraceEvent {
            minute: (moved.minute - step as i64 * DAY) as u16,
            name: moved.kind,
            port: model.ports[moved.port].name.clone(),
        }),
    };
    moves.iter().map(row).collect()
}
