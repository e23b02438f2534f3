//! Estimates with their errors.
//!
//! Streaming moments, errors clustered by belief, Wilson intervals, quantiles and tail
//! means. Knows nothing of what the numbers are; NaN stands for a missing value. The
//! formulas are in `docs/model.md`, section Statistics.

mod cluster;
mod interval;
mod quantile;
mod spread;

pub use cluster::*;
pub use interval::*;
pub use quantile::*;
pub use spread::*;

/// Count, mean, variance and range of values that pass one by one.
///
/// Merging blocks in a fixed order gives the same bits whoever made the blocks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    n: u64,
    sum: f64,
    centre: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Default for Moments {
    fn default() -> Self {
        let (min, max) = (f64::INFINITY, f64::NEG_INFINITY);
        Self { n: 0, sum: 0.0, centre: 0.0, squares: 0.0, min, max }
    }
}

impl Moments {
    /// Takes a value in; NaN is missing and leaves everything as it was.
    pub fn push(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.n += 1;
        self.sum += value;
        let off = value - self.centre;
        self.centre += off / self.n as f64;
        self.squares += off * (value - self.centre);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Takes in the values of a block that came after these.
    pub fn merge(&mut self, later: &Moments) {
        if later.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *later;
            return;
        }
        let (here, there) = (self.n as f64, later.n as f64);
        let off = later.centre - self.centre;
        self.n += later.n;
        self.sum += later.sum;
        self.centre += off * there / (here + there);
        self.squares += later.squares + off * off * here * there / (here + there);
        self.min = self.min.min(later.min);
        self.max = self.max.max(later.max);
    }

    /// Count and inner numbers, from which [`Moments::from_parts`] makes the same bits.
    pub fn parts(&self) -> (u64, [f64; 5]) {
        (self.n, [self.sum, self.centre, self.squares, self.min, self.max])
    }

    /// What gave these parts.
    pub fn from_parts(n: u64, [sum, centre, squares, min, max]: [f64; 5]) -> Self {
        Self { n, sum, centre, squares, min, max }
    }

    /// Values taken in.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their sum: exact for whole numbers up to 2^53.
    pub fn sum(&self) -> f64 {
        self.sum
    }

    /// Their mean, from the sum; NaN without values.
    pub fn mean(&self) -> f64 {
        self.sum / self.n as f64
    }

    /// Their variance with n - 1; NaN below two values.
    pub fn variance(&self) -> f64 {
        if self.n < 2 { f64::NAN } else { self.squares.max(0.0) / (self.n - 1) as f64 }
    }

    /// Standard error of the mean of independent values, s/√n; NaN below two values.
    pub fn stderr(&self) -> f64 {
        (self.variance() / self.n as f64).sqrt()
    }

    /// Least value; NaN without values.
    pub fn min(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.min }
    }

    /// Greatest value; NaN without values.
    pub fn max(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.max }
    }
}

impl Extend<f64> for Moments {
    fn extend<T: IntoIterator<Item = f64>>(&mut self, values: T) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Moments {
        let mut moments = Moments::default();
        moments.extend(values.iter().copied());
        moments
    }

    #[test]
    fn moments_are_those_of_the_values() {
        let moments = of(&[2.0, 4.0, f64::NAN, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert_eq!((moments.n(), moments.mean()), (8, 5.0));
        assert!((moments.variance() - 32.0 / 7.0).abs() < 1e-12);
        assert!((moments.stderr() - (4.0_f64 / 7.0).sqrt()).abs() < 1e-12);
        assert_eq!((moments.min(), moments.max()), (2.0, 9.0));
    }

    #[test]
    fn nothing_and_one_value_have_no_error() {
        assert!(of(&[]).mean().is_nan() && of(&[]).min().is_nan());
        assert_eq!(of(&[3.0]).mean(), 3.0);
        assert!(of(&[3.0]).stderr().is_nan());
    }

    #[test]
    fn blocks_merge_to_the_whole_far_from_zero() {
        let values: Vec<f64> = (0..1000).map(|i| 1e9 + f64::from(i * i % 97)).collect();
        let mut merged = Moments::default();
        for block in values.chunks(64) {
            merged.merge(&of(block));
        }
        let whole = of(&values);
        assert_eq!((merged.n(), merged.sum()), (whole.n(), whole.sum()));
        assert!((merged.variance() / whole.variance() - 1.0).abs() < 1e-6);
        assert_eq!((merged.min(), merged.max()), (1e9, 1e9 + 96.0));
    }
}
