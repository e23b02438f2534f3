//! How much a run would keep in memory.

use super::Whole;
use crate::calendar::Horizon;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::model::Model;

/// Most bytes of kept values that a run may have.
pub const MOST_KEPT: u64 = 2 << 30;
/// Longest horizon in days: two centuries.
const LONGEST: usize = 73_049;

/// Bytes of the values that a run of so many replications keeps: exports by route, totals of
/// shut-in, supply lost and unserved, and of each target four measures under contract and under
/// push, by year and in total.
pub fn kept_bytes(model: &Model, replications: u32) -> u64 {
    kept(&model.horizon, model.routes.len(), model.targets.len(), replications)
}

fn kept(horizon: &Horizon, routes: usize, targets: usize, replications: u32) -> u64 {
    let years = horizon.years();
    let periods = i64::from(*years.end()) - i64::from(*years.start()) + 2;
    let series = (4 + routes + 8 * targets) as u64;
    series * periods.unsigned_abs() * u64::from(replications) * 8
}

/// The fault of a run that would keep too much, for `run.replications` or the command line.
pub fn size_fault(model: &Model, replications: u32) -> Option<Fault> {
    too_much(kept_bytes(model, replications), replications)
}

fn too_much(bytes: u64, replications: u32) -> Option<Fault> {
    if bytes <= MOST_KEPT {
        return None;
    }
    let gigabytes = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    let message = format!(
        "{replications} replications would keep {:.1} GB of values; {:.0} GB is the most",
        gigabytes(bytes),
        gigabytes(MOST_KEPT)
    );
    Some(
        Fault::new(K::TooMuchKept, "run.replications", message)
            .help("fewer replications, or a shorter horizon"),
    )
}

pub(super) fn check(whole: &mut Whole<'_>) {
    let draft = whole.draft;
    let Some(horizon) = &draft.horizon else { return };
    if horizon.steps() > LONGEST {
        let message =
            format!("the horizon has {} days; two centuries is the most", horizon.steps());
        whole.faults.push(Fault::new(K::HorizonTooLong, "horizon.end", message));
    } else if let Some(run) = &draft.run {
        let bytes = kept(horizon, draft.routes.len(), draft.targets.len(), run.replications);
        whole.faults.extend(too_much(bytes, run.replications));
    }
}
