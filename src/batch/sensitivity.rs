//! Which factors of a finished study matter, and which ranges of them go with failure.

use super::compare::better;
use super::wide::headline;
use crate::error::{Error, Topic};
use crate::metric::Metric;
use crate::results::{DesignLine, Extra, Field, Results};
use crate::study::compare::Better;
use crate::study::design::{Amount, Design, Kind};
use crate::study::discovery::{Found, Limit, Search, discover};
use crate::study::file::StudyFile;
use crate::study::precision::Quantity;
use crate::study::sensitivity::{Statistic, elementary_effects, sobol_indices, tornado};
use std::fs;

/// What a study says of an output.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// The output, in words.
    pub output: String,
    /// Its unit.
    pub unit: &'static str,
    /// How factors were judged.
    pub judged: Judged,
    /// The futures that fail, in a sentence.
    pub sentence: Option<String>,
}

/// Factors by how much they matter, the most first.
#[derive(Debug, Clone)]
pub enum Judged {
    /// Key path, label and change of the output at the low end, the same at the high end.
    Tornado(Vec<(String, [(String, f64); 2])>),
    /// Key path, mean absolute effect with its error, mean effect, its standard deviation.
    Morris(Vec<(String, [f64; 4])>),
    /// Key path, first-order index with interval, total index with interval.
    Sobol(Vec<(String, [f64; 6])>),
    /// The design is not made for it.
    Nothing,
}

/// What is to be explained.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The output.
    pub quantity: Quantity,
    /// Of a mean: instead the mean of so large a share of the worst replications (CVaR).
    pub tail: Option<f64>,
    /// Points with less than this fail; by default the middle one.
    pub below: Option<f64>,
}

/// Judges the factors of a study by an output.
///
/// # Errors
/// The directory holds no study, or not that output.
pub fn sensitivity(results: &Results, wanted: &Wanted) -> Result<Sensitivity, Error> {
    let path = results.dir.join("study.toml");
    let text = fs::read_to_string(&path).map_err(|_| Error::Input {
        topic: Topic::Results,
        message: format!("`{}` is not a study", results.dir.display()),
        help: Some("name a directory that `caspian sweep` has written".to_owned()),
    })?;
    let study = StudyFile::read_header(&text)?;
    let (design, lines) = (study.spec.build()?, results.design()?);
    if lines.len() != design.points.len() {
        return Err(Error::input(Topic::Results, "the study is a share: merge its shares first"));
    }
    let outputs = outputs(results, wanted, lines.len())?;
    let unit = match &wanted.quantity {
        Quantity::Probability { .. } => "1",
        Quantity::Mean { metric, .. } => metric.unit(),
    };
    let tail = wanted.tail.map(|tail| format!(", worst {:.0} %", 100.0 * tail));
    let output = format!("{}{}", wanted.quantity, tail.unwrap_or_default());
    let judged = judge(&design, &outputs, study.spec.seed);
    let sentence = sentence(&design, &lines, &outputs, wanted);
    Ok(Sensitivity { output, unit, judged, sentence })
}

/// The output of each point.
fn outputs(results: &Results, wanted: &Wanted, points: usize) -> Result<Vec<f64>, Error> {
    let mut outputs = vec![f64::NAN; points];
    match (&wanted.quantity, wanted.tail) {
        (Quantity::Probability { target, measure }, _) => {
            let targets = results.targets()?;
            for (point, output) in outputs.iter_mut().enumerate() {
                let line = headline(results, &targets, point as u32, (target, measure));
                *output = line.map_or(f64::NAN, |line| line.probability);
            }
        }
        (Quantity::Mean { metric, entity, period }, None) => {
            let lines = results.summary_of(|line| {
                line.metric == metric.name() && (&line.entity, &line.period) == (entity, period)
            })?;
            for line in lines {
                outputs[line.point as usize] = line.mean.unwrap_or(f64::NAN);
            }
        }
        (Quantity::Mean { metric, entity, period }, Some(tail)) => {
            let key = (metric.name().to_owned(), entity.clone(), period.clone());
            let statistic = match better(*metric) {
                Some(Better::Lower) => Statistic::MeanAbove(tail),
                _ => Statistic::MeanBelow(tail),
            };
            for (point, columns) in results.replications(|_| true)? {
                let values = columns.get(&key);
                let output = values.map_or(f64::NAN, |values| statistic.of(&values.values));
                outputs[point as usize] = output;
            }
        }
    }
    if outputs.iter().all(|output| output.is_nan()) {
        return Err(Error::Input {
            topic: Topic::Quantity,
            message: format!("no point has a value of `{}`", wanted.quantity),
            help: Some("summary.csv lists what there is; a tail needs `keep` as well".to_owned()),
        });
    }
    Ok(outputs)
}

