//! Gaussian copula: uniforms that go together.
//!
//! Members are in order of name, and each keeps its own draw plus a part of those before
//! it (the lower Cholesky factor), so another pair further on moves nobody before it.

use crate::special::{inverse_normal, normal_cdf};

/// Correlations between some of a list of uniforms.
#[derive(Debug, Clone, Default)]
pub struct Copula {
    /// Positions in the list, in order of name.
    members: Vec<usize>,
    /// Lower triangle, row by row.
    factor: Vec<f64>,
}

impl Copula {
    /// A copula of `members` (positions in a list of uniforms, in order of name) with the
    /// given correlations of the normal scores; pairs that are not given are independent.
    ///
    /// `None` when the correlations contradict each other (not positive semidefinite).
    pub fn new(members: Vec<usize>, pairs: &[(usize, usize, f64)]) -> Option<Self> {
        let place = |position| members.iter().position(|member| *member == position);
        let n = members.len();
        let mut matrix = vec![0.0; n * n];
        for (a, b, rho) in pairs {
            let (a, b) = (place(*a)?, place(*b)?);
            matrix[a * n + b] = *rho;
            matrix[b * n + a] = *rho;
        }
        let factor = cholesky(n, &matrix)?;
        Some(Self { members, factor })
    }

    /// Replaces the members' independent uniforms in (0, 1) by correlated ones.
    pub fn apply(&self, uniforms: &mut [f64], scores: &mut Vec<f64>) {
        scores.clear();
        scores.extend(self.members.iter().map(|member| inverse_normal(uniforms[*member])));
        let mut row = 0;
        for (i, member) in self.members.iter().enumerate() {
            let factors = &self.factor[row..=row + i];
            row += i + 1;
            // One that depends on nobody before it keeps its very bits.
            if factors[..i].iter().any(|factor| *factor != 0.0) {
                let score: f64 = factors.iter().zip(scores.iter()).map(|(f, z)| f * z).sum();
                uniforms[*member] = normal_cdf(score).clamp(LEAST, 1.0 - f64::EPSILON / 2.0);
            }
        }
    }
}

/// The least uniform that is handed on: a quantile of 0 may be infinite.
const LEAST: f64 = f64::MIN_POSITIVE;

/// Lower triangle of a correlation matrix's factor, row by row; its diagonal is taken as 1.
fn cholesky(n: usize, matrix: &[f64]) -> Option<Vec<f64>> {
    const SLACK: f64 = 1e-9;
    let mut factor: Vec<f64> = Vec::with_capacity(n * (n + 1) / 2);
    let start = |i: usize| i * (i + 1) / 2;
    for i in 0..n {
        for j in 0..=i {
            let done: f64 = (0..j).map(|k| factor[start(i) + k] * factor[start(j) + k]).sum();
            let left = if i == j { 1.0 } else { matrix[i * n + j] } - done;
            let next = if i == j {
                if left < -SLACK {
                    return None;
                }
                left.max(0.0).sqrt()
            } else {
                let pivot = factor[start(j) + j];
                if pivot > SLACK.sqrt() {
                    left / pivot
                } else if left.abs() < SLACK.sqrt() {
                    0.0
                } else {
                    return None;
                }
            };
            factor.push(next);
        }
    }
    Some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Key;

    #[test]
    fn scores_have_the_correlation_asked_for() {
        const DRAWS: u32 = 20_000;
        let copula = Copula::new(vec![2, 0, 1], &[(2, 1, 0.6), (0, 1, -0.3)]).unwrap();
        let mut stream = Key::new(1, "test", "belief").stream(0);
        let mut sums = [0.0; 3];
        let mut scratch = Vec::new();
        for _ in 0..DRAWS {
            let mut u = [stream.uniform(), stream.uniform(), stream.uniform(), stream.uniform()];
            let before = u;
            copula.apply(&mut u, &mut scratch);
            assert_eq!((u[0], u[2], u[3]), (before[0], before[2], before[3]));
            let z = u.map(inverse_normal);
            for (sum, (a, b)) in sums.iter_mut().zip([(1, 2), (0, 1), (0, 2)]) {
                *sum += z[a] * z[b] / f64::from(DRAWS);
            }
        }
        for (found, wanted) in sums.into_iter().zip([0.6, -0.3, 0.0]) {
            assert!((found - wanted).abs() < 0.03, "{found} instead of {wanted}");
        }
    }

    #[test]
    fn contradictions_are_refused() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
        assert!(Copula::new(vec![0, 1, 2], &pairs).is_none());
        assert!(Copula::new(vec![0, 1], &[(0, 1, 1.0)]).is_some());
    }
}
