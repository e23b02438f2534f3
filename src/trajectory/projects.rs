//! Which projects are built and when they come on stream: beliefs, drawn under their names.
//!
//! The mathematics is in `docs/model.md`, section "Projects".

use crate::model::{Model, Value};
use crate::rng::Key;

/// How the projects of a model are drawn.
#[derive(Debug)]
pub(super) struct Projects {
    list: Vec<Plan>,
    /// Indices so ordered that what a project requires stands before it.
    order: Vec<usize>,
    /// False: built where the chance is at least a half.
    chance: bool,
}

#[derive(Debug)]
struct Plan {
    /// Days from the start of the horizon.
    planned: f64,
    chance: Value,
    delay: Value,
    ramp: Value,
    requires: Vec<usize>,
    enabled: bool,
    built: Key,
}

/// A project that is built.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// Days from the start of the horizon to its coming on stream.
    day: f64,
    /// Step on which it does; below 0 before the horizon.
    pub from: i64,
    /// Days to full effect.
    ramp: f64,
}

impl Standing {
    /// The share of its effect on a step from `from` on: as it is at the day's end.
    pub fn share(&self, step: u32) -> f64 {
        let days = (i64::from(step) - self.from + 1) as f64;
        if days >= self.ramp { 1.0 } else { days / self.ramp }
    }
}

impl Projects {
    /// Makes the projects of a model ready.
    pub fn new(model: &Model, seed: u64, chance: bool) -> Self {
        let plan = |project: &crate::model::Project| Plan {
            planned: model.horizon.step_of(project.planned) as f64,
            chance: project.chance,
            delay: project.delay,
            ramp: project.ramp,
            requires: project.requires.clone(),
            enabled: project.enabled,
            built: Key::new(seed, &format!("project.{}", project.name), "built"),
        };
        let list: Vec<Plan> = model.projects.iter().map(plan).collect();
        let order = in_order(&list);
        Self { list, order, chance }
    }

    /// How each stands under a belief; `None`: it is not built.
    pub fn stand(&self, number: u32, belief: &[f64], out: &mut Vec<Option<Standing>>) {
        out.clear();
        out.resize(self.list.len(), None);
        for index in &self.order {
            let project = &self.list[*index];
            if !project.enabled || !self.is_built(project, number, belief) {
                continue;
            }
            let mut day = Some(project.planned + project.delay.under(belief));
            for required in &project.requires {
                let ready = out[*required].map(|standing| standing.day);
                day = day.zip(ready).map(|(day, ready)| day.max(ready));
            }
            let ramp = project.ramp.under(belief);
            // A moment within a day is seen at its end, as with outages.
            let standing = |day: f64| Standing { day, from: day.floor() as i64, ramp };
            out[*index] = day.map(standing);
        }
    }

    fn is_built(&self, project: &Plan, number: u32, belief: &[f64]) -> bool {
        let chance = project.chance.under(belief);
        if !self.chance {
            return chance >= 0.5;
        }
        chance >= 1.0 || project.built.stream(u64::from(number)).uniform() < chance
    }
}

/// Every project behind those it requires; `scenario` refuses circles.
fn in_order(list: &[Plan]) -> Vec<usize> {
    fn visit(index: usize, list: &[Plan], seen: &mut [bool], order: &mut Vec<usize>) {
        if !std::mem::replace(&mut seen[index], true) {
            for required in &list[index].requires {
                visit(*required, list, seen, order);
            }
            order.push(index);
        }
    }
    let (mut seen, mut order) = (vec![false; list.len()], Vec::new());
    for index in 0..list.len() {
        visit(index, list, &mut seen, &mut order);
    }
    order
}
