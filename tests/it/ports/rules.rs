//! Known answers by hand: trips, storms, tanks, drafts and accounts.

use super::world::*;
use caspian::model::Limit;
use caspian::model::*;
use caspian::port::{Activity, Move};

const HOUR: i64 = 60;

/// Miles at 10 knots, stretched by 15 %, of a passage of so many minutes.
fn miles(minutes: f64) -> f64 {
    minutes / 60.0 * 10.0 / 1.15
}

/// One ship lifts so much a year over 20 years, with its lay-ups.
fn one_ship(cargo: f64, round_trip: f64, availability: f64) -> f64 {
    let work = Fixed { load: 24 * HOUR, discharge: 24 * HOUR, changeover: 5 * HOUR };
    let passage = (round_trip * 1440.0 - 48.0 * 60.0) / 2.0;
    let model = model(20 * 365, &[miles(passage)], vec![fleet("ship", cargo, &[0])]);
    let mut run = Run1::new(&model);
    let mut today = inputs(&[1, 1], &[1]);
    let mut lifted = 0;
    for step in 0..20 * 365usize {
        let (year, day) = (step / 365, step % 365);
        let (start, length) = Fleet::lay_up(uniform(1, year as u64, 0), availability, 365);
        today.lay_ups.clear();
        if start / DAY == day as i64 {
            today.lay_ups.push(LayUp { fleet: 0, ship: 0, minute: start % DAY, length });
        }
        lifted += run.day(&today, &work).shuttle[0].lifted;
    }
    let log = run.shuttles.logs().next().unwrap();
    assert_eq!(log.minutes.iter().sum::<i64>(), 20 * 365 * DAY);
    let laid_up = log.minutes[Activity::LaidUp as usize] as f64 / (20.0 * 365.0 * DAY as f64);
    assert!((laid_up - (1.0 - availability)).abs() < 0.004, "{laid_up}");
    lifted as f64 / 20.0
}

#[test]
fn one_ship_carries_what_arithmetic_says() {
    let typical = one_ship(10_000.0, 6.8, 0.93);
    assert!((typical - 500e3).abs() < 5e3, "{typical}");
    let small = one_ship(6980.0, 365.0 / 54.0, 1.0);
    assert!((small - 377e3).abs() < 1e3, "{small}");
}

#[test]
fn a_storm_suspends_loading_and_outlasts_midnight() {
    let work = Fixed { load: 24 * HOUR, discharge: 12 * HOUR, changeover: 0 };
    let model = model(10, &[miles(600.0)], vec![fleet("ship", 9000.0, &[0])]);
    let mut run = Run1::new(&model);
    run.shuttles.trace(true);
    let mut moves = Vec::new();
    for step in 0..6 {
        let mut today = inputs(&[2, 1], &[1]);
        // From 18:00 on the first day to 06:00 on the second: loading ends at 12:00.
        let storm: &[_] = match step {
            0 => &[(1080, 1440)],
            1 => &[(0, 360)],
            _ => &[],
        };
        let closure = |&(from, until)| Closure { from, until, berths: 2 };
        today.port[0].closures = storm.iter().map(closure).collect();
        run.day(&today, &work);
        moves.extend(run.out.moves.iter().map(|m| (m.minute, m.kind, m.port, m.tonnes)));
    }
    let hand = [
        (0, Move::Join, 0, 0),
        (0, Move::Arrive, 0, 0),
        (0, Move::Load, 0, 9000),
        (2160, Move::Sail, 1, 9000),
        (2760, Move::Arrive, 1, 9000),
        (2760, Move::Discharge, 1, 9000),
        (3480, Move::Return, 0, 0),
        (4080, Move::Arrive, 0, 0),
        (4080, Move::Load, 0, 9000),
        (5520, Move::Sail, 1, 9000),
    ];
    assert_eq!(moves[..10], hand);
}

