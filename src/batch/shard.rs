//! Runs and studies divided over machines, and put together to the same bytes.
//!
//! A share of a run keeps its blocks as they were simulated; merging them in order is what the
//! run would have done. A share of a study is a study of some of the points.

use super::sweep::with_failures;
use crate::error::{Error, Topic};
use crate::metric::Metric;
use crate::model::Model;
use crate::results::{
    self, About, Finished, Header, Kind, Manifest, Options, Part, Point, Results, Shard,
    ShardWriter, StudyWriter, Whole, Writer,
};
use crate::rng::SCHEME;
use crate::scenario::{self, Scenario};
use crate::simulate::{Progress, Settings, Simulation};
use crate::study::design::Design;
use crate::study::file::StudyFile;
use crate::study::precision::Output;
use crate::study::share::Share;
use crate::table::Style;
use crate::tally::{Block, Keep, Plan, RunTally};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Simulates a share of a run and writes its blocks to `dir`.
///
/// # Errors
/// As [`crate::simulate::simulate`], or a file cannot be written.
pub fn run_share(
    scenario: &Scenario,
    settings: &Settings,
    share: Share,
    (dir, options, command_line): (&Path, Options, Vec<String>),
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), Error> {
    let header = header(scenario, settings);
    let mut writer = ShardWriter::create(dir, (&header, &scenario.text), options)?;
    let simulation = Simulation::new(&scenario.model, settings)?;
    let plan = simulation.plan();
    let (mut done, mut failed) = (0, None);
    let end = simulation.blocks(&plan, share.part(settings.blocks()), &mut |block, _| {
        done += block.replications();
        if let Err(error) = writer.block(&block.to_bytes()) {
            failed = Some(error);
            return ControlFlow::Break(());
        }
        watch(Progress { done, total: settings.replications() / share.n })
    })?;
    match (failed, end) {
        (Some(error), _) => return Err(error),
        (None, ControlFlow::Break(())) => return Err(Error::Interrupted),
        _ => {}
    }
    let whole = settings.replications();
    let kind = Kind::Shard(Part { share, of: Whole::Run, here: done, whole });
    let about = About { kind, command_line, ..about(scenario, settings) };
    writer.finish(Manifest::new(&scenario.model, about, options.style, Vec::new()))
}

fn about(scenario: &Scenario, settings: &Settings) -> About {
    About::of(scenario, settings.seed(), (settings.replications(), settings.beliefs()))
}

/// What all shares of a run have in common, line by line.
fn header(scenario: &Scenario, settings: &Settings) -> String {
    let (seed, keep, push) = (settings.seed(), settings.keep(), settings.push());
    let (replications, beliefs) = (settings.replications(), settings.beliefs());
    let metrics: Vec<&str> = keep.metrics.iter().map(|metric| metric.name()).collect();
    format!(
        "version = \"{}\"\nrandom-scheme = \"{SCHEME}\"\nscenario = \"{}\"\nseed = {seed}\n\
         replications = {replications}\nbeliefs = {beliefs}\npush = {push}\nkeep = {metrics:?}\nmonthly = {}\n",
        env!("CARGO_PKG_VERSION"),
        scenario.digest,
        keep.monthly,
    )
}

/// The settings that a header says; `None` where it says none.
fn settings(model: &Model, header: &str) -> Option<Settings> {
    let table: Table = header.parse().ok()?;
    let number = |key: &str| table.get(key)?.as_integer();
    let count = |key: &str| u32::try_from(number(key)?).ok();
    let names = table.get("keep")?.as_array()?.iter();
    let metrics = names.map(|name| Metric::from_name(name.as_str()?)).collect::<Option<_>>()?;
    let monthly = table.get("monthly").and_then(Value::as_bool)?;
    let settings = Settings::new(model)
        .with_seed(u64::try_from(number("seed")?).ok()?)
        .with_replications(count("replications")?)
        .with_beliefs(count("beliefs")?)
        .with_keep(Keep { study: false, metrics, monthly })
        .with_push(count("push")?);
    settings.check(model).is_ok().then_some(settings)
}

