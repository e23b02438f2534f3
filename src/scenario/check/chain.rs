//! What may be a slip in ports, ships and projects.

use super::super::reader::words;
use crate::calendar::Day;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::model::{
    Link, LinkId, Model, NodeKind, Operation, Project, Series, Shuttle, Slot, Target, Value,
};

pub(super) fn notices(found: &mut Vec<Fault>, model: &Model) {
    let belief = model.medians();
    for (at, link) in model.links.iter().enumerate() {
        let Some(shuttle) = &link.shuttle else { continue };
        if !model.fleets.iter().any(|fleet| fleet.serves.contains(&at)) {
            let message = format!("no fleet serves shuttle `{}`: it carries nothing", link.name);
            found.push(
                Fault::new(K::UnservedShuttle, format!("link.{}", link.name), message).at_key(),
            );
        }
        small_tanks(found, model, (at, link), &belief);
        no_depth(found, model, shuttle, &belief);
    }
    nothing_nominated(found, model);
}

/// Tanks that could never fill a ship, or never be emptied into.
fn small_tanks(found: &mut Vec<Fault>, model: &Model, (at, link): (usize, &Link), belief: &[f64]) {
    let cargoes = model.fleets.iter().filter(|fleet| fleet.serves.contains(&at));
    let cargoes = cargoes.map(|fleet| (fleet.cargo.under(belief), fleet.name.as_str()));
    let Some((cargo, fleet)) = cargoes.max_by(|a, b| a.0.total_cmp(&b.0)) else { return };
    let needs = ["loads from a tank that holds", "discharges into a tank with room for"];
    for (node, needs) in [link.from, link.to].into_iter().zip(needs) {
        let node = &model.nodes[node];
        let NodeKind::Tank { capacity, .. } = &node.kind else { continue };
        let capacity = capacity.under(belief);
        if capacity < cargo {
            let message = format!(
                "tank `{}` holds {capacity:.0} t, less than the {cargo:.0} t of a ship of `{fleet}`",
                node.name
            );
            let help = format!("a ship {needs} its whole cargo");
            let notice = Fault::new(K::SmallTank, format!("node.{}.capacity", node.name), message)
                .help(help);
            if !found.contains(&notice) {
                found.push(notice);
            }
        }
    }
}

/// Ports that are dry, on the first day of a month of the horizon.
fn no_depth(found: &mut Vec<Fault>, model: &Model, shuttle: &Shuttle, belief: &[f64]) {
    let sea = &model.seas[shuttle.sea];
    let start = model.horizon.start();
    for port in shuttle.ports.map(|port| &model.ports[port]) {
        let water = |day: &Day| sea.mean_level(start, day, belief) - port.clearance.on(day, belief);
        let mut days = model.horizon.days().iter();
        let dry = days.find(|day| {
            (day.date == start || day.date.day() == 1) && water(day) <= port.bed.on(day, belief)
        });
        let Some(day) = dry else { continue };
        let message = format!(
            "port `{}` has no depth on {}: its bed is at {:.2} m, the water less clearance at {:.2} m",
            port.name,
            day.date,
            port.bed.on(day, belief),
            water(day)
        );
        let notice = Fault::new(K::NoDepth, format!("port.{}.bed", port.name), message);
        if !found.contains(&notice) {
            found.push(notice);
        }
    }
}

/// Projects that add capacity and nominate nothing, and no other fills it.
fn nothing_nominated(found: &mut Vec<Fault>, model: &Model) {
    let projects = model.projects.iter().enumerate().filter(|(_, project)| project.enabled);
    let projects = projects.filter(|(at, project)| {
        adds(project) && !nominates(project, |_| true) && !is_filled(model, *at)
    });
    let projects = projects.map(|(_, project)| project);
    let names: Vec<&str> = projects.map(|project| project.name.as_str()).collect();
    if let Some(first) = names.first() {
        let (s, nominates) = if names.len() == 1 { ("", "s") } else { ("s", "") };
        let verb = if names.len() == 1 { "adds" } else { "add" };
        let message = format!(
            "project{s} {} {verb} capacity and nominate{nominates} nothing",
            words(&names, "and")
        );
        let help =
            "capacity does not fill itself: without a known contract nominate 20 % of what it adds";
        found.push(
            Fault::new(K::NothingNominated, format!("project.{first}.changes"), message).help(help),
        );
    }
}

fn nominates(project: &Project, on: impl Fn(LinkId) -> bool) -> bool {
    project.changes.iter().any(|change| matches!(change.slot, Slot::Nominated(link) if on(link)))
}

fn adds(project: &Project) -> bool {
    project.changes.iter().any(|change| is_capacity(change.slot) && grows(&change.operation))
}

/// Whether another project nominates along the same chains: one that requires it, or a contract
/// alone that comes with it or later.
fn is_filled(model: &Model, project: usize) -> bool {
    let widened = &model.projects[project];
    let capacities = widened.changes.iter().filter(|change| is_capacity(change.slot));
    let own: Vec<LinkId> = capacities.flat_map(|change| limited(model, change.slot)).collect();
    let chains = model.targets.iter().map(Target::links);
    let chains = chains.filter(|links| links.iter().any(|link| own.contains(link)));
    let along: Vec<LinkId> = chains.flatten().chain(own.iter().copied()).collect();
    let fills = |other: &&Project| {
        let contract = !adds(other) && other.planned >= widened.planned;
        other.enabled && (other.requires.contains(&project) || contract)
    };
    let mut others = model.projects.iter().filter(fills);
    others.any(|other| nominates(other, |link| along.contains(&link)))
}

/// Links that a capacity limits.
fn limited(model: &Model, slot: Slot) -> Vec<LinkId> {
    let served = |fleet: usize| model.fleets[fleet].serves.clone();
    let calls = |port: usize| {
        let at = |link: &Link| link.shuttle.as_ref().is_some_and(|s| s.ports.contains(&port));
        let links = model.links.iter().enumerate().filter(|(_, link)| at(link));
        links.map(|(id, _)| id).collect()
    };
    match slot {
        Slot::Capacity(link, _) | Slot::Units(link) | Slot::Open(link) => vec![link],
        Slot::Berths(port) => calls(port),
        Slot::Ships(fleet) | Slot::Availability(fleet) => served(fleet),
        _ => Vec::new(),
    }
}

fn is_capacity(slot: Slot) -> bool {
    use Slot as S;
    matches!(
        slot,
        S::Capacity(..)
            | S::Units(_)
            | S::Open(_)
            | S::Berths(_)
            | S::Ships(_)
            | S::Availability(_)
    )
}

/// False where a change is known to make a number smaller.
fn grows(operation: &Operation) -> bool {
    let nothing = |series: &Series| series.levels().all(|level| level.value == Value::Known(0.0));
    match operation {
        Operation::Times(Value::Known(factor)) => *factor > 1.0,
        Operation::Set(series) | Operation::Add(series) => !nothing(series),
        Operation::Times(_) | Operation::Draw(_) => true,
    }
}
