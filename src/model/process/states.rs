//! A new state each day.

use super::key::{Fields, HazardKey, KeyForm};
use super::{HazardKind, Kind, Leaves};
use crate::model::Value;

/// A new state each day: what each leaves, and its probability.
#[derive(Debug, Clone, PartialEq)]
pub struct States(pub Vec<(Leaves, Value)>);

impl Kind for States {
    const ABOUT: HazardKind = HazardKind {
        name: "states",
        acts: "a new state each day, whatever the day before",
        keys: &[HazardKey::new(
            "states",
            KeyForm::States,
            "what each state `leaves` (a share or a flow) and its `probability`; new each day",
        )],
        overlaps: false,
        rate: false,
        durations: false,
        takes: false,
        quiet: &[("states", "[{ leaves = \"100 %\", probability = 1 }]")],
    };

    fn read(from: &mut dyn Fields) -> Option<Self> {
        from.states("states").map(Self)
    }

    fn rate(&self) -> Option<Value> {
        None
    }

    fn leaves(&self) -> &[(Leaves, Value)] {
        &self.0
    }
}
