//! Supply against demand and capacity, year by year, as if nothing ever failed.
//!
//! What can be carried is a maximum flow over the capacities of a whole year.

use super::medians;
use crate::calendar::Day;
use crate::model::{Link, Model, NodeKind, UNLIMITED};
use std::collections::VecDeque;
use std::fmt;

/// A year of the horizon (the days of it that are simulated), in tonnes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Calendar year.
    pub year: i16,
    /// Supply of all sources.
    pub supply: i64,
    /// Demand that must be met.
    pub required: i64,
    /// What the network could carry to all markets.
    pub carried: i64,
    /// Nominated on links into markets that are not required, and on shuttles on the way to one
    /// behind which nothing is nominated; "all" on a shuttle counts as the supply.
    pub nominated: i64,
}

impl Balance {
    /// Supply that must find a way out of the country.
    pub fn for_export(&self) -> i64 {
        (self.supply - self.required).max(0)
    }

    /// Supply that the network cannot carry.
    pub fn stranded(&self) -> i64 {
        self.supply - self.carried
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
    let medians = medians(model);
    let last = last_nominated(model);
    let years = model.horizon.years().map(|year| {
        let days = model.horizon.days().iter().filter(|day| day.year() == year);
        let mut sums = Year {
            year,
            node: vec![0; model.nodes.len()],
            link: vec![0; model.links.len()],
            nominated: 0,
        };
        days.for_each(|day| add_day(&mut sums, model, &last, (day, &medians)));
        row(model, &sums)
    });
    years.collect()
}

fn add_day(sums: &mut Year, model: &Model, last: &[bool], (day, belief): (&Day, &[f64])) {
    let mut all = 0;
    for (sum, node) in sums.node.iter_mut().zip(&model.nodes) {
        let today = match &node.kind {
            NodeKind::Source { supply, .. } => supply.tonnes_on(day, belief),
            NodeKind::Market { demand, .. } => demand.tonnes_on(day, belief),
            _ => 0,
        };
        *sum += today;
        all += if matches!(node.kind, NodeKind::Source { .. }) { today } else { 0 };
    }
    for (at, (sum, link)) in sums.link.iter_mut().zip(&model.links).enumerate() {
        let ours = ours(link, day, belief);
        *sum += ours;
        if let (Some(nomination), true) = (&link.nomination, last[at]) {
            let volume = nomination.volume.tonnes_on(day, belief).min(ours);
            // A shuttle has no capacity of its own that could bound "all".
            sums.nominated += if volume < UNLIMITED { volume } else { all };
        }
    }
}

/// Links on which a nomination counts as exports.
fn last_nominated(model: &Model) -> Vec<bool> {
    let is_market =
        |node: usize| matches!(model.nodes[node].kind, NodeKind::Market { required: false, .. });
    let last = model.links.iter().map(|link| {
        if link.shuttle.is_none() {
            return is_market(link.to);
        }
        let mut reached = vec![link.to];
        let mut at = 0;
        while let Some(node) = reached.get(at).copied() {
            at += 1;
            for next in model.links.iter().filter(|next| next.nomination.is_none()) {
                let both = next.both_ways && next.to == node;
                let ends = [(next.from == node, next.to), (both, next.from)];
                for (_, to) in ends.into_iter().filter(|(leads, _)| *leads) {
                    if !reached.contains(&to) {
                        reached.push(to);
                    }
                }
            }
        }
        reached.into_iter().any(is_market)
    });
    last.collect()
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

fn row(model: &Model, sums: &Year) -> Balance {
    let of = |is: fn(&NodeKind) -> bool| -> i64 {
        let nodes = model.nodes.iter().zip(&sums.node);
        nodes.filter(|(node, _)| is(&node.kind)).map(|(_, sum)| *sum).sum()
    };
    Balance {
        year: sums.year,
        supply: of(|kind| matches!(kind, NodeKind::Source { .. })),
        required: of(|kind| matches!(kind, NodeKind::Market { required: true, .. })),
        carried: maximum_flow(model, sums),
        nominated: sums.nominated,
    }
}

/// Edmonds and Karp: the networks are small.
fn maximum_flow(model: &Model, sums: &Year) -> i64 {
    let n = model.nodes.len();
    let (start, end) = (n, n + 1);
    let mut room = vec![vec![0_i64; n + 2]; n + 2];
    for (at, node) in model.nodes.iter().enumerate() {
        match &node.kind {
            NodeKind::Source { .. } => room[start][at] = sums.node[at],
            NodeKind::Market { .. } => room[at][end] = sums.node[at],
            _ => {}
        }
    }
    for (link, sum) in model.links.iter().zip(&sums.link) {
        room[link.from][link.to] += *sum;
        if link.both_ways {
            room[link.to][link.from] += *sum;
        }
    }
    let mut total = 0;
    while let Some(before) = augmenting(&room, start, end) {
        let steps = || {
            std::iter::successors(Some(end), |at| before[*at])
                .zip(std::iter::successors(before[end], |at| before[*at]))
        };
        let amount = steps().map(|(to, from)| room[from][to]).min().unwrap_or(0);
        let path: Vec<(usize, usize)> = steps().collect();
        for (to, from) in path {
            room[from][to] -= amount;
            room[to][from] += amount;
        }
        total += amount;
    }
    total
}

/// The node before each on a shortest path with room; `None` when there is no such path.
fn augmenting(room: &[Vec<i64>], start: usize, end: usize) -> Option<Vec<Option<usize>>> {
    let mut before = vec![None; room.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for (to, left) in room[node].iter().enumerate() {
            if *left > 0 && before[to].is_none() && to != start {
                before[to] = Some(node);
                queue.push_back(to);
            }
        }
    }
    before[end].map(|_| before)
}

pub(super) fn write(f: &mut fmt::Formatter<'_>, balance: &[Balance]) -> fmt::Result {
    let mt = |tonnes: i64| format!("{:.1}", tonnes as f64 / 1e6);
    writeln!(f, "Balance when nothing fails, Mt (beliefs at their median)")?;
    writeln!(f, "  year    supply  required  for export  nominated  can carry  stranded")?;
    for row in balance {
        debug_assert!(row.carried < UNLIMITED * 400, "a flow of supply is bounded");
        writeln!(
            f,
            "  {:<4} {:>9} {:>9} {:>11} {:>10} {:>10} {:>9}",
            row.year,
            mt(row.supply),
            mt(row.required),
            mt(row.for_export()),
            mt(row.nominated),
            mt(row.carried),
            mt(row.stranded())
        )?;
    }
    Ok(())
}
