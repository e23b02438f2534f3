//! How each metric is made from the counters of its span.

use super::Entity;
use super::able::{self, Cut};
use super::slots::Slots;
use crate::metric::Metric;
use crate::model::{FleetId, LinkId, Model, NodeId, NodeKind, PortId, UNLIMITED};
use std::ops::Range;

/// Minutes.
const HOUR: f64 = 60.0;

/// A metric of an entity in terms of counters.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Formula {
    /// Sum of counters.
    Sum(Vec<usize>),
    /// A counter that is missing where it was without bound.
    Bounded(usize),
    /// Mean of a counter over the days.
    Mean(usize),
    /// First day with shut-in: 0 for any source, 1 + k for one.
    First(usize),
    /// Some counters over others; missing where these add up to nothing.
    Share(Vec<usize>, Vec<usize>),
    /// Sum of the squares of such shares.
    Concentration(Vec<Vec<usize>>, Vec<usize>),
    /// Money paid for transport.
    TransportCost,
    /// Money received less that.
    Netback,
    /// Minutes in counters, as hours.
    Hours(Vec<usize>),
    /// The same over a counter; missing where it is 0.
    HoursEach(Vec<usize>, usize),
    /// Least of cuts; missing where nothing bounds it.
    Narrowest(Vec<Cut>),
    /// Wait in whole hours that a share of the calls at a port, by its place, does not exceed.
    WaitQuantile(usize, f64, Range<usize>),
    /// Best 90 days of a target that end in the year of this index, as tonnes a year.
    RunRate(usize, usize),
    /// The same as a mean over the days, times a number of days.
    NarrowestMean(Vec<Cut>, f64),
    /// Greatest of other columns.
    Greatest(Vec<usize>),
}

/// What was counted over a span.
pub(super) struct Sums<'a> {
    /// Counters.
    pub row: &'a [i64],
    /// First step with shut-in, of any source and of each; `usize::MAX` for none.
    pub first: &'a [usize],
    /// USD paid for transport and received at markets.
    pub money: [f64; 2],
    /// First step.
    pub start: usize,
    /// Days.
    pub days: usize,
}

impl Sums<'_> {
    fn sum(&self, slots: &[usize]) -> i64 {
        slots.iter().map(|slot| self.row[*slot]).sum()
    }

    fn least(&self, cuts: &[Cut]) -> f64 {
        able::least(cuts, self.row).map_or(f64::NAN, |least| least as f64)
    }

    fn share(&self, part: &[usize], whole: i64) -> f64 {
        if whole == 0 { f64::NAN } else { self.sum(part) as f64 / whole as f64 }
    }
}

impl Formula {
    /// Value over a span; NaN where it is missing or not made from a span.
    pub fn value(&self, sums: &Sums) -> f64 {
        match self {
            Formula::Sum(slots) => sums.sum(slots) as f64,
            Formula::Bounded(slot) if sums.row[*slot] >= UNLIMITED => f64::NAN,
            Formula::Bounded(slot) => sums.row[*slot] as f64,
            Formula::Mean(slot) => sums.row[*slot] as f64 / sums.days as f64,
            Formula::First(place) if sums.first[*place] == usize::MAX => f64::NAN,
            Formula::First(place) => (sums.first[*place] - sums.start + 1) as f64,
            Formula::Share(part, whole) => sums.share(part, sums.sum(whole)),
            Formula::Concentration(parts, whole) => {
                let whole = sums.sum(whole);
                parts.iter().map(|part| sums.share(part, whole).powi(2)).sum()
            }
            Formula::Hours(slots) => sums.sum(slots) as f64 / HOUR,
            Formula::HoursEach(slots, by) => {
                let hours = sums.sum(slots) as f64 / HOUR;
                if sums.row[*by] == 0 { f64::NAN } else { hours / sums.row[*by] as f64 }
            }
            Formula::Narrowest(cuts) => sums.least(cuts),
            Formula::TransportCost => sums.money[0],
            Formula::Netback => sums.money[1] - sums.money[0],
            Formula::NarrowestMean(cuts, days) => sums.least(cuts) / sums.days as f64 * days,
            Formula::WaitQuantile(..) | Formula::RunRate(..) | Formula::Greatest(_) => f64::NAN,
        }
    }

