//! From a field to a market in ships: do the tables say what arithmetic says?

use crate::ports::world;
use crate::support::{estimate, run, settings};
use caspian::calendar::Horizon;
use caspian::dist::Distribution;
use caspian::metric::{Constraint, Metric, Period};
use caspian::model::*;
use caspian::port::Move;
use caspian::tally::{Outcome, TraceKind};
use caspian::trajectory::Sampler;
use jiff::civil::{Date, date};

/// Miles that a ship of 10 knots covers in so many minutes in weather that stretches by 15 %.
fn miles(minutes: f64) -> f64 {
    minutes / 60.0 * 10.0 / 1.15
}

fn pipe(name: &str, from: NodeId, to: NodeId) -> Link {
    Link {
        name: name.into(),
        title: name.into(),
        from,
        to,
        capacity: vec![Series::constant(0.0), Series::constant(20_000.0)],
        in_service: Series::constant(1.0),
        reserved: None,
        reserved_rank: Rank::First,
        cost: Series::constant(0.0),
        both_ways: false,
        nomination: None,
        open: Series::constant(1.0),
        shuttle: None,
    }
}

/// A field feeds Aktau's tank; ships go to Baku, ten hours away; Baku passes all on.
///
/// Loading and discharge take a day each, a changeover 288 minutes: a round trip is 4080.
fn model(start: Date, days: i64, ships: f64) -> Model {
    let mut fleet = world::fleet("tankers", 10_000.0, &[0]);
    fleet.ships = Series::constant(ships);
    let mut model = world::model(1, &[miles(600.0)], vec![fleet]);
    model.horizon = Horizon::new(start, start + jiff::Span::new().days(days - 1), None).unwrap();
    let named = |name: &str, kind| Node { name: name.into(), title: name.into(), kind };
    let known = Value::Known;
    let (capacity, target) = (known(1e6), known(0.0));
    model.nodes[0].kind = NodeKind::Tank { capacity, target, initial: known(1.0) };
    let supply = Series::constant(20_000.0);
    model.nodes.push(named("field", NodeKind::Source { supply, variation: None }));
    let demand = Series::constant(f64::INFINITY);
    model.nodes.push(named("market", NodeKind::Market { demand, required: false, price: None }));
    model.links.extend([pipe("feeder", 2, 0), pipe("onward", 1, 3)]);
    model.targets.push(Target {
        name: "goal".into(),
        title: "goal".into(),
        routes: vec![0],
        sea: vec![0],
        chain: vec![vec![0], vec![1], vec![2]],
        year: start.year(),
        at_least: 1e6,
        milestones: vec![],
    });
    model
}

fn total(outcome: &Outcome, metric: Metric, entity: &str) -> f64 {
    estimate(outcome, metric, entity, Period::Total).mean
}

#[test]
fn one_ship_for_thirty_four_days_by_hand() {
    let outcome = run(&model(date(2025, 1, 1), 34, 1.0), &settings(1));
    let of = |metric, entity| total(&outcome, metric, entity);
    // 34 days are 48 960 minutes, twelve round trips.
    assert_eq!([of(Metric::Calls, "aktau"), of(Metric::Calls, "baku")], [12.0, 12.0]);
    assert_eq!(of(Metric::Cargo, "baku"), 10_000.0);
    assert_eq!(of(Metric::Throughput, "baku"), 120_000.0);
    for port in ["aktau", "baku"] {
        let occupancy = of(Metric::BerthOccupancy, port);
        assert!((occupancy - 12.0 * 1728.0 / 48_960.0).abs() < 1e-12, "{port} {occupancy}");
        assert_eq!([of(Metric::Wait, port), of(Metric::WaitP95, port)], [0.0, 0.0]);
        assert_eq!(of(Metric::Demurrage, port), 0.0);
    }
    assert_eq!([of(Metric::ShipUse, "tankers"), of(Metric::DraftLost, "baku")], [1.0, 0.0]);
    // Oil is in the ship for 3480 minutes of each round trip, up to the end of discharge.
    let laden = (1..=34).filter(|day| day * 1440 % 4080 < 3480 && day * 1440 % 4080 > 0).count();
    assert_eq!(of(Metric::AtSea, "baku"), 10_000.0 * laden as f64 / 34.0);
    // 1440 / 4080 of a cargo a day by ships; 1440 / 1728 by berths.
    assert_eq!(of(Metric::Capability, "baku"), 34.0 * 3529.0);
}

