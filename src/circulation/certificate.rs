//! A proof of optimality that needs no other solver.
//!
//! Takes the flows and the tree arcs as a claim and checks it in 128 bits from arcs,
//! costs and capacities alone. Flows are optimal if they are conserved, within bounds,
//! and some potentials give no arc with room a negative reduced cost and none with
//! flow a positive one. A wrong tree thus cannot pass wrong flows.
//!
//! Optimal flows differ by circulations of zero-cost residual cycles. One without
//! repeated arcs needs an arc outside the tree with reduced cost 0 and a residual path
//! of reduced cost 0 back. Where every such arc is blocked the flows are still unique.

use super::{At, MOST};

/// What holds of the present flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    /// As much enters every node as leaves it.
    pub conservation: bool,
    /// Every flow is between 0 and the capacity.
    pub bounds: bool,
    /// The tree spans, and its potentials give every arc with room a reduced cost of at
    /// least 0 and every arc with flow one of at most 0.
    pub signs: bool,
    /// No other flows are optimal. Says something only of optimal flows.
    pub unique: bool,
}

impl Certificate {
    /// The flows are a cheapest circulation.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.conservation && self.bounds && self.signs
    }
}

/// What is to be checked. Capacities beyond the slice, and costs, are 0.
pub(super) struct Claim<'a> {
    pub nodes: usize,
    pub ends: &'a [(At, At)],
    pub costs: &'a [i128],
    pub capacities: &'a [i64],
    pub flows: &'a [i64],
    pub tree: &'a [usize],
}

impl Claim<'_> {
    pub fn check(&self) -> Certificate {
        let potentials = self.potentials();
        let reduced: Option<Vec<i128>> =
            potentials.map(|p| (0..self.ends.len()).map(|a| self.reduced(a, &p)).collect());
        Certificate {
            conservation: self.conserved(),
            bounds: (0..self.ends.len()).all(|a| (0..=self.capacity(a)).contains(&self.flows[a])),
            signs: reduced.as_ref().is_some_and(|r| {
                (0..r.len()).all(|a| (r[a] >= 0 || !self.room(a)) && (r[a] <= 0 || !self.laden(a)))
            }),
            unique: reduced.is_some_and(|r| self.is_unique(&r)),
        }
    }

    fn capacity(&self, a: usize) -> i64 {
        self.capacities.get(a).map_or(0, |&c| c.clamp(0, MOST))
    }

    fn room(&self, a: usize) -> bool {
        self.flows[a] < self.capacity(a)
    }

    fn laden(&self, a: usize) -> bool {
        self.flows[a] > 0
    }

    fn cost(&self, a: usize) -> i128 {
        self.costs.get(a).copied().unwrap_or(0)
    }

    fn reduced(&self, a: usize, potentials: &[i128]) -> i128 {
        let (tail, head) = self.ends[a];
        self.cost(a) + potentials[tail.index()] - potentials[head.index()]
    }

    fn conserved(&self) -> bool {
        let mut gain = vec![0i128; self.nodes];
        for (&(tail, head), &flow) in self.ends.iter().zip(self.flows) {
            gain[tail.index()] -= i128::from(flow);
            gain[head.index()] += i128::from(flow);
        }
        gain.iter().all(|g| *g == 0)
    }

    /// `None` where the claimed tree is no spanning tree.
    fn potentials(&self) -> Option<Vec<i128>> {
        let mut beside = vec![Vec::new(); self.nodes];
        for &a in self.tree {
            let (tail, head) = self.ends[a];
            beside[tail.index()].push((head.index(), self.cost(a)));
            beside[head.index()].push((tail.index(), -self.cost(a)));
        }
        let mut known = vec![None; self.nodes];
        known[0] = Some(0);
        let mut stack = vec![(0, 0)];
        while let Some((v, potential)) = stack.pop() {
            for &(other, cost) in &beside[v] {
                if known[other].is_none() {
                    known[other] = Some(potential + cost);
                    stack.push((other, potential + cost));
                }
            }
        }
        let spans = self.tree.len() + 1 == self.nodes;
        known.into_iter().collect::<Option<Vec<_>>>().filter(|_| spans)
    }

    fn is_unique(&self, reduced: &[i128]) -> bool {
        let mut outside = vec![true; self.ends.len()];
        self.tree.iter().for_each(|&a| outside[a] = false);
        (0..self.ends.len()).filter(|&a| outside[a] && reduced[a] == 0 && self.capacity(a) > 0).all(
            |a| {
                let (tail, head) = self.ends[a];
                let along = self.room(a) && self.returns(reduced, a, head, tail);
                let against = self.laden(a) && self.returns(reduced, a, tail, head);
                !along && !against
            },
        )
    }

    /// A residual path of reduced cost 0 that does not use arc `without`.
    fn returns(&self, reduced: &[i128], without: usize, from: At, to: At) -> bool {
        let mut seen = vec![false; self.nodes];
        seen[from.index()] = true;
        let mut grows = true;
        while grows && !seen[to.index()] {
            grows = false;
            for a in (0..self.ends.len()).filter(|&a| a != without && reduced[a] == 0) {
                let (tail, head) = self.ends[a];
                let (tail, head) = (tail.index(), head.index());
                let along = seen[tail] && !seen[head] && self.room(a);
                let against = seen[head] && !seen[tail] && self.laden(a);
                if along || against {
                    (seen[tail], seen[head], grows) = (true, true, true);
                }
            }
        }
        seen[to.index()]
    }
}
