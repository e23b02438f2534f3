//! Points in the unit cube: Latin hypercube, Sobol', Morris and Saltelli.
//!
//! Streams are named after the study, or after the key path of a factor where factors are
//! drawn one by one.

use super::{Kind, Spec};
use crate::error::{Error, Topic};
use crate::rng::{Key, Stream};

/// Sobol' points and dimensions that the sequence has.
const MAX_SOBOL: (usize, usize) = (1 << 16, 256);

/// The points of a sampled design.
pub(super) fn cube(spec: &Spec) -> Result<Vec<Vec<f64>>, Error> {
    let (k, points) = (spec.factors.len(), spec.points as usize);
    match spec.kind {
        Kind::LatinHypercube => Ok(latin_hypercube(spec)),
        Kind::Morris => {
            let trajectories = points / (k + 1);
            at_least(trajectories, 2 * (k + 1), spec)?;
            let key = Key::new(spec.seed, "study", "morris");
            Ok((0..trajectories as u64).flat_map(|t| trajectory(k, key.stream(t))).collect())
        }
        Kind::Saltelli => {
            let rows = points / (k + 2);
            at_least(rows, 2 * (k + 2), spec)?;
            let base = sobol(rows, 2 * k, spec.seed)?;
            Ok(base.iter().flat_map(|row| mixtures(row)).collect())
        }
        _ => sobol(points, k, spec.seed),
    }
}

fn at_least(groups: usize, least: usize, spec: &Spec) -> Result<(), Error> {
    if groups >= 2 {
        return Ok(());
    }
    let (kind, k, points) = (spec.kind.name(), spec.factors.len(), spec.points);
    Err(Error::Input {
        topic: Topic::Study,
        message: format!("{points} points are too few for a {kind} design of {k} factors"),
        help: Some(format!("set `points` in `[study]` to {least} or more")),
    })
}

/// Scrambled Sobol' points.
fn sobol(points: usize, dimensions: usize, seed: u64) -> Result<Vec<Vec<f64>>, Error> {
    if points > MAX_SOBOL.0 || dimensions > MAX_SOBOL.1 {
        let message = format!(
            "{points} points in {dimensions} dimensions are more than the Sobol' sequence has, {} in {}",
            MAX_SOBOL.0, MAX_SOBOL.1
        );
        return Err(Error::input(Topic::Study, message));
    }
    let scramble = (Key::new(seed, "study", "sobol").stream(0).uniform() * 4_294_967_296.0) as u32;
    let coordinate = |i, d| f64::from(sobol_burley::sample(i, d, scramble));
    let row = |i| (0..dimensions as u32).map(|d| coordinate(i, d)).collect();
    Ok((0..points as u32).map(row).collect())
}

/// Each factor once in each of as many cells as there are points.
fn latin_hypercube(spec: &Spec) -> Vec<Vec<f64>> {
    let n = spec.points as usize;
    let columns = spec.factors.iter().map(|factor| {
        let mut stream = Key::new(spec.seed, &factor.path, "latin-hypercube").stream(0);
        let cells = shuffled(n, &mut stream);
        cells.into_iter().map(|cell| (cell as f64 + stream.uniform()) / n as f64).collect()
    });
    let columns: Vec<Vec<f64>> = columns.collect();
    (0..n).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
}

/// A walk over the grid 0, 1/3, 2/3, 1 that moves each factor once by 2/3, in random order.
fn trajectory(k: usize, mut stream: Stream) -> Vec<Vec<f64>> {
    let mut here: Vec<u32> = (0..k).map(|_| (stream.uniform() * 4.0) as u32).collect();
    let third = |levels: &[u32]| levels.iter().map(|level| f64::from(*level) / 3.0).collect();
    let mut rows = vec![third(&here)];
    for factor in shuffled(k, &mut stream) {
        here[factor] = (here[factor] + 2) % 4;
        rows.push(third(&here));
    }
    rows
}

/// A, then A with each factor in turn from B, then B.
fn mixtures(row: &[f64]) -> Vec<Vec<f64>> {
    let (a, b) = row.split_at(row.len() / 2);
    let mixed = (0..a.len()).map(|factor| {
        let mut mixed = a.to_vec();
        mixed[factor] = b[factor];
        mixed
    });
    let mixed: Vec<Vec<f64>> = mixed.collect();
    std::iter::once(a.to_vec()).chain(mixed).chain(std::iter::once(b.to_vec())).collect()
}

/// 0 to `n` - 1 in random order.
fn shuffled(n: usize, stream: &mut Stream) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        let other = (stream.uniform() * (last + 1) as f64) as usize;
        order.swap(last, other);
    }
    order
}
