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

impl Metric {
    /// Every metric, in the order in which they are written.
    pub const ALL: [Metric; 23] = [
        Metric::Exports,
        Metric::Throughput,
        Metric::ThroughputAllShippers,
        Metric::Nominated,
        Metric::Capability,
        Metric::Production,
        Metric::ShutIn,
        Metric::SupplyLost,
        Metric::ShutInDays,
        Metric::FirstCutDay,
        Metric::Unserved,
        Metric::UnservedDays,
        Metric::Stock,
        Metric::StockFullDays,
        Metric::RouteShare,
        Metric::ShareVia,
        Metric::HhiRoute,
        Metric::TransportCost,
        Metric::Netback,
        Metric::TargetRoutes,
        Metric::TargetSea,
        Metric::TargetRunRate,
        Metric::TargetCapability,
    ];

    /// Name in results and on the command line, kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Exports => "exports",
            Metric::Throughput => "throughput",
            Metric::ThroughputAllShippers => "throughput-all-shippers",
            Metric::Nominated => "nominated",
            Metric::Capability => "capability",
            Metric::Production => "production",
            Metric::ShutIn => "shut-in",
            Metric::SupplyLost => "supply-lost",
            Metric::ShutInDays => "shut-in-days",
            Metric::FirstCutDay => "first-cut-day",
            Metric::Unserved => "unserved",
            Metric::UnservedDays => "unserved-days",
            Metric::Stock => "stock",
            Metric::StockFullDays => "stock-full-days",
            Metric::RouteShare => "route-share",
            Metric::ShareVia => "share-via",
            Metric::HhiRoute => "hhi-route",
            Metric::TransportCost => "transport-cost",
            Metric::Netback => "netback",
            Metric::TargetRoutes => "target-routes",
            Metric::TargetSea => "target-sea",
            Metric::TargetRunRate => "target-run-rate",
            Metric::TargetCapability => "target-capability",
        }
    }

    /// Unit of its values in results: `t`, `t/y`, `d`, `USD`, or `1` for a share.
    pub fn unit(self) -> &'static str {
        match self {
            Metric::ShutInDays
            | Metric::FirstCutDay
            | Metric::UnservedDays
            | Metric::StockFullDays => "d",
            Metric::RouteShare | Metric::ShareVia | Metric::HhiRoute => "1",
            Metric::TransportCost | Metric::Netback => "USD",
            Metric::TargetRunRate | Metric::TargetCapability => "t/y",
            _ => "t",
        }
    }

    /// The metric of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }
}

impl std::fmt::Display for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Metric;

    #[test]
    fn names_are_unique_and_read_back() {
        for metric in Metric::ALL {
            assert_eq!(Metric::from_name(metric.name()), Some(metric));
        }
        assert_eq!(Metric::from_name("export"), None);
    }
}
