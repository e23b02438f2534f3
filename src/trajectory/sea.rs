//! The level of a sea by day: the mean level, what the year adds and what the wind does.
//!
//! The mathematics is in `docs/model.md`, section "Sea and draft".

use super::draw::Draw;
use crate::calendar::Horizon;
use crate::dist::Distribution;
use crate::model::{Sea, Value};
use crate::rng::Key;
use crate::special::inverse_normal;

/// A sea made ready.
#[derive(Debug)]
pub(super) struct SeaPlan {
    sea: Sea,
    /// By step, what a unit of trend and of season add to the level.
    units: Vec<[f64; 2]>,
    /// By calendar year of the horizon.
    noise: Vec<Key>,
    set_up: Key,
}

impl SeaPlan {
    /// Makes a sea ready.
    pub fn new(sea: &Sea, horizon: &Horizon, seed: u64) -> Self {
        let of = |trend: f64, season: f64| Sea {
            level: Value::Known(0.0),
            trend: Value::Known(trend),
            season: Value::Known(season),
            ..sea.clone()
        };
        let (trend, season) = (of(1.0, 0.0), of(0.0, 1.0));
        let units = horizon
            .days()
            .iter()
            .map(|day| [&trend, &season].map(|sea| sea.mean_level(horizon.start(), day, &[])));
        let path = format!("sea.{}", sea.name);
        let noise = horizon.years().map(|year| Key::new(seed, &path, &format!("noise/{year}")));
        let (units, noise) = (units.collect(), noise.collect());
        Self { sea: sea.clone(), units, noise, set_up: Key::new(seed, &path, "set-up") }
    }
}

/// A sea in one replication.
#[derive(Debug, Default)]
pub(super) struct SeaCourse {
    level: f64,
    /// Trend and season.
    scales: [f64; 2],
    /// Noise and set-up by step, m; empty: none.
    moved: Vec<f64>,
}

impl SeaCourse {
    /// The level on a step, m.
    pub fn level(&self, step: usize, plan: &SeaPlan) -> f64 {
        let [years, season] = plan.units[step];
        let mean = self.level + self.scales[0] * years + self.scales[1] * season;
        mean + self.moved.get(step).copied().unwrap_or(0.0)
    }

    /// Draws noise and set-up, which act after `as-of`.
    pub fn draw(&mut self, plan: &SeaPlan, draw: &Draw<'_>) {
        let (sea, span) = (&plan.sea, draw.span);
        self.level = sea.level.under(draw.belief());
        self.scales = [sea.trend, sea.season].map(|value| value.under(draw.belief()));
        self.moved.clear();
        let sd = |value: Value| value.under(draw.belief()).max(0.0);
        let (noise, set_up) = (sd(sea.noise), sd(sea.set_up));
        if !draw.chance || (noise == 0.0 && set_up == 0.0) {
            return;
        }
        let mut wind = (set_up > 0.0).then(|| draw.stream(&plan.set_up));
        let standard = Distribution::Normal { mean: 0.0, sd: 1.0 };
        let first_year = span.horizon.start().year();
        let (mut year, mut of_year) = (None, 0.0);
        for (step, day) in span.horizon.days().iter().enumerate() {
            // Drawn from the first day on, so that `as-of` moves none.
            let blown = wind.as_mut().map_or(0.0, |wind| set_up * standard.draw(wind));
            if step < span.first as usize {
                self.moved.push(0.0);
                continue;
            }
            if year != Some(day.year()) {
                year = Some(day.year());
                let key = &plan.noise[(day.year() - first_year) as usize];
                of_year = noise * inverse_normal(draw.stream(key).uniform());
            }
            self.moved.push(of_year + blown);
        }
    }
}
