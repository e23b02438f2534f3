//! Targets, observations and correlations.

use super::super::plain::as_text;
use super::super::reader::{Component, Reader, Slot};
use super::super::tree::Form;
use super::network::{about, links_of, stages_of};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, did_you_mean};
use crate::metric::Metric;
use crate::model::{Correlation, Observed, Target};
use crate::units::{self, Dimension as D, Span};

pub(super) fn target(reader: &mut Reader<'_>, c: &Component) -> Option<Target> {
    let title = about(reader, c);
    let routes = links_of(reader, c.slot("routes"));
    let sea = links_of(reader, c.slot("sea"));
    let chain = stages_of(reader, c.slot("chain"));
    let year = reader.whole(c.slot("year"));
    let at_least = reader.known(c.slot("at-least"), D::Mass);
    let milestones = match c.slot("milestones") {
        Some(slot) => milestones(reader, &slot),
        None => Some(Vec::new()),
    };
    Some(Target {
        name: c.name.clone(),
        title: title?,
        routes: routes?,
        sea: sea.unwrap_or_default(),
        chain: chain.unwrap_or_default(),
        year: i16::try_from(year?).ok()?,
        at_least: at_least?,
        milestones: milestones?,
    })
}

fn milestones(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Vec<f64>> {
    let items = reader.list(slot, "masses")?;
    let read: Vec<_> = items.iter().map(|item| reader.known(Some(item.clone()), D::Mass)).collect();
    let masses: Vec<f64> = read.into_iter().collect::<Option<_>>()?;
    for at in 1..masses.len() {
        if masses[at] <= masses[at - 1] {
            reader.fault(K::NotAscending, &items[at], format!("{} are not ascending", slot.what));
            return None;
        }
    }
    Some(masses)
}

/// What was observed and the metric it is held against.
struct Seen {
    metric: Metric,
    entity: String,
}

pub(super) fn observed(reader: &mut Reader<'_>, c: &Component) -> Option<Observed> {
    about(reader, c);
    let seen = seen(reader, c);
    let from = reader.date(c.slot("from"));
    let until = reader.date(c.slot("until"));
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let message = format!("{} ends on {until}, before it begins on {from}", c.words());
        let fault = Fault::new(K::EndBeforeStart, format!("{}.until", c.path()), message);
        reader.faults.push(fault.related(format!("{}.from", c.path()), "the first day"));
    }
    let seen = seen?;
    let (value, unit, unit_size) = measured(reader, c.slot("value"), seen.metric)?;
    let within = within(reader, c.slot("within"), seen.metric, value);
    Some(Observed {
        name: c.name.clone(),
        metric: seen.metric,
        entity: seen.entity,
        from: from?,
        until: until?,
        value,
        unit,
        unit_size,
        within: within?,
        source: c
            .slot("source")
            .and_then(|slot| as_text(slot.item).map(str::to_owned))
            .unwrap_or_default(),
    })
}

fn seen(reader: &mut Reader<'_>, c: &Component) -> Option<Seen> {
    let sections = ["route", "link", "node"];
    let given: Vec<&str> = sections.into_iter().filter(|key| c.has(key)).collect();
    if let [first, second, ..] = given[..] {
        let message = format!("{} names both a {first} and a {second}", c.words());
        reader.faults.push(Fault::new(K::NotObservable, format!("{}.{second}", c.path()), message));
        return None;
    }
    let metric = c.slot("metric").map(|slot| metric(reader, &slot));
    if metric == Some(None) {
        return None;
    }
    let metric = metric.flatten();
    let Some(section) = given.first().copied() else {
        let Some(metric) = metric else {
            let message = format!("{} names no route, link, node or metric", c.words());
            reader.faults.push(Fault::new(K::NotObservable, c.path(), message).at_key());
            return None;
        };
        return entity(reader, c, metric, "total")
            .then(|| Seen { metric, entity: "total".to_owned() });
    };
    let at = reader.name(c.slot(section))?;
    let name = reader.names(section)[at].to_owned();
    // What differs in kind are nodes: a shuttle is seen as any link is.
    let kind = reader.root.at(&format!("{section}.{name}.kind")).filter(|_| section == "node");
    let kind = kind.and_then(|(_, item)| as_text(item)).unwrap_or(section);
    let usual = match kind {
        "route" => Some(Metric::Exports),
        "link" => Some(Metric::Throughput),
        "source" => Some(Metric::Production),
        "tank" => Some(Metric::Stock),
        _ => None,
    };
    let Some(metric) = metric.or(usual) else {
        let message = format!("{} needs a `metric` for a {kind}", c.words());
        reader.faults.push(Fault::new(K::NotObservable, c.path(), message).at_key());
        return None;
    };
    entity(reader, c, metric, kind).then_some(Seen { metric, entity: name })
}

fn metric(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Metric> {
    let name = reader.text(Some(slot.clone()))?;
    let metric = Metric::from_name(&name);
    if metric.is_none() {
        let near = did_you_mean(&name, Metric::ALL.into_iter().map(Metric::name));
        reader.fault(K::UnknownMetric, slot, format!("unknown metric `{name}`{near}"));
    }
    metric
}

/// What a metric can be of, among `total`, `route`, `link` and the kinds of nodes.
fn entities(metric: Metric) -> &'static [&'static str] {
    use Metric as M;
    match metric {
        M::Exports => &["total", "route"],
        M::Throughput | M::ThroughputAllShippers | M::Nominated | M::Capability => &["link"],
        M::Production | M::ShutIn | M::SupplyLost | M::ShutInDays | M::FirstCutDay => {
            &["total", "source"]
        }
        M::Cargo | M::DraftLost | M::AtSea => &["link"],
        M::Unserved | M::UnservedDays => &["total", "market"],
        M::Stock | M::StockFullDays => &["tank"],
        M::RouteShare => &["route"],
        M::TransportCost | M::Netback | M::HhiRoute => &["total"],
        _ => &[],
    }
}

