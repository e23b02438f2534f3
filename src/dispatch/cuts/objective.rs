//! One objective (shut-in, or a target) and the search for what binds for it.
//!
//! Knows the network and which of its arcs and shuttles have room today, not what limits them.

use super::super::layout::{Layout, Role, at};
use super::{Crossing, Found, Solved};
use crate::circulation::{At, Direction, Reach};
use crate::graph::Digraph;
use crate::model::{LinkId, Model, Target};

/// What a search for binding links needs to know of one objective.
pub(super) struct Objective {
    /// Links of a target's routes; empty for shut-in.
    routes: Vec<LinkId>,
    /// By node of the circulation: lies on the way of oil that has passed the routes.
    downstream: Vec<bool>,
    /// Pipes that can lie on the way of the objective's oil.
    pipes: Vec<Pipe>,
    /// By crossing: it can lie on that way, and it is one of the routes.
    crossings: Vec<(bool, bool)>,
    /// Arcs of other markets, whose oil could have come here, with their nodes.
    rivals: Vec<(usize, At)>,
    /// Arcs by which oil arrives while they have room, with their nodes.
    sinks: Vec<(usize, At)>,
    /// Arcs of tanks which, while they have flow, would draw less, with their nodes.
    draws: Vec<(usize, At)>,
}

/// A link with its one or two arcs from its start to its end.
#[derive(Clone, Copy)]
struct Pipe {
    link: LinkId,
    first: usize,
    last: usize,
    from: At,
    to: At,
}

/// U and V of an objective.
pub(super) struct Buffers {
    /// Where unshipped oil can go.
    out: Reach,
    /// From where oil can arrive.
    back: Reach,
    /// From where oil can arrive at the routes; used for targets.
    upstream: Reach,
}

impl Buffers {
    pub fn new(nodes: usize) -> Self {
        let reach = Reach::new(nodes);
        Self { out: reach.clone(), back: reach.clone(), upstream: reach }
    }
}

impl Objective {
    /// Shut-in, then every target.
    pub fn all(model: &Model, layout: &Layout, crossings: &[Crossing]) -> Vec<Self> {
        let ways = model.links.iter().flat_map(|link| {
            let (from, to) = (at(link.from).index(), at(link.to).index());
            [(from, to), (to, from)].into_iter().take(1 + usize::from(link.both_ways))
        });
        let graph = Digraph::new(layout.nodes, ways.map(|(from, to)| (0, [from, to])));
        let graphs = (&graph, &graph.reversed());
        let everywhere = vec![true; layout.nodes];
        let all: Vec<LinkId> = (0..model.links.len()).collect();
        let shut_in = Self::new((&[], everywhere), &all, layout, crossings);
        let of = |target| Self::of(target, model, graphs, (layout, crossings));
        std::iter::once(shut_in).chain(model.targets.iter().map(of)).collect()
    }

    /// Of a target; `graphs` are the links whatever their capacity, and these turned round.
    fn of(
        target: &Target,
        model: &Model,
        graphs: (&Digraph, &Digraph),
        (layout, crossings): (&Layout, &[Crossing]),
    ) -> Self {
        let ends = target.routes.iter().map(|&link| at(model.links[link].to).index());
        let starts = target.routes.iter().map(|&link| at(model.links[link].from).index());
        let downstream = graphs.0.reached(ends, |_| true);
        let upstream = graphs.1.reached(starts, |_| true);
        let on_the_way = |&link: &LinkId| {
            let (from, to) = (at(model.links[link].from), at(model.links[link].to));
            let ways = |a: At, b: At| upstream[b.index()] || downstream[a.index()];
            target.routes.contains(&link)
                || ways(from, to)
                || model.links[link].both_ways && ways(to, from)
        };
        let relevant: Vec<_> = (0..model.links.len()).filter(on_the_way).collect();
        Self::new((&target.routes, downstream), &relevant, layout, crossings)
    }

    fn new(
        (routes, downstream): (&[LinkId], Vec<bool>),
        relevant: &[LinkId],
        layout: &Layout,
        crossings: &[Crossing],
    ) -> Self {
        let (mut rivals, mut sinks, mut draws) = (Vec::new(), Vec::new(), Vec::new());
        for (arc, spec) in layout.arcs.iter().enumerate() {
            match spec.role {
                Role::Demand { required: false } if !downstream[spec.from.index()] => {
                    rivals.push((arc, spec.from));
                }
                Role::Demand { .. }
                | Role::FillAbove
                | Role::FillToTarget
                | Role::Filling { .. }
                    if downstream[spec.from.index()] =>
                {
                    sinks.push((arc, spec.from));
                }
                Role::DrawToTarget | Role::DrawBelow if downstream[spec.to.index()] => {
                    draws.push((arc, spec.to));
                }
                _ => {}
            }
        }
        let crossing = |c: &Crossing| (relevant.contains(&c.link), routes.contains(&c.link));
        Self {
            routes: routes.to_vec(),
            downstream,
            pipes: relevant.iter().filter_map(|&link| Pipe::of(layout, link)).collect(),
            crossings: crossings.iter().map(crossing).collect(),
            rivals,
            sinks,
            draws,
        }
    }

