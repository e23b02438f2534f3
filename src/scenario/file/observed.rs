//! Observations: what was seen, and the metric it is held against.
//!
//! What a metric can be of stands on its card in `metric`; here is how a file names such a
//! thing, and what no file can name. Knows nothing of how a metric is computed.

use super::super::reader::{Component, Reader, Slot};
use super::super::tree::Form;
use super::super::value::expected;
use super::network::about;
use super::{Ends, Kind};
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, did_you_mean};
use crate::metric::{self, Metric, Of};
use crate::model::Observed;
use crate::units::{self, Dimension as D, Unit};

/// Keys that name what was seen.
const KEYS: [&str; 5] = ["route", "link", "node", "port", "fleet"];

pub(super) fn observed(reader: &mut Reader<'_>, c: &Component, ends: &Ends) -> Option<Observed> {
    about(reader, c);
    let seen = seen(reader, c, ends);
    let from = reader.date(c.slot("from"));
    let until = reader.date(c.slot("until"));
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let message = format!("{} ends on {until}, before it begins on {from}", c.words());
        let fault = Fault::new(K::EndBeforeStart, format!("{}.until", c.path()), message);
        reader.faults.push(fault.related(format!("{}.from", c.path()), "the first day"));
    }
    let (metric, entity) = seen?;
    let amount = amount(reader, c.slot("value"), metric)?;
    let within = within(reader, c.slot("within"), metric, amount.value);
    Some(Observed {
        name: c.name.clone(),
        metric,
        entity,
        from: from?,
        until: until?,
        value: amount.value,
        unit: amount.unit.to_owned(),
        unit_size: amount.size,
        within: within?,
        source: c
            .slot("source")
            .and_then(|slot| slot.item.as_text().map(str::to_owned))
            .unwrap_or_default(),
    })
}

/// What an observation names.
struct Named {
    name: String,
    /// What metrics can be of it as.
    of: &'static [Of],
    words: &'static str,
}

/// The metric that was seen and the name of what it is of.
fn seen(reader: &mut Reader<'_>, c: &Component, ends: &Ends) -> Option<(Metric, String)> {
    let asked = c.slot("metric").map(|slot| metric(reader, &slot));
    let named = named(reader, c, ends)?;
    let metric = match asked {
        Some(metric) => metric?,
        None => usual(reader, c, &named)?,
    };
    match refusal(reader, ends, metric, &named) {
        None => Some((metric, named.name)),
        Some((message, help)) => {
            let fault = Fault::new(K::NotObservable, format!("{}.metric", c.path()), message);
            reader.faults.push(fault.help(help));
            None
        }
    }
}

fn named(reader: &mut Reader<'_>, c: &Component, ends: &Ends) -> Option<Named> {
    let given: Vec<&str> = KEYS.into_iter().filter(|key| c.has(key)).collect();
    let key = match given[..] {
        [] => {
            return Some(Named { name: "total".to_owned(), of: &[Of::Total], words: "the whole" });
        }
        [key] => key,
        [first, second, ..] => {
            let message = format!("{} names both a {first} and a {second}", c.words());
            let path = format!("{}.{second}", c.path());
            reader.faults.push(Fault::new(K::NotObservable, path, message));
            return None;
        }
    };
    let at = reader.name(c.slot(key))?;
    let name = reader.names(key)[at].to_owned();
    // A node or link with a fault of its own must not bring another here.
    let (of, words): (&[Of], _) = match key {
        "route" => (&[Of::Route], "a route"),
        "link" if ends.links[at]?.shuttle => (&[Of::Link, Of::Shuttle], "a shuttle"),
        "link" => (&[Of::Link], "a link"),
        "port" if is_used(reader, &name) => (&[Of::Port], "a port"),
        "port" => (&[], "a port that no shuttle uses"),
        "fleet" => (&[Of::Fleet], "a fleet"),
        _ => match ends.kinds[at]? {
            Kind::Source => (&[Of::Source], "a source"),
            Kind::Tank => (&[Of::Tank], "a tank"),
            Kind::Market(true) => (&[Of::Market], "a required market"),
            Kind::Market(false) => (&[], "a market that is not required"),
            Kind::Hub => (&[], "a hub"),
        },
    };
    if of.is_empty() {
        let message = format!("`{name}` is {words}: nothing is reported of it");
        reader.faults.push(Fault::new(K::NotObservable, format!("{}.{key}", c.path()), message));
        return None;
    }
    Some(Named { name, of, words })
}

