use super::*;
use crate::rng::Key;

/// Standard normal draws, by sums of twelve uniforms: near enough for coverage.
fn normals(name: &str, number: u64, n: usize) -> Vec<f64> {
    let mut stream = Key::new(1, name, "test").stream(number);
    (0..n).map(|_| (0..12).map(|_| stream.uniform()).sum::<f64>() - 6.0).collect()
}

fn plus(values: &[f64], other: &[f64], scale: f64) -> Vec<f64> {
    values.iter().zip(other).map(|(a, b)| a + scale * b).collect()
}

#[test]
fn what_is_common_cancels_in_pairs() {
    let (common, own) = (normals("common", 0, 500), normals("own", 0, 500));
    let b: Vec<f64> = plus(&common, &own, 0.1).iter().map(|value| value + 0.05).collect();
    let found = paired(&common, &b, 500);
    assert!((found.difference - 0.05).abs() < 4.0 * 0.1 / 500_f64.sqrt());
    assert!((found.stderr / (0.1 / 500_f64.sqrt()) - 1.0).abs() < 0.15, "{}", found.stderr);
    assert_eq!(found.verdict, Verdict::BHigher);
    assert!(found.correlation > 0.98 && found.n == 500);
    let apart = unpaired(&common, &b, [500, 500]);
    assert_eq!(apart.verdict, Verdict::NotDistinguishable);
    assert!(apart.stderr > 10.0 * found.stderr);
    assert_eq!(paired(&b, &common, 500).verdict, Verdict::AHigher);
}

#[test]
fn equal_runs_are_the_same_and_missing_values_drop_their_pair() {
    let a = [1.0, 2.0, f64::NAN, 4.0, 5.0];
    let found = paired(&a, &a, 5);
    assert_eq!((found.verdict, found.n, found.b_higher), (Verdict::Same, 4, 0.5));
    assert_eq!(found.interval, (0.0, 0.0));
    let b = [2.0, f64::NAN, 1.0, 4.0, 4.0];
    let found = paired(&a, &b, 5);
    assert_eq!((found.n, found.difference, found.b_higher), (3, 0.0, 0.5));
    assert_eq!((found.a.n, found.b.n), (4, 4));
    assert_eq!(paired(&a[..1], &b[..1], 1).verdict, Verdict::Unknown);
    assert_eq!(paired(&[], &[], 1).verdict, Verdict::Unknown);
}

#[test]
fn a_constant_shift_is_certain() {
    let a = normals("shift", 0, 20);
    let b: Vec<f64> = a.iter().map(|a| a.round() + 1.0).collect();
    let a: Vec<f64> = a.iter().map(|a| a.round()).collect();
    let found = paired(&a, &b, 20);
    assert_eq!((found.difference, found.stderr, found.b_higher), (1.0, 0.0, 1.0));
    assert_eq!(found.verdict, Verdict::BHigher);
}

#[test]
fn intervals_cover_with_few_beliefs() {
    let (beliefs, size) = (8, 25);
    let mut covered = [0, 0];
    for run in 0..600 {
        let shifts = normals("beliefs", run, beliefs);
        let noise = normals("noise", run, beliefs * size);
        let differences: Vec<f64> =
            noise.iter().enumerate().map(|(r, e)| e + shifts[r % beliefs]).collect();
        let zeros = vec![0.0; differences.len()];
        let (low, high) = paired(&zeros, &differences, beliefs).interval;
        covered[0] += i32::from(low <= 0.0 && 0.0 <= high);
        let (low, high) = unpaired(&zeros, &differences, [beliefs; 2]).interval;
        covered[1] += i32::from(low <= 0.0 && 0.0 <= high);
    }
    assert!(covered.iter().all(|count| (555..=588).contains(count)), "{covered:?} of 600");
}

#[test]
fn shares_that_never_differed_are_not_known_to_be_equal() {
    let (a, mut b) = (vec![0.0; 400], vec![0.0; 400]);
    let found = paired_shares(&a, &b, 400);
    assert_eq!((found.verdict, found.difference), (Verdict::Same, 0.0));
    // Wilson's bound of none in 400.
    assert!((found.interval.1 - 0.0095).abs() < 2e-4, "{:?}", found.interval);
    assert_eq!(found.interval.0, -found.interval.1);
    assert!(paired_shares(&a, &b, 20).interval.1 > 0.15, "a belief is a pair");
    let far = unpaired_shares(&a, &b, [400, 400]);
    assert_eq!(far.verdict, Verdict::NotDistinguishable);
    assert!(far.interval.0 < -0.009 && far.interval.1 > 0.009, "{:?}", far.interval);
    b[..40].fill(1.0);
    b[399] = f64::NAN;
    let found = paired_shares(&a, &b, 400);
    assert_eq!((found.verdict, found.n), (Verdict::BHigher, 399));
    assert_eq!(unpaired_shares(&a, &b, [400, 400]).verdict, Verdict::BHigher);
    assert_eq!(paired_shares(&a[..9], &b[..9], 1).verdict, Verdict::Unknown);
    assert_eq!(unpaired_shares(&a, &[], [400, 1]).verdict, Verdict::Unknown);
}

#[test]
fn intervals_of_differences_of_shares_cover_rare_and_usual_ones() {
    // Only in the second run, only in the first; four replications a belief.
    for (gained, lost) in [(0.003, 0.0), (0.01, 0.0), (0.002, 0.01), (0.2, 0.1)] {
        let mut covered = [0, 0];
        for run in 0..500 {
            let mut stream = Key::new(2, "shares", "test").stream(run);
            let pair = |_| match stream.uniform() {
                u if u < gained => (0.0, 1.0),
                u if u < gained + lost => (1.0, 0.0),
                _ => (0.0, 0.0),
            };
            let (a, b): (Vec<f64>, Vec<f64>) = (0..400).map(pair).unzip();
            let holds = |d: Difference| {
                i32::from(d.interval.0 <= gained - lost && gained - lost <= d.interval.1)
            };
            covered[0] += holds(paired_shares(&a, &b, 400));
            covered[1] += holds(paired_shares(&a, &b, 100));
        }
        assert!(covered.iter().all(|count| *count >= 465), "{gained} {lost}: {covered:?}");
    }
}

#[test]
fn the_chance_to_be_higher_of_runs_apart_counts_all_couples() {
    let found = unpaired(&[1.0, 2.0, 3.0], &[2.0, 4.0], [3, 2]);
    assert!((found.b_higher - (1.5 + 3.0) / 6.0).abs() < 1e-12);
    assert!(!found.paired && found.correlation.is_nan());
}

#[test]
fn regret_is_measured_against_the_best_of_each_history() {
    let options: [&[f64]; 3] =
        [&[5.0, 1.0, 4.0, f64::NAN], &[3.0, 3.0, 4.0, 1.0], &[0.0, 2.0, 1.0, 1.0]];
    let found = regret(&options, Better::Higher, 2);
    // Best: 5, 3, 4; the fourth history does not count.
    let means: Vec<f64> = found.iter().map(|option| option.mean).collect();
    assert_eq!(means, [2.0 / 3.0, 2.0 / 3.0, 3.0]);
    assert_eq!(found[0].best, 2.0 / 3.0);
    assert_eq!((found[0].max, found[0].worst_belief), (2.0, 2.0));
    assert_eq!((found[1].max, found[1].worst_belief), (2.0, 1.0));
    assert_eq!((found[2].best, found[2].n), (0.0, 3));
    let least = regret(&options, Better::Lower, 2);
    assert_eq!(least[2].mean, (0.0 + 1.0 + 0.0) / 3.0);
}
