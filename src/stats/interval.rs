//! Critical values, and the interval of a share.

use crate::special::two_sided_t;

/// The 97.5 % quantile of the standard normal.
pub const Z95: f64 = 1.959_963_984_540_054;

/// The 97.5 % quantile of Student's t with so many degrees of freedom, any number above 0; infinite
/// without any.
pub fn t95(degrees: f64) -> f64 {
    if degrees <= 0.0 { f64::INFINITY } else { two_sided_t(0.05, degrees) }
}

/// Wilson interval of a share found in `n` independent trials, with critical value `z`; `n` may be
/// an effective size and so need not be whole.
pub fn wilson(share: f64, n: f64, z: f64) -> (f64, f64) {
    if !z.is_finite() || n <= 0.0 {
        return (0.0, 1.0);
    }
    let z2 = z * z;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let spread = share * (1.0 - share) / n + z2 / (4.0 * n * n);
    let half = z * spread.sqrt() / (1.0 + z2 / n);
    let low = if share == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if share == 1.0 { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

/// Interval of the first share less the second from their intervals, by Newcombe's method of
/// putting squared distances together; `correlation` is that of the two estimates.
pub fn shares_apart(
    [p, q]: [f64; 2],
    [of_p, of_q]: [(f64, f64); 2],
    correlation: f64,
) -> (f64, f64) {
    let together = |a: f64, b: f64| (a * a - 2.0 * correlation * a * b + b * b).max(0.0).sqrt();
    (p - q - together(p - of_p.0, of_q.1 - q), p - q + together(of_p.1 - p, q - of_q.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_are_those_of_the_tables() {
        for (degrees, value) in
            [(1.0, 12.706), (1.9, 4.527), (2.9, 3.245), (3.0, 3.182), (10.0, 2.228), (120.0, 1.980)]
        {
            assert!((t95(degrees) - value).abs() < 5e-4, "{degrees}: {}", t95(degrees));
        }
        assert!((t95(1e9) - Z95).abs() < 1e-8);
        assert_eq!(t95(0.0), f64::INFINITY);
        assert!(t95(f64::NAN).is_nan());
    }

    #[test]
    fn wilson_agrees_with_the_closed_form() {
        let near =
            |(a, b): (f64, f64), (c, d): (f64, f64)| (a - c).abs() < 5e-5 && (b - d).abs() < 5e-5;
        // Newcombe (1998), table I: 81/263, 15/148, 0/20, 1/29.
        assert!(near(wilson(81.0 / 263.0, 263.0, Z95), (0.2553, 0.3662)));
        assert!(near(wilson(15.0 / 148.0, 148.0, Z95), (0.0624, 0.1605)));
        assert!(near(wilson(0.0, 20.0, Z95), (0.0, 0.1611)));
        assert!(near(wilson(1.0 / 29.0, 29.0, Z95), (0.0061, 0.1718)));
        assert_eq!(wilson(0.0, 1000.0, Z95).0, 0.0);
        assert_eq!(wilson(1.0, 1000.0, Z95).1, 1.0);
        assert_eq!(wilson(0.3, 100.0, f64::INFINITY), (0.0, 1.0));
    }

    #[test]
    fn differences_of_shares_agree_with_the_tables() {
        // Newcombe (1998), method 10: 56/70 less 48/80 and 9/10 less 3/10.
        for ((a, m), (b, n), expected) in [
            ((56.0, 70.0), (48.0, 80.0), (0.0524, 0.3339)),
            ((9.0, 10.0), (3.0, 10.0), (0.1705, 0.8090)),
        ] {
            let (p, q) = (a / m, b / n);
            let ends = [wilson(p, m, Z95), wilson(q, n, Z95)];
            let (low, high) = shares_apart([p, q], ends, 0.0);
            let off = (low - expected.0).abs().max((high - expected.1).abs());
            assert!(off < 5e-5, "{low} {high}");
        }
        // Of two that exclude each other the variances and twice the covariance add up.
        let normal = |p: f64| (p - (p * (1.0 - p)).sqrt(), p + (p * (1.0 - p)).sqrt());
        let (low, high) =
            shares_apart([0.3, 0.2], [normal(0.3), normal(0.2)], -(0.06 / 0.56_f64).sqrt());
        let expected = (0.3 + 0.2 - 0.01_f64).sqrt();
        assert!((high - 0.1 - expected).abs() < 1e-12 && (0.1 - low - expected).abs() < 1e-12);
    }
}
