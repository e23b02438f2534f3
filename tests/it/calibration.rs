//! The scenarios that are shipped say what was observed.

use crate::support::{estimate, run, settings};
use caspian::metric::{Metric, Period};
use caspian::scenario::{self, Change};
use caspian::tally::Outcome;

fn outcome(file: &str, replications: u32, changes: &[(&str, &str)]) -> Outcome {
    let path = format!("{}/scenarios/{file}", env!("CARGO_MANIFEST_DIR"));
    let changes: Vec<_> = changes.iter().map(|(path, value)| Change::new(*path, *value)).collect();
    let scenario = scenario::load(path, &changes).unwrap_or_else(|faults| panic!("{faults}"));
    let outcome = run(&scenario.model, &settings(replications).with_beliefs(replications.min(10)));
    for row in &outcome.observed {
        let observed = &scenario.model.observed[row.observed];
        assert!(row.ok, "{file}: {} is {} and not {}", observed.name, row.mean, observed.value);
    }
    outcome
}

#[test]
fn the_baseline_gives_the_first_half_of_2025() {
    let outcome = outcome("baseline.toml", 20, &[]);
    assert!(outcome.observed.len() >= 10);
}

#[test]
fn with_chance_off_2024_closes_at_its_exports() {
    let outcome = outcome("history-2022.toml", 1, &[("run.chance", "false")]);
    let exports = estimate(&outcome, Metric::Exports, "total", Period::Year(2024)).mean;
    assert!((exports - 68.55e6).abs() <= 0.05e6, "{exports}");
}

#[test]
fn the_storm_of_march_2022_loses_what_was_published() {
    let outcome = outcome("replay-2022-03.toml", 10, &[]);
    let lost = estimate(&outcome, Metric::ShutIn, "total", Period::Total).mean;
    assert!((0.8e6..=2.0e6).contains(&lost), "{lost}");
}
