//! Losing links and other components for a while: which loss hurts, and how much.

use crate::error::{Error, Topic};
use crate::metric::Made;
use crate::model::{Link, PortId};
use crate::results::{Extra, StressLine, Test, known};
use crate::scenario::{self, Change, Scenario};
use crate::simulate::Settings;
use crate::stats::{Mean, clustered_mean, quantile, sorted};
use crate::study::stress::{Days, Effect, effects};
use jiff::ToSpan;
use jiff::civil::Date;
use std::ops::ControlFlow;
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
    /// Why it was tested.
    pub test: Test,
    /// What was measured.
    pub rows: Vec<StressRow>,
    /// What is lost by history, the mean over starts; for pairs against their parts.
    lost: Vec<f64>,
}

/// One number of a loss.
#[derive(Debug, Clone)]
pub struct StressRow {
    /// What is measured.
    pub measured: Made,
    /// `total`, or a route.
    pub entity: String,
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
    /// Called after each block; stops the test by breaking.
    pub watch: &'a mut dyn FnMut() -> ControlFlow<()>,
    undisturbed: Option<Days>,
}

impl<'a> Stress<'a> {
    /// Stress tests of a scenario that was loaded from `file` with `changes`.
    pub fn new(
        (file, changes): (PathBuf, Vec<Change>),
        base: Scenario,
        settings: Settings,
        watch: &'a mut dyn FnMut() -> ControlFlow<()>,
    ) -> Self {
        Self { file, changes, base, settings, watch, undisturbed: None }
    }

    /// Runs the scenario undisturbed, unless that is done.
    ///
    /// # Errors
    /// As [`crate::simulate::simulate`].
    pub fn begin(&mut self) -> Result<(), Error> {
        if self.undisturbed.is_none() {
            self.undisturbed = Some(Days::of(&self.base.model, &self.settings, self.watch)?);
        }
        Ok(())
    }

    /// Refuses a loss that cannot be made, and says how many runs it takes besides the undisturbed
    /// one.
    ///
    /// # Errors
    /// It names what is not there, or does not lie within the horizon after `as-of`.
    pub fn check(&self, loss: &Loss) -> Result<usize, Error> {
        let starts = self.starts(loss)?;
        self.scenario(loss, starts[0])?;
        Ok(starts.len())
    }

    /// Two losses at once; `None` where one contains the other, so that there is no pair.
    ///
    /// # Errors
    /// As [`Stress::check`].
    pub fn pair(&self, a: &Loss, b: &Loss) -> Result<Option<Loss>, Error> {
        let [of_a, of_b] = [self.taken(a)?, self.taken(b)?];
        let within = |inner: &[String], outer: &[String]| inner.iter().all(|on| outer.contains(on));
        if within(&of_a, &of_b) || within(&of_b, &of_a) {
            return Ok(None);
        }
        Ok(Some(Loss { on: [a.on.clone(), b.on.clone()].concat(), ..a.clone() }))
    }

    /// Loses something.
    ///
    /// # Errors
    /// The loss names what is not there or lies outside the horizon; or the run fails.
    pub fn test(&mut self, loss: &Loss) -> Result<Stressed, Error> {
        self.begin()?;
        let starts = self.starts(loss)?;
        let mut by_start = Vec::new();
        for start in starts {
            by_start.push(self.from(loss, start)?);
        }
        let routes = self.base.model.routes.iter().map(|route| route.name.clone());
        let rows = rows(&by_start, &routes.collect::<Vec<_>>(), self.clusters());
        let lost = by_history(&by_start, &|effect| effect.lost);
        Ok(Stressed { loss: loss.clone(), test: Test::Asked, rows, lost })
    }

    /// Independent groups of replications.
    pub fn clusters(&self) -> usize {
        let (replications, beliefs) = (self.settings.replications(), self.settings.beliefs());
        self.base.model.clusters(replications, beliefs) as usize
    }

