//! Which factors of a finished study matter, and which ranges of them go with failure.

use super::compare::better;
use super::discovery::{self, Discovery};
use super::wanted::Wanted;
use super::wide::headline;
use crate::error::{Error, Topic};
use crate::metric::{Measure, Metric, Period, Quantity, Unit};
use crate::results::{
    DesignLine, Extra, Kind as Holds, MorrisLine, Results, SobolLine, TargetEntry, TornadoLine,
    known,
};
use crate::study::compare::Better;
use crate::study::design::{Design, Kind};
use crate::study::file::StudyFile;
use crate::study::precision::Output;
use crate::study::sensitivity::{Statistic, elementary_effects, sobol_indices, tornado};

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

/// Judges the factors of a study by an output.
///
/// # Errors
/// The directory holds no study, or not that output.
pub fn sensitivity(results: &Results, wanted: &Wanted) -> Result<Sensitivity, Error> {
    is_study(results)?;
    let text = results.text("study.toml")?;
    let study = StudyFile::read_header(&text)?;
    let (design, lines) = (study.spec.build()?, results.design()?);
    // Tables may hold more or less than what was asked for.
    let whole = lines.iter().map(|line| line.point as usize).eq(0..design.points.len());
    if !whole {
        let message = "its points are not those of study.toml";
        return Err(Error::damaged(&results.dir.join("design.csv"), message));
    }
    let outputs = outputs(results, wanted, lines.len())?;
    let (output, unit) = (wanted.words(), wanted.output.unit());
    let constant = constant(outputs.iter().copied());
    let judged = judge(&design, &outputs, study.spec.seed);
    let discovery = discovery::find(&design.factors, &lines, &outputs, wanted);
    Ok(Sensitivity { output, unit, constant, judged, discovery })
}

/// Refuses what is no whole study.
fn is_study(results: &Results) -> Result<(), Error> {
    let dir = results.dir.display();
    let (message, help) = match &results.manifest.kind {
        Holds::Study => return Ok(()),
        Holds::Shard(part) => (
            format!("`{dir}` is only the share {} of a {}", part.share, part.of.words()),
            "put the shares together with `caspian merge` first",
        ),
        other => (
            format!("`{dir}` is not a study: it holds {}", other.words()),
            "name a directory that `caspian sweep` has written",
        ),
    };
    Err(Error::Input { topic: Topic::Results, message, help: Some(help.to_owned()) })
}

/// The output of a point that a table names.
fn of_point<'o>(
    outputs: &'o mut [f64],
    point: u32,
    results: &Results,
    table: &str,
) -> Result<&'o mut f64, Error> {
    let points = outputs.len();
    outputs.get_mut(point as usize).ok_or_else(|| {
        let message = format!("a row of point {point}, and there are points 0 to {}", points - 1);
        Error::damaged(&results.dir.join(table), message)
    })
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
                let output = of_point(&mut outputs, line.point, results, "summary.csv")?;
                *output = line.mean.unwrap_or(f64::NAN);
            }
        }
        (Output::Mean(quantity), Some(tail)) => {
            let statistic = match better(quantity.metric) {
                Some(Better::Lower) => Statistic::MeanAbove(tail),
                _ => Statistic::MeanBelow(tail),
            };
            for (point, columns) in results.replications(|_| true)? {
                let values = columns.get(quantity);
                let value = values.map_or(f64::NAN, |values| statistic.of(values));
                *of_point(&mut outputs, point, results, "replications.csv")? = value;
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

impl Sensitivity {
    /// `sensitivity.csv`, where the design ranks factors, and `discovery.csv`, where something
    /// was found.
    pub fn tables(&self) -> Vec<Extra> {
        let found = self.discovery.iter().map(Discovery::table);
        self.table().into_iter().chain(found).collect()
    }

    fn table(&self) -> Option<Extra> {
        let (unit, output) = (self.unit, || self.output.clone());
        Some(match &self.judged {
            Judged::Tornado(rows) => {
                let line = |(name, [low, high]): &(String, [(String, f64); 2])| TornadoLine {
                    output: output(),
                    factor: name.clone(),
                    low_at: low.0.clone(),
                    low: known(low.1),
                    high_at: high.0.clone(),
                    high: known(high.1),
                    swing: known(high.1 - low.1),
                    unit,
                };
                Extra::of(&rows.iter().map(line).collect::<Vec<_>>())
            }
            Judged::Morris(rows) => {
                let line = |(name, values): &(String, [f64; 4])| {
                    let [mu_star, mu_star_stderr, mu, sigma] = values.map(known);
                    let (output, factor) = (output(), name.clone());
                    MorrisLine { output, factor, mu_star, mu_star_stderr, mu, sigma, unit }
                };
                Extra::of(&rows.iter().map(line).collect::<Vec<_>>())
            }
            Judged::Sobol(rows) => {
                Extra::of(&rows.iter().map(|row| sobol_line(output(), row)).collect::<Vec<_>>())
            }
            Judged::Nothing => return None,
        })
    }
}

fn sobol_line(output: String, (name, values): &(String, [f64; 6])) -> SobolLine {
    let [first, first_ci_lo, first_ci_hi, total, total_ci_lo, total_ci_hi] = values.map(known);
    let factor = name.clone();
    SobolLine { output, factor, first, first_ci_lo, first_ci_hi, total, total_ci_lo, total_ci_hi }
}

/// The output that is explained unless another is asked for: the probability of the first target,
/// what it counts in its year where that is the same at every point, or exports without targets.
///
/// # Errors
/// A table cannot be read.
pub fn usual_output(results: &Results) -> Result<Output, Error> {
    is_study(results)?;
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
fn counted(target: &TargetEntry) -> Output {
    let year = Period::Year(target.year);
    Output::Mean(Quantity::new(Metric::TargetRoutes, &target.name, year))
}
