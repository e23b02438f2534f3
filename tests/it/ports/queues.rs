//! Do the queues agree with theory?

use super::world::*;
use caspian::model::*;
use std::cell::Cell;

/// Ships come to port 0 at given minutes: a ship that has discharged is sent back just in
/// time to be the next arrival. The stock of ships must never run out.
struct Arrivals<S> {
    /// Mean minutes between arrivals.
    gap: f64,
    /// The last arrival given out, and its number.
    last: Cell<(i64, u64)>,
    /// Arrivals that came too early for any ship.
    late: Cell<u64>,
    service: S,
}

impl<S: Fn(u64) -> i64> CallTimes for Arrivals<S> {
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        if port == 0 && work == Work::Load { (self.service)(u64::from(call)) } else { 0 }
    }

    fn passage(&self, passage: &Passage) -> i64 {
        if passage.laden {
            return 1;
        }
        let (mut time, mut number) = self.last.get();
        loop {
            time += exponential(self.gap, 7, number, 0);
            number += 1;
            if time > passage.depart {
                break;
            }
            self.late.set(self.late.get() + 1);
        }
        self.last.set((time, number));
        time - passage.depart
    }
}

/// What an open queue did: mean wait in hours, calls, calls a day, mean number waiting, share
/// of berths busy.
struct Queue {
    wait: f64,
    per_day: f64,
    waiting: f64,
    busy: f64,
}

/// Ships of 10 kt come at random to `berths` berths, `mt` Mt a year.
fn open_queue(mt: f64, berths: u32, years: usize, service: impl Fn(u64) -> i64) -> Queue {
    let pool = 400;
    let model = model(years as i64 * 365, &[10.0], vec![fleet("ships", 10_000.0, &[0])]);
    let inputs = inputs(&[berths, 10_000], &[pool]);
    let gap = 10_000.0 / (mt * 1e6 / 365.25) * 1440.0;
    let times = Arrivals { gap, last: Cell::new((0, 0)), late: Cell::new(0), service };
    let mut run = Run1::new(&model);
    let warm = 5 * 365;
    run.days(warm, (&inputs, &times), |_, _| {});
    times.late.set(0);
    let waited = |run: &Run1| -> i64 { run.shuttles.logs().map(|log| log.minutes[4]).sum() };
    let (before, mut wait, mut calls, mut busy, mut held) = (waited(&run), 0, 0, 0, 0);
    run.days(years * 365, (&inputs, &times), |_, out| {
        for call in out.calls.iter().filter(|call| call.work == Work::Load) {
            assert_eq!((call.storm, call.tank), (0, 0));
            wait += call.queue;
            calls += 1;
        }
        busy += out.port[0].busy;
        held += out.port[0].in_service;
    });
    assert_eq!(times.late.get(), 0, "the ships ran out");
    let days = (years * 365 - warm) as f64;
    Queue {
        wait: wait as f64 / calls as f64 / 60.0,
        per_day: calls as f64 / days,
        waiting: (waited(&run) - before) as f64 / days / 1440.0,
        busy: busy as f64 / held as f64,
    }
}

/// Mean wait in M/M/c in units of the mean service time, by Erlang's C formula.
fn erlang_wait(offered: f64, servers: u32) -> f64 {
    let c = f64::from(servers);
    let (mut term, mut sum) = (1.0, 0.0);
    for k in 0..servers {
        sum += term;
        term *= offered / f64::from(k + 1);
    }
    let last = term * c / (c - offered);
    last / (sum + last) / (c - offered)
}

#[test]
fn random_ships_at_three_berths_wait_as_erlang_says() {
    let cases = [
        (3.7, 1.1, 600, 0.05),
        (5.5, 3.8, 600, 0.05),
        (7.5, 11.9, 1000, 0.05),
        (9.0, 30.7, 1500, 0.1),
    ];
    for (mt, hours, years, tolerance) in cases {
        let theory = 24.0 * erlang_wait(mt * 100.0 / 365.25, 3);
        assert!((theory - hours).abs() < 0.05 + 0.005 * hours, "{theory}");
        let queue = open_queue(mt, 3, years, |call| exponential(1440.0, 1, call, 1));
        let error = queue.wait / theory - 1.0;
        assert!(error.abs() < tolerance, "{mt} Mt/y: {} h against {theory} h", queue.wait);
        let little = queue.per_day * queue.wait / 24.0;
        assert!((queue.waiting / little - 1.0).abs() < 0.01, "{} {little}", queue.waiting);
        assert!((queue.busy - mt * 100.0 / 365.25 / 3.0).abs() < 0.01, "{}", queue.busy);
    }
}

#[test]
fn constant_loading_halves_the_wait() {
    let constant = open_queue(7.5, 3, 600, |_| 1440).wait;
    let ratio = constant / (24.0 * erlang_wait(750.0 / 365.25, 3));
    assert!((0.45..0.56).contains(&ratio), "{ratio}");
}

/// Exponential loading at the one berth, exponential passages.
struct Cycle {
    load: f64,
    sail: f64,
    trips: Cell<u64>,
}

impl CallTimes for Cycle {
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        if port == 0 && work == Work::Load { exponential(self.load, 3, call.into(), 2) } else { 0 }
    }

    fn passage(&self, passage: &Passage) -> i64 {
        let trip = self.trips.replace(self.trips.get() + 1);
        if passage.laden { exponential(self.sail, 4, trip, 3) } else { 1 }
    }
}

/// Loadings a minute with `ships` ships, by exact mean value analysis.
fn mean_value_analysis(load: f64, sail: f64, ships: u32) -> f64 {
    let (mut queue, mut rate) = (0.0, 0.0);
    for n in 1..=ships {
        let at_berth = load * (1.0 + queue);
        rate = f64::from(n) / (at_berth + sail);
        queue = rate * at_berth;
    }
    rate
}

#[test]
fn a_closed_cycle_agrees_with_mean_value_analysis() {
    let (load, sail) = (1000.0, 4000.0);
    let days = 150 * 365;
    let model = model(days, &[10.0], vec![fleet("ships", 10_000.0, &[0])]);
    for ships in 1..=12 {
        let inputs = inputs(&[1, 100], &[ships]);
        let times = Cycle { load, sail, trips: Cell::new(0) };
        let mut calls = 0;
        Run1::new(&model).days(days as usize, (&inputs, &times), |_, out| {
            calls += out.shuttle[0].loads;
        });
        let theory = mean_value_analysis(load, sail + 1.0, ships) * 1440.0 * days as f64;
        let error = f64::from(calls) / theory - 1.0;
        assert!(error.abs() < 0.012, "{ships} ships: {calls} loadings against {theory}");
    }
}

#[test]
fn three_berths_carry_what_they_are_known_to_carry() {
    // Load and changeover of 27 to 29 h, 60 % of the berths' time: 5.2 to 5.6 Mt/y of 9.5 kt.
    for (cargo, hours, low, high) in
        [(9.5, 29.0, 5.1, 5.25), (9.5, 27.0, 5.5, 5.65), (12.0, 25.0, 7.4, 7.7)]
    {
        let calls_a_day = 0.6 * 3.0 * 24.0 / hours;
        let queue = open_queue(calls_a_day * 365.25 / 100.0, 3, 80, |_| (hours * 60.0) as i64);
        assert!((queue.busy - 0.6).abs() < 0.01, "{}", queue.busy);
        let carried = queue.per_day * 365.25 * cargo / 1000.0;
        assert!((low..high).contains(&carried), "{carried}");
    }
}
