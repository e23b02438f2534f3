//! Numbers of the model: known or uncertain, constant or by date.

use crate::calendar::{Day, Horizon};
use crate::dist::Distribution;
use jiff::civil::Date;

/// Index into `Model::parameters`.
pub type ParameterId = usize;

/// A flow without bound, in tonnes a day: far above any network, small enough to add up.
pub const UNLIMITED: i64 = 1 << 40;

/// A number that is known, or drawn once per belief.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Known to the scenario.
    Known(f64),
    /// The parameter of this index.
    Belief(ParameterId),
}

impl Value {
    /// The number under a belief: one value a parameter, in order of `Model::parameters`.
    pub fn under(self, belief: &[f64]) -> f64 {
        match self {
            Value::Known(value) => value,
            Value::Belief(parameter) => belief[parameter],
        }
    }

    /// True when no belief can change it.
    pub fn is_known(self) -> bool {
        matches!(self, Value::Known(_))
    }
}

/// A quantity drawn anew at each occurrence; its own parameters may be beliefs.
pub type Dice = Distribution<Value>;

/// How an amount is divided into days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Not a flow: the number itself.
    Plain,
    /// An amount a day.
    Day,
    /// An amount a calendar month.
    Month,
    /// An amount a calendar year.
    Year,
}

/// A value with the span its amount is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The amount; infinite for "unlimited" and for a nomination of "all".
    pub value: Value,
    /// Its span.
    pub per: Per,
}

impl Level {
    /// The amount that falls on `day`, not rounded.
    pub fn on(&self, day: &Day, belief: &[f64]) -> f64 {
        let amount = self.value.under(belief);
        match self.per {
            Per::Plain | Per::Day => amount,
            Per::Month => amount / f64::from(day.days_in_month),
            Per::Year => amount / f64::from(day.days_in_year),
        }
    }
}

/// How a series goes through time.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// The same level always.
    Constant(Level),
    /// Each level from its date on; dates ascending, the first at or before the horizon's start.
    Steps(Vec<(Date, Level)>),
    /// Straight lines between the dates, the last level after the last date.
    Linear(Vec<(Date, Level)>),
    /// A level for each calendar month.
    ByMonth(Box<[Level; 12]>),
}

/// A number of the model by date.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its course.
    pub shape: Shape,
    /// Multiplies the whole course.
    pub factor: Option<Value>,
}

impl Series {
    /// The same known plain number on every day.
    pub fn constant(value: f64) -> Self {
        Self::of(Value::Known(value))
    }

    /// The same plain number on every day.
    pub fn of(value: Value) -> Self {
        let level = Level { value, per: Per::Plain };
        Self { shape: Shape::Constant(level), factor: None }
    }

    /// The level on `day`, not rounded.
    pub fn on(&self, day: &Day, belief: &[f64]) -> f64 {
        let level = match &self.shape {
            Shape::Constant(level) => level.on(day, belief),
            Shape::Steps(points) => points[last_at_or_before(points, day.date)].1.on(day, belief),
            Shape::Linear(points) => linear(points, day, belief),
            Shape::ByMonth(levels) => levels[day.month_index()].on(day, belief),
        };
        self.factor.map_or(level, |factor| level * factor.under(belief))
    }

    /// The level on `day` in whole tonnes (a day): not negative, at most [`UNLIMITED`].
    pub fn tonnes_on(&self, day: &Day, belief: &[f64]) -> i64 {
        whole(self.on(day, belief))
    }

    /// True where the level is the same on all days of a calendar year.
    pub fn stays_within_years(&self) -> bool {
        matches!(&self.shape, Shape::Constant(level) if level.per != Per::Month)
    }

    /// True when no belief can change it.
    pub fn is_known(&self) -> bool {
        self.factor.is_none_or(Value::is_known) && self.levels().all(|l| l.value.is_known())
    }

    /// Every level of the series.
    pub fn levels(&self) -> Box<dyn Iterator<Item = &Level> + '_> {
        match &self.shape {
            Shape::Constant(level) => Box::new(std::iter::once(level)),
            Shape::Steps(points) | Shape::Linear(points) => Box::new(points.iter().map(|p| &p.1)),
            Shape::ByMonth(levels) => Box::new(levels.iter()),
        }
    }

    /// Steps on which the level may differ from the day before; step 0 first, ascending.
    pub fn breaks(&self, horizon: &Horizon) -> Vec<usize> {
        if matches!(self.shape, Shape::Linear(_)) {
            return (0..horizon.steps()).collect();
        }
        let monthly = matches!(self.shape, Shape::ByMonth(_))
            || self.levels().any(|level| level.per == Per::Month);
        let yearly = self.levels().any(|level| level.per == Per::Year);
        let dated = |date: Date| match &self.shape {
            Shape::Steps(points) => points.iter().any(|point| point.0 == date),
            _ => false,
        };
        let days = horizon.days().iter().enumerate();
        let starts = days.filter(|(step, day)| {
            *step == 0
                || (monthly && day.date.day() == 1)
                || (yearly && day.date.day_of_year() == 1)
                || dated(day.date)
        });
        starts.map(|(step, _)| step).collect()
    }
}

/// Whole tonnes of an amount: rounded, not negative, at most [`UNLIMITED`].
pub fn whole(amount: f64) -> i64 {
    // What is cut off is a half too much: without SSE 4.1, `round` is a call.
    (amount.clamp(0.0, UNLIMITED as f64) + 0.5) as i64
}

/// Index of the last point at or before a date, else of the first.
pub fn last_at_or_before(points: &[(Date, Level)], date: Date) -> usize {
    points.partition_point(|point| point.0 <= date).saturating_sub(1)
}

fn linear(points: &[(Date, Level)], day: &Day, belief: &[f64]) -> f64 {
    let at = last_at_or_before(points, day.date);
    let (from, level) = &points[at];
    let here = level.on(day, belief);
    let Some((to, next)) = points.get(at + 1) else { return here };
    let span = crate::calendar::days_between(*from, *to) as f64;
    let passed = crate::calendar::days_between(*from, day.date).max(0) as f64;
    here + (next.on(day, belief) - here) * passed / span
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn yearly(amount: f64) -> Level {
        Level { value: Value::Known(amount), per: Per::Year }
    }

    #[test]
    fn a_year_adds_up_to_its_amount_leap_or_not() {
        let horizon = Horizon::new(date(2023, 1, 1), date(2024, 12, 31), None).unwrap();
        let series = Series { shape: Shape::Constant(yearly(72.5e6)), factor: None };
        for year in [2023, 2024] {
            let days = horizon.days().iter().filter(|day| day.year() == year);
            let total: i64 = days.map(|day| series.tonnes_on(day, &[])).sum();
            assert!((total - 72_500_000).abs() <= 183, "{year}: {total}");
        }
        assert_eq!(series.breaks(&horizon), [0, 365]);
    }

    #[test]
    fn linear_series_meet_their_points_and_hold_the_last() {
        let points = vec![(date(2025, 1, 1), 10.0), (date(2025, 1, 11), 20.0)];
        let level = |value| Level { value: Value::Known(value), per: Per::Day };
        let points = points.into_iter().map(|(date, value)| (date, level(value))).collect();
        let series = Series { shape: Shape::Linear(points), factor: Some(Value::Belief(0)) };
        let on = |d| series.on(&Day::new(date(2025, 1, d)), &[2.0]);
        assert_eq!([on(1), on(6), on(11), on(20)], [20.0, 30.0, 40.0, 40.0]);
    }
}
