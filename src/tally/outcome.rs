//! What a run of one point says: plain, owned, in the order in which it is written.

use crate::dispatch::Verified;
use crate::metric::{Constraint, Measure, Metric, Period, Quantity, Reached, Unit};
use crate::port::Move;
use jiff::civil::Date;

/// A mean with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Replications in which the metric had a value.
    pub n: u64,
    /// Mean, NaN when `n` is 0.
    pub mean: f64,
    /// Standard error of the mean, clustered by belief; NaN when it cannot be said.
    pub stderr: f64,
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
}

/// A row of `summary.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct SummaryRow {
    /// Of what.
    pub quantity: Quantity,
    /// Its estimate.
    pub estimate: Estimate,
    /// P05, P10, P50, P90, P95 where every value was kept.
    pub quantiles: Option<[f64; 5]>,
    /// 95 % intervals of P05, P50 and P95, where there are values enough.
    pub intervals: [Option<(f64, f64)>; 3],
}

/// The values of a quantity by replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Of what.
    pub quantity: Quantity,
    /// By replication; NaN where the metric is missing. Under push of the first replications.
    pub values: Vec<f64>,
}

/// A row of `targets.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetRow {
    /// Name of the target.
    pub target: String,
    /// What is measured.
    pub measure: Measure,
    /// In the year, or by its end.
    pub reached: Reached,
    /// The year.
    pub year: i16,
    /// Tonnes, or tonnes a year for rates.
    pub threshold: f64,
    /// Tonnes, or tonnes a year.
    pub unit: Unit,
    /// Replications in which it was reached.
    pub hits: u64,
    /// Share of replications.
    pub probability: f64,
    /// 95 % Wilson interval with n over the design effect of beliefs.
    pub interval: (f64, f64),
    /// P05, P50, P95 of the probability over beliefs; empty below 20 replications a belief.
    pub beliefs: Option<[f64; 3]>,
    /// Mean of max(0, threshold - value).
    pub shortfall_mean: f64,
    /// Replications; under push those that were run so.
    pub n: u64,
}

/// A row of `observed.csv`, in the metric's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedRow {
    /// Index into `Model::observed`.
    pub observed: usize,
    /// Mean over replications.
    pub mean: f64,
    /// P05 and P95 over replications.
    pub p05: f64,
    /// P95.
    pub p95: f64,
    /// True: the mean is within the tolerance.
    pub ok: bool,
}

/// A row of `bottlenecks.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct BottleneckRow {
    /// `shut-in`, or the name of a target.
    pub objective: String,
    /// Name of the link.
    pub link: String,
    /// What limits it.
    pub constraint: Constraint,
    /// The span.
    pub period: Period,
    /// Share of all days of the period, over replications.
    pub share_binding: f64,
    /// Share of days on which it binds alone.
    pub share_binding_alone: f64,
}

/// A row of `losses.csv`, tonnes of shut-in.
#[derive(Debug, Clone, PartialEq)]
pub struct LossRow {
    /// Name of the cause; `no outage` where the network is too small as it is.
    pub cause: String,
    /// Name of the source, or `total`.
    pub source: String,
    /// The span.
    pub period: Period,
    /// Mean over replications.
    pub mean: f64,
    /// Its standard error.
    pub stderr: f64,
    /// Share of the shut-in of this source and period; NaN where there is none.
    pub share: f64,
}

/// A row of `trace.csv`, tonnes.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceRow {
    /// The replication.
    pub replication: u32,
    /// The day.
    pub date: Date,
    /// What the row is of.
    pub kind: TraceKind,
    /// Name.
    pub name: String,
    /// What it could take or give today.
    pub capacity: Option<i64>,
    /// What it did.
    pub flow: Option<i64>,
    /// What it holds at the day's end; a ship after its event.
    pub stock: Option<i64>,
    /// Of a ship: what it does.
    pub event: Option<TraceEvent>,
}

crate::table::words! {
    /// What a row of a trace is of.
    pub enum TraceKind: "kind of row of a trace" {
        /// A source.
        Source = "source",
        /// A tank.
        Tank = "tank",
        /// A market.
        Market = "market",
        /// A link.
        Link = "link",
        /// A ship, at something it does.
        Ship = "ship",
    }
}

/// Something a ship does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceEvent {
    /// Minute of the day.
    pub minute: u16,
    /// What.
    pub name: Move,
    /// Name of the port where it does it; where to, for one that sails.
    pub port: String,
}

impl TraceEvent {
    /// Hour and minute, as on a clock.
    pub fn time(&self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

/// Everything that a run of one point says.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// Replications run.
    pub replications: u32,
    /// Beliefs they were spread over.
    pub beliefs: u32,
    /// By metric, entity and period.
    pub summary: Vec<SummaryRow>,
    /// Values by replication.
    pub kept: Vec<Kept>,
    /// Probabilities of targets.
    pub targets: Vec<TargetRow>,
    /// Against what was observed.
    pub observed: Vec<ObservedRow>,
    /// What binds.
    pub bottlenecks: Vec<BottleneckRow>,
    /// What the shut-in was caused by.
    pub losses: Vec<LossRow>,
    /// Days of the traced replications.
    pub trace: Vec<TraceRow>,
    /// With `--verify`.
    pub verified: Option<Verified>,
}

impl Outcome {
    /// What is known of a quantity; `None` where it is not reported. `entity` is `total` or a name.
    pub fn estimate(&self, metric: Metric, entity: &str, period: Period) -> Option<Estimate> {
        let of = |row: &&SummaryRow| (row.quantity.metric, row.quantity.period) == (metric, period);
        self.summary
            .iter()
            .filter(of)
            .find(|row| row.quantity.entity == entity)
            .map(|row| row.estimate)
    }

    /// Values by replication of a quantity; `None` where they are not kept ([`super::Keep`]).
    pub fn values(&self, metric: Metric, entity: &str, period: Period) -> Option<&[f64]> {
        let of = |kept: &&Kept| (kept.quantity.metric, kept.quantity.period) == (metric, period);
        let kept = self.kept.iter().filter(of).find(|kept| kept.quantity.entity == entity)?;
        Some(&kept.values)
    }
}
