//! Runs that stop when an estimate, or the difference of two, is precise enough.
//!
//! Several models are run with the same draws, stretch by stretch, so that one look serves
//! their difference. Knows nothing of files.

use super::compare::Discordant;
use super::precision::{FIRST_LOOK, Goal, Look, Output, Seen, floor, is_look, is_sparse, look};
use crate::dispatch::Verified;
use crate::error::{Error, Topic};
use crate::metric::{Metric, Period, Quantity};
use crate::model::Model;
use crate::simulate::{BLOCK, Progress, Settings, Simulation};
use crate::stats::{Probability, Spread, clustered_mean};
use crate::tally::{Entity, Outcome, Plan, RunTally, reports};
use std::ops::ControlFlow;

/// A goal with the column of a model that it is about.
struct Aim<'g> {
    goal: &'g Goal,
    metric: Metric,
    entity: Entity,
    period: Period,
    /// For a probability: the value to be reached.
    at_least: Option<f64>,
}

impl Goal {
    /// The metric that must be kept by replication.
    pub fn metric(&self) -> Metric {
        self.output.metric()
    }

    fn aim(&self, model: &Model) -> Result<Aim<'_>, Error> {
        let metric = self.metric();
        let unknown = |what: &str, name: &str| {
            Error::input(
                Topic::Quantity,
                format!("`{}` names an unknown {what} `{name}`", self.text),
            )
        };
        let (name, period, at_least) = match &self.output {
            Output::Probability { target, .. } => {
                let entry = model.targets.iter().find(|known| &known.name == target);
                let entry = entry.ok_or_else(|| unknown("target", target))?;
                (target, Period::Year(entry.year), Some(entry.at_least))
            }
            Output::Mean(quantity) => (&quantity.entity, quantity.period, None),
        };
        let entity = Entity::named(model, metric, name).ok_or_else(|| unknown("entity", name))?;
        Ok(Aim { goal: self, metric, entity, period, at_least })
    }
}

impl Output {
    /// The metric that it is of.
    pub fn metric(&self) -> Metric {
        match self {
            Output::Mean(quantity) => quantity.metric,
            Output::Probability { measure, .. } => measure.metric(),
        }
    }

    /// True where a study of the model reports it.
    pub fn is_reported(&self, model: &Model) -> bool {
        match self {
            Output::Mean(Quantity { metric, entity, period }) => {
                reports(model, *metric, entity, *period)
            }
            Output::Probability { target, measure } => {
                let entry = model.targets.iter().find(|known| known.name == *target);
                entry.is_some_and(|entry| {
                    reports(model, measure.metric(), target, Period::Year(entry.year))
                })
            }
        }
    }
}

impl Aim<'_> {
    fn values<'t>(&self, tally: &'t RunTally<'_>) -> Result<&'t [f64], Error> {
        tally.values_of(self.metric, &self.entity, self.period).ok_or_else(|| {
            Error::input(
                Topic::Quantity,
                format!("`{}` is not reported by this scenario", self.goal.text),
            )
        })
    }

    /// Looks at a run, or at the difference of two; `most` replications may be run.
    fn look(
        &self,
        tally: &RunTally<'_>,
        from: Option<&RunTally<'_>>,
        most: u32,
    ) -> Result<Look, Error> {
        let beliefs = tally.clusters();
        let reached = |value: f64| match self.at_least {
            Some(least) if !value.is_nan() => f64::from(u8::from(value >= least)),
            _ => value,
        };
        let mut values: Vec<f64> = self.values(tally)?.iter().copied().map(reached).collect();
        if let Some(from) = from {
            let from = self.values(from)?.iter();
            values.iter_mut().zip(from).for_each(|(value, from)| *value -= reached(*from));
        }
        let count = beliefs as u64;
        let seen = match (self.at_least, from) {
            (None, _) => Seen::Mean(clustered_mean(&values, beliefs), count),
            (Some(_), None) => Seen::Probability(Probability::of_values(&values, beliefs), count),
            (Some(_), Some(_)) => Seen::Change(Discordant::of(&values, beliefs), count),
        };
        let look = look(self.goal, &seen);
        if self.at_least.is_none() && is_sparse(&values, beliefs) {
            return Ok(look.unsure());
        }
        let spread = Spread::of(&values, beliefs).filter(|_| !look.met);
        Ok(Look { floor: floor(self.goal, &seen, spread.as_ref(), most.into()), ..look })
    }
}

