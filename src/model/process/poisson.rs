//! Occurrences at a rate.

use super::key::{DURATION, Fields, HazardKey, KeyForm};
use super::{HazardKind, Kind, Leaves};
use crate::model::{Dice, Value};

/// Occurrences at a rate, which may overlap; nothing in progress at the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Poisson {
    /// Per year.
    pub rate: Value,
    /// Days.
    pub duration: Dice,
    /// Factor on the rate by month, of mean 1.
    pub season: [f64; 12],
}

impl Kind for Poisson {
    const ABOUT: HazardKind = HazardKind {
        name: "poisson",
        acts: "occurrences at a rate; none in progress at the start",
        keys: &[
            DURATION,
            HazardKey::new(
                "season",
                KeyForm::Months,
                "weight of the rate by month, scaled to mean 1",
            )
            .optional(),
        ],
        overlaps: true,
        rate: true,
        durations: true,
        takes: true,
        quiet: &[("rate", "0 /y")],
    };

    fn read(from: &mut dyn Fields) -> Option<Self> {
        let (rate, duration) = (from.value("rate"), from.dice("duration"));
        let season = from.months("season");
        Some(Self { rate: rate?, duration: duration?, season: season? })
    }

    fn rate(&self) -> Option<Value> {
        Some(self.rate)
    }

    fn leaves(&self) -> &[(Leaves, Value)] {
        &[]
    }
}
