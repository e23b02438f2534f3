//! What a volume needs of each link of a target's chain, what there is, and the gap, by year.

use super::points::aligned;
use crate::error::Error;
use crate::metric::{Constraint, Period, Unit};
use crate::results::{Results, Sized, SizingLine};

/// Years side by side on a screen.
const YEARS: usize = 6;

pub(super) fn screen(results: &Results, sized: &Sized) -> Result<String, Error> {
    let needs = results.rows::<SizingLine>()?;
    let entry = results.manifest.targets.iter().find(|entry| entry.name == sized.target);
    let title = entry.map_or(&sized.target, |entry| &entry.title);
    let mut text = format!("{title} sized for {:.1} Mt a year\n", sized.volume / 1e6);
    let mut years: Vec<Period> = needs.iter().map(|need| need.period).collect();
    years.dedup();
    for years in years.chunks(YEARS) {
        text += &format!("\n{}", aligned(&rows(&needs, years)));
    }
    text += &format!(
        "\nMt/y, berths at {:.0} % of their time, ships without waiting; ports at one end and\n\
         fleets share the volume by what they could carry. inf: no bound\n",
        100.0 * sized.occupancy
    );
    Ok(text + &format!("\nTables are in {}\n", results.dir.display()))
}

/// Need, have and gap of each link, port and fleet in some years.
fn rows(needs: &[SizingLine], years: &[Period]) -> Vec<Vec<String>> {
    let heads = years.iter().map(Period::to_string);
    let mut rows = vec![[String::new(), String::new()].into_iter().chain(heads).collect()];
    let mut seen: Vec<(&str, Constraint)> = Vec::new();
    for need in needs {
        let key = (need.entity.as_str(), need.constraint);
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let of = needs.iter().filter(|need| (need.entity.as_str(), need.constraint) == key);
        let of: Vec<&SizingLine> = of.filter(|need| years.contains(&need.period)).collect();
        let row = |first: String, name: &str, cell: fn(&SizingLine) -> String| {
            [first, name.to_owned()].into_iter().chain(of.iter().map(|need| cell(need))).collect()
        };
        rows.push(row(label(key), "need", |need| number(need, need.need, "-")));
        rows.push(row(String::new(), "have", |need| number(need, need.have, "inf")));
        rows.push(row(String::new(), "gap", |need| {
            number(need, need.gap.filter(|gap| *gap > 0.0), "-")
        }));
    }
    rows
}

/// Mt a year, or berths and ships; `none` where there is no number.
fn number(need: &SizingLine, value: Option<f64>, none: &str) -> String {
    let size = if need.unit == Unit::TonnesPerYear { 1e6 } else { 1.0 };
    value.map_or(none.to_owned(), |value| format!("{:.1}", value / size))
}

/// Entity and what it needs, short enough for six years beside it.
fn label((entity, what): (&str, Constraint)) -> String {
    const MOST: usize = 32;
    let whole = format!("{entity} {what}");
    match entity.split_once(" + ") {
        Some((first, rest)) if whole.chars().count() > MOST => {
            let more = rest.split(" + ").count();
            format!("{first} + {more} more {what}")
        }
        _ => whole,
    }
}