const CHAIN: &str = r#"
horizon = { start = 2025-10-01, end = 2025-12-31 }
node.field  = { kind = "source", supply = "20 kt/d" }
node.aktau-tank = { kind = "tank", capacity = "1 Mt", initial = "20 %" }
node.baku-tank  = { kind = "tank", capacity = "1 Mt" }
node.market = { kind = "market", demand = "unlimited" }
link.feeder = { from = "field", to = "aktau-tank", capacity = "20 kt/d" }
link.onward = { from = "baku-tank", to = "market", capacity = "20 kt/d" }
link.sea    = { kind = "shuttle", from = "aktau-tank", to = "baku-tank", ports = ["aktau", "baku"], sea = "caspian", distance = "100 nmi", nominated = "all" }
port.aktau  = { berths = 1, load = "24 h", changeover = "288 min", bed = "-40 m" }
port.baku   = { berths = 1, discharge = "24 h", changeover = "288 min", bed = "-36.5 m", clearance = "50 cm" }
sea.caspian = { level = "-29.1 m" }
fleet.tankers = { ships = 2, cargo = "10 kt", draft = "7 m", per-cm = "20 t/cm", speed = "10 kn", serves = ["sea"] }
route.sea   = { links = ["sea"] }
target.goal = { routes = ["sea"], sea = ["sea"], chain = ["feeder", "sea", "onward"], year = 2025, at-least = "1 Mt" }
"#;

#[test]
fn a_scenario_from_a_file_gives_the_tables_of_its_ports() {
    let outcome = run(&crate::support::model(CHAIN), &settings(2));
    let of = |metric, entity| total(&outcome, metric, entity);
    // 6.9 m of 7: ten centimetres of 20 t. Two ships, a round trip of 68 hours.
    assert_eq!(of(Metric::Cargo, "sea"), 9800.0);
    assert_eq!(of(Metric::DraftLost, "sea"), 200.0 * of(Metric::Calls, "aktau"));
    assert_eq!(
        of(Metric::TargetCapability, "goal"),
        (2.0 * 24.0 / 68.0 * 9800.0_f64).round() * 365.0
    );
    // The second ship waits once, until the first has loaded and the berth is turned.
    let calls = of(Metric::Calls, "aktau");
    assert!((of(Metric::Wait, "aktau") * calls - 28.8).abs() < 1e-9);
    assert!((of(Metric::Demurrage, "aktau") - 28.8).abs() < 1e-9);
    assert!(outcome.bottlenecks.iter().any(|row| row.constraint == Constraint::Depth));
}

#[test]
fn what_is_called_for_and_carried_adds_up() {
    let mut model = model(date(2025, 1, 1), 200, 4.0);
    for port in &mut model.ports {
        port.load = Distribution::Exponential { mean: Value::Known(1.0) };
        port.discharge = port.load.clone();
    }
    let outcome = run(&model, &settings(1).with_trace(vec![0]));
    let of = |metric, entity| total(&outcome, metric, entity);
    let ships = outcome.trace.iter().filter(|row| row.kind == TraceKind::Ship);
    let events = |name: Move| {
        ships.clone().filter(|row| row.event.as_ref().unwrap().name == name).collect::<Vec<_>>()
    };
    let loaded: i64 = events(Move::Load).iter().filter_map(|row| row.stock).sum();
    let lifted = of(Metric::Calls, "aktau") * of(Metric::Cargo, "baku");
    assert!((lifted - loaded as f64).abs() < 1e-6, "{lifted} {loaded}");
    assert_eq!(of(Metric::Calls, "baku"), events(Move::Discharge).len() as f64);
    let at_sea = lifted - of(Metric::Throughput, "baku");
    assert!((0.0..=40_000.0).contains(&at_sea), "{at_sea}");
    let parts = [Metric::WaitStorm, Metric::WaitQueue, Metric::WaitTank].map(|m| of(m, "aktau"));
    assert!(parts[1] > 1.0, "four ships queue at one berth: {parts:?}");
    assert!((parts.iter().sum::<f64>() - of(Metric::Wait, "aktau")).abs() < 1e-9);
    assert!(of(Metric::WaitP90, "aktau") <= of(Metric::WaitP95, "aktau"));
    assert!(of(Metric::WaitP95, "aktau") > of(Metric::Wait, "aktau"));
}