    /// Steps on which the loss begins.
    fn starts(&self, loss: &Loss) -> Result<Vec<usize>, Error> {
        let horizon = &self.base.model.horizon;
        let first = horizon.first_chance_step();
        let Some(room) = horizon.steps().checked_sub(first + loss.days.max(1) as usize) else {
            let message = format!("{} days do not fit in the horizon after `as-of`", loss.days);
            return Err(Error::input(Topic::Loss, message));
        };
        let Some(date) = loss.start else {
            let starts = STARTS.min(room).max(1);
            return Ok((0..starts).map(|k| first + (2 * k + 1) * room / (2 * starts)).collect());
        };
        let step = usize::try_from(horizon.step_of(date)).ok();
        let step = step.filter(|step| (first..=first + room).contains(step));
        step.map(|step| vec![step]).ok_or_else(|| {
            let [from, until] = [first, first + room].map(|step| horizon.day(step).date);
            let days = loss.days;
            let message = format!("{days} days can begin from {from} to {until}, not on {date}");
            Error::input(Topic::Loss, message)
        })
    }

    /// What the event of a loss takes, each component once.
    fn taken(&self, loss: &Loss) -> Result<Vec<String>, Error> {
        let mut taken = Vec::new();
        for path in &loss.on {
            let falls = self.falls(path)?;
            if !taken.contains(&falls) {
                taken.push(falls);
            }
        }
        Ok(taken)
    }

    /// The scenario with a loss that begins on a step.
    fn scenario(&self, loss: &Loss, start: usize) -> Result<Scenario, Error> {
        let from = self.base.model.horizon.day(start).date;
        let back = from.checked_add(i64::from(loss.days).days());
        let back = back
            .map_err(|_| Error::input(Topic::Loss, "the loss ends after the last date there is"))?;
        let on: Vec<String> = self.taken(loss)?.iter().map(|on| format!("\"{on}\"")).collect();
        let on = on.join(", ");
        let event = format!("{{ on = [{on}], takes = \"all\", from = {from}, back = {back} }}");
        let mut changes = self.changes.clone();
        changes.push(Change::new("event.stress", event));
        Ok(scenario::load(&self.file, &changes)?)
    }

    fn from(&mut self, loss: &Loss, start: usize) -> Result<Vec<Effect>, Error> {
        let scenario = self.scenario(loss, start)?;
        let days = Days::of(&scenario.model, &self.settings, self.watch)?;
        let out = start..start + loss.days as usize;
        let undisturbed = self.undisturbed.as_ref();
        Ok(undisturbed.map_or_else(Vec::new, |calm| effects(calm, &days, out)))
    }

    /// What an event takes in order that `path` is lost: of a shuttle, of which nothing fails, the
    /// port that no other one uses.
    fn falls(&self, path: &str) -> Result<String, Error> {
        let links = &self.base.model.links;
        let named = |link: &&Link| path.strip_prefix("link.") == Some(link.name.as_str());
        let Some((link, shuttle)) = links.iter().find(named).and_then(|l| Some((l, l.shuttle?)))
        else {
            return Ok(path.to_owned());
        };
        let shared = |port: PortId| {
            let mut others = links.iter().filter(|other| other.name != link.name);
            others.any(|other| other.shuttle.is_some_and(|other| other.ports.contains(&port)))
        };
        let names = shuttle.ports.map(|port| &self.base.model.ports[port].name);
        let own = shuttle.ports.iter().zip(names).find(|(port, _)| !shared(**port));
        own.map(|(_, name)| format!("port.{name}")).ok_or_else(|| Error::Input {
            topic: Topic::Loss,
            message: format!("`{path}` is a shuttle that shares both its ports"),
            help: Some(format!("lose a port: `port.{}` or `port.{}`", names[0], names[1])),
        })
    }

