//! A small made-up system and made-up days for tests: not physical, but every counter moves.

use super::{BlockTally, Options, Plan, RunTally, Tally};
use crate::calendar::Horizon;
use crate::dispatch::{Binding, Flows, Lost, State};
use crate::dist::Distribution;
use crate::metric::{Constraint, Metric};
use crate::model::*;
use jiff::civil::date;

pub const CAUSES: [&str; 2] = ["storm", "strike"];
pub const TANK: usize = 5;
pub const SOURCES: [usize; 2] = [0, 6];

fn node(name: &str, kind: NodeKind) -> Node {
    Node { name: name.into(), title: name.into(), kind }
}

fn market(required: bool, price: Option<f64>) -> NodeKind {
    let price = price.map(Series::constant);
    NodeKind::Market { demand: Series::constant(9.0), required, price }
}

fn source() -> NodeKind {
    NodeKind::Source { supply: Series::constant(9.0), variation: None }
}

fn link(name: &str, from: NodeId, to: NodeId) -> Link {
    Link {
        name: name.into(),
        title: name.into(),
        from,
        to,
        capacity: vec![Series::constant(0.0), Series::constant(100.0)],
        in_service: Series::constant(1.0),
        reserved: None,
        reserved_rank: Rank::First,
        cost: Series::constant(1.0),
        both_ways: name == "bridge",
        nomination: None,
        open: Series::constant(1.0),
        shuttle: None,
    }
}

fn route(name: &str, links: &[LinkId], crosses: &[&str], part_of: Option<usize>) -> Route {
    let crosses = crosses.iter().map(|tag| (*tag).into()).collect();
    Route { name: name.into(), title: name.into(), links: links.into(), crosses, part_of }
}

/// An observation of 11 December 2024 to 20 March 2025, steps 21 to 120.
pub fn observed(name: &str, metric: Metric, entity: &str, value: f64) -> Observed {
    Observed {
        name: name.into(),
        metric,
        entity: entity.into(),
        from: date(2024, 12, 11),
        until: date(2025, 3, 20),
        value,
        unit: "t".into(),
        unit_size: 1.0,
        within: value * 0.1,
        source: "made up".into(),
    }
}

fn nodes() -> Vec<Node> {
    let share = Value::Known(0.5);
    let tank = NodeKind::Tank { capacity: Value::Belief(0), target: share, initial: share };
    vec![
        node("field", source()),
        node("hub", NodeKind::Hub),
        node("port", market(false, Some(500.0))),
        node("refinery", market(true, None)),
        node("sea", market(false, Some(400.0))),
        node("tank", tank),
        node("well", source()),
    ]
}

fn links() -> Vec<Link> {
    let volume = Series::constant(f64::INFINITY);
    let all = Nomination {
        volume,
        variation: None,
        priority: 1,
        make_up: 30,
        surge: None,
        pushed: false,
    };
    vec![
        link("bridge", 1, TANK),
        Link { nomination: Some(all), ..link("east", 1, 2) },
        link("feed", 0, 1),
        link("local", 1, 3),
        link("shore", TANK, 4),
        link("well-line", 6, 1),
    ]
}

fn routes() -> Vec<Route> {
    vec![
        route("east", &[1], &["china"], None),
        route("inner", &[0], &["russia", "steppe"], Some(3)),
        route("side", &[5], &["steppe"], Some(3)),
        route("west", &[4], &["russia"], None),
    ]
}

fn target() -> Target {
    Target {
        name: "goal".into(),
        title: "goal".into(),
        routes: vec![4],
        sea: vec![1, 4],
        chain: vec![vec![0], vec![4]],
        year: 2025,
        at_least: 18_000.0,
        milestones: vec![1000.0, 18_300.0, 1e9],
    }
}

/// A project that changes nothing, built with a chance.
pub fn project(chance: Value) -> Project {
    let nothing = Value::Known(0.0);
    Project {
        name: "spur".into(),
        title: "spur".into(),
        planned: date(2025, 1, 1),
        chance,
        delay: nothing,
        ramp: nothing,
        requires: vec![],
        cost: nothing,
        enabled: true,
        changes: vec![],
    }
}

/// Two sources, a tank whose capacity is a belief, three markets, six links, four routes.
pub fn model() -> Model {
    Model {
        title: "made up".into(),
        horizon: Horizon::new(date(2024, 11, 20), date(2026, 2, 10), None).unwrap(),
        run: Run { seed: 1, replications: 1, beliefs: None, chance: true },
        nodes: nodes(),
        links: links(),
        ports: vec![],
        seas: vec![],
        fleets: vec![],
        projects: vec![],
        routes: routes(),
        hazards: vec![],
        regimes: vec![],
        events: vec![],
        maintenance: vec![],
        parameters: vec![Parameter {
            path: "node.tank.capacity".into(),
            distribution: Distribution::Point(Value::Known(100.0)),
            unit: "t".into(),
        }],
        correlations: vec![],
        targets: vec![target()],
        observed: vec![
            observed("seen-east", Metric::Exports, "east", 5000.0),
            observed("seen-port", Metric::Exports, "port", 9999.0),
            observed("seen-share", Metric::RouteShare, "west", 0.5),
            observed("seen-stock", Metric::Stock, "tank", 60.0),
        ],
    }
}

/// A fixed sequence of whole numbers, by replication and day.
#[derive(Debug, Clone, Copy)]
pub struct Dice(u64);

