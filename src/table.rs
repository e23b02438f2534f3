//! Tidy tables as bytes: named columns with units, one value a row.
//!
//! Numbers are written as the shortest decimals that read back to the same value, never
//! rounded and never with an exponent; a missing value is an empty field. Knows nothing of
//! files or of what the columns mean.

mod row;
mod words;

pub use crate::{table_rows as rows, table_text as text, table_words as words};
pub use row::{Row, Value};

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read, Write};

/// Where the unit of a column's values is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Text, names and counts have none.
    None,
    /// The same on every row.
    Is(&'static str),
    /// On each row, in the column of this name.
    In(&'static str),
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers, written with a decimal point.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Days, as `2029-12-31`.
    Date,
}

impl Type {
    /// Its name, in manifests and data packages.
    pub const fn name(self) -> &'static str {
        match self {
            Type::Text => "text",
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Boolean => "boolean",
            Type::Date => "date",
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name, as in the first line of the file.
    pub name: Cow<'static, str>,
    /// What its values are.
    pub kind: Type,
    /// Unit of its values.
    pub unit: Unit,
    /// What it says, for people.
    pub meaning: Cow<'static, str>,
    /// What its values are of, where its name is made from that.
    pub of: Option<Of>,
}

/// What the values of a column are of whose name is made when the program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Of {
    /// Key path of a factor, or a quantity.
    pub what: String,
    /// Which number of a quantity: `mean`, `stderr`, `probability`, `ci_lo` or `ci_hi`.
    pub statistic: Option<&'static str>,
}

impl Column {
    /// A column whose name every program takes as it is: what is no letter or digit becomes `_`.
    pub fn made(of: Of, kind: Type, unit: Unit, meaning: impl Into<Cow<'static, str>>) -> Self {
        let plain = of.what.trim_end_matches(')');
        let mut name = plain.replace(|sign: char| !sign.is_ascii_alphanumeric(), "_");
        if let Some(end) = of.statistic.filter(|end| !matches!(*end, "mean" | "probability")) {
            name = name + "_" + end;
        }
        Self { name: name.into(), kind, unit, meaning: meaning.into(), of: Some(of) }
    }

    /// Gives columns whose names have come out alike a number behind them.
    pub fn tell_apart(columns: &mut [Self]) {
        for at in 1..columns.len() {
            let (before, rest) = columns.split_at_mut(at);
            let taken = |name: &str| before.iter().any(|column| column.name == name);
            let name = rest[0].name.clone().into_owned();
            let numbered = (2..).map(|number| format!("{name}_{number}"));
            let mut names = std::iter::once(name.clone()).chain(numbered);
            rest[0].name = names.find(|name| !taken(name)).unwrap_or(name).into();
        }
    }
}

/// One field of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Words.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number; NaN and infinity are missing values.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// Words that are made when they are written.
    Shown(Shown<'a>),
    /// A missing value.
    Empty,
}

/// Something with a text of its own.
#[derive(Clone, Copy)]
pub struct Shown<'a>(pub &'a dyn fmt::Display);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl PartialEq for Shown<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_string() == other.0.to_string()
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Cell<'_> {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Cell<'_> {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

/// A field of a table in memory, as [`Cell`].
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "as the variants of `Cell`")]
pub enum Field {
    Text(String),
    Integer(i64),
    Number(f64),
    Boolean(bool),
    Date(Date),
    Empty,
}

impl Field {
    /// As it is written.
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Field::Text(text) => Cell::Text(text),
            Field::Integer(value) => Cell::Integer(*value),
            Field::Number(value) => Cell::Number(*value),
            Field::Boolean(value) => Cell::Boolean(*value),
            Field::Date(day) => Cell::Date(*day),
            Field::Empty => Cell::Empty,
        }
    }
}

