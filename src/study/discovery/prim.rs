//! Peeling, pasting and the test of limits.

use super::{Found, Limit, Search};

/// A range of each factor, both ends inside.
#[derive(Debug, Clone)]
struct Ranges(Vec<(f64, f64)>);

/// What is searched.
struct Futures<'a> {
    /// By factor.
    columns: &'a [Vec<f64>],
    cases: &'a [bool],
}

/// Futures and cases in a box.
#[derive(Debug, Clone, Copy)]
struct Count {
    n: usize,
    cases: usize,
}

impl Count {
    fn density(self) -> f64 {
        self.cases as f64 / self.n as f64
    }
}

/// The box that sets the futures of interest apart best: by the harmonic mean of coverage and
/// density along the path of peeling. `columns` hold each factor's value in every future.
///
/// `None` where all or none are of interest, or no limit means anything.
pub fn discover(columns: &[Vec<f64>], cases: &[bool], search: Search) -> Option<Found> {
    let futures = Futures { columns, cases };
    let total = cases.iter().filter(|case| **case).count();
    if total == 0 || total == cases.len() {
        return None;
    }
    let mut best: Option<(f64, Ranges)> = None;
    for ranges in futures.peeled(search) {
        let count = futures.count(&ranges, None);
        let (coverage, density) = (count.cases as f64 / total as f64, count.density());
        let score = 2.0 * coverage * density / (coverage + density);
        if best.as_ref().is_none_or(|(least, _)| score > *least) {
            best = Some((score, ranges));
        }
    }
    let ranges = futures.pasted(best?.1, search);
    futures.tested(ranges, total, search.significance)
}

