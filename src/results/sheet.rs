//! A table on its way to a file.

use super::digest::Hashed;
use super::manifest::TableEntry;
use crate::error::Error;
use crate::table::{Cell, Column, Row, Style, Writer};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A place at the end of a row to which a table can be taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// Length of the file.
    pub bytes: u64,
    /// Rows without the line of names.
    pub rows: u64,
}

/// What to say of a table that lacks rows.
const SHORT: &str = "it is shorter than its journal says";

/// What a table is.
pub(super) struct Head {
    /// File name.
    pub file: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Columns.
    pub columns: Vec<Column>,
}

impl Head {
    /// That of a row struct.
    pub(super) fn of<R: Row>() -> Self {
        Self { file: R::FILE, about: R::ABOUT, columns: R::columns() }
    }
}

/// An open table whose errors name its file.
pub(super) struct Sheet {
    path: PathBuf,
    head: Head,
    writer: Writer<Hashed<File>>,
    kept: u64,
}

impl Sheet {
    /// Begins the table in `dir`.
    pub(super) fn create(dir: &Path, head: Head, style: Style) -> Result<Self, Error> {
        let path = dir.join(head.file);
        let out = File::create(&path).map_err(|e| Error::io("create", &path, e))?;
        let writer = Writer::new(Hashed::new(out), &head.columns, style);
        let writer = writer.map_err(|e| Error::io("write", &path, e))?;
        Ok(Self { path, head, writer, kept: 0 })
    }

    /// Goes on behind a mark; what was written after it is lost. Where rows before it are missing
    /// the table is damaged: a file made longer would hold bytes that nobody wrote.
    pub(super) fn reopen(
        dir: &Path,
        head: Head,
        (style, mark): (Style, Mark),
    ) -> Result<Self, Error> {
        let path = dir.join(head.file);
        let reopened = || -> io::Result<Option<Hashed<File>>> {
            let out = OpenOptions::new().read(true).write(true).open(&path)?;
            if out.metadata()?.len() < mark.bytes {
                return Ok(None);
            }
            out.set_len(mark.bytes)?;
            // Read to the end, where writing goes on.
            let mut out = Hashed::new(out);
            io::copy(&mut out, &mut io::sink())?;
            Ok(Some(out))
        };
        let out = reopened().map_err(|e| Error::io("write", &path, e))?;
        let out = out.ok_or_else(|| Error::damaged(&path, SHORT))?;
        let writer = Writer::resume(out, style, mark.rows);
        Ok(Self { path, head, writer, kept: mark.bytes })
    }

    /// Writes everything down, with `sync` for good; where the file ends now.
    pub(super) fn mark(&mut self, sync: bool) -> Result<Mark, Error> {
        self.writer.flush().map_err(|e| self.failed(e))?;
        let file = self.writer.out().file();
        let bytes = file.metadata().map_err(|e| Error::io("read", &self.path, e))?.len();
        if sync && bytes != self.kept {
            file.sync_data().map_err(|e| self.failed(e))?;
            self.kept = bytes;
        }
        Ok(Mark { bytes, rows: self.writer.rows() })
    }

    /// Adds the rows of a point as they stand in another results directory, as point `point`.
    pub(super) fn copy(&mut self, from: &Path, part: Range<u64>, point: u32) -> Result<(), Error> {
        let path = from.join(self.head.file);
        let read = || -> io::Result<Vec<u8>> {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(part.start))?;
            let mut lines = Vec::new();
            file.take(part.end.saturating_sub(part.start)).read_to_end(&mut lines)?;
            Ok(lines)
        };
        let lines = read().map_err(|e| Error::io("read", &path, e))?;
        if (lines.len() as u64) < part.end.saturating_sub(part.start) {
            return Err(Error::damaged(&path, SHORT));
        }
        self.writer.copy(&lines, point.into()).map_err(|e| self.failed(e))
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.writer.row(cells).map_err(|e| self.failed(e))
    }

    /// Adds the row of a row struct.
    pub(super) fn add(&mut self, row: &impl Row) -> Result<(), Error> {
        self.writer.add(row).map_err(|e| self.failed(e))
    }

    /// Ends the table; what the manifest says of it.
    pub(super) fn finish(self) -> Result<TableEntry, Error> {
        let Self { path, head, writer, .. } = self;
        let rows = writer.rows();
        let ended = writer.finish().and_then(|out| out.file().sync_data().map(|()| out));
        let (bytes, sha256) = ended.map_err(|e| Error::io("write", &path, e))?.passed();
        let (file, columns) = (head.file.to_owned(), head.columns.iter().map(Into::into).collect());
        Ok(TableEntry { file, about: head.about, rows, bytes, sha256, columns })
    }

    fn failed(&self, error: io::Error) -> Error {
        Error::io("write", &self.path, error)
    }
}
