//! Microseconds that ships add to a day, with 5 and with 60 of them, and events a second.
//!
//! `cargo bench --bench ports`. The last line is a loop of eight tankers and two berths, for
//! comparison with simulation libraries. Times are those of the processor, in this thread.

#![allow(clippy::print_stdout)]

#[path = "../tests/it/ports/world.rs"]
#[allow(dead_code)]
mod world;

use caspian::model::*;
use std::hint::black_box;
use world::*;

const REPETITIONS: usize = 15;
const YEARS: usize = 50;

/// Loading in 20 to 28 h, discharge in 18 to 26 h, changeover of 5 h, from a table.
struct Table(Vec<i64>);

impl CallTimes for Table {
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        let spread = self.0[(call as usize * 3 + port) % self.0.len()];
        match work {
            Work::Load => 1200 + spread,
            Work::Discharge => 1080 + spread,
            Work::Changeover => 300,
        }
    }
}

/// Seconds of processor time of this thread, or of the wall where the system does not say.
fn seconds() -> f64 {
    let used = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = used.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    let wall = || std::time::UNIX_EPOCH.elapsed().map_or(0.0, |t| t.as_secs_f64());
    nanoseconds.map_or_else(wall, |ns| ns / 1e9)
}

fn main() {
    let table = Table((0..4096).map(|k| (uniform(1, k, 0) * 480.0) as i64).collect());
    for (ships, berths) in [([2, 3], [3, 3, 2]), ([20, 40], [12, 10, 5])] {
        let mut times: Vec<_> = (0..REPETITIONS).map(|_| chain(ships, berths, &table)).collect();
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (median, least) = (times[REPETITIONS / 2], times[0]);
        println!(
            "{} ships: {:.3} µs a day (median of {REPETITIONS}; least {:.3}), {:.2} calls a day",
            ships[0] + ships[1],
            median.0,
            least.0,
            median.1
        );
    }
    let mut rates: Vec<_> = (0..REPETITIONS).map(|_| cycle()).collect();
    rates.sort_by(f64::total_cmp);
    println!("cycle of 8 tankers: {:.1} million events a second", rates[REPETITIONS / 2] / 1e6);
}

/// Two fleets on two shuttles with weather every tenth day and a level that changes daily.
fn chain(ships: [u32; 2], berths: [u32; 3], table: &Table) -> (f64, f64) {
    let fleets = vec![fleet("large", 12_000.0, &[0, 1]), fleet("small", 7000.0, &[0, 1])];
    let model = model(YEARS as i64 * 365, &[256.0, 165.0], fleets);
    let mut days: Vec<_> = (0..97).map(|_| inputs(&berths, &ships)).collect();
    for (k, day) in days.iter_mut().enumerate() {
        day.sea[0] = -33.0 - 0.5 * uniform(2, k as u64, 0);
        day.port.iter_mut().for_each(|port| port.bed = -40.0);
        if k % 10 == 0 {
            let closure = Closure { from: 300, until: 900, berths: berths[0] };
            day.port[0].closures.push(closure);
        }
    }
    let mut run = Run1::new(&model);
    let mut calls = 0;
    let start = seconds();
    for step in 0..YEARS * 365 {
        let out = run.day(&days[step % days.len()], table);
        calls += black_box(out).calls.len();
    }
    let days = (YEARS * 365) as f64;
    ((seconds() - start) * 1e6 / days, calls as f64 / days)
}

/// At sea for 10 days in the mean, then loading for 1 to 2 days at one of two berths.
struct Loop(Vec<(i64, i64)>);

impl CallTimes for Loop {
    fn minutes(&self, port: PortId, work: Work, call: u32) -> i64 {
        let load = port == 0 && work == Work::Load;
        if load { self.0[call as usize % self.0.len()].0 } else { 0 }
    }

    fn passage(&self, passage: &Passage) -> i64 {
        if passage.laden { self.0[passage.depart as usize % self.0.len()].1 } else { 1 }
    }
}

/// Events a second, counted as there: arrival, berth and departure.
fn cycle() -> f64 {
    let table = (0..4096)
        .map(|k| (1440 + (uniform(3, k, 0) * 1440.0) as i64, exponential(14_400.0, 3, k, 1)));
    let times = Loop(table.collect());
    let days = 60_000;
    let model = model(days as i64, &[10.0], vec![fleet("ships", 10_000.0, &[0])]);
    let today = inputs(&[2, 8], &[8]);
    let mut run = Run1::new(&model);
    let mut loads = 0;
    let start = seconds();
    run.days(days, (&today, &times), |_, out| loads += u64::from(out.shuttle[0].loads));
    3.0 * loads as f64 / (seconds() - start)
}
