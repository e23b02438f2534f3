//! What holds a target back: a study of one point a measure, a pair and a step of the waterfall.
//!
//! The points are run as any study's; what they say is learnt from the results directory.
//! `docs/studies.md`, "Bottlenecks".

use super::build::Study;
use super::sweep::{Happened, Sweep, sweep_into};
use crate::error::{Error, Topic};
use crate::metric::{Metric, Period, Quantity};
use crate::model::Model;
use crate::results::{Extra, FallLine, Kind, MeasureLine, Results, known};
use crate::scenario::Change;
use crate::study::measures::{Measure, Worth, measures, pair, single};
use crate::study::waterfall::{Fall, State, Step, WIDE, fall, steps};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The same volumes a day, for numbers written by the day.
const BY_DAY: [(&str, &str); 2] = [("+1 Mt/y", "+2738 t/d"), (WIDE, "+273785 t/d")];

/// A change in the first form that fits: as it is, or by the day.
fn in_its_unit(change: &Change, fits: &dyn Fn(&Change) -> bool) -> Option<Change> {
    if fits(change) {
        return Some(change.clone());
    }
    let (_, daily) = BY_DAY.iter().find(|(yearly, _)| *yearly == change.value)?;
    Some(Change::new(change.path.clone(), *daily)).filter(|daily| fits(daily))
}

/// What may be changed: a number, or a project that has its own of it in one of two forms.
fn place(change: &Change) -> String {
    change.path.split_once(".changes.").map_or(change.path.clone(), |of| of.0.into())
}

/// Keeps what fits of changes, in its form; returns the places where nothing does.
fn fitted(changes: &mut Vec<Change>, fits: &dyn Fn(&Change) -> bool) -> BTreeSet<String> {
    let wanted: BTreeSet<String> = changes.iter().map(place).collect();
    *changes = changes.iter().filter_map(|change| in_its_unit(change, fits)).collect();
    let kept: BTreeSet<String> = changes.iter().map(place).collect();
    wanted.difference(&kept).cloned().collect()
}

/// What is asked of a target, and which point answers what.
///
/// Point 0 is the scenario, then come single measures, pairs of them, and the steps of the
/// waterfall, each with those before it.
#[derive(Debug, Clone)]
pub struct Questions {
    target: String,
    year: i16,
    /// One more unit of each constraint.
    pub measures: Vec<Measure>,
    /// Pairs of measures, by index.
    pub pairs: Vec<(usize, usize)>,
    /// Reasons, in the order in which they are undone.
    pub steps: Vec<Step>,
    /// What could not be asked, in words: measures that fit nowhere, and losses that no change of
    /// the scenario undoes.
    pub left_out: Vec<String>,
}

impl Questions {
    /// What to ask of a target of the model. `fits` says whether a change can be made.
    pub fn new(model: &Model, target: usize, fits: &dyn Fn(&Change) -> bool) -> Self {
        let target = &model.targets[target];
        let mut left_out = Vec::new();
        let mut found = measures(model, target);
        found.retain_mut(|measure| {
            let bare = fitted(&mut measure.changes, fits);
            let words = |at| format!("one more unit ({}) at {at} cannot be added", measure.step());
            left_out.extend(bare.iter().map(words));
            bare.is_empty()
        });
        let mut steps = steps(model, target);
        for step in &mut steps {
            let bare = fitted(&mut step.undo, fits);
            let words = |at| format!("{at} cannot be undone, so {} leaves it in", step.reason);
            left_out.extend(bare.iter().map(words));
        }
        steps.retain(|step| !step.undo.is_empty());
        let count = found.len();
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
        let (target, year) = (target.name.clone(), target.year);
        Self { target, year, measures: found, pairs, steps, left_out }
    }

    /// The points, but for the unchanged one: a name and changes each.
    pub fn list(&self) -> Vec<(String, Vec<(String, String)>)> {
        let change = |change: &Change| (change.path.clone(), change.value.clone());
        let name = |index: usize| {
            let measure = &self.measures[index];
            format!("{} {}", measure.entity, measure.constraint)
        };
        let adds = |index: usize| self.measures[index].changes.iter().map(change);
        let singles = (0..self.measures.len()).map(|index| (name(index), adds(index).collect()));
        let pairs = self.pairs.iter().map(|&(a, b)| {
            (format!("{} and {}", name(a), name(b)), adds(a).chain(adds(b)).collect())
        });
        let mut undone = Vec::new();
        let steps = self.steps.iter().map(|step| {
            undone.extend(step.undo.iter().map(change));
            (format!("without {}", step.reason), undone.clone())
        });
        singles.chain(pairs).chain(steps).collect()
    }
}

