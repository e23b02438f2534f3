//! Closed forms: what a run must give within four standard errors at a fixed seed.

use crate::support::{assert_near, estimate, model, model_with, run, settings};
use caspian::metric::{Measure, Metric, Period};

const ONE_LINK: &str = r#"
horizon = { start = 2025-01-01, end = 2025-12-31 }
node.field  = { kind = "source", supply = "10 Mt/y" }
node.market = { kind = "market", demand = "unlimited" }
"#;

fn per_year(text: &str, metric: Metric, entity: &str) -> caspian::tally::Estimate {
    estimate(&run(&model(text), &settings(2000)), metric, entity, Period::Total)
}

#[test]
fn one_link_up_90_days_and_down_10_carries_nine_tenths() {
    let text = format!(
        r#"{ONE_LINK}
link.pipe = {{ from = "field", to = "market", capacity = "10 Mt/y" }}
hazard.pump = {{ on = ["link.pipe"], takes = "all", process = "renewal", up = {{ exponential = {{ mean = "90 d" }} }}, down = {{ exponential = {{ mean = "10 d" }} }} }}
"#
    );
    assert_near("exports", per_year(&text, Metric::Exports, "total"), 9.0e6, 183.0);
    // Five replications in ten thousand see no failure in a year; all others lose something.
    assert_near("shut-in", per_year(&text, Metric::ShutIn, "field"), 1.0e6, 183.0);
}

#[test]
fn three_parallel_thirds_carry_the_same_on_average() {
    let text = format!(
        r#"{ONE_LINK}
link.pipe = {{ from = "field", to = "market", units = 3, capacity = ["0 t/d", "10000 t/d", "20000 t/d", "30000 t/d"] }}
hazard.pump = {{ on = ["link.pipe"], each = true, takes = "all", process = "renewal", up = {{ exponential = {{ mean = "90 d" }} }}, down = {{ exponential = {{ mean = "10 d" }} }} }}
"#
    );
    let model = model_with(&text, &[("node.field.supply", "30000 t/d")]);
    let outcome = run(&model, &settings(4000));
    let throughput = estimate(&outcome, Metric::Throughput, "pipe", Period::Total);
    assert_near("throughput", throughput, 0.9 * 30_000.0 * 365.0, 0.0);
    // Days with one unit, two or three down: 1 - 0.729 of all.
    let cut = estimate(&outcome, Metric::ShutInDays, "total", Period::Total);
    assert_near("days below full", cut, 0.271 * 365.0, 0.0);
    // With the field at a third, only the loss of all three units shuts in: 0.001 of days.
    let model = model_with(&text, &[("node.field.supply", "10000 t/d")]);
    let outcome = run(&model, &settings(4000));
    let cut = estimate(&outcome, Metric::ShutInDays, "total", Period::Total);
    assert_near("days with nothing", cut, 0.001 * 365.0, 0.0);
}

#[test]
fn a_tank_of_b_days_saves_all_but_the_long_outages() {
    for (mean, expected) in [(3.0, 0.7908), (5.0, 2.2466), (10.0, 6.7032)] {
        let text = format!(
            r#"
horizon = {{ start = 2025-01-01, end = 2026-12-31 }}
node.field  = {{ kind = "source", supply = "1000 t/d" }}
node.farm   = {{ kind = "tank", capacity = "4 kt" }}
node.market = {{ kind = "market", demand = "unlimited" }}
link.feeder = {{ from = "field", to = "farm", capacity = "1000 t/d" }}
link.spm    = {{ from = "farm", to = "market", capacity = "1000 kt/d" }}
hazard.storm = {{ on = ["link.spm"], takes = "all", process = "poisson", rate = "0.2 /y", duration = {{ exponential = {{ mean = "{mean} d" }} }} }}
"#
        );
        // Rare outages, so that two hardly ever meet: 0.2 a year over two years.
        let outcome = run(&model(&text), &settings(6_000));
        let lost = estimate(&outcome, Metric::ShutIn, "total", Period::Total);
        assert_near(
            &format!("mean outage {mean}"),
            lost,
            0.4 * expected * 1000.0,
            0.015 * 0.4 * expected * 1000.0,
        );
    }
}

