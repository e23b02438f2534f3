//! `--precision` of `run` and `compare`.

use super::terminal;
use crate::report;
use crate::results::{PrecisionEntry, Stopped};
use crate::study::precision::{Goal, Look};

/// Replications at most where a precision is asked for and no number given.
pub(super) const MOST: u32 = 100_000;

/// Reads a goal.
pub(super) fn goal(word: &str) -> Result<Goal, String> {
    Goal::parse(word).map_err(|error| {
        let help = error.help().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{error}{help}")
    })
}

/// What became of a goal, of which `most` replications were allowed, for the manifest.
pub(super) fn entry(goal: Option<&Goal>, look: Option<&Look>, most: u32) -> Option<PrecisionEntry> {
    let (goal, look) = goal.zip(look)?;
    let stopped = match look.floor {
        _ if look.met => Stopped::Met,
        None => Stopped::Replications,
        Some(floor) => Stopped::Beliefs {
            beliefs: floor.beliefs,
            leave: floor.half_width,
            needed: floor.needed,
            unseen: floor.unseen,
        },
    };
    Some(PrecisionEntry {
        goal: goal.text.clone(),
        met: look.met,
        estimate: look.estimate,
        interval: [look.interval.0, look.interval.1],
        unit: goal.output.unit().name().to_owned(),
        replications: look.n,
        most: most.into(),
        stopped,
    })
}

/// Says a precision that was not met to those who see no results.
pub(super) fn warn(entry: Option<&PrecisionEntry>) {
    if let Some(entry) = entry.filter(|entry| !entry.met) {
        let words = report::precision(entry).replace("\n  ", " ");
        terminal::say(report::paragraph(&format!("warning: {words}")).trim_end());
    }
}
