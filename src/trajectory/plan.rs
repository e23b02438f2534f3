//! The model made ready for sampling: everything that no replication changes.

use super::beliefs::Beliefs;
use super::components::{component_path, passes_on};
use super::course::CourseId;
use super::courses::Courses;
use super::dice::{DiceId, DiceTable};
use super::making::Making;
use super::processes::{self, Process};
use super::projects::Projects;
use super::regimes::RegimePlan;
use super::rows::Sources;
use super::shipping::ShippingPlan;
use super::slots::{LinkSlot, NodeSlot, Threat};
use super::span::Span;
use crate::model::{Component, Dice, Link, LinkId, Model, NodeId, NodeKind, Per, Slot};
use crate::rng::Key;

/// A model made ready.
#[derive(Debug)]
pub(super) struct Plan {
    pub span: Span,
    pub chance: bool,
    /// Number of beliefs, at least 1.
    pub belief_count: u32,
    pub beliefs: Beliefs,
    pub projects: Projects,
    pub courses: Courses,
    pub dice: DiceTable,
    /// By order of name of the nodes that have a day of their own.
    pub nodes: Vec<NodeSlot>,
    /// The slot of each node of the model.
    pub slot_of_node: Vec<Option<usize>>,
    pub links: Vec<LinkSlot>,
    pub shipping: ShippingPlan,
    pub processes: Vec<Process>,
    pub regimes: Vec<RegimePlan>,
    pub variations: Vec<Variation>,
    /// Distinct causes, ascending.
    pub causes: Vec<String>,
    /// Courses of prices by node, then of costs by link (after the nodes).
    pub prices: Vec<(usize, CourseId)>,
}

/// A factor by calendar year.
#[derive(Debug)]
pub(super) struct Variation {
    pub dice: DiceId,
    /// A stream a year from the first year of chance on.
    pub keys: Vec<Key>,
}

impl Plan {
    /// Makes a model ready.
    pub fn new(model: &Model, seed: u64, belief_count: u32, chance: bool) -> Self {
        let causes = causes(model);
        let mut making = Making::new(model, seed, chance);
        let processes = processes::ready(&causes, &mut making);
        let regimes = model.regimes.iter().filter(|_| chance);
        let regimes = regimes.map(|regime| RegimePlan::new(regime, &mut making)).collect();
        let mut slots = Slots::new(&processes, Span::new(&model.horizon), making);
        slots.add_nodes();
        slots.add_links();
        let Slots { mut making, span, nodes, slot_of_node, links, variations, prices, .. } = slots;
        let shipping = ShippingPlan::new(&processes, &mut making);
        Self {
            span,
            chance,
            belief_count: belief_count.max(1),
            beliefs: Beliefs::new(model, seed),
            projects: Projects::new(model, seed, chance),
            courses: making.courses,
            dice: making.dice,
            nodes,
            slot_of_node,
            links,
            shipping,
            processes,
            regimes,
            variations,
            causes,
            prices,
        }
    }

    /// True when a belief can change a price or cost.
    pub fn uncertain_prices(&self) -> bool {
        self.prices.iter().any(|(_, course)| !self.courses.plain.is_known(*course))
    }

    /// Place of the factor on a step, 0 before chance acts.
    pub fn factor(&self, first: Option<usize>, step: u32) -> usize {
        let Some(first) = first.filter(|_| step >= self.span.first) else { return 0 };
        let year = self.span.horizon.day(step as usize).year();
        first + (year - self.span.first_year()) as usize
    }
}

/// Nodes and links as they are made ready.
struct Slots<'p, 'm> {
    making: Making<'m>,
    span: Span,
    processes: &'p [Process],
    nodes: Vec<NodeSlot>,
    slot_of_node: Vec<Option<usize>>,
    links: Vec<LinkSlot>,
    variations: Vec<Variation>,
    /// Length of the table of factors; place 0 is always 1.
    factors: usize,
    prices: Vec<(usize, CourseId)>,
}

/// What changes a slot from day to day beside its courses.
struct Daily<'a> {
    /// Place of its variation in the table of factors.
    variation: Option<usize>,
    pushed: bool,
    threats: &'a [Threat],
}

impl<'p, 'm> Slots<'p, 'm> {
    fn new(processes: &'p [Process], span: Span, making: Making<'m>) -> Self {
        Self {
            span,
            processes,
            nodes: Vec::new(),
            slot_of_node: vec![None; making.model.nodes.len()],
            links: Vec::new(),
            variations: Vec::new(),
            factors: 1,
            prices: Vec::new(),
            making,
        }
    }

