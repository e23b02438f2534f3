//! Worths of one more unit in `bottlenecks.csv`, known only when all points have been run.
//!
//! The rows of the first point are written anew with them, and rows of what is no link come behind
//! all points. Knows nothing of how a worth is found. `docs/outputs.md`, "bottlenecks.csv".

use super::draft::{beside, rename, write};
use super::journal::{self, Done};
use super::tables::{self, names};
use crate::error::Error;
use crate::table::{Cell, Style, Writer, fields};
use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = "bottlenecks";
/// Columns that hold a worth, the last of a row.
pub(super) const COLUMNS: usize = 3;

/// What one more unit of something is worth to a target of the first point.
#[derive(Debug, Clone, PartialEq)]
pub struct Marginal {
    /// The target.
    pub objective: String,
    /// Name of the link, port, fleet or sea.
    pub entity: String,
    /// What limits.
    pub constraint: String,
    /// The target's year.
    pub period: String,
    /// Where it is the limit of a link and of nothing else: that link, whose shares it has.
    pub link: Option<String>,
    /// Tonnes in the year, and their error.
    pub value: f64,
    /// Standard error of the value.
    pub stderr: f64,
    /// `t per` and the unit.
    pub unit: String,
}

impl Marginal {
    fn is_of(&self, row: &[String], entity: &str) -> bool {
        let wanted = [&self.objective, entity, &self.constraint, &self.period];
        row[1..5].iter().zip(wanted).all(|(field, wanted)| field == wanted)
    }

    /// True where a row of the link itself holds the worth.
    fn is_of_link(&self) -> bool {
        matches!(self.constraint.as_str(), "capacity" | "nomination")
    }
}

/// Writes worths into the table of a directory whose points are all done, and moves what the
/// journal says of its length. Returns how many rows came in addition.
///
/// # Errors
/// A file cannot be read or written.
pub(super) fn fill(
    dir: &Path,
    style: Style,
    done: &[Done],
    worths: &[Marginal],
) -> Result<u64, Error> {
    let Some(place) = names().iter().position(|name| *name == TABLE) else { return Ok(0) };
    let (Some(first), Some(last)) = (done.first(), done.last()) else { return Ok(0) };
    let path = dir.join(format!("{TABLE}.csv"));
    let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
    let start = tables::start(dir)?[place].bytes as usize;
    let [middle, end] = [first, last].map(|done| done.marks[place].bytes as usize);
    if !(start <= middle && middle <= end && end <= bytes.len()) {
        return Err(Error::damaged(&path, "shorter than its journal says"));
    }
    let damaged = |e: std::io::Error| Error::damaged(&path, e.to_string());
    let old = fields(&bytes[start..middle], style).map_err(damaged)?;
    let (filled, added) = (in_place(&old, worths), behind(&old, worths, first.point));
    let text = |rows: &[Vec<Value>]| text(rows, style).map_err(|e| Error::io("write", &path, e));
    let parts = [&bytes[..start], &text(&filled)?, &bytes[middle..end], &text(&added)?];
    let grown = parts[1].len() as i64 - (middle - start) as i64;
    let moved = done.iter().cloned().map(|mut done| {
        let mark = &mut done.marks[place].bytes;
        *mark = mark.saturating_add_signed(grown);
        done
    });
    exchange(dir, &parts.concat(), &moved.collect::<Vec<_>>())?;
    Ok(added.len() as u64)
}

/// Puts a table and the journal that goes with it in the place of the old ones.
///
/// Both are written whole beside them, the journal first; renaming the journal decides. A kill
/// before leaves the old ones, a kill after it what [`settle`] ends.
fn exchange(dir: &Path, table: &[u8], done: &[Done]) -> Result<(), Error> {
    let journal = journal::path(dir);
    let new = new_table(dir);
    write(&beside(&journal), journal::text(done).as_bytes())?;
    write(&new, table)?;
    rename(&beside(&journal), &journal)?;
    settle(dir)
}

/// Ends an exchange of table and journal that a kill cut short, or takes it back.
pub(super) fn settle(dir: &Path) -> Result<(), Error> {
    let new = new_table(dir);
    if !new.exists() {
        return Ok(());
    }
    if beside(&journal::path(dir)).exists() {
        return fs::remove_file(&new).map_err(|e| Error::io("remove", &new, e));
    }
    rename(&new, &new.with_extension("csv"))
}

