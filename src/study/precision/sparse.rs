//! Whether enough values vary for the error of their mean to be known.
//!
//! Where an outage comes once in a hundred histories, a few hundred may not show one: all values
//! are equal, and their error seems to be nothing. The measurements are in `docs/studies.md`.

use crate::stats::sorted;

/// Values unlike the commonest one below which the error of a mean is not known.
const FEWEST: usize = 50;

/// True where too few values, or values under too few beliefs, are unlike the commonest one.
///
/// Value r belongs to belief r mod `beliefs`. Of few beliefs half have to show such a value.
pub fn is_sparse(values: &[f64], beliefs: usize) -> bool {
    let ascending = sorted(values.iter().copied());
    let longest = ascending.chunk_by(|a, b| a == b).max_by_key(|run| run.len());
    let Some(common) = longest.and_then(|run| run.first()) else { return true };
    let unlike = |value: &f64| !value.is_nan() && value != common;
    let count = values.iter().filter(|value| unlike(value)).count();
    let shows = |belief: &usize| values.iter().skip(*belief).step_by(beliefs).any(unlike);
    count < FEWEST || (0..beliefs).filter(shows).count() < FEWEST.min(beliefs.div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_values_have_to_vary_under_as_many_beliefs_or_half_of_them() {
        let mut values = vec![7.0; 1000];
        assert!(is_sparse(&values, 1000) && is_sparse(&[], 1) && is_sparse(&[f64::NAN; 9], 9));
        values[..49].fill(8.0);
        values[999] = f64::NAN;
        assert!(is_sparse(&values, 1000));
        values[49] = 6.0;
        assert!(!is_sparse(&values, 1000) && !is_sparse(&values, 100) && !is_sparse(&values, 8));
        // All under the first three of eight beliefs.
        let few: Vec<f64> =
            (0..1000).map(|r| if r % 8 < 3 { f64::from(r) } else { -1.0 }).collect();
        assert!(is_sparse(&few, 8) && !is_sparse(&few, 6));
    }
}
