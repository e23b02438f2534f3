//! Runs held against each other: `compare.csv` and `regret.csv`.
//!
//! Runs are paired by replication where their draws are the same, and refused where not,
//! unless they are compared as runs apart.

use crate::error::{Error, Topic};
use crate::metric::{Metric, Name, Period, Quantity};
use crate::model::Model;
use crate::results::{
    self, CompareLine, Compared, Extra, Kind, Manifest, RegretLine, Results, known,
};
use crate::rng::SCHEME;
use crate::simulate::Settings;
use crate::study::compare::{
    Better, Difference, Regret, paired, paired_shares, regret, unpaired, unpaired_shares,
};
use crate::tally::Outcome;
use crate::text::formula_start;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A quantity that two runs have: of a metric, or whether a target is reached.
type Of = Quantity<Name>;

/// A run to be compared.
#[derive(Debug, Clone)]
pub struct Side {
    /// How it is called in tables.
    pub name: String,
    seed: u64,
    scheme: String,
    replications: u32,
    beliefs: u32,
    /// First and last day.
    horizon: (Date, Date),
    /// Beliefs, or replications where these are independent all the same.
    clusters: u32,
    columns: BTreeMap<Of, Vec<f64>>,
}

/// The difference of one quantity between two runs.
#[derive(Debug, Clone)]
pub struct Pair {
    /// What was compared.
    pub quantity: Quantity<Name>,
    /// Index of the first run.
    pub a: usize,
    /// Index of the second.
    pub b: usize,
    /// Second less first.
    pub difference: Difference,
}

impl Pair {
    /// Which way is better, where that can be said.
    pub fn better(&self) -> Option<Better> {
        way(&self.quantity)
    }

    /// Share of replications in which the second run is better, ties counted half.
    pub fn b_better(&self) -> Option<f64> {
        Some(match self.better()? {
            Better::Higher => self.difference.b_higher,
            Better::Lower => 1.0 - self.difference.b_higher,
        })
    }
}

/// The regret of a run over all that are compared.
#[derive(Debug, Clone)]
pub struct RegretRow {
    /// What was compared.
    pub quantity: Quantity<Name>,
    /// Index of the run.
    pub side: usize,
    /// Its regret.
    pub regret: Regret,
}

/// Two or more runs held against each other.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Names of the runs.
    pub names: Vec<String>,
    /// Replications of each.
    pub replications: Vec<u32>,
    /// Every other run against the first, by quantity.
    pub pairs: Vec<Pair>,
    /// Regret, of three or more.
    pub regrets: Vec<RegretRow>,
}

impl Side {
    /// Point `point` of a results directory.
    ///
    /// # Errors
    /// Its values cannot be read, or it has none.
    pub fn of_results(name: String, results: &Results, point: u32) -> Result<Self, Error> {
        let Manifest { seed, random_scheme, replications, beliefs, clusters, .. } =
            &results.manifest;
        has_values(results)?;
        let mut points = results.replications(|number| number == point)?;
        let columns = points.remove(&point).ok_or_else(|| {
            Error::input(
                Topic::Results,
                format!("`{}` has no values of point {point}", results.dir.display()),
            )
        })?;
        let columns = columns.into_iter().map(|(quantity, values)| (quantity.into(), values));
        let columns = columns.collect();
        let (scheme, seed) = (random_scheme.clone(), *seed);
        let targets = results.manifest.targets.iter();
        let targets = targets.map(|target| (target.name.as_str(), target.year, target.at_least));
        let (replications, beliefs) = (*replications, *beliefs);
        let (horizon, clusters) = ((results.manifest.start, results.manifest.end), *clusters);
        let side = Self { name, seed, scheme, replications, beliefs, horizon, clusters, columns };
        Ok(side.with_targets(targets))
    }

