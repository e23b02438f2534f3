//! What results hold point by point: the design, and values by replication.

use super::Results;
use super::manifest::{ColumnEntry, TableEntry};
use super::rows::ReplicationLine;
use super::sheet::{Head, Sheet};
use crate::error::Error;
use crate::metric::{Metric, Period, Quantity};
use crate::table::{self, Column, Field, Of, Row, Style, Type, Unit};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A row of `design.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignLine {
    /// Number of the point.
    pub point: u32,
    /// A few words for people.
    pub label: String,
    /// New value of each factor; empty where it is unchanged.
    pub values: Vec<String>,
}

/// Values by replication of every quantity kept; NaN where there is none.
pub type Values = BTreeMap<Quantity, Vec<f64>>;

/// A table made from others, for the same directory.
#[derive(Debug, Clone)]
pub struct Extra {
    /// File name.
    pub file: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Vec<Field>>,
}

impl Extra {
    /// The table of some rows.
    pub fn of<R: Row>(rows: &[R]) -> Self {
        let fields = |row: &R| {
            let mut fields = Vec::new();
            let Ok(()) = row.cells(|cell| {
                fields.push(Field::from(cell));
                Ok::<(), std::convert::Infallible>(())
            });
            fields
        };
        let rows = rows.iter().map(fields).collect();
        Self { file: R::FILE, about: R::ABOUT, columns: R::columns(), rows }
    }

    /// Writes it into `dir`.
    pub(super) fn write(&self, dir: &Path, style: Style) -> Result<TableEntry, Error> {
        let (file, about, columns) = (self.file, self.about, self.columns.clone());
        let mut sheet = Sheet::create(dir, Head { file, about, columns }, style)?;
        for row in &self.rows {
            sheet.row(&row.iter().map(Field::cell).collect::<Vec<_>>())?;
        }
        sheet.finish()
    }
}

/// The columns of `design.csv`, with a column a factor.
pub(super) fn design_head(factors: &[String]) -> Head {
    let column = |name: &'static str, kind, meaning: &'static str| Column {
        name: name.into(),
        kind,
        unit: Unit::None,
        meaning: meaning.into(),
        of: None,
    };
    let mut columns = vec![
        column("point", Type::Integer, "Number of the point, 0 for the unchanged scenario."),
        column("label", Type::Text, "Its name."),
    ];
    let factor = |factor: &String| {
        let of = Of { what: factor.clone(), statistic: None };
        Column::made(of, Type::Text, Unit::None, "Value set at this point; empty where unchanged.")
    };
    columns.extend(factors.iter().map(factor));
    Column::tell_apart(&mut columns);
    Head { file: DESIGN, about: "The points of the study.", columns }
}

const DESIGN: &str = "design.csv";

/// Says of each factor's column in a finished design what its values turned out to be.
pub(super) fn tell_types(dir: &Path, design: &mut TableEntry) -> Result<(), Error> {
    let path = dir.join(DESIGN);
    let damaged = |message| Error::damaged(&path, message);
    let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
    let rows = table::records(&bytes[..]).map_err(damaged)?;
    let rows: Vec<_> = rows.collect::<Result<_, _>>().map_err(damaged)?;
    for (at, column) in design.columns.iter_mut().enumerate().skip(2) {
        let values = || rows.iter().filter_map(|row| row.get(at)).filter(|value| !value.is_empty());
        let kind = match values().next() {
            None => Type::Text,
            Some(_) if values().all(|value| value.parse::<i64>().is_ok()) => Type::Integer,
            Some(_) if values().all(|value| value.parse::<f64>().is_ok()) => Type::Number,
            Some(_) => Type::Text,
        };
        column.kind = kind.name().to_owned();
    }
    Ok(())
}

impl Results {
    /// Key paths of the factors of a study.
    pub fn factors(&self) -> Vec<String> {
        self.design_entries().filter_map(|column| column.of.clone()).collect()
    }

    /// The columns of `design.csv`, with the types that they have turned out to be of.
    pub fn point_columns(&self) -> Vec<Column> {
        let mut columns = design_head(&self.factors()).columns;
        for (column, entry) in columns.iter_mut().zip(self.design_entries()).skip(2) {
            column.kind = match entry.kind.as_str() {
                "integer" => Type::Integer,
                "number" => Type::Number,
                _ => Type::Text,
            };
        }
        columns
    }

    fn design_entries(&self) -> impl Iterator<Item = &ColumnEntry> {
        let design = self.manifest.tables.iter().find(|table| table.file == DESIGN);
        design.into_iter().flat_map(|table| &table.columns)
    }

    /// Rows of `design.csv`.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn design(&self) -> Result<Vec<DesignLine>, Error> {
        self.lines_of("design.csv")
    }

    /// Rows of `table.csv`: as those of the design, with the chosen quantities behind the factors.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn wide(&self) -> Result<Vec<DesignLine>, Error> {
        self.lines_of("table.csv")
    }

    fn lines_of(&self, file: &str) -> Result<Vec<DesignLine>, Error> {
        let mut lines = Vec::new();
        self.each(file, |row| {
            let fields: Vec<&str> = row.iter().collect();
            let line = match &fields[..] {
                [point, label, values @ ..] => point.parse().ok().map(|point| DesignLine {
                    point,
                    label: (*label).to_owned(),
                    values: values.iter().map(|value| (*value).to_owned()).collect(),
                }),
                _ => None,
            };
            lines.push(line.ok_or("a row without a point")?);
            Ok(())
        })?;
        Ok(lines)
    }

    /// Values by replication of every quantity kept, of the points for which `wanted` holds.
    ///
    /// # Errors
    /// See [`Results::summary`]; or there are others than the manifest's number of replications.
    pub fn replications(
        &self,
        wanted: impl Fn(u32) -> bool,
    ) -> Result<BTreeMap<u32, Values>, Error> {
        let mut points: BTreeMap<u32, Values> = BTreeMap::new();
        let mut rows = 0_u64;
        self.each(ReplicationLine::FILE, |row| {
            rows += 1;
            let line = value_of(row).ok_or_else(|| format!("row {rows} cannot be read"))?;
            let (point, replication, quantity, value) = line;
            if wanted(point) {
                let values = points.entry(point).or_default().entry(quantity).or_default();
                if values.len() != replication {
                    return Err(format!("row {rows} is not of replication {}", values.len()));
                }
                values.push(value);
            }
            Ok(())
        })?;
        // Nothing is made longer because a number says so that the rows do not bear out.
        let n = self.manifest.replications as usize;
        let wrong = |values: &Values| values.values().map(Vec::len).max() != Some(n);
        if let Some((point, _)) = points.iter().find(|(_, values)| wrong(values)) {
            let message = format!("not {n} replications of point {point}, as the manifest says");
            return Err(Error::damaged(&self.dir.join(ReplicationLine::FILE), message));
        }
        // Under push only the first replications have rows.
        points.values_mut().flat_map(Values::values_mut).for_each(|of| of.resize(n, f64::NAN));
        Ok(points)
    }
}

/// Point, replication, quantity and value of a row of `replications.csv`.
fn value_of(row: &csv::StringRecord) -> Option<(u32, usize, Quantity, f64)> {
    let (point, replication) = (row.get(0)?.parse().ok()?, row.get(1)?.parse().ok()?);
    let metric = Metric::from_name(row.get(3)?)?;
    let quantity = Quantity::new(metric, row.get(4)?, Period::parse(row.get(5)?)?);
    // An empty value is a missing one.
    let value = match row.get(7)? {
        "" => f64::NAN,
        value => value.parse().ok()?,
    };
    Some((point, replication, quantity, value))
}
