//! What must hold whatever the weather, the ships and the tanks.

use super::world::*;
use caspian::model::*;
use caspian::port::{Hull, Move, PortDayOutcome, allowed_draft};
use proptest::prelude::*;

/// Times by call number alone.
struct Drawn {
    seed: u64,
    mean: f64,
}

impl CallTimes for Drawn {
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        let stream = 3 * port as u64 + work as u64;
        (2.0 * self.mean * uniform(self.seed, stream, call.into())) as i64
    }
}

/// A world on a day, everything about it drawn from a seed.
struct Weather {
    seed: u64,
    ships: [u32; 2],
    /// Closures and changes of the fleet.
    rough: bool,
}

impl Weather {
    fn draw(&self, step: usize, what: u64) -> f64 {
        uniform(self.seed ^ 0xabcd, step as u64, what)
    }

    fn below(&self, step: usize, what: u64, n: u32) -> u32 {
        (self.draw(step, what) * f64::from(n)) as u32
    }

    fn inputs(&self, step: usize) -> PortInputs {
        let mut today = inputs(&[3, 2, 1], &self.ships);
        today.sea[0] = -33.5 + 1.5 * self.draw(step, 0);
        today.port.iter_mut().for_each(|port| port.bed = -40.0);
        for (service, rate) in [(0, 9000), (1, 12_000)] {
            today.shuttle[service].due = rate;
            today.shuttle[service].open = self.draw(step / 9, 20 + service as u64) > 0.1;
        }
        if !self.rough {
            today.shuttle = vec![ShuttleDay { due: UNLIMITED, open: true }; 2];
            return today;
        }
        for (p, port) in today.port.iter_mut().enumerate() {
            let p = p as u64;
            port.berths = self.below(step / 5, 40 + p, 4);
            for k in 0..self.below(step, 50 + p, 3) {
                let k = u64::from(k) + 3 * p;
                let minute = |what| i64::from(self.below(step, what, 1441));
                let (from, until) = (minute(60 + k), minute(80 + k));
                port.closures.push(Closure { from, until, berths: self.below(step, 100 + k, 4) });
            }
        }
        for fleet in 0..2u32 {
            let number = self.below(step / 17, 120 + u64::from(fleet), 9);
            today.ships[fleet as usize] = number;
            if self.draw(step, 130 + u64::from(fleet)) < 0.05 {
                let (ship, minute) =
                    (self.below(step, 140, 8), i64::from(self.below(step, 141, 1440)));
                today.lay_ups.push(LayUp { fleet: fleet as usize, ship, minute, length: 30_000 });
            }
        }
        today
    }
}

fn world(days: i64) -> Model {
    let fleets = vec![fleet("large", 12_000.0, &[0, 1]), fleet("small", 7000.0, &[1])];
    model(days, &[256.0, 165.0], fleets)
}

/// Tonnes that feed and empty the tanks on a day.
fn feed(run: &mut Run1, weather: &Weather, step: usize) {
    let room = run.capacity[0] - run.stock[0];
    run.stock[0] += i64::from(weather.below(step, 200, 30_000)).min(room);
    for tank in 1..3 {
        let gone = i64::from(weather.below(step, 200 + tank as u64, 20_000));
        run.stock[tank] -= gone.min(run.stock[tank]);
    }
}

fn check_day(run: &Run1, before: &[i64], out: &PortDayOutcome, step: usize) {
    let lifted: i64 = out.shuttle.iter().map(|row| row.lifted).sum();
    assert_eq!(run.stock[0], before[0] - lifted);
    for (tank, row) in (1..).zip(&out.shuttle) {
        assert_eq!(run.stock[tank], before[tank] + row.discharged);
        assert!(run.stock[tank] + run.shuttles.reserved(tank) <= run.capacity[tank]);
    }
    assert!(run.stock.iter().all(|&stock| stock >= 0));
    let of_calls = |work| out.calls.iter().filter(move |call| call.work == work);
    assert_eq!(of_calls(Work::Load).map(|call| call.cargo).sum::<i64>(), lifted);
    for call in &out.calls {
        assert!(call.minute / DAY == step as i64 && 0 < call.cargo && call.cargo <= call.full);
        assert!(call.storm >= 0 && call.tank >= 0 && call.queue >= 0, "{call:?}");
    }
    for port in &out.port {
        assert!(0 <= port.busy && port.busy <= port.in_service && port.closed <= DAY);
    }
    let end = (step as i64 + 1) * DAY;
    for log in run.shuttles.logs() {
        assert!(log.minutes.iter().all(|&minutes| minutes >= 0), "{log:?}");
        assert!(log.minutes.iter().sum::<i64>() <= end);
    }
}

