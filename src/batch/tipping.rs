//! `tipping.csv`: the value of a factor at which the probability of a target crosses a level.

use super::wide::headline;
use crate::error::Error;
use crate::metric::Measure;
use crate::results::{Crossed, DesignLine, Extra, Results, TippingLine, known};
use crate::study::design::Amount;
use crate::study::diff::flatten;
use crate::study::tipping::{Crossing, Level, crossing};
use std::collections::BTreeMap;
use std::io::ErrorKind;

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

/// Tipping points of every target and every factor that takes at least two numbers.
///
/// # Errors
/// A table cannot be read.
pub fn tipping_rows(results: &Results) -> Result<Vec<TippingRow>, Error> {
    let (design, targets, factors) = (results.design()?, results.targets()?, results.factors());
    let base = unchanged(results, &factors)?;
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
fn unchanged(results: &Results, factors: &[String]) -> Result<Vec<Option<Amount>>, Error> {
    // A share of a study may lack the unchanged scenario.
    let text = match results.text("scenario.toml") {
        Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let flat = flatten(&text);
    Ok(factors.iter().map(|factor| Amount::parse(flat.get(factor)?)).collect())
}

/// The rows as a table.
pub(super) fn table(rows: &[TippingRow]) -> Extra {
    let line = |row: &TippingRow| {
        let (crossed, value, ci_lo, ci_hi) = match row.crossing {
            Crossing::At { x, interval: (low, high) } => (Crossed::At, known(x), low, high),
            Crossing::AlwaysAbove => (Crossed::AlwaysAbove, None, None, None),
            Crossing::AlwaysBelow => (Crossed::AlwaysBelow, None, None, None),
        };
        TippingLine {
            target: row.target.clone(),
            factor: row.factor.clone(),
            others: row.others.clone(),
            probability: row.chance,
            crossed,
            value,
            ci_lo,
            ci_hi,
            unit: row.amount.unit(),
        }
    };
    Extra::of(&rows.iter().map(line).collect::<Vec<_>>())
}
