//! The basis of the simplex method: a spanning tree, its flows and potentials.
//!
//! Every arc is in the tree, or at 0 (`low`), or at its capacity (`high`). The tree
//! hangs from node 0; a node knows its parent, the arc to it and the set of nodes
//! below. Potentials make every tree arc's reduced cost
//! `cost + potential(tail) − potential(head)` zero. How the basis changes is `pivot`.
//! Must not know what flows, nor who sets the capacities. Mathematics: docs/model.md.

use super::cost::Cost;
use super::sets::{Table, Words};
use super::{At, MOST};

/// A node with its place in the tree; one cache line at the least width.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<C, const NW: usize, const AW: usize> {
    /// This node and all below it.
    pub sub: Words<NW>,
    /// How many these are.
    pub size: u16,
    /// Arcs whose tail, and arcs whose head, is one of these.
    pub tails: Words<AW>,
    pub heads: Words<AW>,
    pub potential: C,
    /// 1 where the arc to the parent leaves this node, −1 where it enters it.
    pub sign: i64,
    pub parent: u16,
    pub arc: u16,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Arc<C, I = u16> {
    pub cost: C,
    pub tail: I,
    pub head: I,
}

/// Everything a solver touches; `N` nodes in `NW` words, `M` arcs in `AW` words.
#[derive(Clone, Debug)]
pub(super) struct Kernel<C, const NW: usize, const N: usize, const AW: usize, const M: usize> {
    pub nodes: usize,
    pub arcs: usize,
    pub node: Table<Node<C, NW, AW>, N>,
    /// Arcs that leave (`.0`) and enter (`.1`) a node.
    pub star: Table<(Words<AW>, Words<AW>), N>,
    pub arc: Table<Arc<C>, M>,
    pub flow: Table<i64, M>,
    pub capacity: Table<i64, M>,
    /// Arcs outside the tree, at 0 and at capacity.
    pub low: Words<AW>,
    pub high: Words<AW>,
    /// Nodes whose tree arc carries less than 0 or more than its capacity.
    pub bad: Words<NW>,
    /// 1/√k at place k.
    pub root: Table<f64, N>,
    /// Pivots without progress before Bland's rule.
    pub patience: u32,
}

