//! Quantities that studies make of runs and no run reports: name, unit and meaning.
//!
//! `docs/studies.md` has the same list for people; a test holds the two together.

use super::Unit;

/// All that is to be said of a quantity of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeCard {
    /// Which quantity.
    pub made: Made,
    /// Name in the table; some are names of metrics, too, and mean the change of these.
    pub name: &'static str,
    /// Unit of its values.
    pub unit: Unit,
    /// The table that has it.
    pub table: &'static str,
    /// Its definition.
    pub definition: &'static str,
}

macro_rules! made {
    ($(
        $(#[doc = $about:literal])+
        $made:ident = $name:literal, $unit:ident in $table:literal;
    )+) => {
        crate::table::words! {
            /// A quantity that studies make of runs, in the order in which they are written.
            pub enum Made: "quantity of a study" {
                $($(#[doc = $about])+ $made = $name),+
            }
        }

        /// What studies make, in the order of [`Made`].
        pub const MADE: [MadeCard; Made::ALL.len()] = [$(MadeCard {
            made: Made::$made,
            name: $name,
            unit: Unit::$unit,
            table: $table,
            definition: concat!($($about),+).trim_ascii(),
        }),+];
    };
}

made! {
    /// 1 in replications that reach a target in its year, else 0, so that the mean is the
    /// probability.
    TargetReached = "target-reached", Share in "compare.csv";
    /// Shut-in more than undisturbed, from the start of the loss to the end of the horizon.
    ShutIn = "shut-in", Tonnes in "stress.csv";
    /// Exports missing at the end of the horizon against the undisturbed run; below zero where a
    /// market at home is lost and its oil exported.
    Lost = "lost", Tonnes in "stress.csv";
    /// Demand at home not met more than undisturbed, from the start of the loss to the end of the
    /// horizon.
    Unserved = "unserved", Tonnes in "stress.csv";
    /// Greatest exports missing on any day less `lost`: what came later.
    Deferred = "deferred", Tonnes in "stress.csv";
    /// Days from the start of the loss to the first day with more shut-in, the first day being 1;
    /// missing without one up to 30 days after the loss.
    DaysToFirstCut = "days-to-first-cut", Days in "stress.csv";
    /// Days from the end of the loss to the last day with more shut-in before 30 days without any,
    /// at least 0; missing without a cut. What differs years later is chance: ships that came a day
    /// later meet other weather.
    DaysToRecover = "days-to-recover", Days in "stress.csv";
    /// Of a pair: `lost` less the sum of what its parts lose alone, history by history. Below zero
    /// where one hides the other (in series), above where each stands in for the other.
    LostBeyondParts = "lost-beyond-parts", Tonnes in "stress.csv";
    /// Exports of a route more than undisturbed while the loss lasts.
    Rerouted = "rerouted", Tonnes in "stress.csv";
}

impl Made {
    /// All that is to be said of it.
    pub fn card(self) -> &'static MadeCard {
        &MADE[self as usize]
    }

    /// Unit of its values.
    pub fn unit(self) -> Unit {
        self.card().unit
    }
}
