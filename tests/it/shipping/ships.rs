//! Calls, lay-ups and what falls due; what is added moves no other draw.

use super::world::*;
use crate::chance::{assert_mean, each};
use crate::fixture::{
    day, everything, exponential, hazard, lognormal, occurrences, parameter, poisson, six_years,
};
use caspian::calendar::Horizon;
use caspian::model::*;
use caspian::trajectory::{Sampler, Trajectory};

/// Step, ship, minute and length of every lay-up of a fleet.
fn lay_ups(trajectory: &mut Trajectory, steps: usize, fleet: FleetId) -> Vec<[i64; 4]> {
    let mut found = Vec::new();
    for step in 0..steps {
        trajectory.at(step);
        let due = trajectory.ports().lay_ups.iter().filter(|due| due.fleet == fleet);
        let row = |due: &LayUp| [step as i64, i64::from(due.ship), due.minute, due.length];
        found.extend(due.map(row));
    }
    found
}

fn calls(trajectory: &Trajectory, port: PortId, work: Work, numbers: [u32; 5]) -> Vec<i64> {
    numbers.into_iter().map(|call| trajectory.minutes(port, work, call)).collect()
}

#[test]
fn the_number_of_a_call_decides_how_long_it_takes() {
    let model = in_all_weathers(six_years());
    let sampler = Sampler::new(&model, 1, 3, true);
    let (mut a, mut b) = (sampler.trajectory(), sampler.trajectory());
    let mut all = Vec::new();
    for replication in 0..20 {
        sampler.sample(replication, &mut a);
        sampler.sample(replication, &mut b);
        b.at(1);
        let there = calls(&a, AKTAU, Work::Load, [0, 1, 2, 3, 900]);
        let mut back = calls(&b, AKTAU, Work::Load, [900, 3, 2, 1, 0]);
        back.reverse();
        assert_eq!(there, back);
        assert_ne!(there, calls(&a, AKTAU, Work::Changeover, [0, 1, 2, 3, 900]));
        assert_eq!(calls(&a, AKTAU, Work::Discharge, [0, 1, 2, 3, 4]), [1440; 5]);
        all.push(there);
    }
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 20, "every replication has its own calls");
}

#[test]
fn calls_have_the_distribution_asked_for_and_a_changed_median_rescales_them() {
    let mut model = chain_by_sea(six_years());
    model.ports[BAKU].discharge = lognormal(1000.0, 0.4);
    let mut slower = model.clone();
    slower.ports[BAKU].discharge = lognormal(3000.0, 0.4);
    let logs = |model: &Model| {
        let logs = each(model, 50, |t| {
            let minutes = (0..200).map(|call| t.minutes(BAKU, Work::Discharge, call) as f64);
            minutes.map(|minutes| (minutes / 1440.0 / 1000.0).ln()).collect::<Vec<_>>()
        });
        logs.concat()
    };
    let (here, there) = (logs(&model), logs(&slower));
    assert_mean(&here, 0.0, "logarithm");
    let squares: Vec<f64> = here.iter().map(|log| log * log).collect();
    assert_mean(&squares, 0.16, "variance of the logarithm");
    for (here, there) in here.iter().zip(&there) {
        assert!((there - here - 3_f64.ln()).abs() < 1e-5);
    }
    let trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    assert_eq!(calls(&trajectory, BAKU, Work::Discharge, [0, 1, 2, 3, 4]), [1_440_000; 5]);
}

