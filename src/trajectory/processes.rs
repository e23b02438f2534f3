//! Everything that causes outages, made ready once and sampled in every replication.

use super::components::{component_path, units};
use super::draw::Draw;
use super::hazards::{self, Acting, Sample};
use super::making::Making;
use super::outage::{Effect, Outage};
use super::planned::{Dated, Recurring};
use super::scaling::Scaling;
use crate::model::{Component, Event, Leaves, Model, Per, Takes};

/// One source of outages: an event, maintenance, a hazard, or a hazard at one unit.
#[derive(Debug)]
pub(super) struct Process {
    /// Key path of its streams, for a hazard at one unit `hazard.x/link.y/1`.
    pub path: String,
    /// Index into the causes.
    pub cause: usize,
    /// What it hits.
    pub on: Vec<Component>,
    /// The one unit it hits, numbered from 1.
    pub unit: Option<usize>,
    /// True when at most one outage is in progress at a time.
    pub exclusive: bool,
    /// Spans whose length in days changes what an outage leaves.
    pub spans: Vec<Per>,
    takes: Takes,
    scaling: Scaling,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Hazard(Box<dyn Sample>),
    Dated(Dated),
    Recurring(Recurring),
}

/// Where a process acts, and why.
struct Place {
    path: String,
    cause: usize,
    on: Vec<Component>,
    unit: Option<usize>,
}

impl Process {
    /// A process that nothing scales and whose outages may overlap.
    fn new(at: Place, takes: Takes, kind: Kind) -> Self {
        let Place { path, cause, on, unit } = at;
        let (exclusive, spans, scaling) = (false, Vec::new(), Scaling::none());
        Self { path, cause, on, unit, exclusive, spans, takes, scaling, kind }
    }

    /// The process of a hazard.
    fn hazard(index: usize, at: Place, making: &mut Making<'_>) -> Self {
        let of = &making.model.hazards[index];
        let spans = of.process.leaves().iter().filter_map(|(leaves, _)| match leaves {
            Leaves::Amount(level) => Some(level.per),
            Leaves::Share(_) => None,
        });
        let kind = Kind::Hazard(hazards::ready(making, index, &at.path));
        Self {
            exclusive: !of.process.kind().overlaps,
            spans: spans.collect(),
            scaling: Scaling::of(making.model, index),
            ..Self::new(at, of.takes, kind)
        }
    }

    /// Appends the outages of a replication, in order of start.
    pub fn sample(&self, draw: &Draw<'_>, out: &mut Vec<Outage>) {
        let effect = Effect::of_takes(self.takes, draw.belief());
        match &self.kind {
            Kind::Hazard(hazard) => {
                hazard.sample(&Acting { scaling: &self.scaling, effect, draw }, out);
            }
            Kind::Dated(dated) => dated.sample(effect, draw, out),
            Kind::Recurring(recurring) => recurring.sample(effect, draw, out),
        }
    }

    /// True for events and maintenance, which are planned in whole days.
    pub fn is_planned(&self) -> bool {
        !matches!(self.kind, Kind::Hazard(_))
    }
}

/// Events, then hazards and maintenance where there is chance, each in order of name, made ready.
/// `causes` are all causes, ascending.
pub(super) fn ready(causes: &[String], making: &mut Making<'_>) -> Vec<Process> {
    let model = making.model;
    let at = |path: String, cause: &String, on: &[Component]| Place {
        path,
        cause: causes.partition_point(|known| known < cause),
        on: on.to_vec(),
        unit: None,
    };
    let dated = |event: &Event| {
        let at = at(format!("event.{}", event.name), &event.cause, &event.on);
        let kind = Kind::Dated(Dated::new(event, &model.horizon));
        Process { exclusive: true, ..Process::new(at, event.takes, kind) }
    };
    let mut processes: Vec<Process> = model.events.iter().map(dated).collect();
    if making.chance {
        for (index, of) in model.hazards.iter().enumerate() {
            let at = at(format!("hazard.{}", of.name), &of.cause, &of.on);
            let places = if of.each { by_unit(model, &at) } else { vec![at] };
            processes.extend(places.into_iter().map(|at| Process::hazard(index, at, making)));
        }
        for work in &model.maintenance {
            let at = at(format!("maintenance.{}", work.name), &work.cause, &work.on);
            let kind = Kind::Recurring(Recurring::new(work, making));
            processes.push(Process::new(at, work.takes, kind));
        }
    }
    processes
}

/// A place for each unit of each component.
fn by_unit(model: &Model, at: &Place) -> Vec<Place> {
    let of = |component: Component| {
        let path = format!("{}/{}", at.path, component_path(model, component));
        let is_node = matches!(component, Component::Node(_));
        (1..=units(model, component)).map(move |unit| Place {
            path: format!("{path}/{unit}"),
            cause: at.cause,
            on: vec![component],
            unit: (!is_node).then_some(unit),
        })
    };
    at.on.iter().flat_map(|component| of(*component)).collect()
}
