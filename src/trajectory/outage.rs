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
/// the least `leaves` caps. `capacity` is by units up, undisturbed at the `units` in service,
/// and no loss leaves more than that.
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
    let up = units.saturating_sub(down);
    let all = capacity(up);
    if hits.iter().any(|hit| hit.unit.is_some()) {
        let own = if up == 0 { 0.0 } else { all as f64 / up as f64 };
        share *= share_by_unit(hits, (units, own), day);
    }
    let shared = if share < 1.0 { whole(all as f64 * share) } else { all };
    shared.min(cap).min(undisturbed)
}

fn amount_on(amount: f64, per: Per, day: &Day) -> i64 {
    whole(Level { value: Value::Known(amount), per }.on(day, &[]))
}

/// The mean share left of the units that are not down themselves, of which each carries `own`:
/// shares multiply within a unit. A unit that is down has no share to lose.
fn share_by_unit(hits: &[Hit], (units, own): (usize, f64), day: &Day) -> f64 {
    let (mut standing, mut lost) = (units, 0.0);
    for (i, hit) in hits.iter().enumerate() {
        let in_service = hit.unit.is_some_and(|unit| unit <= units);
        if !in_service || hits[..i].iter().any(|before| before.unit == hit.unit) {
            continue;
        }
        let same = || hits[i..].iter().filter(|other| other.unit == hit.unit);
        if same().any(Hit::takes_all) {
            standing -= 1;
        } else {
            lost += 1.0 - same().map(|one| left_of_unit(one.effect, own, day)).product::<f64>();
        }
    }
    if lost > 0.0 { 1.0 - lost / standing as f64 } else { 1.0 }
}

/// The share left of a unit that carries `own` and is not down.
fn left_of_unit(effect: Effect, own: f64, day: &Day) -> f64 {
    match effect {
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
        // What is left of the second is a share of the two that are up.
        let beside = [hit(1, Effect::All), hit(2, Effect::Share(0.5))];
        assert_eq!(of_three(&beside), whole(215.0 * (1.0 - 1.0 / 4.0)));
        // The first is down already.
        assert_eq!(of_three(&[hit(1, Effect::Share(0.5)), hit(1, Effect::All)]), 215);
        let of_one = Effect::LeavesAmount(60.0, Per::Day);
        let last = [hit(1, Effect::All), hit(2, of_one), hit(3, Effect::All)];
        assert_eq!(of_three(&last), 60);
        let all = [1, 2, 3].map(|index| hit(index, Effect::LeavesShare(0.0)));
        assert_eq!(of_three(&all), 0);
    }

    #[test]
    fn units_that_fail_by_half_and_altogether_leave_halves_and_wholes() {
        let of_two =
            |hits: &[Hit]| left(hits, 2, |up| [0, 100, 200][up], &Day::new(date(2025, 1, 1)));
        let effects = [(Effect::All, 0), (Effect::Share(0.5), 50), (Effect::Units(0), 100)];
        for (first, a) in effects {
            for (second, b) in effects {
                let hit = |unit, effect| Hit { unit: Some(unit), ..whole_hit(effect) };
                let twice = [hit(1, first), hit(2, second), hit(1, first)];
                assert_eq!(of_two(&twice[..2]), a + b, "{first:?} {second:?}");
                let left = if first == Effect::Share(0.5) { 25 } else { a };
                assert_eq!(of_two(&twice), left + b, "{first:?} twice, {second:?}");
            }
        }
        let halves = [1, 2].map(|unit| Hit { unit: Some(unit), ..whole_hit(Effect::Share(0.5)) });
        let one_of_them = [halves[0], halves[1], whole_hit(Effect::Units(1))];
        assert_eq!(of_two(&one_of_them), 50);
    }

    #[test]
    fn no_loss_leaves_more_than_there_was() {
        let falling =
            |hits: &[Hit]| left(hits, 2, |up| [0, 150, 100][up], &Day::new(date(2025, 1, 1)));
        assert_eq!(falling(&[whole_hit(Effect::Units(1))]), 100);
        assert_eq!(falling(&[whole_hit(Effect::Units(2))]), 0);
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