#[test]
fn a_ship_waits_for_weather_for_a_berth_and_for_cargo_each_by_its_name() {
    let work = Fixed { load: 10 * HOUR, discharge: HOUR, changeover: 2 * HOUR };
    let model = model(4, &[miles(600.0)], vec![fleet("ships", 5000.0, &[0])]);
    let mut run = Run1::new(&model);
    run.stock[0] = 5000;
    let mut today = inputs(&[1, 1], &[2]);
    today.port[0].closures = vec![Closure { from: 0, until: 3 * HOUR, berths: 1 }];
    let first = run.day(&today, &work).clone();
    assert!(first.shuttle[0].limits.is_alone(Limit::Stock));
    assert_eq!(first.port[0].busy, 12 * HOUR);
    assert_eq!((first.port[0].in_service, first.port[0].closed), (DAY, 3 * HOUR));
    run.stock[0] += 5000;
    let second = run.day(&inputs(&[1, 1], &[2]), &work).clone();
    let waits: Vec<_> = [&first, &second]
        .iter()
        .flat_map(|out| &out.calls)
        .filter(|call| call.work == Work::Load)
        .map(|call| (call.minute, call.storm, call.queue, call.tank))
        .collect();
    // Closed to 03:00, berth taken to 15:00, tank empty to midnight.
    assert_eq!(waits[..2], [(180, 180, 0, 0), (DAY, 180, 720, 540)]);
}

#[test]
fn a_port_without_berths_in_service_lacks_berths_and_a_closed_one_waits_for_weather() {
    let work = Fixed { load: 10 * HOUR, discharge: HOUR, changeover: 0 };
    let model = model(4, &[miles(600.0)], vec![fleet("ships", 5000.0, &[0])]);
    let limits = |berths, closures: Vec<Closure>| {
        let mut today = inputs(&[berths, 1], &[1]);
        today.port[0].closures = closures;
        Run1::new(&model).day(&today, &work).shuttle[0].limits
    };
    let storm = |berths| vec![Closure { from: 0, until: DAY + 1, berths }];
    assert!(limits(2, storm(2)).is_alone(Limit::Weather));
    assert!(limits(0, vec![]).is_alone(Limit::Berths), "by plan");
    assert!(limits(0, storm(2)).is_alone(Limit::Berths), "a storm has none to take");
}

#[test]
fn ships_wait_outside_a_full_tank() {
    let work = Fixed { load: 10 * HOUR, discharge: 10 * HOUR, changeover: 0 };
    let model = model(9, &[miles(600.0)], vec![fleet("ships", 5000.0, &[0])]);
    let mut run = Run1::new(&model);
    run.capacity[1] = 9999;
    let today = inputs(&[2, 2], &[2]);
    for _ in 0..4 {
        run.day(&today, &work);
        assert!(run.stock[1] + run.shuttles.reserved(1) <= 9999);
    }
    assert!(run.out.shuttle[0].limits.is_alone(Limit::Room));
    assert_eq!(run.stock[1], 5000);
    run.stock[1] = 0;
    run.day(&today, &work);
    // Before the port from 20:00 on the first day to midnight of the fourth.
    assert_eq!(run.out.calls[0].tank, 4 * DAY - 20 * HOUR);
}

#[test]
fn the_shallower_end_and_the_days_level_rule_the_cargo() {
    let work = Fixed { load: 10 * HOUR, discharge: HOUR, changeover: 0 };
    let model = model(9, &[miles(600.0)], vec![fleet("ships", 12_000.0, &[0])]);
    let mut run = Run1::new(&model);
    let mut today = inputs(&[1, 1], &[1]);
    (today.port[0].bed, today.port[1].bed) = (-36.0, -36.35);
    let first = run.day(&today, &work).shuttle[0];
    // 50 cm missing at 23 t/cm.
    assert_eq!((first.lifted, first.draft_lost), (10_850, 1150));
    assert!(first.limits.contains(Limit::Depth) && first.limits.contains(Limit::Ships));
    (today.port[0].bed, today.port[1].bed) = (-37.0, -36.35);
    today.sea[0] -= 0.1;
    let second = run.day(&today, &work).clone();
    let call = second.calls.iter().find(|call| call.work == Work::Load).unwrap();
    assert_eq!((call.cargo, call.full), (12_000 - 23 * 25, 12_000));
}

#[test]
fn ships_share_themselves_by_nomination_and_idle_when_nothing_is_due() {
    let work = Fixed { load: 20 * HOUR, discharge: 20 * HOUR, changeover: 2 * HOUR };
    let fleets = vec![fleet("ships", 10_000.0, &[0, 1])];
    let model = model(2 * 365, &[256.0, 165.0], fleets);
    let mut run = Run1::new(&model);
    let mut today = inputs(&[3, 2, 2], &[9]);
    today.shuttle[0].due = 4100;
    today.shuttle[1].due = 6000;
    let mut lifted = [[0; 2]; 2];
    run.days(730, (&today, &work), |step, out| {
        for (service, row) in out.shuttle.iter().enumerate() {
            lifted[step / 365][service] += row.lifted;
        }
    });
    for year in lifted {
        for (lifted, due) in year.into_iter().zip([4100 * 365, 6000 * 365]) {
            assert!((lifted - due).abs() <= 20_000, "{lifted} of {due}");
        }
    }
    let idle: i64 = run.shuttles.logs().map(|log| log.minutes[Activity::Idle as usize]).sum();
    assert!(idle > 0);
    assert!(run.out.shuttle.iter().all(|row| row.limits.is_alone(Limit::Nomination)));
    // Short of ships, both fall behind by the same tonnage.
    let mut few = Run1::new(&model);
    let today = PortInputs { ships: vec![3], ..today };
    let mut short = [0; 2];
    few.days(365, (&today, &work), |_, out| {
        for (service, row) in out.shuttle.iter().enumerate() {
            short[service] += today.shuttle[service].due - row.lifted;
        }
    });
    assert!(short[0] > 100_000 && (short[0] - short[1]).abs() < 20_000, "{short:?}");
}

