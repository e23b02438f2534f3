//! The pivots of the dual simplex method.
//!
//! Reduced costs always have the right signs; flows of tree arcs may be outside their
//! bounds. A pivot takes the tree arc that is furthest outside, cuts the tree there
//! and reconnects it by the arc across the cut with the least reduced cost; arcs too
//! small to carry the excess go to their other bound on the way (long steps).
//! Mathematics: docs/model.md and decision 0001.

use super::Stalled;
use super::cost::Cost;
use super::kernel::{Arc, Kernel};
use super::sets::Words;

/// What a pivot takes out of the tree.
#[derive(Clone, Copy)]
struct Leaving<const NW: usize> {
    /// The node below the leaving arc, and all nodes below that arc.
    node: usize,
    side: Words<NW>,
    /// How far the arc is outside its bounds.
    excess: i64,
    /// It is above capacity, not below 0.
    above: bool,
    /// More has to leave the side over other arcs, or more has to enter.
    outward: bool,
}

impl<C: Cost, const NW: usize, const N: usize, const AW: usize, const M: usize>
    Kernel<C, NW, N, AW, M>
{
    /// Pivots until every tree arc is within its bounds; returns how many it took.
    #[inline]
    pub fn optimise(&mut self) -> Result<u32, Stalled> {
        let limit = 10_000 * (self.nodes + self.arcs) as u32;
        let (mut pivots, mut idle) = (0, 0);
        while !self.bad.is_empty() {
            // Only steps of length zero can cycle, and Bland's rule ends them.
            let bland = idle >= self.patience;
            let leaving = self.leaving(bland);
            let moved = self.pivot(leaving, bland).ok_or(Stalled { pivots })?;
            idle = if moved { 0 } else { idle + 1 };
            pivots += 1;
            if pivots >= limit {
                return Err(Stalled { pivots });
            }
        }
        Ok(pivots)
    }

    /// The arc furthest outside its bounds; by Bland's rule the first one.
    #[inline(always)]
    fn leaving(&self, bland: bool) -> Leaving<NW> {
        let (mut worst, mut node, mut first) = (0, 0, usize::MAX);
        self.bad.for_each(|v| {
            let a = self.node[v].arc as usize;
            let flow = self.flow[a];
            let excess = if flow < 0 { -flow } else { flow - self.capacity[a] };
            if if bland { a < first } else { excess > worst } {
                (worst, node, first) = (excess, v, a);
            }
        });
        let above = self.flow[self.node[node].arc as usize] > 0;
        let outward = above == (self.node[node].sign > 0);
        Leaving { node, side: self.node[node].sub, excess: worst, above, outward }
    }

    /// One pivot; whether the dual objective rose. `None` where nothing crosses the
    /// cut, which no feasible network has.
    #[inline(always)]
    fn pivot(&mut self, leaving: Leaving<NW>, bland: bool) -> Option<bool> {
        let all = Words::below(self.nodes);
        let whole = 2 * leaving.side.len() <= self.nodes as u32;
        let near = if whole { leaving.side } else { all & !leaving.side };
        let mut eligible = self.eligible(near, leaving.outward == whole);
        let mut touched = Words::EMPTY;
        let mut amount = leaving.excess;
        let (entering, step) = loop {
            let (a, step) = self.cheapest(eligible)?;
            if bland || self.capacity[a] >= amount {
                break (a, step);
            }
            eligible.remove(a);
            amount -= self.capacity[a];
            self.flip(a, &mut touched);
        };
        self.shift(near, entering, step);
        self.exchange(leaving, entering, amount);
        touched.for_each(|v| self.judge(v));
        Some(step > C::ZERO)
    }

    /// Arcs outside the tree that can carry more out of `side` (or, not `outward`,
    /// into it).
    #[inline(always)]
    fn eligible(&self, side: Words<NW>, outward: bool) -> Words<AW> {
        let (mut tails, mut heads) = (Words::EMPTY, Words::EMPTY);
        side.for_each(|v| {
            tails = tails | self.node[v].out;
            heads = heads | self.node[v].into;
        });
        let (out, into) = (tails & !heads, heads & !tails);
        if outward { out & self.low | into & self.high } else { out & self.high | into & self.low }
    }

    /// The arc with the least reduced cost in magnitude; the first among equals.
    #[inline(always)]
    fn cheapest(&self, eligible: Words<AW>) -> Option<(usize, C)> {
        let (mut best, mut arc) = (C::MAX, usize::MAX);
        eligible.for_each(|a| {
            let size = self.reduced_cost(a).magnitude();
            if size < best {
                (best, arc) = (size, a);
            }
        });
        (arc != usize::MAX).then_some((arc, best))
    }

    /// Sends an arc to its other bound; the tree carries the difference.
    #[inline(always)]
    fn flip(&mut self, a: usize, touched: &mut Words<NW>) {
        let to_high = self.low.contains(a);
        self.low.assign(a, !to_high);
        self.high.assign(a, to_high);
        let capacity = self.capacity[a];
        self.flow[a] = if to_high { capacity } else { 0 };
        if capacity > 0 {
            let Arc { tail, head, .. } = self.arc[a];
            let amount = if to_high { capacity } else { -capacity };
            self.push(tail as usize, head as usize, amount, touched);
        }
    }

    /// Moves the potentials of one side so that the entering arc costs nothing.
    #[inline(always)]
    fn shift(&mut self, side: Words<NW>, entering: usize, step: C) {
        let tail = self.arc[entering].tail as usize;
        // An arc at 0 costs `step`, one at capacity `−step`; raising the tail's
        // potential raises the cost.
        let down = self.low.contains(entering) == side.contains(tail);
        let by = if down { C::ZERO.minus(step) } else { step };
        side.for_each(|v| self.node[v].potential = self.node[v].potential.plus(by));
    }

    /// Swaps the leaving for the entering arc and lets `amount` round their cycle.
    #[inline(always)]
    fn exchange(&mut self, leaving: Leaving<NW>, entering: usize, amount: i64) {
        let Arc { tail, head, .. } = self.arc[entering];
        let (tail, head) = (tail as usize, head as usize);
        let from_low = self.low.contains(entering);
        let amount = if from_low { amount } else { -amount };
        self.flow[entering] += amount;
        self.low.remove(entering);
        self.high.remove(entering);
        let starts = leaving.side.contains(tail);
        let (inner, outer) = if starts { (tail, head) } else { (head, tail) };
        let up = if starts { -amount } else { amount };

        let mut v = outer;
        while !self.node[v].sub.contains(leaving.node) {
            self.node[v].sub = self.node[v].sub | leaving.side;
            v = self.carry(v, -up);
        }
        let meet = v;
        let sign = if starts { 1 } else { -1 };
        v = self.reverse(leaving, inner, (outer, entering, sign), up);
        while v != meet {
            self.node[v].sub = self.node[v].sub & !leaving.side;
            v = self.carry(v, up);
        }
    }

    /// Adds `amount` upwards on the arc above `v`; the parent.
    #[inline(always)]
    fn carry(&mut self, v: usize, amount: i64) -> usize {
        let node = &self.node[v];
        self.flow[node.arc as usize] += amount * node.sign;
        let parent = node.parent as usize;
        self.judge(v);
        parent
    }

    /// Hangs the side below the leaving arc from its node `v` instead, with `above`
    /// = (parent, arc, sign) as its new link; the parent that was cut off.
    #[inline(always)]
    fn reverse(
        &mut self,
        leaving: Leaving<NW>,
        mut v: usize,
        mut above: (usize, usize, i64),
        up: i64,
    ) -> usize {
        let mut moved = Words::EMPTY;
        loop {
            let node = &mut self.node[v];
            let old = *node;
            node.sub = leaving.side & !moved;
            (node.parent, node.arc, node.sign) = (above.0 as u16, above.1 as u16, above.2);
            let arc = old.arc as usize;
            self.flow[arc] += up * old.sign;
            self.judge(v);
            let parent = old.parent as usize;
            if v == leaving.node {
                self.low.assign(arc, !leaving.above);
                self.high.assign(arc, leaving.above);
                return parent;
            }
            moved = old.sub;
            above = (v, arc, -old.sign);
            v = parent;
        }
    }
}
