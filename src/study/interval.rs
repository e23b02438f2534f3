//! Critical values and intervals that the analyses share.

use crate::stats::Z95;

/// The 97.5 % quantile of Student's t with so many degrees of freedom, by the expansion of
/// Fisher and Cornish: right to 0.002 from 6 degrees on, to 1 % from 3; infinite below 1.
pub(super) fn t95(degrees: f64) -> f64 {
    if degrees < 1.0 {
        return f64::INFINITY;
    }
    if degrees < 3.0 {
        return if degrees < 2.0 { 12.706 } else { 4.303 };
    }
    let (z, v) = (Z95, degrees);
    let (z3, z5, z7) = (z.powi(3), z.powi(5), z.powi(7));
    z + (z3 + z) / (4.0 * v)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v.powi(3))
}

/// Wilson interval of a share found in `n` trials, with critical value `z`.
pub(super) fn wilson(share: f64, n: f64, z: f64) -> (f64, f64) {
    if !z.is_finite() || n <= 0.0 {
        return (0.0, 1.0);
    }
    let z2 = z * z;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let spread = share * (1.0 - share) / n + z2 / (4.0 * n * n);
    let half = z * spread.sqrt() / (1.0 + z2 / n);
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_are_those_of_the_tables() {
        for (degrees, value) in [
            (1, 12.706),
            (2, 4.303),
            (3, 3.182),
            (6, 2.447),
            (10, 2.228),
            (30, 2.042),
            (120, 1.980),
        ] {
            let found = t95(f64::from(degrees));
            assert!((found / value - 1.0).abs() < 0.011, "{degrees}: {found}");
            assert!(degrees < 6 || (found - value).abs() < 2e-3, "{degrees}: {found}");
        }
        assert!((t95(1e9) - Z95).abs() < 1e-6);
        assert_eq!(t95(0.0), f64::INFINITY);
    }

    #[test]
    fn wilson_with_the_usual_value_is_the_usual_interval() {
        let (ours, theirs) = (wilson(0.3, 100.0, Z95), crate::stats::wilson(0.3, 100.0));
        assert!((ours.0 - theirs.0).abs() < 1e-12 && (ours.1 - theirs.1).abs() < 1e-12);
        assert_eq!(wilson(0.3, 100.0, f64::INFINITY), (0.0, 1.0));
    }
}
