//! Chances of a target.

use super::number::{MEGATONNE, count, plural, probability, rounded, shares};
use super::run::Run;
use super::text::{Page, row};
use crate::metric::{Measure, Metric, Reached};
use crate::results::{TargetEntry, TargetLine};
use crate::stats::RANGE_NEEDS;
use crate::text::cut;

/// Words for people for [`Measure::PAIRS`], in their order.
const WORDS: [&str; 4] =
    ["over its routes", "over the sea", "best 90 days, /y", "chain's capability"];

/// Widths of the mean under contract, then under push, where it was run so.
const MEANS: [usize; 2] = [9, 6];
/// Widths of range, chance, interval and range over beliefs, all under contract.
const WIDTHS: [usize; 4] = [11, 10, 14, 11];

impl TargetEntry {
    /// The title with the year, where it does not hold it already.
    pub(super) fn dated_title(&self, room: usize) -> String {
        let year = self.year.to_string();
        if self.title.contains(&year) {
            return cut(&self.title, room);
        }
        format!("{} in {year}", cut(&self.title, room.saturating_sub(8)))
    }
}

/// Each measure with its probability, and what was reached on the way.
pub(super) fn chances(run: &Run, target: &TargetEntry, page: &mut Page) {
    let rows: Vec<_> = run.targets.iter().filter(|row| row.target == target.name).collect();
    let year = target.year;
    let aim = target.at_least / MEGATONNE;
    let (title, aim) = (target.dated_title(56), format!("{aim} Mt"));
    let said = format!(" {title} ").contains(&format!(" {aim} "));
    let aim = if said { String::new() } else { format!(": at least {aim}") };
    page.heading(format!("TARGET {title}{aim}"));
    let pushed = run.of_year(Metric::PushRoutes, &target.name, target.year).map(|row| row.n);
    let heads = ["contract", "push", "P10-P90", "chance", "95 % range", "by belief"];
    page.line(row("mean Mt under", &columns(heads, pushed)));
    let aimed = |row: &&&TargetLine| {
        row.reached == Reached::In && row.period == year && row.threshold == target.at_least
    };
    for ((measure, pushing), words) in Measure::PAIRS.into_iter().zip(WORDS) {
        if let Some(found) = rows.iter().find(|row| row.measure == measure && aimed(row)) {
            let [mean, spread] = volume(run, measure.metric(), target);
            let [push, _] = volume(run, pushing.metric(), target);
            let [chance, interval, beliefs] = chance(found);
            let cells = [&mean, &push, &spread, &chance, &interval, &beliefs];
            page.line(row(words, &columns(cells.map(String::as_str), pushed)));
        }
    }
    if let Some(n) = pushed {
        page.line(said_of_push(n, run.manifest.replications.into()));
        if let Some(line) = gains(run, target).and_then(said_of_others) {
            page.line(line);
        }
    }
    let headline = rows.iter().find(|row| row.measure == Measure::Routes && aimed(row));
    if let Some(short) = headline.and_then(|row| row.shortfall_mean).filter(|mean| *mean > 0.0) {
        let short = rounded(short / MEGATONNE, f64::NAN);
        page.line(format!("Over its routes it is short by {short} Mt on average"));
    }
    by_belief(run, headline, page);
    milestones(&rows, year, page);
}

/// Why there is no range over beliefs.
fn by_belief(run: &Run, headline: Option<&&TargetLine>, page: &mut Page) {
    let (histories, beliefs) = (run.manifest.replications, run.manifest.beliefs);
    let missing = headline.is_some_and(|row| row.belief_p05.is_none());
    let few = beliefs > 1 && beliefs < histories && u64::from(histories / beliefs) < RANGE_NEEDS;
    if missing && run.manifest.chance && few {
        let here = plural((histories / beliefs).into(), "history", "histories");
        page.words(&format!(
            "By belief: from {RANGE_NEEDS} histories a belief on; here {here} a belief"
        ));
    }
}

/// Cells with their widths, without that of push where nothing was run so.
fn columns(cells: [&str; 6], pushed: Option<u64>) -> Vec<(&str, usize)> {
    let widths = MEANS.into_iter().chain(WIDTHS);
    let cells = cells.into_iter().zip(widths).enumerate();
    cells.filter(|(at, _)| *at != 1 || pushed.is_some()).map(|(_, cell)| cell).collect()
}

/// What push is, and in how many histories it was looked at.
fn said_of_push(n: u64, of: u64) -> String {
    let what = "Push: all that can move is nominated";
    if n < of {
        format!("{what}; seen in {} of {} histories", count(n), count(of))
    } else {
        what.into()
    }
}

/// What push adds over the routes and over the sea, each with its error.
fn gains(run: &Run, target: &TargetEntry) -> Option<[(f64, f64); 2]> {
    let of = |metric| {
        let found = run.of_year(metric, &target.name, target.year)?;
        Some((found.mean?, found.stderr.unwrap_or(0.0)))
    };
    let gain = |before, after| {
        let (before, after) = (of(before)?, of(after)?);
        Some((after.0 - before.0, after.1.hypot(before.1)))
    };
    Some([
        gain(Metric::TargetRoutes, Metric::PushRoutes)?,
        gain(Metric::TargetSea, Metric::PushSea)?,
    ])
}