#[test]
fn every_ship_is_laid_up_once_a_year_for_its_share() {
    let mut model = chain_by_sea(six_years());
    model.fleets[0].availability = Series::constant(0.93);
    let steps = model.horizon.steps();
    let starts = each(&model, 300, |trajectory| {
        let found = lay_ups(trajectory, steps, 0);
        assert_eq!(found.len(), 30);
        for [step, _, minute, length] in &found {
            let days = model.horizon.day(*step as usize);
            let whole = f64::from(days.days_in_year) * 1440.0;
            assert_eq!(*length, (0.07 * whole).round() as i64);
            let into = (i64::from(days.date.day_of_year()) - 1) * DAY + minute;
            assert!((0..DAY).contains(minute) && into + length <= whole as i64);
        }
        let year = |step: i64| model.horizon.day(step as usize).year();
        let mut ships: Vec<_> = found.iter().map(|one| (year(one[0]), one[1])).collect();
        ships.sort_unstable();
        ships.dedup();
        assert_eq!(ships.len(), 30, "one a ship and year");
        (found[3][0] * DAY + found[3][2]) as f64
    });
    assert!(starts.iter().any(|start| *start != starts[0]));
}

#[test]
fn lay_ups_are_spread_evenly() {
    let mut model = chain_by_sea(Horizon::new(day(2025, 1, 1), day(2025, 12, 31), None).unwrap());
    model.fleets[0].ships = Series::constant(1.0);
    model.fleets[0].availability = Series::constant(0.9);
    let places = each(&model, 3000, |trajectory| {
        let [step, _, minute, _] = lay_ups(trajectory, 365, 0)[0];
        (step * DAY + minute) as f64 / (0.9 * 365.0 * DAY as f64)
    });
    assert_mean(&places, 0.5, "place in the year");
    let squares: Vec<f64> = places.iter().map(|place| (place - 0.5) * (place - 0.5)).collect();
    assert_mean(&squares, 1.0 / 12.0, "variance of the place");
    // Without chance they lie apart.
    model.fleets[0].ships = Series::constant(8.0);
    let mut trajectory = Sampler::new(&model, 1, 1, false).trajectory();
    let steps: Vec<i64> = lay_ups(&mut trajectory, 365, 0).iter().map(|one| one[0]).collect();
    assert_eq!(steps.len(), 8);
    assert!(steps.windows(2).all(|two| two[1] - two[0] > 15), "{steps:?}");
}

#[test]
fn a_spell_that_began_before_the_horizon_goes_on() {
    let mut model = chain_by_sea(Horizon::new(day(2025, 7, 1), day(2025, 12, 31), None).unwrap());
    model.fleets[0].availability = Series::constant(0.0);
    let mut trajectory = Sampler::new(&model, 1, 1, true).trajectory();
    let found = lay_ups(&mut trajectory, 184, 0);
    let expected: Vec<_> = (0..5).map(|ship| [0, ship, 0, 184 * DAY]).collect();
    assert_eq!(found, expected);
}

#[test]
fn another_ship_or_a_longer_stay_moves_no_other_lay_up() {
    let few = in_all_weathers(six_years());
    let mut many = few.clone();
    many.fleets[0].ships = Series::constant(9.0);
    many.fleets.insert(0, fleet("barges", 3.0, &[SHUTTLE]));
    let steps = few.horizon.steps();
    let before = each(&few, 10, |t| lay_ups(t, steps, 0));
    let after = each(&many, 10, |t| lay_ups(t, steps, 1));
    for (before, mut after) in before.into_iter().zip(after) {
        assert_eq!(after.len(), 9 * 6);
        after.retain(|one| one[1] < 5);
        assert_eq!(before, after);
    }
}