/// True where a shuttle loads or discharges at a port.
fn is_used(reader: &Reader<'_>, port: &str) -> bool {
    let names = |link: &str| match reader.root.at(&format!("link.{link}.ports"))?.1.form {
        Form::List(ref items) => Some(items.iter().any(|item| item.as_text() == Some(port))),
        _ => None,
    };
    reader.names("link").into_iter().any(|link| names(link) == Some(true))
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

/// The metric where none is given.
fn usual(reader: &mut Reader<'_>, c: &Component, named: &Named) -> Option<Metric> {
    let message = match named.of[0] {
        Of::Route => return Some(Metric::Exports),
        Of::Link => return Some(Metric::Throughput),
        Of::Source => return Some(Metric::Production),
        Of::Tank => return Some(Metric::Stock),
        Of::Port => return Some(Metric::Calls),
        Of::Fleet => return Some(Metric::ShipUse),
        Of::Total => {
            format!("{} names no route, link, node, port, fleet or metric", c.words())
        }
        _ => format!("{} needs a `metric` for {}", c.words(), named.words),
    };
    reader.faults.push(Fault::new(K::NotObservable, c.path(), message).at_key());
    None
}

/// Why a metric cannot be observed of what is named, and what to do instead.
fn refusal(
    reader: &Reader<'_>,
    ends: &Ends,
    metric: Metric,
    named: &Named,
) -> Option<(String, String)> {
    let of = metric.card().of;
    if let Some((why, instead)) = never(metric) {
        return Some((format!("metric `{metric}` cannot be observed: {why}"), instead.to_owned()));
    }
    if !named.of.iter().any(|one| of.contains(one)) {
        // Every shuttle is a link, but not the other way round.
        let is = if of == [Of::Shuttle] {
            named.words.replace("link", "line")
        } else {
            named.words.to_owned()
        };
        let words: Vec<&str> = of.iter().map(|one| one.words()).collect();
        let message = format!("metric `{metric}` is of {}, not of {is}", words.join(" or "));
        return Some((message, how_to_name(of)));
    }
    let (why, help) = absent(reader, ends, metric, &named.name)?;
    Some((format!("metric `{metric}` is not reported: {why}"), help.to_owned()))
}

/// Why no observation can be of a metric, and what is like it.
fn never(metric: Metric) -> Option<(&'static str, &'static str)> {
    match metric {
        Metric::WaitP90 | Metric::WaitP95 => {
            Some(("waits are counted by year, not by day", "observe `wait`, their mean"))
        }
        Metric::ShareVia => Some((
            "it is of a tag, and no key names one",
            "observe `route-share` of a route that crosses it",
        )),
        metric if metric.is_target() => Some((
            "it is of a target and its whole year",
            "observe `throughput` or `capability` of a link of the target",
        )),
        _ => None,
    }
}

/// The key that names what a metric is of; none for the whole and for what no key names.
fn key_of(of: Of) -> Option<&'static str> {
    match of {
        Of::Route => Some("route"),
        Of::Link | Of::Shuttle => Some("link"),
        Of::Source | Of::Market | Of::Tank => Some("node"),
        Of::Port => Some("port"),
        Of::Fleet => Some("fleet"),
        Of::Total | Of::Tag | Of::Target => None,
    }
}

fn how_to_name(of: &[Of]) -> String {
    let key = of.iter().find_map(|one| key_of(*one));
    match key {
        None => "name nothing: it is of the whole".to_owned(),
        Some(key) if of.contains(&Of::Total) => {
            format!("name one with `{key}`, or nothing for the whole")
        }
        Some(key) => format!("name one with `{key}`"),
    }
}

/// Why the results would not have a metric of what it can be of.
fn absent(
    reader: &Reader<'_>,
    ends: &Ends,
    metric: Metric,
    name: &str,
) -> Option<(&'static str, &'static str)> {
    let links = reader.names("link");
    let has = |link: &&str, key: &str| reader.root.at(&format!("link.{link}.{key}")).is_some();
    match metric {
        Metric::Nominated if !has(&name, "nominated") => {
            Some(("the link is not nominated", "observe `throughput` or `capability`"))
        }
        Metric::TransportCost if !links.iter().any(|link| has(link, "cost")) => {
            Some(("no link has a cost", "give links their `cost`"))
        }
        Metric::Netback if !ends.priced.contains(&true) => {
            Some(("no market has a price", "give markets their `price`"))
        }
        Metric::HhiRoute if reader.names("route").is_empty() => {
            Some(("there are no routes", "give the exports their routes"))
        }
        _ => None,
    }
}

