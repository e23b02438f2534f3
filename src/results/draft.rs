//! A directory in the making: hidden beside its place until it is complete.
//!
//! Knows nothing of what is in it.

use crate::error::{Error, Topic};
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// `.<name>.part`, removed on drop unless published.
pub(super) struct Draft {
    part: PathBuf,
    dir: PathBuf,
    force: bool,
    keep: bool,
    lock: Option<File>,
}

const LOCK: &str = "lock";

impl Draft {
    /// Makes the hidden directory for what will stand at `dir`.
    pub(super) fn create(dir: &Path, force: bool) -> Result<Self, Error> {
        let part = hidden(dir, "part")?;
        refuse(dir, force)?;
        if let Some(parent) = part.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io("create", parent, e))?;
        }
        if force && part.exists() {
            // Not under the feet of a process that is still at it.
            drop(locked(&part)?);
            fs::remove_dir_all(&part).map_err(|e| Error::io("remove", &part, e))?;
        }
        match fs::create_dir(&part) {
            Ok(()) => {
                let lock = locked(&part)?;
                Ok(Self { part, dir: dir.to_owned(), force, keep: false, lock })
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Error::Exists {
                path: part,
                help: "another run is writing there, or one was killed; if none is, remove it, \
                       add --force, or go on with a study by --resume",
            }),
            Err(error) => Err(Error::io("create", &part, error)),
        }
    }

    /// Goes on with the hidden directory that an earlier study left, if there is one.
    pub(super) fn reopen(dir: &Path, force: bool) -> Result<Option<Self>, Error> {
        let part = hidden(dir, "part")?;
        refuse(dir, force)?;
        if !part.is_dir() {
            return Ok(None);
        }
        let lock = locked(&part)?;
        Ok(Some(Self { part, dir: dir.to_owned(), force, keep: true, lock }))
    }

    /// From now on the hidden directory outlives this, so that a study can be gone on with.
    pub(super) fn keep(&mut self) {
        self.keep = true;
    }

    /// Where the files go meanwhile.
    pub(super) fn path(&self) -> &Path {
        &self.part
    }

    /// Writes a file of text.
    pub(super) fn write(&self, file: &str, text: &str) -> Result<(), Error> {
        let path = self.part.join(file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io("create", parent, e))?;
        }
        fs::write(&path, text).map_err(|e| Error::io("write", &path, e))
    }

    /// Puts the directory in its place; an old one goes only now.
    pub(super) fn publish(mut self) -> Result<(), Error> {
        self.lock = None;
        let path = self.part.join(LOCK);
        fs::remove_file(&path).map_err(|e| Error::io("remove", &path, e))?;
        refuse(&self.dir, self.force)?;
        if !self.dir.exists() {
            return rename(&self.part, &self.dir);
        }
        let old = hidden(&self.dir, "old")?;
        if old.exists() {
            fs::remove_dir_all(&old).map_err(|e| Error::io("remove", &old, e))?;
        }
        rename(&self.dir, &old)?;
        if let Err(error) = rename(&self.part, &self.dir) {
            rename(&old, &self.dir)?;
            return Err(error);
        }
        fs::remove_dir_all(&old).map_err(|e| Error::io("remove", &old, e))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.keep {
            // Published, it is no longer there; else there is nobody to tell of a failure.
            let _ = fs::remove_dir_all(&self.part);
        }
    }
}

/// Claims a hidden directory for this process, until it ends in whatever way; `None` where the
/// file system knows no locks.
fn locked(part: &Path) -> Result<Option<File>, Error> {
    let path = part.join(LOCK);
    let file = File::create(&path).map_err(|e| Error::io("create", &path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Exists {
            path: part.to_owned(),
            help: "another process is writing there: wait until it ends",
        }),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(TryLockError::Error(error)) => Err(Error::io("lock", &path, error)),
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|e| Error::io("create", to, e))
}

/// `.<name>.<ending>` beside `dir`.
fn hidden(dir: &Path, ending: &str) -> Result<PathBuf, Error> {
    let name = dir.file_name().and_then(|name| name.to_str()).ok_or_else(|| Error::Input {
        topic: Topic::Usage,
        message: format!("`{}` does not name a new directory", dir.display()),
        help: Some("give the results a directory of their own: `-o results/NAME`".to_owned()),
    })?;
    Ok(dir.with_file_name(format!(".{name}.{ending}")))
}

/// Refuses to write over anything, or with `force` over anything but results.
fn refuse(dir: &Path, force: bool) -> Result<(), Error> {
    if dir.symlink_metadata().is_err() {
        return Ok(());
    }
    let empty = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
    let results = dir.join("manifest.json").is_file();
    let help = match (force, empty || results) {
        (true, true) => return Ok(()),
        (false, true) => "choose another directory with `-o DIR`, or replace it with --force",
        (_, false) => "it does not hold results and is not replaced: choose another with `-o DIR`",
    };
    Err(Error::Exists { path: dir.to_owned(), help })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_is_published_stays() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("run");
        drop(Draft::create(&dir, false).unwrap());
        assert!(names(home.path()).is_empty());

        let draft = Draft::create(&dir, false).unwrap();
        draft.write("manifest.json", "1").unwrap();
        assert_eq!(names(home.path()), [".run.part"]);
        assert!(Draft::create(&dir, false).is_err(), "two runs into one directory");
        let taken = Draft::create(&dir, true).map(drop).unwrap_err();
        assert!(taken.help().unwrap().starts_with("another process"), "not even by force");
        draft.publish().unwrap();
        assert_eq!(names(home.path()), ["run"]);
    }

    #[test]
    fn results_are_replaced_with_force_only_and_at_the_end() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("run");
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("manifest.json"), "old").unwrap();
        assert!(matches!(Draft::create(&dir, false), Err(Error::Exists { .. })));

        let draft = Draft::create(&dir, true).unwrap();
        draft.write("manifest.json", "new").unwrap();
        assert_eq!(fs::read_to_string(dir.join("manifest.json")).unwrap(), "old");
        draft.publish().unwrap();
        assert_eq!(fs::read_to_string(dir.join("manifest.json")).unwrap(), "new");
        assert_eq!(names(home.path()), ["run"]);
    }

    #[test]
    fn force_spares_what_is_not_results() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("thesis");
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("chapter-1.doc"), "").unwrap();
        assert!(matches!(Draft::create(&dir, true), Err(Error::Exists { .. })));
        assert!(matches!(Draft::create(Path::new(".."), true), Err(Error::Input { .. })));
        assert_eq!(names(home.path()), ["thesis"]);
    }
}
