//! Rows of `compare.csv` and `regret.csv`.

use crate::metric::{Name, Period, Quantity, Unit};
use crate::study::compare::{Better, Verdict};

crate::table::rows! {
    /// A quantity of two runs, and how far the second is from the first.
    pub struct CompareLine in "compare.csv" {
        /// What is compared: a metric, or `target-reached`.
        metric: Name,
        /// What the metric is of, or `total`.
        entity: String,
        /// Year, quarter, month or `total`.
        period: Period,
        /// Unit of the quantity.
        unit: Unit,
        /// The first run.
        a: String,
        /// Mean of the first run.
        a_mean: Option<f64> => unit,
        /// Standard error of the mean of the first run.
        a_stderr: Option<f64> => unit,
        /// Replications of the first run that have a value.
        a_n: u64,
        /// The second run.
        b: String,
        /// Mean of the second run.
        b_mean: Option<f64> => unit,
        /// Standard error of the mean of the second run.
        b_stderr: Option<f64> => unit,
        /// Replications of the second run that have a value.
        b_n: u64,
        /// Second less first.
        difference: Option<f64> => unit,
        /// Standard error of the difference, clustered by belief.
        difference_stderr: Option<f64> => unit,
        /// Lower end of the 95 % interval of the difference.
        ci_lo: Option<f64> => unit,
        /// Upper end of the 95 % interval of the difference.
        ci_hi: Option<f64> => unit,
        /// Share of pairs in which the second is higher, ties counted half.
        p_b_higher: Option<f64> => "share",
        /// Whether replications were compared one by one.
        paired: bool,
        /// Pairs, or replications of the smaller run.
        n: u64,
        /// Correlation of the two over pairs.
        correlation: Option<f64> => "index",
        /// What can be said at 95 %.
        verdict: Verdict,
        /// Which way is better; empty where that is not known.
        better: Option<Better>,
        /// `p_b_higher` the right way round; empty where it is not known which way is better.
        p_b_better: Option<f64> => "share",
    }

    /// How far a run falls behind the best of all in the same replication, of three or more.
    pub struct RegretLine in "regret.csv" {
        /// What is compared: a metric, or `target-reached`.
        metric: Name,
        /// What the metric is of, or `total`.
        entity: String,
        /// Year, quarter, month or `total`.
        period: Period,
        /// Unit of the quantity.
        unit: Unit,
        /// The run.
        option: String,
        /// Mean regret.
        regret_mean: Option<f64> => unit,
        /// Standard error of the mean, clustered by belief.
        regret_stderr: Option<f64> => unit,
        /// 95 % quantile over replications.
        regret_p95: Option<f64> => unit,
        /// Greatest regret of any replication.
        regret_max: Option<f64> => unit,
        /// Greatest mean regret under any belief.
        regret_worst_belief: Option<f64> => unit,
        /// Share of replications in which no other run is better.
        p_best: Option<f64> => "share",
        /// Replications in which all runs have a value.
        n: u64,
    }
}

impl CompareLine {
    /// What is compared.
    pub fn quantity(&self) -> Quantity<Name> {
        Quantity::new(self.metric, &self.entity, self.period)
    }
}

impl RegretLine {
    /// What is compared.
    pub fn quantity(&self) -> Quantity<Name> {
        Quantity::new(self.metric, &self.entity, self.period)
    }
}
