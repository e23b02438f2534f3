//! What can be wrong, kind by kind: code, meaning, reason, remedy and examples.
//!
//! Knows nothing of where a fault is found and prints nothing. `docs/errors.md` is made from
//! here; tests hold every example to what it claims.

mod aims;
mod command;
mod kind;
mod network;
mod notice;
mod page;
mod text;
mod value;

pub use kind::Kind;
pub use page::{filled, manual, page};

use crate::error::{Error, Topic};

/// The scenario on which the examples are laid.
pub const EXAMPLE: &str = include_str!("catalogue/example.toml");

/// What is to be said of a kind, beside its code and title.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Which.
    pub kind: Kind,
    /// What it means.
    pub means: &'static str,
    /// Why it is refused, or worth a notice.
    pub because: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// An example: a piece of scenario, `--set …`, or a command.
    pub wrong: &'static str,
    /// The same put right.
    pub right: &'static str,
}

const fn entry(kind: Kind, words: [&'static str; 3], examples: [&'static str; 2]) -> Entry {
    let [means, because, remedy] = words;
    let [wrong, right] = examples;
    Entry { kind, means, because, remedy, wrong, right }
}

/// Every entry, in order of code, errors first.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    let areas = [
        text::ENTRIES,
        value::ENTRIES,
        network::ENTRIES,
        aims::ENTRIES,
        command::ENTRIES,
        notice::ENTRIES,
    ];
    areas.into_iter().flatten()
}

/// The entry of a code such as `E012`; capitals do not matter, nor do leading zeros.
pub fn find(code: &str) -> Option<&'static Entry> {
    let code = code.to_ascii_uppercase();
    let letter = code.chars().next().filter(|letter| "EN".contains(*letter))?;
    let digits = code.get(1..).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let number: u16 = digits.parse().ok()?;
    let code = format!("{letter}{number:03}");
    entries().find(|entry| entry.kind.code().to_string() == code)
}

impl Kind {
    /// The kind of an error; none for faults of a scenario, each of which has its own.
    pub fn of(error: &Error) -> Option<Self> {
        Some(match error {
            Error::Scenario(_) => return None,
            Error::BadPoints { .. } => Self::PointsFailed,
            Error::Io { .. } => Self::Io,
            Error::Exists { .. } => Self::Exists,
            Error::Damaged { .. } => Self::Damaged,
            Error::Undispatched { .. } => Self::Undispatched,
            Error::Uncertified { .. } => Self::Uncertified,
            Error::Points { .. } => Self::PointsFailed,
            Error::Paused { .. } | Error::Interrupted => Self::Interrupted,
            Error::Input { topic, .. } => match topic {
                Topic::Usage => Self::Usage,
                Topic::Study => Self::BadStudy,
                Topic::Results => Self::NotResults,
                Topic::Settings => Self::OtherSettings,
                Topic::Changed => Self::ScenarioChanged,
                Topic::Pairing => Self::Unpaired,
                Topic::Quantity => Self::NoSuchValue,
                Topic::Target => Self::NoTarget,
                Topic::Shares => Self::BadShares,
                Topic::Loss => Self::LossOutside,
                Topic::Network => Self::NetworkTooLarge,
                Topic::Memory => Self::TooMuchKept,
                Topic::System => Self::System,
            },
        })
    }
}
