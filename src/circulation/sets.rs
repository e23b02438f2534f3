//! Bit sets and tables of a fixed size.
//!
//! A set is a row of 64-bit words; with one or two words all its operations are a
//! few instructions. A table has a power of two entries, so that masking an index
//! proves it to be in range and no bounds check is left in the inner loops.
//! Knows nothing of networks.

use std::ops::{BitAnd, BitOr, BitXor, Index, IndexMut, Not};

/// A set of small integers below `64 * W`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words<const W: usize>([u64; W]);

impl<const W: usize> Words<W> {
    pub const EMPTY: Self = Self([0; W]);

    /// The set {0, …, len − 1}.
    pub fn below(len: usize) -> Self {
        let mut set = Self::EMPTY;
        (0..len).for_each(|i| set.insert(i));
        set
    }

    #[inline(always)]
    fn place(i: usize) -> (usize, u32) {
        // With one word the compiler must see that the word is word 0.
        (if W == 1 { 0 } else { (i / 64) & (W - 1) }, (i % 64) as u32)
    }

    #[inline(always)]
    pub fn contains(&self, i: usize) -> bool {
        let (word, bit) = Self::place(i);
        self.0[word] >> bit & 1 != 0
    }

    #[inline(always)]
    pub fn insert(&mut self, i: usize) {
        let (word, bit) = Self::place(i);
        self.0[word] |= 1 << bit;
    }

    #[inline(always)]
    pub fn remove(&mut self, i: usize) {
        let (word, bit) = Self::place(i);
        self.0[word] &= !(1 << bit);
    }

    /// Inserts or removes `i` without a branch.
    #[inline(always)]
    pub fn assign(&mut self, i: usize, present: bool) {
        let (word, bit) = Self::place(i);
        self.0[word] = self.0[word] & !(1 << bit) | u64::from(present) << bit;
    }

    /// This set, or the empty one, without a branch.
    #[inline(always)]
    pub fn only_if(mut self, keep: bool) -> Self {
        let mask = u64::from(keep).wrapping_neg();
        self.0.iter_mut().for_each(|word| *word &= mask);
        self
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |all, word| all | word) == 0
    }

    /// Takes out the least member.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<usize> {
        for (w, word) in self.0.iter_mut().enumerate() {
            if *word != 0 {
                let i = 64 * w + word.trailing_zeros() as usize;
                *word &= *word - 1;
                return Some(i);
            }
        }
        None
    }

    /// Calls `f` with every member, least first.
    #[inline(always)]
    pub fn for_each(&self, mut f: impl FnMut(usize)) {
        for (w, &word) in self.0.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                f(64 * w + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }

    /// The words themselves, least members first.
    pub fn words(&self) -> &[u64] {
        &self.0
    }

    /// Replaces word `w`.
    pub fn set_word(&mut self, w: usize, word: u64) {
        self.0[w] = word;
    }
}

impl<const W: usize> BitAnd for Words<W> {
    type Output = Self;
    #[inline(always)]
    fn bitand(mut self, other: Self) -> Self {
        (0..W).for_each(|w| self.0[w] &= other.0[w]);
        self
    }
}

impl<const W: usize> BitOr for Words<W> {
    type Output = Self;
    #[inline(always)]
    fn bitor(mut self, other: Self) -> Self {
        (0..W).for_each(|w| self.0[w] |= other.0[w]);
        self
    }
}

impl<const W: usize> BitXor for Words<W> {
    type Output = Self;
    #[inline(always)]
    fn bitxor(mut self, other: Self) -> Self {
        (0..W).for_each(|w| self.0[w] ^= other.0[w]);
        self
    }
}

impl<const W: usize> Not for Words<W> {
    type Output = Self;
    #[inline(always)]
    fn not(mut self) -> Self {
        (0..W).for_each(|w| self.0[w] = !self.0[w]);
        self
    }
}

/// `N` entries on the heap, `N` a power of two.
#[derive(Debug)]
pub(super) struct Table<T, const N: usize>(Box<[T; N]>);

impl<T: Clone, const N: usize> Table<T, N> {
    const MASK: usize = {
        assert!(N.is_power_of_two());
        N - 1
    };

    pub fn filled(value: T) -> Self {
        Self::from_vec(vec![value; N])
    }

    // Through a vector, never through the stack: wide tables are megabytes.
    fn from_vec(entries: Vec<T>) -> Self {
        match entries.into_boxed_slice().try_into() {
            Ok(entries) => Self(entries),
            Err(_) => unreachable!("a table has N entries"),
        }
    }

    pub fn as_slice(&self) -> &[T] {
        &self.0[..]
    }
}

impl<T: Clone, const N: usize> Clone for Table<T, N> {
    fn clone(&self) -> Self {
        Self::from_vec(self.0.to_vec())
    }
}

impl<T: Clone, const N: usize> Index<usize> for Table<T, N> {
    type Output = T;
    #[inline(always)]
    fn index(&self, i: usize) -> &T {
        debug_assert!(i < N);
        &self.0[i & Self::MASK]
    }
}

impl<T: Clone, const N: usize> IndexMut<usize> for Table<T, N> {
    #[inline(always)]
    fn index_mut(&mut self, i: usize) -> &mut T {
        debug_assert!(i < N);
        &mut self.0[i & Self::MASK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_come_least_first_and_across_words() {
        let mut set = Words::<4>::EMPTY;
        [200, 3, 64, 63, 255].into_iter().for_each(|i| set.insert(i));
        set.remove(63);
        set.assign(64, false);
        set.assign(65, true);
        let mut seen = Vec::new();
        set.for_each(|i| seen.push(i));
        assert_eq!(seen, [3, 65, 200, 255]);
        assert_eq!(std::iter::from_fn(|| set.pop()).collect::<Vec<_>>(), seen);
        assert!(set.is_empty());
    }

    #[test]
    fn algebra_of_sets() {
        let (a, b) = (Words::<2>::below(70), Words::<2>::below(65));
        assert_eq!((a & !b), Words([0, 0b11_1110]));
        assert_eq!((a.only_if(true), a.only_if(false)), (a, Words::EMPTY));
        assert_eq!(a ^ b, a & !b);
        assert_eq!(a | b, a);
        assert!((a & !b).contains(69) && !(a & !b).contains(64));
    }
}
