//! The working time of a port: minutes in which at least one berth is in service.
//!
//! Work alongside is booked in working time, so a closure suspends it without touching a
//! ship. `docs/model.md`, "Ports and ships".

use crate::model::{DAY, PortDay};

/// A part of today with a constant number of berths.
#[derive(Debug, Clone, Copy)]
struct Span {
    /// First minute, from the start of the horizon.
    from: i64,
    /// Berths in service; none: closed.
    berths: u32,
    /// Working minutes up to `from`.
    worked: i64,
}

/// Working time of one port: a step function of the day's closures.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    /// Today's, in order, the first from midnight.
    spans: Vec<Span>,
    /// Minute after today.
    end: i64,
    /// Working minutes up to the end of today.
    worked: i64,
    /// Berths lost (+) and returned (-) by minute, kept as a buffer.
    marks: Vec<(i64, i64)>,
}

impl Clock {
    /// Back to the start of the horizon.
    pub fn begin(&mut self) {
        (self.worked, self.end) = (0, 0);
        self.spans.clear();
    }

    /// Goes on to the day that begins at minute `start`.
    pub fn day(&mut self, start: i64, today: &PortDay) {
        self.spans.clear();
        self.end = start + DAY;
        if today.closures.is_empty() {
            self.spans.push(Span { from: start, berths: today.berths, worked: self.worked });
            self.worked += if today.berths > 0 { DAY } else { 0 };
        } else {
            self.divide(start, today);
        }
    }

    fn divide(&mut self, start: i64, today: &PortDay) {
        self.marks.clear();
        for closure in &today.closures {
            let (from, until) = (closure.from.clamp(0, DAY), closure.until.clamp(0, DAY));
            if from < until {
                self.marks.push((from, i64::from(closure.berths)));
                self.marks.push((until, -i64::from(closure.berths)));
            }
        }
        self.marks.sort_unstable();
        let berths = |lost: i64| (i64::from(today.berths) - lost).max(0) as u32;
        let (mut lost, mut minute, mut next) = (0, 0, 0);
        while minute < DAY {
            while let Some(mark) = self.marks.get(next).filter(|mark| mark.0 <= minute) {
                lost += mark.1;
                next += 1;
            }
            let until = self.marks.get(next).map_or(DAY, |mark| mark.0);
            let span = Span { from: start + minute, berths: berths(lost), worked: self.worked };
            self.worked += if span.berths > 0 { until - minute } else { 0 };
            self.spans.push(span);
            minute = until;
        }
    }

    /// Minutes of today, counted from the horizon's start, at which the berths may change.
    pub fn changes(&self) -> impl Iterator<Item = i64> + '_ {
        self.spans.iter().skip(1).map(|span| span.from)
    }

    /// Berths in service at a minute of today.
    pub fn berths(&self, minute: i64) -> u32 {
        self.spans[self.index(minute)].berths
    }

    /// Working minutes up to a minute of today (or its end).
    pub fn worked(&self, minute: i64) -> i64 {
        let span = &self.spans[self.index(minute)];
        span.worked + if span.berths > 0 { minute - span.from } else { 0 }
    }

    /// Working times below this are reached today.
    pub fn limit(&self) -> i64 {
        let closed = self.spans.last().is_some_and(|span| span.berths == 0);
        self.worked + i64::from(closed)
    }

    /// The first minute of today by which so much has been worked; `None`: not today.
    pub fn minute(&self, worked: i64) -> Option<i64> {
        for (k, span) in self.spans.iter().enumerate() {
            if worked <= span.worked {
                return Some(span.from);
            }
            let until = self.spans.get(k + 1).map_or(self.worked, |next| next.worked);
            if worked < until {
                return Some(span.from + worked - span.worked);
            }
        }
        None
    }

    /// Berth-minutes of today in service.
    pub fn open(&self) -> i64 {
        let ends = self.spans.iter().skip(1).map(|span| span.from).chain([self.end]);
        let spans = self.spans.iter().zip(ends);
        spans.map(|(span, end)| i64::from(span.berths) * (end - span.from)).sum()
    }

    /// Minutes of today in which no berth is in service.
    pub fn closed(&self) -> i64 {
        let Some(first) = self.spans.first() else { return 0 };
        self.end - first.from - (self.worked - first.worked)
    }

    fn index(&self, minute: i64) -> usize {
        match self.spans.len() {
            1 => 0,
            _ => self.spans.partition_point(|span| span.from <= minute).saturating_sub(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Closure;

    fn closure(from: i64, until: i64, berths: u32) -> Closure {
        Closure { from, until, berths }
    }

    fn day(berths: u32, closures: Vec<Closure>) -> PortDay {
        PortDay { berths, closures, ..PortDay::default() }
    }

    #[test]
    fn a_closure_suspends_and_lasts_over_midnight() {
        let mut clock = Clock::default();
        clock.begin();
        clock.day(0, &day(3, vec![closure(1200, 1440, 3)]));
        assert_eq!((clock.worked(1100), clock.worked(1300), clock.closed()), (1100, 1200, 240));
        assert_eq!(clock.minute(1100), Some(1100));
        assert_eq!((clock.minute(1200), clock.limit()), (Some(1200), 1201));
        assert_eq!(clock.minute(1201), None);
        clock.day(1440, &day(3, vec![closure(0, 60, 3)]));
        assert_eq!(clock.minute(1201), Some(1501));
        assert_eq!(clock.berths(1499), 0);
        assert_eq!(clock.changes().collect::<Vec<_>>(), [1500]);
    }

    #[test]
    fn overlapping_losses_add_up() {
        let mut clock = Clock::default();
        clock.begin();
        clock.day(0, &day(3, vec![closure(500, 900, 2), closure(100, 600, 1)]));
        let berths = |minute| clock.berths(minute);
        assert_eq!([50, 100, 500, 600, 900].map(berths), [3, 2, 0, 1, 3]);
        assert_eq!((clock.closed(), clock.open()), (100, 300 + 800 + 300 + 1620));
    }

    #[test]
    fn minutes_and_working_time_are_inverse() {
        let mut clock = Clock::default();
        clock.begin();
        let closures = [closure(0, 10, 2), closure(300, 301, 1), closure(700, 900, 5)];
        for step in 0..3 {
            let start = step * DAY;
            clock.day(start, &day(2, closures.to_vec()));
            for minute in start..start + DAY {
                if clock.berths(minute) > 0 {
                    let worked = clock.worked(minute);
                    let back = clock.minute(worked).unwrap();
                    assert!(back <= minute && clock.worked(back) == worked);
                    assert_eq!(clock.minute(worked + 1).unwrap_or(start + DAY), {
                        let later = |m: &i64| clock.worked(*m) > worked;
                        (minute + 1..start + DAY).find(later).unwrap_or(start + DAY)
                    });
                }
            }
        }
    }
}
