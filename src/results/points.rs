//! What results hold point by point: the design, and values by replication.

use super::Results;
use crate::error::Error;
use crate::metric::{Metric, Period, Quantity};
use crate::table::{self, Cell, Column, Field, Row, Type, Unit};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;

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
            let mut cells = Vec::new();
            row.cells(&mut cells);
            cells.into_iter().map(Field::from).collect()
        };
        let rows = rows.iter().map(fields).collect();
        Self { file: R::FILE, about: R::ABOUT, columns: R::columns(), rows }
    }

    /// A table whose columns have a name and a unit.
    pub fn bare(
        file: &'static str,
        columns: Vec<(String, Option<&'static str>)>,
        rows: Vec<Vec<Field>>,
    ) -> Self {
        let column = |(name, of): (String, Option<&'static str>)| Column {
            name: name.into(),
            kind: Type::Text,
            unit: of.map_or(Unit::None, Unit::Is),
            meaning: "".into(),
            of: None,
        };
        Self { file, about: "", columns: columns.into_iter().map(column).collect(), rows }
    }

    pub(super) fn cells(row: &[Field]) -> Vec<Cell<'_>> {
        row.iter().map(Field::cell).collect()
    }
}

impl Results {
    /// Key paths of the factors of a study.
    pub fn factors(&self) -> Vec<String> {
        let design = self.manifest.tables.iter().find(|table| table.file == "design.csv");
        let columns = design.into_iter().flat_map(|table| &table.columns).skip(2);
        columns.map(|column| column.name.clone()).collect()
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
        let path = self.dir.join(file);
        let bytes = fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
        let rows = table::records(&bytes[..]).map_err(|message| Error::damaged(&path, message))?;
        let mut lines = Vec::new();
        for row in rows {
            let row = row.map_err(|message| Error::damaged(&path, message))?;
            let fields: Vec<&str> = row.iter().collect();
            let line = match &fields[..] {
                [point, label, values @ ..] => point.parse().ok().map(|point| DesignLine {
                    point,
                    label: (*label).to_owned(),
                    values: values.iter().map(|value| (*value).to_owned()).collect(),
                }),
                _ => None,
            };
            lines.push(line.ok_or_else(|| Error::damaged(&path, "a row without a point"))?);
        }
        Ok(lines)
    }

    /// Values by replication of every quantity kept, of the points for which `wanted` holds.
    ///
    /// # Errors
    /// See [`Results::summary`].
    pub fn replications(
        &self,
        wanted: impl Fn(u32) -> bool,
    ) -> Result<BTreeMap<u32, Values>, Error> {
        let path = self.dir.join("replications.csv");
        let file = File::open(&path).map_err(|e| Error::io("read", &path, e))?;
        let damaged = |message: String| Error::damaged(&path, message);
        let n = self.manifest.replications as usize;
        let mut points: BTreeMap<u32, Values> = BTreeMap::new();
        let mut rows = 0;
        for row in table::records(BufReader::new(file)).map_err(damaged)? {
            let row = row.map_err(damaged)?;
            rows += 1;
            let field = |at: usize| row.get(at).unwrap_or_default();
            let number = |at: usize| field(at).parse::<f64>().ok();
            // An empty value is a missing one.
            let value = if field(7).is_empty() { Some(f64::NAN) } else { number(7) };
            let quantity = || {
                let metric = Metric::from_name(field(3))?;
                Some(Quantity::new(metric, field(4), Period::parse(field(5))?))
            };
            let (Some(point), Some(replication), Some(quantity), Some(value)) =
                (number(0), number(1), quantity(), value)
            else {
                return Err(Error::damaged(&path, format!("row {rows} cannot be read")));
            };
            let replication = replication as usize;
            if replication >= n || !wanted(point as u32) {
                continue;
            }
            let quantities = points.entry(point as u32).or_default();
            quantities.entry(quantity).or_insert_with(|| vec![f64::NAN; n])[replication] = value;
        }
        self.counted("replications.csv", rows)?;
        Ok(points)
    }
}
