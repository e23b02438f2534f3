//! Supply against demand and capacity, year by year, as if nothing ever failed.
//!
//! What can be carried is a maximum flow over the capacities of a whole year.

use crate::calendar::Day;
use crate::circulation::{At, Simplex};
use crate::graph::Digraph;
use crate::model::{Link, Model, NodeId, NodeKind, Series, UNLIMITED};
use std::fmt;

/// Most pivots in which what a network can carry in a year is to be found.
const MOST_PIVOTS: u32 = 100_000;

/// A year of the horizon (the days of it that are simulated), in tonnes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Calendar year.
    pub year: i16,
    /// Supply of all sources.
    pub supply: i64,
    /// Demand that must be met.
    pub required: i64,
    /// What the network could carry to all markets; `None` where to find it takes too long.
    pub carried: Option<i64>,
    /// Nominated on links into markets that are not required, and on shuttles on the way to one
    /// behind which nothing is nominated; "all" on a shuttle counts as the supply.
    pub nominated: i64,
}

impl Balance {
    /// Supply that must find a way out of the country.
    pub fn for_export(&self) -> i64 {
        (self.supply - self.required).max(0)
    }

    /// Supply that the network cannot carry, as far as that is known.
    pub fn stranded(&self) -> Option<i64> {
        self.carried.map(|carried| self.supply - carried)
    }
}

/// Amounts of a year by node and link.
struct Year {
    year: i16,
    node: Vec<i64>,
    link: Vec<i64>,
    nominated: i64,
}

/// A row for each year.
pub(in super::super) fn by_year(model: &Model) -> Vec<Balance> {
    let medians = model.medians();
    let last = last_nominated(model);
    let mut carried = Carried::new(model);
    let years = model.horizon.years().map(|year| {
        let sums = Year::new(model, &last, (year, &medians));
        let carried = carried.as_mut().and_then(|network| network.most(model, &sums));
        row(model, &sums, carried)
    });
    years.collect()
}

impl Year {
    fn new(model: &Model, last: &[bool], (year, belief): (i16, &[f64])) -> Self {
        let days = model.horizon.days();
        let first = days.partition_point(|day| day.year() < year);
        let days = &days[first..days.partition_point(|day| day.year() <= year)];
        let mut supply = vec![0; days.len()];
        let mut of_node = |node: &NodeKind| match node {
            NodeKind::Source { supply: series, .. } => {
                let today = by_day(&[series], days, |day| series.tonnes_on(day, belief));
                supply
                    .iter_mut()
                    .zip(today)
                    .map(|(all, today)| {
                        *all += today;
                        today
                    })
                    .sum()
            }
            NodeKind::Market { demand, .. } => {
                by_day(&[demand], days, |day| demand.tonnes_on(day, belief)).sum()
            }
            _ => 0,
        };
        let node = model.nodes.iter().map(|node| of_node(&node.kind)).collect();
        let mut nominated = 0;
        let mut of_link = |(link, last): (&Link, &bool)| {
            let ours = by_day(&series_of(link), days, |day| ours(link, day, belief));
            let Some(nomination) = link.nomination.as_ref().filter(|_| *last) else {
                return ours.sum();
            };
            let mut sum = 0;
            for ((ours, day), supply) in ours.zip(days).zip(&supply) {
                let volume = nomination.volume.tonnes_on(day, belief).min(ours);
                // A shuttle has no capacity of its own that could bound "all".
                nominated += if volume < UNLIMITED { volume } else { *supply };
                sum += ours;
            }
            sum
        };
        let link = model.links.iter().zip(last).map(&mut of_link).collect();
        Self { year, node, link, nominated }
    }
}

/// What a day brings, by day of a year: worked out once where none of these series changes within
/// it.
fn by_day<'a>(
    series: &[&Series],
    days: &'a [Day],
    of: impl Fn(&Day) -> i64 + 'a,
) -> impl Iterator<Item = i64> + 'a {
    let stays = series.iter().all(|series| series.stays_within_years());
    let first = days.first().filter(|_| stays).map(&of);
    days.iter().map(move |day| first.unwrap_or_else(|| of(day)))
}

/// Everything on which our part of a link depends.
fn series_of(link: &Link) -> Vec<&Series> {
    let nominated = link.nomination.iter().map(|nomination| &nomination.volume);
    let own = [&link.open, &link.in_service].into_iter().chain(&link.reserved);
    own.chain(&link.capacity).chain(nominated).collect()
}

/// Links on which a nomination counts as exports: pipes into markets that are not required, and
/// shuttles from whose end oil comes to such a market over links without a nomination.
fn last_nominated(model: &Model) -> Vec<bool> {
    let is_market =
        |node: NodeId| matches!(model.nodes[node].kind, NodeKind::Market { required: false, .. });
    let open = model.links.iter().filter(|link| link.nomination.is_none());
    let back = open.flat_map(|link| {
        [[link.to, link.from], [link.from, link.to]]
            .into_iter()
            .take(1 + usize::from(link.both_ways))
    });
    let back = Digraph::new(model.nodes.len(), back.map(|way| (0, way)));
    let leads = back.reached((0..model.nodes.len()).filter(|node| is_market(*node)), |_| true);
    let of = |link: &Link| if link.shuttle.is_some() { leads[link.to] } else { is_market(link.to) };
    model.links.iter().map(of).collect()
}