#[test]
fn a_week_of_a_ship_can_be_followed_by_hand() {
    let settings = settings(1).with_trace(vec![0]);
    let outcome = run(&model(date(2025, 1, 1), 7, 1.0), &settings);
    let ships = outcome.trace.iter().filter(|row| row.kind == TraceKind::Ship);
    let lines: Vec<String> = ships
        .map(|row| {
            let event = row.event.as_ref().unwrap();
            let day = row.date.day();
            let (time, tonnes) = (event.time(), row.stock.unwrap());
            format!("{} {day} {time} {} {} {tonnes}", row.name, event.name, event.port)
        })
        .collect();
    let by_hand = [
        "tankers-1 1 00:00 join aktau 0",
        "tankers-1 1 00:00 arrive aktau 0",
        "tankers-1 1 00:00 load aktau 10000",
        "tankers-1 2 00:00 sail baku 10000",
        "tankers-1 2 10:00 arrive baku 10000",
        "tankers-1 2 10:00 discharge baku 10000",
        "tankers-1 3 10:00 return aktau 0",
        "tankers-1 3 20:00 arrive aktau 0",
        "tankers-1 3 20:00 load aktau 10000",
        "tankers-1 4 20:00 sail baku 10000",
        "tankers-1 5 06:00 arrive baku 10000",
        "tankers-1 5 06:00 discharge baku 10000",
        "tankers-1 6 06:00 return aktau 0",
        "tankers-1 6 16:00 arrive aktau 0",
        "tankers-1 6 16:00 load aktau 10000",
        "tankers-1 7 16:00 sail baku 10000",
    ];
    assert_eq!(lines, by_hand);
}

#[test]
fn ships_bind_a_target_and_are_the_least_of_its_chain() {
    let autumn = date(2025, 10, 1);
    let outcome = run(&model(autumn, 92, 1.0), &settings(1));
    let capability = total(&outcome, Metric::TargetCapability, "goal");
    assert_eq!(capability, 3529.0 * 365.0);
    let binds = |constraint, outcome: &Outcome| {
        let row = outcome.bottlenecks.iter().find(|row| {
            (row.objective.as_str(), row.link.as_str()) == ("goal", "baku")
                && (row.constraint, row.period) == (constraint, Period::Total)
        });
        row.map_or(0.0, |row| row.share_binding_alone)
    };
    assert!(binds(Constraint::Ships, &outcome) > 0.9);
    // With eight ships it is the berths: 8333 t/d, less than pipes and ships could carry.
    let outcome = run(&model(autumn, 92, 8.0), &settings(1));
    assert!(binds(Constraint::Berths, &outcome) > 0.9);
    let capability = total(&outcome, Metric::TargetCapability, "goal");
    assert_eq!(capability, 8333.0 * 365.0);
}

