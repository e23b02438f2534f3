//! Which factors of a study matter: the most first, then what sets failures apart.

use super::fitted::fitted;
use super::paragraph;
use super::points::{amount, difference, difference_with_error};
use crate::error::Error;
use crate::metric::{Metric, Period, Quantity};
use crate::results::{Judged, Method, MorrisLine, Results, SobolLine, TargetEntry, TornadoLine};

pub(super) fn screen(results: &Results, judged: &Judged) -> Result<String, Error> {
    let mut text = String::new();
    if let Some(chance) = &judged.instead_of {
        text += &paragraph(&format!("{chance} is the same at every point: this is its volume"));
        text += "\n";
    }
    text += &match judged.constant {
        Some(value) => nothing(judged, value, results.manifest.targets.first()),
        None => ranked(results, judged)?,
    };
    Ok(text + &format!("\nTables are in {}\n", results.dir.display()))
}

/// What to say of an output that no factor moves.
fn nothing(judged: &Judged, value: f64, target: Option<&TargetEntry>) -> String {
    let output = &judged.output;
    // A chance is not nothing for not having come up.
    let same = match (output.starts_with("P("), value) {
        (true, 0.0) => "no history of any point reaches it".to_owned(),
        (true, 1.0) => "every history of every point reaches it".to_owned(),
        _ => {
            let (value, unit) = amount(value, None, judged.unit);
            format!("{value} {unit}").trim_end().to_owned()
        }
    };
    let mut words = format!("{output} is the same at every point: {same}. No factor moves it.");
    if let Some(target) = target.filter(|_| output.starts_with("P(")) {
        let period = Period::Year(target.year);
        let counted = Quantity::new(Metric::TargetRoutes, &target.name, period);
        words += &format!(" Try --of {counted}");
    }
    paragraph(&words)
}

/// Factors by how much they matter, and the sentence of a discovery.
fn ranked(results: &Results, judged: &Judged) -> Result<String, Error> {
    let rows = rows(results, judged)?;
    let (mut text, hidden) = fitted(&rows);
    if hidden > 0 {
        text += "what does not fit is in sensitivity.csv\n";
    }
    if rows.is_empty() {
        text += "this design ranks no factors: use one-at-a-time, morris or saltelli\n";
    }
    if let Some(sentence) = &judged.discovery {
        text += &format!("\n{}", paragraph(sentence));
    }
    Ok(text)
}

/// The output with its unit, and what is said of each factor.
fn head(judged: &Judged, words: &[&str]) -> Vec<String> {
    let first = match amount(0.0, None, judged.unit).1 {
        "" => judged.output.clone(),
        unit => format!("{}, {unit}", judged.output),
    };
    std::iter::once(first).chain(words.iter().map(|word| (*word).to_owned())).collect()
}

/// A row a factor, with a row of headings; nothing where factors are not judged.
fn rows(results: &Results, judged: &Judged) -> Result<Vec<Vec<String>>, Error> {
    let known = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let plain = |value: Option<f64>| difference(known(value), f64::NAN, judged.unit);
    // Means of absolute values and deviations have no sign.
    let bare = |text: String| text.trim_start_matches('+').to_owned();
    let share = |value: Option<f64>| format!("{:.2}", known(value));
    let range = |low, high| format!("{} to {}", share(low), share(high));
    let head = |words: &[&str]| head(judged, words);
    let (head, rows): (Vec<String>, Vec<Vec<String>>) = match judged.method {
        Method::Tornado => {
            let row =
                |r: TornadoLine| vec![r.factor, plain(r.low), plain(r.high), r.low_at, r.high_at];
            let rows = results.rows()?.into_iter().map(row);
            (head(&["least", "most", "at", "at"]), rows.collect())
        }
        Method::Morris => {
            let row = |r: MorrisLine| {
                let (star, error) = (known(r.mu_star), known(r.mu_star_stderr));
                let star = bare(difference_with_error(star, error, judged.unit));
                vec![r.factor, star, plain(r.mu), bare(plain(r.sigma))]
            };
            let rows = results.rows()?.into_iter().map(row);
            (head(&["mu*", "mu", "sigma"]), rows.collect())
        }
        Method::Sobol => {
            let row = |r: SobolLine| {
                let first = range(r.first_ci_lo, r.first_ci_hi);
                let total = range(r.total_ci_lo, r.total_ci_hi);
                vec![r.factor, share(r.first), first, share(r.total), total]
            };
            let rows = results.rows()?.into_iter().map(row);
            (head(&["first", "95 %", "total", "95 %"]), rows.collect())
        }
        Method::None => return Ok(vec![]),
    };
    Ok(std::iter::once(head).chain(rows).collect())
}
