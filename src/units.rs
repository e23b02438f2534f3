//! Quantities as text: a number and its unit.
//!
//! One table of units, one parser. Inside, masses are tonnes, durations days, rates per year,
//! money USD, lengths metres, shares 0 to 1; a flow keeps the span its amount is for, because
//! a year of tonnes is a whole number of tonnes in every calendar year. Knows nothing of keys
//! or components.

use std::fmt;

/// Days in a month of a duration or rate.
pub const DAYS_PER_MONTH: f64 = 30.436875;
/// Days in a year of a duration or rate.
pub const DAYS_PER_YEAR: f64 = 365.2425;

/// Most occurrences a year that a rate can mean, more than one an hour: all are drawn one by one.
pub const MOST_RATE: f64 = 10_000.0;

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Tonnes.
    Mass,
    /// Tonnes a day, month or year.
    Flow,
    /// Days.
    Duration,
    /// Occurrences a year.
    Rate,
    /// USD.
    Money,
    /// USD a tonne.
    Price,
    /// Metres.
    Length,
    /// Metres a year.
    Rise,
    /// Tonnes a centimetre of draft.
    PerDraft,
    /// Knots.
    Speed,
    /// 0 to 1, a plain number or per cent.
    Share,
    /// 0 to 1, a plain number.
    Probability,
    /// A plain number, not negative.
    Factor,
    /// A whole number, not negative; where it is uncertain it is rounded.
    Count,
}

/// The span that an amount is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Not a flow.
    None,
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Span {
    /// Its days, on average over calendar years; 1 where it is not a flow.
    pub fn days(self) -> f64 {
        match self {
            Span::None | Span::Day => 1.0,
            Span::Month => DAYS_PER_MONTH,
            Span::Year => DAYS_PER_YEAR,
        }
    }
}

/// A row of the table of units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// As written.
    pub text: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// How many canonical units it is; of barrels: how many barrels.
    pub size: f64,
    /// The span of a flow.
    pub span: Span,
    /// How barrels enter: 0 not at all, -1 tonnes are barrels divided by bbl/t, 1 multiplied.
    pub barrels: i8,
}

const fn unit(text: &'static str, dimension: Dimension, size: f64) -> Unit {
    Unit { text, dimension, size, span: Span::None, barrels: 0 }
}

const fn flow(text: &'static str, size: f64, span: Span) -> Unit {
    Unit { span, ..unit(text, Dimension::Flow, size) }
}

const fn barrels(unit: Unit, barrels: i8) -> Unit {
    Unit { barrels, ..unit }
}

use Dimension as D;

/// Every unit, the likeliest of each dimension first.
pub const UNITS: &[Unit] = &[
    unit("Mt", D::Mass, 1e6),
    unit("kt", D::Mass, 1e3),
    unit("t", D::Mass, 1.0),
    barrels(unit("Mb", D::Mass, 1e6), -1),
    barrels(unit("kb", D::Mass, 1e3), -1),
    barrels(unit("b", D::Mass, 1.0), -1),
    flow("Mt/y", 1e6, Span::Year),
    flow("kt/y", 1e3, Span::Year),
    flow("t/y", 1.0, Span::Year),
    flow("Mt/month", 1e6, Span::Month),
    flow("kt/month", 1e3, Span::Month),
    flow("t/month", 1.0, Span::Month),
    flow("Mt/d", 1e6, Span::Day),
    flow("kt/d", 1e3, Span::Day),
    flow("t/d", 1.0, Span::Day),
    barrels(flow("Mb/y", 1e6, Span::Year), -1),
    barrels(flow("kb/y", 1e3, Span::Year), -1),
    barrels(flow("b/y", 1.0, Span::Year), -1),
    barrels(flow("Mb/month", 1e6, Span::Month), -1),
    barrels(flow("kb/month", 1e3, Span::Month), -1),
    barrels(flow("b/month", 1.0, Span::Month), -1),
    barrels(flow("Mb/d", 1e6, Span::Day), -1),
    barrels(flow("kb/d", 1e3, Span::Day), -1),
    barrels(flow("b/d", 1.0, Span::Day), -1),
    unit("min", D::Duration, 1.0 / 1440.0),
    unit("h", D::Duration, 1.0 / 24.0),
    unit("d", D::Duration, 1.0),
    unit("month", D::Duration, DAYS_PER_MONTH),
    unit("y", D::Duration, DAYS_PER_YEAR),
    unit("/d", D::Rate, DAYS_PER_YEAR),
    unit("/month", D::Rate, 12.0),
    unit("/y", D::Rate, 1.0),
    unit("USD", D::Money, 1.0),
    unit("kUSD", D::Money, 1e3),
    unit("MUSD", D::Money, 1e6),
    unit("USD/t", D::Price, 1.0),
    barrels(unit("USD/b", D::Price, 1.0), 1),
    unit("mm", D::Length, 1e-3),
    unit("cm", D::Length, 1e-2),
    unit("m", D::Length, 1.0),
    unit("km", D::Length, 1e3),
    unit("nmi", D::Length, 1852.0),
    unit("mm/y", D::Rise, 1e-3),
    unit("cm/y", D::Rise, 1e-2),
    unit("m/y", D::Rise, 1.0),
    unit("t/cm", D::PerDraft, 1.0),
    unit("kn", D::Speed, 1.0),
    unit("%", D::Share, 1e-2),
];

