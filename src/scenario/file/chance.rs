//! Hazards, events and maintenance.

use super::super::keys::Type;
use super::super::reader::{Component, Reader, Slot};
use super::super::tree::Form;
use super::network::about;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::dist::Distribution;
use crate::model::{
    Dice, Event, Fields, Hazard, HazardFlaw, Leaves, Maintenance, Process, Takes, Value,
};
use crate::units::Dimension as D;

/// Greatest distance of a sum of probabilities from 1.
const SUM_TOLERANCE: f64 = 1e-9;

const TAKES: &str = "it takes a number of units, \"all\", or a share such as \"35 %\"";

fn cause(reader: &mut Reader<'_>, c: &Component) -> Option<String> {
    match c.slot("cause") {
        Some(slot) => reader.text(Some(slot)),
        None => Some(c.name.clone()),
    }
}

pub(super) fn hazard(reader: &mut Reader<'_>, c: &Component) -> Option<Hazard> {
    about(reader, c);
    let cause = cause(reader, c);
    let on = reader.components_on(c.slot("on"));
    let kind = reader.choice(c.slot("process"));
    let takes = if c.has("takes") { takes(reader, c.slot("takes")) } else { Some(Takes::All) };
    let each = reader.flag(c.slot("each"));
    let winter = match c.slot("winter-duration") {
        Some(slot) => reader.uncertain(Some(slot), D::Factor),
        None => Some(Value::Known(1.0)),
    };
    if let (Some(true), Some(Takes::Units(_)), Some(slot)) = (each, takes, c.slot("takes")) {
        let message =
            format!("{} is a number of units, but `each` unit has its own process", slot.what);
        reader.fault(K::BadTakes, &slot, message);
    }
    let process = Process::read(kind?, &mut Own { reader, component: c });
    Some(Hazard {
        name: c.name.clone(),
        cause: cause?,
        on: on?,
        takes: takes?,
        each: each?,
        process: process?,
        winter_duration: winter?,
    })
}

/// A hazard as its kind reads it.
struct Own<'r, 'a, 'c> {
    reader: &'r mut Reader<'a>,
    component: &'c Component,
}

impl Fields for Own<'_, '_, '_> {
    fn value(&mut self, key: &str) -> Option<Value> {
        let slot = self.component.slot(key)?;
        let Type::Uncertain(dimension) = slot.takes else { return None };
        self.reader.uncertain(Some(slot), dimension)
    }

    fn dice(&mut self, key: &str) -> Option<Dice> {
        let slot = self.component.slot(key)?;
        let Type::Dice(dimension) = slot.takes else { return None };
        self.reader.dice(Some(slot), dimension, Distribution::Point)
    }

    fn months(&mut self, key: &str) -> Option<[f64; 12]> {
        match self.component.slot(key) {
            Some(slot) => season(self.reader, &slot),
            None => Some([1.0; 12]),
        }
    }

    fn choice(&mut self, key: &str) -> Option<usize> {
        self.reader.choice(self.component.slot(key))
    }

    fn states(&mut self, key: &str) -> Option<Vec<(Leaves, Value)>> {
        states(self.reader, &self.component.slot(key)?)
    }

    fn words(&self) -> String {
        self.component.words()
    }

    fn flaw(&mut self, flaw: HazardFlaw, key: &str, message: String) {
        let kind = match flaw {
            HazardFlaw::NoEquilibrium => K::NoEquilibrium,
        };
        let path = format!("{}.{key}", self.component.path());
        self.reader.faults.push(Fault::new(kind, path, message));
    }
}