fn new_table(dir: &Path) -> PathBuf {
    dir.join(format!("{TABLE}.new"))
}

/// A field: as it stood, or a number.
enum Value {
    Text(String),
    Number(f64),
}

/// The rows of the first point with the worths of links in them.
fn in_place(old: &[Vec<String>], worths: &[Marginal]) -> Vec<Vec<Value>> {
    let filled = old.iter().map(|row| {
        let head = row[..row.len() - COLUMNS].iter().cloned().map(Value::Text);
        let own = worths.iter().filter(|worth| worth.is_of_link());
        let own = own.into_iter().find(|worth| worth.is_of(row, &worth.entity));
        head.chain(own.map_or_else(empty, tail)).collect()
    });
    filled.collect()
}

/// Rows of the worths that have none: of ports, fleets and seas, and of links that never bind.
fn behind(old: &[Vec<String>], worths: &[Marginal], point: u32) -> Vec<Vec<Value>> {
    let without = worths.iter().filter(|worth| {
        !(worth.is_of_link() && old.iter().any(|row| worth.is_of(row, &worth.entity)))
    });
    let row = |worth: &Marginal| {
        let words = [&worth.objective, &worth.entity, &worth.constraint, &worth.period];
        let like = worth.link.as_ref();
        let like = like.map(|link| old.iter().find(|row| worth.is_of(row, link)));
        let shares = match like {
            None => [Value::Number(f64::NAN), Value::Number(f64::NAN)],
            // A link that never binds has no row.
            Some(None) => [Value::Number(0.0), Value::Number(0.0)],
            Some(Some(row)) => [5, 6].map(|at| Value::Text(row[at].clone())),
        };
        let head = std::iter::once(Value::Number(point.into()))
            .chain(words.map(|word| Value::Text(word.clone())));
        head.chain(shares).chain(tail(worth)).collect()
    };
    without.map(row).collect()
}

fn tail(worth: &Marginal) -> [Value; COLUMNS] {
    [Value::Number(worth.value), Value::Number(worth.stderr), Value::Text(worth.unit.clone())]
}

fn empty() -> [Value; COLUMNS] {
    [(); COLUMNS].map(|()| Value::Text(String::new()))
}

fn text(rows: &[Vec<Value>], style: Style) -> std::io::Result<Vec<u8>> {
    let mut table = Writer::resume(Vec::new(), style, 0);
    for row in rows {
        let cells = row.iter().map(|value| match value {
            Value::Text(text) => Cell::Text(text),
            Value::Number(number) => Cell::Number(*number),
        });
        table.row(&cells.collect::<Vec<_>>())?;
    }
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_cut_short_anywhere_leaves_a_table_with_its_journal() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path();
        let names = ["bottlenecks.csv", "journal.csv", "bottlenecks.new", "journal.new"];
        let old = [Some("old table"), Some("old journal"), None, None];
        let left = |files: [Option<&str>; 4]| {
            for (name, text) in names.iter().zip(files) {
                let path = dir.join(name);
                text.map_or_else(
                    || drop(fs::remove_file(&path)),
                    |text| fs::write(&path, text).unwrap(),
                );
            }
            settle(dir).unwrap();
            let found = names.map(|name| fs::read_to_string(dir.join(name)).ok());
            let whole = |what: &str| {
                found[0] == Some(format!("{what} table"))
                    && found[1] == Some(format!("{what} journal"))
            };
            assert!(found[2].is_none());
            [whole("old"), whole("new")]
        };
        assert_eq!(left(old), [true, false]);
        // In the order in which files are written and renamed.
        assert_eq!(left([old[0], old[1], None, Some("half")]), [true, false]);
        assert_eq!(left([old[0], old[1], Some("half"), Some("new journal")]), [true, false]);
        assert_eq!(left([old[0], Some("new journal"), Some("new table"), None]), [false, true]);
        assert_eq!(left([Some("new table"), Some("new journal"), None, None]), [false, true]);
        fs::write(dir.join("bottlenecks.csv"), "old table").unwrap();
        exchange(dir, b"new table", &[]).unwrap();
        assert_eq!(fs::read_to_string(dir.join("bottlenecks.csv")).unwrap(), "new table");
        assert!(journal::read(dir).unwrap().is_empty());
    }
}
