//! CPU time of one day's dispatch, solver only: `set_capacity` on every arc and `solve`.
//!
//!     cargo bench --bench dispatch
//!     cargo bench --bench dispatch -- --instances FILE.jsonl [--objectives OUT] [--repetitions N]
//!
//! Without a file it makes its own days from a fixed seed. A file has one network a
//! line: `n`, `arcs` = [from, to, integer cost, …], `caps` = one vector of capacities
//! a day. Days are solved warm, in order, each network from the canonical basis.

use caspian::circulation::{At, Simplex};
use rustix::time::{ClockId, clock_gettime};
use std::fmt::Write as _;
use std::io::Write as _;

struct Instance {
    nodes: usize,
    arcs: Vec<(u32, u32)>,
    costs: Vec<i128>,
    days: Vec<Vec<i64>>,
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    let (mut instances, mut objectives, mut repetitions) = (None, None, 15);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--instances" => instances = arguments.next(),
            "--objectives" => objectives = arguments.next(),
            "--repetitions" => {
                repetitions = arguments.next().and_then(|n| n.parse().ok()).expect("a number");
            }
            other => panic!("unknown argument `{other}`"),
        }
    }
    let networks = instances.map_or_else(|| vec![synthetic(2190)], |path| read(&path));
    let mut times: Vec<f64> = (0..repetitions).map(|_| time(&networks)).collect();
    times.sort_by(f64::total_cmp);
    let days: usize = networks.iter().map(|i| i.days.len()).sum();
    let per_day = |seconds: f64| seconds * 1e6 / days as f64;
    let mut report = format!(
        "{:.3} µs a day (median of {repetitions} runs; least {:.3}), {days} days\n",
        per_day(times[repetitions / 2]),
        per_day(times[0])
    );
    let all_optimal = check(&networks, days, objectives, &mut report);
    // A reader who has seen enough may close the pipe.
    let _ = std::io::stdout().write_all(report.as_bytes());
    assert!(all_optimal, "a day is not optimal");
}

fn solver(instance: &Instance) -> Simplex {
    let at = |node: u32| At::new(node as usize);
    let arcs: Vec<_> = instance.arcs.iter().map(|&(tail, head)| (at(tail), at(head))).collect();
    Simplex::new(instance.nodes, &arcs, &instance.costs).expect("the network is too large")
}

/// CPU time of this process, seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Seconds to solve every day of every network; making the solvers does not count.
fn time(networks: &[Instance]) -> f64 {
    let mut seconds = 0.0;
    for instance in networks {
        let mut simplex = solver(instance);
        let start = cpu();
        for day in &instance.days {
            step(&mut simplex, day);
        }
        seconds += cpu() - start;
    }
    seconds
}

#[inline]
fn step(simplex: &mut Simplex, day: &[i64]) -> u32 {
    for (arc, &capacity) in day.iter().enumerate() {
        simplex.set_capacity(arc, capacity);
    }
    simplex.solve().expect("an optimum").pivots
}

/// Solves once more, certifies every day and writes the objectives; whether all days
/// are optimal.
fn check(
    networks: &[Instance],
    days: usize,
    objectives: Option<String>,
    report: &mut String,
) -> bool {
    let (mut pivots, mut optimal, mut unique, mut text) = (0, 0, 0, String::new());
    for instance in networks {
        let mut simplex = solver(instance);
        for day in &instance.days {
            pivots += step(&mut simplex, day);
            let certificate = simplex.certify();
            optimal += usize::from(certificate.is_optimal());
            unique += usize::from(certificate.unique);
            let flows = simplex.flows().iter();
            let objective: i128 = flows.zip(&instance.costs).map(|(&f, c)| i128::from(f) * c).sum();
            writeln!(text, "{objective}").expect("a string takes everything");
        }
    }
    let pivots = f64::from(pivots) / days as f64;
    *report += &format!("{pivots:.3} pivots a day\n");
    *report += &format!("{optimal} of {days} days certified optimal, {unique} unique\n");
    if let Some(path) = objectives {
        std::fs::write(path, text).expect("the objectives cannot be written");
    }
    optimal == days
}

