//! Metrics of ports and ships from made-up days, each by its definition.

use super::fixture::{self, Dice, everything};
use super::*;
use crate::dist::Distribution;
use crate::metric::{Metric, Of, Period};
use crate::model::*;
use crate::port::{Call, FleetOutcome, Move, PortOutcome, ShipMove, ShuttleOutcome};

/// The shuttle of the made-up system: `east`, from port 2 to port 0; port 1 is not used.
const SHUTTLE: LinkId = 1;

fn model() -> Model {
    let mut model = fixture::model();
    let known = Value::Known;
    let port = |name: &str| Port {
        name: name.into(),
        title: name.into(),
        berths: Series::constant(2.0),
        load: Distribution::Point(known(1.0)),
        discharge: Distribution::Point(known(1.0)),
        changeover: Distribution::Point(known(0.1)),
        bed: Series::constant(-40.0),
        clearance: Series::constant(0.5),
    };
    model.ports = ["east-end", "no-end", "west-end"].map(port).into();
    let fleet = |name: &str, serves: &[LinkId]| Fleet {
        name: name.into(),
        title: name.into(),
        ships: Series::constant(2.0),
        cargo: known(9000.0),
        draft: known(7.0),
        per_cm: known(20.0),
        speed: known(10.0),
        availability: Series::constant(1.0),
        serves: serves.into(),
    };
    model.fleets = vec![fleet("ferries", &[]), fleet("tankers", &[SHUTTLE])];
    let (distance, stretch) = (known(200.0), known(0.0));
    model.links[SHUTTLE].shuttle = Some(Shuttle { ports: [2, 0], sea: 0, distance, stretch });
    model.targets[0].chain = vec![vec![0], vec![SHUTTLE], vec![4]];
    model
}

/// What ports and ships did on a made-up day.
fn outcome(replication: u32, step: usize) -> PortDayOutcome {
    let mut dice = Dice::new(replication + 1000, step);
    let shuttle = ShuttleOutcome {
        lifted: dice.roll(9000),
        at_sea: dice.roll(9000),
        draft_lost: dice.roll(90),
        loads: dice.roll(3) as u32,
        capability: [90 + dice.roll(60), 40 + dice.roll(200), 60 + dice.roll(120)],
        ..ShuttleOutcome::default()
    };
    let port = |dice: &mut Dice| {
        let busy = dice.roll(1441);
        PortOutcome { busy, in_service: busy + dice.roll(1441), ..PortOutcome::default() }
    };
    let calls = (0..dice.roll(3)).map(|_| call(&mut dice)).collect();
    PortDayOutcome {
        port: (0..3).map(|_| port(&mut dice)).collect(),
        fleet: (0..2).map(|_| fleet(&mut dice)).collect(),
        shuttle: vec![shuttle],
        crews: vec![shuttle.capability[2]],
        calls,
        moves: vec![ShipMove {
            minute: step as i64 * DAY + 754,
            fleet: 1,
            ship: 1,
            kind: Move::Sail,
            port: 0,
            tonnes: 8123,
        }],
    }
}

fn fleet(dice: &mut Dice) -> FleetOutcome {
    let (idle, laid_up) = (dice.roll(700), dice.roll(700));
    FleetOutcome { in_service: 2 * DAY, idle, laid_up }
}

fn call(dice: &mut Dice) -> Call {
    // Ships of the port that no shuttle uses do not happen.
    let (port, work) = [(2, Work::Load), (0, Work::Discharge)][dice.roll(2) as usize];
    let (storm, tank, queue) = (dice.roll(900), dice.roll(600), dice.roll(2000));
    let (link, fleet, ship, minute, cargo, full) = (SHUTTLE, 1, 0, 0, 8000, 9000);
    Call { port, work, link, fleet, ship, minute, storm, tank, queue, cargo, full }
}

fn run(plan: &Plan) -> Outcome {
    let mut tally = BlockTally::new(plan, 0);
    for replication in 0..plan.options.replications {
        tally.begin_replication(replication, &[100.0]);
        for (step, day) in fixture::days(plan.model, replication).iter().enumerate() {
            tally.ports(step, &PortInputs::default(), &outcome(replication, step));
            tally.step(step, &day.inputs, &day.flows, &day.state);
        }
        tally.end_replication();
    }
    let mut run = RunTally::new(plan);
    run.merge(tally.into_block());
    run.finish(None)
}

