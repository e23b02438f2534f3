//! Does a chain of ports, ships, sea and projects come to the model that the manual promises?

use caspian::dist::Distribution;
use caspian::metric::Metric;
use caspian::model::{Component, Model, Operation, Per, Series, Shape, Slot, Takes, Value};
use caspian::scenario::{Change, Files, Scenario, load_from};
use jiff::civil::date;

const CHAIN: &str = include_str!("diagnostics/chain.toml");

fn load(text: &str, changes: &[&str]) -> Scenario {
    let changes: Vec<Change> = changes.iter().map(|text| Change::parse(text).unwrap()).collect();
    let loaded = load_from("chain.toml", &changes, &Files::given([("chain.toml", text)]));
    loaded.unwrap_or_else(|findings| panic!("{findings}"))
}

fn chain(changes: &[&str]) -> Model {
    load(CHAIN, changes).model
}

/// Known amounts of a series.
fn known(series: &Series) -> Vec<f64> {
    series.levels().map(|level| level.value.under(&[])).collect()
}

/// The distribution behind a belief, by its path.
fn belief<'a>(model: &'a Model, value: Value, path: &str) -> &'a Distribution<Value> {
    let Value::Belief(parameter) = value else { panic!("{path} is known: {value:?}") };
    assert_eq!(model.parameters[parameter].path, path);
    &model.parameters[parameter].distribution
}

fn uniform(low: f64, high: f64) -> Distribution<Value> {
    Distribution::Uniform { low: Value::Known(low), high: Value::Known(high) }
}

fn close(found: Value, expected: f64) {
    assert!((found.under(&[]) - expected).abs() < 1e-9, "{found:?} is not {expected}");
}

#[test]
fn ports_have_berths_times_and_depths() {
    let model = chain(&[]);
    let names: Vec<&str> = model.ports.iter().map(|port| port.name.as_str()).collect();
    assert_eq!(names, ["aktau", "makhachkala", "sangachal"]);
    let [aktau, makhachkala, sangachal] = &model.ports[..] else { panic!() };
    assert_eq!((sangachal.title.as_str(), aktau.title.as_str()), ("Sangachal", "aktau"));
    let Shape::Steps(berths) = &aktau.berths.shape else { panic!() };
    assert_eq!((berths[1].0, berths[1].1.value), (date(2027, 1, 1), Value::Known(4.0)));
    let Distribution::Lognormal { median, sigma } = aktau.load else { panic!() };
    assert_eq!(median, Value::Known(1.0), "24 h is a day");
    assert_eq!(*belief(&model, sigma, "port.aktau.load.lognormal.sigma"), uniform(0.1, 0.3));
    let point = |days| Distribution::Point(Value::Known(days));
    assert_eq!((&aktau.changeover, &aktau.discharge), (&point(5.0 / 24.0), &point(0.0)));
    assert_eq!((&sangachal.discharge, &sangachal.changeover), (&point(20.0 / 24.0), &point(0.125)));
    assert_eq!(makhachkala.discharge, uniform(0.75, 1.25));
    assert_eq!(makhachkala.changeover, point(0.0));
    let Shape::Steps(bed) = &aktau.bed.shape else { panic!() };
    assert_eq!((bed[0].1.value, bed[0].1.per), (Value::Known(-35.6), Per::Plain));
    assert_eq!(*belief(&model, bed[1].1.value, "port.aktau.bed.2026-06-30"), uniform(-37.5, -37.1));
    assert_eq!((known(&aktau.clearance), known(&sangachal.clearance)), (vec![0.5], vec![0.0]));
}

#[test]
fn the_sea_is_in_metres_and_ships_in_tonnes_and_knots() {
    let model = chain(&[]);
    let sea = &model.seas[0];
    close(sea.level, -29.35);
    close(sea.noise, 0.09);
    close(sea.season, 0.18);
    close(sea.set_up, 0.25);
    let Distribution::Pert { min, mode, max } = belief(&model, sea.trend, "sea.caspian.trend")
    else {
        panic!()
    };
    assert_eq!([*min, *mode, *max], [-0.29, -0.18, 0.05].map(Value::Known));
    let [large, small] = &model.fleets[..] else { panic!() };
    let numbers = |fleet: &caspian::model::Fleet| {
        [fleet.cargo, fleet.draft, fleet.per_cm].map(|value| value.under(&[]))
    };
    assert_eq!((large.name.as_str(), numbers(large)), ("tankers-12k", [12e3, 7.0, 23.0]));
    assert_eq!((small.name.as_str(), numbers(small)), ("tankers-7k", [7e3, 5.2, 16.0]));
    assert_eq!(large.speed, Value::Known(10.0));
    assert_eq!(*belief(&model, small.speed, "fleet.tankers-7k.speed"), uniform(9.0, 11.0));
    assert_eq!((known(&large.availability), known(&small.availability)), (vec![0.93], vec![1.0]));
    let Shape::Steps(ships) = &large.ships.shape else { panic!() };
    assert_eq!(ships[0].1.value, Value::Known(3.0));
    belief(&model, ships[1].1.value, "fleet.tankers-12k.ships.2026-01-01");
    let link = |name| model.link(name).unwrap();
    assert_eq!(large.serves, [link("aktau-baku"), link("aktau-makhachkala")]);
    assert_eq!(small.serves, [link("aktau-baku")]);
}

