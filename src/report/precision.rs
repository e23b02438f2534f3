//! What became of a wish for precision, in words.

use super::number::count;
use super::paragraph;
use super::points::amount;
use crate::metric::Unit;
use crate::results::{PrecisionEntry, Stopped};

/// The lines that say whether a precision was met and, where not, what would help.
pub fn precision(entry: &PrecisionEntry) -> String {
    paragraph(&sentence(entry))
}

pub(super) fn sentence(entry: &PrecisionEntry) -> String {
    let (goal, n) = (&entry.goal, count(entry.replications));
    let Stopped::Beliefs { beliefs, leave, needed, unseen } = entry.stopped else {
        return match entry.met {
            true => format!("{goal} was met after {n} replications"),
            false if entry.estimate.is_nan() => {
                format!("{goal} was NOT met: no replication has a value")
            }
            false if entry.interval[0].is_nan() => {
                format!("{goal} was NOT met: too few of {n} replications differ to tell the error")
            }
            false => {
                let half =
                    (entry.estimate - entry.interval[0]).max(entry.interval[1] - entry.estimate);
                let half = half_width(half, &entry.unit);
                format!("{goal} was NOT met in {n} replications, which leave ± {half}")
            }
        };
    };
    let (leave, had) = (half_width(leave, &entry.unit), count(beliefs));
    let why = match unseen {
        true if entry.estimate == 1.0 => format!("nothing else happened in {n} replications, and"),
        true => format!("it happened in none of {n} replications, and"),
        false => "they differ so much that, however many replications,".to_owned(),
    };
    let help = match needed {
        None => "no number of beliefs would do".to_owned(),
        Some(needed) => {
            let more = if needed > entry.most { format!(" -n {needed}") } else { String::new() };
            format!("about {} would do (--beliefs {needed}{more})", count(needed))
        }
    };
    format!("{goal} CANNOT be met with {had} beliefs: {why} {had} beliefs leave ± {leave}; {help}")
}

/// A half-width at two digits, in the unit for people.
fn half_width(half: f64, unit: &str) -> String {
    let unit = Unit::from_name(unit).unwrap_or(Unit::Index);
    let (text, unit) = amount(half, Some(half / 10.0), unit);
    format!("{text} {}", if unit == "%" { "pp" } else { unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(stopped: Stopped, estimate: f64, half: f64) -> PrecisionEntry {
        PrecisionEntry {
            goal: "P(goal) ± 1 pp".to_owned(),
            met: stopped == Stopped::Met,
            estimate,
            interval: [estimate - half, estimate + half],
            unit: "share".to_owned(),
            replications: 4_032,
            most: 100_000,
            stopped,
        }
    }

    #[test]
    fn what_would_help_is_said_where_replications_do_not() {
        let stopped =
            |needed, unseen| Stopped::Beliefs { beliefs: 200, leave: 0.023, needed, unseen };
        let said = precision(&entry(stopped(Some(470), true), 0.0, 0.023));
        assert_eq!(
            said.replace("\n  ", " "),
            "P(goal) ± 1 pp CANNOT be met with 200 beliefs: it happened in none of 4,032 \
             replications, and 200 beliefs leave ± 2.3 pp; about 470 would do (--beliefs 470)\n"
        );
        assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
        let said = sentence(&entry(stopped(Some(240_000), false), 0.3, 0.04));
        assert!(said.contains("however many replications, 200 beliefs leave ± 2.3 pp"), "{said}");
        assert!(said.ends_with("(--beliefs 240000 -n 240000)"), "{said}");
    }

    #[test]
    fn what_is_left_is_said_where_replications_ran_out() {
        let said = sentence(&entry(Stopped::Replications, 0.3, 0.0123));
        assert_eq!(said, "P(goal) ± 1 pp was NOT met in 4,032 replications, which leave ± 1.2 pp");
        let said = sentence(&entry(Stopped::Met, 0.3, 0.01));
        assert_eq!(said, "P(goal) ± 1 pp was met after 4,032 replications");
    }
}
