//! From a results directory to what a person reads.
//!
//! Sees files only, never a running simulation: a report can be made again at any time and
//! cannot disagree with the tables. It builds text and prints nothing.

mod bottlenecks;
mod compare;
mod fitted;
mod number;
mod observed;
mod points;
mod precision;
mod run;
mod screen;
mod sensitivity;
mod share;
mod sizing;
mod stress;
mod study;
mod target;
mod text;

pub use points::aligned;
pub use precision::precision;

use crate::error::Error;
use crate::results::{Kind, Results};
use run::Run;
use text::Page;

/// What a directory says on one screen of 80 columns, by its kind.
///
/// `colour` sets headings in bold by terminal codes.
///
/// # Errors
/// A table is missing or damaged.
pub fn screen(results: &Results, colour: bool) -> Result<String, Error> {
    match &results.manifest.kind {
        Kind::Run => run(results, colour),
        Kind::Study => study::screen(results),
        Kind::Compare(compared) => compare::screen(results, compared),
        Kind::Stress => stress::screen(results),
        Kind::Bottlenecks { target } => bottlenecks::screen(results, target),
        Kind::Sizing(sized) => sizing::screen(results, sized),
        Kind::Sensitivity(judged) => sensitivity::screen(results, judged),
        Kind::Shard(part) => share::screen(results, part),
    }
}

/// The answer of a run.
fn run(results: &Results, colour: bool) -> Result<String, Error> {
    let run = Run::load(results)?;
    let mut page = Page::default();
    screen::title(&run, &mut page);
    screen::exports(&run, &mut page);
    for entry in &run.manifest.targets {
        target::chances(&run, entry, &mut page);
    }
    screen::causes(&run, &mut page);
    screen::bottlenecks(&run, &mut page);
    observed::comparison(&run, &mut page);
    screen::foot(&run, &results.dir, &mut page);
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
