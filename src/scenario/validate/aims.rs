//! Targets within the horizon; correlations that some distribution can have.

use super::Whole;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::model::{Correlation, Parameter};

pub(super) fn check(whole: &mut Whole<'_>, parameters: &[Parameter]) {
    let draft = whole.draft;
    if let Some(horizon) = &draft.horizon {
        for target in draft.targets.iter().flatten() {
            let years = horizon.years();
            if !years.contains(&target.year) {
                let message = format!(
                    "target `{}` is for {}, outside the horizon, {} to {}",
                    target.name,
                    target.year,
                    years.start(),
                    years.end()
                );
                whole.faults.push(Fault::new(
                    K::OutsideHorizon,
                    format!("target.{}.year", target.name),
                    message,
                ));
            }
        }
    }
    let pairs: Option<Vec<Correlation>> = draft.correlations.iter().copied().collect();
    if let Some(pairs) = pairs {
        correlations(whole, &pairs, parameters);
    }
}

fn correlations(whole: &mut Whole<'_>, pairs: &[Correlation], parameters: &[Parameter]) {
    let same = |one: &Correlation, other: &Correlation| {
        (one.a, one.b) == (other.a, other.b) || (one.a, one.b) == (other.b, other.a)
    };
    for (at, pair) in pairs.iter().enumerate() {
        if let Some(first) = pairs[..at].iter().position(|other| same(pair, other)) {
            let (a, b) = (&parameters[pair.a].path, &parameters[pair.b].path);
            let message = format!("`{a}` and `{b}` are correlated twice");
            let fault = Fault::new(K::BadCorrelation, format!("correlation.pairs.{at}"), message);
            whole.faults.push(fault.related(format!("correlation.pairs.{first}"), "also here"));
            return;
        }
    }
    if !is_positive_definite(pairs) {
        let message = "no distribution has these correlations at once: \
                       their matrix is not positive definite";
        let help = "if a goes with b and b with c, then a goes with c: weaken one of them";
        whole
            .faults
            .push(Fault::new(K::ImpossibleCorrelations, "correlation.pairs", message).help(help));
    }
}

/// Cholesky's factor exists.
fn is_positive_definite(pairs: &[Correlation]) -> bool {
    let mut ids: Vec<usize> = pairs.iter().flat_map(|pair| [pair.a, pair.b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let n = ids.len();
    let at = |id: usize| ids.binary_search(&id).unwrap_or(0);
    let mut m = vec![vec![0.0; n]; n];
    for (i, row) in m.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for pair in pairs {
        let (i, j) = (at(pair.a), at(pair.b));
        m[i][j] = pair.rho;
        m[j][i] = pair.rho;
    }
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| m[i][k] * m[j][k]).sum();
            let rest = m[i][j] - dot;
            if i == j {
                if rest <= 1e-12 {
                    return false;
                }
                m[i][i] = f64::sqrt(rest);
            } else {
                m[i][j] = rest / m[j][j];
            }
        }
    }
    true
}
