//! Reading what goes through time: constant, by date, by month, by number of units.

use super::distribution::is_family;
use super::keys::Type;
use super::plain::{date, looks_like_date};
use super::reader::{Reader, Slot};
use super::tree::Form;
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, did_you_mean};
use crate::model::{Level, Per, Series, Shape, Value};
use crate::units::Dimension;
use jiff::civil::Date;

impl Reader<'_> {
    /// A series of what its key takes.
    pub fn series(&mut self, slot: Option<Slot<'_>>) -> Option<Series> {
        let slot = slot?;
        match slot.takes {
            Type::Series(dimension, word) => self.series_of(&slot, dimension, word),
            _ => None,
        }
    }

    /// A series of a dimension.
    pub fn series_of(
        &mut self,
        slot: &Slot<'_>,
        dimension: Dimension,
        word: Option<&str>,
    ) -> Option<Series> {
        let table = slot.item.table();
        let single =
            table.is_none_or(|table| table.len() == 1 && table.keys().any(|key| is_family(key)));
        if single {
            let level = self.level(slot, dimension, word)?;
            return Some(Series { shape: Shape::Constant(level), factor: None });
        }
        let entries: Vec<_> = slot.entries()?.collect();
        let mut factor = None;
        let mut linear = false;
        let mut months = None;
        let mut dates: Vec<(&str, Slot<'_>)> = Vec::new();
        let mut good = true;
        for (key, inner) in entries {
            match key {
                "factor" => {
                    factor = self.uncertain(Some(inner), Dimension::Factor);
                    good &= factor.is_some();
                }
                "shape" => match inner.item.as_text() {
                    Some("linear") => linear = true,
                    Some("step") => {}
                    _ => {
                        self.wrong_form(&inner, "`linear` or `step` as its shape");
                        good = false;
                    }
                },
                "by-month" => months = Some(inner),
                _ => dates.push((key, inner)),
            }
        }
        let shape = match months {
            Some(months) => self.by_month(&months, dimension, word, &dates),
            None => self.by_date(slot, &dates, |reader, slot| reader.level(slot, dimension, word)),
        };
        let shape = if linear { self.linear(slot, word, shape?)? } else { shape? };
        good.then_some(Series { shape, factor })
    }

    /// With straight lines between its dates, of which none leads to or from what has no limit.
    fn linear(&mut self, slot: &Slot<'_>, word: Option<&str>, shape: Shape) -> Option<Shape> {
        let Shape::Steps(points) = shape else { return Some(shape) };
        let endless = |(_, level): &(Date, Level)| level.value == Value::Known(f64::INFINITY);
        let Some(word) = word.filter(|_| points.iter().any(endless)) else {
            return Some(Shape::Linear(points));
        };
        let message = format!("{} is linear, and no line leads to or from \"{word}\"", slot.what);
        let fault = Fault::new(K::EndlessLine, format!("{}.shape", slot.path), message);
        self.faults.push(fault.help("without `shape` it holds each value from its date on"));
        None
    }

    fn by_month(
        &mut self,
        slot: &Slot<'_>,
        dimension: Dimension,
        word: Option<&str>,
        dates: &[(&str, Slot<'_>)],
    ) -> Option<Shape> {
        for (key, other) in dates {
            self.fault(K::MixedKeys, other, format!("{} has `{key}` beside `by-month`", slot.what));
        }
        let items = slot.items().filter(|items| items.len() == 12);
        let Some(items) = items else {
            self.fault(
                K::TwelveMonths,
                slot,
                format!("`by-month` in {} takes a list of 12 values", slot.what),
            );
            return None;
        };
        let levels: Vec<_> = items.iter().map(|item| self.level(item, dimension, word)).collect();
        let levels: Vec<Level> = levels.into_iter().collect::<Option<_>>()?;
        let levels: [Level; 12] = levels.try_into().ok()?;
        dates.is_empty().then_some(Shape::ByMonth(Box::new(levels)))
    }

    /// Values by date, the first at or before the start of the horizon.
    fn by_date(
        &mut self,
        slot: &Slot<'_>,
        entries: &[(&str, Slot<'_>)],
        read: impl Fn(&mut Self, &Slot<'_>) -> Option<Level>,
    ) -> Option<Shape> {
        let mut points: Vec<(Date, Level)> = Vec::new();
        let mut good = !entries.is_empty();
        if entries.is_empty() {
            self.fault(K::WrongForm, slot, format!("{} has no values", slot.what));
        }
        for (key, inner) in entries {
            let Some(day) = date(key) else {
                self.not_a_date(key, inner);
                good = false;
                continue;
            };
            match read(self, inner) {
                Some(level) => points.push((day, level)),
                None => good = false,
            }
        }
        points.sort_by_key(|point| point.0);
        if let (true, Some(start), Some((first, _))) = (good, self.start, points.first())
            && *first > start
        {
            let message =
                format!("{} has no value at the start of the horizon, {start}", slot.what);
            let fault =
                Fault::new(K::NoStartValue, format!("{}.{first}", slot.path), message).at_key();
            self.faults.push(fault.help(format!("its first value is for {first}")));
            good = false;
        }
        good.then_some(Shape::Steps(points))
    }

    fn not_a_date(&mut self, key: &str, slot: &Slot<'_>) {
        let what = &slot.what;
        let fault = if looks_like_date(key) {
            let message = format!("`{key}` in {what} is no date");
            Fault::new(K::NotADate, slot.path.clone(), message).help("a date is written 2025-01-31")
        } else if is_family(key) {
            let message = format!("`{key}` in {what} stands beside other keys");
            Fault::new(K::MixedKeys, slot.path.clone(), message)
                .help("a distribution is a table with one key")
        } else {
            let families = super::distribution::FAMILIES.iter().map(|(name, _)| *name);
            let near = did_you_mean(key, families.chain(["by-month", "shape", "factor"]));
            let message = format!("unknown key `{key}` in {what}{near}");
            Fault::new(K::UnknownKey, slot.path.clone(), message)
                .help("it takes dates, `by-month`, `shape`, `factor`, or one distribution")
        };
        self.faults.push(fault.at_key());
    }

    /// Capacities by number of units up: for `units` of them, and for more that may come.
    pub fn by_units(&mut self, slot: Option<Slot<'_>>, units: usize) -> Option<Vec<Series>> {
        let slot = slot?;
        let Type::ByUnits(dimension) = slot.takes else { return None };
        let Some(items) = slot.items() else {
            let whole = self.series_of(&slot, dimension, None)?;
            if units > 1 {
                let message = format!("{} is one value for {units} units", slot.what);
                let help =
                    format!("write a list of {} values: for 0, 1, … {units} units up", units + 1);
                self.faults
                    .push(Fault::new(K::CapacityByUnits, slot.path.clone(), message).help(help));
                return None;
            }
            return Some(vec![Series::constant(0.0), whole]);
        };
        let read: Vec<_> = items.iter().map(|item| self.series_of(item, dimension, None)).collect();
        if items.len() <= units.max(1) {
            let message = format!(
                "{} has {} value{} for units = {units}; it takes {} or more",
                slot.what,
                items.len(),
                if items.len() == 1 { "" } else { "s" },
                units.max(1) + 1
            );
            let help = "the first is for no unit up, the last for as many as there can be";
            self.faults.push(Fault::new(K::CapacityByUnits, slot.path.clone(), message).help(help));
            return None;
        }
        read.into_iter().collect()
    }

    /// Flags by date, as 1 and 0.
    pub fn flags(&mut self, slot: Option<Slot<'_>>) -> Option<Series> {
        let slot = slot?;
        let level = |reader: &mut Self, slot: &Slot<'_>| match slot.item.form {
            Form::Flag(flag) => {
                Some(Level { value: Value::Known(f64::from(u8::from(flag))), per: Per::Plain })
            }
            _ => {
                reader.wrong_form(slot, "`true` or `false`, by date if need be");
                None
            }
        };
        let shape = match slot.entries() {
            None => Shape::Constant(level(self, &slot)?),
            Some(entries) => {
                let entries: Vec<_> = entries.collect();
                self.by_date(&slot, &entries, level)?
            }
        };
        Some(Series { shape, factor: None })
    }
}