    /// True where it can be missing in some replication.
    pub fn can_be_missing(&self) -> bool {
        use Formula as F;
        let of_calls = matches!(self, F::HoursEach(..) | F::WaitQuantile(..));
        of_calls
            || matches!(self, F::Narrowest(_) | F::NarrowestMean(..) | F::Greatest(_))
            || matches!(self, F::Bounded(_) | F::First(_) | F::Share(..) | F::Concentration(..))
    }
}

/// Finds formulas for a model.
pub(super) struct Formulas<'m> {
    pub model: &'m Model,
    pub slots: &'m Slots,
}

impl Formulas<'_> {
    /// The formula of a metric; `None` where it is not made from one span.
    pub fn of(&self, metric: Metric, entity: &Entity) -> Option<Formula> {
        let s = self.slots;
        Some(match (metric, entity) {
            (Metric::Exports, _) => Formula::Sum(self.exports(entity)?),
            (Metric::RouteShare, _) => Formula::Share(self.exports(entity)?, self.all_exports()),
            (Metric::ShareVia, Entity::Tag(tag)) => {
                Formula::Share(self.via(tag), self.all_exports())
            }
            (Metric::HhiRoute, _) => Formula::Concentration(self.top(), self.all_exports()),
            (Metric::TransportCost, _) => Formula::TransportCost,
            (Metric::Netback, _) => Formula::Netback,
            (Metric::TargetRoutes, Entity::Target(k)) => {
                Formula::Sum(self.flows(&self.model.targets[*k].routes))
            }
            (Metric::TargetSea, Entity::Target(k)) => {
                Formula::Sum(self.flows(&self.model.targets[*k].sea))
            }
            (Metric::TargetRoutesCapability, Entity::Target(k)) => {
                Formula::Narrowest(self.able(&self.model.targets[*k].routes))
            }
            (_, Entity::Link(link)) => self.of_link(metric, *link)?,
            (_, Entity::Port(port)) => self.of_port(metric, *port)?,
            (_, Entity::Fleet(fleet)) => self.of_fleet(*fleet)?,
            (Metric::Stock, Entity::Node(node)) => Formula::Mean(s.stock + place(&s.tanks, *node)?),
            (Metric::StockFullDays, Entity::Node(node)) => {
                Formula::Sum(vec![s.full + place(&s.tanks, *node)?])
            }
            (Metric::Unserved | Metric::UnservedDays, _) => self.of_market(metric, entity)?,
            _ => self.of_source(metric, entity)?,
        })
    }

    fn of_link(&self, metric: Metric, link: LinkId) -> Option<Formula> {
        let s = self.slots;
        Some(match metric {
            Metric::Throughput => Formula::Sum(vec![s.flow + link]),
            Metric::ThroughputAllShippers => Formula::Sum(vec![s.flow + link, s.others + link]),
            Metric::Nominated => Formula::Bounded(s.nominated + link),
            Metric::Capability => Formula::Narrowest(self.able(&[link])),
            _ => {
                let shuttle = place(&s.shuttles, link)?;
                match metric {
                    Metric::Cargo => {
                        Formula::Share(vec![s.lifted + shuttle], vec![s.loads + shuttle])
                    }
                    Metric::DraftLost => Formula::Sum(vec![s.draft_lost + shuttle]),
                    Metric::AtSea => Formula::Mean(s.at_sea + shuttle),
                    _ => return None,
                }
            }
        })
    }

    /// Bounds of what links side by side could carry.
    pub fn able(&self, links: &[LinkId]) -> Vec<Cut> {
        able::cuts(self.model, self.slots, links)
    }

    fn of_port(&self, metric: Metric, port: PortId) -> Option<Formula> {
        let s = self.slots;
        let port = place(&s.ports, port)?;
        let each = |slots| Formula::HoursEach(slots, s.calls + port);
        Some(match metric {
            Metric::BerthOccupancy => {
                Formula::Share(vec![s.busy + port], vec![s.in_service + port])
            }
            Metric::Wait => each(vec![s.storm + port, s.queue + port, s.tank + port]),
            Metric::WaitStorm => each(vec![s.storm + port]),
            Metric::WaitQueue => each(vec![s.queue + port]),
            Metric::WaitTank => each(vec![s.tank + port]),
            Metric::Calls => Formula::Sum(vec![s.calls + port]),
            Metric::Demurrage => Formula::Hours(vec![s.queue + port, s.tank + port]),
            _ => return None,
        })
    }

    fn of_fleet(&self, fleet: FleetId) -> Option<Formula> {
        let fleet = place(&self.slots.fleets, fleet)?;
        Some(Formula::Share(vec![self.slots.used + fleet], vec![self.slots.manned + fleet]))
    }

    fn of_market(&self, metric: Metric, entity: &Entity) -> Option<Formula> {
        let s = self.slots;
        let section = match metric {
            Metric::UnservedDays => s.unserved_days,
            _ => s.unserved,
        };
        let slots = match entity {
            Entity::Node(node) => vec![section + place(&s.markets, *node)?],
            _ if metric == Metric::UnservedDays => vec![s.unserved_any],
            _ => (section..section + s.markets.len()).collect(),
        };
        Some(Formula::Sum(slots))
    }

    fn of_source(&self, metric: Metric, entity: &Entity) -> Option<Formula> {
        let s = self.slots;
        let source = match entity {
            Entity::Node(node) => Some(place(&s.sources, *node)?),
            Entity::Total => None,
            _ => return None,
        };
        let section = match metric {
            Metric::FirstCutDay => return Some(Formula::First(source.map_or(0, |k| k + 1))),
            Metric::ShutInDays if source.is_none() => return Some(Formula::Sum(vec![s.shut_any])),
            Metric::ShutInDays => s.shut_days,
            Metric::Production => s.production,
            Metric::ShutIn => s.shut_in,
            Metric::SupplyLost => s.supply_lost,
            _ => return None,
        };
        Some(Formula::Sum(match source {
            Some(k) => vec![section + k],
            None => (section..section + s.sources.len()).collect(),
        }))
    }

    /// Counters of what a route exports, a market receives, or all unrequired markets do.
    fn exports(&self, entity: &Entity) -> Option<Vec<usize>> {
        match entity {
            Entity::Total => Some(self.all_exports()),
            Entity::Route(route) => Some(self.flows(&self.model.routes[*route].links)),
            Entity::Node(node) => {
                Some(vec![self.slots.served + place(&self.slots.markets, *node)?])
            }
            _ => None,
        }
    }

    fn all_exports(&self) -> Vec<usize> {
        let open = |node: NodeId| {
            matches!(self.model.nodes[node].kind, NodeKind::Market { required: false, .. })
        };
        let markets = self.slots.markets.iter().enumerate().filter(|(_, node)| open(**node));
        markets.map(|(place, _)| self.slots.served + place).collect()
    }

    fn flows(&self, links: &[LinkId]) -> Vec<usize> {
        let mut slots: Vec<usize> = links.iter().map(|link| self.slots.flow + link).collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    fn top(&self) -> Vec<Vec<usize>> {
        let routes = self.model.routes.iter().filter(|route| route.part_of.is_none());
        routes.map(|route| self.flows(&route.links)).collect()
    }

    /// Links of the routes that cross a territory. A route inside another that crosses it too
    /// is left out, so a tonne counts once.
    fn via(&self, tag: &str) -> Vec<usize> {
        let crosses = |route: usize| self.model.routes[route].crosses.iter().any(|t| t == tag);
        let within_another = |route: usize| {
            let mut outer = self.model.routes[route].part_of;
            while let Some(route) = outer.filter(|route| !crosses(*route)) {
                outer = self.model.routes[route].part_of;
            }
            outer.is_some()
        };
        let routes = (0..self.model.routes.len()).filter(|r| crosses(*r) && !within_another(*r));
        let links: Vec<LinkId> =
            routes.flat_map(|route| self.model.routes[route].links.iter().copied()).collect();
        self.flows(&links)
    }
}

fn place(of: &[usize], id: usize) -> Option<usize> {
    of.binary_search(&id).ok()
}
