//! A study file as points that can be run.

use crate::diagnostic::Findings;
use crate::error::{Error, Topic};
use crate::metric::Metric;
use crate::model::Model;
use crate::results::{Header, Point};
use crate::rng::SCHEME;
use crate::scenario::{self, Change, Scenario};
use crate::simulate::Settings;
use crate::study::design::{Design, Factor, Kind};
use crate::study::file::StudyFile;
use crate::study::precision::Output;
use crate::tally::Keep;
use std::path::{Path, PathBuf};

/// What the caller asks for besides the file.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Changes to every point.
    pub changes: Vec<Change>,
    /// Factors besides those of the file; one of the same key path is replaced.
    pub vary: Vec<Factor>,
    /// Points one by one, instead of the file's design: a name and changes, key path and value.
    pub list: Vec<(String, Vec<(String, String)>)>,
    /// Design, instead of the file's.
    pub design: Option<Kind>,
    /// Points of a sampled design, instead of the file's.
    pub points: Option<u32>,
    /// Columns of `table.csv`, instead of the file's.
    pub table: Vec<Output>,
    /// Seed, instead of the scenario's.
    pub seed: Option<u64>,
    /// Replications of each point, instead of the scenario's.
    pub replications: Option<u32>,
    /// Beliefs, instead of the scenario's.
    pub beliefs: Option<u32>,
    /// What the manifest is to say besides the scenario's notices.
    pub notes: Vec<String>,
}

/// A study of which every point has been checked.
#[derive(Debug, Clone)]
pub struct Study {
    /// The unchanged scenario.
    pub base: Scenario,
    /// The design.
    pub design: Design,
    /// Digest of the scenario of each point.
    pub digests: Vec<String>,
    /// Metrics kept besides the usual.
    pub keep: Vec<Metric>,
    /// Columns of `table.csv`; none for the usual ones.
    pub table: Vec<Output>,
    /// Seed of every point.
    pub seed: u64,
    /// Replications of each point.
    pub replications: u32,
    /// Beliefs of each point.
    pub beliefs: u32,
    /// What the manifest says besides the scenario's notices.
    pub notes: Vec<String>,
    file: PathBuf,
    changes: Vec<Change>,
    asked: String,
}

impl Ask {
    /// How each point is simulated.
    fn settings(&self, model: &Model) -> Settings {
        let replications = self.replications.unwrap_or(model.run.replications);
        let settings = Settings::new(model).with_replications(replications);
        match self.beliefs {
            Some(beliefs) => settings.with_beliefs(beliefs),
            None => settings,
        }
    }

    /// Puts what is asked for in the place of what the file says.
    fn change(&self, study: &mut StudyFile) -> Result<(), Error> {
        let spec = &mut study.spec;
        for (at, factor) in self.vary.iter().enumerate() {
            let path = &factor.path;
            if self.vary[..at].iter().any(|before| before.path == *path) {
                let message = format!("`{path}` is varied twice: give all its values at once");
                return Err(Error::input(Topic::Usage, message));
            }
            match spec.factors.iter_mut().find(|old| old.path == factor.path) {
                Some(old) => old.levels = factor.levels.clone(),
                None => spec.factors.push(factor.clone()),
            }
        }
        if !self.list.is_empty() {
            spec.factors.clear();
            (spec.kind, spec.list) = (Kind::List, self.list.clone());
        }
        spec.kind = self.design.unwrap_or(spec.kind);
        if let (Some(_), false) = (self.points, spec.kind.is_sampled()) {
            let kind = spec.kind.name();
            let message = format!("a design of kind `{kind}` has the points that its values give");
            let help = Some("leave out `--points`, or choose a sampled `--design`".to_owned());
            return Err(Error::Input { topic: Topic::Usage, message, help });
        }
        spec.points = self.points.unwrap_or(spec.points);
        if !self.table.is_empty() {
            study.table.clone_from(&self.table);
        }
        Ok(())
    }
}

