//! Losing something for a while: what it costs against the same histories undisturbed.
//!
//! Days of both runs are kept and held against each other, history by history. Knows nothing
//! of how the loss gets into the model. The definitions are in `docs/studies.md`, section
//! Stress.

use crate::dispatch::{Flows, State};
use crate::error::Error;
use crate::metric::Made;
use crate::model::{Inputs, Model, NodeKind};
use crate::simulate::{Settings, Simulation};
use crate::tally::Tally;
use std::ops::{ControlFlow, Range};

/// Days without more shut-in after which a system has recovered.
const CALM: usize = 30;

/// Exports, shut-in, unserved demand and exports by route of every day of some histories, tonnes.
#[derive(Debug, Clone, Default)]
pub struct Days {
    steps: usize,
    routes: usize,
    exports: Vec<i64>,
    shut_in: Vec<i64>,
    unserved: Vec<i64>,
    by_route: Vec<i32>,
}

impl Days {
    /// Runs a model and keeps its days; `watch` is called after each block, and stops by breaking.
    ///
    /// # Errors
    /// As [`crate::simulate::simulate`].
    pub fn of(
        model: &Model,
        settings: &Settings,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Self, Error> {
        let simulation = Simulation::new(model, settings)?;
        let empty =
            Self { steps: model.horizon.steps(), routes: model.routes.len(), ..Self::default() };
        let make = |_| DayTally { model, days: empty.clone() };
        let mut all = empty.clone();
        let end = simulation.tallies(0..settings.blocks(), make, &mut |tally, _| {
            all.exports.extend(tally.days.exports);
            all.shut_in.extend(tally.days.shut_in);
            all.unserved.extend(tally.days.unserved);
            all.by_route.extend(tally.days.by_route);
            watch()
        })?;
        if end.is_break() { Err(Error::Interrupted) } else { Ok(all) }
    }

    fn of_history(&self, history: usize) -> [&[i64]; 3] {
        let days = history * self.steps..(history + 1) * self.steps;
        [&self.exports, &self.shut_in, &self.unserved].map(|all| &all[days.clone()])
    }

    /// Exports of a route in a history over some days.
    fn route(&self, history: usize, route: usize, days: &Range<usize>) -> i64 {
        let at = |step: usize| (history * self.steps + step) * self.routes + route;
        days.clone().map(|step| i64::from(self.by_route[at(step)])).sum()
    }
}

/// Keeps days while a block of histories passes.
struct DayTally<'m> {
    model: &'m Model,
    days: Days,
}

impl Tally for DayTally<'_> {
    fn step(&mut self, _: usize, _: &Inputs, flows: &Flows, _: &State) {
        let nodes = self.model.nodes.iter().zip(&flows.served);
        let sold =
            nodes.filter(|(node, _)| matches!(node.kind, NodeKind::Market { required: false, .. }));
        self.days.exports.push(sold.map(|(_, served)| served).sum());
        self.days.shut_in.push(flows.shut_in.iter().sum());
        self.days.unserved.push(flows.unserved.iter().sum());
        for route in &self.model.routes {
            let flow: i64 = route.links.iter().map(|link| flows.link[*link]).sum();
            self.days.by_route.push(flow.clamp(i32::MIN.into(), i32::MAX.into()) as i32);
        }
    }
}

/// What a loss does to one history. NaN where there is nothing to count.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Shut-in more than undisturbed, tonnes.
    pub shut_in: f64,
    /// Exports missing at the end of the horizon, tonnes.
    pub lost: f64,
    /// Required demand not met more than undisturbed, tonnes.
    pub unserved: f64,
    /// Exports that were missing at the worst moment and came later, tonnes.
    pub deferred: f64,
    /// Days from the start of the loss to the first day of more shut-in; the first day is 1. NaN
    /// where there is none up to 30 days after the loss.
    pub first_cut: f64,
    /// Days from the end of the loss to the end of the last day of more shut-in before 30 days
    /// without any, at least 0.
    pub recovery: f64,
    /// Exports more than undisturbed while the loss lasts, by route, tonnes.
    pub rerouted: Vec<f64>,
}

impl Effect {
    /// What is measured of the whole system, in the order in which it is written.
    pub const TOTALS: [Made; 6] = [
        Made::ShutIn,
        Made::Lost,
        Made::Unserved,
        Made::Deferred,
        Made::DaysToFirstCut,
        Made::DaysToRecover,
    ];

    /// What is measured of the whole system; NaN for what is not.
    pub fn total(&self, measured: Made) -> f64 {
        match measured {
            Made::ShutIn => self.shut_in,
            Made::Lost => self.lost,
            Made::Unserved => self.unserved,
            Made::Deferred => self.deferred,
            Made::DaysToFirstCut => self.first_cut,
            Made::DaysToRecover => self.recovery,
            _ => f64::NAN,
        }
    }
}

