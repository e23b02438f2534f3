//! Berths by the minute: storms while they last, planned work for whole days.

use super::world::*;
use crate::chance::{assert_mean, each};
use crate::fixture::{day, exponential, hazard, markov, occurrences, poisson, six_years};
use caspian::calendar::Horizon;
use caspian::model::*;
use caspian::trajectory::{Sampler, Trajectory};

fn january() -> Horizon {
    Horizon::new(day(2025, 1, 1), day(2025, 1, 10), None).unwrap()
}

/// Minutes from the start in which so many berths are lost within days, by spell.
fn spells(trajectory: &mut Trajectory, steps: usize, berths: u32) -> Vec<(i64, i64)> {
    let mut found: Vec<(i64, i64)> = Vec::new();
    for step in 0..steps {
        trajectory.at(step);
        let start = step as i64 * DAY;
        for closure in &trajectory.ports().port[AKTAU].closures {
            assert!(0 <= closure.from && closure.from <= closure.until && closure.until <= DAY);
            assert_eq!(closure.berths, berths);
            let (from, until) = (start + closure.from, start + closure.until);
            match found.iter_mut().find(|spell| spell.1 == from && closure.from == 0) {
                Some(spell) => spell.1 = until,
                None => found.push((from, until)),
            }
        }
    }
    found.retain(|(from, until)| from < until);
    found
}

#[test]
fn a_storm_closes_a_port_while_it_lasts_over_midnight_too() {
    let mut model = chain_by_sea(six_years());
    model.hazards = vec![hazard("storm", STORMS, poisson(12.0, exponential(1.7)))];
    let steps = model.horizon.steps();
    let mut longest = 0;
    each(&model, 30, |trajectory| {
        let minute = |days: f64| (days * DAY as f64).round() as i64;
        let end = steps as i64 * DAY;
        let drawn = occurrences(trajectory, "hazard.storm").into_iter();
        let drawn = drawn.map(|(start, length)| (minute(start), minute(start + length).min(end)));
        let mut drawn: Vec<_> = drawn.filter(|(from, until)| from < until).collect();
        let mut found = spells(trajectory, steps, 3);
        drawn.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, drawn);
        longest = longest.max(drawn.iter().map(|(from, until)| until - from).max().unwrap());
    });
    assert!(longest > 4 * DAY, "no storm over several midnights was seen");
}

#[test]
fn the_time_lost_to_storms_is_rate_times_duration() {
    let mut model = chain_by_sea(six_years());
    model.hazards = vec![hazard("storm", STORMS, poisson(10.0, exponential(0.6)))];
    let steps = model.horizon.steps();
    let lost = each(&model, 1000, |trajectory| {
        let minutes = (0..steps).map(|step| {
            trajectory.at(step);
            let closures = trajectory.ports().port[AKTAU].closures.iter();
            closures.map(|closure| closure.until - closure.from).sum::<i64>()
        });
        minutes.sum::<i64>() as f64 / DAY as f64
    });
    // Less what lies beyond the end of the last storm.
    assert_mean(&lost, 10.0 * 0.6 * (steps as f64 - 0.6) / 365.2425, "days closed");
}

/// Berths of Aktau on each day, and those lost within it at noon.
fn berths(model: &Model) -> Vec<(u32, u32)> {
    let mut trajectory = Sampler::new(model, 1, 1, true).trajectory();
    let days = (0..model.horizon.steps()).map(|step| {
        trajectory.at(step);
        let port = &trajectory.ports().port[AKTAU];
        let noon = port.closures.iter().filter(|c| (c.from..c.until).contains(&(DAY / 2)));
        (port.berths, noon.map(|closure| closure.berths).sum())
    });
    days.collect()
}

fn event(name: &str, takes: Takes) -> Event {
    let (from, back) = (day(2025, 1, 3), day(2025, 1, 5));
    Event { name: name.into(), cause: name.into(), on: vec![STORMS], takes, from, back }
}

#[test]
fn planned_work_takes_berths_for_whole_days() {
    let share = |share| Takes::Share(known(share));
    for (takes, left) in [
        (vec![Takes::Units(2)], 1),
        (vec![Takes::Units(7)], 0),
        (vec![Takes::All], 0),
        (vec![share(0.5)], 1),
        (vec![share(0.4)], 2),
        (vec![share(0.1)], 3),
        (vec![Takes::Units(1), share(0.4)], 1),
        (vec![Takes::Units(2), Takes::Units(2)], 0),
    ] {
        let mut model = chain_by_sea(january());
        let names = ["a", "b"].iter();
        model.events = names.zip(&takes).map(|(name, takes)| event(name, *takes)).collect();
        let mut expected = vec![(3, 0); 10];
        expected[2] = (left, 0);
        expected[3] = (left, 0);
        assert_eq!(berths(&model), expected, "{takes:?}");
    }
}

#[test]
fn berths_fail_one_by_one() {
    let mut model = chain_by_sea(six_years());
    let one = hazard("arm", STORMS, markov(0.1, 0.3));
    model.hazards = vec![Hazard { each: true, ..one }];
    let steps = model.horizon.steps();
    let shares = each(&model, 200, |trajectory| {
        let mut down = [0.0; 4];
        for step in 0..steps {
            trajectory.at(step);
            let closures = &trajectory.ports().port[AKTAU].closures;
            assert!(closures.iter().all(|c| (c.from, c.until, c.berths) == (0, DAY, 1)));
            down[closures.len()] += 1.0 / steps as f64;
        }
        down
    });
    for (down, wanted) in [0.421875, 0.421875, 0.140625, 0.015625].into_iter().enumerate() {
        let column: Vec<f64> = shares.iter().map(|one| one[down]).collect();
        assert_mean(&column, wanted, "berths down");
    }
}

#[test]
fn a_berth_to_come_fails_only_once_it_is_there() {
    let mut model = chain_by_sea(january());
    let level = |value| Level { value: known(value), per: Per::Plain };
    let points = vec![(day(2025, 1, 1), level(1.0)), (day(2025, 1, 6), level(2.0))];
    model.ports[AKTAU].berths = Series { shape: Shape::Steps(points), factor: None };
    let broken = hazard("arm", STORMS, markov(1.0, 0.0));
    model.hazards = vec![Hazard { each: true, ..broken }];
    let expected: Vec<_> = (0..10).map(|step| if step < 5 { (1, 1) } else { (2, 2) }).collect();
    assert_eq!(berths(&model), expected);
}

#[test]
fn before_as_of_only_events_touch_a_port() {
    let as_of = Some(day(2025, 6, 30));
    let horizon = Horizon::new(day(2025, 1, 1), day(2025, 12, 31), as_of).unwrap();
    let mut model = chain_by_sea(horizon);
    model.hazards = vec![hazard("storm", STORMS, poisson(60.0, exponential(1.0)))];
    model.events = vec![event("storm-2025", Takes::All)];
    let (mut before, mut after) = (Vec::new(), 0);
    each(&model, 20, |trajectory| {
        for step in 0..365 {
            trajectory.at(step);
            let port = &trajectory.ports().port[AKTAU];
            if step >= 181 {
                after += port.closures.len();
            } else if port.berths < 3 || !port.closures.is_empty() {
                before.push(step);
            }
        }
    });
    assert_eq!(before, [2, 3].repeat(20));
    assert!(after > 400);
}