    /// Finds what binds, or would if it were full.
    pub fn search(
        &self,
        crossings: &[Crossing],
        day: Solved,
        reach: &mut Buffers,
        found: &mut Found,
    ) {
        found.pipes.clear();
        found.crossings.clear();
        if !self.seed(day, reach) {
            return;
        }
        self.spread(crossings, day, reach);
        for pipe in &self.pipes {
            if day.residual.has_room(pipe.first) || day.residual.has_room(pipe.last) {
                continue;
            }
            let alone = self.binds(reach, pipe.from, pipe.to);
            found.pipes.extend(alone.map(|alone| (pipe.link, alone)));
        }
        let binds = |(&(relevant, _), crossing): (&(bool, bool), &Crossing)| {
            if relevant { self.binds(reach, crossing.from, crossing.to) } else { None }
        };
        found.crossings.extend(self.crossings.iter().zip(crossings).map(binds));
    }

    /// Starts U and V; true where there is oil left to ship.
    fn seed(&self, day: Solved, reach: &mut Buffers) -> bool {
        let Solved { layout, residual, .. } = day;
        for reach in [&mut reach.out, &mut reach.back, &mut reach.upstream] {
            reach.clear();
        }
        let is_shut_in = |bands: &[usize]| bands.iter().any(|&arc| residual.has_room(arc));
        let shut_in = layout.sources.iter().filter(|source| is_shut_in(&source.bands));
        let served = self.rivals.iter().filter(|rival| residual.has_flow(rival.0));
        let mut any = false;
        for node in shut_in.map(|s| at(s.node)).chain(served.map(|rival| rival.1)) {
            reach.out.insert(node);
            any = true;
        }
        let open = self.sinks.iter().filter(|sink| residual.has_room(sink.0));
        let drawn = self.draws.iter().filter(|draw| residual.has_flow(draw.0));
        open.chain(drawn).for_each(|arc| reach.back.insert(arc.1));
        any
    }

    /// Closes U and V under steps in the residual network and over shuttles with room.
    fn spread(&self, crossings: &[Crossing], day: Solved, reach: &mut Buffers) {
        close(&mut reach.out, Direction::Forward, crossings, day);
        close(&mut reach.back, Direction::Backward, crossings, day);
        for &route in &self.routes {
            for arc in day.layout.forward(route) {
                let spec = &day.layout.arcs[arc];
                if reach.back.contains(spec.to) && day.residual.has_room(arc) {
                    reach.upstream.insert(spec.from);
                }
            }
        }
        let of_routes = crossings.iter().zip(&self.crossings).filter(|(_, crossing)| crossing.1);
        for (crossing, _) in of_routes {
            if reach.back.contains(crossing.to) && day.liftings.limits[crossing.link].has_room() {
                reach.upstream.insert(crossing.from);
            }
        }
        if !self.routes.is_empty() {
            close(&mut reach.upstream, Direction::Backward, crossings, day);
        }
    }

    /// Whether a full link binds, and then whether it binds alone.
    fn binds(&self, reach: &Buffers, from: At, to: At) -> Option<bool> {
        let out = &reach.out;
        let leaves = out.contains(from) && !out.contains(to);
        let enters = self.arrives(reach, to) && !self.arrives(reach, from);
        (leaves || enters).then(|| out.contains(from) && self.arrives(reach, to))
    }

    /// A tonne at `node` can arrive.
    fn arrives(&self, reach: &Buffers, node: At) -> bool {
        let downstream = self.downstream[node.index()];
        if downstream { reach.back.contains(node) } else { reach.upstream.contains(node) }
    }
}

impl Pipe {
    /// `None` for a shuttle.
    fn of(layout: &Layout, link: LinkId) -> Option<Self> {
        let mut arcs = layout.forward(link);
        let first = arcs.next()?;
        let (from, to) = (layout.arcs[first].from, layout.arcs[first].to);
        Some(Self { link, first, last: arcs.last().unwrap_or(first), from, to })
    }
}

/// Closes a set under residual steps, not through the root, and over shuttles with room.
fn close(reach: &mut Reach, direction: Direction, crossings: &[Crossing], day: Solved) {
    loop {
        day.solver.spread(day.residual, reach, direction);
        let mut grown = false;
        for &Crossing { link, from, to } in crossings {
            let (here, there) = match direction {
                Direction::Forward => (from, to),
                Direction::Backward => (to, from),
            };
            let crosses = day.liftings.limits[link].has_room();
            if crosses && reach.contains(here) && !reach.contains(there) {
                reach.insert(there);
                grown = true;
            }
        }
        if !grown {
            return;
        }
    }
}