impl<C: Cost, const NW: usize, const N: usize, const AW: usize, const M: usize>
    Kernel<C, NW, N, AW, M>
{
    /// A kernel without a basis: `hang` must follow.
    pub fn new(nodes: usize, ends: &[(At, At)]) -> Self {
        let node = Node {
            sub: Words::EMPTY,
            size: 0,
            tails: Words::EMPTY,
            heads: Words::EMPTY,
            potential: C::ZERO,
            sign: 1,
            parent: 0,
            arc: 0,
        };
        let mut kernel = Self {
            nodes,
            arcs: ends.len(),
            node: Table::filled(node),
            star: Table::filled((Words::EMPTY, Words::EMPTY)),
            arc: Table::filled(Arc { cost: C::ZERO, tail: 0, head: 0 }),
            flow: Table::filled(0),
            capacity: Table::filled(0),
            low: Words::EMPTY,
            high: Words::EMPTY,
            bad: Words::EMPTY,
            root: Table::filled(0.0),
            patience: (nodes + ends.len()) as u32,
        };
        (1..N).for_each(|k| kernel.root[k] = 1.0 / (k as f64).sqrt());
        for (a, &(tail, head)) in ends.iter().enumerate() {
            kernel.arc[a] =
                Arc { cost: C::ZERO, tail: tail.index() as u16, head: head.index() as u16 };
            kernel.star[tail.index()].0.insert(a);
            kernel.star[head.index()].1.insert(a);
        }
        kernel
    }

    /// Sets the costs; `hang` must follow. Arcs beyond the slice keep cost 0.
    pub fn set_costs(&mut self, costs: &[i128]) {
        for (a, &cost) in costs.iter().enumerate() {
            self.arc[a].cost = C::from_wide(cost);
        }
    }

    /// Sets what an arc may carry; `hang` must follow.
    pub fn set_capacity(&mut self, a: usize, capacity: i64) {
        self.capacity[a] = capacity;
    }

    /// What each arc carries, those that are not there included.
    #[inline]
    pub fn flows(&self) -> &[i64] {
        self.flow.as_slice()
    }

    /// The tree arcs of the present basis.
    pub fn tree(&self) -> Vec<usize> {
        let mut tree = Vec::new();
        self.basic().for_each(|a| tree.push(a));
        tree
    }

    /// The same as a set.
    pub fn basic(&self) -> Words<AW> {
        Words::below(self.arcs) & !(self.low | self.high)
    }

    #[inline(always)]
    pub fn reduced_cost(&self, a: usize) -> C {
        let Arc { cost, tail, head } = self.arc[a];
        let (tail, head) = (self.node[tail as usize], self.node[head as usize]);
        cost.plus(tail.potential.minus(head.potential))
    }

    /// Makes the spanning tree `tree` the basis, from nothing but the arcs, their
    /// costs and capacities: every other arc goes to the bound its reduced cost wants.
    pub fn hang(&mut self, tree: &[usize]) {
        let mut basic = Words::EMPTY;
        tree.iter().for_each(|&a| basic.insert(a));
        let order = self.order(basic);
        debug_assert_eq!(order.len(), self.nodes, "the basis must span");
        for &v in order.iter().rev() {
            if v != 0 {
                let Node { sub, size, tails, heads, parent, .. } = self.node[v];
                let above = &mut self.node[parent as usize];
                above.sub = above.sub | sub;
                (above.tails, above.heads) = (above.tails | tails, above.heads | heads);
                above.size += size;
            }
        }
        (self.low, self.high) = (Words::EMPTY, Words::EMPTY);
        let mut excess = vec![0i64; self.nodes];
        for a in (0..self.arcs).filter(|&a| !basic.contains(a)) {
            let Arc { tail, head, .. } = self.arc[a];
            if self.reduced_cost(a) < C::ZERO {
                self.high.insert(a);
                self.flow[a] = self.capacity[a];
                excess[tail as usize] -= self.flow[a];
                excess[head as usize] += self.flow[a];
            } else {
                self.low.insert(a);
                self.flow[a] = 0;
            }
        }
        self.bad = Words::EMPTY;
        for &v in order[1..].iter().rev() {
            let Node { parent, arc, sign, .. } = self.node[v];
            self.flow[arc as usize] = sign * excess[v];
            excess[parent as usize] += excess[v];
            self.bad.assign(v, self.outside(arc as usize));
        }
    }

    /// Roots the tree at node 0: parents, arcs, signs and potentials; the nodes in an
    /// order in which parents come first. `sub` is left with the node alone.
    fn order(&mut self, basic: Words<AW>) -> Vec<usize> {
        let mut order = vec![0];
        let mut left = Words::<NW>::below(self.nodes);
        left.remove(0);
        self.node[0].potential = C::ZERO;
        self.alone(0);
        let mut next = 0;
        while next < order.len() {
            let v = order[next];
            next += 1;
            let potential = self.node[v].potential;
            let (out, into) = self.star[v];
            ((out | into) & basic).for_each(|a| {
                let Arc { cost, tail, head } = self.arc[a];
                let up = head as usize == v;
                let child = if up { tail } else { head } as usize;
                if left.contains(child) {
                    left.remove(child);
                    order.push(child);
                    self.alone(child);
                    let node = &mut self.node[child];
                    (node.parent, node.arc) = (v as u16, a as u16);
                    node.sign = if up { 1 } else { -1 };
                    node.potential = if up { potential.minus(cost) } else { potential.plus(cost) };
                }
            });
        }
        order
    }

    /// Takes everything from below `v`.
    fn alone(&mut self, v: usize) {
        let (tails, heads) = self.star[v];
        let mut sub = Words::EMPTY;
        sub.insert(v);
        self.node[v] = Node { sub, size: 1, tails, heads, ..self.node[v] };
    }

    /// Whether an arc carries less than 0 or more than its capacity.
    #[inline(always)]
    pub fn outside(&self, a: usize) -> bool {
        // As unsigned numbers, what is negative is above every capacity.
        self.flow[a] as u64 > self.capacity[a] as u64
    }

    /// Notes which of these nodes' tree arcs are outside their bounds.
    #[inline(always)]
    pub fn judge(&mut self, nodes: Words<NW>) {
        let mut bad = self.bad;
        nodes.for_each(|v| bad.assign(v, self.outside(self.node[v].arc as usize)));
        self.bad = bad;
    }

    /// Takes over the capacities of the arcs in `changed` and empties it. Arcs at
    /// capacity follow it, and the tree carries the difference.
    #[inline(always)]
    pub fn take(&mut self, wanted: &[i64], changed: &mut [u64]) {
        let mut touched = Words::EMPTY;
        for (w, word) in changed.iter_mut().enumerate() {
            while *word != 0 {
                let a = 64 * w + word.trailing_zeros() as usize;
                *word &= *word - 1;
                self.change(a, wanted[a].clamp(0, MOST), &mut touched);
            }
        }
        self.judge(touched);
    }

    #[inline(always)]
    fn change(&mut self, a: usize, capacity: i64, touched: &mut Words<NW>) {
        let growth = capacity - self.capacity[a];
        self.capacity[a] = capacity;
        let Arc { tail, head, .. } = self.arc[a];
        if self.high.contains(a) {
            self.flow[a] = capacity;
            self.push(tail as usize, head as usize, growth, touched);
        } else if !self.low.contains(a) {
            let above_tail = self.node[tail as usize].arc as usize == a && tail != 0;
            touched.insert(if above_tail { tail } else { head } as usize);
        }
    }

    /// Lets the tree take back `amount` that an arc outside it carries more from
    /// `tail` to `head`.
    #[inline(always)]
    pub fn push(&mut self, tail: usize, head: usize, amount: i64, touched: &mut Words<NW>) {
        self.climb(tail, head, -amount, touched);
        self.climb(head, tail, amount, touched);
    }

    /// Adds `amount` upwards on every tree arc from `v` to where `other` is below.
    #[inline(always)]
    fn climb(&mut self, mut v: usize, other: usize, amount: i64, touched: &mut Words<NW>) {
        loop {
            let node = &self.node[v];
            if node.sub.contains(other) {
                return;
            }
            self.flow[node.arc as usize] += amount * node.sign;
            touched.insert(v);
            v = node.parent as usize;
        }
    }
}
