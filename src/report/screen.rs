//! The blocks of the screen: exports, what binds, what was lost.

use super::number::{MEGATONNE, count, plural, rounded, share};
use super::precision;
use super::run::Run;
use super::text::{Page, WIDTH, row};
use crate::metric::Metric;
use crate::results::RouteEntry;
use crate::text::{cut, width};
use std::path::Path;

/// Rows of each list of what binds.
const BOTTLENECKS: usize = 4;
/// Rows of the list of causes.
const CAUSES: usize = 6;

/// What was run.
pub(super) fn title(run: &Run, page: &mut Page) {
    let about = &run.manifest;
    page.heading(&about.title);
    let runs = plural(about.replications.into(), "replication", "replications");
    let beliefs = plural(about.beliefs.into(), "belief", "beliefs");
    page.line(format!("{runs}, {beliefs}, seed {}", about.seed));
    let span = format!("{} to {}", about.start, about.end);
    page.line(match (about.chance, about.as_of) {
        (false, _) => format!("{span}, nothing left to chance"),
        (true, Some(as_of)) => format!("{span}, known to {as_of}, chance after it"),
        (true, None) => span,
    });
}

/// Exports by route, and the shut-in below them.
pub(super) fn exports(run: &Run, page: &mut Page) {
    let mut rows = vec![Line::of(run, "All exports", Metric::Exports, "total")];
    let mut none = Vec::new();
    for (route, depth) in ordered(run) {
        let title = format!("{}{}", "  ".repeat(depth), route.title);
        let line = Line::of(run, &title, Metric::Exports, &route.name);
        if line.is_zero { none.push(route.title.as_str()) } else { rows.push(line) }
    }
    rows.push(Line::of(run, "Shut in", Metric::ShutIn, "total"));
    table(&rows, run, page);
    if !none.is_empty() {
        page.words(&format!("Nothing by: {}", none.join(", ")));
    }
}

/// Rows with as many years as there is room for.
fn table(rows: &[Line], run: &Run, page: &mut Page) {
    const NAME: usize = 22;
    const RANGE: &str = "P10-P90";
    let widest = |part: usize| {
        rows.iter().flat_map(|row| &row.cells).map(|cell| width(&cell[part])).max().unwrap_or(0)
    };
    let ranges = widest(1) > 0;
    let mean = 3 + widest(0).max("2029".len());
    let spread = if ranges { 2 + widest(1).max(RANGE.len()) } else { 0 };
    let shown = run.chosen_years((WIDTH - NAME) / (mean + spread));
    let range = if ranges { RANGE } else { "" };
    let heads: Vec<String> = shown.iter().map(|at| run.years[*at].to_string()).collect();
    let heads = heads.iter().flat_map(|year| [(year.as_str(), mean), (range, spread)]);
    page.heading(row("EXPORTS, Mt", &heads.collect::<Vec<_>>()));
    for line in rows {
        let cells = shown.iter().map(|at| &line.cells[*at]);
        let cells = cells.flat_map(|[a, b]| [(a.as_str(), mean), (b.as_str(), spread)]);
        page.line(row(&line.title, &cells.collect::<Vec<_>>()));
    }
    if shown.len() < run.years.len() {
        page.line("Other years are in summary.csv");
    }
}

/// A row of the exports with mean and range of every reported year.
struct Line {
    title: String,
    cells: Vec<[String; 2]>,
    is_zero: bool,
}

impl Line {
    fn of(run: &Run, title: &str, metric: Metric, entity: &str) -> Self {
        let years = run.years.iter().map(|year| run.of_year(metric, entity, *year));
        let years: Vec<_> = years.collect();
        let is_zero = years.iter().flatten().all(|found| found.max.is_none_or(|max| max == 0.0));
        let cells = years.into_iter().map(|found| {
            let mean = found.and_then(|row| row.mean).map(|mean| mean / MEGATONNE);
            let Some((row, mean)) = found.zip(mean) else { return ["-".to_owned(), String::new()] };
            let error = row.stderr.unwrap_or(f64::NAN) / MEGATONNE;
            [rounded(mean, error), run.spread(row)]
        });
        Self { title: title.to_owned(), cells: cells.collect(), is_zero }
    }
}

/// Routes by exports of the first reported year, parts after their whole and set in.
fn ordered(run: &Run) -> Vec<(&RouteEntry, usize)> {
    let year = run.years.first().copied().unwrap_or(0);
    let mean = |route: &RouteEntry| {
        run.of_year(Metric::Exports, &route.name, year).and_then(|row| row.mean).unwrap_or(0.0)
    };
    let mut routes: Vec<_> = run.manifest.routes.iter().map(|route| (route, mean(route))).collect();
    routes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut ordered = Vec::new();
    descend(&routes, None, 0, &mut ordered);
    ordered
}

