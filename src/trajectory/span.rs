//! The horizon as the samplers need it.

use crate::calendar::Horizon;

/// Days and months by step.
#[derive(Debug)]
pub(super) struct Span {
    pub horizon: Horizon,
    pub steps: u32,
    /// First step on which chance acts.
    pub first: u32,
    /// Month of each step, 0 for January.
    months: Vec<u8>,
}

impl Span {
    /// The span of a horizon.
    pub fn new(horizon: &Horizon) -> Self {
        Self {
            horizon: horizon.clone(),
            steps: horizon.steps() as u32,
            first: horizon.first_chance_step() as u32,
            months: horizon.days().iter().map(|day| day.month() - 1).collect(),
        }
    }

    /// Calendar year of the first day of chance.
    pub fn first_year(&self) -> i16 {
        self.horizon.day(self.first as usize).year()
    }

    /// Month at a time in days from the start, 0 for January.
    pub fn month(&self, time: f64) -> usize {
        let last = self.months.len() - 1;
        usize::from(self.months[(time as usize).min(last)])
    }

    /// True from November to March.
    pub fn is_winter(&self, time: f64) -> bool {
        matches!(self.month(time), 10 | 11 | 0..=2)
    }
}