fn read(path: &str) -> Vec<Instance> {
    let text = std::fs::read_to_string(path).expect("the instances cannot be read");
    text.lines()
        .map(|line| parse(&serde_json::from_str(line).expect("a line is no JSON")))
        .collect()
}

fn parse(line: &serde_json::Value) -> Instance {
    let number = |v: &serde_json::Value| v.as_i64().expect("an integer");
    let list = |v: &serde_json::Value| v.as_array().expect("a list").clone();
    let arcs = list(&line["arcs"]);
    Instance {
        nodes: number(&line["n"]) as usize,
        arcs: arcs.iter().map(|a| (number(&a[0]) as u32, number(&a[1]) as u32)).collect(),
        costs: arcs.iter().map(|a| i128::from(number(&a[2]))).collect(),
        days: list(&line["caps"]).iter().map(|d| list(d).iter().map(number).collect()).collect(),
    }
}

/// Small deterministic generator (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }
}

/// Fields, hubs, routes of several legs and markets over a root; fields vary daily,
/// links fail and are repaired. Costs have a unique part each, so the optimum is unique.
#[expect(clippy::too_many_lines, reason = "a network is a list")]
fn synthetic(days: usize) -> Instance {
    const FIELDS: u32 = 6;
    const HUBS: u32 = 8;
    const ROUTES: u32 = 6;
    const LEGS: u32 = 4;
    const MARKETS: u32 = 5;
    let dice = &mut Dice(1);
    let hub = |i: u32| 1 + FIELDS + i % HUBS;
    let stop = |r: u32, l: u32| 1 + FIELDS + HUBS + (r % ROUTES) * LEGS + l;
    let market = |i: u32| 1 + FIELDS + HUBS + ROUTES * LEGS + i % MARKETS;
    let mut arcs = Vec::new();
    let mut add = |tail, head, cost: (i64, i64), size: (i64, i64), dice: &mut Dice| {
        let capacity = dice.between(size.0, size.1);
        let tie = dice.between(0, 65_535);
        arcs.push((tail, head, dice.between(cost.0, cost.1) * 65_536 + tie, capacity));
    };
    for i in 0..FIELDS {
        add(0, 1 + i, (-4000, -2500), (60_000, 450_000), dice);
        add(1 + i, hub(i * HUBS / FIELDS), (20, 120), (60_000, 300_000), dice);
        add(1 + i, hub(i * HUBS / FIELDS + 1), (20, 120), (60_000, 300_000), dice);
    }
    for i in 0..HUBS {
        add(hub(i), hub(i + 1), (15, 80), (50_000, 300_000), dice);
        for k in 0..2 {
            add(hub(i), stop(i + k, 0), (10, 90), (100_000, 450_000), dice);
        }
    }
    for r in 0..ROUTES {
        for l in 1..LEGS {
            add(stop(r, l - 1), stop(r, l), (60, 350), (150_000, 500_000), dice);
        }
        add(stop(r, 1), stop(r + 1, 2), (30, 150), (20_000, 100_000), dice);
        for k in 0..2 {
            add(stop(r, LEGS - 1), market(r + k), (80, 600), (100_000, 300_000), dice);
        }
    }
    for i in 0..MARKETS {
        add(market(i), 0, (-7500, -6000), (250_000, 450_000), dice);
    }
    Instance {
        nodes: market(MARKETS - 1) as usize + 1,
        days: weather(&arcs, days, dice),
        costs: arcs.iter().map(|a| i128::from(a.2)).collect(),
        arcs: arcs.iter().map(|a| (a.0, a.1)).collect(),
    }
}

/// Capacities a day: arcs at the root vary, others fall to a level now and then.
fn weather(arcs: &[(u32, u32, i64, i64)], days: usize, dice: &mut Dice) -> Vec<Vec<i64>> {
    let mut percent = vec![100; arcs.len()];
    let mut next = || {
        for (state, arc) in percent.iter_mut().zip(arcs) {
            *state = match *state {
                _ if arc.0 == 0 => dice.between(85, 115),
                100 if dice.below(100) == 0 => 25 * dice.between(0, 3),
                100 => 100,
                down if dice.below(5) > 0 => down,
                _ => 100,
            };
        }
        arcs.iter().zip(&percent).map(|(arc, state)| arc.3 * state / 100).collect()
    };
    (0..days).map(|_| next()).collect()
}
