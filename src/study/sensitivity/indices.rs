//! Sobol' indices of a Saltelli design, with bootstrap intervals.

use crate::rng::{Key, Stream};
use crate::stats::{quantile, sorted};

/// Samples of the bootstrap.
const RESAMPLES: u64 = 1000;

/// An index with its 95 % bootstrap interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The index, a share of the variance.
    pub value: f64,
    /// Interval over resampled rows.
    pub interval: (f64, f64),
}

/// How much of an output's variance goes back to a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices {
    /// By itself.
    pub first: Estimate,
    /// With all that it does together with others.
    pub total: Estimate,
}

/// Outputs of a row: of A, of B, and of A with each factor from B.
struct Row<'a> {
    a: f64,
    b: f64,
    mixed: &'a [f64],
}

/// Indices by factor from the outputs of a design's points, in order: A, its mixtures, B.
///
/// First-order indices by Jansen's estimator, V - Σ(f(B) - f(AB))² / 2N, total ones by
/// Jansen's, Σ(f(A) - f(AB))² / 2N, both over the variance of A and B together. Rows with a
/// missing output do not count. Where nothing varies the indices are NaN.
pub fn sobol_indices(outputs: &[f64], factors: usize, seed: u64) -> Vec<Indices> {
    let rows = outputs.chunks_exact(factors + 2).filter(|row| row.iter().all(|y| !y.is_nan()));
    let rows = rows.map(|row| Row { a: row[0], b: row[factors + 1], mixed: &row[1..=factors] });
    let rows: Vec<Row<'_>> = rows.collect();
    let all: Vec<usize> = (0..rows.len()).collect();
    let point: Vec<[f64; 2]> = (0..factors).map(|factor| estimate(&rows, &all, factor)).collect();

    let mut samples = vec![[Vec::new(), Vec::new()]; factors];
    let key = Key::new(seed, "study", "bootstrap");
    for resample in 0..RESAMPLES {
        let drawn = draw(rows.len(), &mut key.stream(resample));
        for (factor, [first, total]) in samples.iter_mut().enumerate() {
            let [f, t] = estimate(&rows, &drawn, factor);
            first.push(f);
            total.push(t);
        }
    }
    let indices = point.iter().zip(&samples).map(|(point, [first, total])| Indices {
        first: Estimate { value: point[0], interval: middle(first) },
        total: Estimate { value: point[1], interval: middle(total) },
    });
    indices.collect()
}

fn draw(n: usize, stream: &mut Stream) -> Vec<usize> {
    (0..n).map(|_| (stream.uniform() * n as f64) as usize).collect()
}

/// First-order and total index of a factor over the drawn rows.
fn estimate(rows: &[Row<'_>], drawn: &[usize], factor: usize) -> [f64; 2] {
    let n = drawn.len() as f64;
    let (mut sum, mut first, mut total) = (0.0, 0.0, 0.0);
    for row in drawn.iter().map(|index| &rows[*index]) {
        sum += row.a + row.b;
        first += (row.b - row.mixed[factor]).powi(2);
        total += (row.a - row.mixed[factor]).powi(2);
    }
    let mean = sum / (2.0 * n);
    let squares = drawn.iter().map(|index| &rows[*index]);
    let squares: f64 = squares.map(|r| (r.a - mean).powi(2) + (r.b - mean).powi(2)).sum();
    let variance = squares / (2.0 * n - 1.0);
    if variance <= 0.0 {
        return [f64::NAN; 2];
    }
    [1.0 - first / (2.0 * n) / variance, total / (2.0 * n) / variance]
}

/// The middle 95 % of resampled values.
fn middle(values: &[f64]) -> (f64, f64) {
    let ascending = sorted(values.iter().copied());
    (quantile(&ascending, 0.025), quantile(&ascending, 0.975))
}
