//! Ports, fleets, seas and shuttles made ready, and what a day brings them.
//!
//! Knows nothing of how ships move. The mathematics is in `docs/model.md`, sections "Sea
//! and draft" and "Chance at ports".

use super::beliefs::Beliefs;
use super::berths::{PortSlot, Quay};
use super::calls::{WorkPlan, number_buffers};
use super::changes::operations;
use super::course::Courses;
use super::dice::DiceTable;
use super::draw::Draw;
use super::lay_ups::{FleetSlot, Roster};
use super::plan::Plan;
use super::rows::Sources;
use super::sea::{SeaCourse, SeaPlan};
use super::sweep::Outages;
use super::world::World;
use crate::model::{
    Component, LinkId, LinkToday, MOST_BERTHS, Model, Operation, PortDay, PortId, PortInputs,
    ShuttleDay, Slot, UNLIMITED, Work, whole,
};

/// Everything about ports and ships that no replication changes.
#[derive(Debug, Default)]
pub(super) struct ShippingPlan {
    pub ports: Vec<PortSlot>,
    /// By port and kind of work.
    pub works: Vec<WorkPlan>,
    /// Buffers that calls are drawn into.
    pub buffers: usize,
    pub fleets: Vec<FleetSlot>,
    pub seas: Vec<SeaPlan>,
    /// Links that are shuttles, and whether a volume is nominated on them.
    shuttles: Vec<(LinkId, bool)>,
}

impl ShippingPlan {
    /// Makes ports and ships ready; `threats` gives the processes that hit a component.
    pub fn new(
        model: &Model,
        seed: u64,
        (courses, dice): (&mut Courses, &mut DiceTable),
        threats: impl Fn(Component) -> Vec<usize>,
    ) -> Self {
        let mut plan = Self::default();
        for (id, port) in model.ports.iter().enumerate() {
            let mut add = |series, slot| courses.add_slot(Some(series), slot, model);
            let sources = vec![
                add(&port.berths, Slot::Berths(id)),
                add(&port.bed, Slot::Bed(id)),
                add(&port.clearance, Slot::Clearance(id)),
            ];
            let (sources, threats) = (Sources::of(sources), threats(Component::Port(id)));
            plan.ports.push(PortSlot { sources, threats });
            for work in [Work::Load, Work::Discharge, Work::Changeover] {
                plan.works.push(WorkPlan::new((model, seed), (id, work), courses, dice));
            }
        }
        for (id, fleet) in model.fleets.iter().enumerate() {
            plan.fleets.push(FleetSlot::new(fleet, id, (model, seed), courses));
        }
        plan.buffers = number_buffers(&mut plan.works);
        let seas = model.seas.iter().map(|sea| SeaPlan::new(sea, &model.horizon, seed));
        plan.seas = seas.collect();
        let links = model.links.iter().enumerate();
        let shuttles = links.filter(|(_, link)| link.shuttle.is_some());
        plan.shuttles = shuttles.map(|(id, link)| (id, link.nomination.is_some())).collect();
        plan
    }
}

/// Most berths that a port can have under any belief but the most extreme.
pub(super) fn most_berths(model: &Model, port: PortId) -> usize {
    let mut uniforms = vec![0.9999; model.parameters.len()];
    let (mut scratch, mut belief) = (Vec::new(), Vec::new());
    Beliefs::new(model, 0).values(&mut uniforms, &mut scratch, &mut belief);
    let most = |series: &crate::model::Series| {
        model.horizon.days().iter().map(|day| series.on(day, &belief)).fold(0.0, f64::max)
    };
    let grown = |berths: f64, (_, operation): (usize, &Operation)| match operation {
        Operation::Add(series) => berths + most(series),
        Operation::Times(factor) => berths * factor.under(&belief).max(1.0),
        Operation::Set(series) => berths.max(most(series)),
        Operation::Draw(_) => berths,
    };
    let berths = operations(model, Slot::Berths(port)).fold(most(&model.ports[port].berths), grown);
    whole(berths).min(MOST_BERTHS.into()) as usize
}

/// What one replication brings to ports and ships, walked day by day.
#[derive(Debug, Default)]
pub(super) struct Shipping {
    pub inputs: PortInputs,
    quays: Vec<Quay>,
    roster: Roster,
    seas: Vec<SeaCourse>,
}

impl Shipping {
    /// Draws a replication.
    pub fn draw(&mut self, plan: &Plan, draw: &Draw<'_>, outages: &Outages) {
        let shipping = &plan.shipping;
        self.inputs.sea.resize(shipping.seas.len(), 0.0);
        self.inputs.port.resize(shipping.ports.len(), PortDay::default());
        self.inputs.ships.resize(shipping.fleets.len(), 0);
        self.inputs.shuttle.resize(shipping.shuttles.len(), ShuttleDay::default());
        self.quays.resize_with(shipping.ports.len(), Quay::default);
        for (quay, slot) in self.quays.iter_mut().zip(&shipping.ports) {
            quay.gather(slot, &plan.processes, outages);
        }
        self.roster.draw(&shipping.fleets, (&draw.world.fleets, plan.chance), draw);
        self.seas.resize_with(shipping.seas.len(), SeaCourse::default);
        for (course, sea) in self.seas.iter_mut().zip(&shipping.seas) {
            course.draw(sea, draw, plan.chance);
        }
    }

    /// Moves to a day, given what it brings to links. Step 0 begins anew.
    pub fn day(&mut self, step: usize, plan: &Plan, world: &World, links: &[LinkToday]) {
        if plan.shipping.ports.is_empty() {
            return;
        }
        for ((quay, rows), out) in
            self.quays.iter_mut().zip(&world.ports).zip(&mut self.inputs.port)
        {
            quay.day(step, rows, &world.levels, out);
        }
        self.roster.day(step, &world.fleets, &world.levels, &mut self.inputs);
        let seas = self.seas.iter().zip(&plan.shipping.seas);
        for (level, (course, sea)) in self.inputs.sea.iter_mut().zip(seas) {
            *level = course.level(step, sea);
        }
        let shuttles = plan.shipping.shuttles.iter().zip(&mut self.inputs.shuttle);
        for ((link, nominated), out) in shuttles {
            let LinkToday { capacity, nominated: volume, .. } = links[*link];
            // A shuttle without a nomination carries what it can.
            let due = if *nominated { volume } else { UNLIMITED };
            *out = ShuttleDay { due, open: capacity > 0 };
        }
    }
}
