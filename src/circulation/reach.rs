//! Where one more tonne can go: reachability in the residual network.
//!
//! A step goes along an arc with room or against an arc with flow. Sets of nodes are
//! bit masks, so that a search of a small network is a handful of instructions a node.
//! Must not know what the sets are for. Mathematics: docs/model.md, "What binds".

use super::At;
use super::cost::Cost;
use super::kernel::{Arc, Kernel};
use super::lists::Lists;
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
    /// Everything it says, in words.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        self.room.iter().chain(&self.laden).copied()
    }

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
    /// Nodes from which no step was taken yet, while the set grows node by node.
    fresh: Vec<u32>,
}

impl Reach {
    /// The empty set, for a network of so many nodes.
    #[must_use]
    pub fn new(nodes: usize) -> Self {
        Self { words: vec![0; nodes.div_ceil(64)], fresh: Vec::new() }
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
}

/// 1 for what is negative, else 0.
#[inline(always)]
fn sign(amount: i64) -> u64 {
    amount as u64 >> 63
}

impl Residual {
    /// Writes down which arcs have room and which have flow.
    #[inline(always)]
    pub(crate) fn note(&mut self, flows: &[i64], capacities: &[i64]) {
        self.room.clear();
        self.laden.clear();
        for (flows, capacities) in flows.chunks(64).zip(capacities.chunks(64)) {
            // The last arc first, so that each is shifted into its place.
            let (mut room, mut laden) = (0, 0);
            for (flow, capacity) in flows.iter().zip(capacities).rev() {
                room = room << 1 | sign(flow - capacity);
                laden = laden << 1 | sign(-flow);
            }
            self.room.push(room);
            self.laden.push(laden);
        }
    }
}

impl<C: Cost, const NW: usize, const N: usize, const AW: usize, const M: usize>
    Kernel<C, NW, N, AW, M>
{
    /// Writes down which arcs have room and which have flow.
    pub fn residual(&self, residual: &mut Residual) {
        let arcs = self.arcs;
        residual.note(&self.flow.as_slice()[..arcs], &self.capacity.as_slice()[..arcs]);
    }

    /// Closes a set of nodes, given as words, under steps in a residual network that do not
    /// enter the root, and takes the root out of it.
    pub fn spread(&self, residual: &Residual, reach: &mut Reach, direction: Direction) {
        let words = &mut reach.words[..];
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

impl<C: Cost> Lists<C> {
    /// Writes down which arcs have room and which have flow.
    pub fn residual(&self, residual: &mut Residual) {
        residual.note(&self.flow, &self.capacity);
    }

    /// The same closure node by node: its cost is that of the steps out of the set, whatever
    /// the size of the network.
    pub fn spread(&self, residual: &Residual, reach: &mut Reach, direction: Direction) {
        reach.words[0] &= !1;
        let mut fresh = std::mem::take(&mut reach.fresh);
        for (w, &word) in reach.words.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                fresh.push(64 * w as u32 + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
        let forward = direction == Direction::Forward;
        while let Some(v) = fresh.pop() {
            for step in self.star.of(v as usize) {
                let open = if step.leaves() == forward {
                    residual.has_room(step.arc())
                } else {
                    residual.has_flow(step.arc())
                };
                if open && step.other != 0 && !reach.contains(At(step.other)) {
                    reach.insert(At(step.other));
                    fresh.push(step.other);
                }
            }
        }
        reach.fresh = fresh;
    }
}
