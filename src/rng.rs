//! Random streams by name: the lowest part of the random-number contract.
//!
//! A [`Key`] comes from the seed, a key path and a purpose, never from an index, so adding,
//! removing or reordering anything leaves every other stream alone. A [`Stream`] is a key
//! with a number: that of the replication or of the belief. Knows nothing of what is drawn.
//! The contract is in `docs/model.md`, section "Random numbers".

use rand::SeedableRng;
use rand::rand_core::TryRng;
use rand::rngs::ChaCha8Rng;
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// Name of the scheme, part of every key and of every manifest. Other numbers for the same
/// seed need another name.
pub const SCHEME: &str = "chacha8/component/replication/v1";

/// What a stream is drawn for, as a digest of scheme, seed, key path and purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of `purpose` ("arrivals", "durations", …) at a key path of the scenario.
    pub fn new(seed: u64, path: &str, purpose: &str) -> Self {
        let mut digest = Sha256::new();
        // Each field goes in behind its length, so that no two triples run together.
        for field in [SCHEME.as_bytes(), &seed.to_le_bytes(), path.as_bytes(), purpose.as_bytes()] {
            digest.update((field.len() as u64).to_le_bytes());
            digest.update(field);
        }
        Self(digest.finalize().into())
    }

    /// The stream of a replication or belief.
    pub fn stream(&self, number: u64) -> Stream {
        let mut generator = ChaCha8Rng::from_seed(self.0);
        generator.set_stream(number);
        Stream(generator)
    }
}

/// A sequence of random numbers of its own.
#[derive(Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// A uniform number strictly between 0 and 1, from one 64-bit word.
    pub fn uniform(&mut self) -> f64 {
        let Ok(word) = self.try_next_u64();
        open_unit(word)
    }
}

/// Lets the samplers of `rand_distr` draw from a stream.
impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}

/// The middle of one of 2^52 equal cells of the unit interval: with 53 bits the last middle
/// would round to 1.
fn open_unit(word: u64) -> f64 {
    const CELL: f64 = 1.0 / (1_u64 << 52) as f64;
    ((word >> 12) as f64 + 0.5) * CELL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(seed: u64, path: &str, purpose: &str, number: u64) -> f64 {
        Key::new(seed, path, purpose).stream(number).uniform()
    }

    #[test]
    fn uniforms_are_strictly_inside_the_unit_interval() {
        assert!(open_unit(0) > 0.0);
        assert!(open_unit(u64::MAX) < 1.0);
        assert_eq!(open_unit(1 << 63), 0.5 + 0.5 / (1_u64 << 52) as f64);
    }

    #[test]
    fn every_part_of_a_name_makes_another_stream() {
        let base = first(1, "hazard.a", "arrivals", 0);
        assert_eq!(base, first(1, "hazard.a", "arrivals", 0));
        for other in [
            first(2, "hazard.a", "arrivals", 0),
            first(1, "hazard.b", "arrivals", 0),
            first(1, "hazard.a", "durations", 0),
            first(1, "hazard.a", "arrivals", 1),
            first(1, "hazard.", "aarrivals", 0),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn a_key_is_the_digest_that_the_manual_gives() {
        // sha256 of 8-byte little-endian lengths and fields, first 8 bytes, by another program.
        let Key(bytes) = Key::new(1, "hazard.a", "arrivals");
        assert_eq!(u64::from_be_bytes(bytes[..8].try_into().unwrap()), DIGEST);
    }

    #[test]
    fn uniforms_are_those_of_another_program() {
        let mut stream = Key::new(1, "hazard.a", "arrivals").stream(7);
        let drawn = [stream.uniform(), stream.uniform(), stream.uniform()];
        assert_eq!(drawn, GOLDEN);
    }

    const DIGEST: u64 = 0x1afc_e3aa_ef68_75be;
    const GOLDEN: [f64; 3] = [0.36529591632266756, 0.04673134176273719, 0.039925249388884976];
}
