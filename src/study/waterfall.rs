//! From nameplate to delivered: what takes a target's volume away, step by step.
//!
//! Starting from the scenario as it is, reasons are undone one after another, each on top of
//! those before; a step is what its reason takes. The first ones are measured on what is
//! delivered, the others on what the routes could carry, and the difference of the two between
//! them is a step of its own, so that all add up exactly; in another order they would share
//! differently. Lists the changes and makes no run itself. `docs/studies.md`, "Bottlenecks".

use super::measures::{through_projects, whole_capacity};
use crate::model::{Component, Hazard, LinkId, Model, NodeId, Slot, Target};
use crate::scenario::Change;
use crate::stats::{Mean, clustered_mean};

/// A reason and what undoes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The reason, one word or two.
    pub reason: &'static str,
    /// What it takes from.
    pub on: On,
    /// What undoes it.
    pub undo: Vec<Change>,
}

/// What a step is measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Oil over the target's routes.
    Delivered,
    /// What the routes could carry.
    Routes,
}

/// Reasons in the order in which they are undone, leaving out those the model has not. Those that
/// take from what is delivered come first.
pub fn steps(model: &Model, target: &Target) -> Vec<Step> {
    use On::{Delivered, Routes};
    let all = [
        ("delay", Delivered, delay(model)),
        ("contract", Delivered, contract(model, target)),
        ("feeder", Delivered, feeder(model, target)),
        ("draft", Routes, draft(model, target)),
        ("failures", Routes, hazards(model, |hazard| !on_port(&hazard.on))),
        ("storms", Routes, hazards(model, |hazard| on_port(&hazard.on))),
        ("maintenance", Routes, maintenance(model)),
    ];
    let some = all.into_iter().filter(|(_, _, undo)| !undo.is_empty());
    some.map(|(reason, on, undo)| Step { reason, on, undo }).collect()
}

/// The reason between the halves.
pub const QUEUE: &str = "queue";

/// The way down from nameplate to delivered, tonnes in the target's year.
#[derive(Debug, Clone, PartialEq)]
pub struct Fall {
    /// What the routes could carry with every reason undone.
    pub nameplate: Mean,
    /// What each reason takes, from the top down, with the error of a paired difference.
    pub taken: Vec<(&'static str, Mean)>,
    /// What is delivered as things are.
    pub delivered: Mean,
}

/// A state of things by replication: what is delivered, and what the routes could carry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Oil over the target's routes.
    pub delivered: Vec<f64>,
    /// What the routes could carry.
    pub routes: Vec<f64>,
}

/// The way down through `states`: the first as things are, then one more after each step is
/// undone with those before.
///
/// # Panics
/// When there are not as many states as steps and one more.
pub fn fall(steps: &[Step], states: &[State], beliefs: usize) -> Fall {
    assert_eq!(states.len(), steps.len() + 1, "one state a step, and that of things as they are");
    let less = |more: &[f64], less: &[f64]| {
        let difference: Vec<f64> = more.iter().zip(less).map(|(a, b)| a - b).collect();
        clustered_mean(&difference, beliefs)
    };
    let joint = steps.iter().filter(|step| step.on == On::Delivered).count();
    let between = less(&states[joint].routes, &states[joint].delivered);
    let taken = steps.iter().zip(states.windows(2)).map(|(step, pair)| {
        let taken = match step.on {
            On::Delivered => less(&pair[1].delivered, &pair[0].delivered),
            On::Routes => less(&pair[1].routes, &pair[0].routes),
        };
        (step.reason, taken)
    });
    let mut taken: Vec<_> = taken.collect();
    taken.insert(joint, (QUEUE, between));
    taken.reverse();
    let mean = |values: &[f64]| clustered_mean(values, beliefs);
    Fall {
        nameplate: mean(&states[steps.len()].routes),
        taken,
        delivered: mean(&states[0].delivered),
    }
}

/// Added to a capacity that is to bind no more.
pub const WIDE: &str = "+100 Mt/y";

fn change(path: String, value: &str) -> Change {
    Change::new(path, value)
}

/// Every project on its day, for certain.
fn delay(model: &Model) -> Vec<Change> {
    let enabled = model.projects.iter().filter(|project| project.enabled);
    let of = |name: &String| {
        [
            change(format!("project.{name}.chance"), "1"),
            change(format!("project.{name}.delay"), "0 d"),
        ]
    };
    enabled.flat_map(|project| of(&project.name)).collect()
}

/// Everything that can move along the routes and the chain is nominated, also where a project puts
/// a new volume in place of the old.
fn contract(model: &Model, target: &Target) -> Vec<Change> {
    let all = |link: LinkId| {
        let path = format!("link.{}.nominated", model.links[link].name);
        through_projects(model, &path, Slot::Nominated(link), "all")
    };
    model.contracts(target).into_iter().flat_map(all).collect()
}

