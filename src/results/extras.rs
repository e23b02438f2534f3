//! A directory of tables that were made from runs, with a manifest and nothing else.

use super::draft::Draft;
use super::points::Extra;
use super::stopwatch::Started;
use super::{Manifest, Options, manifest};
use crate::error::Error;
use std::path::Path;

/// The place of such a directory, claimed before the work begins, so that a refusal does not come
/// after it; dropped before [`Place::write`], it leaves nothing.
pub struct Place {
    draft: Draft,
    options: Options,
    started: Started,
}

impl Place {
    /// Claims `dir`; the duration in the manifest counts from here.
    ///
    /// # Errors
    /// `dir` exists and `options.force` is not set, or it cannot be created.
    pub fn claim(dir: &Path, options: Options) -> Result<Self, Error> {
        let started = Started::now();
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
            manifest.tables.push(extra.write(self.draft.path(), self.options.style)?);
        }
        self.draft.complete(manifest, &self.started)
    }
}
