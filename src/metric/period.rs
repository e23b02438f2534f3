//! Spans of time for which results are told.

use crate::table;
use jiff::civil::Date;
use std::cmp::Ordering;

/// A reporting unit of time. Its text is `2029`, `2029-Q4`, `2029-11` or `total`.
///
/// In order of time: a year before what is in it, the whole horizon last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A calendar year.
    Year(i16),
    /// A quarter, 1 to 4.
    Quarter(i16, u8),
    /// A month, 1 to 12.
    Month(i16, u8),
    /// The whole horizon.
    Total,
}

impl Period {
    /// Reads `2029`, `2029-Q4`, `2029-11` or `total`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "total" {
            return Some(Period::Total);
        }
        let (year, rest) = text.split_once('-').unwrap_or((text, ""));
        let year = year.parse().ok()?;
        let period = match rest.strip_prefix('Q') {
            Some(quarter) => Period::Quarter(year, quarter.parse().ok()?),
            None if rest.is_empty() => Period::Year(year),
            None => Period::Month(year, rest.parse().ok()?),
        };
        (period.days().is_some() && period.to_string() == text).then_some(period)
    }

    /// Its first and last day; `None` for the whole horizon, and for what is no date.
    pub fn days(self) -> Option<(Date, Date)> {
        let months = |year, from: u8, to: u8| {
            let first = |month: u8| Date::new(year, i8::try_from(month).ok()?, 1).ok();
            Some((first(from)?, first(to)?.last_of_month()))
        };
        match self {
            Period::Year(year) => months(year, 1, 12),
            Period::Quarter(year, quarter @ 1..=4) => months(year, 3 * quarter - 2, 3 * quarter),
            Period::Month(year, month) => months(year, month, month),
            Period::Quarter(..) | Period::Total => None,
        }
    }

    /// Place in time, for order.
    fn rank(self) -> (bool, i16, u8, u8) {
        match self {
            Period::Year(year) => (false, year, 0, 0),
            Period::Month(year, month) => (false, year, 1, month),
            Period::Quarter(year, quarter) => (false, year, 2, quarter),
            Period::Total => (true, 0, 0, 0),
        }
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Period::Year(year) => write!(f, "{year}"),
            Period::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Period::Month(year, month) => write!(f, "{year}-{month:02}"),
            Period::Total => f.write_str("total"),
        }
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no period")))
    }
}

impl table::Value for Period {
    const TYPE: table::Type = table::Type::Text;

    fn cell(&self) -> table::Cell<'_> {
        table::Cell::Shown(table::Shown(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_as_it_is_shown_and_stands_in_order_of_time() {
        let texts = ["2028", "2028-12", "2028-Q4", "2029", "2029-01", "2029-02", "total"];
        let periods = texts.map(|text| Period::parse(text).unwrap());
        assert_eq!(periods.map(|period| period.to_string()), texts);
        assert!(periods.is_sorted());
        for wrong in ["", "2029-", "2029-1", "2029-13", "2029-00", "2029-Q5", "2029-q1", "all"] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }
}
