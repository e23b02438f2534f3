//! Nodes, links and routes.

use super::super::reader::{Component, Reader, Slot};
use super::super::tree::{Form, Item, Table};
use super::{Ends, Kind, LinkEnds};
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::dist::Distribution;
use crate::model::{
    Link, Node, NodeKind, Nomination, Parameter, Rank, Route, Series, Surge, Value,
};
use crate::units::Dimension as D;

/// Most units of a link that can be lost one by one.
const MOST_UNITS: u32 = 64;

/// Kinds and ends as far as they are good, without a word about what is not.
pub(super) fn ends(reader: &mut Reader<'_>) -> Ends {
    let text = |table: &Table, key: &str| match table.get(key).map(|entry| &entry.item.form) {
        Some(Form::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let flag = |table: &Table, key: &str| {
        table.get(key).is_some_and(|entry| entry.item.form == Form::Flag(true))
    };
    let tables = |section: &str| -> Vec<Option<Table>> {
        let section = reader.root.at(section).and_then(|(_, item)| item.table().cloned());
        let entries = section.into_iter().flatten();
        entries.map(|(_, entry)| entry.item.table().cloned()).collect()
    };
    let nodes = reader.names("node");
    let has_price =
        |table: &Option<Table>| table.as_ref().is_some_and(|table| table.contains_key("price"));
    let priced = tables("node").iter().map(has_price).collect();
    let kinds = tables("node").into_iter().map(|table| {
        let table = table?;
        match text(&table, "kind")?.as_str() {
            "source" => Some(Kind::Source),
            "hub" => Some(Kind::Hub),
            "tank" => Some(Kind::Tank),
            "market" => Some(Kind::Market(flag(&table, "required"))),
            _ => None,
        }
    });
    let kinds = kinds.collect();
    let links = tables("link").into_iter().map(|table| {
        let table = table?;
        let end = |key| nodes.binary_search(&text(&table, key)?.as_str()).ok();
        Some(LinkEnds {
            from: end("from")?,
            to: end("to")?,
            both_ways: flag(&table, "both-ways"),
            shuttle: text(&table, "kind").is_some_and(|kind| kind == "shuttle"),
            nominated: table.contains_key("nominated"),
        })
    });
    Ends { kinds, priced, links: links.collect() }
}

fn title(reader: &mut Reader<'_>, component: &Component) -> Option<String> {
    match component.slot("title") {
        Some(slot) => reader.text(Some(slot)),
        None => Some(component.name.clone()),
    }
}

/// A title, and the keys that say nothing to the model.
pub(super) fn about(reader: &mut Reader<'_>, component: &Component) -> Option<String> {
    reader.text(component.slot("note"));
    title(reader, component)
}

pub(super) fn node(reader: &mut Reader<'_>, c: &Component) -> Option<Node> {
    let title = about(reader, c);
    let kind = reader.choice(c.slot("kind"));
    let kind = match c.section_kind(kind)? {
        "source" => {
            let supply = reader.series(c.slot("supply"));
            let variation = reader.dice(c.slot("variation"), D::Factor, Distribution::Point);
            Some(NodeKind::Source { supply: supply?, variation })
        }
        "tank" => tank(reader, c),
        "market" => {
            let demand = reader.series(c.slot("demand"));
            let required = reader.flag(c.slot("required"));
            let price = reader.series(c.slot("price"));
            Some(NodeKind::Market { demand: demand?, required: required?, price })
        }
        _ => Some(NodeKind::Hub),
    };
    Some(Node { name: c.name.clone(), title: title?, kind: kind? })
}

fn tank(reader: &mut Reader<'_>, c: &Component) -> Option<NodeKind> {
    let capacity = reader.uncertain(c.slot("capacity"), D::Mass);
    let target = reader.uncertain(c.slot("target"), D::Share);
    let initial =
        if c.has("initial") { reader.uncertain(c.slot("initial"), D::Share) } else { target };
    Some(NodeKind::Tank { capacity: capacity?, target: target?, initial: initial? })
}

pub(super) fn link(reader: &mut Reader<'_>, c: &Component) -> Option<Link> {
    let title = about(reader, c);
    let kind = reader.choice(c.slot("kind"));
    let from = reader.name(c.slot("from"));
    let to = reader.name(c.slot("to"));
    let cost = reader.series(c.slot("cost"));
    let nomination = nomination(reader, c);
    let open = reader.flags(c.slot("open"));
    let (line, shuttle) = match c.section_kind(kind)? {
        "shuttle" => (Some(Line::of_shuttle()), Some(super::ports::shuttle(reader, c)?)),
        _ => (line(reader, c), None),
    };
    let line = line?;
    Some(Link {
        name: c.name.clone(),
        title: title?,
        from: from?,
        to: to?,
        capacity: line.capacity,
        in_service: line.in_service,
        reserved: line.reserved,
        reserved_rank: line.rank,
        cost: cost?,
        both_ways: line.both_ways,
        nomination,
        open: open?,
        shuttle,
    })
}

/// What only a line has.
struct Line {
    in_service: Series,
    capacity: Vec<Series>,
    reserved: Option<Series>,
    rank: Rank,
    both_ways: bool,
}

impl Line {
    /// Of a shuttle, whose limits are ships and berths.
    fn of_shuttle() -> Self {
        Self {
            in_service: Series::constant(1.0),
            capacity: vec![Series::constant(0.0), Series::constant(f64::INFINITY)],
            reserved: None,
            rank: Rank::ProRata,
            both_ways: false,
        }
    }
}

fn line(reader: &mut Reader<'_>, c: &Component) -> Option<Line> {
    let units = count(reader, c.slot("units"), MOST_UNITS);
    let most = units.as_ref().map(most);
    let capacity = most.and_then(|most| reader.by_units(c.slot("capacity"), most));
    let reserved = reader.series(c.slot("reserved"));
    let rank = reader.choice(c.slot("reserved-rank"));
    let both_ways = reader.flag(c.slot("both-ways"));
    Some(Line {
        in_service: units?,
        capacity: capacity?,
        reserved,
        rank: [Rank::ProRata, Rank::First, Rank::Last][rank?],
        both_ways: both_ways?,
    })
}

/// A number of things that are told apart, such as units that are lost one by one.
pub(super) fn count(reader: &mut Reader<'_>, slot: Option<Slot<'_>>, limit: u32) -> Option<Series> {
    let slot = slot?;
    let count = reader.series(Some(slot.clone()))?;
    within(reader, &slot, &count, limit).map(|()| count)
}

/// A count stays within a limit, as far as its distributions end somewhere.
pub(super) fn within(
    reader: &mut Reader<'_>,
    slot: &Slot<'_>,
    count: &Series,
    limit: u32,
) -> Option<()> {
    let greatest = |value: Value| greatest(value, &reader.parameters);
    let levels = count.levels().map(|level| greatest(level.value)).fold(0.0, f64::max);
    let most = levels * count.factor.map_or(1.0, greatest);
    if most <= f64::from(limit) {
        return Some(());
    }
    let most = crate::units::shortest(most);
    let message = format!("{} is {most}; it takes 0 to {limit}", slot.what);
    reader.fault(K::OutOfBounds, slot, message);
    None
}

/// The greatest that a value can be; 0 where a distribution has no end.
fn greatest(value: Value, parameters: &[Parameter]) -> f64 {
    let of = |value: &Value| greatest(*value, parameters);
    match value {
        Value::Known(number) => number,
        Value::Belief(parameter) => match &parameters[parameter].distribution {
            Distribution::Point(only) => of(only),
            Distribution::Uniform { high: max, .. }
            | Distribution::Triangular { max, .. }
            | Distribution::Pert { max, .. } => of(max),
            Distribution::Discrete { values, .. } => values.iter().map(of).fold(0.0, f64::max),
            Distribution::Empirical(values) => values.last().copied().unwrap_or(0.0),
            Distribution::Normal { .. }
            | Distribution::Lognormal { .. }
            | Distribution::Exponential { .. }
            | Distribution::Weibull { .. } => 0.0,
        },
    }
}

/// The most that a count is known to come to.
pub(super) fn most(count: &Series) -> usize {
    let known = count.levels().map(|level| match level.value {
        Value::Known(number) => number as usize,
        Value::Belief(_) => 0,
    });
    known.max().unwrap_or(0)
}

fn nomination(reader: &mut Reader<'_>, c: &Component) -> Option<Nomination> {
    let volume = reader.series(c.slot("nominated"));
    let variation = reader.dice(c.slot("variation"), D::Factor, Distribution::Point);
    let priority = reader.whole(c.slot("priority"));
    let make_up = match c.slot("make-up") {
        Some(slot) => make_up(reader, slot),
        // A shuttle has its running account instead.
        None => Some(0),
    };
    let surge = c.slot("surge").and_then(|slot| surge(reader, &slot));
    for key in ["variation", "surge"] {
        if let (Some(slot), false) = (c.slot(key), c.has("nominated")) {
            let message = format!("{} has `{key}` but no `nominated`", c.words());
            reader.fault(K::NominationMissing, &slot, message);
        }
    }
    let (volume, priority, make_up) = (volume?, priority?, make_up?);
    Some(Nomination { volume, variation, priority, make_up, surge, pushed: false })
}

/// Whole days, at most a year: nobody carries a nomination over for longer.
fn make_up(reader: &mut Reader<'_>, slot: Slot<'_>) -> Option<usize> {
    let days = reader.known(Some(slot.clone()), D::Duration)?;
    if days.fract() != 0.0 || days > 366.0 {
        let message = format!("{} takes whole days, at most \"366 d\"", slot.what);
        reader.fault(K::OutOfBounds, &slot, message);
        return None;
    }
    Some(days as usize)
}

fn surge(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Surge> {
    let Some(entries) = slot.entries() else {
        reader.wrong_form(slot, "a table { extra, ramp }");
        return None;
    };
    let entries: Vec<_> = entries.collect();
    let find = |name: &str| entries.iter().find(|(key, _)| *key == name).map(|(_, slot)| slot);
    let mut good = true;
    for (key, inner) in &entries {
        if !["extra", "ramp"].contains(key) {
            let message =
                format!("unknown key `{key}` in {}; it takes `extra` and `ramp`", slot.what);
            reader.faults.push(Fault::new(K::UnknownKey, inner.path.clone(), message).at_key());
            good = false;
        }
    }
    let extra = find("extra").and_then(|slot| reader.series_of(slot, D::Flow, None));
    let ramp = find("ramp").and_then(|slot| {
        let ramp = reader.uncertain(Some(slot.clone()), D::Duration)?;
        if matches!(ramp, Value::Known(days) if days < 1.0) {
            let message = format!("ramp in {} is below one day", slot.what);
            reader.fault(K::OutOfBounds, slot, message);
        }
        Some(ramp)
    });
    for name in ["extra", "ramp"] {
        if find(name).is_none() {
            reader.fault(K::MissingKey, slot, format!("{} has no `{name}`", slot.what));
        }
    }
    good.then_some(Surge { extra: extra?, ramp: ramp? })
}

pub(super) fn route(reader: &mut Reader<'_>, c: &Component) -> Option<Route> {
    let title = about(reader, c);
    let links = reader.named(c.slot("links"));
    let crosses = reader.texts(c.slot("crosses"));
    let part_of = reader.name(c.slot("part-of"));
    if c.has("part-of") && part_of.is_none() {
        return None;
    }
    Some(Route {
        name: c.name.clone(),
        title: title?,
        links: sorted(links?.into_iter().map(|(_, link)| link)),
        crosses: crosses.unwrap_or_default(),
        part_of,
    })
}

fn sorted(links: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut links: Vec<usize> = links.collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// The links behind names of routes or links.
pub(super) fn links_of(reader: &mut Reader<'_>, slot: Option<Slot<'_>>) -> Option<Vec<usize>> {
    let named = reader.named(slot)?;
    Some(links_behind(reader, named))
}

/// The links of each stage, those of a route side by side.
pub(super) fn stages_of(
    reader: &mut Reader<'_>,
    slot: Option<Slot<'_>>,
) -> Option<Vec<Vec<usize>>> {
    let stages = reader.stages(slot)?;
    Some(stages.into_iter().map(|stage| links_behind(reader, stage)).collect())
}

/// Links behind routes and links, each a number of the section and an index.
fn links_behind(reader: &Reader<'_>, named: Vec<(usize, usize)>) -> Vec<usize> {
    let routes = reader.names("route");
    let links = reader.names("link");
    let mut found = Vec::new();
    for (section, index) in named {
        if section == 1 {
            found.push(index);
            continue;
        }
        // A route with a fault of its own has told it already.
        let path = format!("route.{}.links", routes[index]);
        let items = reader.root.at(&path).map(|(_, item)| &item.form);
        if let Some(Form::List(items)) = items {
            let names = items.iter().filter_map(Item::as_text);
            found.extend(names.filter_map(|name| links.binary_search(&name).ok()));
        }
    }
    sorted(found.into_iter())
}
