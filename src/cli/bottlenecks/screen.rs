//! What `caspian bottlenecks` shows: what binds, the way down, and what one more unit adds.

use crate::batch::{Binding, Learnt, Questions};
use crate::model::Target;
use crate::report::{self, aligned};
use crate::stats::Mean;
use crate::study::measures::{Measure, Worth};
use crate::study::waterfall::QUEUE;
use std::collections::BTreeSet;

/// Pairs shown.
const SHOWN: usize = 12;
/// Years and constraints shown of what binds; the rest is in the table.
const YEARS: usize = 6;
const CONSTRAINTS: usize = 16;
/// Columns for the name of a constraint, six years beside it.
const NAME: usize = 30;

/// Everything that was learnt of a target, in at most 80 columns.
pub(super) fn all(target: &Target, questions: &Questions, learnt: &Learnt) -> String {
    let mut text = format!("{}\n\n", target.title);
    text += &binding(target, &learnt.binding);
    text += &format!("\nFROM NAMEPLATE TO DELIVERED in {}, kt\n", target.year);
    let fall = &learnt.fall;
    let mut rows = vec![line("Nameplate of its routes", fall.nameplate, 1.0)];
    rows.extend(fall.taken.iter().map(|(reason, mean)| line(words(reason), *mean, -1.0)));
    rows.push(line("Delivered", fall.delivered, 1.0));
    text += &aligned(&rows);
    text += "\nONE MORE UNIT                       adds in kt a year, alone\n";
    let singles = learnt.worths.iter().filter(|worth| worth.second.is_none());
    let single = |worth: &Worth| line(&name(&questions.measures[worth.first]), worth.gain, 1.0);
    text += &aligned(&singles.map(single).collect::<Vec<_>>());
    text += &pairs(questions, learnt);
    for left_out in &questions.left_out {
        text += &format!("Left out: {left_out}\n");
    }
    text + "Values are paired differences of runs with the same random numbers\n"
}

/// Share of days on which each constraint binds, and does so alone, by year.
fn binding(target: &Target, all: &[Binding]) -> String {
    let years: BTreeSet<i16> = all.iter().flat_map(|b| b.shares.keys().copied()).collect();
    let until = years.range(..=target.year).count().max(YEARS.min(years.len()));
    let years: Vec<i16> = years.into_iter().take(until).skip(until.saturating_sub(YEARS)).collect();
    let heading = "WHAT BINDS, % of days/alone".to_owned();
    let heads = years.iter().map(i16::to_string);
    let mut rows = vec![std::iter::once(heading).chain(heads).collect::<Vec<_>>()];
    rows.extend(all.iter().take(CONSTRAINTS).map(|found| {
        let label = format!("{} ({})", found.link, found.constraint);
        let label = if label.chars().count() > NAME {
            label.chars().take(NAME - 2).chain("..".chars()).collect()
        } else {
            label
        };
        let cell = |year: &i16| {
            let [binds, alone] = found.shares.get(year).copied().unwrap_or_default();
            format!("{}/{}", percent(binds), percent(alone))
        };
        std::iter::once(label).chain(years.iter().map(cell)).collect()
    }));
    let mut text = aligned(&rows);
    if all.is_empty() {
        text += "nothing\n";
    }
    if all.len() > CONSTRAINTS {
        text += &format!("{} more bind less often: see bottlenecks.csv\n", all.len() - CONSTRAINTS);
    }
    text + "Alone: one tonne more of it ships one tonne more\n"
}

fn percent(share: f64) -> String {
    match 100.0 * share {
        some if some > 0.0 && some < 0.5 => "<1".to_owned(),
        share => format!("{share:.0}"),
    }
}

/// The pairs that add most.
fn pairs(questions: &Questions, learnt: &Learnt) -> String {
    let mut pairs: Vec<_> = learnt.worths.iter().filter(|w| w.second.is_some()).collect();
    pairs.sort_by(|a, b| b.gain.mean.total_cmp(&a.gain.mean));
    if pairs.is_empty() {
        return String::new();
    }
    let row = |worth: &&Worth| {
        let second = worth.second.map(|second| name(&questions.measures[second]));
        let first = name(&questions.measures[worth.first]);
        let label = format!("{first} + {}", second.unwrap_or_default());
        let mut row = line(&label, worth.gain, 1.0);
        row.extend(worth.synergy.map(|synergy| amount(synergy, 1.0)));
        row
    };
    let rows: Vec<_> = pairs.iter().take(SHOWN).map(row).collect();
    format!("\nBEST PAIRS: together, and beyond the sum of the two alone\n{}", aligned(&rows))
}

/// A reason of the waterfall in a few words.
fn words(reason: &'static str) -> &'static str {
    match reason {
        "maintenance" => "maintenance",
        "storms" => "storms at ports",
        "failures" => "failures and attacks",
        "draft" => "draft: ships not full",
        QUEUE => "queue: waits, ships at other work",
        "feeder" => "feeder: too little oil comes",
        "contract" => "contract: not nominated",
        "delay" => "delay of projects",
        other => other,
    }
}

fn name(measure: &Measure) -> String {
    let of = match measure.constraint {
        "capacity" => format!("{} of {}", measure.unit, measure.entity),
        "nomination" => format!("{} contract on {}", measure.unit, measure.entity),
        _ => format!("{} {}", measure.unit, measure.entity),
    };
    of.chars().take(38).collect()
}

fn line(label: &str, mean: Mean, sign: f64) -> Vec<String> {
    vec![label.to_owned(), amount(mean, sign)]
}

fn amount(mean: Mean, sign: f64) -> String {
    let (value, error) = (sign * mean.mean / 1e3, mean.stderr / 1e3);
    let rounded = |value, error| report::amount(value, error, "kt").0;
    match (value == 0.0, error > 0.0) {
        _ if !value.is_finite() => "no bound".to_owned(),
        (true, _) => "0".to_owned(),
        (_, true) => format!("{} ± {}", rounded(value, Some(error)), rounded(error, Some(error))),
        _ => rounded(value, None),
    }
}