fn judge(design: &Design, outputs: &[f64], seed: u64) -> Judged {
    let names = design.factors.iter().cloned();
    match design.kind {
        Kind::OneAtATime => {
            let changed = design.points.iter().map(|p| p.values.iter().position(Option::is_some));
            let changed: Vec<Option<usize>> = changed.collect();
            let bars = tornado(outputs, &changed).into_iter().map(|bar| {
                let end =
                    |(point, moved): (usize, f64)| (design.points[point].label.clone(), moved);
                (design.factors[bar.factor].clone(), [end(bar.low), end(bar.high)])
            });
            Judged::Tornado(bars.collect())
        }
        Kind::Morris => {
            let effects = elementary_effects(&design.cube, &outputs[1..]);
            let rows = names.zip(effects);
            let rows = rows.map(|(name, e)| (name, [e.mu_star, e.mu_star_stderr, e.mu, e.sigma]));
            let mut rows: Vec<_> = rows.collect();
            rows.sort_by(|a, b| b.1[0].total_cmp(&a.1[0]));
            Judged::Morris(rows)
        }
        Kind::Saltelli => {
            let indices = sobol_indices(&outputs[1..], design.factors.len(), seed);
            let rows = names.zip(indices).map(|(name, i)| {
                let (f, t) = (i.first, i.total);
                let ends = [f.interval.0, f.interval.1, t.interval.0, t.interval.1];
                (name, [f.value, ends[0], ends[1], t.value, ends[2], ends[3]])
            });
            let mut rows: Vec<_> = rows.collect();
            rows.sort_by(|a, b| b.1[3].total_cmp(&a.1[3]));
            Judged::Sobol(rows)
        }
        _ => Judged::Nothing,
    }
}

/// Points below a level, in a sentence on the ranges of factors that set them apart.
fn sentence(
    design: &Design,
    lines: &[DesignLine],
    outputs: &[f64],
    wanted: &Wanted,
) -> Option<String> {
    // Fewer futures than this show no pattern that can be told from chance.
    const LEAST: usize = 20;
    let present = (1..outputs.len()).filter(|point| !outputs[*point].is_nan());
    let mut futures: Vec<usize> = present.collect();
    futures.retain(|point| lines[*point].values.iter().all(|value| !value.is_empty()));
    if futures.len() < LEAST {
        return None;
    }
    let mut ascending: Vec<f64> = futures.iter().map(|point| outputs[*point]).collect();
    ascending.sort_unstable_by(f64::total_cmp);
    let usual = match wanted.quantity {
        Quantity::Probability { .. } => 0.5,
        Quantity::Mean { .. } => ascending[ascending.len() / 2],
    };
    let below = wanted.below.unwrap_or(usual);
    let cases: Vec<bool> = futures.iter().map(|point| outputs[*point] < below).collect();
    let columns = (0..design.factors.len()).map(|factor| {
        let values: Vec<&str> =
            futures.iter().map(|point| lines[*point].values[factor].as_str()).collect();
        numbers(&values)
    });
    let columns: Vec<Vec<f64>> = columns.collect();
    let found: Found = discover(&columns, &cases, Search::default())?;
    let what = match &wanted.quantity {
        Quantity::Probability { .. } => {
            format!("{} is below {:.0} %", wanted.quantity, 100.0 * below)
        }
        Quantity::Mean { metric, .. } => {
            let (size, unit) = match metric.unit() {
                "t" => (1e6, "Mt"),
                unit => (1.0, unit),
            };
            let value: f64 = format!("{:.3e}", below / size).parse().unwrap_or(below);
            format!("{} is below {value} {unit}", wanted.quantity)
        }
    };
    Some(found.sentence(&what, |limit| {
        let name = &design.factors[limit.factor];
        let value = futures.first().map(|point| lines[*point].values[limit.factor].as_str());
        range(name, limit, value.and_then(Amount::parse).as_ref())
    }))
}

