//! CPU time of a replication's randomness: draw, lay out, walk through six years.
//!
//!     cargo bench --bench trajectory [-- --repetitions N]
//!
//! The model: 20 nodes and 40 links, all with volumes by year and a fifth with variation, 30
//! hazards (20 Poisson with season and regime, 5 renewal, 3 Markov, 2 states by day), two
//! works, 60 uncertain parameters with a belief for each replication. Then the same with 15
//! projects of two changes each, late by a belief and with a ramp of half a year; and with two
//! ports under storms, a sea and five ships.

#![allow(clippy::print_stdout)]

use caspian::calendar::Horizon;
use caspian::dist::Distribution;
use caspian::model::*;
use caspian::trajectory::Sampler;
use jiff::civil::date;
use rustix::time::{ClockId, clock_gettime};

const REPLICATIONS: u32 = 500;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    let mut repetitions = 9;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--repetitions" => {
                repetitions = arguments.next().and_then(|n| n.parse().ok()).expect("a number");
            }
            other => panic!("unknown argument `{other}`"),
        }
    }
    let mut model = model();
    measure("network", &model, repetitions);
    model.projects = (0..15).map(|index| project(index, &mut model.parameters)).collect();
    measure("15 projects", &model, repetitions);
    model.projects.clear();
    add_ships(&mut model);
    measure("5 ships", &model, repetitions);
}

fn measure(title: &str, model: &Model, repetitions: u32) {
    println!("{title}");
    println!("making ready      {:8.1} µs", least(repetitions, 1, |_| drop(sampler(model, 1))));
    let mut one = sampler(model, 1);
    let mut trajectory = one.trajectory();
    let sample = least(repetitions, REPLICATIONS, |r| one.sample(r, &mut trajectory));
    println!("one belief        {sample:8.1} µs a replication");
    one = sampler(model, REPLICATIONS);
    let many = least(repetitions, REPLICATIONS, |r| one.sample(r, &mut trajectory));
    println!("a belief each     {many:8.1} µs a replication");
    let steps = model.horizon.steps();
    let mut changes = 0;
    let walk = least(repetitions, REPLICATIONS, |_| {
        changes = 0;
        for step in 0..steps {
            let inputs = trajectory.at(step);
            changes += inputs.changed_nodes.len() + inputs.changed_links.len();
        }
    });
    println!("walking           {:8.2} ns a day, {changes} changes", walk * 1e3 / steps as f64);
    println!("occurrences       {:8}", trajectory.occurrences().count());
}

fn project(index: usize, parameters: &mut Vec<Parameter>) -> Project {
    let name = format!("p{index:02}");
    let (path, unit) = (format!("project.{name}.delay"), "d".to_owned());
    let delay = Distribution::Lognormal { median: known(270.0), sigma: known(0.6) };
    parameters.push(Parameter { path, distribution: delay, unit });
    let more = || Operation::Add(by_year(3e6, None));
    let slots = [Slot::Capacity(2 * index, None), Slot::Nominated(2 * index)];
    Project {
        title: name.clone(),
        name,
        planned: date(2026 + (index % 3) as i16, 6, 30),
        chance: known(0.8),
        delay: Value::Belief(parameters.len() - 1),
        ramp: known(180.0),
        requires: if index % 4 == 3 { vec![index - 1] } else { Vec::new() },
        cost: known(1e8),
        enabled: true,
        changes: slots.map(|slot| ProjectChange { slot, operation: more() }).to_vec(),
    }
}

fn add_ships(model: &mut Model) {
    let lognormal = |median| Distribution::Lognormal { median: known(median), sigma: known(0.3) };
    let port = |name: &str| Port {
        name: name.into(),
        title: name.into(),
        berths: Series::constant(3.0),
        load: lognormal(1.0),
        discharge: lognormal(1.0),
        changeover: Distribution::Point(known(0.2)),
        bed: Series::constant(-37.1),
        clearance: Series::constant(0.5),
    };
    model.ports = vec![port("aktau"), port("sangachal")];
    model.seas = vec![Sea {
        name: "caspian".into(),
        level: known(-29.35),
        trend: known(-0.18),
        noise: known(0.09),
        season: known(0.18),
        set_up: known(0.25),
    }];
    model.fleets = vec![Fleet {
        name: "tankers".into(),
        title: "tankers".into(),
        ships: Series::constant(5.0),
        cargo: known(12_000.0),
        draft: known(7.0),
        per_cm: known(23.0),
        speed: known(10.0),
        availability: Series::constant(0.93),
        serves: vec![0],
    }];
    let (distance, stretch) = (known(256.0), known(0.15));
    model.links[0].shuttle = Some(Shuttle { ports: [0, 1], sea: 0, distance, stretch });
    let process = Process::Poisson(Poisson {
        rate: known(30.0),
        duration: lognormal(1.0),
        season: [1.6, 1.6, 1.4, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 1.0, 1.5],
    });
    let on = vec![Component::Port(0)];
    model.hazards.push(Hazard { on, process, takes: Takes::All, ..hazard(30) });
}

fn sampler(model: &Model, beliefs: u32) -> Sampler {
    Sampler::new(model, 1, beliefs, true)
}

/// Least microseconds of CPU a call over the repetitions of `calls` calls.
fn least(repetitions: u32, calls: u32, mut call: impl FnMut(u32)) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
    };
    let times = (0..repetitions).map(|_| {
        let start = now();
        (0..calls).for_each(&mut call);
        (now() - start) / f64::from(calls)
    });
    times.fold(f64::INFINITY, f64::min)
}

