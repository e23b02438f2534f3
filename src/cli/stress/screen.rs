//! What stress tests look like in a terminal.

use crate::batch::Stressed;
use crate::metric::Unit;
use crate::report::{amount, difference, difference_with_error, fitted};

/// Losses of a ranking that are shown.
const MOST: usize = 40;
/// Less than this is nothing, in t: three decimals of a Mt.
const NOTHING: f64 = 500.0;

/// A line a loss, then what each of a few does to routes, then pairs.
pub(super) fn all(single: &[Stressed], pairs: &[Stressed], ranked: bool) -> String {
    let (some, none): (Vec<&Stressed>, Vec<&Stressed>) =
        single.iter().partition(|stressed| !ranked || hurts(stressed));
    let mut text = losses(&some, "LOST");
    if !none.is_empty() {
        text += &format!("costs nothing: {}\n", names(&none));
    }
    if !ranked {
        text += &rerouted(single);
    }
    if !pairs.is_empty() {
        text += &format!("\n{}", losses(&pairs.iter().collect::<Vec<_>>(), "LOST TOGETHER"));
    }
    text
}

fn hurts(stressed: &Stressed) -> bool {
    let nothing = |metric: &str| stressed.total(metric).mean.abs() < NOTHING;
    !["lost", "unserved", "shut-in", "deferred"].into_iter().all(nothing)
}

/// Names, each once.
fn names(all: &[&Stressed]) -> String {
    let mut names: Vec<String> = Vec::new();
    for stressed in all {
        let name = stressed.loss.on.join(" + ");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

fn losses(all: &[&Stressed], what: &str) -> String {
    let pair = all.first().is_some_and(|first| first.total("lost-beyond-parts").n > 0);
    let mut rows = vec![vec![format!("{what}; Mt and days")]];
    let head = ["out", "lost", "shut in", "deferred", "1st cut", "recovery", "unserved"];
    rows[0].extend(head.map(str::to_owned));
    if pair {
        rows[0].insert(3, "beyond the two".to_owned());
    }
    for stressed in all.iter().take(MOST) {
        let mut row = vec![stressed.loss.on.join(" + "), stressed.loss.days.to_string()];
        let tonnes = ["lost", "shut-in", "deferred"];
        row.extend(tonnes.map(|metric| cell(stressed, metric, Unit::Tonnes)));
        row.extend(["days-to-first-cut", "days-to-recover"].map(|m| days(stressed, m)));
        row.push(cell(stressed, "unserved", Unit::Tonnes));
        if pair {
            row.insert(3, cell(stressed, "lost-beyond-parts", Unit::Tonnes));
        }
        rows.push(row);
    }
    let mut text = fitted(&rows).0;
    if all.len() > MOST {
        text += &format!("… and {} more\n", all.len() - MOST);
    }
    if pair {
        text += "beyond the two: below zero where one loss hides the other, above where each \
                 stands in for the other\n";
    }
    text
}

fn cell(stressed: &Stressed, metric: &str, unit: Unit) -> String {
    let mean = stressed.total(metric);
    if mean.n == 0 {
        return "never".to_owned();
    }
    if unit == Unit::Tonnes && mean.mean.abs() < NOTHING {
        return "0".to_owned();
    }
    if metric == "lost-beyond-parts" {
        return difference_with_error(mean.mean, mean.stderr, unit);
    }
    let text = amount(mean.mean, Some(mean.stderr), unit).0;
    // Of a single history there is no error, and a bound is one itself.
    match metric == "lost" && mean.stderr > 0.0 && !text.starts_with('<') {
        true => format!("{text} ± {}", amount(mean.stderr, Some(mean.stderr), unit).0),
        false => text,
    }
}

/// Mean days, with how many histories have any where that is few.
fn days(stressed: &Stressed, metric: &str) -> String {
    let (n, text) = (stressed.total(metric).n, cell(stressed, metric, Unit::Days));
    if (1..10).contains(&n) { format!("{text} ({n})") } else { text }
}

fn rerouted(all: &[Stressed]) -> String {
    let mut rows = vec![vec!["ROUTES WHILE IT LASTS, Mt".to_owned()]];
    rows[0].extend(all.iter().map(|s| format!("{} {} d", s.loss.on.join(" + "), s.loss.days)));
    let routes = all.first().into_iter().flat_map(|first| &first.rows);
    for (at, row) in routes.enumerate().filter(|(_, row)| row.metric == "rerouted") {
        let means = all.iter().map(|s| s.rows[at].mean);
        if means.clone().all(|mean| mean.mean.abs() < NOTHING) {
            continue;
        }
        let cells = means.map(|mean| match mean.mean.abs() < NOTHING {
            true => "0".to_owned(),
            false => difference(mean.mean, mean.stderr, Unit::Tonnes),
        });
        rows.push(std::iter::once(row.entity.clone()).chain(cells).collect());
    }
    if rows.len() > 1 { format!("\n{}", fitted(&rows).0) } else { String::new() }
}
