//! Regimes: semi-Markov chains in whose states hazards are more or less frequent.

use super::dice::{DiceId, DiceTable};
use super::draw::Draw;
use crate::model::{Model, Regime, Value};
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

/// The course of one regime: days from the start of the horizon, and the state from then on.
pub(super) type States = Vec<(f64, usize)>;

/// No stay is shorter than a minute, so that no input can make a chain endless.
const SHORTEST: f64 = 1.0 / 1440.0;

impl RegimePlan {
    /// Makes a chain ready.
    pub fn new(regime: &Regime, seed: u64, dice: &mut DiceTable) -> Self {
        let path = format!("regime.{}", regime.name);
        Self {
            start: regime.start,
            stay: regime.stay.iter().map(|stay| dice.add(stay)).collect(),
            next: regime.next.clone(),
            stays: Key::new(seed, &path, "stay"),
            nexts: Key::new(seed, &path, "next"),
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

/// How the regimes scale one hazard.
#[derive(Debug, Clone, Default)]
pub(super) struct Scales {
    /// Of rates: regime and factor by state.
    rate: Vec<(usize, Vec<Value>)>,
    /// Of durations.
    duration: Vec<(usize, Vec<Value>)>,
}

impl Scales {
    /// The scales of hazard `hazard`.
    pub fn new(model: &Model, hazard: usize) -> Self {
        let mut scales = Self::default();
        for (index, regime) in model.regimes.iter().enumerate() {
            let of = |list: &[(usize, Vec<Value>)]| {
                let found = list.iter().filter(|(scaled, _)| *scaled == hazard);
                found.map(|(_, factors)| (index, factors.clone())).collect::<Vec<_>>()
            };
            scales.rate.extend(of(&regime.scales));
            scales.duration.extend(of(&regime.duration_scales));
        }
        scales
    }

    /// The factor on the rate at a time.
    pub fn rate(&self, time: f64, draw: &Draw<'_>) -> f64 {
        product(&self.rate, time, draw)
    }

    /// The factor on a duration that begins at a time.
    pub fn duration(&self, time: f64, draw: &Draw<'_>) -> f64 {
        product(&self.duration, time, draw)
    }

    /// The greatest factor on the rate in any states.
    pub fn greatest_rate(&self, belief: &[f64]) -> f64 {
        let greatest = |factors: &[Value]| {
            factors.iter().map(|factor| factor.under(belief)).fold(0.0, f64::max)
        };
        self.rate.iter().map(|(_, factors)| greatest(factors)).product()
    }
}

fn product(scales: &[(usize, Vec<Value>)], time: f64, draw: &Draw<'_>) -> f64 {
    let factors = scales.iter().map(|(regime, factors)| {
        let states = &draw.regimes[*regime];
        let now = states.partition_point(|(from, _)| *from <= time).saturating_sub(1);
        states.get(now).map_or(1.0, |(_, state)| factors[*state].under(draw.belief()))
    });
    factors.product()
}
