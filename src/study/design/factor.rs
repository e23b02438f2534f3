//! What varies in a study: a key path and the values it takes.
//!
//! Values stay text with their units; between two of the same unit there are others.

use crate::error::{Error, Topic};
use crate::units::{UNITS, Unit, parse, parse_plain, shortest};

/// A key path that a study varies.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Such as `port.aktau.berths`.
    pub path: String,
    /// Its values.
    pub levels: Levels,
}

/// The values of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Levels {
    /// These, in this order.
    Values(Vec<String>),
    /// Any number between the two; of whole plain numbers the whole ones only.
    Between {
        /// One end.
        from: Amount,
        /// The other.
        to: Amount,
    },
}

/// A number as it stands in a change: operation, number and unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// `+`, `x ` or nothing.
    operation: &'static str,
    number: f64,
    /// Empty for a plain number.
    unit: &'static str,
    /// Written as a whole plain number.
    whole: bool,
}

impl Amount {
    /// Reads `5`, `-29 cm/y`, `+2` or `x 0.9`; `None` where there is no number of that form.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (operation, rest) = match (text.strip_prefix('+'), text.strip_prefix("x ")) {
            (Some(rest), _) => ("+", rest.trim()),
            (_, Some(rest)) => ("x ", rest.trim()),
            _ => ("", text),
        };
        if let Some(number) = parse_plain(rest) {
            let whole = operation != "x "
                && rest.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit());
            return Some(Self { operation, number, unit: "", whole });
        }
        let quantity = parse(rest).ok()?;
        let unit = quantity.unit.text;
        Some(Self { operation, number: quantity.number, unit, whole: false })
    }

    /// An amount in the form and unit that [`Amount::unit`] tells.
    pub fn of_unit(unit: &str) -> Option<Self> {
        let (operation, unit) = match (unit.strip_prefix('+'), unit.strip_prefix('x')) {
            (Some(unit), _) => ("+", unit),
            (_, Some(unit)) => ("x ", unit),
            _ => ("", unit),
        };
        Self::parse(&format!("{operation}1 {}", unit.trim()))
    }

    /// The number, in its unit.
    pub fn number(&self) -> f64 {
        self.number
    }

    /// The amount that changes nothing, for forms that add or multiply.
    pub fn neutral(&self) -> Option<f64> {
        match self.operation {
            "+" => Some(0.0),
            "x " => Some(1.0),
            _ => None,
        }
    }

    /// `other` less this, with sign and in the unit of this, where neither is a change and both
    /// can be told in it.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let difference = self.number_of(other).filter(|_| self.operation.is_empty())? - self.number;
        let sign = if difference < 0.0 { "" } else { "+" };
        Some(format!("{sign}{}", self.with(difference)))
    }

    /// The number of `other` in the unit of this, where it is of the same form and that can be
    /// said: tonnes are no barrels without a grade.
    pub fn number_of(&self, other: &Self) -> Option<f64> {
        if self.operation != other.operation {
            return None;
        }
        if self.unit == other.unit {
            return Some(other.number);
        }
        // Shares are written as plain numbers, too.
        match (self.unit, other.unit) {
            ("%", "") => return Some(100.0 * other.number),
            ("", "%") => return Some(other.number / 100.0),
            _ => {}
        }
        let unit = |text: &str| UNITS.iter().find(|unit: &&Unit| unit.text == text);
        let (here, there) = (unit(self.unit)?, unit(other.unit)?);
        let alike = (here.dimension, here.barrels) == (there.dimension, there.barrels);
        let size = |unit: &Unit| unit.size / unit.span.days();
        alike.then(|| other.number * size(there) / size(here))
    }

    /// Its unit, with `+` or `x` before it where it is a change; empty for a plain number.
    pub fn unit(&self) -> String {
        format!("{}{}", self.operation, self.unit).trim_end().to_owned()
    }

    /// True where both are of the same form and unit.
    fn matches(&self, other: &Self) -> bool {
        (self.operation, self.unit) == (other.operation, other.unit)
    }

    /// Another number in the same form and unit, as text.
    pub fn with(&self, number: f64) -> String {
        // Twelve digits hide what decimal arithmetic leaves behind: 0.1 + 2 x 0.1 is 0.3.
        let number: f64 = format!("{number:.11e}").parse().unwrap_or(number);
        let space = if self.unit.is_empty() { "" } else { " " };
        format!("{}{}{space}{}", self.operation, shortest(number), self.unit)
    }
}

