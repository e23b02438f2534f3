//! A digest of draws from every sampler.
//!
//! Two builds that print the same one draw the same numbers. It is compared with the
//! committed value by the tests and against the released program.

use super::Distribution;
use super::draw::standard_exponential;
use crate::rng::Key;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// 32 hexadecimal digits over 256 draws of each family, by variate and by quantile.
pub fn fingerprint() -> String {
    let mut digest = Sha256::new();
    for family in families() {
        let mut stream = Key::new(1, "fingerprint", "draws").stream(1);
        for _ in 0..256 {
            digest.update(family.draw(&mut stream).to_bits().to_le_bytes());
            digest.update(standard_exponential(&mut stream).to_bits().to_le_bytes());
            let (length, position) = (stream.uniform(), stream.uniform());
            digest.update(family.quantile(length).to_bits().to_le_bytes());
            digest.update(family.residual(length, position).to_bits().to_le_bytes());
        }
    }
    let mut text = String::new();
    for byte in &digest.finalize()[..16] {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn families() -> [Distribution<f64>; 9] {
    use Distribution as D;
    [
        D::Uniform { low: 1.0, high: 4.0 },
        D::Triangular { min: 1.0, mode: 2.0, max: 6.0 },
        D::Pert { min: 2.0, mode: 3.0, max: 9.0 },
        D::Normal { mean: 8.0, sd: 2.0 },
        D::Lognormal { median: 5.0, sigma: 0.9 },
        D::Exponential { mean: 10.0 },
        D::Weibull { scale: 7.0, shape: 1.6 },
        D::Discrete { values: vec![4.0, 1.0, 9.0], weights: vec![2.0, 1.0, 1.0] },
        D::Empirical([1.0, 2.0, 2.5, 7.0].into()),
    ]
}
