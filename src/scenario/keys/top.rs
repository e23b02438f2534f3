//! Keys of the file as a whole.

use super::{Key, Section, Type, key};
use crate::units::Dimension;

pub(super) const TOP: &[Key] = &[
    key("title", Type::Text, "title of the scenario; default: the name of the file"),
    key("note", Type::Text, "anything worth saying"),
    key("source", Type::Text, "where the scenario is from"),
    key("extends", Type::Text, "file below this one, relative to this one; one chain, no circle"),
    key("as-of", Type::Date, "last day of the known past: chance acts after it"),
];

pub(super) const HORIZON: Section = Section {
    name: "horizon",
    named: false,
    kind: None,
    keys: &[
        key("start", Type::Date, "first day simulated").due(),
        key("end", Type::Date, "last day simulated, included").due(),
    ],
    meaning: "the days simulated",
};

/// Most replications and beliefs: replications are numbered in 32 bits.
const MOST: i64 = u32::MAX as i64;

pub(super) const RUN: Section = Section {
    name: "run",
    named: false,
    kind: None,
    keys: &[
        key("seed", Type::Whole(0, i64::MAX), "seed of every random stream").default("1"),
        key("replications", Type::Whole(1, MOST), "number of simulated histories").default("10000"),
        key("beliefs", Type::Whole(1, MOST), "number of beliefs; default: one per replication"),
        key(
            "chance",
            Type::Flag,
            "false: no hazards, regimes, maintenance, variation; uncertain values at their median",
        )
        .default("true"),
    ],
    meaning: "defaults of the command line",
};

pub(super) const GRADE: Section = Section {
    name: "grade",
    named: true,
    kind: None,
    keys: &[key(
        "barrels-per-tonne",
        Type::Known(Dimension::Factor),
        "barrels in a tonne, 5 to 10; a node or link that names the grade may be given in barrels",
    )
    .due()],
    meaning: "a grade of oil",
};
