//! The list of output quantities: name, unit and meaning of each, once.
//!
//! Knows nothing of how a quantity is computed.

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
}
