//! What a study looks like: its points with their main numbers, then tipping points.

use super::fitted::fitted;
use super::paragraph;
use super::points::points;
use crate::error::Error;
use crate::results::{Crossed, Results, TippingLine};
use crate::study::design::Amount;

/// Points and tipping points that are shown.
const ROWS: usize = 40;

pub(super) fn screen(results: &Results) -> Result<String, Error> {
    let mut text = points(results, ROWS)?;
    let rows = results.rows::<TippingLine>()?;
    for target in &results.manifest.targets {
        let of = rows.iter().filter(|row| row.target == target.name);
        text += &tipping(&target.name, &of.collect::<Vec<_>>());
    }
    Ok(text + &format!("\nResults are in {}\n", results.dir.display()))
}

/// Where the chance of a target crosses a level.
fn tipping(target: &str, rows: &[&TippingLine]) -> String {
    let crossed: Vec<(&&TippingLine, String)> =
        rows.iter().filter_map(|row| Some((row, place(row)?))).collect();
    let (hidden, never) = (crossed.len().saturating_sub(ROWS), rows.len() - crossed.len());
    if rows.is_empty() {
        return String::new();
    }
    if crossed.is_empty() {
        let words = "crosses 10, 50 and 90 % nowhere within the values that were run";
        return format!("\n{}", paragraph(&format!("P({target}) {words}")));
    }
    // Where it is comes first, as what does not fit is left out at the end.
    let heads = ["TIPPING POINTS".to_owned(), "at".to_owned(), format!("P({target})")];
    let lines = crossed.into_iter().take(ROWS).map(|(row, place)| {
        let others =
            if row.others.is_empty() { String::new() } else { format!(" ({})", row.others) };
        let chance = format!("{:.0} %", 100.0 * row.probability);
        vec![format!("{}{others}", row.factor), place, chance]
    });
    let table: Vec<_> = std::iter::once(heads.to_vec()).chain(lines).collect();
    let mut text = format!("\n{}", fitted(&table).0);
    if hidden > 0 {
        text += &format!("… and {hidden} more in tipping.csv\n");
    }
    if never > 0 {
        text += &format!("{never} more are crossed nowhere within the values: see tipping.csv\n");
    }
    text
}

/// Where a level is crossed, with its interval.
fn place(row: &TippingLine) -> Option<String> {
    let value = row.value.filter(|_| row.crossed == Crossed::At)?;
    let form = Amount::of_unit(&row.unit);
    let digits = |x: f64| {
        let x = format!("{x:.2e}").parse().unwrap_or(x);
        form.as_ref().map_or_else(|| format!("{x} {}", row.unit), |form| form.with(x))
    };
    let end = |end: Option<f64>| end.map_or("not in range".to_owned(), digits);
    Some(format!("{} ({} to {})", digits(value), end(row.ci_lo), end(row.ci_hi)))
}
