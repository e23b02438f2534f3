//! The model made ready for sampling: everything that no replication changes.

use super::beliefs::Beliefs;
use super::course::Courses;
use super::dice::{DiceId, DiceTable};
use super::processes::{Builder, Process, component_path, passes_on};
use super::regimes::RegimePlan;
use super::slots::{LinkRow, LinkSlot, NodeRow, NodeSlot, Threat};
use super::span::Span;
use crate::model::{Component, Dice, Link, Model, NodeKind, Per, Series};
use crate::rng::Key;

/// A model made ready.
#[derive(Debug)]
pub(super) struct Plan {
    pub span: Span,
    pub chance: bool,
    /// Number of beliefs, at least 1.
    pub belief_count: u32,
    pub beliefs: Beliefs,
    pub courses: Courses,
    pub dice: DiceTable,
    /// By order of name of the nodes that have a day of their own.
    pub nodes: Vec<NodeSlot>,
    /// The slot of each node of the model.
    pub slot_of_node: Vec<Option<usize>>,
    pub links: Vec<LinkSlot>,
    pub processes: Vec<Process>,
    pub regimes: Vec<RegimePlan>,
    pub variations: Vec<Variation>,
    /// Length of the table of factors; place 0 is always 1.
    pub factors: usize,
    /// Distinct causes, ascending.
    pub causes: Vec<String>,
    /// Courses of prices by node, then of costs by link (after the nodes).
    pub prices: Vec<(usize, usize)>,
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
        let builder = Builder { model, seed, causes: &causes, dice: &mut dice };
        let processes = builder.build(chance);
        let regimes = model.regimes.iter().filter(|_| chance);
        let regimes = regimes.map(|regime| RegimePlan::new(regime, seed, &mut dice)).collect();
        let mut plan = Self {
            span,
            chance,
            belief_count: belief_count.max(1),
            beliefs: Beliefs::new(model, seed),
            courses: Courses::default(),
            dice,
            nodes: Vec::new(),
            slot_of_node: vec![None; model.nodes.len()],
            links: Vec::new(),
            processes,
            regimes,
            variations: Vec::new(),
            factors: 1,
            causes,
            prices: Vec::new(),
        };
        plan.add_nodes(model, seed);
        plan.add_links(model, seed);
        plan
    }

    /// True when a belief can change a price or cost.
    pub fn uncertain_prices(&self) -> bool {
        self.prices.iter().any(|(_, course)| !self.courses.is_known(*course))
    }

    fn add_nodes(&mut self, model: &Model, seed: u64) {
        for (index, node) in model.nodes.iter().enumerate() {
            let (series, variation) = match &node.kind {
                NodeKind::Source { supply, variation } => (supply, variation.as_ref()),
                NodeKind::Market { demand, price, .. } => {
                    if let Some(price) = price {
                        let course = self.add(price);
                        self.prices.push((index, course));
                    }
                    (demand, None)
                }
                NodeKind::Hub | NodeKind::Tank { .. } => continue,
            };
            let component = Component::Node(index);
            let course = self.add(series);
            let variation = self.add_variation(variation, &component_path(model, component), seed);
            let threats = self.threats(component, &[]);
            let steps = self.steps([course], variation, &threats);
            let rows = steps.iter().map(|step| NodeRow {
                level: self.courses.place(course, *step),
                factor: self.factor(variation, *step),
            });
            let rows = rows.collect();
            self.slot_of_node[index] = Some(self.nodes.len());
            self.nodes.push(NodeSlot { node: index, steps, rows, threats });
        }
    }

    fn add_links(&mut self, model: &Model, seed: u64) {
        for (index, link) in model.links.iter().enumerate() {
            let cost = self.add(&link.cost);
            self.prices.push((model.nodes.len() + index, cost));
            let slot = self.link_slot(model, index, link, seed);
            self.links.push(slot);
        }
    }

    fn link_slot(&mut self, model: &Model, index: usize, link: &Link, seed: u64) -> LinkSlot {
        let component = Component::Link(index);
        let capacity: Vec<usize> = link.capacity.iter().map(|series| self.add(series)).collect();
        let (open, in_service) = (self.add(&link.open), self.add(&link.in_service));
        let reserved = link.reserved.as_ref().map(|series| self.add(series));
        let nomination = link.nomination.as_ref();
        let nominated = nomination.map(|nomination| self.add(&nomination.volume));
        let surge = nomination.and_then(|nomination| nomination.surge.as_ref());
        let extra = surge.map(|surge| self.add(&surge.extra));
        let variation = nomination.and_then(|nomination| nomination.variation.as_ref());
        let variation = self.add_variation(variation, &component_path(model, component), seed);
        let ends = [link.from, link.to];
        let ends: Vec<usize> =
            ends.into_iter().filter(|end| passes_on(&model.nodes[*end].kind)).collect();
        let threats = self.threats(component, &ends);
        let optional = [reserved, nominated, extra].into_iter().flatten();
        let courses = capacity.iter().copied().chain([open, in_service]).chain(optional);
        let steps = self.steps(courses, variation, &threats);
        let place = |course: usize, step: &u32| self.courses.place(course, *step);
        let rows = steps.iter().map(|step| LinkRow {
            open: place(open, step),
            in_service: place(in_service, step),
            reserved: reserved.map(|course| place(course, step)),
            nominated: nominated.map(|course| place(course, step)),
            extra: extra.map(|course| place(course, step)),
            factor: self.factor(variation, *step),
        });
        let rows = rows.collect();
        let table =
            steps.iter().flat_map(|step| capacity.iter().map(|course| place(*course, step)));
        let table = table.collect();
        let (units, rank) = (link.units(), link.reserved_rank);
        LinkSlot { units, rank, steps, rows, capacity: table, threats }
    }

    fn add(&mut self, series: &Series) -> usize {
        self.courses.add(series, &self.span.horizon)
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
    fn factor(&self, first: Option<usize>, step: u32) -> usize {
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

    /// Steps on which something other than an outage can change a slot.
    fn steps(
        &self,
        courses: impl IntoIterator<Item = usize>,
        variation: Option<usize>,
        threats: &[Threat],
    ) -> Vec<u32> {
        let breaks = courses.into_iter().flat_map(|course| self.courses.breaks(course));
        let mut steps: Vec<u32> = breaks.copied().collect();
        let spans = || threats.iter().flat_map(|threat| self.processes[threat.process].spans());
        let yearly = variation.is_some() || spans().any(|per| per == Per::Year);
        let monthly = spans().any(|per| per == Per::Month);
        for (step, day) in self.span.horizon.days().iter().enumerate() {
            let starts_month = day.date.day() == 1;
            if starts_month && (monthly || (yearly && day.month() == 1)) {
                steps.push(step as u32);
            }
        }
        if variation.is_some() {
            steps.push(self.span.first);
        }
        steps.sort_unstable();
        steps.dedup();
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
