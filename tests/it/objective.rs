//! One weighted circulation against the tiers solved one after another as linear programs,
//! and the laws of a day: conservation, bounds, losses that add up.

use crate::support::model;
use caspian::dispatch::{Dispatch, Flows, Morning, State};
use caspian::model::{Inputs, Liftings, Model, NodeKind, Value};
use caspian::trajectory::Sampler;
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use std::fmt::Write;

/// Tiers of the objective from the first to the last, as least sums.
const TIERS: usize = 9;

/// Numbers that look random and are the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A network of two fields, three hubs, two tanks and three markets whose links are of every
/// kind, and whose capacities change from day to day.
fn network(seed: u64) -> Model {
    network_with(seed, "unlimited")
}

/// The same with so much demand in the west.
fn network_with(seed: u64, west: &str) -> Model {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
    let mut text = format!(
        r#"
horizon = {{ start = 2025-01-01, end = 2025-02-09 }}
node.a-hub = {{ kind = "hub" }}
node.b-hub = {{ kind = "hub" }}
node.c-hub = {{ kind = "hub" }}
node.home  = {{ kind = "market", demand = "37 t/d", required = true }}
node.east  = {{ kind = "market", demand = "61 t/d" }}
node.west  = {{ kind = "market", demand = "{west}" }}
"#
    );
    for (name, kt) in [("north", 40 + dice.roll(80)), ("south", 40 + dice.roll(80))] {
        writeln!(text, r#"node.{name} = {{ kind = "source", supply = "{kt} t/d" }}"#).unwrap();
    }
    for name in ["farm", "depot"] {
        let (size, target, start) = (20 + dice.roll(150), dice.roll(3) * 30, dice.roll(11) * 10);
        writeln!(
            text,
            r#"node.{name} = {{ kind = "tank", capacity = "{size} t", target = "{target} %", initial = "{start} %" }}"#
        )
        .unwrap();
    }
    let ends = [
        ("north", "a-hub"),
        ("north", "b-hub"),
        ("south", "b-hub"),
        ("south", "depot"),
        ("a-hub", "farm"),
        ("b-hub", "c-hub"),
        ("b-hub", "a-hub"),
        ("depot", "c-hub"),
        ("depot", "farm"),
        ("c-hub", "home"),
        ("a-hub", "home"),
        ("farm", "west"),
        ("c-hub", "west"),
        ("c-hub", "east"),
        ("a-hub", "east"),
    ];
    for (k, (from, to)) in ends.iter().enumerate() {
        let (size, cost) = (15 + dice.roll(80), dice.roll(5) * 7);
        let last = matches!(*to, "west" | "east");
        let more = match dice.roll(if last { 5 } else { 3 }) {
            0 if !last && !matches!(*from, "north" | "south") && *to != "home" => {
                ", both-ways = true".to_owned()
            }
            3 => format!(
                r#", nominated = "{} t/d", make-up = "0 d", priority = {}"#,
                dice.roll(60),
                dice.roll(2)
            ),
            4 => format!(
                r#", nominated = "{} t/d", make-up = "0 d", surge = {{ extra = "{} t/d", ramp = "4 d" }}"#,
                dice.roll(40),
                dice.roll(40)
            ),
            _ => String::new(),
        };
        writeln!(text, r#"link.l{k} = {{ from = "{from}", to = "{to}", capacity = "{size} t/d", cost = "{cost} USD/t"{more} }}"#).unwrap();
        writeln!(text, r#"hazard.h{k} = {{ on = ["link.l{k}"], takes = "{} %", process = "markov", fail = 0.15, repair = 0.5 }}"#, 30 + dice.roll(71)).unwrap();
    }
    model(&text)
}

/// The tiers' values of a day, and its constraints as a program over arcs.
struct Day<'a> {
    model: &'a Model,
    inputs: &'a Inputs,
    stock: &'a [i64],
    surge: &'a [i64],
}

/// An arc of the program: ends (`None` for outside), room, and what a tonne adds to each tier.
struct Arc {
    from: Option<usize>,
    to: Option<usize>,
    room: i64,
    tiers: [f64; TIERS],
}

/// What a tank holds and its target.
fn tank(model: &Model, node: usize) -> Option<(i64, i64)> {
    let NodeKind::Tank { capacity: Value::Known(size), target: Value::Known(share), .. } =
        model.nodes[node].kind
    else {
        return None;
    };
    Some((size as i64, (size * share).round() as i64))
}

impl Day<'_> {
    fn arcs(&self) -> Vec<Arc> {
        let mut arcs = Vec::new();
        let mut add = |from, to, room, set: &[(usize, f64)]| {
            let mut tiers = [0.0; TIERS];
            set.iter().for_each(|&(tier, value)| tiers[tier] += value);
            arcs.push(Arc { from, to, room, tiers });
        };
        for (node, spec) in self.model.nodes.iter().enumerate() {
            let (today, here) = (self.inputs.node[node].today, Some(node));
            match spec.kind {
                NodeKind::Source { .. } => {
                    for band in 0..4 {
                        let width = today * (band + 1) / 4 - today * band / 4;
                        add(None, here, width, &[(0, -1.0), (7, band as f64 - 4.0)]);
                    }
                }
                NodeKind::Market { required, .. } => {
                    add(here, None, today, if required { &[(0, -1.0)] } else { &[] });
                }
                NodeKind::Hub => {}
                NodeKind::Tank { .. } => {
                    let ((size, target), stock) =
                        (tank(self.model, node).unwrap(), self.stock[node]);
                    add(here, None, (target - stock).max(0), &[(6, -1.0)]);
                    add(here, None, size - stock.max(target), &[(5, 1.0)]);
                    add(None, here, (stock - target).max(0), &[(6, -1.0)]);
                    add(None, here, stock.min(target), &[(1, 1.0)]);
                }
            }
        }
        for (link, spec) in self.model.links.iter().enumerate() {
            let (today, from, to) = (self.inputs.link[link], Some(spec.from), Some(spec.to));
            let cost = (8, self.inputs.cost[link]);
            let Some(nomination) = &spec.nomination else {
                add(from, to, today.capacity, &[cost]);
                if spec.both_ways {
                    add(to, from, today.capacity, &[cost]);
                }
                continue;
            };
            let volume = today.capacity.min(today.nominated);
            add(from, to, volume, &[(3 + nomination.priority as usize, -1.0), cost]);
            if nomination.surge.is_some() {
                let ramp = self.surge[link] + ((today.extra as f64 / 4.0).ceil() as i64).max(1);
                let room = today.extra.min(ramp).min(today.capacity - volume);
                add(from, to, room, &[(2, 1.0), cost]);
            }
        }
        arcs
    }

    /// The least of each tier in turn, those before held at their least.
    fn solve(&self) -> [f64; TIERS] {
        let arcs = self.arcs();
        let mut least = [0.0; TIERS];
        for tier in 0..TIERS {
            let mut problem = Problem::new(OptimizationDirection::Minimize);
            let variables: Vec<_> = arcs
                .iter()
                .map(|arc| problem.add_var(arc.tiers[tier], (0.0, arc.room.min(1000) as f64)))
                .collect();
            for node in 0..self.model.nodes.len() {
                let terms = arcs.iter().zip(&variables).filter_map(|(arc, v)| {
                    let sign = f64::from(arc.to == Some(node)) - f64::from(arc.from == Some(node));
                    (sign != 0.0).then_some((*v, sign))
                });
                problem.add_constraint(terms.collect::<Vec<_>>(), ComparisonOp::Eq, 0.0);
            }
            for (held, bound) in least.iter().enumerate().take(tier) {
                let terms: Vec<_> =
                    arcs.iter().zip(&variables).map(|(arc, v)| (*v, arc.tiers[held])).collect();
                problem.add_constraint(&terms, ComparisonOp::Le, bound + 1e-6);
            }
            let solution = problem.solve().expect("solvable").into_solution().expect("solved");
            least[tier] = solution.objective();
        }
        least
    }

    /// The tiers of what dispatch chose.
    fn chosen(&self, flows: &Flows, after: &State) -> [f64; TIERS] {
        let mut tiers = [0.0; TIERS];
        for (node, spec) in self.model.nodes.iter().enumerate() {
            let mut left = flows.production[node];
            tiers[0] -= left as f64;
            for band in 0..4 {
                let today = self.inputs.node[node].today;
                let part = (today * (band + 1) / 4 - today * band / 4).min(left);
                left -= part;
                tiers[7] -= part as f64 * (4 - band) as f64;
            }
            if matches!(spec.kind, NodeKind::Market { required: true, .. }) {
                tiers[0] -= flows.served[node] as f64;
            }
            let Some((_, target)) = tank(self.model, node) else { continue };
            let (before, now) = (self.stock[node], after.stock[node]);
            tiers[1] += (before.min(target) - now).max(0) as f64;
            tiers[5] += (now - before.max(target)).max(0) as f64;
            tiers[6] -= ((before.min(target) - now.min(target)).min(0).abs()
                + (before.max(target) - now.max(target)).max(0)) as f64;
        }
        for (link, spec) in self.model.links.iter().enumerate() {
            tiers[8] += flows.link[link].abs() as f64 * self.inputs.cost[link];
            if let Some(nomination) = &spec.nomination {
                tiers[2] += after.surge[link] as f64;
                tiers[3 + nomination.priority as usize] -=
                    (flows.link[link] - after.surge[link]) as f64;
            }
        }
        tiers
    }

    /// What enters each node leaves it or stays in its tank, and nothing exceeds its bound.
    fn check_laws(&self, flows: &Flows, after: &State) {
        for node in 0..self.model.nodes.len() {
            let net: i64 = self
                .model
                .links
                .iter()
                .zip(&flows.link)
                .map(|(link, flow)| {
                    i64::from(link.to == node) * flow - i64::from(link.from == node) * flow
                })
                .sum();
            let gained = after.stock[node] - self.stock[node];
            assert_eq!(net + flows.production[node], flows.served[node] + gained, "node {node}");
            let size = tank(self.model, node).map_or(0, |tank| tank.0);
            assert!((0..=size).contains(&after.stock[node]), "stock of {node}");
            let lost: i64 = flows.lost.iter().filter(|l| l.source == node).map(|l| l.tonnes).sum();
            assert_eq!(lost, flows.shut_in[node], "losses of {node}");
        }
        for (link, spec) in self.model.links.iter().enumerate() {
            let least = if spec.both_ways { -self.inputs.link[link].capacity } else { 0 };
            assert!(
                (least..=self.inputs.link[link].capacity).contains(&flows.link[link]),
                "{}",
                spec.name
            );
        }
    }
}

/// Runs a network for its days and shows each to `look`.
fn each_day(model: &Model, mut look: impl FnMut(&Day, &Flows, &State)) {
    let sampler = Sampler::new(model, 7, 1, true);
    let mut trajectory = sampler.trajectory();
    let mut dispatch = Dispatch::new(model, false).unwrap();
    let (mut state, mut flows) = (State::default(), Flows::default());
    let liftings = Liftings::new(model.nodes.len(), model.links.len());
    sampler.sample(0, &mut trajectory);
    dispatch.begin(model, trajectory.belief_values(), &mut state);
    for step in 0..model.horizon.steps() {
        trajectory.at(step);
        let inputs = trajectory.inputs();
        let (stock, surge) = (state.stock.clone(), state.surge.clone());
        let morning = Morning { inputs, losses: &trajectory, liftings: &liftings };
        dispatch.step(step, morning, &mut state, &mut flows).unwrap();
        look(&Day { model, inputs, stock: &stock, surge: &surge }, &flows, &state);
    }
}

#[test]
fn the_weighted_circulation_is_the_lexicographic_one() {
    let mut days = 0;
    for seed in 0..12 {
        let model = network(seed);
        each_day(&model, |day, flows, after| {
            day.check_laws(flows, after);
            // A program for each tier is dear: every fifth day.
            days += 1;
            if days % 5 == 0 {
                let (least, chosen) = (day.solve(), day.chosen(flows, after));
                for tier in 0..TIERS {
                    assert!(
                        (least[tier] - chosen[tier]).abs() < 1e-3,
                        "seed {seed}, tier {tier}: least {least:?}, chosen {chosen:?}"
                    );
                }
            }
        });
    }
}

#[test]
fn unlimited_demand_is_no_limit() {
    let unlimited = network(3);
    let mut shut_in = Vec::new();
    each_day(&unlimited, |day, flows, _| {
        let west = day.model.node("west").unwrap();
        assert!(flows.served[west] < day.inputs.node[west].today, "there is room left");
        shut_in.push(flows.shut_in.clone());
    });
    // Far more than all fields together give.
    let ample = network_with(3, "1000 t/d");
    each_day(&ample, |_, flows, _| assert_eq!(flows.shut_in, shut_in.remove(0)));
    let scarce = network_with(3, "1 t/d");
    let (mut with, mut without) = (0, 0);
    each_day(&scarce, |_, flows, _| with += flows.shut_in.iter().sum::<i64>());
    each_day(&unlimited, |_, flows, _| without += flows.shut_in.iter().sum::<i64>());
    assert!(with > without, "demand is what limits it: {with} {without}");
}
