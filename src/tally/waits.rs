//! Waits of calls counted by whole hours: their quantiles in a memory that no run outgrows.

use std::ops::Range;

/// Longest wait that is told apart, hours; longer ones count as this.
const LONGEST: usize = 720;
/// Counts of a port in a year: 0 hours to the longest.
const BINS: usize = LONGEST + 1;

/// Counts of calls by year, port and whole hours of wait, rounded up.
#[derive(Debug, Clone)]
pub(super) struct Waits {
    ports: usize,
    counts: Vec<u32>,
}

impl Waits {
    /// None yet, for so many years and ports.
    pub fn new(years: usize, ports: usize) -> Self {
        Self { ports, counts: vec![0; years * ports * BINS] }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.counts.fill(0);
    }

    /// Counts a call that waited so many minutes.
    pub fn add(&mut self, year: usize, port: usize, minutes: i64) {
        let hours = (minutes.max(0) as usize).div_ceil(60).min(LONGEST);
        self.counts[(year * self.ports + port) * BINS + hours] += 1;
    }

    /// The least number of hours that at least a share of the calls at a port in some years
    /// did not exceed; NaN where there were none.
    pub fn quantile(&self, years: Range<usize>, port: usize, share: f64) -> f64 {
        let count = |hours: usize| -> u64 {
            let place = |year| (year * self.ports + port) * BINS + hours;
            years.clone().map(|year| u64::from(self.counts[place(year)])).sum()
        };
        let all: u64 = (0..BINS).map(count).sum();
        // Whole calls, but not one more for a share that binary numbers cannot hold.
        let wanted = (all as f64 * share - 1e-9).ceil() as u64;
        let mut so_far = 0;
        let reached = (0..BINS).find(|hours| {
            so_far += count(*hours);
            so_far >= wanted
        });
        if all == 0 { f64::NAN } else { reached.unwrap_or(LONGEST) as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_the_hour_that_enough_calls_do_not_exceed() {
        let mut waits = Waits::new(2, 2);
        // Ten calls: 1 minute to 9 hours, and one beyond all bounds.
        for hours in 0..9 {
            waits.add(0, 1, 60 * hours + 1);
        }
        waits.add(1, 1, 60 * 10_000);
        assert_eq!(waits.quantile(0..2, 1, 0.9), 9.0);
        assert_eq!(waits.quantile(0..2, 1, 0.95), 720.0);
        assert_eq!(waits.quantile(0..1, 1, 0.5), 5.0);
        assert!(waits.quantile(0..2, 0, 0.9).is_nan());
        waits.clear();
        waits.add(0, 1, 0);
        assert_eq!(waits.quantile(0..2, 1, 0.9), 0.0);
    }
}