/// What came of runs made together.
#[derive(Debug, Clone)]
pub struct Together {
    /// Of each model.
    pub outcomes: Vec<Outcome>,
    /// The last look, where there was a goal: of several differences, the least precise.
    pub look: Option<Look>,
}

/// Runs models with the same draws; `settings.replications()` are the most.
///
/// With a goal they stop when the estimate of a single model, or the differences of the others
/// from the first, are precise enough, or clearly cannot be with the beliefs there are; looks
/// come between whole blocks. `watch` is told of
/// the replications of all models together.
///
/// # Errors
/// As [`crate::simulate::simulate`], and [`Error::Input`] where the goal names what is not
/// reported.
pub fn simulate_together(
    models: &[&Model],
    settings: &Settings,
    goal: Option<&Goal>,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Together, Error> {
    let aims = goal.map(|goal| aims(goal, models, settings)).transpose()?;
    let simulations = models.iter().map(|model| Simulation::new(model, settings));
    let simulations: Vec<Simulation<'_>> = simulations.collect::<Result<_, _>>()?;
    let plans: Vec<Plan<'_>> = simulations.iter().map(Simulation::plan).collect();
    let mut runs: Vec<Run<'_>> = plans.iter().map(Run::new).collect();
    let total = settings.replications() * models.len() as u32;
    let (mut from, mut last) = (0, None);
    while from < settings.blocks() {
        let to = match &aims {
            Some(_) => (from + 1..=settings.blocks()).find(|blocks| is_look(*blocks)),
            None => None,
        };
        let to = to.unwrap_or(settings.blocks());
        let mut done: u32 = runs.iter().map(|run| run.tally.replications()).sum();
        for ((simulation, plan), run) in simulations.iter().zip(&plans).zip(&mut runs) {
            let end = simulation.blocks(plan, from..to, &mut |block, certified| {
                done += block.replications();
                run.tally.merge(block);
                run.verified = run.verified.plus(certified);
                watch(Progress { done, total })
            })?;
            if end.is_break() {
                return Err(Error::Interrupted);
            }
        }
        from = to;
        if let Some(aims) = &aims {
            let look = widest(aims, &runs, settings.replications())?;
            last = Some(look);
            if look.met || look.floor.is_some() {
                break;
            }
        }
    }
    let verify = |verified| settings.verify().then_some(verified);
    let outcomes = runs.into_iter().map(|run| run.tally.finish(verify(run.verified)));
    Ok(Together { outcomes: outcomes.collect(), look: last })
}

/// The goal in each model; refused where there is no room for the first look.
fn aims<'g>(goal: &'g Goal, models: &[&Model], settings: &Settings) -> Result<Vec<Aim<'g>>, Error> {
    let (least, most) = (FIRST_LOOK * BLOCK, settings.replications());
    if most < least {
        return Err(Error::input(
            Topic::Usage,
            format!("a precision takes at least {least} replications, and {most} are the most"),
        ));
    }
    if settings.beliefs() == 1 && models.iter().any(|model| model.has_beliefs()) {
        return Err(Error::Input {
            topic: Topic::Usage,
            message: "a precision takes at least two beliefs: of one there is no error".to_owned(),
            help: Some("give more by --beliefs".to_owned()),
        });
    }
    if models.iter().all(|model| !model.run.chance) {
        return Err(Error::input(
            Topic::Usage,
            "nothing is left to chance (`run.chance`): every replication is the same",
        ));
    }
    models.iter().map(|model| goal.aim(model)).collect()
}

struct Run<'p> {
    tally: RunTally<'p>,
    verified: Verified,
}

impl<'p> Run<'p> {
    fn new(plan: &'p Plan<'p>) -> Self {
        Self { tally: RunTally::new(plan), verified: Verified::default() }
    }
}

/// The look at a single run, or of the differences from the first that which cannot be met, or
/// else the least precise.
fn widest(aims: &[Aim<'_>], runs: &[Run<'_>], most: u32) -> Result<Look, Error> {
    let first = &runs[0].tally;
    let mut widest: Option<Look> = None;
    for (aim, run) in aims.iter().zip(runs).skip(usize::from(runs.len() > 1)) {
        let from = (runs.len() > 1).then_some(first);
        let look = aim.look(&run.tally, from, most)?;
        let rank = |look: &Look| (look.floor.is_some(), !look.met, look.half_width);
        let wider =
            |old: &Look| rank(&look) > rank(old) || look.half_width.is_nan() && old.floor.is_none();
        if widest.as_ref().is_none_or(wider) {
            widest = Some(look);
        }
    }
    widest.ok_or_else(|| Error::input(Topic::Quantity, "there is nothing to look at"))
}