#[test]
fn lay_ups_take_ships_from_what_could_be_carried() {
    let mut model = model(date(2025, 1, 1), 365, 1.0);
    model.fleets[0].availability = Series::constant(0.8);
    let outcome = run(&model, &settings(1));
    let of = |metric, entity| total(&outcome, metric, entity);
    let capability = of(Metric::Capability, "baku") / (1440.0 / 4080.0 * 10_000.0 * 365.0);
    // A ship that is under way when its lay-up falls due is laid up as long, but later.
    assert!((capability - 0.8).abs() < 1e-3, "{capability}");
    assert!((of(Metric::ShipUse, "tankers") - 0.8).abs() < 1e-3);
}

#[test]
fn storms_take_berths_and_depth_takes_cargo_from_what_could_be_carried() {
    let (of, hour) = (world::fleet("ships", 9000.0, &[0]), 60);
    let model = world::model(10, &[miles(600.0)], vec![of]);
    let work = world::Fixed { load: 20 * hour, discharge: 10 * hour, changeover: 4 * hour };
    let mut port = world::Run1::new(&model);
    let mut today = world::inputs(&[3, 1], &[2]);
    // Two of three berths for half a day, all of them for another six hours.
    let closure = |from, until, berths| Closure { from, until, berths };
    today.port[0].closures = vec![closure(0, 720, 2), closure(720, 1080, 3)];
    // A draft of 6.9 m instead of 7: 10 cm of 23 t.
    today.port[1].bed = -29.0 - 0.5 - 6.9;
    let out = port.day(&today, &work);
    let cargo = 9000.0 - 230.0;
    let open = 12.0 + 3.0 * 6.0;
    // Two ships, a round trip of fifty hours.
    let by_hand = [open / 24.0 * cargo, 24.0 / 14.0 * cargo, 2.0 * 24.0 / 50.0 * cargo];
    assert_eq!(out.shuttle[0].capability, by_hand.map(|tonnes: f64| tonnes.round() as i64));
    assert_eq!(out.port[0].open, 30 * hour);
    let fleet = out.fleet[0];
    assert_eq!((fleet.in_service, fleet.idle, fleet.laid_up), (2 * DAY, 0, 0));
    // One leaves when next free, at 04:00 of the third day or later; a closed shuttle does nothing.
    today.ships = vec![1];
    today.shuttle[0].open = false;
    let out = port.day(&today, &work);
    assert_eq!(out.shuttle[0].capability, [0; 3]);
    let minutes: i64 = (0..8).map(|_| port.day(&today, &work).fleet[0].in_service).sum();
    let logs: i64 = port.shuttles.logs().flat_map(|log| log.minutes).sum();
    assert_eq!(minutes, logs - 4 * DAY, "every minute in service, and no other");
}

#[test]
fn what_a_call_is_expected_to_take_is_the_mean_of_what_is_drawn() {
    let mut model = model(date(2025, 1, 1), 5, 1.0);
    model.ports[0].load =
        Distribution::Lognormal { median: Value::Known(1.0), sigma: Value::Known(0.5) };
    for chance in [true, false] {
        let sampler = Sampler::new(&model, 5, 1, chance);
        let mut trajectory = sampler.trajectory();
        sampler.sample(0, &mut trajectory);
        trajectory.at(0);
        let drawn: i64 = (0..20_000).map(|call| trajectory.minutes(0, Work::Load, call)).sum();
        let expected = trajectory.expected(0, Work::Load);
        assert!((drawn as f64 / 20_000.0 / expected - 1.0).abs() < 0.015, "{expected}");
        let by_hand = if chance { (0.125_f64).exp() } else { 1.0 } * 1440.0;
        assert!((expected - by_hand).abs() < 1e-9);
    }
}

#[test]
fn threads_do_not_change_what_ships_do() {
    let mut model = model(date(2025, 1, 1), 60, 3.0);
    for port in &mut model.ports {
        port.load = Distribution::Exponential { mean: Value::Known(1.0) };
    }
    let with = |threads| settings(130).with_threads(threads).with_beliefs(10).with_trace(vec![70]);
    let one = format!("{:?}", run(&model, &with(1)));
    assert!(one == format!("{:?}", run(&model, &with(3))));
}
