//! The model made ready for sampling: everything that no replication changes.

use super::beliefs::Beliefs;
use super::course::{CourseId, Courses};
use super::dice::{DiceId, DiceTable};
use super::processes::{Builder, Process, component_path, passes_on};
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
    /// Length of the table of factors; place 0 is always 1.
    pub factors: usize,
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
        let span = Span::new(&model.horizon);
        let causes = causes(model);
        let mut dice = DiceTable::default();
        let mut courses = Courses::new(&model.horizon);
        let (all, courses_of) = (&mut dice, &mut courses);
        let builder = Builder { model, seed, causes: &causes, dice: all, courses: courses_of };
        let processes = builder.build(chance);
        let regimes = model.regimes.iter().filter(|_| chance);
        let regimes = regimes.map(|regime| RegimePlan::new(regime, seed, &mut dice)).collect();
        let mut plan = Self {
            span,
            chance,
            belief_count: belief_count.max(1),
            beliefs: Beliefs::new(model, seed),
            projects: Projects::new(model, seed, chance),
            courses,
            dice,
            nodes: Vec::new(),
            slot_of_node: vec![None; model.nodes.len()],
            links: Vec::new(),
            shipping: ShippingPlan::default(),
            processes,
            regimes,
            variations: Vec::new(),
            factors: 1,
            causes,
            prices: Vec::new(),
        };
        plan.add_nodes(model, seed);
        plan.add_links(model, seed);
        plan.add_shipping(model, seed);
        plan
    }

    /// True when a belief can change a price or cost.
    pub fn uncertain_prices(&self) -> bool {
        self.prices.iter().any(|(_, course)| !self.courses.is_known(*course))
    }

    fn add_nodes(&mut self, model: &Model, seed: u64) {
        for (index, node) in model.nodes.iter().enumerate() {
            let (series, slot, variation) = match &node.kind {
                NodeKind::Source { supply, variation } => {
                    (supply, Slot::Supply(index), variation.as_ref())
                }
                NodeKind::Market { demand, price, .. } => {
                    if let Some(price) = price {
                        let course = self.courses.add(price, &model.horizon);
                        self.prices.push((index, course));
                    }
                    (demand, Slot::Demand(index), None)
                }
                NodeKind::Hub | NodeKind::Tank { .. } => continue,
            };
            let course = self.courses.add_slot(Some(series), slot, model);
            self.add_node(model, index, seed, (course, variation));
        }
    }

    fn add_node(
        &mut self,
        model: &Model,
        node: NodeId,
        seed: u64,
        (course, variation): (CourseId, Option<&Dice>),
    ) {
        let component = Component::Node(node);
        let variation = self.add_variation(variation, &component_path(model, component), seed);
        let threats = self.threats(component, &[]);
        let steps = self.steps((variation, false), &threats);
        let sources = Sources { courses: vec![course], variation, steps };
        self.slot_of_node[node] = Some(self.nodes.len());
        self.nodes.push(NodeSlot { node, sources, threats });
    }

    fn add_links(&mut self, model: &Model, seed: u64) {
        for (index, link) in model.links.iter().enumerate() {
            let cost = self.courses.add(&link.cost, &model.horizon);
            self.prices.push((model.nodes.len() + index, cost));
            let slot = self.link_slot(model, (index, link), seed);
            self.links.push(slot);
        }
    }

    fn link_slot(&mut self, model: &Model, (id, link): (LinkId, &Link), seed: u64) -> LinkSlot {
        let component = Component::Link(id);
        let nomination = link.nomination.as_ref();
        let surge = nomination.and_then(|nomination| nomination.surge.as_ref());
        let mut add = |series, slot| self.courses.add_slot(series, slot, model);
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
        let variation = self.add_variation(variation, &component_path(model, component), seed);
        let ends = [link.from, link.to];
        let ends: Vec<usize> =
            ends.into_iter().filter(|end| passes_on(&model.nodes[*end].kind)).collect();
        let threats = self.threats(component, &ends);
        let pushed = nomination.is_some_and(|nomination| nomination.pushed);
        let steps = self.steps((variation, pushed), &threats);
        let pushed_from = if pushed { self.span.first } else { u32::MAX };
        let (units, rank) = (link.units(), link.reserved_rank);
        let sources = Sources { courses, variation, steps };
        LinkSlot { units, rank, pushed_from, sources, threats }
    }

    fn add_shipping(&mut self, model: &Model, seed: u64) {
        let processes = &self.processes;
        let threats = |port: Component| {
            let hits = processes.iter().enumerate().filter(|(_, of)| of.on.contains(&port));
            hits.map(|(process, _)| process).collect()
        };
        let tables = (&mut self.courses, &mut self.dice);
        self.shipping = ShippingPlan::new(model, seed, tables, threats);
    }

    /// Takes in a variation of a component and returns the place of its first year's factor.
    fn add_variation(&mut self, dice: Option<&Dice>, path: &str, seed: u64) -> Option<usize> {
        let dice = dice.filter(|_| self.chance && self.span.first < self.span.steps)?;
        let years = self.first_year()..=self.span.horizon.end().year();
        let keys: Vec<Key> =
            years.map(|year| Key::new(seed, path, &format!("variation/{year}"))).collect();
        let first = self.factors;
        self.factors += keys.len();
        self.variations.push(Variation { dice: self.dice.add(dice), keys });
        Some(first)
    }

    /// Calendar year of the first day of chance.
    fn first_year(&self) -> i16 {
        self.span.horizon.day(self.span.first as usize).year()
    }

    /// Place of the factor on a step, 0 before chance acts.
    pub fn factor(&self, first: Option<usize>, step: u32) -> usize {
        let Some(first) = first.filter(|_| step >= self.span.first) else { return 0 };
        let year = self.span.horizon.day(step as usize).year();
        first + (year - self.first_year()) as usize
    }

    /// The processes that hit a component, directly or through the nodes at its ends.
    fn threats(&self, component: Component, ends: &[usize]) -> Vec<Threat> {
        let at_end = |on: &Component| matches!(on, Component::Node(node) if ends.contains(node));
        let hits = self.processes.iter().enumerate().filter_map(|(process, of)| {
            let node = of.on.iter().any(at_end);
            (node || of.on.contains(&component)).then_some(Threat { process, node })
        });
        hits.collect()
    }

    /// Steps on which variation, push, or the length of a month or year, can change a slot.
    fn steps(&self, (variation, pushed): (Option<usize>, bool), threats: &[Threat]) -> Vec<u32> {
        let spans = || threats.iter().flat_map(|threat| self.processes[threat.process].spans());
        let yearly = variation.is_some() || spans().any(|per| per == Per::Year);
        let monthly = spans().any(|per| per == Per::Month);
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
fn causes(model: &Model) -> Vec<String> {
    let hazards = model.hazards.iter().map(|hazard| &hazard.cause);
    let events = model.events.iter().map(|event| &event.cause);
    let maintenance = model.maintenance.iter().map(|work| &work.cause);
    let mut causes: Vec<String> = hazards.chain(events).chain(maintenance).cloned().collect();
    causes.sort();
    causes.dedup();
    causes
}