/// Pipes of the chain before the routes and behind them, without end; what the routes themselves
/// could carry stays.
fn feeder(model: &Model, target: &Target) -> Vec<Change> {
    let mut links: Vec<_> = target.chain.iter().flatten().copied().collect();
    links.sort_unstable();
    links.dedup();
    let pipe = |link: &LinkId| {
        let spec = &model.links[*link];
        spec.shuttle.is_none() && spec.nomination.is_none() && !target.routes.contains(link)
    };
    let widen = |link: LinkId| {
        let (path, slot) = whole_capacity(model, link);
        through_projects(model, &path, slot, WIDE)
    };
    links.into_iter().filter(pipe).flat_map(widen).collect()
}

/// Deep water.
fn draft(model: &Model, target: &Target) -> Vec<Change> {
    let shuttles = target.routes.iter().filter_map(|&link| model.links[link].shuttle);
    let mut seas: Vec<usize> = shuttles.map(|shuttle| shuttle.sea).collect();
    seas.sort_unstable();
    seas.dedup();
    seas.into_iter()
        .map(|sea| change(format!("sea.{}.level", model.seas[sea].name), "+10 m"))
        .collect()
}

fn hazards(model: &Model, chosen: impl Fn(&Hazard) -> bool) -> Vec<Change> {
    let all = model.hazards.iter().enumerate();
    let chosen = all.filter(|(_, hazard)| chosen(hazard) && reaches(model, &hazard.on));
    chosen.flat_map(|(index, hazard)| quiet(model, index, hazard)).collect()
}

/// A hazard that never acts; it stays in the scenario, so that regimes may name it.
fn quiet(model: &Model, index: usize, hazard: &Hazard) -> Vec<Change> {
    let kind = hazard.process.kind();
    let undo = |(key, value): &(&str, &str)| {
        let path = format!("hazard.{}.{key}", hazard.name);
        match *key {
            "rate" => through_projects(model, &path, Slot::Rate(index), value),
            _ => vec![change(path, value)],
        }
    };
    kind.quiet.iter().flat_map(undo).collect()
}

fn maintenance(model: &Model) -> Vec<Change> {
    let works = model.maintenance.iter().filter(|work| reaches(model, &work.on));
    works.map(|work| change(format!("maintenance.{}", work.name), "false")).collect()
}

fn on_port(on: &[Component]) -> bool {
    on.iter().any(|component| matches!(component, Component::Port(_)))
}

/// What acts on fields or markets is not the chain's doing.
fn reaches(model: &Model, on: &[Component]) -> bool {
    let passes = |node: NodeId| {
        use crate::model::NodeKind;
        matches!(model.nodes[node].kind, NodeKind::Hub | NodeKind::Tank { .. })
    };
    on.iter().any(|component| match component {
        Component::Node(node) => passes(*node),
        Component::Link(_) | Component::Port(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_lead_from_nameplate_to_delivered_to_the_tonne() {
        let step = |reason, on| Step { reason, on, undo: Vec::new() };
        let steps = [
            step("contract", On::Delivered),
            step("feeder", On::Delivered),
            step("storms", On::Routes),
        ];
        let state = |delivered: [f64; 3], routes: [f64; 3]| State {
            delivered: delivered.into(),
            routes: routes.into(),
        };
        let states = [
            state([3.0, 4.0, 2.0], [9.0, 8.0, 7.0]),
            state([5.0, 4.0, 3.0], [9.0, 9.0, 7.0]),
            state([6.0, 5.0, 3.0], [9.0, 9.0, 8.0]),
            state([6.0, 5.0, 5.0], [9.0, 10.0, 11.0]),
        ];
        let found = fall(&steps, &states, 3);
        let reasons: Vec<_> = found.taken.iter().map(|(reason, _)| *reason).collect();
        assert_eq!(reasons, ["storms", QUEUE, "feeder", "contract"]);
        let tonnes: Vec<f64> = found.taken.iter().map(|(_, mean)| 3.0 * mean.mean).collect();
        assert_eq!(tonnes, [4.0, 12.0, 2.0, 3.0]);
        assert_eq!(3.0 * found.nameplate.mean - tonnes.iter().sum::<f64>(), 9.0);
        assert_eq!(3.0 * found.delivered.mean, 9.0);
        // Paired: the error of the difference, not of the two.
        let feeder = found.taken[2].1.stderr;
        assert!((feeder - 1.0 / 3.0).abs() < 1e-12, "{feeder}");
    }
}
