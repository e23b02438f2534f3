//! The results of many points, each written down when it is finished.
//!
//! What is finished outlives an interruption, and the study goes on from there to the same
//! bytes. Knows nothing of how points are chosen or run.

use super::draft::Draft;
use super::journal::{self, Done, Journal};
use super::marginal::{self, Marginal};
use super::sheet::Sheet;
use super::tables::{Marks, Tables};
use super::{About, Extra, Manifest, Options, Point, Results};
use crate::error::{Error, Topic};
use crate::model::Model;
use crate::tally::Outcome;
use jiff::Timestamp;
use std::fs;
use std::path::{Path, PathBuf};

const STUDY: &str = "study.toml";

/// What a study was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// Key paths of its factors.
    pub factors: Vec<String>,
    /// Contents of `study.toml`. Two studies may share points where the lines before `[study]`
    /// are equal.
    pub text: String,
}

impl Header {
    fn settings(text: &str) -> &str {
        text.split("\n[study]").next().unwrap_or_default()
    }

    /// All but the columns of `table.csv`, which is made at the end.
    fn points(text: &str) -> Vec<&str> {
        text.lines().filter(|line| !line.starts_with("table = ")).collect()
    }
}

/// What is made from the results of a study once all points are done.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// Tables.
    pub tables: Vec<Extra>,
    /// Worths for `bottlenecks.csv`.
    pub worths: Vec<Marginal>,
}

/// A study of which some points are done.
#[derive(Debug, Clone)]
pub struct Finished {
    dir: PathBuf,
    done: Vec<Done>,
}

impl Finished {
    /// The study at `dir`, if there is one and its settings are those of `header`.
    ///
    /// # Errors
    /// Its journal cannot be read.
    pub fn open(dir: &Path, header: &Header) -> Result<Option<Self>, Error> {
        let Ok(text) = fs::read_to_string(dir.join(STUDY)) else { return Ok(None) };
        if Header::settings(&text) != Header::settings(&header.text) {
            return Ok(None);
        }
        Ok(Some(Self { dir: dir.to_owned(), done: journal::read(dir)? }))
    }

    /// Place in its journal of a point that ran with this scenario.
    pub fn find(&self, digest: &str) -> Option<usize> {
        self.done.iter().position(|done| done.digest == digest && done.failure.is_none())
    }

    /// Place in its journal of a point of this number.
    pub fn point(&self, point: u32) -> Option<usize> {
        self.done.iter().position(|done| done.point == point)
    }

    /// Why a point could not be run, if it could not.
    pub fn failure(&self, place: usize) -> Option<&str> {
        self.done[place].failure.as_deref()
    }

    fn marks(&self, place: usize) -> Result<(Marks, Marks), Error> {
        let start = match place.checked_sub(1) {
            Some(before) => self.done[before].marks,
            None => super::tables::start(&self.dir)?,
        };
        Ok((start, self.done[place].marks))
    }
}

/// Results of a study in the making.
pub struct StudyWriter {
    draft: Draft,
    tables: Tables,
    journal: Journal,
    options: Options,
    started: Timestamp,
}

impl StudyWriter {
    /// Begins the results of a study that will stand at `dir`.
    ///
    /// # Errors
    /// As [`super::Writer::create`].
    pub fn create(dir: &Path, header: &Header, options: Options) -> Result<Self, Error> {
        let draft = Draft::create(dir, options.force)?;
        draft.write(STUDY, &header.text)?;
        Self::open(draft, header, options, Vec::new())
    }

    /// Goes on with what an earlier study at `dir` left behind; `None` where it left nothing.
    ///
    /// Only its first points count, as long as their digests are those given.
    ///
    /// # Errors
    /// What is left was made with other settings, or cannot be read.
    pub fn resume(
        dir: &Path,
        header: &Header,
        options: Options,
        digests: &[&str],
    ) -> Result<Option<Self>, Error> {
        let Some(mut draft) = Draft::reopen(dir, options.force)? else { return Ok(None) };
        draft.keep();
        let path = draft.path().join(STUDY);
        let text = fs::read_to_string(&path).map_err(|e| Error::io("read", &path, e))?;
        if Header::settings(&text) != Header::settings(&header.text) {
            return Err(Error::Input {
                topic: Topic::Settings,
                message: format!("`{}` was begun with other settings", draft.path().display()),
                help: Some("begin anew with --force, or give the old settings".to_owned()),
            });
        }
        let mut done = journal::read(draft.path()).unwrap_or_default();
        let common = done.iter().zip(digests).take_while(|(done, digest)| done.digest == **digest);
        let common = common.count();
        done.truncate(common);
        if text != header.text {
            // Other factors have other columns in the design: nothing can stay as it is.
            if Header::points(&text) != Header::points(&header.text) {
                done.clear();
            }
            draft.write(STUDY, &header.text)?;
        }
        Self::open(draft, header, options, done).map(Some)
    }