    /// Every link as a loss by itself, and every port that is not lost with one of them.
    pub fn links(&self) -> Vec<String> {
        let links = self.base.model.links.iter().map(|link| format!("link.{}", link.name));
        let falls = links.filter_map(|link| Some((self.falls(&link).ok()?, link)));
        let (taken, mut all): (Vec<String>, Vec<String>) = falls.unzip();
        let ports = self.base.model.ports.iter().map(|port| format!("port.{}", port.name));
        all.extend(ports.filter(|port| !taken.contains(port)));
        all
    }
}

/// A value of each history: its mean over starts, which are not independent of each other.
fn by_history(by_start: &[Vec<Effect>], value: &dyn Fn(&Effect) -> f64) -> Vec<f64> {
    let histories = by_start.first().map_or(0, Vec::len);
    let means = (0..histories).map(|history| {
        let values = by_start.iter().map(|effects| value(&effects[history]));
        let present: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
        present.iter().sum::<f64>() / present.len() as f64
    });
    means.collect()
}

fn rows(by_start: &[Vec<Effect>], routes: &[String], beliefs: usize) -> Vec<StressRow> {
    let row = |measured, entity: &str, value: &dyn Fn(&Effect) -> f64| {
        let histories = by_start[0].len();
        let of = |history: usize| by_start.iter().map(move |effects| value(&effects[history]));
        let means = by_history(by_start, value);
        let all = sorted((0..histories).flat_map(of));
        let quantiles = [0.05, 0.5, 0.95].map(|p| quantile(&all, p));
        let mean = clustered_mean(&means, beliefs.clamp(1, histories.max(1)));
        StressRow { measured, entity: entity.to_owned(), mean, quantiles }
    };
    let totals = Effect::TOTALS.into_iter();
    let totals = totals.map(|of| row(of, "total", &|effect| effect.total(of)));
    let routes = routes.iter().enumerate();
    let routes =
        routes.map(|(at, route)| row(Made::Rerouted, route, &|effect| effect.rerouted[at]));
    totals.chain(routes).collect()
}

impl Stressed {
    /// Makes it the test of a pair: adds what is lost beyond the sum of what each part loses alone.
    pub fn beyond(&mut self, parts: [&Stressed; 2], clusters: usize) {
        let alone = parts[0].lost.iter().zip(&parts[1].lost).map(|(a, b)| a + b);
        let beyond: Vec<f64> = self.lost.iter().zip(alone).map(|(both, sum)| both - sum).collect();
        let mean = clustered_mean(&beyond, clusters);
        let all = sorted(beyond.iter().copied());
        let quantiles = [0.05, 0.5, 0.95].map(|p| quantile(&all, p));
        let (measured, entity) = (Made::LostBeyondParts, "total".to_owned());
        self.rows.push(StressRow { measured, entity, mean, quantiles });
        self.test = Test::Pair;
    }

    /// The mean of what is measured of the whole system.
    pub fn total(&self, measured: Made) -> Mean {
        let row = self.rows.iter().find(|row| row.measured == measured);
        row.map_or(Mean { n: 0, mean: f64::NAN, stderr: f64::NAN }, |row| row.mean)
    }

    fn lines(&self) -> impl Iterator<Item = StressLine> {
        let start = self.loss.start.map_or("any".to_owned(), |date| date.to_string());
        self.rows.iter().map(move |row| StressLine {
            lost: self.loss.on.join(" + "),
            days: self.loss.days,
            start: start.clone(),
            test: self.test,
            metric: row.measured,
            entity: row.entity.clone(),
            unit: row.measured.unit(),
            n: row.mean.n,
            mean: known(row.mean.mean),
            stderr: known(row.mean.stderr),
            p05: known(row.quantiles[0]),
            p50: known(row.quantiles[1]),
            p95: known(row.quantiles[2]),
        })
    }
}

/// `stress.csv`.
pub fn stress_table<'s>(all: impl Iterator<Item = &'s Stressed>) -> Extra {
    Extra::of(&all.flat_map(Stressed::lines).collect::<Vec<_>>())
}
