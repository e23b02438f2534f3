//! Keys of regimes, events, maintenance and correlation, and what hazards share with them.

use super::{Section, Type, key};
use crate::units::Dimension as D;

pub(super) const ON: Type = Type::Components(&["link", "node", "port"]);
pub(super) const WHERE: &str = "links, nodes and ports that lose capacity, all at once";
pub(super) const WHY: &str = "cause for attribution; default: the name";
pub(super) const HOW_MUCH: &str = "number of units, `all`, or a share of what is left";

pub(super) const REGIME: Section = Section {
    name: "regime",
    named: true,
    kind: None,
    keys: &[
        key("states", Type::Texts, "names of its states").due(),
        key("start", Type::Text, "state at the start of the horizon").due(),
        key(
            "stay",
            Type::ByState(D::Duration),
            "time in each state; a plain duration is the mean of an exponential",
        )
        .due(),
        key("next", Type::Matrix(D::Probability), "chance of each next state, by state"),
        key(
            "scales",
            Type::Matrix(D::Factor),
            "factor on the rate of hazards that have one, by state; default 1",
        ),
        key(
            "duration-scales",
            Type::Matrix(D::Factor),
            "factor on durations of hazards by state; default 1",
        ),
    ],
    meaning: "a chain of states that scales hazards",
};

pub(super) const EVENT: Section = Section {
    name: "event",
    named: true,
    kind: None,
    keys: &[
        key("on", ON, WHERE).due(),
        key("takes", Type::Takes, HOW_MUCH).due(),
        key("from", Type::Date, "first day out").due(),
        key("back", Type::Date, "first day back").due(),
        key("cause", Type::Text, WHY),
    ],
    meaning: "a certain, dated loss",
};

pub(super) const MAINTENANCE: Section = Section {
    name: "maintenance",
    named: true,
    kind: None,
    keys: &[
        key("on", ON, WHERE).due(),
        key("takes", Type::Takes, HOW_MUCH).due(),
        key("every", Type::Uncertain(D::Duration), "from one planned start to the next").due(),
        key("next", Type::Date, "first planned start").due(),
        key("start-spread", Type::Uncertain(D::Duration), "the start moves by up to so much")
            .default("\"0 d\""),
        key("duration", Type::Dice(D::Duration), "of the work").due(),
        key("cause", Type::Text, WHY),
    ],
    meaning: "planned work at uncertain dates",
};

pub(super) const CORRELATION: Section = Section {
    name: "correlation",
    named: false,
    kind: None,
    keys: &[
        key(
            "pairs",
            Type::Pairs,
            "key paths of two uncertain values and their correlation, -1 to 1",
        ),
        key("source", Type::TextByKey, "where the numbers are from"),
        key("evidence", Type::GradeByKey, "how good they are, `A` to `D`"),
    ],
    meaning: "Gaussian copula between uncertain values",
};
