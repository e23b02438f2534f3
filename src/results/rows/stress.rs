//! Rows of `stress.csv`.

use crate::metric::{Made, Unit};

crate::table::words! {
    /// Why something was lost in a stress test.
    pub enum Test: "kind of stress test" {
        /// It was named.
        Asked = "asked",
        /// Everything was lost in turn.
        Each = "each",
        /// Two of the worst were lost together.
        Pair = "pair",
    }
}

crate::table::rows! {
    /// What a loss does, history by history against the undisturbed run.
    pub struct StressLine in "stress.csv" {
        /// Key paths of what was lost, joined by ` + `.
        lost: String,
        /// Days out.
        days: u32 => "days",
        /// First day out, or `any`: evenly spread over the time that is not known yet.
        start: String,
        /// Whether the loss was `asked` for, came with `each`, or is a `pair` of others.
        test: Test,
        /// What is measured.
        metric: Made,
        /// `total`, or a route.
        entity: String,
        /// Unit of the values.
        unit: Unit,
        /// Replications that have a value.
        n: u64,
        /// Mean over replications, and over starts before.
        mean: Option<f64> => unit,
        /// Standard error of the mean, clustered by belief.
        stderr: Option<f64> => unit,
        /// 5 % quantile over replications and starts.
        p05: Option<f64> => unit,
        /// Median over replications and starts.
        p50: Option<f64> => unit,
        /// 95 % quantile over replications and starts.
        p95: Option<f64> => unit,
    }
}
