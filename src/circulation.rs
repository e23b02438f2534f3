//! The exact min-cost circulation: a dual network simplex that starts warm.
//!
//! Nodes 0..n with 0 as the root, arcs from 0 up to today's capacity at a fixed integer
//! cost, nothing gained or lost at a node: zero flow is always feasible. A change of
//! capacities leaves yesterday's basis dual feasible, so a day takes a few pivots. The
//! kind of basis is closed: bit masks as wide as the network where it is small, lists where
//! it is not; costs are computed in 64 bits where these provably suffice. Must not know what
//! flows, nor of days. Mathematics: docs/model.md and decision 0001.

mod certificate;
mod cost;
mod kernel;
mod lists;
mod pivot;
mod reach;
mod sets;
mod star;

pub use certificate::Certificate;
pub use reach::{Direction, Reach, Residual};

use cost::Width;
use kernel::Kernel;
use lists::Lists;

/// A node of a circulation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At(u32);

impl At {
    /// The root, which every circulation has.
    pub const ROOT: Self = Self(0);

    /// The node of this number; the root is 0.
    #[must_use]
    pub fn new(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Its number.
    #[inline]
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The most nodes, the root included.
pub const MOST_NODES: usize = 20_000;

/// The most arcs, one more for each part not connected to the root.
pub const MOST_ARCS: usize = 50_000;

/// The most that one arc may carry; larger capacities count as this, so that no sum of
/// flows can overflow.
pub const MOST: i64 = 1 << 50;

/// What a network must not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// Too many nodes, or none.
    #[error("a network has 1 to {MOST_NODES} nodes, not {0}")]
    Nodes(usize),
    /// Too many arcs, one more for each part not connected to the root.
    #[error("a network has at most {MOST_ARCS} arcs, not {0}")]
    Arcs(usize),
    /// An arc that starts or ends nowhere.
    #[error("arc {0} has an end that is no node")]
    End(usize),
    /// Not one cost for every arc.
    #[error("{costs} costs are given for {arcs} arcs")]
    Lengths {
        /// Costs given.
        costs: usize,
        /// Arcs of the network.
        arcs: usize,
    },
    /// A cycle could cost 2^126 or more.
    #[error("costs take more than 126 bits to add up round a cycle")]
    Costs,
}

/// The outcome of a solve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Solved {
    /// Changes of the basis it took.
    pub pivots: u32,
}

/// No optimum within the cap on pivots, or the network is not feasible: a bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no optimum found in {pivots} pivots")]
pub struct Stalled {
    /// Pivots made before giving up.
    pub pivots: u32,
}

/// The arithmetic and the size, closed.
#[derive(Clone, Debug)]
enum Kernels {
    Narrow64(Box<Kernel<i64, 1, 64, 2, 128>>),
    Narrow128(Box<Kernel<i64, 2, 128, 4, 256>>),
    NarrowLists(Box<Lists<i64>>),
    Wide64(Box<Kernel<i128, 1, 64, 2, 128>>),
    Wide128(Box<Kernel<i128, 2, 128, 4, 256>>),
    WideLists(Box<Lists<i128>>),
}

macro_rules! with {
    ($kernels:expr, $kernel:ident => $body:expr) => {
        match $kernels {
            Kernels::Narrow64($kernel) => $body,
            Kernels::Narrow128($kernel) => $body,
            Kernels::NarrowLists($kernel) => $body,
            Kernels::Wide64($kernel) => $body,
            Kernels::Wide128($kernel) => $body,
            Kernels::WideLists($kernel) => $body,
        }
    };
}

impl Kernels {
    fn new(width: Width, nodes: usize, ends: &[(At, At)]) -> Self {
        let sizes = [(64, 128), (128, 256)];
        let size = sizes.iter().position(|&(n, m)| nodes <= n && ends.len() <= m);
        match (width, size) {
            (Width::Narrow, Some(0)) => Self::Narrow64(Box::new(Kernel::new(nodes, ends))),
            (Width::Narrow, Some(1)) => Self::Narrow128(Box::new(Kernel::new(nodes, ends))),
            (Width::Narrow, _) => Self::NarrowLists(Box::new(Lists::new(nodes, ends))),
            (Width::Wide, Some(0)) => Self::Wide64(Box::new(Kernel::new(nodes, ends))),
            (Width::Wide, Some(1)) => Self::Wide128(Box::new(Kernel::new(nodes, ends))),
            (Width::Wide, _) => Self::WideLists(Box::new(Lists::new(nodes, ends))),
        }
    }
}

