//! Is an observation held against exactly the days that it is of?

use crate::support::{estimate, model, run, settings};
use caspian::metric::{Metric, Of, Period, Unit};
use caspian::model::{Model, Observed};
use caspian::port::Move;
use caspian::tally::{Outcome, TraceKind, TraceRow};
use jiff::civil::{Date, date};
use std::fmt::Write as _;

/// Ships in shallow water that falls and swings with the season, and everything else that there
/// are metrics of.
const WORLD: &str = r#"
horizon = { start = 2025-01-01, end = 2026-03-31 }
node.field  = { kind = "source", supply = "22 kt/d" }
node.aktau-tank = { kind = "tank", capacity = "60 kt", initial = "20 %" }
node.baku-tank  = { kind = "tank", capacity = "200 kt" }
node.market = { kind = "market", demand = "unlimited", price = "500 USD/t" }
node.home   = { kind = "market", demand = "2 kt/d", required = true }
link.feeder = { from = "field", to = "aktau-tank", capacity = "14 kt/d", cost = "5 USD/t" }
link.local  = { from = "field", to = "home", capacity = "3 kt/d" }
link.onward = { from = "baku-tank", to = "market", capacity = "20 kt/d" }
link.pipe   = { from = "field", to = "market", capacity = "6 kt/d", nominated = "1.5 Mt/y" }
link.sea    = { kind = "shuttle", from = "aktau-tank", to = "baku-tank", ports = ["aktau", "baku"], sea = "caspian", distance = "100 nmi", nominated = "all" }
route.pipe  = { links = ["pipe"], crosses = ["steppe"] }
route.sea   = { links = ["onward"] }
port.aktau  = { berths = 1, load = { uniform = ["20 h", "26 h"] }, changeover = "2 h", bed = "-36.2 m", clearance = "50 cm" }
port.baku   = { berths = 1, discharge = "20 h", changeover = "2 h", bed = "-40 m" }
sea.caspian = { level = "-29.1 m", trend = "-18 cm/y", season = "18 cm" }
fleet.tankers = { ships = 3, cargo = "10 kt", draft = "7 m", per-cm = "20 t/cm", speed = "10 kn", availability = "80 %", serves = ["sea"] }
hazard.storm = { on = ["port.aktau"], takes = "all", process = "poisson", rate = "20 /y", duration = "30 h", season = [3, 3, 2, 1, 1, 1, 1, 1, 1, 2, 3, 3] }
hazard.fire = { on = ["node.field"], takes = "10 %", process = "markov", fail = 0.1, repair = 0.5 }
hazard.gap  = { on = ["link.local", "link.pipe"], takes = "all", process = "poisson", rate = "12 /y", duration = "2 d" }
target.goal = { routes = ["sea"], year = 2025, at-least = "1 Mt" }
"#;

/// An observation: a name, the line that says of what, the metric, first and last day.
type Asked<'a> = (&'a str, &'a str, Metric, [Date; 2]);

