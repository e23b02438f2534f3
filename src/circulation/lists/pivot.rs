//! The pivots of the dual simplex method over lists; see `circulation/pivot.rs`.

use super::{Lists, NONE, Node, Stand};
use crate::circulation::Stalled;
use crate::circulation::cost::Cost;
use crate::circulation::kernel::Arc;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a pivot takes out of the tree.
#[derive(Clone, Copy)]
struct Leaving {
    /// The node below the leaving arc.
    node: u32,
    size: u32,
    /// How far the arc is outside its bounds.
    excess: i64,
    /// It is above capacity, not below 0.
    above: bool,
    /// More has to leave the side over other arcs, or more has to enter.
    outward: bool,
    /// The nodes that are listed are those below the arc, not all others.
    below: bool,
}

impl<C: Cost> Lists<C> {
    /// Pivots until every tree arc is within its bounds, or so many times; returns how many it
    /// took.
    pub fn optimise(&mut self, limit: u32) -> Result<u32, Stalled> {
        let (mut pivots, mut idle) = (0, 0);
        while !self.bad.is_empty() {
            if pivots == limit {
                return Err(Stalled { pivots });
            }
            // Only steps of length zero can cycle, and Bland's rule ends them.
            let bland = idle >= self.patience;
            let node = if bland { self.first() } else { self.steepest() };
            let moved = self.pivot(node, bland).ok_or(Stalled { pivots })?;
            idle = if moved { 0 } else { idle + 1 };
            pivots += 1;
        }
        Ok(pivots)
    }

    fn excess(&self, arc: u32) -> i64 {
        let (flow, capacity) = (self.flow[arc as usize], self.capacity[arc as usize]);
        (-flow).max(flow - capacity)
    }

    /// The node below the tree arc with the steepest edge, the first among equals.
    fn steepest(&self) -> u32 {
        let (mut steepest, mut node) = (0, NONE);
        for &v in &self.bad {
            let Node { arc, size, .. } = self.node[v as usize];
            // Positive floats are in the order of their bits.
            let steep = (self.excess(arc) as f64 * self.root[size as usize]).to_bits();
            if steep > steepest || steep == steepest && v < node {
                (steepest, node) = (steep, v);
            }
        }
        node
    }

    /// The node below the first tree arc outside its bounds: Bland's rule.
    #[cold]
    fn first(&self) -> u32 {
        let arc = |v: &u32| self.node[*v as usize].arc;
        self.bad.iter().copied().min_by_key(arc).unwrap_or(NONE)
    }

    /// One pivot; whether the dual objective rose. `None` where nothing crosses the cut, which
    /// no feasible network has.
    fn pivot(&mut self, node: u32, bland: bool) -> Option<bool> {
        let Node { size, arc, sign, .. } = self.node[node as usize];
        let above = self.flow[arc as usize] > 0;
        let leaving = Leaving {
            node,
            size,
            excess: self.excess(arc),
            above,
            outward: above == (sign > 0),
            // Only differences of potentials count, so the smaller side is moved.
            below: 2 * size as usize <= self.nodes,
        };
        self.list_side(leaving);
        let cheapest = self.list_across(leaving)?;
        let (step, entering, amount) = self.choose(cheapest, leaving, bland)?;
        self.shift(entering, step);
        self.exchange(leaving, entering, amount);
        Some(step > C::ZERO)
    }

