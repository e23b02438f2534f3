//! `table.csv`: one row a point, for a planner to pivot.

use crate::error::Error;
use crate::metric::Metric;
use crate::results::{Extra, Field, Results, SummaryLine, TargetLine};
use crate::study::precision::Quantity;

/// The design joined with some quantities; by default the probability of each target, what it
/// counts in its year, and total exports by year.
pub(super) fn table(results: &Results, wanted: &[Quantity]) -> Result<Extra, Error> {
    let (design, targets) = (results.design()?, results.targets()?);
    // A large study has a hundred times as many rows as are needed here.
    let summary = results.summary_of(|line| {
        is_usual(results, line) || wanted.iter().any(|quantity| is_of(line, quantity))
    })?;
    let usual = usual(results, &summary);
    let quantities = if wanted.is_empty() { &usual } else { wanted };
    let mut columns = vec![("point".to_owned(), None), ("label".to_owned(), None)];
    columns.extend(results.factors().into_iter().map(|factor| (factor, None)));
    for quantity in quantities {
        let unit = match quantity {
            Quantity::Probability { .. } => "1",
            Quantity::Mean { metric, .. } => metric.unit(),
        };
        let ends = match quantity {
            Quantity::Probability { .. } => ["", " ci_lo", " ci_hi"].as_slice(),
            Quantity::Mean { .. } => &["", " stderr"],
        };
        columns.extend(ends.iter().map(|end| (format!("{quantity}{end}"), Some(unit))));
    }
    let rows = design.iter().map(|line| {
        let mut row = vec![Field::Number(line.point.into()), Field::Text(line.label.clone())];
        row.extend(line.values.iter().cloned().map(Field::Text));
        for quantity in quantities {
            let values = values(results, line.point, quantity, (&summary, &targets));
            row.extend(values.into_iter().map(Field::Number));
        }
        row
    });
    let rows = rows.collect();
    Ok(Extra { file: "table.csv", columns, rows })
}

fn is_of(line: &SummaryLine, quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Probability { .. } => false,
        Quantity::Mean { metric, entity, period } => {
            line.metric == metric.name() && (&line.entity, &line.period) == (entity, period)
        }
    }
}

/// Whether a row is one of the usual columns, but for probabilities.
fn is_usual(results: &Results, line: &SummaryLine) -> bool {
    let exports = (line.metric.as_str(), line.entity.as_str()) == ("exports", "total");
    let volume = line.metric == Metric::TargetRoutes.name()
        && results
            .manifest
            .targets
            .iter()
            .any(|target| line.entity == target.name && line.period == target.year.to_string());
    volume || (exports && !line.period.contains('-'))
}

fn usual(results: &Results, summary: &[SummaryLine]) -> Vec<Quantity> {
    let mean = |metric: Metric, line: &SummaryLine| Quantity::Mean {
        metric,
        entity: line.entity.clone(),
        period: line.period.clone(),
    };
    let first = summary.first().map(|first| first.point);
    let of = |metric: Metric| {
        let rows = summary.iter().filter(move |line| Some(line.point) == first);
        rows.filter(move |line| line.metric == metric.name() && is_usual(results, line))
    };
    let mut columns = Vec::new();
    for target in &results.manifest.targets {
        let (name, measure) = (target.name.clone(), "routes".to_owned());
        columns.push(Quantity::Probability { target: name, measure });
        let volume = of(Metric::TargetRoutes).filter(|line| line.entity == target.name);
        columns.extend(volume.map(|line| mean(Metric::TargetRoutes, line)));
    }
    // The whole before its parts: a screen has room for the first columns only.
    let (whole, years): (Vec<_>, Vec<_>) =
        of(Metric::Exports).partition(|line| line.period == "total");
    columns.extend(whole.iter().chain(&years).map(|line| mean(Metric::Exports, line)));
    columns
}

/// The values of a quantity at a point: estimate and what is known of its error.
fn values(
    results: &Results,
    point: u32,
    quantity: &Quantity,
    (summary, targets): (&[SummaryLine], &[TargetLine]),
) -> Vec<f64> {
    match quantity {
        Quantity::Probability { target, measure } => {
            let line = headline(results, targets, point, (target, measure));
            line.map_or(vec![f64::NAN; 3], |line| vec![line.probability, line.ci_lo, line.ci_hi])
        }
        Quantity::Mean { .. } => {
            let line = summary.iter().find(|line| line.point == point && is_of(line, quantity));
            let of =
                |value: fn(&SummaryLine) -> Option<f64>| line.and_then(value).unwrap_or(f64::NAN);
            vec![of(|line| line.mean), of(|line| line.stderr)]
        }
    }
}

/// The row that says whether a target is reached in its year.
pub(super) fn headline<'t>(
    results: &Results,
    targets: &'t [TargetLine],
    point: u32,
    (target, measure): (&str, &str),
) -> Option<&'t TargetLine> {
    let entry = results.manifest.targets.iter().find(|entry| entry.name == target)?;
    let year = entry.year.to_string();
    targets.iter().find(|line| {
        line.point == point
            && line.target == target
            && line.measure == measure
            && line.reached == "in"
            && line.period == year
            && line.threshold == entry.at_least
    })
}