/// Of what push adds over the routes, what it takes from others at sea, where that matters: a
/// twentieth does not, nor what may be chance (the two means are over different histories).
fn said_of_others([(routes, a), (sea, b)]: [(f64, f64); 2]) -> Option<String> {
    let (taken, error) = (routes - sea, a.max(b));
    // No more digits than let the three agree.
    let digit = error.max(routes / 15.0) / MEGATONNE;
    let mass = |tonnes: f64| rounded(tonnes / MEGATONNE, digit);
    (routes > 0.0 && taken > routes / 20.0 && taken > 2.0 * error).then(|| {
        format!(
            "Push adds {} Mt over its routes, {} over the sea: it takes {} from others",
            mass(routes),
            mass(sea),
            mass(taken)
        )
    })
}

/// Mean and range of a measure in the target's year.
fn volume(run: &Run, metric: Metric, target: &TargetEntry) -> [String; 2] {
    let Some(found) = run.of_year(metric, &target.name, target.year) else {
        return Default::default();
    };
    let error = found.stderr.unwrap_or(f64::NAN) / MEGATONNE;
    let mean = found.mean.map(|mean| rounded(mean / MEGATONNE, error));
    [mean.unwrap_or_default(), run.spread(found)]
}

/// Probability, interval and range over beliefs.
fn chance(found: &TargetLine) -> [String; 3] {
    let chance = probability(found.probability, found.ci_lo, found.ci_hi);
    // A bound says what its interval would say.
    let bound = found.probability <= 0.0 || found.probability >= 1.0;
    let interval = if bound { String::new() } else { shares(found.ci_lo, found.ci_hi) };
    let beliefs = found.belief_p05.zip(found.belief_p95);
    let beliefs = beliefs.map(|(low, high)| shares(low, high));
    [chance, interval, beliefs.unwrap_or_default()]
}

/// What was reached at least once by the end of the target's year.
fn milestones(rows: &[&TargetLine], year: i16, page: &mut Page) {
    let mut steps: Vec<&TargetLine> = rows
        .iter()
        .copied()
        .filter(|row| {
            row.measure == Measure::Routes && row.reached == Reached::By && row.period == year
        })
        .collect();
    steps.sort_by(|a, b| a.threshold.total_cmp(&b.threshold));
    // Beyond the first that was never reached there is nothing more to say.
    let told = steps.iter().position(|step| step.probability <= 0.0).map_or(steps.len(), |k| k + 1);
    let chances = falling(&steps[..told]);
    let mut pieces = vec![format!("Reached by the end of {year}:")];
    for ((at, step), chance) in (1..).zip(&steps[..told]).zip(chances) {
        let more = if at == told && told < steps.len() { " or more" } else { "" };
        let comma = if at < told { "," } else { "" };
        pieces.push(format!("{} Mt{more} {chance}{comma}", step.threshold / MEGATONNE));
    }
    if !steps.is_empty() {
        page.flow(pieces.iter().map(String::as_str));
    }
}

/// Chances of ascending thresholds, none of which reads as likelier than a lower one.
///
/// Where some always came up, an estimate above what can be said of these is a bound, too; and
/// what bounds a threshold bounds those below it.
fn falling(steps: &[&TargetLine]) -> Vec<String> {
    let always = steps.first().is_some_and(|first| first.probability >= 1.0);
    let least = steps.iter().map(|step| step.ci_lo).fold(0.0, f64::max);
    let chance = |(at, step): (usize, &&TargetLine)| {
        let p = step.probability;
        if p >= 1.0 || always && p > least {
            let low = steps[at..].iter().map(|step| step.ci_lo).fold(0.0, f64::max);
            return probability(1.0, low, 1.0);
        }
        probability(p, step.ci_lo, step.ci_hi)
    };
    steps.iter().enumerate().map(chance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_push_takes_from_others_is_said_where_it_matters() {
        let said = |routes: f64, sea: f64, error: f64| {
            said_of_others([(routes * 1e6, error * 1e6), (sea * 1e6, error * 1e6)])
        };
        let line = said(12.34, 10.21, 0.03).unwrap();
        assert_eq!(
            line,
            "Push adds 12.3 Mt over its routes, 10.2 over the sea: it takes 2.1 from others"
        );
        assert!(said(2.0, -0.4, 0.02).unwrap().contains(", -0.4 over the sea: it takes 2.4 "));
        assert_eq!(said(6.0, 5.8, 0.03), None, "a thirtieth");
        assert_eq!(said(6.0, 5.0, 0.6), None, "chance");
        assert_eq!(said(2.0, 2.0, 0.0), None);
        assert_eq!(said(0.0, 0.0, 0.0), None);
    }
}
