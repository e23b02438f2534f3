//! Reading quantities: known, uncertain (beliefs) and dice.

use super::reader::{Reader, Slot};
use super::tree::Form;
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, nearest};
use crate::dist::Distribution;
use crate::model::{Dice, Level, Parameter, Per, UNLIMITED, Value};
use crate::units::{self, Dimension, MOST_RATE, NotAQuantity, Quantity, Span};

/// The span of the flows read so far in one value; they must all have the same.
pub(super) type SpanSoFar = Option<Span>;

impl Reader<'_> {
    /// A known number in the canonical unit.
    pub fn known(&mut self, slot: Option<Slot<'_>>, dimension: Dimension) -> Option<f64> {
        let slot = slot?;
        if slot.item.table().is_some() {
            self.fault(
                K::WrongForm,
                &slot,
                format!("{} cannot be uncertain or by date", slot.what),
            );
            return None;
        }
        self.number(&slot, dimension, &mut None)
    }

    /// A number that is known or a belief.
    pub fn uncertain(&mut self, slot: Option<Slot<'_>>, dimension: Dimension) -> Option<Value> {
        self.value(&slot?, dimension, &mut None)
    }

    /// A quantity drawn at each occurrence; a plain one is made a distribution by `plain`.
    pub fn dice(
        &mut self,
        slot: Option<Slot<'_>>,
        dimension: Dimension,
        plain: impl Fn(Value) -> Dice,
    ) -> Option<Dice> {
        let slot = slot?;
        if slot.item.table().is_none() {
            return Some(plain(Value::Known(self.number(&slot, dimension, &mut None)?)));
        }
        let mut span = None;
        let dice = self.distribution(&slot, dimension, &mut span)?;
        let unit = dimension.canonical(span.unwrap_or(Span::None)).to_owned();
        self.dice.push((slot.path, dice.clone(), unit));
        Some(dice)
    }

    /// A level of a series: an amount with its span, or the word that means without bound.
    pub fn level(
        &mut self,
        slot: &Slot<'_>,
        dimension: Dimension,
        word: Option<&str>,
    ) -> Option<Level> {
        if word.is_some() && slot.item.as_text() == word {
            return Some(Level { value: Value::Known(f64::INFINITY), per: Per::Plain });
        }
        let mut span = None;
        let value = self.value(slot, dimension, &mut span)?;
        if let (Dimension::Count, Value::Known(number)) = (dimension, value)
            && number.fract() != 0.0
        {
            let number = units::shortest(number);
            let message = format!("{} is {number}; it takes {}", slot.what, expected(dimension));
            self.fault(K::OutOfBounds, slot, message);
            return None;
        }
        let per = match span {
            Some(Span::Day) => Per::Day,
            Some(Span::Month) => Per::Month,
            Some(Span::Year) => Per::Year,
            Some(Span::None) | None => Per::Plain,
        };
        Some(Level { value, per })
    }

    /// A number or a distribution, which becomes a parameter.
    pub fn value(
        &mut self,
        slot: &Slot<'_>,
        dimension: Dimension,
        span: &mut SpanSoFar,
    ) -> Option<Value> {
        if slot.item.table().is_none() {
            return self.number(slot, dimension, span).map(Value::Known);
        }
        let distribution = self.distribution(slot, dimension, span)?;
        let unit = dimension.canonical(span.unwrap_or(Span::None)).to_owned();
        self.parameters.push(Parameter { path: slot.path.clone(), distribution, unit });
        Some(Value::Belief(self.parameters.len() - 1))
    }

    /// One number in the canonical unit.
    pub fn number(
        &mut self,
        slot: &Slot<'_>,
        dimension: Dimension,
        span: &mut SpanSoFar,
    ) -> Option<f64> {
        let number = match &slot.item.form {
            Form::Text(text) => self.quantity(slot, text, dimension, span)?,
            Form::Whole(_) | Form::Real(_) if dimension.is_plain() => slot.item.number()?,
            Form::Whole(_) | Form::Real(_) => {
                let number = slot.item.number().map_or(String::new(), units::shortest);
                let takes = expected(dimension);
                self.fault(
                    K::NoUnit,
                    slot,
                    format!("{} is {number} without a unit; it takes {takes}", slot.what),
                );
                return None;
            }
            _ => {
                self.wrong_form(slot, &expected(dimension));
                return None;
            }
        };
        self.in_range(slot, dimension, number)
    }

    fn quantity(
        &mut self,
        slot: &Slot<'_>,
        text: &str,
        dimension: Dimension,
        span: &mut SpanSoFar,
    ) -> Option<f64> {
        let written =
            !matches!(dimension, Dimension::Factor | Dimension::Probability | Dimension::Count);
        let changes = text.starts_with('+') || text.starts_with("x ");
        let quantity = match units::parse(text) {
            Ok(quantity) if quantity.unit.dimension == dimension && !changes => quantity,
            Ok(quantity) if written && !changes => {
                let is = quantity.unit.dimension.words();
                let message = format!("{} is {is}; it takes {}", slot.what, expected(dimension));
                let fault = Fault::new(K::WrongUnit, slot.path.clone(), message);
                self.faults.push(hinted(fault, text));
                return None;
            }
            Err(why) if written && !changes => {
                self.faults.push(not_a_quantity(slot, text, dimension, &why));
                return None;
            }
            _ => {
                let message =
                    format!("{} is `{text}`; it takes {}", slot.what, expected(dimension));
                let kind = if changes { K::ChangeInFile } else { K::WrongForm };
                let fault = Fault::new(kind, slot.path.clone(), message);
                let help = "`+` and `x ` change a value from --set, vary and changes";
                self.faults.push(if changes { fault.help(help) } else { fault });
                return None;
            }
        };
        self.same_span(slot, quantity, span)?;
        self.canonical(slot, quantity)
    }

    /// The canonical value, of tonnes no more than are counted with.
    fn canonical(&mut self, slot: &Slot<'_>, quantity: Quantity) -> Option<f64> {
        let Some(value) = quantity.canonical(slot.barrels) else {
            let message =
                format!("{} is in barrels, and no grade says how many make a tonne", slot.what);
            let help = "give it a grade = \"NAME\", and [grade.NAME] its barrels-per-tonne";
            self.faults.push(Fault::new(K::NoGrade, slot.path.clone(), message).help(help));
            return None;
        };
        let most = UNLIMITED as f64 * quantity.unit.span.days();
        let unit = match quantity.unit.dimension {
            Dimension::Mass => "t",
            Dimension::Flow => "t/d",
            _ => return Some(value),
        };
        if value > most {
            let Quantity { number, unit: own } = quantity;
            let is = format!("{} is `{number:e} {}`", slot.what, own.text);
            let message = format!("{is}; the most is {UNLIMITED} {unit}");
            let help = "what has no limit is \"unlimited\", where the key takes it";
            self.faults.push(Fault::new(K::OutOfBounds, slot.path.clone(), message).help(help));
            return None;
        }
        Some(value)
    }

    fn same_span(
        &mut self,
        slot: &Slot<'_>,
        quantity: Quantity,
        span: &mut SpanSoFar,
    ) -> Option<()> {
        let here = quantity.unit.span;
        let before = *span.get_or_insert(here);
        if before == here {
            return Some(());
        }
        let unit = quantity.unit.dimension.canonical(before);
        let message = format!("{} mixes `{}` with {unit}", slot.what, quantity.unit.text);
        let help = "one distribution is a day, a month or a year throughout";
        self.faults.push(Fault::new(K::MixedSpans, slot.path.clone(), message).help(help));
        None
    }

    fn in_range(&mut self, slot: &Slot<'_>, dimension: Dimension, number: f64) -> Option<f64> {
        let (least, most) = dimension.range();
        if number >= least && number <= most {
            return Some(number);
        }
        let (kind, is) = if number < least {
            (K::Negative, "negative".to_owned())
        } else {
            (K::OutOfBounds, above(dimension))
        };
        let fault = Fault::new(kind, slot.path.clone(), format!("{} is {is}", slot.what));
        let closes = slot.path.starts_with("link.") && slot.what.starts_with("capacity");
        let help = "to close a link, set its capacity to \"0 t/d\"";
        self.faults.push(if closes { fault.help(help) } else { fault });
        None
    }

    /// The mean of an exponential from a plain value.
    pub fn exponential(mean: Value) -> Dice {
        Distribution::Exponential { mean }
    }
}

