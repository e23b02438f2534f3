//! Kinds of hazards made ready and drawn, a file a kind.
//!
//! What else is to be known of a kind stands in `model::process`.

mod markov;
mod poisson;
mod renewal;
mod states;

use super::course::CourseId;
use super::draw::Draw;
use super::making::Making;
use super::outage::{Effect, Outage};
use super::scaling::Scaling;
use crate::model::{Process, Series, Slot};
use crate::rng::Key;
use std::fmt::Debug;

/// A hazard made ready, or its process at one unit.
pub(super) trait Sample: Debug + Send + Sync {
    /// Appends the outages of a replication, in order of start.
    fn sample(&self, acting: &Acting<'_>, out: &mut Vec<Outage>);
}

/// A hazard at work in one replication.
pub(super) struct Acting<'a> {
    pub scaling: &'a Scaling,
    /// What an occurrence takes; kinds that do not take say themselves.
    pub effect: Effect,
    pub draw: &'a Draw<'a>,
}

impl Acting<'_> {
    /// An outage that takes what an occurrence takes.
    fn outage(&self, start: f64, length: f64) -> Outage {
        self.draw.outage(start, length, self.effect)
    }

    /// The factor on a duration that begins at a time.
    fn duration(&self, time: f64) -> f64 {
        self.scaling.duration(time, self.draw)
    }
}

/// Where a process draws from.
struct Named<'a> {
    seed: u64,
    /// Key path of its streams.
    path: &'a str,
    /// Per year, by date where projects change it; 0 for a kind that has no rate.
    rate: CourseId,
}

impl Named<'_> {
    /// The streams of a purpose.
    fn key(&self, purpose: &str) -> Key {
        Key::new(self.seed, self.path, purpose)
    }
}

/// Makes the process of a hazard ready whose streams have this key path.
pub(super) fn ready(making: &mut Making<'_>, hazard: usize, path: &str) -> Box<dyn Sample> {
    let process = &making.model.hazards[hazard].process;
    let rate = process.rate().map(Series::of);
    let rate = making.slot(rate.as_ref(), Slot::Rate(hazard));
    let named = Named { seed: making.seed, path, rate };
    match process {
        Process::Poisson(of) => Box::new(poisson::Sampler::new(of, &named, making)),
        Process::Renewal(of) => Box::new(renewal::Sampler::new(of, &named, making)),
        Process::Markov(of) => Box::new(markov::Sampler::new(of, &named)),
        Process::States(of) => Box::new(states::Sampler::new(of, &named)),
    }
}
