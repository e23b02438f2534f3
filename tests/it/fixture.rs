//! Small models made by hand: a field, a hub and a market, with what each test adds.

use caspian::calendar::Horizon;
use caspian::dist::Distribution;
use caspian::model::*;
use caspian::trajectory::{Occurrence, Trajectory};
use jiff::civil::{Date, date};

/// The field, by index.
pub const FIELD: Component = Component::Node(0);
/// The hub.
pub const HUB: Component = Component::Node(1);
/// The link from the field to the hub: one unit of 100.
pub const FEED: Component = Component::Link(0);
/// The link from the hub to the market: three units, 0, 115, 215 and 227.
pub const MOORINGS: Component = Component::Link(1);

/// 2025 to 2030, chance from the first day.
pub fn six_years() -> Horizon {
    Horizon::new(date(2025, 1, 1), date(2030, 12, 31), None).unwrap()
}

/// A field of 100 t/d, a hub and a market of 300 t/d, no chance in anything.
pub fn chain(horizon: Horizon) -> Model {
    Model {
        title: String::new(),
        horizon,
        run: Run { seed: 1, replications: 1, beliefs: None, chance: true },
        nodes: vec![
            node("field", NodeKind::Source { supply: Series::constant(100.0), variation: None }),
            node("hub", NodeKind::Hub),
            node(
                "market",
                NodeKind::Market { demand: Series::constant(300.0), required: false, price: None },
            ),
        ],
        links: vec![
            link("feed", (0, 1), &[0.0, 100.0]),
            link("moorings", (1, 2), &[0.0, 115.0, 215.0, 227.0]),
        ],
        ports: Vec::new(),
        seas: Vec::new(),
        fleets: Vec::new(),
        projects: Vec::new(),
        routes: Vec::new(),
        hazards: Vec::new(),
        regimes: Vec::new(),
        events: Vec::new(),
        maintenance: Vec::new(),
        parameters: Vec::new(),
        correlations: Vec::new(),
        targets: Vec::new(),
        observed: Vec::new(),
    }
}

/// A node whose title is its name.
pub fn node(name: &str, kind: NodeKind) -> Node {
    Node { name: name.into(), title: name.into(), kind }
}

/// A link between two nodes with a capacity by units up.
pub fn link(name: &str, (from, to): (NodeId, NodeId), capacity: &[f64]) -> Link {
    Link {
        name: name.into(),
        title: name.into(),
        from,
        to,
        in_service: Series::constant(capacity.len() as f64 - 1.0),
        capacity: capacity.iter().map(|tonnes| Series::constant(*tonnes)).collect(),
        reserved: None,
        reserved_rank: Rank::ProRata,
        cost: Series::constant(0.0),
        both_ways: false,
        nomination: None,
        open: Series::constant(1.0),
        shuttle: None,
    }
}

/// A hazard on one component that takes everything.
pub fn hazard(name: &str, on: Component, process: Process) -> Hazard {
    Hazard {
        name: name.into(),
        cause: name.into(),
        on: vec![on],
        takes: Takes::All,
        each: false,
        process,
        winter_duration: Value::Known(1.0),
    }
}

/// A Poisson process without season.
pub fn poisson(rate: f64, duration: Dice) -> Process {
    Process::Poisson(Poisson { rate: Value::Known(rate), duration, season: [1.0; 12] })
}

/// A Markov process.
pub fn markov(fail: f64, repair: f64) -> Process {
    Process::Markov(Markov { fail: Value::Known(fail), repair: Value::Known(repair) })
}

/// A stationary renewal process.
pub fn renewal(up: Dice, down: Dice) -> Process {
    Process::Renewal(Renewal { up, down, stationary: true })
}

/// Exponential of this mean.
pub fn exponential(mean: f64) -> Dice {
    Distribution::Exponential { mean: Value::Known(mean) }
}

/// Lognormal of this median and sigma.
pub fn lognormal(median: f64, sigma: f64) -> Dice {
    Distribution::Lognormal { median: Value::Known(median), sigma: Value::Known(sigma) }
}

/// A parameter drawn once per belief.
pub fn parameter(path: &str, distribution: Distribution<Value>) -> Parameter {
    Parameter { path: path.into(), distribution, unit: String::new() }
}

/// A day of a month.
pub fn day(year: i16, month: i8, day: i8) -> Date {
    date(year, month, day)
}

/// Start and length of every occurrence of a process.
pub fn occurrences(trajectory: &Trajectory, path: &str) -> Vec<(f64, f64)> {
    let of_path = trajectory.occurrences().filter(|occurrence| occurrence.path == path);
    of_path.map(|Occurrence { start, length, .. }| (start, length)).collect()
}

/// A link's capacity on every day.
pub fn capacities(trajectory: &mut Trajectory, link: LinkId, steps: usize) -> Vec<i64> {
    (0..steps).map(|step| trajectory.at(step).link[link].capacity).collect()
}

/// A model with one of everything.
pub fn everything() -> Model {
    let mut model = chain(six_years());
    let storm = Hazard {
        winter_duration: Value::Known(2.0),
        takes: Takes::Units(1),
        ..hazard("storm", MOORINGS, seasonal(2.5))
    };
    let pump = Hazard {
        each: true,
        ..hazard("pump", MOORINGS, renewal(exponential(90.0), lognormal(7.0, 0.8)))
    };
    let quality = Process::States(States(vec![
        (Leaves::Share(Value::Known(0.5)), Value::Known(0.1)),
        (Leaves::Share(Value::Known(1.0)), Value::Known(0.9)),
    ]));
    model.hazards = vec![
        hazard("daily", FIELD, markov(0.02, 0.3)),
        pump,
        hazard("quality", FEED, quality),
        storm,
    ];
    model.regimes = vec![regime()];
    model.maintenance = vec![works()];
    if let NodeKind::Source { variation, .. } = &mut model.nodes[0].kind {
        *variation = Some(lognormal(1.0, 0.05));
    }
    model
}

/// Storms with a season, mostly in winter.
pub fn seasonal(rate: f64) -> Process {
    let season = [1.8, 1.8, 1.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1.6, 1.8];
    Process::Poisson(Poisson { rate: Value::Known(rate), duration: lognormal(21.0, 1.0), season })
}

fn regime() -> Regime {
    Regime {
        name: "sea".into(),
        states: vec!["calm".into(), "campaign".into()],
        start: 0,
        stay: vec![exponential(300.0), exponential(120.0)],
        next: vec![
            vec![Value::Known(0.0), Value::Known(1.0)],
            vec![Value::Known(1.0), Value::Known(0.0)],
        ],
        scales: vec![(3, vec![Value::Known(1.0), Value::Known(4.0)])],
        duration_scales: Vec::new(),
    }
}

fn works() -> Maintenance {
    Maintenance {
        name: "overhaul".into(),
        cause: "planned".into(),
        on: vec![FIELD],
        takes: Takes::Share(Value::Known(0.6)),
        every: Value::Known(730.485),
        next: day(2026, 9, 1),
        start_spread: Value::Known(15.0),
        duration: Distribution::Pert {
            min: Value::Known(25.0),
            mode: Value::Known(30.0),
            max: Value::Known(60.0),
        },
    }
}
