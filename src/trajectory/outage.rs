//! Outages and what they leave of a capacity.

use crate::calendar::Day;
use crate::model::{Leaves, Level, Per, Takes, Value, whole};

/// One occurrence of a hazard, event or maintenance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outage {
    /// Days from the start of the horizon; below 0 before it.
    pub start: f64,
    /// Days.
    pub length: f64,
    /// First step out, at least 0.
    pub from: u32,
    /// First step back, at most the number of steps; not above `from`: never seen at a day's end.
    pub until: u32,
    /// What it takes.
    pub effect: Effect,
}

/// What an outage takes, its numbers resolved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Effect {
    Units(u32),
    All,
    /// Takes this share.
    Share(f64),
    /// Leaves this share of the undisturbed capacity at most.
    LeavesShare(f64),
    /// Leaves this amount at most.
    LeavesAmount(f64, Per),
}

impl Effect {
    /// Of an occurrence's takes.
    pub fn of_takes(takes: Takes, belief: &[f64]) -> Self {
        match takes {
            Takes::Units(units) => Self::Units(units),
            Takes::All => Self::All,
            Takes::Share(share) => Self::Share(share.under(belief).clamp(0.0, 1.0)),
        }
    }

    /// Of a state's leaves; `None` when it leaves everything.
    pub fn of_leaves(leaves: Leaves, belief: &[f64]) -> Option<Self> {
        match leaves {
            Leaves::Share(share) => {
                let share = share.under(belief).max(0.0);
                (share < 1.0).then_some(Self::LeavesShare(share))
            }
            Leaves::Amount(level) => Some(Self::LeavesAmount(level.value.under(belief), level.per)),
        }
    }
}

/// The steps at whose end (24:00) an outage `[start, start + length)` is in progress.
///
/// A moment on the stroke of midnight belongs to the day that begins, as with events: out
/// from day 10.0 for 2 days is out on days 10 and 11.
pub(super) fn steps_out(start: f64, length: f64, steps: u32) -> (u32, u32) {
    // A float that is out of range becomes the nearest integer.
    let first = |time: f64| (time.floor() as u32).min(steps);
    (first(start), first(start + length))
}

/// An outage where it hits a component.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// First step out.
    pub from: u32,
    /// First step back.
    pub until: u32,
    pub effect: Effect,
    /// It comes from a hub or tank, which has no units: taking one is taking all.
    pub node: bool,
    /// It takes from this unit only, numbered from 1.
    pub unit: Option<usize>,
}

impl Hit {
    /// True when it takes its unit, or all units, altogether.
    fn takes_all(&self) -> bool {
        matches!(self.effect, Effect::All | Effect::Units(1..))
    }
}

/// What the hits of a day leave of a component: units add up, then shares multiply, then
/// the least `leaves` caps. `capacity` is by units up, undisturbed at the `units` in service.
pub(super) fn left(hits: &[Hit], units: usize, capacity: impl Fn(usize) -> i64, day: &Day) -> i64 {
    let undisturbed = capacity(units);
    let (mut down, mut share, mut cap) = (0_usize, 1.0, i64::MAX);
    // A unit that is not in service has nothing to lose.
    let idle = |hit: &Hit| hit.unit.is_some_and(|unit| unit > units);
    for (i, hit) in hits.iter().enumerate().filter(|(_, hit)| !idle(hit)) {
        match hit.effect {
            Effect::All | Effect::Units(1..) if hit.unit.is_some() => {
                // A unit that is down twice is one unit down.
                let same = |before: &Hit| before.unit == hit.unit && before.takes_all();
                down += usize::from(!hits[..i].iter().any(same));
            }
            Effect::All => return 0,
            Effect::Units(taken) if hit.node && taken > 0 => return 0,
            Effect::Units(taken) => down = down.saturating_add(taken as usize),
            _ if hit.unit.is_some() => {}
            Effect::Share(taken) => share *= 1.0 - taken,
            Effect::LeavesShare(leaves) => cap = cap.min(whole(leaves * undisturbed as f64)),
            Effect::LeavesAmount(amount, per) => cap = cap.min(amount_on(amount, per, day)),
        }
    }
    if hits.iter().any(|hit| hit.unit.is_some()) {
        share *= share_by_unit(hits, (units, undisturbed), day);
    }
    let up = capacity(units.saturating_sub(down));
    let shared = if share < 1.0 { whole(up as f64 * share) } else { up };
    shared.min(cap)
}

