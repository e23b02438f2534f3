//! TOML as a tree in which every key and value knows its place.
//!
//! Knows nothing of what the keys mean.

use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Located, Place};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Keys with their values, in order of key.
pub(super) type Table = BTreeMap<String, Entry>;

/// A key's value and where the key stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub key: Place,
    pub item: Item,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub form: Form,
    pub place: Place,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    Text(String),
    Whole(i64),
    Real(f64),
    Flag(bool),
    Date(Date),
    /// A time or a date with time, which no key takes.
    Time(String),
    List(Vec<Item>),
    Table(Table),
}

impl Item {
    /// What it is, in words.
    pub fn words(&self) -> String {
        match &self.form {
            Form::Text(text) => format!("`{text}`"),
            Form::Whole(number) => format!("the number {number}"),
            Form::Real(number) => format!("the number {number}"),
            Form::Flag(flag) => format!("`{flag}`"),
            Form::Date(date) => format!("the date {date}"),
            Form::Time(text) => format!("the time `{text}`"),
            Form::List(_) => "a list".to_owned(),
            Form::Table(_) => "a table".to_owned(),
        }
    }

    /// The text it is.
    pub fn as_text(&self) -> Option<&str> {
        match &self.form {
            Form::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The table it is.
    pub fn table(&self) -> Option<&Table> {
        match &self.form {
            Form::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The number it is, whole or not.
    pub fn number(&self) -> Option<f64> {
        match self.form {
            Form::Whole(number) => Some(number as f64),
            Form::Real(number) => Some(number),
            _ => None,
        }
    }

    /// The value a path leads to from here, with the place of its last key.
    pub fn at(&self, path: &str) -> Option<(Place, &Item)> {
        let (key, rest, item) = self.step(path)?;
        if rest.is_empty() { Some((key, item)) } else { item.at(rest) }
    }

    /// The deepest key on a path that exists from here.
    pub fn deepest(&self, path: &str) -> Option<Place> {
        let (key, rest, item) = self.step(path)?;
        item.deepest(rest).or(Some(key))
    }

    /// The first key of a path, what is left of the path, and the value. A key may hold a dot.
    fn step<'a, 'b>(&'a self, path: &'b str) -> Option<(Place, &'b str, &'a Item)> {
        let ends = path.match_indices('.').map(|(dot, _)| dot).chain([path.len()]);
        // The first key and what follows it, the shortest key first.
        let mut splits = ends.map(|end| (&path[..end], path.get(end + 1..).unwrap_or("")));
        match &self.form {
            Form::Table(table) => splits
                .find_map(|(key, rest)| table.get(key).map(|entry| (entry.key, rest, &entry.item))),
            Form::List(items) => {
                let (key, rest) = splits.next()?;
                let item = items.get(key.parse::<usize>().ok()?)?;
                Some((item.place, rest, item))
            }
            _ => None,
        }
    }
}

/// Reads a whole text; every syntax error is a fault.
pub(super) fn read(text: &str, index: usize) -> (Item, Vec<Located>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading { index, offset: 0, faults: Vec::new() };
    let mut last = None;
    for error in errors {
        // What follows on the same line is most often an echo of the first.
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let same = |last: usize| !text[last.min(at)..last.max(at)].contains('\n');
        if !last.replace(at).is_some_and(same) {
            reading.syntax(&error, text.len());
        }
    }
    let place = reading.place(0..0);
    let form = Form::Table(reading.table(table.get_ref()));
    (Item { form, place }, reading.faults)
}

/// Reads one value that stands at `offset` of a text; `None` when it is no TOML.
pub(super) fn read_value(text: &str, index: usize, offset: usize) -> Option<Item> {
    let value = DeValue::parse(text).ok()?;
    let mut reading = Reading { index, offset, faults: Vec::new() };
    let item = reading.item(value.span(), value.get_ref());
    reading.faults.is_empty().then_some(item)
}

struct Reading {
    index: usize,
    offset: usize,
    faults: Vec<Located>,
}

impl Reading {
    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { text: self.index, start: span.start + self.offset, end: span.end + self.offset }
    }

    fn fault(&mut self, kind: K, span: std::ops::Range<usize>, message: String) {
        let at = Some(self.place(span));
        self.faults.push(Located { fault: Fault::new(kind, "", message), at, related: None });
    }

    fn syntax(&mut self, error: &toml::de::Error, len: usize) {
        let span = error.span().unwrap_or(0..0);
        let span = span.start.min(len)..span.end.min(len);
        self.fault(
            K::NotToml,
            span,
            format!("not valid TOML: {}", error.message().replace('\n', ", ")),
        );
    }

    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let entries = table.iter().map(|(key, value)| {
            let entry = Entry {
                key: self.place(key.span()),
                item: self.item(value.span(), value.get_ref()),
            };
            (key.get_ref().to_string(), entry)
        });
        entries.collect()
    }

    fn item(&mut self, span: std::ops::Range<usize>, value: &DeValue<'_>) -> Item {
        let place = self.place(span.clone());
        let form = match value {
            DeValue::String(text) => Form::Text(text.to_string()),
            DeValue::Integer(digits) => {
                match i64::from_str_radix(digits.as_str(), digits.radix()) {
                    Ok(number) => Form::Whole(number),
                    Err(_) => {
                        self.fault(
                            K::NumberTooLarge,
                            span,
                            format!("the number {} is too large", digits.as_str()),
                        );
                        Form::Whole(0)
                    }
                }
            }
            DeValue::Float(digits) => match digits.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Form::Real(number),
                _ => {
                    self.fault(
                        K::NumberTooLarge,
                        span,
                        format!("`{}` is no finite number", digits.as_str()),
                    );
                    Form::Real(0.0)
                }
            },
            DeValue::Boolean(flag) => Form::Flag(*flag),
            DeValue::Datetime(time) => match (time.date, time.time, time.offset) {
                (Some(date), None, None) => self.date(span, &date),
                _ => Form::Time(time.to_string()),
            },
            DeValue::Array(items) => Form::List(
                items.iter().map(|item| self.item(item.span(), item.get_ref())).collect(),
            ),
            DeValue::Table(table) => Form::Table(self.table(table)),
        };
        Item { form, place }
    }

    fn date(&mut self, span: std::ops::Range<usize>, date: &toml::value::Date) -> Form {
        let made = Date::new(date.year as i16, date.month as i8, date.day as i8);
        made.map_or_else(
            |_| {
                self.fault(K::NotADate, span, format!("there is no date {date}"));
                Form::Date(Date::ZERO)
            },
            Form::Date,
        )
    }
}
