//! Targets and correlations.

use super::super::reader::{Component, Reader, Slot};
use super::network::{about, links_of, stages_of};
use crate::catalogue::Kind as K;
use crate::diagnostic::did_you_mean;
use crate::dist::Distribution;
use crate::model::{Correlation, Parameter, Target, Value};
use crate::units::Dimension as D;

pub(super) fn target(reader: &mut Reader<'_>, c: &Component) -> Option<Target> {
    let title = about(reader, c);
    let routes = links_of(reader, c.slot("routes"));
    let sea = links_of(reader, c.slot("sea"));
    let chain = stages_of(reader, c.slot("chain"));
    let year = reader.whole(c.slot("year"));
    let at_least = reader.known(c.slot("at-least"), D::Mass);
    let milestones = match c.slot("milestones") {
        Some(slot) => milestones(reader, &slot),
        None => Some(Vec::new()),
    };
    Some(Target {
        name: c.name.clone(),
        title: title?,
        routes: routes?,
        sea: sea.unwrap_or_default(),
        chain: chain.unwrap_or_default(),
        year: i16::try_from(year?).ok()?,
        at_least: at_least?,
        milestones: milestones?,
    })
}

fn milestones(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Vec<f64>> {
    let items = reader.list(slot, "masses")?;
    let read: Vec<_> = items.iter().map(|item| reader.known(Some(item.clone()), D::Mass)).collect();
    let masses: Vec<f64> = read.into_iter().collect::<Option<_>>()?;
    for at in 1..masses.len() {
        if masses[at] <= masses[at - 1] {
            reader.fault(K::NotAscending, &items[at], format!("{} are not ascending", slot.what));
            return None;
        }
    }
    Some(masses)
}

/// `[correlation]`.
pub(super) fn correlations(reader: &mut Reader<'_>) -> Vec<Option<Correlation>> {
    let Some(component) = reader.single("correlation") else { return vec![None] };
    reader.note_provenance(&component);
    let Some(slot) = component.slot("pairs") else { return Vec::new() };
    let Some(items) = slot.items() else {
        reader.wrong_form(&slot, "a list of [path, path, number]");
        return vec![None];
    };
    items.iter().map(|item| pair(reader, item)).collect()
}

fn pair(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Correlation> {
    let parts = slot.items().unwrap_or_default();
    let [a, b, rho] = &parts[..] else {
        reader.fault(K::BadCorrelation, slot, "a correlation is [path, path, number]");
        return None;
    };
    let number = rho.item.number();
    if number.is_none_or(|rho| !(-1.0..=1.0).contains(&rho)) {
        let message = format!("a correlation is a number from -1 to 1, not {}", rho.item.words());
        reader.fault(K::BadCorrelation, rho, message);
        return None;
    }
    let (a, b) = (parameter(reader, a), parameter(reader, b));
    let (a, b, rho) = (a?, b?, number?);
    if a == b {
        reader.fault(K::BadCorrelation, slot, "a value is correlated with itself");
        return None;
    }
    Some(Correlation { a, b, rho })
}

/// Whether something stands at a path, or a value that may have had it inside.
fn is_there(reader: &Reader<'_>, path: &str) -> bool {
    let mut ends = path.match_indices('.').map(|(at, _)| at).skip(2).chain([path.len()]);
    ends.any(|end| reader.root.at(&path[..end]).is_some())
}

/// A parameter that nothing reads, for a number that is certain: it keeps its place among those
/// it was correlated with, so that their draws stay what they were.
fn held(reader: &mut Reader<'_>, path: String) -> usize {
    let distribution = Distribution::Point(Value::Known(0.0));
    reader.parameters.push(Parameter { path, distribution, unit: String::new() });
    reader.parameters.len() - 1
}

/// The parameter of a key path.
fn parameter(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<usize> {
    let path = reader.text(Some(slot.clone()))?;
    if let Some(at) = reader.parameters.iter().position(|parameter| parameter.path == path) {
        return Some(at);
    }
    // A distribution with a fault of its own has told it already.
    if reader.faults.iter().any(|fault| fault.path.starts_with(&path)) {
        return None;
    }
    if reader.dice.iter().any(|(dice, _, _)| *dice == path) {
        let message =
            format!("`{path}` is drawn at each occurrence; only beliefs can be correlated");
        reader.fault(K::NotABelief, slot, message);
    } else if is_there(reader, &path) {
        return Some(held(reader, path));
    } else {
        let near = did_you_mean(&path, reader.parameters.iter().map(|one| one.path.as_str()));
        let message = format!("no uncertain value `{path}`{near}");
        reader.fault(K::NotABelief, slot, message);
    }
    None
}
