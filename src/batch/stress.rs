//! Losing links and other components for a while: which loss hurts, and how much.

use crate::diagnostic::Findings;
use crate::error::Error;
use crate::results::{Extra, Field};
use crate::scenario::{self, Change, Scenario};
use crate::simulate::Settings;
use crate::stats::{Mean, clustered_mean, quantile, sorted};
use crate::study::stress::{Days, Effect, effects};
use jiff::ToSpan;
use jiff::civil::Date;
use std::path::PathBuf;

/// Starts that stand for any day.
const STARTS: usize = 12;

/// What is lost, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Key paths of components, all lost together.
    pub on: Vec<String>,
    /// Days out.
    pub days: u32,
    /// First day out; `None`: any, for which evenly spread ones stand.
    pub start: Option<Date>,
}

/// What a loss does on average.
#[derive(Debug, Clone)]
pub struct Stressed {
    /// The loss.
    pub loss: Loss,
    /// Metric, entity, unit, mean over histories (and starts), and the values.
    pub rows: Vec<StressRow>,
}

/// One number of a loss.
#[derive(Debug, Clone)]
pub struct StressRow {
    /// `shut-in`, `lost`, `deferred`, `days-to-first-cut`, `days-to-recover`, `rerouted`.
    pub metric: &'static str,
    /// `total`, or a route.
    pub entity: String,
    /// `t` or `d`.
    pub unit: &'static str,
    /// Mean over histories, of any start over these as well; clustered by belief.
    pub mean: Mean,
    /// P05, P50 and P95 over histories and starts.
    pub quantiles: [f64; 3],
}

/// Stress tests of a scenario against its undisturbed run.
pub struct Stress<'a> {
    /// The scenario's file and changes.
    pub file: PathBuf,
    /// Changes on top of it.
    pub changes: Vec<Change>,
    /// The scenario undisturbed.
    pub base: Scenario,
    /// Seed, replications, beliefs and threads.
    pub settings: Settings,
    /// Asked between pieces of work.
    pub stop: &'a mut dyn FnMut() -> bool,
    undisturbed: Option<Days>,
}

