//! Every metric, a row each: what it is, name, unit, what it can be of, and how it is made.
//!
//! All else comes from the row: the type, the list of `caspian explain`, the row of
//! `docs/outputs.md`, the formula. What is `Own` has its formula in `tally::formula`; a counter is
//! declared in `metric::counter` and counted in `tally::days`.

use super::{Counter, Of, Unit};

/// How a metric is made from counters over its days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum How {
    /// Sum of counters; of the total, over all there is one for.
    Sum(&'static [Counter]),
    /// Sum of a counter of days; of the total, the second one.
    Days(Counter, Counter),
    /// Sum of a counter; missing where nothing bounded it.
    Bounded(Counter),
    /// Mean of a counter over the days.
    Mean(Counter),
    /// One counter over another; missing where that is 0.
    Ratio(Counter, Counter),
    /// Minutes in counters, as hours.
    Hours(&'static [Counter]),
    /// The same over a counter; missing where that is 0.
    HoursEach(&'static [Counter], Counter),
    /// Whole hours that so large a share of waits does not exceed.
    WaitQuantile(f64),
    /// By a formula of its own.
    Own,
}

/// All that is to be said of a metric.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// How it is made.
    pub how: How,
}

macro_rules! metrics {
    ($(
        $(#[doc = $about:literal])+
        $metric:ident = $name:literal, $unit:ident of [$($of:ident),+], $how:ident$(($($with:tt)+))?;
    )+) => {
        crate::table::words! {
            /// An output quantity. The order is that in which they are written.
            pub enum Metric: "metric" {
                $($(#[doc = $about])+ $metric = $name),+
            }
        }

        /// The metrics, in the order of [`Metric`].
        pub const CARDS: [Card; Metric::ALL.len()] = {
            #[allow(unused_imports, reason = "names of counters are short in the list")]
            use Counter::*;
            [$(Card {
                metric: Metric::$metric,
                name: $name,
                unit: Unit::$unit,
                of: &[$(Of::$of),+],
                definition: concat!($($about),+).trim_ascii(),
                how: How::$how$(($($with)+))?,
            }),+]
        };
    };
}

metrics! {
    /// Oil that reaches markets which are not required; of a route, the net flow over its links.
    Exports = "exports", Tonnes of [Total, Route], Own;
    /// Our oil on a link, net from its start to its end.
    Throughput = "throughput", Tonnes of [Link], Sum(&[Flow]);
    /// Our oil and that of other shippers on a link.
    ThroughputAllShippers = "throughput-all-shippers", Tonnes of [Link], Sum(&[Flow, Others]);
    /// Volume nominated on a link without make-up; with "all", the undisturbed capacity.
    Nominated = "nominated", Tonnes of [Link], Bounded(Nominated);
    /// What a link could have carried for us, after losses, closure and other shippers; of a
    /// shuttle, the least of what its berths at either end and its ships could.
    Capability = "capability", Tonnes of [Link], Own;
    /// Oil produced, which is supply less supply lost and shut-in.
    Production = "production", Tonnes of [Total, Source], Sum(&[Production]);
    /// Oil that a source could have produced but for want of a way out.
    ShutIn = "shut-in", Tonnes of [Total, Source], Sum(&[ShutIn]);
    /// Oil that a source could not produce because of its own outage.
    SupplyLost = "supply-lost", Tonnes of [Total, Source], Sum(&[SupplyLost]);
    /// Days with shut-in; of the total, days with shut-in anywhere.
    ShutInDays = "shut-in-days", Days of [Total, Source], Days(ShutInDays, ShutInAnywhere);
    /// Number of the first day with shut-in, from 1 at the start of the period; missing where there
    /// is none.
    FirstCutDay = "first-cut-day", Days of [Total, Source], Own;
    /// Required demand that was not met.
    Unserved = "unserved", Tonnes of [Total, Market], Sum(&[Unserved]);
    /// Days with required demand not met; of the total, days with any.
    UnservedDays = "unserved-days", Days of [Total, Market], Days(UnservedDays, UnservedAnywhere);
    /// Stock of a tank at the end of the day, mean over the days.
    Stock = "stock", Tonnes of [Tank], Mean(Stock);
    /// Days at whose end a tank was full.
    StockFullDays = "stock-full-days", Days of [Tank], Sum(&[StockFull]);
    /// Days at whose end a tank was empty.
    StockEmptyDays = "stock-empty-days", Days of [Tank], Sum(&[StockEmpty]);
    /// Exports of a route over all exports; missing where there are none.
    RouteShare = "route-share", Share of [Route], Own;
    /// Exports of the routes that cross a territory over all exports; missing where there are none.
    ShareVia = "share-via", Share of [Tag], Own;
    /// Sum of the squared shares of the routes that are part of no other: 1 is a single route;
    /// missing where there are no exports.
    HhiRoute = "hhi-route", Index of [Total], Own;
    /// Berth-minutes taken by ships and changeovers over berth-minutes in service, storms included;
    /// missing where no berth is in service.
    BerthOccupancy = "berth-occupancy", Share of [Port], Ratio(BerthBusy, BerthInService);
    /// Wait of a ship before it comes alongside, mean over calls; missing where there are none.
    Wait = "wait", Hours of [Port], HoursEach(&[WaitStorm, WaitQueue, WaitTank], Calls);
    /// The part of the wait while the port was closed.
    WaitStorm = "wait-storm", Hours of [Port], HoursEach(&[WaitStorm], Calls);
    /// The part of the wait for a berth.
    WaitQueue = "wait-queue", Hours of [Port], HoursEach(&[WaitQueue], Calls);
    /// The part of the wait for cargo to load, or for room to discharge into.
    WaitTank = "wait-tank", Hours of [Port], HoursEach(&[WaitTank], Calls);
    /// Least number of whole hours, at most 720, that the wait of 90 % of the calls does not
    /// exceed.
    WaitP90 = "wait-p90", Hours of [Port], WaitQuantile(0.9);
    /// Least number of whole hours, at most 720, that the wait of 95 % of the calls does not
    /// exceed.
    WaitP95 = "wait-p95", Hours of [Port], WaitQuantile(0.95);
    /// Ships that came alongside, to load or to discharge.
    Calls = "calls", Calls of [Port], Sum(&[Calls]);
    /// Tonnes loaded over loadings; missing where there are none.
    Cargo = "cargo", Tonnes of [Shuttle], Ratio(Lifted, Loads);
    /// Time of ships neither idle nor laid up over their time in service; missing where there are
    /// none.
    ShipUse = "ship-use", Share of [Fleet], Ratio(ShipUsed, ShipInService);
    /// Cargo at full draft less cargo loaded, over all loadings.
    DraftLost = "draft-lost", Tonnes of [Shuttle], Sum(&[DraftLost]);
    /// Oil in ships at the end of the day, from the start of loading to the end of discharge, mean
    /// over the days.
    AtSea = "at-sea", Tonnes of [Shuttle], Mean(AtSea);
    /// Hours that ships waited for a berth, for cargo or for room.
    Demurrage = "demurrage", Hours of [Port], Hours(&[WaitQueue, WaitTank]);
    /// Cost of each link times our oil on it in either direction; absent where no link has a cost.
    TransportCost = "transport-cost", Usd of [Total], Own;
    /// Exports at the price of their market less the cost of transport; absent without prices.
    Netback = "netback", Usd of [Total], Own;
    /// Headline measure of a target: our oil over its routes.
    TargetRoutes = "target-routes", Tonnes of [Target], Own;
    /// Our oil over the sea links of a target.
    TargetSea = "target-sea", Tonnes of [Target], Own;
    /// Most oil over a target's routes in 90 days in a row that end in the period, times 365/90.
    TargetRunRate = "target-run-rate", TonnesPerYear of [Target], Own;
    /// Least mean capability of the stages of a target's chain in the last quarter of the year,
    /// times the days of the year.
    TargetCapability = "target-capability", TonnesPerYear of [Target], Own;
    /// What a target's routes could have carried for us, ports and ships that they share counted
    /// once.
    TargetRoutesCapability = "target-routes-capability", Tonnes of [Target], Own;
    /// The same as `target-routes` under push: all that can move along the targets is nominated
    /// after `as-of`; missing where a replication was not run under push.
    PushRoutes = "push-routes", Tonnes of [Target], Own;
    /// The same as `target-sea` under push.
    PushSea = "push-sea", Tonnes of [Target], Own;
    /// The same as `target-run-rate` under push.
    PushRunRate = "push-run-rate", TonnesPerYear of [Target], Own;
    /// The same as `target-capability` under push.
    PushCapability = "push-capability", TonnesPerYear of [Target], Own;
}