    fn add_nodes(&mut self) {
        for (index, node) in self.making.model.nodes.iter().enumerate() {
            let (series, slot, variation) = match &node.kind {
                NodeKind::Source { supply, variation } => {
                    (supply, Slot::Supply(index), variation.as_ref())
                }
                NodeKind::Market { demand, price, .. } => {
                    if let Some(price) = price {
                        let course = self.making.series(price);
                        self.prices.push((index, course));
                    }
                    (demand, Slot::Demand(index), None)
                }
                NodeKind::Hub | NodeKind::Tank { .. } => continue,
            };
            let course = self.making.slot(Some(series), slot);
            let component = Component::Node(index);
            let variation = self.add_variation(variation, component);
            let threats = self.threats(component, &[]);
            let steps = self.steps(&Daily { variation, pushed: false, threats: &threats });
            let sources = Sources { courses: vec![course], variation, steps };
            self.slot_of_node[index] = Some(self.nodes.len());
            self.nodes.push(NodeSlot { node: index, sources, threats });
        }
    }

    fn add_links(&mut self) {
        let model = self.making.model;
        for (index, link) in model.links.iter().enumerate() {
            let cost = self.making.series(&link.cost);
            self.prices.push((model.nodes.len() + index, cost));
            let slot = self.link_slot(index, link);
            self.links.push(slot);
        }
    }

    fn link_slot(&mut self, id: LinkId, link: &Link) -> LinkSlot {
        let component = Component::Link(id);
        let nomination = link.nomination.as_ref();
        let surge = nomination.and_then(|nomination| nomination.surge.as_ref());
        let mut add = |series, slot| self.making.slot(series, slot);
        let mut courses = vec![
            add(Some(&link.open), Slot::Open(id)),
            add(Some(&link.in_service), Slot::Units(id)),
            add(link.reserved.as_ref(), Slot::Reserved(id)),
            add(nomination.map(|nomination| &nomination.volume), Slot::Nominated(id)),
            add(surge.map(|surge| &surge.extra), Slot::SurgeExtra(id)),
        ];
        let capacity = link.capacity.iter().enumerate();
        courses.extend(capacity.map(|(up, of)| add(Some(of), Slot::Capacity(id, Some(up)))));
        let variation = nomination.and_then(|nomination| nomination.variation.as_ref());
        let variation = self.add_variation(variation, component);
        let nodes = &self.making.model.nodes;
        let ends = [link.from, link.to];
        let ends: Vec<NodeId> =
            ends.into_iter().filter(|end| passes_on(&nodes[*end].kind)).collect();
        let threats = self.threats(component, &ends);
        let pushed = nomination.is_some_and(|nomination| nomination.pushed);
        let steps = self.steps(&Daily { variation, pushed, threats: &threats });
        let pushed_from = if pushed { self.span.first } else { u32::MAX };
        let (units, rank) = (link.units(), link.reserved_rank);
        let sources = Sources { courses, variation, steps };
        LinkSlot { units, rank, pushed_from, sources, threats }
    }

    /// Takes in a variation of a component and returns the place of its first year's factor.
    fn add_variation(&mut self, dice: Option<&Dice>, of: Component) -> Option<usize> {
        let acts = self.making.chance && self.span.first < self.span.steps;
        let dice = dice.filter(|_| acts)?;
        let path = component_path(self.making.model, of);
        let years = self.span.first_year()..=self.span.horizon.end().year();
        let key = |year| self.making.key(&path, &format!("variation/{year}"));
        let keys: Vec<Key> = years.map(key).collect();
        let first = self.factors;
        self.factors += keys.len();
        self.variations.push(Variation { dice: self.making.dice(dice), keys });
        Some(first)
    }

    /// The processes that hit a component, directly or through the nodes at its ends.
    fn threats(&self, component: Component, ends: &[NodeId]) -> Vec<Threat> {
        let at_end = |on: &Component| matches!(on, Component::Node(node) if ends.contains(node));
        let hits = self.processes.iter().enumerate().filter_map(|(process, of)| {
            let node = of.on.iter().any(at_end);
            let hit = node || of.on.contains(&component);
            hit.then_some(Threat { process, node, unit: of.unit })
        });
        hits.collect()
    }

    /// Steps on which variation, push, or the length of a month or year, can change a slot.
    fn steps(&self, daily: &Daily<'_>) -> Vec<u32> {
        let Daily { variation, pushed, threats } = *daily;
        let spans = || threats.iter().flat_map(|threat| &self.processes[threat.process].spans);
        let yearly = variation.is_some() || spans().any(|per| *per == Per::Year);
        let monthly = spans().any(|per| *per == Per::Month);
        let mut steps = Vec::new();
        for (step, day) in self.span.horizon.days().iter().enumerate() {
            let starts_month = day.date.day() == 1;
            let is_first = (variation.is_some() || pushed) && step as u32 == self.span.first;
            if is_first || starts_month && (monthly || (yearly && day.month() == 1)) {
                steps.push(step as u32);
            }
        }
        steps
    }
}

/// Distinct causes of a model, ascending.
pub fn causes(model: &Model) -> Vec<String> {
    let hazards = model.hazards.iter().map(|hazard| &hazard.cause);
    let events = model.events.iter().map(|event| &event.cause);
    let maintenance = model.maintenance.iter().map(|work| &work.cause);
    let mut causes: Vec<String> = hazards.chain(events).chain(maintenance).cloned().collect();
    causes.sort();
    causes.dedup();
    causes
}
