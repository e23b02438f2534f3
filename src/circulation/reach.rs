//! Where one more tonne can go: reachability in the residual network.
//!
//! A step goes along an arc with room or against an arc with flow. Sets of nodes are
//! bit masks, so that a search of a small network is a handful of instructions a node.
//! Must not know what the sets are for. Mathematics: docs/model.md, "What binds".

use super::At;
use super::cost::Cost;
use super::kernel::{Arc, Kernel};
use super::sets::Words;

/// Which way steps are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To where a tonne at these nodes can still go.
    Forward,
    /// To where a tonne must be to be able to come to these nodes.
    Backward,
}

/// Which arcs have room and which have flow after a solve. Allocated once and used again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Residual {
    room: Vec<u64>,
    laden: Vec<u64>,
}

impl Residual {
    /// The arc carries less than it may.
    #[inline]
    #[must_use]
    pub fn has_room(&self, arc: usize) -> bool {
        self.room[arc / 64] >> (arc % 64) & 1 != 0
    }

    /// The arc carries something.
    #[inline]
    #[must_use]
    pub fn has_flow(&self, arc: usize) -> bool {
        self.laden[arc / 64] >> (arc % 64) & 1 != 0
    }
}

/// A set of nodes. Allocated once and used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    words: Vec<u64>,
}

impl Reach {
    /// The empty set, for a network of so many nodes.
    #[must_use]
    pub fn new(nodes: usize) -> Self {
        Self { words: vec![0; nodes.div_ceil(64)] }
    }

    /// Takes all nodes out.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// Puts a node in.
    pub fn insert(&mut self, node: At) {
        let node = node.index();
        self.words[node / 64] |= 1 << (node % 64);
    }

    /// Whether a node is in.
    #[inline]
    #[must_use]
    pub fn contains(&self, node: At) -> bool {
        let node = node.index();
        self.words[node / 64] >> (node % 64) & 1 != 0
    }

    pub(super) fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }
}

/// 1 for what is negative, else 0.
#[inline(always)]
fn sign(amount: i64) -> u64 {
    amount as u64 >> 63
}

impl<C: Cost, const NW: usize, const N: usize, const AW: usize, const M: usize>
    Kernel<C, NW, N, AW, M>
{
    /// Writes down which arcs have room and which have flow.
    pub fn residual(&self, residual: &mut Residual) {
        let flows = self.flow.as_slice()[..self.arcs].chunks(64);
        let capacities = self.capacity.as_slice()[..self.arcs].chunks(64);
        residual.room.clear();
        residual.laden.clear();
        for (flows, capacities) in flows.zip(capacities) {
            // The last arc first, so that each is shifted into its place.
            let (mut room, mut laden) = (0, 0);
            for (flow, capacity) in flows.iter().zip(capacities).rev() {
                room = room << 1 | sign(flow - capacity);
                laden = laden << 1 | sign(-flow);
            }
            residual.room.push(room);
            residual.laden.push(laden);
        }
    }

    /// Closes a set of nodes, given as words, under steps in a residual network that do not
    /// enter the root, and takes the root out of it.
    pub fn spread(&self, residual: &Residual, words: &mut [u64], direction: Direction) {
        let (mut room, mut laden) = (Words::<AW>::EMPTY, Words::<AW>::EMPTY);
        residual.room.iter().enumerate().for_each(|(w, &word)| room.set_word(w, word));
        residual.laden.iter().enumerate().for_each(|(w, &word)| laden.set_word(w, word));
        let mut seen = Words::<NW>::EMPTY;
        words.iter().enumerate().for_each(|(w, &word)| seen.set_word(w, word));
        seen.remove(0);
        let mut fresh = seen;
        // The root counts as seen until the end, so that nothing enters it.
        seen.insert(0);
        // Steps into the set are no steps: what is left of the arcs leads out of it.
        let (mut along, mut against) = match direction {
            Direction::Forward => (room, laden),
            Direction::Backward => (laden, room),
        };
        seen.for_each(|v| {
            let (out, into) = self.star[v];
            (along, against) = (along & !into, against & !out);
        });
        while let Some(v) = fresh.pop() {
            let (out, into) = self.star[v];
            (out & along | into & against).for_each(|a| {
                let Arc { tail, head, .. } = self.arc[a];
                let other = (tail ^ head) as usize ^ v;
                seen.insert(other);
                fresh.insert(other);
                let (out, into) = self.star[other];
                (along, against) = (along & !into, against & !out);
            });
        }
        seen.remove(0);
        words.copy_from_slice(&seen.words()[..words.len()]);
    }
}
