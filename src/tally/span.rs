//! The horizon cut into cells, and the periods that are made of them.
//!
//! A cell is a run of days within one month that no observation begins or ends in. Every
//! period and every observed window is a run of whole cells, so sums by cell give them all.

use crate::calendar::Horizon;
use crate::metric::Period;
use crate::model::Observed;
use std::collections::BTreeSet;
use std::ops::Range;

/// A run of days that is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// First step.
    pub start: usize,
    /// Step after the last.
    pub end: usize,
    /// Index of its year within the horizon.
    pub year: usize,
}

/// A run of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// Its cells.
    pub cells: Range<usize>,
    /// First step.
    pub start: usize,
    /// Days.
    pub days: usize,
}

/// The cells of a horizon and what is made of them.
#[derive(Debug, Clone)]
pub(super) struct Spans {
    /// In order of time.
    pub cells: Vec<Cell>,
    /// Calendar years of the horizon.
    pub years: Vec<i16>,
    /// Years, months, the total.
    pub periods: Vec<(Period, Span)>,
}

impl Spans {
    /// Cuts a horizon at months and at the ends of what was observed.
    pub fn new(horizon: &Horizon, observed: &[Observed]) -> Self {
        let steps = horizon.steps();
        let mut cuts = BTreeSet::from([0, steps]);
        cuts.extend((0..steps).filter(|step| horizon.day(*step).date.day() == 1));
        for (from, until) in observed.iter().filter_map(|seen| window(horizon, seen)) {
            cuts.extend([from, until]);
        }
        let cuts: Vec<usize> = cuts.into_iter().collect();
        let years: Vec<i16> = horizon.years().collect();
        let cell = |pair: &[usize]| {
            let year = (horizon.day(pair[0]).year() - years[0]) as usize;
            Cell { start: pair[0], end: pair[1], year }
        };
        let cells = cuts.windows(2).map(cell).collect();
        let mut spans = Self { cells, years, periods: Vec::new() };
        spans.periods = spans.periods_of(horizon);
        spans
    }

    fn periods_of(&self, horizon: &Horizon) -> Vec<(Period, Span)> {
        let months = horizon.days().iter().map(|day| Period::Month(day.year(), day.month()));
        let months: BTreeSet<Period> = months.collect();
        let years = horizon.years().map(Period::Year);
        let periods = years.chain(months).chain([Period::Total]);
        periods.filter_map(|p| Some((p, self.of(horizon, p)?))).collect()
    }

    /// The part of a period that lies within the horizon; `None` where nothing does.
    pub fn of(&self, horizon: &Horizon, period: Period) -> Option<Span> {
        let within = |cell: &Cell| {
            let day = horizon.day(cell.start);
            match period {
                Period::Total => true,
                Period::Year(year) => day.year() == year,
                Period::Quarter(year, quarter) => {
                    day.year() == year && day.month().div_ceil(3) == quarter
                }
                Period::Month(year, month) => day.year() == year && day.month() == month,
            }
        };
        let first = self.cells.iter().position(within)?;
        let last = self.cells.iter().rposition(within)?;
        Some(self.span(first..last + 1))
    }

    /// The span of an observation; `None` where it does not lie wholly within the horizon.
    pub fn of_observed(&self, horizon: &Horizon, observed: &Observed) -> Option<Span> {
        let (from, until) = window(horizon, observed)?;
        let first = self.cells.iter().position(|cell| cell.start == from)?;
        let last = self.cells.iter().rposition(|cell| cell.end == until)?;
        Some(self.span(first..last + 1))
    }

    fn span(&self, cells: Range<usize>) -> Span {
        let start = self.cells[cells.start].start;
        let days = self.cells[cells.end - 1].end - start;
        Span { cells, start, days }
    }
}

/// First step and step after the last of an observation within the horizon.
fn window(horizon: &Horizon, observed: &Observed) -> Option<(usize, usize)> {
    let from = usize::try_from(horizon.step_of(observed.from)).ok()?;
    let until = usize::try_from(horizon.step_of(observed.until) + 1).ok()?;
    (from < until && until <= horizon.steps()).then_some((from, until))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Metric;
    use jiff::civil::{Date, date};

    fn observed(from: Date, until: Date) -> Observed {
        let (metric, entity) = (Metric::Exports, "total".into());
        let (unit, source) = ("t".into(), String::new());
        let name = "seen".into();
        let (value, unit_size, within) = (1.0, 1.0, 0.0);
        Observed { name, metric, entity, from, until, value, unit, unit_size, within, source }
    }

    #[test]
    fn windows_cut_months_and_periods_still_add_up() {
        let horizon = Horizon::new(date(2024, 2, 10), date(2025, 3, 5), None).unwrap();
        let seen = observed(date(2024, 2, 20), date(2024, 4, 1));
        let outside = observed(date(2025, 3, 1), date(2025, 3, 6));
        let spans = Spans::new(&horizon, &[seen.clone(), outside.clone()]);
        assert_eq!(spans.years, [2024, 2025]);
        assert_eq!(spans.periods.len(), 2 + 14 + 1);
        let days = |period| spans.of(&horizon, period).map(|span| (span.start, span.days));
        assert_eq!(days(Period::Month(2024, 2)), Some((0, 20)));
        assert_eq!(days(Period::Month(2024, 4)), Some((51, 30)));
        assert_eq!(days(Period::Year(2025)), Some((326, 64)));
        assert_eq!(days(Period::Quarter(2024, 4)), Some((234, 92)));
        assert_eq!(days(Period::Quarter(2025, 4)), None);
        assert_eq!(days(Period::Total), Some((0, horizon.steps())));
        let window = spans.of_observed(&horizon, &seen).unwrap();
        assert_eq!((window.start, window.days), (10, 42));
        assert_eq!(spans.of_observed(&horizon, &outside), None);
    }
}
