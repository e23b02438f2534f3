//! Looks at every day of every history: the longest run of days on which a field had to shut in.
//!
//! A tally is made for each block of histories and sees them one after another, on whatever thread
//! the block is simulated; finished tallies come back in order.

use caspian::dispatch::{Flows, State};
use caspian::error::Error;
use caspian::model::Inputs;
use caspian::scenario::{self, Files};
use caspian::simulate::{Settings, Simulation};
use caspian::tally::Tally;
use std::ops::ControlFlow;

const SCENARIO: &str = r#"
horizon       = { start = 2025-01-01, end = 2025-12-31 }
node.field    = { kind = "source", supply = "10 Mt/y" }
node.market   = { kind = "market", demand = "unlimited" }
link.pipeline = { from = "field", to = "market", capacity = "11 Mt/y" }
hazard.pump   = { on = ["link.pipeline"], takes = "40 %", process = "poisson", rate = "4 /y", duration = "6 d" }
"#;

/// The longest run of days with shut-in, by history.
#[derive(Default)]
struct Longest {
    by_history: Vec<u32>,
    longest: u32,
    running: u32,
}

impl Tally for Longest {
    fn begin_replication(&mut self, _replication: u32, _belief: &[f64]) {
        (self.longest, self.running) = (0, 0);
    }

    fn step(&mut self, _step: usize, _inputs: &Inputs, flows: &Flows, _state: &State) {
        let shut_in = flows.shut_in.iter().any(|tonnes| *tonnes > 0);
        self.running = if shut_in { self.running + 1 } else { 0 };
        self.longest = self.longest.max(self.running);
    }

    fn end_replication(&mut self) {
        self.by_history.push(self.longest);
    }
}

/// The longest run of days with shut-in in each of so many histories.
pub fn longest(replications: u32) -> Result<Vec<u32>, Error> {
    let files = Files::given([("pumped.toml", SCENARIO)]);
    let scenario = scenario::load_from("pumped.toml", &[], &files)?;
    let settings = Settings::new(&scenario.model).with_replications(replications);
    let simulation = Simulation::new(&scenario.model, &settings)?;
    let mut all = Vec::new();
    let blocks = 0..settings.blocks();
    let _ = simulation.tallies(
        blocks,
        |_first| Longest::default(),
        &mut |tally: Longest, _certified| {
            all.extend(tally.by_history);
            ControlFlow::Continue(())
        },
    )?;
    Ok(all)
}

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Error> {
    let all = longest(1000)?;
    for days in [7, 14, 21] {
        let over = all.iter().filter(|longest| **longest >= days).count();
        println!("{days} days or more in a row: {:.1} % of histories", over as f64 / 10.0);
    }
    Ok(())
}
