//! Blocks of replications merged into what the run says.

use super::block::Block;
use super::plan::{Plan, Role};
use super::{Entity, Estimate, Kept, ObservedRow, Outcome, SummaryRow, TraceRow};
use crate::dispatch::Verified;
use crate::metric::{Metric, Period};
use crate::stats::{Moments, clustered_quantile_interval, clustered_stderr, quantile, sorted};

/// Ends of an interval; `None` where it cannot be said.
type Interval = Option<(f64, f64)>;

/// Quantiles of a summary row.
const QUANTILES: [f64; 5] = [0.05, 0.1, 0.5, 0.9, 0.95];

/// Those that have an interval.
const WITH_INTERVAL: [f64; 3] = [0.05, 0.5, 0.95];

/// The tally of a run: takes in blocks in order and says the outcome.
///
/// The same blocks in the same order give the same bits, whoever made them.
#[derive(Debug, Clone)]
pub struct RunTally<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) replications: u32,
    moments: Vec<Moments>,
    /// Sums of columns, a row a belief; empty if not needed.
    sums: Vec<f64>,
    /// Replications in which a column that can be missing was there, a row a belief.
    present: Vec<u32>,
    pub(super) kept: Vec<Vec<f64>>,
    pub(super) binding: Vec<[u64; 2]>,
    trace: Vec<TraceRow>,
}

impl<'p> RunTally<'p> {
    /// A run of which nothing has passed yet.
    pub fn new(plan: &'p Plan<'p>) -> Self {
        let beliefs = if plan.is_clustered() { plan.clusters() } else { 0 };
        let bins = Block::bin(plan, plan.model.targets.len() + 1, 0, 0, 0);
        let room = plan.options.replications as usize;
        Self {
            plan,
            replications: 0,
            moments: vec![Moments::default(); plan.width()],
            sums: vec![0.0; beliefs * plan.width()],
            present: vec![0; beliefs * plan.gaps.len()],
            kept: plan.kept.iter().map(|_| Vec::with_capacity(room)).collect(),
            binding: vec![[0; 2]; bins],
            trace: Vec::new(),
        }
    }

    /// Takes in the block that follows those before.
    ///
    /// # Panics
    /// When the block does not begin where the last one ended.
    pub fn merge(&mut self, block: Block) {
        assert_eq!(block.first, self.replications, "blocks are merged in order");
        self.merge_beliefs(&block);
        for (moments, later) in self.moments.iter_mut().zip(&block.moments) {
            moments.merge(later);
        }
        for (kept, later) in self.kept.iter_mut().zip(&block.kept) {
            kept.extend_from_slice(later);
        }
        for (bin, later) in self.binding.iter_mut().zip(&block.binding) {
            bin[0] += later[0];
            bin[1] += later[1];
        }
        self.trace.extend(block.trace);
        self.replications += block.replications;
    }

    fn merge_beliefs(&mut self, block: &Block) {
        let (width, gaps) = (self.plan.width(), self.plan.gaps.len());
        for (index, (sums, present)) in block.sums.iter().zip(&block.present).enumerate() {
            let belief = (block.first as usize + index) % self.plan.clusters();
            for (sum, later) in self.sums[belief * width..][..width].iter_mut().zip(sums) {
                *sum += later;
            }
            for (count, later) in self.present[belief * gaps..][..gaps].iter_mut().zip(present) {
                *count += later;
            }
        }
    }

    /// Replications taken in so far.
    pub fn replications(&self) -> u32 {
        self.replications
    }

    /// What is known so far of a metric, for stopping rules; `None` where it is not reported.
    pub fn estimate(&self, metric: Metric, entity: &Entity, period: Period) -> Option<Estimate> {
        self.plan.column(metric, entity, period).map(|column| self.estimate_of(column))
    }

    /// Values by replication of a metric; `None` where they are not kept.
    pub fn values_of(&self, metric: Metric, entity: &Entity, period: Period) -> Option<&[f64]> {
        self.values(self.plan.column(metric, entity, period)?)
    }

    /// Beliefs that the replications so far are spread over, or as many as there are
    /// replications where these are independent.
    pub fn clusters(&self) -> usize {
        self.plan.clusters().min(self.replications as usize).max(1)
    }

    pub(super) fn estimate_of(&self, column: usize) -> Estimate {
        let moments = &self.moments[column];
        Estimate {
            n: moments.n(),
            mean: moments.mean(),
            stderr: self.stderr(column),
            min: moments.min(),
            max: moments.max(),
        }
    }

