//! The choice of flows in one step: deterministic, exact, unique.
//!
//! Each day is a min-cost circulation solved to optimality, warm from the day before. Has no
//! random numbers, no clock and no files. The mathematics is in `docs/model.md`, "Dispatch".

mod capacities;
mod causes;
mod cuts;
mod layout;
mod make_up;
mod state;
mod weights;

pub use causes::Lost;
pub use cuts::Binding;
pub use state::State;

use crate::circulation::{Residual, Simplex, SizeError, Stalled};
use crate::model::{Inputs, Liftings, Losses, Model, UNLIMITED};
use capacities::{SurgeLimit, TankSize, World, band, nominated};
use causes::Causes;
use cuts::{Cuts, Solved};
use layout::{Layout, LinkArcs};

/// Outcome of a day, tonnes. Vectors have an entry for every link or node of the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// Ours on each link, positive from its start to its end.
    pub link: Vec<i64>,
    /// Produced at each source; 0 for other nodes.
    pub production: Vec<i64>,
    /// Supply of each source with no way out.
    pub shut_in: Vec<i64>,
    /// Received by each market.
    pub served: Vec<i64>,
    /// Required demand of each market not met.
    pub unserved: Vec<i64>,
    /// Shut-in by source and cause, adding up to `shut_in`; empty on days without.
    pub lost: Vec<Lost>,
    /// Links that bind today, for shut-in and for each target.
    pub binding: Vec<Binding>,
}

/// What a morning hands to dispatch.
#[derive(Clone, Copy)]
pub struct Morning<'a> {
    /// What the day brings.
    pub inputs: &'a Inputs,
    /// What is lost today.
    pub losses: &'a dyn Losses,
    /// What ships have done today, before dispatch.
    pub liftings: &'a Liftings,
}

/// Why there is no dispatch of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undispatched {
    /// Costs, or the weights of tiers over them, are beyond what can be added up.
    #[error(transparent)]
    Size(#[from] SizeError),
    /// No optimum was found.
    #[error(transparent)]
    Stalled(#[from] Stalled),
}

/// Dispatches that were certified, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// Dispatches checked.
    pub days: u64,
    /// Of them, not conserving, out of bounds or not optimal.
    pub failed: u64,
    /// Of them, with more than one optimum.
    pub not_unique: u64,
}

/// The dispatch of one model: its circulation and the basis of the last day.
pub struct Dispatch {
    layout: Layout,
    solver: Simplex,
    /// The same day with its losses undone, solved only on days with shut-in.
    undone: Simplex,
    /// Of today, as it is.
    residual: Residual,
    tanks: Vec<TankSize>,
    /// Days of ramp by link, under the present belief.
    ramp: Vec<f64>,
    causes: Causes,
    cuts: Cuts,
    verify: bool,
    verified: Verified,
}

impl Dispatch {
    /// The dispatch of `model`; with `verify`, every day is certified.
    ///
    /// # Errors
    /// Where the network is larger than the solver holds.
    pub fn new(model: &Model, verify: bool) -> Result<Self, SizeError> {
        let layout = Layout::new(model);
        let ends: Vec<_> = layout.arcs.iter().map(|arc| (arc.from, arc.to)).collect();
        let solver = Simplex::new(layout.nodes, &ends, &vec![0; ends.len()])?;
        Ok(Self {
            undone: solver.clone(),
            residual: Residual::default(),
            tanks: vec![TankSize::default(); layout.tanks.len()],
            ramp: vec![1.0; model.links.len()],
            causes: Causes::new(model),
            cuts: Cuts::new(model, &layout),
            verify,
            verified: Verified::default(),
            layout,
            solver,
        })
    }

    /// Whether weights can be made of these costs (by link) and prices (by node).
    ///
    /// # Errors
    /// Where they are beyond what can be added up.
    pub fn holds(&mut self, cost: &[f64], price: &[f64]) -> Result<(), SizeError> {
        self.solver.reprice(&weights::arc_costs(&self.layout, weights::Money { cost, price }))
    }

    /// Goes back to the canonical basis and to the first morning of a history under `belief`.
    pub fn begin(&mut self, model: &Model, belief: &[f64], state: &mut State) {
        for solver in [&mut self.solver, &mut self.undone] {
            solver.reset();
        }
        state.begin(model);
        for (tank, arcs) in self.tanks.iter_mut().zip(&self.layout.tanks) {
            *tank = TankSize::of(model, arcs.node, belief);
            state.stock[arcs.node] = tank.initial;
        }
        for (ramp, link) in self.ramp.iter_mut().zip(&model.links) {
            let surge = link.nomination.as_ref().and_then(|n| n.surge.as_ref());
            *ramp = surge.map_or(1.0, |surge| surge.ramp.under(belief));
        }
    }