/// A min-cost circulation whose capacities change, with its present basis.
#[derive(Clone, Debug)]
pub struct Simplex {
    nodes: usize,
    /// Real arcs, then one from the root to each part not connected to it, which has
    /// cost and capacity 0.
    ends: Vec<(At, At)>,
    costs: Vec<i128>,
    /// As asked for, not yet clamped; the kernel has those of the last solve.
    capacities: Vec<i64>,
    /// Set of the arcs whose capacity the kernel does not have yet.
    changed: Vec<u64>,
    /// The canonical starting tree.
    trunk: Vec<usize>,
    width: Width,
    kernels: Kernels,
}

impl Simplex {
    /// A network of `nodes` nodes with these arcs (tail, head) and their costs a unit;
    /// all capacities are 0.
    ///
    /// # Errors
    /// Where the network or its costs exceed what any kernel holds, or do not fit
    /// together.
    pub fn new(nodes: usize, arcs: &[(At, At)], costs: &[i128]) -> Result<Self, SizeError> {
        if nodes == 0 || nodes > MOST_NODES {
            return Err(SizeError::Nodes(nodes));
        }
        let absent = |&(tail, head): &(At, At)| tail.max(head).index() >= nodes;
        if let Some(arc) = arcs.iter().position(absent) {
            return Err(SizeError::End(arc));
        }
        let (ends, trunk) = spanning_tree(nodes, arcs);
        if ends.len() > MOST_ARCS {
            return Err(SizeError::Arcs(ends.len()));
        }
        let width = width(nodes, arcs.len(), costs)?;
        let mut simplex = Self {
            nodes,
            costs: costs.to_vec(),
            capacities: vec![0; arcs.len()],
            changed: vec![0; arcs.len().div_ceil(64)],
            trunk,
            width,
            kernels: Kernels::new(width, nodes, &ends),
            ends,
        };
        simplex.hang(&simplex.trunk.clone());
        Ok(simplex)
    }

    /// Sets what an arc may carry from the next `solve` on. Below 0 counts as 0, above
    /// [`MOST`] as [`MOST`].
    #[inline]
    pub fn set_capacity(&mut self, arc: usize, capacity: i64) {
        if self.capacities[arc] != capacity {
            self.capacities[arc] = capacity;
            self.changed[arc / 64] |= 1 << (arc % 64);
        }
    }

    /// Changes the costs. The basis tree stays; arcs outside it go to the bound that
    /// suits their new reduced cost. `solve` must follow.
    ///
    /// # Errors
    /// Where the costs are too large or not one for every arc; nothing has changed then.
    pub fn reprice(&mut self, costs: &[i128]) -> Result<(), SizeError> {
        let width = width(self.nodes, self.arcs(), costs)?;
        let tree = with!(&self.kernels, k => k.tree());
        if width != self.width {
            self.width = width;
            self.kernels = Kernels::new(width, self.nodes, &self.ends);
        }
        self.costs.copy_from_slice(costs);
        self.hang(&tree);
        Ok(())
    }

    /// Back to the canonical basis: what is solved next does not depend on what was
    /// solved before. Capacities and costs stay.
    pub fn reset(&mut self) {
        self.hang(&self.trunk.clone());
    }

    fn hang(&mut self, tree: &[usize]) {
        self.changed.fill(0);
        with!(&mut self.kernels, k => {
            k.set_costs(&self.costs);
            self.capacities.iter().enumerate().for_each(|(a, &c)| k.set_capacity(a, c.clamp(0, MOST)));
            k.hang(tree);
        });
    }

