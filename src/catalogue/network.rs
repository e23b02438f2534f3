//! The network, routes, chance, ports and ships.

use super::{Entry, entry};
use crate::catalogue::Kind as K;

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        K::LinkToItself,
        [
            "A link begins and ends at the same node.",
            "Oil that goes round does not come nearer to a market.",
            "Correct `from` or `to`.",
        ],
        [
            "[link.pipe]\nfrom = \"tanks\"\nto = \"tanks\"",
            "[link.pipe]\nfrom = \"field\"\nto = \"tanks\"",
        ],
    ),
    entry(
        K::AgainstTheFlow,
        [
            "A link begins at a market or ends at a source, or goes `both-ways` at one of them.",
            "Oil ends in a market and begins in a source. A place with both is a hub with a market \
             behind it.",
            "Exchange `from` and `to`, or put a hub between.",
        ],
        [
            "[link.quay]\nfrom = \"coast\"\nto = \"tanks\"",
            "[link.quay]\nfrom = \"tanks\"\nto = \"coast\"",
        ],
    ),
    entry(
        K::ShuttleEnds,
        [
            "A shuttle begins or ends at a node that is no tank.",
            "A ship loads in a day what a pipe brings in a week: without a tank there would be no \
             cargo ready, and no room for it.",
            "Let the shuttle run from tank to tank, and lead links from and to them.",
        ],
        ["[link.ferry]\nto = \"coast\"", "[link.ferry]\nto = \"far-tanks\""],
    ),
    entry(
        K::ReservedAboveCapacity,
        [
            "More of a link is reserved for others than it can carry.",
            "Nothing would be left for our oil on that day, and the reservation could not be kept \
             either.",
            "Lower `reserved` or raise `capacity`; to close a link to our oil set `open = false`.",
        ],
        ["[link.pipe]\nreserved = \"25 Mt/y\"", "[link.pipe]\nreserved = \"5 Mt/y\""],
    ),
    entry(
        K::PriceMissing,
        [
            "Some markets have a `price`, others that are not required have none.",
            "Oil goes where it earns most: with a price missing that cannot be compared.",
            "Give a price to every market that is not `required`, or to none.",
        ],
        [
            "[node.coast]\nprice = \"470 USD/t\"\n\n[node.inland]\nkind = \"market\"\ndemand = \
             \"unlimited\"\n\n[link.inland]\nfrom = \"tanks\"\nto = \"inland\"\ncapacity = \"5 Mt/y\"",
            "[node.coast]\nprice = \"470 USD/t\"\n\n[node.inland]\nkind = \"market\"\ndemand = \
             \"unlimited\"\nprice = \"400 USD/t\"\n\n[link.inland]\nfrom = \"tanks\"\nto = \"inland\"\n\
             capacity = \"5 Mt/y\"",
        ],
    ),
    entry(
        K::DeadEnd,
        [
            "No links lead from a source to a market or a tank.",
            "All its oil would be shut in, every day.",
            "Add the link that is missing, or remove the source.",
        ],
        [
            "[node.lonely]\nkind = \"source\"\nsupply = \"1 Mt/y\"",
            "[node.lonely]\nkind = \"source\"\nsupply = \"1 Mt/y\"\n\n\
             [link.feeder]\nfrom = \"lonely\"\nto = \"tanks\"\ncapacity = \"2 Mt/y\"",
        ],
    ),
    entry(
        K::UnreachableMarket,
        [
            "No links lead from a source or a tank to a market.",
            "It would receive nothing, every day.",
            "Add the link that is missing, or remove the market.",
        ],
        [
            "[node.inland]\nkind = \"market\"\ndemand = \"1 Mt/y\"",
            "[node.inland]\nkind = \"market\"\ndemand = \"1 Mt/y\"\n\n\
             [link.branch]\nfrom = \"tanks\"\nto = \"inland\"\ncapacity = \"2 Mt/y\"",
        ],
    ),
    entry(
        K::NominationMissing,
        [
            "`variation` or `surge` is given without `nominated`, or a shuttle has none.",
            "Both act on the nomination, and ships sail for one.",
            "Add `nominated`: a volume, or \"all\".",
        ],
        [
            "[link.pipe]\nvariation = { pert = [0.8, 1.0, 1.1] }",
            "[link.pipe]\nnominated = \"9 Mt/y\"\nvariation = { pert = [0.8, 1.0, 1.1] }",
        ],
    ),
    entry(
        K::NominatedOnCycle,
        [
            "From the end of a nominated link oil can flow back to its beginning, or the link goes \
             `both-ways`.",
            "The nomination could be met by the same oil going round.",
            "Nominate the last link before the market instead, or take out a link of the cycle.",
        ],
        [
            "[node.hub]\nkind = \"hub\"\n\n[link.out]\nfrom = \"tanks\"\nto = \"hub\"\n\
             capacity = \"5 Mt/y\"\nnominated = \"3 Mt/y\"\n\n[link.back]\nfrom = \"hub\"\n\
             to = \"tanks\"\ncapacity = \"5 Mt/y\"\n\n[link.last]\nfrom = \"hub\"\nto = \"coast\"\n\
             capacity = \"5 Mt/y\"",
            "[node.hub]\nkind = \"hub\"\n\n[link.out]\nfrom = \"tanks\"\nto = \"hub\"\n\
             capacity = \"5 Mt/y\"\n\n[link.back]\nfrom = \"hub\"\nto = \"tanks\"\n\
             capacity = \"5 Mt/y\"\n\n[link.last]\nfrom = \"hub\"\nto = \"coast\"\n\
             capacity = \"5 Mt/y\"\nnominated = \"3 Mt/y\"",
        ],
    ),
    entry(
        K::RouteInItself,
        [
            "A route is `part-of` itself, perhaps over other routes.",
            "Of two routes only one can be inside the other.",
            "Take out one `part-of` of the circle.",
        ],
        [
            "[route.west]\nlinks = [\"quay\", \"onward\"]\npart-of = \"west\"",
            "[route.west]\nlinks = [\"quay\", \"onward\"]",
        ],
    ),
    entry(
        K::LinkInTwoRoutes,
        [
            "Two routes that are in no other have a link in common.",
            "Its tonnes would count in both, and the routes would add up to more than the exports.",
            "Take the link out of one route, or make one `part-of` the other.",
        ],
        [
            "[route.all]\nlinks = [\"quay\", \"onward\"]\n\n[route.sea]\nlinks = [\"onward\"]",
            "[route.all]\nlinks = [\"quay\", \"onward\"]\n\n[route.sea]\nlinks = [\"onward\"]\n\
             part-of = \"all\"",
        ],
    ),
    entry(
        K::CountedTwice,
        [
            "Oil passes two links of routes, or of one measure of a target, on its way.",
            "One tonne exported would be reported as two.",
            "Keep one link of every path, best the last before the market, or make one route \
             `part-of` the other.",
        ],
        [
            "[route.quay]\nlinks = [\"quay\"]\n\n[route.sea]\nlinks = [\"ferry\", \"onward\"]",
            "[route.quay]\nlinks = [\"quay\"]\n\n[route.sea]\nlinks = [\"onward\"]",
        ],
    ),
    entry(
        K::MarketWithoutRoute,
        [
            "There are routes, and oil can reach a market without passing one of them.",
            "Routes would add up to less than the exports, and their shares would be wrong.",
            "Add the path shown to a route. Markets for own use are `required = true` and count no \
             exports.",
        ],
        [
            "[route.sea]\nlinks = [\"onward\"]",
            "[route.sea]\nlinks = [\"onward\"]\n\n[route.quay]\nlinks = [\"quay\"]",
        ],
    ),
    entry(
        K::InnerRouteOutside,
        [
            "A route is `part-of` another, and oil can pass it without passing the other.",
            "What is part of a whole cannot be more than the whole.",
            "Add the link to the outer route, or take out `part-of`.",
        ],
        [
            "[route.quay]\nlinks = [\"quay\"]\n\n[route.sea]\nlinks = [\"onward\"]\n\n\
             [route.ferry]\nlinks = [\"ferry\"]\npart-of = \"quay\"",
            "[route.quay]\nlinks = [\"quay\"]\n\n[route.sea]\nlinks = [\"onward\"]\n\n\
             [route.ferry]\nlinks = [\"ferry\"]\npart-of = \"sea\"",
        ],
    ),
    entry(
        K::TooManyUnits,
        [
            "A hazard, event or maintenance takes more units than the component has.",
            "A node counts as one unit, a port has its berths.",
            "Lower the number, or write `takes = \"all\"`.",
        ],
        ["[hazard.storm]\ntakes = 3", "[hazard.storm]\ntakes = \"all\""],
    ),
    entry(
        K::BadTakes,
        [
            "`takes` is a number that is no count of units from 1 to 64 or some other text; or it \
             counts units although `each` unit has a process of its own.",
            "A 1 is one unit, \"100 %\" all of the capacity: the two are kept apart by their form.",
            "Write a whole number of units, \"all\", or a share such as \"35 %\".",
        ],
        ["[hazard.storm]\ntakes = 0.5", "[hazard.storm]\ntakes = \"50 %\""],
    ),
    entry(
        K::NoEquilibrium,
        [
            "A markov hazard has `fail` and `repair` both 0.",
            "It starts in its long-run state, and a process that never changes has none.",
            "Give one of them a probability above 0, or remove the hazard.",
        ],
        [
            "[hazard.pump]\non = [\"link.pipe\"]\ntakes = \"all\"\nprocess = \"markov\"\n\
             fail = 0\nrepair = 0",
            "[hazard.pump]\non = [\"link.pipe\"]\ntakes = \"all\"\nprocess = \"markov\"\n\
             fail = 0.01\nrepair = 0.2",
        ],
    ),
    entry(
        K::NothingToScale,
        [
            "A regime scales the rate or the durations of a hazard whose kind has none.",
            "There is no such number to multiply.",
            "Scale what the hazard has, or describe it as a poisson process.",
        ],
        [
            "[hazard.pump]\non = [\"link.pipe\"]\ntakes = \"all\"\nprocess = \"renewal\"\nup = \"90 d\"\ndown = \"5 d\"\n\n\
             [regime.war]\nstates = [\"on\"]\nstart = \"on\"\nstay = { on = \"9 month\" }\n\
             scales = { pump = { on = 2.0 } }",
            "[hazard.pump]\non = [\"link.pipe\"]\ntakes = \"all\"\nprocess = \"renewal\"\nup = \"90 d\"\ndown = \"5 d\"\n\n\
             [regime.war]\nstates = [\"on\"]\nstart = \"on\"\nstay = { on = \"9 month\" }\n\
             duration-scales = { pump = { on = 2.0 } }",
        ],
    ),
    entry(
        K::CannotFail,
        [
            "A loss is on a shuttle, or states of a port leave a flow.",
            "What fails of a shuttle are its ports and ships; a port has berths, not tonnes.",
            "Put the loss on the port, lower the `availability` of the fleet, or leave a share.",
        ],
        ["[hazard.storm]\non = [\"link.ferry\"]", "[hazard.storm]\non = [\"port.north\"]"],
    ),
    entry(
        K::NotAShuttle,
        [
            "A fleet serves a link that is not `kind = \"shuttle\"`.",
            "Ships sail between ports over a sea, which only shuttles have.",
            "Name a shuttle, or make the link one.",
        ],
        ["[fleet.tankers]\nserves = [\"pipe\"]", "[fleet.tankers]\nserves = [\"ferry\"]"],
    ),
    entry(
        K::ShuttlePorts,
        [
            "A shuttle has not just two ports, or loads where no `load` is given, or discharges \
             where no `discharge` is.",
            "Ships load at the first port and discharge at the second, and need time for both.",
            "Name the loading port, then the other, and give them `load` and `discharge`.",
        ],
        [
            "[link.ferry]\nports = [\"south\", \"north\"]",
            "[link.ferry]\nports = [\"north\", \"south\"]",
        ],
    ),
];