    /// Sum of a column over replications: exact for tonnes.
    pub(super) fn sum(&self, column: usize) -> f64 {
        self.moments[column].sum()
    }

    fn stderr(&self, column: usize) -> f64 {
        if !self.plan.is_clustered() {
            return self.moments[column].stderr();
        }
        let (width, gaps) = (self.plan.width(), self.plan.gaps.len());
        let beliefs = self.plan.clusters() as u64;
        let gap = self.plan.gaps.binary_search(&column).ok();
        let whole = u64::from(self.replications);
        let count = |belief: u64| match gap {
            Some(gap) => u64::from(self.present[belief as usize * gaps + gap]),
            None => whole / beliefs + u64::from(belief < whole % beliefs),
        };
        let sum = |belief: u64| self.sums[belief as usize * width + column];
        clustered_stderr((0..beliefs).map(|belief| (sum(belief), count(belief))))
    }

    /// Kept values of a column.
    pub(super) fn values(&self, column: usize) -> Option<&[f64]> {
        self.plan.kept.binary_search(&column).ok().map(|place| self.kept[place].as_slice())
    }

    /// Of the values of a metric those of replications in which it was looked at.
    pub(super) fn seen<'v>(&self, metric: Metric, values: &'v [f64]) -> &'v [f64] {
        let seen = if metric.is_push() { self.plan.options.push as usize } else { usize::MAX };
        &values[..values.len().min(seen)]
    }

    /// What the run says; `verified` are the certificates counted by `--verify`.
    pub fn finish(mut self, verified: Option<Verified>) -> Outcome {
        let clusters = self.plan.clusters() as u32;
        let beliefs = match self.plan.options.beliefs {
            0 => clusters,
            beliefs => beliefs,
        };
        Outcome {
            replications: self.replications,
            beliefs: beliefs.min(self.replications),
            summary: self.summary(),
            targets: self.target_rows(),
            observed: self.observed(),
            bottlenecks: self.bottleneck_rows(),
            losses: self.loss_rows(),
            trace: std::mem::take(&mut self.trace),
            kept: self.into_kept(),
            verified,
        }
    }

    fn summary(&self) -> Vec<SummaryRow> {
        let columns = self.plan.columns.iter().enumerate();
        let rows = columns.filter(|(_, column)| column.role == Role::Summary);
        let rows = rows.map(|(index, column)| {
            let (quantiles, intervals) = self.quantiles(column.metric, index);
            SummaryRow {
                quantity: column.quantity(self.plan.model),
                estimate: self.estimate_of(index),
                quantiles,
                intervals,
            }
        });
        rows.collect()
    }

    /// Quantiles of a column that is kept, and the intervals of some of them.
    fn quantiles(&self, metric: Metric, column: usize) -> (Option<[f64; 5]>, [Interval; 3]) {
        let Some(values) = self.values(column) else { return (None, [None; 3]) };
        let values = self.seen(metric, values);
        let ascending = sorted(values.iter().copied());
        let clusters = self.plan.clusters().min(values.len().max(1));
        let interval = |p| clustered_quantile_interval(values, &ascending, p, clusters);
        (Some(QUANTILES.map(|p| quantile(&ascending, p))), WITH_INTERVAL.map(interval))
    }

    fn observed(&self) -> Vec<ObservedRow> {
        let columns = self.plan.columns.iter().enumerate();
        let rows = columns.filter_map(|(index, column)| {
            let Role::Observed(observed) = column.role else { return None };
            let seen = &self.plan.model.observed[observed];
            let ascending = sorted(self.values(index)?.iter().copied());
            let mean = self.moments[index].mean();
            let ok = (mean - seen.value).abs() <= seen.within;
            let [p05, p95] = [0.05, 0.95].map(|p| quantile(&ascending, p));
            Some(ObservedRow { observed, mean, p05, p95, ok })
        });
        rows.collect()
    }

    fn into_kept(self) -> Vec<Kept> {
        let plan = self.plan;
        let columns = plan.kept.iter().zip(self.kept);
        let rows = columns.filter(|(column, _)| plan.columns[**column].role == Role::Summary);
        let rows = rows.map(|(&column, mut values)| {
            let column = &plan.columns[column];
            if column.metric.is_push() {
                values.truncate(plan.options.push as usize);
            }
            Kept { quantity: column.quantity(plan.model), values }
        });
        rows.collect()
    }
}
