//! A belief and all that follows from it alone.

use super::calls::Works;
use super::course::Levels;
use super::plan::Plan;
use super::projects::Standing;
use super::rows::{Rows, Sources};
use super::timeline::Timeline;
use crate::dist::Distribution;

/// Kept from one replication to the next while the belief stays the same.
#[derive(Debug, Default)]
pub(super) struct World {
    /// Number of the belief; `None` before the first.
    pub number: Option<u32>,
    /// Values of the parameters.
    pub values: Vec<f64>,
    /// How each project stands; `None`: it is not built.
    pub projects: Vec<Option<Standing>>,
    /// Dice with their own parameters resolved.
    pub dice: Vec<Distribution<f64>>,
    /// Their means.
    pub means: Vec<f64>,
    /// Levels of all series.
    pub levels: Levels,
    /// Rows by slot: sources and markets, links, ports, fleets.
    pub nodes: Vec<Rows>,
    pub links: Vec<Rows>,
    pub ports: Vec<Rows>,
    pub fleets: Vec<Rows>,
    /// By port and kind of work, what projects have done to it.
    pub works: Works,
    /// Prices by node, then costs by link, by date.
    pub prices: Timeline<f64>,
    uniforms: Vec<f64>,
    scratch: Vec<f64>,
}

impl World {
    /// Moves to belief `number` of a plan.
    pub fn turn_to(&mut self, number: u32, plan: &Plan) {
        let first = self.number.is_none();
        // Without chance every belief is the median one.
        if self.number == Some(number) || !(plan.chance || first) {
            self.number = Some(number);
            return;
        }
        if plan.chance {
            plan.beliefs.uniforms(number, &mut self.uniforms);
        } else {
            self.uniforms.clear();
            self.uniforms.resize(plan.beliefs.len(), 0.5);
        }
        plan.beliefs.values(&mut self.uniforms, &mut self.scratch, &mut self.values);
        self.number = Some(number);
        plan.projects.stand(number, &self.values, &mut self.projects);
        plan.dice.resolve(&self.values, &mut self.dice);
        self.means.clear();
        self.means.extend(self.dice.iter().map(Distribution::mean));
        plan.courses.evaluate(&self.values, &self.projects, &mut self.levels);
        self.lay_out(plan);
        self.works.order(&plan.shipping, &self.projects);
        if first || plan.uncertain_prices() {
            self.fill_prices(plan);
        }
    }

    /// Lays out the rows of all slots where they are new, else of those that projects move.
    fn lay_out(&mut self, plan: &Plan) {
        let Self { levels, nodes, links, ports, fleets, .. } = self;
        let lay_out = |all: &mut Vec<Rows>, slots: &mut dyn Iterator<Item = &Sources>| {
            for (index, sources) in slots.enumerate() {
                let fresh = index == all.len();
                if fresh {
                    all.push(Rows::default());
                }
                if fresh || sources.is_changed() {
                    let factor = |first, step| plan.factor(first, step);
                    all[index].lay_out(sources, (&plan.courses, levels), factor);
                }
            }
        };
        lay_out(nodes, &mut plan.nodes.iter().map(|slot| &slot.sources));
        lay_out(links, &mut plan.links.iter().map(|slot| &slot.sources));
        lay_out(ports, &mut plan.shipping.ports.iter().map(|slot| &slot.sources));
        lay_out(fleets, &mut plan.shipping.fleets.iter().map(|slot| &slot.sources));
    }

    fn fill_prices(&mut self, plan: &Plan) {
        self.prices.clear();
        for (index, course) in &plan.prices {
            let (steps, first) = plan.courses.breaks(*course, &self.levels);
            for (step, price) in steps.iter().zip(&self.levels.raw[first..]) {
                self.prices.push(*step, *index as u32, *price);
            }
        }
        self.prices.sort(plan.span.steps as usize);
    }
}
