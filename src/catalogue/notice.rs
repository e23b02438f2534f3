//! Notices: what is no fault, but may be a slip.

use super::{Entry, entry};
use crate::catalogue::Kind as K;

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        K::SupplyAboveCapacity,
        [
            "In some years sources supply more than the links can carry even when nothing fails.",
            "The rest is shut in with certainty, which no hazard explains.",
            "Check the unit of `supply` and `capacity`. If it is meant, leave it: this is no fault.",
        ],
        ["[link.pipe]\ncapacity = \"5 Mt/y\"", "[link.pipe]\ncapacity = \"20 Mt/y\""],
    ),
    entry(
        K::SupplyAboveNominations,
        [
            "Every way to a market is nominated, and the nominations add up to less than the supply.",
            "What nobody nominated is shut in.",
            "Leave one large link without `nominated`, or nominate \"all\".",
        ],
        [
            "[link.quay]\nnominated = \"2 Mt/y\"\n\n[link.onward]\nnominated = \"1 Mt/y\"",
            "[link.onward]\nnominated = \"1 Mt/y\"",
        ],
    ),
    entry(
        K::NominatedInSeries,
        [
            "A nominated link lies behind another nominated link.",
            "A tonne on both counts towards both, and each is a promise of its own.",
            "Nominate a route once, on its last link, unless there are two contracts.",
        ],
        [
            "[link.pipe]\nnominated = \"9 Mt/y\"\n\n[link.quay]\nnominated = \"all\"",
            "[link.quay]\nnominated = \"all\"\n\n[link.ferry]\nnominated = \"1 Mt/y\"",
        ],
    ),
    entry(
        K::OutsideTheHorizon,
        [
            "An event, a project or an observation lies outside the days simulated.",
            "It has no effect, or only a part of it is seen.",
            "Leave it, if the horizon is shortened on purpose; else correct the date.",
        ],
        [
            "[event.closure]\non = [\"link.pipe\"]\ntakes = \"all\"\nfrom = 2024-03-01\n\
             back = 2024-03-05",
            "[event.closure]\non = [\"link.pipe\"]\ntakes = \"all\"\nfrom = 2025-03-01\n\
             back = 2025-03-05",
        ],
    ),
    entry(
        K::NoChanceLeft,
        [
            "`as-of` is the last day of the horizon or later.",
            "Up to that day the past is known and no hazard acts, so every replication is the same.",
            "Move `as-of`, or set `chance = false` in `[run]` if a replay is meant.",
        ],
        ["as-of = 2026-12-31", "as-of = 2025-06-30"],
    ),
    entry(
        K::UnservedShuttle,
        [
            "No fleet names a shuttle in `serves`.",
            "Without ships it carries nothing.",
            "Add it to `serves` of a fleet.",
        ],
        ["[fleet]\ntankers = false", "[fleet.tankers]\nserves = [\"ferry\"]"],
    ),
    entry(
        K::SmallTank,
        [
            "A tank at the end of a shuttle holds less than one ship carries.",
            "No ship could ever be filled from it, or emptied into it at once.",
            "Check the units of the tank and of the `cargo`.",
        ],
        ["[node.far-tanks]\ncapacity = \"8 kt\"", "[node.far-tanks]\ncapacity = \"80 kt\""],
    ),
    entry(
        K::NoDepth,
        [
            "On some day the level of the sea less the clearance is below the bed of a port.",
            "No ship can call at it then, whatever its draft.",
            "Check `bed` and `level`: both are heights in the same datum, and in the Caspian both \
             are negative.",
        ],
        ["[port.north]\nbed = \"-8 m\"", "[port.north]\nbed = \"-36 m\""],
    ),
    entry(
        K::NothingNominated,
        [
            "A project adds capacity, units, berths or ships, but no nomination.",
            "Capacity does not fill itself: where links are nominated nothing more would flow. \
             Nothing is said where another project fills it along the same chain: one that requires \
             it, or a contract alone that comes with it or later.",
            "Let the project change a `nominated` as well; without a known contract a fifth of what \
             it adds is a fair guess.",
        ],
        [
            "[project.berth]\nplanned = 2026-06-30\nchance = 1\nchanges = { \"port.north.berths\" = \"+1\" }",
            "[project.berth]\nplanned = 2026-06-30\nchance = 1\n\
             changes = { \"port.north.berths\" = \"+1\", \"link.ferry.nominated\" = \"+1 Mt/y\" }",
        ],
    ),
    entry(
        K::CertainCorrelation,
        [
            "A correlation names a number that is certain.",
            "It does nothing to that number, and the others of the group keep the draws they would \
             have beside an uncertain one: so a number can be made certain for a comparison.",
            "Leave it where `--set` or a study has made the number certain; else leave the pair out.",
        ],
        [
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rate\", 0.4]]",
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[hazard.storm]\n\
             rate = { uniform = [\"8 /y\", \"12 /y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rate\", 0.4]]",
        ],
    ),
];
