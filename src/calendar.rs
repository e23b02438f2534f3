//! The simulated span and its days.
//!
//! A step is one day, numbered from 0 at the start of the horizon. This module knows the
//! civil calendar and nothing of oil or of the clock on the wall.

use jiff::civil::Date;

/// The span simulated, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Horizon {
    start: Date,
    end: Date,
    as_of: Option<Date>,
    days: Vec<Day>,
}

/// One day of the horizon with what the model asks of it again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The civil date.
    pub date: Date,
    /// Days in its month, 28 to 31.
    pub days_in_month: u8,
    /// Days in its year, 365 or 366.
    pub days_in_year: u16,
}

impl Day {
    /// The day of this date.
    pub fn new(date: Date) -> Self {
        Self {
            date,
            days_in_month: date.days_in_month() as u8,
            days_in_year: date.days_in_year() as u16,
        }
    }

    /// Calendar year.
    pub fn year(&self) -> i16 {
        self.date.year()
    }

    /// Calendar month, 1 to 12.
    pub fn month(&self) -> u8 {
        self.date.month() as u8
    }

    /// Index of the month, 0 for January.
    pub fn month_index(&self) -> usize {
        self.month() as usize - 1
    }
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}

impl Horizon {
    /// A horizon of whole days from `start` to `end`, both included.
    ///
    /// `as_of` is the last day of the known past; chance acts after it. Returns `None`
    /// when `end` is before `start`.
    pub fn new(start: Date, end: Date, as_of: Option<Date>) -> Option<Self> {
        if end < start {
            return None;
        }
        let days = start.series(jiff::Span::new().days(1)).take_while(|date| *date <= end);
        Some(Self { start, end, as_of, days: days.map(Day::new).collect() })
    }

    /// First day.
    pub fn start(&self) -> Date {
        self.start
    }

    /// Last day.
    pub fn end(&self) -> Date {
        self.end
    }

    /// Last day of the known past, as written in the scenario (it may lie outside).
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// Number of days.
    pub fn steps(&self) -> usize {
        self.days.len()
    }

    /// Every day in order; the index is the step.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The day of a step.
    pub fn day(&self, step: usize) -> &Day {
        &self.days[step]
    }

    /// Step of a date, counted from the start: negative before it, `steps()` or more after the end.
    pub fn step_of(&self, date: Date) -> i64 {
        days_between(self.start, date)
    }

    /// First step on which chance acts: the day after `as-of`, clamped to the horizon.
    pub fn first_chance_step(&self) -> usize {
        self.as_of.map_or(0, |date| (self.step_of(date) + 1).clamp(0, self.steps() as i64) as usize)
    }

    /// Calendar years touched by the horizon, ascending.
    pub fn years(&self) -> std::ops::RangeInclusive<i16> {
        self.start.year()..=self.end.year()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_horizon_counts_leap_days() {
        let horizon = Horizon::new(date(2024, 1, 1), date(2025, 12, 31), None).unwrap();
        assert_eq!(horizon.steps(), 731);
        assert_eq!(horizon.day(59).date, date(2024, 2, 29));
        assert_eq!(horizon.step_of(date(2025, 1, 1)), 366);
        assert_eq!(horizon.step_of(date(2023, 12, 31)), -1);
        assert_eq!(horizon.first_chance_step(), 0);
    }

    #[test]
    fn chance_starts_the_day_after_as_of() {
        let as_of = Some(date(2024, 1, 31));
        let horizon = Horizon::new(date(2024, 1, 1), date(2024, 12, 31), as_of).unwrap();
        assert_eq!(horizon.first_chance_step(), 31);
        assert!(Horizon::new(date(2024, 1, 2), date(2024, 1, 1), None).is_none());
    }
}
