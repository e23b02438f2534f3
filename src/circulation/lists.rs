//! The basis of the simplex method in lists: for networks too wide for bit masks.
//!
//! The same basis, pivots and ties as in `kernel` and `pivot`, hence the same flows, where a
//! node keeps its children instead of the set of nodes below it. A pivot walks the smaller side
//! of the cut instead of masks as wide as the network, and memory is linear.
//! Must not know what flows. Mathematics: docs/model.md and decision 0001.

mod pivot;

use super::cost::Cost;
use super::kernel::Arc;
use super::star::Star;
use super::{At, MOST};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// Where an arc stands in the basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Tree,
    /// Outside the tree, at 0.
    Low,
    /// Outside the tree, at capacity.
    High,
}

/// A node with its place in the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<C> {
    pub potential: C,
    /// 1 where the arc to the parent leaves this node, −1 where it enters it.
    pub sign: i64,
    pub parent: u32,
    pub arc: u32,
    /// How many nodes hang here, this one included.
    pub size: u32,
    /// One of its children, and its neighbours among those of its parent; or `NONE`.
    pub child: u32,
    pub next: u32,
    pub before: u32,
}

/// Everything a solver of a large network touches.
#[derive(Clone, Debug)]
pub(super) struct Lists<C> {
    pub nodes: usize,
    pub arcs: usize,
    pub node: Vec<Node<C>>,
    pub star: Star,
    pub arc: Vec<Arc<C, u32>>,
    pub flow: Vec<i64>,
    pub capacity: Vec<i64>,
    pub stand: Vec<Stand>,
    /// Nodes whose tree arc is outside its bounds, and the place of each node among them.
    pub bad: Vec<u32>,
    pub place: Vec<u32>,
    /// Nodes with the present stamp are on the side that is looked at, which is listed.
    pub mark: Vec<u32>,
    pub stamp: u32,
    pub side: Vec<u32>,
    /// Arcs across the cut with their reduced costs.
    pub across: Vec<std::cmp::Reverse<(C, u32)>>,
    /// 1/√k at place k.
    pub root: Vec<f64>,
    /// Pivots without progress before Bland's rule.
    pub patience: u32,
}

impl<C: Cost> Lists<C> {
    /// A solver without a basis: `hang` must follow.
    pub fn new(nodes: usize, ends: &[(At, At)]) -> Self {
        let alone = Node {
            potential: C::ZERO,
            sign: 1,
            parent: 0,
            arc: 0,
            size: 1,
            child: NONE,
            next: NONE,
            before: NONE,
        };
        let arc = |&(tail, head): &(At, At)| Arc { cost: C::ZERO, tail: tail.0, head: head.0 };
        Self {
            nodes,
            arcs: ends.len(),
            node: vec![alone; nodes],
            star: Star::new(nodes, ends),
            arc: ends.iter().map(arc).collect(),
            flow: vec![0; ends.len()],
            capacity: vec![0; ends.len()],
            stand: vec![Stand::Low; ends.len()],
            bad: Vec::new(),
            place: vec![NONE; nodes],
            mark: vec![0; nodes],
            stamp: 0,
            side: Vec::new(),
            across: Vec::new(),
            root: (0..=nodes).map(|k| 1.0 / (k as f64).sqrt()).collect(),
            patience: (nodes + ends.len()) as u32,
        }
    }

    /// Sets the costs; `hang` must follow. Arcs beyond the slice keep cost 0.
    pub fn set_costs(&mut self, costs: &[i128]) {
        for (arc, &cost) in self.arc.iter_mut().zip(costs) {
            arc.cost = C::from_wide(cost);
        }
    }

    /// Sets what an arc may carry; `hang` must follow.
    pub fn set_capacity(&mut self, a: usize, capacity: i64) {
        self.capacity[a] = capacity;
    }

    /// The tree arcs of the present basis.
    pub fn tree(&self) -> Vec<usize> {
        (0..self.arcs).filter(|&a| self.stand[a] == Stand::Tree).collect()
    }

    pub fn flows(&self) -> &[i64] {
        &self.flow
    }

    #[inline]
    pub fn reduced_cost(&self, a: usize) -> C {
        let Arc { cost, tail, head } = self.arc[a];
        let of = |node: u32| self.node[node as usize].potential;
        cost.plus(of(tail).minus(of(head)))
    }

    /// Makes the spanning tree `tree` the basis, from nothing but the arcs, their costs and
    /// capacities: every other arc goes to the bound its reduced cost wants.
    pub fn hang(&mut self, tree: &[usize]) {
        self.stand.fill(Stand::Low);
        tree.iter().for_each(|&a| self.stand[a] = Stand::Tree);
        let order = self.order();
        debug_assert_eq!(order.len(), self.nodes, "the basis must span");
        for &v in order[1..].iter().rev() {
            let Node { parent, size, .. } = self.node[v];
            self.node[parent as usize].size += size;
        }
        let mut excess = vec![0i64; self.nodes];
        for a in 0..self.arcs {
            if self.stand[a] == Stand::Tree {
                continue;
            }
            self.flow[a] = 0;
            if self.reduced_cost(a) < C::ZERO {
                let Arc { tail, head, .. } = self.arc[a];
                self.stand[a] = Stand::High;
                self.flow[a] = self.capacity[a];
                excess[tail as usize] -= self.flow[a];
                excess[head as usize] += self.flow[a];
            }
        }
        self.bad.clear();
        self.place.fill(NONE);
        for &v in order[1..].iter().rev() {
            let Node { parent, arc, sign, .. } = self.node[v];
            self.flow[arc as usize] = sign * excess[v];
            excess[parent as usize] += excess[v];
            self.judge(v);
        }
    }

