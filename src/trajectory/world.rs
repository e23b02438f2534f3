//! A belief and all that follows from it alone.

use super::course::Levels;
use super::plan::Plan;
use super::timeline::Timeline;
use crate::dist::Distribution;

/// Kept from one replication to the next while the belief stays the same.
#[derive(Debug, Default)]
pub(super) struct World {
    /// Number of the belief; `None` before the first.
    pub number: Option<u32>,
    /// Values of the parameters.
    pub values: Vec<f64>,
    /// Dice with their own parameters resolved.
    pub dice: Vec<Distribution<f64>>,
    /// Levels of all series.
    pub levels: Levels,
    /// Prices by node, then costs by link, by date.
    pub prices: Timeline<f64>,
    uniforms: Vec<f64>,
    scratch: Vec<f64>,
}

impl World {
    /// Moves to belief `number` of a plan.
    pub fn turn_to(&mut self, number: u32, plan: &Plan) {
        if self.number == Some(number) {
            return;
        }
        let first = self.number.is_none();
        // Without chance every belief is the median one.
        if plan.chance {
            plan.beliefs.uniforms(number, &mut self.uniforms);
            plan.beliefs.values(&mut self.uniforms, &mut self.scratch, &mut self.values);
        } else if first {
            self.uniforms.clear();
            self.uniforms.resize(plan.beliefs.len(), 0.5);
            plan.beliefs.values(&mut self.uniforms, &mut self.scratch, &mut self.values);
        }
        self.number = Some(number);
        plan.dice.resolve(&self.values, &mut self.dice);
        plan.courses.evaluate(&self.values, &mut self.levels);
        if first || plan.uncertain_prices() {
            self.fill_prices(plan);
        }
    }

    fn fill_prices(&mut self, plan: &Plan) {
        self.prices.clear();
        for (index, course) in &plan.prices {
            for step in plan.courses.breaks(*course) {
                let price = self.levels.raw[plan.courses.place(*course, *step)];
                self.prices.push(*step, *index as u32, price);
            }
        }
        self.prices.sort(plan.span.steps as usize);
    }
}