/// What the points say, in tonnes in the target's year.
#[derive(Debug, Clone)]
pub struct Learnt {
    /// What measures are worth, singles in order of measures and then pairs.
    pub worths: Vec<Worth>,
    /// The way down from nameplate to delivered.
    pub fall: Fall,
}

/// Reads what the points of a directory say.
///
/// # Errors
/// A table cannot be read, or a point is missing.
pub fn learn(results: &Results, questions: &Questions) -> Result<Learnt, Error> {
    let mut points = results.replications(|_| true)?;
    let mut values_of = |metric: Metric, point: usize| -> Result<Vec<f64>, Error> {
        let year = Period::Year(questions.year);
        let quantity = Quantity::new(metric, &questions.target, year);
        let of = points.get_mut(&(point as u32)).and_then(|of| of.remove(&quantity));
        of.ok_or_else(|| {
            Error::input(Topic::Quantity, format!("point {point} has no values of the target"))
        })
    };
    let routes = values_of(Metric::TargetRoutesCapability, 0)?;
    let mut values = |point| values_of(Metric::TargetRoutes, point);
    let clusters = results.manifest.clusters as usize;
    let base = values(0)?;
    let singles: Vec<Vec<f64>> =
        (0..questions.measures.len()).map(|index| values(1 + index)).collect::<Result<_, _>>()?;
    let mut worths: Vec<Worth> =
        singles.iter().enumerate().map(|(at, run)| single(&base, run, at, clusters)).collect();
    let mut point = 1 + singles.len();
    for &(a, b) in &questions.pairs {
        let parts = ((a, singles[a].as_slice()), (b, singles[b].as_slice()));
        worths.push(pair(&base, parts, &values(point)?, clusters));
        point += 1;
    }
    let mut states = vec![State { delivered: base, routes }];
    for at in point..point + questions.steps.len() {
        let delivered = values_of(Metric::TargetRoutes, at)?;
        let routes = values_of(Metric::TargetRoutesCapability, at)?;
        states.push(State { delivered, routes });
    }
    Ok(Learnt { worths, fall: fall(&questions.steps, &states, clusters) })
}

impl Questions {
    /// Runs the points as a study and adds the tables of what they say to its results.
    ///
    /// # Errors
    /// As `batch::sweep`.
    pub fn run(
        &self,
        study: &Study,
        sweep: &Sweep<'_>,
        watch: &mut dyn FnMut(Happened) -> ControlFlow<()>,
    ) -> Result<Vec<usize>, Error> {
        let kind = Kind::Bottlenecks { target: self.target.clone() };
        sweep_into(study, sweep, watch, kind, &|results| {
            let learnt = learn(results, self)?;
            Ok(vec![self.measures_table(&learnt), self.waterfall_table(&learnt.fall)])
        })
    }

    fn measures_table(&self, learnt: &Learnt) -> Extra {
        let rows = learnt.worths.iter().map(|worth| {
            let first = &self.measures[worth.first];
            let second = worth.second.map(|second| &self.measures[second]);
            MeasureLine {
                target: self.target.clone(),
                period: Period::Year(self.year),
                entity: first.entity.clone(),
                constraint: first.constraint,
                step: first.step(),
                with: second.map_or(String::new(), |second| second.entity.clone()),
                with_constraint: second.map(|second| second.constraint),
                gain: known(worth.gain.mean),
                gain_stderr: known(worth.gain.stderr),
                synergy: worth.synergy.and_then(|synergy| known(synergy.mean)),
                synergy_stderr: worth.synergy.and_then(|synergy| known(synergy.stderr)),
            }
        });
        Extra::of(&rows.collect::<Vec<_>>())
    }

    fn waterfall_table(&self, fall: &Fall) -> Extra {
        let row = |step: &str, sign: f64, mean: crate::stats::Mean| FallLine {
            target: self.target.clone(),
            period: Period::Year(self.year),
            step: step.to_owned(),
            tonnes: known(sign * mean.mean),
            stderr: known(mean.stderr),
        };
        let taken = fall.taken.iter().map(|(reason, mean)| row(reason, -1.0, *mean));
        let rows = std::iter::once(row("nameplate", 1.0, fall.nameplate))
            .chain(taken)
            .chain(std::iter::once(row("delivered", 1.0, fall.delivered)));
        Extra::of(&rows.collect::<Vec<_>>())
    }
}
