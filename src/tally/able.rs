//! What links side by side could carry together, from counters of what each could alone.
//!
//! A shuttle's counters are as if ports and ships had nothing else to do, so where several
//! shuttles share them, a plain sum counts them twice. `docs/model.md`, "What a shuttle could
//! carry".

use super::slots::Slots;
use crate::metric::Counter;
use crate::model::{LinkId, Model, UNLIMITED};

/// What a shuttle could carry by berths at either end and by ships, in the order of
/// `ShuttleOutcome::capability`.
pub(super) const ABLE: [Counter; 3] =
    [Counter::AbleToLoad, Counter::AbleToDischarge, Counter::AbleToSail];

/// One number of several counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Group {
    /// The least of them.
    Least(Vec<usize>),
    /// The greatest of them.
    Most(Vec<usize>),
}

/// Groups that add up to a bound of what passes.
pub(super) type Cut = Vec<Group>;

/// Every bound of what links side by side could carry; the least of them counts.
pub(super) fn cuts(model: &Model, slots: &Slots, links: &[LinkId]) -> Vec<Cut> {
    let mut links = links.to_vec();
    links.sort_unstable();
    links.dedup();
    let alone: Cut = links.iter().map(|&link| Group::Least(able(slots, link))).collect();
    let (shuttles, lines): (Vec<LinkId>, Vec<LinkId>) =
        links.iter().copied().partition(|link| place(slots, *link).is_some());
    if shuttles.len() < 2 {
        return vec![alone];
    }
    let with_lines = |mut shared: Cut| {
        shared.extend(lines.iter().map(|&link| Group::Least(able(slots, link))));
        shared
    };
    let mut cuts = vec![alone];
    for end in 0..2 {
        cuts.push(with_lines(at_ports(model, slots, &shuttles, end)));
    }
    cuts.push(with_lines(by_fleets(slots, &shuttles)));
    cuts
}

/// Counters of what a link could carry: one, or of a shuttle three.
pub(super) fn able(slots: &Slots, link: LinkId) -> Vec<usize> {
    match place(slots, link) {
        Some(shuttle) => ABLE.map(|counter| slots[counter] + shuttle).into(),
        None => vec![slots[Counter::Capability] + link],
    }
}

/// The least of the cuts in tonnes; `None` where nothing bounds it.
pub(super) fn least(cuts: &[Cut], row: &[i64]) -> Option<i64> {
    let of = |group: &Group| match group {
        Group::Least(slots) => slots.iter().map(|slot| row[*slot]).min().unwrap_or(0),
        Group::Most(slots) => slots.iter().map(|slot| row[*slot]).max().unwrap_or(0),
    };
    let sums = cuts.iter().map(|cut| cut.iter().map(of).fold(0, i64::saturating_add));
    sums.min().filter(|least| *least < UNLIMITED)
}

fn place(slots: &Slots, link: LinkId) -> Option<usize> {
    slots.shuttles.binary_search(&link).ok()
}

/// A port gives its berths to whichever of its shuttles carries most through it.
fn at_ports(model: &Model, slots: &Slots, shuttles: &[LinkId], end: usize) -> Cut {
    let mut ports: Vec<(usize, Vec<usize>)> = Vec::new();
    for &link in shuttles {
        let (Some(shuttle), Some(at)) = (&model.links[link].shuttle, place(slots, link)) else {
            continue;
        };
        let (port, slot) = (shuttle.ports[end], slots[ABLE[end]] + at);
        match ports.iter_mut().find(|of| of.0 == port) {
            Some(of) => of.1.push(slot),
            None => ports.push((port, vec![slot])),
        }
    }
    ports.into_iter().map(|(_, slots)| Group::Most(slots)).collect()
}

/// A fleet goes to whichever of its shuttles it carries most on.
fn by_fleets(slots: &Slots, shuttles: &[LinkId]) -> Cut {
    let mut fleets: Vec<(usize, Vec<usize>)> = Vec::new();
    for (crew, &(link, fleet)) in slots.crews.iter().enumerate() {
        if !shuttles.contains(&link) {
            continue;
        }
        match fleets.iter_mut().find(|of| of.0 == fleet) {
            Some(of) => of.1.push(slots[Counter::CrewAble] + crew),
            None => fleets.push((fleet, vec![slots[Counter::CrewAble] + crew])),
        }
    }
    fleets.into_iter().map(|(_, slots)| Group::Most(slots)).collect()
}
