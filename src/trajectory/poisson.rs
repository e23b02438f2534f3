//! Poisson occurrences, so that a higher rate only adds to them.
//!
//! Unit points lie in the plane time × rate, in strips of rate [0, 1), [1, 2), [2, 4) … per
//! year with a stream each; a point (t, u) occurs when u is below the rate at t. Durations
//! are drawn for the points of a strip in order, whether they occur or not.

use super::course::CourseId;
use super::dice::DiceId;
use super::draw::Draw;
use super::outage::{Effect, Outage};
use super::processes::Scaling;
use crate::dist::standard_exponential;
use crate::rng::Key;
use crate::units::{DAYS_PER_YEAR, MOST_RATE};

/// Strips whose keys are ready from the start: rates up to 128 a year.
const READY: usize = 8;

/// A Poisson hazard made ready.
#[derive(Debug)]
pub(super) struct Poisson {
    /// Per year, by date where projects change it.
    rate: CourseId,
    duration: DiceId,
    season: [f64; 12],
    seed: u64,
    path: String,
    /// Arrivals and durations by strip.
    keys: Vec<[Key; 2]>,
}

impl Poisson {
    /// Makes a hazard with the given key path ready.
    pub fn new(
        (rate, duration): (CourseId, DiceId),
        season: [f64; 12],
        path: &str,
        seed: u64,
    ) -> Self {
        let keys = (0..READY).map(|strip| keys(seed, path, strip)).collect();
        Self { rate, duration, season, seed, path: path.to_owned(), keys }
    }

    /// Appends the occurrences of a replication, in order of start.
    pub fn sample(
        &self,
        scaling: &Scaling,
        effect: Effect,
        draw: &Draw<'_>,
        out: &mut Vec<Outage>,
    ) {
        let begin = out.len();
        let rate = draw.greatest(self.rate);
        let season = self.season.iter().copied().fold(0.0, f64::max);
        let bound = (rate * season * scaling.scales.greatest_rate(draw.belief())).min(MOST_RATE);
        let mut strip = 0;
        while lower_edge(strip) < bound {
            self.sample_strip(strip, (scaling, effect), draw, out);
            strip += 1;
        }
        out[begin..].sort_unstable_by(|a, b| a.start.total_cmp(&b.start));
    }

    fn sample_strip(
        &self,
        strip: usize,
        (scaling, effect): (&Scaling, Effect),
        draw: &Draw<'_>,
        out: &mut Vec<Outage>,
    ) {
        let [arrivals, durations] = match self.keys.get(strip) {
            Some(keys) => *keys,
            None => keys(self.seed, &self.path, strip),
        };
        let (low, width) = (lower_edge(strip), lower_edge(strip + 1) - lower_edge(strip));
        let duration = draw.dice(self.duration);
        let mut arrivals = draw.stream(&arrivals);
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
            let here = rate * self.season[draw.span.month(time)] * scaling.scales.rate(time, draw);
            let here = here.min(MOST_RATE);
            if time < draw.first() || height >= here {
                passed += 1;
                continue;
            }
            let lengths = lengths.get_or_insert_with(|| draw.stream(&durations));
            for _ in 0..std::mem::take(&mut passed) {
                duration.draw(lengths);
            }
            let length = duration.draw(lengths) * scaling.duration(time, draw);
            out.push(draw.outage(time, length, effect));
        }
    }
}

/// Least rate of a strip.
fn lower_edge(strip: usize) -> f64 {
    if strip == 0 { 0.0 } else { 2_f64.powi(strip as i32 - 1) }
}

fn keys(seed: u64, path: &str, strip: usize) -> [Key; 2] {
    ["arrivals", "durations"].map(|purpose| Key::new(seed, path, &format!("{purpose}/{strip}")))
}