    /// Adds whether each target is reached in its year, as 0 or 1.
    fn with_targets<'t>(mut self, targets: impl Iterator<Item = (&'t str, i16, f64)>) -> Self {
        for (name, year, at_least) in targets {
            let quantity = |metric| Of::new(metric, name, Period::Year(year));
            let routes = quantity(Name::Metric(Metric::TargetRoutes));
            let Some(column) = self.columns.get(&routes) else { continue };
            let reached = |value: &f64| if *value >= at_least { 1.0 } else { value * 0.0 };
            let values = column.iter().map(reached).collect();
            self.columns.insert(quantity(Name::TargetReached), values);
        }
        self
    }

    /// A run that was just made.
    pub fn of_outcome(name: String, model: &Model, outcome: &Outcome, settings: &Settings) -> Self {
        let columns = outcome.kept.iter();
        let columns = columns.map(|kept| (kept.quantity.clone().into(), kept.values.clone()));
        let (seed, scheme) = (settings.seed(), SCHEME.to_owned());
        let (replications, beliefs) = (outcome.replications, outcome.beliefs);
        let columns = columns.collect();
        let targets = model.targets.iter();
        let targets = targets.map(|target| (target.name.as_str(), target.year, target.at_least));
        let (horizon, clusters) = (span(model), model.clusters(replications, beliefs));
        let side = Self { name, seed, scheme, replications, beliefs, horizon, clusters, columns };
        side.with_targets(targets)
    }

    /// Why this cannot be paired with another run.
    fn apart(&self, other: &Self) -> Option<String> {
        let each = |side: &Self| side.beliefs == side.replications;
        if self.horizon != other.horizon {
            return Some(horizons(self.horizon, other.horizon));
        }
        if self.scheme != other.scheme {
            return Some(format!("random schemes {} and {}", self.scheme, other.scheme));
        }
        if self.seed != other.seed {
            return Some(format!("seeds {} and {}", self.seed, other.seed));
        }
        // With a belief for each replication a longer run begins like a shorter one.
        let alike = self.beliefs == other.beliefs || (each(self) && each(other));
        (!alike).then(|| format!("{} and {} beliefs", self.beliefs, other.beliefs))
    }

    /// First and last day of a period that were simulated.
    fn days(&self, period: Period) -> (Date, Date) {
        let (start, end) = self.horizon;
        period.days().map_or(self.horizon, |(first, last)| (first.max(start), last.min(end)))
    }
}

fn span(model: &Model) -> (Date, Date) {
    (model.horizon.start(), model.horizon.end())
}

fn horizons(a: (Date, Date), b: (Date, Date)) -> String {
    format!("horizons {} to {} and {} to {}", a.0, a.1, b.0, b.1)
}

/// Refuses scenarios of different horizons, before they are run to be paired.
///
/// # Errors
/// [`Error::Input`] where a horizon is not that of the first; `names` are those of the models.
pub fn same_horizon(models: &[&Model], names: &[String]) -> Result<(), Error> {
    let first = models.first().map(|first| span(first));
    for (model, name) in models.iter().zip(names).skip(1) {
        if let Some(first) = first.filter(|first| *first != span(model)) {
            return Err(not_alike((&names[0], name), &horizons(first, span(model))));
        }
    }
    Ok(())
}

fn not_alike((a, b): (&str, &str), reason: &str) -> Error {
    Error::Input {
        topic: Topic::Pairing,
        message: format!("`{a}` and `{b}` were not drawn alike: {reason}"),
        help: Some(
            "run both with the same horizon, seed and beliefs, or compare them by --unpaired"
                .to_owned(),
        ),
    }
}

/// Holds every other run against the first.
///
/// # Errors
/// [`Error::Input`] where the draws differ and `apart` is false, or there is nothing in common.
pub fn compare(sides: &[Side], apart: bool) -> Result<Comparison, Error> {
    if let Some(side) = sides.iter().find(|side| formula_start(&side.name).is_some()) {
        let message = format!("`{}`, the name of a run, begins as a formula does", side.name);
        let help = Some("name the file or directory otherwise".to_owned());
        return Err(Error::Input { topic: Topic::Usage, message, help });
    }
    let first = &sides[0];
    let mut pairs = Vec::new();
    for (b, side) in sides.iter().enumerate().skip(1) {
        let reason = first.apart(side);
        if let (Some(reason), false) = (&reason, apart) {
            return Err(not_alike((&first.name, &side.name), reason));
        }
        let unpair = reason.is_some() || apart;
        pairs.extend(first.columns.iter().filter_map(|(quantity, values)| {
            let other = side.columns.get(quantity)?;
            // A sum over other days is another quantity.
            if first.days(quantity.period) != side.days(quantity.period) {
                return None;
            }
            let chance = quantity.metric == Name::TargetReached;
            let difference = one((first, side), (values, other), unpair, chance);
            Some(Pair { quantity: quantity.clone(), a: 0, b, difference })
        }));
    }
    if pairs.is_empty() {
        return Err(Error::input(Topic::Quantity, "the runs have no quantity in common"));
    }
    let names = sides.iter().map(|side| side.name.clone()).collect();
    let replications = sides.iter().map(|side| side.replications).collect();
    let regrets = if sides.len() > 2 && !apart { regrets(sides) } else { Vec::new() };
    Ok(Comparison { names, replications, pairs, regrets })
}

/// An error where a directory has no values by replication.
fn has_values(results: &Results) -> Result<(), Error> {
    let dir = results.dir.display();
    let (message, help) = match &results.manifest.kind {
        Kind::Run | Kind::Study | Kind::Bottlenecks { .. } => return Ok(()),
        Kind::Shard(part) => (
            format!("`{dir}` is only the share {} of a {}", part.share, part.of.words()),
            "put the shares together with `caspian merge` first",
        ),
        other => (
            format!("`{dir}` has no values by replication: it holds {}", other.words()),
            "name directories that `caspian run` or `caspian sweep` has written",
        ),
    };
    Err(Error::Input { topic: Topic::Results, message, help: Some(help.to_owned()) })
}

