//! Everything that causes outages, made ready once and sampled in every replication.

use super::course::Courses;
use super::dice::DiceTable;
use super::draw::Draw;
use super::outage::{Effect, Outage};
use super::planned::{Dated, Recurring};
use super::poisson::Poisson;
use super::regimes::Scales;
use super::shipping::most_berths;
use super::spells::{Daily, Markov, Renewal, SpellKeys};
use crate::model::{Component, Hazard, Leaves, Model, NodeKind, Per, Series, Slot, Takes, Value};
use crate::rng::Key;

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
    takes: Takes,
    scaling: Scaling,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Poisson(Poisson),
    Renewal(Renewal),
    Markov(Markov),
    Daily(Daily),
    Dated(Dated),
    Recurring(Recurring),
}

/// What scales a hazard's rate and durations.
#[derive(Debug)]
pub(super) struct Scaling {
    /// Factor on durations that begin in November to March.
    winter: Value,
    /// Factors by regime.
    pub scales: Scales,
}

impl Scaling {
    fn none() -> Self {
        Self { winter: Value::Known(1.0), scales: Scales::default() }
    }

    /// The factor on a duration that begins at a time.
    pub fn duration(&self, time: f64, draw: &Draw<'_>) -> f64 {
        let winter = if draw.span.is_winter(time) { self.winter.under(draw.belief()) } else { 1.0 };
        winter * self.scales.duration(time, draw)
    }
}

impl Process {
    /// Appends the outages of a replication, in order of start.
    pub fn sample(&self, draw: &Draw<'_>, out: &mut Vec<Outage>) {
        let effect = Effect::of_takes(self.takes, draw.belief());
        match &self.kind {
            Kind::Poisson(poisson) => poisson.sample(&self.scaling, effect, draw, out),
            Kind::Renewal(renewal) => renewal.sample(&self.scaling, effect, draw, out),
            Kind::Markov(markov) => markov.sample(effect, draw, out),
            Kind::Daily(daily) => daily.sample(draw, out),
            Kind::Dated(dated) => dated.sample(effect, draw, out),
            Kind::Recurring(recurring) => recurring.sample(effect, draw, out),
        }
    }

    /// True for events and maintenance, which are planned in whole days.
    pub fn is_planned(&self) -> bool {
        matches!(self.kind, Kind::Dated(_) | Kind::Recurring(_))
    }

    /// Spans whose length in days changes what an outage leaves.
    pub fn spans(&self) -> impl Iterator<Item = Per> {
        let states = match &self.kind {
            Kind::Daily(daily) => daily.states.as_slice(),
            _ => &[],
        };
        states.iter().filter_map(|(leaves, _)| match leaves {
            Leaves::Amount(level) => Some(level.per),
            Leaves::Share(_) => None,
        })
    }
}

/// Builds the processes of a model.
pub(super) struct Builder<'a> {
    pub model: &'a Model,
    pub seed: u64,
    pub causes: &'a [String],
    pub dice: &'a mut DiceTable,
    pub courses: &'a mut Courses,
}

impl Builder<'_> {
    /// Events, then hazards and maintenance where there is chance, each in order of name.
    pub fn build(mut self, chance: bool) -> Vec<Process> {
        let model = self.model;
        let mut processes: Vec<Process> =
            model.events.iter().map(|event| self.event(event)).collect();
        if chance {
            for (index, hazard) in model.hazards.iter().enumerate() {
                self.hazard(index, hazard, &mut processes);
            }
            processes.extend(model.maintenance.iter().map(|work| self.maintenance(work)));
        }
        processes
    }

    fn cause(&self, cause: &str) -> usize {
        self.causes.partition_point(|known| known.as_str() < cause)
    }

    fn event(&self, event: &crate::model::Event) -> Process {
        Process {
            path: format!("event.{}", event.name),
            cause: self.cause(&event.cause),
            on: event.on.clone(),
            unit: None,
            exclusive: true,
            takes: event.takes,
            scaling: Scaling::none(),
            kind: Kind::Dated(Dated::new(event, &self.model.horizon)),
        }
    }

    fn maintenance(&mut self, work: &crate::model::Maintenance) -> Process {
        let duration = self.dice.add(&work.duration);
        Process {
            path: format!("maintenance.{}", work.name),
            cause: self.cause(&work.cause),
            on: work.on.clone(),
            unit: None,
            exclusive: false,
            takes: work.takes,
            scaling: Scaling::none(),
            kind: Kind::Recurring(Recurring::new(work, duration, &self.model.horizon, self.seed)),
        }
    }

    fn hazard(&mut self, index: usize, hazard: &Hazard, out: &mut Vec<Process>) {
        let path = format!("hazard.{}", hazard.name);
        if !hazard.each {
            out.push(self.one(index, path, hazard.on.clone(), None));
            return;
        }
        for component in &hazard.on {
            for unit in 1..=self.units(*component) {
                let path = format!("{path}/{}/{unit}", component_path(self.model, *component));
                let unit = (!matches!(component, Component::Node(_))).then_some(unit);
                out.push(self.one(index, path, vec![*component], unit));
            }
        }
    }

    fn units(&self, component: Component) -> usize {
        match component {
            Component::Node(_) => 1,
            Component::Link(link) => self.model.links[link].units(),
            Component::Port(port) => most_berths(self.model, port),
        }
    }

    fn one(
        &mut self,
        index: usize,
        path: String,
        on: Vec<Component>,
        unit: Option<usize>,
    ) -> Process {
        let hazard = &self.model.hazards[index];
        let kind = self.kind((index, hazard), &path);
        Process {
            cause: self.cause(&hazard.cause),
            on,
            unit,
            exclusive: !matches!(kind, Kind::Poisson(_)),
            takes: hazard.takes,
            scaling: Scaling {
                winter: hazard.winter_duration,
                scales: Scales::new(self.model, index),
            },
            kind,
            path,
        }
    }

    fn kind(&mut self, (index, hazard): (usize, &Hazard), path: &str) -> Kind {
        use crate::model::Process as P;
        let seed = self.seed;
        match &hazard.process {
            P::Poisson { rate, duration, season } => {
                let duration = self.dice.add(duration);
                let rate = Series::of(*rate);
                let rate = self.courses.add_slot(Some(&rate), Slot::Rate(index), self.model);
                Kind::Poisson(Poisson::new((rate, duration), *season, path, seed))
            }
            P::Renewal { up, down, stationary } => Kind::Renewal(Renewal {
                up: self.dice.add(up),
                down: self.dice.add(down),
                stationary: *stationary,
                keys: SpellKeys::new(seed, path),
            }),
            P::Markov { fail, repair } => Kind::Markov(Markov {
                fail: *fail,
                repair: *repair,
                keys: SpellKeys::new(seed, path),
            }),
            P::States(states) => {
                Kind::Daily(Daily { states: states.clone(), key: Key::new(seed, path, "state") })
            }
        }
    }
}

/// Key path of a component.
pub(super) fn component_path(model: &Model, component: Component) -> String {
    match component {
        Component::Node(node) => format!("node.{}", model.nodes[node].name),
        Component::Link(link) => format!("link.{}", model.links[link].name),
        Component::Port(port) => format!("port.{}", model.ports[port].name),
    }
}

/// Whether a loss at a node takes from every link at it.
pub(super) fn passes_on(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Hub | NodeKind::Tank { .. })
}
