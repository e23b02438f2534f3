//! From the text of a scenario to numbers: no files, no terminal, no clock. A web page, a notebook
//! or another program does the same.

use caspian::error::Error;
use caspian::metric::{Metric, Period};
use caspian::scenario::{self, Change, Files};
use caspian::simulate::{Settings, simulate};
use caspian::tally::Estimate;
use std::ops::ControlFlow;

const SCENARIO: &str = r#"
horizon       = { start = 2025-01-01, end = 2025-12-31 }
node.field    = { kind = "source", supply = "10 Mt/y" }
node.market   = { kind = "market", demand = "unlimited" }
link.pipeline = { from = "field", to = "market", capacity = "11 Mt/y" }
hazard.pump   = { on = ["link.pipeline"], takes = "40 %", process = "poisson", rate = "4 /y", duration = "6 d" }
"#;

/// Exports of 2025 with a capacity of the pipeline, in tonnes.
pub fn exports(capacity: &str) -> Result<Estimate, Error> {
    let files = Files::given([("pumped.toml", SCENARIO)]);
    let changes = [Change::new("link.pipeline.capacity", capacity)];
    let scenario = scenario::load_from("pumped.toml", &changes, &files)?;
    let settings = Settings::new(&scenario.model).with_replications(200);
    let outcome = simulate(&scenario.model, &settings, &mut |_| ControlFlow::Continue(()))?;
    let exports = outcome.estimate(Metric::Exports, "total", Period::Year(2025));
    Ok(exports.expect("every scenario has exports of every year"))
}

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Error> {
    for capacity in ["11 Mt/y", "12 Mt/y", "20 Mt/y"] {
        let Estimate { mean, stderr, .. } = exports(capacity)?;
        println!("{capacity}: {:.3} ± {:.3} Mt", mean / 1e6, stderr / 1e6);
    }
    Ok(())
}
