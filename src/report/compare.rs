//! What a comparison looks like: targets, exports, routes, then the rest, and regret.

use super::fitted::fitted;
use super::paragraph;
use super::points::{amount, difference_with_error};
use super::precision::precision;
use crate::error::Error;
use crate::metric::{Metric, Name, Period, Quantity};
use crate::results::{CompareLine, Compared, RegretLine, Results};
use crate::study::compare::{Better, Verdict};

/// Every other run against the first, then regret.
pub(super) fn screen(results: &Results, compared: &Compared) -> Result<String, Error> {
    let pairs = results.rows::<CompareLine>()?;
    let Some((first, others)) = compared.sides.split_first() else { return Ok(String::new()) };
    let mut text = String::new();
    for side in others {
        text += &paragraph(&format!("A = {}, B = {}", first.name, side.name));
        let columns = ["", "A", "B", "B - A", "verdict, P(B better)"].map(str::to_owned);
        let mut rows = vec![columns.to_vec()];
        let own: Vec<&CompareLine> = pairs.iter().filter(|pair| pair.b == side.name).collect();
        let mut shown: Vec<(Group, &CompareLine)> =
            own.iter().map(|pair| (group(&pairs, &pair.quantity()), *pair)).collect();
        shown.retain(|(group, _)| *group < Group::Rest);
        shown.sort_by_key(|(group, _)| *group);
        let shown = shown.into_iter().map(|(_, pair)| pair);
        let (same, differ): (Vec<_>, Vec<_>) = shown.partition(|pair| is_same(pair));
        let (nearly, differ): (Vec<_>, Vec<_>) =
            differ.into_iter().partition(|pair| is_nearly_the_same(pair));
        rows.extend(differ.into_iter().map(row));
        text += &fitted(&rows).0;
        text += &listed("the same in both", &same);
        text += &listed("within a hundred-thousandth", &nearly);
        let counts = [first.replications, side.replications];
        text += &paragraph(&counted(own.iter().any(|pair| pair.paired), counts));
        text.push('\n');
    }
    let regret = if results.has("regret.csv") { results.rows()? } else { vec![] };
    text += &regrets(&pairs, &regret);
    if others.len() > 1 && regret.is_empty() {
        text += "no regret: it takes runs that are paired\n";
    }
    if let Some(asked) = &results.manifest.precision {
        text += &format!("\n{}", precision(asked));
    }
    let place = results.dir.join("compare.csv");
    Ok(text + &format!("\nAll differences are in {}\n", place.display()))
}

/// How many replications the differences rest on.
fn counted(paired: bool, [first, second]: [u32; 2]) -> String {
    match (paired, first.min(second)) {
        (false, _) => format!("not paired: {first} and {second} replications"),
        (true, n) if first == second => format!("{n} replications, paired"),
        (true, n) => format!("the first {n} replications, which both have, paired"),
    }
}

/// In the order in which they are shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Chance,
    Target,
    Exports,
    Route,
    Other,
    Rest,
}

fn group(pairs: &[CompareLine], quantity: &Quantity<Name>) -> Group {
    use Metric as M;
    let whole = quantity.period == Period::Total;
    let Name::Metric(metric) = quantity.metric else { return Group::Chance };
    match metric {
        M::TargetRoutes | M::TargetSea if is_due(pairs, quantity) => Group::Target,
        M::Exports if quantity.is_total() => Group::Exports,
        M::Exports if whole => Group::Route,
        metric if metric.name().starts_with("target-") => Group::Rest,
        M::ShutIn if quantity.is_total() => Group::Other,
        _ if whole => Group::Other,
        _ => Group::Rest,
    }
}

/// Whether a target is due in that year.
fn is_due(pairs: &[CompareLine], quantity: &Quantity<Name>) -> bool {
    let due = Quantity { metric: Name::TargetReached, ..quantity.clone() };
    pairs.iter().any(|pair| pair.quantity() == due)
}

/// A chance is shown even where it is nothing in both: it is what was asked for.
fn is_same(pair: &CompareLine) -> bool {
    let nothing = |value: Option<f64>| value == Some(0.0);
    let certain = [pair.difference, pair.a_stderr, pair.b_stderr].into_iter().all(nothing);
    (pair.verdict == Verdict::Same || certain) && pair.metric != Name::TargetReached
}

/// Paired runs tell differences of a few tonnes in millions apart, which decide nothing.
fn is_nearly_the_same(pair: &CompareLine) -> bool {
    let size = known(pair.a_mean).abs().max(known(pair.b_mean).abs());
    pair.metric != Name::TargetReached && known(pair.difference).abs() < 1e-5 * size
}

fn known(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}

fn listed(what: &str, pairs: &[&CompareLine]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let names: Vec<String> = pairs.iter().map(|pair| label(&pair.quantity())).collect();
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

fn row(pair: &CompareLine) -> Vec<String> {
    let unit = pair.unit;
    let words = amount(known(pair.a_mean), Some(known(pair.a_stderr)), unit).1;
    let chance = pair.metric == Name::TargetReached;
    let side = |mean: f64, stderr: f64, n: u64| match chance && mean == 0.0 {
        // A chance is not nothing for not having come up.
        true => format!("0 of {n}"),
        false => amount(mean, Some(stderr), unit).0,
    };
    let a = side(known(pair.a_mean), known(pair.a_stderr), pair.a_n);
    let b = side(known(pair.b_mean), known(pair.b_stderr), pair.b_n);
    let moved = difference_with_error(known(pair.difference), known(pair.difference_stderr), unit);
    let open = matches!(pair.verdict, Verdict::Same | Verdict::Unknown);
    let better = pair.p_b_better.filter(|_| !open);
    let better = better.map_or(String::new(), |p| format!(", {:.0} %", 100.0 * p));
    let label = format!("{}, {words}", label(&pair.quantity()));
    vec![label, a, b, moved, format!("{}{better}", verdict(pair))]
}

/// Who is better, where that can be said.
fn verdict(pair: &CompareLine) -> &'static str {
    let higher = match pair.verdict {
        Verdict::BHigher => true,
        Verdict::AHigher => false,
        Verdict::NotDistinguishable => return "cannot tell",
        other => return other.name(),
    };
    match pair.better {
        None => pair.verdict.name(),
        Some(way) if (way == Better::Higher) == higher => "B better",
        Some(_) => "A better",
    }
}

fn regrets(pairs: &[CompareLine], regrets: &[RegretLine]) -> String {
    let shown = regrets.iter().filter(|row| match group(pairs, &row.quantity()) {
        Group::Chance => true,
        Group::Target => row.metric == Metric::TargetRoutes,
        Group::Exports => row.period == Period::Total,
        _ => false,
    });
    let lines = shown.map(|row| {
        let stderr = known(row.regret_stderr);
        let (mean, words) = amount(known(row.regret_mean), Some(stderr), row.unit);
        let of = |value: f64| amount(value, Some(stderr), row.unit).0;
        let error = if stderr > 0.0 { format!(" ± {}", of(stderr)) } else { String::new() };
        let best = format!("{:.0} %", 100.0 * known(row.p_best));
        let label = format!("{}, {words}: {}", label(&row.quantity()), row.option);
        let (p95, worst) = (of(known(row.regret_p95)), of(known(row.regret_worst_belief)));
        vec![label, mean + &error, p95, worst, best]
    });
    let lines: Vec<Vec<String>> = lines.collect();
    if lines.is_empty() {
        return String::new();
    }
    let head = ["REGRET", "mean", "P95", "worst belief", "never beaten"].map(str::to_owned);
    fitted(&[vec![head.to_vec()], lines].concat()).0
}