/// A metric of an entity over some days, by its definition.
fn by_definition(metric: Metric, entity: &str, days: &[PortDayOutcome]) -> f64 {
    let port = if entity == "west-end" { 2 } else { 0 };
    let sum = |of: &dyn Fn(&PortDayOutcome) -> i64| days.iter().map(of).sum::<i64>() as f64;
    let calls: Vec<&Call> =
        days.iter().flat_map(|day| &day.calls).filter(|call| call.port == port).collect();
    let hours =
        |of: &dyn Fn(&Call) -> i64| calls.iter().map(|call| of(call)).sum::<i64>() as f64 / 60.0;
    let count = calls.len() as f64;
    let mut waits: Vec<i64> = calls.iter().map(|c| c.storm + c.tank + c.queue).collect();
    waits.sort_unstable();
    let quantile = |percent: usize| {
        let rank = (waits.len() * percent).div_ceil(100);
        waits.get(rank.wrapping_sub(1)).map_or(f64::NAN, |wait| (*wait as f64 / 60.0).ceil())
    };
    match metric {
        Metric::BerthOccupancy => {
            sum(&|day| day.port[port].busy) / sum(&|day| day.port[port].in_service)
        }
        Metric::Wait => hours(&Call::wait) / count,
        Metric::WaitStorm => hours(&|call| call.storm) / count,
        Metric::WaitQueue => hours(&|call| call.queue) / count,
        Metric::WaitTank => hours(&|call| call.tank) / count,
        Metric::WaitP90 => quantile(90),
        Metric::WaitP95 => quantile(95),
        Metric::Calls => count,
        Metric::Demurrage => hours(&Call::demurrage),
        Metric::Cargo => sum(&|d| d.shuttle[0].lifted) / sum(&|d| d.shuttle[0].loads.into()),
        Metric::DraftLost => sum(&|d| d.shuttle[0].draft_lost),
        Metric::AtSea => sum(&|d| d.shuttle[0].at_sea) / days.len() as f64,
        Metric::ShipUse => {
            let used = sum(&|day| 2 * DAY - day.fleet[1].idle - day.fleet[1].laid_up);
            used / (2 * DAY * days.len() as i64) as f64
        }
        Metric::Capability => least(days),
        _ => panic!("`{metric}` has no definition"),
    }
}

fn least(days: &[PortDayOutcome]) -> f64 {
    let part = |k: usize| days.iter().map(|day| day.shuttle[0].capability[k]).sum::<i64>();
    (0..3).map(part).min().unwrap() as f64
}

fn days_in(model: &Model, replication: u32, period: Period) -> Vec<PortDayOutcome> {
    let within = |step: &usize| {
        let day = model.horizon.day(*step);
        match period {
            Period::Year(year) => day.year() == year,
            Period::Month(year, month) => (day.year(), day.month()) == (year, month),
            _ => true,
        }
    };
    let steps = (0..model.horizon.steps()).filter(within);
    steps.map(|step| outcome(replication, step)).collect()
}

#[test]
fn every_metric_of_ports_and_ships_follows_its_definition() {
    let (model, causes) = (model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(3, 3));
    let mut seen = std::collections::BTreeSet::new();
    for kept in run(&plan).kept {
        let capability =
            kept.quantity.metric == Metric::Capability && kept.quantity.entity == "east";
        if !(kept.quantity.metric.is_of_shuttles() || capability) {
            continue;
        }
        seen.insert((kept.quantity.metric, kept.quantity.entity.clone()));
        for (replication, value) in (0..).zip(&kept.values) {
            let days = days_in(&model, replication, kept.quantity.period);
            let expected = by_definition(kept.quantity.metric, &kept.quantity.entity, &days);
            let equal = (value.is_nan() && expected.is_nan())
                || (value - expected).abs() <= 1e-12 * expected.abs();
            let place = format!(
                "{} of {} in {}",
                kept.quantity.metric, kept.quantity.entity, kept.quantity.period
            );
            assert!(equal, "{place}: {value}, by definition {expected}");
        }
    }
    let asked = Metric::ALL.into_iter().filter(|metric| metric.is_of_shuttles());
    let expected = asked.flat_map(|metric| match metric.card().of {
        [Of::Port] => vec![(metric, "east-end".to_owned()), (metric, "west-end".to_owned())],
        [Of::Fleet] => vec![(metric, "tankers".to_owned())],
        _ => vec![(metric, "east".to_owned())],
    });
    let capability = (Metric::Capability, "east".to_owned());
    assert_eq!(seen, expected.chain([capability]).collect(), "every metric has a definition");
}

