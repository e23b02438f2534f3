//! Whether the beliefs there are let a goal be met at all, and how many would.
//!
//! More replications shrink what chance adds within beliefs; what the beliefs themselves differ
//! by stays. That nothing helps is said on clear evidence only: the lower confidence limit of
//! what stays is wider than what was asked for. The measurements are in `docs/studies.md`.

use super::{Goal, Seen, critical, half_width};
use crate::stats::{RANGE_NEEDS, Spread};

/// Values a belief below which it is not known what stays.
const FEWEST: u64 = 8;

/// Standard errors that are clear evidence: there are some sixty looks.
const CLEAR: f64 = 4.0;

/// Replications in which something that never happened is taken not to happen at all.
const UNSEEN: u64 = 4_000;

/// Where the beliefs leave more open than was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// Half-width of the interval that endless replications would leave.
    pub half_width: f64,
    /// Beliefs there are.
    pub beliefs: u64,
    /// Beliefs that would do, to two digits; above the most replications, each needs its own.
    pub needed: Option<u64>,
    /// It happened in no replication (or in all): only more beliefs can narrow that down.
    pub unseen: bool,
}

/// The floor, where it is clearly above the goal; `most` are the replications that may be run.
pub fn floor(goal: &Goal, seen: &Seen, spread: Option<&Spread>, most: u64) -> Option<Floor> {
    let spread = spread?;
    if seen.is_one_sided() {
        let long = seen.n() >= UNSEEN && spread.least >= RANGE_NEEDS;
        return long.then(|| unseen(goal, seen)).flatten();
    }
    if spread.least < FEWEST { None } else { judged(goal, seen, spread, most) }
}

/// What is left open by something that none of the beliefs has shown.
fn unseen(goal: &Goal, seen: &Seen) -> Option<Floor> {
    let (beliefs, wanted) = (seen.beliefs(), goal.wanted(seen.estimate()));
    let open = |beliefs: u64| open(beliefs as f64, critical(beliefs));
    let half_width = open(beliefs);
    (half_width > wanted).then(|| Floor {
        half_width,
        beliefs,
        needed: least(beliefs, |beliefs| open(beliefs) <= wanted),
        unseen: true,
    })
}

/// Wilson's upper limit where none of `n` was seen.
fn open(n: f64, z: f64) -> f64 {
    if z.is_finite() { z * z / (n + z * z) } else { 1.0 }
}

fn judged(goal: &Goal, seen: &Seen, spread: &Spread, most: u64) -> Option<Floor> {
    let clearly = spread.stays - CLEAR * spread.stays_error;
    let (beliefs, estimate) = (seen.beliefs(), seen.estimate());
    if clearly <= 0.0 || clearly.is_nan() {
        return None;
    }
    // The estimate still moves by chance: it has to be out of reach wherever that leads.
    let moves = CLEAR * spread.falls.sqrt();
    let z = critical(beliefs);
    let reached = [estimate - moves, estimate, estimate + moves]
        .iter()
        .any(|at| half_width(seen, *at, clearly, z) <= goal.wanted(*at));
    if reached {
        return None;
    }
    let within = spread.falls * seen.n() as f64;
    let enough = |beliefs: u64| {
        // Each belief takes a replication at least.
        let left = within / most.max(beliefs) as f64;
        let variance = spread.stays * (seen.beliefs() as f64 / beliefs as f64) + left;
        half_width(seen, estimate, variance, critical(beliefs)) <= goal.wanted(estimate)
    };
    Some(Floor {
        half_width: half_width(seen, estimate, spread.stays, z),
        beliefs,
        needed: least(beliefs, enough),
        unseen: false,
    })
}

/// The least number above `from` that is enough, rounded up to two digits.
fn least(from: u64, enough: impl Fn(u64) -> bool) -> Option<u64> {
    let mut high = from.max(2);
    while !enough(high) {
        high = high.checked_mul(2).filter(|high| *high < 1 << 40)?;
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle }
    }
    let unit = 10_u64.pow(high.ilog10().saturating_sub(1));
    Some(high.div_ceil(unit) * unit)
}