fn amount_on(amount: f64, per: Per, day: &Day) -> i64 {
    whole(Level { value: Value::Known(amount), per }.on(day, &[]))
}

/// The share left when single units lose shares of themselves: shares multiply within a
/// unit and the units' losses add up.
fn share_by_unit(hits: &[Hit], (units, undisturbed): (usize, i64), day: &Day) -> f64 {
    let own = undisturbed as f64 / units as f64;
    let mut share = 1.0;
    for (i, hit) in hits.iter().enumerate() {
        let in_service = hit.unit.is_some_and(|unit| unit <= units);
        if !in_service || hits[..i].iter().any(|before| before.unit == hit.unit) {
            continue;
        }
        let same = hits[i..].iter().filter(|other| other.unit == hit.unit);
        let left: f64 = same.map(|other| left_of_unit(other.effect, own, day)).product();
        share -= (1.0 - left) / units as f64;
    }
    share.max(0.0)
}

/// The share left of a unit whose own capacity is `own`.
fn left_of_unit(effect: Effect, own: f64, day: &Day) -> f64 {
    match effect {
        // Units that are down altogether are counted by number.
        Effect::All | Effect::Units(_) => 1.0,
        Effect::Share(taken) => 1.0 - taken,
        Effect::LeavesShare(left) => left,
        Effect::LeavesAmount(amount, per) => {
            if own > 0.0 {
                (amount_on(amount, per, day) as f64 / own).min(1.0)
            } else {
                1.0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn whole_hit(effect: Effect) -> Hit {
        Hit { from: 0, until: 1, effect, node: false, unit: None }
    }

    fn of_three(hits: &[Hit]) -> i64 {
        left(hits, 3, |up| [0, 115, 215, 227][up], &Day::new(date(2025, 1, 1)))
    }

    #[test]
    fn units_add_up_then_shares_multiply_then_the_least_leaves_caps() {
        let hits = [
            whole_hit(Effect::LeavesAmount(365e2, Per::Year)),
            whole_hit(Effect::Share(0.5)),
            whole_hit(Effect::Units(1)),
            whole_hit(Effect::Share(0.2)),
            whole_hit(Effect::LeavesShare(0.9)),
        ];
        assert_eq!(of_three(&hits), 86);
        assert_eq!(of_three(&hits[1..4]), 86);
        assert_eq!(of_three(&hits[4..]), 204);
        assert_eq!(of_three(&hits[..1]), 100);
        assert_eq!(of_three(&[whole_hit(Effect::Units(2)), whole_hit(Effect::Units(7))]), 0);
        assert_eq!(of_three(&[whole_hit(Effect::All)]), 0);
        assert_eq!(of_three(&[]), 227);
    }

    #[test]
    fn a_hub_has_one_unit() {
        let hit = |units| [Hit { node: true, ..whole_hit(Effect::Units(units)) }];
        assert_eq!((of_three(&hit(1)), of_three(&hit(0))), (0, 227));
    }

    #[test]
    fn shares_of_single_units_add_up() {
        let hit = |index, effect| Hit { unit: Some(index), ..whole_hit(effect) };
        assert_eq!(of_three(&[hit(1, Effect::All)]), 215);
        assert_eq!(of_three(&[hit(1, Effect::All), hit(1, Effect::Units(1))]), 215);
        let halves = [hit(1, Effect::Share(0.5)), hit(2, Effect::Share(0.5))];
        assert_eq!(of_three(&halves), whole(227.0 * (1.0 - 1.0 / 3.0)));
        // The fourth is not in service.
        assert_eq!(of_three(&[hit(4, Effect::All), hit(4, Effect::Share(0.5))]), 227);
        let all = [1, 2, 3].map(|index| hit(index, Effect::LeavesShare(0.0)));
        assert_eq!(of_three(&all), 0);
    }

    #[test]
    fn an_outage_counts_on_days_at_whose_end_it_is_in_progress() {
        assert_eq!(steps_out(10.2, 0.7, 100), (10, 10));
        assert_eq!(steps_out(10.2, 0.9, 100), (10, 11));
        assert_eq!(steps_out(10.0, 2.0, 100), (10, 12));
        assert_eq!(steps_out(99.5, 9.0, 100), (99, 100));
        assert_eq!(steps_out(-3.0, 5.0, 100), (0, 2));
    }
}
