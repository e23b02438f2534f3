//! Rows of the tables of a run.

use crate::metric::{Constraint, Measure, Metric, Period, Quantity, Reached, Unit};
use crate::table::rows;
use jiff::civil::Date;

rows! {
    /// Every metric and entity by year and in total.
    pub struct SummaryLine in "summary.csv" {
        /// Point of the study.
        point: u32,
        /// Metric.
        metric: Metric,
        /// What it is of: `total` or a name.
        entity: String,
        /// Year, quarter, month or `total`.
        period: Period,
        /// Unit of the numbers behind `n`.
        unit: Unit,
        /// Replications in which it had a value.
        n: u64,
        /// Mean over these.
        mean: Option<f64> => unit,
        /// Standard error of the mean, clustered by belief; empty where it cannot be said.
        stderr: Option<f64> => unit,
        /// 5th percentile, exact, of what `replications.csv` keeps; empty elsewhere.
        p05: Option<f64> => unit,
        /// 10th percentile.
        p10: Option<f64> => unit,
        /// Median.
        p50: Option<f64> => unit,
        /// 90th percentile.
        p90: Option<f64> => unit,
        /// 95th percentile.
        p95: Option<f64> => unit,
        /// Least value.
        min: Option<f64> => unit,
        /// Greatest value.
        max: Option<f64> => unit,
        /// Lower end of the 95 % interval of `p05`, from order statistics; empty where there are
        /// too few values to say.
        p05_ci_lo: Option<f64> => unit,
        /// Its upper end.
        p05_ci_hi: Option<f64> => unit,
        /// Lower end of the interval of `p50`.
        p50_ci_lo: Option<f64> => unit,
        /// Its upper end.
        p50_ci_hi: Option<f64> => unit,
        /// Lower end of the interval of `p95`.
        p95_ci_lo: Option<f64> => unit,
        /// Its upper end.
        p95_ci_hi: Option<f64> => unit,
    }

    /// How probable it is that targets are reached.
    pub struct TargetLine in "targets.csv" {
        /// Point of the study.
        point: u32,
        /// Name of the target.
        target: String,
        /// `routes`, `sea`, `run-rate` or `capability`, under push with `push-` before it.
        measure: Measure,
        /// `in`: in the target's year, against `at-least`; `by`: in that year or an earlier one of
        /// the horizon, against a milestone.
        reached: Reached,
        /// The year.
        period: i16,
        /// What is to be reached, in the year or a year.
        threshold: f64 => unit,
        /// Unit of the threshold.
        unit: Unit,
        /// Share of replications that reached it.
        probability: f64 => "share",
        /// Lower end of its 95 % interval: Wilson's, with n over the design effect, and Student's
        /// t by the number of beliefs.
        ci_lo: f64 => "share",
        /// Its upper end; with no hit the bound to be quoted.
        ci_hi: f64 => "share",
        /// 5th percentile of the probability over beliefs; empty below 20 replications a belief.
        belief_p05: Option<f64> => "share",
        /// Its median.
        belief_p50: Option<f64> => "share",
        /// Its 95th percentile.
        belief_p95: Option<f64> => "share",
        /// Mean of max(0, threshold − value), where the value of `by` is the best year so far.
        shortfall_mean: Option<f64> => unit,
        /// Replications that had a value; under push of those that were run so.
        n: u64,
    }

    /// The model against what was observed, over exactly the days of the observation.
    pub struct ObservedLine in "observed.csv" {
        /// Point of the study.
        point: u32,
        /// Name of the observation.
        name: String,
        /// What it is of.
        entity: String,
        /// First day.
        from: Date,
        /// Last day, included.
        until: Date,
        /// Unit of the observation, as it was written.
        unit: String,
        /// Observed value.
        observed: f64 => unit,
        /// Mean of the same quantity in the model.
        model_mean: Option<f64> => unit,
        /// Its 5th percentile.
        model_p05: Option<f64> => unit,
        /// Its 95th percentile.
        model_p95: Option<f64> => unit,
        /// Model less observed, over observed; empty where nothing was observed.
        difference_percent: Option<f64> => "%",
        /// Greatest difference that counts as agreement.
        within: f64 => unit,
        /// Whether the mean lies within it.
        ok: bool,
    }

    /// What binds, and how often. Links that never bind have no row.
    pub struct BottleneckLine in "bottlenecks.csv" {
        /// Point of the study.
        point: u32,
        /// `shut-in`, or the target that is limited.
        objective: String,
        /// The link.
        entity: String,
        /// What limits it: `capacity`, `nomination` or `surge`; of a shuttle `berths` (also where
        /// planned work or an event leaves none), `ships`, `depth` or `weather` (hazards have closed
        /// a port).
        constraint: Constraint,
        /// Year or `total`.
        period: Period,
        /// Share of all days of the period, over all replications, on which it binds.
        share_binding: f64 => "share",
        /// Share on which one more tonne of it alone is one more tonne shipped.
        share_binding_alone: f64 => "share",
    }

    /// What the shut-in was caused by.
    pub struct LossLine in "losses.csv" {
        /// Point of the study.
        point: u32,
        /// Cause of the losses, or `no outage`: the network is too small even when whole, or a tank
        /// still full, as behind a closed port.
        cause: String,
        /// Source, or `total`.
        entity: String,
        /// Year or `total`.
        period: Period,
        /// Unit of the mean.
        unit: Unit,
        /// Shut-in for this cause.
        mean: f64 => unit,
        /// Standard error of the mean.
        stderr: Option<f64> => unit,
        /// Share of the shut-in of this source and period; empty where there is none.
        share: Option<f64> => "share",
    }

    /// Values by replication, of the quantities that are kept.
    pub struct ReplicationLine in "replications.csv" {
        /// Point of the study.
        point: u32,
        /// Simulated history.
        replication: u32,
        /// The belief it belongs to.
        belief: u32,
        /// Metric.
        metric: Metric,
        /// What it is of: `total` or a name.
        entity: String,
        /// Year, month or `total`.
        period: Period,
        /// Unit of the value.
        unit: Unit,
        /// The value; empty where it is missing.
        value: Option<f64> => unit,
    }

    /// Days and ships of traced replications.
    pub struct TraceLine in "trace.csv" {
        /// Point of the study.
        point: u32,
        /// Simulated history.
        replication: u32,
        /// The day.
        date: Date,
        /// `source`, `tank`, `market`, `link` or `ship`.
        kind: String,
        /// Name; of a ship `<fleet>-<number>`, from 1.
        name: String,
        /// Source: oil available; tank: what it holds when full; market: demand, empty if
        /// unlimited; link: capacity for us, of a shuttle what it could carry; all after losses.
        capacity: Option<i64> => unit,
        /// Source: production; market: oil received; link: our net flow.
        flow: Option<i64> => unit,
        /// Tank: stock at the end of the day; ship: tonnes on board after the event.
        stock: Option<i64> => unit,
        /// Unit of the three.
        unit: Unit,
        /// Ship: hour and minute of the event; empty otherwise.
        time: Option<String>,
        /// Ship: what it does from then on, see below; empty otherwise.
        event: Option<String>,
        /// Ship: where; for `sail` and `return`, where to; empty otherwise.
        port: Option<String>,
    }
}

impl SummaryLine {
    /// True for the row of a quantity at any point.
    pub fn is_of(&self, quantity: &Quantity) -> bool {
        (self.metric, self.period) == (quantity.metric, quantity.period)
            && self.entity == quantity.entity
    }
}