impl Dimension {
    /// Its name with article, for messages.
    pub fn words(self) -> &'static str {
        match self {
            D::Mass => "a mass",
            D::Flow => "a flow",
            D::Duration => "a duration",
            D::Rate => "a rate",
            D::Money => "an amount of money",
            D::Price => "a price",
            D::Length => "a length",
            D::Rise => "a length a year",
            D::PerDraft => "a mass a length of draft",
            D::Speed => "a speed",
            D::Share => "a share",
            D::Probability => "a probability",
            D::Factor => "a plain number",
            D::Count => "a whole number",
        }
    }

    /// A good value, as it stands in a file.
    pub fn example(self) -> &'static str {
        match self {
            D::Mass => "\"0.79 Mt\"",
            D::Flow => "\"72.5 Mt/y\"",
            D::Duration => "\"21 d\"",
            D::Rate => "\"1.6 /y\"",
            D::Money => "\"120 MUSD\"",
            D::Price => "\"38 USD/t\"",
            D::Length => "\"-29.35 m\"",
            D::Rise => "\"-18 cm/y\"",
            D::PerDraft => "\"20 t/cm\"",
            D::Speed => "\"10 kn\"",
            D::Share => "\"45 %\"",
            D::Probability => "0.1",
            D::Factor => "1.5",
            D::Count => "3",
        }
    }

    /// True when it is written as a bare number.
    pub fn is_plain(self) -> bool {
        matches!(self, D::Share | D::Probability | D::Factor | D::Count)
    }

    /// Least and greatest value that makes sense.
    pub fn range(self) -> (f64, f64) {
        match self {
            D::Length | D::Rise => (f64::NEG_INFINITY, f64::INFINITY),
            D::Share | D::Probability => (0.0, 1.0),
            D::Rate => (0.0, MOST_RATE),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// The canonical unit in words; of a flow with the span of its amount.
    pub fn canonical(self, span: Span) -> &'static str {
        match (self, span) {
            (D::Mass, _) => "t",
            (D::Flow, Span::Month) => "t/month",
            (D::Flow, Span::Year) => "t/y",
            (D::Flow, _) => "t/d",
            (D::Duration, _) => "d",
            (D::Rate, _) => "/y",
            (D::Money, _) => "USD",
            (D::Price, _) => "USD/t",
            (D::Length, _) => "m",
            (D::Rise, _) => "m/y",
            (D::PerDraft, _) => "t/cm",
            (D::Speed, _) => "kn",
            (D::Share | D::Probability | D::Factor | D::Count, _) => "",
        }
    }

    /// How it is written, for messages.
    pub fn written(self) -> String {
        match self {
            D::Mass => "t, kt or Mt; with a grade also b, kb or Mb".to_owned(),
            D::Flow => "t, kt or Mt (with a grade b, kb or Mb) /d, /month or /y".to_owned(),
            _ => self.units().map(|unit| unit.text).collect::<Vec<_>>().join(", "),
        }
    }

    /// Its units, in order of the table.
    pub fn units(self) -> impl Iterator<Item = &'static Unit> {
        UNITS.iter().filter(move |unit| unit.dimension == self)
    }
}

/// A number with its unit, as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    /// The number before the unit.
    pub number: f64,
    /// Its unit.
    pub unit: &'static Unit,
}

