//! How each metric is made from the counters of its span.

use super::Entity;
use super::able::{self, Cut};
use super::slots::Slots;
use crate::metric::{Counter, How, Metric};
use crate::model::{LinkId, Model, NodeId, NodeKind, Target, UNLIMITED};
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
        let all = |counters: &[Counter]| {
            let each = counters.iter().map(|counter| self.slots.of(*counter, entity));
            Some(each.collect::<Option<Vec<_>>>()?.concat())
        };
        let one = |counter: Counter| self.slots.of(counter, entity)?.first().copied();
        Some(match metric.card().how {
            How::Sum(counters) => Formula::Sum(all(counters)?),
            How::Days(_, anywhere) if *entity == Entity::Total => Formula::Sum(all(&[anywhere])?),
            How::Days(counter, _) => Formula::Sum(all(&[counter])?),
            How::Bounded(counter) => Formula::Bounded(one(counter)?),
            How::Mean(counter) => Formula::Mean(one(counter)?),
            How::Ratio(part, whole) => Formula::Share(all(&[part])?, all(&[whole])?),
            How::Hours(counters) => Formula::Hours(all(counters)?),
            How::HoursEach(counters, by) => Formula::HoursEach(all(counters)?, one(by)?),
            How::WaitQuantile(_) => return None,
            How::Own => self.own(metric, entity)?,
        })
    }

    /// The formula of a metric that has one of its own.
    fn own(&self, metric: Metric, entity: &Entity) -> Option<Formula> {
        let target = |of: fn(&Target) -> &Vec<LinkId>| match entity {
            Entity::Target(target) => Some(of(&self.model.targets[*target])),
            _ => None,
        };
        Some(match metric {
            Metric::Exports => Formula::Sum(self.exports(entity)?),
            Metric::Capability => match entity {
                Entity::Link(link) => Formula::Narrowest(self.able(&[*link])),
                _ => return None,
            },
            Metric::FirstCutDay => Formula::First(match entity {
                Entity::Node(node) => place(&self.slots.sources, *node)? + 1,
                _ => 0,
            }),
            Metric::RouteShare => Formula::Share(self.exports(entity)?, self.all_exports()),
            Metric::ShareVia => match entity {
                Entity::Tag(tag) => Formula::Share(self.via(tag), self.all_exports()),
                _ => return None,
            },
            Metric::HhiRoute => Formula::Concentration(self.top(), self.all_exports()),
            Metric::TransportCost => Formula::TransportCost,
            Metric::Netback => Formula::Netback,
            Metric::TargetRoutes => Formula::Sum(self.flows(target(|of| &of.routes)?)),
            Metric::TargetSea => Formula::Sum(self.flows(target(|of| &of.sea)?)),
            Metric::TargetRoutesCapability => {
                Formula::Narrowest(self.able(target(|of| &of.routes)?))
            }
            _ => return None,
        })
    }

    /// Bounds of what links side by side could carry.
    pub fn able(&self, links: &[LinkId]) -> Vec<Cut> {
        able::cuts(self.model, self.slots, links)
    }

    /// Counters of what a route exports, a market receives, or all unrequired markets do.
    fn exports(&self, entity: &Entity) -> Option<Vec<usize>> {
        match entity {
            Entity::Total => Some(self.all_exports()),
            Entity::Route(route) => Some(self.flows(&self.model.routes[*route].links)),
            Entity::Node(node) => {
                Some(vec![self.slots[Counter::Served] + place(&self.slots.markets, *node)?])
            }
            _ => None,
        }
    }

    fn all_exports(&self) -> Vec<usize> {
        let open = |node: NodeId| {
            matches!(self.model.nodes[node].kind, NodeKind::Market { required: false, .. })
        };
        let markets = self.slots.markets.iter().enumerate().filter(|(_, node)| open(**node));
        markets.map(|(place, _)| self.slots[Counter::Served] + place).collect()
    }

    fn flows(&self, links: &[LinkId]) -> Vec<usize> {
        let mut slots: Vec<usize> =
            links.iter().map(|link| self.slots[Counter::Flow] + link).collect();
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
