//! Keys of ports, seas and fleets.

use super::{Section, Type, key};
use crate::units::Dimension as D;

pub(super) const PORT: Section = Section {
    name: "port",
    named: true,
    kind: None,
    keys: &[
        key("berths", Type::Series(D::Count, None), "berths in service, 0 to 1000").due(),
        key(
            "load",
            Type::Dice(D::Duration),
            "to load a ship, from all fast to cast off; due where a shuttle begins",
        ),
        key("discharge", Type::Dice(D::Duration), "to discharge a ship; due where a shuttle ends"),
        key(
            "changeover",
            Type::Dice(D::Duration),
            "from one ship casting off to the next being able to come alongside",
        )
        .default("\"0 h\""),
        key("bed", Type::Series(D::Length, None), "level of the bed in the datum of the sea").due(),
        key("clearance", Type::Series(D::Length, None), "water to be left under a keel")
            .default("\"0 m\""),
    ],
    meaning: "a place where ships load and discharge",
};

pub(super) const SEA: Section = Section {
    name: "sea",
    named: true,
    kind: None,
    keys: &[
        key("level", Type::Uncertain(D::Length), "mean of the year at the start of the horizon")
            .due(),
        key("trend", Type::Uncertain(D::Rise), "change of the level").default("\"0 cm/y\""),
        key("noise", Type::Uncertain(D::Length), "standard deviation from year to year")
            .default("\"0 cm\""),
        key("season", Type::Uncertain(D::Length), "amplitude within the year, highest in mid-July")
            .default("\"0 cm\""),
        key("set-up", Type::Uncertain(D::Length), "standard deviation from day to day, by wind")
            .default("\"0 cm\""),
    ],
    meaning: "water with a level of its own",
};

pub(super) const FLEET: Section = Section {
    name: "fleet",
    named: true,
    kind: None,
    keys: &[
        key("ships", Type::Series(D::Count, None), "ships of the kind, 0 to 4096").due(),
        key("cargo", Type::Uncertain(D::Mass), "cargo of a ship at full draft").due(),
        key("draft", Type::Uncertain(D::Length), "full draft").due(),
        key("per-cm", Type::Uncertain(D::PerDraft), "cargo lost with each cm of draft").due(),
        key("speed", Type::Uncertain(D::Speed), "speed of a ship").due(),
        key(
            "availability",
            Type::Series(D::Share, None),
            "share of each calendar year in which a ship is not laid up",
        )
        .default("1"),
        key("serves", Type::Names(&["link"]), "shuttles that its ships may run").due(),
    ],
    meaning: "ships of one kind",
};
