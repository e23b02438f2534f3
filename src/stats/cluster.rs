//! Errors of means and probabilities where values share a cluster.
//!
//! Value r belongs to cluster r mod B. Values of one cluster are not independent, so what
//! counts as a sample is the cluster.

use super::interval::{Z95, t95, wilson};
use super::quantile::{quantile, quantile_interval, sorted};

/// Values in a cluster below which a range over clusters says nothing.
pub const RANGE_NEEDS: u64 = 20;

/// A mean with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Values that were not missing.
    pub n: u64,
    /// Mean; NaN without values.
    pub mean: f64,
    /// Standard error, clustered; NaN below two clusters.
    pub stderr: f64,
}

/// Standard error of a mean over clusters given as (sum, count).
///
/// The mean is the ratio of the sum of sums S to the sum of counts n, and its variance
/// B/(B-1) Σ (S_b - mean n_b)² / n². With one value a cluster this is s/√n. Clusters
/// without values do not count; NaN below two clusters.
pub fn clustered_stderr(clusters: impl Iterator<Item = (f64, u64)> + Clone) -> f64 {
    let full = clusters.filter(|cluster| cluster.1 > 0);
    let (mut b, mut n, mut sum) = (0_u64, 0_u64, 0.0);
    for (s, count) in full.clone() {
        b += 1;
        n += count;
        sum += s;
    }
    if b < 2 {
        return f64::NAN;
    }
    let mean = sum / n as f64;
    let squares: f64 = full.map(|(s, count)| (s - mean * count as f64).powi(2)).sum();
    (b as f64 / (b - 1) as f64 * squares).sqrt() / n as f64
}

/// Sum and count of each cluster; NaN is missing.
fn by_cluster(values: &[f64], clusters: usize) -> Vec<(f64, u64)> {
    let mut sums = vec![(0.0, 0); clusters.min(values.len())];
    for (index, &value) in values.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        let cluster = &mut sums[index % clusters];
        cluster.0 += value;
        cluster.1 += 1;
    }
    sums
}

/// Mean of values of which the one of index r belongs to cluster r mod `clusters`.
///
/// For paired differences give the differences.
pub fn clustered_mean(values: &[f64], clusters: usize) -> Mean {
    let sums = by_cluster(values, clusters);
    let n: u64 = sums.iter().map(|cluster| cluster.1).sum();
    let sum: f64 = values.iter().filter(|value| !value.is_nan()).sum();
    Mean { n, mean: sum / n as f64, stderr: clustered_stderr(sums.into_iter()) }
}

/// How a probability is to be printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// No hit at all: less than this.
    Below(f64),
    /// Nothing but hits: more than this.
    Above(f64),
    /// Some hits: about the share, within the interval.
    Within(f64, f64),
}

/// The probability of something that was seen or not in each trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Probability {
    /// Trials in which it was seen.
    pub hits: u64,
    /// Trials.
    pub n: u64,
    /// Variance of the share over that of as many independent trials, at least 1.
    pub design_effect: f64,
    /// 95 % Wilson interval with n over the design effect, and Student's t where that is estimated.
    pub interval: (f64, f64),
    /// P05, P50, P95 of the probability over clusters; empty below [`RANGE_NEEDS`] trials in each.
    pub range: Option<[f64; 3]>,
}

impl Probability {
    /// That a value is `threshold` or more. The one of index r belongs to cluster r mod
    /// `clusters`; one that is missing (NaN) is no trial.
    pub fn reached(values: &[f64], threshold: f64, clusters: usize) -> Self {
        let hit = |value: &f64| match value {
            value if value.is_nan() => f64::NAN,
            value => f64::from(u8::from(*value >= threshold)),
        };
        let trials: Vec<f64> = values.iter().map(hit).collect();
        Self::of_values(&trials, clusters)
    }

