//! Projects, targets, observations, correlations and changes on the command line.

use super::{Entry, entry};
use crate::catalogue::Kind as K;

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        K::NotAPath,
        [
            "A key of `changes` in a project is no path of section, name and key.",
            "The path says which number of which component changes.",
            "Write the path in quotes, as for `--set`.",
        ],
        [
            "[project.berth]\nplanned = 2026-06-30\nchance = 1\nchanges = { berths = \"+1\" }",
            "[project.berth]\nplanned = 2026-06-30\nchance = 1\nchanges = { \"port.north.berths\" = \"+1\" }",
        ],
    ),
    entry(
        K::NotChangeable,
        [
            "A project changes a key that cannot change on a day of its own.",
            "Only what is read every day may change within the horizon: supply, demand, capacity, \
             units, nominations, berths, ships and the like.",
            "Change a key that the help lists, or put the new value into a scenario of its own.",
        ],
        [
            "[project.faster]\nplanned = 2026-06-30\nchance = 1\nchanges = { \"fleet.tankers.speed\" = \"12 kn\" }",
            "[project.faster]\nplanned = 2026-06-30\nchance = 1\nchanges = { \"fleet.tankers.ships\" = \"+1\" }",
        ],
    ),
    entry(
        K::NothingToChange,
        [
            "A project changes a number that its component does not have.",
            "A tank has no supply, a link that is not nominated no nomination; `+` and `x ` need \
             something to begin with.",
            "Give the component the key, 0 perhaps, or change another component.",
        ],
        [
            "[project.deal]\nplanned = 2026-06-30\nchance = 1\nchanges = { \"link.pipe.nominated\" = \"2 Mt/y\" }",
            "[link.pipe]\nnominated = \"0 t/d\"\n\n[project.deal]\nplanned = 2026-06-30\nchance = 1\n\
             changes = { \"link.pipe.nominated\" = \"2 Mt/y\" }",
        ],
    ),
    entry(
        K::UnitsBeyondCapacity,
        [
            "A project brings more units into service than the capacity of the link is given for.",
            "Nothing is known of what passes with so many units up.",
            "Lengthen the list of `capacity` from the start; units that are not there yet do no \
             harm.",
        ],
        [
            "[link.quay]\nunits = 1\ncapacity = [\"0 t/d\", \"60 kt/d\"]\n\n[project.berth]\n\
             planned = 2026-06-30\nchance = 1\nchanges = { \"link.quay.units\" = \"+1\" }",
            "[link.quay]\nunits = 1\ncapacity = [\"0 t/d\", \"60 kt/d\", \"90 kt/d\"]\n\n\
             [project.berth]\nplanned = 2026-06-30\nchance = 1\nchanges = { \"link.quay.units\" = \"+1\" }",
        ],
    ),
    entry(
        K::RequiresItself,
        [
            "A project requires itself, perhaps by way of others.",
            "It would wait for ever.",
            "Take one requirement out of the circle.",
        ],
        [
            "[project.a]\nplanned = 2026-06-30\nchance = 1\nrequires = [\"b\"]\n\n\
             [project.b]\nplanned = 2026-01-31\nchance = 1\nrequires = [\"a\"]",
            "[project.a]\nplanned = 2026-06-30\nchance = 1\nrequires = [\"b\"]\n\n\
             [project.b]\nplanned = 2026-01-31\nchance = 1",
        ],
    ),
    entry(
        K::UnknownMetric,
        [
            "An observation names a metric that there is none of.",
            "There is nothing to hold it against.",
            "Take one that `caspian explain` lists.",
        ],
        [
            "[observed.h1]\nlink = \"pipe\"\nmetric = \"flow\"\nfrom = 2025-01-01\n\
             until = 2025-06-30\nvalue = \"5 Mt\"\nwithin = \"3 %\"",
            "[observed.h1]\nlink = \"pipe\"\nmetric = \"throughput\"\nfrom = 2025-01-01\n\
             until = 2025-06-30\nvalue = \"5 Mt\"\nwithin = \"3 %\"",
        ],
    ),
    entry(
        K::NotObservable,
        [
            "An observation names nothing, two things, something of which nothing is reported, or a \
             metric that is not of what it names or is not counted by day.",
            "It is held against one number of the results, counted from its first day to its last, \
             and this leads to none.",
            "Name one route, link, node, port or fleet, or a metric of the whole; `caspian explain \
             METRIC` says what a metric is of.",
        ],
        [
            "[observed.h1]\nlink = \"pipe\"\nmetric = \"exports\"\nfrom = 2025-01-01\n\
             until = 2025-06-30\nvalue = \"5 Mt\"\nwithin = \"3 %\"",
            "[observed.h1]\nmetric = \"exports\"\nfrom = 2025-01-01\n\
             until = 2025-06-30\nvalue = \"5 Mt\"\nwithin = \"3 %\"",
        ],
    ),
    entry(
        K::ShareOfNothing,
        [
            "`within` is a share of the observed value, and the value is 0.",
            "A share of 0 is 0: the model would have to hit it exactly.",
            "Give `within` as a quantity.",
        ],
        [
            "[observed.h1]\nmetric = \"exports\"\nfrom = 2025-01-01\nuntil = 2025-06-30\n\
             value = \"0 t\"\nwithin = \"3 %\"",
            "[observed.h1]\nmetric = \"exports\"\nfrom = 2025-01-01\nuntil = 2025-06-30\n\
             value = \"0 t\"\nwithin = \"1 kt\"",
        ],
    ),
    entry(
        K::BadCorrelation,
        [
            "An item of `pairs` is not [path, path, number], its number is not from -1 to 1, it \
             names one value twice, or a pair stands twice.",
            "It says nothing, or two things at once.",
            "Write two different key paths and one number, each pair once.",
        ],
        [
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[hazard.storm]\n\
             rate = { uniform = [\"8 /y\", \"12 /y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rate\", 40]]",
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[hazard.storm]\n\
             rate = { uniform = [\"8 /y\", \"12 /y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rate\", 0.4]]",
        ],
    ),
    entry(
        K::NotABelief,
        [
            "A correlation names a value that is drawn at each occurrence, or that is not there.",
            "Correlations are between beliefs, numbers drawn once for a whole history.",
            "Name the path of an uncertain value; `caspian check` lists them all.",
        ],
        [
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rates\", 0.4]]",
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[hazard.storm]\n\
             rate = { uniform = [\"8 /y\", \"12 /y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rate\", 0.4]]",
        ],
    ),
    entry(
        K::ImpossibleCorrelations,
        [
            "Each correlation is possible, but not all of them together.",
            "If a goes with b and b with c, then a goes with c to some degree: the matrix must be \
             positive definite.",
            "Weaken one of them.",
        ],
        [
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[hazard.storm]\n\
             rate = { uniform = [\"8 /y\", \"12 /y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rate\", 1]]",
            "[node.field]\nsupply = { uniform = [\"9 Mt/y\", \"11 Mt/y\"] }\n\n[hazard.storm]\n\
             rate = { uniform = [\"8 /y\", \"12 /y\"] }\n\n[correlation]\n\
             pairs = [[\"node.field.supply\", \"hazard.storm.rate\", 0.9]]",
        ],
    ),
    entry(
        K::NotAChange,
        [
            "A change is not KEY=VALUE, or what follows `x ` is no plain number.",
            "It is not clear what should change, or by how much.",
            "Write key path, `=` and value, in quotes where there is a space.",
        ],
        ["--set \"link.pipe.capacity=x half\"", "--set \"link.pipe.capacity=x 0.5\""],
    ),
    entry(
        K::CannotChange,
        [
            "A change leads to nothing, or adds or multiplies what is no number or has another \
             unit.",
            "There is nothing of which the sum or product could be taken.",
            "Correct the path, use the unit of the number that is there, or give a whole new value.",
        ],
        ["--set \"link.pipe.capacity=+5 kt\"", "--set \"link.pipe.capacity=+5 Mt/y\""],
    ),
];
