//! The numbers that a project may change, by their key paths.

use super::super::super::keys::{self, Key, Section, Type};
use super::super::super::reader::{Reader, Slot, words};
use super::super::Kind;
use super::super::project::Known;
use crate::catalogue::Kind as K;
use crate::diagnostic::{Fault, Part, did_you_mean};
use crate::model::{self, Link};
use crate::units::Dimension as D;

/// Every key that a project may change, by section.
const CHANGEABLE: &[(&str, &str)] = &[
    ("node", "supply"),
    ("node", "demand"),
    ("link", "capacity"),
    ("link", "units"),
    ("link", "nominated"),
    ("link", "reserved"),
    ("link", "surge"),
    ("link", "open"),
    ("port", "berths"),
    ("port", "load"),
    ("port", "discharge"),
    ("port", "changeover"),
    ("port", "bed"),
    ("port", "clearance"),
    ("fleet", "ships"),
    ("fleet", "availability"),
    ("hazard", "rate"),
];

/// A number to be changed.
pub(super) struct Number<'a> {
    pub section: &'static str,
    /// Index of its component.
    pub at: usize,
    pub key: &'static str,
    /// The row of a table of capacity, where one is named.
    row: Option<&'a str>,
    pub takes: Type,
}

/// What of a table of capacity is changed.
pub(super) enum Rows {
    /// The capacity with so many units up.
    Of(usize),
    /// All of it, given for up to so many units (1 where there is no table).
    All(usize),
}

impl<'a> Number<'a> {
    /// The number behind a key path.
    pub fn read(reader: &mut Reader<'_>, path: &'a str, slot: &Slot<'_>) -> Option<Self> {
        let mut parts = path.splitn(3, '.');
        let (Some(section), Some(name), Some(rest)) = (parts.next(), parts.next(), parts.next())
        else {
            let help = "a key path stands in quotes: \"port.aktau.berths\" = \"+2\"";
            let fault =
                at_key(K::NotAPath, slot, format!("`{path}` is not a key path of a number"));
            reader.faults.push(fault.help(help));
            return None;
        };
        let named = || keys::SECTIONS.iter().filter(|section| section.named);
        let Some(section) = named().find(|known| known.name == section) else {
            let near = did_you_mean(section, named().map(|section| section.name));
            let (kind, message) = match keys::section(section) {
                Some(_) => (
                    K::NotChangeable,
                    format!("a project changes components, and `{section}` has none"),
                ),
                None => (K::UnknownSection, format!("unknown section `{section}`{near}")),
            };
            reader.faults.push(at_key(kind, slot, message));
            return None;
        };
        let Some((_, at)) = reader.resolve(slot, &[section.name], name) else {
            reader.faults.last_mut()?.part = Part::Key;
            return None;
        };
        match changeable(section, name, rest) {
            Ok((key, row, takes)) => Some(Self { section: section.name, at, key, row, takes }),
            Err((kind, message, help)) => {
                let fault = at_key(kind, slot, message);
                reader.faults.push(match help {
                    Some(help) => fault.help(help),
                    None => fault,
                });
                None
            }
        }
    }

    /// The number must stand there; which rows of a table it is.
    pub fn check(
        &self,
        reader: &mut Reader<'_>,
        known: &Known<'_>,
        slot: &Slot<'_>,
    ) -> Option<Rows> {
        let name = reader.names(self.section)[self.at];
        let what = format!("{} `{name}`", self.section);
        let mut link = None;
        let missing = match self.section {
            "node" => self.missing_in_node(known.kinds[self.at]),
            "hazard" => {
                let kind = known.hazards[self.at].as_ref().map(|hazard| hazard.process.kind());
                let other = kind.filter(|kind| !kind.rate);
                other.map(|kind| format!("is {}, so it has no `rate`", kind.name))
            }
            "link" => {
                link = known.links[self.at].as_ref();
                link.and_then(|link| self.missing_in_link(link))
            }
            _ => None,
        };
        if let Some(why) = missing {
            let fault = at_key(K::NothingToChange, slot, format!("{what} {why}"));
            let zero = match self.key {
                "nominated" | "reserved" => "\"0 t/d\"",
                _ => "{ extra = \"0 t/d\", ramp = \"1 d\" }",
            };
            let help = format!("give it {} = {zero} to begin with", self.key);
            let addable = why.starts_with("has no");
            reader.faults.push(if addable { fault.help(help) } else { fault });
            return None;
        }
        let units = link.filter(|_| self.key == "capacity").map_or(1, Link::units);
        let Some(row) = self.row else { return Some(Rows::All(units)) };
        let found = row.parse().ok().filter(|row| *row <= units);
        if found.is_none() {
            let message = format!("capacity of {what} is for 0 to {units} units up, not `{row}`");
            reader.faults.push(at_key(K::NothingToChange, slot, message));
        }
        found.map(Rows::Of)
    }