/// Reads a study file and checks every point.
///
/// # Errors
/// Faults of the scenario, [`Error::BadPoints`] with those of every point, or a study that is no
/// design.
pub fn build(file: &Path, ask: &Ask) -> Result<Study, Error> {
    let base = scenario::load(file, &ask.changes)?;
    let run = &base.model.run;
    let seed = ask.seed.unwrap_or(run.seed);
    let mut study = StudyFile::read(base.study.as_deref().unwrap_or_default(), seed)?;
    ask.change(&mut study)?;
    let design = study.spec.build()?;
    let settings = ask.settings(&base.model);
    settings.check(&base.model)?;
    let (replications, beliefs) = (settings.replications(), settings.beliefs());
    let asked = study.spec.to_toml(&study.keep, &study.table);
    let digests = Vec::with_capacity(design.points.len());
    let (file, changes) = (file.to_owned(), ask.changes.clone());
    let (keep, table) = (study.keep, study.table);
    let mut study = Study {
        base,
        design,
        digests,
        keep,
        table,
        seed,
        replications,
        beliefs,
        notes: ask.notes.clone(),
        file,
        changes,
        asked,
    };
    study.check()?;
    Ok(study)
}

impl Study {
    /// The scenario of a point.
    ///
    /// # Errors
    /// Its faults.
    pub fn scenario(&self, point: usize) -> Result<Scenario, Box<Findings>> {
        let own = self.design.changes(point).map(|(path, value)| Change::new(path, value));
        let changes: Vec<Change> = self.changes.iter().cloned().chain(own).collect();
        scenario::load(&self.file, &changes)
    }

    fn check(&mut self) -> Result<(), Error> {
        let mut points = Vec::new();
        let mut unknown = self.table.clone();
        for point in 0..self.design.points.len() {
            match self.scenario(point) {
                Ok(scenario) => {
                    self.fits(&scenario.model)?;
                    unknown.retain(|quantity| !quantity.is_reported(&scenario.model));
                    self.digests.push(scenario.digest);
                }
                Err(found) => points.push((self.name(point), found)),
            }
        }
        match unknown.first() {
            _ if !points.is_empty() => Err(Error::BadPoints { points }),
            // A quantity that no point has was misspelt.
            Some(quantity) => Err(Error::Input {
                topic: Topic::Quantity,
                message: format!("no point has a value of `{quantity}`"),
                help: Some("summary.csv lists every metric, entity and period".to_owned()),
            }),
            None => Ok(()),
        }
    }

    /// How every point is run.
    pub fn settings(&self) -> Settings {
        let keep = Keep { study: true, metrics: self.keep.clone(), monthly: false };
        let settings = Settings::new(&self.base.model).with_seed(self.seed).with_keep(keep);
        settings.with_replications(self.replications).with_beliefs(self.beliefs).with_push(0)
    }

    /// Refuses points that would keep more than there is room for.
    fn fits(&self, model: &Model) -> Result<(), Error> {
        self.settings().check(model)
    }

    /// Number and label of a point.
    pub fn name(&self, point: usize) -> String {
        format!("point {point} ({})", self.design.points[point].label)
    }

    /// A point as it is written down.
    pub fn point(&self, point: usize) -> Point {
        let design = &self.design.points[point];
        let values = design.values.iter().map(|value| value.clone().unwrap_or_default());
        Point { number: point as u32, label: design.label.clone(), values: values.collect() }
    }

    /// What `study.toml` says: first what points must share to be taken over, then the design.
    pub fn header(&self, style: &str) -> Header {
        let Self { seed, replications, beliefs, asked, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        let text = format!(
            "version = \"{version}\"\nrandom-scheme = \"{SCHEME}\"\nseed = {seed}\n\
             replications = {replications}\nbeliefs = {beliefs}\ncsv = \"{style}\"\n\
             keep = {:?}\n\n[study]\n{asked}",
            self.keep.iter().map(|metric| metric.name()).collect::<Vec<_>>(),
        );
        Header { factors: self.design.factors.clone(), text }
    }
}
