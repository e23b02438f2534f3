//! Student's t.

use super::Beta;
use super::inverse_normal;

/// Degrees below which it is above 1e128 and taken for infinite.
const NEARLY_NONE: f64 = 0.01;
/// Degrees from which the expansion about the normal is right to all digits.
const NEARLY_NORMAL: f64 = 400.0;

/// The value that the absolute value of Student's t exceeds with probability `p` in (0, 1);
/// `degrees` are any number above 0. Right to 11 digits, but infinite below 0.01 degrees.
pub fn two_sided_t(p: f64, degrees: f64) -> f64 {
    if degrees >= NEARLY_NORMAL {
        return expansion(-inverse_normal(0.5 * p), degrees);
    }
    if degrees < NEARLY_NONE {
        return f64::INFINITY;
    }
    // degrees / (degrees + t²) has this beta distribution.
    let share = Beta::new(0.5 * degrees, 0.5).quantile(p);
    (degrees * (1.0 - share) / share).sqrt()
}

/// Fisher and Cornish's expansion (Abramowitz and Stegun 26.7.5) to the fourth power of 1/degrees.
fn expansion(z: f64, degrees: f64) -> f64 {
    const TERMS: [(&[f64], f64); 4] = [
        (&[1.0, 1.0], 4.0),
        (&[3.0, 16.0, 5.0], 96.0),
        (&[-15.0, 17.0, 19.0, 3.0], 384.0),
        (&[-945.0, -1920.0, 1482.0, 776.0, 79.0], 92_160.0),
    ];
    // Each is z times a polynomial in z², from the constant up.
    let terms = TERMS.iter().map(|(coefficients, divisor)| {
        z * coefficients.iter().rev().fold(0.0, |sum, c| sum * z * z + c) / divisor
    });
    terms.zip(1..).fold(z, |sum, (term, power)| sum + term / degrees.powi(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_mpmath() {
        for (p, degrees, t) in [
            (0.05, 0.01, 6.364181928400616e+128),
            (0.05, 0.05, 1.1958337585475407e25),
            (0.05, 0.5, 164.55767348048855),
            (0.05, 1.0, 12.706204736174705),
            (0.05, 1.9, 4.527118077100329),
            (0.05, 2.0, 4.302652729749464),
            (0.05, 2.9, 3.245438062433111),
            (0.05, 3.0, 3.1824463052837095),
            (0.05, 3.5, 2.9400886379827296),
            (0.05, 6.0, 2.44691185114497),
            (0.05, 10.0, 2.228138851986275),
            (0.05, 30.0, 2.042272456301238),
            (0.05, 99.0, 1.9842169515864174),
            (0.05, 250.0, 1.9694983934211536),
            (0.05, 1000.0, 1.9623390808264085),
            (0.05, 1e5, 1.9599877075346097),
            (0.5, 1.0, 1.0),
            (0.5, 2.5, 0.7850136829923011),
            (0.5, 50.0, 0.679428200326346),
            (1e-4, 1.0, 6366.197671315936),
            (1e-4, 2.5, 46.02421524694992),
            (1e-4, 50.0, 4.228309866845811),
        ] {
            let ours = two_sided_t(p, degrees);
            assert!((ours / t - 1.0).abs() < 1e-11, "{p} {degrees}: {ours} instead of {t}");
        }
    }

    #[test]
    fn two_degrees_have_a_closed_form_and_few_no_number() {
        for p in [0.9, 0.3, 0.05, 1e-6] {
            // P(|T| < t) = t / √(2 + t²).
            let q: f64 = 1.0 - p;
            let t = q * (2.0 / (1.0 - q * q)).sqrt();
            assert!((two_sided_t(p, 2.0) / t - 1.0).abs() < 1e-9, "{p}");
        }
        assert_eq!(two_sided_t(0.05, 1e-3), f64::INFINITY);
    }

    #[test]
    fn it_falls_to_the_normal_without_a_step() {
        let both = [0.999_999, 1.0].map(|share| two_sided_t(0.05, share * NEARLY_NORMAL));
        assert!(both[0] > both[1] && both[0] - both[1] < 1e-8, "{both:?}");
        let beta = Beta::new(0.5 * NEARLY_NORMAL, 0.5).quantile(0.05);
        let beta = (NEARLY_NORMAL * (1.0 - beta) / beta).sqrt();
        assert!((both[1] / beta - 1.0).abs() < 1e-11, "{} {beta}", both[1]);
        assert!((two_sided_t(0.05, 1e12) + inverse_normal(0.025)).abs() < 1e-11);
    }
}