    /// Chooses the flows of a day and carries the state over to the next.
    ///
    /// # Errors
    /// Where costs do not fit, or the solver finds no optimum, which would be a bug.
    pub fn step(
        &mut self,
        step: usize,
        morning: Morning,
        state: &mut State,
        flows: &mut Flows,
    ) -> Result<(), Undispatched> {
        let Morning { inputs, liftings, .. } = morning;
        if inputs.repriced {
            self.reprice(inputs)?;
        }
        self.set_changed(inputs);
        self.set_carried_over(inputs, state);
        self.set_tanks(liftings, state);
        self.solver.solve()?;
        if self.verify {
            self.verified.add(&self.solver);
        }
        self.solver.residual(&mut self.residual);
        self.read(inputs, liftings, flows);
        flows.lost.clear();
        if flows.shut_in.iter().any(|&tonnes| tonnes > 0) {
            self.attribute(morning, state, flows)?;
        }
        let Self { layout, solver, residual, cuts, .. } = self;
        cuts.bind(Solved { layout, solver, residual, inputs, liftings }, flows);
        self.carry_over(step, inputs, state);
        Ok(())
    }

    /// What `verify` has counted since this was last asked; nothing without it.
    pub fn take_verified(&mut self) -> Verified {
        std::mem::take(&mut self.verified)
    }

    /// Tonnes the tank at each node holds under the present belief, 0 elsewhere.
    pub fn tank_capacities(&self, capacities: &mut Vec<i64>) {
        capacities.clear();
        capacities.resize(self.layout.nodes - 1, 0);
        for (tank, arcs) in self.tanks.iter().zip(&self.layout.tanks) {
            capacities[arcs.node] = tank.capacity;
        }
    }

    fn reprice(&mut self, inputs: &Inputs) -> Result<(), SizeError> {
        let money = weights::Money { cost: &inputs.cost, price: &inputs.price };
        let costs = weights::arc_costs(&self.layout, money);
        self.solver.reprice(&costs)?;
        self.undone.reprice(&costs)
    }

    fn set_changed(&mut self, inputs: &Inputs) {
        // Sources and markets are few: to look them all through costs less than an index.
        if !inputs.changed_nodes.is_empty() {
            for source in &self.layout.sources {
                let supply = inputs.node[source.node].today;
                for (k, &arc) in source.bands.iter().enumerate() {
                    self.solver.set_capacity(arc, band(supply, k));
                }
            }
            for market in &self.layout.markets {
                self.solver.set_capacity(market.demand, inputs.node[market.node].today);
            }
        }
        for &link in &inputs.changed_links {
            let capacity = inputs.link[link].capacity;
            match self.layout.links[link] {
                LinkArcs::Open(arc) => self.solver.set_capacity(arc, capacity),
                LinkArcs::BothWays(there, back) => {
                    self.solver.set_capacity(there, capacity);
                    self.solver.set_capacity(back, capacity);
                }
                LinkArcs::Nominated(_) | LinkArcs::Surging(..) | LinkArcs::Shuttle(_) => {}
            }
        }
    }

    /// Capacities that depend on yesterday: nominations with make-up, and surge.
    fn set_carried_over(&mut self, inputs: &Inputs, state: &State) {
        for &link in &self.layout.nominated {
            let (nomination, surge) = self.nominated_capacities(link, inputs, state, World::Real);
            match self.layout.links[link] {
                LinkArcs::Surging(first, second) => {
                    self.solver.set_capacity(first, nomination);
                    self.solver.set_capacity(second, surge);
                }
                LinkArcs::Nominated(arc) => self.solver.set_capacity(arc, nomination),
                LinkArcs::Open(_) | LinkArcs::BothWays(..) | LinkArcs::Shuttle(_) => {}
            }
        }
    }

    /// Room and stock of tanks. What shuttles are behind with and the tank does not hold is
    /// to be filled first, by their priority; the rest of the room is for others.
    fn set_tanks(&mut self, liftings: &Liftings, state: &State) {
        let (solver, layout) = (&mut self.solver, &self.layout);
        for (tank, arcs) in self.tanks.iter().zip(&layout.tanks) {
            let stock = state.stock[arcs.node];
            let mut taken = liftings.reserved[arcs.node];
            let (mut held, mut all_owed) = (stock, 0);
            for shuttle in layout.shuttles.iter().filter(|shuttle| shuttle.from == arcs.node) {
                let owed = liftings.owed[shuttle.link];
                let room = (tank.capacity - stock - taken).max(0);
                let wanted = (owed - held).clamp(0, room);
                held = (held - owed).max(0);
                all_owed += owed;
                taken += wanted;
                solver.set_capacity(shuttle.filling, wanted);
            }
            let held = (stock, all_owed, taken);
            tank.arcs(arcs, held, |arc, room| solver.set_capacity(arc, room));
        }
    }

    fn nominated_capacities(
        &self,
        link: usize,
        inputs: &Inputs,
        state: &State,
        world: World,
    ) -> (i64, i64) {
        let today = &inputs.link[link];
        let limit = matches!(self.layout.links[link], LinkArcs::Surging(..))
            .then(|| SurgeLimit::new(today.extra, state.surge[link], self.ramp[link]));
        nominated(world.link(inputs, link), today, state.make_up[link].backlog(), limit)
    }