impl Quantity {
    /// The canonical value; `None` where it is in barrels and no bbl/t is known.
    pub fn canonical(&self, barrels_per_tonne: Option<f64>) -> Option<f64> {
        // Divide by the reciprocal where the size is below 1, so that "45 %" is 0.45 exactly.
        let size = self.unit.size;
        let value =
            if size < 1.0 { self.number / (1.0 / size).round() } else { self.number * size };
        match self.unit.barrels {
            0 => Some(value),
            -1 => barrels_per_tonne.map(|factor| value / factor),
            _ => barrels_per_tonne.map(|factor| value * factor),
        }
    }
}

/// Why a text is no quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAQuantity {
    /// It does not begin with a number.
    NoNumber,
    /// A number and nothing else.
    NoUnit,
    /// A number followed by this.
    UnknownUnit(String),
    /// The number is too large to be held.
    TooLarge,
}

/// Reads a number and its unit.
///
/// The number is decimal digits with a sign, a fraction and an exponent; no infinity, no NaN.
pub fn parse(text: &str) -> Result<Quantity, NotAQuantity> {
    let text = text.trim();
    let (number, rest) = split_number(text).ok_or(NotAQuantity::NoNumber)?;
    let unit = rest.trim();
    if unit.is_empty() {
        return Err(NotAQuantity::NoUnit);
    }
    let known = UNITS.iter().find(|known| known.text == unit);
    let unit = known.ok_or_else(|| NotAQuantity::UnknownUnit(unit.to_owned()))?;
    Ok(Quantity { number: finite(number).ok_or(NotAQuantity::TooLarge)?, unit })
}

/// Reads a plain number by the same grammar; `None` for anything else.
pub fn parse_plain(text: &str) -> Option<f64> {
    let (number, rest) = split_number(text.trim())?;
    if rest.is_empty() { finite(number) } else { None }
}

fn finite(number: &str) -> Option<f64> {
    number.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The longest number at the start of a text, and what follows.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    let whole = digits(end);
    end += whole;
    let mut fraction = 0;
    if bytes.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        end += usize::from(fraction > 0) * (1 + fraction);
    }
    if whole + fraction == 0 {
        return None;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        let exponent = digits((end + 1 + sign).min(bytes.len()));
        end += usize::from(exponent > 0) * (1 + sign + exponent);
    }
    Some(text.split_at(end))
}

/// A number as short as it reads back, for people and files.
pub fn shortest(number: f64) -> String {
    // Fifteen digits hide the last bit of decimal arithmetic (36 x 0.9 is 32.4).
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", shortest(self.number), self.unit.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> f64 {
        parse(text).unwrap().canonical(Some(8.0)).unwrap()
    }

    #[test]
    fn quantities_become_canonical() {
        for (text, value) in [
            ("72.5 Mt/y", 72.5e6),
            ("133kt/d", 133e3),
            ("80 kb/d", 10e3),
            ("60 USD/b", 480.0),
            ("9 month", 9.0 * DAYS_PER_MONTH),
            ("36 h", 1.5),
            ("90 min", 0.0625),
            ("45 %", 0.45),
            ("-29.35 m", -29.35),
            ("-18 cm/y", -0.18),
            ("1.6 /y", 1.6),
            ("1 /month", 12.0),
            ("1.2e-1 MUSD", 120e3),
        ] {
            assert_eq!(canonical(text), value, "{text}");
        }
        assert_eq!(parse("1 kb/d").unwrap().canonical(None), None);
    }

    #[test]
    fn what_is_no_quantity_says_why() {
        use NotAQuantity as N;
        for (text, why) in [
            ("nan t", N::NoNumber),
            ("inf d", N::NoNumber),
            ("Mt/y", N::NoNumber),
            (". t", N::NoNumber),
            ("", N::NoNumber),
            ("12", N::NoUnit),
            ("1e400 t", N::TooLarge),
            ("1 e t", N::UnknownUnit("e t".into())),
            ("3 Mt/yr", N::UnknownUnit("Mt/yr".into())),
            ("1,5 Mt", N::UnknownUnit(",5 Mt".into())),
        ] {
            assert_eq!(parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn every_unit_reads_back_and_every_example_is_good() {
        for unit in UNITS {
            let quantity = Quantity { number: 1.5, unit };
            assert_eq!(parse(&quantity.to_string()), Ok(quantity));
            let example = unit.dimension.example().trim_matches('"');
            assert_eq!(parse(example).unwrap().unit.dimension, unit.dimension);
        }
        assert_eq!(shortest(36.0 * 0.9 + 1e-15), "32.4");
    }
}
