//! What a project changes: key paths to numbers of the model, texts to operations.
//!
//! Paths and values are written as for `--set`, and units are held against the key. Only what
//! is read daily may change.

mod number;

use super::super::keys::Type;
use super::super::reader::{Component, Reader, Slot};
use super::super::tree::{self, Form, Item};
use super::network::{most, within};
use super::project::Known;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::dist::Distribution;
use crate::model::{MOST_BERTHS, MOST_SHIPS, Operation, ProjectChange, Value};
use crate::units::Dimension as D;
use number::{Number, Rows};

pub(super) fn of_project(
    reader: &mut Reader<'_>,
    c: &Component,
    known: &Known<'_>,
) -> Option<Vec<ProjectChange>> {
    let slot = c.slot("changes")?;
    let Some(entries) = slot.entries() else {
        reader.wrong_form(&slot, "a table of key paths in quotes and their changes");
        return None;
    };
    let read: Vec<_> = entries
        .map(|(path, inner)| {
            let what = format!("change of `{path}` in {}", c.words());
            change(reader, known, path, &Slot { what, ..inner })
        })
        .collect();
    let changes: Vec<Vec<ProjectChange>> = read.into_iter().collect::<Option<_>>()?;
    Some(changes.into_iter().flatten().collect())
}

fn change(
    reader: &mut Reader<'_>,
    known: &Known<'_>,
    path: &str,
    slot: &Slot<'_>,
) -> Option<Vec<ProjectChange>> {
    let number = Number::read(reader, path, slot)?;
    let barrels = reader.barrels_of(number.section, number.at);
    let slot = Slot { barrels, takes: number.takes, ..slot.clone() };
    let rows = number.check(reader, known, &slot)?;
    if let (Rows::All(_), Form::List(items), "capacity") = (&rows, &slot.item.form, number.key) {
        return table(reader, known, &number, &slot, items);
    }
    let operation = operation(reader, &slot)?;
    let limit = match number.key {
        "units" => fits(reader, known, &number, &slot, &operation).map(|()| None)?,
        "berths" => Some(MOST_BERTHS),
        "ships" => Some(MOST_SHIPS),
        _ => None,
    };
    if let (Some(limit), Operation::Add(count) | Operation::Set(count)) = (limit, &operation) {
        within(reader, &slot, count, limit)?;
    }
    let row = match rows {
        Rows::Of(row) => Some(row),
        // A factor acts on every row, since none up stays none.
        Rows::All(_) if matches!(operation, Operation::Times(_)) => None,
        Rows::All(1) => Some(1),
        Rows::All(units) => {
            let message = format!("{} is one value for {units} units", slot.what);
            let help = format!("end the path in the number of units up, as in `{path}.{units}`");
            reader
                .faults
                .push(Fault::new(K::CapacityByUnits, slot.path.clone(), message).help(help));
            return None;
        }
    };
    Some(vec![ProjectChange { slot: number.slot(row), operation }])
}

/// A whole table of capacity.
fn table(
    reader: &mut Reader<'_>,
    known: &Known<'_>,
    number: &Number<'_>,
    slot: &Slot<'_>,
    items: &[Item],
) -> Option<Vec<ProjectChange>> {
    let units = known.links[number.at].as_ref()?.units();
    if items.len() != units + 1 {
        let message =
            format!("{} has {} values; its table has {}", slot.what, items.len(), units + 1);
        reader.fault(K::CapacityByUnits, slot, message);
        return None;
    }
    let read: Vec<_> = slot
        .items()?
        .iter()
        .enumerate()
        .map(|(row, item)| {
            let operation = Operation::Set(reader.series_of(item, D::Flow, None)?);
            Some(ProjectChange { slot: number.slot(Some(row)), operation })
        })
        .collect();
    read.into_iter().collect()
}

/// Units in service stay within the table of capacity, as far as is known.
fn fits(
    reader: &mut Reader<'_>,
    known: &Known<'_>,
    number: &Number<'_>,
    slot: &Slot<'_>,
    operation: &Operation,
) -> Option<()> {
    let Some(link) = &known.links[number.at] else { return Some(()) };
    let now = most(&link.in_service);
    let units = match operation {
        Operation::Add(more) => now + most(more),
        Operation::Set(units) => most(units),
        Operation::Times(Value::Known(factor)) => (now as f64 * factor).round() as usize,
        _ => 0,
    };
    if units <= link.units() {
        return Some(());
    }
    let message = format!(
        "{} makes it {units} units, but its capacity is given for 0 to {}",
        slot.what,
        link.units()
    );
    let fault = Fault::new(K::UnitsBeyondCapacity, slot.path.clone(), message);
    reader.faults.push(fault.related(format!("link.{}.capacity", link.name), "the capacity"));
    None
}

/// How a number changes, from the text or value of the change.
fn operation(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Operation> {
    let text = match &slot.item.form {
        Form::Text(text) => text.as_str(),
        _ => return set(reader, slot),
    };
    let (mark, rest) = match (text.strip_prefix('+'), text.strip_prefix("x ")) {
        (Some(rest), _) => ('+', rest),
        (None, Some(rest)) => ('x', rest),
        (None, None) => ('=', text),
    };
    // As after `--set`: TOML where it is that, else a text.
    let place = slot.item.place;
    let read = tree::read_value(rest.trim(), place.text, place.start);
    let form = read.map_or_else(|| Form::Text(rest.trim().to_owned()), |item| item.form);
    let item = Item { form, place };
    let slot = Slot { item: &item, ..slot.clone() };
    match (mark, slot.takes) {
        ('=', _) => set(reader, &slot),
        (_, Type::FlagByDate) => {
            reader.fault(K::WrongForm, &slot, format!("{} takes `true` or `false`", slot.what));
            None
        }
        ('x', _) => {
            let slot = Slot { what: format!("factor in {}", slot.what), ..slot };
            reader.value(&slot, D::Factor, &mut None).map(Operation::Times)
        }
        (_, takes) => reader.series_of(&slot, dimension(takes)?, None).map(Operation::Add),
    }
}

/// The new value of a number.
fn set(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Operation> {
    match slot.takes {
        Type::FlagByDate => reader.flags(Some(slot.clone())).map(Operation::Set),
        Type::Dice(dimension) => {
            reader.dice(Some(slot.clone()), dimension, Distribution::Point).map(Operation::Draw)
        }
        Type::Series(dimension, word) => {
            reader.series_of(slot, dimension, word).map(Operation::Set)
        }
        takes => reader.series_of(slot, dimension(takes)?, None).map(Operation::Set),
    }
}

/// What a number measures.
fn dimension(takes: Type) -> Option<D> {
    match takes {
        Type::Series(dimension, _)
        | Type::ByUnits(dimension)
        | Type::Dice(dimension)
        | Type::Uncertain(dimension) => Some(dimension),
        _ => None,
    }
}
