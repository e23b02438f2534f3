//! Today's capacity of each arc, from what the day brings and what yesterday left.
//!
//! Knows nothing of costs or of how the circulation is solved. `docs/model.md`, "Dispatch".

use super::layout::TankArcs;
use crate::model::{BANDS, Inputs, LinkToday, Model, NodeKind, Value};

/// A tank under the present belief, tonnes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TankSize {
    pub capacity: i64,
    pub target: i64,
    pub initial: i64,
}

impl TankSize {
    /// Size of the tank at `node` under a belief.
    pub fn of(model: &Model, node: usize, belief: &[f64]) -> Self {
        let NodeKind::Tank { capacity, target, initial } = &model.nodes[node].kind else {
            return Self::default();
        };
        let whole = crate::model::whole;
        let size = capacity.under(belief);
        let part = |share: &Value| whole(size * share.under(belief).clamp(0.0, 1.0));
        Self { capacity: whole(size), target: part(target), initial: part(initial) }
    }

    /// Calls `set` with the capacity of each of the tank's arcs when it holds `stock`, of which
    /// ships are to lift `owed`, and `taken` tonnes of its room are kept for others.
    ///
    /// Oil that ships are to lift is no oil above target: it would be drawn only to be filled
    /// in again, and that would count as filling. Like oil below target it is there for
    /// required demand, which goes before every ship.
    pub fn arcs(
        &self,
        arcs: &TankArcs,
        (stock, owed, taken): (i64, i64, i64),
        mut set: impl FnMut(usize, i64),
    ) {
        let filled = stock + taken;
        set(arcs.fill_above, (self.capacity - filled.max(self.target)).max(0));
        set(arcs.draw_to_target, (stock - self.target.max(owed)).max(0));
        if let Some(at_target) = arcs.at_target {
            set(at_target.fill, (self.target - filled).max(0));
            set(at_target.draw_below, stock.min(self.target.max(owed)));
        }
    }
}

/// Width of band `band` of a supply: equal to a tonne, adding up exactly.
pub(crate) fn band(supply: i64, band: usize) -> i64 {
    let (bands, band) = (BANDS as i64, band as i64);
    supply * (band + 1) / bands - supply * band / bands
}

/// What a nominated link may carry in need above its nomination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SurgeLimit {
    /// By contract.
    pub extra: i64,
    /// Yesterday's surge and one day's ramp.
    pub ramp: i64,
}

impl SurgeLimit {
    /// Today's limit after `before` was carried yesterday; a ramp gains at least a tonne a day.
    pub fn new(extra: i64, before: i64, ramp_days: f64) -> Self {
        let gain = (extra as f64 / ramp_days.max(1.0)).ceil() as i64;
        Self { extra, ramp: before.saturating_add(gain.max(1)) }
    }
}

/// Capacities of a nominated link's two arcs: the nomination with make-up, then surge.
pub(crate) fn nominated(
    capacity: i64,
    today: &LinkToday,
    backlog: i64,
    limit: Option<SurgeLimit>,
) -> (i64, i64) {
    let nomination = capacity.min(today.nominated.saturating_add(backlog));
    let surge = limit.map_or(0, |limit| limit.extra.min(limit.ramp).min(capacity - nomination));
    (nomination, surge)
}

/// Which of a day's two worlds: as it is, or with today's losses undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum World {
    Real,
    Undone,
}

impl World {
    /// Our capacity of a link in this world.
    pub fn link(self, inputs: &Inputs, link: usize) -> i64 {
        match self {
            World::Real => inputs.link[link].capacity,
            World::Undone => inputs.link[link].whole,
        }
    }

    /// Demand of a market in this world.
    pub fn demand(self, inputs: &Inputs, node: usize) -> i64 {
        match self {
            World::Real => inputs.node[node].today,
            World::Undone => inputs.node[node].whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_add_up_to_the_supply() {
        for supply in [0, 1, 3, 4, 98_631] {
            assert_eq!((0..BANDS).map(|k| band(supply, k)).sum::<i64>(), supply);
        }
    }

    #[test]
    fn a_nomination_takes_make_up_then_surge_up_to_capacity() {
        let today = LinkToday { nominated: 50, extra: 30, ..LinkToday::default() };
        let limit = |before| Some(SurgeLimit::new(30, before, 10.0));
        assert_eq!(nominated(100, &today, 0, limit(0)), (50, 3));
        assert_eq!(nominated(100, &today, 0, limit(28)), (50, 30));
        assert_eq!(nominated(100, &today, 45, limit(28)), (95, 5));
        assert_eq!(nominated(40, &today, 45, limit(28)), (40, 0));
        assert_eq!(nominated(100, &today, 10, None), (60, 0));
    }

    #[test]
    fn tank_arcs_split_at_the_target() {
        let tank = TankSize { capacity: 100, target: 40, initial: 40 };
        let at_target = super::super::layout::AtTarget { fill: 2, draw_below: 3 };
        let arcs =
            TankArcs { node: 0, fill_above: 0, draw_to_target: 1, at_target: Some(at_target) };
        let of = |stock, owed, taken| {
            let mut set = [0; 4];
            tank.arcs(&arcs, (stock, owed, taken), |arc, capacity| set[arc] = capacity);
            set
        };
        assert_eq!(of(25, 0, 0), [60, 0, 15, 25]);
        assert_eq!(of(70, 0, 0), [30, 30, 0, 40]);
        assert_eq!(of(25, 0, 20), [55, 0, 0, 25]);
        // Owed to ships: 60 of the 70, then more than there is.
        assert_eq!(of(70, 60, 0), [30, 10, 0, 60]);
        assert_eq!(of(70, 90, 20), [10, 0, 0, 70]);
    }
}
