//! Scenarios from text, run in memory.

use caspian::metric::Metric;
use caspian::model::Model;
use caspian::scenario::{self, Change, Files};
use caspian::simulate::{Settings, simulate};
use caspian::tally::{Estimate, Outcome, Period};
use std::ops::ControlFlow;

/// The model of a scenario given as text; panics with the rendered faults.
pub fn model(text: &str) -> Model {
    model_with(text, &[])
}

/// The same with changes such as `("link.a.capacity", "0 t/d")`.
pub fn model_with(text: &str, changes: &[(&str, &str)]) -> Model {
    let changes: Vec<_> = changes.iter().map(|(path, value)| Change::new(*path, *value)).collect();
    let files = Files::given([("test.toml", text)]);
    match scenario::load_from("test.toml", &changes, &files) {
        Ok(scenario) => scenario.model,
        Err(faults) => panic!("{faults}"),
    }
}

/// Settings of a run with a fixed seed on one thread.
pub fn settings(replications: u32) -> Settings {
    Settings {
        seed: 20_250_630,
        replications,
        beliefs: replications,
        threads: 1,
        keep: Default::default(),
        trace: Vec::new(),
        verify: false,
        push: 0,
    }
}

/// The outcome of a run.
pub fn run(model: &Model, settings: &Settings) -> Outcome {
    simulate(model, settings, &mut |_| ControlFlow::Continue(())).expect("the run succeeds")
}

/// A row of the summary.
pub fn estimate(outcome: &Outcome, metric: Metric, entity: &str, period: Period) -> Estimate {
    let row = outcome
        .summary
        .iter()
        .find(|row| row.metric == metric && row.entity == entity && row.period == period);
    row.unwrap_or_else(|| panic!("no {metric:?} of {entity} in {period}")).estimate
}

/// Fails unless `expected` lies within four standard errors of the mean (and `slack`).
pub fn assert_near(what: &str, estimate: Estimate, expected: f64, slack: f64) {
    let allowed = 4.0 * estimate.stderr + slack;
    assert!(estimate.stderr.is_finite(), "{what}: no standard error");
    assert!(
        (estimate.mean - expected).abs() <= allowed,
        "{what}: {} is not {expected} within {allowed}",
        estimate.mean,
    );
}
