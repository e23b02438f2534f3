//! The library's error: data in variants, wording in one place.
//!
//! Knows nothing of what was being done. Faults in a scenario are data of `diagnostic`, all
//! reported at once; here they are carried.

use crate::diagnostic::Findings;
use std::io;
use std::path::{Path, PathBuf};

/// What bad input is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// The command line.
    Usage,
    /// A study, its factors and its design.
    Study,
    /// A directory that holds other results, or none.
    Results,
    /// Settings other than those that something was begun with.
    Settings,
    /// A scenario that is no longer what it was.
    Changed,
    /// Runs to be compared that were not drawn alike.
    Pairing,
    /// A quantity that is not reported.
    Quantity,
    /// A target.
    Target,
    /// Shares of a run or study.
    Shares,
    /// The loss of a stress test.
    Loss,
    /// The size of the network.
    Network,
    /// The size of what is kept.
    Memory,
    /// What the operating system gives.
    System,
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A scenario has faults: all of them, with their places.
    #[error(transparent)]
    Scenario(#[from] Box<Findings>),
    /// Points of a study have faults: number and label of each point, and its faults. Nothing
    /// was run.
    #[error("{} of the study cannot be run", count(points.len(), "point"))]
    BadPoints {
        /// In order of number.
        points: Vec<(String, Box<Findings>)>,
    },
    /// A file or directory could not be read or written.
    #[error("cannot {action} `{}`: {}", path.display(), reason(source))]
    Io {
        /// What was tried: `read`, `write`, `create` …
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Results would overwrite something.
    #[error("`{}` already exists", path.display())]
    Exists {
        /// What is in the way.
        path: PathBuf,
        /// What to do about it.
        help: &'static str,
    },
    /// A results directory is not what this program writes.
    #[error("`{}` is damaged: {message}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found and what was expected.
        message: String,
    },
    /// The command line or the scenario asks for what cannot be done.
    #[error("{message}")]
    Input {
        /// What it is about.
        topic: Topic,
        /// What was found and what is allowed.
        message: String,
        /// What to do about it, when there is something to do.
        help: Option<String>,
    },
    /// Dispatch found no optimum for a day.
    #[error("replication {replication}: no dispatch of {date} found in {pivots} pivots")]
    Undispatched {
        /// The history.
        replication: u32,
        /// The day.
        date: jiff::civil::Date,
        /// How long it was tried.
        pivots: u32,
    },
    /// `--verify` found days whose dispatch is not a proven optimum.
    #[error("{failed} of {days} days have a dispatch that is not optimal or breaks a balance")]
    Uncertified {
        /// Days that failed.
        failed: u64,
        /// Days looked at.
        days: u64,
    },
    /// Points of a study that could not be run; the others are written.
    #[error("{failed} of {points} points could not be run")]
    Points {
        /// Points that failed.
        failed: usize,
        /// All points.
        points: usize,
    },
    /// The caller asked to stop a study; what is finished is kept.
    #[error("interrupted after {done} of {points} points")]
    Paused {
        /// Points that are written down.
        done: usize,
        /// All points.
        points: usize,
    },
    /// The caller asked to stop.
    #[error("interrupted: nothing was written")]
    Interrupted,
}

impl Error {
    /// An I/O error while trying to `action` the file at `path`.
    pub fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }

    /// Bad input without advice.
    pub fn input(topic: Topic, message: impl Into<String>) -> Self {
        Self::Input { topic, message: message.into(), help: None }
    }

    /// A damaged file of a results directory.
    pub fn damaged(path: &Path, message: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), message: message.into() }
    }

    /// What to do about it, when there is something to do.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Io { source, .. } => advice(source.kind()),
            Self::Exists { help, .. } => Some(help),
            Self::Damaged { .. } => Some("run the scenario again to make the results anew"),
            Self::Input { help, .. } => help.as_deref(),
            Self::Uncertified { .. } | Self::Undispatched { .. } => {
                Some("this is a fault of the program: please report it with the scenario and seed")
            }
            Self::Points { .. } => Some("`warnings` in manifest.json say why"),
            Self::Paused { .. } => Some("the same command with --resume goes on from there"),
            Self::Scenario(_) | Self::BadPoints { .. } | Self::Interrupted => None,
        }
    }

    /// Exit code of the program: 1 failed, 2 bad usage or scenario, 130 interrupted.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Io { .. }
            | Self::Damaged { .. }
            | Self::Uncertified { .. }
            | Self::Points { .. }
            | Self::Undispatched { .. } => 1,
            Self::Scenario(_)
            | Self::BadPoints { .. }
            | Self::Exists { .. }
            | Self::Input { .. } => 2,
            Self::Interrupted | Self::Paused { .. } => 130,
        }
    }
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// The system's reason in the house's words: lower case, without its number.
fn reason(source: &io::Error) -> String {
    let text = source.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn advice(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::NotFound => Some("check the spelling of the path"),
        io::ErrorKind::PermissionDenied => {
            Some("check the permissions, or write elsewhere with `-o DIR`")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(
            "free some space, or write to another disk with `-o DIR`; a study goes on from \
                 there with --resume",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_named_with_advice() {
        let source = std::fs::read("no/such/file.toml").unwrap_err();
        let error = Error::io("read", Path::new("no/such/file.toml"), source);
        assert_eq!(error.to_string(), "cannot read `no/such/file.toml`: no such file or directory");
        assert_eq!(error.help(), Some("check the spelling of the path"));
        assert_eq!(error.exit_code(), 1);
    }

    #[test]
    fn faults_of_a_scenario_are_shown_whole_and_those_of_points_are_counted() {
        use crate::diagnostic::{Code, Fault, Located, Severity, Texts};
        let code = Code { severity: Severity::Error, number: 12 };
        let fault = Fault::new(code, "", "the scenario has no horizon");
        let all = vec![Located { fault, at: None, related: None }];
        let found = Box::new(Findings::new(Texts::default(), all));
        let points = vec![("point 1 (rate=2)".to_owned(), found.clone())];
        let error = Error::from(found.clone());
        assert_eq!((error.to_string(), error.exit_code()), (found.to_string(), 2));
        let error = Error::BadPoints { points };
        assert_eq!(error.to_string(), "1 point of the study cannot be run");
        assert_eq!(error.exit_code(), 2);
    }
}
