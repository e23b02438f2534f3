//! Keys of projects, targets and observations.

use super::{Section, Type, key};
use crate::units::Dimension as D;

const LINKS: Type = Type::Names(&["route", "link"]);

pub(super) const PROJECT: Section = Section {
    name: "project",
    named: true,
    kind: None,
    keys: &[
        key("planned", Type::Date, "day on which it is to come on stream").due(),
        key("chance", Type::Uncertain(D::Share), "chance that it is built at all").due(),
        key(
            "delay",
            Type::Uncertain(D::Duration),
            "by how much it is late; default: lognormal, sigma 0.6, its median 43 % of the time from `as-of` to `planned`",
        ),
        key(
            "ramp",
            Type::Uncertain(D::Duration),
            "from coming on stream to full effect, in a straight line; counts go up in steps",
        )
        .default("\"0 d\""),
        key("requires", Type::Names(&["project"]), "projects that must be on stream before it"),
        key("cost", Type::Uncertain(D::Money), "cost of building it").default("\"0 USD\""),
        key("enabled", Type::Flag, "false: never built").default("true"),
        key(
            "changes",
            Type::Changes,
            "key paths in quotes and their changes: `\"+2\"`, `\"x 0.9\"`, or the new value",
        )
        .default("{}"),
    ],
    meaning: "what is to be built, a change that comes at an uncertain date",
};

pub(super) const TARGET: Section = Section {
    name: "target",
    named: true,
    kind: None,
    keys: &[
        key("routes", LINKS, "routes or links whose flow is the headline measure").due(),
        key("sea", LINKS, "routes or links of a second measure"),
        key(
            "chain",
            Type::Stages(&["route", "link"]),
            "stages in series, for capability: a link, or several side by side as a route or a list",
        ),
        key("year", Type::Whole(1, 9999), "calendar year, within the horizon").due(),
        key("at-least", Type::Known(D::Mass), "aim for the year").due(),
        key("milestones", Type::KnownList(D::Mass), "thresholds for first passage, ascending"),
    ],
    meaning: "a volume aimed at in a year",
};

pub(super) const OBSERVED: Section = Section {
    name: "observed",
    named: true,
    kind: None,
    keys: &[
        key("route", Type::Name(&["route"]), "the route that was seen"),
        key("link", Type::Name(&["link"]), "the link that was seen"),
        key("node", Type::Name(&["node"]), "the node that was seen"),
        key("port", Type::Name(&["port"]), "the port that was seen"),
        key("fleet", Type::Name(&["fleet"]), "the fleet that was seen"),
        key(
            "metric",
            Type::Text,
            "metric of the results; default: exports of a route, throughput of a link, production of a source, stock of a tank, calls at a port, ship-use of a fleet",
        ),
        key("from", Type::Date, "first day").due(),
        key("until", Type::Date, "last day, included").due(),
        key(
            "value",
            Type::Amount,
            "what was seen from the first to the last day, with its unit; calls and shares are plain numbers",
        )
        .due(),
        key(
            "within",
            Type::Amount,
            "greatest difference that counts as agreement: a share of `value`, or a quantity; a plain number is a share, but for `calls` so many calls",
        )
        .due(),
    ],
    meaning: "a figure that was seen, to be held against the model",
};
