//! Planned losses: dated events, and maintenance at uncertain dates.

use super::dice::DiceId;
use super::draw::Draw;
use super::making::Making;
use super::outage::{Effect, Outage};
use crate::calendar::Horizon;
use crate::model::{Event, Maintenance, Value};
use crate::rng::Key;

/// A certain, dated loss, in steps from the start of the horizon.
#[derive(Debug)]
pub(super) struct Dated {
    from: i64,
    back: i64,
}

/// Planned work that recurs.
#[derive(Debug)]
pub(super) struct Recurring {
    every: Value,
    next: f64,
    spread: Value,
    duration: DiceId,
    starts: Key,
    durations: Key,
}

impl Dated {
    /// Makes an event ready.
    pub fn new(event: &Event, horizon: &Horizon) -> Self {
        Self { from: horizon.step_of(event.from), back: horizon.step_of(event.back) }
    }

    /// Appends the event if any of it lies within the span.
    pub fn sample(&self, effect: Effect, draw: &Draw<'_>, out: &mut Vec<Outage>) {
        let within = |step: i64| step.clamp(0, i64::from(draw.span.steps)) as u32;
        let (from, until) = (within(self.from), within(self.back));
        if from < until {
            let (start, length) = (self.from as f64, (self.back - self.from) as f64);
            out.push(Outage { start, length, from, until, effect });
        }
    }
}

impl Recurring {
    /// Makes maintenance ready.
    pub fn new(work: &Maintenance, making: &mut Making<'_>) -> Self {
        let path = format!("maintenance.{}", work.name);
        Self {
            every: work.every,
            next: making.model.horizon.step_of(work.next) as f64,
            spread: work.start_spread,
            duration: making.dice(&work.duration),
            starts: making.key(&path, "start"),
            durations: making.key(&path, "durations"),
        }
    }

    /// Appends the occurrences of a replication, in order of start. All are drawn from the
    /// first planned one on, so that `as-of` moves none.
    pub fn sample(&self, effect: Effect, draw: &Draw<'_>, out: &mut Vec<Outage>) {
        let begin = out.len();
        let every = self.every.under(draw.belief());
        let spread = self.spread.under(draw.belief());
        let (mut starts, mut lengths) = (draw.stream(&self.starts), draw.stream(&self.durations));
        for occurrence in 0_u32.. {
            let planned = self.next + f64::from(occurrence) * every;
            // Work that is to recur within a day is taken to be done once.
            if planned - spread >= draw.end() || (occurrence > 0 && every < 1.0) {
                break;
            }
            let start = planned + spread * (2.0 * starts.uniform() - 1.0);
            let length = draw.dice(self.duration).draw(&mut lengths);
            if start >= draw.first() && start < draw.end() {
                out.push(draw.outage(start, length, effect));
            }
        }
        out[begin..].sort_unstable_by(|a, b| a.start.total_cmp(&b.start));
    }
}
