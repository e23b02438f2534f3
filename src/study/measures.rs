//! What one more unit of each constraint of a target is worth, alone and in pairs.
//!
//! Capacities in series are worth little alone: one more berth behind a full feeder is worth
//! nothing, and a pair may be worth more than its parts. Lists the changes to try and compares
//! the runs, paired by replication. Makes no run itself. `docs/studies.md`, "Bottlenecks".

use crate::model::{LinkId, Model, Target};
use crate::scenario::Change;
use crate::stats::{Mean, clustered_mean};

/// One more unit of something that may hold a target back.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Name of the link, port, fleet or sea.
    pub entity: String,
    /// What limits: `capacity`, `nomination`, `berths`, `ships` or `depth`.
    pub constraint: &'static str,
    /// The unit in words: `1 Mt/y`, `1 berth` …
    pub unit: &'static str,
    /// The change that adds it.
    pub change: Change,
    /// Names of the links that it may limit.
    pub of: Vec<String>,
}

impl Measure {
    /// The link whose limit it is, where it limits no other and no other measure does it.
    pub fn only(&self, all: &[Measure]) -> Option<&str> {
        let [link] = &self.of[..] else { return None };
        let same = all.iter().filter(|m| m.constraint == self.constraint && m.of.contains(link));
        (same.count() == 1).then_some(link)
    }

    /// `t per` and the unit.
    pub fn per(&self) -> String {
        let unit = ["1 berth", "1 ship"].contains(&self.unit).then(|| &self.unit[2..]);
        format!("t per {}", unit.unwrap_or(self.unit))
    }
}

/// Volume added to capacities and nominations.
const VOLUME: &str = "1 Mt/y";

/// One more unit of every constraint along a target's chain and routes, each once.
pub fn measures(model: &Model, target: &Target) -> Vec<Measure> {
    let mut found = Vec::new();
    for link in target.links() {
        of_link(model, link, &mut found);
    }
    found
}

fn of_link(model: &Model, link: LinkId, found: &mut Vec<Measure>) {
    let spec = &model.links[link];
    let mut add = |entity: &str, constraint, unit, path: String, value: &str| {
        let change = Change::new(path, value);
        match found.iter_mut().find(|measure: &&mut Measure| measure.change == change) {
            Some(measure) => measure.of.push(spec.name.clone()),
            None => {
                let of = vec![spec.name.clone()];
                found.push(Measure { entity: entity.to_owned(), constraint, unit, change, of });
            }
        }
    };
    let name = spec.name.as_str();
    let volume = format!("+{VOLUME}");
    let Some(shuttle) = &spec.shuttle else {
        let rows = spec.units();
        // A single capacity stands alone; a table by units is raised where all are up.
        let path = if rows == 1 { "capacity".to_owned() } else { format!("capacity.{rows}") };
        add(name, "capacity", VOLUME, format!("link.{name}.{path}"), &volume);
        if is_volume(model, link) {
            add(name, "nomination", VOLUME, format!("link.{name}.nominated"), &volume);
        }
        return;
    };
    if is_volume(model, link) {
        add(name, "nomination", VOLUME, format!("link.{name}.nominated"), &volume);
    }
    for port in shuttle.ports {
        let port = &model.ports[port].name;
        add(port, "berths", "1 berth", format!("port.{port}.berths"), "+1");
    }
    for fleet in model.fleets.iter().filter(|fleet| fleet.serves.contains(&link)) {
        let fleet = &fleet.name;
        add(fleet, "ships", "1 ship", format!("fleet.{fleet}.ships"), "+1");
    }
    let sea = &model.seas[shuttle.sea].name;
    add(sea, "depth", "10 cm", format!("sea.{sea}.level"), "+10 cm");
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
    fn a_measure_has_the_shares_of_a_link_that_it_alone_limits() {
        let measure = |constraint, of: &[&str]| Measure {
            entity: "there".into(),
            constraint,
            unit: if constraint == "ships" { "1 ship" } else { "10 cm" },
            change: Change::new("a.b", "+1"),
            of: of.iter().map(|link| (*link).to_owned()).collect(),
        };
        let all = [
            measure("depth", &["sea"]),
            measure("ships", &["sea"]),
            measure("ships", &["sea"]),
            measure("capacity", &["rail", "road"]),
        ];
        let only: Vec<_> = all.iter().map(|measure| measure.only(&all)).collect();
        assert_eq!(only, [Some("sea"), None, None, None]);
        assert_eq!([all[0].per(), all[1].per()], ["t per 10 cm", "t per ship"]);
    }

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
