//! The beta distribution.

use super::gamma::ln_gamma;
use super::inverse_normal;
use super::solve::{self, Local};

/// A beta distribution.
#[derive(Debug, Clone, Copy)]
pub struct Beta {
    a: f64,
    b: f64,
    /// Logarithm of the beta function of a and b.
    ln_beta: f64,
}

impl Beta {
    /// That of the shapes `a` and `b`, both above 0.
    pub fn new(a: f64, b: f64) -> Self {
        Self { a, b, ln_beta: ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b) }
    }

    /// The distribution whose density is this one's times x.
    pub fn length_biased(self) -> Self {
        Self::new(self.a + 1.0, self.b)
    }

    /// The probability of at most `x`.
    pub fn cdf(self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x >= 1.0 {
            1.0
        } else {
            self.inside(x)
        }
    }

    /// The x below which a number falls with probability `p` in (0, 1).
    pub fn quantile(self, p: f64) -> f64 {
        // From the nearer end, where neither p nor x is close to 1.
        if p > 0.5 { 1.0 - self.mirror().low_quantile(1.0 - p) } else { self.low_quantile(p) }
    }

    fn low_quantile(self, p: f64) -> f64 {
        solve::increasing(p, (0.0, 1.0), self.guess(p), |x| Local {
            value: self.inside(x),
            slope: self.density(x),
            bend: (self.a - 1.0) / x - (self.b - 1.0) / (1.0 - x),
        })
    }

    /// Abramowitz and Stegun 26.5.22; in the lower tail the first term of the series.
    fn guess(self, p: f64) -> f64 {
        let Self { a, b, ln_beta } = self;
        let tail = ((p * a).ln() + ln_beta) / a;
        if tail < -3.0 {
            return tail.exp();
        }
        let z = inverse_normal(p);
        let (u, v) = (1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
        let (l, h) = ((z * z - 3.0) / 6.0, 2.0 / (u + v));
        let w = -z * (l + h).max(0.0).sqrt() / h - (v - u) * (l + 5.0 / 6.0 - 2.0 / (3.0 * h));
        a / (a + b * (2.0 * w).exp())
    }

    fn mirror(self) -> Self {
        Self { a: self.b, b: self.a, ln_beta: self.ln_beta }
    }

    fn density(self, x: f64) -> f64 {
        ((self.a - 1.0) * x.ln() + (self.b - 1.0) * (-x).ln_1p() - self.ln_beta).exp()
    }

    fn inside(self, x: f64) -> f64 {
        let front = self.density(x) * x * (1.0 - x);
        if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            front * fraction(self.a, self.b, x) / self.a
        } else {
            1.0 - front * fraction(self.b, self.a, 1.0 - x) / self.b
        }
    }
}

/// Continued fraction of the incomplete beta function (Lentz; DLMF 8.17.22).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..200 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        h *= d * c;
        if (d * c - 1.0).abs() < 2.0 * f64::EPSILON {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pert(mode: f64) -> Beta {
        Beta::new(1.0 + 4.0 * mode, 5.0 - 4.0 * mode)
    }

    #[test]
    fn quantiles_agree_with_scipy() {
        for (mode, p, x) in [
            (0.0, 1e-06, 2.0000008000004803e-07),
            (0.0, 0.01, 0.0020080483385741996),
            (0.0, 0.3, 0.0688500849051623),
            (0.0, 0.9, 0.36904265551980675),
            (0.0, 0.999999, 0.9369042655516178),
            (0.05, 1e-06, 2.2142300831866063e-06),
            (0.05, 0.5, 0.16590270191018022),
            (0.05, 0.999999, 0.948414888749849),
            (0.25, 1e-06, 0.00031632782139372423),
            (0.25, 0.01, 0.03268211220060288),
            (0.25, 0.3, 0.2180269157632247),
            (0.25, 0.9, 0.583890374619529),
            (1.0 / 3.0, 0.3, 0.27334884974793355),
            (1.0 / 3.0, 0.5, 0.37581250700412094),
            (1.0 / 3.0, 0.999999, 0.9862780075631209),
            (0.5, 0.01, 0.10563984355077434),
            (0.5, 0.5, 0.5),
            (0.5, 0.9, 0.7533635467115334),
            (0.8, 1e-06, 0.0269822650654397),
            (0.8, 0.3, 0.6177180220358867),
            (0.8, 0.9, 0.9100978695407583),
            (1.0, 1e-06, 0.06309573444801932),
            (1.0, 0.01, 0.39810717055349726),
            (1.0, 0.5, 0.8705505632961241),
            (1.0, 0.999999, 0.99999979999992),
        ] {
            let ours = pert(mode).quantile(p);
            assert!((ours / x - 1.0).abs() < 1e-12, "{mode} {p}: {ours} instead of {x}");
        }
    }

    #[test]
    fn quantile_and_cdf_are_inverse() {
        for mode in 0..=20 {
            let beta = pert(f64::from(mode) / 20.0);
            for cell in 1..200 {
                let p = f64::from(cell) / 200.0;
                assert!((beta.cdf(beta.quantile(p)) - p).abs() < 1e-13);
            }
        }
    }
}
