//! Draws trajectories.

use super::Trajectory;
use super::draw::Draw;
use super::plan::Plan;
use super::rows::{Rows, Sources};
use super::shipping::Shipping;
use super::slots::{NodeSlot, Today};
use super::sweep::{Outages, Steps, Sweep};
use super::timeline::Timeline;
use super::world::World;
use crate::dist::Distribution;
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
        turn(&mut trajectory.world, replication % self.plan.belief_count, &self.plan);
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
            chance: plan.chance,
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
        self.shipping.draw(&plan.shipping, &plan.processes, &draw, &self.outages);
        self.calls.get_mut().begin(plan.shipping.buffers);
        self.regimes = regimes;
        Some(())
    }

    /// Turns levels, variation and outages into changes by day; `None` when asked to stop.
    fn lay_out(&mut self) -> Option<()> {
        let plan = &*self.plan;
        let (world, factors, outages) = (&self.world, self.factors.as_slice(), &self.outages);
        let days = plan.span.horizon.days();
        let end = plan.span.steps;
        self.nodes.clear();
        for (slot, rows) in plan.nodes.iter().zip(&world.nodes) {
            let steps = Steps { rows: &rows.steps, end };
            self.sweep.run(&slot.threats, outages, &steps, |step, row, hits| {
                let today = Today { day: &days[step as usize], world, factors, rows, row };
                self.nodes.push(step, slot.node as u32, NodeSlot::on(&today, hits));
            })?;
        }
        self.links.clear();
        for (index, (slot, rows)) in plan.links.iter().zip(&world.links).enumerate() {
            let steps = Steps { rows: &rows.steps, end };
            self.sweep.run(&slot.threats, outages, &steps, |step, row, hits| {
                let today = Today { day: &days[step as usize], world, factors, rows, row };
                self.links.push(step, index as u32, slot.on(&today, hits));
            })?;
        }
        self.nodes.sort(end as usize);
        self.links.sort(end as usize);
        Some(())
    }
}

/// Moves a world to belief `number` of a plan.
fn turn(world: &mut World, number: u32, plan: &Plan) {
    let first = world.number.is_none();
    // Without chance every belief is the median one.
    if world.number == Some(number) || !(plan.chance || first) {
        world.number = Some(number);
        return;
    }
    world.number = Some(number);
    if plan.chance {
        plan.beliefs.uniforms(number, &mut world.uniforms);
    } else {
        world.uniforms.clear();
        world.uniforms.resize(plan.beliefs.len(), 0.5);
    }
    plan.beliefs.values(&mut world.uniforms, &mut world.scratch, &mut world.values);
    plan.projects.stand(number, &world.values, &mut world.projects);
    plan.dice.resolve(&world.values, &mut world.dice);
    world.means.clear();
    world.means.extend(world.dice.iter().map(Distribution::mean));
    plan.courses.evaluate(&world.values, &world.projects, &mut world.levels);
    lay_out_rows(world, plan);
    world.works.order(&plan.shipping.works, &world.projects);
    if first || plan.uncertain_prices() {
        fill_prices(world, plan);
    }
}

/// Lays out the rows of all slots where they are new, else of those that projects move.
fn lay_out_rows(world: &mut World, plan: &Plan) {
    let World { levels, nodes, links, ports, fleets, .. } = world;
    let lay_out = |all: &mut Vec<Rows>, slots: &mut dyn Iterator<Item = &Sources>| {
        for (index, sources) in slots.enumerate() {
            let fresh = index == all.len();
            if fresh {
                all.push(Rows::default());
            }
            if fresh || sources.is_changed() {
                let factor = |first, step| plan.factor(first, step);
                all[index].lay_out(sources, &plan.courses, levels, factor);
            }
        }
    };
    lay_out(nodes, &mut plan.nodes.iter().map(|slot| &slot.sources));
    lay_out(links, &mut plan.links.iter().map(|slot| &slot.sources));
    lay_out(ports, &mut plan.shipping.ports.iter().map(|slot| &slot.sources));
    lay_out(fleets, &mut plan.shipping.fleets.iter().map(|slot| &slot.sources));
}

fn fill_prices(world: &mut World, plan: &Plan) {
    world.prices.clear();
    for (index, course) in &plan.prices {
        let (steps, first) = plan.courses.breaks(*course, &world.levels);
        for (step, price) in steps.iter().zip(&world.levels.raw[first..]) {
            world.prices.push(*step, *index as u32, *price);
        }
    }
    world.prices.sort(plan.span.steps as usize);
}
