//! The list of output quantities: name, unit and meaning of each, once.
//!
//! Knows nothing of how a quantity is computed. `docs/outputs.md` has the same list for
//! people; a test holds the two together.

mod constraint;
mod made;
mod measure;
mod of;
mod period;
mod quantity;
mod unit;

pub use constraint::{Constraint, Step};
pub use made::{MADE, Made};
pub use measure::{Measure, Reached};
pub use of::Of;
pub use period::Period;
pub use quantity::{Name, Quantity};
pub use unit::Unit;

/// An output quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Tonnes that reach markets which are not required; of a route: what passes its links.
    Exports,
    /// Our tonnes on a link.
    Throughput,
    /// All shippers' tonnes on a link.
    ThroughputAllShippers,
    /// Tonnes nominated on a link, without make-up.
    Nominated,
    /// Tonnes a link could have carried for us.
    Capability,
    /// Tonnes produced by a source.
    Production,
    /// Tonnes a source could have produced but for want of a way out.
    ShutIn,
    /// Tonnes a source could not produce because of its own outage.
    SupplyLost,
    /// Days with shut-in.
    ShutInDays,
    /// First day with shut-in, counted from 1 at the start of the period.
    FirstCutDay,
    /// Tonnes of required demand that were not met.
    Unserved,
    /// Days with required demand not met.
    UnservedDays,
    /// Mean stock in a tank, tonnes.
    Stock,
    /// Days on which a tank was full.
    StockFullDays,
    /// Share of a route in exports.
    RouteShare,
    /// Share of exports over routes that cross a territory.
    ShareVia,
    /// Herfindahl-Hirschman index of exports by route.
    HhiRoute,
    /// Share of the berths of a port that is taken.
    BerthOccupancy,
    /// Mean wait of a call at a port, hours.
    Wait,
    /// The part of it with the port closed, hours.
    WaitStorm,
    /// The part of it for a berth, hours.
    WaitQueue,
    /// The part of it for cargo or room, hours.
    WaitTank,
    /// Wait that nine calls in ten do not exceed, hours.
    WaitP90,
    /// Wait that nineteen calls in twenty do not exceed, hours.
    WaitP95,
    /// Ships that came alongside at a port.
    Calls,
    /// Mean cargo of a shuttle, tonnes.
    Cargo,
    /// Share of the time of a fleet's ships that is used.
    ShipUse,
    /// Tonnes left behind by a shuttle for want of draft.
    DraftLost,
    /// Mean of a shuttle's oil in ships, tonnes.
    AtSea,
    /// Hours waited at a port for a berth, cargo or room.
    Demurrage,
    /// Cost of transport, USD.
    TransportCost,
    /// Sales less cost of transport, USD.
    Netback,
    /// Headline measure of a target: tonnes over its routes.
    TargetRoutes,
    /// Tonnes over the sea links of a target.
    TargetSea,
    /// Best rolling 90 days over the target's routes, as tonnes a year.
    TargetRunRate,
    /// Least mean capability along the target's chain in the last quarter, as tonnes a year.
    TargetCapability,
    /// Tonnes a target's routes could have carried for us.
    TargetRoutesCapability,
    /// [`Metric::TargetRoutes`] under push.
    PushRoutes,
    /// [`Metric::TargetSea`] under push.
    PushSea,
    /// [`Metric::TargetRunRate`] under push.
    PushRunRate,
    /// [`Metric::TargetCapability`] under push.
    PushCapability,
}

/// All that is to be said of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// Which metric.
    pub metric: Metric,
    /// Kebab-case name.
    pub name: &'static str,
    /// Unit of its values.
    pub unit: Unit,
    /// What it can be of.
    pub of: &'static [Of],
    /// Its definition, one sentence.
    pub definition: &'static str,
}

const fn card(
    metric: Metric,
    name: &'static str,
    unit: Unit,
    of: &'static [Of],
    definition: &'static str,
) -> Card {
    Card { metric, name, unit, of, definition }
}

