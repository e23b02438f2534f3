//! Is lost oil laid at the door of what took it, and is what holds oil back named?

use crate::support::{estimate, model, run, settings};
use caspian::metric::{Constraint, Metric, Period};
use caspian::simulate::simulate;
use caspian::tally::Outcome;
use std::ops::ControlFlow;

/// A field of 100 kt/d behind three pumps, any two of which are enough.
const PUMPS: &str = r#"
horizon = { start = 2025-01-01, end = 2025-01-31 }
node.field = { kind = "source", supply = "100 kt/d" }
node.other = { kind = "source", supply = "10 kt/d" }
node.market = { kind = "market", demand = "unlimited" }
event.a = { on = ["link.pipe"], takes = 1, from = 2025-01-10, back = 2025-01-20 }
event.b = { on = ["link.pipe"], takes = 1, from = 2025-01-15, back = 2025-01-25 }
event.side = { on = ["link.side"], takes = "10 %", from = 2025-01-15, back = 2025-01-20 }
link.side = { from = "other", to = "market", capacity = "10 kt/d" }
[link.pipe]
from = "field"
to = "market"
units = 3
capacity = ["0 t/d", "50 kt/d", "100 kt/d", "100 kt/d"]
"#;

/// A field, a ship from its tank to another, and a market.
fn ship(feed: &str, tank: &str, bed: &str, ships: u32) -> String {
    format!(
        r#"
horizon = {{ start = 2025-01-01, end = 2025-03-31 }}
node.field = {{ kind = "source", supply = "10 kt/d" }}
node.a-tank = {{ kind = "tank", capacity = "{tank}" }}
node.b-tank = {{ kind = "tank", capacity = "200 kt" }}
node.market = {{ kind = "market", demand = "unlimited" }}
link.feed = {{ from = "field", to = "a-tank", capacity = "{feed}" }}
link.out = {{ from = "b-tank", to = "market", capacity = "100 kt/d" }}
port.a = {{ berths = 2, load = "24 h", bed = "{bed}" }}
port.b = {{ berths = 2, discharge = "24 h", bed = "{bed}" }}
sea.s = {{ level = "-29 m" }}
[fleet.f]
ships = {ships}
cargo = "10 kt"
draft = "7 m"
per-cm = "20 t/cm"
speed = "10 kn"
serves = ["ab"]
[link.ab]
kind = "shuttle"
from = "a-tank"
to = "b-tank"
ports = ["a", "b"]
sea = "s"
distance = "240 nmi"
nominated = "all"
"#
    )
}

fn ran(text: &str) -> Outcome {
    run(&model(text), &settings(1))
}

fn mean(outcome: &Outcome, metric: Metric, entity: &str, period: Period) -> f64 {
    estimate(outcome, metric, entity, period).mean
}

/// Tonnes that a source shut in by a cause.
fn lost(outcome: &Outcome, source: &str, cause: &str) -> f64 {
    let rows = outcome
        .losses
        .iter()
        .filter(|row| row.source == source && row.cause == cause && row.period == Period::Total);
    rows.map(|row| row.mean).sum()
}

/// Shares of days on which a link binds for shut-in, and binds alone.
fn binds(outcome: &Outcome, link: &str, constraint: Constraint) -> (f64, f64) {
    let row = outcome.bottlenecks.iter().find(|row| {
        row.objective == "shut-in"
            && row.link == link
            && row.constraint == constraint
            && row.period == Period::Total
    });
    row.map_or((0.0, 0.0), |row| (row.share_binding, row.share_binding_alone))
}

#[test]
fn a_coincidence_is_shared_by_those_that_take_nothing_alone() {
    let outcome = ran(PUMPS);
    // Five days on which two pumps of three are down, at 50 kt each.
    assert_eq!(lost(&outcome, "field", "a"), 125_000.0);
    assert_eq!(lost(&outcome, "field", "b"), 125_000.0);
    assert_eq!(lost(&outcome, "field", "no outage"), 0.0);
    // And what happened elsewhere has no part in it.
    assert_eq!([lost(&outcome, "field", "side"), lost(&outcome, "other", "side")], [0.0, 5_000.0]);
}