/// Twelve weights, scaled to mean 1.
fn season(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<[f64; 12]> {
    let Some(items) = slot.items().filter(|items| items.len() == 12) else {
        reader.fault(
            K::TwelveMonths,
            slot,
            format!("{} takes a list of 12 plain numbers", slot.what),
        );
        return None;
    };
    let read: Vec<_> =
        items.iter().map(|item| reader.known(Some(item.clone()), D::Factor)).collect();
    let weights: Vec<f64> = read.into_iter().collect::<Option<_>>()?;
    let mean = weights.iter().sum::<f64>() / 12.0;
    if mean <= 0.0 {
        reader.fault(K::AddsUpToZero, slot, format!("{} adds up to 0", slot.what));
        return None;
    }
    let scaled: Vec<f64> = weights.into_iter().map(|weight| weight / mean).collect();
    scaled.try_into().ok()
}

/// Units, all, or a share.
fn takes(reader: &mut Reader<'_>, slot: Option<Slot<'_>>) -> Option<Takes> {
    let slot = slot?;
    match &slot.item.form {
        Form::Text(text) if text == "all" => Some(Takes::All),
        Form::Whole(units @ 1..=64) => Some(Takes::Units(u32::try_from(*units).ok()?)),
        Form::Whole(_) | Form::Real(_) => {
            let message = format!("{} is {}", slot.what, slot.item.words());
            reader.faults.push(Fault::new(K::BadTakes, slot.path.clone(), message).help(TAKES));
            None
        }
        Form::Text(text) if crate::units::parse(text).is_err() => {
            let message = format!("{} is `{text}`", slot.what);
            reader.faults.push(Fault::new(K::BadTakes, slot.path.clone(), message).help(TAKES));
            None
        }
        _ => reader.uncertain(Some(slot), D::Share).map(Takes::Share),
    }
}

fn states(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Vec<(Leaves, Value)>> {
    let items = reader.list(slot, "tables { leaves, probability }")?;
    let read: Vec<_> = items.iter().map(|item| state(reader, item)).collect();
    let states: Vec<(Leaves, Value)> = read.into_iter().collect::<Option<_>>()?;
    adds_up(reader, slot, states.iter().map(|(_, probability)| *probability))?;
    Some(states)
}

/// Known probabilities must add up to 1.
pub(super) fn adds_up(
    reader: &mut Reader<'_>,
    slot: &Slot<'_>,
    probabilities: impl Iterator<Item = Value>,
) -> Option<()> {
    let mut sum = 0.0;
    for probability in probabilities {
        match probability {
            Value::Known(probability) => sum += probability,
            Value::Belief(_) => return Some(()),
        }
    }
    if (sum - 1.0).abs() <= SUM_TOLERANCE {
        return Some(());
    }
    let sum = crate::units::shortest(sum);
    reader.fault(
        K::ProbabilitySum,
        slot,
        format!("probabilities in {} add up to {sum}, not 1", slot.what),
    );
    None
}

fn state(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<(Leaves, Value)> {
    let Some(entries) = slot.entries() else {
        reader.wrong_form(slot, "tables { leaves, probability }");
        return None;
    };
    let (mut leaves, mut probability) = (None, None);
    for (key, inner) in entries {
        match key {
            "leaves" => leaves = Some(self::leaves(reader, &inner)),
            "probability" => {
                probability = Some(reader.uncertain(Some(inner), D::Probability));
            }
            _ => {
                let message = format!("unknown key `{key}` in {}", slot.what);
                let fault = Fault::new(K::UnknownKey, inner.path, message).at_key();
                reader.faults.push(fault.help("a state has `leaves` and `probability`"));
            }
        }
    }
    for (name, missing) in [("leaves", leaves.is_none()), ("probability", probability.is_none())] {
        if missing {
            reader.fault(K::MissingKey, slot, format!("a state in {} has no `{name}`", slot.what));
        }
    }
    Some((leaves??, probability??))
}

/// A share, or a flow at most.
fn leaves(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Leaves> {
    let flow = slot
        .item
        .as_text()
        .and_then(|text| crate::units::parse(text).ok())
        .is_some_and(|quantity| quantity.unit.dimension == D::Flow);
    if flow {
        return reader.level(slot, D::Flow, None).map(Leaves::Amount);
    }
    reader.uncertain(Some(slot.clone()), D::Share).map(Leaves::Share)
}

pub(super) fn event(reader: &mut Reader<'_>, c: &Component) -> Option<Event> {
    about(reader, c);
    let cause = cause(reader, c);
    let on = reader.components_on(c.slot("on"));
    let takes = takes(reader, c.slot("takes"));
    let from = reader.date(c.slot("from"));
    let back = reader.date(c.slot("back"));
    let (from, back) = (from?, back?);
    if back <= from {
        let message =
            format!("{} is back on {back}, not after {from}, its first day out", c.words());
        let fault = Fault::new(K::EndBeforeStart, format!("{}.back", c.path()), message);
        reader.faults.push(fault.related(format!("{}.from", c.path()), "the first day out"));
        return None;
    }
    Some(Event { name: c.name.clone(), cause: cause?, on: on?, takes: takes?, from, back })
}

pub(super) fn maintenance(reader: &mut Reader<'_>, c: &Component) -> Option<Maintenance> {
    about(reader, c);
    let cause = cause(reader, c);
    let on = reader.components_on(c.slot("on"));
    let takes = takes(reader, c.slot("takes"));
    let every = reader.uncertain(c.slot("every"), D::Duration);
    let next = reader.date(c.slot("next"));
    let start_spread = reader.uncertain(c.slot("start-spread"), D::Duration);
    let duration = reader.dice(c.slot("duration"), D::Duration, Distribution::Point);
    if let (Some(Value::Known(every)), Some(slot)) = (every, c.slot("every"))
        && every < 1.0
    {
        reader.fault(K::OutOfBounds, &slot, format!("{} is below one day", slot.what));
    }
    Some(Maintenance {
        name: c.name.clone(),
        cause: cause?,
        on: on?,
        takes: takes?,
        every: every?,
        next: next?,
        start_spread: start_spread?,
        duration: duration?,
    })
}
