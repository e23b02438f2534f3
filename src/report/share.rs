//! What a share of a whole is, how much of it is here, and what to do with it.

use super::number::count;
use super::paragraph;
use super::points::points;
use crate::error::Error;
use crate::results::{Part, Results, Whole};
use crate::study::share::Share;

/// Points that are shown.
const ROWS: usize = 40;

pub(super) fn screen(results: &Results, part: &Part) -> Result<String, Error> {
    let (Share { k, n }, dir) = (part.share, results.dir.display());
    let (here, whole) = (count(part.here.into()), count(part.whole.into()));
    let of = part.of.words();
    let (things, table) = match part.of {
        Whole::Run => ("replications", String::new()),
        Whole::Study => ("points", points(results, ROWS)?),
    };
    let mut text = paragraph(&results.manifest.title);
    text += &paragraph(&format!("Share {k} of {n} of a {of}: {here} of {whole} {things}"));
    if part.here > 0 && !table.is_empty() {
        text += &format!("\n{table}");
    }
    text += &format!("\nIt is in {dir}\n");
    Ok(text
        + &format!(
            "Once each other is in a directory of its own:\n  \
             caspian merge {dir} OTHERS -o DIR\n"
        ))
}
