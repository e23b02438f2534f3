//! What stress tests look like: a line a loss, then what each of a few does to routes, then pairs.

use super::fitted::fitted;
use super::paragraph;
use super::points::{amount, difference, difference_with_error};
use crate::error::Error;
use crate::metric::{Made, Unit};
use crate::results::{Results, StressLine, Test};

/// Losses of a ranking that are shown.
const MOST: usize = 40;
/// Less than this is nothing, in t: three decimals of a Mt.
const NOTHING: f64 = 500.0;

/// The rows of a loss.
type Loss<'r> = &'r [StressLine];

pub(super) fn screen(results: &Results) -> Result<String, Error> {
    let rows = results.rows::<StressLine>()?;
    let same = |a: &StressLine, b: &StressLine| {
        (&a.lost, a.days, &a.start, a.test) == (&b.lost, b.days, &b.start, b.test)
    };
    let all = rows.chunk_by(same);
    let (pairs, single): (Vec<Loss<'_>>, Vec<Loss<'_>>) =
        all.partition(|loss| loss[0].test == Test::Pair);
    let ranked = single.iter().any(|loss| loss[0].test == Test::Each);
    let place = results.dir.join("stress.csv");
    Ok(tests(&single, &pairs, ranked) + &format!("\nAll numbers are in {}\n", place.display()))
}

fn tests(single: &[Loss<'_>], pairs: &[Loss<'_>], ranked: bool) -> String {
    let (some, none): (Vec<Loss<'_>>, Vec<Loss<'_>>) =
        single.iter().partition(|loss| !ranked || hurts(loss));
    let mut text = losses(&some, "LOST");
    if !none.is_empty() {
        text += &paragraph(&format!("costs nothing: {}", names(&none)));
    }
    if !ranked {
        text += &rerouted(single);
    }
    if !pairs.is_empty() {
        text += &format!("\n{}", losses(pairs, "LOST TOGETHER"));
    }
    text
}

/// What is measured of the whole system.
fn total<'r>(loss: Loss<'r>, measured: Made) -> Option<&'r StressLine> {
    loss.iter().find(|row| row.metric == measured)
}

fn hurts(loss: Loss<'_>) -> bool {
    use Made::{Deferred, Lost, ShutIn, Unserved};
    let mean = |of: Made| total(loss, of).and_then(|row| row.mean);
    let nothing = |of: Made| mean(of).is_some_and(|mean| mean.abs() < NOTHING);
    ![Lost, Unserved, ShutIn, Deferred].into_iter().all(nothing)
}

/// Names, each once.
fn names(all: &[Loss<'_>]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for loss in all {
        if !names.contains(&loss[0].lost.as_str()) {
            names.push(&loss[0].lost);
        }
    }
    names.join(", ")
}

fn losses(all: &[Loss<'_>], what: &str) -> String {
    let pair = all.first().is_some_and(|first| total(first, Made::LostBeyondParts).is_some());
    let mut rows = vec![vec![format!("{what}; Mt and days")]];
    let head = ["out", "lost", "shut in", "deferred", "1st cut", "recovery", "unserved"];
    rows[0].extend(head.map(str::to_owned));
    if pair {
        rows[0].insert(3, "beyond the two".to_owned());
    }
    for loss in all.iter().take(MOST) {
        use Made as E;
        let mut row = vec![loss[0].lost.clone(), loss[0].days.to_string()];
        row.extend([E::Lost, E::ShutIn, E::Deferred].map(|of| cell(loss, of)));
        row.extend([E::DaysToFirstCut, E::DaysToRecover].map(|of| days(loss, of)));
        row.push(cell(loss, E::Unserved));
        if pair {
            row.insert(3, cell(loss, E::LostBeyondParts));
        }
        rows.push(row);
    }
    let mut text = fitted(&rows).0;
    if all.len() > MOST {
        text += &format!("… and {} more\n", all.len() - MOST);
    }
    if pair {
        text += &paragraph(
            "beyond the two: below zero where one loss hides the other, above where each stands in \
             for the other",
        );
    }
    text
}

fn cell(loss: Loss<'_>, measured: Made) -> String {
    let row = total(loss, measured).filter(|row| row.n > 0);
    let Some((row, mean)) = row.and_then(|row| Some((row, row.mean?))) else {
        return "never".to_owned();
    };
    let stderr = row.stderr.unwrap_or(f64::NAN);
    if row.unit == Unit::Tonnes && mean.abs() < NOTHING {
        return "0".to_owned();
    }
    if measured == Made::LostBeyondParts {
        return difference_with_error(mean, stderr, row.unit);
    }
    let text = amount(mean, Some(stderr), row.unit).0;
    // Of a single history there is no error, and a bound is one itself.
    match measured == Made::Lost && stderr > 0.0 && !text.starts_with('<') {
        true => format!("{text} ± {}", amount(stderr, Some(stderr), row.unit).0),
        false => text,
    }
}

/// Mean days, with how many histories have any where that is few.
fn days(loss: Loss<'_>, measured: Made) -> String {
    let (n, text) = (total(loss, measured).map_or(0, |row| row.n), cell(loss, measured));
    if (1..10).contains(&n) { format!("{text} ({n})") } else { text }
}

fn rerouted(all: &[Loss<'_>]) -> String {
    let mut rows = vec![vec!["ROUTES WHILE IT LASTS, Mt".to_owned()]];
    rows[0].extend(all.iter().map(|loss| format!("{} {} d", loss[0].lost, loss[0].days)));
    let routes = all.first().into_iter().flat_map(|first| first.iter());
    for route in routes.filter(|row| row.metric == Made::Rerouted) {
        let of = |row: &&StressLine| row.metric == route.metric && row.entity == route.entity;
        let cells = all.iter().map(|loss| loss.iter().find(of));
        let cells = cells.map(|row| row.and_then(|row| Some((row.mean?, row.stderr))));
        let is_nothing =
            |cell: &Option<(f64, Option<f64>)>| cell.is_some_and(|(mean, _)| mean.abs() < NOTHING);
        if cells.clone().all(|cell| is_nothing(&cell)) {
            continue;
        }
        let cells = cells.map(|cell| match cell {
            cell if is_nothing(&cell) => "0".to_owned(),
            Some((mean, stderr)) => difference(mean, stderr.unwrap_or(f64::NAN), Unit::Tonnes),
            None => "-".to_owned(),
        });
        rows.push(std::iter::once(route.entity.clone()).chain(cells).collect());
    }
    if rows.len() > 1 { format!("\n{}", fitted(&rows).0) } else { String::new() }
}
