//! Title, horizon, run and grades.

use super::super::keys::{self, Type};
use super::super::reader::{Component, Reader, Slot};
use crate::calendar::Horizon;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::model::Run;
use crate::units::Dimension;
use jiff::civil::Date;

/// The value of a key at the top of the file.
fn top<'a>(reader: &Reader<'a>, name: &str) -> Option<Slot<'a>> {
    let key = keys::TOP.iter().find(|key| key.name == name)?;
    let (_, item) = reader.root.at(name)?;
    let what = format!("`{name}`");
    Some(Slot { item, path: name.to_owned(), what, takes: key.takes, barrels: None })
}

/// Title, and the span simulated.
pub(super) fn title_and_horizon(
    reader: &mut Reader<'_>,
    default_title: &str,
) -> (Option<String>, Option<Horizon>) {
    let title = match top(reader, "title") {
        Some(slot) => reader.text(Some(slot)),
        None => Some(default_title.to_owned()),
    };
    for key in keys::TOP.iter().filter(|key| key.takes == Type::Text && key.name != "title") {
        let slot = top(reader, key.name);
        reader.text(slot);
    }
    let slot = top(reader, "as-of");
    let as_of = slot.is_some().then(|| reader.date(slot));
    let horizon = horizon(reader, as_of.flatten());
    (title, if as_of == Some(None) { None } else { horizon })
}

fn horizon(reader: &mut Reader<'_>, as_of: Option<Date>) -> Option<Horizon> {
    if reader.root.at("horizon").is_none() {
        let fault =
            Fault::new(K::NoHorizon, "", "the scenario has no `[horizon]`, the days to simulate");
        let help = "[horizon] with start = 2025-01-01 and end = 2030-12-31";
        reader.faults.push(fault.help(help));
        return None;
    }
    let component = reader.single("horizon")?;
    let start = reader.date(component.slot("start"));
    let end = reader.date(component.slot("end"));
    let (start, end) = (start?, end?);
    let horizon = Horizon::new(start, end, as_of);
    if horizon.is_none() {
        let message = format!("the horizon ends on {end}, before it starts on {start}");
        let fault = Fault::new(K::EndBeforeStart, "horizon.end", message);
        reader.faults.push(fault.related("horizon.start", "the start"));
    }
    horizon
}

/// `[run]`.
pub(super) fn run(reader: &mut Reader<'_>) -> Option<Run> {
    let component = reader.single("run")?;
    let seed = reader.whole(component.slot("seed"));
    let replications = reader.whole(component.slot("replications"));
    let beliefs = reader.whole(component.slot("beliefs"));
    let chance = reader.flag(component.slot("chance"));
    if component.has("beliefs") && beliefs? > replications? {
        let message =
            format!("`run.beliefs` is {}, more than the {} replications", beliefs?, replications?);
        let help = "change both, or pass `-n`, which takes no more beliefs than replications";
        reader.faults.push(Fault::new(K::MoreBeliefs, "run.beliefs", message).help(help));
        return None;
    }
    Some(Run {
        seed: seed?.unsigned_abs(),
        replications: u32::try_from(replications?).ok()?,
        beliefs: beliefs.and_then(|beliefs| u32::try_from(beliefs).ok()),
        chance: chance?,
    })
}

/// Barrels per tonne of every grade, into the reader.
pub(super) fn grades(reader: &mut Reader<'_>) {
    let read = reader.each("grade", |reader, component: &Component| {
        let slot = component.slot("barrels-per-tonne")?;
        let factor = reader.known(Some(slot.clone()), Dimension::Factor)?;
        if !(5.0..=10.0).contains(&factor) {
            reader.fault(
                K::OutOfBounds,
                &slot,
                format!("{} is {factor}; oils have 5 to 10", slot.what),
            );
        }
        Some((component.name.clone(), factor))
    });
    reader.grades.extend(read.into_iter().flatten());
}
