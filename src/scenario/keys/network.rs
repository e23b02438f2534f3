//! Keys of nodes, links and routes.

use super::{Section, Type, key};
use crate::units::Dimension as D;

const GRADE: &str = "grade of oil in which barrels are counted here";

pub(super) const NODE: Section = Section {
    name: "node",
    named: true,
    kind: Some("kind"),
    keys: &[
        key("kind", Type::Choice(&["source", "hub", "tank", "market"]), "what the node does").due(),
        key("grade", Type::Name(&["grade"]), GRADE),
        key("supply", Type::Series(D::Flow, None), "what is available").due().only(&["source"]),
        key("variation", Type::Dice(D::Factor), "factor on supply by calendar year, after `as-of`")
            .only(&["source"]),
        key("capacity", Type::Uncertain(D::Mass), "what the tank holds").due().only(&["tank"]),
        key("target", Type::Uncertain(D::Share), "share of capacity kept when nothing presses")
            .default("0")
            .only(&["tank"]),
        key("initial", Type::Uncertain(D::Share), "share filled at the start; default: `target`")
            .only(&["tank"]),
        key("demand", Type::Series(D::Flow, Some("unlimited")), "what is wanted")
            .due()
            .only(&["market"]),
        key(
            "required",
            Type::Flag,
            "true: must be met, what is not is `unserved`; exports are what reaches the others",
        )
        .default("false")
        .only(&["market"]),
        key(
            "price",
            Type::Series(D::Price, None),
            "what is paid; for all markets that are not required, or for none",
        )
        .only(&["market"]),
    ],
    meaning: "a source, hub, tank or market",
};

/// Kinds of links.
const LINE: &[&str] = &["line"];
const SHUTTLE: &[&str] = &["shuttle"];

pub(super) const LINK: Section = Section {
    name: "link",
    named: true,
    kind: Some("kind"),
    keys: &[
        key(
            "kind",
            Type::Choice(&["line", "shuttle"]),
            "`line`: oil flows; `shuttle`: ships carry it from tank to tank",
        )
        .default("\"line\""),
        key("from", Type::Name(&["node"]), "node where it begins; not a market").due(),
        key("to", Type::Name(&["node"]), "node where it ends; not a source").due(),
        key("grade", Type::Name(&["grade"]), GRADE),
        key(
            "units",
            Type::Series(D::Count, None),
            "parts in service that fail one by one, 0 to 64; `capacity` may be given for more",
        )
        .default("1")
        .only(LINE),
        key(
            "capacity",
            Type::ByUnits(D::Flow),
            "what it can carry; with units a list for 0, 1, … units up",
        )
        .due()
        .only(LINE),
        key("reserved", Type::Series(D::Flow, None), "other shippers' oil, never in our tanks")
            .only(LINE),
        key(
            "reserved-rank",
            Type::Choice(&["pro-rata", "first", "last"]),
            "whose oil yields when capacity is lost: `pro-rata` both in proportion, `first` ours, for theirs goes first, `last` theirs",
        )
        .default("\"pro-rata\"")
        .only(LINE),
        key("cost", Type::Series(D::Price, None), "cost of transport").default("\"0 USD/t\""),
        key("both-ways", Type::Flag, "true: undirected, one capacity for the net flow")
            .default("false")
            .only(LINE),
        key("ports", Type::Names(&["port"]), "where ships load, and where they discharge")
            .due()
            .only(SHUTTLE),
        key("sea", Type::Name(&["sea"]), "the sea whose level rules the cargo").due().only(SHUTTLE),
        key("distance", Type::Known(D::Length), "from port to port").due().only(SHUTTLE),
        key("stretch", Type::Uncertain(D::Share), "by how much weather stretches a passage")
            .default("0")
            .only(SHUTTLE),
        key(
            "nominated",
            Type::Series(D::Flow, Some("all")),
            "volume to carry; absent: open, by cost (a shuttle must have it)",
        ),
        key(
            "variation",
            Type::Dice(D::Factor),
            "factor on `nominated` by calendar year, after `as-of`",
        ),
        key("priority", Type::Whole(-1000, 1000), "among nominations, smaller goes first")
            .default("1"),
        key(
            "make-up",
            Type::Known(D::Duration),
            "whole days within which what was not carried is added; \"0 d\": never",
        )
        .default("\"30 d\"")
        .only(LINE),
        key("surge", Type::Surge, "carriage above the nomination in need: `extra` (a flow, by date) and `ramp` (days from nothing to `extra`)")
            .only(LINE),
        key("open", Type::FlagByDate, "false: closed").default("true"),
    ],
    meaning: "what oil moves along",
};

pub(super) const ROUTE: Section = Section {
    name: "route",
    named: true,
    kind: None,
    keys: &[
        key("links", Type::Names(&["link"]), "its links: what passes them is the route's export")
            .due(),
        key("crosses", Type::Texts, "territories crossed, for dependence shares"),
        key("part-of", Type::Name(&["route"]), "a route that contains this one"),
    ],
    meaning: "a named set of links, for reporting",
};
