//! Hazards that alternate: renewal in continuous time, Markov and states by day.

use super::dice::DiceId;
use super::draw::Draw;
use super::outage::{Effect, Outage};
use super::processes::Scaling;
use crate::model::{Leaves, Value};
use crate::rng::Key;

/// No cycle is shorter than a minute, so that no input can make a replication endless.
const SHORTEST: f64 = 1.0 / 1440.0;

/// Alternating up and down times.
#[derive(Debug)]
pub(super) struct Renewal {
    pub up: DiceId,
    pub down: DiceId,
    pub stationary: bool,
    pub keys: SpellKeys,
}

/// Two states by day.
#[derive(Debug)]
pub(super) struct Markov {
    pub fail: Value,
    pub repair: Value,
    pub keys: SpellKeys,
}

/// A new state each day.
#[derive(Debug)]
pub(super) struct Daily {
    pub states: Vec<(Leaves, Value)>,
    pub key: Key,
}

/// Streams of an alternating process.
#[derive(Debug)]
pub(super) struct SpellKeys {
    start: Key,
    up: Key,
    down: Key,
}

impl SpellKeys {
    /// The streams of a key path.
    pub fn new(seed: u64, path: &str) -> Self {
        let key = |purpose| Key::new(seed, path, purpose);
        Self { start: key("start"), up: key("up"), down: key("down") }
    }
}

impl Renewal {
    /// Appends the outages of a replication, in order.
    pub fn sample(
        &self,
        scaling: &Scaling,
        effect: Effect,
        draw: &Draw<'_>,
        out: &mut Vec<Outage>,
    ) {
        let (up, down) = (draw.dice(self.up), draw.dice(self.down));
        let (mut ups, mut downs) = (draw.stream(&self.keys.up), draw.stream(&self.keys.down));
        let mut time = draw.first();
        let mut started = false;
        if self.stationary {
            let mut start = draw.stream(&self.keys.start);
            let (state, length, position) = (start.uniform(), start.uniform(), start.uniform());
            let scale = scaling.duration(time, draw);
            let (mean_up, mean_down) = (up.mean_length(), scale * down.mean_length());
            if state * (mean_up + mean_down) < mean_down {
                let rest = scale * down.residual(length, position);
                out.push(draw.outage(time, rest, effect));
                time += rest.max(0.0);
            } else {
                time += up.residual(length, position).max(0.0);
                started = true;
            }
        }
        loop {
            let cycle = time;
            if !std::mem::take(&mut started) {
                time += up.draw(&mut ups).max(0.0);
            }
            if time >= draw.end() || time.is_nan() {
                return;
            }
            let length = down.draw(&mut downs).max(0.0) * scaling.duration(time, draw);
            out.push(draw.outage(time, length, effect));
            time = (time + length).max(cycle + SHORTEST);
        }
    }
}

impl Markov {
    /// Appends the outages of a replication, in order: sojourns are geometric.
    pub fn sample(&self, effect: Effect, draw: &Draw<'_>, out: &mut Vec<Outage>) {
        let [fail, repair] = [self.fail, self.repair].map(|chance| chance.under(draw.belief()));
        let mut step = draw.span.first;
        let start = draw.stream(&self.keys.start).uniform();
        let mut is_down = start * (fail + repair) < fail;
        let (mut ups, mut downs) = (draw.stream(&self.keys.up), draw.stream(&self.keys.down));
        while step < draw.span.steps {
            let days = if is_down {
                let days = sojourn(downs.uniform(), repair);
                out.push(draw.outage(f64::from(step), f64::from(days), effect));
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

impl Daily {
    /// Appends the outages of a replication, in order: a run of days in one state is one.
    pub fn sample(&self, draw: &Draw<'_>, out: &mut Vec<Outage>) {
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