#[test]
fn a_closed_shuttle_takes_no_ship_and_lets_those_at_sea_finish() {
    let work = Fixed { load: 20 * HOUR, discharge: 20 * HOUR, changeover: 0 };
    let fleets = vec![fleet("ships", 10_000.0, &[0, 1])];
    let model = model(60, &[256.0, 165.0], fleets);
    let mut run = Run1::new(&model);
    let mut today = inputs(&[1, 2, 2], &[6]);
    today.shuttle[1].due = 1;
    run.days(10, (&today, &work), |_, _| {});
    today.shuttle[0].open = false;
    let mut loads = [0; 2];
    run.days(60, (&today, &work), |_, out| {
        for (service, row) in out.shuttle.iter().enumerate() {
            loads[service] += row.loads;
        }
    });
    assert_eq!((loads[0], run.out.shuttle[0].at_sea), (0, 0));
    assert!(loads[1] <= 1 && run.shuttles.at_sea() == 0);
}

#[test]
fn all_is_wanted_for_as_long_as_it_is_nominated() {
    let work = Fixed { load: 20 * HOUR, discharge: 20 * HOUR, changeover: 0 };
    let model = model(300, &[256.0], vec![fleet("ships", 10_000.0, &[0])]);
    let mut run = Run1::new(&model);
    let today = |due| {
        let mut today = inputs(&[3, 3], &[4]);
        today.shuttle[0].due = due;
        today
    };
    let mut until = |due, days: usize| {
        let mut lifted = 0;
        let mut owed = Liftings::new(2, 1);
        run.days(days, (&today(due), &work), |_, out| lifted += out.shuttle[0].lifted);
        run.shuttles.lift(&run.out, &mut owed);
        (lifted, owed.owed[0])
    };
    assert!(until(UNLIMITED, 40).0 > 300_000);
    // Ships that were on their way to load still do.
    let (under_way, owed) = until(0, 50);
    assert!(under_way <= 40_000 && owed == 0, "{under_way} {owed}");
    assert_eq!(until(0, 60), (0, 0));
    let near = |(lifted, owed): (i64, i64), due: i64| {
        assert!((lifted - due).abs() <= 20_000 && owed <= 20_000, "{lifted} {owed} of {due}");
    };
    // A volume counts from its first day, with what was under way then.
    let (lifted, owed) = until(2000, 160);
    near((under_way + lifted, owed), 200_000);
    // Far behind a volume, then "all": what was short before is not made up after it.
    assert!(until(1_000_000, 170).1 > 9_000_000);
    assert_eq!(until(UNLIMITED, 180).1, UNLIMITED);
    near(until(2000, 280), 200_000);
}

#[test]
fn a_spell_of_a_ship_that_is_out_of_service_is_none() {
    let work = Fixed { load: 20 * HOUR, discharge: 20 * HOUR, changeover: 0 };
    let model = model(90, &[256.0], vec![fleet("ships", 10_000.0, &[0])]);
    let mut run = Run1::new(&model);
    let spell = |ship| LayUp { fleet: 0, ship, minute: 0, length: 9 * DAY };
    let mut leaving = inputs(&[3, 3], &[1]);
    // The second and third are under way, and leave before they come to be laid up.
    leaving.lay_ups = vec![spell(1)];
    run.days(10, (&inputs(&[3, 3], &[3]), &work), |_, _| {});
    run.day(&leaving, &work);
    run.days(30, (&inputs(&[3, 3], &[1]), &work), |_, _| {});
    leaving.lay_ups = vec![spell(2)];
    run.day(&leaving, &work);
    run.days(90, (&inputs(&[3, 3], &[3]), &work), |_, _| {});
    let logs: Vec<_> = run.shuttles.logs().collect();
    for log in &logs[1..] {
        assert_eq!(log.minutes[Activity::LaidUp as usize], 0, "ship {}", log.ship);
        assert!(log.minutes[Activity::Loading as usize] > 9 * DAY, "ship {}", log.ship);
    }
}

