//! Regimes: semi-Markov chains in whose states hazards are more or less frequent.

use super::dice::DiceId;
use super::draw::{Draw, States};
use super::making::Making;
use crate::model::{Regime, Value};
use crate::rng::{Key, Stream};

/// A chain made ready.
#[derive(Debug)]
pub(super) struct RegimePlan {
    start: usize,
    stay: Vec<DiceId>,
    next: Vec<Vec<Value>>,
    stays: Key,
    nexts: Key,
}

/// No stay is shorter than a minute, so that no input can make a chain endless.
const SHORTEST: f64 = 1.0 / 1440.0;

impl RegimePlan {
    /// Makes a chain ready.
    pub fn new(regime: &Regime, making: &mut Making<'_>) -> Self {
        let path = format!("regime.{}", regime.name);
        Self {
            start: regime.start,
            stay: regime.stay.iter().map(|stay| making.dice(stay)).collect(),
            next: regime.next.clone(),
            stays: making.key(&path, "stay"),
            nexts: making.key(&path, "next"),
        }
    }

    /// Draws the course of the chain from the first day of chance to the end.
    pub fn sample(&self, draw: &Draw<'_>, states: &mut States) {
        states.clear();
        let mut stays = draw.stream(&self.stays);
        let mut nexts = draw.stream(&self.nexts);
        let (mut time, mut state) = (draw.first(), self.start);
        while time < draw.end() {
            states.push((time, state));
            let stay = draw.dice(self.stay[state]).draw(&mut stays);
            // A stay that is not a number ends the course.
            time += if stay > SHORTEST { stay } else { SHORTEST };
            state = self.following(state, draw.belief(), &mut nexts);
        }
    }

    fn following(&self, state: usize, belief: &[f64], nexts: &mut Stream) -> usize {
        let uniform = nexts.uniform();
        let mut passed = 0.0;
        let mut chosen = state;
        for (to, chance) in self.next[state].iter().enumerate() {
            let chance = chance.under(belief);
            if chance > 0.0 {
                passed += chance;
                chosen = to;
                if uniform < passed {
                    break;
                }
            }
        }
        chosen
    }
}
