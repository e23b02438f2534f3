//! The results directory, written and read. `docs/outputs.md` is its contract.
//!
//! Written beside its final place under a hidden name and renamed at the end, the manifest
//! last: a directory with a manifest is complete. This is the only module that writes files
//! or asks the time of day, and the time enters nothing but the manifest. Knows nothing of
//! how a run is made or shown.

mod digest;
mod draft;
mod extras;
#[cfg(test)]
pub(crate) mod fixture;
mod journal;
mod kind;
mod manifest;
mod package;
mod points;
mod read;
mod resume;
mod rows;
mod shard;
mod sheet;
mod stopwatch;
mod study;
mod tables;

pub use crate::table::Field;
pub use extras::Place;
pub use journal::Done;
pub use kind::{Compared, Judged, Kind, Method, Part, Side, Sized, Whole};
pub use manifest::{
    About, Manifest, PrecisionEntry, RouteEntry, Stopped, TableEntry, TargetEntry, VerifiedEntry,
};
pub use points::{DesignLine, Extra, Values};
pub use read::{Results, open};
pub use rows::{
    BottleneckLine, CompareLine, Crossed, DiscoveryLine, FailureSide, FallLine, LossLine,
    MeasureLine, MorrisLine, ObservedLine, RegretLine, ReplicationLine, SizingLine, SobolLine,
    StressLine, SummaryLine, TargetLine, Test, TippingLine, TornadoLine, TraceLine, known,
};
pub use shard::{Shard, ShardWriter};
pub use stopwatch::Stopwatch;
pub use study::{Finished, Header, StudyWriter};

use crate::error::Error;
use crate::model::Model;
use crate::table::Style;
use crate::tally::Outcome;
use draft::Draft;
use std::path::Path;
use stopwatch::Started;
use tables::Tables;

/// The file that claims a directory in the making for a process.
const LOCK: &str = "lock";

/// How results are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Replace an existing results directory, once the new one is complete.
    pub force: bool,
    /// Form of the tables.
    pub style: Style,
}

/// A point of a design: a scenario with some values changed.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// Number, 0 for the unchanged scenario.
    pub number: u32,
    /// A few words for people.
    pub label: String,
    /// New value of each factor of the design, in its order.
    pub values: Vec<String>,
}

impl Point {
    /// The only point of a run.
    pub fn single() -> Self {
        Self { label: "the scenario as it is".to_owned(), ..Self::default() }
    }
}

/// A results directory in the making; dropped before [`Writer::finish`], it leaves nothing.
pub struct Writer {
    draft: Draft,
    tables: Tables,
    style: Style,
    started: Started,
    verified: Option<VerifiedEntry>,
}

impl Writer {
    /// Begins the results that will stand at `dir`, of a design with these factors.
    ///
    /// Made before the run, so that a refusal comes before the wait, and the duration in
    /// the manifest counts from here.
    ///
    /// # Errors
    /// `dir` exists and `options.force` is not set, or it cannot be created.
    pub fn create(dir: &Path, factors: &[String], options: Options) -> Result<Self, Error> {
        let started = Started::now();
        let draft = Draft::create(dir, options.force)?;
        let tables = Tables::open(draft.path(), factors, options.style, None)?;
        Ok(Self { draft, tables, style: options.style, started, verified: None })
    }

