//! Kinds of hazards: when each acts, and all that may be asked of a kind.
//!
//! A kind has one file below with its numbers, keys, reading and answers, and one in
//! `trajectory::hazards` that draws it. What reads, checks, documents and undoes hazards asks
//! here, so a kind is known everywhere or does not compile.

mod key;
mod leaves;
mod markov;
mod poisson;
mod renewal;
mod states;

pub use key::{Fields, HazardFlaw, HazardKey, KeyForm, KeyNeed};
pub use leaves::Leaves;
pub use markov::Markov;
pub use poisson::Poisson;
pub use renewal::Renewal;
pub use states::States;

use super::Value;

/// What is true of a kind of hazard, whatever its numbers. Nothing is so by default.
#[derive(Debug)]
pub struct HazardKind {
    /// Its word in a scenario, as in `process = "poisson"`.
    pub name: &'static str,
    /// When it acts, in a line of the manual.
    pub acts: &'static str,
    /// Its keys beyond those that every hazard has and those of the answers below.
    pub keys: &'static [HazardKey],
    /// Outages of one process may overlap.
    pub overlaps: bool,
    /// It has the key `rate`, which projects may change and regimes scale.
    pub rate: bool,
    /// It has durations, which regimes and `winter-duration` scale.
    pub durations: bool,
    /// It has the key `takes`; a kind without says itself what it leaves.
    pub takes: bool,
    /// Keys and values with which it never acts but stays in the scenario, so that regimes and
    /// projects may name it.
    pub quiet: &'static [(&'static str, &'static str)],
}

/// A kind of hazard with its numbers.
trait Kind: Sized {
    /// What is true of all hazards of this kind.
    const ABOUT: HazardKind;

    /// Reads the numbers; `None` where one of them has a fault, which `from` has recorded. Reads
    /// all before it gives up, so that all faults are found at once.
    fn read(from: &mut dyn Fields) -> Option<Self>;

    /// Its rate, for a kind that has one.
    fn rate(&self) -> Option<Value>;

    /// What its states leave and how likely each is, for a kind that does not take.
    fn leaves(&self) -> &[(Leaves, Value)];
}

macro_rules! kinds {
    ($($kind:ident),+) => {
        /// When a hazard acts.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Process {
            $(#[doc = concat!("See [`", stringify!($kind), "`].")] $kind($kind)),+
        }

        impl Process {
            /// Every kind, in the order of the manual.
            pub const KINDS: &'static [HazardKind] = &[$($kind::ABOUT),+];

            /// Their names, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($kind::ABOUT.name),+];

            /// Reads a hazard of the kind of this place in [`Process::KINDS`].
            pub fn read(kind: usize, from: &mut dyn Fields) -> Option<Self> {
                type Read = fn(&mut dyn Fields) -> Option<Process>;
                const READERS: &[Read] = &[$(|from| $kind::read(from).map(Process::$kind)),+];
                READERS.get(kind)?(from)
            }

            /// What is true of its kind.
            pub fn kind(&self) -> &'static HazardKind {
                match self {
                    $(Self::$kind(_) => const { &$kind::ABOUT }),+
                }
            }

            /// Occurrences a year, for a kind that has a rate.
            pub fn rate(&self) -> Option<Value> {
                match self {
                    $(Self::$kind(process) => process.rate()),+
                }
            }

            /// What its states leave and how likely each is, for a kind that does not take.
            pub fn leaves(&self) -> &[(Leaves, Value)] {
                match self {
                    $(Self::$kind(process) => process.leaves()),+
                }
            }
        }
    };
}

kinds!(Poisson, Renewal, Markov, States);
