//! Rows of `sizing.csv`.

use crate::metric::{Constraint, Period, Unit};

crate::table::rows! {
    /// What a volume needs of a link, port or fleet in a year, and what there is.
    pub struct SizingLine in "sizing.csv" {
        /// The target.
        target: String,
        /// The year.
        period: Period,
        /// Link, port or fleet; links side by side are joined by ` + `.
        entity: String,
        /// What limits: `nomination`, `capacity`, `berths` or `ships`.
        constraint: Constraint,
        /// Unit of the numbers.
        unit: Unit,
        /// What the volume needs.
        need: Option<f64> => unit,
        /// What there is on average over the days; empty where there is no bound.
        have: Option<f64> => unit,
        /// What is missing; 0 where there is enough.
        gap: Option<f64> => unit,
    }
}
