//! A block as bytes, so that a run may be divided over machines and merged to the same bits.
//!
//! Numbers are little-endian and exact. A block is read against the plan of its run, which
//! says how many there are of everything.

use super::block::Block;
use super::plan::Plan;
use crate::stats::Moments;

/// Marks a column that is zero in every replication of the block: most are.
const ZERO: u8 = 0;
const FULL: u8 = 1;

impl Block {
    /// The block as bytes. Traced days are not among them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for number in [self.first, self.replications, self.sums.len() as u32] {
            out.extend(number.to_le_bytes());
        }
        let zero = zero(self.replications);
        for moments in &self.moments {
            if *moments == zero {
                out.push(ZERO);
                continue;
            }
            out.push(FULL);
            let (n, parts) = moments.parts();
            out.extend(n.to_le_bytes());
            parts.iter().for_each(|part| out.extend(part.to_le_bytes()));
        }
        for number in self.sums.iter().chain(&self.kept).flatten() {
            out.extend(number.to_le_bytes());
        }
        for number in self.present.iter().flatten() {
            out.extend(number.to_le_bytes());
        }
        for number in self.binding.iter().flatten() {
            out.extend(number.to_le_bytes());
        }
        out
    }

    /// The block that was written; `None` where the bytes are not one of this plan.
    pub fn from_bytes(plan: &Plan<'_>, bytes: &[u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        let [first, replications, beliefs] = [from.u32()?, from.u32()?, from.u32()?];
        let mut block = Block::new(plan, first);
        block.replications = replications;
        let zero = zero(replications);
        for moments in &mut block.moments {
            *moments = match from.take::<1>()? {
                [ZERO] => zero,
                _ => {
                    let n = u64::from_le_bytes(from.take()?);
                    let mut parts = [0.0; 5];
                    for part in &mut parts {
                        *part = from.f64()?;
                    }
                    Moments::from_parts(n, parts)
                }
            };
        }
        for _ in 0..beliefs {
            block.sums.push(from.many(plan.width())?);
        }
        for kept in &mut block.kept {
            *kept = from.many(replications as usize)?;
        }
        for _ in 0..beliefs {
            let present = (0..plan.gaps.len()).map(|_| from.u32());
            block.present.push(present.collect::<Option<_>>()?);
        }
        for number in block.binding.iter_mut().flatten() {
            *number = u64::from_le_bytes(from.take()?);
        }
        from.0.is_empty().then_some(block)
    }
}

fn zero(replications: u32) -> Moments {
    Moments::from_parts(replications.into(), [0.0; 5])
}

struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn f64(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    fn many(&mut self, count: usize) -> Option<Vec<f64>> {
        (0..count).map(|_| self.f64()).collect()
    }
}