    fn open(
        draft: Draft,
        header: &Header,
        options: Options,
        done: Vec<Done>,
    ) -> Result<Self, Error> {
        let marks = done.last().map(|last| &last.marks);
        let tables = Tables::open(draft.path(), &header.factors, options.style, marks)?;
        let journal = Journal::create(draft.path(), done)?;
        Ok(Self { draft, tables, journal, options, started: Timestamp::now() })
    }

    /// Points that are done, in order.
    pub fn done(&self) -> &[Done] {
        &self.journal.done
    }

    /// Adds what the run of a point says; `text` is its scenario.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn point(
        &mut self,
        (point, digest): (&Point, &str),
        text: &str,
        model: &Model,
        outcome: &Outcome,
    ) -> Result<(), Error> {
        self.scenario(point, text)?;
        self.tables.point(point, model, outcome)?;
        self.end(point, digest, None)
    }

    /// Adds a point as it stands in an earlier study.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn copy(
        &mut self,
        (point, digest): (&Point, &str),
        text: &str,
        from: &Finished,
        place: usize,
    ) -> Result<(), Error> {
        self.scenario(point, text)?;
        let (start, end) = from.marks(place)?;
        self.tables.copy(point, &from.dir, (&start, &end))?;
        self.end(point, digest, None)
    }

    /// Adds a point as it stands in a share of this study, or in this one, be it one that could not be run.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn copy_any(
        &mut self,
        point: &Point,
        text: &str,
        from: &Finished,
        place: usize,
    ) -> Result<(), Error> {
        let digest = from.done[place].digest.clone();
        match from.failure(place) {
            None => self.copy((point, &digest), text, from, place),
            Some(why) => {
                self.tables.design(point)?;
                self.end(point, &digest, Some(why.to_owned()))
            }
        }
    }

    /// Adds a point with the scenario of one that is done, `place` being that one's in the journal.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn again(&mut self, point: &Point, text: &str, place: usize) -> Result<(), Error> {
        let own = Finished { dir: self.path().to_owned(), done: self.journal.done.clone() };
        self.copy_any(point, text, &own, place)
    }

    /// Where the files are meanwhile.
    pub fn path(&self) -> &Path {
        self.draft.path()
    }

    /// Adds a point that could not be run, and why.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn failed(&mut self, point: &Point, digest: &str, why: &Error) -> Result<(), Error> {
        self.tables.design(point)?;
        self.end(point, digest, Some(why.to_string()))
    }

    fn scenario(&self, point: &Point, text: &str) -> Result<(), Error> {
        if point.number == 0 {
            self.draft.write("scenario.toml", text)?;
        }
        self.draft.write(&format!("points/{:03}.toml", point.number), text)
    }

    fn end(&mut self, point: &Point, digest: &str, failure: Option<String>) -> Result<(), Error> {
        let marks = self.tables.marks()?;
        let (point, digest) = (point.number, digest.to_owned());
        self.journal.add(Done { point, digest, failure, marks })?;
        self.draft.keep();
        Ok(())
    }

    /// Completes the directory and puts it in its place, with tables made from those in it.
    ///
    /// # Errors
    /// A file cannot be written, or the directory cannot be renamed.
    pub fn finish(
        self,
        model: &Model,
        about: About,
        more: impl FnOnce(&Results) -> Result<Made, Error>,
    ) -> Result<(), Error> {
        let (dir, style) = (self.draft.path().to_owned(), self.options.style);
        let tables = self.tables.finish()?;
        let mut results = Results { dir, manifest: Manifest::new(model, about, style, tables) };
        let made = more(&results)?;
        if !made.worths.is_empty() {
            let added = marginal::fill(&results.dir, style, &self.journal.done, &made.worths)?;
            let mut entries = results.manifest.tables.iter_mut();
            let entry = entries.find(|entry| entry.file == "bottlenecks.csv");
            entry.into_iter().for_each(|entry| entry.rows += added);
        }
        for extra in made.tables {
            let columns = extra.columns();
            let mut sheet = Sheet::create(&results.dir, extra.file, columns, style)?;
            extra.rows.iter().try_for_each(|row| sheet.row(&Extra::cells(row)))?;
            results.manifest.tables.push(sheet.finish()?);
        }
        results.manifest.time(self.started);
        self.draft.write("manifest.json", &results.manifest.to_json())?;
        self.draft.publish()
    }
}
