use super::*;
use crate::study::design::{Design, Factor, Kind, Levels, Spec};
use std::f64::consts::PI;

fn design(kind: Kind, k: usize, points: u32) -> Design {
    let levels = Levels::between("0.0", "1.0").unwrap();
    let factors = (0..k).map(|i| Factor { path: format!("x.{i}"), levels: levels.clone() });
    let (factors, list) = (factors.collect(), Vec::new());
    Spec { kind, factors, list, points, max_points: u32::MAX, seed: 1 }.build().unwrap()
}

fn outputs(design: &Design, f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    design.cube.iter().map(|row| f(row)).collect()
}

/// Ishigami with a = 7, b = 0.1.
fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

#[test]
fn ishigami_has_its_known_indices() {
    let design = design(Kind::Saltelli, 3, 4096 * 5);
    let found = sobol_indices(&outputs(&design, ishigami), 3, 1);
    // Closed forms: V1 = (1 + b π⁴/5)²/2, V2 = a²/8, V13 = 8 b² π⁸/225.
    let v1 = (1.0 + 0.1 * PI.powi(4) / 5.0).powi(2) / 2.0;
    let (v2, v13) = (49.0 / 8.0, 8.0 * 0.01 * PI.powi(8) / 225.0);
    let v = v1 + v2 + v13;
    let first = [v1 / v, v2 / v, 0.0];
    let total = [(v1 + v13) / v, v2 / v, v13 / v];
    for (factor, indices) in found.iter().enumerate() {
        assert!((indices.first.value - first[factor]).abs() < 0.02, "{factor}: {indices:?}");
        assert!((indices.total.value - total[factor]).abs() < 0.02, "{factor}: {indices:?}");
        let (low, high) = indices.total.interval;
        assert!(low <= total[factor] && total[factor] <= high, "{factor}: {indices:?}");
        assert!(high - low < 0.1, "{factor}: {indices:?}");
    }
}

#[test]
fn sobol_g_has_its_known_indices() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0];
    let g = |u: &[f64]| -> f64 {
        u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
    };
    let design = design(Kind::Saltelli, 5, 4096 * 7);
    let found = sobol_indices(&outputs(&design, g), 5, 1);
    let parts = a.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let whole: f64 = parts.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
    for (indices, part) in found.iter().zip(parts) {
        let total = part * (whole + 1.0) / (1.0 + part) / whole;
        assert!((indices.first.value - part / whole).abs() < 0.02, "{indices:?}");
        assert!((indices.total.value - total).abs() < 0.02, "{indices:?}");
    }
}

#[test]
fn a_constant_output_has_no_indices_and_a_missing_one_drops_its_row() {
    let design = design(Kind::Saltelli, 3, 64 * 5);
    assert!(sobol_indices(&outputs(&design, |_| 3.0), 3, 1)[0].first.value.is_nan());
    let mut y = outputs(&design, ishigami);
    let whole = sobol_indices(&y[5..], 3, 1);
    y[2] = f64::NAN;
    assert_eq!(sobol_indices(&y, 3, 1), whole);
}

#[test]
fn elementary_effects_of_a_plane_are_its_slopes() {
    let design = design(Kind::Morris, 3, 40);
    let effects = elementary_effects(&design.cube, &outputs(&design, |u| 3.0 * u[0] - 2.0 * u[1]));
    for (effect, slope) in effects.iter().zip([3.0, -2.0, 0.0_f64]) {
        assert!((effect.mu - slope).abs() < 1e-9, "{effect:?}");
        assert!((effect.mu_star - slope.abs()).abs() < 1e-9, "{effect:?}");
        assert!(effect.sigma < 1e-9 && effect.n == 10, "{effect:?}");
    }
}

#[test]
fn elementary_effects_show_what_works_together() {
    let design = design(Kind::Morris, 3, 400);
    let effects = elementary_effects(&design.cube, &outputs(&design, |u| u[0] * u[1]));
    // The effect of one factor is the place of the other, even on 0, 1/3, 2/3, 1.
    let spread = (5.0_f64 / 36.0).sqrt();
    for effect in &effects[..2] {
        assert!((effect.mu - 0.5).abs() < 4.0 * spread / 10.0, "{effect:?}");
        assert!((effect.sigma - spread).abs() < 0.05, "{effect:?}");
    }
    assert_eq!((effects[2].mu_star, effects[2].sigma), (0.0, 0.0));
}

#[test]
fn a_tornado_has_the_widest_bar_first() {
    let outputs = [10.0, 9.0, 12.0, 10.0, 10.0, 3.0, f64::NAN];
    let factor_of = [None, Some(0), Some(0), Some(1), Some(1), Some(2), Some(2)];
    let bars = tornado(&outputs, &factor_of);
    assert_eq!(bars.iter().map(|bar| bar.factor).collect::<Vec<_>>(), [2, 0, 1]);
    assert_eq!((bars[0].low, bars[0].high, bars[0].swing()), ((5, -7.0), (0, 0.0), 7.0));
    assert_eq!((bars[1].low, bars[1].high), ((1, -1.0), (2, 2.0)));
    assert!(tornado(&[], &[]).is_empty());
}

#[test]
fn statistics_leave_out_what_is_missing() {
    let values = [4.0, 1.0, f64::NAN, 3.0, 2.0];
    assert_eq!(Statistic::Mean.of(&values), 2.5);
    assert_eq!(Statistic::Reaches(3.0).of(&values), 0.5);
    assert_eq!(Statistic::MeanBelow(0.5).of(&values), 1.5);
    assert_eq!(Statistic::MeanAbove(0.25).of(&values), 4.0);
    assert!(Statistic::Mean.of(&[]).is_nan() && Statistic::Reaches(1.0).of(&[]).is_nan());
}
