//! The results of many points, each written down when it is finished.
//!
//! What is finished outlives an interruption, and the study goes on from there to the same
//! bytes. Knows nothing of how points are chosen or run.

use super::draft::{Draft, replace, settle};
use super::journal::{self, Done, Journal};
use super::resume::{EARLIER, Left};
use super::stopwatch::Started;
use super::tables::{Marks, Tables};
use super::{About, Extra, Manifest, Options, Point, Results, Stopwatch};
use crate::error::Error;
use crate::model::Model;
use crate::tally::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that says what a study was asked for.
pub(super) const STUDY: &str = "study.toml";

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

    /// The first setting in which another study differs, as it is there and as it is here.
    pub(super) fn differs<'t>(&'t self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let (there, here) = (Self::settings(text), Self::settings(&self.text));
        let mut lines = there.lines().zip(here.lines());
        let first = lines.find(|(there, here)| there != here);
        (there != here).then(|| first.unwrap_or(("other settings", "these")))
    }

    /// Whether another study has the same factors and points; the columns of `table.csv`, which is
    /// made at the end, may differ.
    pub(super) fn asks_as(&self, text: &str) -> bool {
        let points = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.starts_with("table = "));
            lines.map(str::to_owned).collect()
        };
        points(text) == points(&self.text)
    }
}

/// Seconds of work that a loss of power may cost; a kill costs the point in progress only. Waiting
/// for the disk after every point would take longer than simulating a small one.
const AT_RISK: f64 = 1.0;

/// A study of which some points are done.
#[derive(Debug, Clone)]
pub struct Finished {
    pub(super) dir: PathBuf,
    pub(super) done: Vec<Done>,
}

impl Finished {
    /// The study at `dir`, if there is one and its settings are those of `header`.
    ///
    /// # Errors
    /// Its journal cannot be read, a table is shorter than it says, or a finished study has a file
    /// that is not what was written.
    pub fn open(dir: &Path, header: &Header) -> Result<Option<Self>, Error> {
        let Ok(text) = fs::read_to_string(dir.join(STUDY)) else { return Ok(None) };
        if header.differs(&text).is_some() {
            return Ok(None);
        }
        whole(dir)?;
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

/// Refuses a study that is finished and no longer what was written.
pub(super) fn whole(dir: &Path) -> Result<(), Error> {
    if dir.join("manifest.json").is_file() { super::open(dir)?.whole() } else { Ok(()) }
}

/// Results of a study in the making.
pub struct StudyWriter {
    draft: Draft,
    tables: Tables,
    journal: Journal,
    options: Options,
    started: Started,
    earlier: Vec<Finished>,
    lost: Vec<String>,
    synced: Stopwatch,
}

impl StudyWriter {
    /// Begins the results of a study that will stand at `dir`.
    ///
    /// # Errors
    /// As [`super::Writer::create`].
    pub fn create(dir: &Path, header: &Header, options: Options) -> Result<Self, Error> {
        let draft = Draft::create(dir, options.force)?;
        Self::open(draft, header, options, Left::default())
    }

    /// Goes on with what an earlier study at `dir` left behind, be it finished or cut short; with
    /// nothing, begins anew. `wanted` has number and digest of each point.
    ///
    /// What was cut short stands where its first points are still the first ones wanted; points of
    /// other studies with the same settings can be taken over by [`StudyWriter::take`].
    ///
    /// # Errors
    /// What was cut short has other settings and `options.force` is not set, or it cannot be read.
    pub fn resume(
        dir: &Path,
        header: &Header,
        options: Options,
        wanted: &[(u32, &str)],
    ) -> Result<Self, Error> {
        settle(dir)?;
        let mut left = Left::default();
        if let Err(damage) = left.add(dir, header) {
            if !options.force {
                return Err(damage);
            }
            left.lose(dir, &damage);
        }
        let replaces = options.force || !left.earlier.is_empty();
        let Some(mut draft) = Draft::reopen(dir, replaces)? else {
            let draft = Draft::create(dir, replaces)?;
            return Self::open(draft, header, options, left);
        };
        draft.keep();
        left.find(draft.path(), header, (wanted, options.force))?;
        Self::open(draft, header, options, left)
    }

    fn open(draft: Draft, header: &Header, options: Options, left: Left) -> Result<Self, Error> {
        let Left { done, earlier, lost } = left;
        replace(&draft.path().join(STUDY), header.text.as_bytes())?;
        let marks = done.last().map(|last| &last.marks);
        let tables = Tables::open(draft.path(), &header.factors, options.style, marks)?;
        let journal = Journal::create(draft.path(), done)?;
        let started = Started::now();
        let synced = Stopwatch::start();
        Ok(Self { draft, tables, journal, options, started, earlier, lost, synced })
    }

    /// What an earlier study had and is run again, and why.
    pub fn lost(&self) -> &[String] {
        &self.lost
    }

    /// Points that earlier studies have finished and that can be taken over.
    pub fn earlier(&self) -> usize {
        let done = self.earlier.iter().flat_map(|earlier| &earlier.done);
        done.filter(|done| done.failure.is_none()).count()
    }

    /// True where an earlier study has finished a point with this scenario.
    pub fn can_take(&self, digest: &str) -> bool {
        self.earlier.iter().any(|earlier| earlier.find(digest).is_some())
    }

    /// Adds a point as it stands in an earlier study; false where none has it.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn take(&mut self, wanted: (&Point, &str), text: &str) -> Result<bool, Error> {
        let earlier = std::mem::take(&mut self.earlier);
        let found = earlier.iter().find_map(|from| Some((from, from.find(wanted.1)?)));
        let taken = match found {
            None => Ok(false),
            Some((from, place)) => self.copy(wanted, text, from, place).map(|()| true),
        };
        self.earlier = earlier;
        taken
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

    fn copy(
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
        self.draft.write(&journal::scenario_of(point.number), text)
    }

    fn end(&mut self, point: &Point, digest: &str, failure: Option<String>) -> Result<(), Error> {
        let sync = self.synced.seconds() >= AT_RISK;
        if sync && failure.is_none() {
            self.draft.sync(&journal::scenario_of(point.number))?;
        }
        let marks = self.tables.marks(sync)?;
        let (point, digest) = (point.number, digest.to_owned());
        self.journal.add(Done { point, digest, failure, marks }, sync)?;
        if sync {
            self.synced = Stopwatch::start();
        }
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
        more: impl FnOnce(&Results) -> Result<Vec<Extra>, Error>,
    ) -> Result<(), Error> {
        let (dir, style) = (self.draft.path().to_owned(), self.options.style);
        let tables = self.tables.finish()?;
        let mut results = Results { dir, manifest: Manifest::new(model, about, style, tables) };
        for extra in more(&results)? {
            let table = extra.write(&results.dir, style)?;
            results.manifest.tables.push(table);
        }
        let earlier = results.dir.join(EARLIER);
        if earlier.is_dir() {
            fs::remove_dir_all(&earlier).map_err(|e| Error::io("remove", &earlier, e))?;
        }
        self.draft.complete(results.manifest, &self.started)
    }
}
