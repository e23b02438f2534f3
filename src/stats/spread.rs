//! What of the error of a clustered mean more values take away, and what they leave.
//!
//! Where the clusters are given and only the values within them grow in number, the error falls
//! to what the true means of these clusters leave. With m_b values in cluster b, mean Ȳ_b and
//! variance s_b², the part that stays is Σ (Ȳ_b - Ȳ)² / B(B-1) - Σ (s_b²/m_b) / B²: a sum of
//! U-statistics, so that neither it nor its error depends on how the values are distributed.

/// The variance of a clustered mean in two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Variance of the mean with endless values in each of these clusters; chance may bring it
    /// below zero.
    pub stays: f64,
    /// Its standard error, the clusters being given.
    pub stays_error: f64,
    /// Variance that the values within clusters add at present; falls as 1/n.
    pub falls: f64,
    /// Values in the smallest cluster.
    pub least: u64,
}

impl Spread {
    /// Of values of which the one of index r belongs to cluster r mod `clusters`.
    ///
    /// None below two clusters or two values a cluster, and where values are missing: then the
    /// clusters have other weights at each look.
    pub fn of(values: &[f64], clusters: usize) -> Option<Self> {
        let least = values.len().checked_div(clusters)?;
        if clusters < 2 || least < 2 || values.iter().any(|value| value.is_nan()) {
            return None;
        }
        let parts: Vec<(f64, f64)> = (0..clusters).map(|b| part(values, clusters, b)).collect();
        let b = clusters as f64;
        let centre = parts.iter().map(|part| part.0).sum::<f64>() / b;
        let (mut between, mut within, mut error) = (0.0, 0.0, 0.0);
        for (mean, noise) in parts {
            let off = (mean - centre).powi(2);
            between += off;
            within += noise;
            // Var U_b = 4 δ² σ²/m + 2 σ⁴/m(m-1); `off` is larger than δ² by the noise.
            error += 4.0 * off * noise + 2.0 * noise * noise;
        }
        Some(Self {
            stays: between / (b * (b - 1.0)) - within / (b * b),
            stays_error: error.sqrt() / (b * (b - 1.0)),
            falls: within / (b * b),
            least: least as u64,
        })
    }
}

/// Mean of a cluster, and the variance of that mean.
fn part(values: &[f64], clusters: usize, cluster: usize) -> (f64, f64) {
    let mine = || values.iter().skip(cluster).step_by(clusters);
    let m = mine().count() as f64;
    let mean = mine().sum::<f64>() / m;
    let squares: f64 = mine().map(|value| (value - mean).powi(2)).sum();
    (mean, squares / (m * (m - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Key;
    use crate::stats::clustered_mean;

    #[test]
    fn values_that_agree_within_their_clusters_leave_all_of_the_error() {
        let spread = Spread::of(&[2.0, 4.0, 6.0, 2.0, 4.0, 6.0], 3).unwrap();
        assert!((spread.stays - 4.0 / 3.0).abs() < 1e-12);
        assert_eq!((spread.stays_error, spread.falls, spread.least), (0.0, 0.0, 2));
    }

    #[test]
    fn both_parts_together_are_the_clustered_error() {
        let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let (spread, mean) = (Spread::of(&values, 4).unwrap(), clustered_mean(&values, 4));
        let sum = spread.stays + spread.falls;
        assert!((sum - mean.stderr.powi(2)).abs() < 1e-12, "{spread:?} and {mean:?}");
    }

    #[test]
    fn nothing_is_said_without_pairs_or_with_gaps() {
        assert_eq!(Spread::of(&[1.0, 2.0, 3.0, 4.0], 1), None);
        assert_eq!(Spread::of(&[1.0, 2.0, 3.0], 2), None);
        assert_eq!(Spread::of(&[1.0, 2.0, f64::NAN, 4.0], 2), None);
        assert_eq!(Spread::of(&[], 0), None);
    }

    /// Means of given clusters over 2,000 seeds: right on average, with the error that it says.
    #[test]
    fn what_stays_is_that_of_the_given_clusters_however_skewed_the_values() {
        let means: Vec<f64> = (0..20).map(|b| 0.1 * f64::from(b * b % 11)).collect();
        let centre = means.iter().sum::<f64>() / 20.0;
        let truth = means.iter().map(|m| (m - centre).powi(2)).sum::<f64>() / (20.0 * 19.0);
        let (mut off, mut squares, mut said) = (0.0, 0.0, 0.0);
        for seed in 0..2000 {
            let mut stream = Key::new(seed, "spread", "test").stream(0);
            let draw = |r: usize| means[r % 20] - stream.uniform().ln();
            let values: Vec<f64> = (0..160).map(draw).collect();
            let spread = Spread::of(&values, 20).unwrap();
            off += (spread.stays - truth) / 2000.0;
            squares += (spread.stays - truth).powi(2) / 2000.0;
            said += spread.stays_error.powi(2) / 2000.0;
        }
        assert!(off.abs() < 4.0 * (squares / 2000.0).sqrt(), "{off}");
        let ratio = (said / squares).sqrt();
        assert!((1.0..1.8).contains(&ratio), "said over found: {ratio}");
    }
}
