//! What one more unit of each constraint of a target is worth, alone and in pairs.
//!
//! Capacities in series are worth little alone: one more berth behind a full feeder is worth
//! nothing, and a pair may be worth more than its parts. Lists the changes to try and compares
//! the runs, paired by replication. Makes no run itself. `docs/studies.md`, "Bottlenecks".

use crate::metric::{Constraint, Step};
use crate::model::{LinkId, Model, Operation, Project, Slot, Target};
use crate::scenario::Change;
use crate::stats::{Mean, clustered_mean};

/// One more unit of something that may hold a target back.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Name of the link, port, fleet or sea.
    pub entity: String,
    /// What limits: capacity, nomination, berths, ships or depth.
    pub constraint: Constraint,
    /// The changes that add it, the first to the number itself.
    pub changes: Vec<Change>,
}

impl Measure {
    /// One more unit of it.
    pub fn step(&self) -> Step {
        Step::of(self.constraint)
    }
}

/// One more unit of every constraint along a target's chain and routes, each once.
pub fn measures(model: &Model, target: &Target) -> Vec<Measure> {
    let mut found = Vec::new();
    for link in target.links() {
        of_link(model, link, &mut found);
    }
    found
}

/// A change of a number, and the same of every enabled project that puts a new one in its place:
/// what stands before it counts for nothing once it has come. A project's number may be written
/// in another form, so that not all of these may fit.
pub(super) fn through_projects(model: &Model, path: &str, slot: Slot, value: &str) -> Vec<Change> {
    let sets = |project: &&Project| {
        let mut of_slot = project.changes.iter().filter(|change| change.slot == slot);
        project.enabled && of_slot.any(|change| matches!(change.operation, Operation::Set(_)))
    };
    let mut changes = vec![Change::new(path, value)];
    for project in model.projects.iter().filter(sets) {
        let own = format!("project.{}.changes.{path}", project.name);
        if matches!(slot, Slot::Capacity(_, Some(1))) {
            changes.push(Change::new(format!("{own}.1"), value));
        }
        changes.push(Change::new(own, value));
    }
    changes
}

/// Key path and number of the capacity of a line with all its units up.
pub(super) fn whole_capacity(model: &Model, link: LinkId) -> (String, Slot) {
    let (name, rows) = (&model.links[link].name, model.links[link].units());
    // A single capacity stands alone; a table by units is raised where all are up.
    let row = if rows == 1 { String::new() } else { format!(".{rows}") };
    (format!("link.{name}.capacity{row}"), Slot::Capacity(link, Some(rows)))
}

fn of_link(model: &Model, link: LinkId, found: &mut Vec<Measure>) {
    let spec = &model.links[link];
    let mut add = |entity: &str, constraint, (path, slot): (String, Option<Slot>)| {
        let value = Step::of(constraint).change();
        let changes = match slot {
            Some(slot) => through_projects(model, &path, slot, value),
            None => vec![Change::new(path, value)],
        };
        if !found.iter().any(|measure| measure.changes == changes) {
            found.push(Measure { entity: entity.to_owned(), constraint, changes });
        }
    };
    let name = spec.name.as_str();
    if spec.shuttle.is_none() {
        let (path, slot) = whole_capacity(model, link);
        add(name, Constraint::Capacity, (path, Some(slot)));
    }
    if is_volume(model, link) {
        let slot = Slot::Nominated(link);
        add(name, Constraint::Nomination, (format!("link.{name}.nominated"), Some(slot)));
    }
    let Some(shuttle) = &spec.shuttle else { return };
    for port in shuttle.ports {
        let (name, slot) = (&model.ports[port].name, Slot::Berths(port));
        add(name, Constraint::Berths, (format!("port.{name}.berths"), Some(slot)));
    }
    for (id, fleet) in model.fleets.iter().enumerate() {
        if fleet.serves.contains(&link) {
            let (name, slot) = (&fleet.name, Slot::Ships(id));
            add(name, Constraint::Ships, (format!("fleet.{name}.ships"), Some(slot)));
        }
    }
    let sea = &model.seas[shuttle.sea].name;
    add(sea, Constraint::Depth, (format!("sea.{sea}.level"), None));
}

/// Nominated by volume at some time, not by "all".
fn is_volume(model: &Model, link: LinkId) -> bool {
    let finite = |nomination: &crate::model::Nomination| {
        let known =
            |level: &crate::model::Level| level.value != crate::model::Value::Known(f64::INFINITY);
        nomination.volume.levels().all(known)
    };
    model.links[link].nomination.as_ref().is_some_and(finite)
}

/// What a measure, or a pair of them, adds to a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Index of a measure.
    pub first: usize,
    /// Index of another, later one, for a pair.
    pub second: Option<usize>,
    /// What is added, with its error clustered by belief.
    pub gain: Mean,
    /// Of a pair: the gain less the gains of its parts.
    pub synergy: Option<Mean>,
}

/// Compares runs of single measures with the run without any; all are values by replication.
pub fn single(base: &[f64], run: &[f64], first: usize, beliefs: usize) -> Worth {
    let gain: Vec<f64> = base.iter().zip(run).map(|(base, run)| run - base).collect();
    Worth { first, second: None, gain: clustered_mean(&gain, beliefs), synergy: None }
}

/// Index of a measure, and the values of the run with it alone.
type Run<'a> = (usize, &'a [f64]);

/// Compares the run of a pair with the run without any and with those of its parts.
pub fn pair(
    base: &[f64],
    (first, second): (Run<'_>, Run<'_>),
    both: &[f64],
    beliefs: usize,
) -> Worth {
    let gain: Vec<f64> = base.iter().zip(both).map(|(base, both)| both - base).collect();
    let parts = base.iter().zip(first.1).zip(second.1).map(|((base, a), b)| a + b - 2.0 * base);
    let synergy: Vec<f64> = gain.iter().zip(parts).map(|(gain, parts)| gain - parts).collect();
    Worth {
        first: first.0,
        second: Some(second.0),
        gain: clustered_mean(&gain, beliefs),
        synergy: Some(clustered_mean(&synergy, beliefs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_worth_more_than_its_parts_by_its_synergy() {
        let base = [5.0, 5.0, 4.0, 6.0];
        let (a, b) = ([5.0, 6.0, 4.0, 6.0], [5.0, 5.0, 5.0, 6.0]);
        let both = [7.0, 7.0, 6.0, 8.0];
        let alone = single(&base, &a, 0, 4);
        assert_eq!((alone.gain.mean, alone.synergy), (0.25, None));
        let worth = pair(&base, ((0, &a), (1, &b)), &both, 4);
        assert_eq!(worth.gain.mean, 2.0);
        assert_eq!(worth.synergy.unwrap().mean, 1.5);
    }
}
