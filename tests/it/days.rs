//! Do a day's inputs say what the draws mean, and what changed?

use crate::fixture::*;
use caspian::calendar::Horizon;
use caspian::model::*;
use caspian::trajectory::{Sampler, Trajectory};

/// How many outages of a cause hit a component on a step.
fn hits(trajectory: &Trajectory, cause: &str, on: Component, step: usize) -> usize {
    let causes = trajectory.causes();
    let is_on = |one: &caspian::trajectory::Occurrence<'_>| {
        causes[one.cause] == cause && one.on.contains(&on) && (one.from..one.until).contains(&step)
    };
    trajectory.occurrences().filter(is_on).count()
}

/// Steps of an event.
fn event(name: &str, on: Vec<Component>, takes: Takes) -> Event {
    let (from, back) = (day(2025, 1, 3), day(2025, 1, 5));
    Event { name: name.into(), cause: name.into(), on, takes, from, back }
}

fn january() -> Horizon {
    Horizon::new(day(2025, 1, 1), day(2025, 1, 10), None).unwrap()
}

fn losses(trajectory: &Trajectory, component: Component) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    trajectory.on(component, &mut found);
    found.iter().map(|loss| (trajectory.causes()[loss.cause].clone(), loss.alone)).collect()
}

#[test]
fn inputs_are_what_the_occurrences_leave() {
    let mut model = everything();
    model.hazards.push(hazard("strike", HUB, poisson(1.0, exponential(9.0))));
    let sampler = Sampler::new(&model, 3, 20, true);
    let mut trajectory = sampler.trajectory();
    for replication in 0..20 {
        sampler.sample(replication, &mut trajectory);
        for step in 0..model.horizon.steps() {
            trajectory.at(step);
            let count = |cause, on| hits(&trajectory, cause, on, step);
            let struck = count("strike", HUB) > 0;
            let down = count("storm", MOORINGS) + count("pump", MOORINGS);
            let moorings = if struck { 0 } else { [227, 215, 115, 0][down.min(3)] };
            let feed = if count("quality", FEED) > 0 { 50 } else { 100 };
            let feed = if struck { 0 } else { feed };
            let inputs = trajectory.inputs();
            assert_eq!(inputs.link[1].capacity, moorings, "{replication} {step}");
            assert_eq!(inputs.link[0].capacity, feed, "{replication} {step}");
            let NodeToday { today, whole } = inputs.node[0];
            let left = if count("planned", FIELD) > 0 { whole as f64 * 0.4 } else { whole as f64 };
            let supply = if count("daily", FIELD) > 0 { 0 } else { left.round() as i64 };
            assert_eq!(today, supply, "{replication} {step}");
        }
    }
}

#[test]
fn what_changed_is_listed_and_nothing_else() {
    let model = everything();
    let sampler = Sampler::new(&model, 3, 30, true);
    let mut trajectory = sampler.trajectory();
    for replication in 0..30 {
        sampler.sample(replication, &mut trajectory);
        let mut before = trajectory.at(0).clone();
        assert_eq!((&before.changed_nodes[..], before.repriced), (&[0, 1, 2][..], true));
        assert_eq!(before.changed_links, [0, 1]);
        for step in 1..model.horizon.steps() {
            let inputs = trajectory.at(step);
            let nodes: Vec<usize> =
                (0..3).filter(|node| inputs.node[*node] != before.node[*node]).collect();
            let links: Vec<usize> =
                (0..2).filter(|link| inputs.link[*link] != before.link[*link]).collect();
            assert_eq!(inputs.changed_nodes, nodes);
            assert_eq!(inputs.changed_links, links);
            assert!(!inputs.repriced);
            before = inputs.clone();
        }
    }
}

#[test]
fn a_day_off_starts_and_ends_on_its_dates() {
    let mut model = chain(january());
    model.events = vec![event("closure", vec![MOORINGS], Takes::Units(2))];
    let mut trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    let capacity = capacities(&mut trajectory, 1, 10);
    assert_eq!(capacity[..5], [227, 227, 115, 115, 227]);
}

#[test]
fn others_in_the_pipe_yield_by_rank() {
    for (rank, ours, others) in
        [(Rank::First, 15, 100), (Rank::ProRata, 64, 51), (Rank::Last, 115, 0)]
    {
        let mut model = chain(january());
        model.links[1].reserved = Some(Series::constant(100.0));
        model.links[1].reserved_rank = rank;
        model.events = vec![event("closure", vec![MOORINGS], Takes::Units(2))];
        let mut trajectory = Sampler::new(&model, 1, 1, false).trajectory();
        let whole = LinkToday { capacity: 127, whole: 127, others: 100, ..LinkToday::default() };
        assert_eq!(trajectory.at(1).link[1], whole);
        let cut = LinkToday { capacity: ours, others, ..whole };
        assert_eq!(trajectory.at(2).link[1], cut, "{rank:?}");
        assert_eq!(losses(&trajectory, MOORINGS), [("closure".to_owned(), 127 - ours)]);
    }
}