    /// Roots the tree at node 0: parents, arcs, signs and potentials; the nodes in an order in
    /// which parents come first. Every node is left with a size of 1.
    fn order(&mut self) -> Vec<usize> {
        for node in &mut self.node {
            (node.size, node.child, node.next, node.before) = (1, NONE, NONE, NONE);
        }
        let mut seen = vec![false; self.nodes];
        seen[0] = true;
        self.node[0].potential = C::ZERO;
        let mut order = vec![0];
        let mut at = 0;
        while at < order.len() {
            let v = order[at];
            at += 1;
            let potential = self.node[v].potential;
            for place in self.star.places(v) {
                let step = self.star.step(place);
                let (a, child) = (step.arc(), step.other as usize);
                if self.stand[a] != Stand::Tree || std::mem::replace(&mut seen[child], true) {
                    continue;
                }
                order.push(child);
                let cost = self.arc[a].cost;
                let up = !step.leaves();
                let node = &mut self.node[child];
                node.arc = a as u32;
                node.sign = if up { 1 } else { -1 };
                node.potential = if up { potential.minus(cost) } else { potential.plus(cost) };
                self.attach(child as u32, v as u32);
            }
        }
        order
    }

    /// Hangs a node below another.
    pub fn attach(&mut self, v: u32, parent: u32) {
        let next = std::mem::replace(&mut self.node[parent as usize].child, v);
        let node = &mut self.node[v as usize];
        (node.parent, node.next, node.before) = (parent, next, NONE);
        if next != NONE {
            self.node[next as usize].before = v;
        }
    }

    /// Takes a node off its parent.
    pub fn detach(&mut self, v: u32) {
        let Node { parent, next, before, .. } = self.node[v as usize];
        if next != NONE {
            self.node[next as usize].before = before;
        }
        if before == NONE {
            self.node[parent as usize].child = next;
        } else {
            self.node[before as usize].next = next;
        }
    }

    /// Notes whether a node's tree arc is outside its bounds.
    #[inline]
    pub fn judge(&mut self, v: usize) {
        let arc = self.node[v].arc as usize;
        // As unsigned numbers, what is negative is above every capacity.
        let outside = self.flow[arc] as u64 > self.capacity[arc] as u64;
        let place = self.place[v];
        if outside == (place != NONE) {
            return;
        }
        if outside {
            self.place[v] = self.bad.len() as u32;
            self.bad.push(v as u32);
        } else {
            self.bad.swap_remove(place as usize);
            if let Some(&moved) = self.bad.get(place as usize) {
                self.place[moved as usize] = place;
            }
            self.place[v] = NONE;
        }
    }

    /// Takes over the capacities of the arcs in `changed` and empties it. Arcs at capacity
    /// follow it, and the tree carries the difference.
    pub fn take(&mut self, wanted: &[i64], changed: &mut [u64]) {
        for (w, word) in changed.iter_mut().enumerate() {
            while *word != 0 {
                let a = 64 * w + word.trailing_zeros() as usize;
                *word &= *word - 1;
                self.change(a, wanted[a].clamp(0, MOST));
            }
        }
    }

    fn change(&mut self, a: usize, capacity: i64) {
        let growth = capacity - self.capacity[a];
        self.capacity[a] = capacity;
        let Arc { tail, head, .. } = self.arc[a];
        match self.stand[a] {
            Stand::Low => {}
            Stand::High => {
                self.flow[a] = capacity;
                self.push(tail, head, growth);
            }
            Stand::Tree => {
                let above_tail = self.node[tail as usize].arc as usize == a && tail != 0;
                self.judge(if above_tail { tail } else { head } as usize);
            }
        }
    }

    /// Lets the tree take back `amount` that an arc outside it carries more from `tail` to `head`.
    pub fn push(&mut self, tail: u32, head: u32, amount: i64) {
        let (mut tail, mut head) = (tail, head);
        // The one with less below cannot be above the other.
        while tail != head {
            if self.node[tail as usize].size < self.node[head as usize].size {
                tail = self.carry(tail, -amount);
            } else {
                head = self.carry(head, amount);
            }
        }
    }

    /// Adds `amount` upwards on the arc above `v`; the parent.
    #[inline]
    pub fn carry(&mut self, v: u32, amount: i64) -> u32 {
        let Node { arc, sign, parent, .. } = self.node[v as usize];
        self.flow[arc as usize] += amount * sign;
        self.judge(v as usize);
        parent
    }
}
