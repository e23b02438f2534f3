//! Running the points of a study one after another.

use super::build::Study;
use super::{tipping, wide};
use crate::error::{Error, Topic};
use crate::results::{About, Extra, Kind, Options, Part, Results, StudyWriter, Whole};
use crate::simulate::{Progress, simulate};
use crate::stop::Stop;
use crate::study::precision::Output;
use crate::study::share::Share;
use crate::table::Style;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

/// How a study is to be run.
#[derive(Debug, Clone)]
pub struct Sweep<'a> {
    /// Where its results will stand.
    pub dir: &'a Path,
    /// Replace results that exist; form of the tables.
    pub options: Options,
    /// Go on with what was cut short, and take over points of an earlier study.
    pub resume: bool,
    /// Threads; 0 for as many as the machine has processors.
    pub threads: usize,
    /// Ends the point in progress once it is asked for.
    pub stop: Stop,
    /// Only a share of the points.
    pub share: Option<Share>,
    /// The command line, word by word.
    pub command_line: Vec<String>,
}

/// Something that happens while a study is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// What an earlier study had and is run again, and why.
    Lost(String),
    /// So many points stood already and are not run again.
    Resumed(usize),
    /// Points of earlier studies are kept where their scenario is wanted still.
    Kept {
        /// Points that are taken over.
        kept: usize,
        /// Points that the earlier studies have finished.
        finished: usize,
        /// Points that are wanted and that none of them has.
        others: usize,
    },
    /// Of the others so many will be simulated and so many copied from points with the same
    /// scenario, here or in an earlier study. Told once, before the first.
    Planned {
        /// Points to simulate.
        simulated: usize,
        /// Points to copy.
        copied: usize,
    },
    /// A point begins.
    Began(usize),
    /// Replications of the point in progress have passed.
    Passed(Progress),
    /// A point has been written down.
    Finished(usize),
    /// A point was copied from one with the same scenario, here or in an earlier study.
    Taken(usize),
    /// A point could not be run, and why.
    Failed(usize, String),
}

/// Runs a study; `watch` is told what happens, and stops it by breaking.
///
/// Returns the points that could not be run. Stopped, it leaves what is finished for
/// `resume`.
///
/// # Errors
/// [`Error::Paused`] or, before any point is done, [`Error::Interrupted`]; or files that cannot be read or written.
pub fn sweep(
    study: &Study,
    sweep: &Sweep<'_>,
    watch: &mut dyn FnMut(Happened) -> ControlFlow<()>,
) -> Result<Vec<usize>, Error> {
    sweep_into(study, sweep, watch, Kind::Study, &|results| extras(results, &study.table))
}

/// Runs a study as [`sweep`] does; `kind` says what the whole of it is, `more` which tables are
/// made from its results.
pub(super) fn sweep_into(
    study: &Study,
    sweep: &Sweep<'_>,
    watch: &mut dyn FnMut(Happened) -> ControlFlow<()>,
    kind: Kind,
    more: &dyn Fn(&Results) -> Result<Vec<Extra>, Error>,
) -> Result<Vec<usize>, Error> {
    let style = if sweep.options.style == Style::ExcelRu { "excel-ru" } else { "plain" };
    let header = study.header(style);
    let has = |point: &usize| sweep.share.is_none_or(|share| share.has(*point));
    let points: Vec<usize> = (0..study.digests.len()).filter(has).collect();
    let wanted = points.iter().map(|point| (*point as u32, study.digests[*point].as_str()));
    let wanted: Vec<(u32, &str)> = wanted.collect();
    let mut writer = match sweep.resume {
        true => StudyWriter::resume(sweep.dir, &header, sweep.options, &wanted)?,
        false => StudyWriter::create(sweep.dir, &header, sweep.options)?,
    };
    let first = writer.done().len();
    let mut told = begin(&wanted, &writer, watch);
    for (done, &point) in points.iter().enumerate().skip(first) {
        let paused = Error::Paused { done, points: points.len() };
        if told.is_break() {
            return Err(paused);
        }
        told = match one(study, point, sweep, &mut writer, watch) {
            Err(Error::Interrupted) if done > 0 => return Err(paused),
            result => result?,
        };
    }
    let failed = writer.done().iter().filter(|done| done.failure.is_some());
    let failed: Vec<usize> = failed.map(|done| done.point as usize).collect();
    let part = |share| {
        let (here, whole) = (points.len() as u32, study.digests.len() as u32);
        Kind::Shard(Part { share, of: Whole::Study, here, whole })
    };
    let kind = sweep.share.map_or(kind, part);
    let about = About { kind, ..about(study, sweep, &writer) };
    writer.finish(&study.base.model, about, |results| more(results))?;
    Ok(failed)
}

