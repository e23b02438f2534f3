//! What binds: full links that stop oil, for shut-in and for each target.
//!
//! U is where a tonne that is not shipped can still go in the residual network, V is from
//! where a tonne can still arrive; neither passes through the root. A full link binds where
//! it leaves U or enters V, and alone where it goes from U to V. `docs/model.md`, "What binds".

use super::Flows;
use super::layout::{Layout, LinkArcs, Role};
use super::simplex::{Direction, Reach, Root, Simplex};
use crate::model::{Inputs, LinkId, Model, Target};

/// What sets the limit of a binding link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constraint {
    /// Its capacity.
    Capacity,
    /// Its nomination.
    Nomination,
    /// Its surge by contract or ramp.
    Surge,
}

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
}

/// The search, with its buffers and what it found last.
pub(super) struct Cuts {
    objectives: Vec<Objective>,
    /// Where unshipped oil can go.
    out: Reach,
    /// From where oil can arrive.
    back: Reach,
    /// From where oil can arrive at the routes; used for targets.
    upstream: Reach,
    pattern: Vec<u8>,
    last: Vec<u8>,
}

impl Cuts {
    pub fn new(model: &Model, layout: &Layout) -> Self {
        let graph = Graph::new(layout);
        let shut_in = Objective {
            routes: Vec::new(),
            downstream: vec![true; layout.nodes],
            relevant: (0..model.links.len()).collect(),
        };
        let targets = model.targets.iter().map(|target| Objective::of(target, model, &graph));
        let reach = Reach::new(layout.nodes);
        Self {
            objectives: std::iter::once(shut_in).chain(targets).collect(),
            out: reach.clone(),
            back: reach.clone(),
            upstream: reach,
            pattern: Vec::new(),
            last: Vec::new(),
        }
    }

    /// Forgets the last day.
    pub fn forget(&mut self) {
        self.last.clear();
    }

    /// Fills `flows.binding`. A day whose arcs are full and empty exactly where yesterday's
    /// were has the same cuts, and keeps yesterday's answer unless a link's capacity changed.
    pub fn bind(&mut self, layout: &Layout, solver: &Simplex, inputs: &Inputs, flows: &mut Flows) {
        self.pattern.clear();
        let states =
            solver.flows().iter().enumerate().map(|(arc, &flow)| {
                u8::from(flow > 0) | u8::from(flow < solver.capacity(arc)) << 1
            });
        self.pattern.extend(states);
        if self.pattern == self.last && inputs.changed_links.is_empty() {
            return;
        }
        std::mem::swap(&mut self.pattern, &mut self.last);
        flows.binding.clear();
        for objective in 0..self.objectives.len() {
            if self.search(objective, layout, solver, flows) {
                self.collect(objective, layout, solver, inputs, flows);
            }
        }
    }

    /// Finds U and V of an objective; false where no oil is left to ship.
    fn search(
        &mut self,
        objective: usize,
        layout: &Layout,
        solver: &Simplex,
        flows: &Flows,
    ) -> bool {
        let Objective { routes, downstream, .. } = &self.objectives[objective];
        for reach in [&mut self.out, &mut self.back, &mut self.upstream] {
            reach.clear();
        }
        let mut any = false;
        for source in layout.sources.iter().filter(|s| flows.shut_in[s.node] > 0) {
            self.out.insert(source.node + 1);
            any = true;
        }
        for (arc, spec) in layout.arcs.iter().enumerate() {
            match spec.role {
                // Oil that went to another market could have come here.
                Role::Demand { required: false }
                    if !routes.is_empty() && !downstream[spec.from] && solver.has_flow(arc) =>
                {
                    self.out.insert(spec.from);
                    any = true;
                }
                Role::Demand { .. } | Role::FillAbove | Role::FillToTarget
                    if downstream[spec.from] && solver.has_room(arc) =>
                {
                    self.back.insert(spec.from);
                }
                Role::DrawToTarget | Role::DrawBelow
                    if downstream[spec.to] && solver.has_flow(arc) =>
                {
                    self.back.insert(spec.to);
                }
                _ => {}
            }
        }
        if any {
            solver.spread(&mut self.out, Direction::Forward, Root::Closed);
            solver.spread(&mut self.back, Direction::Backward, Root::Closed);
            self.pass_routes(objective, layout, solver);
        }
        any
    }

