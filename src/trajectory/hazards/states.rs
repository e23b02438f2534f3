//! A new state each day.

use super::super::outage::{Effect, Outage};
use super::{Acting, Named, Sample};
use crate::model::{Leaves, States, Value};
use crate::rng::Key;

/// A new state each day.
#[derive(Debug)]
pub(super) struct Sampler {
    states: Vec<(Leaves, Value)>,
    key: Key,
}

impl Sampler {
    /// Makes a hazard ready.
    pub fn new(of: &States, named: &Named<'_>) -> Self {
        Self { states: of.0.clone(), key: named.key("state") }
    }

    /// The state that a uniform falls on, in the order in which they are written.
    fn state(&self, uniform: f64, belief: &[f64]) -> usize {
        let mut passed = 0.0;
        let mut chosen = 0;
        for (state, (_, chance)) in self.states.iter().enumerate() {
            let chance = chance.under(belief);
            if chance > 0.0 {
                passed += chance;
                chosen = state;
                if uniform < passed {
                    break;
                }
            }
        }
        chosen
    }
}

impl Sample for Sampler {
    /// A run of days in one state is one outage.
    fn sample(&self, acting: &Acting<'_>, out: &mut Vec<Outage>) {
        let draw = acting.draw;
        let mut stream = draw.stream(&self.key);
        let mut running = None;
        for step in draw.span.first..draw.span.steps {
            let state = self.state(stream.uniform(), draw.belief());
            if running == Some(state)
                && let Some(run) = out.last_mut()
            {
                run.until = step + 1;
                run.length += 1.0;
                continue;
            }
            running = None;
            if let Some(effect) = Effect::of_leaves(self.states[state].0, draw.belief()) {
                out.push(draw.outage(f64::from(step), 1.0, effect));
                running = Some(state);
            }
        }
    }
}
