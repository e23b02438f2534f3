//! A table on its way to a file.

use super::manifest::TableEntry;
use crate::error::Error;
use crate::table::{Cell, Column, Style, Writer};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// An open table whose errors name its file.
pub(super) struct Sheet {
    path: PathBuf,
    file: &'static str,
    columns: Vec<Column>,
    writer: Writer<File>,
}

impl Sheet {
    /// Begins `file` in `dir`.
    pub(super) fn create(
        dir: &Path,
        file: &'static str,
        columns: Vec<Column>,
        style: Style,
    ) -> Result<Self, Error> {
        let path = dir.join(file);
        let out = File::create(&path).map_err(|e| Error::io("create", &path, e))?;
        let writer = Writer::new(out, &columns, style).map_err(|e| Error::io("write", &path, e))?;
        Ok(Self { path, file, columns, writer })
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.writer.row(cells).map_err(|e| self.failed(e))
    }

    /// Ends the table; what the manifest says of it.
    pub(super) fn finish(self) -> Result<TableEntry, Error> {
        let Self { path, file, columns, writer } = self;
        let rows = writer.rows();
        writer.finish().map_err(|e| Error::io("write", &path, e))?;
        let columns = columns.iter().map(Into::into).collect();
        Ok(TableEntry { file: file.to_owned(), rows, columns })
    }

    fn failed(&self, error: io::Error) -> Error {
        Error::io("write", &self.path, error)
    }
}