fn descend<'a>(
    routes: &[(&'a RouteEntry, f64)],
    whole: Option<&str>,
    depth: usize,
    ordered: &mut Vec<(&'a RouteEntry, usize)>,
) {
    for (route, _) in routes.iter().filter(|(route, _)| route.part_of.as_deref() == whole) {
        ordered.push((route, depth));
        descend(routes, Some(&route.name), depth + 1, ordered);
    }
}

/// The links that bind most, for shut-in and for each target.
pub(super) fn bottlenecks(run: &Run, page: &mut Page) {
    // By far the most of them are small ways out that fill up whenever a large one fails.
    let shut_in = format!("WAYS OUT FULL WHILE OIL WAS SHUT IN, {}", run.span());
    let shut_in = ("shut-in", shut_in, run.years.clone());
    let targets = run.manifest.targets.iter().map(|target| {
        let words = format!("WHAT BINDS for {}", target.dated_title(44));
        (target.name.as_str(), words, vec![target.year])
    });
    for (objective, words, years) in std::iter::once(shut_in).chain(targets) {
        let binding = run.binding(objective, &years);
        page.heading(row(&words, &[("of days", 10), ("alone", 10)]));
        if binding.is_empty() {
            page.line("nothing");
        }
        for found in binding.iter().take(BOTTLENECKS) {
            let name = run.manifest.title_of("link", &found.link);
            let first = format!("{} ({})", cut(name, 44), found.constraint);
            page.line(row(&first, &[(&share(found.binding), 10), (&share(found.alone), 10)]));
        }
    }
    page.line("Alone: raising this limit by 1 t ships 1 t more");
}

/// Shut-in by cause.
pub(super) fn causes(run: &Run, page: &mut Page) {
    let causes = run.causes();
    let all: f64 = causes.iter().map(|loss| loss.mean).sum();
    let line = |words: &str, mean: f64, error: f64| {
        let megatonnes = rounded(mean / MEGATONNE, error / MEGATONNE);
        row(words, &[(&megatonnes, 10), (&share(mean / all), 10)])
    };
    let heads = [("Mt a year", 10), ("share", 10)];
    page.heading(row(&format!("SHUT-IN BY CAUSE, {}", run.span()), &heads));
    if causes.is_empty() {
        page.line("nothing was shut in");
        return;
    }
    // One row of others would save no line over the cause itself.
    let shown = if causes.len() <= CAUSES + 1 { causes.len() } else { CAUSES };
    for loss in &causes[..shown] {
        page.line(line(&loss.cause, loss.mean, loss.stderr));
    }
    let others = &causes[shown..];
    if !others.is_empty() {
        let sum = |part: fn(&super::run::Loss) -> f64| others.iter().map(part).sum();
        let words = format!("{} other causes", others.len());
        page.line(line(&words, sum(|loss| loss.mean), sum(|loss| loss.stderr)));
    }
}

/// What to keep in mind, and where the rest is.
pub(super) fn foot(run: &Run, dir: &Path, page: &mut Page) {
    let about = &run.manifest;
    page.line("");
    if about.weak_numbers > 0 {
        let numbers = plural(about.weak_numbers as u64, "number is", "numbers are");
        page.words(&format!("{numbers} assumed or unrated; `caspian check` lists them"));
    }
    if let Some(verified) = &about.verified {
        page.words(&format!(
            "Of {} dispatches {} are not proven optimal, and {} not unique",
            count(verified.days),
            count(verified.failed),
            count(verified.not_unique)
        ));
    }
    if let Some(asked) = &about.precision {
        page.words(&precision::sentence(asked));
    }
    const WARNINGS: usize = 3;
    for warning in about.warnings.iter().take(WARNINGS) {
        page.words(&format!("Note: {warning}"));
    }
    if about.warnings.len() > WARNINGS {
        page.line(format!("and {} notes more in manifest.json", about.warnings.len() - WARNINGS));
    }
    for table in about.tables.iter().filter(|table| table.rows >= SHEET) {
        page.words(&format!(
            "{} has {} rows; a spreadsheet shows the first {} and cuts the others",
            table.file,
            count(table.rows),
            count(SHEET - 1)
        ));
    }
    page.words(&format!("Tables are in {}", dir.display()));
}

/// Rows of a sheet of a spreadsheet, the first of which has the names of columns.
const SHEET: u64 = 1_048_576;
