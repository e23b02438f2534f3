//! What is no fault, but may be a slip.

use super::super::file::Kind;
use super::super::validate::Graph;
use super::balance::Balance;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::dist::Distribution;
use crate::model::{Model, Value};
use std::collections::BTreeSet;

/// Share of a year's supply below which a difference is not told.
const WORTH_TELLING: f64 = 0.005;

/// Everything worth a notice.
pub(in super::super) fn notices(model: &Model, graph: &Graph, balance: &[Balance]) -> Vec<Fault> {
    let mut found = Vec::new();
    above_capacity(&mut found, balance);
    above_nominations(&mut found, model, graph, balance);
    on_one_path(&mut found, model, graph);
    super::chain::notices(&mut found, model);
    outside_horizon(&mut found, model);
    certain_correlations(&mut found, model);
    found
}

/// Correlated numbers that are certain.
fn certain_correlations(found: &mut Vec<Fault>, model: &Model) {
    let correlated = model.correlations.iter().flat_map(|pair| [pair.a, pair.b]);
    let certain = correlated.filter(|&at| {
        matches!(model.parameters[at].distribution, Distribution::Point(Value::Known(_)))
    });
    for at in certain.collect::<BTreeSet<_>>() {
        let path = &model.parameters[at].path;
        let message = format!("`{path}` is certain, so its correlation does nothing");
        let fault = Fault::new(K::CertainCorrelation, "correlation.pairs", message);
        found.push(fault.help("leave the pair out, unless the number is certain only for now"));
    }
}

fn worth_telling(amount: i64, supply: i64) -> bool {
    amount as f64 > WORTH_TELLING * supply as f64
}

/// Years with amounts, as in "2027 (3.2 Mt)".
fn years(rows: &[(i16, i64)]) -> String {
    let words =
        rows.iter().map(|(year, tonnes)| format!("{year} ({:.1} Mt)", *tonnes as f64 / 1e6));
    words.collect::<Vec<_>>().join(", ")
}

fn above_capacity(found: &mut Vec<Fault>, balance: &[Balance]) {
    let rows = balance.iter().filter_map(|row| Some((row, row.stranded()?)));
    let rows = rows.filter(|(row, stranded)| worth_telling(*stranded, row.supply));
    let rows: Vec<(i16, i64)> = rows.map(|(row, stranded)| (row.year, stranded)).collect();
    if !rows.is_empty() {
        let message = format!("supply is above what the network can carry: {}", years(&rows));
        found.push(
            Fault::new(K::SupplyAboveCapacity, "", message)
                .help("it will be shut in even when nothing fails"),
        );
    }
}

/// Oil beyond all nominations with no open link to take it.
fn above_nominations(found: &mut Vec<Fault>, model: &Model, graph: &Graph, balance: &[Balance]) {
    let markets = graph.of(|kind| kind == Kind::Market(false));
    let open = graph.ways.reached(graph.origins(), |link| {
        let nomination = model.links[link].nomination.as_ref();
        nomination.is_none_or(|nomination| {
            nomination.volume.levels().any(|level| level.value.under(&[]).is_infinite())
        })
    });
    if markets.is_empty() || markets.iter().any(|market| open[*market]) {
        return;
    }
    let rows = balance.iter().map(|row| (row, row.for_export() - row.nominated));
    let rows = rows.filter(|(row, above)| worth_telling(*above, row.supply));
    let rows: Vec<(i16, i64)> = rows.map(|(row, above)| (row.year, above)).collect();
    if !rows.is_empty() {
        let message = format!("supply for export is above all nominations: {}", years(&rows));
        let help = "leave one large link without `nominated`, open by cost";
        found.push(Fault::new(K::SupplyAboveNominations, "", message).help(help));
    }
}

/// Nominated links behind one another.
fn on_one_path(found: &mut Vec<Fault>, model: &Model, graph: &Graph) {
    let nominated: Vec<usize> =
        (0..model.links.len()).filter(|link| model.links[*link].nomination.is_some()).collect();
    let mut behind = vec![Vec::new(); model.links.len()];
    for first in &nominated {
        let reached = graph.ways.reached([model.links[*first].to], |_| true);
        for last in nominated.iter().filter(|last| *last != first) {
            if reached[model.links[*last].from] {
                behind[*last].push(model.links[*first].name.as_str());
            }
        }
    }
    for last in &nominated {
        let before: &[&str] = &behind[*last];
        if before.is_empty() {
            continue;
        }
        let name = &model.links[*last].name;
        let message = format!(
            "nominated link `{name}` lies behind nominated {}",
            super::super::reader::words(before, "and")
        );
        let help = "a tonne on both counts towards both; nominate a route once, on its last link";
        found.push(
            Fault::new(K::NominatedInSeries, format!("link.{name}.nominated"), message).help(help),
        );
    }
}

fn outside_horizon(found: &mut Vec<Fault>, model: &Model) {
    let (start, end) = (model.horizon.start(), model.horizon.end());
    let mut tell = |path: String, what: String, how: &str| {
        let message = format!("{what} {how} the horizon, {start} to {end}");
        found.push(Fault::new(K::OutsideTheHorizon, path, message));
    };
    for event in &model.events {
        if event.from > end || event.back <= start {
            let what = format!("event `{}`", event.name);
            tell(format!("event.{}.from", event.name), what, "lies outside");
        }
    }
    for project in model.projects.iter().filter(|project| project.enabled) {
        if project.planned > end {
            let what = format!("project `{}`", project.name);
            tell(format!("project.{}.planned", project.name), what, "is planned after");
        }
    }
    for seen in &model.observed {
        let what = format!("observed `{}`", seen.name);
        let path = format!("observed.{}.from", seen.name);
        if seen.from > end || seen.until < start {
            tell(path, what, "lies outside");
        } else if seen.from < start || seen.until > end {
            tell(path, what, "lies partly outside");
        }
    }
    if let Some(as_of) = model.horizon.as_of()
        && as_of >= end
        && model.run.chance
    {
        let message = format!("`as-of` is {as_of}: nothing in the horizon is left to chance");
        found.push(Fault::new(K::NoChanceLeft, "as-of", message));
    }
}
