//! What binds: full links that stop oil, for shut-in and for each target.
//!
//! U is where a tonne that is not shipped can still go in the residual network, V is from
//! where a tonne can still arrive; neither passes through the root. A full link binds where
//! it leaves U or enters V, and alone where it goes from U to V. `docs/model.md`, "What binds".

use super::Flows;
use super::layout::{Layout, LinkArcs, Role, Shuttling, at};
use crate::circulation::{At, Direction, Reach, Residual, Simplex};
use crate::graph::Digraph;
use crate::metric::Constraint;
use crate::model::{Inputs, Liftings, Limit, Limits, LinkId, Model, Target};

/// A full link that stops oil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// 0: shut-in; 1 + k: the target of index k.
    pub objective: usize,
    /// The link.
    pub link: LinkId,
    /// What limits it.
    pub constraint: Constraint,
    /// True: one more tonne of it alone is one more tonne shipped.
    pub alone: bool,
}

/// What a search for binding links needs to know of one objective.
struct Objective {
    /// Links of a target's routes; empty for shut-in.
    routes: Vec<LinkId>,
    /// By node of the circulation: lies on the way of oil that has passed the routes.
    downstream: Vec<bool>,
    /// Links that can lie on the way of the objective's oil.
    relevant: Vec<LinkId>,
    /// Arcs of other markets, whose oil could have come here, with their nodes.
    rivals: Vec<(usize, At)>,
    /// Arcs by which oil arrives while they have room, with their nodes.
    sinks: Vec<(usize, At)>,
    /// Arcs of tanks which, while they have flow, would draw less, with their nodes.
    draws: Vec<(usize, At)>,
    /// What the search found last.
    found: Found,
}

/// U and V of an objective.
struct Found {
    /// True where there is oil left to ship.
    any: bool,
    /// Where unshipped oil can go.
    out: Reach,
    /// From where oil can arrive.
    back: Reach,
    /// From where oil can arrive at the routes; used for targets.
    upstream: Reach,
    /// Full pipes that bind, in order of links, and whether alone.
    pipes: Vec<(LinkId, bool)>,
}

/// A link between nodes of the circulation that ships run.
#[derive(Clone, Copy)]
struct Crossing {
    link: LinkId,
    from: At,
    to: At,
}

/// A day solved.
#[derive(Clone, Copy)]
struct Solved<'a> {
    layout: &'a Layout,
    solver: &'a Simplex,
    residual: &'a Residual,
    inputs: &'a Inputs,
    liftings: &'a Liftings,
}

/// The search, with its buffers and what it found last.
pub(super) struct Cuts {
    crossings: Vec<Crossing>,
    objectives: Vec<Objective>,
    /// Of today and of the day of the last answer.
    residual: Residual,
    last: Residual,
    last_limits: Vec<Limits>,
}

impl Cuts {
    pub fn new(model: &Model, layout: &Layout) -> Self {
        let graph = graph(model, layout.nodes);
        let everywhere = vec![true; layout.nodes];
        let all = (0..model.links.len()).collect();
        let shut_in = Objective::new(Vec::new(), everywhere, all, layout);
        let of = |target| Objective::of(target, model, &graph, layout);
        let targets = model.targets.iter().map(of);
        let crossing = |s: &Shuttling| Crossing { link: s.link, from: at(s.from), to: at(s.to) };
        Self {
            crossings: layout.shuttles.iter().map(crossing).collect(),
            last_limits: Vec::new(),
            objectives: std::iter::once(shut_in).chain(targets).collect(),
            residual: Residual::default(),
            last: Residual::default(),
        }
    }

    /// Forgets the last day.
    pub fn forget(&mut self) {
        self.last = Residual::default();
    }

