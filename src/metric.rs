//! The list of output quantities: name, unit and meaning of each, once.
//!
//! Knows nothing of how days are counted. `docs/outputs.md` has the same list for people; a test
//! holds the two together.

mod constraint;
mod counter;
mod list;
mod made;
mod measure;
mod of;
mod period;
mod quantity;
mod unit;

pub use constraint::{Constraint, Step};
pub use counter::{Counter, Each};
pub use list::{CARDS, Card, How, Metric};
pub use made::{MADE, Made, MadeCard};
pub use measure::{Measure, Reached};
pub use of::Of;
pub use period::Period;
pub use quantity::{Name, Quantity};
pub use unit::Unit;

impl Metric {
    /// All that is to be said of it.
    pub fn card(self) -> &'static Card {
        &CARDS[self as usize]
    }

    /// Unit of its values.
    pub fn unit(self) -> Unit {
        self.card().unit
    }

    /// True where it is absent without shuttles.
    pub fn is_of_shuttles(self) -> bool {
        self.card().of.iter().any(|of| matches!(of, Of::Shuttle | Of::Port | Of::Fleet))
    }

    /// The measure of a target under contract that this is under push; others as they are.
    pub fn under_contract(self) -> Self {
        match self {
            Metric::PushRoutes => Metric::TargetRoutes,
            Metric::PushSea => Metric::TargetSea,
            Metric::PushRunRate => Metric::TargetRunRate,
            Metric::PushCapability => Metric::TargetCapability,
            metric => metric,
        }
    }

    /// True for the measures of a target under push.
    pub fn is_push(self) -> bool {
        self.under_contract() != self
    }

    /// True for the measures of a target.
    pub fn is_target(self) -> bool {
        self.card().of.contains(&Of::Target)
    }
}

#[cfg(test)]
mod tests;
