//! Poisson occurrences, so that a higher rate only adds to them.
//!
//! Unit points lie in the plane time × rate, in strips of rate [0, 1), [1, 2), [2, 4) … per
//! year with a stream each; a point (t, u) occurs when u is below the rate at t. Durations
//! are drawn for the points of a strip in order, whether they occur or not.

use super::super::course::CourseId;
use super::super::dice::DiceId;
use super::super::making::Making;
use super::super::outage::Outage;
use super::{Acting, Named, Sample};
use crate::dist::standard_exponential;
use crate::model::Poisson;
use crate::rng::Key;
use crate::units::{DAYS_PER_YEAR, MOST_RATE};

/// Strips whose keys are ready from the start: rates up to 128 a year.
const READY: usize = 8;

/// A Poisson hazard made ready.
#[derive(Debug)]
pub(super) struct Sampler {
    rate: CourseId,
    duration: DiceId,
    season: [f64; 12],
    seed: u64,
    path: String,
    /// By strip.
    keys: Vec<Keys>,
}

/// Streams of a strip.
#[derive(Debug, Clone, Copy)]
struct Keys {
    arrivals: Key,
    durations: Key,
}

impl Sampler {
    /// Makes a hazard ready.
    pub fn new(of: &Poisson, named: &Named<'_>, making: &mut Making<'_>) -> Self {
        Self {
            rate: named.rate,
            duration: making.dice(&of.duration),
            season: of.season,
            seed: named.seed,
            path: named.path.to_owned(),
            keys: (0..READY).map(|strip| Keys::new(named.seed, named.path, strip)).collect(),
        }
    }

    fn sample_strip(&self, strip: usize, acting: &Acting<'_>, out: &mut Vec<Outage>) {
        let ready = self.keys.get(strip).copied();
        let keys = ready.unwrap_or_else(|| Keys::new(self.seed, &self.path, strip));
        let (low, width) = (lower_edge(strip), lower_edge(strip + 1) - lower_edge(strip));
        let draw = acting.draw;
        let duration = draw.dice(self.duration);
        let mut arrivals = draw.stream(&keys.arrivals);
        // Opened at the first occurrence; the points passed over until then are drawn too.
        let mut lengths = None;
        let (mut time, mut passed) = (0.0, 0_u32);
        loop {
            time += DAYS_PER_YEAR / width * standard_exponential(&mut arrivals);
            let height = low + width * arrivals.uniform();
            if time >= draw.end() {
                return;
            }
            let rate = draw.level(self.rate, time);
            let season = self.season[draw.span.month(time)];
            let here = (rate * season * acting.scaling.rate(time, draw)).min(MOST_RATE);
            if time < draw.first() || height >= here {
                passed += 1;
                continue;
            }
            let lengths = lengths.get_or_insert_with(|| draw.stream(&keys.durations));
            for _ in 0..std::mem::take(&mut passed) {
                duration.draw(lengths);
            }
            let length = duration.draw(lengths) * acting.duration(time);
            out.push(acting.outage(time, length));
        }
    }
}

impl Sample for Sampler {
    fn sample(&self, acting: &Acting<'_>, out: &mut Vec<Outage>) {
        let begin = out.len();
        let draw = acting.draw;
        let rate = draw.greatest(self.rate);
        let season = self.season.iter().copied().fold(0.0, f64::max);
        let bound = rate * season * acting.scaling.greatest_rate(draw.belief());
        let bound = bound.min(MOST_RATE);
        let mut strip = 0;
        while lower_edge(strip) < bound {
            self.sample_strip(strip, acting, out);
            strip += 1;
        }
        out[begin..].sort_unstable_by(|a, b| a.start.total_cmp(&b.start));
    }
}

/// Least rate of a strip.
fn lower_edge(strip: usize) -> f64 {
    if strip == 0 { 0.0 } else { 2_f64.powi(strip as i32 - 1) }
}

impl Keys {
    fn new(seed: u64, path: &str, strip: usize) -> Self {
        let key = |purpose| Key::new(seed, path, &format!("{purpose}/{strip}"));
        Self { arrivals: key("arrivals"), durations: key("durations") }
    }
}