    /// Fills `flows.binding`.
    ///
    /// U and V depend only on which arcs have room or flow and which shuttles have room, so
    /// they are searched anew only where one of these changed.
    pub fn bind(
        &mut self,
        layout: &Layout,
        solver: &Simplex,
        (inputs, liftings): (&Inputs, &Liftings),
        flows: &mut Flows,
    ) {
        solver.residual(&mut self.residual);
        let has_room = |limits: &[Limits], c: &Crossing| limits.get(c.link).map(|l| l.has_room());
        let same_room =
            |c: &Crossing| has_room(&self.last_limits, c) == has_room(&liftings.limits, c);
        let same = self.residual == self.last && self.crossings.iter().all(same_room);
        std::mem::swap(&mut self.residual, &mut self.last);
        self.last_limits.clone_from(&liftings.limits);
        flows.binding.clear();
        let day = Solved { layout, solver, residual: &self.last, inputs, liftings };
        for (number, objective) in self.objectives.iter_mut().enumerate() {
            if !same {
                objective.search(&self.crossings, day, flows);
            }
            if objective.found.any {
                objective.collect(number, &self.crossings, day, flows);
            }
        }
    }
}

impl Objective {
    /// Finds U and V.
    fn search(&mut self, crossings: &[Crossing], day: Solved, flows: &Flows) {
        self.seed(day, flows);
        if self.found.any {
            self.spread(crossings, day);
            self.note_pipes(day);
        }
    }

    /// Notes the full pipes that bind.
    fn note_pipes(&mut self, day: Solved) {
        let mut pipes = std::mem::take(&mut self.found.pipes);
        pipes.clear();
        for &link in &self.relevant {
            let mut arcs = day.layout.forward(link);
            let Some(first) = arcs.next().map(|arc| (arc, &day.layout.arcs[arc])) else { continue };
            if day.residual.has_room(first.0) || arcs.any(|arc| day.residual.has_room(arc)) {
                continue;
            }
            let alone = self.binds(first.1.from, first.1.to);
            pipes.extend(alone.map(|alone| (link, alone)));
        }
        self.found.pipes = pipes;
    }

    /// Starts U and V.
    fn seed(&mut self, day: Solved, flows: &Flows) {
        let Self { rivals, sinks, draws, found, .. } = self;
        let Solved { layout, residual, .. } = day;
        for reach in [&mut found.out, &mut found.back, &mut found.upstream] {
            reach.clear();
        }
        found.any = false;
        let shut_in = layout.sources.iter().filter(|s| flows.shut_in[s.node] > 0);
        let served = rivals.iter().filter(|rival| residual.has_flow(rival.0));
        for node in shut_in.map(|s| at(s.node)).chain(served.map(|rival| rival.1)) {
            found.out.insert(node);
            found.any = true;
        }
        let open = sinks.iter().filter(|sink| residual.has_room(sink.0));
        let drawn = draws.iter().filter(|draw| residual.has_flow(draw.0));
        open.chain(drawn).for_each(|arc| found.back.insert(arc.1));
    }

    /// Closes U and V under steps in the residual network and over shuttles with room.
    fn spread(&mut self, crossings: &[Crossing], day: Solved) {
        let Self { routes, found, .. } = self;
        close(&mut found.out, Direction::Forward, crossings, day);
        close(&mut found.back, Direction::Backward, crossings, day);
        for &route in routes.iter() {
            for arc in day.layout.forward(route) {
                let spec = &day.layout.arcs[arc];
                if found.back.contains(spec.to) && day.residual.has_room(arc) {
                    found.upstream.insert(spec.from);
                }
            }
        }
        for crossing in crossings.iter().filter(|crossing| routes.contains(&crossing.link)) {
            if found.back.contains(crossing.to) && day.liftings.limits[crossing.link].has_room() {
                found.upstream.insert(crossing.from);
            }
        }
        if !routes.is_empty() {
            close(&mut found.upstream, Direction::Backward, crossings, day);
        }
    }

    fn collect(&self, objective: usize, crossings: &[Crossing], day: Solved, flows: &mut Flows) {
        for &(link, alone) in &self.found.pipes {
            if !is_absent(objective, day, link) {
                let constraint = constraint(day, link);
                flows.binding.push(Binding { objective, link, constraint, alone });
            }
        }
        for &Crossing { link, from, to } in crossings {
            let limits = day.liftings.limits[link];
            if is_absent(objective, day, link)
                || limits.has_room()
                || !self.relevant.contains(&link)
            {
                continue;
            }
            let Some(alone) = self.binds(from, to) else { continue };
            for (constraint, limit) in OF_SHUTTLES.into_iter().filter(|c| limits.contains(c.1)) {
                let alone = alone && limits.is_alone(limit);
                flows.binding.push(Binding { objective, link, constraint, alone });
            }
        }
    }