fn world(asked: &[Asked<'_>]) -> Model {
    let mut text = WORLD.to_owned();
    for (name, of, metric, [from, until]) in asked {
        let value = match metric.unit() {
            Unit::Calls => "100".to_owned(),
            Unit::Share | Unit::Index => "0.5".to_owned(),
            unit => format!("\"1 {}\"", unit.symbol()),
        };
        let _ = writeln!(
            text,
            "[observed.{name}]\n{of}\nmetric = \"{metric}\"\nfrom = {from}\nuntil = {until}\n\
             value = {value}\nwithin = \"5 %\"\nsource = \"made up\""
        );
    }
    model(&text)
}

fn seen(model: &Model, outcome: &Outcome, name: &str) -> f64 {
    let row = outcome.observed.iter().find(|row| model.observed[row.observed].name == name);
    row.unwrap_or_else(|| panic!("no row of {name}")).mean
}

/// What a metric is observed of here: the line that names it, and its name in results.
fn of(metric: Metric) -> (&'static str, &'static str) {
    match metric.card().of[..] {
        [Of::Total, ..] => ("", "total"),
        [Of::Route] => ("route = \"sea\"", "sea"),
        [Of::Link] => ("link = \"pipe\"", "pipe"),
        [Of::Shuttle] => ("link = \"sea\"", "sea"),
        [Of::Tank] => ("node = \"aktau-tank\"", "aktau-tank"),
        [Of::Port] => ("port = \"aktau\"", "aktau"),
        [Of::Fleet] => ("fleet = \"tankers\"", "tankers"),
        _ => panic!("{metric} is of something else"),
    }
}

#[test]
fn a_whole_year_observed_is_the_year_of_the_summary() {
    let never = [Metric::WaitP90, Metric::WaitP95, Metric::ShareVia];
    let metrics = Metric::ALL.into_iter().filter(|m| !m.is_target() && !never.contains(m));
    let year = [date(2025, 1, 1), date(2025, 12, 31)];
    let asked: Vec<Asked<'_>> = metrics.map(|m| (m.name(), of(m).0, m, year)).collect();
    assert_eq!(asked.len(), Metric::ALL.len() - 9 - 3);
    let model = world(&asked);
    let outcome = run(&model, &settings(3));
    assert_eq!(outcome.observed.len(), asked.len());
    for (name, _, metric, _) in asked {
        let expected = estimate(&outcome, metric, of(metric).1, Period::Year(2025)).mean;
        assert_eq!(seen(&model, &outcome, name), expected, "{metric}");
    }
}

const FROM: Date = date(2025, 2, 11);
const UNTIL: Date = date(2025, 8, 5);

/// Ships' doings within the days of an observation, each with the minutes since arrival.
fn doings(outcome: &Outcome, name: Move) -> Vec<(&TraceRow, f64)> {
    let mut arrived = std::collections::BTreeMap::new();
    let mut found = Vec::new();
    for row in outcome.trace.iter().filter(|row| row.kind == TraceKind::Ship) {
        let event = row.event.as_ref().unwrap();
        let days = (row.date - date(2025, 1, 1)).get_days();
        let minute = f64::from(days * 1440) + f64::from(event.minute);
        if event.name == Move::Arrive {
            arrived.insert(&row.name, minute);
        } else if event.name == name && (FROM..=UNTIL).contains(&row.date) {
            found.push((row, minute - arrived[&row.name]));
        }
    }
    found
}

#[test]
fn ports_observed_are_what_the_trace_shows() {
    let days = [FROM, UNTIL];
    let (aktau, baku, sea) = ("port = \"aktau\"", "port = \"baku\"", "link = \"sea\"");
    let model = world(&[
        ("loaded", aktau, Metric::Calls, days),
        ("discharged", baku, Metric::Calls, days),
        ("wait", aktau, Metric::Wait, days),
        ("cargo", sea, Metric::Cargo, days),
        ("draft-lost", sea, Metric::DraftLost, days),
    ]);
    let outcome = run(&model, &settings(1).with_trace(vec![0]));
    let of = |name| seen(&model, &outcome, name);
    let loads = doings(&outcome, Move::Load);
    let calls = loads.len() as f64;
    assert!(calls > 100.0, "{calls}");
    assert_eq!(of("loaded"), calls);
    assert_eq!(of("discharged"), doings(&outcome, Move::Discharge).len() as f64);
    let wait = loads.iter().map(|(_, wait)| wait).sum::<f64>() / 60.0 / calls;
    assert!(wait > 1.0 && (of("wait") / wait - 1.0).abs() < 1e-12, "{} {wait}", of("wait"));
    let tonnes: i64 = loads.iter().filter_map(|(row, _)| row.stock).sum();
    assert_eq!(of("cargo"), tonnes as f64 / calls);
    assert_eq!(of("draft-lost"), 10_000.0 * calls - tonnes as f64);
}

#[test]
fn means_of_two_spells_are_weighted_by_what_they_are_means_of() {
    let (break_, next) = (date(2025, 4, 20), date(2025, 4, 21));
    let spells = [("first", [FROM, break_]), ("then", [next, UNTIL]), ("both", [FROM, UNTIL])];
    let metrics = [
        Metric::Calls,
        Metric::Wait,
        Metric::WaitStorm,
        Metric::Cargo,
        Metric::BerthOccupancy,
        Metric::ShipUse,
    ];
    let names: Vec<(String, Metric, [Date; 2])> = metrics
        .iter()
        .flat_map(|m| spells.map(|(spell, days)| (format!("{spell}-{m}"), *m, days)))
        .collect();
    let asked: Vec<Asked<'_>> =
        names.iter().map(|(name, m, days)| (name.as_str(), of(*m).0, *m, *days)).collect();
    let model = world(&asked);
    let outcome = run(&model, &settings(1));
    let of = |metric| spells.map(|(spell, _)| seen(&model, &outcome, &format!("{spell}-{metric}")));
    let [first, then, both] = of(Metric::Calls);
    assert_eq!(first + then, both);
    // Berths and ships are as many all the time, so days weigh theirs.
    let days = [FROM, next].map(|from| f64::from((UNTIL - from).get_days() + 1));
    let days = [days[0] - days[1], days[1]];
    for (metric, [a, b]) in [
        (Metric::Wait, [first, then]),
        (Metric::WaitStorm, [first, then]),
        // The only shuttle: its loadings are the calls at its port.
        (Metric::Cargo, [first, then]),
        (Metric::BerthOccupancy, days),
        (Metric::ShipUse, days),
    ] {
        let [one, two, found] = of(metric);
        let expected = (one * a + two * b) / (a + b);
        assert!((found / expected - 1.0).abs() < 1e-12, "{metric}: {found} {expected}");
        let unweighted = f64::midpoint(one, two);
        assert!((found / unweighted - 1.0).abs() > 1e-6, "{metric}: the spells are alike");
    }
}

#[test]
fn cargo_times_calls_is_what_came_ashore_and_what_is_still_at_sea() {
    let (sea, before) = ("link = \"sea\"", FROM.yesterday().unwrap());
    let model = world(&[
        ("calls", "port = \"aktau\"", Metric::Calls, [FROM, UNTIL]),
        ("cargo", sea, Metric::Cargo, [FROM, UNTIL]),
        ("ashore", sea, Metric::Throughput, [FROM, UNTIL]),
        ("before", sea, Metric::AtSea, [before, before]),
        ("after", sea, Metric::AtSea, [UNTIL, UNTIL]),
    ]);
    let outcome = run(&model, &settings(1));
    let of = |name| seen(&model, &outcome, name);
    let loaded = of("cargo") * of("calls");
    let ashore = of("ashore");
    assert!(of("before") != of("after") && ashore > 1e6, "{} {ashore}", of("after"));
    assert!((loaded - (ashore + of("after") - of("before"))).abs() < 1e-6, "{loaded} {ashore}");
}

/// An observation of a port over half a year with these lines.
fn written(lines: &str) -> Observed {
    let days = "from = 2025-01-01\nuntil = 2025-06-30";
    let model = model(&format!("{WORLD}\n[observed.a]\nport = \"aktau\"\n{days}\n{lines}"));
    model.observed.into_iter().next().unwrap()
}

#[test]
fn hours_calls_and_shares_are_read_in_the_unit_of_the_metric() {
    let read = |lines: &str| {
        let seen = written(lines);
        (seen.metric.name(), seen.value, seen.unit, seen.unit_size, seen.within)
    };
    let row =
        |metric, value, unit: &str, size, within| (metric, value, unit.to_owned(), size, within);
    for (lines, expected) in [
        ("value = 80\nwithin = \"25 %\"", row("calls", 80.0, "calls", 1.0, 20.0)),
        ("value = 81\nwithin = 9", row("calls", 81.0, "calls", 1.0, 9.0)),
        ("value = 0\nwithin = 2", row("calls", 0.0, "calls", 1.0, 2.0)),
        (
            "metric = \"wait\"\nvalue = \"7 h\"\nwithin = \"30 min\"",
            row("wait", 7.0, "h", 1.0, 0.5),
        ),
        (
            "metric = \"demurrage\"\nvalue = \"1.5 d\"\nwithin = \"50 %\"",
            row("demurrage", 36.0, "d", 24.0, 18.0),
        ),
        (
            "metric = \"berth-occupancy\"\nvalue = \"60 %\"\nwithin = 0.5",
            row("berth-occupancy", 0.6, "%", 0.01, 0.3),
        ),
        (
            "metric = \"berth-occupancy\"\nvalue = 0.6\nwithin = \"50 %\"",
            row("berth-occupancy", 0.6, "", 1.0, 0.3),
        ),
    ] {
        assert_eq!(read(lines), expected, "{lines}");
    }
}
