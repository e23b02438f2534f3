//! Alternating up and down times.

use super::key::{Fields, HazardKey, KeyForm};
use super::{HazardKind, Kind, Leaves};
use crate::model::{Dice, Value};
use crate::units::Dimension as D;

/// Alternating up and down times.
#[derive(Debug, Clone, PartialEq)]
pub struct Renewal {
    /// Days up.
    pub up: Dice,
    /// Days down.
    pub down: Dice,
    /// True: in equilibrium at the start; false: just repaired.
    pub stationary: bool,
}

impl Kind for Renewal {
    const ABOUT: HazardKind = HazardKind {
        name: "renewal",
        acts: "up and down in turn, each for a time of its own",
        keys: &[
            HazardKey::new("up", KeyForm::Dice(D::Duration), "time to failure"),
            HazardKey::new("down", KeyForm::Dice(D::Duration), "time to repair"),
            HazardKey::new(
                "start",
                KeyForm::Choice(&["stationary", "up"]),
                "state at the start of the horizon",
            )
            .default("\"stationary\""),
        ],
        overlaps: false,
        rate: false,
        durations: true,
        takes: true,
        quiet: &[("takes", "0 %")],
    };

    fn read(from: &mut dyn Fields) -> Option<Self> {
        let (up, down, start) = (from.dice("up"), from.dice("down"), from.choice("start"));
        Some(Self { up: up?, down: down?, stationary: start? == 0 })
    }

    fn rate(&self) -> Option<Value> {
        None
    }

    fn leaves(&self) -> &[(Leaves, Value)] {
        &[]
    }
}
