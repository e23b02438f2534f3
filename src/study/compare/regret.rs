//! Regret: how far an option falls behind the best one, history by history.

use crate::stats::{clustered_mean, quantile, sorted};

crate::table::words! {
    /// Which way is better.
    pub enum Better: "way that is better" {
        /// More is better, as of exports.
        Higher = "higher",
        /// Less is better, as of shut-in.
        Lower = "lower",
    }
}

/// How far an option falls behind the best of all in the same history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regret {
    /// Mean regret.
    pub mean: f64,
    /// Its standard error, clustered by belief.
    pub stderr: f64,
    /// 95 % quantile over histories.
    pub p95: f64,
    /// Greatest regret of any history.
    pub max: f64,
    /// Greatest mean regret under any belief.
    pub worst_belief: f64,
    /// Share of histories in which no other option is better; ties count for all.
    pub best: f64,
    /// Histories in which all options have a value.
    pub n: u64,
}

/// Regret of each option; value r of each belongs to history r and belief r mod `beliefs`.
pub fn regret(options: &[&[f64]], better: Better, beliefs: usize) -> Vec<Regret> {
    let histories = options.iter().map(|values| values.len()).min().unwrap_or(0);
    let sign = if better == Better::Higher { 1.0 } else { -1.0 };
    let best: Vec<f64> = (0..histories).map(|r| best_of(options, r, sign)).collect();
    options.iter().map(|values| one(values, &best, sign, beliefs)).collect()
}

/// The best value of a history; NaN where one is missing.
fn best_of(options: &[&[f64]], history: usize, sign: f64) -> f64 {
    let values = options.iter().map(|values| sign * values[history]);
    values.fold(f64::NEG_INFINITY, |best, value| {
        if best.is_nan() || value.is_nan() { f64::NAN } else { best.max(value) }
    })
}

fn one(values: &[f64], best: &[f64], sign: f64, beliefs: usize) -> Regret {
    let regrets: Vec<f64> = best.iter().zip(values).map(|(best, v)| best - sign * v).collect();
    let mean = clustered_mean(&regrets, beliefs);
    let ascending = sorted(regrets.iter().copied());
    let none_better = regrets.iter().filter(|regret| **regret <= 0.0).count();
    let of_belief = |belief: usize| {
        let own: Vec<f64> = regrets.iter().skip(belief).step_by(beliefs).copied().collect();
        clustered_mean(&own, own.len().max(1)).mean
    };
    let by_belief = (0..beliefs.min(regrets.len())).map(of_belief);
    Regret {
        mean: mean.mean,
        stderr: mean.stderr,
        p95: quantile(&ascending, 0.95),
        max: quantile(&ascending, 1.0),
        worst_belief: by_belief.fold(f64::NAN, f64::max),
        best: none_better as f64 / mean.n as f64,
        n: mean.n,
    }
}
