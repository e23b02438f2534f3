use super::*;
use crate::stats::Moments;

/// A cheap, fixed sequence of uniforms: enough to see coverage.
struct Uniforms(u64);

impl Uniforms {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn of(trials: impl Iterator<Item = bool>, clusters: usize) -> Probability {
    let values: Vec<f64> = trials.map(|hit| f64::from(u8::from(hit))).collect();
    Probability::reached(&values, 1.0, clusters)
}

#[test]
fn what_is_missing_is_no_trial() {
    let nan = f64::NAN;
    let with_gaps = [3.0, nan, 1.0, 5.0, nan, nan, 2.0, nan];
    let found = Probability::reached(&with_gaps, 2.0, 8);
    let same = of([true, false, true, true].into_iter(), 4);
    assert_eq!(found, same);
    // The second cluster of four has no trial, the others keep theirs together.
    let clustered = Probability::reached(&with_gaps, 2.0, 4);
    assert_eq!((clustered.hits, clustered.n), (3, 4));
    assert!(clustered.design_effect >= 1.0 && clustered.design_effect.is_finite());
    let none = Probability::reached(&[nan; 3], 2.0, 3);
    assert!(none.n == 0 && none.share().is_nan() && none.range.is_none());
}

#[test]
fn one_value_a_cluster_gives_the_plain_error() {
    let values = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
    let mut moments = Moments::default();
    moments.extend(values);
    let mean = clustered_mean(&values, values.len());
    assert_eq!((mean.n, mean.mean), (8, moments.mean()));
    assert!((mean.stderr - moments.stderr()).abs() < 1e-12);
}

#[test]
fn equal_clusters_give_the_error_of_their_means() {
    // Clusters {1, 3}, {2, 6}, {5, 7}: means 2, 4, 6, of standard deviation 2.
    let mean = clustered_mean(&[1.0, 2.0, 5.0, 3.0, 6.0, 7.0], 3);
    assert_eq!(mean.mean, 4.0);
    assert!((mean.stderr - 2.0 / 3.0_f64.sqrt()).abs() < 1e-12);
}

#[test]
fn unequal_clusters_and_missing_values_follow_the_ratio_formula() {
    // Clusters {1, 4}, {2}, {NaN}: mean 7/3, residuals 5 - 14/3 and 2 - 7/3.
    let mean = clustered_mean(&[1.0, 2.0, f64::NAN, 4.0], 3);
    assert_eq!((mean.n, mean.mean), (3, 7.0 / 3.0));
    let expected = (2.0 * (1.0 / 9.0 + 1.0 / 9.0) / 9.0_f64).sqrt();
    assert!((mean.stderr - expected).abs() < 1e-12);
    assert!(clustered_mean(&[1.0, 2.0], 1).stderr.is_nan());
    assert!(clustered_mean(&[], 3).mean.is_nan());
}

#[test]
fn intervals_cover_the_truth_with_and_without_clusters() {
    let mut uniforms = Uniforms(1);
    for (clusters, size) in [(400, 1), (40, 10)] {
        let mut covered = 0;
        for _ in 0..1000 {
            // The chance within a cluster is 0.05 or 0.35, half and half: 0.2 over all.
            let chances: Vec<f64> =
                (0..clusters).map(|_| if uniforms.next() < 0.5 { 0.05 } else { 0.35 }).collect();
            let trials = (0..clusters * size).map(|r| uniforms.next() < chances[r % clusters]);
            let found = of(trials.collect::<Vec<_>>().into_iter(), clusters);
            covered += u32::from(found.interval.0 <= 0.2 && 0.2 <= found.interval.1);
        }
        assert!((925..=975).contains(&covered), "{clusters} clusters: {covered}");
    }
}

/// Share of a thousand made-up runs whose interval holds 0.2; `chance` of a cluster by a uniform.
fn covered(clusters: usize, size: usize, chance: fn(f64) -> f64) -> f64 {
    let mut uniforms = Uniforms(clusters as u64);
    let mut covered = 0;
    for _ in 0..1000 {
        let chances: Vec<f64> = (0..clusters).map(|_| chance(uniforms.next())).collect();
        let trials: Vec<bool> =
            (0..clusters * size).map(|r| uniforms.next() < chances[r % clusters]).collect();
        let found = of(trials.into_iter(), clusters);
        covered += u32::from(found.interval.0 <= 0.2 && 0.2 <= found.interval.1);
    }
    f64::from(covered) / 1000.0
}

#[test]
fn intervals_of_shares_cover_with_few_clusters() {
    // Two kinds of clusters, and many with a tail: of u^2 the mean is 1/3.
    for chance in [|u: f64| if u < 0.5 { 0.05 } else { 0.35 }, |u: f64| 0.6 * u.powi(2)] {
        for clusters in 5..=8 {
            let share = covered(clusters, 20, chance);
            assert!(share >= 0.93, "{clusters} clusters: {share}");
        }
    }
    // Not so wide that it says nothing.
    let ten = of((0..200).map(|r| r % 3 == 0), 10).interval;
    assert!(ten.1 - ten.0 < 0.2, "{ten:?}");
    assert_eq!(of((0..100).map(|r| r % 3 == 0), 1).interval, (0.0, 1.0));
}

#[test]
fn intervals_of_clustered_quantiles_cover() {
    let mut uniforms = Uniforms(3);
    for (clusters, size) in [(400, 1), (40, 10)] {
        let mut covered = [0; 3];
        for _ in 0..1000 {
            let shifts: Vec<f64> = (0..clusters).map(|_| uniforms.next()).collect();
            let values: Vec<f64> =
                (0..clusters * size).map(|r| shifts[r % clusters] + uniforms.next()).collect();
            let ascending = sorted(values.iter().copied());
            // The sum of two uniforms is below √(2p) with chance p up to one half.
            for (count, (p, truth)) in covered.iter_mut().zip([
                (0.1, 0.2_f64.sqrt()),
                (0.5, 1.0),
                (0.9, 2.0 - 0.2_f64.sqrt()),
            ]) {
                let found = clustered_quantile_interval(&values, &ascending, p, clusters);
                let (low, high) = found.unwrap();
                *count += i32::from(low <= truth && truth <= high);
            }
        }
        assert!(covered.iter().all(|count| *count >= 930), "{clusters} clusters: {covered:?}");
    }
    let values = [1.0, f64::NAN, 2.0, 3.0];
    assert_eq!(clustered_quantile_interval(&values, &[1.0, 2.0, 3.0], 0.5, 4), None);
    assert_eq!(clustered_quantile_interval(&[], &[], 0.5, 1), None);
}

#[test]
fn means_cover_the_truth_where_clusters_share_a_shift() {
    let mut uniforms = Uniforms(2);
    let (clusters, size) = (50, 8);
    let mut covered = [0, 0];
    for _ in 0..1000 {
        let shifts: Vec<f64> = (0..clusters).map(|_| uniforms.next()).collect();
        let values: Vec<f64> =
            (0..clusters * size).map(|r| shifts[r % clusters] + uniforms.next()).collect();
        for (count, mean) in
            covered.iter_mut().zip([clusters, values.len()].map(|b| clustered_mean(&values, b)))
        {
            *count += i32::from((mean.mean - 1.0).abs() <= Z95 * mean.stderr);
        }
    }
    assert!((925..=970).contains(&covered[0]), "clustered: {}", covered[0]);
    assert!(covered[1] < 800, "as if independent: {}", covered[1]);
}

#[test]
fn a_design_effect_is_one_for_single_trials_and_the_size_for_equal_ones() {
    let every_third = (0..90).map(|r| r % 3 == 0);
    assert_eq!(of(every_third.clone(), 90).design_effect, 1.0);
    let full = of(every_third, 3);
    let expected = 89.0 / 2.0; // size 30 times (n - 1) / (n - size)
    assert!((full.design_effect - expected).abs() < 1e-9, "{}", full.design_effect);
    let [low, middle, high] = full.range.unwrap();
    assert_eq!((low, middle), (0.0, 0.0));
    assert!((high - 0.9).abs() < 1e-12);
}

#[test]
fn no_hit_is_an_upper_bound_that_counts_clusters_only() {
    let none = of((0..10_000).map(|_| false), 200);
    assert_eq!((none.hits, none.design_effect), (0, 50.0));
    assert_eq!(none.bound(), Bound::Below(wilson(0.0, 200.0, Z95).1));
    let alone = of((0..10_000).map(|_| false), 10_000);
    assert_eq!(alone.bound(), Bound::Below(wilson(0.0, 10_000.0, Z95).1));
    let all = of((0..10_000).map(|_| true), 10_000);
    assert_eq!(all.bound(), Bound::Above(wilson(1.0, 10_000.0, Z95).0));
    let one = of((0..10_000).map(|r| r == 7), 200);
    assert_eq!(one.design_effect, 25.0);
}

#[test]
fn the_range_over_clusters_needs_twenty_trials_in_each() {
    let trials = |n: usize| (0..n).map(|r| r % 10 < 3);
    assert_eq!(of(trials(199), 10).range, None);
    assert_eq!(of(trials(200), 10).range.unwrap()[1], 0.0);
}
