//! The points of a study, a line each: targets and exports.

use super::number::{probability, rounded};
use crate::error::Error;
use crate::results::Results;

/// Points with the probability of each target and total exports of its year; of many points
/// the first `most`.
///
/// # Errors
/// A table cannot be read.
pub fn points(results: &Results, most: usize) -> Result<String, Error> {
    let (design, targets, summary) = (results.design()?, results.targets()?, results.summary()?);
    let entries = &results.manifest.targets;
    let last = results.manifest.end.year();
    let mut rows = vec![vec!["POINT".to_owned()]];
    rows[0].extend(entries.iter().map(|entry| format!("P({})", entry.name)));
    rows[0].push(format!("exports {last}, Mt"));
    rows[0].push("± ".to_owned());
    for line in design.iter().take(most) {
        let mut row = vec![format!("{} {}", line.point, line.label)];
        for entry in entries {
            let year = entry.year.to_string();
            let found = targets.iter().find(|t| {
                t.point == line.point
                    && (t.target.as_str(), t.measure.as_str()) == (&entry.name, "routes")
                    && (t.reached.as_str(), t.period.as_str()) == ("in", &year)
                    && t.threshold == entry.at_least
            });
            let words = found.map(|t| probability(t.probability, t.ci_lo, t.ci_hi));
            row.push(words.unwrap_or_else(|| "-".to_owned()));
        }
        let period = last.to_string();
        let found = summary.iter().find(|s| {
            s.point == line.point
                && (s.metric.as_str(), s.entity.as_str()) == ("exports", "total")
                && s.period == period
        });
        let (mean, stderr) = (found.and_then(|s| s.mean), found.and_then(|s| s.stderr));
        row.push(mean.map_or("-".to_owned(), |mean| amount(mean, stderr, "t").0));
        row.push(stderr.map_or("-".to_owned(), |stderr| amount(stderr, None, "t").0));
        rows.push(row);
    }
    let more = design.len().saturating_sub(most);
    let rest = if more > 0 { format!("… and {more} more in table.csv\n") } else { String::new() };
    Ok(aligned(&rows) + &rest)
}

/// A value rounded to its error, and its unit for people: tonnes in Mt, kt below 0.1 Mt.
pub fn amount(value: f64, error: Option<f64>, unit: &'static str) -> (String, &'static str) {
    let (size, unit) = match unit {
        "t" => (1e6, "Mt"),
        "t/y" => (1e6, "Mt/y"),
        "USD" => (1e6, "MUSD"),
        "1" => (0.01, "%"),
        unit => (1.0, unit),
    };
    (rounded(value / size, error.map_or(f64::NAN, |error| error / size)), unit)
}

/// A difference in the unit of [`amount`], to the last digit that its error leaves.
pub fn difference(value: f64, error: f64, unit: &'static str) -> String {
    let size = match unit {
        "t" | "t/y" | "USD" => 1e6,
        "1" => 0.01,
        _ => 1.0,
    };
    let (value, error) = (value / size, error / size);
    let places = if error > 0.0 { (-error.log10().floor()).clamp(0.0, 6.0) as usize } else { 2 };
    let text = format!("{value:+.places$}");
    if text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) { text } else { "0".to_owned() }
}

/// Rows with their columns aligned, the first to the left and the others to the right.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|r| r.get(at)).map(|c| c.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
            let blanks = " ".repeat(width - cell.chars().count());
            if at == 0 { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