/// A number in the metric's unit, the unit as written, and how many of the metric's that is.
struct Amount {
    value: f64,
    unit: &'static str,
    size: f64,
}

/// The row of the table of units for a metric; none for counts and shares.
fn unit(metric: Metric) -> Option<&'static Unit> {
    units::UNITS.iter().find(|unit| unit.text == metric.unit().symbol())
}

fn dimension(metric: Metric) -> D {
    match unit(metric) {
        Some(unit) => unit.dimension,
        None if metric.unit() == metric::Unit::Calls => D::Count,
        None => D::Share,
    }
}

fn amount(reader: &mut Reader<'_>, slot: Option<Slot<'_>>, metric: Metric) -> Option<Amount> {
    let slot = slot?;
    let dimension = dimension(metric);
    let value = reader.number(&slot, dimension, &mut None)?;
    let Some(text) = slot.item.as_text() else {
        let is_count = dimension == D::Count;
        if is_count && value.fract() != 0.0 {
            let (what, number) = (&slot.what, units::shortest(value));
            let message = format!("{what} is {number}; it takes {}", expected(dimension));
            let fault = Fault::new(K::OutOfBounds, slot.path.clone(), message);
            let help = "a share of `value` is written with its sign, such as \"12 %\"";
            let is_within = slot.path.ends_with(".within");
            reader.faults.push(if is_within { fault.help(help) } else { fault });
            return None;
        }
        return Some(Amount { value, unit: if is_count { "calls" } else { "" }, size: 1.0 });
    };
    let quantity = units::parse(text).ok()?;
    let own = unit(metric).map_or(1.0, |unit| unit.size);
    let size = quantity.unit.size / own;
    // Hours are no canonical unit: by way of days "5 h" would not be 5 to the last digit.
    let value = match own {
        1.0 => value,
        _ if size < 1.0 => quantity.number / (1.0 / size).round(),
        _ => quantity.number * size,
    };
    Some(Amount { value, unit: quantity.unit.text, size })
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
        _ => dimension(metric) != D::Count,
    };
    if !share {
        return amount(reader, Some(slot), metric).map(|amount| amount.value);
    }
    let share = reader.number(&slot, D::Share, &mut None)?;
    if value == 0.0 {
        let message = format!("{} is a share of nothing: the value is 0", slot.what);
        let help = match metric.unit() {
            metric::Unit::Calls => "give a number of calls, such as 5".to_owned(),
            metric::Unit::Share | metric::Unit::Index => {
                "observe what it is a share of: its tonnes, calls or hours".to_owned()
            }
            unit @ (metric::Unit::Days | metric::Unit::Hours) => {
                format!("give a quantity, such as \"5 {}\"", unit.symbol())
            }
            unit => format!("give a quantity, such as \"1000 {}\"", unit.symbol()),
        };
        reader.faults.push(Fault::new(K::ShareOfNothing, slot.path.clone(), message).help(help));
        return None;
    }
    Some(share * value.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_can_be_observed_or_there_is_a_reason() {
        for metric in Metric::ALL {
            let of = metric.card().of;
            let named = of.iter().all(|one| *one == Of::Total || key_of(*one).is_some());
            assert!(named || never(metric).is_some(), "{metric}: no key names what it is of");
            assert!(never(metric).is_some() || dimension(metric) != D::Flow, "{metric} is a rate");
        }
        let never = Metric::ALL.into_iter().filter(|metric| never(*metric).is_some());
        assert!(never.filter(|metric| !metric.is_target()).count() == 3);
    }

    #[test]
    fn units_of_metrics_are_in_the_table_or_plain() {
        for metric in Metric::ALL {
            assert!(
                unit(metric).is_some()
                    || [metric::Unit::Share, metric::Unit::Index, metric::Unit::Calls]
                        .contains(&metric.unit()),
                "{metric}"
            );
        }
    }
}