    /// Finds the cheapest circulation for the present capacities and costs.
    ///
    /// # Errors
    /// Where it does not end, even by Bland's rule; never seen.
    #[inline]
    pub fn solve(&mut self) -> Result<Solved, Stalled> {
        let size = (self.nodes + self.ends.len()) as u32;
        self.solve_within(size.saturating_mul(10_000))
    }

    /// The same in so many pivots at most. Where they do not suffice, the flows are none: the
    /// next `solve` goes on from here.
    ///
    /// # Errors
    /// Where they do not suffice.
    #[inline]
    pub fn solve_within(&mut self, pivots: u32) -> Result<Solved, Stalled> {
        let pivots = with!(&mut self.kernels, k => {
            k.take(&self.capacities, &mut self.changed);
            k.optimise(pivots)
        })?;
        Ok(Solved { pivots })
    }

    /// What an arc carries after the last `solve`.
    #[inline]
    pub fn flow(&self, arc: usize) -> i64 {
        self.flows()[arc]
    }

    /// What each arc carries after the last `solve`.
    #[inline]
    pub fn flows(&self) -> &[i64] {
        with!(&self.kernels, k => &k.flows()[..self.capacities.len()])
    }

    /// What an arc may carry.
    #[inline]
    pub fn capacity(&self, arc: usize) -> i64 {
        self.capacities[arc].clamp(0, MOST)
    }

    /// The arc carries less than it may.
    #[inline]
    pub fn has_room(&self, arc: usize) -> bool {
        self.flow(arc) < self.capacity(arc)
    }

    /// The arc carries something.
    #[inline]
    pub fn has_flow(&self, arc: usize) -> bool {
        self.flow(arc) > 0
    }

    /// Number of arcs.
    pub fn arcs(&self) -> usize {
        self.capacities.len()
    }

    /// The residual network of the last `solve`.
    pub fn residual(&self, residual: &mut Residual) {
        with!(&self.kernels, k => k.residual(residual));
    }

    /// Closes `reach` under steps in a residual network of this circulation: along arcs with
    /// room and against arcs with flow, forward from its nodes or backward. No step enters the
    /// root, which is taken out.
    pub fn spread(&self, residual: &Residual, reach: &mut Reach, direction: Direction) {
        with!(&self.kernels, k => k.spread(residual, reach, direction));
    }

    /// Checks the present flows against capacities and costs, without trusting the
    /// maintained state.
    #[must_use]
    pub fn certify(&self) -> Certificate {
        let tree = with!(&self.kernels, k => k.tree());
        certificate::Claim {
            nodes: self.nodes,
            ends: &self.ends,
            costs: &self.costs,
            capacities: &self.capacities,
            flows: with!(&self.kernels, k => &k.flows()[..self.ends.len()]),
            tree: &tree,
        }
        .check()
    }
}

fn width(nodes: usize, arcs: usize, costs: &[i128]) -> Result<Width, SizeError> {
    if costs.len() != arcs {
        return Err(SizeError::Lengths { costs: costs.len(), arcs });
    }
    Width::of(nodes, costs).ok_or(SizeError::Costs)
}

/// Breadth first from the root over the arcs in their order, either way; each part not
/// yet reached is linked to the root by an arc of its own. All arcs, and the tree's.
fn spanning_tree(nodes: usize, arcs: &[(At, At)]) -> (Vec<(At, At)>, Vec<usize>) {
    let mut beside = vec![Vec::new(); nodes];
    for (a, &(tail, head)) in arcs.iter().enumerate() {
        beside[tail.index()].push((a, head.index()));
        beside[head.index()].push((a, tail.index()));
    }
    let (mut ends, mut tree, mut seen) = (arcs.to_vec(), Vec::new(), vec![false; nodes]);
    for start in 0..nodes {
        if seen[start] {
            continue;
        }
        if start != 0 {
            tree.push(ends.len());
            ends.push((At::ROOT, At::new(start)));
        }
        seen[start] = true;
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(v) = queue.pop_front() {
            for &(a, other) in &beside[v] {
                if !seen[other] {
                    seen[other] = true;
                    tree.push(a);
                    queue.push_back(other);
                }
            }
        }
    }
    (ends, tree)
}

#[cfg(test)]
mod tests;