    /// Of trials as 1 and 0; NaN is missing, and a cluster without values does not count.
    pub fn of_values(values: &[f64], clusters: usize) -> Self {
        let mut sums = by_cluster(values, clusters);
        sums.retain(|cluster| cluster.1 > 0);
        let n = sums.iter().map(|cluster| cluster.1).sum();
        let hits = values.iter().filter(|value| **value > 0.0).count() as u64;
        let design_effect = design_effect(&sums, hits, n);
        let interval = match n {
            0 => (0.0, 1.0),
            _ => wilson(hits as f64 / n as f64, n as f64 / design_effect, critical(&sums, hits, n)),
        };
        Self { hits, n, design_effect, interval, range: range(&sums) }
    }

    /// Its Wilson interval with another critical value.
    pub fn wilson(&self, z: f64) -> (f64, f64) {
        wilson(self.share(), self.n as f64 / self.design_effect, z)
    }

    /// Share of trials in which it was seen; NaN without trials.
    pub fn share(&self) -> f64 {
        self.hits as f64 / self.n as f64
    }

    /// How it is to be printed: none in N is an upper bound, never 0.
    pub fn bound(&self) -> Bound {
        match self.hits {
            0 => Bound::Below(self.interval.1),
            hits if hits == self.n => Bound::Above(self.interval.0),
            _ => Bound::Within(self.interval.0, self.interval.1),
        }
    }
}

/// The critical value of a share: Student's t by the number of clusters where its variance is
/// estimated from them. It is not where each trial is a cluster, nor where all trials agree.
fn critical(sums: &[(f64, u64)], hits: u64, n: u64) -> f64 {
    let clusters = sums.len() as u64;
    let known = clusters == n || hits == 0 || hits == n;
    if known && clusters > 1 { Z95 } else { t95((clusters - 1) as f64) }
}

/// 95 % interval of quantile `p` of values of which the one of index r belongs to cluster
/// r mod `clusters`; `ascending` are those that are not missing. `None` where they are too few.
pub fn clustered_quantile_interval(
    values: &[f64],
    ascending: &[f64],
    p: f64,
    clusters: usize,
) -> Option<(f64, f64)> {
    let edge = quantile(ascending, p);
    let below = |value: &f64| match value.is_nan() {
        true => f64::NAN,
        false => f64::from(u8::from(*value <= edge)),
    };
    let below: Vec<f64> = values.iter().map(below).collect();
    let sums = by_cluster(&below, clusters);
    let n = ascending.len() as u64;
    let full: Vec<(f64, u64)> = sums.into_iter().filter(|cluster| cluster.1 > 0).collect();
    let hits = full.iter().map(|cluster| cluster.0).sum::<f64>() as u64;
    quantile_interval(ascending, p, design_effect(&full, hits, n))
}

/// Variance of a share over that of independent trials, at least 1.
///
/// Fewer hits (or misses) than a cluster has trials cannot tell clustered from independent
/// ones: with none, only the clusters count as trials, and each hit halves, thirds, … that.
fn design_effect(sums: &[(f64, u64)], hits: u64, n: u64) -> f64 {
    let clusters = sums.len() as f64;
    if sums.len() as u64 == n {
        return 1.0;
    }
    let size = n as f64 / clusters;
    if sums.len() < 2 {
        return size;
    }
    let rare = hits.min(n - hits);
    let least = (size / (1 + rare) as f64).max(1.0);
    if rare == 0 {
        return least;
    }
    let share = hits as f64 / n as f64;
    let independent = share * (1.0 - share) / (n - 1) as f64;
    (clustered_stderr(sums.iter().copied()).powi(2) / independent).max(least)
}

/// P05, P50 and P95 over clusters of the mean within each.
fn range(sums: &[(f64, u64)]) -> Option<[f64; 3]> {
    if sums.iter().map(|cluster| cluster.1).min()? < RANGE_NEEDS {
        return None;
    }
    let shares = sorted(sums.iter().map(|(sum, n)| sum / *n as f64));
    Some([0.05, 0.5, 0.95].map(|p| quantile(&shares, p)))
}

#[cfg(test)]
#[path = "cluster_tests.rs"]
mod tests;
