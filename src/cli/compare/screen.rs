//! What a comparison looks like in a terminal: targets, exports, routes, then the rest.

use crate::batch::{Comparison, Pair};
use crate::metric::{Metric, Name, Period, Quantity};
use crate::report::{amount, difference_with_error, fitted, paragraph};
use crate::study::compare::{Better, Verdict};

/// Every other run against the first, then regret.
pub(super) fn all(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (b, name) in comparison.names.iter().enumerate().skip(1) {
        text += &paragraph(&format!("A = {}, B = {name}", comparison.names[0]));
        let columns = ["", "A", "B", "B - A", "verdict, P(B better)"].map(str::to_owned);
        let mut rows = vec![columns.to_vec()];
        let mut pairs: Vec<&Pair> = comparison.pairs.iter().filter(|pair| pair.b == b).collect();
        pairs.sort_by_key(|pair| group(comparison, &pair.quantity));
        let shown = pairs.into_iter().filter(|p| group(comparison, &p.quantity) < Group::Rest);
        let (same, differ): (Vec<&Pair>, Vec<&Pair>) = shown.partition(|pair| is_same(pair));
        let (nearly, differ): (Vec<&Pair>, Vec<&Pair>) =
            differ.into_iter().partition(|pair| is_nearly_the_same(pair));
        rows.extend(differ.into_iter().map(row));
        text += &fitted(&rows).0;
        text += &listed("the same in both", &same);
        text += &listed("within a hundred-thousandth", &nearly);
        text += &paragraph(&counted(comparison, b));
        text.push('\n');
    }
    text += &regrets(comparison);
    if comparison.names.len() > 2 && comparison.regrets.is_empty() {
        text += "no regret: it takes runs that are paired\n";
    }
    text
}

/// How many replications the differences rest on.
fn counted(comparison: &Comparison, b: usize) -> String {
    let [first, second] = [comparison.replications[0], comparison.replications[b]];
    let paired = comparison.pairs.iter().any(|pair| pair.b == b && pair.difference.paired);
    match (paired, first.min(second)) {
        (false, _) => format!("not paired: {first} and {second} replications"),
        (true, n) if first == second => format!("{n} replications, paired"),
        (true, n) => format!("the first {n} replications, which both have, paired"),
    }
}

/// In the order in which they are shown.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Chance,
    Target,
    Exports,
    Route,
    Other,
    Rest,
}

fn group(comparison: &Comparison, quantity: &Quantity<Name>) -> Group {
    use Metric as M;
    let whole = quantity.period == Period::Total;
    let Name::Metric(metric) = quantity.metric else { return Group::Chance };
    match metric {
        M::TargetRoutes | M::TargetSea if is_due(comparison, quantity) => Group::Target,
        M::Exports if quantity.is_total() => Group::Exports,
        M::Exports if whole => Group::Route,
        metric if metric.name().starts_with("target-") => Group::Rest,
        M::ShutIn if quantity.is_total() => Group::Other,
        _ if whole => Group::Other,
        _ => Group::Rest,
    }
}

/// Whether a target is due in that year.
fn is_due(comparison: &Comparison, quantity: &Quantity<Name>) -> bool {
    let due = Quantity { metric: Name::TargetReached, ..quantity.clone() };
    comparison.pairs.iter().any(|pair| pair.quantity == due)
}

/// A chance is shown even where it is nothing in both: it is what was asked for.
fn is_same(pair: &Pair) -> bool {
    let d = &pair.difference;
    let certain = d.difference == 0.0 && d.a.stderr == 0.0 && d.b.stderr == 0.0;
    (d.verdict == Verdict::Same || certain) && pair.quantity.metric != Name::TargetReached
}

/// Paired runs tell differences of a few tonnes in millions apart, which decide nothing.
fn is_nearly_the_same(pair: &Pair) -> bool {
    let d = &pair.difference;
    let size = d.a.mean.abs().max(d.b.mean.abs());
    pair.quantity.metric != Name::TargetReached && d.difference.abs() < 1e-5 * size
}

fn listed(what: &str, pairs: &[&Pair]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let names: Vec<String> = pairs.iter().map(|pair| label(&pair.quantity)).collect();
    paragraph(&format!("{what}: {}", names.join("; ")))
}

fn label(Quantity { metric, entity, period }: &Quantity<Name>) -> String {
    let what = match (metric, entity.as_str()) {
        (Name::TargetReached, entity) => format!("P({entity})"),
        (Name::Metric(Metric::TargetRoutes), entity) => format!("{entity} over its routes"),
        (Name::Metric(Metric::TargetSea), entity) => format!("{entity} over the sea"),
        (metric, "total") => metric.to_string(),
        (metric, entity) => format!("{metric} {entity}"),
    };
    match period {
        Period::Total => format!("{what} in all years"),
        period => format!("{what} {period}"),
    }
}

fn row(pair: &Pair) -> Vec<String> {
    let (d, unit) = (&pair.difference, pair.quantity.metric.unit());
    let words = amount(d.a.mean, Some(d.a.stderr), unit).1;
    let chance = pair.quantity.metric == Name::TargetReached;
    let [a, b] = [d.a, d.b].map(|side| match chance && side.mean == 0.0 {
        // A chance is not nothing for not having come up.
        true => format!("0 of {}", side.n),
        false => amount(side.mean, Some(side.stderr), unit).0,
    });
    let moved = difference_with_error(d.difference, d.stderr, unit);
    let open = matches!(d.verdict, Verdict::Same | Verdict::Unknown);
    let better = pair.b_better().filter(|_| !open);
    let better = better.map_or(String::new(), |p| format!(", {:.0} %", 100.0 * p));
    let label = format!("{}, {words}", label(&pair.quantity));
    vec![label, a, b, moved, format!("{}{better}", verdict(pair))]
}

/// Who is better, where that can be said.
fn verdict(pair: &Pair) -> &'static str {
    let higher = match pair.difference.verdict {
        Verdict::BHigher => true,
        Verdict::AHigher => false,
        Verdict::NotDistinguishable => return "cannot tell",
        other => return other.words(),
    };
    match pair.better() {
        None => pair.difference.verdict.words(),
        Some(way) if (way == Better::Higher) == higher => "B better",
        Some(_) => "A better",
    }
}

fn regrets(comparison: &Comparison) -> String {
    let shown = comparison.regrets.iter().filter(|row| match group(comparison, &row.quantity) {
        Group::Chance => true,
        Group::Target => row.quantity.metric == Metric::TargetRoutes,
        Group::Exports => row.quantity.period == Period::Total,
        _ => false,
    });
    let lines = shown.map(|row| {
        let (r, unit) = (&row.regret, row.quantity.metric.unit());
        let (mean, words) = amount(r.mean, Some(r.stderr), unit);
        let of = |value: f64| amount(value, Some(r.stderr), unit).0;
        let error = if r.stderr > 0.0 { format!(" ± {}", of(r.stderr)) } else { String::new() };
        let best = format!("{:.0} %", 100.0 * r.best);
        let label = format!("{}, {words}: {}", label(&row.quantity), comparison.names[row.side]);
        vec![label, mean + &error, of(r.p95), of(r.worst_belief), best]
    });
    let lines: Vec<Vec<String>> = lines.collect();
    if lines.is_empty() {
        return String::new();
    }
    let head = ["REGRET", "mean", "P95", "worst belief", "never beaten"].map(str::to_owned);
    fitted(&[vec![head.to_vec()], lines].concat()).0
}
