//! A share of a run or study that is divided over machines: which of how many.
//!
//! Pure arithmetic; knows nothing of what a share holds. `docs/studies.md`, "Many machines".

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

/// A share: number `k` of `n`, from 1. Written as `3/20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share {
    /// Which.
    pub k: u32,
    /// Of how many.
    pub n: u32,
}

impl Share {
    /// Reads `3/20`.
    pub fn parse(text: &str) -> Option<Self> {
        let (k, n) = text.split_once('/')?;
        let (k, n) = (k.trim().parse().ok()?, n.trim().parse().ok()?);
        (1 <= k && k <= n).then_some(Self { k, n })
    }

    /// Its part of so many blocks, in one piece.
    pub fn part(self, blocks: u32) -> Range<u32> {
        let cut = |k: u32| (u64::from(blocks) * u64::from(k) / u64::from(self.n)) as u32;
        cut(self.k - 1)..cut(self.k)
    }

    /// Whether a point is in it: every n-th one.
    pub fn has(self, point: usize) -> bool {
        point as u32 % self.n == self.k - 1
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.k, self.n)
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

impl TryFrom<String> for Share {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no share such as 3/20"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_divide_blocks_without_gap_or_overlap_and_take_every_nth_point() {
        for (n, blocks) in [(1, 5), (3, 7), (5, 3), (20, 1000)] {
            let parts = (1..=n).flat_map(|k| Share { k, n }.part(blocks));
            assert!(parts.eq(0..blocks), "{blocks} blocks in {n}");
        }
        let third = Share::parse("3/3").unwrap();
        assert_eq!((0..9).filter(|point| third.has(*point)).collect::<Vec<_>>(), [2, 5, 8]);
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "3", "0/3", "4/3", "1/0", "a/b", "-1/2"] {
            assert_eq!(Share::parse(text), None, "{text}");
        }
        let json = serde_json::to_string(&Share { k: 3, n: 20 }).unwrap();
        assert_eq!(json, "\"3/20\"");
        assert_eq!(serde_json::from_str::<Share>(&json).unwrap(), Share { k: 3, n: 20 });
        assert!(serde_json::from_str::<Share>("\"0/3\"").is_err());
    }
}