impl Levels {
    /// The values `from`, `from + by` … up to `to`, which is kept where it falls on a step.
    ///
    /// # Errors
    /// [`Error::Input`] where they are no numbers of one unit, or `by` leads away from `to`.
    pub fn steps(from: &str, to: &str, by: &str) -> Result<Self, Error> {
        let [a, b, step] = numbers([from, to, by])?;
        let span = (b.number - a.number) / step.number;
        if !(0.0..1e6).contains(&span) {
            let message = format!("`by = {by}` does not lead from `{from}` to `{to}`");
            return Err(Error::input(Topic::Study, message));
        }
        let count = (span + 1e-9).floor() as u32;
        let values = (0..=count).map(|k| a.with(a.number + f64::from(k) * step.number));
        Ok(Self::Values(values.collect()))
    }

    /// Everything between two numbers of the same unit.
    ///
    /// # Errors
    /// [`Error::Input`] where they are not.
    pub fn between(from: &str, to: &str) -> Result<Self, Error> {
        let [from, to] = numbers([from, to])?;
        Ok(Self::Between { from, to })
    }

    /// Values that a grid or a change one at a time takes: an interval has its two ends.
    pub fn len(&self) -> usize {
        match self {
            Levels::Values(values) => values.len(),
            Levels::Between { .. } => 2,
        }
    }

    /// True without any value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at `u` from 0 to 1: values in order take equal parts.
    pub fn at(&self, u: f64) -> String {
        match self {
            Levels::Values(values) => values[part(u, values.len())].clone(),
            Levels::Between { from, to } if from.whole && to.whole => {
                let span = to.number - from.number;
                // Whole numbers, which may be more than an integer holds.
                let step = (u * (span.abs() + 1.0)).floor().min(span.abs());
                from.with(from.number + step * span.signum())
            }
            Levels::Between { from, to } => from.with(from.number + u * (to.number - from.number)),
        }
    }

    pub(in crate::study) fn ends_or_values(&self) -> Vec<String> {
        match self {
            Levels::Values(values) => values.clone(),
            Levels::Between { from, to } => vec![from.with(from.number), to.with(to.number)],
        }
    }
}

/// Which of `n` equal parts of the unit interval `u` falls in.
fn part(u: f64, n: usize) -> usize {
    ((u * n as f64) as usize).min(n - 1)
}

/// Amounts of one form and unit.
fn numbers<const N: usize>(texts: [&str; N]) -> Result<[Amount; N], Error> {
    let mut amounts = Vec::with_capacity(N);
    for text in texts {
        let amount = Amount::parse(text);
        amounts.push(amount.ok_or_else(|| {
            Error::input(Topic::Study, format!("`{text}` is not a number with a unit"))
        })?);
    }
    if let Some(at) = amounts.iter().position(|amount| !amount.matches(&amounts[0])) {
        return Err(Error::Input {
            topic: Topic::Study,
            message: format!("`{}` and `{}` are not in the same unit", texts[0], texts[at]),
            help: Some(
                "write both with the same unit, such as \"5 Mt/y\" and \"8 Mt/y\"".to_owned(),
            ),
        });
    }
    amounts.try_into().map_err(|_| Error::input(Topic::Study, "a number is missing"))
}

/// Splits `V1,V2,…` at commas outside quotes and brackets; quotes around a value go.
pub fn split_values(text: &str) -> Vec<String> {
    let (mut depth, mut quote, mut start) = (0_i32, None, 0);
    let mut values = Vec::new();
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                values.push(unquoted(&text[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    values.push(unquoted(&text[start..]));
    values
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = ['"', '\''].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(inner)
    });
    inner.unwrap_or(text).to_owned()
}