    /// Reads the day's flows off the circulation.
    fn read(&self, inputs: &Inputs, liftings: &Liftings, flows: &mut Flows) {
        let flow = self.solver.flows();
        flows.resize(self.layout.nodes - 1, self.layout.links.len());
        for (carried, net) in flows.link.iter_mut().zip(&self.layout.nets) {
            *carried = flow[net.first] + net.sign * flow[net.second];
        }
        for shuttle in &self.layout.shuttles {
            flows.link[shuttle.link] = liftings.discharged[shuttle.link];
        }
        for source in &self.layout.sources {
            let produced: i64 = source.bands.iter().map(|&arc| flow[arc]).sum();
            flows.production[source.node] = produced;
            flows.shut_in[source.node] = inputs.node[source.node].today - produced;
        }
        for market in &self.layout.markets {
            let served = flow[market.demand];
            flows.served[market.node] = served;
            if market.required {
                flows.unserved[market.node] = inputs.node[market.node].today - served;
            }
        }
    }

    /// Solves the day once more with its losses undone and says what caused the shut-in.
    fn attribute(
        &mut self,
        morning: Morning,
        state: &State,
        flows: &mut Flows,
    ) -> Result<(), Stalled> {
        self.set_undone(morning.inputs, state);
        self.undone.solve()?;
        if self.verify {
            self.verified.add(&self.undone);
        }
        let solvers = (&self.solver, &self.residual, &self.undone);
        self.causes.attribute(&self.layout, solvers, morning.losses, flows);
        Ok(())
    }

    fn set_undone(&mut self, inputs: &Inputs, state: &State) {
        for arc in 0..self.layout.arcs.len() {
            self.undone.set_capacity(arc, self.solver.capacity(arc));
        }
        for market in &self.layout.markets {
            let demand = World::Undone.demand(inputs, market.node);
            self.undone.set_capacity(market.demand, demand);
        }
        for link in 0..self.layout.links.len() {
            let capacity = World::Undone.link(inputs, link);
            match self.layout.links[link] {
                LinkArcs::Open(arc) => self.undone.set_capacity(arc, capacity),
                LinkArcs::BothWays(there, back) => {
                    self.undone.set_capacity(there, capacity);
                    self.undone.set_capacity(back, capacity);
                }
                LinkArcs::Nominated(arc) => {
                    let (nomination, _) =
                        self.nominated_capacities(link, inputs, state, World::Undone);
                    self.undone.set_capacity(arc, nomination);
                }
                LinkArcs::Surging(first, second) => {
                    let (nomination, surge) =
                        self.nominated_capacities(link, inputs, state, World::Undone);
                    self.undone.set_capacity(first, nomination);
                    self.undone.set_capacity(second, surge);
                }
                LinkArcs::Shuttle(_) => {}
            }
        }
    }

    /// Stocks, surge and make-up as the next morning finds them.
    fn carry_over(&self, step: usize, inputs: &Inputs, state: &mut State) {
        let flow = self.solver.flows();
        for arcs in &self.layout.tanks {
            let mut gain = flow[arcs.fill_above] - flow[arcs.draw_to_target];
            if let Some(at_target) = arcs.at_target {
                gain += flow[at_target.fill] - flow[at_target.draw_below];
            }
            state.stock[arcs.node] += gain;
        }
        for shuttle in &self.layout.shuttles {
            state.stock[shuttle.from] += flow[shuttle.filling];
        }
        for &link in &self.layout.nominated {
            let arc = match self.layout.links[link] {
                LinkArcs::Surging(nominated, surge) => {
                    state.surge[link] = flow[surge];
                    nominated
                }
                LinkArcs::Open(arc)
                | LinkArcs::Nominated(arc)
                | LinkArcs::BothWays(arc, _)
                | LinkArcs::Shuttle(arc) => arc,
            };
            match inputs.link[link].nominated {
                // With "all" nothing is missed, and misses grow old.
                UNLIMITED.. => state.make_up[link].record(step, 0, 0),
                nominated => state.make_up[link].record(step, nominated, flow[arc]),
            }
        }
    }
}

impl Flows {
    fn resize(&mut self, nodes: usize, links: usize) {
        self.link.resize(links, 0);
        for by_node in
            [&mut self.production, &mut self.shut_in, &mut self.served, &mut self.unserved]
        {
            by_node.resize(nodes, 0);
        }
    }
}

impl Verified {
    fn add(&mut self, solver: &Simplex) {
        let certificate = solver.certify();
        self.days += 1;
        self.failed += u64::from(!certificate.is_optimal());
        self.not_unique += u64::from(!certificate.unique);
    }

    /// The sum of two counts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            days: self.days + other.days,
            failed: self.failed + other.failed,
            not_unique: self.not_unique + other.not_unique,
        }
    }
}