/// The metrics, in the order of [`Metric`].
pub const CARDS: [Card; 41] = [
    card(
        Metric::Exports,
        "exports",
        Unit::Tonnes,
        &[Of::Total, Of::Route],
        "Oil that reaches markets which are not required; of a route, the net flow over its links.",
    ),
    card(
        Metric::Throughput,
        "throughput",
        Unit::Tonnes,
        &[Of::Link],
        "Our oil on a link, net from its start to its end.",
    ),
    card(
        Metric::ThroughputAllShippers,
        "throughput-all-shippers",
        Unit::Tonnes,
        &[Of::Link],
        "Our oil and that of other shippers on a link.",
    ),
    card(
        Metric::Nominated,
        "nominated",
        Unit::Tonnes,
        &[Of::Link],
        "Volume nominated on a link without make-up; with \"all\", the undisturbed capacity.",
    ),
    card(
        Metric::Capability,
        "capability",
        Unit::Tonnes,
        &[Of::Link],
        "What a link could have carried for us, after losses, closure and other shippers; \
         of a shuttle, the least of what its berths at either end and its ships could.",
    ),
    card(
        Metric::Production,
        "production",
        Unit::Tonnes,
        &[Of::Total, Of::Source],
        "Oil produced, which is supply less supply lost and shut-in.",
    ),
    card(
        Metric::ShutIn,
        "shut-in",
        Unit::Tonnes,
        &[Of::Total, Of::Source],
        "Oil that a source could have produced but for want of a way out.",
    ),
    card(
        Metric::SupplyLost,
        "supply-lost",
        Unit::Tonnes,
        &[Of::Total, Of::Source],
        "Oil that a source could not produce because of its own outage.",
    ),
    card(
        Metric::ShutInDays,
        "shut-in-days",
        Unit::Days,
        &[Of::Total, Of::Source],
        "Days with shut-in; of the total, days with shut-in anywhere.",
    ),
    card(
        Metric::FirstCutDay,
        "first-cut-day",
        Unit::Days,
        &[Of::Total, Of::Source],
        "Number of the first day with shut-in, from 1 at the start of the period; \
         missing where there is none.",
    ),
    card(
        Metric::Unserved,
        "unserved",
        Unit::Tonnes,
        &[Of::Total, Of::Market],
        "Required demand that was not met.",
    ),
    card(
        Metric::UnservedDays,
        "unserved-days",
        Unit::Days,
        &[Of::Total, Of::Market],
        "Days with required demand not met; of the total, days with any.",
    ),
    card(
        Metric::Stock,
        "stock",
        Unit::Tonnes,
        &[Of::Tank],
        "Stock of a tank at the end of the day, mean over the days.",
    ),
    card(
        Metric::StockFullDays,
        "stock-full-days",
        Unit::Days,
        &[Of::Tank],
        "Days at whose end a tank was full.",
    ),
    card(
        Metric::RouteShare,
        "route-share",
        Unit::Share,
        &[Of::Route],
        "Exports of a route over all exports; missing where there are none.",
    ),
    card(
        Metric::ShareVia,
        "share-via",
        Unit::Share,
        &[Of::Tag],
        "Exports of the routes that cross a territory over all exports; missing where there are none.",
    ),
    card(
        Metric::HhiRoute,
        "hhi-route",
        Unit::Index,
        &[Of::Total],
        "Sum of the squared shares of the routes that are part of no other: 1 is a single route; \
         missing where there are no exports.",
    ),
    card(
        Metric::BerthOccupancy,
        "berth-occupancy",
        Unit::Share,
        &[Of::Port],
        "Berth-minutes taken by ships and changeovers over berth-minutes in service, storms \
         included; missing where no berth is in service.",
    ),
    card(
        Metric::Wait,
        "wait",
        Unit::Hours,
        &[Of::Port],
        "Wait of a ship before it comes alongside, mean over calls; missing where there are none.",
    ),
    card(
        Metric::WaitStorm,
        "wait-storm",
        Unit::Hours,
        &[Of::Port],
        "The part of the wait while the port was closed.",
    ),
    card(
        Metric::WaitQueue,
        "wait-queue",
        Unit::Hours,
        &[Of::Port],
        "The part of the wait for a berth.",
    ),
    card(
        Metric::WaitTank,
        "wait-tank",
        Unit::Hours,
        &[Of::Port],
        "The part of the wait for cargo to load, or for room to discharge into.",
    ),
    card(
        Metric::WaitP90,
        "wait-p90",
        Unit::Hours,
        &[Of::Port],
        "Least number of whole hours, at most 720, that the wait of 90 % of the calls does \
         not exceed.",
    ),
    card(
        Metric::WaitP95,
        "wait-p95",
        Unit::Hours,
        &[Of::Port],
        "Least number of whole hours, at most 720, that the wait of 95 % of the calls does \
         not exceed.",
    ),
    card(
        Metric::Calls,
        "calls",
        Unit::Calls,
        &[Of::Port],
        "Ships that came alongside, to load or to discharge.",
    ),
    card(
        Metric::Cargo,
        "cargo",
        Unit::Tonnes,
        &[Of::Shuttle],
        "Tonnes loaded over loadings; missing where there are none.",
    ),
    card(
        Metric::ShipUse,
        "ship-use",
        Unit::Share,
        &[Of::Fleet],
        "Time of ships neither idle nor laid up over their time in service; missing where \
         there are none.",
    ),
    card(
        Metric::DraftLost,
        "draft-lost",
        Unit::Tonnes,
        &[Of::Shuttle],
        "Cargo at full draft less cargo loaded, over all loadings.",
    ),
    card(
        Metric::AtSea,
        "at-sea",
        Unit::Tonnes,
        &[Of::Shuttle],
        "Oil in ships at the end of the day, from the start of loading to the end of \
         discharge, mean over the days.",
    ),
    card(
        Metric::Demurrage,
        "demurrage",
        Unit::Hours,
        &[Of::Port],
        "Hours that ships waited for a berth, for cargo or for room.",
    ),
    card(
        Metric::TransportCost,
        "transport-cost",
        Unit::Usd,
        &[Of::Total],
        "Cost of each link times our oil on it in either direction; absent where no link has a cost.",
    ),
    card(
        Metric::Netback,
        "netback",
        Unit::Usd,
        &[Of::Total],
        "Exports at the price of their market less the cost of transport; absent without prices.",
    ),
    card(
        Metric::TargetRoutes,
        "target-routes",
        Unit::Tonnes,
        &[Of::Target],
        "Headline measure of a target: our oil over its routes.",
    ),
    card(
        Metric::TargetSea,
        "target-sea",
        Unit::Tonnes,
        &[Of::Target],
        "Our oil over the sea links of a target.",
    ),
    card(
        Metric::TargetRunRate,
        "target-run-rate",
        Unit::TonnesPerYear,
        &[Of::Target],
        "Most oil over a target's routes in 90 days in a row that end in the period, times 365/90.",
    ),
    card(
        Metric::TargetCapability,
        "target-capability",
        Unit::TonnesPerYear,
        &[Of::Target],
        "Least mean capability of the stages of a target's chain in the last quarter of the year, \
         times the days of the year.",
    ),
    card(
        Metric::TargetRoutesCapability,
        "target-routes-capability",
        Unit::Tonnes,
        &[Of::Target],
        "What a target's routes could have carried for us, ports and ships that they share counted \
         once.",
    ),
    card(
        Metric::PushRoutes,
        "push-routes",
        Unit::Tonnes,
        &[Of::Target],
        "The same as `target-routes` under push: all that can move along the targets is nominated \
         after `as-of`; missing where a replication was not run under push.",
    ),
    card(
        Metric::PushSea,
        "push-sea",
        Unit::Tonnes,
        &[Of::Target],
        "The same as `target-sea` under push.",
    ),
    card(
        Metric::PushRunRate,
        "push-run-rate",
        Unit::TonnesPerYear,
        &[Of::Target],
        "The same as `target-run-rate` under push.",
    ),
    card(
        Metric::PushCapability,
        "push-capability",
        Unit::TonnesPerYear,
        &[Of::Target],
        "The same as `target-capability` under push.",
    ),
];