fn known(value: f64) -> Value {
    Value::Known(value)
}

fn by_year(amount: f64, factor: Option<Value>) -> Series {
    let level = |year: i16| Level {
        value: known(amount * (1.0 + 0.03 * f64::from(year - 2025))),
        per: Per::Year,
    };
    let points = (2025..=2030).map(|year| (date(year, 1, 1), level(year))).collect();
    Series { shape: Shape::Steps(points), factor }
}

fn varied(index: usize) -> Option<Dice> {
    let pert = Distribution::Pert { min: known(0.8), mode: known(1.0), max: known(1.1) };
    index.is_multiple_of(5).then_some(pert)
}

fn model() -> Model {
    let as_of = Some(date(2025, 6, 30));
    let horizon = Horizon::new(date(2025, 1, 1), date(2030, 12, 31), as_of).expect("a span");
    let parameters = (0..60).map(|index| Parameter {
        path: format!("node.n{index:02}.supply"),
        distribution: match index % 3 {
            0 => Distribution::Lognormal { median: known(1.0), sigma: known(0.1) },
            1 => Distribution::Pert { min: known(0.8), mode: known(1.0), max: known(1.3) },
            _ => Distribution::Triangular { min: known(0.8), mode: known(1.0), max: known(1.3) },
        },
        unit: String::new(),
    });
    Model {
        title: String::new(),
        horizon,
        run: Run { seed: 1, replications: 1, beliefs: None, chance: true },
        nodes: (0..20).map(node).collect(),
        links: (0..40).map(link).collect(),
        ports: Vec::new(),
        seas: Vec::new(),
        fleets: Vec::new(),
        projects: Vec::new(),
        routes: Vec::new(),
        hazards: (0..30).map(hazard).collect(),
        regimes: vec![regime()],
        events: Vec::new(),
        maintenance: (0..2).map(works).collect(),
        parameters: parameters.collect(),
        correlations: Vec::new(),
        targets: Vec::new(),
        observed: Vec::new(),
    }
}

fn node(index: usize) -> Node {
    let name = format!("n{index:02}");
    let kind = match index {
        0..10 => NodeKind::Source {
            supply: by_year(20e6, Some(Value::Belief(index))),
            variation: varied(index),
        },
        10..15 => NodeKind::Hub,
        _ => NodeKind::Market { demand: by_year(30e6, None), required: false, price: None },
    };
    Node { title: name.clone(), name, kind }
}

fn link(index: usize) -> Link {
    let name = format!("l{index:02}");
    let units = 1 + index % 3;
    let capacity = (0..=units)
        .map(|up| by_year(9e6 * up as f64, (index < 20).then_some(Value::Belief(10 + index))));
    let nomination = index.is_multiple_of(2).then(|| Nomination {
        volume: by_year(6e6, None),
        variation: varied(index),
        priority: 1,
        make_up: 30,
        surge: None,
        pushed: false,
    });
    Link {
        title: name.clone(),
        name,
        in_service: Series::constant(units as f64),
        from: index % 15,
        to: 10 + index % 10,
        capacity: capacity.collect(),
        reserved: index.is_multiple_of(4).then(|| by_year(2e6, None)),
        reserved_rank: Rank::ProRata,
        cost: Series::constant(38.0),
        both_ways: false,
        nomination,
        open: Series::constant(1.0),
        shuttle: None,
    }
}

fn hazard(index: usize) -> Hazard {
    let name = format!("h{index:02}");
    let lognormal = |median| Distribution::Lognormal { median: known(median), sigma: known(1.0) };
    let process = match index {
        0..20 => Process::Poisson(Poisson {
            rate: known(1.6),
            duration: lognormal(8.0),
            season: [1.6, 1.6, 1.4, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 1.0, 1.5],
        }),
        20..25 => {
            let (up, down) = (lognormal(90.0), lognormal(10.0));
            Process::Renewal(Renewal { up, down, stationary: true })
        }
        25..28 => Process::Markov(Markov { fail: known(0.05), repair: known(0.4) }),
        _ => Process::States(States(vec![
            (Leaves::Share(known(0.5)), known(0.1)),
            (Leaves::Share(known(1.0)), known(0.9)),
        ])),
    };
    Hazard {
        cause: name.clone(),
        name,
        on: vec![Component::Link(index), Component::Link((index * 7 + 3) % 40)],
        takes: Takes::Units(1),
        each: false,
        process,
        winter_duration: known(2.0),
    }
}

fn regime() -> Regime {
    let swing = |to: usize| (0..2).map(|state| known(f64::from(u8::from(state == to)))).collect();
    let stay = |mean| Distribution::Exponential { mean: known(mean) };
    Regime {
        name: "sea".into(),
        states: vec!["calm".into(), "campaign".into()],
        start: 0,
        stay: vec![stay(270.0), stay(120.0)],
        next: vec![swing(1), swing(0)],
        scales: (0..10).map(|hazard| (hazard, vec![known(1.0), known(4.0)])).collect(),
        duration_scales: Vec::new(),
    }
}

fn works(index: usize) -> Maintenance {
    let name = format!("m{index}");
    Maintenance {
        cause: name.clone(),
        name,
        on: vec![Component::Node(index)],
        takes: Takes::All,
        every: known(730.0),
        next: date(2026, 9, 1),
        start_spread: known(15.0),
        duration: Distribution::Pert { min: known(25.0), mode: known(30.0), max: known(60.0) },
    }
}
