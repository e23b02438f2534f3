//! Differences between runs, with the error of the difference.
//!
//! Runs with common random numbers are paired by replication: what both have in common
//! cancels. Knows nothing of where the values come from. The formulas are in
//! `docs/studies.md`, section Comparing.

mod regret;
mod shares;

pub use regret::{Better, Regret, regret};
pub use shares::Discordant;

use crate::stats::{Mean, clustered_mean, t95};

crate::table::words! {
    /// What a comparison concludes, at 95 %.
    pub enum Verdict: "verdict" {
        /// The second is higher.
        BHigher = "B higher",
        /// The first is higher.
        AHigher = "A higher",
        /// The interval of the difference holds zero.
        NotDistinguishable = "not distinguishable",
        /// Every pair is equal.
        Same = "the same",
        /// Too few values to say.
        Unknown = "too few values",
    }
}

/// B less A, with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Mean of A over its own values.
    pub a: Mean,
    /// Mean of B over its own values.
    pub b: Mean,
    /// Mean difference: of pairs where paired.
    pub difference: f64,
    /// Its standard error, clustered by belief.
    pub stderr: f64,
    /// 95 % interval, with Student's t by the number of beliefs.
    pub interval: (f64, f64),
    /// Chance that B is higher in a pair (unpaired: in two runs drawn apart); a tie counts half.
    pub b_higher: f64,
    /// Taken replication by replication.
    pub paired: bool,
    /// Pairs; unpaired: values of the smaller run.
    pub n: u64,
    /// Correlation of A and B over pairs; NaN where it is not defined.
    pub correlation: f64,
    /// The conclusion.
    pub verdict: Verdict,
}

/// Compares value by value; those of index r belong to belief r mod `beliefs`.
///
/// A pair counts where neither value is missing (NaN).
pub fn paired(a: &[f64], b: &[f64], beliefs: usize) -> Difference {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
    let mean = clustered_mean(&differences, beliefs);
    let clusters = clusters(&differences, beliefs);
    let all_equal = mean.n > 0 && differences.iter().all(|d| d.is_nan() || *d == 0.0);
    let higher: f64 = differences.iter().map(|d| above(*d)).sum();
    let interval = around(mean.mean, mean.stderr, clusters - 1.0);
    Difference {
        a: clustered_mean(a, beliefs),
        b: clustered_mean(b, beliefs),
        difference: mean.mean,
        stderr: mean.stderr,
        interval,
        b_higher: higher / mean.n as f64,
        paired: true,
        n: mean.n,
        correlation: correlation(a, b),
        verdict: if all_equal { Verdict::Same } else { verdict(interval) },
    }
}

/// [`paired`] of 0s and 1s, whose interval is that of a difference of shares.
pub fn paired_shares(a: &[f64], b: &[f64], beliefs: usize) -> Difference {
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
    let degrees = clusters(&differences, beliefs) - 1.0;
    let interval = Discordant::of(&differences, beliefs).interval(t95(degrees));
    with_interval(paired(a, b, beliefs), interval)
}

/// [`unpaired`] of 0s and 1s, whose interval is that of a difference of shares.
pub fn unpaired_shares(a: &[f64], b: &[f64], beliefs: [usize; 2]) -> Difference {
    with_interval(unpaired(a, b, beliefs), shares::apart(a, b, beliefs))
}

fn with_interval(found: Difference, interval: (f64, f64)) -> Difference {
    let same = found.verdict == Verdict::Same;
    Difference { interval, verdict: if same { Verdict::Same } else { verdict(interval) }, ..found }
}

/// Compares two runs that have nothing in common; `beliefs` of each.
///
/// Variances add up, and the degrees of freedom are Welch's.
pub fn unpaired(a: &[f64], b: &[f64], beliefs: [usize; 2]) -> Difference {
    let [of_a, of_b] = [clustered_mean(a, beliefs[0]), clustered_mean(b, beliefs[1])];
    let (va, vb) = (of_a.stderr.powi(2), of_b.stderr.powi(2));
    let (ca, cb) = (clusters(a, beliefs[0]), clusters(b, beliefs[1]));
    let stderr = (va + vb).sqrt();
    let parts = va * va / (ca - 1.0) + vb * vb / (cb - 1.0);
    let degrees = if parts > 0.0 { (va + vb).powi(2) / parts } else { ca.min(cb) - 1.0 };
    let interval = around(of_b.mean - of_a.mean, stderr, degrees);
    Difference {
        a: of_a,
        b: of_b,
        difference: of_b.mean - of_a.mean,
        stderr,
        interval,
        b_higher: superiority(a, b),
        paired: false,
        n: of_a.n.min(of_b.n),
        correlation: f64::NAN,
        verdict: verdict(interval),
    }
}

fn above(difference: f64) -> f64 {
    match difference.partial_cmp(&0.0) {
        Some(std::cmp::Ordering::Greater) => 1.0,
        Some(std::cmp::Ordering::Equal) => 0.5,
        _ => 0.0,
    }
}

/// Clusters that hold a value.
fn clusters(values: &[f64], beliefs: usize) -> f64 {
    let beliefs = beliefs.clamp(1, values.len().max(1));
    let full = (0..beliefs)
        .filter(|belief| values.iter().skip(*belief).step_by(beliefs).any(|value| !value.is_nan()));
    full.count() as f64
}

fn around(centre: f64, stderr: f64, degrees: f64) -> (f64, f64) {
    // No spread at all is certain, however few the values.
    let half = if stderr == 0.0 { 0.0 } else { t95(degrees) * stderr };
    (centre - half, centre + half)
}

fn verdict((low, high): (f64, f64)) -> Verdict {
    match (low, high) {
        _ if !(low.is_finite() && high.is_finite()) => Verdict::Unknown,
        _ if low > 0.0 => Verdict::BHigher,
        _ if high < 0.0 => Verdict::AHigher,
        _ => Verdict::NotDistinguishable,
    }
}

/// Pearson's correlation over pairs.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let pairs = a.iter().zip(b).filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let n = pairs.clone().count() as f64;
    let mean = |side: fn((&f64, &f64)) -> f64| pairs.clone().map(side).sum::<f64>() / n;
    let (mean_a, mean_b) = (mean(|(a, _)| *a), mean(|(_, b)| *b));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        let (a, b) = (a - mean_a, b - mean_b);
        (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
    }
    if aa > 0.0 && bb > 0.0 { ab / (aa * bb).sqrt() } else { f64::NAN }
}

/// P(B > A) + P(B = A) / 2 over all couples of a value of each.
fn superiority(a: &[f64], b: &[f64]) -> f64 {
    let sorted = crate::stats::sorted(a.iter().copied());
    let values = b.iter().filter(|value| !value.is_nan());
    let (mut below, mut couples) = (0.0, 0.0);
    for value in values {
        let less = sorted.partition_point(|a| a < value);
        let not_more = sorted.partition_point(|a| a <= value);
        below += (less + not_more) as f64 / 2.0;
        couples += sorted.len() as f64;
    }
    below / couples
}

#[cfg(test)]
mod tests;
