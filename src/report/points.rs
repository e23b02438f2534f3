//! The points of a study, a line each, as `table.csv` has them.

use super::fitted::fitted;
use super::number::{probability, rounded};
use crate::error::Error;
use crate::metric::Unit;
use crate::results::{DesignLine, Results};
use crate::text;

/// A quantity of `table.csv`: place of its first column, and what it is.
struct Column<'r> {
    at: usize,
    name: &'r str,
    unit: Unit,
}

/// Points with as many quantities of `table.csv` as a line holds; of many points the first `most`.
///
/// # Errors
/// A table cannot be read.
pub fn points(results: &Results, most: usize) -> Result<String, Error> {
    let lines = results.wide()?;
    let columns = columns(results);
    let mut rows = vec![vec!["POINT".to_owned()]];
    rows[0].extend(columns.iter().map(Column::head));
    for line in lines.iter().take(most) {
        let label = vec![format!("{} {}", line.point, line.label)];
        rows.push(
            label.into_iter().chain(columns.iter().map(|column| column.cell(line))).collect(),
        );
    }
    let (text, hidden) = fitted(&rows);
    let points = lines.len().saturating_sub(most);
    let more = match (points, hidden) {
        (0, 0) => String::new(),
        (0, columns) => format!("{columns} more columns are in table.csv\n"),
        (points, 0) => format!("… and {points} more in table.csv\n"),
        (points, columns) => {
            format!("… and {points} more, with {columns} more columns, in table.csv\n")
        }
    };
    Ok(text + &more)
}

fn columns(results: &Results) -> Vec<Column<'_>> {
    let factors = results.factors().len();
    let table = results.manifest.tables.iter().find(|table| table.file == "table.csv");
    let named = table.into_iter().flat_map(|table| table.columns.iter().skip(2)).enumerate();
    let mut columns = Vec::new();
    for (at, entry) in named.skip(factors) {
        let Some(name) = &entry.of else { continue };
        // Errors and ends of intervals stand behind what they are of.
        let first = entry.statistic.as_deref();
        if matches!(first, Some("mean" | "probability")) {
            let unit = entry.unit.as_deref().and_then(Unit::from_name).unwrap_or(Unit::Index);
            columns.push(Column { at, name, unit });
        }
    }
    columns
}

impl Column<'_> {
    fn is_probability(&self) -> bool {
        self.name.starts_with("P(")
    }

    fn head(&self) -> String {
        match self.is_probability() {
            true => self.name.to_owned(),
            false => format!("{}, {}", self.name, amount(0.0, None, self.unit).1),
        }
    }

    /// The value with its error.
    fn cell(&self, line: &DesignLine) -> String {
        let number = |at: usize| line.values.get(at).and_then(|text| text.parse::<f64>().ok());
        let Some(value) = number(self.at) else { return "-".to_owned() };
        if self.is_probability() {
            let ends = number(self.at + 1).zip(number(self.at + 2));
            return ends.map_or_else(String::new, |(low, high)| probability(value, low, high));
        }
        let error = number(self.at + 1);
        let text = amount(value, error, self.unit).0;
        match error {
            Some(error) if error > 0.0 => {
                format!("{text} ± {}", amount(error, Some(error), self.unit).0)
            }
            _ => text,
        }
    }
}

/// A value rounded to its error, and its unit for people: tonnes in Mt, kt below 0.1 Mt.
pub fn amount(value: f64, error: Option<f64>, unit: Unit) -> (String, &'static str) {
    let (size, unit) = match unit {
        Unit::Tonnes => (1e6, "Mt"),
        Unit::TonnesPerYear => (1e6, "Mt/y"),
        Unit::Usd => (1e6, "MUSD"),
        Unit::Share => (0.01, "%"),
        unit => (1.0, unit.symbol()),
    };
    (rounded(value / size, error.map_or(f64::NAN, |error| error / size)), unit)
}

/// A difference in the unit of [`amount`], to the last digit that its error leaves; `-` where it is
/// not known.
pub fn difference(value: f64, error: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return "-".to_owned();
    }
    let size = match unit {
        Unit::Tonnes | Unit::TonnesPerYear | Unit::Usd => 1e6,
        Unit::Share => 0.01,
        _ => 1.0,
    };
    let (value, error) = (value / size, error / size);
    let places = if error > 0.0 { (-error.log10().floor()).clamp(0.0, 6.0) as usize } else { 2 };
    let text = format!("{value:+.places$}");
    if text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) { text } else { "0".to_owned() }
}

/// A difference with its error, both to the last digit that the error leaves.
pub fn difference_with_error(value: f64, error: f64, unit: Unit) -> String {
    let text = difference(value, error, unit);
    // Both are written with as many decimals; an error has no sign.
    match error > 0.0 {
        true => format!("{text} ± {}", difference(error, error, unit).trim_start_matches('+')),
        false => text,
    }
}

/// Rows with their columns aligned, the first to the left and the others to the right.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|row| Some(text::width(row.get(at)?))).max();
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
            let blanks = " ".repeat(width - text::width(cell));
            if at == 0 { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
