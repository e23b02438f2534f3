//! Which ranges of the factors of a study go with failure: a sentence and `discovery.csv`.
//!
//! Factors in words have no order of their own: they are put in that of the share of failures,
//! and a limit on them is said by the words inside. The search is `study::discovery`.

use super::compare::better;
use super::wanted::{Fails, Wanted};
use crate::metric::Unit;
use crate::results::{DesignLine, DiscoveryLine, Extra, known};
use crate::study::compare::Better;
use crate::study::design::Amount;
use crate::study::discovery::{Found, Limit, Search, discover};
use crate::study::precision::Output;

/// Fewer futures than this show no pattern that can be told from chance.
const LEAST: usize = 20;

/// What sets the futures that fail apart from the others.
#[derive(Debug, Clone)]
pub struct Discovery {
    /// The output, in words, and its unit.
    pub output: (String, Unit),
    /// Which futures fail.
    pub fails: Fails,
    /// The limits.
    pub found: Found,
    /// All of it in a sentence.
    pub sentence: String,
    /// Factor and its limit in words, in the order of the limits.
    ranges: Vec<(String, Range)>,
}

/// A limit on a factor as it is written.
#[derive(Debug, Clone)]
enum Range {
    Between { least: Option<f64>, most: Option<f64>, form: Amount },
    Among(Vec<String>),
}

/// Values of a factor by future, as places on a line.
struct Column {
    places: Vec<f64>,
    form: Form,
}

enum Form {
    Numbers(Amount),
    /// Words by place.
    Words(Vec<String>),
}

/// The futures of a study that fail; `None` where they are too few or nothing sets them apart.
pub(super) fn find(
    factors: &[String],
    lines: &[DesignLine],
    outputs: &[f64],
    wanted: &Wanted,
) -> Option<Discovery> {
    let mut futures: Vec<usize> = (1..outputs.len()).filter(|p| !outputs[*p].is_nan()).collect();
    futures.retain(|point| lines[*point].values.iter().all(|value| !value.is_empty()));
    if futures.len() < LEAST {
        return None;
    }
    let values: Vec<f64> = futures.iter().map(|point| outputs[*point]).collect();
    let fails = wanted.fails.unwrap_or_else(|| usual(&wanted.output, &values));
    let failed: Vec<bool> = values.iter().map(|value| fails.holds(*value)).collect();
    let columns = (0..factors.len()).map(|factor| {
        let of: Vec<&str> = futures.iter().map(|p| lines[*p].values[factor].as_str()).collect();
        column(&of, &failed)
    });
    let columns: Vec<Column> = columns.collect();
    let places: Vec<Vec<f64>> = columns.iter().map(|column| column.places.clone()).collect();
    let found = discover(&places, &failed, Search::default())?;
    let range = |limit: &Limit| columns[limit.factor].range(limit);
    let say = |limit: &Limit| range(limit).words(&factors[limit.factor]);
    let sentence = found.sentence(&what(wanted, fails), say);
    let ranges = found.limits.iter().map(|l| (factors[l.factor].clone(), range(l))).collect();
    let output = (wanted.words(), wanted.output.unit());
    Some(Discovery { output, fails, found, sentence, ranges })
}

/// A probability fails below one half, a mean on the worse side of the middle future.
fn usual(output: &Output, values: &[f64]) -> Fails {
    let mut ascending = values.to_vec();
    ascending.sort_unstable_by(f64::total_cmp);
    let middle = ascending[ascending.len() / 2];
    match output {
        Output::Probability { .. } => Fails::Below(0.5),
        Output::Mean(quantity) if better(quantity.metric) == Some(Better::Lower) => {
            Fails::Above(middle)
        }
        Output::Mean(_) => Fails::Below(middle),
    }
}

