//! From nameplate to delivered: what takes a target's volume away, step by step.
//!
//! Starting from the scenario as it is, reasons are undone one after another, each on top of
//! those before; a step is what its reason takes. The steps add up to the whole because each
//! begins where the last ended; in another order they would share differently. Lists the
//! changes and makes no run itself. `docs/studies.md`, "Bottlenecks".

use crate::model::{Component, Hazard, LinkId, Model, NodeId, Target};
use crate::scenario::Change;

/// A reason and what undoes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The reason, one word or two.
    pub reason: &'static str,
    /// What undoes it.
    pub undo: Vec<Change>,
}

/// Reasons in the order in which they are undone, leaving out those the model has not.
pub fn steps(model: &Model, target: &Target) -> Vec<Step> {
    let all = [
        ("delay", delay(model)),
        ("contract", contract(model, target)),
        ("feeder", feeder(model, target)),
        ("draft", draft(model, target)),
        ("failures", hazards(model, |hazard| !on_port(&hazard.on))),
        ("storms", hazards(model, |hazard| on_port(&hazard.on))),
        ("maintenance", maintenance(model)),
    ];
    let some = all.into_iter().filter(|(_, undo)| !undo.is_empty());
    some.map(|(reason, undo)| Step { reason, undo }).collect()
}

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

/// Everything that can move along the routes and the chain is nominated.
fn contract(model: &Model, target: &Target) -> Vec<Change> {
    let mut links: Vec<LinkId> = target.routes.iter().chain(&target.chain).copied().collect();
    links.sort_unstable();
    links.dedup();
    let nominated = links.into_iter().map(|link| &model.links[link]);
    let nominated = nominated.filter(|link| link.nomination.is_some());
    nominated.map(|link| change(format!("link.{}.nominated", link.name), "all")).collect()
}

/// Pipes of the chain, before the routes and behind them, without end.
fn feeder(model: &Model, target: &Target) -> Vec<Change> {
    let pipes = target.chain.iter().map(|&link| &model.links[link]);
    let pipes = pipes.filter(|link| link.shuttle.is_none() && link.nomination.is_none());
    let widen = |link: &crate::model::Link| {
        let rows = link.units();
        let path = if rows == 1 { String::new() } else { format!(".{rows}") };
        change(format!("link.{}.capacity{path}", link.name), "+100 Mt/y")
    };
    pipes.map(widen).collect()
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
    let chosen = model.hazards.iter().filter(|hazard| chosen(hazard) && reaches(model, &hazard.on));
    chosen.flat_map(|hazard| quiet(model, hazard)).collect()
}

/// A hazard that never acts; it stays in the scenario, so that regimes may name it.
fn quiet(model: &Model, hazard: &Hazard) -> Vec<Change> {
    use crate::model::Process;
    let key = |key: &str| format!("hazard.{}.{key}", hazard.name);
    match &hazard.process {
        Process::Poisson { .. } => vec![change(key("rate"), "0 /y")],
        Process::Markov { .. } => vec![change(key("fail"), "0"), change(key("repair"), "1")],
        Process::Renewal { .. } => vec![change(key("takes"), "0 %")],
        Process::States(_) => {
            let named = model.regimes.iter().any(|regime| {
                let mut of = regime.scales.iter().chain(&regime.duration_scales);
                of.any(|(index, _)| model.hazards[*index].name == hazard.name)
            });
            if named {
                Vec::new()
            } else {
                vec![change(format!("hazard.{}", hazard.name), "false")]
            }
        }
    }
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