/// What a loss on the days `out` does, by history.
pub fn effects(undisturbed: &Days, stressed: &Days, out: Range<usize>) -> Vec<Effect> {
    let histories = undisturbed.exports.len() / undisturbed.steps.max(1);
    (0..histories).map(|history| effect(undisturbed, stressed, history, &out)).collect()
}

fn effect(undisturbed: &Days, stressed: &Days, history: usize, out: &Range<usize>) -> Effect {
    let [exports, shut_in, unserved] = undisturbed.of_history(history);
    let [exports_now, shut_in_now, unserved_now] = stressed.of_history(history);
    let (mut missing, mut worst, mut more, mut home) = (0, 0, 0, 0);
    for step in out.start..exports.len() {
        missing += exports[step] - exports_now[step];
        worst = worst.max(missing);
        more += shut_in_now[step] - shut_in[step];
        home += unserved_now[step] - unserved[step];
    }
    let (first, last) = cuts(shut_in, shut_in_now, out);
    let days = |step: Option<usize>, from: usize| {
        step.map_or(f64::NAN, |step| (step + 1).saturating_sub(from) as f64)
    };
    let rerouted = (0..undisturbed.routes).map(|route| {
        (stressed.route(history, route, out) - undisturbed.route(history, route, out)) as f64
    });
    Effect {
        shut_in: more as f64,
        lost: missing as f64,
        unserved: home as f64,
        deferred: (worst - missing.max(0)) as f64,
        first_cut: days(first, out.start),
        recovery: days(last, out.end),
        rerouted: rerouted.collect(),
    }
}

/// First and last day with more shut-in, until a month after the loss has passed without any.
///
/// Ships that came a day later meet other weather for years: what differs long after is chance.
fn cuts(before: &[i64], now: &[i64], out: &Range<usize>) -> (Option<usize>, Option<usize>) {
    let (mut first, mut last) = (None, None);
    for step in out.start..before.len() {
        if step >= last.map_or(out.end, |last: usize| out.end.max(last + 1)) + CALM {
            break;
        }
        if now[step] > before[step] {
            first.get_or_insert(step);
            last = Some(step);
        }
    }
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(exports: &[i64], shut_in: &[i64], route: &[i32]) -> Days {
        let (exports, shut_in, by_route) = (exports.to_vec(), shut_in.to_vec(), route.to_vec());
        let unserved = shut_in.iter().map(|tonnes| tonnes / 8).collect();
        Days { steps: exports.len(), routes: 1, exports, shut_in, unserved, by_route }
    }

    #[test]
    fn an_effect_is_counted_from_the_start_and_the_end_of_the_loss() {
        let calm = days(&[10; 8], &[0; 8], &[10; 8]);
        // Out on days 2 and 3: the tank takes the first, the second is cut, the rest is made up.
        let hit = days(
            &[10, 10, 0, 0, 14, 10, 12, 10],
            &[0, 0, 0, 8, 3, 0, 0, 0],
            &[10, 10, 0, 0, 14, 10, 12, 10],
        );
        let [effect] = &effects(&calm, &hit, 2..4)[..] else { panic!("one history") };
        assert_eq!((effect.shut_in, effect.lost, effect.deferred), (11.0, 14.0, 6.0));
        assert_eq!(effect.unserved, 1.0);
        assert_eq!((effect.first_cut, effect.recovery), (2.0, 1.0));
        assert_eq!(effect.rerouted, [-20.0]);
        let same = &effects(&calm, &calm, 2..4)[0];
        assert_eq!((same.shut_in, same.lost, same.deferred), (0.0, 0.0, 0.0));
        assert!(same.first_cut.is_nan() && same.recovery.is_nan());
    }

    #[test]
    fn what_differs_long_after_the_loss_is_not_recovery() {
        let calm = days(&[10; 100], &[0; 100], &[10; 100]);
        let hit = |cut: &[usize]| {
            let mut shut_in = [0; 100];
            cut.iter().for_each(|day| shut_in[*day] = 1);
            let effect = effects(&calm, &days(&[10; 100], &shut_in, &[10; 100]), 2..4).remove(0);
            (effect.first_cut, effect.recovery)
        };
        assert_eq!(hit(&[3, 33, 63]), (2.0, 60.0));
        assert_eq!(hit(&[3, 33, 64]), (2.0, 30.0));
        assert_eq!(hit(&[33]), (32.0, 30.0));
        assert!(hit(&[34]).0.is_nan() && hit(&[34, 35]).1.is_nan());
    }
}
