//! Scenarios from text, run in memory, and what runs leave on disk.

use caspian::metric::{Metric, Period};
use caspian::model::Model;
use caspian::scenario::{self, Change, Files};
use caspian::simulate::{Settings, simulate};
use caspian::tally::{Estimate, Outcome};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A field of 10 Mt a year behind a pipeline whose pump fails, and a target it may miss.
pub const PUMPED: &str = r#"
horizon       = { start = 2025-01-01, end = 2025-12-31 }
node.field    = { kind = "source", supply = "10 Mt/y" }
node.market   = { kind = "market", demand = "unlimited" }
link.pipeline = { from = "field", to = "market", capacity = "11 Mt/y" }
route.all     = { links = ["pipeline"] }
hazard.pump   = { on = ["link.pipeline"], takes = "40 %", process = "poisson", rate = "4 /y", duration = "6 d" }
target.ten    = { routes = ["pipeline"], year = 2025, at-least = "9.7 Mt" }
"#;

/// The model of a scenario given as text; panics with the rendered faults.
pub fn model(text: &str) -> Model {
    model_with(text, &[])
}

/// The same with changes such as `("link.a.capacity", "0 t/d")`.
pub fn model_with(text: &str, changes: &[(&str, &str)]) -> Model {
    let changes: Vec<_> = changes.iter().map(|(path, value)| Change::new(*path, *value)).collect();
    let files = Files::given([("test.toml", text)]);
    match scenario::load_from("test.toml", &changes, &files) {
        Ok(scenario) => scenario.model,
        Err(faults) => panic!("{faults}"),
    }
}

/// Every file below a directory but the manifest, whose time differs.
pub fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "manifest.json" {
                files.insert(path.strip_prefix(dir).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Writes the digest that a file of results has now into their manifest, as one who forges would.
pub fn digest_anew(path: &Path) {
    let manifest = path.with_file_name("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let name = format!("\"file\": \"{}\"", path.file_name().unwrap().display());
    let key = "\"sha256\": \"";
    let entry = text.find(&name).unwrap();
    let at = entry + text[entry..].find(key).unwrap() + key.len();
    let digest = Sha256::digest(fs::read(path).unwrap());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(&manifest, [&text[..at], &digest, &text[at + digest.len()..]].concat()).unwrap();
}

/// Settings of a run with a fixed seed on one thread, of each replication its own belief.
pub fn settings(replications: u32) -> Settings {
    let own = Settings::new(&model(PUMPED)).with_seed(20_250_630).with_threads(1).with_push(0);
    own.with_replications(replications).with_beliefs(replications)
}

/// The outcome of a run.
pub fn run(model: &Model, settings: &Settings) -> Outcome {
    simulate(model, settings, &mut |_| ControlFlow::Continue(())).expect("the run succeeds")
}

/// A row of the summary.
pub fn estimate(outcome: &Outcome, metric: Metric, entity: &str, period: Period) -> Estimate {
    let row = outcome.summary.iter().find(|row| {
        row.quantity.metric == metric
            && row.quantity.entity == entity
            && row.quantity.period == period
    });
    row.unwrap_or_else(|| panic!("no {metric:?} of {entity} in {period}")).estimate
}

/// Fails unless `expected` lies within four standard errors of the mean (and `slack`).
pub fn assert_near(what: &str, estimate: Estimate, expected: f64, slack: f64) {
    let allowed = 4.0 * estimate.stderr + slack;
    assert!(estimate.stderr.is_finite(), "{what}: no standard error");
    assert!(
        (estimate.mean - expected).abs() <= allowed,
        "{what}: {} is not {expected} within {allowed}",
        estimate.mean,
    );
}