impl Dice {
    pub fn new(replication: u32, step: usize) -> Self {
        Self((u64::from(replication) << 32) | step as u64)
    }

    /// From 0 to `below` - 1.
    pub fn roll(&mut self, below: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 33) as i64 % below
    }
}

/// A made-up day.
#[derive(Debug, Clone, Default)]
pub struct MadeUp {
    pub inputs: Inputs,
    pub flows: Flows,
    pub state: State,
}

/// Every day of a made-up replication. Inputs change on some days only, and tell which.
pub fn days(model: &Model, replication: u32) -> Vec<MadeUp> {
    let mut days: Vec<MadeUp> = Vec::new();
    for step in 0..model.horizon.steps() {
        let mut dice = Dice::new(replication, step);
        let mut day = days.last().cloned().unwrap_or_default();
        change_inputs(model, &mut day.inputs, step, &mut dice);
        make_flows(model, &mut day, &mut dice);
        days.push(day);
    }
    days
}

fn change_inputs(model: &Model, inputs: &mut Inputs, step: usize, dice: &mut Dice) {
    inputs.node.resize(model.nodes.len(), NodeToday::default());
    inputs.link.resize(model.links.len(), LinkToday::default());
    inputs.repriced = step == 0 || dice.roll(50) == 0;
    if inputs.repriced {
        inputs.cost = model.links.iter().map(|_| dice.roll(9) as f64).collect();
        inputs.price = model.nodes.iter().map(|_| dice.roll(99) as f64).collect();
    }
    let mut changed =
        |n: usize| -> Vec<usize> { (0..n).filter(|_| step == 0 || dice.roll(20) == 0).collect() };
    inputs.changed_nodes = changed(model.nodes.len());
    inputs.changed_links = changed(model.links.len());
    for &node in &inputs.changed_nodes {
        let today = dice.roll(50);
        inputs.node[node] = NodeToday { today, whole: today + dice.roll(9) };
    }
    for &link in &inputs.changed_links {
        let nominated = if link == 1 { UNLIMITED } else { 0 };
        let (capacity, others) = (dice.roll(100), dice.roll(30));
        inputs.link[link] = LinkToday { capacity, whole: 100, others, nominated, extra: 0 };
    }
}

fn make_flows(model: &Model, day: &mut MadeUp, dice: &mut Dice) {
    let flows = &mut day.flows;
    flows.link =
        model.links.iter().map(|link| dice.roll(100) - 40 * i64::from(link.both_ways)).collect();
    for list in [&mut flows.production, &mut flows.shut_in, &mut flows.served, &mut flows.unserved]
    {
        list.clear();
        list.resize(model.nodes.len(), 0);
    }
    (flows.served[2], flows.served[3], flows.served[4]) =
        (dice.roll(60), dice.roll(60), dice.roll(60));
    flows.unserved[3] = (dice.roll(70) - 60).max(0);
    flows.lost.clear();
    flows.binding.clear();
    for source in SOURCES {
        flows.production[source] = dice.roll(80);
        let parts = [None, Some(0), Some(1)].map(|cause| (cause, (dice.roll(90) - 85).max(0)));
        for (cause, tonnes) in parts.into_iter().filter(|(_, tonnes)| *tonnes > 0) {
            flows.shut_in[source] += tonnes;
            flows.lost.push(Lost { source, cause, tonnes });
        }
    }
    if dice.roll(3) == 0 {
        let (objective, link) = (dice.roll(2) as usize, dice.roll(6) as usize);
        let constraint = [Constraint::Capacity, Constraint::Nomination][dice.roll(2) as usize];
        flows.binding.push(Binding { objective, link, constraint, alone: dice.roll(2) == 0 });
    }
    day.state.stock = vec![0; model.nodes.len()];
    day.state.stock[TANK] = dice.roll(110).min(100);
}

/// Runs replications `first..first + n` through a block.
pub fn block<'p>(plan: &'p Plan<'p>, first: u32, n: u32) -> BlockTally<'p> {
    let mut tally = BlockTally::new(plan, first);
    for replication in first..first + n {
        // Under push a history has the days of the next.
        if let Some(push) = tally.under_push().filter(|_| replication < plan.options.push) {
            live(push, plan.model, replication, replication + 1);
        }
        live(&mut tally, plan.model, replication, replication);
    }
    tally
}

/// Shows the days of a replication to a tally as those of another.
fn live(tally: &mut dyn Tally, model: &Model, replication: u32, of: u32) {
    tally.begin_replication(replication, &[100.0]);
    for (step, day) in days(model, of).iter().enumerate() {
        tally.step(step, &day.inputs, &day.flows, &day.state);
    }
    tally.end_replication();
}

/// A run of blocks of a size.
pub fn run<'p>(plan: &'p Plan<'p>, size: u32) -> RunTally<'p> {
    let mut run = RunTally::new(plan);
    let all = plan.options.replications;
    for first in (0..all).step_by(size as usize) {
        run.merge(block(plan, first, size.min(all - first)).into_block());
    }
    run
}

/// Causes as a plan takes them.
pub fn causes() -> Vec<String> {
    CAUSES.map(String::from).to_vec()
}

/// Options that keep everything there is to keep.
pub fn everything(replications: u32, beliefs: u32) -> Options {
    let metrics = Metric::ALL.to_vec();
    let keep = super::Keep { study: false, metrics, monthly: true };
    Options { replications, beliefs, keep, trace: Vec::new(), push: 0 }
}
