//! A results directory read back: rows with their columns by name.
//!
//! Columns that were added later are passed over, so new results can be read by old code.

use super::digest::{self, Hashed};
use super::manifest::Manifest;
use super::rows::{BottleneckLine, LossLine, ObservedLine, SummaryLine, TargetLine};
use crate::error::{Error, Topic};
use crate::table::{self, Row};
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
    /// It cannot be read, or is not what was written.
    pub fn text(&self, file: &str) -> Result<String, Error> {
        self.held(file)?;
        let path = self.dir.join(file);
        fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))
    }

    /// Holds a file that is no table against its digest, where the manifest has one: it has none
    /// while the directory is in the making.
    pub(super) fn held(&self, file: &str) -> Result<(), Error> {
        let Some(wanted) = self.manifest.files.iter().find(|entry| entry.file == file) else {
            return Ok(());
        };
        let found = digest::entry(&self.dir, file)?;
        digest::check(&self.dir.join(file), &wanted.sha256, &found.sha256)
    }

    /// Holds every table and file against its digest.
    pub(super) fn whole(&self) -> Result<(), Error> {
        for table in &self.manifest.tables {
            let found = digest::entry(&self.dir, &table.file)?;
            digest::check(&self.dir.join(&table.file), &table.sha256, &found.sha256)?;
        }
        self.manifest.files.iter().try_for_each(|entry| self.held(&entry.file))
    }

    /// Rows of the table that they make.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn rows<R: Row>(&self) -> Result<Vec<R>, Error> {
        let mut rows = Vec::new();
        self.each_line(R::FILE, |row| rows.push(row))?;
        Ok(rows)
    }

    /// Rows of `summary.csv`.
    ///
    /// # Errors
    /// The file is missing, cut short or not what the manifest says; so for all tables.
    pub fn summary(&self) -> Result<Vec<SummaryLine>, Error> {
        self.rows()
    }

    /// The rows of `summary.csv` that are wanted; the others are never in memory together.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn summary_of(
        &self,
        wanted: impl Fn(&SummaryLine) -> bool,
    ) -> Result<Vec<SummaryLine>, Error> {
        let mut lines = Vec::new();
        self.each_line(SummaryLine::FILE, |line| {
            if wanted(&line) {
                lines.push(line);
            }
        })?;
        Ok(lines)
    }

    /// Rows of `targets.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn targets(&self) -> Result<Vec<TargetLine>, Error> {
        self.rows()
    }

    /// Rows of `observed.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn observed(&self) -> Result<Vec<ObservedLine>, Error> {
        self.rows()
    }

    /// Rows of `bottlenecks.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn bottlenecks(&self) -> Result<Vec<BottleneckLine>, Error> {
        self.rows()
    }

    /// Rows of `losses.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn losses(&self) -> Result<Vec<LossLine>, Error> {
        self.rows()
    }

    /// Whether there is such a table.
    pub fn has(&self, file: &str) -> bool {
        self.manifest.tables.iter().any(|table| table.file == file)
    }

    /// Does something with each row of a table.
    fn each_line<T: DeserializeOwned>(
        &self,
        file: &str,
        mut what: impl FnMut(T),
    ) -> Result<(), Error> {
        let damaged = |message| Error::damaged(&self.dir.join(file), message);
        let mut reader = self.reader(file)?;
        let mut rows = 0;
        for line in table::rows(&mut reader).map_err(damaged)? {
            what(line.map_err(damaged)?);
            rows += 1;
        }
        self.ended(file, reader, rows)
    }

    /// Does something with the fields of each row of a table.
    pub(super) fn each(
        &self,
        file: &str,
        mut what: impl FnMut(&csv::StringRecord) -> Result<(), String>,
    ) -> Result<(), Error> {
        let damaged = |message| Error::damaged(&self.dir.join(file), message);
        let mut reader = self.reader(file)?;
        let mut rows = 0;
        for row in table::records(&mut reader).map_err(damaged)? {
            what(&row.map_err(damaged)?).map_err(damaged)?;
            rows += 1;
        }
        self.ended(file, reader, rows)
    }

    fn reader(&self, file: &str) -> Result<Hashed<BufReader<File>>, Error> {
        let path = self.dir.join(file);
        let opened = File::open(&path).map_err(|e| Error::io("read", &path, e))?;
        Ok(Hashed::new(BufReader::new(opened)))
    }

    /// The rows and bytes of a table must be those that the manifest tells of.
    fn ended(&self, file: &str, reader: Hashed<BufReader<File>>, rows: u64) -> Result<(), Error> {
        let path = self.dir.join(file);
        let Some(entry) = self.manifest.tables.iter().find(|table| table.file == file) else {
            return Ok(());
        };
        if entry.rows != rows {
            let message = format!("{rows} rows where the manifest says {}", entry.rows);
            return Err(Error::damaged(&path, message));
        }
        digest::check(&path, &entry.sha256, &reader.passed().1)
    }
}
