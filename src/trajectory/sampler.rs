//! Draws trajectories.

use super::Trajectory;
use super::draw::Draw;
use super::plan::Plan;
use super::shipping::Shipping;
use super::sweep::{Outages, Sweep};
use super::timeline::Timeline;
use super::world::World;
use crate::model::{Inputs, Model};
use crate::stop::Stop;
use std::cell::RefCell;
use std::sync::Arc;

/// Draws the replications of a model. Cheap to clone and shared by threads; each thread
/// has a [`Trajectory`] of its own.
#[derive(Debug, Clone)]
pub struct Sampler {
    plan: Arc<Plan>,
    stop: Stop,
}

impl Sampler {
    /// Makes a model ready to be drawn.
    ///
    /// Replication r belongs to belief r mod `beliefs` (taken as 1 when 0). Without `chance`
    /// only dated events act and every uncertain value is its median.
    pub fn new(model: &Model, seed: u64, beliefs: u32, chance: bool) -> Self {
        Self { plan: Arc::new(Plan::new(model, seed, beliefs, chance)), stop: Stop::default() }
    }

    /// The same, but a drawing ends early, and leaves nothing of use, once `stop` is asked for.
    pub fn heeding(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// A trajectory to draw into, already holding replication 0.
    pub fn trajectory(&self) -> Trajectory {
        let plan = Arc::clone(&self.plan);
        let (nodes, links) = (plan.slot_of_node.len(), plan.links.len());
        let inputs = Inputs {
            node: vec![Default::default(); nodes],
            link: vec![Default::default(); links],
            cost: vec![0.0; links],
            price: vec![0.0; nodes],
            ..Inputs::default()
        };
        let mut trajectory = Trajectory {
            plan,
            replication: 0,
            world: World::default(),
            factors: Vec::new(),
            regimes: Vec::new(),
            outages: Outages::default(),
            nodes: Timeline::default(),
            links: Timeline::default(),
            shipping: Shipping::default(),
            calls: RefCell::default(),
            sweep: Sweep::heeding(self.stop.clone()),
            stop: self.stop.clone(),
            inputs,
            today: 0,
        };
        self.sample(0, &mut trajectory);
        trajectory
    }

    /// Distinct causes of the model, ascending.
    pub fn causes(&self) -> &[String] {
        &self.plan.causes
    }

    /// Draws a replication. Any may be drawn alone and in any order. A trajectory of another
    /// sampler is made anew.
    pub fn sample(&self, replication: u32, trajectory: &mut Trajectory) {
        if !Arc::ptr_eq(&self.plan, &trajectory.plan) {
            *trajectory = self.trajectory();
        }
        trajectory.replication = replication;
        trajectory.world.turn_to(replication % self.plan.belief_count, &self.plan);
        if trajectory.draw().is_none() || trajectory.lay_out().is_none() {
            return;
        }
        trajectory.at(0);
    }
}

impl Trajectory {
    /// Draws regimes, variation, outages and what comes to ports; `None` when asked to stop.
    fn draw(&mut self) -> Option<()> {
        let plan = &*self.plan;
        let mut regimes = std::mem::take(&mut self.regimes);
        regimes.resize(plan.regimes.len(), Vec::new());
        let mut draw = Draw {
            span: &plan.span,
            courses: &plan.courses,
            world: &self.world,
            regimes: &[],
            replication: self.replication,
        };
        for (regime, states) in plan.regimes.iter().zip(&mut regimes) {
            regime.sample(&draw, states);
        }
        draw.regimes = &regimes;
        self.factors.clear();
        self.factors.push(1.0);
        for variation in &plan.variations {
            let dice = draw.dice(variation.dice);
            let years = variation.keys.iter().map(|key| draw.stream(key).uniform());
            self.factors.extend(years.map(|uniform| dice.quantile(uniform)));
        }
        self.outages.list.clear();
        self.outages.ranges.clear();
        for process in &plan.processes {
            if self.stop.is_asked() {
                return None;
            }
            let begin = self.outages.list.len();
            process.sample(&draw, &mut self.outages.list);
            self.outages.ranges.push(begin..self.outages.list.len());
        }
        self.shipping.draw(plan, &draw, &self.outages);
        self.calls.get_mut().begin(plan.shipping.buffers);
        self.regimes = regimes;
        Some(())
    }

    /// Turns levels, variation and outages into changes by day; `None` when asked to stop.
    fn lay_out(&mut self) -> Option<()> {
        let plan = &*self.plan;
        let world = (&self.world, self.factors.as_slice());
        let days = plan.span.horizon.days();
        let context = (plan, &self.outages);
        self.nodes.clear();
        for (slot, rows) in plan.nodes.iter().zip(&world.0.nodes) {
            self.sweep.run(&slot.threats, &rows.steps, context, |step, row, hits| {
                let today = slot.today((rows, row), hits, world, &days[step as usize]);
                self.nodes.push(step, slot.node as u32, today);
            })?;
        }
        self.links.clear();
        for (index, (slot, rows)) in plan.links.iter().zip(&world.0.links).enumerate() {
            self.sweep.run(&slot.threats, &rows.steps, context, |step, row, hits| {
                let today = slot.today((rows, row), hits, world, &days[step as usize]);
                self.links.push(step, index as u32, today);
            })?;
        }
        let steps = plan.span.steps as usize;
        self.nodes.sort(steps);
        self.links.sort(steps);
        Some(())
    }
}
