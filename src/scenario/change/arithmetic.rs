//! Adding to and multiplying numbers where they stand.
//!
//! A series is changed at each of its values, a distribution at its location (`+`) or location
//! and spread (`x `), so that both act on the quantity itself.

use super::super::tree::{Entry, Form, Item};
use crate::diagnostic::Place;
use crate::units::{self, Dimension, Quantity};

/// Multiplies every number of a value.
pub(super) fn scale(item: &mut Item, factor: f64, place: Place) -> Result<(), String> {
    match &mut item.form {
        Form::List(items) => items.iter_mut().try_for_each(|item| scale(item, factor, place)),
        Form::Table(_) => {
            let parts = parts(item, true)?;
            parts.into_iter().try_for_each(|item| scale(item, factor, place))
        }
        _ => put(item, place, |number, _| Ok(number * factor)),
    }
}

/// Adds to every number of a value.
pub(super) fn add(item: &mut Item, addend: &str, place: Place) -> Result<(), String> {
    match &mut item.form {
        Form::List(_) => Err("`+` acts on one item of a list, by its number".to_owned()),
        Form::Table(_) => {
            let parts = parts(item, false)?;
            parts.into_iter().try_for_each(|part| match &mut part.form {
                Form::List(items) => items.iter_mut().try_for_each(|item| add(item, addend, place)),
                _ => add(part, addend, place),
            })
        }
        _ => put(item, place, |number, unit| Ok(number + in_unit(addend, unit)?)),
    }
}

/// The values of a table that carry its quantity.
fn parts(item: &mut Item, scaled: bool) -> Result<Vec<&mut Item>, String> {
    let Form::Table(table) = &mut item.form else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    for (key, Entry { item, .. }) in table {
        match key.as_str() {
            "uniform" | "triangular" | "pert" | "empirical" | "by-month" => parts.push(item),
            "normal" => parts.extend(inner(item, if scaled { &["mean", "sd"] } else { &["mean"] })),
            "discrete" => parts.extend(inner(item, &["values"])),
            "lognormal" if scaled => parts.extend(inner(item, &["median"])),
            "exponential" if scaled => parts.extend(inner(item, &["mean"])),
            "weibull" if scaled => parts.extend(inner(item, &["scale"])),
            "shape" | "factor" => {}
            date if date.parse::<jiff::civil::Date>().is_ok() => parts.push(item),
            "lognormal" | "exponential" | "weibull" => {
                return Err(format!("`+` does not act on `{key}`, only `x ` does"));
            }
            _ => return Err("there is no number".to_owned()),
        }
    }
    Ok(parts)
}

fn inner<'a>(item: &'a mut Item, keys: &[&str]) -> Vec<&'a mut Item> {
    let Form::Table(table) = &mut item.form else { return Vec::new() };
    let found = table.iter_mut().filter(|(key, _)| keys.contains(&key.as_str()));
    found.map(|(_, entry)| &mut entry.item).collect()
}

/// Replaces a single number by a function of it and its unit.
fn put(
    item: &mut Item,
    place: Place,
    f: impl Fn(f64, Option<Quantity>) -> Result<f64, String>,
) -> Result<(), String> {
    let form = match &item.form {
        Form::Text(text) => {
            let quantity = units::parse(text);
            let quantity = quantity.map_err(|_| format!("there is no number in `{text}`"))?;
            let number = f(quantity.number, Some(quantity))?;
            Form::Text(Quantity { number, ..quantity }.to_string())
        }
        Form::Whole(number) => {
            let changed = f(*number as f64, None)?;
            if changed.fract() == 0.0 && changed.abs() < 1e15 {
                Form::Whole(changed as i64)
            } else {
                real(changed)
            }
        }
        Form::Real(number) => real(f(*number, None)?),
        _ => return Err("there is no number".to_owned()),
    };
    *item = Item { form, place };
    Ok(())
}

fn real(number: f64) -> Form {
    Form::Real(units::shortest(number).parse().unwrap_or(number))
}

/// An addend in the unit of what it is added to.
fn in_unit(addend: &str, to: Option<Quantity>) -> Result<f64, String> {
    if let Some(number) = units::parse_plain(addend) {
        return match to {
            None => Ok(number),
            Some(quantity) if quantity.unit.dimension == Dimension::Share => Ok(number * 100.0),
            Some(quantity) => Err(format!("`+{addend}` has no unit, unlike `{quantity}`")),
        };
    }
    let quantity =
        units::parse(addend).map_err(|_| format!("`+{addend}` is no number with a unit"))?;
    let unit = quantity.unit;
    match to {
        None if unit.dimension == Dimension::Share => Ok(quantity.number / 100.0),
        None => Err(format!("`+{addend}` has a unit, unlike the number")),
        Some(to) if to.unit.dimension != unit.dimension => {
            Err(format!("`+{addend}` is {}, unlike `{to}`", unit.dimension.words()))
        }
        // Days, months and years of tonnes, and barrels, have no fixed ratio.
        Some(to) if to.unit.span != unit.span || to.unit.barrels != unit.barrels => {
            let unit = to.unit.text;
            Err(format!("`+{addend}` has no fixed ratio to `{to}`; add {unit}, or write `x 1.1`"))
        }
        Some(to) => Ok(quantity.number * unit.size / to.unit.size),
    }
}
