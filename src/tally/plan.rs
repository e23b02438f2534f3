//! The fixed list of what a run reports: every column, its period and its formula.

use super::Entity;
use super::entity::{entities, is_costed, is_priced, market};
use super::formula::{Formula, Formulas};
use super::slots::Slots;
use super::span::{Span, Spans};
use crate::metric::{How, Metric, Period, Quantity};
use crate::model::Model;

/// Days of the rolling window of a target's run rate.
pub(super) const RUN_DAYS: usize = 90;

/// Which values are kept by replication, and so have quantiles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// True: total exports and target measures only, as in a study. False: also exports by
    /// route and the totals of shut-in, supply lost and unserved.
    pub study: bool,
    /// Metrics kept besides, for all their entities.
    pub metrics: Vec<Metric>,
    /// Keep the months of all that is kept.
    pub monthly: bool,
}

impl Keep {
    fn has(&self, metric: Metric, entity: &Entity) -> bool {
        let total = *entity == Entity::Total;
        let usual = match metric {
            Metric::Exports => total || !self.study,
            Metric::ShutIn | Metric::SupplyLost | Metric::Unserved => total && !self.study,
            _ => metric.is_target(),
        };
        usual || self.metrics.contains(&metric)
    }
}

/// What of a run the tally must know beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Replications at most.
    pub replications: u32,
    /// Beliefs they are spread over: replication r belongs to belief r mod `beliefs`.
    pub beliefs: u32,
    /// Values kept.
    pub keep: Keep,
    /// Replications of which every day is kept.
    pub trace: Vec<u32>,
    /// So many first replications are run under push too.
    pub push: u32,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A row of the summary.
    Summary,
    /// An observation, by index into `Model::observed`.
    Observed(usize),
}

/// A number that every replication gives.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub metric: Metric,
    pub entity: Entity,
    pub period: Period,
    pub role: Role,
    /// Its values by replication are kept.
    pub kept: bool,
    pub formula: Formula,
}

impl Column {
    /// What it is a number of.
    pub fn quantity(&self, model: &Model) -> Quantity {
        Quantity::new(self.metric, self.entity.name(model), self.period)
    }
}

/// Columns that are read from the same days.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    /// All of them, ascending.
    pub columns: Vec<usize>,
    /// The same by span, so that a span is added up once.
    pub by_span: Vec<(Span, Vec<usize>)>,
}

/// The fixed list of what a run reports.
#[derive(Debug, Clone)]
pub struct Plan<'m> {
    pub(super) model: &'m Model,
    pub(super) causes: &'m [String],
    pub(super) options: Options,
    pub(super) slots: Slots,
    pub(super) spans: Spans,
    /// Summary and observations; the columns of losses come after them.
    pub(super) columns: Vec<Column>,
    /// Columns that are read from histories under contract, and from those under push.
    pub(super) contract: Reading,
    pub(super) push: Reading,
    /// Indices of kept columns.
    pub(super) kept: Vec<usize>,
    /// Indices of columns that can be missing in a replication.
    pub(super) gaps: Vec<usize>,
    pub(super) costed: bool,
    pub(super) priced: bool,
    /// By node: true for markets of which exports are made.
    pub(super) sells: Vec<bool>,
}

impl<'m> Plan<'m> {
    /// The plan for a model whose trajectories have these causes.
    pub fn new(model: &'m Model, causes: &'m [String], options: Options) -> Self {
        let spans = Spans::new(&model.horizon, &model.observed);
        let mut plan = Self {
            model,
            causes,
            options,
            slots: Slots::new(model),
            spans,
            columns: Vec::new(),
            contract: Reading::default(),
            push: Reading::default(),
            kept: Vec::new(),
            gaps: Vec::new(),
            costed: is_costed(model),
            priced: is_priced(model),
            sells: model.nodes.iter().map(|node| market(&node.kind, false)).collect(),
        };
        let pushes = plan.options.push > 0 && model.has_contracts();
        for metric in Metric::ALL.into_iter().filter(|metric| pushes || !metric.is_push()) {
            for entity in entities(model, metric) {
                plan.add_metric(metric, &entity);
            }
        }
        plan.add_observed();
        let of = |wanted: fn(&Column) -> bool| {
            (0..plan.columns.len()).filter(|c| wanted(&plan.columns[*c])).collect()
        };
        plan.kept = of(|c| c.kept);
        plan.gaps = of(|c| c.metric.is_push() || c.formula.can_be_missing());
        plan
    }

    fn add_metric(&mut self, metric: Metric, entity: &Entity) {
        let first = self.columns.len();
        let kept = self.options.keep.has(metric, entity);
        let months_kept = kept && self.options.keep.monthly && !metric.is_target();
        let months = months_kept || matches!(metric, Metric::Exports | Metric::Stock);
        for index in 0..self.spans.periods.len() {
            let (period, span) = self.spans.periods[index].clone();
            let monthly = matches!(period, Period::Month(..));
            if monthly && !months {
                continue;
            }
            let of = metric.under_contract();
            if let Some((formula, span)) = self.formula(of, entity, period, span, first) {
                let kept = kept && (!monthly || months_kept);
                let (entity, role) = (entity.clone(), Role::Summary);
                self.add(Column { metric, entity, period, role, kept, formula }, span);
            }
        }
    }