fn above(dimension: Dimension) -> String {
    match dimension {
        Dimension::Share => "above 100 %".to_owned(),
        Dimension::Rate => format!("above {MOST_RATE} /y"),
        _ => "above 1".to_owned(),
    }
}

/// What a value of this dimension looks like.
pub(super) fn expected(dimension: Dimension) -> String {
    format!("{} such as {}", dimension.words(), dimension.example())
}

fn not_a_quantity(slot: &Slot<'_>, text: &str, dimension: Dimension, why: &NotAQuantity) -> Fault {
    let takes = expected(dimension);
    let what = &slot.what;
    let (kind, message) = match why {
        NotAQuantity::NoNumber => (K::WrongForm, format!("{what} is `{text}`; it takes {takes}")),
        NotAQuantity::NoUnit => {
            (K::NoUnit, format!("{what} is `{text}` without a unit; it takes {takes}"))
        }
        NotAQuantity::TooLarge => {
            (K::NumberTooLarge, format!("`{text}` in {what} is too large a number"))
        }
        NotAQuantity::UnknownUnit(unit) => {
            let near = nearest(unit, dimension.units().map(|unit| unit.text));
            let near = near.map_or(String::new(), |unit| format!("; did you mean `{unit}`?"));
            let message = format!("unknown unit `{unit}` in {what}{near}");
            let comma =
                unit.starts_with(',') && unit[1..].starts_with(|c: char| c.is_ascii_digit());
            let help = match comma {
                true => format!("the decimal mark is a point: \"{}\"", text.replacen(',', ".", 1)),
                false => format!("{} is written in {}", dimension.words(), dimension.written()),
            };
            return Fault::new(K::UnknownUnit, slot.path.clone(), message).help(help);
        }
    };
    hinted(Fault::new(kind, slot.path.clone(), message), text)
}

/// The fault, with what somebody meant who wrote `x0.9`, `*0.9` or `-10 %` for a quantity.
fn hinted(fault: Fault, text: &str) -> Fault {
    let off = |q: units::Quantity| (q.unit.dimension == Dimension::Share).then_some(q.number);
    let factor = match units::parse(text).ok().and_then(off) {
        Some(percent) if percent < 0.0 => Some(1.0 + percent / 100.0),
        _ => text.strip_prefix(['x', 'X', '*', '×']).and_then(units::parse_plain),
    };
    let Some(factor) = factor else { return fault };
    let factor = units::shortest(factor);
    fault.help(format!("\"x {factor}\" multiplies, in `--set`, `--vary` and `changes`"))
}
