//! A results directory read back: rows with their columns by name.
//!
//! Columns that were added later are passed over, so new results can be read by old code.

use super::manifest::Manifest;
use crate::error::{Error, Topic};
use crate::metric::{Constraint, Measure, Metric, Period, Quantity, Reached, Unit};
use crate::table;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// A complete results directory.
#[derive(Debug, Clone)]
pub struct Results {
    /// Where it is.
    pub dir: PathBuf,
    /// What it says about itself.
    pub manifest: Manifest,
}

/// A row of `summary.csv`.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns are documented in docs/outputs.md")]
pub struct SummaryLine {
    pub point: u32,
    pub metric: Metric,
    pub entity: String,
    pub period: Period,
    pub unit: Unit,
    pub n: u64,
    pub mean: Option<f64>,
    pub stderr: Option<f64>,
    pub p05: Option<f64>,
    pub p10: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

impl SummaryLine {
    /// True for the row of a quantity at any point.
    pub fn is_of(&self, quantity: &Quantity) -> bool {
        (self.metric, self.period) == (quantity.metric, quantity.period)
            && self.entity == quantity.entity
    }
}

/// A row of `targets.csv`.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns are documented in docs/outputs.md")]
pub struct TargetLine {
    pub point: u32,
    pub target: String,
    pub measure: Measure,
    pub reached: Reached,
    pub period: Period,
    pub threshold: f64,
    pub unit: Unit,
    pub probability: f64,
    pub ci_lo: f64,
    pub ci_hi: f64,
    pub belief_p05: Option<f64>,
    pub belief_p50: Option<f64>,
    pub belief_p95: Option<f64>,
    pub shortfall_mean: Option<f64>,
    pub n: u64,
}

/// A row of `observed.csv`.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns are documented in docs/outputs.md")]
pub struct ObservedLine {
    pub point: u32,
    pub name: String,
    pub entity: String,
    pub from: String,
    pub until: String,
    pub unit: String,
    pub observed: f64,
    pub model_mean: Option<f64>,
    pub model_p05: Option<f64>,
    pub model_p95: Option<f64>,
    pub difference_percent: Option<f64>,
    pub within: f64,
    pub ok: bool,
}

/// A row of `bottlenecks.csv`.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns are documented in docs/outputs.md")]
pub struct BottleneckLine {
    pub point: u32,
    #[serde(rename = "for")]
    pub objective: String,
    pub entity: String,
    pub constraint: Constraint,
    pub period: Period,
    pub share_binding: f64,
    pub share_binding_alone: f64,
}

/// A row of `losses.csv`.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns are documented in docs/outputs.md")]
pub struct LossLine {
    pub point: u32,
    pub cause: String,
    pub entity: String,
    pub period: Period,
    pub unit: Unit,
    pub mean: f64,
    pub stderr: Option<f64>,
    pub share: Option<f64>,
}

/// Opens the results at `dir`.
///
/// # Errors
/// There are none, or the manifest cannot be read.
pub fn open(dir: &Path) -> Result<Results, Error> {
    let path = dir.join("manifest.json");
    if dir.is_dir() && !path.exists() {
        return Err(Error::Input {
            topic: Topic::Results,
            message: format!("`{}` has no manifest.json", dir.display()),
            help: Some("name a directory that `caspian run` has written".to_owned()),
        });
    }
    if dir.is_file() {
        return Err(Error::Input {
            topic: Topic::Results,
            message: format!("`{}` is a file, not a directory of results", dir.display()),
            help: Some("name a directory that `caspian run` has written".to_owned()),
        });
    }
    let text = fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))?;
    let manifest = serde_json::from_str(&text).map_err(|e| unreadable(&path, &text, &e))?;
    Ok(Results { dir: dir.to_owned(), manifest })
}

/// Why a manifest cannot be read: an early one did not say what its directory holds.
fn unreadable(path: &Path, text: &str, error: &serde_json::Error) -> Error {
    let keys = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text);
    match keys {
        Ok(keys) if keys.contains_key("version") && !keys.contains_key("kind") => Error::Input {
            topic: Topic::Results,
            message: format!("`{}` has no `kind`: an older version wrote it", path.display()),
            help: Some("make the results anew with this version".to_owned()),
        },
        _ => Error::damaged(path, error.to_string()),
    }
}

impl Results {
    /// The text of a file that is no table.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn text(&self, file: &str) -> Result<String, Error> {
        let path = self.dir.join(file);
        fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))
    }

    /// Rows of the table that they make.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn rows<R: table::Row>(&self) -> Result<Vec<R>, Error> {
        self.table(R::FILE)
    }

    /// Rows of `summary.csv`.
    ///
    /// # Errors
    /// The file is missing, cut short or not what the manifest says; so for all tables.
    pub fn summary(&self) -> Result<Vec<SummaryLine>, Error> {
        self.table("summary.csv")
    }

    /// The rows of `summary.csv` that are wanted; the others are never in memory together.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn summary_of(
        &self,
        wanted: impl Fn(&SummaryLine) -> bool,
    ) -> Result<Vec<SummaryLine>, Error> {
        let path = self.dir.join("summary.csv");
        let file = File::open(&path).map_err(|e| Error::io("read", &path, e))?;
        let damaged = |message| Error::damaged(&path, message);
        let (mut lines, mut rows) = (Vec::new(), 0);
        for line in table::rows(BufReader::new(file)).map_err(damaged)? {
            let line: SummaryLine = line.map_err(damaged)?;
            rows += 1;
            if wanted(&line) {
                lines.push(line);
            }
        }
        self.counted("summary.csv", rows)?;
        Ok(lines)
    }

    /// Rows of `targets.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn targets(&self) -> Result<Vec<TargetLine>, Error> {
        self.table("targets.csv")
    }

    /// Rows of `observed.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn observed(&self) -> Result<Vec<ObservedLine>, Error> {
        self.table("observed.csv")
    }

    /// Rows of `bottlenecks.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn bottlenecks(&self) -> Result<Vec<BottleneckLine>, Error> {
        self.table("bottlenecks.csv")
    }

    /// Rows of `losses.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn losses(&self) -> Result<Vec<LossLine>, Error> {
        self.table("losses.csv")
    }

    /// Whether there is such a table.
    pub fn has(&self, file: &str) -> bool {
        self.manifest.tables.iter().any(|table| table.file == file)
    }

    fn table<T: DeserializeOwned>(&self, file: &str) -> Result<Vec<T>, Error> {
        let path = self.dir.join(file);
        let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
        let rows: Vec<T> = table::read(&bytes).map_err(|message| Error::damaged(&path, message))?;
        self.counted(file, rows.len() as u64)?;
        Ok(rows)
    }

    /// The rows of a table must be as many as the manifest says.
    pub(super) fn counted(&self, file: &str, rows: u64) -> Result<(), Error> {
        let entry = self.manifest.tables.iter().find(|table| table.file == file);
        match entry {
            Some(entry) if entry.rows != rows => {
                let message = format!("{rows} rows where the manifest says {}", entry.rows);
                Err(Error::damaged(&self.dir.join(file), message))
            }
            _ => Ok(()),
        }
    }
}