/// Values as numbers; words by where they first come.
fn numbers(values: &[&str]) -> Vec<f64> {
    let amounts: Option<Vec<Amount>> = values.iter().map(|value| Amount::parse(value)).collect();
    if let Some(amounts) = amounts
        && amounts.iter().all(|amount| amount.matches(&amounts[0]))
    {
        return amounts.iter().map(Amount::number).collect();
    }
    let first = |value: &&str| values.iter().position(|known| known == value);
    values.iter().map(|value| first(value).unwrap_or_default() as f64).collect()
}

fn range(name: &str, limit: &Limit, form: Option<&Amount>) -> String {
    let say = |value: f64| {
        let value: f64 = format!("{value:.2e}").parse().unwrap_or(value);
        form.map_or_else(|| value.to_string(), |form| form.with(value))
    };
    match (limit.least, limit.most) {
        (Some(least), Some(most)) => {
            format!("`{name}` is between {} and {}", say(least), say(most))
        }
        (Some(least), None) => format!("`{name}` is at least {}", say(least)),
        (None, Some(most)) => format!("`{name}` is at most {}", say(most)),
        (None, None) => format!("`{name}` is anything"),
    }
}

impl Sensitivity {
    /// `sensitivity.csv`.
    pub fn table(&self) -> Extra {
        let of: Vec<&str> = match &self.judged {
            Judged::Tornado(_) => vec!["low_at", "low", "high_at", "high", "swing"],
            Judged::Morris(_) => vec!["mu_star", "mu_star_stderr", "mu", "sigma"],
            Judged::Sobol(_) => {
                vec!["first", "first_ci_lo", "first_ci_hi", "total", "total_ci_lo", "total_ci_hi"]
            }
            Judged::Nothing => vec![],
        };
        let unit = if matches!(self.judged, Judged::Sobol(_)) { "1" } else { self.unit };
        let columns = ["output", "factor"].iter().chain(&of);
        let columns = columns.enumerate().map(|(at, name)| {
            let words = at < 2 || name.ends_with("_at");
            ((*name).to_owned(), (!words).then_some(unit))
        });
        let row = |name: &str, rest: Vec<Field>| {
            let words = [self.output.clone(), name.to_owned()].map(Field::Text);
            words.into_iter().chain(rest).collect()
        };
        let numbers = |values: &[f64]| values.iter().copied().map(Field::Number).collect();
        let rows = match &self.judged {
            Judged::Tornado(rows) => rows
                .iter()
                .map(|(name, [low, high])| {
                    let mut cells = Vec::new();
                    for (label, moved) in [low, high] {
                        cells.extend([Field::Text(label.clone()), Field::Number(*moved)]);
                    }
                    cells.push(Field::Number(high.1 - low.1));
                    row(name, cells)
                })
                .collect(),
            Judged::Morris(rows) => rows.iter().map(|(n, v)| row(n, numbers(v))).collect(),
            Judged::Sobol(rows) => rows.iter().map(|(n, v)| row(n, numbers(v))).collect(),
            Judged::Nothing => vec![],
        };
        Extra { file: "sensitivity.csv", columns: columns.collect(), rows }
    }
}

/// The output that is explained unless another is asked for: the first target, else exports.
pub fn usual_output(results: &Results) -> Quantity {
    match results.manifest.targets.first() {
        Some(target) => {
            Quantity::Probability { target: target.name.clone(), measure: "routes".to_owned() }
        }
        None => Quantity::Mean {
            metric: Metric::Exports,
            entity: "total".to_owned(),
            period: "total".to_owned(),
        },
    }
}
