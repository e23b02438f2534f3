//! `journal.csv`: which points of a study are done, and where their rows end.
//!
//! With it a study that was cut short goes on, and a larger one takes over what it has in
//! common with an earlier one.

use super::sheet::Mark;
use super::tables::{Marks, SHEETS, names};
use crate::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

const FILE: &str = "journal.csv";

/// A point that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its number.
    pub point: u32,
    /// Digest of its scenario.
    pub digest: String,
    /// Why it could not be run; its tables have no rows then.
    pub failure: Option<String>,
    /// Where the tables end behind it.
    pub(super) marks: Marks,
}

/// The journal on its way to its file.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    pub done: Vec<Done>,
}

impl Journal {
    /// Begins the journal of the directory `dir` with what is done.
    pub(super) fn create(dir: &Path, done: Vec<Done>) -> Result<Self, Error> {
        let path = dir.join(FILE);
        let lines: String = done.iter().map(line).collect();
        fs::write(&path, header() + &lines).map_err(|e| Error::io("write", &path, e))?;
        let file = OpenOptions::new().append(true).open(&path);
        let file = file.map_err(|e| Error::io("write", &path, e))?;
        Ok(Self { path, file, done })
    }

    /// Adds a point.
    pub(super) fn add(&mut self, done: Done) -> Result<(), Error> {
        let written = self.file.write_all(line(&done).as_bytes());
        written.map_err(|e| Error::io("write", &self.path, e))?;
        self.done.push(done);
        Ok(())
    }
}

/// What the journal of a directory says is done; a last line cut short does not count.
pub(super) fn read(dir: &Path) -> Result<Vec<Done>, Error> {
    let path = dir.join(FILE);
    let text = fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))?;
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    let mut lines = whole.split_inclusive('\n');
    if lines.next() != Some(header().as_str()) {
        return Err(Error::damaged(&path, "another line of names than this version writes"));
    }
    let mut done = Vec::new();
    for (at, line) in lines.enumerate() {
        let entry = parse(line.trim_end_matches('\n'));
        let message = || format!("line {} cannot be read", at + 2);
        done.push(entry.ok_or_else(|| Error::damaged(&path, message()))?);
    }
    Ok(done)
}

fn header() -> String {
    let ends = names().map(|name| format!(",{name}_bytes,{name}_rows"));
    format!("point,digest,failure{}\n", ends.concat())
}

fn line(done: &Done) -> String {
    // Quotes and line ends would need a reader of their own.
    let failure = done.failure.as_deref().unwrap_or_default().replace(['"', '\n', ','], " ");
    let ends = done.marks.map(|mark| format!(",{},{}", mark.bytes, mark.rows));
    format!("{},{},{failure}{}\n", done.point, done.digest, ends.concat())
}

fn parse(line: &str) -> Option<Done> {
    let fields: Vec<&str> = line.split(',').collect();
    let [point, digest, failure, ends @ ..] = &fields[..] else { return None };
    if ends.len() != 2 * SHEETS {
        return None;
    }
    let mut marks = Marks::default();
    for (mark, pair) in marks.iter_mut().zip(ends.chunks(2)) {
        *mark = Mark { bytes: pair[0].parse().ok()?, rows: pair[1].parse().ok()? };
    }
    let failure = (!failure.is_empty()).then(|| (*failure).to_owned());
    Some(Done { point: point.parse().ok()?, digest: (*digest).to_owned(), failure, marks })
}
