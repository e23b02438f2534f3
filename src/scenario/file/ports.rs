//! Ports, seas, fleets and what makes a link a shuttle.

use super::super::reader::{Component, Reader, Slot};
use super::LinkEnds;
use super::network::{about, count};
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::dist::Distribution;
use crate::model::{Dice, Fleet, MOST_BERTHS, MOST_SHIPS, Port, Sea, Series, Shuttle, Value};
use crate::units::Dimension as D;

/// Metres in a nautical mile.
const NAUTICAL_MILE: f64 = 1852.0;

pub(super) fn port(reader: &mut Reader<'_>, c: &Component) -> Option<Port> {
    let title = about(reader, c);
    let berths = count(reader, c.slot("berths"), MOST_BERTHS);
    let load = work(reader, c, "load");
    let discharge = work(reader, c, "discharge");
    let changeover = work(reader, c, "changeover");
    let bed = reader.series(c.slot("bed"));
    let clearance = reader.series(c.slot("clearance"));
    if let Some(slot) = c.slot("clearance") {
        let levels = clearance.iter().flat_map(Series::levels);
        let values: Vec<Value> = levels.map(|level| level.value).collect();
        values.into_iter().try_for_each(|value| not_negative(reader, &slot, value))?;
    }
    Some(Port {
        name: c.name.clone(),
        title: title?,
        berths: berths?,
        load: load?,
        discharge: discharge?,
        changeover: changeover?,
        bed: bed?,
        clearance: clearance?,
    })
}

/// How long something takes; nothing where it is not done here.
fn work(reader: &mut Reader<'_>, c: &Component, key: &str) -> Option<Dice> {
    match c.slot(key) {
        Some(slot) => reader.dice(Some(slot), D::Duration, Distribution::Point),
        None => Some(Distribution::Point(Value::Known(0.0))),
    }
}

pub(super) fn sea(reader: &mut Reader<'_>, c: &Component) -> Option<Sea> {
    about(reader, c);
    let level = reader.uncertain(c.slot("level"), D::Length);
    let trend = reader.uncertain(c.slot("trend"), D::Rise);
    let mut spread = |key: &str| {
        let slot = c.slot(key)?;
        let value = reader.uncertain(Some(slot.clone()), D::Length)?;
        not_negative(reader, &slot, value).map(|()| value)
    };
    let (noise, season, set_up) = (spread("noise"), spread("season"), spread("set-up"));
    Some(Sea {
        name: c.name.clone(),
        level: level?,
        trend: trend?,
        noise: noise?,
        season: season?,
        set_up: set_up?,
    })
}

pub(super) fn fleet(
    reader: &mut Reader<'_>,
    c: &Component,
    links: &[Option<LinkEnds>],
) -> Option<Fleet> {
    let title = about(reader, c);
    let ships = count(reader, c.slot("ships"), MOST_SHIPS);
    let mut above_zero = |key: &str, dimension: D| {
        let slot = c.slot(key)?;
        let value = reader.uncertain(Some(slot.clone()), dimension)?;
        positive(reader, &slot, value).map(|()| value)
    };
    let cargo = above_zero("cargo", D::Mass);
    let draft = above_zero("draft", D::Length);
    let per_cm = above_zero("per-cm", D::PerDraft);
    let speed = above_zero("speed", D::Speed);
    let availability = reader.series(c.slot("availability"));
    let serves = serves(reader, c, links);
    Some(Fleet {
        name: c.name.clone(),
        title: title?,
        ships: ships?,
        cargo: cargo?,
        draft: draft?,
        per_cm: per_cm?,
        speed: speed?,
        availability: availability?,
        serves: serves?,
    })
}

/// Shuttles, ascending.
fn serves(
    reader: &mut Reader<'_>,
    c: &Component,
    links: &[Option<LinkEnds>],
) -> Option<Vec<usize>> {
    let slot = c.slot("serves")?;
    let named = reader.named(Some(slot.clone()))?;
    let mut serves: Vec<usize> = named.into_iter().map(|(_, link)| link).collect();
    let names = reader.names("link");
    for (item, link) in slot.items()?.iter().zip(&serves) {
        if links[*link].is_some_and(|ends| !ends.shuttle) {
            let message = format!("{} serves link `{}`, no shuttle", c.words(), names[*link]);
            let help = "ships run on links with kind = \"shuttle\"";
            reader.faults.push(Fault::new(K::NotAShuttle, item.path.clone(), message).help(help));
        }
    }
    serves.sort_unstable();
    Some(serves)
}

/// Ports, sea and passage of a shuttle.
pub(super) fn shuttle(reader: &mut Reader<'_>, c: &Component) -> Option<Shuttle> {
    let ports = c.slot("ports").and_then(|slot| pair_of_ports(reader, c, &slot));
    let sea = reader.name(c.slot("sea"));
    let distance = c.slot("distance").and_then(|slot| {
        let metres = reader.known(Some(slot.clone()), D::Length)?;
        positive(reader, &slot, Value::Known(metres)).map(|()| metres / NAUTICAL_MILE)
    });
    let stretch = reader.uncertain(c.slot("stretch"), D::Share);
    if !c.has("nominated") {
        let message = format!("{} is a shuttle and has no `nominated`", c.words());
        let help = "ships sail for a nomination: a volume, or \"all\"";
        reader.faults.push(Fault::new(K::NominationMissing, c.path(), message).at_key().help(help));
    }
    Some(Shuttle { ports: ports?, sea: sea?, distance: Value::Known(distance?), stretch: stretch? })
}

/// Where ships load and where they discharge, which the two ports must be able to do.
fn pair_of_ports(reader: &mut Reader<'_>, c: &Component, slot: &Slot<'_>) -> Option<[usize; 2]> {
    let named = reader.named(Some(slot.clone()))?;
    let [(_, first), (_, last)] = named[..] else {
        let message = format!("{} names {}; it takes two", slot.what, several(named.len(), "port"));
        let help = "where ships load, and where they discharge";
        reader.faults.push(Fault::new(K::ShuttlePorts, slot.path.clone(), message).help(help));
        return None;
    };
    let names = reader.names("port");
    let both = [(first, "loads", "load"), (last, "discharges", "discharge")];
    for (at, (port, works, work)) in both.into_iter().enumerate() {
        let port = names[port];
        if reader.root.at(&format!("port.{port}.{work}")).is_none() {
            let message =
                format!("shuttle `{}` {works} at port `{port}`, which has no `{work}`", c.name);
            let fault = Fault::new(K::ShuttlePorts, format!("{}.{at}", slot.path), message);
            reader.faults.push(fault.related(format!("port.{port}"), "this port"));
        }
    }
    Some([first, last])
}

/// Such as "1 port" or "3 ports".
fn several(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn not_negative(reader: &mut Reader<'_>, slot: &Slot<'_>, value: Value) -> Option<()> {
    match value {
        Value::Known(number) if number < 0.0 => {
            reader.fault(K::Negative, slot, format!("{} is negative", slot.what));
            None
        }
        _ => Some(()),
    }
}

fn positive(reader: &mut Reader<'_>, slot: &Slot<'_>, value: Value) -> Option<()> {
    match value {
        Value::Known(number) if number <= 0.0 => {
            reader.fault(K::OutOfBounds, slot, format!("{} is not above 0", slot.what));
            None
        }
        _ => Some(()),
    }
}
