//! Losses against what is there to lose; regimes against hazards.

use super::Whole;
use crate::diagnostic::Fault;
use crate::model::{Component, Process, Takes};

pub(super) fn check(whole: &mut Whole<'_>) {
    let draft = whole.draft;
    for hazard in draft.hazards.iter().flatten() {
        units(whole, &format!("hazard.{}", hazard.name), hazard.takes, &hazard.on);
    }
    for event in draft.events.iter().flatten() {
        units(whole, &format!("event.{}", event.name), event.takes, &event.on);
    }
    for work in draft.maintenance.iter().flatten() {
        units(whole, &format!("maintenance.{}", work.name), work.takes, &work.on);
    }
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
            let (fits, what) = match (&hazard.process, key) {
                (Process::Poisson { .. }, _) => (true, ""),
                (_, "scales") => (false, "not poisson, so it has no rate to scale"),
                (Process::Renewal { .. }, _) => (true, ""),
                _ => (false, "neither poisson nor renewal, so it has no durations to scale"),
            };
            if !fits {
                let message = format!("hazard `{}` is {what}", hazard.name);
                whole.faults.push(Fault::error(path, message).at_key());
            }
        }
    }
}

/// A loss takes no more units than there are; a node counts as one.
fn units(whole: &mut Whole<'_>, path: &str, takes: Takes, on: &[Component]) {
    let Takes::Units(taken) = takes else { return };
    for component in on {
        let (what, name, units) = match *component {
            Component::Node(node) => ("node", whole.nodes[node], Some(1)),
            Component::Link(link) => {
                let units = whole.draft.links[link].as_ref().map(crate::model::Link::units);
                ("link", whole.links[link], units)
            }
            // Berths go by date and with projects: more than there are is all of them.
            Component::Port(_) => continue,
        };
        if let Some(units) = units.filter(|units| taken as usize > *units) {
            let s = if units == 1 { "" } else { "s" };
            let message = format!("takes {taken} units, but {what} `{name}` has {units} unit{s}");
            let fault = Fault::error(format!("{path}.takes"), message);
            whole.faults.push(fault.help("to lose everything, write takes = \"all\""));
        }
    }
}
