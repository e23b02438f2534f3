//! `tipping.csv`: the value of a factor at which the probability of a target crosses a level.

use super::wide::headline;
use crate::error::Error;
use crate::metric::{Measure, Unit};
use crate::results::{DesignLine, Extra, Field, Results};
use crate::study::design::Amount;
use crate::study::diff::flatten;
use crate::study::tipping::{Crossing, Level, crossing};
use std::collections::BTreeMap;
use std::fs;

/// Probabilities that are looked for.
const CHANCES: [f64; 3] = [0.1, 0.5, 0.9];

/// Where the probability of a target crosses a level, with the other factors as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct TippingRow {
    /// Name of the target.
    pub target: String,
    /// Key path of the factor.
    pub factor: String,
    /// Values of the other factors, in words; empty where they are unchanged.
    pub others: String,
    /// The level.
    pub chance: f64,
    /// Where it is crossed.
    pub crossing: Crossing,
    /// How a value of the factor is written.
    pub amount: Amount,
}

impl TippingRow {
    /// The value, in words.
    pub fn words(&self) -> String {
        match self.crossing {
            Crossing::AlwaysAbove => "above it at every value".to_owned(),
            Crossing::AlwaysBelow => "below it at every value".to_owned(),
            Crossing::At { x, interval: (low, high) } => {
                let digits = |x: f64| self.amount.with(format!("{x:.2e}").parse().unwrap_or(x));
                let end = |end: Option<f64>| end.map_or("not in range".to_owned(), digits);
                format!("{} ({} to {})", digits(x), end(low), end(high))
            }
        }
    }
}

/// Tipping points of every target and every factor that takes at least two numbers.
///
/// # Errors
/// A table cannot be read.
pub fn tipping_rows(results: &Results) -> Result<Vec<TippingRow>, Error> {
    let (design, targets, factors) = (results.design()?, results.targets()?, results.factors());
    let base = unchanged(results, &factors);
    let mut rows = Vec::new();
    for target in &results.manifest.targets {
        for (place, factor) in factors.iter().enumerate() {
            for (others, points) in groups(&design, &factors, place) {
                let Some(amount) = points.iter().find_map(|p| Amount::parse(&p.values[place]))
                else {
                    continue;
                };
                let levels = points.iter().filter_map(|line| {
                    let x = place_of(&line.values[place], base[place].as_ref(), &amount)?;
                    let found =
                        headline(results, &targets, line.point, (&target.name, Measure::Routes))?;
                    let interval = (found.ci_lo, found.ci_hi);
                    Some(Level { x, probability: found.probability, interval })
                });
                let levels: Vec<Level> = levels.collect();
                for chance in CHANCES {
                    let Some(crossing) = crossing(&levels, chance) else { continue };
                    let (target, factor) = (target.name.clone(), factor.clone());
                    let (others, amount) = (others.clone(), amount.clone());
                    rows.push(TippingRow { target, factor, others, chance, crossing, amount });
                }
            }
        }
    }
    Ok(rows)
}

/// Where a value of a factor lies on the line of values of this form; empty is the unchanged one.
fn place_of(value: &str, unchanged: Option<&Amount>, form: &Amount) -> Option<f64> {
    let same = |amount: &Amount| form.number_of(amount);
    match value {
        "" => form.neutral().or_else(|| same(unchanged?)),
        value => same(&Amount::parse(value)?),
    }
}

/// Points that differ in one factor only, by what they have in common.
fn groups<'d>(
    design: &'d [DesignLine],
    factors: &[String],
    place: usize,
) -> BTreeMap<String, Vec<&'d DesignLine>> {
    let mut groups: BTreeMap<String, Vec<&DesignLine>> = BTreeMap::new();
    for line in design {
        let pairs = factors.iter().zip(&line.values).enumerate();
        let others = pairs.filter(|(at, (_, value))| *at != place && !value.is_empty());
        let others = others.map(|(_, (factor, value))| format!("{factor}={value}"));
        groups.entry(others.collect::<Vec<_>>().join(", ")).or_default().push(line);
    }
    groups
}

/// The unchanged value of each factor, where it is a single number or changes add or multiply.
fn unchanged(results: &Results, factors: &[String]) -> Vec<Option<Amount>> {
    // A share of a study may lack the unchanged scenario.
    let text = fs::read_to_string(results.dir.join("scenario.toml")).unwrap_or_default();
    let flat = flatten(&text);
    factors.iter().map(|factor| Amount::parse(flat.get(factor)?)).collect()
}

/// The rows as a table.
pub(super) fn table(rows: &[TippingRow]) -> Extra {
    let names = ["target", "factor", "others", "probability", "crossed", "value", "ci_lo", "ci_hi"];
    let mut columns: Vec<(String, Option<&'static str>)> =
        names.iter().map(|name| ((*name).to_owned(), None)).collect();
    columns[3].1 = Some(Unit::Share.name());
    columns.push(("unit".to_owned(), None));
    let number = |end: Option<f64>| Field::Number(end.unwrap_or(f64::NAN));
    let rows = rows.iter().map(|row| {
        let (crossed, x, low, high) = match row.crossing {
            Crossing::At { x, interval: (low, high) } => ("at", Some(x), low, high),
            Crossing::AlwaysAbove => ("always above", None, None, None),
            Crossing::AlwaysBelow => ("always below", None, None, None),
        };
        vec![
            Field::Text(row.target.clone()),
            Field::Text(row.factor.clone()),
            Field::Text(row.others.clone()),
            Field::Number(row.chance),
            Field::Text(crossed.to_owned()),
            number(x),
            number(low),
            number(high),
            Field::Text(row.amount.unit().to_owned()),
        ]
    });
    Extra::bare("tipping.csv", columns, rows.collect())
}
