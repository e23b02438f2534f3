//! What is to be known how precisely, as text.

use crate::error::{Error, Topic};
use crate::metric::Metric;
use crate::units::{Dimension, parse, parse_plain};
use std::fmt;

/// What is to be known, and how precisely.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// What.
    pub quantity: Quantity,
    /// How precisely.
    pub within: Within,
    /// As it was written.
    pub text: String,
}

/// An output of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// The probability that a target is reached in its year.
    Probability {
        /// Name of the target.
        target: String,
        /// `routes`, `sea`, `run-rate` or `capability`.
        measure: String,
    },
    /// The mean of a metric.
    Mean {
        /// The metric.
        metric: Metric,
        /// `total`, or a name.
        entity: String,
        /// `2029`, `2029-11`, `total` …
        period: String,
    },
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
        let quantity = quantity(what.trim(), text)?;
        let within = within_of(within.trim(), &quantity, text)?;
        Ok(Self { quantity, within, text: text.trim().to_owned() })
    }
}

impl Quantity {
    /// Reads `P(trans-caspian)`, `P(trans-caspian.sea)` or `exports.total.2029`.
    ///
    /// # Errors
    /// [`Error::Input`] where it is none of these.
    pub fn parse(text: &str) -> Result<Self, Error> {
        quantity(text.trim(), text)
    }
}

impl Quantity {
    /// The unit of its estimate: `1` for a probability.
    pub fn unit(&self) -> &'static str {
        match self {
            Quantity::Probability { .. } => "1",
            Quantity::Mean { metric, .. } => metric.unit(),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::Probability { target, measure } if measure == "routes" => {
                write!(f, "P({target})")
            }
            Quantity::Probability { target, measure } => write!(f, "P({target}.{measure})"),
            Quantity::Mean { metric, entity, period } => write!(f, "{metric}.{entity}.{period}"),
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

fn quantity(what: &str, text: &str) -> Result<Quantity, Error> {
    if let Some(inner) = what.strip_prefix("P(").and_then(|rest| rest.strip_suffix(')')) {
        let (target, measure) = inner.trim().split_once('.').unwrap_or((inner.trim(), "routes"));
        let (target, measure) = (target.to_owned(), measure.to_owned());
        return Ok(Quantity::Probability { target, measure });
    }
    let parts: Vec<&str> = what.split('.').collect();
    let [name, entity, period] = parts[..] else {
        return Err(refuse(text, "does not name METRIC.ENTITY.PERIOD"));
    };
    let metric = Metric::from_name(name)
        .ok_or_else(|| refuse(text, &format!("has an unknown metric `{name}`")))?;
    Ok(Quantity::Mean { metric, entity: entity.to_owned(), period: period.to_owned() })
}

fn within_of(within: &str, quantity: &Quantity, text: &str) -> Result<Within, Error> {
    let value = match quantity {
        Quantity::Probability { .. } => points(within).map(Within::Absolute),
        Quantity::Mean { metric, .. } => mean_within(within, metric.unit()),
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

fn mean_within(within: &str, unit: &str) -> Option<Within> {
    if unit == "1" {
        return points(within).map(Within::Absolute);
    }
    let quantity = parse(within).ok()?;
    let value = quantity.canonical(None)?;
    let dimension = quantity.unit.dimension;
    match (unit, dimension) {
        (_, Dimension::Share) => Some(Within::Share(value)),
        ("t", Dimension::Mass) | ("d", Dimension::Duration) | ("USD", Dimension::Money) => {
            Some(Within::Absolute(value))
        }
        ("h", Dimension::Duration) => Some(Within::Absolute(value * 24.0)),
        ("t/y", Dimension::Flow) if quantity.unit.text.ends_with("/y") => {
            Some(Within::Absolute(value))
        }
        _ => None,
    }
}
