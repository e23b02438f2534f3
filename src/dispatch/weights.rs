//! Costs of the circulation's arcs: the tiers of the objective as one weighted sum.
//!
//! Tiers are lexicographic. The weight of a tier is one more than the worst that all lower
//! tiers together can reach on a simple cycle, so no gain below can pay for a loss above
//! (`docs/model.md`, "Tiers"). Ties end on a positive weight taken from each arc's name, so
//! file order cannot matter. Knows nothing of capacities.

use super::layout::{Arc, Layout, Role};
use crate::circulation::At;
use crate::model::BANDS;
use sha2::{Digest, Sha256};

/// Costs of a day in USD/t: what moves along links, and what markets pay.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Money<'a> {
    /// By link of the model.
    pub cost: &'a [f64],
    /// By node of the model.
    pub price: &'a [f64],
}

/// Integer cost of each arc, exact to the cent. What does not fit saturates, and the solver
/// refuses costs of that size.
pub(crate) fn arc_costs(layout: &Layout, money: Money) -> Vec<i128> {
    let mut total: Vec<i128> = layout.arcs.iter().map(|arc| tie(&arc.name)).collect();
    let mut reach = cycle_reach(layout, &total);
    for tier in tiers(layout, money) {
        let weight = reach.saturating_add(1);
        for (sum, value) in total.iter_mut().zip(&tier) {
            *sum = sum.saturating_add(weight.saturating_mul(*value));
        }
        reach = reach.saturating_add(weight.saturating_mul(cycle_reach(layout, &tier)));
    }
    total
}

/// The tiers from the lowest to the highest, each as a value an arc.
fn tiers(layout: &Layout, money: Money) -> Vec<Vec<i128>> {
    let tier = |value: &dyn Fn(&Arc) -> i128| layout.arcs.iter().map(value).collect::<Vec<_>>();
    let when = |chosen: bool, value: i128| if chosen { value } else { 0 };
    let mut tiers = vec![
        tier(&|arc| cents(arc, money)),
        tier(&|arc| match arc.role {
            Role::Band(band) => -((BANDS - band) as i128),
            _ => 0,
        }),
        tier(&|arc| when(matches!(arc.role, Role::FillToTarget | Role::DrawToTarget), -1)),
        tier(&|arc| when(arc.role == Role::FillAbove, 1)),
    ];
    // The least urgent nomination is the lowest tier of them.
    for priority in priorities(layout).into_iter().rev() {
        tiers.push(tier(&|arc| when(arc.role.priority() == Some(priority), -1)));
    }
    tiers.push(tier(&|arc| when(arc.role == Role::Surge, 1)));
    tiers.push(tier(&|arc| when(arc.role == Role::DrawBelow, 1)));
    // Unserved and shut-in cannot conflict (an augmenting path takes nothing from what is
    // served or produced already), so their sum is least exactly when both are.
    tiers.push(tier(&|arc| match arc.role {
        Role::Band(_) | Role::Demand { required: true } => -1,
        _ => 0,
    }));
    tiers
}

fn priorities(layout: &Layout) -> Vec<i64> {
    let mut all: Vec<i64> = layout.arcs.iter().filter_map(|arc| arc.role.priority()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn cents(arc: &Arc, money: Money) -> i128 {
    let usd = match arc.role {
        Role::Open | Role::Nominated { .. } | Role::Surge => money.cost[arc.of],
        Role::Demand { .. } => -money.price[arc.of],
        _ => 0.0,
    };
    (usd * 100.0).round() as i128
}

/// A number from 1 to 65,536 from the arc's name.
fn tie(name: &str) -> i128 {
    let digest = Sha256::digest(name.as_bytes());
    1 + i128::from(u16::from_be_bytes([digest[0], digest[1]]))
}

/// A bound on |sum| over simple cycles of the residual network.
///
/// A simple cycle passes the root once, so it has at most one arc from it and one to it;
/// elsewhere it enters each node once, so the arcs between model nodes add at most the
/// largest at each node, and at most all of them together.
fn cycle_reach(layout: &Layout, values: &[i128]) -> i128 {
    let mut at_node = vec![0_i128; layout.nodes];
    let mut all = 0_i128;
    let (mut out, mut back) = ((0_i128, 0), (0_i128, 0));
    for (arc, &value) in layout.arcs.iter().zip(values) {
        let widen = |range: &mut (i128, i128), value: i128| {
            *range = (range.0.min(value), range.1.max(value));
        };
        if arc.from == At::ROOT {
            widen(&mut out, value);
            widen(&mut back, value.saturating_neg());
        } else if arc.to == At::ROOT {
            widen(&mut back, value);
            widen(&mut out, value.saturating_neg());
        } else {
            all = value.saturating_abs().saturating_add(all);
            for node in [arc.from, arc.to] {
                let most = &mut at_node[node.index()];
                *most = (*most).max(value.saturating_abs());
            }
        }
    }
    let at_root = out.1.saturating_add(back.1).max(out.0.saturating_add(back.0).saturating_neg());
    let within = at_node.into_iter().fold(0, i128::saturating_add).min(all);
    at_root.saturating_add(within)
}
