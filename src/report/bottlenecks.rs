//! What holds a target back, as the tables say it: what binds, the way down, what one more unit adds.

use super::fitted::fitted;
use super::number::rounded;
use super::paragraph;
use super::points::aligned;
use crate::error::Error;
use crate::metric::{Constraint, Period, Step};
use crate::results::{FallLine, MeasureLine, Results};
use crate::study::waterfall::QUEUE;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs shown.
const SHOWN: usize = 12;
/// Standard errors within which a pair is worth what its parts are.
const SURE: f64 = 2.0;
/// Tonnes that are nothing in kt.
const NOTHING: f64 = 5.0;

/// Years and constraints shown of what binds; the rest is in the table.
const YEARS: usize = 6;
const CONSTRAINTS: usize = 16;
/// Columns for the name of a constraint, six years beside it.
const NAME: usize = 30;

/// What binds, the waterfall, single measures, and the pairs that gain most beyond their parts.
pub(super) fn screen(results: &Results, target: &str) -> Result<String, Error> {
    let (fall, measures) = (results.rows::<FallLine>()?, results.rows::<MeasureLine>()?);
    let entry = results.manifest.targets.iter().find(|entry| entry.name == target);
    let mut text = paragraph(entry.map_or(target, |entry| &entry.title));
    let year = entry.map_or(0, |entry| entry.year);
    let binds = binding(year, &bindings(results, target, year)?);
    let (singles, pairs): (Vec<_>, Vec<_>) =
        measures.into_iter().partition(|row| row.with.is_empty());
    for part in [binds, waterfall(&fall), ones(&singles), best(pairs)] {
        if !part.is_empty() {
            text += &format!("\n{part}");
        }
    }
    for warning in &results.manifest.warnings {
        text += &paragraph(&format!("Note: {warning}"));
    }
    text += "Values are paired differences of runs with the same random numbers\n";
    Ok(text + &format!("\nTables are in {}\n", results.dir.display()))
}

/// How often a constraint of a link holds the target back.
struct Binding {
    link: String,
    constraint: Constraint,
    /// By year: the share of days on which it binds, and on which it does so alone.
    shares: BTreeMap<i16, [f64; 2]>,
}

/// What binds for a target in the scenario as it is, in its year most often first.
fn bindings(results: &Results, target: &str, year: i16) -> Result<Vec<Binding>, Error> {
    let mut found: Vec<Binding> = Vec::new();
    for line in results.bottlenecks()? {
        let Period::Year(of) = line.period else { continue };
        let (binds, alone) = (line.share_binding, line.share_binding_alone);
        if (line.point, line.objective.as_str()) != (0, target) {
            continue;
        }
        let same = |b: &Binding| (&b.link, b.constraint) == (&line.entity, line.constraint);
        let at = found.iter().position(same).unwrap_or_else(|| {
            let (link, constraint) = (line.entity.clone(), line.constraint);
            found.push(Binding { link, constraint, shares: BTreeMap::new() });
            found.len() - 1
        });
        found[at].shares.insert(of, [binds, alone]);
    }
    found.retain(|b| b.shares.values().any(|[binds, _]| *binds > 0.0));
    let in_year = |b: &Binding| b.shares.get(&year).copied().unwrap_or_default();
    found.sort_by(|a, b| {
        let ([a, a_alone], [b, b_alone]) = (in_year(a), in_year(b));
        b.total_cmp(&a).then(b_alone.total_cmp(&a_alone))
    });
    Ok(found)
}

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let heads = heads.iter().map(|head| (*head).to_owned()).collect();
    fitted(&std::iter::once(heads).chain(rows).collect::<Vec<_>>()).0
}

/// Share of days on which each constraint binds, and does so alone, by year.
fn binding(year: i16, all: &[Binding]) -> String {
    let years: BTreeSet<i16> = all.iter().flat_map(|b| b.shares.keys().copied()).collect();
    let until = years.range(..=year).count().max(YEARS.min(years.len()));
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
    text + "Alone: raising this limit by 1 t ships 1 t more\n"
}

