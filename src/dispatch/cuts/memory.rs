//! Answers by residual network: exact, and never out of date.
//!
//! A place is found by a hash and its whole key compared, so that a hash can only cost time. The
//! answer depends on nothing but the key. Knows nothing of what is asked.

use crate::circulation::Residual;

/// Most places.
const PLACES: usize = 1024;
/// Most arcs of all keys together: wide networks, whose days are hardly ever alike, have fewer
/// places.
const ARCS: usize = 1 << 22;

/// What was found last for the keys that share a place.
struct Place<T> {
    known: bool,
    residual: Residual,
    open: Vec<u64>,
    answer: T,
}

/// A table of answers.
pub(super) struct Memory<T> {
    /// A power of two.
    places: Vec<Place<T>>,
}

impl<T: Clone> Memory<T> {
    /// An empty table for networks of so many arcs.
    pub fn new(arcs: usize, empty: T) -> Self {
        let places = (ARCS / arcs.max(1)).clamp(1, PLACES);
        // The greatest power of two that is not more.
        let places = 1 << places.ilog2();
        let place = || Place {
            known: false,
            residual: Residual::default(),
            open: Vec::new(),
            answer: empty.clone(),
        };
        Self { places: std::iter::repeat_with(place).take(places).collect() }
    }

    /// The answer to a key: which arcs have room or flow, and which shuttles are open. Where it
    /// is not known, `find` writes it over an older one.
    pub fn recall(&mut self, key: (&Residual, &[u64]), find: impl FnOnce(&mut T)) -> &T {
        let (residual, open) = key;
        let hash = residual.words().chain(open.iter().copied()).fold(0, mix);
        // The high bits of a product are its best ones.
        let place = (hash >> 32) as usize & (self.places.len() - 1);
        let place = &mut self.places[place];
        if !place.known || place.open != open || place.residual != *residual {
            place.known = true;
            place.residual.clone_from(residual);
            place.open.clear();
            place.open.extend_from_slice(open);
            find(&mut place.answer);
        }
        &place.answer
    }
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn residual(flows: &[i64]) -> Residual {
        let mut residual = Residual::default();
        residual.note(flows, &vec![2; flows.len()]);
        residual
    }

    #[test]
    fn the_same_key_is_asked_once_and_every_part_of_it_counts() {
        let mut memory = Memory::new(3, 0);
        let keys = [([0, 1, 2], 0), ([0, 1, 1], 0), ([0, 1, 2], 1), ([2, 1, 2], 1)];
        for round in 0..3 {
            for (number, (flows, open)) in keys.into_iter().enumerate() {
                let mut asked = false;
                let found = memory.recall((&residual(&flows), &[open]), |answer| {
                    (asked, *answer) = (true, number);
                });
                assert_eq!(*found, number);
                assert_eq!(asked, round == 0, "key {number}");
            }
        }
    }

    #[test]
    fn keys_in_one_place_displace_each_other() {
        let mut memory = Memory::new(ARCS, 0);
        assert_eq!(memory.places.len(), 1);
        for number in [1, 2, 1] {
            let found = memory.recall((&residual(&[number]), &[]), |answer| *answer = number);
            assert_eq!(*found, number);
        }
    }
}