fn entity(reader: &mut Reader<'_>, c: &Component, metric: Metric, kind: &str) -> bool {
    let allowed = entities(metric);
    if allowed.contains(&kind) {
        return true;
    }
    let message = if allowed.is_empty() {
        format!("metric `{metric}` cannot be observed")
    } else {
        let what = if kind == "total" { "the whole".to_owned() } else { format!("a {kind}") };
        format!("metric `{metric}` is of a {}, not of {what}", allowed.join(" or "))
            .replace("of a total or", "of the whole or")
            .replace("of a total,", "of the whole,")
    };
    let key = if c.has("metric") { "metric" } else { "value" };
    reader.faults.push(Fault::new(K::NotObservable, format!("{}.{key}", c.path()), message));
    false
}

fn dimension(metric: Metric) -> D {
    match metric.unit() {
        "d" => D::Duration,
        "1" => D::Share,
        "USD" => D::Money,
        _ => D::Mass,
    }
}

/// A quantity in the metric's unit, the unit as written, and how large that is.
fn measured(
    reader: &mut Reader<'_>,
    slot: Option<Slot<'_>>,
    metric: Metric,
) -> Option<(f64, String, f64)> {
    let slot = slot?;
    let value = reader.number(&slot, dimension(metric), &mut None)?;
    let Some(text) = as_text(slot.item) else { return Some((value, String::new(), 1.0)) };
    let unit = units::parse(text).ok()?.unit;
    Some((value, unit.text.to_owned(), unit.size))
}

/// The tolerance in the metric's unit, from a share of the value or a quantity.
fn within(
    reader: &mut Reader<'_>,
    slot: Option<Slot<'_>>,
    metric: Metric,
    value: f64,
) -> Option<f64> {
    let slot = slot?;
    let share = match &slot.item.form {
        Form::Text(text) => {
            units::parse(text).is_ok_and(|quantity| quantity.unit.dimension == D::Share)
        }
        _ => true,
    };
    if !share {
        return reader.number(&slot, dimension(metric), &mut None);
    }
    let share = reader.number(&slot, D::Share, &mut None)?;
    if value == 0.0 {
        let message = format!("{} is a share of nothing: the value is 0", slot.what);
        let unit = dimension(metric).canonical(Span::None);
        let help = format!("give a quantity, such as \"1000 {unit}\"");
        reader.faults.push(Fault::new(K::ShareOfNothing, slot.path.clone(), message).help(help));
        return None;
    }
    Some(share * value.abs())
}

/// `[correlation]`.
pub(super) fn correlations(reader: &mut Reader<'_>) -> Vec<Option<Correlation>> {
    let Some(component) = reader.single("correlation") else { return vec![None] };
    let Some(slot) = component.slot("pairs") else { return Vec::new() };
    let Some(items) = slot.items() else {
        reader.wrong_form(&slot, "a list of [path, path, number]");
        return vec![None];
    };
    items.iter().map(|item| pair(reader, item)).collect()
}

fn pair(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Correlation> {
    let parts = slot.items().unwrap_or_default();
    let [a, b, rho] = &parts[..] else {
        reader.fault(K::BadCorrelation, slot, "a correlation is [path, path, number]");
        return None;
    };
    let number = rho.item.number();
    if number.is_none_or(|rho| !(-1.0..=1.0).contains(&rho)) {
        let message = format!("a correlation is a number from -1 to 1, not {}", rho.item.words());
        reader.fault(K::BadCorrelation, rho, message);
        return None;
    }
    let (a, b) = (parameter(reader, a), parameter(reader, b));
    let (a, b, rho) = (a?, b?, number?);
    if a == b {
        reader.fault(K::BadCorrelation, slot, "a value is correlated with itself");
        return None;
    }
    Some(Correlation { a, b, rho })
}

/// The parameter of a key path.
fn parameter(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<usize> {
    let path = reader.text(Some(slot.clone()))?;
    if let Some(at) = reader.parameters.iter().position(|parameter| parameter.path == path) {
        return Some(at);
    }
    // A distribution with a fault of its own has told it already.
    if reader.faults.iter().any(|fault| fault.path.starts_with(&path)) {
        return None;
    }
    if reader.dice.iter().any(|(dice, _, _)| *dice == path) {
        let message =
            format!("`{path}` is drawn at each occurrence; only beliefs can be correlated");
        reader.fault(K::NotABelief, slot, message);
    } else if reader.root.at(&path).is_some() {
        reader.fault(
            K::NotABelief,
            slot,
            format!("`{path}` is not uncertain, so it has no correlation"),
        );
    } else {
        let near = did_you_mean(&path, reader.parameters.iter().map(|one| one.path.as_str()));
        let message = format!("no uncertain value `{path}`{near}");
        reader.fault(K::NotABelief, slot, message);
    }
    None
}