/// Tells what is there and what is to do.
fn begin(
    wanted: &[(u32, &str)],
    writer: &StudyWriter,
    watch: &mut dyn FnMut(Happened) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let first = writer.done().len();
    for why in writer.lost() {
        watch(Happened::Lost(why.clone()))?;
    }
    if first > 0 {
        watch(Happened::Resumed(first))?;
    }
    let (left, finished) = (&wanted[first..], writer.earlier());
    if finished > 0 {
        let kept = left.iter().filter(|(_, digest)| writer.can_take(digest)).count();
        watch(Happened::Kept { kept, finished, others: left.len() - kept })?;
    }
    let mut seen: BTreeSet<&str> = wanted[..first].iter().map(|(_, digest)| *digest).collect();
    let new = left.iter().filter(|(_, digest)| seen.insert(digest) && !writer.can_take(digest));
    let simulated = new.count();
    watch(Happened::Planned { simulated, copied: left.len() - simulated })
}

/// Simulates a few replications of the unchanged scenario on one thread, for whoever times them.
///
/// # Errors
/// As [`crate::simulate::simulate`].
pub fn pilot(study: &Study, replications: u32) -> Result<(), Error> {
    let replications = replications.clamp(1, study.replications);
    let beliefs = study.beliefs.min(replications);
    let few =
        study.settings().with_threads(1).with_replications(replications).with_beliefs(beliefs);
    simulate(&study.base.model, &few, &mut |_| ControlFlow::Continue(())).map(drop)
}

/// Tables made from those of a study: `table.csv` and `tipping.csv`.
pub(super) fn extras(results: &Results, quantities: &[Output]) -> Result<Vec<Extra>, Error> {
    let tipping = tipping::table(&tipping::tipping_rows(results)?);
    Ok(vec![wide::table(results, quantities)?, tipping])
}

fn one(
    study: &Study,
    number: usize,
    sweep: &Sweep<'_>,
    writer: &mut StudyWriter,
    watch: &mut dyn FnMut(Happened) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, Error> {
    let (point, digest) = (study.point(number), study.digests[number].as_str());
    // Checked when the study was built; only a file that changed meanwhile can fail here.
    let scenario =
        study.scenario(number).map_err(|found| Error::input(Topic::Changed, found.to_string()))?;
    if scenario.digest != digest {
        return Err(Error::input(
            Topic::Changed,
            "the scenario changed on disk while the study was run",
        ));
    }
    if writer.take((&point, digest), &scenario.text)? {
        return Ok(watch(Happened::Taken(number)));
    }
    let same = writer.done().iter().position(|done| done.digest == digest);
    if let Some(place) = same {
        writer.again(&point, &scenario.text, place)?;
        let failure = writer.done().last().and_then(|done| done.failure.clone());
        let taken = Happened::Taken(number);
        return Ok(watch(failure.map_or(taken, |why| Happened::Failed(number, why))));
    }
    if watch(Happened::Began(number)).is_break() {
        return Err(Error::Interrupted);
    }
    let settings = study.settings().with_threads(sweep.threads).with_stop(sweep.stop.clone());
    let outcome =
        simulate(&scenario.model, &settings, &mut |progress| watch(Happened::Passed(progress)));
    match outcome {
        Ok(outcome) => {
            writer.point((&point, digest), &scenario.text, &scenario.model, &outcome)?;
            Ok(watch(Happened::Finished(number)))
        }
        Err(Error::Interrupted) => Err(Error::Interrupted),
        Err(why) => {
            writer.failed(&point, digest, &why)?;
            Ok(watch(Happened::Failed(number, why.to_string())))
        }
    }
}

fn about(study: &Study, sweep: &Sweep<'_>, writer: &StudyWriter) -> About {
    let runs = (study.replications, study.beliefs);
    let mut about = About::of(&study.base, study.seed, runs);
    about.warnings.extend(study.notes.iter().cloned());
    let label = |point: u32| study.design.points[point as usize].label.clone();
    About { command_line: sweep.command_line.clone(), ..with_failures(about, writer, label) }
}

/// Adds which points could not be run, and why.
pub(super) fn with_failures(
    mut about: About,
    writer: &StudyWriter,
    label: impl Fn(u32) -> String,
) -> About {
    for done in writer.done() {
        let Some(why) = &done.failure else { continue };
        let (point, label) = (done.point, label(done.point));
        about.failed_points.push(point);
        about.warnings.push(format!("point {point} ({label}) could not be run: {why}"));
    }
    about
}