#[test]
fn ports_and_fleets_are_observed_over_exactly_the_days_asked_for() {
    let (mut model, causes) = (model(), fixture::causes());
    let never = [Metric::WaitP90, Metric::WaitP95];
    let asked = Metric::ALL.into_iter().filter(|metric| metric.is_of_shuttles());
    let asked = asked.filter(|metric| !never.contains(metric)).map(|metric| {
        let entity = match metric.card().of {
            [Of::Port] => "west-end",
            [Of::Fleet] => "tankers",
            _ => "east",
        };
        fixture::observed(metric.name(), metric, entity, 1.0)
    });
    model.observed = asked.collect();
    let plan = Plan::new(&model, &causes, everything(3, 3));
    let rows = run(&plan).observed;
    assert_eq!(rows.len(), 11, "seven of a port, one of a fleet, three of a shuttle");
    for (row, seen) in rows.iter().zip(&model.observed) {
        let expected: Vec<f64> = (0..3)
            .map(|replication| {
                let days: Vec<_> = (21..121).map(|step| outcome(replication, step)).collect();
                by_definition(seen.metric, &seen.entity, &days)
            })
            .collect();
        let mean = expected.iter().sum::<f64>() / 3.0;
        assert!((row.mean / mean - 1.0).abs() < 1e-12, "{}: {} {mean}", seen.name, row.mean);
        assert!(row.p05 < mean && mean < row.p95, "{}", seen.name);
    }
}

#[test]
fn a_shuttle_is_three_parts_of_a_target_s_chain() {
    let (model, causes) = (model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(1, 1));
    let kept = run(&plan).kept;
    let found = kept.iter().find(|kept| {
        (kept.quantity.metric, kept.quantity.period)
            == (Metric::TargetCapability, Period::Year(2025))
    });
    let quarter = 315..407;
    let made_up = fixture::days(&model, 0);
    let link = |link: usize| {
        let capacity = made_up[quarter.clone()].iter().map(|day| day.inputs.link[link].capacity);
        capacity.sum::<i64>() as f64
    };
    let ports: Vec<_> = quarter.clone().map(|step| outcome(0, step)).collect();
    let expected = least(&ports).min(link(0)).min(link(4)) / 92.0 * 365.0;
    assert!((found.unwrap().values[0] / expected - 1.0).abs() < 1e-12);
    let mut daily = ports.iter().map(|day| day.shuttle[0].capability.into_iter().min().unwrap());
    assert!(daily.by_ref().sum::<i64>() as f64 != least(&ports), "sums, then the least of them");
}

#[test]
fn quantiles_of_waits_are_given_by_year_and_in_total() {
    let (model, causes) = (model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(1, 1));
    let rows = run(&plan).summary.into_iter().filter(|row| row.quantity.metric == Metric::WaitP90);
    let periods: Vec<String> = rows
        .filter(|row| row.quantity.entity == "west-end")
        .map(|row| row.quantity.period.to_string())
        .collect();
    assert_eq!(periods, ["2024", "2025", "2026", "total"]);
}

#[test]
fn a_trace_follows_ships_and_says_what_a_shuttle_could_carry() {
    let (model, causes) = (model(), fixture::causes());
    let trace = vec![1];
    let plan = Plan::new(&model, &causes, Options { trace, ..everything(2, 2) });
    let trace = run(&plan).trace;
    let a_day = 2 + 1 + 3 + 6 + 1;
    assert_eq!(trace.len(), a_day * model.horizon.steps());
    let today = &trace[a_day * 40..][..a_day];
    let ship = &today[a_day - 1];
    assert_eq!(
        (ship.kind, ship.name.as_str(), ship.stock),
        (TraceKind::Ship, "tankers-2", Some(8123))
    );
    let event = ship.event.as_ref().unwrap();
    assert_eq!((event.time().as_str(), event.name), ("12:34", Move::Sail));
    assert_eq!((event.port.as_str(), ship.date), ("east-end", model.horizon.day(40).date));
    let link = today.iter().find(|row| row.name == "east" && row.kind == TraceKind::Link).unwrap();
    let capability = outcome(1, 40).shuttle[0].capability;
    assert_eq!(link.capacity, capability.into_iter().min());
}

#[test]
fn without_shuttles_there_are_no_ports_and_ships() {
    let (mut model, causes) = (model(), fixture::causes());
    model.links[SHUTTLE].shuttle = None;
    model.fleets[1].serves.clear();
    let plan = Plan::new(&model, &causes, everything(1, 1));
    let rows = fixture::run(&plan, 64).finish(None).summary;
    assert!(rows.iter().all(|row| !row.quantity.metric.is_of_shuttles()));
}