/// Everything that happened in so many days of a rough world.
fn rough(seed: u64, days: usize) -> (Vec<PortDayOutcome>, Vec<i64>) {
    let mut run = Run1::new(&world(days as i64));
    run.shuttles.trace(true);
    run.stock = vec![40_000, 0, 0];
    run.capacity = vec![90_000, 50_000, 30_000];
    let weather = Weather { seed, ships: [0; 2], rough: true };
    let times = Drawn { seed, mean: 900.0 };
    let (mut lifted, mut discharged, mut all) = (0, 0, Vec::new());
    for step in 0..days {
        feed(&mut run, &weather, step);
        let before = run.stock.clone();
        let out = run.day(&weather.inputs(step), &times).clone();
        check_day(&run, &before, &out, step);
        lifted += out.shuttle.iter().map(|row| row.lifted).sum::<i64>();
        discharged += out.shuttle.iter().map(|row| row.discharged).sum::<i64>();
        assert_eq!(lifted - discharged, run.shuttles.at_sea());
        assert_eq!(out.shuttle.iter().map(|row| row.at_sea).sum::<i64>(), run.shuttles.at_sea());
        all.push(out);
    }
    assert!(all.iter().flat_map(|out| &out.moves).is_sorted_by_key(|moved| moved.minute));
    check_order(&all);
    (all, run.stock)
}

/// Ships of one lane come alongside in the order in which they came.
fn check_order(days: &[PortDayOutcome]) {
    let mut queue: Vec<((PortId, bool), (FleetId, u32))> = Vec::new();
    for moved in days.iter().flat_map(|out| &out.moves) {
        let ship = (moved.fleet, moved.ship);
        if moved.kind == Move::Arrive {
            // A ship whose shuttle was closed may join again for another.
            queue.retain(|waiting| waiting.1 != ship);
            queue.push(((moved.port, moved.tonnes > 0), ship));
        } else if let Some(at) = queue.iter().position(|waiting| waiting.1 == ship) {
            let lane = queue.remove(at).0;
            let served = matches!(moved.kind, Move::Load | Move::Discharge);
            assert!(!served || queue[..at].iter().all(|before| before.0 != lane), "{moved:?}");
        }
    }
}

/// Tonnes lifted in a year of push with so many ships.
fn year(seed: u64, ships: u32) -> i64 {
    let fleets = vec![fleet("large", 12_000.0, &[0])];
    let mut run = Run1::new(&model(365, &[256.0, 165.0], fleets));
    let weather = Weather { seed, ships: [ships, 0], rough: false };
    let times = Drawn { seed, mean: 1400.0 };
    let mut lifted = 0;
    for step in 0..365 {
        let mut today = weather.inputs(step);
        today.sea[0] = -33.0;
        today.ships.truncate(1);
        for port in &mut today.port {
            let storm = Closure { from: 200, until: 1300, berths: 9 };
            port.closures.extend((weather.draw(step, 3) < 0.2).then_some(storm));
        }
        lifted += run.day(&today, &times).shuttle[0].lifted;
    }
    lifted
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_lifted_and_not_discharged_is_at_sea(seed: u64) {
        rough(seed, 400);
    }

    #[test]
    fn equal_inputs_give_equal_days(seed: u64) {
        prop_assert_eq!(rough(seed, 120), rough(seed, 120));
    }

    #[test]
    fn one_more_ship_never_costs_more_than_a_cargo(seed: u64, ships in 1u32..14) {
        let (fewer, more) = (year(seed, ships), year(seed, ships + 1));
        prop_assert!(more >= fewer - 12_000, "{} ships {}, one more {}", ships, fewer, more);
    }

    #[test]
    fn a_lower_sea_never_raises_a_cargo(
        level in -35.0..-25.0f64, fall in 0.0..3.0f64, bed in -42.0..-30.0f64,
        per_cm in 0.0..40.0f64, cargo in 0.0..60_000.0f64, draft in 0.0..14.0f64,
    ) {
        let hull = Hull { cargo, draft, per_cm };
        let port = PortDay { berths: 1, bed, clearance: 0.5, closures: vec![] };
        let at = |level| hull.cargo_at(allowed_draft(level, &port));
        prop_assert!(at(level - fall) <= at(level));
        prop_assert!(0 <= at(level) && at(level) <= hull.full());
    }
}

/// The rough world must be rough enough to mean something.
#[test]
fn the_rough_world_sees_every_kind_of_wait() {
    let (days, _) = rough(5, 2000);
    let calls: Vec<_> = days.iter().flat_map(|out| &out.calls).collect();
    assert!(calls.len() > 500, "{}", calls.len());
    assert!(calls.iter().any(|call| call.storm > 0));
    assert!(calls.iter().any(|call| call.queue > 0));
    for work in [Work::Load, Work::Discharge] {
        assert!(calls.iter().any(|call| call.work == work && call.tank > 0), "{work:?}");
    }
    assert!(calls.iter().any(|call| call.cargo < call.full));
}
