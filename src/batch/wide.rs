//! `table.csv`: one row a point, for a planner to pivot.

use crate::error::Error;
use crate::metric::{Measure, Metric, Period, Quantity, Reached};
use crate::results::{Extra, Field, Results, SummaryLine, TargetLine};
use crate::study::precision::Output;
use crate::table::{Column, Of, Type, Unit};

/// The design joined with some outputs; by default the probability of each target, what it
/// counts in its year, and total exports by year.
pub(super) fn table(results: &Results, wanted: &[Output]) -> Result<Extra, Error> {
    let (design, targets) = (results.design()?, results.targets()?);
    // A large study has a hundred times as many rows as are needed here.
    let summary = results.summary_of(|line| {
        let is_wanted = |output: &Output| match output {
            Output::Probability { .. } => false,
            Output::Mean(quantity) => line.is_of(quantity),
        };
        is_usual(results, line) || wanted.iter().any(is_wanted)
    })?;
    let usual = usual(results, &summary);
    let outputs = if wanted.is_empty() { &usual } else { wanted };
    let mut columns = results.point_columns();
    for output in outputs {
        let statistics = match output {
            Output::Probability { .. } => ["probability", "ci_lo", "ci_hi"].as_slice(),
            Output::Mean(_) => &["mean", "stderr"],
        };
        columns.extend(statistics.iter().map(|statistic| {
            let of = Of { what: output.to_string(), statistic: Some(statistic) };
            let unit = Unit::Is(output.unit().name());
            Column::made(of, Type::Number, unit, meaning(statistic))
        }));
    }
    Column::tell_apart(&mut columns);
    let rows = design.iter().map(|line| {
        let mut row = vec![Field::Integer(line.point.into()), Field::Text(line.label.clone())];
        row.extend(line.values.iter().cloned().map(Field::Text));
        for output in outputs {
            let values = values(results, line.point, output, (&summary, &targets));
            row.extend(values.into_iter().map(Field::Number));
        }
        row
    });
    let rows = rows.collect();
    let about = "The points with chosen quantities, for pivot tables.";
    Ok(Extra { file: "table.csv", about, columns, rows })
}

fn meaning(statistic: &str) -> &'static str {
    match statistic {
        "probability" => "Share of replications that reached it.",
        "ci_lo" => "Lower end of the 95 % interval of the share.",
        "ci_hi" => "Its upper end.",
        "stderr" => "Standard error of the mean.",
        _ => "Mean over replications.",
    }
}

/// Whether a row is one of the usual columns, but for probabilities.
fn is_usual(results: &Results, line: &SummaryLine) -> bool {
    let mut targets = results.manifest.targets.iter();
    match (line.metric, line.period) {
        (Metric::Exports, Period::Year(_) | Period::Total) => line.entity == "total",
        (Metric::TargetRoutes, Period::Year(year)) => {
            targets.any(|target| (&line.entity, year) == (&target.name, target.year))
        }
        _ => false,
    }
}

fn usual(results: &Results, summary: &[SummaryLine]) -> Vec<Output> {
    let mean =
        |line: &SummaryLine| Output::Mean(Quantity::new(line.metric, &line.entity, line.period));
    let first = summary.first().map(|first| first.point);
    let of = |metric: Metric| {
        let rows = summary.iter().filter(move |line| Some(line.point) == first);
        rows.filter(move |line| line.metric == metric && is_usual(results, line))
    };
    let mut columns = Vec::new();
    for target in &results.manifest.targets {
        let (name, measure) = (target.name.clone(), Measure::Routes);
        columns.push(Output::Probability { target: name, measure });
        let volume = of(Metric::TargetRoutes).filter(|line| line.entity == target.name);
        columns.extend(volume.map(mean));
    }
    // The whole before its parts: a screen has room for the first columns only.
    let (whole, years): (Vec<_>, Vec<_>) =
        of(Metric::Exports).partition(|line| line.period == Period::Total);
    columns.extend(whole.into_iter().chain(years).map(mean));
    columns
}

/// The values of a quantity at a point: estimate and what is known of its error.
fn values(
    results: &Results,
    point: u32,
    output: &Output,
    (summary, targets): (&[SummaryLine], &[TargetLine]),
) -> Vec<f64> {
    match output {
        Output::Probability { target, measure } => {
            let line = headline(results, targets, point, (target, *measure));
            line.map_or(vec![f64::NAN; 3], |line| vec![line.probability, line.ci_lo, line.ci_hi])
        }
        Output::Mean(quantity) => {
            let line = summary.iter().find(|line| line.point == point && line.is_of(quantity));
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
    (target, measure): (&str, Measure),
) -> Option<&'t TargetLine> {
    let entry = results.manifest.targets.iter().find(|entry| entry.name == target)?;
    targets.iter().find(|line| {
        line.point == point
            && line.target == target
            && line.measure == measure
            && line.reached == Reached::In
            && line.period == entry.year
            && line.threshold == entry.at_least
    })
}
