//! Losses against what is there to lose; regimes against hazards.

use super::Whole;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::model::{Component, Leaves, Slot, Takes};

pub(super) fn check(whole: &mut Whole<'_>) {
    let draft = whole.draft;
    for hazard in draft.hazards.iter().flatten() {
        let path = format!("hazard.{}", hazard.name);
        units(whole, &path, hazard.takes, &hazard.on);
        let mut leaves = hazard.process.leaves().iter();
        let flow = leaves.any(|(leaves, _)| matches!(leaves, Leaves::Amount(_)));
        misplaced(whole, &path, &hazard.on, flow);
    }
    for event in draft.events.iter().flatten() {
        let path = format!("event.{}", event.name);
        units(whole, &path, event.takes, &event.on);
        misplaced(whole, &path, &event.on, false);
    }
    for work in draft.maintenance.iter().flatten() {
        let path = format!("maintenance.{}", work.name);
        units(whole, &path, work.takes, &work.on);
        misplaced(whole, &path, &work.on, false);
    }
    regimes(whole);
}

/// Only what has rates or durations can be scaled.
fn regimes(whole: &mut Whole<'_>) {
    let draft = whole.draft;
    for regime in draft.regimes.iter().flatten() {
        let scaled = |key, scales: &[(usize, _)]| -> Vec<(&'static str, usize)> {
            scales.iter().map(|(hazard, _)| (key, *hazard)).collect()
        };
        let all = scaled("scales", &regime.scales);
        for (key, hazard) in
            all.into_iter().chain(scaled("duration-scales", &regime.duration_scales))
        {
            let Some(hazard) = &draft.hazards[hazard] else { continue };
            let path = format!("regime.{}.{key}.{}", regime.name, hazard.name);
            let kind = hazard.process.kind();
            let (fits, what) = match key {
                "scales" => (kind.rate, "rate"),
                _ => (kind.durations, "durations"),
            };
            if !fits {
                let message = format!(
                    "hazard `{}` is {}, so it has no {what} to scale",
                    hazard.name, kind.name
                );
                whole.faults.push(Fault::new(K::NothingToScale, path, message).at_key());
            }
        }
    }
}

/// A loss takes no more units than there are; a node counts as one, a port has berths.
fn units(whole: &mut Whole<'_>, path: &str, takes: Takes, on: &[Component]) {
    let Takes::Units(taken) = takes else { return };
    for component in on {
        let (what, name, units, unit) = match *component {
            Component::Node(node) => ("node", whole.nodes[node], Some(1), "unit"),
            Component::Link(link) => {
                let units = whole.draft.links[link].as_ref().map(crate::model::Link::units);
                ("link", whole.links[link], units, "unit")
            }
            Component::Port(port) => ("port", whole.ports[port], berths(whole, port), "berth"),
        };
        if let Some(units) = units.filter(|units| taken as usize > *units) {
            let s = if units == 1 { "" } else { "s" };
            let message = format!("takes {taken} units, but {what} `{name}` has {units} {unit}{s}");
            let fault = Fault::new(K::TooManyUnits, format!("{path}.takes"), message);
            whole.faults.push(fault.help("to lose everything, write takes = \"all\""));
        }
    }
}

/// The most berths a port is known to have; `None` while that may change.
fn berths(whole: &Whole<'_>, port: usize) -> Option<usize> {
    let changes = whole.draft.projects.iter().flatten().flat_map(|project| &project.changes);
    let mut slots = changes.map(|change| change.slot);
    if slots.any(|slot| slot == Slot::Berths(port)) {
        return None;
    }
    let berths = &whole.draft.ports[port].as_ref()?.berths;
    berths.is_known().then(|| berths.levels().map(|level| level.value.under(&[]) as usize).max())?
}

/// Nothing flows along a shuttle, and a port has berths rather than tonnes.
fn misplaced(whole: &mut Whole<'_>, path: &str, on: &[Component], leaves_flow: bool) {
    for component in on {
        let (message, help) = match *component {
            Component::Link(link)
                if whole.draft.ends.links[link].is_some_and(|ends| ends.shuttle) =>
            {
                let message =
                    format!("link `{}` is a shuttle: nothing of it fails", whole.links[link]);
                (message, "what fails is a port, or a ship by its `availability`")
            }
            Component::Port(port) if leaves_flow => {
                let message =
                    format!("port `{}` has berths, so no flow is left of it", whole.ports[port]);
                (message, "let a state leave a share, such as \"50 %\"")
            }
            _ => continue,
        };
        whole.faults.push(Fault::new(K::CannotFail, format!("{path}.on"), message).help(help));
    }
}