impl Metric {
    /// Every metric, in the order in which they are written.
    pub const ALL: [Metric; CARDS.len()] = {
        let mut all = [Metric::Exports; CARDS.len()];
        let mut index = 0;
        while index < CARDS.len() {
            all[index] = CARDS[index].metric;
            index += 1;
        }
        all
    };

    /// All that is to be said of it.
    pub fn card(self) -> &'static Card {
        &CARDS[self as usize]
    }

    /// Kebab-case name.
    pub fn name(self) -> &'static str {
        self.card().name
    }

    /// Unit of its values.
    pub fn unit(self) -> Unit {
        self.card().unit
    }

    /// The metric of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        CARDS.iter().find(|card| card.name == name).map(|card| card.metric)
    }

    /// True where it is absent without shuttles.
    pub fn is_of_shuttles(self) -> bool {
        self.card().of.iter().any(|of| matches!(of, Of::Shuttle | Of::Port | Of::Fleet))
    }

    /// The measure of a target under contract that this is under push; others as they are.
    pub fn under_contract(self) -> Self {
        match self {
            Metric::PushRoutes => Metric::TargetRoutes,
            Metric::PushSea => Metric::TargetSea,
            Metric::PushRunRate => Metric::TargetRunRate,
            Metric::PushCapability => Metric::TargetCapability,
            metric => metric,
        }
    }

    /// True for the measures of a target under push.
    pub fn is_push(self) -> bool {
        self.under_contract() != self
    }

    /// True for the measures of a target.
    pub fn is_target(self) -> bool {
        self.card().of.contains(&Of::Target)
    }
}

crate::table::text!(Metric: "metric");

#[cfg(test)]
mod tests;
