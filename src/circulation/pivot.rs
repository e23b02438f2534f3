//! The pivots of the dual simplex method.
//!
//! Reduced costs always have the right signs; flows of tree arcs may be outside their
//! bounds. A pivot takes such an arc by steepest edge, cuts the tree there and
//! reconnects it by the arc across the cut with the least reduced cost; arcs too small
//! to carry the excess go to their other bound on the way (long steps).
//! Mathematics: docs/model.md and decision 0001.

use super::Stalled;
use super::cost::Cost;
use super::kernel::{Arc, Kernel, Node};
use super::sets::Words;

/// What a pivot takes out of the tree.
#[derive(Clone, Copy)]
struct Leaving<const NW: usize> {
    /// The node below the leaving arc, and all nodes below that arc.
    node: usize,
    side: Words<NW>,
    size: u16,
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
    /// Pivots until every tree arc is within its bounds, or so many times; returns how many it
    /// took.
    #[inline]
    pub fn optimise(&mut self, limit: u32) -> Result<u32, Stalled> {
        let (mut pivots, mut idle) = (0, 0);
        while !self.bad.is_empty() {
            if pivots == limit {
                return Err(Stalled { pivots });
            }
            // Only steps of length zero can cycle, and Bland's rule ends them.
            let bland = idle >= self.patience;
            let node = if bland { self.first() } else { self.steepest() };
            let moved = self.pivot(self.leaving(node), bland).ok_or(Stalled { pivots })?;
            idle = if moved { 0 } else { idle + 1 };
            pivots += 1;
        }
        Ok(pivots)
    }

    /// The node below the tree arc with the steepest edge: what it is outside its bounds,
    /// over the root of the number of nodes below.
    #[inline(always)]
    fn steepest(&self) -> usize {
        let (mut steepest, mut node) = (0, 0);
        self.bad.for_each(|v| {
            let Node { arc, size, .. } = self.node[v];
            let (flow, capacity) = (self.flow[arc as usize], self.capacity[arc as usize]);
            // Whichever side it is on: a branch would be mispredicted half the time.
            let excess = (-flow).max(flow - capacity);
            // Positive floats are in the order of their bits.
            let steep = (excess as f64 * self.root[size as usize]).to_bits();
            if steep > steepest {
                (steepest, node) = (steep, v);
            }
        });
        node
    }

    /// The node below the first tree arc outside its bounds: Bland's rule.
    #[cold]
    fn first(&self) -> usize {
        let (mut first, mut node) = (u16::MAX, 0);
        self.bad.for_each(|v| {
            if self.node[v].arc < first {
                (first, node) = (self.node[v].arc, v);
            }
        });
        node
    }

    #[inline(always)]
    fn leaving(&self, node: usize) -> Leaving<NW> {
        let Node { sub: side, size, arc, sign, .. } = self.node[node];
        let (flow, capacity) = (self.flow[arc as usize], self.capacity[arc as usize]);
        let above = flow > 0;
        let excess = (-flow).max(flow - capacity);
        Leaving { node, side, size, excess, above, outward: above == (sign > 0) }
    }

    /// One pivot; whether the dual objective rose. `None` where nothing crosses the
    /// cut, which no feasible network has.
    #[inline(always)]
    fn pivot(&mut self, leaving: Leaving<NW>, bland: bool) -> Option<bool> {
        // Only differences of potentials count, so the smaller side is moved.
        let whole = 2 * usize::from(leaving.size) <= self.nodes;
        let near = leaving.side ^ self.node[0].sub.only_if(!whole);
        let mut eligible = self.eligible(leaving);
        let (mut amount, mut touched) = (leaving.excess, Words::EMPTY);
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
        self.judge(touched);
        Some(step > C::ZERO)
    }

    /// Arcs outside the tree that can carry more out of the side (or, not `outward`,
    /// into it).
    #[inline(always)]
    fn eligible(&self, leaving: Leaving<NW>) -> Words<AW> {
        let Node { tails, heads, .. } = self.node[leaving.node];
        let (out, into) = (tails & !heads, heads & !tails);
        let swap = (self.low ^ self.high).only_if(!leaving.outward);
        out & (self.low ^ swap) | into & (self.high ^ swap)
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
        let amount = if self.low.contains(entering) { amount } else { -amount };
        self.flow[entering] += amount;
        self.low.remove(entering);
        self.high.remove(entering);
        let starts = leaving.side.contains(tail);
        let (inner, outer) = if starts { (tail, head) } else { (head, tail) };
        let (up, sign) = if starts { (-amount, 1) } else { (amount, -1) };
        let Node { tails, heads, .. } = self.node[leaving.node];
        let mut bad = self.bad;

        let mut v = outer;
        while !self.node[v].sub.contains(leaving.node) {
            let node = &mut self.node[v];
            node.sub = node.sub | leaving.side;
            node.size += leaving.size;
            (node.tails, node.heads) = (node.tails ^ tails, node.heads ^ heads);
            v = self.carry(v, -up, &mut bad);
        }
        let meet = v;
        v = self.reverse(leaving, inner, (outer, entering, sign), up, &mut bad);
        while v != meet {
            let node = &mut self.node[v];
            node.sub = node.sub & !leaving.side;
            node.size -= leaving.size;
            (node.tails, node.heads) = (node.tails ^ tails, node.heads ^ heads);
            v = self.carry(v, up, &mut bad);
        }
        self.bad = bad;
    }

    /// Adds `amount` upwards on the arc above `v`; the parent.
    #[inline(always)]
    fn carry(&mut self, v: usize, amount: i64, bad: &mut Words<NW>) -> usize {
        let Node { arc, sign, parent, .. } = self.node[v];
        self.flow[arc as usize] += amount * sign;
        bad.assign(v, self.outside(arc as usize));
        parent as usize
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
        bad: &mut Words<NW>,
    ) -> usize {
        let Node { tails, heads, .. } = self.node[leaving.node];
        let mut moved = (Words::EMPTY, 0, Words::EMPTY, Words::EMPTY);
        loop {
            bad.assign(v, self.outside(above.1));
            let node = &mut self.node[v];
            let old = *node;
            node.sub = leaving.side & !moved.0;
            node.size = leaving.size - moved.1;
            (node.tails, node.heads) = (tails ^ moved.2, heads ^ moved.3);
            (node.parent, node.arc, node.sign) = (above.0 as u16, above.1 as u16, above.2);
            let arc = old.arc as usize;
            self.flow[arc] += up * old.sign;
            let parent = old.parent as usize;
            if v == leaving.node {
                self.low.assign(arc, !leaving.above);
                self.high.assign(arc, leaving.above);
                return parent;
            }
            moved = (old.sub, old.size, old.tails, old.heads);
            above = (v, arc, -old.sign);
            v = parent;
        }
    }
}
