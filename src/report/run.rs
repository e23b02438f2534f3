//! What the tables of a run say, ready to be looked up.

use super::number::{MEGATONNE, range};
use crate::error::Error;
use crate::metric::{Constraint, Metric, Period};
use crate::results::{
    BottleneckLine, LossLine, Manifest, ObservedLine, Results, SummaryLine, TargetLine,
};
use jiff::civil::date;

/// The tables of point 0.
pub(super) struct Run {
    pub(super) manifest: Manifest,
    pub(super) targets: Vec<TargetLine>,
    pub(super) observed: Vec<ObservedLine>,
    /// Years that are reported, ascending.
    pub(super) years: Vec<i16>,
    summary: Vec<SummaryLine>,
    bottlenecks: Vec<BottleneckLine>,
    losses: Vec<LossLine>,
}

/// What binds for an objective: shares of days, averaged over years.
pub(super) struct Bottleneck {
    pub(super) link: String,
    pub(super) constraint: Constraint,
    pub(super) binding: f64,
    pub(super) alone: f64,
}

/// What a cause shuts in, tonnes a year.
pub(super) struct Loss {
    pub(super) cause: String,
    pub(super) mean: f64,
    pub(super) stderr: f64,
}

impl Run {
    /// Reads the tables; of a study only its unchanged scenario.
    pub(super) fn load(results: &Results) -> Result<Self, Error> {
        let mut run = Self {
            years: years(&results.manifest),
            manifest: results.manifest.clone(),
            summary: results.summary()?,
            targets: results.targets()?,
            observed: results.observed()?,
            bottlenecks: results.bottlenecks()?,
            losses: results.losses()?,
        };
        run.summary.retain(|row| row.point == 0);
        run.targets.retain(|row| row.point == 0);
        run.observed.retain(|row| row.point == 0);
        run.bottlenecks.retain(|row| row.point == 0);
        run.losses.retain(|row| row.point == 0);
        Ok(run)
    }

    /// A row of the summary for a year.
    pub(super) fn of_year(&self, metric: Metric, entity: &str, year: i16) -> Option<&SummaryLine> {
        let period = Period::Year(year);
        self.summary
            .iter()
            .find(|row| row.metric == metric && row.entity == entity && row.period == period)
    }

    /// Places in `years` of at most so many, ascending: the first, those of targets and the last
    /// before the others.
    pub(super) fn chosen_years(&self, most: usize) -> Vec<usize> {
        let place = |year: i16| self.years.iter().position(|reported| *reported == year);
        let targets = self.manifest.targets.iter().filter_map(|target| place(target.year));
        let all = 0..self.years.len();
        let mut chosen = Vec::new();
        for at in all.clone().take(1).chain(targets).chain(all.clone().next_back()).chain(all) {
            if chosen.len() < most && !chosen.contains(&at) {
                chosen.push(at);
            }
        }
        chosen.sort_unstable();
        chosen
    }

    /// From the tenth to the ninetieth percentile in Mt; nothing where nothing was left to chance.
    pub(super) fn spread(&self, row: &SummaryLine) -> String {
        let error = row.stderr.unwrap_or(f64::NAN) / MEGATONNE;
        match row.p10.zip(row.p90) {
            Some((low, high)) if self.manifest.chance => {
                range(low / MEGATONNE, high / MEGATONNE, error)
            }
            _ => String::new(),
        }
    }

    /// What binds for `objective` over `years`, most often first.
    pub(super) fn binding(&self, objective: &str, years: &[i16]) -> Vec<Bottleneck> {
        let mut all: Vec<Bottleneck> = Vec::new();
        let over = years.len() as f64;
        for row in &self.bottlenecks {
            let (binding, alone) = (row.share_binding, row.share_binding_alone);
            if row.objective != objective || !within(row.period, years) {
                continue;
            }
            let same = |b: &&mut Bottleneck| b.link == row.entity && b.constraint == row.constraint;
            if let Some(found) = all.iter_mut().find(same) {
                found.binding += binding / over;
                found.alone += alone / over;
            } else {
                all.push(Bottleneck {
                    link: row.entity.clone(),
                    constraint: row.constraint,
                    binding: binding / over,
                    alone: alone / over,
                });
            }
        }
        all.retain(|bottleneck| bottleneck.binding > 0.0);
        all.sort_by(|a, b| b.binding.total_cmp(&a.binding).then(b.alone.total_cmp(&a.alone)));
        all
    }

    /// What causes shut in, a year on average over `self.years`, greatest first.
    pub(super) fn causes(&self) -> Vec<Loss> {
        let mut all: Vec<Loss> = Vec::new();
        let over = self.years.len() as f64;
        for row in &self.losses {
            if row.entity != "total" || !within(row.period, &self.years) {
                continue;
            }
            // Years share beliefs, so their errors may add up: the sum is on the safe side.
            let (mean, stderr) = (row.mean / over, row.stderr.unwrap_or(0.0) / over);
            if let Some(found) = all.iter_mut().find(|loss| loss.cause == row.cause) {
                found.mean += mean;
                found.stderr += stderr;
            } else {
                all.push(Loss { cause: row.cause.clone(), mean, stderr });
            }
        }
        all.retain(|loss| loss.mean > 0.0);
        all.sort_by(|a, b| b.mean.total_cmp(&a.mean).then(a.cause.cmp(&b.cause)));
        all
    }

    /// The reported years in words.
    pub(super) fn span(&self) -> String {
        match (self.years.first(), self.years.last()) {
            (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
            (Some(only), _) => only.to_string(),
            _ => String::new(),
        }
    }
}

fn within(period: Period, years: &[i16]) -> bool {
    matches!(period, Period::Year(year) if years.contains(&year))
}

/// Whole years after what is known; every year where there is none.
fn years(manifest: &Manifest) -> Vec<i16> {
    let all = manifest.start.year()..=manifest.end.year();
    let whole = |year: &i16| {
        let (first, last) = (date(*year, 1, 1), date(*year, 12, 31));
        first >= manifest.start
            && last <= manifest.end
            && manifest.as_of.is_none_or(|as_of| first > as_of)
    };
    let ahead: Vec<i16> = all.clone().filter(whole).collect();
    if ahead.is_empty() { all.collect() } else { ahead }
}