    fn missing_in_node(&self, kind: Option<Kind>) -> Option<String> {
        let (kind, due) = match kind? {
            Kind::Source => ("source", "supply"),
            Kind::Market(_) => ("market", "demand"),
            Kind::Tank => ("tank", ""),
            Kind::Hub => ("hub", ""),
        };
        (self.key != due).then(|| format!("is a {kind}, so it has no `{}`", self.key))
    }

    fn missing_in_link(&self, link: &Link) -> Option<String> {
        if link.shuttle.is_some() && !["nominated", "open"].contains(&self.key) {
            return Some(format!("is a shuttle, so it has no `{}`", self.key));
        }
        let nomination = link.nomination.as_ref();
        let there = match self.key {
            "nominated" => nomination.is_some(),
            "surge" => nomination.is_some_and(|nomination| nomination.surge.is_some()),
            "reserved" => link.reserved.is_some(),
            _ => true,
        };
        (!there).then(|| format!("has no `{}` to change", self.key))
    }

    /// The number in the model; of a table of capacity this row of it.
    pub fn slot(&self, row: Option<usize>) -> model::Slot {
        use model::Slot as S;
        let at = self.at;
        match (self.section, self.key) {
            ("node", "supply") => S::Supply(at),
            ("node", _) => S::Demand(at),
            ("link", "capacity") => S::Capacity(at, row),
            ("link", "units") => S::Units(at),
            ("link", "nominated") => S::Nominated(at),
            ("link", "reserved") => S::Reserved(at),
            ("link", "surge") => S::SurgeExtra(at),
            ("link", _) => S::Open(at),
            ("port", "berths") => S::Berths(at),
            ("port", "load") => S::Load(at),
            ("port", "discharge") => S::Discharge(at),
            ("port", "changeover") => S::Changeover(at),
            ("port", "bed") => S::Bed(at),
            ("port", _) => S::Clearance(at),
            ("fleet", "ships") => S::Ships(at),
            ("fleet", _) => S::Availability(at),
            _ => S::Rate(at),
        }
    }
}

fn at_key(kind: K, slot: &Slot<'_>, message: String) -> Fault {
    Fault::new(kind, slot.path.clone(), message).at_key()
}

/// Why a key cannot be changed, and what to do instead.
type Refusal = (K, String, Option<String>);

/// A key that may be changed, what follows it, what it takes; else why not, and what to do.
fn changeable<'a>(
    section: &'static Section,
    name: &str,
    rest: &'a str,
) -> Result<(&'static str, Option<&'a str>, Type), Refusal> {
    let (key, inside) = match rest.split_once('.') {
        Some((key, inside)) => (key, Some(inside)),
        None => (rest, None),
    };
    let Some(Key { name: key, takes, .. }) = section.all_keys().find(|known| known.name == key)
    else {
        let near = did_you_mean(key, section.keys.iter().map(|key| key.name));
        let message = format!("unknown key `{key}` in {} `{name}`{near}", section.name);
        return Err((K::UnknownKey, message, None));
    };
    if !CHANGEABLE.contains(&(section.name, *key)) {
        let message = format!("a project cannot change {key} of {} `{name}`", section.name);
        let all: Vec<&str> = CHANGEABLE.iter().map(|(_, key)| *key).collect();
        return Err((
            K::NotChangeable,
            message,
            Some(format!("it may change {}", words(&all, "or"))),
        ));
    }
    match (*takes, inside) {
        (Type::Surge, Some("extra")) => Ok((*key, None, Type::Series(D::Flow, None))),
        (Type::Surge, _) => {
            let message = format!("a project changes only `extra` in surge of link `{name}`");
            Err((K::NotChangeable, message, Some(format!("write `link.{name}.surge.extra`"))))
        }
        (Type::ByUnits(_), _) | (_, None) => Ok((*key, inside, *takes)),
        (_, Some(inside)) => {
            let message = format!("a project changes `{key}` from the day it comes on stream");
            Err((K::NotChangeable, message, Some(format!("leave out `.{inside}`"))))
        }
    }
}