    /// Lists the smaller side of the cut and marks it.
    fn list_side(&mut self, leaving: Leaving) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.mark.fill(0);
            self.stamp = 1;
        }
        let skip = if leaving.below { NONE } else { leaving.node };
        self.side.clear();
        self.side.push(if leaving.below { leaving.node } else { 0 });
        let mut at = 0;
        while let Some(&v) = self.side.get(at) {
            at += 1;
            self.mark[v as usize] = self.stamp;
            let mut child = self.node[v as usize].child;
            while child != NONE {
                if child != skip {
                    self.side.push(child);
                }
                child = self.node[child as usize].next;
            }
        }
    }

    fn is_listed(&self, v: u32) -> bool {
        self.mark[v as usize] == self.stamp
    }

    /// Lists the arcs outside the tree that can carry more out of the side below the leaving arc
    /// (or, not `outward`, into it); the one with the least reduced cost in magnitude, the first
    /// among equals.
    fn list_across(&mut self, leaving: Leaving) -> Option<(C, u32)> {
        let mut across = std::mem::take(&mut self.across);
        across.clear();
        let mut cheapest = None;
        for &v in &self.side {
            for step in self.star.of(v as usize) {
                if self.is_listed(step.other) {
                    continue;
                }
                let exits = step.leaves() == leaving.below;
                let wanted = if exits == leaving.outward { Stand::Low } else { Stand::High };
                if self.stand[step.arc()] == wanted {
                    let cost = self.reduced_cost(step.arc()).magnitude();
                    let found = (cost, step.arc() as u32);
                    across.push(Reverse(found));
                    cheapest = Some(cheapest.map_or(found, |least| found.min(least)));
                }
            }
        }
        self.across = across;
        cheapest
    }

    /// The arc that enters, its reduced cost and what it will carry: arcs too small to carry the
    /// excess go to their other bound on the way (long steps).
    fn choose(
        &mut self,
        cheapest: (C, u32),
        leaving: Leaving,
        bland: bool,
    ) -> Option<(C, u32, i64)> {
        let (step, arc) = cheapest;
        if bland || self.capacity[arc as usize] >= leaving.excess {
            return Some((step, arc, leaving.excess));
        }
        let mut amount = leaving.excess;
        let mut across = BinaryHeap::from(std::mem::take(&mut self.across));
        let chosen = loop {
            let Some(Reverse((step, arc))) = across.pop() else { break None };
            let capacity = self.capacity[arc as usize];
            if capacity >= amount {
                break Some((step, arc, amount));
            }
            amount -= capacity;
            self.flip(arc as usize);
        };
        self.across = across.into_vec();
        chosen
    }

    /// Sends an arc to its other bound; the tree carries the difference.
    fn flip(&mut self, a: usize) {
        let to_high = self.stand[a] == Stand::Low;
        self.stand[a] = if to_high { Stand::High } else { Stand::Low };
        let capacity = self.capacity[a];
        self.flow[a] = if to_high { capacity } else { 0 };
        if capacity > 0 {
            let Arc { tail, head, .. } = self.arc[a];
            self.push(tail, head, if to_high { capacity } else { -capacity });
        }
    }

    /// Moves the potentials of the listed side so that the entering arc costs nothing.
    fn shift(&mut self, entering: u32, step: C) {
        if step == C::ZERO {
            return;
        }
        let entering = entering as usize;
        // An arc at 0 costs `step`, one at capacity `−step`; raising the tail's
        // potential raises the cost.
        let low = self.stand[entering] == Stand::Low;
        let down = low == self.is_listed(self.arc[entering].tail);
        let by = if down { C::ZERO.minus(step) } else { step };
        for &v in &self.side {
            let node = &mut self.node[v as usize];
            node.potential = node.potential.plus(by);
        }
    }

    /// Swaps the leaving for the entering arc and lets `amount` round their cycle.
    fn exchange(&mut self, leaving: Leaving, entering: u32, amount: i64) {
        let Arc { tail, head, .. } = self.arc[entering as usize];
        let low = self.stand[entering as usize] == Stand::Low;
        let amount = if low { amount } else { -amount };
        self.flow[entering as usize] += amount;
        self.stand[entering as usize] = Stand::Tree;
        let starts = self.is_listed(tail) == leaving.below;
        let (inner, outer) = if starts { (tail, head) } else { (head, tail) };
        let (up, sign) = if starts { (-amount, 1) } else { (amount, -1) };
        let cut = self.node[leaving.node as usize].parent;
        let meet = self.meet(outer, cut);
        let mut v = outer;
        while v != meet {
            self.node[v as usize].size += leaving.size;
            v = self.carry(v, -up);
        }
        self.reverse(leaving, inner, (outer, entering, sign), up);
        v = cut;
        while v != meet {
            self.node[v as usize].size -= leaving.size;
            v = self.carry(v, up);
        }
    }

    /// The lowest node above both.
    fn meet(&self, mut one: u32, mut other: u32) -> u32 {
        // The one with less below cannot be above the other.
        while one != other {
            let (first, second) = (self.node[one as usize], self.node[other as usize]);
            if first.size < second.size {
                one = first.parent;
            } else {
                other = second.parent;
            }
        }
        one
    }

    /// Hangs the side below the leaving arc from its node `v` instead, with `above` = (parent,
    /// arc, sign) as its new link.
    fn reverse(&mut self, leaving: Leaving, mut v: u32, mut above: (u32, u32, i64), up: i64) {
        let mut moved = 0;
        loop {
            let old = self.node[v as usize];
            self.detach(v);
            self.attach(v, above.0);
            let node = &mut self.node[v as usize];
            node.size = leaving.size - moved;
            (node.arc, node.sign) = (above.1, above.2);
            self.judge(v as usize);
            self.flow[old.arc as usize] += up * old.sign;
            if v == leaving.node {
                self.stand[old.arc as usize] = if leaving.above { Stand::High } else { Stand::Low };
                return;
            }
            moved = old.size;
            above = (v, old.arc, -old.sign);
            v = old.parent;
        }
    }
}
