//! Where each count of a day stands in a row of whole numbers.

use super::entity::{fleets, ports, shuttles};
use crate::model::{FleetId, LinkId, Model, NodeId, NodeKind, PortId};

/// Layout of a row of counters; each field is where a section begins, unless it says more.
#[derive(Debug, Clone, Default)]
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
    /// By link: net flow.
    pub flow: usize,
    /// By link: capacity for us.
    pub capability: usize,
    /// By link: nominated.
    pub nominated: usize,
    /// By link: other shippers.
    pub others: usize,
    /// By source.
    pub production: usize,
    /// By source.
    pub shut_in: usize,
    /// By source.
    pub supply_lost: usize,
    /// By source: days with shut-in.
    pub shut_days: usize,
    /// Days with any shut-in, one slot.
    pub shut_any: usize,
    /// By market: received.
    pub served: usize,
    /// By market.
    pub unserved: usize,
    /// By market: days with unserved demand.
    pub unserved_days: usize,
    /// Days with any unserved demand, one slot.
    pub unserved_any: usize,
    /// By tank: stock at the end of the day.
    pub stock: usize,
    /// By tank: days full.
    pub full: usize,
    /// By shuttle, three each: what it could carry by berths at either end and by ships.
    pub able: usize,
    /// By shuttle and fleet: what the fleet could carry there.
    pub crew_able: usize,
    /// By shuttle: tonnes loaded.
    pub lifted: usize,
    /// By shuttle: loadings.
    pub loads: usize,
    /// By shuttle: tonnes left behind for want of draft.
    pub draft_lost: usize,
    /// By shuttle: oil in ships at the end of the day.
    pub at_sea: usize,
    /// By port: berth-minutes taken.
    pub busy: usize,
    /// By port: berth-minutes in service.
    pub in_service: usize,
    /// By port: ships that came alongside.
    pub calls: usize,
    /// By port: minutes waited for weather.
    pub storm: usize,
    /// By port: minutes waited for a berth.
    pub queue: usize,
    /// By port: minutes waited for cargo or room.
    pub tank: usize,
    /// By fleet: minutes of ships neither idle nor laid up.
    pub used: usize,
    /// By fleet: minutes of ships in service.
    pub manned: usize,
    /// Length of a row.
    pub len: usize,
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
            ..Self::default()
        };
        for (index, &node) in slots.sources.iter().enumerate() {
            slots.source_of[node] = index;
        }
        slots.lay_out(model);
        slots
    }

    fn lay_out(&mut self, model: &Model) {
        let (links, sources) = (model.links.len(), self.sources.len());
        let (markets, tanks) = (self.markets.len(), self.tanks.len());
        let mut next = self.lay_out_ships();
        let mut section = |size: usize| {
            next += size;
            next - size
        };
        self.flow = section(links);
        self.capability = section(links);
        self.nominated = section(links);
        self.others = section(links);
        self.production = section(sources);
        self.shut_in = section(sources);
        self.supply_lost = section(sources);
        self.shut_days = section(sources);
        self.shut_any = section(1);
        self.served = section(markets);
        self.unserved = section(markets);
        self.unserved_days = section(markets);
        self.unserved_any = section(1);
        self.stock = section(tanks);
        self.full = section(tanks);
        let both = (0..links).filter(|link| model.links[*link].both_ways);
        self.both_ways = both.map(|link| (link, section(1))).collect();
        self.len = next;
        self.carried = (self.flow..self.flow + links).collect();
        for &(link, slot) in &self.both_ways {
            self.carried[link] = slot;
        }
    }

    /// Lays out the sections of ports and ships, the first of a row, and says where they end.
    fn lay_out_ships(&mut self) -> usize {
        let (shuttles, ports, fleets) = (self.shuttles.len(), self.ports.len(), self.fleets.len());
        let mut next = 0;
        let mut section = |size: usize| {
            next += size;
            next - size
        };
        self.able = section(3 * shuttles);
        self.crew_able = section(self.crews.len());
        for of_shuttle in
            [&mut self.lifted, &mut self.loads, &mut self.draft_lost, &mut self.at_sea]
        {
            *of_shuttle = section(shuttles);
        }
        for of_port in [
            &mut self.busy,
            &mut self.in_service,
            &mut self.calls,
            &mut self.storm,
            &mut self.queue,
            &mut self.tank,
        ] {
            *of_port = section(ports);
        }
        self.used = section(fleets);
        self.manned = section(fleets);
        next
    }
}

fn crews(model: &Model) -> Vec<(LinkId, FleetId)> {
    let fleets = |link| {
        let all = model.fleets.iter().enumerate();
        all.filter(move |(_, fleet)| fleet.serves.contains(&link)).map(move |(id, _)| (link, id))
    };
    shuttles(model).into_iter().flat_map(fleets).collect()
}
