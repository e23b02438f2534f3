//! What each distribution says in numbers.

use crate::dist::Distribution;
use crate::model::{Dice, Model, Parameter};
use crate::text::width;
use std::fmt;

/// A distribution by its quantiles, those of its own parameters at their median.
#[derive(Debug, Clone, PartialEq)]
pub struct Implied {
    /// Key path of the value.
    pub path: String,
    /// True: drawn at each occurrence; false: once per belief.
    pub dice: bool,
    /// Unit of the quantiles: the canonical one, or kt or Mt where that is shorter.
    pub unit: String,
    /// P5, P50 and P95 in that unit.
    pub quantiles: [f64; 3],
}

/// Beliefs, then dice, each in order of path.
pub(super) fn all(model: &Model, dice: &[(String, Dice, String)]) -> Vec<Implied> {
    let medians = model.medians();
    let one = |path: &str, distribution: &Dice, unit: &str, dice: bool| {
        let resolved = distribution.map(|value| value.under(&medians));
        let quantiles = [0.05, 0.5, 0.95].map(|p| resolved.quantile(p));
        let (size, prefix) = scale(unit, quantiles[2]);
        Implied {
            path: path.to_owned(),
            dice,
            unit: format!("{prefix}{unit}"),
            quantiles: quantiles.map(|value| value / size),
        }
    };
    let drawn = |p: &&Parameter| !matches!(p.distribution, Distribution::Point(_));
    let beliefs = model.parameters.iter().filter(drawn);
    let beliefs = beliefs.map(|p| one(&p.path, &p.distribution, &p.unit, false));
    let dice = dice.iter().map(|(path, dice, unit)| one(path, dice, unit, true));
    let mut all: Vec<Implied> = beliefs.chain(dice).collect();
    all.sort_by(|a, b| (a.dice, &a.path).cmp(&(b.dice, &b.path)));
    all
}

/// Thousands and millions of tonnes.
fn scale(unit: &str, largest: f64) -> (f64, &'static str) {
    if unit != "t" && !unit.starts_with("t/") {
        (1.0, "")
    } else if largest >= 1e6 {
        (1e6, "M")
    } else if largest >= 1e3 {
        (1e3, "k")
    } else {
        (1.0, "")
    }
}

/// Three significant digits.
fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.abs() >= 1e9 {
        return if value.is_finite() { format!("{value:.2e}") } else { "> 1e308".to_owned() };
    }
    let digits = 2 - value.abs().log10().floor() as i32;
    format!("{value:.*}", usize::try_from(digits).unwrap_or(0))
}

pub(super) fn write(f: &mut fmt::Formatter<'_>, all: &[Implied]) -> fmt::Result {
    for (dice, title) in
        [(false, "Beliefs, drawn once per belief"), (true, "Dice, drawn at each occurrence")]
    {
        let group: Vec<&Implied> = all.iter().filter(|implied| implied.dice == dice).collect();
        if group.is_empty() {
            continue;
        }
        writeln!(f, "\n{title}: {}", group.len())?;
        writeln!(f, "  {:<43} {:>8} {:>8} {:>8} unit", "", "P5", "P50", "P95")?;
        for implied in group {
            let [low, mid, high] = implied.quantiles.map(short);
            // A long path takes a line of its own, so that the columns stay.
            if width(&implied.path) > 43 {
                writeln!(f, "  {}", implied.path)?;
                write!(f, "  {:<43}", "")?;
            } else {
                write!(f, "  {:<43}", implied.path)?;
            }
            let row = format!(" {low:>8} {mid:>8} {high:>8} {}", implied.unit);
            writeln!(f, "{}", row.trim_end())?;
        }
    }
    Ok(())
}