/// What a link can carry for us when nothing fails; a shuttle, what is nominated on it.
fn ours(link: &Link, day: &Day, belief: &[f64]) -> i64 {
    if link.open.on(day, belief) < 0.5 {
        return 0;
    }
    if link.shuttle.is_some() {
        let nomination = link.nomination.as_ref();
        return nomination.map_or(0, |nomination| nomination.volume.tonnes_on(day, belief));
    }
    let units = (link.in_service.on(day, belief).round() as usize).min(link.units());
    let whole = link.capacity[units].tonnes_on(day, belief);
    let reserved = link.reserved.as_ref().map_or(0, |reserved| reserved.tonnes_on(day, belief));
    link.reserved_rank.ours(whole, whole, reserved)
}

fn row(model: &Model, sums: &Year, carried: Option<i64>) -> Balance {
    let of = |is: fn(&NodeKind) -> bool| -> i64 {
        let nodes = model.nodes.iter().zip(&sums.node);
        nodes.filter(|(node, _)| is(&node.kind)).map(|(_, sum)| *sum).sum()
    };
    Balance {
        year: sums.year,
        supply: of(|kind| matches!(kind, NodeKind::Source { .. })),
        required: of(|kind| matches!(kind, NodeKind::Market { required: true, .. })),
        carried,
        nominated: sums.nominated,
    }
}

/// The network of all years: what comes from a root through sources goes back to it through
/// markets.
struct Carried {
    solver: Simplex,
    /// Nodes whose first arc is to or from the root, in order; then come the links, there and,
    /// where they go both ways, back.
    ends: Vec<NodeId>,
}

impl Carried {
    /// `None` for a network larger than the solver holds.
    fn new(model: &Model) -> Option<Self> {
        let at = |node: NodeId| At::new(node + 1);
        let ends = (0..model.nodes.len()).filter(|node| {
            matches!(model.nodes[*node].kind, NodeKind::Source { .. } | NodeKind::Market { .. })
        });
        let ends: Vec<NodeId> = ends.collect();
        let is_source = |node: &NodeId| matches!(model.nodes[*node].kind, NodeKind::Source { .. });
        // Every way is worth less than a tonne, and no two cost the same: ties would cost time.
        let mut tie = 0;
        let mut tie = || {
            tie = (tie + 7_919) % 65_521;
            1 + tie
        };
        let tonne = 65_536 * (model.nodes.len() as i128 + 2);
        let (mut arcs, mut costs) = (Vec::new(), Vec::new());
        for node in &ends {
            let to_root =
                if is_source(node) { (At::ROOT, at(*node)) } else { (at(*node), At::ROOT) };
            arcs.push(to_root);
            costs.push(if is_source(node) { tie() } else { tie() - tonne });
        }
        for link in &model.links {
            let ways = [(at(link.from), at(link.to)), (at(link.to), at(link.from))];
            for way in ways.into_iter().take(1 + usize::from(link.both_ways)) {
                arcs.push(way);
                costs.push(tie());
            }
        }
        let solver = Simplex::new(model.nodes.len() + 1, &arcs, &costs).ok()?;
        Some(Self { solver, ends })
    }

    /// The most that can go from sources to markets; `None` where to find it takes too long.
    fn most(&mut self, model: &Model, sums: &Year) -> Option<i64> {
        let of_nodes = self.ends.iter().map(|node| sums.node[*node]);
        let of_links = model.links.iter().zip(&sums.link);
        let of_links = of_links
            .flat_map(|(link, sum)| std::iter::repeat_n(*sum, 1 + usize::from(link.both_ways)));
        of_nodes.chain(of_links).enumerate().for_each(|(arc, c)| self.solver.set_capacity(arc, c));
        self.solver.solve_within(MOST_PIVOTS).ok()?;
        let sources = self
            .ends
            .iter()
            .enumerate()
            .filter(|(_, node)| matches!(model.nodes[**node].kind, NodeKind::Source { .. }));
        Some(sources.map(|(arc, _)| self.solver.flow(arc)).sum())
    }
}

pub(super) fn write(f: &mut fmt::Formatter<'_>, balance: &[Balance]) -> fmt::Result {
    let mt = |tonnes: i64| format!("{:.1}", tonnes as f64 / 1e6);
    let known = |tonnes: Option<i64>| tonnes.map_or_else(|| "-".to_owned(), mt);
    writeln!(f, "Balance when nothing fails, Mt (beliefs at their median)")?;
    writeln!(f, "  year    supply  required  for export  nominated  can carry  stranded")?;
    for row in balance {
        writeln!(
            f,
            "  {:<4} {:>9} {:>9} {:>11} {:>10} {:>10} {:>9}",
            row.year,
            mt(row.supply),
            mt(row.required),
            mt(row.for_export()),
            mt(row.nominated),
            known(row.carried),
            known(row.stranded())
        )?;
    }
    Ok(())
}