#[test]
fn a_shuttle_is_a_link_without_bound_and_units_may_be_spared() {
    let model = chain(&[]);
    let link = |name| &model.links[model.link(name).unwrap()];
    let baku = link("aktau-baku");
    let shuttle = baku.shuttle.unwrap();
    assert_eq!(shuttle.ports.map(|port| model.ports[port].name.as_str()), ["aktau", "sangachal"]);
    assert_eq!(shuttle.sea, 0);
    close(shuttle.distance, 256.0);
    assert_eq!(*belief(&model, shuttle.stretch, "link.aktau-baku.stretch"), uniform(0.1, 0.2));
    assert_eq!(model.nodes[baku.from].name, "aktau-tanks");
    assert_eq!(model.nodes[baku.to].name, "sangachal-tanks");
    let capacity: Vec<f64> = baku.capacity.iter().flat_map(known).collect();
    assert_eq!(capacity, [0.0, f64::INFINITY], "ships and berths are its limits");
    assert_eq!((known(&baku.in_service), known(&baku.cost)), (vec![1.0], vec![9.0]));
    assert_eq!(
        (known(&baku.open), baku.both_ways, baku.reserved.is_none()),
        (vec![1.0, 0.0], false, true)
    );
    let nomination = baku.nomination.as_ref().unwrap();
    assert_eq!((known(&nomination.volume), nomination.priority), (vec![1.5e6, 2e6], 2));
    assert!(nomination.variation.is_some() && nomination.surge.is_none());
    let other = link("aktau-makhachkala");
    close(other.shuttle.unwrap().distance, 500.0 / 1.852);
    assert_eq!(other.shuttle.unwrap().stretch, Value::Known(0.0));
    assert_eq!(known(&other.nomination.as_ref().unwrap().volume), [f64::INFINITY]);
    let rail = link("rail");
    assert_eq!((rail.units(), known(&rail.in_service)), (4, vec![2.0, 3.0]));
    assert!(rail.shuttle.is_none());
}

#[test]
fn ports_lose_berths_and_shuttles_count_for_targets() {
    let model = chain(&[]);
    let port = |name: &str| {
        Component::Port(model.ports.iter().position(|port| port.name == name).unwrap())
    };
    let storm = model.hazards.iter().find(|hazard| hazard.name == "storm").unwrap();
    assert_eq!((&storm.on, storm.takes), (&vec![port("aktau"), port("makhachkala")], Takes::All));
    assert_eq!(model.events[0].on, [port("aktau")]);
    assert_eq!(model.maintenance[0].takes, Takes::Units(1));
    let link = |name| model.link(name).unwrap();
    let target = &model.targets[0];
    assert_eq!(target.routes, [link("aktau-baku")]);
    assert_eq!(target.sea, [link("aktau-baku"), link("aktau-makhachkala")]);
    assert_eq!(target.chain, [[link("rail")], [link("aktau-baku")], [link("btc")]]);
    assert_eq!((model.observed[0].metric, model.observed[0].value), (Metric::Throughput, 785e3));
}

#[test]
fn projects_have_dates_chances_and_requirements() {
    let model = chain(&[]);
    let [berths, dredging, pipeline] = &model.projects[..] else { panic!() };
    assert_eq!((berths.title.as_str(), berths.planned), ("Berths 9 and 10", date(2027, 6, 30)));
    assert_eq!((berths.chance, berths.cost), (Value::Known(0.8), Value::Known(120e6)));
    close(berths.ramp, 6.0 * 30.436875);
    let Distribution::Lognormal { median, .. } =
        belief(&model, berths.delay, "project.aktau-berths.delay")
    else {
        panic!()
    };
    close(*median, 9.0 * 30.436875);
    assert_eq!((&berths.requires, berths.enabled), (&vec![1], true));
    assert_eq!((dredging.delay, dredging.ramp), (Value::Known(0.0), Value::Known(0.0)));
    assert_eq!(dredging.cost, Value::Known(0.0));
    assert_eq!(*belief(&model, pipeline.chance, "project.pipeline.chance"), uniform(0.1, 0.4));
    assert!(!pipeline.enabled && pipeline.changes.is_empty());
    // 1280 days from the end of what is known; the Tengiz expansion took 1.43 times as long.
    let Distribution::Lognormal { median, .. } =
        belief(&model, pipeline.delay, "project.pipeline.delay")
    else {
        panic!()
    };
    close(*median, 0.43 * 1280.0);
}

/// The change of a slot by the project of berths.
fn operation(model: &Model, slot: Slot) -> &Operation {
    let changes = model.projects.iter().flat_map(|project| &project.changes);
    let found: Vec<_> = changes.filter(|change| change.slot == slot).collect();
    assert_eq!(found.len(), 1, "{slot:?}");
    &found[0].operation
}

