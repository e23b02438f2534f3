//! Regimes: chains of states that scale hazards.

use super::super::reader::{Component, Reader, Slot};
use super::network::about;
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, did_you_mean};
use crate::model::{Dice, Regime, Value};
use crate::units::Dimension as D;

pub(super) fn regime(reader: &mut Reader<'_>, c: &Component) -> Option<Regime> {
    about(reader, c);
    let states = reader.texts(c.slot("states"))?;
    let start = start(reader, c, &states);
    let stay = c.slot("stay").and_then(|slot| stay(reader, &slot, &states));
    let next = next(reader, c, &states);
    let rate_scales = scales(reader, c.slot("scales"), &states);
    let duration_scales = scales(reader, c.slot("duration-scales"), &states);
    Some(Regime {
        name: c.name.clone(),
        start: start?,
        stay: stay?,
        next: next?,
        scales: rate_scales?,
        duration_scales: duration_scales?,
        states,
    })
}

fn start(reader: &mut Reader<'_>, c: &Component, states: &[String]) -> Option<usize> {
    let slot = c.slot("start")?;
    let name = reader.text(Some(slot.clone()))?;
    let at = states.iter().position(|state| *state == name);
    if at.is_none() {
        let near = did_you_mean(&name, states.iter().map(String::as_str));
        reader.fault(
            K::UnknownName,
            &slot,
            format!("unknown state `{name}` in {}{near}", slot.what),
        );
    }
    at
}

/// The entries of a table by state: `None` for states that are not there.
fn by_state<'c>(
    reader: &mut Reader<'_>,
    slot: &Slot<'c>,
    states: &[String],
) -> Option<Vec<Option<Slot<'c>>>> {
    let Some(entries) = slot.entries() else {
        reader.wrong_form(slot, "a table by state");
        return None;
    };
    let mut found = vec![None; states.len()];
    let mut good = true;
    for (key, inner) in entries {
        match states.iter().position(|state| state == key) {
            Some(at) => found[at] = Some(inner),
            None => {
                let near = did_you_mean(key, states.iter().map(String::as_str));
                let message = format!("unknown state `{key}` in {}{near}", slot.what);
                reader.faults.push(Fault::new(K::UnknownName, inner.path, message).at_key());
                good = false;
            }
        }
    }
    good.then_some(found)
}

fn missing(reader: &mut Reader<'_>, slot: &Slot<'_>, state: &str) {
    reader.fault(K::MissingKey, slot, format!("{} says nothing of state `{state}`", slot.what));
}

fn stay(reader: &mut Reader<'_>, slot: &Slot<'_>, states: &[String]) -> Option<Vec<Dice>> {
    let found = by_state(reader, slot, states)?;
    let read: Vec<_> = found
        .into_iter()
        .zip(states)
        .map(|(inner, state)| match inner {
            Some(inner) => {
                let dice = reader.dice(Some(inner.clone()), D::Duration, Reader::exponential)?;
                if matches!(dice, Dice::Exponential { mean: Value::Known(mean) } if mean <= 0.0) {
                    reader.fault(K::OutOfBounds, &inner, format!("{} is not above 0", inner.what));
                    return None;
                }
                Some(dice)
            }
            None => {
                missing(reader, slot, state);
                None
            }
        })
        .collect();
    read.into_iter().collect()
}

/// Rows of chances; a chain of one state needs none.
fn next(reader: &mut Reader<'_>, c: &Component, states: &[String]) -> Option<Vec<Vec<Value>>> {
    let Some(slot) = c.slot("next") else {
        if states.len() == 1 {
            return Some(vec![vec![Value::Known(1.0)]]);
        }
        let message = format!("{} has no `next`", c.words());
        reader
            .faults
            .push(Fault::new(K::MissingKey, format!("{}.next", c.path()), message).at_key());
        return None;
    };
    let found = by_state(reader, &slot, states)?;
    let rows: Vec<_> = found
        .into_iter()
        .zip(states)
        .map(|(row, state)| match row {
            Some(row) => {
                let row = by_state(reader, &row, states).map(|cells| (row, cells));
                row.and_then(|(row, cells)| next_row(reader, &row, &cells, state))
            }
            None => {
                missing(reader, &slot, state);
                None
            }
        })
        .collect();
    rows.into_iter().collect()
}

fn next_row(
    reader: &mut Reader<'_>,
    row: &Slot<'_>,
    cells: &[Option<Slot<'_>>],
    state: &str,
) -> Option<Vec<Value>> {
    let read: Vec<_> = cells
        .iter()
        .map(|cell| match cell {
            Some(cell) => reader.uncertain(Some(cell.clone()), D::Probability),
            None => Some(Value::Known(0.0)),
        })
        .collect();
    let values: Vec<Value> = read.into_iter().collect::<Option<_>>()?;
    let named = Slot { what: format!("{} from `{state}`", row.what), ..row.clone() };
    super::chance::adds_up(reader, &named, values.iter().copied())?;
    Some(values)
}

/// Factors by hazard and state, 1 where nothing is said.
fn scales(
    reader: &mut Reader<'_>,
    slot: Option<Slot<'_>>,
    states: &[String],
) -> Option<Vec<(usize, Vec<Value>)>> {
    let Some(slot) = slot else { return Some(Vec::new()) };
    let Some(entries) = slot.entries() else {
        reader.wrong_form(&slot, "a table of hazards, each a table by state");
        return None;
    };
    let mut scales = Vec::new();
    let mut good = true;
    for (name, inner) in entries {
        let hazard = reader.resolve(&inner, &["hazard"], name);
        let cells = by_state(reader, &inner, states).unwrap_or_default();
        let read: Vec<_> = cells
            .into_iter()
            .map(|cell| match cell {
                Some(cell) => reader.uncertain(Some(cell), D::Factor),
                None => Some(Value::Known(1.0)),
            })
            .collect();
        match (hazard, read.into_iter().collect::<Option<Vec<Value>>>()) {
            (Some((_, hazard)), Some(values)) if values.len() == states.len() => {
                scales.push((hazard, values));
            }
            _ => good = false,
        }
    }
    good.then_some(scales)
}
