//! From outages to days: each component's boundaries are walked once.

use super::outage::{Hit, Outage};
use super::slots::Threat;
use crate::stop::Stop;
use std::ops::Range;

/// Where each process's outages lie in one list.
#[derive(Debug, Default)]
pub(super) struct Outages {
    pub list: Vec<Outage>,
    pub ranges: Vec<Range<usize>>,
}

impl Outages {
    /// Outages of a process, in order of start.
    pub fn of(&self, process: usize) -> &[Outage] {
        &self.list[self.ranges[process].clone()]
    }
}

/// Steps on which a component's rows begin, and the number of all steps.
pub(super) struct Steps<'a> {
    pub rows: &'a [u32],
    pub end: u32,
}

/// Memory of a sweep, kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    hits: Vec<Hit>,
    active: Vec<Hit>,
    stop: Stop,
}

impl Sweep {
    /// One that ends early once `stop` is asked for.
    pub fn heeding(stop: Stop) -> Self {
        Self { stop, ..Self::default() }
    }

    /// Calls `emit(step, row, hits)` on every step on which a component may change; `None` when
    /// asked to stop.
    pub fn run(
        &mut self,
        threats: &[Threat],
        outages: &Outages,
        steps: &Steps<'_>,
        mut emit: impl FnMut(u32, usize, &[Hit]),
    ) -> Option<()> {
        self.gather(threats, outages);
        if self.hits.is_empty() {
            for (row, step) in steps.rows.iter().enumerate() {
                emit(*step, row, &[]);
            }
            return Some(());
        }
        self.active.clear();
        let (mut step, mut row, mut next) = (0, 0, 0);
        loop {
            if self.stop.is_asked() {
                return None;
            }
            while steps.rows.get(row + 1).is_some_and(|start| *start <= step) {
                row += 1;
            }
            self.active.retain(|hit| hit.until > step);
            while self.hits.get(next).is_some_and(|hit| hit.from <= step) {
                self.active.push(self.hits[next]);
                next += 1;
            }
            emit(step, row, &self.active);
            let upcoming = self.active.iter().map(|hit| hit.until);
            let upcoming = upcoming.chain(steps.rows.get(row + 1).copied());
            let upcoming = upcoming.chain(self.hits.get(next).map(|hit| hit.from)).min();
            match upcoming {
                Some(upcoming) if upcoming < steps.end => step = upcoming,
                _ => return Some(()),
            }
        }
    }

    /// Collects the hits that a day's end can see, in order of their first day.
    fn gather(&mut self, threats: &[Threat], outages: &Outages) {
        self.hits.clear();
        for threat in threats {
            let seen =
                outages.of(threat.process).iter().filter(|outage| outage.from < outage.until);
            self.hits.extend(seen.map(|outage| hit(outage, threat)));
        }
        if !self.hits.is_sorted_by_key(|hit| hit.from) {
            in_order(&mut self.hits);
        }
    }
}

/// Hits above which their days are counted: sorting millions would take too long to be stopped.
const MANY: usize = 1 << 16;

/// Puts hits in order of their first day; equal days keep the order of names.
fn in_order(hits: &mut Vec<Hit>) {
    if hits.len() <= MANY {
        return hits.sort_by_key(|hit| hit.from);
    }
    let days = hits.iter().map(|hit| hit.from as usize + 1).max().unwrap_or(0);
    let mut place = vec![0; days + 1];
    hits.iter().for_each(|hit| place[hit.from as usize + 1] += 1);
    (1..=days).for_each(|day| place[day] += place[day - 1]);
    let mut sorted = hits.clone();
    for hit in &*hits {
        let place = &mut place[hit.from as usize];
        sorted[*place] = *hit;
        *place += 1;
    }
    *hits = sorted;
}

/// An outage as it hits through a threat.
pub(super) fn hit(outage: &Outage, threat: &Threat) -> Hit {
    let Outage { from, until, effect, .. } = *outage;
    Hit { from, until, effect, node: threat.node, unit: threat.unit }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trajectory::outage::Effect;

    #[test]
    fn many_hits_are_put_in_the_order_of_few() {
        let hit = |at: u32| Hit {
            from: at.wrapping_mul(2_654_435_761) % 97,
            until: at,
            effect: Effect::All,
            node: false,
            unit: None,
        };
        let mut many: Vec<Hit> = (0..MANY as u32 + 1000).map(hit).collect();
        let mut sorted = many.clone();
        sorted.sort_by_key(|hit| hit.from);
        in_order(&mut many);
        let of = |hits: &[Hit]| hits.iter().map(|hit| (hit.from, hit.until)).collect::<Vec<_>>();
        assert!(of(&many) == of(&sorted));
    }
}
