//! Quantities that studies make of runs and no run reports: name, unit and meaning.
//!
//! `docs/studies.md` has the same list for people; a test holds the two together.

use super::Unit;

/// All that is to be said of a quantity of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Name in the table; some are names of metrics, too, and mean the change of these.
    pub name: &'static str,
    /// Unit of its values.
    pub unit: Unit,
    /// The table that has it.
    pub table: &'static str,
    /// Its definition.
    pub definition: &'static str,
}

const fn stress(name: &'static str, unit: Unit, definition: &'static str) -> Made {
    Made { name, unit, table: "stress.csv", definition }
}

/// What studies make, in the order in which it is written.
pub const MADE: [Made; 9] = [
    Made {
        name: "target-reached",
        unit: Unit::Share,
        table: "compare.csv",
        definition: "1 in replications that reach a target in its year, else 0, so that the mean \
                     is the probability.",
    },
    stress(
        "shut-in",
        Unit::Tonnes,
        "Shut-in more than undisturbed, from the start of the loss to the end of the horizon.",
    ),
    stress(
        "lost",
        Unit::Tonnes,
        "Exports missing at the end of the horizon against the undisturbed run; below zero where \
         a market at home is lost and its oil exported.",
    ),
    stress(
        "unserved",
        Unit::Tonnes,
        "Demand at home not met more than undisturbed, from the start of the loss to the end of \
         the horizon.",
    ),
    stress(
        "deferred",
        Unit::Tonnes,
        "Greatest exports missing on any day less `lost`: what came later.",
    ),
    stress(
        "days-to-first-cut",
        Unit::Days,
        "Days from the start of the loss to the first day with more shut-in, the first day being \
         1; missing without one up to 30 days after the loss.",
    ),
    stress(
        "days-to-recover",
        Unit::Days,
        "Days from the end of the loss to the last day with more shut-in before 30 days without \
         any, at least 0; missing without a cut. What differs years later is chance: ships that \
         came a day later meet other weather.",
    ),
    stress(
        "lost-beyond-parts",
        Unit::Tonnes,
        "Of a pair: `lost` less the sum of what its parts lose alone, history by history. Below \
         zero where one hides the other (in series), above where each stands in for the other.",
    ),
    stress(
        "rerouted",
        Unit::Tonnes,
        "Exports of a route more than undisturbed while the loss lasts.",
    ),
];