#[test]
fn ships_come_and_go_with_the_fleet() {
    let work = Fixed { load: 20 * HOUR, discharge: 20 * HOUR, changeover: 0 };
    let model = model(90, &[256.0], vec![fleet("ships", 10_000.0, &[0])]);
    let mut run = Run1::new(&model);
    run.days(30, (&inputs(&[3, 3], &[4]), &work), |_, _| {});
    let used = |run: &Run1| run.shuttles.logs().map(|log| log.minutes.iter().sum()).collect();
    let all: Vec<i64> = used(&run);
    assert_eq!(all, [30 * DAY; 4]);
    run.days(60, (&inputs(&[3, 3], &[2]), &work), |_, _| {});
    let fewer: Vec<i64> = used(&run);
    assert_eq!(fewer[..2], [60 * DAY; 2]);
    assert!(fewer[2..].iter().all(|minutes| (30 * DAY..37 * DAY).contains(minutes)));
    run.days(90, (&inputs(&[3, 3], &[5]), &work), |_, _| {});
    let more: Vec<i64> = used(&run);
    assert_eq!((more[3] - fewer[3], more[4]), (30 * DAY, 30 * DAY));
}

/// Oil goes on from the tank that the first shuttle fills: port 1 discharges and loads.
fn relay() -> Model {
    let fleets = vec![fleet("feeder", 5000.0, &[0]), fleet("onward", 5000.0, &[1])];
    let mut model = model(9, &[miles(600.0), miles(600.0)], fleets);
    model.links[1].from = 1;
    model.links[1].shuttle.as_mut().unwrap().ports = [1, 2];
    model
}

const RELAY: Fixed = Fixed { load: 10 * HOUR, discharge: 8 * HOUR, changeover: 2 * HOUR };

/// Works begun in port 1 over some days, from the morning's inputs: minute, fleet and work.
fn at_hub(run: &mut Run1, days: &[PortInputs]) -> Vec<(i64, usize, Work)> {
    let mut begun = Vec::new();
    for today in days {
        let calls = run.day(today, &RELAY).calls.iter().filter(|call| call.port == 1);
        begun.extend(calls.map(|call| (call.minute, call.fleet, call.work)));
    }
    begun
}

#[test]
fn a_lane_that_waits_for_its_tank_lets_others_pass() {
    let mut run = Run1::new(&relay());
    run.capacity[1] = 5000;
    let hand = [
        // The first feeder discharges past the ship that waits for its oil; the second
        // feeder stays outside the full tank.
        (1200, 0, Work::Discharge),
        // Discharge to 28:00, changeover to 30:00: the onward ship takes the oil.
        (1800, 1, Work::Load),
        // Loading to 40:00, changeover to 42:00: now there is room, and a berth.
        (2520, 0, Work::Discharge),
    ];
    assert_eq!(at_hub(&mut run, &vec![inputs(&[3, 1, 1], &[2, 1]); 4])[..3], hand);
}

#[test]
fn loading_out_of_a_full_tank_lets_a_waiting_ship_in_at_once() {
    let mut run = Run1::new(&relay());
    run.capacity[1] = 5000;
    // The onward ship comes after the second feeder, which looked at the tank before it.
    let days = [inputs(&[3, 3, 1], &[2, 0]), inputs(&[3, 3, 1], &[2, 1])];
    let hand = [(1200, 0, Work::Discharge), (1680, 1, Work::Load), (1680, 0, Work::Discharge)];
    assert_eq!(at_hub(&mut run, &days), hand);
}

#[test]
fn who_came_first_is_served_first_whatever_the_work() {
    for (onward_joins, first) in [(0, Work::Load), (1, Work::Discharge)] {
        let mut run = Run1::new(&relay());
        run.stock[1] = 5000;
        let day = |step| {
            let mut today = inputs(&[3, 1, 1], &[1, u32::from(step >= onward_joins)]);
            // The port opens at 50:00, when both ships wait.
            let until = [DAY, DAY, 120][step];
            today.port[1].closures = vec![Closure { from: 0, until, berths: 1 }];
            today
        };
        let begun = at_hub(&mut run, &[day(0), day(1), day(2)]);
        assert_eq!((begun[0].0, begun[0].2, begun.len()), (3000, first, 2));
    }
}
