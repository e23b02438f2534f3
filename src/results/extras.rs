//! A directory of tables that were made from runs, with a manifest and nothing else.

use super::draft::Draft;
use super::points::Extra;
use super::sheet::Sheet;
use super::{Manifest, Options, Stopwatch};
use crate::error::Error;
use std::path::Path;

/// Writes tables to `dir` under what `manifest` says of the runs, which began as the stopwatch
/// says; `files` are more texts.
///
/// # Errors
/// `dir` exists and `options.force` is not set, or a file cannot be written.
pub fn write_extras(
    dir: &Path,
    options: Options,
    (mut manifest, began): (Manifest, Stopwatch),
    (extras, files): (&[Extra], &[(&str, &str)]),
) -> Result<(), Error> {
    let draft = Draft::create(dir, options.force)?;
    manifest.tables.clear();
    for (name, text) in files {
        draft.write(name, text)?;
    }
    for extra in extras {
        let columns = extra.columns();
        let mut sheet = Sheet::create(draft.path(), extra.file, columns, options.style)?;
        extra.rows.iter().try_for_each(|row| sheet.row(&Extra::cells(row)))?;
        manifest.tables.push(sheet.finish()?);
    }
    manifest.time(began.started());
    draft.manifest(&manifest)?;
    draft.publish()
}