#[test]
fn misses_grow_old_while_all_is_nominated() {
    let text = r#"
horizon = { start = 2025-01-01, end = 2025-06-30 }
node.field = { kind = "source", supply = "10 kt/d" }
node.market = { kind = "market", demand = "unlimited" }
event.cut = { on = ["link.pipe"], takes = "all", from = 2025-01-20, back = 2025-02-01 }
[link.pipe]
from = "field"
to = "market"
capacity = "10 kt/d"
nominated = { 2025-01-01 = "10 kt/d", 2025-02-01 = "all", 2025-05-01 = "5 kt/d" }
"#;
    let outcome = ran(text);
    let may = mean(&outcome, Metric::Exports, "total", Period::Month(2025, 5));
    assert_eq!(may, 155_000.0, "nothing of January is made up in May");
}

#[test]
fn required_demand_goes_before_the_ships_that_wait_for_the_same_oil() {
    // Supply ends, the tank is full, the only ship is kept out, and a refinery needs 5 kt/d.
    let text = ship("20 kt/d", "200 kt", "-40 m", 1).replace(
        "supply = \"10 kt/d\"",
        "supply = { 2025-01-01 = \"10 kt/d\", 2025-02-01 = \"0 t/d\" }",
    ) + r#"
[node.refinery]
kind = "market"
demand = "5 kt/d"
required = true
[link.ref]
from = "a-tank"
to = "refinery"
capacity = "20 kt/d"
[event.ice]
on = ["port.a"]
takes = "all"
from = 2025-01-01
back = 2025-04-01
"#;
    let outcome = ran(&text);
    // 31 days at 5 kt above need leave 155 kt; then 59 days need 295.
    let unserved = mean(&outcome, Metric::Unserved, "total", Period::Total);
    assert_eq!(unserved, 140_000.0);
    let stock = mean(&outcome, Metric::Stock, "a-tank", Period::Month(2025, 3));
    assert!(stock < 40_000.0, "{stock}");
}

#[test]
fn the_feeder_of_a_loading_tank_with_room_binds_alone() {
    let outcome = ran(&ship("5 kt/d", "1 Mt", "-40 m", 1));
    assert_eq!(binds(&outcome, "feed", Constraint::Capacity), (1.0, 1.0));
}

#[test]
fn shallow_water_stands_in_the_way_of_no_ship() {
    let one = ran(&ship("50 kt/d", "30 kt", "-35.5 m", 1));
    let two = ran(&ship("50 kt/d", "30 kt", "-35.5 m", 2));
    let exports = |outcome| mean(outcome, Metric::Exports, "total", Period::Total);
    assert!(exports(&two) > 1.9 * exports(&one));
    for constraint in [Constraint::Ships, Constraint::Depth] {
        let (binding, alone) = binds(&one, "ab", constraint);
        assert!(binding > 0.8 && alone == binding, "{constraint:?}: {binding} {alone}");
    }
}

#[test]
fn costs_beyond_all_arithmetic_are_refused() {
    let network = r#"
horizon = { start = 2025-01-01, end = 2025-01-31 }
node.field = { kind = "source", supply = "100 kt/d" }
node.market = { kind = "market", demand = "unlimited" }
link.b = { from = "field", to = "market", capacity = "60 kt/d", cost = "5 USD/t" }
"#;
    let link = |name: &str, rest: &str| {
        format!(
            "link.{name} = {{ from = \"field\", to = \"market\", capacity = \"60 kt/d\", {rest} }}\n"
        )
    };
    let dear = link("a", "cost = \"1e30 USD/t\"");
    // Each priority is a tier, and tiers multiply.
    let many = |n: i32| {
        let ranked = |k| link(&format!("a{k}"), &format!("nominated = \"1 kt/d\", priority = {k}"));
        (1..=n).map(ranked).collect::<String>()
    };
    let refused = |links: &str| {
        let model = model(&format!("{network}{links}"));
        let ran = simulate(&model, &settings(1), &mut |_| ControlFlow::Continue(()));
        ran.err().map(|error| error.to_string())
    };
    let message = Some("costs take more than 126 bits to add up round a cycle".to_owned());
    assert_eq!(refused(&many(20)), None);
    assert_eq!(
        [refused(&dear), refused(&many(130)), refused(&many(400))],
        [message.clone(), message.clone(), message]
    );
}
