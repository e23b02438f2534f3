//! `journal.csv`: which points of a study are done, and where their rows end.
//!
//! With it a study that was cut short goes on, and a larger one takes over what it has in
//! common with an earlier one.

use super::draft::replace;
use super::sheet::Mark;
use super::tables::{Marks, SHEETS, names};
use crate::error::Error;
use crate::scenario::digest;
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
        let path = path(dir);
        replace(&path, text(&done).as_bytes())?;
        let file = OpenOptions::new().append(true).open(&path);
        let file = file.map_err(|e| Error::io("write", &path, e))?;
        Ok(Self { path, file, done })
    }

    /// Adds a point; with `sync` what was added so far is on the disk.
    pub(super) fn add(&mut self, done: Done, sync: bool) -> Result<(), Error> {
        let written = self.file.write_all(line(&done).as_bytes());
        let written = written.and_then(|()| if sync { self.file.sync_data() } else { Ok(()) });
        written.map_err(|e| Error::io("write", &self.path, e))?;
        self.done.push(done);
        Ok(())
    }
}

/// Where the journal of a directory is.
pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

/// Where the scenario of a point is.
pub(super) fn scenario_of(point: u32) -> String {
    format!("points/{point:03}.toml")
}

/// The journal of these points.
pub(super) fn text(done: &[Done]) -> String {
    header() + &done.iter().map(line).collect::<String>()
}

/// What the journal of a directory says is done, and stands in its tables.
///
/// # Errors
/// It cannot be read, or a table is shorter than it says.
pub(super) fn read(dir: &Path) -> Result<Vec<Done>, Error> {
    let (done, damage) = readable(dir)?;
    damage.map_or(Ok(done), Err)
}

/// The first points that the journal of a directory says are done and that are whole, and what is
/// wrong with the next one; a last line cut short does not count.
pub(super) fn readable(dir: &Path) -> Result<(Vec<Done>, Option<Error>), Error> {
    let path = path(dir);
    let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
    let text = String::from_utf8_lossy(&bytes);
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    let mut lines = whole.split_inclusive('\n');
    if lines.next() != Some(header().as_str()) {
        let message = "another line of names than this version writes";
        return Ok((Vec::new(), Some(Error::damaged(&path, message))));
    }
    let lengths = names().map(|name| {
        let path = dir.join(format!("{name}.csv"));
        let length = fs::metadata(&path).map_or(0, |file| file.len());
        (path, length)
    });
    let mut done = Vec::new();
    for (at, line) in lines.enumerate() {
        let Some(entry) = parse(line.trim_end_matches('\n')) else {
            let message = format!("line {} cannot be read", at + 2);
            return Ok((done, Some(Error::damaged(&path, message))));
        };
        let mut ends = entry.marks.iter().zip(&lengths);
        if let Some((_, (table, _))) = ends.find(|(mark, (_, length))| mark.bytes > *length) {
            let message = format!("point {} is cut short", entry.point);
            return Ok((done, Some(Error::damaged(table, message))));
        }
        let scenario = dir.join(scenario_of(entry.point));
        let text = || fs::read_to_string(&scenario).unwrap_or_default();
        if entry.failure.is_none() && digest(&text()) != entry.digest {
            let message = "it is not the scenario that was run";
            return Ok((done, Some(Error::damaged(&scenario, message))));
        }
        done.push(entry);
    }
    Ok((done, None))
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
