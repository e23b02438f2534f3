//! What scales a hazard's rate and durations: winter, and the states of regimes.

use super::draw::Draw;
use crate::model::{Model, Value};

/// What scales a hazard's rate and durations.
#[derive(Debug)]
pub(super) struct Scaling {
    /// Factor on durations that begin in November to March.
    winter: Value,
    /// On rates: regime and factor by state.
    rate: Vec<Scale>,
    /// On durations.
    duration: Vec<Scale>,
}

/// A factor by state of a regime.
#[derive(Debug)]
struct Scale {
    /// Index into the regimes.
    regime: usize,
    factors: Vec<Value>,
}

impl Scaling {
    /// Nothing scales.
    pub fn none() -> Self {
        Self { winter: Value::Known(1.0), rate: Vec::new(), duration: Vec::new() }
    }

    /// What scales the hazard of an index.
    pub fn of(model: &Model, hazard: usize) -> Self {
        let mut scaling = Self { winter: model.hazards[hazard].winter_duration, ..Self::none() };
        for (regime, of) in model.regimes.iter().enumerate() {
            let found = |list: &[(usize, Vec<Value>)]| {
                let found = list.iter().filter(|(scaled, _)| *scaled == hazard);
                let scales = found.map(|(_, factors)| Scale { regime, factors: factors.clone() });
                scales.collect::<Vec<_>>()
            };
            scaling.rate.extend(found(&of.scales));
            scaling.duration.extend(found(&of.duration_scales));
        }
        scaling
    }

    /// The factor on the rate at a time.
    pub fn rate(&self, time: f64, draw: &Draw<'_>) -> f64 {
        product(&self.rate, time, draw)
    }

    /// The factor on a duration that begins at a time.
    pub fn duration(&self, time: f64, draw: &Draw<'_>) -> f64 {
        let winter = if draw.span.is_winter(time) { self.winter.under(draw.belief()) } else { 1.0 };
        winter * product(&self.duration, time, draw)
    }

    /// The greatest factor on the rate in any states.
    pub fn greatest_rate(&self, belief: &[f64]) -> f64 {
        let greatest = |scale: &Scale| {
            scale.factors.iter().map(|factor| factor.under(belief)).fold(0.0, f64::max)
        };
        self.rate.iter().map(greatest).product()
    }
}

fn product(scales: &[Scale], time: f64, draw: &Draw<'_>) -> f64 {
    let factors = scales.iter().map(|Scale { regime, factors }| {
        let states = &draw.regimes[*regime];
        let now = states.partition_point(|(from, _)| *from <= time).saturating_sub(1);
        states.get(now).map_or(1.0, |(_, state)| factors[*state].under(draw.belief()))
    });
    factors.product()
}
