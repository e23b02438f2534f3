//! Elementary effects of a Morris design.

use crate::stats::Moments;

/// Elementary effects of a factor: change of the output over the factor's whole range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Mean effect.
    pub mu: f64,
    /// Mean absolute effect: how much the factor matters.
    pub mu_star: f64,
    /// Standard error of `mu_star` over trajectories.
    pub mu_star_stderr: f64,
    /// Standard deviation: how much the effect depends on the other factors or is bent.
    pub sigma: f64,
    /// Trajectories with an output at both ends of the factor's step.
    pub n: u64,
}

/// Effects by factor, from the cube and the outputs of its points, in order.
///
/// A trajectory is k + 1 points in a row, each differing from the one before in one factor.
pub fn elementary_effects(cube: &[Vec<f64>], outputs: &[f64]) -> Vec<Effect> {
    let k = cube.first().map_or(0, Vec::len);
    let mut effects = vec![(Moments::default(), Moments::default()); k];
    for (walk, values) in cube.chunks_exact(k + 1).zip(outputs.chunks_exact(k + 1)) {
        for (points, y) in walk.windows(2).zip(values.windows(2)) {
            let steps = points[0].iter().zip(&points[1]).map(|(from, to)| to - from);
            let Some((factor, step)) = steps.enumerate().find(|(_, step)| *step != 0.0) else {
                continue;
            };
            let effect = (y[1] - y[0]) / step;
            effects[factor].0.push(effect);
            effects[factor].1.push(effect.abs());
        }
    }
    let of = |(signed, absolute): (Moments, Moments)| Effect {
        mu: signed.mean(),
        mu_star: absolute.mean(),
        mu_star_stderr: absolute.stderr(),
        sigma: signed.variance().sqrt(),
        n: signed.n(),
    };
    effects.into_iter().map(of).collect()
}
