//! The arcs at each node of a network, in one list.
//!
//! Knows nothing of flows and costs.

use super::At;
use std::ops::Range;

/// An arc as seen from one of its ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Twice the arc's number, and one more where it enters the node.
    code: u32,
    /// The node at its other end.
    pub other: u32,
}

impl Step {
    #[inline]
    pub fn arc(self) -> usize {
        (self.code >> 1) as usize
    }

    /// The arc leaves the node.
    #[inline]
    pub fn leaves(self) -> bool {
        self.code & 1 == 0
    }
}

/// The steps out of every node, whichever way their arcs go, in the order of the arcs.
#[derive(Clone, Debug)]
pub(super) struct Star {
    /// Where the steps of each node begin; one more for the end.
    first: Vec<u32>,
    steps: Vec<Step>,
}

impl Star {
    pub fn new(nodes: usize, ends: &[(At, At)]) -> Self {
        let mut first = vec![0; nodes + 1];
        for &(tail, head) in ends {
            first[tail.index() + 1] += 1;
            first[head.index() + 1] += 1;
        }
        (0..nodes).for_each(|v| first[v + 1] += first[v]);
        let mut free = first.clone();
        let mut steps = vec![Step { code: 0, other: 0 }; 2 * ends.len()];
        for (a, &(tail, head)) in ends.iter().enumerate() {
            let code = 2 * a as u32;
            for (at, step) in [
                (tail, Step { code, other: head.0 }),
                (head, Step { code: code + 1, other: tail.0 }),
            ] {
                let place = &mut free[at.index()];
                steps[*place as usize] = step;
                *place += 1;
            }
        }
        Self { first, steps }
    }

    /// Places of the steps of a node.
    #[inline]
    pub fn places(&self, v: usize) -> Range<usize> {
        self.first[v] as usize..self.first[v + 1] as usize
    }

    #[inline]
    pub fn step(&self, place: usize) -> Step {
        self.steps[place]
    }

    /// The steps of a node.
    #[inline]
    pub fn of(&self, v: usize) -> &[Step] {
        &self.steps[self.places(v)]
    }
}
