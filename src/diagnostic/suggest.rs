//! The name that was probably meant.

/// The candidate nearest to `given`, when one is near enough to be what was meant.
///
/// Distance counts insertions, deletions, replacements and swaps of neighbours; letters that
/// differ only in case are the same. The first of equals in the order given wins.
pub fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given: Vec<char> = given.to_lowercase().chars().collect();
    // A name longer than any sensible one is not a slip of a known name, and costs its square.
    if given.len() > 100 {
        return None;
    }
    let scored = candidates.into_iter().filter_map(|candidate| {
        // Lengths that differ by more than may be wrong need no look at the letters.
        let near = |len: usize| given.len().max(len) / 3;
        let len = candidate.chars().count();
        if given.len().abs_diff(len) > near(len) {
            return None;
        }
        let other: Vec<char> = candidate.to_lowercase().chars().collect();
        let score = distance(&given, &other);
        (score <= near(other.len())).then_some((score, candidate))
    });
    scored.min_by_key(|(score, _)| *score).map(|(_, candidate)| candidate)
}

/// `; did you mean `x`?` or nothing.
pub fn did_you_mean<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(given, candidates).map_or(String::new(), |name| format!("; did you mean `{name}`?"))
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let names = ["aktau-tanks", "baku", "capacity", "Mt/y"];
        assert_eq!(nearest("aktua-tanks", names), Some("aktau-tanks"));
        assert_eq!(nearest("capcity", names), Some("capacity"));
        assert_eq!(nearest("mt/y", names), Some("Mt/y"));
        assert_eq!(nearest("samara", names), None);
        assert_eq!(nearest(&"x".repeat(1000), names), None);
    }
}
