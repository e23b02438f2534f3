//! Everything random in one replication, drawn before any dispatch.
//!
//! A [`Sampler`] draws a [`Trajectory`]; walking it day by day gives [`Inputs`] and
//! [`PortInputs`]. Knows nothing of dispatch, ships, stocks or files. The mathematics and the
//! random-number contract are in `docs/model.md`, from "Random numbers" to "Chance at ports".

mod beliefs;
mod berths;
mod calls;
mod changes;
mod components;
mod course;
mod courses;
mod dice;
mod draw;
mod hazards;
mod lay_ups;
mod making;
mod outage;
mod plan;
mod planned;
mod processes;
mod projects;
mod regimes;
mod rows;
mod sampler;
mod scaling;
mod sea;
mod shipping;
mod slots;
mod span;
mod sweep;
mod timeline;
mod works;
mod world;

pub use plan::causes;
pub use sampler::Sampler;

use crate::model::{
    ActiveLoss, CallTimes, Component, Inputs, LinkToday, Losses, NodeToday, PortId, PortInputs,
    Work,
};
use crate::stop::Stop;
use calls::{Alongside, Calls};
use draw::States;
use outage::{Hit, Outage};
use plan::Plan;
use shipping::Shipping;
use slots::{NodeSlot, Threat, Today};
use std::cell::RefCell;
use std::sync::Arc;
use sweep::{Outages, Sweep};
use timeline::Timeline;
use world::World;

/// One simulated history of everything random.
#[derive(Debug)]
pub struct Trajectory {
    plan: Arc<Plan>,
    replication: u32,
    world: World,
    /// Variation by component and year; place 0 is 1.
    factors: Vec<f64>,
    regimes: Vec<States>,
    outages: Outages,
    nodes: Timeline<NodeToday>,
    links: Timeline<LinkToday>,
    shipping: Shipping,
    /// Drawn as ships call.
    calls: RefCell<Calls>,
    sweep: Sweep,
    inputs: Inputs,
    today: usize,
    stop: Stop,
}

/// One occurrence of a hazard, event or maintenance, as drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Occurrence<'a> {
    /// Key path of its process: `hazard.x`, `hazard.x/link.y/2` for one unit, `event.x`,
    /// `maintenance.x`.
    pub path: &'a str,
    /// Index into [`Trajectory::causes`].
    pub cause: usize,
    /// What it hits.
    pub on: &'a [Component],
    /// Days from the start of the horizon; below 0 for an event that began before it.
    pub start: f64,
    /// Days.
    pub length: f64,
    /// First step out.
    pub from: usize,
    /// First step back, at most the number of steps; equal to `from` when it was over
    /// before a day's end.
    pub until: usize,
}

impl Trajectory {
    /// Moves to a day and says what it brings. Steps are asked for in order; step 0 begins
    /// anew.
    pub fn at(&mut self, step: usize) -> &Inputs {
        debug_assert!(step == 0 || step == self.today || step == self.today + 1, "steps in order");
        self.today = step;
        let inputs = &mut self.inputs;
        inputs.changed_nodes.clear();
        inputs.changed_links.clear();
        for change in self.nodes.on(step) {
            inputs.node[change.index as usize] = change.value;
            inputs.changed_nodes.push(change.index as usize);
        }
        for change in self.links.on(step) {
            inputs.link[change.index as usize] = change.value;
            inputs.changed_links.push(change.index as usize);
        }
        let nodes = inputs.node.len();
        let prices = self.world.prices.on(step);
        for change in prices {
            match (change.index as usize).checked_sub(nodes) {
                Some(link) => inputs.cost[link] = change.value,
                None => inputs.price[change.index as usize] = change.value,
            }
        }
        inputs.repriced = step == 0 || !prices.is_empty();
        if step == 0 {
            // Hubs and tanks have no entry of their own, but everything is new today.
            inputs.changed_nodes.clear();
            inputs.changed_nodes.extend(0..nodes);
        }
        self.shipping.day(step, &self.plan.shipping, &self.world, &inputs.link);
        inputs
    }

    /// What the current day brings.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// What the current day brings to ports and ships.
    pub fn ports(&self) -> &PortInputs {
        &self.shipping.inputs
    }

