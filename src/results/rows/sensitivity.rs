//! Rows of `sensitivity.csv`, one of three tables by the design of the study, and `discovery.csv`.

use crate::metric::Unit;

crate::table::rows! {
    /// How far the output moves when a factor alone takes its least and its greatest effect.
    pub struct TornadoLine in "sensitivity.csv" {
        /// What is explained.
        output: String,
        /// Key path of the factor.
        factor: String,
        /// Point at which the output is least.
        low_at: String,
        /// Output there less the unchanged one.
        low: Option<f64> => unit,
        /// Point at which the output is greatest.
        high_at: String,
        /// Output there less the unchanged one.
        high: Option<f64> => unit,
        /// From the least to the greatest.
        swing: Option<f64> => unit,
        /// Unit of the output.
        unit: Unit,
    }

    /// Elementary effects of a factor over the trajectories of a Morris design.
    pub struct MorrisLine in "sensitivity.csv" {
        /// What is explained.
        output: String,
        /// Key path of the factor.
        factor: String,
        /// Mean of the absolute effects.
        mu_star: Option<f64> => unit,
        /// Standard error of that mean.
        mu_star_stderr: Option<f64> => unit,
        /// Mean of the effects.
        mu: Option<f64> => unit,
        /// Standard deviation of the effects.
        sigma: Option<f64> => unit,
        /// Unit of the output.
        unit: Unit,
    }

    /// Sobol' indices of a factor: shares of the variance of the output.
    pub struct SobolLine in "sensitivity.csv" {
        /// What is explained.
        output: String,
        /// Key path of the factor.
        factor: String,
        /// First-order index.
        first: Option<f64> => "share",
        /// Lower end of its 95 % interval.
        first_ci_lo: Option<f64> => "share",
        /// Upper end of its 95 % interval.
        first_ci_hi: Option<f64> => "share",
        /// Total index.
        total: Option<f64> => "share",
        /// Lower end of its 95 % interval.
        total_ci_lo: Option<f64> => "share",
        /// Upper end of its 95 % interval.
        total_ci_hi: Option<f64> => "share",
    }

    /// A limit on a factor that sets the points that fail apart.
    pub struct DiscoveryLine in "discovery.csv" {
        /// What is explained.
        output: String,
        /// Whether points fail below or above the level.
        fails: Side,
        /// The level.
        level: Option<f64> => level_unit,
        /// Unit of the level.
        level_unit: Unit,
        /// Key path of the factor.
        factor: String,
        /// Least value inside; empty where there is no limit.
        least: Option<f64> => unit,
        /// Greatest value inside; empty where there is no limit.
        most: Option<f64> => unit,
        /// Unit of the factor, with `+` or `x` before it where it is a change.
        unit: String,
        /// Values inside, of a factor in words.
        values: String,
        /// Chance to find as many failures inside if the limit meant nothing.
        quasi_p: f64 => "share",
        /// Share of failures inside.
        coverage: f64 => "share",
        /// Share of the inside that fails.
        density: f64 => "share",
        /// Share of all points inside.
        mass: f64 => "share",
        /// Points that fail.
        failures: u64,
        /// All points.
        futures: u64,
    }
}

crate::table::words! {
    /// Side of a level on which points fail.
    pub enum Side: "side of a level" {
        /// Less than it.
        Below = "below",
        /// More than it.
        Above = "above",
    }
}