/// Puts shares together to what one run, or one study, would have written to `out`; returns the
/// points of a study that could not be run, and how many it has.
///
/// # Errors
/// [`Error::Input`] where something is missing, twice there, or of another seed, scenario or
/// version; or a file cannot be read or written.
pub fn merge(
    shares: &[PathBuf],
    out: &Path,
    options: Options,
    command_line: Vec<String>,
) -> Result<(Vec<u32>, usize), Error> {
    let parts = shares.iter().map(|dir| results::open(dir)).collect::<Result<Vec<_>, _>>()?;
    let wholes = parts.iter().map(whole).collect::<Result<Vec<_>, _>>()?;
    if wholes.iter().all(|whole| *whole == Whole::Study) {
        return merge_studies((shares, &parts), out, options, command_line);
    }
    if wholes.contains(&Whole::Study) {
        let message = "shares of a run and those of a study cannot be merged";
        return Err(Error::input(Topic::Shares, message));
    }
    let opened = shares.iter().map(|dir| Shard::open(dir));
    let mut opened: Vec<Shard> = opened.collect::<Result<_, _>>()?;
    let first = opened[0].header.clone();
    for (shard, dir) in opened.iter().zip(shares) {
        alike(&first, &shard.header, &shares[0], dir)?;
    }
    let scenario = scenario::load(&opened[0].scenario, &[]);
    let scenario = scenario.map_err(|found| Error::input(Topic::Shares, found.to_string()))?;
    let settings = settings(&scenario.model, &first)
        .ok_or_else(|| Error::damaged(&shares[0].join("shard.toml"), "it cannot be read"))?;
    agreed(&parts, &settings)?;
    let mut writer = Writer::create(out, &[], options)?;
    let simulation = Simulation::new(&scenario.model, &settings)?;
    let plan = simulation.plan();
    let mut tally = RunTally::new(&plan);
    let mut blocks = Blocks::new(&plan, &mut opened, shares)?;
    while let Some(block) = blocks.next(tally.replications())? {
        tally.merge(block);
    }
    blocks.complete(tally.replications(), settings.replications())?;
    let outcome = tally.finish(None);
    writer.text("scenario.toml", &scenario.text)?;
    writer.point(&Point::single(), &scenario.model, &outcome)?;
    writer.finish(&scenario.model, About { command_line, ..about(&scenario, &settings) })?;
    Ok((Vec::new(), 1))
}

/// Refuses shares whose manifests have other numbers than what they were begun with.
fn agreed(parts: &[Results], settings: &Settings) -> Result<(), Error> {
    let wanted = (settings.seed(), settings.replications(), settings.beliefs());
    let agrees = |part: &&Results| {
        let manifest = &part.manifest;
        (manifest.seed, manifest.replications, manifest.beliefs) == wanted
    };
    let Some(other) = parts.iter().find(|part| !agrees(part)) else { return Ok(()) };
    let message = "its seed, replications or beliefs are not those of shard.toml";
    Err(Error::damaged(&other.dir.join("manifest.json"), message))
}

/// Refuses what was made otherwise, naming the first line that differs.
fn alike(first: &str, other: &str, a: &Path, b: &Path) -> Result<(), Error> {
    let differs = first.lines().zip(other.lines()).find(|(a, b)| a != b);
    let Some((here, there)) = differs else { return Ok(()) };
    let (a, b) = (a.display(), b.display());
    Err(Error::input(Topic::Shares, format!("`{a}` has {here} and `{b}` has {there}")))
}

/// Blocks of all shares in order.
struct Blocks<'s> {
    plan: &'s Plan<'s>,
    shards: Vec<(&'s mut Shard, Block, &'s Path)>,
}

impl<'s> Blocks<'s> {
    fn new(
        plan: &'s Plan<'s>,
        shards: &'s mut [Shard],
        dirs: &'s [PathBuf],
    ) -> Result<Self, Error> {
        let mut found = Vec::new();
        for (shard, dir) in shards.iter_mut().zip(dirs) {
            if let Some(block) = read(plan, shard)? {
                found.push((shard, block, dir.as_path()));
            }
        }
        found.sort_by_key(|(_, block, _)| block.first());
        Ok(Self { plan, shards: found })
    }

    /// The block that begins at a replication.
    fn next(&mut self, at: u32) -> Result<Option<Block>, Error> {
        let Some((shard, block, dir)) = self.shards.first_mut() else { return Ok(None) };
        let first = block.first();
        if first < at {
            let message = format!("`{}` has replication {first} a second time", dir.display());
            return Err(Error::input(Topic::Shares, message));
        }
        if first > at {
            let message = format!("replications {at} to {} are in no share", first - 1);
            return Err(Error::input(Topic::Shares, message));
        }
        match read(self.plan, shard)? {
            Some(next) => Ok(Some(std::mem::replace(block, next))),
            None => Ok(Some(self.shards.remove(0).1)),
        }
    }

    fn complete(&self, done: u32, wanted: u32) -> Result<(), Error> {
        if done == wanted {
            return Ok(());
        }
        Err(Error::input(
            Topic::Shares,
            format!("replications {done} to {} are in no share", wanted - 1),
        ))
    }
}

fn read(plan: &Plan<'_>, shard: &mut Shard) -> Result<Option<Block>, Error> {
    let Some(bytes) = shard.block()? else { return Ok(None) };
    Block::from_bytes(plan, &bytes).map(Some).ok_or_else(|| shard.damaged())
}

