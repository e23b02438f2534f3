//! A directory of tables that were made from runs, with a manifest and nothing else.

use super::draft::Draft;
use super::points::Extra;
use super::sheet::Sheet;
use super::{Manifest, Options, manifest};
use crate::error::Error;
use jiff::Timestamp;
use std::path::Path;

/// The place of such a directory, claimed before the work begins, so that a refusal does not come
/// after it; dropped before [`Place::write`], it leaves nothing.
pub struct Place {
    draft: Draft,
    options: Options,
    started: Timestamp,
}

impl Place {
    /// Claims `dir`; the duration in the manifest counts from here.
    ///
    /// # Errors
    /// `dir` exists and `options.force` is not set, or it cannot be created.
    pub fn claim(dir: &Path, options: Options) -> Result<Self, Error> {
        let started = Timestamp::now();
        Ok(Self { draft: Draft::create(dir, options.force)?, options, started })
    }

    /// Writes tables under what `manifest` says of the runs; `files` are more texts.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(
        self,
        mut manifest: Manifest,
        extras: &[Extra],
        files: &[(&str, &str)],
    ) -> Result<(), Error> {
        manifest.csv = manifest::form(self.options.style).to_owned();
        manifest.tables.clear();
        for (name, text) in files {
            self.draft.write(name, text)?;
        }
        for extra in extras {
            let (columns, style) = (extra.columns.clone(), self.options.style);
            let mut sheet = Sheet::create(self.draft.path(), extra.file, columns, style)?;
            extra.rows.iter().try_for_each(|row| sheet.row(&Extra::cells(row)))?;
            manifest.tables.push(sheet.finish()?);
        }
        manifest.time(self.started);
        self.draft.manifest(&manifest)?;
        self.draft.publish()
    }
}
