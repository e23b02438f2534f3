//! From a results directory to what a person reads.
//!
//! Sees files only, never a running simulation: a report can be made again at any time and
//! cannot disagree with the tables. It builds text and prints nothing.

mod fitted;
mod number;
mod observed;
mod points;
mod precision;
mod run;
mod screen;
mod target;
mod text;

pub use fitted::fitted;
pub use number::rounded;
pub use points::{aligned, amount, difference, difference_with_error, points};
pub use precision::precision;

use crate::error::Error;
use crate::results;
use run::Run;
use std::path::Path;
use text::Page;

/// The answer of a run on one screen of 80 columns.
///
/// `colour` sets headings in bold by terminal codes.
///
/// # Errors
/// There are no results at `dir`, or a table is damaged.
pub fn screen(dir: &Path, colour: bool) -> Result<String, Error> {
    let run = Run::load(&results::open(dir)?)?;
    let mut page = Page::default();
    screen::title(&run, &mut page);
    screen::exports(&run, &mut page);
    for entry in &run.manifest.targets {
        target::chances(&run, entry, &mut page);
    }
    screen::causes(&run, &mut page);
    screen::bottlenecks(&run, &mut page);
    observed::comparison(&run, &mut page);
    screen::foot(&run, dir, &mut page);
    Ok(page.finish(colour))
}

/// Words in lines of at most 80 columns.
pub fn paragraph(words: &str) -> String {
    let mut page = Page::default();
    page.words(words);
    page.finish(false)
}

#[cfg(test)]
mod tests;
