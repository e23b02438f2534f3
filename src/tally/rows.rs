//! Rows of what is derived from a run: targets, bottlenecks, losses.

use super::block::Block;
use super::run::RunTally;
use super::{BottleneckRow, Entity, LossRow, TargetRow};
use crate::metric::{Constraint, Measure, Metric, Period, Reached};
use crate::stats::Probability;

/// Cause of shut-in that no outage explains.
pub const NO_OUTAGE: &str = "no outage";

/// A measure of a target: by year, its values by replication.
struct Measured<'r> {
    target: usize,
    measure: Measure,
    years: Vec<(i16, &'r [f64])>,
}

/// What is to be reached.
struct Aim {
    reached: Reached,
    year: i16,
    threshold: f64,
}

impl RunTally<'_> {
    /// For each target and measure: `in` its year, then `by` each year and milestone.
    pub(super) fn target_rows(&self) -> Vec<TargetRow> {
        let targets = 0..self.plan.model.targets.len();
        let measured =
            targets.flat_map(|target| Measure::ALL.map(|measure| self.measured(target, measure)));
        measured.flat_map(|measured| self.rows_of(&measured)).collect()
    }

    fn measured(&self, target: usize, measure: Measure) -> Measured<'_> {
        let metric = measure.metric();
        let values = |year: &i16| {
            let period = Period::Year(*year);
            let column = self.plan.column(metric, &Entity::Target(target), period)?;
            Some((*year, self.seen(metric, self.values(column)?)))
        };
        let years = self.plan.spans.years.iter().filter_map(values).collect();
        Measured { target, measure, years }
    }

    fn rows_of(&self, measured: &Measured) -> Vec<TargetRow> {
        let target = &self.plan.model.targets[measured.target];
        let mut rows = Vec::new();
        if let Some((year, values)) = measured.years.iter().find(|(year, _)| *year == target.year) {
            rows.extend(self.target_row(
                measured,
                Aim { reached: Reached::In, year: *year, threshold: target.at_least },
                values,
            ));
        }
        let mut best = Vec::new();
        for (year, values) in &measured.years {
            best.resize(values.len(), f64::NAN);
            for (best, value) in best.iter_mut().zip(*values) {
                *best = best.max(*value);
            }
            for milestone in &target.milestones {
                rows.extend(self.target_row(
                    measured,
                    Aim { reached: Reached::By, year: *year, threshold: *milestone },
                    &best,
                ));
            }
        }
        rows
    }

    /// `None` where no replication has a value.
    fn target_row(
        &self,
        measured: &Measured,
        Aim { reached, year, threshold }: Aim,
        values: &[f64],
    ) -> Option<TargetRow> {
        let clusters = self.plan.clusters().min(values.len().max(1));
        let found = Probability::reached(values, threshold, clusters);
        if found.n == 0 {
            return None;
        }
        let values = values.iter().filter(|value| !value.is_nan());
        let short: f64 = values.map(|value| (threshold - value).max(0.0)).sum();
        Some(TargetRow {
            target: self.plan.model.targets[measured.target].name.clone(),
            measure: measured.measure,
            reached,
            year,
            threshold,
            unit: measured.measure.metric().unit(),
            hits: found.hits,
            probability: found.share(),
            interval: found.interval,
            beliefs: found.range,
            shortfall_mean: short / found.n as f64,
            n: found.n,
        })
    }

    /// Links that bind, by objective and period, the worst first.
    pub(super) fn bottleneck_rows(&self) -> Vec<BottleneckRow> {
        let mut rows = Vec::new();
        let years = self.plan.spans.years.len();
        for objective in 0..=self.plan.model.targets.len() {
            for period in 0..=years {
                let mut found = self.binding_in(objective, period);
                found.sort_by(|a, b| b.share_binding.total_cmp(&a.share_binding));
                rows.append(&mut found);
            }
        }
        rows
    }

    /// Links that bind in a year, or with the index after the last year in all of them.
    fn binding_in(&self, objective: usize, period: usize) -> Vec<BottleneckRow> {
        let plan = self.plan;
        let years = plan.spans.years.len();
        let (label, of) = if period == years {
            (Period::Total, 0..years)
        } else {
            (Period::Year(plan.spans.years[period]), period..period + 1)
        };
        let cells = plan.spans.cells.iter().filter(|cell| of.contains(&cell.year));
        let days: usize = cells.map(|cell| cell.end - cell.start).sum();
        let all = (days as u64 * u64::from(self.replications)) as f64;
        let name = objective.checked_sub(1).map(|target| plan.model.targets[target].name.as_str());
        let mut rows = Vec::new();
        for (link, named) in plan.model.links.iter().enumerate() {
            for (index, &constraint) in Constraint::ALL.iter().enumerate() {
                let bins =
                    of.clone().map(|y| self.binding[Block::bin(plan, objective, link, index, y)]);
                let [binding, alone] =
                    bins.fold([0, 0], |sum, bin| [sum[0] + bin[0], sum[1] + bin[1]]);
                if binding > 0 {
                    rows.push(BottleneckRow {
                        objective: name.unwrap_or("shut-in").to_owned(),
                        link: named.name.clone(),
                        constraint,
                        period: label,
                        share_binding: binding as f64 / all,
                        share_binding_alone: alone as f64 / all,
                    });
                }
            }
        }
        rows
    }

    /// Shut-in by cause: for the total and each source, every cause that took anything, in the
    /// order of causes after `no outage`, by year and in total.
    pub(super) fn loss_rows(&self) -> Vec<LossRow> {
        let mut rows = Vec::new();
        for source in 0..=self.plan.slots.sources.len() {
            for cause in 0..=self.plan.causes.len() {
                let all = self.plan.loss_column(self.plan.loss_periods() - 1, cause, source);
                if self.sum(all) > 0.0 {
                    rows.extend(
                        (0..self.plan.loss_periods()).map(|p| self.loss_row(p, cause, source)),
                    );
                }
            }
        }
        rows
    }

    fn loss_row(&self, period: usize, cause: usize, source: usize) -> LossRow {
        let plan = self.plan;
        let column = plan.loss_column(period, cause, source);
        let estimate = self.estimate_of(column);
        let period = plan.spans.years.get(period).map_or(Period::Total, |year| Period::Year(*year));
        let entity = match source {
            0 => Entity::Total,
            source => Entity::Node(plan.slots.sources[source - 1]),
        };
        let shut_in = plan.column(Metric::ShutIn, &entity, period);
        let shut_in = shut_in.map_or(f64::NAN, |shut_in| self.sum(shut_in));
        let share = if shut_in > 0.0 { self.sum(column) / shut_in } else { f64::NAN };
        LossRow {
            cause: if cause == 0 { NO_OUTAGE.to_owned() } else { plan.causes[cause - 1].clone() },
            source: entity.name(plan.model).to_owned(),
            period,
            mean: estimate.mean,
            stderr: estimate.stderr,
            share,
        }
    }
}
