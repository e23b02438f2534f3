use super::prim::at_least;
use super::*;
use crate::rng::Key;

/// Uniform values of so many factors in so many futures.
fn futures(factors: usize, n: usize) -> Vec<Vec<f64>> {
    let column = |factor: usize| {
        let mut stream = Key::new(1, &format!("factor.{factor}"), "test").stream(0);
        (0..n).map(|_| stream.uniform()).collect()
    };
    (0..factors).map(column).collect()
}

#[test]
fn a_planted_box_is_recovered() {
    let columns = futures(4, 2000);
    let mut stream = Key::new(1, "noise", "test").stream(0);
    let planted = |i: usize| columns[0][i] > 0.6 && (0.2..0.7).contains(&columns[2][i]);
    let cases: Vec<bool> =
        (0..2000).map(|i| stream.uniform() < if planted(i) { 0.9 } else { 0.02 }).collect();
    let found = discover(&columns, &cases, Search::default()).unwrap();
    let mut factors: Vec<usize> = found.limits.iter().map(|limit| limit.factor).collect();
    factors.sort_unstable();
    assert_eq!(factors, [0, 2], "{found:?}");
    let limit = |factor| found.limits.iter().find(|limit| limit.factor == factor).unwrap();
    let near = |value: Option<f64>, planted: f64| value.is_some_and(|v| (v - planted).abs() < 0.05);
    assert!(near(limit(0).least, 0.6) && limit(0).most.is_none_or(|most| most > 0.97), "{found:?}");
    assert!(near(limit(2).least, 0.2) && near(limit(2).most, 0.7), "{found:?}");
    assert!(found.coverage > 0.85 && found.density > 0.8, "{found:?}");
    assert!(found.limits.iter().all(|limit| limit.quasi_p < 1e-6), "{found:?}");
}

#[test]
fn pure_chance_is_not_taken_for_a_pattern() {
    let columns = futures(3, 400);
    let mut stream = Key::new(1, "noise", "test").stream(0);
    let mut found = 0;
    for _ in 0..40 {
        let cases: Vec<bool> = (0..400).map(|_| stream.uniform() < 0.3).collect();
        let patterns = discover(&columns, &cases, Search::default());
        found += i32::from(patterns.is_some_and(|found| found.density > 0.5));
    }
    assert!(found <= 8, "{found} of 40");
    assert_eq!(discover(&columns, &[false; 400], Search::default()), None);
    assert_eq!(discover(&columns, &[true; 400], Search::default()), None);
}

#[test]
fn a_factor_of_few_values_is_peeled_whole() {
    let values = |i: usize| [3.0, 5.0, 8.0][i % 3];
    let columns = vec![(0..300).map(values).collect(), futures(1, 300).remove(0)];
    let cases: Vec<bool> = (0..300).map(|i| values(i) < 4.0).collect();
    let found = discover(&columns, &cases, Search::default()).unwrap();
    assert_eq!((found.coverage, found.density), (1.0, 1.0));
    assert_eq!((found.limits.len(), found.limits[0].most), (1, Some(3.0)));
}

#[test]
fn a_box_is_said_as_a_sentence() {
    let limit = |factor, most, quasi_p| Limit { factor, least: None, most: Some(most), quasi_p };
    let limits = vec![limit(0, 18.0, 1e-9), limit(1, -20.0, 0.0123)];
    let found = Found { limits, coverage: 0.83, density: 0.912, mass: 0.3, cases: 40, n: 100 };
    let say = |limit: &Limit| {
        format!("`{}` is at most {}", ["ships", "trend"][limit.factor], limit.most.unwrap())
    };
    assert_eq!(
        found.sentence("`trans-caspian` is missed", say),
        "in 83 % of the futures in which `trans-caspian` is missed (coverage), `ships` is at most \
         18 (quasi-p < 0.001) and `trend` is at most -20 (quasi-p 0.012); `trans-caspian` is missed \
         in 91 % of all such futures (density), against 40 % of all futures"
    );
}

#[test]
fn binomial_tails_are_right() {
    assert!((at_least(3, 5, 0.5) - 0.5).abs() < 1e-12);
    assert!((at_least(1, 10, 0.1) - (1.0 - 0.9_f64.powi(10))).abs() < 1e-12);
    assert_eq!((at_least(0, 10, 0.1), at_least(5, 10, 0.0)), (1.0, 0.0));
}
