//! What holds a target back: a study of one point a measure, a pair and a step of the waterfall.
//!
//! The points are run as any study's; what they say is learnt from the results directory.
//! `docs/studies.md`, "Bottlenecks".

use super::build::Study;
use super::sweep::{Happened, Sweep, sweep_into};
use crate::error::{Error, Topic};
use crate::metric::Metric;
use crate::model::Model;
use crate::results::{Extra, Field, Made, Marginal, Results};
use crate::scenario::Change;
use crate::study::measures::{Measure, Worth, measures, pair, single};
use crate::study::waterfall::{Fall, State, Step, WIDE, fall, steps};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The same volumes a day, for numbers written by the day.
const BY_DAY: [(&str, &str); 2] = [("+1 Mt/y", "+2738 t/d"), (WIDE, "+273785 t/d")];

/// A change that fits, by the day where the number is written so.
fn in_its_unit(change: &Change, fits: &dyn Fn(&Change) -> bool) -> Option<Change> {
    if fits(change) {
        return Some(change.clone());
    }
    let (_, daily) = BY_DAY.iter().find(|(yearly, _)| *yearly == change.value)?;
    Some(Change::new(change.path.clone(), *daily)).filter(|daily| fits(daily))
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
}

impl Questions {
    /// What to ask of a target of the model. `fits` says whether a change can be made.
    pub fn new(model: &Model, target: usize, fits: &dyn Fn(&Change) -> bool) -> Self {
        let target = &model.targets[target];
        // What may be changed: a number, or a project that has its own of it in one of two forms.
        let places = |changes: &[Change]| {
            let place = |change: &Change| {
                change.path.split_once(".changes.").map_or(change.path.clone(), |of| of.0.into())
            };
            changes.iter().map(place).collect::<BTreeSet<String>>()
        };
        let fitted = |changes: &mut Vec<Change>| {
            let wanted = places(changes);
            *changes = changes.iter().filter_map(|change| in_its_unit(change, fits)).collect();
            places(changes) == wanted
        };
        let mut found = measures(model, target);
        found.retain_mut(|measure| fitted(&mut measure.changes));
        let mut steps = steps(model, target);
        for step in &mut steps {
            fitted(&mut step.undo);
        }
        steps.retain(|step| !step.undo.is_empty());
        let count = found.len();
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
        Self { target: target.name.clone(), year: target.year, measures: found, pairs, steps }
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
        let year = questions.year.to_string();
        let quantity = (metric.name().to_owned(), questions.target.clone(), year);
        let of = points.get_mut(&(point as u32)).and_then(|of| of.remove(&quantity));
        of.map(|values| values.values).ok_or_else(|| {
            Error::input(Topic::Quantity, format!("point {point} has no values of the target"))
        })
    };
    let routes = values_of(Metric::TargetRoutesCapability, 0)?;
    let mut values = |point| values_of(Metric::TargetRoutes, point);
    let beliefs = results.manifest.beliefs as usize;
    let base = values(0)?;
    let singles: Vec<Vec<f64>> =
        (0..questions.measures.len()).map(|index| values(1 + index)).collect::<Result<_, _>>()?;
    let mut worths: Vec<Worth> =
        singles.iter().enumerate().map(|(at, run)| single(&base, run, at, beliefs)).collect();
    let mut point = 1 + singles.len();
    for &(a, b) in &questions.pairs {
        let parts = ((a, singles[a].as_slice()), (b, singles[b].as_slice()));
        worths.push(pair(&base, parts, &values(point)?, beliefs));
        point += 1;
    }
    let mut states = vec![State { delivered: base, routes }];
    for at in point..point + questions.steps.len() {
        let delivered = values_of(Metric::TargetRoutes, at)?;
        let routes = values_of(Metric::TargetRoutesCapability, at)?;
        states.push(State { delivered, routes });
    }
    Ok(Learnt { worths, fall: fall(&questions.steps, &states, beliefs) })
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
        sweep_into(study, sweep, watch, &|results| {
            let learnt = learn(results, self)?;
            let tables = vec![self.measures_table(&learnt), self.waterfall_table(&learnt.fall)];
            Ok(Made { tables, worths: self.marginals(&learnt) })
        })
    }

    /// Worths of single measures, for the table of what binds.
    fn marginals(&self, learnt: &Learnt) -> Vec<Marginal> {
        let singles = learnt.worths.iter().filter(|worth| worth.second.is_none());
        let marginal = |worth: &Worth| {
            let measure = &self.measures[worth.first];
            Marginal {
                objective: self.target.clone(),
                entity: measure.entity.clone(),
                constraint: measure.constraint.to_owned(),
                period: self.year.to_string(),
                link: measure.only(&self.measures).map(str::to_owned),
                value: worth.gain.mean,
                stderr: worth.gain.stderr,
                unit: measure.per(),
            }
        };
        singles.map(marginal).collect()
    }

    fn measures_table(&self, learnt: &Learnt) -> Extra {
        let words = ["target", "period", "entity", "constraint", "step", "with", "with_constraint"];
        let numbers = ["gain", "gain_stderr", "synergy", "synergy_stderr"];
        let columns = words.map(|name| (name.to_owned(), None)).into_iter();
        let columns = columns.chain(numbers.map(|name| (name.to_owned(), Some("t"))));
        let rows = learnt.worths.iter().map(|worth| {
            let first = &self.measures[worth.first];
            let second = worth.second.map(|second| &self.measures[second]);
            let text = |text: &str| Field::Text(text.to_owned());
            let synergy = worth.synergy;
            vec![
                text(&self.target),
                text(&self.year.to_string()),
                text(&first.entity),
                text(first.constraint),
                text(first.unit),
                text(second.map_or("", |second| &second.entity)),
                text(second.map_or("", |second| second.constraint)),
                Field::Number(worth.gain.mean),
                Field::Number(worth.gain.stderr),
                Field::Number(synergy.map_or(f64::NAN, |synergy| synergy.mean)),
                Field::Number(synergy.map_or(f64::NAN, |synergy| synergy.stderr)),
            ]
        });
        Extra { file: "measures.csv", columns: columns.collect(), rows: rows.collect() }
    }

    fn waterfall_table(&self, fall: &Fall) -> Extra {
        let words = ["target", "period", "step"].map(|name| (name.to_owned(), None));
        let numbers = ["tonnes", "stderr"].map(|name| (name.to_owned(), Some("t")));
        let row = |step: &str, sign: f64, mean: crate::stats::Mean| {
            vec![
                Field::Text(self.target.clone()),
                Field::Text(self.year.to_string()),
                Field::Text(step.to_owned()),
                Field::Number(sign * mean.mean),
                Field::Number(mean.stderr),
            ]
        };
        let taken = fall.taken.iter().map(|(reason, mean)| row(reason, -1.0, *mean));
        let rows = std::iter::once(row("nameplate", 1.0, fall.nameplate))
            .chain(taken)
            .chain(std::iter::once(row("delivered", 1.0, fall.delivered)));
        let columns = words.into_iter().chain(numbers).collect();
        Extra { file: "waterfall.csv", columns, rows: rows.collect() }
    }
}
