//! Differences of shares, whose error is not nothing for none having been seen.
//!
//! Of pairs, those count that only one run has: a difference of two rare shares. Intervals of
//! the two shares are put together by Newcombe's method; see `docs/studies.md`, section
//! Comparing.

use crate::stats::{Mean, Probability, clustered_mean, shares_apart};

/// What of the pairs only the second run has, and what only the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Discordant {
    /// Second less first.
    pub mean: Mean,
    /// Pairs of which only the second has it.
    pub gained: Probability,
    /// Pairs of which only the first has it.
    pub lost: Probability,
}

impl Discordant {
    /// Of differences of 0s and 1s, of which that of index r belongs to belief r mod `beliefs`; NaN
    /// is missing.
    pub fn of(differences: &[f64], beliefs: usize) -> Self {
        let has = |sign: f64| {
            let hits =
                differences.iter().map(|d| if d.is_nan() { *d } else { one(d * sign > 0.0) });
            Probability::of_values(&hits.collect::<Vec<f64>>(), beliefs)
        };
        let mean = clustered_mean(differences, beliefs);
        Self { mean, gained: has(1.0), lost: has(-1.0) }
    }

    /// Interval of the difference with critical value `z`: the wider on either side of that of the
    /// two shares and that of the mean, which knows how both vary together over beliefs.
    pub fn interval(&self, z: f64) -> (f64, f64) {
        let (gained, lost) = (self.gained.share(), self.lost.share());
        if !(z.is_finite() && gained.is_finite()) {
            return (f64::NAN, f64::NAN);
        }
        // Of one pair only one can be.
        let odds = gained * lost / ((1.0 - gained) * (1.0 - lost));
        let correlation = if odds.is_finite() { -odds.sqrt() } else { 0.0 };
        let ends = [&self.gained, &self.lost].map(|share| share.wilson(z));
        let (low, high) = shares_apart([gained, lost], ends, correlation);
        let half = if self.mean.stderr > 0.0 { z * self.mean.stderr } else { 0.0 };
        ((self.mean.mean - half).min(low), (self.mean.mean + half).max(high))
    }
}

/// Interval of the difference of two shares that have nothing in common, second less first.
pub(super) fn apart(a: &[f64], b: &[f64], beliefs: [usize; 2]) -> (f64, f64) {
    let [a, b] = [(a, beliefs[0]), (b, beliefs[1])]
        .map(|(values, beliefs)| Probability::of_values(values, beliefs));
    if a.n == 0 || b.n == 0 {
        return (f64::NAN, f64::NAN);
    }
    shares_apart([b.share(), a.share()], [b.interval, a.interval], 0.0)
}

fn one(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
