//! What differs between two scenarios, key by key and in units.
//!
//! Takes merged scenarios as text; knows nothing of files or of what the keys mean.

use super::design::Amount;
use crate::units::{Span, parse};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// A key whose value is not the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Differs {
    /// Key path.
    pub path: String,
    /// Value in the first scenario, where it is there.
    pub a: Option<String>,
    /// Value in the second.
    pub b: Option<String>,
    /// Second less first in the unit of the first, and as a share of the first, where both are
    /// numbers.
    pub change: Option<(String, Option<f64>)>,
}

/// Every value of a merged scenario by key path; a list is one value.
pub fn flatten(text: &str) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    // A merged scenario is written by the program; a text that is none has nothing to compare.
    if let Ok(table) = text.parse::<Table>() {
        lay(&mut flat, "", &table);
    }
    flat
}

fn lay(flat: &mut BTreeMap<String, String>, path: &str, table: &Table) {
    for (key, value) in table {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Value::Table(inner) if !inner.is_empty() => lay(flat, &path, inner),
            Value::String(text) => drop(flat.insert(path, text.clone())),
            other => drop(flat.insert(path, other.to_string())),
        }
    }
}

/// What differs, by key path; the same amount in other units does not.
///
/// Flows by the day, month and year are held against each other by days on average.
pub fn diff(a: &str, b: &str) -> Vec<Differs> {
    let (a, b) = (flatten(a), flatten(b));
    let mut paths: Vec<&String> = a.keys().chain(b.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let changed = paths.into_iter().filter(|path| match (a.get(*path), b.get(*path)) {
        (Some(a), Some(b)) => a != b && !is_same(a, b),
        _ => true,
    });
    let differs = changed.map(|path| {
        let (a, b) = (a.get(path).cloned(), b.get(path).cloned());
        let change = a.as_deref().zip(b.as_deref()).and_then(|(a, b)| change(a, b));
        Differs { path: path.clone(), a, b, change }
    });
    differs.collect()
}

/// True of one amount in two ways of writing. A year and a day of a flow are never the same: not
/// in every year.
fn is_same(a: &str, b: &str) -> bool {
    let (Some(x), Some(y)) = (Amount::parse(a), Amount::parse(b)) else { return false };
    let span = |text: &str| parse(text).map_or(Span::None, |quantity| quantity.unit.span);
    let digits = |number: f64| format!("{number:.11e}");
    let same = |number: f64| digits(number) == digits(x.number());
    span(a) == span(b) && x.number_of(&y).is_some_and(same)
}

fn change(a: &str, b: &str) -> Option<(String, Option<f64>)> {
    let (a, b) = (Amount::parse(a)?, Amount::parse(b)?);
    let difference = a.difference(&b)?;
    let share = a.number_of(&b).filter(|_| a.number() != 0.0).map(|b| b / a.number() - 1.0);
    Some((difference, share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_in_units() {
        let a = "title = \"a\"\n[link.x]\ncapacity = \"10 Mt/y\"\nunits = 3\nopen = true\n\
                 [node.t.supply]\n2025-01-01 = \"36 Mt/y\"\n";
        let b = "title = \"a\"\n[link.x]\ncapacity = \"12.5 Mt/y\"\nunits = 2\nfrom = \"y\"\n\
                 [node.t.supply]\n2025-01-01 = \"36.5 Mb/y\"\n";
        let found = diff(a, b);
        let said: Vec<_> = found
            .iter()
            .map(|d| (d.path.as_str(), d.a.as_deref(), d.b.as_deref(), d.change.clone()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "link.x.capacity",
                    Some("10 Mt/y"),
                    Some("12.5 Mt/y"),
                    Some(("+2.5 Mt/y".to_owned(), Some(0.25)))
                ),
                ("link.x.from", None, Some("y"), None),
                ("link.x.open", Some("true"), None, None),
                (
                    "link.x.units",
                    Some("3"),
                    Some("2"),
                    Some(("-1".to_owned(), Some(2.0 / 3.0 - 1.0)))
                ),
                ("node.t.supply.2025-01-01", Some("36 Mt/y"), Some("36.5 Mb/y"), None),
            ]
        );
        assert!(diff(a, a).is_empty());
    }

    #[test]
    fn numbers_in_other_units_are_held_against_each_other() {
        let only = |a: &str, b: &str| {
            let text = |value: &str| format!("x = \"{value}\"");
            let found = diff(&text(a), &text(b)).into_iter().next()?;
            Some(found.change.map(|(difference, share)| {
                (difference, share.map(|share| (1e4 * share).round() / 100.0))
            }))
        };
        let said = |difference: &str, percent| Some(Some((difference.to_owned(), Some(percent))));
        assert_eq!(only("10 Mt/y", "27 kt/d"), said("-0.1384525 Mt/y", -1.38));
        assert_eq!(only("2 d", "36 h"), said("-0.5 d", -25.0));
        assert_eq!(only("0.4", "45 %"), said("+0.05", 12.5));
        assert_eq!(only("80 kb/d", "29.2194 Mb/y"), said("+0 kb/d", 0.0));
        for (a, b) in
            [("10 Mt/y", "10000 kt/y"), ("0.3", "30 %"), ("90 min", "1.5 h"), ("3", "3.0")]
        {
            assert_eq!(only(a, b), None, "{a} is {b}");
        }
        for (a, b) in [("10 Mt/y", "80 kb/d"), ("1 d", "1 m"), ("1 d", "soon")] {
            assert_eq!(only(a, b), Some(None), "{a} and {b}");
        }
    }
}