impl From<Cell<'_>> for Field {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Text(text) => Field::Text(text.to_owned()),
            Cell::Integer(value) => Field::Integer(value),
            Cell::Number(value) => Field::Number(value),
            Cell::Boolean(value) => Field::Boolean(value),
            Cell::Date(day) => Field::Date(day),
            Cell::Shown(text) => Field::Text(text.0.to_string()),
            Cell::Empty => Field::Empty,
        }
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// How a table is put into bytes; all are UTF-8 with `\n`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// Fields divided by commas, decimal point.
    #[default]
    Plain,
    /// What Excel opens by itself under Russian settings: byte-order mark, `;`, decimal comma.
    ExcelRu,
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a table row by row.
pub struct Writer<W: Write> {
    csv: csv::Writer<W>,
    style: Style,
    rows: u64,
    field: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins a table with its line of column names.
    ///
    /// # Errors
    /// Whatever `out` says on writing.
    pub fn new(mut out: W, columns: &[Column], style: Style) -> io::Result<Self> {
        if style == Style::ExcelRu {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        let mut table = Self::resume(out, style, 0);
        let names = columns.iter().map(|column| column.name.as_bytes());
        table.csv.write_record(names).map_err(plain)?;
        Ok(table)
    }

    /// Goes on with a table that has so many rows, behind the last of which `out` stands.
    pub fn resume(out: W, style: Style, rows: u64) -> Self {
        let csv = csv::WriterBuilder::new()
            .delimiter(delimiter(style))
            .terminator(csv::Terminator::Any(b'\n'))
            .buffer_capacity(1 << 16)
            .from_writer(out);
        Self { csv, style, rows, field: Vec::new() }
    }

    /// Hands on what is still held back.
    ///
    /// # Errors
    /// Whatever the underlying writer says.
    pub fn flush(&mut self) -> io::Result<()> {
        self.csv.flush()
    }

    /// Adds a row of as many cells as there are columns.
    ///
    /// # Errors
    /// A row of another length, or whatever the underlying writer says.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        cells.iter().try_for_each(|cell| self.cell(*cell))?;
        self.end()
    }

    /// Adds the row of a row struct.
    ///
    /// # Errors
    /// As [`Writer::row`].
    pub fn add(&mut self, row: &impl Row) -> io::Result<()> {
        row.cells(|cell| self.cell(cell))?;
        self.end()
    }

    fn cell(&mut self, cell: Cell<'_>) -> io::Result<()> {
        self.field.clear();
        match cell {
            Cell::Text(text) => return self.csv.write_field(text).map_err(plain),
            Cell::Integer(value) => write!(self.field, "{value}")?,
            Cell::Number(value) => number(&mut self.field, value, self.style)?,
            Cell::Boolean(value) => write!(self.field, "{value}")?,
            Cell::Date(day) => write!(self.field, "{day}")?,
            Cell::Shown(text) => write!(self.field, "{}", text.0)?,
            Cell::Empty => {}
        }
        self.csv.write_field(&self.field).map_err(plain)
    }

    fn end(&mut self) -> io::Result<()> {
        self.csv.write_record(None::<&[u8]>).map_err(plain)?;
        self.rows += 1;
        Ok(())
    }

