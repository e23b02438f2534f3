//! Ends of links, reserved capacity, prices.

use super::super::file::Kind;
use super::Whole;
use crate::calendar::{Day, Horizon};
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::model::{Link, Series};

pub(super) fn check(whole: &mut Whole<'_>) {
    let draft = whole.draft;
    for (link, ends) in draft.ends.links.iter().enumerate() {
        let Some(ends) = ends else { continue };
        let name = whole.links[link];
        let (from, to) = (whole.nodes[ends.from], whole.nodes[ends.to]);
        let path = |key: &str| format!("link.{name}.{key}");
        if ends.from == ends.to {
            let message = format!("link `{name}` begins and ends at node `{from}`");
            whole.faults.push(Fault::new(K::LinkToItself, path("to"), message));
            continue;
        }
        if ends.shuttle {
            shuttle_ends(whole, link, [("begins", "from", ends.from), ("ends", "to", ends.to)]);
            continue;
        }
        let both = |ways: bool| if ways { ", and this link goes both ways" } else { "" };
        let kind = |node: usize| draft.ends.kinds[node];
        let backwards = both(ends.both_ways);
        if matches!(kind(ends.from), Some(Kind::Market(_))) {
            let message =
                format!("link `{name}` begins at `{from}`, a market: nothing flows out of it");
            whole.faults.push(Fault::new(K::AgainstTheFlow, path("from"), message));
        } else if kind(ends.from) == Some(Kind::Source) && ends.both_ways {
            let message = format!("nothing flows into source `{from}`{backwards}");
            whole.faults.push(Fault::new(K::AgainstTheFlow, path("both-ways"), message));
        }
        if kind(ends.to) == Some(Kind::Source) {
            let message = format!("link `{name}` ends at `{to}`, a source: nothing flows into it");
            whole.faults.push(Fault::new(K::AgainstTheFlow, path("to"), message));
        } else if matches!(kind(ends.to), Some(Kind::Market(_))) && ends.both_ways {
            let message = format!("nothing flows out of market `{to}`{backwards}");
            whole.faults.push(Fault::new(K::AgainstTheFlow, path("both-ways"), message));
        }
    }
    capacities(whole);
    prices(whole);
}

/// What is known of capacities by date.
fn capacities(whole: &mut Whole<'_>) {
    let draft = whole.draft;
    let Some(horizon) = &draft.horizon else { return };
    for link in draft.links.iter().flatten() {
        reserved(whole, link, horizon);
        falling(whole, link, horizon);
    }
}

/// Ships load from a tank and discharge into one.
fn shuttle_ends(whole: &mut Whole<'_>, link: usize, ends: [(&str, &str, usize); 2]) {
    let name = whole.links[link];
    for (how, key, node) in ends {
        let kind = match whole.draft.ends.kinds[node] {
            None | Some(Kind::Tank) => continue,
            Some(Kind::Source) => "source",
            Some(Kind::Hub) => "hub",
            Some(Kind::Market(_)) => "market",
        };
        let node = whole.nodes[node];
        let message = format!("shuttle `{name}` {how} at `{node}`, a {kind}, not a tank");
        let help = "ships load from a tank and discharge into one";
        whole
            .faults
            .push(Fault::new(K::ShuttleEnds, format!("link.{name}.{key}"), message).help(help));
    }
}

/// Known reservations must fit into known capacities.
fn reserved(whole: &mut Whole<'_>, link: &Link, horizon: &Horizon) {
    let Some(reserved) = &link.reserved else { return };
    let units = &link.in_service;
    let all = || link.capacity.iter().chain([reserved, units]);
    if !all().all(Series::is_known) {
        return;
    }
    let mut steps: Vec<usize> = all().flat_map(|series| series.breaks(horizon)).collect();
    steps.sort_unstable();
    let capacity = |day: &Day| {
        let units = (units.on(day, &[]).round() as usize).min(link.units());
        link.capacity[units].tonnes_on(day, &[])
    };
    let over = steps
        .into_iter()
        .map(|step| horizon.day(step))
        .find(|day| units.on(day, &[]) > 0.5 && reserved.tonnes_on(day, &[]) > capacity(day));
    if let Some(day) = over {
        let message = format!(
            "reserved of link `{}` is {} t/d on {}, above its capacity of {} t/d",
            link.name,
            reserved.tonnes_on(day, &[]),
            day.date,
            capacity(day)
        );
        let fault =
            Fault::new(K::ReservedAboveCapacity, format!("link.{}.reserved", link.name), message);
        whole.faults.push(fault.related(format!("link.{}.capacity", link.name), "the capacity"));
    }
}

/// One more unit up never takes capacity away, as far as capacities are known.
fn falling(whole: &mut Whole<'_>, link: &Link, horizon: &Horizon) {
    for (fewer, pair) in link.capacity.windows(2).enumerate() {
        if !pair.iter().all(Series::is_known) {
            continue;
        }
        let mut steps: Vec<usize> = pair.iter().flat_map(|series| series.breaks(horizon)).collect();
        steps.sort_unstable();
        let on = |day: &Day| [0, 1].map(|at| pair[at].tonnes_on(day, &[]));
        let mut days = steps.into_iter().map(|step| horizon.day(step));
        let Some(day) = days.find(|day| on(day)[0] > on(day)[1]) else { continue };
        let ([before, after], more) = (on(day), fewer + 1);
        let message = format!(
            "capacity of link `{}` falls on {}: {before} t/d with {fewer} of its units up, {after} t/d with {more}",
            link.name, day.date
        );
        let path = format!("link.{}.capacity.{more}", link.name);
        let help = "the first value is for no unit up, the last for all of them";
        whole.faults.push(Fault::new(K::FallingCapacity, path, message).help(help));
        return;
    }
}

/// Prices for all markets that are not required, or for none.
fn prices(whole: &mut Whole<'_>) {
    let ends = &whole.draft.ends;
    let markets = (0..whole.nodes.len())
        .filter(|node| ends.kinds[*node] == Some(Kind::Market(false)))
        .map(|node| (whole.nodes[node], ends.priced[node]));
    let (priced, free): (Vec<_>, Vec<_>) = markets.partition(|(_, priced)| *priced);
    if let (Some((with, _)), Some((without, _))) = (priced.first(), free.first()) {
        let message = format!("market `{without}` has no price, but market `{with}` has");
        let help = "prices are for all markets that are not required, or for none";
        let fault =
            Fault::new(K::PriceMissing, format!("node.{without}"), message).at_key().help(help);
        whole.faults.push(fault.related(format!("node.{with}.price"), "a price"));
    }
}
