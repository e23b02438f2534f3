//! Values, values by date, distributions, time and size.

use super::{Entry, entry};
use crate::catalogue::Kind as K;

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        K::WrongForm,
        [
            "The value is a text where a number is due, a number where a list is due, empty, or the \
             like.",
            "It cannot be read as what the key means.",
            "Write it as the message says; docs/scenario-format.md has the form of every key.",
        ],
        ["[port.north]\nload = true", "[port.north]\nload = \"24 h\""],
    ),
    entry(
        K::UnknownChoice,
        [
            "The key takes one of a few words, and this is none of them.",
            "Each word is another rule; there is none for this one.",
            "Take one of the words that the message lists.",
        ],
        ["[link.quay]\nreserved-rank = \"equal\"", "[link.quay]\nreserved-rank = \"pro-rata\""],
    ),
    entry(
        K::NoUnit,
        [
            "A bare number, or a text of digits alone, stands where a quantity is due.",
            "A 600 could be tonnes, kilotonnes or barrels, a day or a year. The number says nothing \
             without its unit.",
            "Put number and unit into quotes.",
        ],
        ["[link.pipe]\ncapacity = 600", "[link.pipe]\ncapacity = \"600 kt/d\""],
    ),
    entry(
        K::UnknownUnit,
        [
            "The unit is none that is known. Capitals count: `Mt` is a million tonnes, `mt` is \
             nothing.",
            "Guessing a unit is how a thousandfold error gets in.",
            "Take one of the units that the help lists.",
        ],
        ["[link.pipe]\ncapacity = \"20 mt/y\"", "[link.pipe]\ncapacity = \"20 Mt/y\""],
    ),
    entry(
        K::WrongUnit,
        [
            "The unit is known but measures something else: a mass where a flow is due, say.",
            "One cannot be turned into the other.",
            "Write the quantity that the message asks for; often `/y` or `/d` was forgotten.",
        ],
        ["[link.pipe]\ncapacity = \"20 Mt\"", "[link.pipe]\ncapacity = \"20 Mt/y\""],
    ),
    entry(
        K::NoGrade,
        [
            "A quantity is in barrels, and no grade says how many barrels make a tonne.",
            "Everything is counted in tonnes, and the ratio differs from oil to oil.",
            "Give the node or link a `grade` and the grade its `barrels-per-tonne`, or write tonnes.",
        ],
        [
            "[link.pipe]\ncapacity = \"400 kb/d\"",
            "[grade.blend]\nbarrels-per-tonne = 7.9\n\n\
             [link.pipe]\ngrade = \"blend\"\ncapacity = \"400 kb/d\"",
        ],
    ),
    entry(
        K::Negative,
        [
            "A quantity that cannot be negative is negative.",
            "A negative capacity, demand, cost or duration has no meaning.",
            "To close a link set its capacity to \"0 t/d\", or `open = false`; to leave a number \
             out remove its key.",
        ],
        ["[link.pipe]\ncapacity = \"-600 kt/d\"", "[link.pipe]\ncapacity = \"0 t/d\""],
    ),
    entry(
        K::OutOfBounds,
        [
            "A number is outside what its key takes: a share above 100 %, a probability above 1, a \
             count that is not whole, a speed of 0, a grade with fewer than 5 or more than 10 \
             barrels to the tonne, more ships or occurrences than can be told apart, more than 2^40 \
             (1.1e12) tonnes or tonnes a day.",
            "Beyond its bounds the number has no meaning, or is a slip of the unit.",
            "Choose a number within the bounds; shares may be written `0.93` or `\"93 %\"`.",
        ],
        ["[fleet.tankers]\navailability = 93", "[fleet.tankers]\navailability = \"93 %\""],
    ),
    entry(
        K::ChangeInFile,
        [
            "A value of a file begins with `+` or `x `, which change a value that is there.",
            "In a file every value is replaced whole; there is nothing to change.",
            "Write the new value here, or make the change with `--set`, `vary` or a project.",
        ],
        ["[link.pipe]\ncapacity = \"+5 Mt/y\"", "[link.pipe]\ncapacity = \"25 Mt/y\""],
    ),
    entry(
        K::NoStartValue,
        [
            "The first date of a value by date lies after the first day of the horizon.",
            "Nothing is known for the days before it.",
            "Add a value for the start of the horizon or an earlier day.",
        ],
        [
            "[node.field]\nsupply = { 2026-01-01 = \"12 Mt/y\" }",
            "[node.field]\nsupply = { 2025-01-01 = \"10 Mt/y\", 2026-01-01 = \"12 Mt/y\" }",
        ],
    ),
    entry(
        K::MixedKeys,
        [
            "Dates, `by-month` and a distribution stand side by side in one value.",
            "A value is by date, or by month, or uncertain: together it is not clear which holds.",
            "Keep one form. A value of a date may itself be uncertain.",
        ],
        [
            "[node.field]\nsupply = { 2025-01-01 = \"10 Mt/y\", uniform = [\"9 Mt/y\", \"11 Mt/y\"] }",
            "[node.field]\nsupply = { 2025-01-01 = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] } }",
        ],
    ),
    entry(
        K::TwelveMonths,
        [
            "`by-month` or `season` has not exactly twelve values.",
            "Each stands for a month, January first.",
            "Write twelve values.",
        ],
        [
            "[hazard.storm]\nseason = [2, 1, 1, 2]",
            "[hazard.storm]\nseason = [2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]",
        ],
    ),
    entry(
        K::CapacityByUnits,
        [
            "A link with several units has one value of capacity, or a list that is too short.",
            "The list says what passes with 0, 1, 2 … units up, which is seldom proportional.",
            "Write one value more than there are units, the first for none up.",
        ],
        [
            "[link.quay]\nunits = 2\ncapacity = \"60 kt/d\"",
            "[link.quay]\nunits = 2\ncapacity = [\"0 t/d\", \"35 kt/d\", \"60 kt/d\"]",
        ],
    ),
    entry(
        K::EndlessLine,
        [
            "A value by date has `shape = \"linear\"`, and one of its dates is `\"unlimited\"` or \
             `\"all\"`.",
            "What lies half way between a number and no limit is no number.",
            "Leave out `shape`, so that each value holds from its date on, or write a number that \
             is large enough.",
        ],
        [
            "[node.coast.demand]\nshape = \"linear\"\n2025-01-01 = \"9 Mt/y\"\n\
             2026-01-01 = \"unlimited\"",
            "[node.coast.demand]\n2025-01-01 = \"9 Mt/y\"\n2026-01-01 = \"unlimited\"",
        ],
    ),
    entry(
        K::FallingCapacity,
        [
            "With one more unit up, less can pass than without it.",
            "An outage would raise the capacity, and the shut-in that it causes would be negative.",
            "Write the capacities in order, for no unit up first.",
        ],
        [
            "[link.quay]\nunits = 2\ncapacity = [\"0 t/d\", \"60 kt/d\", \"35 kt/d\"]",
            "[link.quay]\nunits = 2\ncapacity = [\"0 t/d\", \"35 kt/d\", \"60 kt/d\"]",
        ],
    ),
    entry(
        K::UnknownDistribution,
        [
            "A table stands for a value and its key is no distribution, or it has several keys.",
            "There is no rule by which to draw it.",
            "Write a table with one of the keys that the message lists.",
        ],
        [
            "[hazard.storm]\nduration = { gaussian = { mean = \"2 d\", sd = \"1 d\" } }",
            "[hazard.storm]\nduration = { normal = { mean = \"2 d\", sd = \"1 d\" } }",
        ],
    ),
    entry(
        K::Parameters,
        [
            "A distribution lacks a parameter, has one too many, or has a list of another length.",
            "Each family takes just its own: a `triangular` is [min, mode, max].",
            "Write the parameters that the message names.",
        ],
        [
            "[hazard.storm]\nduration = { triangular = [\"1 d\", \"5 d\"] }",
            "[hazard.storm]\nduration = { triangular = [\"1 d\", \"2 d\", \"5 d\"] }",
        ],
    ),
    entry(
        K::NotAscending,
        [
            "The bounds of a distribution, or the milestones of a target, are not in rising order, \
             or the least is as large as the greatest.",
            "Most often two numbers are exchanged, or one has another unit.",
            "Write them from the least to the greatest; a number without spread is no distribution.",
        ],
        [
            "[hazard.storm]\nduration = { uniform = [\"5 d\", \"1 d\"] }",
            "[hazard.storm]\nduration = { uniform = [\"1 d\", \"5 d\"] }",
        ],
    ),
    entry(
        K::MixedSpans,
        [
            "The numbers of one distribution are partly by day and partly by month or year.",
            "A year of tonnes is no fixed number of daily tonnes: leap years differ.",
            "Write all of them in the same span.",
        ],
        [
            "[node.field]\nsupply = { uniform = [\"27 kt/d\", \"11 Mt/y\"] }",
            "[node.field]\nsupply = { uniform = [\"10 Mt/y\", \"11 Mt/y\"] }",
        ],
    ),
    entry(
        K::AddsUpToZero,
        [
            "All weights of a `discrete` distribution, or all months of a `season`, are 0.",
            "Weights are scaled by their sum, and nothing can be scaled by 0.",
            "Give at least one of them a weight; to switch a hazard off remove it.",
        ],
        [
            "[fleet.tankers]\nships = { discrete = { values = [3, 5], weights = [0, 0] } }",
            "[fleet.tankers]\nships = { discrete = { values = [3, 5], weights = [2, 1] } }",
        ],
    ),
    entry(
        K::ProbabilitySum,
        [
            "The probabilities of states, or a row of `next` of a regime, do not add up to 1.",
            "Something must happen, and only one thing; no rule says where the rest belongs.",
            "Correct a probability so that the sum is 1 within 1e-9.",
        ],
        [
            "[hazard.quality]\non = [\"link.pipe\"]\nprocess = \"states\"\n\
             states = [\n  { leaves = \"50 %\", probability = 0.1 },\n  { leaves = \"100 %\", probability = 0.8 },\n]",
            "[hazard.quality]\non = [\"link.pipe\"]\nprocess = \"states\"\n\
             states = [\n  { leaves = \"50 %\", probability = 0.1 },\n  { leaves = \"100 %\", probability = 0.9 },\n]",
        ],
    ),
    entry(
        K::EndBeforeStart,
        [
            "The horizon, an event or an observation ends before it begins.",
            "It has no days.",
            "Exchange the dates. The end of a horizon is its last day; `back` of an event is the \
             first day after the loss.",
        ],
        [
            "[horizon]\nstart = 2025-01-01\nend = 2024-12-31",
            "[horizon]\nstart = 2025-01-01\nend = 2025-12-31",
        ],
    ),
    entry(
        K::OutsideHorizon,
        [
            "A target is for a year that is not simulated.",
            "Nothing would be known of it.",
            "Move the year of the target, or lengthen the horizon.",
        ],
        [
            "[target.east]\nroutes = [\"ferry\"]\nyear = 2030\nat-least = \"1 Mt\"",
            "[target.east]\nroutes = [\"ferry\"]\nyear = 2026\nat-least = \"1 Mt\"",
        ],
    ),
    entry(
        K::HorizonTooLong,
        [
            "The horizon has more than 73 049 days, which is two centuries.",
            "Most likely a year is mistyped; nothing is known that far ahead.",
            "Correct the end of the horizon.",
        ],
        ["[horizon]\nend = 2925-12-31", "[horizon]\nend = 2029-12-31"],
    ),
    entry(
        K::TooMuchKept,
        [
            "The values that a run keeps of every replication would take more than 2 GB.",
            "Quantiles need them all at once, and memory would run out after hours of work.",
            "Ask for fewer replications, or shorten the horizon. Four times as many replications \
             only halve the error.",
        ],
        ["[run]\nreplications = 90000000", "[run]\nreplications = 100000"],
    ),
    entry(
        K::MoreBeliefs,
        [
            "More sets of beliefs are asked for than there are replications.",
            "Each belief needs at least one replication.",
            "Raise `replications` or lower `beliefs`.",
        ],
        ["[run]\nreplications = 100\nbeliefs = 200", "[run]\nreplications = 1000\nbeliefs = 200"],
    ),
];
