//! Ports, fleets, seas and shuttles made ready, and what a day brings them.
//!
//! Knows nothing of how ships move. The mathematics is in `docs/model.md`, sections "Sea
//! and draft" and "Chance at ports".

use super::berths::{PortSlot, Quay};
use super::draw::Draw;
use super::lay_ups::{FleetSlot, Roster};
use super::making::Making;
use super::processes::Process;
use super::rows::Sources;
use super::sea::{SeaCourse, SeaPlan};
use super::sweep::Outages;
use super::works::{WorkPlan, number_buffers};
use super::world::World;
use crate::model::{
    Component, LinkId, LinkToday, PortDay, PortInputs, ShuttleDay, Slot, UNLIMITED, Work,
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
    /// Makes ports and ships ready, given the processes that may hit them.
    pub fn new(processes: &[Process], making: &mut Making<'_>) -> Self {
        let mut plan = Self::default();
        let model = making.model;
        for (id, port) in model.ports.iter().enumerate() {
            let mut add = |series, slot| making.slot(Some(series), slot);
            let sources = vec![
                add(&port.berths, Slot::Berths(id)),
                add(&port.bed, Slot::Bed(id)),
                add(&port.clearance, Slot::Clearance(id)),
            ];
            let hits = processes.iter().enumerate();
            let hits = hits.filter(|(_, process)| process.on.contains(&Component::Port(id)));
            let threats = hits.map(|(process, _)| process).collect();
            plan.ports.push(PortSlot { sources: Sources::of(sources), threats });
            for work in [Work::Load, Work::Discharge, Work::Changeover] {
                plan.works.push(WorkPlan::new(id, work, making));
            }
        }
        for (id, fleet) in model.fleets.iter().enumerate() {
            plan.fleets.push(FleetSlot::new(fleet, id, making));
        }
        plan.buffers = number_buffers(&mut plan.works);
        let seas = model.seas.iter().map(|sea| SeaPlan::new(sea, &model.horizon, making.seed));
        plan.seas = seas.collect();
        let links = model.links.iter().enumerate();
        let shuttles = links.filter(|(_, link)| link.shuttle.is_some());
        plan.shuttles = shuttles.map(|(id, link)| (id, link.nomination.is_some())).collect();
        plan
    }
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
    pub fn draw(
        &mut self,
        shipping: &ShippingPlan,
        processes: &[Process],
        draw: &Draw<'_>,
        outages: &Outages,
    ) {
        self.inputs.sea.resize(shipping.seas.len(), 0.0);
        self.inputs.port.resize(shipping.ports.len(), PortDay::default());
        self.inputs.ships.resize(shipping.fleets.len(), 0);
        self.inputs.shuttle.resize(shipping.shuttles.len(), ShuttleDay::default());
        self.quays.resize_with(shipping.ports.len(), Quay::default);
        for (quay, slot) in self.quays.iter_mut().zip(&shipping.ports) {
            quay.gather(slot, processes, outages);
        }
        self.roster.draw(&shipping.fleets, draw);
        self.seas.resize_with(shipping.seas.len(), SeaCourse::default);
        for (course, sea) in self.seas.iter_mut().zip(&shipping.seas) {
            course.draw(sea, draw);
        }
    }

    /// Moves to a day, given what it brings to links. Step 0 begins anew.
    pub fn day(&mut self, step: usize, plan: &ShippingPlan, world: &World, links: &[LinkToday]) {
        if plan.ports.is_empty() {
            return;
        }
        for ((quay, rows), out) in
            self.quays.iter_mut().zip(&world.ports).zip(&mut self.inputs.port)
        {
            quay.day(step, rows, &world.levels, out);
        }
        self.roster.day(step, &world.fleets, &world.levels, &mut self.inputs);
        let seas = self.seas.iter().zip(&plan.seas);
        for (level, (course, sea)) in self.inputs.sea.iter_mut().zip(seas) {
            *level = course.level(step, sea);
        }
        let shuttles = plan.shuttles.iter().zip(&mut self.inputs.shuttle);
        for ((link, nominated), out) in shuttles {
            let LinkToday { capacity, nominated: volume, .. } = links[*link];
            // A shuttle without a nomination carries what it can.
            let due = if *nominated { volume } else { UNLIMITED };
            *out = ShuttleDay { due, open: capacity > 0 };
        }
    }
}
