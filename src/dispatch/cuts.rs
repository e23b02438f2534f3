//! What binds: full links that stop oil, for shut-in and for each target.
//!
//! U is where a tonne that is not shipped can still go in the residual network, V is from
//! where a tonne can still arrive; neither passes through the root. A full link binds where
//! it leaves U or enters V, and alone where it goes from U to V. `docs/model.md`, "What binds".

mod memory;
mod objective;

use super::Flows;
use super::layout::{Layout, LinkArcs, Shuttling, at};
use crate::circulation::{At, Residual, Simplex};
use crate::metric::Constraint;
use crate::model::{Inputs, Liftings, Limit, LinkId, Model};
use memory::Memory;
use objective::{Buffers, Objective};

/// A full link that stops oil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// 0: shut-in; 1 + k: the target of index k.
    pub objective: usize,
    /// The link.
    pub link: LinkId,
    /// What limits it.
    pub constraint: Constraint,
    /// True: one more tonne of it alone is one more tonne shipped.
    pub alone: bool,
}

/// A link between nodes of the circulation that ships run.
#[derive(Clone, Copy)]
struct Crossing {
    link: LinkId,
    from: At,
    to: At,
}

/// A day solved.
#[derive(Clone, Copy)]
pub(super) struct Solved<'a> {
    pub layout: &'a Layout,
    pub solver: &'a Simplex,
    pub residual: &'a Residual,
    pub inputs: &'a Inputs,
    pub liftings: &'a Liftings,
}

/// What binds for an objective, as far as it follows from the residual network and from which
/// shuttles have room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Found {
    /// Full pipes that bind, in order of links, and whether alone.
    pipes: Vec<(LinkId, bool)>,
    /// By crossing: whether it would bind if it were full, and whether alone.
    crossings: Vec<Option<bool>>,
}

/// The search, with its buffers and what it has found before.
pub(super) struct Cuts {
    crossings: Vec<Crossing>,
    objectives: Vec<Objective>,
    /// By crossing, as bits: ships had room to carry more today.
    open: Vec<u64>,
    buffers: Buffers,
    memory: Memory<Vec<Found>>,
}

impl Cuts {
    pub fn new(model: &Model, layout: &Layout) -> Self {
        let crossing = |s: &Shuttling| Crossing { link: s.link, from: at(s.from), to: at(s.to) };
        let crossings: Vec<_> = layout.shuttles.iter().map(crossing).collect();
        let objectives = Objective::all(model, layout, &crossings);
        let open = vec![0; crossings.len().div_ceil(64)];
        Self {
            memory: Memory::new(layout.arcs.len(), vec![Found::default(); objectives.len()]),
            buffers: Buffers::new(layout.nodes),
            crossings,
            objectives,
            open,
        }
    }

    /// Fills `flows.binding`.
    ///
    /// U and V depend only on which arcs have room or flow and which shuttles have room, so
    /// days that are alike in these are searched once.
    pub fn bind(&mut self, day: Solved, flows: &mut Flows) {
        let Self { crossings, objectives, open, buffers, memory } = self;
        open.fill(0);
        for (number, crossing) in crossings.iter().enumerate() {
            let has_room = day.liftings.limits[crossing.link].has_room();
            open[number / 64] |= u64::from(has_room) << (number % 64);
        }
        let found = memory.recall((day.residual, open), |found| {
            for (objective, found) in objectives.iter().zip(found) {
                objective.search(crossings, day, buffers, found);
            }
        });
        flows.binding.clear();
        for (objective, found) in found.iter().enumerate() {
            found.collect(objective, crossings, day, &mut flows.binding);
        }
    }
}

impl Found {
    /// What binds today for the objective of this number.
    fn collect(
        &self,
        objective: usize,
        crossings: &[Crossing],
        day: Solved,
        binding: &mut Vec<Binding>,
    ) {
        for &(link, alone) in &self.pipes {
            if !is_absent(objective, day, link) {
                let constraint = constraint(day, link);
                binding.push(Binding { objective, link, constraint, alone });
            }
        }
        for (&Crossing { link, .. }, found) in crossings.iter().zip(&self.crossings) {
            let (Some(alone), limits) = (*found, day.liftings.limits[link]) else { continue };
            if limits.has_room() || is_absent(objective, day, link) {
                continue;
            }
            for (constraint, limit) in OF_SHUTTLES.into_iter().filter(|c| limits.contains(c.1)) {
                let alone = alone && limits.is_alone(limit);
                binding.push(Binding { objective, link, constraint, alone });
            }
        }
    }
}

/// What can hold a shuttle back at its own place: a want of cargo or of room is another's.
const OF_SHUTTLES: [(Constraint, Limit); 5] = [
    (Constraint::Nomination, Limit::Nomination),
    (Constraint::Berths, Limit::Berths),
    (Constraint::Ships, Limit::Ships),
    (Constraint::Depth, Limit::Depth),
    (Constraint::Weather, Limit::Weather),
];

/// What was never there or is closed by decision is no bottleneck but an absence; so is, for oil
/// shut in, what nobody nominates today. For a target that is the contract it lacks.
fn is_absent(objective: usize, day: Solved, link: LinkId) -> bool {
    let today = &day.inputs.link[link];
    let has_nomination =
        matches!(day.layout.links[link], LinkArcs::Nominated(_) | LinkArcs::Shuttle(_));
    today.whole == 0 || objective == 0 && has_nomination && today.nominated == 0
}

/// What limits a full pipe.
fn constraint(day: Solved, link: LinkId) -> Constraint {
    let carried: i64 = day.layout.forward(link).map(|arc| day.solver.capacity(arc)).sum();
    match day.layout.links[link] {
        LinkArcs::Open(_) | LinkArcs::BothWays(..) => Constraint::Capacity,
        _ if carried >= day.inputs.link[link].capacity => Constraint::Capacity,
        LinkArcs::Nominated(_) | LinkArcs::Shuttle(_) => Constraint::Nomination,
        LinkArcs::Surging(..) => Constraint::Surge,
    }
}
