//! Which factors of a finished study matter, and which ranges of them go with failure.

use super::compare::better;
use super::discovery::{self, Discovery, Fails};
use super::wide::headline;
use crate::error::{Error, Topic};
use crate::metric::{Measure, Metric, Period, Quantity, Unit};
use crate::results::{DesignLine, Extra, Field, Results, TargetEntry};
use crate::study::compare::Better;
use crate::study::design::{Design, Kind};
use crate::study::file::StudyFile;
use crate::study::precision::Output;
use crate::study::sensitivity::{Statistic, elementary_effects, sobol_indices, tornado};
use std::fs;

/// What a study says of an output.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// The output, in words.
    pub output: String,
    /// Its unit.
    pub unit: Unit,
    /// Its value, where it is the same at every point and nothing can be judged by it.
    pub constant: Option<f64>,
    /// How factors were judged.
    pub judged: Judged,
    /// What sets the futures that fail apart.
    pub discovery: Option<Discovery>,
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
    pub output: Output,
    /// Of a mean: instead the mean of so large a share of the worst replications (CVaR).
    pub tail: Option<f64>,
    /// Which points fail; by default those below one half of a probability, and of a mean those
    /// on the worse side of the middle one.
    pub fails: Option<Fails>,
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
    let (output, unit) = (wanted.words(), wanted.output.unit());
    let constant = constant(outputs.iter().copied());
    let judged = judge(&design, &outputs, study.spec.seed);
    let discovery = discovery::find(&design.factors, &lines, &outputs, wanted);
    Ok(Sensitivity { output, unit, constant, judged, discovery })
}

/// The value that all have, but for those that have none.
fn constant(outputs: impl Iterator<Item = f64>) -> Option<f64> {
    let mut known = outputs.filter(|output| !output.is_nan());
    let first = known.next()?;
    known.all(|output| output == first).then_some(first)
}

/// The output of each point.
fn outputs(results: &Results, wanted: &Wanted, points: usize) -> Result<Vec<f64>, Error> {
    let mut outputs = vec![f64::NAN; points];
    match (&wanted.output, wanted.tail) {
        (Output::Probability { target, measure }, _) => {
            let targets = results.targets()?;
            for (point, output) in outputs.iter_mut().enumerate() {
                let line = headline(results, &targets, point as u32, (target, *measure));
                *output = line.map_or(f64::NAN, |line| line.probability);
            }
        }
        (Output::Mean(quantity), None) => {
            for line in results.summary_of(|line| line.is_of(quantity))? {
                outputs[line.point as usize] = line.mean.unwrap_or(f64::NAN);
            }
        }
        (Output::Mean(quantity), Some(tail)) => {
            let statistic = match better(quantity.metric) {
                Some(Better::Lower) => Statistic::MeanAbove(tail),
                _ => Statistic::MeanBelow(tail),
            };
            for (point, columns) in results.replications(|_| true)? {
                let values = columns.get(quantity);
                let output = values.map_or(f64::NAN, |values| statistic.of(values));
                outputs[point as usize] = output;
            }
        }
    }
    if outputs.iter().all(|output| output.is_nan()) {
        return Err(Error::Input {
            topic: Topic::Quantity,
            message: format!("no point has a value of `{}`", wanted.output),
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

impl Wanted {
    /// The output, in words.
    pub(super) fn words(&self) -> String {
        match self.tail {
            None => self.output.to_string(),
            Some(tail) => format!("the worst {:.0} % of {}", 100.0 * tail, self.output),
        }
    }
}

impl Sensitivity {
    /// `sensitivity.csv` and, where something was found, `discovery.csv`.
    pub fn tables(&self) -> Vec<Extra> {
        let found = self.discovery.iter().map(Discovery::table);
        std::iter::once(self.table()).chain(found).collect()
    }

    fn table(&self) -> Extra {
        let of: Vec<&str> = match &self.judged {
            Judged::Tornado(_) => vec!["low_at", "low", "high_at", "high", "swing"],
            Judged::Morris(_) => vec!["mu_star", "mu_star_stderr", "mu", "sigma"],
            Judged::Sobol(_) => {
                vec!["first", "first_ci_lo", "first_ci_hi", "total", "total_ci_lo", "total_ci_hi"]
            }
            Judged::Nothing => vec![],
        };
        let unit = if matches!(self.judged, Judged::Sobol(_)) { Unit::Share } else { self.unit };
        let columns = ["output", "factor"].iter().chain(&of);
        let columns = columns.enumerate().map(|(at, name)| {
            let words = at < 2 || name.ends_with("_at");
            ((*name).to_owned(), (!words).then_some(unit.name()))
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
        Extra::bare("sensitivity.csv", columns.collect(), rows)
    }
}

/// The output that is explained unless another is asked for: the probability of the first target,
/// what it counts in its year where that is the same at every point, or exports without targets.
///
/// # Errors
/// A table cannot be read.
pub fn usual_output(results: &Results) -> Result<Output, Error> {
    let Some(target) = results.manifest.targets.first() else {
        return Ok(Output::Mean(Quantity::new(Metric::Exports, "total", Period::Total)));
    };
    let (targets, measure) = (results.targets()?, Measure::Routes);
    let of = |line: &DesignLine| headline(results, &targets, line.point, (&target.name, measure));
    let lines = results.design()?;
    let chances = lines.iter().filter_map(of).map(|line| line.probability);
    Ok(match constant(chances) {
        None => Output::Probability { target: target.name.clone(), measure },
        Some(_) => counted(target),
    })
}

/// What a target counts in its year.
pub fn counted(target: &TargetEntry) -> Output {
    let year = Period::Year(target.year);
    Output::Mean(Quantity::new(Metric::TargetRoutes, &target.name, year))
}
