//! Up or down by day.

use super::key::{Fields, HazardFlaw, HazardKey, KeyForm};
use super::{HazardKind, Kind, Leaves};
use crate::model::Value;
use crate::units::Dimension as D;

/// Two states by day, in equilibrium at the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Markov {
    /// Chance that an up day is followed by a down day.
    pub fail: Value,
    /// Chance that a down day is followed by an up day.
    pub repair: Value,
}

impl Kind for Markov {
    const ABOUT: HazardKind = HazardKind {
        name: "markov",
        acts: "up or down by day; the next day hangs on this one alone",
        keys: &[
            HazardKey::new(
                "fail",
                KeyForm::Value(D::Probability),
                "chance that a down day follows an up day",
            ),
            HazardKey::new(
                "repair",
                KeyForm::Value(D::Probability),
                "chance that an up day follows a down day",
            ),
        ],
        overlaps: false,
        rate: false,
        durations: false,
        takes: true,
        quiet: &[("fail", "0"), ("repair", "1")],
    };

    fn read(from: &mut dyn Fields) -> Option<Self> {
        let (fail, repair) = (from.value("fail"), from.value("repair"));
        let (fail, repair) = (fail?, repair?);
        if (fail, repair) == (Value::Known(0.0), Value::Known(0.0)) {
            let words = from.words();
            let message =
                format!("fail and repair of {words} are both 0, so it has no equilibrium");
            from.flaw(HazardFlaw::NoEquilibrium, "repair", message);
        }
        Some(Self { fail, repair })
    }

    fn rate(&self) -> Option<Value> {
        None
    }

    fn leaves(&self) -> &[(Leaves, Value)] {
        &[]
    }
}