    /// Step on which a project of the model comes on stream: below 0 before the horizon, the
    /// number of steps or more after it; `None`: it is not built.
    pub fn project(&self, project: usize) -> Option<i64> {
        self.world.projects[project].map(|standing| standing.from)
    }

    /// Number of the replication.
    pub fn replication(&self) -> u32 {
        self.replication
    }

    /// Number of its belief.
    pub fn belief(&self) -> u32 {
        self.replication % self.plan.belief_count
    }

    /// Values of the parameters, in order of `Model::parameters`.
    pub fn belief_values(&self) -> &[f64] {
        &self.world.values
    }

    /// Distinct causes of the model, ascending.
    pub fn causes(&self) -> &[String] {
        &self.plan.causes
    }

    /// Every occurrence, by process (events, hazards, maintenance, each in order of name) and start.
    pub fn occurrences(&self) -> impl Iterator<Item = Occurrence<'_>> {
        self.plan.processes.iter().enumerate().flat_map(|(index, process)| {
            self.outages.of(index).iter().map(|outage| Occurrence {
                path: &process.path,
                cause: process.cause,
                on: &process.on,
                start: outage.start,
                length: outage.length,
                from: outage.from as usize,
                until: outage.until as usize,
            })
        })
    }

    /// Course of a regime of the model: days from the start of the horizon and the state
    /// from then on; empty without chance.
    pub fn regime(&self, regime: usize) -> &[(f64, usize)] {
        self.regimes.get(regime).map_or(&[], Vec::as_slice)
    }

    /// The current day as calls see it.
    #[inline]
    fn alongside(&self) -> Alongside<'_> {
        Alongside {
            works: &self.plan.shipping.works,
            courses: &self.plan.courses,
            world: &self.world,
            calls: &self.calls,
            replication: self.replication,
            chance: self.plan.chance,
            today: self.today,
        }
    }

    /// Calls `found` with the cause and hit of every outage in progress today.
    fn in_progress(&self, threats: &[Threat], mut found: impl FnMut(usize, Hit)) {
        let today = self.today as u32;
        for threat in threats {
            let process = &self.plan.processes[threat.process];
            let outages = self.outages.of(threat.process);
            let begun = &outages[..outages.partition_point(|outage| outage.from <= today)];
            let recent = if process.exclusive { 1 } else { begun.len() };
            let is_on = |outage: &&Outage| outage.until > today;
            for outage in begun[begun.len().saturating_sub(recent)..].iter().filter(is_on) {
                found(process.cause, sweep::hit(outage, threat));
            }
        }
    }
}

impl Losses for Trajectory {
    /// A hub or tank has no capacity of its own, a port none in tonnes: nothing is appended
    /// for them.
    fn on(&self, component: Component, found: &mut Vec<ActiveLoss>) {
        let (world, factors) = (&self.world, self.factors.as_slice());
        let day = self.plan.span.horizon.day(self.today);
        match component {
            Component::Link(link) => {
                let (slot, rows) = (&self.plan.links[link], &world.links[link]);
                let today = Today { day, world, factors, rows, row: rows.at(self.today) };
                self.in_progress(&slot.threats, |cause, hit| {
                    let alone = slot.on(&today, &[hit]);
                    found.push(ActiveLoss { cause, alone: alone.whole - alone.capacity });
                });
            }
            Component::Port(_) => {}
            Component::Node(node) => {
                let Some(slot) = self.plan.slot_of_node[node] else { return };
                let (slot, rows) = (&self.plan.nodes[slot], &world.nodes[slot]);
                let today = Today { day, world, factors, rows, row: rows.at(self.today) };
                self.in_progress(&slot.threats, |cause, hit| {
                    let alone = NodeSlot::on(&today, &[hit]);
                    found.push(ActiveLoss { cause, alone: alone.whole - alone.today });
                });
            }
        }
    }
}

impl CallTimes for Trajectory {
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        self.alongside().minutes(port, work, call)
    }

    fn expected(&self, port: PortId, work: Work) -> f64 {
        self.alongside().expected(port, work)
    }
}
