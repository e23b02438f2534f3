//! The same bytes whatever the threads, and nothing moved by what does not matter.

use crate::support::{model, run, settings};
use caspian::model::Model;
use caspian::scenario;

fn baseline() -> Model {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/baseline.toml");
    scenario::load(path, &[]).unwrap_or_else(|faults| panic!("{faults}")).model
}

#[test]
fn one_two_and_seven_threads_give_the_same_outcome() {
    let model = baseline();
    let with = |threads| {
        settings(150).with_threads(threads).with_beliefs(50).with_trace(vec![3]).with_push(70)
    };
    let one = format!("{:?}", run(&model, &with(1)));
    for threads in [2, 7] {
        assert!(one == format!("{:?}", run(&model, &with(threads))), "{threads} threads differ");
    }
}

#[test]
fn a_replication_is_the_same_alone_and_in_a_longer_run() {
    let model = baseline();
    let beliefs = 50;
    let short = run(&model, &settings(64).with_beliefs(beliefs));
    let long = run(&model, &settings(100).with_beliefs(beliefs));
    for (short, long) in short.kept.iter().zip(&long.kept) {
        assert_eq!(short.quantity, long.quantity);
        let same = short.values.iter().zip(&long.values).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(same, "{}", short.quantity);
    }
}

const NETWORK: &str = r#"
horizon = { start = 2025-01-01, end = 2025-12-31 }
node.field  = { kind = "source", supply = "120 t/d" }
node.farm   = { kind = "tank", capacity = "400 t", target = "50 %" }
node.north  = { kind = "market", demand = "unlimited" }
node.south  = { kind = "market", demand = "80 t/d" }
link.feeder = { from = "field", to = "farm", capacity = "120 t/d", cost = "3 USD/t" }
link.pier   = { from = "farm", to = "north", capacity = "90 t/d", cost = "3 USD/t" }
link.road   = { from = "farm", to = "south", capacity = "60 t/d", nominated = "30 t/d", surge = { extra = "20 t/d", ramp = "5 d" } }
hazard.storm = { on = ["link.pier"], takes = "all", process = "poisson", rate = "9 /y", duration = { exponential = { mean = "5 d" } } }
hazard.snow  = { on = ["link.road"], takes = "all", process = "markov", fail = 0.05, repair = 0.3 }
"#;

#[test]
fn a_link_of_capacity_zero_changes_no_other_row() {
    let with = format!(
        "{NETWORK}\nlink.a-bridge = {{ from = \"field\", to = \"south\", capacity = \"0 t/d\" }}\n"
    );
    let (without, with) =
        (run(&model(NETWORK), &settings(200)), run(&model(&with), &settings(200)));
    let rows = with.summary.iter().filter(|row| row.quantity.entity != "a-bridge");
    // Missing errors are NaN, so rows are compared as text.
    let text = |row: &caspian::tally::SummaryRow| format!("{row:?}");
    assert_eq!(
        without.summary.iter().map(text).collect::<Vec<_>>(),
        rows.map(text).collect::<Vec<_>>()
    );
    assert_eq!(format!("{:?}", without.losses), format!("{:?}", with.losses));
    assert_eq!(format!("{:?}", without.bottlenecks), format!("{:?}", with.bottlenecks));
}

#[test]
fn every_day_is_certified_and_unique() {
    let outcome = run(&baseline(), &settings(8).with_verify(true).with_beliefs(4));
    let verified = outcome.verified.unwrap();
    assert!(verified.days >= 8 * 2191, "{verified:?}");
    assert_eq!((verified.failed, verified.not_unique), (0, 0));
}

#[test]
fn losses_add_up_to_the_shut_in_exactly() {
    use caspian::metric::Metric;
    let outcome = run(&baseline(), &settings(64).with_beliefs(50));
    let mut checked = 0;
    for row in outcome.summary.iter().filter(|row| row.quantity.metric == Metric::ShutIn) {
        let of = |loss: &&caspian::tally::LossRow| {
            loss.source == row.quantity.entity && loss.period == row.quantity.period
        };
        let sum: f64 = outcome.losses.iter().filter(of).map(|loss| loss.mean).sum();
        assert!(
            (sum - row.estimate.mean).abs() <= 1e-9 * sum.max(1.0),
            "{} {}",
            row.quantity.entity,
            row.quantity.period
        );
        checked += usize::from(sum > 0.0);
    }
    assert!(checked > 5, "there was something to add up");
}