    /// Whether a full link binds, and then whether it binds alone.
    fn binds(&self, from: At, to: At) -> Option<bool> {
        let out = &self.found.out;
        let leaves = out.contains(from) && !out.contains(to);
        let enters = self.arrives(to) && !self.arrives(from);
        (leaves || enters).then(|| out.contains(from) && self.arrives(to))
    }

    /// A tonne at `node` can arrive.
    fn arrives(&self, node: At) -> bool {
        let Found { back, upstream, .. } = &self.found;
        if self.downstream[node.index()] { back.contains(node) } else { upstream.contains(node) }
    }
}

/// What can hold a shuttle back at its own place: a want of cargo or of room is another's.
const OF_SHUTTLES: [(Constraint, Limit); 5] = [
    (Constraint::Nomination, Limit::Nomination),
    (Constraint::Berths, Limit::Berths),
    (Constraint::Ships, Limit::Ships),
    (Constraint::Depth, Limit::Depth),
    (Constraint::Weather, Limit::Weather),
];

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

/// What was never there or is closed by decision is no bottleneck but an absence; so is, for oil
/// shut in, what nobody nominates today. For a target that is the contract it lacks.
fn is_absent(objective: usize, day: Solved, link: LinkId) -> bool {
    let today = &day.inputs.link[link];
    let has_nomination =
        matches!(day.layout.links[link], LinkArcs::Nominated(_) | LinkArcs::Shuttle(_));
    today.whole == 0 || objective == 0 && has_nomination && today.nominated == 0
}

/// What limits a full pipe.
fn constraint(day: Solved, link: LinkId) -> Constraint {
    let carried: i64 = day.layout.forward(link).map(|arc| day.solver.capacity(arc)).sum();
    match day.layout.links[link] {
        LinkArcs::Open(_) | LinkArcs::BothWays(..) => Constraint::Capacity,
        _ if carried >= day.inputs.link[link].capacity => Constraint::Capacity,
        LinkArcs::Nominated(_) | LinkArcs::Shuttle(_) => Constraint::Nomination,
        LinkArcs::Surging(..) => Constraint::Surge,
    }
}

impl Objective {
    fn new(
        routes: Vec<LinkId>,
        downstream: Vec<bool>,
        relevant: Vec<LinkId>,
        layout: &Layout,
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
        let reach = Reach::new(layout.nodes);
        let found = Found {
            any: false,
            out: reach.clone(),
            back: reach.clone(),
            upstream: reach,
            pipes: Vec::new(),
        };
        Self { routes, downstream, relevant, rivals, sinks, draws, found }
    }

    fn of(target: &Target, model: &Model, graph: &Digraph, layout: &Layout) -> Self {
        let ends = target.routes.iter().map(|&link| at(model.links[link].to).index());
        let starts = target.routes.iter().map(|&link| at(model.links[link].from).index());
        let downstream = graph.reached(ends, |_| true);
        let upstream = graph.reversed().reached(starts, |_| true);
        let on_the_way = |&link: &LinkId| {
            let (from, to) = (at(model.links[link].from), at(model.links[link].to));
            let ways = |a: At, b: At| upstream[b.index()] || downstream[a.index()];
            target.routes.contains(&link)
                || ways(from, to)
                || model.links[link].both_ways && ways(to, from)
        };
        let relevant = (0..model.links.len()).filter(on_the_way).collect();
        Self::new(target.routes.clone(), downstream, relevant, layout)
    }
}

/// The links as a graph of nodes of the circulation, whatever their capacity.
fn graph(model: &Model, nodes: usize) -> Digraph {
    let ways = model.links.iter().enumerate().flat_map(|(link, ends)| {
        let (from, to) = (at(ends.from).index(), at(ends.to).index());
        let both = [[from, to], [to, from]];
        both.into_iter().take(1 + usize::from(ends.both_ways)).map(move |way| (link, way))
    });
    Digraph::new(nodes, ways)
}