/// Why a stress test cannot be made.
#[derive(Debug)]
pub enum Refused {
    /// The loss is no event of this scenario.
    Scenario(Box<Findings>),
    /// Anything else.
    Error(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Box<Findings>> for Refused {
    fn from(found: Box<Findings>) -> Self {
        Self::Scenario(found)
    }
}

impl<'a> Stress<'a> {
    /// Stress tests of a scenario that was loaded from `file` with `changes`.
    pub fn new(
        (file, changes): (PathBuf, Vec<Change>),
        base: Scenario,
        settings: Settings,
        stop: &'a mut dyn FnMut() -> bool,
    ) -> Self {
        Self { file, changes, base, settings, stop, undisturbed: None }
    }

    /// Loses something.
    ///
    /// # Errors
    /// The loss names what is not there or lies outside the horizon; or the run fails.
    pub fn test(&mut self, loss: &Loss) -> Result<Stressed, Refused> {
        if self.undisturbed.is_none() {
            self.undisturbed = Some(Days::of(&self.base.model, &self.settings, self.stop)?);
        }
        let starts = self.starts(loss)?;
        let mut by_start = Vec::new();
        for start in starts {
            by_start.push(self.from(loss, start)?);
        }
        let routes = self.base.model.routes.iter().map(|route| route.name.clone());
        let rows = rows(&by_start, &routes.collect::<Vec<_>>(), self.settings.beliefs as usize);
        Ok(Stressed { loss: loss.clone(), rows })
    }

    /// Steps on which the loss begins.
    fn starts(&self, loss: &Loss) -> Result<Vec<usize>, Error> {
        let horizon = &self.base.model.horizon;
        if let Some(date) = loss.start {
            let step = horizon.step_of(date);
            let inside = step >= 0 && (step as usize) < horizon.steps();
            let message = || {
                let (start, end) = (horizon.start(), horizon.end());
                format!("{date} is not within the horizon, {start} to {end}")
            };
            return if inside { Ok(vec![step as usize]) } else { Err(Error::input(message())) };
        }
        let first = horizon.first_chance_step();
        let room = horizon.steps().saturating_sub(first + loss.days as usize);
        if room == 0 {
            let message = format!("{} days do not fit in the horizon after `as-of`", loss.days);
            return Err(Error::input(message));
        }
        let starts = STARTS.min(room);
        Ok((0..starts).map(|k| first + (2 * k + 1) * room / (2 * starts)).collect())
    }

    fn from(&mut self, loss: &Loss, start: usize) -> Result<Vec<Effect>, Refused> {
        let from = self.base.model.horizon.day(start).date;
        let back = from.checked_add(i64::from(loss.days).days());
        let back = back.map_err(|_| Error::input("the loss ends after the last date there is"))?;
        let on = loss.on.iter().map(|path| format!("\"{path}\"")).collect::<Vec<_>>().join(", ");
        let event = format!("{{ on = [{on}], takes = \"all\", from = {from}, back = {back} }}");
        let mut changes = self.changes.clone();
        changes.push(Change::new("event.stress", event));
        let scenario = scenario::load(&self.file, &changes)?;
        let days = Days::of(&scenario.model, &self.settings, self.stop)?;
        let end = (start + loss.days as usize).min(scenario.model.horizon.steps());
        let undisturbed = self.undisturbed.as_ref();
        Ok(undisturbed.map_or_else(Vec::new, |calm| effects(calm, &days, start..end)))
    }

    /// Every link and route of the scenario as a loss by itself.
    pub fn links(&self) -> Vec<String> {
        self.base.model.links.iter().map(|link| format!("link.{}", link.name)).collect()
    }
}

fn rows(by_start: &[Vec<Effect>], routes: &[String], beliefs: usize) -> Vec<StressRow> {
    let row = |metric, entity: &str, unit, value: &dyn Fn(&Effect) -> f64| {
        let histories = by_start[0].len();
        let of = |history: usize| by_start.iter().map(move |effects| value(&effects[history]));
        // Starts of one history are not independent: their mean is one value.
        let means = (0..histories).map(|h| {
            let present: Vec<f64> = of(h).filter(|value| !value.is_nan()).collect();
            present.iter().sum::<f64>() / present.len() as f64
        });
        let means: Vec<f64> = means.collect();
        let all = sorted((0..histories).flat_map(of));
        let quantiles = [0.05, 0.5, 0.95].map(|p| quantile(&all, p));
        let mean = clustered_mean(&means, beliefs.clamp(1, histories.max(1)));
        StressRow { metric, entity: entity.to_owned(), unit, mean, quantiles }
    };
    let mut rows = Vec::new();
    for at in 0..5 {
        let (metric, unit) = by_start[0].first().map_or(("", ""), |first| {
            let (metric, unit, _) = first.named()[at];
            (metric, unit)
        });
        rows.push(row(metric, "total", unit, &|effect| effect.named()[at].2));
    }
    for (at, route) in routes.iter().enumerate() {
        rows.push(row("rerouted", route, "t", &|effect| effect.rerouted[at]));
    }
    rows
}

impl Stressed {
    /// The mean of a metric of the total.
    pub fn total(&self, metric: &str) -> Mean {
        let row = self.rows.iter().find(|row| row.metric == metric);
        row.map_or(Mean { n: 0, mean: f64::NAN, stderr: f64::NAN }, |row| row.mean)
    }
}

/// `stress.csv`.
pub fn stress_table(all: &[Stressed]) -> Extra {
    let names = ["lost", "days", "start", "metric", "entity", "unit", "n", "mean", "stderr"];
    let columns = names.iter().chain(&["p05", "p50", "p95"]).enumerate();
    let columns = columns.map(|(at, name)| ((*name).to_owned(), (at > 6).then_some(Extra::BY_ROW)));
    let rows = all.iter().flat_map(|stressed| {
        stressed.rows.iter().map(|row| {
            let start = stressed.loss.start.map_or("any".to_owned(), |date| date.to_string());
            let mut cells = vec![
                Field::Text(stressed.loss.on.join(" + ")),
                Field::Number(stressed.loss.days.into()),
                Field::Text(start),
                Field::Text(row.metric.to_owned()),
                Field::Text(row.entity.clone()),
                Field::Text(row.unit.to_owned()),
                Field::Number(row.mean.n as f64),
                Field::Number(row.mean.mean),
                Field::Number(row.mean.stderr),
            ];
            cells.extend(row.quantiles.map(Field::Number));
            cells
        })
    });
    Extra { file: "stress.csv", columns: columns.collect(), rows: rows.collect() }
}