/// The futures that fail, as a clause.
fn what(wanted: &Wanted, fails: Fails) -> String {
    let (side, level) = fails.parts();
    let level = match &wanted.output {
        Output::Probability { .. } => format!("{:.0} %", 100.0 * level),
        Output::Mean(quantity) => {
            let (size, unit) = match quantity.metric.unit() {
                Unit::Tonnes => (1e6, "Mt"),
                unit => (1.0, unit.symbol()),
            };
            let value: f64 = format!("{:.3e}", level / size).parse().unwrap_or(level / size);
            format!("{value} {unit}").trim_end().to_owned()
        }
    };
    format!("{} is {side} {level}", wanted.words())
}

/// Numbers where all values can be told in the unit of the first, else words.
fn column(values: &[&str], failed: &[bool]) -> Column {
    let form = values.first().and_then(|first| Amount::parse(first));
    let numbers = form.as_ref().and_then(|form| {
        values.iter().map(|value| form.number_of(&Amount::parse(value)?)).collect()
    });
    if let Some((form, places)) = form.zip(numbers) {
        return Column { places, form: Form::Numbers(form) };
    }
    let mut words = values.to_vec();
    words.sort_unstable();
    words.dedup();
    let share = |word: &str| {
        let of = values.iter().zip(failed).filter(|(value, _)| **value == word);
        let failures = of.clone().filter(|(_, failed)| **failed).count();
        failures as f64 / of.count() as f64
    };
    words.sort_by(|a, b| share(a).total_cmp(&share(b)));
    let place = |value: &&str| words.iter().position(|word| word == value).unwrap_or_default();
    let places = values.iter().map(|value| place(value) as f64).collect();
    Column { places, form: Form::Words(words.into_iter().map(str::to_owned).collect()) }
}

impl Column {
    fn range(&self, limit: &Limit) -> Range {
        let Limit { least, most, .. } = *limit;
        match &self.form {
            Form::Numbers(form) => Range::Between { least, most, form: form.clone() },
            Form::Words(words) => {
                let inside = |place: f64| {
                    least.is_none_or(|least| least <= place)
                        && most.is_none_or(|most| place <= most)
                };
                let inside = words.iter().enumerate().filter(|(place, _)| inside(*place as f64));
                Range::Among(inside.map(|(_, word)| word.clone()).collect())
            }
        }
    }
}

impl Range {
    fn words(&self, name: &str) -> String {
        let (least, most, form) = match self {
            Range::Among(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                return format!("`{name}` is {}", either(&words));
            }
            Range::Between { least, most, form } => (least, most, form),
        };
        let say = |value: f64| form.with(format!("{value:.2e}").parse().unwrap_or(value));
        match (*least, *most) {
            (Some(least), Some(most)) => {
                format!("`{name}` is between {} and {}", say(least), say(most))
            }
            (Some(least), None) => format!("`{name}` is at least {}", say(least)),
            (None, Some(most)) => format!("`{name}` is at most {}", say(most)),
            (None, None) => format!("`{name}` is anything"),
        }
    }
}

fn either(words: &[String]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

impl Discovery {
    /// `discovery.csv`: a row a limit.
    pub fn table(&self) -> Extra {
        let (side, level) = self.fails.parts();
        let Found { coverage, density, mass, cases, n, .. } = self.found;
        let rows = self.found.limits.iter().zip(&self.ranges).map(|(limit, (factor, range))| {
            let (ends, unit, values) = match range {
                Range::Between { least, most, form } => ([*least, *most], form.unit(), vec![]),
                Range::Among(words) => ([None, None], String::new(), words.clone()),
            };
            DiscoveryLine {
                output: self.output.0.clone(),
                fails: side,
                level: known(level),
                level_unit: self.output.1,
                factor: factor.clone(),
                least: ends[0],
                most: ends[1],
                unit,
                values: values.join(" or "),
                quasi_p: limit.quasi_p,
                coverage,
                density,
                mass,
                failures: cases as u64,
                futures: n as u64,
            }
        });
        Extra::of(&rows.collect::<Vec<_>>())
    }
}