impl Futures<'_> {
    fn whole(&self) -> Ranges {
        Ranges(self.columns.iter().map(|_| (f64::NEG_INFINITY, f64::INFINITY)).collect())
    }

    fn inside(&self, ranges: &Ranges, future: usize, without: Option<usize>) -> bool {
        let limits = ranges.0.iter().zip(self.columns).enumerate();
        limits.into_iter().all(|(factor, ((least, most), column))| {
            Some(factor) == without || (*least <= column[future] && column[future] <= *most)
        })
    }

    /// Futures in a box, with the limits of one factor left out if so asked.
    fn members(&self, ranges: &Ranges, without: Option<usize>) -> Vec<usize> {
        (0..self.cases.len()).filter(|f| self.inside(ranges, *f, without)).collect()
    }

    fn count_of(&self, members: &[usize]) -> Count {
        let cases = members.iter().filter(|future| self.cases[**future]).count();
        Count { n: members.len(), cases }
    }

    fn count(&self, ranges: &Ranges, without: Option<usize>) -> Count {
        self.count_of(&self.members(ranges, without))
    }

    /// Every box on the path, the whole first.
    fn peeled(&self, search: Search) -> Vec<Ranges> {
        let least = (search.least_mass * self.cases.len() as f64).max(2.0);
        let mut path = vec![self.whole()];
        while let Some(last) = path.last() {
            let members = self.members(last, None);
            let before = self.count_of(&members);
            let mut best: Option<(f64, Ranges)> = None;
            for (factor, low) in (0..self.columns.len()).flat_map(|f| [(f, true), (f, false)]) {
                let Some(ranges) = self.peel(last, &members, (factor, low), search.peel) else {
                    continue;
                };
                let after = self.count_of(&self.within(&members, &ranges, factor));
                if (after.n as f64) < least {
                    continue;
                }
                // Gain for what it costs, so that a coarse factor is not preferred for being coarse.
                let gain = after.density() - before.density();
                let gain = gain / (before.n - after.n) as f64;
                if best.as_ref().is_none_or(|(most, _)| gain > *most) {
                    best = Some((gain, ranges));
                }
            }
            match best {
                Some((gain, ranges)) if gain >= 0.0 && before.cases < before.n => path.push(ranges),
                _ => break,
            }
        }
        path
    }

    fn within(&self, members: &[usize], ranges: &Ranges, factor: usize) -> Vec<usize> {
        let (least, most) = ranges.0[factor];
        let column = &self.columns[factor];
        let inside = |f: &usize| least <= column[*f] && column[*f] <= most;
        members.iter().copied().filter(inside).collect()
    }

    /// The box without one end of a factor's values; `None` where all are equal.
    fn peel(
        &self,
        ranges: &Ranges,
        members: &[usize],
        (factor, low): (usize, bool),
        share: f64,
    ) -> Option<Ranges> {
        let mut values: Vec<f64> = members.iter().map(|f| self.columns[factor][*f]).collect();
        values.sort_unstable_by(f64::total_cmp);
        let (first, last) = (*values.first()?, *values.last()?);
        let off = ((share * values.len() as f64) as usize).max(1);
        let mut ranges = ranges.clone();
        // Values that are equal go together.
        if low {
            let edge = *values.get(off)?;
            let edge = if edge > first { edge } else { *values.iter().find(|v| **v > first)? };
            ranges.0[factor].0 = edge;
        } else {
            let edge = *values.get(values.len().checked_sub(off + 1)?)?;
            let edge = if edge < last { edge } else { *values.iter().rfind(|v| **v < last)? };
            ranges.0[factor].1 = edge;
        }
        Some(ranges)
    }

    /// The box with ends put back where that does not lower its density.
    fn pasted(&self, mut ranges: Ranges, search: Search) -> Ranges {
        loop {
            let here = self.count(&ranges, None);
            let mut best: Option<(f64, Ranges)> = None;
            for (factor, low) in (0..self.columns.len()).flat_map(|f| [(f, true), (f, false)]) {
                let Some(wider) = self.paste(&ranges, here.n, (factor, low), search.peel) else {
                    continue;
                };
                let density = self.count(&wider, None).density();
                if density >= best.as_ref().map_or(here.density(), |(most, _)| *most) {
                    best = Some((density, wider));
                }
            }
            match best {
                Some((_, wider)) => ranges = wider,
                None => return ranges,
            }
        }
    }

    /// The box with as many futures put back at one end as a peel takes off.
    fn paste(
        &self,
        ranges: &Ranges,
        n: usize,
        (factor, low): (usize, bool),
        share: f64,
    ) -> Option<Ranges> {
        let (least, most) = ranges.0[factor];
        let column = &self.columns[factor];
        let others = self.members(ranges, Some(factor));
        let outside = others.iter().map(|future| column[*future]);
        let mut outside: Vec<f64> =
            outside.filter(|v| if low { *v < least } else { *v > most }).collect();
        outside.sort_unstable_by(f64::total_cmp);
        if low {
            outside.reverse();
        }
        let on = ((share * n as f64) as usize).max(1);
        let edge = *outside.get(on - 1).or(outside.last())?;
        let mut wider = ranges.clone();
        if low {
            wider.0[factor].0 = edge;
        } else {
            wider.0[factor].1 = edge;
        }
        Some(wider)
    }

    /// The box without limits that chance explains.
    fn tested(&self, mut ranges: Ranges, total: usize, significance: f64) -> Option<Found> {
        loop {
            let inside = self.count(&ranges, None);
            let mut limits: Vec<Limit> = Vec::new();
            for (factor, &(least, most)) in ranges.0.iter().enumerate() {
                let (least, most) = (finite(least), finite(most));
                if least.is_none() && most.is_none() {
                    continue;
                }
                let without = self.count(&ranges, Some(factor));
                let quasi_p = at_least(inside.cases, inside.n, without.density());
                limits.push(Limit { factor, least, most, quasi_p });
            }
            limits.sort_by(|a, b| a.quasi_p.total_cmp(&b.quasi_p));
            match limits.last()? {
                worst if worst.quasi_p > significance => {
                    ranges.0[worst.factor] = (f64::NEG_INFINITY, f64::INFINITY);
                }
                _ => {
                    let n = self.cases.len();
                    let (coverage, mass) =
                        (inside.cases as f64 / total as f64, inside.n as f64 / n as f64);
                    let density = inside.density();
                    return Some(Found { limits, coverage, density, mass, cases: total, n });
                }
            }
        }
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// P(X >= k) of a binomial.
pub(super) fn at_least(k: usize, n: usize, p: f64) -> f64 {
    if k == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    let (ln_p, ln_q) = (p.ln(), (1.0 - p).ln());
    let mut ln_term = n as f64 * ln_q;
    let mut sum = 0.0;
    for count in 0..=n {
        if count >= k {
            sum += ln_term.exp();
        }
        if count < n {
            ln_term += ((n - count) as f64).ln() - ((count + 1) as f64).ln() + ln_p - ln_q;
        }
    }
    sum.min(1.0)
}