fn series(model: &Model, slot: Slot) -> (&'static str, &Series) {
    match operation(model, slot) {
        Operation::Add(series) => ("add", series),
        Operation::Set(series) => ("set", series),
        other => panic!("{slot:?} is no series: {other:?}"),
    }
}

#[test]
fn changes_of_a_project_add_multiply_and_replace() {
    let model = chain(&[]);
    let numbers = |slot| {
        let (how, series) = series(&model, slot);
        (how, known(series))
    };
    let (baku, btc, rail) = ("aktau-baku", "btc", "rail");
    let link = |name| model.link(name).unwrap();
    assert_eq!(numbers(Slot::Berths(0)), ("add", vec![2.0]));
    assert_eq!(numbers(Slot::Units(link(rail))), ("set", vec![4.0]));
    assert_eq!(numbers(Slot::Capacity(link(rail), Some(2))), ("set", vec![11e3]));
    assert_eq!(numbers(Slot::Capacity(link(btc), Some(1))), ("set", vec![6e6]));
    assert_eq!(numbers(Slot::Open(link(baku))), ("set", vec![1.0]));
    assert_eq!(numbers(Slot::Ships(0)), ("set", vec![6.0, 8.0]));
    assert_eq!(numbers(Slot::Availability(1)), ("set", vec![0.5]));
    assert_eq!(numbers(Slot::Bed(0)), ("add", vec![-1.5]));
    assert_eq!(numbers(Slot::Clearance(0)), ("set", vec![0.4]));
    let field = Slot::Supply(model.node("field").unwrap());
    assert_eq!(numbers(field), ("add", vec![400.0]), "3 kb/d at 7.5 b/t");
    let storm = model.hazards.iter().position(|hazard| hazard.name == "storm").unwrap();
    for (slot, expected) in [(Slot::Load(0), 0.9), (Slot::Rate(storm), 1.1)] {
        let Operation::Times(factor) = operation(&model, slot) else { panic!() };
        assert_eq!(*factor, Value::Known(expected));
    }
    let Operation::Draw(dice) = operation(&model, Slot::Changeover(0)) else { panic!() };
    assert_eq!(*dice, uniform(0.125, 5.0 / 24.0));
    let (how, more) = series(&model, Slot::Nominated(link(baku)));
    let Shape::Constant(level) = &more.shape else { panic!() };
    assert_eq!((how, level.per), ("add", Per::Year));
    let path = "project.aktau-berths.changes.link.aktau-baku.nominated";
    assert_eq!(*belief(&model, level.value, path), uniform(0.5e6, 1e6));
    assert_eq!(model.projects[0].changes.len(), 12);
}

#[test]
fn a_table_of_capacity_is_replaced_row_by_row_and_scaled_as_a_whole() {
    let change = |value: &str| {
        let set = format!("project.pipeline.changes={{ \"link.rail.capacity\" = {value} }}");
        let model = chain(&[&set]);
        let rail = model.link("rail").unwrap();
        let slots: Vec<Slot> = model.projects[2].changes.iter().map(|one| one.slot).collect();
        (rail, slots)
    };
    let (rail, slots) = change("[\"0 t/d\", \"1 kt/d\", \"2 kt/d\", \"3 kt/d\", \"4 kt/d\"]");
    assert_eq!(slots, [0, 1, 2, 3, 4].map(|row| Slot::Capacity(rail, Some(row))));
    assert_eq!(change("\"x 1.2\"").1, [Slot::Capacity(rail, None)]);
}

#[test]
fn what_a_project_changes_can_itself_be_set() {
    let path = "project.aktau-berths.changes.port.aktau.berths";
    let model = chain(&[&format!("{path}=\"+5\"")]);
    assert_eq!(known(series(&model, Slot::Berths(0)).1), [5.0]);
    let model = chain(&[&format!("{path}=6"), "project.pipeline.enabled=true"]);
    assert_eq!(series(&model, Slot::Berths(0)).0, "set");
    assert!(model.projects[2].enabled);
}

#[test]
fn the_merged_text_of_a_chain_runs_again() {
    let first = load(CHAIN, &["port.aktau.berths.2027-01-01=+1", "sea.caspian.trend=x 2"]);
    let again = load(&first.text, &[]);
    assert_eq!((&again.text, &again.digest), (&first.text, &first.digest));
    assert!(again.model == first.model);
}

#[test]
fn the_balance_lets_shuttles_carry_what_is_nominated() {
    let scenario = load(CHAIN, &["link.aktau-makhachkala.nominated=0.4 Mt/y"]);
    let year = scenario.check().balance[0];
    let near = |found: i64, expected: i64| (found - expected).abs() <= 366;
    assert!(near(year.carried.unwrap(), 1_900_000) && near(year.nominated, 1_900_000), "{year:?}");
    let notices = scenario.notices.to_string();
    assert!(notices.contains("above what the network can carry: 2025 (0.6 Mt)"), "{notices}");
    assert!(notices.contains("above all nominations: 2025 (0.6 Mt)"), "{notices}");
}