#[test]
fn what_falls_due_is_the_nomination_of_the_day() {
    let level = |value, per| Level { value: known(value), per };
    let mut model = chain_by_sea(six_years());
    let points = vec![
        (day(2025, 1, 1), level(1.5e6, Per::Year)),
        (day(2027, 1, 1), level(f64::INFINITY, Per::Plain)),
    ];
    let nomination = model.links[SHUTTLE].nomination.as_mut().unwrap();
    nomination.volume = Series { shape: Shape::Steps(points), factor: None };
    nomination.variation = Some(lognormal(1.0, 0.2));
    let open =
        vec![(day(2025, 1, 1), level(1.0, Per::Plain)), (day(2030, 1, 1), level(0.0, Per::Plain))];
    model.links[SHUTTLE].open = Series { shape: Shape::Steps(open), factor: None };
    let strike = hazard("strike", Component::Link(SHUTTLE), poisson(3.0, exponential(9.0)));
    model.hazards = vec![strike];
    each(&model, 20, |trajectory| {
        for (step, day) in model.horizon.days().iter().enumerate() {
            let link = trajectory.at(step).link[SHUTTLE];
            let today = trajectory.ports().shuttle[0];
            assert_eq!(today.due, link.nominated);
            assert_eq!(today.due == UNLIMITED, day.year() >= 2027);
            assert!(day.year() < 2030 || !today.open);
            assert_eq!(today.open, link.capacity > 0);
        }
    });
    let mut without = chain_by_sea(six_years());
    without.links[SHUTTLE].nomination = None;
    let trajectory = Sampler::new(&without, 1, 1, true).trajectory();
    assert_eq!(trajectory.ports().shuttle[0], ShuttleDay { due: UNLIMITED, open: true });
}

#[test]
fn ports_ships_and_projects_move_no_other_draw() {
    let before = everything();
    let mut after = before.clone();
    after.ports = vec![port("aktau"), port("baku")];
    after.ports[0].load = exponential(1.0);
    after.seas = vec![Sea { noise: known(0.09), set_up: known(0.25), ..sea("caspian") }];
    after.fleets = vec![fleet("tankers", 5.0, &[])];
    after.fleets[0].availability = Series::constant(0.9);
    after.parameters.push(parameter("project.berths.delay", exponential(100.0)));
    after.projects = vec![crate::projects::project("berths", day(2026, 1, 1), Vec::new())];
    after.projects[0].delay = Value::Belief(0);
    after.hazards.push(hazard("wind", Component::Port(0), poisson(9.0, exponential(1.0))));
    let all = |trajectory: &mut Trajectory| {
        let kept = trajectory.occurrences().filter(|one| one.path != "hazard.wind");
        let kept: Vec<_> = kept.map(|one| (one.path.to_owned(), one.start, one.length)).collect();
        let days = (0..before.horizon.steps()).map(|step| {
            let inputs = trajectory.at(step);
            (inputs.node.clone(), inputs.link.clone())
        });
        let days: Vec<_> = days.collect();
        (kept, trajectory.regime(0).to_vec(), days)
    };
    assert_eq!(each(&before, 10, all), each(&after, 10, all));
}

#[test]
fn another_port_sea_and_storm_move_nothing_of_the_first() {
    let before = in_all_weathers(six_years());
    let mut after = before.clone();
    // In order of name all come before the others.
    after.ports.insert(0, port("aa"));
    after.ports[0].load = exponential(2.0);
    after.seas.insert(0, Sea { noise: known(0.2), set_up: known(0.1), ..sea("aral") });
    after.fleets.insert(0, fleet("arks", 7.0, &[]));
    let shuttle = after.links[SHUTTLE].shuttle.as_mut().unwrap();
    (shuttle.ports, shuttle.sea) = ([1, 2], 1);
    after.hazards[1].on = vec![Component::Port(1)];
    after.hazards.insert(0, hazard("ice", Component::Port(0), poisson(9.0, exponential(5.0))));
    let see = |trajectory: &mut Trajectory, more: usize| {
        let storms = occurrences(trajectory, "hazard.storm");
        let mut days = Vec::new();
        for step in 0..before.horizon.steps() {
            trajectory.at(step);
            let today = trajectory.ports();
            days.push((today.sea[more], today.port[more..].to_vec(), today.ships[more]));
        }
        let works = [Work::Load, Work::Discharge, Work::Changeover];
        let calls = works.map(|work| calls(trajectory, more, work, [0, 1, 2, 3, 50]));
        (storms, days, calls, lay_ups(trajectory, before.horizon.steps(), more))
    };
    assert_eq!(each(&before, 10, |t| see(t, 0)), each(&after, 10, |t| see(t, 1)));
}
