//! The model against what was seen.

use super::number::{difference, rounded};
use super::run::Run;
use super::text::{Page, row};
use crate::results::ObservedLine;

/// Rows shown of observations that agree; those that do not are all shown.
const SHOWN: usize = 6;

/// Observed and modelled figures; first those that are too far apart.
pub(super) fn comparison(run: &Run, page: &mut Page) {
    if run.observed.is_empty() {
        return;
    }
    let heads = [("observed", 11), ("model", 9), ("differs", 11), ("", 5)];
    page.heading(row("MODEL AGAINST OBSERVED", &heads));
    let (agree, apart): (Vec<_>, Vec<_>) = run.observed.iter().partition(|row| row.ok);
    apart.iter().for_each(|found| page.line(compared(found)));
    let shown = SHOWN.saturating_sub(apart.len());
    agree.iter().take(shown).for_each(|found| page.line(compared(found)));
    if agree.len() > shown {
        page.line(format!("and {} more that agree", agree.len() - shown));
    }
    page.line("The past was used to set the model: this is calibration, not a test");
}

fn compared(found: &ObservedLine) -> String {
    let digits = |value: f64| rounded(value, f64::NAN);
    // Calls are counted: only their mean has decimals.
    let observed = match found.unit.as_str() {
        "calls" => format!("{:.0} calls", found.observed),
        unit => format!("{} {unit}", digits(found.observed)),
    };
    let model = found.model_mean.map_or_else(|| "-".to_owned(), digits);
    let differs = found.difference_percent.map_or_else(String::new, difference);
    let verdict = if found.ok { "ok" } else { "OFF" };
    row(&found.name, &[(&observed, 11), (&model, 9), (&differs, 11), (verdict, 5)])
}
