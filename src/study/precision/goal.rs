//! What is to be known how precisely, as text.

use crate::error::{Error, Topic};
use crate::metric::{Measure, Metric, Period, Quantity, Unit};
use crate::units::{Dimension, parse, parse_plain};
use std::fmt;

/// What is to be known, and how precisely.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// What.
    pub output: Output,
    /// How precisely.
    pub within: Within,
    /// As it was written.
    pub text: String,
}

/// An output of a run that a study asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// The probability that a target is reached in its year.
    Probability {
        /// Name of the target.
        target: String,
        /// What is measured, under contract.
        measure: Measure,
    },
    /// The mean of a quantity.
    Mean(Quantity),
}

/// Half-width of the 95 % interval that is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Within {
    /// In the metric's unit; of a probability 0 to 1.
    Absolute(f64),
    /// As a share of the estimate.
    Share(f64),
}

const EXAMPLES: &str =
    "write \"P(TARGET) ± 1 pp\" or \"exports.total.2029 ± 0.1 Mt\" (`+-` does for `±`)";

impl Goal {
    /// The half-width that is wanted about an estimate, both in the metric's unit.
    pub fn wanted(&self, estimate: f64) -> f64 {
        match self.within {
            Within::Absolute(wanted) => wanted,
            Within::Share(share) => share * estimate.abs(),
        }
    }

    /// Reads `P(trans-caspian) ± 1 pp` or `exports.total.2029 ± 0.1 Mt`.
    ///
    /// # Errors
    /// [`Error::Input`] where it is neither, or the unit is not that of the metric.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let sides = text.split_once('±').or_else(|| text.split_once("+-"));
        let (what, within) = sides.ok_or_else(|| refuse(text, "has no `±`"))?;
        let output = output(what.trim(), text)?;
        let within = within_of(within.trim(), &output, text)?;
        Ok(Self { output, within, text: text.trim().to_owned() })
    }
}

impl Output {
    /// Reads `P(trans-caspian)`, `P(trans-caspian.sea)` or `exports.total.2029`.
    ///
    /// # Errors
    /// [`Error::Input`] where it is none of these.
    pub fn parse(text: &str) -> Result<Self, Error> {
        output(text.trim(), text)
    }

    /// The unit of its estimate.
    pub fn unit(&self) -> Unit {
        match self {
            Output::Probability { .. } => Unit::Share,
            Output::Mean(quantity) => quantity.metric.unit(),
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Output::Probability { target, measure: Measure::Routes } => write!(f, "P({target})"),
            Output::Probability { target, measure } => write!(f, "P({target}.{measure})"),
            Output::Mean(quantity) => quantity.fmt(f),
        }
    }
}

fn refuse(text: &str, why: &str) -> Error {
    Error::Input {
        topic: Topic::Quantity,
        message: format!("`{text}` {why}"),
        help: Some(EXAMPLES.to_owned()),
    }
}

fn output(what: &str, text: &str) -> Result<Output, Error> {
    if let Some(inner) = what.strip_prefix("P(").and_then(|rest| rest.strip_suffix(')')) {
        let headline = Measure::Routes.name();
        let (target, name) = inner.trim().split_once('.').unwrap_or((inner.trim(), headline));
        let measure = Measure::from_name(name).filter(|measure| !measure.is_push());
        let measure = measure.ok_or_else(|| unknown_measure(text, name))?;
        return Ok(Output::Probability { target: target.to_owned(), measure });
    }
    let parts: Vec<&str> = what.split('.').collect();
    let [name, entity, period] = parts[..] else {
        return Err(refuse(text, "does not name METRIC.ENTITY.PERIOD"));
    };
    let metric = Metric::from_name(name)
        .ok_or_else(|| refuse(text, &format!("has an unknown metric `{name}`")))?;
    let period = Period::parse(period)
        .ok_or_else(|| refuse(text, &format!("has an unknown period `{period}`")))?;
    Ok(Output::Mean(Quantity::new(metric, entity, period)))
}

fn unknown_measure(text: &str, name: &str) -> Error {
    let known = Measure::PAIRS.map(|(measure, _)| measure.name()).join(", ");
    refuse(text, &format!("has an unknown measure `{name}`; there are {known}"))
}

fn within_of(within: &str, output: &Output, text: &str) -> Result<Within, Error> {
    let value = match output {
        Output::Probability { .. } => points(within).map(Within::Absolute),
        Output::Mean(quantity) => mean_within(within, quantity.metric.unit()),
    };
    let value = value.ok_or_else(|| refuse(text, &format!("cannot use `{within}` here")))?;
    let (Within::Absolute(number) | Within::Share(number)) = value;
    if number > 0.0 { Ok(value) } else { Err(refuse(text, "needs a width above zero")) }
}

/// Percentage points, per cent or a plain number.
fn points(within: &str) -> Option<f64> {
    let percent = within.strip_suffix("pp").or_else(|| within.strip_suffix('%'));
    match percent {
        Some(number) => parse_plain(number.trim()).map(|number| number / 100.0),
        None => parse_plain(within),
    }
}

fn mean_within(within: &str, unit: Unit) -> Option<Within> {
    if matches!(unit, Unit::Share | Unit::Index) {
        return points(within).map(Within::Absolute);
    }
    let quantity = parse(within).ok()?;
    let value = quantity.canonical(None)?;
    let dimension = quantity.unit.dimension;
    match (unit, dimension) {
        (_, Dimension::Share) => Some(Within::Share(value)),
        (Unit::Tonnes, Dimension::Mass)
        | (Unit::Days, Dimension::Duration)
        | (Unit::Usd, Dimension::Money) => Some(Within::Absolute(value)),
        (Unit::Hours, Dimension::Duration) => Some(Within::Absolute(value * 24.0)),
        (Unit::TonnesPerYear, Dimension::Flow) if quantity.unit.text.ends_with("/y") => {
            Some(Within::Absolute(value))
        }
        _ => None,
    }
}