#[test]
fn a_markov_link_by_day_is_down_a_tenth_of_days() {
    let text = format!(
        r#"{ONE_LINK}
link.pipe = {{ from = "field", to = "market", capacity = "10 Mt/y" }}
hazard.daily = {{ on = ["link.pipe"], takes = "all", process = "markov", fail = 0.1, repair = 0.9 }}
"#
    );
    let outcome = run(&model(&text), &settings(2000));
    let days = estimate(&outcome, Metric::ShutInDays, "total", Period::Total);
    assert_near("days down", days, 36.5, 0.0);
    // Independent days: the count over a year is binomial.
    let kept = outcome.kept.iter().find(|kept| kept.quantity.metric == Metric::ShutIn).unwrap();
    let whole = 10_000_000.0 / 365.0;
    let counts: Vec<f64> = kept.values.iter().map(|tonnes| tonnes / whole).collect();
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    let variance = counts.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / counts.len() as f64;
    let (expected, error) = (365.0 * 0.1 * 0.9, 365.0 * 0.09 * (2.0 / 2000.0_f64).sqrt());
    assert!((variance - expected).abs() < 4.0 * error, "variance {variance} is not {expected}");
}

#[test]
fn the_five_link_bridge_connects_with_its_known_probability() {
    let text = r#"
horizon = { start = 2025-01-01, end = 2025-12-31 }
node.field  = { kind = "source", supply = "1 t/d" }
node.north  = { kind = "hub" }
node.south  = { kind = "hub" }
node.market = { kind = "market", demand = "unlimited" }
link.a = { from = "field", to = "north", capacity = "1 t/d" }
link.b = { from = "field", to = "south", capacity = "1 t/d" }
link.c = { from = "north", to = "south", capacity = "1 t/d", both-ways = true }
link.d = { from = "north", to = "market", capacity = "1 t/d" }
link.e = { from = "south", to = "market", capacity = "1 t/d" }
hazard.any = { on = ["link.a", "link.b", "link.c", "link.d", "link.e"], each = true, takes = "all", process = "markov", fail = 0.1, repair = 0.9 }
"#;
    let outcome = run(&model(text), &settings(2000));
    let exports = estimate(&outcome, Metric::Exports, "total", Period::Total);
    assert_near("days connected", exports, 0.97848 * 365.0, 0.0);
}

#[test]
fn a_year_of_mt_is_that_year_leap_or_not() {
    let text = r#"
horizon = { start = 2023-01-01, end = 2024-12-31 }
node.field  = { kind = "source", supply = "72.5 Mt/y" }
node.market = { kind = "market", demand = "unlimited" }
link.pipe = { from = "field", to = "market", capacity = "80 Mt/y" }
"#;
    let outcome = run(&model(text), &settings(1));
    for year in [2023, 2024] {
        let exports = estimate(&outcome, Metric::Exports, "total", Period::Year(year));
        assert!((exports.mean - 72.5e6).abs() <= 183.0, "{year}: {}", exports.mean);
    }
}

#[test]
fn a_capability_without_bound_is_missing_and_not_zero() {
    let text = r#"
horizon = { start = 2025-01-01, end = 2026-12-31 }
node.field = { kind = "source", supply = "100 kt/d" }
node.market = { kind = "market", demand = "unlimited" }
link.pipe = { from = "field", to = "market", capacity = "1099511627776 t/d" }
target.t = { routes = ["pipe"], chain = ["pipe"], year = 2025, at-least = "5 Mt", milestones = ["5 Mt"] }
"#;
    let outcome = run(&model(text), &settings(2));
    let measures: Vec<Measure> = outcome.targets.iter().map(|row| row.measure).collect();
    assert!(
        measures.contains(&Measure::RunRate) && !measures.contains(&Measure::Capability),
        "{measures:?}"
    );
    for period in [Period::Year(2025), Period::Total] {
        let found = estimate(&outcome, Metric::TargetCapability, "t", period);
        assert!(found.n == 0 && found.mean.is_nan() && found.stderr.is_nan(), "{found:?}");
    }
}
