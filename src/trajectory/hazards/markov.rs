//! Up or down by day.

use super::super::outage::Outage;
use super::{Acting, Named, Sample};
use crate::model::{Markov, Value};
use crate::rng::Key;

/// Two states by day.
#[derive(Debug)]
pub(super) struct Sampler {
    fail: Value,
    repair: Value,
    start: Key,
    ups: Key,
    downs: Key,
}

impl Sampler {
    /// Makes a hazard ready.
    pub fn new(of: &Markov, named: &Named<'_>) -> Self {
        Self {
            fail: of.fail,
            repair: of.repair,
            start: named.key("start"),
            ups: named.key("up"),
            downs: named.key("down"),
        }
    }
}

impl Sample for Sampler {
    /// Sojourns are geometric.
    fn sample(&self, acting: &Acting<'_>, out: &mut Vec<Outage>) {
        let draw = acting.draw;
        let [fail, repair] = [self.fail, self.repair].map(|chance| chance.under(draw.belief()));
        let mut step = draw.span.first;
        let start = draw.stream(&self.start).uniform();
        let mut is_down = start * (fail + repair) < fail;
        let (mut ups, mut downs) = (draw.stream(&self.ups), draw.stream(&self.downs));
        while step < draw.span.steps {
            let days = if is_down {
                let days = sojourn(downs.uniform(), repair);
                out.push(acting.outage(f64::from(step), f64::from(days)));
                days
            } else {
                sojourn(ups.uniform(), fail)
            };
            step = step.saturating_add(days);
            is_down = !is_down;
        }
    }
}

/// Days until a change that has this chance each day, from one uniform.
fn sojourn(uniform: f64, chance: f64) -> u32 {
    if chance >= 1.0 {
        1
    } else if chance > 0.0 {
        // A float that is out of range becomes the nearest integer.
        ((uniform.ln() / (-chance).ln_1p()).ceil() as u32).max(1)
    } else {
        u32::MAX
    }
}