    /// For a target: from where oil can arrive over its routes.
    fn pass_routes(&mut self, objective: usize, layout: &Layout, solver: &Simplex) {
        for &route in &self.objectives[objective].routes {
            for arc in layout.forward(route) {
                let spec = &layout.arcs[arc];
                if self.back.contains(spec.to) && solver.has_room(arc) {
                    self.upstream.insert(spec.from);
                }
            }
        }
        solver.spread(&mut self.upstream, Direction::Backward, Root::Closed);
    }

    fn collect(
        &self,
        objective: usize,
        layout: &Layout,
        solver: &Simplex,
        inputs: &Inputs,
        flows: &mut Flows,
    ) {
        for &link in &self.objectives[objective].relevant {
            // What was never there, or is closed by decision, is no bottleneck but an absence.
            if inputs.link[link].whole == 0 || layout.forward(link).any(|arc| solver.has_room(arc))
            {
                continue;
            }
            let arc = &layout.arcs[layout.forward(link).next().unwrap_or_default()];
            let (from, to) = (arc.from, arc.to);
            let leaves = self.out.contains(from) && !self.out.contains(to);
            let enters = self.arrives(objective, to) && !self.arrives(objective, from);
            if leaves || enters {
                let constraint = constraint(layout, solver, inputs, link);
                let alone = self.out.contains(from) && self.arrives(objective, to);
                flows.binding.push(Binding { objective, link, constraint, alone });
            }
        }
    }

    /// A tonne at `node` can arrive.
    fn arrives(&self, objective: usize, node: usize) -> bool {
        if self.objectives[objective].downstream[node] {
            self.back.contains(node)
        } else {
            self.upstream.contains(node)
        }
    }
}

/// What limits a full link.
fn constraint(layout: &Layout, solver: &Simplex, inputs: &Inputs, link: LinkId) -> Constraint {
    let carried: i64 = layout.forward(link).map(|arc| solver.capacity(arc)).sum();
    match layout.links[link] {
        LinkArcs::Open(_) | LinkArcs::BothWays(..) => Constraint::Capacity,
        _ if carried >= inputs.link[link].capacity => Constraint::Capacity,
        LinkArcs::Nominated(_) => Constraint::Nomination,
        LinkArcs::Surging(..) => Constraint::Surge,
    }
}

impl Objective {
    fn of(target: &Target, model: &Model, graph: &Graph) -> Self {
        let ends = target.routes.iter().map(|&link| model.links[link].to + 1);
        let starts = target.routes.iter().map(|&link| model.links[link].from + 1);
        let downstream = graph.closure(ends, Direction::Forward);
        let upstream = graph.closure(starts, Direction::Backward);
        let on_the_way = |&link: &LinkId| {
            let (from, to) = (model.links[link].from + 1, model.links[link].to + 1);
            let ways = |a: usize, b: usize| upstream[b] || downstream[a];
            target.routes.contains(&link)
                || ways(from, to)
                || model.links[link].both_ways && ways(to, from)
        };
        let relevant = (0..model.links.len()).filter(on_the_way).collect();
        Self { routes: target.routes.clone(), downstream, relevant }
    }
}

/// The links as a graph, whatever their capacity.
struct Graph {
    nodes: usize,
    edges: Vec<(usize, usize)>,
}

impl Graph {
    fn new(layout: &Layout) -> Self {
        let links = layout.arcs.iter().filter(|arc| arc.from != 0 && arc.to != 0);
        Self { nodes: layout.nodes, edges: links.map(|arc| (arc.from, arc.to)).collect() }
    }

    /// Nodes that can be reached from `seeds`, or that reach them.
    fn closure(&self, seeds: impl Iterator<Item = usize>, direction: Direction) -> Vec<bool> {
        let mut seen = vec![false; self.nodes];
        seeds.for_each(|node| seen[node] = true);
        // As many rounds as nodes settle any graph.
        for _ in 0..self.nodes {
            for &(from, to) in &self.edges {
                match direction {
                    Direction::Forward => seen[to] |= seen[from],
                    Direction::Backward => seen[from] |= seen[to],
                }
            }
        }
        seen
    }
}
