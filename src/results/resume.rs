//! What an earlier study left behind, and what of it can stay.
//!
//! Where a study that was cut short is still the same, its points stand as they are. Where it has
//! changed, all that is there is set aside into `earlier/` of the hidden directory, and goes when
//! the new study is whole: until then its points are copied by the digests of their scenarios.
//! Knows nothing of how points are chosen or run.

use super::LOCK;
use super::draft::rename;
use super::journal::{self, Done};
use super::study::{Finished, Header, STUDY, whole};
use crate::error::{Error, Topic};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// What was set aside, within the hidden directory.
pub(super) const EARLIER: &str = "earlier";
/// The same before all of it is there.
const ASIDE: &str = "earlier.new";

/// What can be gone on with.
#[derive(Default)]
pub(super) struct Left {
    /// Points that stand as they are.
    pub done: Vec<Done>,
    /// Studies whose points can be copied.
    pub earlier: Vec<Finished>,
    /// What was lost, and why.
    pub lost: Vec<String>,
}

impl Left {
    /// Adds a study at `dir`, if there is one and its settings are those of `header`.
    pub(super) fn add(&mut self, dir: &Path, header: &Header) -> Result<(), Error> {
        let Some(text) = text(dir)? else { return Ok(()) };
        if let Some((there, here)) = header.differs(&text) {
            let dir = dir.display();
            self.lost.push(format!("nothing of `{dir}` is kept: {there} there, {here} now"));
            return Ok(());
        }
        whole(dir)?;
        let done = self.readable(dir)?;
        self.earlier.push(Finished { dir: dir.to_owned(), done });
        Ok(())
    }

    /// What has been found in the hidden directory `part` of a study that now asks for `wanted`,
    /// number and digest of each point. With `force` other settings begin anew.
    ///
    /// # Errors
    /// What is there was made with other settings, or cannot be read or moved.
    pub(super) fn find(
        &mut self,
        part: &Path,
        header: &Header,
        (wanted, force): (&[(u32, &str)], bool),
    ) -> Result<(), Error> {
        if part.join(ASIDE).exists() {
            set_aside(part)?;
        }
        let before = text(part)?;
        let before = before.as_deref();
        if let Some((there, here)) = before.and_then(|text| header.differs(text)) {
            if !force {
                return Err(other_settings(part, (there, here)));
            }
            let what = part.display();
            self.lost.push(format!("nothing of `{what}` is kept: {there} there, {here} now"));
            return each(part, remove);
        }
        let found = if before.is_some() { self.readable(part)? } else { Vec::new() };
        let asked = before.is_some_and(|text| header.asks_as(text));
        let failed = found.iter().filter(|done| done.failure.is_some()).count();
        let same =
            |(done, wanted): (&Done, &(u32, &str))| (done.point, done.digest.as_str()) == *wanted;
        let stands = asked && failed == 0 && found.len() <= wanted.len();
        if stands && !found.is_empty() && found.iter().zip(wanted).all(same) {
            tidy(part, &found)?;
            self.done = found;
        } else if found.len() > failed {
            set_aside(part)?;
        } else {
            each(part, |path| if path.ends_with(EARLIER) { Ok(()) } else { remove(path) })?;
        }
        let mut earlier = part.join(EARLIER);
        while earlier.is_dir() {
            if let Err(damage) = self.add(&earlier, header) {
                self.lose(&earlier, &damage);
            }
            earlier = earlier.join(EARLIER);
        }
        Ok(())
    }

    /// Notes that a study is not what was written.
    pub(super) fn lose(&mut self, dir: &Path, damage: &Error) {
        self.lost.push(format!("nothing of `{}` is kept: {damage}", dir.display()));
    }

    /// Points in the journal of `dir` that are whole; what is wrong with others is noted. Without a
    /// journal nothing was finished.
    fn readable(&mut self, dir: &Path) -> Result<Vec<Done>, Error> {
        match journal::readable(dir) {
            Ok((done, damage)) => {
                self.lost.extend(damage.map(|damage| {
                    let kept = done.len();
                    format!("{damage}; its first {kept} points are kept, others are run again")
                }));
                Ok(done)
            }
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

/// What a study at `dir` was asked for; none where nothing has been written.
fn text(dir: &Path) -> Result<Option<String>, Error> {
    let path = dir.join(STUDY);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", &path, error)),
    }
}

fn other_settings(part: &Path, (there, here): (&str, &str)) -> Error {
    Error::Input {
        topic: Topic::Settings,
        message: format!(
            "`{}` was begun with other settings: {there} there, {here} now",
            part.display()
        ),
        help: Some("begin anew with --force, or give the old settings".to_owned()),
    }
}

/// Moves everything in `part` into its `earlier/`; what was there before ends up within it.
///
/// Nothing new is written before all is moved, so a kill in between is gone on with.
fn set_aside(part: &Path) -> Result<(), Error> {
    let aside = part.join(ASIDE);
    fs::create_dir_all(&aside).map_err(|e| Error::io("create", &aside, e))?;
    each(part, |path| match path.file_name() {
        Some(name) if !path.ends_with(ASIDE) => rename(path, &aside.join(name)),
        _ => Ok(()),
    })?;
    rename(&aside, &part.join(EARLIER))
}

/// Removes what a study would not have at this place of its way: scenarios of points that are not
/// done, a manifest, and files half written.
fn tidy(part: &Path, done: &[Done]) -> Result<(), Error> {
    let of = |done: &Done| part.join(journal::scenario_of(done.point));
    let kept: Vec<_> = done.iter().map(of).collect();
    let points = part.join("points");
    if points.is_dir() {
        each(&points, |path| if kept.iter().any(|k| k == path) { Ok(()) } else { remove(path) })?;
    }
    each(part, |path| {
        let stale = path.ends_with("manifest.json") || path.extension().is_some_and(|e| e == "new");
        if stale { remove(path) } else { Ok(()) }
    })
}

/// Does something with everything in a directory but the lock.
fn each(dir: &Path, what: impl Fn(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let entries = fs::read_dir(dir).and_then(|entries| {
        let paths = entries.map(|entry| Ok(entry?.path()));
        paths.collect::<Result<Vec<_>, _>>()
    });
    let entries = entries.map_err(|e| Error::io("read", dir, e))?;
    entries.iter().filter(|path| !path.ends_with(LOCK)).try_for_each(|path| what(path))
}

fn remove(path: &Path) -> Result<(), Error> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    removed.map_err(|e| Error::io("remove", path, e))
}