    /// Adds rows as they stand in a table of the same columns and style, without its line of
    /// names; the first field of each becomes `first`.
    ///
    /// # Errors
    /// Rows that cannot be read, or whatever the underlying writer says.
    pub fn copy(&mut self, lines: &[u8], first: Cell<'_>) -> io::Result<()> {
        for record in records_of(lines, self.style) {
            let record = record?;
            let rest = record.iter().skip(1).map(Cell::Text);
            self.row(&std::iter::once(first).chain(rest).collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// What the table is written to; some of it may still be held back.
    pub fn out(&self) -> &W {
        self.csv.get_ref()
    }

    /// Rows written so far, without the line of names.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Ends the table and gives back what it was written to.
    ///
    /// # Errors
    /// Whatever the underlying writer says on flushing.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// The error of the underlying writer itself, so that its kind can be told.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

fn records_of(lines: &[u8], style: Style) -> csv::StringRecordsIntoIter<&[u8]> {
    let mut csv = csv::ReaderBuilder::new();
    csv.delimiter(delimiter(style)).has_headers(false).from_reader(lines).into_records()
}

fn delimiter(style: Style) -> u8 {
    match style {
        Style::Plain => b',',
        Style::ExcelRu => b';',
    }
}

/// Shortest decimals that read back to the same number.
fn number(field: &mut Vec<u8>, value: f64, style: Style) -> io::Result<()> {
    // Whole tonnes are most of a large table, and integers are much faster to write.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !value.is_finite() {
        return Ok(());
    }
    let whole = value.fract() == 0.0;
    match whole && value.abs() <= EXACT {
        true => write!(field, "{}", value as i64)?,
        false => write!(field, "{value}")?,
    }
    // Readers guess types by the first rows, which may all be whole.
    if whole {
        field.extend(b".0");
    }
    if style == Style::ExcelRu
        && let Some(point) = field.iter().position(|byte| *byte == b'.')
    {
        field[point] = b',';
    }
    Ok(())
}

/// Reads a table of either style into rows, columns by name.
///
/// # Errors
/// In words, with the line: a missing column, a field of another type, a row cut short.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, String> {
    rows(bytes)?.collect()
}

/// Reads a table of either style row by row, columns by name.
///
/// # Errors
/// As [`read`].
pub fn rows<T: DeserializeOwned>(
    from: impl Read,
) -> Result<impl Iterator<Item = Result<T, String>>, String> {
    let (header, records) = open(from)?;
    Ok(records.map(move |record| record?.deserialize(Some(&header)).map_err(|error| words(&error))))
}

/// Reads a table of either style row by row, without its line of names.
///
/// # Errors
/// As [`read`].
pub fn records(
    from: impl Read,
) -> Result<impl Iterator<Item = Result<csv::StringRecord, String>>, String> {
    open(from).map(|(_, records)| records)
}

type Records<R> = (csv::StringRecord, R);

fn open<R: Read>(
    mut from: R,
) -> Result<Records<impl Iterator<Item = Result<csv::StringRecord, String>>>, String> {
    let mut start = Vec::new();
    let mark = BYTE_ORDER_MARK.as_bytes();
    let begun = from.by_ref().take(mark.len() as u64).read_to_end(&mut start);
    begun.map_err(|error| error.to_string())?;
    let style = if start == mark { Style::ExcelRu } else { Style::Plain };
    let start = if style == Style::ExcelRu { Vec::new() } else { start };
    let mut csv = csv::ReaderBuilder::new();
    let mut csv = csv.delimiter(delimiter(style)).from_reader(io::Cursor::new(start).chain(from));
    let header = csv.headers().map_err(|error| words(&error))?.clone();
    let records = csv.into_records().map(move |record| {
        let record = record.map_err(|error| words(&error))?;
        Ok(if style == Style::ExcelRu { with_points(&record) } else { record })
    });
    Ok((header, records))
}

/// The same record with the decimal commas of its numbers made points.
fn with_points(record: &csv::StringRecord) -> csv::StringRecord {
    let fields = record.iter().map(|field| {
        let point = field.replacen(',', ".", 1);
        if point.parse::<f64>().is_ok() { point } else { field.to_owned() }
    });
    let mut points: csv::StringRecord = fields.collect();
    points.set_position(record.position().cloned());
    points
}

fn words(error: &csv::Error) -> String {
    let line = error.position().map(|position| format!("line {}: ", position.line()));
    let what = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} fields where {expected_len} are due")
        }
        csv::ErrorKind::Utf8 { .. } => "not UTF-8".to_owned(),
        _ => error.to_string(),
    };
    line.unwrap_or_default() + &what
}

#[cfg(test)]
mod tests;