fn one((a, b): (&Side, &Side), values: (&[f64], &[f64]), unpair: bool, shares: bool) -> Difference {
    let clusters = |side: &Side| side.clusters.max(1) as usize;
    if unpair {
        let unpaired = if shares { unpaired_shares } else { unpaired };
        return unpaired(values.0, values.1, [clusters(a), clusters(b)]);
    }
    let paired = if shares { paired_shares } else { paired };
    let n = values.0.len().min(values.1.len());
    paired(&values.0[..n], &values.1[..n], clusters(a).min(clusters(b)).min(n))
}

/// Regret of quantities of which it is known which way is better, in all runs.
fn regrets(sides: &[Side]) -> Vec<RegretRow> {
    let mut rows = Vec::new();
    for quantity in sides[0].columns.keys() {
        let better = way(quantity);
        let columns = sides.iter().map(|side| side.columns.get(quantity));
        let (Some(better), Some(columns)) = (better, columns.collect::<Option<Vec<_>>>()) else {
            continue;
        };
        let options: Vec<&[f64]> = columns.iter().map(|column| &column[..]).collect();
        let clusters = sides.iter().map(|side| side.clusters).min();
        let beliefs = clusters.unwrap_or(1).max(1) as usize;
        for (side, regret) in regret(&options, better, beliefs).into_iter().enumerate() {
            rows.push(RegretRow { quantity: quantity.clone(), side, regret });
        }
    }
    rows
}

fn way(quantity: &Of) -> Option<Better> {
    match quantity.metric {
        Name::TargetReached => Some(Better::Higher),
        // What one route gains another one loses.
        Name::Metric(Metric::Exports) if !quantity.is_total() => None,
        Name::Metric(metric) => better(metric),
    }
}

/// Which way of a metric is better, where that can be said.
pub(super) fn better(metric: Metric) -> Option<Better> {
    use Metric as M;
    match metric {
        M::Exports | M::Production | M::Netback => Some(Better::Higher),
        metric if metric.is_target() => Some(Better::Higher),
        M::ShutIn | M::ShutInDays | M::SupplyLost | M::Unserved | M::UnservedDays => {
            Some(Better::Lower)
        }
        M::TransportCost => Some(Better::Lower),
        _ => None,
    }
}

impl Comparison {
    /// The runs, for the manifest.
    pub fn compared(&self) -> Compared {
        let sides = self.names.iter().zip(&self.replications);
        let side = |(name, replications): (&String, &u32)| results::Side {
            name: name.clone(),
            replications: *replications,
        };
        Compared { sides: sides.map(side).collect() }
    }

    /// `compare.csv` and, of three or more runs, `regret.csv`.
    pub fn tables(&self) -> Vec<Extra> {
        let pairs: Vec<_> = self.pairs.iter().map(|pair| self.line(pair)).collect();
        let regrets: Vec<_> = self.regrets.iter().map(|row| self.regret_line(row)).collect();
        let mut tables = vec![Extra::of(&pairs)];
        if !regrets.is_empty() {
            tables.push(Extra::of(&regrets));
        }
        tables
    }

    fn line(&self, pair: &Pair) -> CompareLine {
        let (Quantity { metric, entity, period }, d) = (&pair.quantity, &pair.difference);
        CompareLine {
            metric: *metric,
            entity: entity.clone(),
            period: *period,
            unit: metric.unit(),
            a: self.names[pair.a].clone(),
            a_mean: known(d.a.mean),
            a_stderr: known(d.a.stderr),
            a_n: d.a.n,
            b: self.names[pair.b].clone(),
            b_mean: known(d.b.mean),
            b_stderr: known(d.b.stderr),
            b_n: d.b.n,
            difference: known(d.difference),
            difference_stderr: known(d.stderr),
            ci_lo: known(d.interval.0),
            ci_hi: known(d.interval.1),
            p_b_higher: known(d.b_higher),
            paired: d.paired,
            n: d.n,
            correlation: known(d.correlation),
            verdict: d.verdict,
            better: pair.better(),
            p_b_better: pair.b_better().and_then(known),
        }
    }

    fn regret_line(&self, row: &RegretRow) -> RegretLine {
        let (Quantity { metric, entity, period }, r) = (&row.quantity, &row.regret);
        RegretLine {
            metric: *metric,
            entity: entity.clone(),
            period: *period,
            unit: metric.unit(),
            option: self.names[row.side].clone(),
            regret_mean: known(r.mean),
            regret_stderr: known(r.stderr),
            regret_p95: known(r.p95),
            regret_max: known(r.max),
            regret_worst_belief: known(r.worst_belief),
            p_best: known(r.best),
            n: r.n,
        }
    }
}