#[test]
fn a_closed_link_carries_nothing_and_loses_nothing() {
    let mut model = chain(january());
    let level = |value| Level { value: Value::Known(value), per: Per::Plain };
    let steps = vec![(day(2025, 1, 1), level(1.0)), (day(2025, 1, 4), level(0.0))];
    model.links[1].open = Series { shape: Shape::Steps(steps), factor: None };
    model.links[1].reserved = Some(Series::constant(27.0));
    model.events = vec![event("closure", vec![MOORINGS], Takes::All)];
    let mut trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    let capacity = capacities(&mut trajectory, 1, 4);
    assert_eq!(capacity, [200, 200, 0, 0]);
    let closed = LinkToday::default();
    assert_eq!(trajectory.inputs().link[1], closed);
    assert_eq!(losses(&trajectory, MOORINGS), [("closure".to_owned(), 0)]);
}

#[test]
fn losses_say_what_each_would_take_alone() {
    let mut model = chain(january());
    model.events = vec![
        event("a-unit", vec![MOORINGS], Takes::Units(1)),
        event("b-share", vec![MOORINGS, FIELD], Takes::Share(Value::Known(0.5))),
        event("c-hub", vec![HUB], Takes::Share(Value::Known(0.1))),
        event("d-demand", vec![Component::Node(2)], Takes::Units(1)),
    ];
    let mut trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    for step in 0..4 {
        trajectory.at(step);
        let found = [MOORINGS, FEED, FIELD, HUB, Component::Node(2)];
        let found = found.map(|component| losses(&trajectory, component));
        let named = |losses: &[(&str, i64)]| {
            losses.iter().map(|(cause, alone)| ((*cause).to_owned(), *alone)).collect::<Vec<_>>()
        };
        let wanted = match step {
            0 | 1 => [(); 5].map(|()| Vec::new()),
            _ => [
                named(&[("a-unit", 12), ("b-share", 113), ("c-hub", 23)]),
                named(&[("c-hub", 10)]),
                named(&[("b-share", 50)]),
                named(&[]),
                named(&[("d-demand", 300)]),
            ],
        };
        assert_eq!(found, wanted, "step {step}");
    }
    // (215 / 2) / 10 of the two shares, rounded once.
    assert_eq!(trajectory.inputs().link[1].capacity, 97);
}

#[test]
fn a_common_cause_at_both_ends_of_a_link_counts_once() {
    let mut model = chain(january());
    model.nodes[2].kind = NodeKind::Hub;
    let on = vec![HUB, Component::Node(2), MOORINGS];
    model.events = vec![event("storm", on, Takes::Share(Value::Known(0.5)))];
    let mut trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    assert_eq!(capacities(&mut trajectory, 1, 3), [227, 227, 114]);
    assert_eq!(losses(&trajectory, MOORINGS).len(), 1);
}

#[test]
fn prices_change_on_their_dates() {
    let mut model = chain(january());
    let level = |value| Level { value: Value::Known(value), per: Per::Plain };
    let steps = vec![(day(2025, 1, 1), level(38.0)), (day(2025, 1, 4), level(40.5))];
    model.links[0].cost = Series { shape: Shape::Steps(steps), factor: None };
    if let NodeKind::Market { price, .. } = &mut model.nodes[2].kind {
        *price = Some(Series::constant(470.0));
    }
    let mut trajectory = Sampler::new(&model, 1, 1, true).trajectory();
    for (step, cost, repriced) in
        [(0, 38.0, true), (1, 38.0, false), (2, 38.0, false), (3, 40.5, true)]
    {
        let inputs = trajectory.at(step);
        assert_eq!((inputs.cost[0], inputs.price[2]), (cost, 470.0));
        assert_eq!(inputs.repriced, repriced, "step {step}");
    }
}

#[test]
fn only_units_in_service_count() {
    let mut model = chain(january());
    let level = |value| Level { value: Value::Known(value), per: Per::Plain };
    let steps = vec![(day(2025, 1, 1), level(2.0)), (day(2025, 1, 4), level(3.0))];
    model.links[1].in_service = Series { shape: Shape::Steps(steps), factor: None };
    model.events = vec![event("closure", vec![MOORINGS], Takes::Units(1))];
    let mut trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    assert_eq!(capacities(&mut trajectory, 1, 5), [215, 215, 115, 215, 227]);
    // Processes of units to come run from the start, and take nothing until then.
    let hazard = Hazard { each: true, ..hazard("pump", MOORINGS, markov(0.5, 0.5)) };
    model.events.clear();
    model.hazards = vec![hazard];
    let sampler = Sampler::new(&model, 1, 1, true);
    for replication in 0..100 {
        sampler.sample(replication, &mut trajectory);
        let up = |unit: usize, step: usize| {
            let path = format!("hazard.pump/link.moorings/{unit}");
            let mut all = trajectory.occurrences().filter(|one| one.path == path);
            usize::from(!all.any(|one| (one.from..one.until).contains(&step)))
        };
        let wanted: Vec<i64> = (0..5)
            .map(|step| (1..=if step < 3 { 2 } else { 3 }).map(|unit| up(unit, step)).sum())
            .map(|up: usize| [0, 115, 215, 227][up])
            .collect();
        assert_eq!(capacities(&mut trajectory, 1, 5), wanted);
    }
}
