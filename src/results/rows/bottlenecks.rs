//! Rows of `measures.csv` and `waterfall.csv`.

use crate::metric::{Constraint, Period, Step};

crate::table::rows! {
    /// What one more unit of a constraint is worth to a target, alone or with one of another.
    pub struct MeasureLine in "measures.csv" {
        /// The target.
        target: String,
        /// Its year.
        period: Period,
        /// Link, port, fleet or sea.
        entity: String,
        /// What limits there.
        constraint: Constraint,
        /// The unit that is added.
        step: Step,
        /// The other of a pair; empty for a single measure.
        with: String,
        /// What limits there.
        with_constraint: Option<Constraint>,
        /// What is gained in the year.
        gain: Option<f64> => "tonnes",
        /// Standard error of the gain.
        gain_stderr: Option<f64> => "tonnes",
        /// Of a pair: what is gained beyond the two alone.
        synergy: Option<f64> => "tonnes",
        /// Standard error of the synergy.
        synergy_stderr: Option<f64> => "tonnes",
    }

    /// A step of the way down from what a target's routes could carry to what is delivered.
    pub struct FallLine in "waterfall.csv" {
        /// The target.
        target: String,
        /// Its year.
        period: Period,
        /// `nameplate`, a reason, or `delivered`.
        step: String,
        /// The volume; below zero where it is taken away.
        tonnes: Option<f64> => "tonnes",
        /// Its standard error.
        stderr: Option<f64> => "tonnes",
    }
}
