//! Up and down in turn, in continuous time.

use super::super::dice::DiceId;
use super::super::making::Making;
use super::super::outage::Outage;
use super::{Acting, Named, Sample};
use crate::model::Renewal;
use crate::rng::Key;

/// No cycle is shorter than a minute, so that no input can make a replication endless.
const SHORTEST: f64 = 1.0 / 1440.0;

/// Alternating up and down times.
#[derive(Debug)]
pub(super) struct Sampler {
    up: DiceId,
    down: DiceId,
    stationary: bool,
    start: Key,
    ups: Key,
    downs: Key,
}

impl Sampler {
    /// Makes a hazard ready.
    pub fn new(of: &Renewal, named: &Named<'_>, making: &mut Making<'_>) -> Self {
        Self {
            up: making.dice(&of.up),
            down: making.dice(&of.down),
            stationary: of.stationary,
            start: named.key("start"),
            ups: named.key("up"),
            downs: named.key("down"),
        }
    }
}

impl Sample for Sampler {
    fn sample(&self, acting: &Acting<'_>, out: &mut Vec<Outage>) {
        let draw = acting.draw;
        let (up, down) = (draw.dice(self.up), draw.dice(self.down));
        let (mut ups, mut downs) = (draw.stream(&self.ups), draw.stream(&self.downs));
        let mut time = draw.first();
        let mut started = false;
        if self.stationary {
            let mut start = draw.stream(&self.start);
            let (state, length, position) = (start.uniform(), start.uniform(), start.uniform());
            let scale = acting.duration(time);
            let (mean_up, mean_down) = (up.mean_length(), scale * down.mean_length());
            if state * (mean_up + mean_down) < mean_down {
                let rest = scale * down.residual(length, position);
                out.push(acting.outage(time, rest));
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
            let length = down.draw(&mut downs).max(0.0) * acting.duration(time);
            out.push(acting.outage(time, length));
            time = (time + length).max(cycle + SHORTEST);
        }
    }
}