fn percent(share: f64) -> String {
    match 100.0 * share {
        some if some > 0.0 && some < 0.5 => "<1".to_owned(),
        share => format!("{share:.0}"),
    }
}

fn waterfall(fall: &[FallLine]) -> String {
    let year = fall.first().map_or(String::new(), |row| row.period.to_string());
    let heads = [&format!("FROM NAMEPLATE TO DELIVERED in {year}"), "kt"];
    table(
        &heads,
        fall.iter().map(|row| vec![words(&row.step).to_owned(), kt(row.tonnes, row.stderr)]),
    )
}

fn ones(singles: &[MeasureLine]) -> String {
    let rows = singles.iter().map(|row| vec![first(row), kt(row.gain, row.gain_stderr)]);
    table(&["ONE MORE UNIT, alone", "adds kt a year"], rows)
}

/// Pairs that are worth more or less than their parts.
fn best(mut pairs: Vec<MeasureLine>) -> String {
    let all = pairs.len();
    let least = |row: &MeasureLine| (SURE * row.synergy_stderr.unwrap_or(0.0)).max(NOTHING);
    pairs.retain(|row| row.synergy.is_some_and(|synergy| synergy.abs() >= least(row)));
    let plain = all - pairs.len();
    let gain = |row: &MeasureLine| row.gain.unwrap_or(f64::NAN);
    pairs.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
    let rows = pairs.iter().take(SHOWN).map(|row| {
        let label = format!("{} + {}", first(row), second(row));
        vec![label, kt(row.gain, row.gain_stderr), kt(row.synergy, row.synergy_stderr)]
    });
    let mut text = String::new();
    if !pairs.is_empty() {
        text = table(&["BEST PAIRS, kt a year", "together", "beyond the two"], rows);
    }
    if pairs.len() > SHOWN {
        text += &format!("{} more are in measures.csv\n", pairs.len() - SHOWN);
    }
    match (plain, pairs.len()) {
        (0, _) => text,
        (_, 0) => text + "No pair can be told from what its two add alone\n",
        _ => text + &format!("{plain} more cannot be told from what their two add alone\n"),
    }
}

/// A reason of the waterfall in a few words.
fn words(reason: &str) -> &str {
    match reason {
        "nameplate" => "Nameplate of its routes",
        "storms" => "storms at ports",
        "failures" => "failures and attacks",
        "draft" => "draft: ships not full",
        QUEUE => "queue: waits, ships at other work",
        "feeder" => "feeder: too little oil comes",
        "contract" => "contract: not nominated",
        "delay" => "delay of projects",
        "delivered" => "Delivered",
        other => other,
    }
}

fn first(row: &MeasureLine) -> String {
    name(row.step, &row.entity, row.constraint)
}

/// The other of a pair.
fn second(row: &MeasureLine) -> String {
    row.with_constraint.map_or(String::new(), |of| name(Step::of(of), &row.with, of))
}

fn name(step: Step, entity: &str, constraint: Constraint) -> String {
    match constraint {
        Constraint::Capacity => format!("{step} of {entity}"),
        Constraint::Nomination => format!("{step} contract on {entity}"),
        _ => format!("{step} {entity}"),
    }
}

fn kt(tonnes: Option<f64>, stderr: Option<f64>) -> String {
    let Some(tonnes) = tonnes else { return "no bound".to_owned() };
    let (value, error) = (tonnes / 1e3, stderr.unwrap_or(0.0) / 1e3);
    let rounded = |value, error: Option<f64>| rounded(value, error.unwrap_or(f64::NAN));
    match (value == 0.0, error > 0.0) {
        (true, _) => "0".to_owned(),
        (_, true) => format!("{} ± {}", rounded(value, Some(error)), rounded(error, Some(error))),
        _ => rounded(value, None),
    }
}