/// Refuses shares of scenarios that are not the same.
fn of_one_scenario(shares: &[PathBuf], parts: &[Results]) -> Result<(), Error> {
    let first = &parts[0].manifest.scenario_digest;
    let other = parts.iter().zip(shares).find(|(part, _)| part.manifest.scenario_digest != *first);
    let Some((_, dir)) = other else { return Ok(()) };
    let (a, b) = (shares[0].display(), dir.display());
    Err(Error::Input {
        topic: Topic::Shares,
        message: format!("`{a}` and `{b}` are shares of different scenarios"),
        help: Some(
            "the scenario, or a file that it names, was changed between them: run the older share \
             again (`caspian diff` of their scenarios says what differs)"
                .to_owned(),
        ),
    })
}

/// What a directory is a share of; a whole study is the only share of it.
fn whole(results: &Results) -> Result<Whole, Error> {
    match &results.manifest.kind {
        Kind::Shard(part) => Ok(part.of),
        Kind::Study => Ok(Whole::Study),
        other => {
            let (dir, what) = (results.dir.display(), other.words());
            let message = format!("`{dir}` is no share of a run or study: it holds {what}");
            Err(Error::input(Topic::Shares, message))
        }
    }
}

/// Shares of a study: its points from wherever they were run.
fn merge_studies(
    (shares, parts): (&[PathBuf], &[Results]),
    out: &Path,
    options: Options,
    command_line: Vec<String>,
) -> Result<(Vec<u32>, usize), Error> {
    let read = |path: PathBuf| fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e));
    let text = parts[0].text("study.toml")?;
    for (part, dir) in parts.iter().zip(shares).skip(1) {
        alike(&text, &part.text("study.toml")?, &shares[0], dir)?;
    }
    of_one_scenario(shares, parts)?;
    let study = StudyFile::read_header(&text)?;
    let design = study.spec.build()?;
    let header = Header { factors: design.factors.clone(), text };
    let manifest = &parts[0].manifest;
    let style = if manifest.csv == "plain" { Style::Plain } else { Style::ExcelRu };
    let finished = shares.iter().map(|dir| {
        let finished = Finished::open(dir, &header)?;
        finished
            .ok_or_else(|| Error::input(Topic::Shares, format!("`{}` is no study", dir.display())))
    });
    let finished: Vec<Finished> = finished.collect::<Result<_, _>>()?;
    let holders = (0..design.points.len()).map(|point| holder(point as u32, &finished, shares));
    let holders: Vec<(&Finished, usize, &PathBuf)> = holders.collect::<Result<_, _>>()?;
    let mut writer = StudyWriter::create(out, &header, Options { style, ..options })?;
    for (number, (planned, (from, place, dir))) in design.points.iter().zip(holders).enumerate() {
        let values = planned.values.iter().map(|value| value.clone().unwrap_or_default());
        let (label, values) = (planned.label.clone(), values.collect());
        let point = Point { number: number as u32, label, values };
        let scenario = dir.join(format!("points/{number:03}.toml"));
        let scenario = if from.failure(place).is_some() { String::new() } else { read(scenario)? };
        writer.copy_any(&point, &scenario, from, place)?;
    }
    finish_study(writer, &design, manifest, (out, &study.table), command_line)
}

/// The only share that has a point, and where.
fn holder<'s>(
    point: u32,
    finished: &'s [Finished],
    shares: &'s [PathBuf],
) -> Result<(&'s Finished, usize, &'s PathBuf), Error> {
    let holders = finished.iter().zip(shares);
    let mut holders = holders.filter_map(|(share, dir)| Some((share, share.point(point)?, dir)));
    let first = holders.next();
    let first = first
        .ok_or_else(|| Error::input(Topic::Shares, format!("point {point} is in no share")))?;
    match holders.next() {
        None => Ok(first),
        Some((_, _, again)) => {
            let (a, b) = (first.2.display(), again.display());
            Err(Error::input(Topic::Shares, format!("point {point} is in both `{a}` and `{b}`")))
        }
    }
}

fn finish_study(
    writer: StudyWriter,
    design: &Design,
    manifest: &Manifest,
    (out, table): (&Path, &[Output]),
    command_line: Vec<String>,
) -> Result<(Vec<u32>, usize), Error> {
    let base = scenario::load(writer.path().join("scenario.toml"), &[]);
    let base = base
        .map_err(|_| Error::input(Topic::Shares, format!("`{}` lacks point 0", out.display())))?;
    let about = About {
        kind: Kind::Study,
        command_line,
        ..About::of(&base, manifest.seed, (manifest.replications, manifest.beliefs))
    };
    let label = |point: u32| design.points[point as usize].label.clone();
    let about = with_failures(about, &writer, label);
    let failed = about.failed_points.clone();
    writer.finish(&base.model, about, |results| super::sweep::extras(results, table))?;
    Ok((failed, design.points.len()))
}