    /// Adds a file of text, such as the merged scenario.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn text(&self, file: &str, text: &str) -> Result<(), Error> {
        self.draft.write(file, text)
    }

    /// Adds what a run of one point says.
    ///
    /// # Errors
    /// A table cannot be written.
    pub fn point(&mut self, point: &Point, model: &Model, outcome: &Outcome) -> Result<(), Error> {
        self.tables.point(point, model, outcome)?;
        if let Some(verified) = outcome.verified {
            let sum = self.verified.get_or_insert_default();
            sum.days += verified.days;
            sum.failed += verified.failed;
            sum.not_unique += verified.not_unique;
        }
        Ok(())
    }

    /// Completes the directory and puts it in its place.
    ///
    /// # Errors
    /// A file cannot be written, or the directory cannot be renamed.
    pub fn finish(self, model: &Model, about: About) -> Result<(), Error> {
        let tables = self.tables.finish()?;
        let mut manifest = Manifest::new(model, about, self.style, tables);
        manifest.verified = self.verified;
        self.draft.complete(manifest, &self.started)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::{Constraint, Metric, Period, Quantity};
    use std::fs;

    #[test]
    fn what_is_written_reads_back() {
        let home = tempfile::tempdir().unwrap();
        for (name, style) in [("plain", Style::Plain), ("excel", Style::ExcelRu)] {
            let dir = home.path().join(name);
            fixture::written(&dir, 1000, Options { style, force: false });
            let results = open(&dir).unwrap();
            let outcome = fixture::outcome(1000);
            let (summary, targets) = (results.summary().unwrap(), results.targets().unwrap());
            assert_eq!(summary.len(), outcome.summary.len());
            assert_eq!(summary[0].mean, Some(outcome.summary[0].estimate.mean));
            assert_eq!(summary[0].p95, outcome.summary[0].quantiles.map(|q| q[4]));
            assert_eq!(targets[0].ci_hi, outcome.targets[0].interval.1);
            assert_eq!(results.losses().unwrap()[0].mean, outcome.losses[0].mean);
            assert_eq!(results.bottlenecks().unwrap()[3].constraint, Constraint::Capacity);
            let observed = results.observed().unwrap();
            assert_eq!((observed[0].observed, observed[0].unit.as_str()), (33.0, "Mt"));
            assert_eq!(observed[1].model_mean, Some(83.12));
            assert_eq!(observed[2].difference_percent, None);
            assert_eq!(results.manifest.verified.unwrap().days, outcome.verified.unwrap().days);
        }
    }

    #[test]
    fn missing_values_are_empty_and_equal_runs_give_equal_tables() {
        let home = tempfile::tempdir().unwrap();
        let dirs = ["a", "b"].map(|name| home.path().join(name));
        dirs.iter().for_each(|dir| fixture::written(dir, 100, Options::default()));
        for table in &open(&dirs[0]).unwrap().manifest.tables {
            let bytes = dirs.each_ref().map(|dir| fs::read(dir.join(&table.file)).unwrap());
            assert!(bytes[0] == bytes[1], "{}", table.file);
        }
        let text = fs::read_to_string(dirs[0].join("replications.csv")).unwrap();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("point,replication,belief,metric,entity,period,unit,value"));
        assert_eq!(lines.next(), Some("0,0,0,exports,total,2025,tonnes,"));
        assert_eq!(lines.nth(5), Some("0,1,1,exports,total,2025,tonnes,79001000.0"));
        assert_eq!(lines.count(), 6 * 100 - 7);
        let read = open(&dirs[0]).unwrap().replications(|_| true).unwrap();
        let exports = Quantity::new(Metric::Exports, "total", Period::Year(2025));
        let values = &read[&0][&exports];
        assert!(values[0].is_nan() && values[1] == 79_001_000.0, "{:?}", &values[..2]);
    }

    #[test]
    fn damage_is_found_and_named() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("run");
        fixture::written(&dir, 10, Options::default());
        let path = dir.join("losses.csv");
        let text = fs::read_to_string(&path).unwrap();
        let cut = text.len() - text.lines().last().unwrap().len() - 1;
        fs::write(&path, &text[..cut]).unwrap();
        let message = open(&dir).unwrap().losses().unwrap_err().to_string();
        assert!(message.ends_with("losses.csv` is damaged: 23 rows where the manifest says 24"));
        fs::remove_file(&path).unwrap();
        let message = open(&dir).unwrap().losses().unwrap_err().to_string();
        assert!(message.ends_with("losses.csv`: no such file or directory"), "{message}");
        assert!(open(home.path()).unwrap_err().to_string().ends_with("has no manifest.json"));
        fs::write(&path, text.replacen("drones", "drums.", 1)).unwrap();
        let message = open(&dir).unwrap().losses().unwrap_err().to_string();
        assert!(message.contains("losses.csv` is damaged: its bytes are not those"), "{message}");
        let manifest = fs::read_to_string(dir.join("manifest.json")).unwrap();
        let other = manifest.replace("\"replications\": 10,", "\"replications\": 4294967295,");
        fs::write(dir.join("manifest.json"), other).unwrap();
        let message = open(&dir).unwrap().replications(|_| true).unwrap_err().to_string();
        assert!(message.contains("not 4294967295 replications of point 0"), "{message}");
    }

    /// `cargo test --release -- --ignored a_million` prints the time.
    #[test]
    #[ignore = "a measurement"]
    fn a_million_rows_take_less_than_half_a_second() {
        let home = tempfile::tempdir().unwrap();
        let outcome = Outcome { kept: fixture::outcome(170_000).kept, ..Outcome::default() };
        let mut writer = Writer::create(&home.path().join("run"), &[], Options::default()).unwrap();
        let start = std::time::Instant::now();
        writer.point(&Point::default(), &fixture::model(), &outcome).unwrap();
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 0.5, "{seconds} s for 1.02 million rows");
    }
}