    /// Formula and span of a metric in a period; `first` is its first column.
    fn formula(
        &self,
        metric: Metric,
        entity: &Entity,
        period: Period,
        span: Span,
        first: usize,
    ) -> Option<(Formula, Span)> {
        let horizon = &self.model.horizon;
        let rate = matches!(metric, Metric::TargetRunRate | Metric::TargetCapability);
        Some(match (entity, period, metric.card().how) {
            (_, Period::Total, _) if rate => {
                let years: Vec<usize> = (first..self.columns.len()).collect();
                (Formula::Greatest((!years.is_empty()).then_some(years)?), span)
            }
            (Entity::Target(target), Period::Year(year), _) if rate => {
                if metric == Metric::TargetRunRate {
                    let long = span.start + span.days >= RUN_DAYS;
                    let index = usize::from(year.abs_diff(self.spans.years[0]));
                    return long.then_some((Formula::RunRate(*target, index), span));
                }
                let quarter = self.spans.of(horizon, Period::Quarter(year, 4))?;
                let days = f64::from(horizon.day(quarter.start).days_in_year);
                let stages = self.model.targets[*target].chain.iter();
                let cuts = stages.flat_map(|stage| self.formulas().able(stage)).collect();
                (Formula::NarrowestMean(cuts, days), quarter)
            }
            (Entity::Port(port), _, How::WaitQuantile(share)) => {
                let years = match period {
                    Period::Year(year) => {
                        let index = usize::from(year.abs_diff(self.spans.years[0]));
                        index..index + 1
                    }
                    Period::Total => 0..self.spans.years.len(),
                    Period::Quarter(..) | Period::Month(..) => return None,
                };
                let place = self.slots.ports.binary_search(port).ok()?;
                (Formula::WaitQuantile(place, share, years), span)
            }
            _ => (self.formulas().of(metric, entity)?, span),
        })
    }

    fn formulas(&self) -> Formulas<'_> {
        Formulas { model: self.model, slots: &self.slots }
    }

    fn add_observed(&mut self) {
        for (index, seen) in self.model.observed.iter().enumerate() {
            let span = self.spans.of_observed(&self.model.horizon, seen);
            let entity = Entity::named(self.model, seen.metric, &seen.entity);
            let (Some(span), Some(entity)) = (span, entity) else { continue };
            let Some(formula) = self.formulas().of(seen.metric, &entity) else { continue };
            let (metric, role) = (seen.metric, Role::Observed(index));
            let (period, kept) = (Period::Total, true);
            self.add(Column { metric, entity, period, role, kept, formula }, span);
        }
    }

    fn add(&mut self, column: Column, span: Span) {
        let index = self.columns.len();
        let reading = if column.metric.is_push() { &mut self.push } else { &mut self.contract };
        reading.columns.push(index);
        match reading.by_span.iter_mut().find(|(other, _)| *other == span) {
            Some((_, columns)) => columns.push(index),
            None => reading.by_span.push((span, vec![index])),
        }
        self.columns.push(column);
    }

    /// Clusters for standard errors.
    pub(super) fn clusters(&self) -> usize {
        self.model.clusters(self.options.replications, self.options.beliefs) as usize
    }

    /// True where sums by belief are needed.
    pub(super) fn is_clustered(&self) -> bool {
        self.clusters() < self.options.replications as usize
    }

    /// Columns that every replication gives, losses included.
    pub(super) fn width(&self) -> usize {
        self.columns.len() + self.loss_width()
    }

    /// Columns of losses: by period, cause and source, totals included.
    pub(super) fn loss_width(&self) -> usize {
        self.loss_periods() * (self.causes.len() + 1) * (self.slots.sources.len() + 1)
    }

    /// Periods of losses: the years and the total.
    pub(super) fn loss_periods(&self) -> usize {
        self.spans.years.len() + 1
    }

    /// Column of the losses of a period (years, then the total), cause (0: no outage) and
    /// source (0: the total).
    pub(super) fn loss_column(&self, period: usize, cause: usize, source: usize) -> usize {
        let (causes, sources) = (self.causes.len() + 1, self.slots.sources.len() + 1);
        self.columns.len() + (period * causes + cause) * sources + source
    }

    /// Column of a summary row.
    pub(super) fn column(&self, metric: Metric, entity: &Entity, period: Period) -> Option<usize> {
        self.columns.iter().position(|column| {
            column.role == Role::Summary
                && (column.metric, column.period) == (metric, period)
                && column.entity == *entity
        })
    }

    /// Memory in bytes that a run takes for what it keeps: values by replication, sums by belief
    /// and traced days. It does not grow with the days otherwise.
    pub fn kept_bytes(&self) -> u64 {
        let replications = u64::from(self.options.replications);
        let values = 8 * replications * self.kept.len() as u64;
        let beliefs = if self.is_clustered() { self.clusters() as u64 } else { 0 };
        let sums = beliefs * (8 * self.width() + 4 * self.gaps.len()) as u64;
        let ships = self.slots.fleets.iter().map(|fleet| self.model.fleets[*fleet].most_ships());
        // A ship does about two things a day.
        let a_day = self.model.nodes.len() + self.model.links.len() + 2 * ships.sum::<usize>();
        let rows = self.model.horizon.steps() * a_day;
        let row = size_of::<super::TraceRow>() + 24;
        values + sums + (self.options.trace.len() * rows * row) as u64
    }
}

/// Memory in bytes that a run would take for what it keeps; see [`Plan::kept_bytes`].
pub fn kept_bytes(model: &Model, causes: &[String], options: &Options) -> u64 {
    Plan::new(model, causes, options.clone()).kept_bytes()
}

/// True where a run of the model without push has a row of the summary for this.
pub fn reports(model: &Model, metric: Metric, entity: &str, period: Period) -> bool {
    let plan = Plan::new(model, &[], Options { replications: 1, beliefs: 1, ..Options::default() });
    let entity = Entity::named(model, metric, entity);
    entity.is_some_and(|entity| plan.column(metric, &entity, period).is_some())
}
