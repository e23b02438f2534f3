//! A directory in the making: hidden beside its place until it is complete.
//!
//! Knows nothing of what is in it.

use super::stopwatch::Started;
use super::{LOCK, Manifest, digest, package};
use crate::error::{Error, Topic};
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// `.<name>.part`, removed on drop unless published.
pub(super) struct Draft {
    part: PathBuf,
    dir: PathBuf,
    force: bool,
    keep: bool,
    lock: Option<File>,
}

impl Draft {
    /// Makes the hidden directory for what will stand at `dir`.
    pub(super) fn create(dir: &Path, force: bool) -> Result<Self, Error> {
        let dir = &resolved(dir)?;
        let part = own(dir)?;
        settle(dir)?;
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
        let dir = &resolved(dir)?;
        let part = own(dir)?;
        settle(dir)?;
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

    /// Waits until a file of text is on the disk.
    pub(super) fn sync(&self, file: &str) -> Result<(), Error> {
        let path = self.part.join(file);
        let file = File::options().write(true).open(&path);
        file.and_then(|file| file.sync_data()).map_err(|e| Error::io("write", &path, e))
    }

    /// Writes what the directory says about itself, with which it is complete, and puts it in its
    /// place. All that is in it is on the disk before.
    pub(super) fn complete(self, mut manifest: Manifest, started: &Started) -> Result<(), Error> {
        manifest.time(started);
        manifest.files = digest::others(&self.part, &manifest)?;
        self.write("datapackage.json", &package::json(&manifest))?;
        sync_all(&self.part)?;
        write(&self.part.join("manifest.json"), manifest.to_json().as_bytes())?;
        sync_dir(&self.part)?;
        self.publish()
    }

    /// Puts the directory in its place; an old one goes only now.
    fn publish(mut self) -> Result<(), Error> {
        self.lock = None;
        let path = self.part.join(LOCK);
        fs::remove_file(&path).map_err(|e| Error::io("remove", &path, e))?;
        refuse(&self.dir, self.force)?;
        let parent = parent(&self.dir);
        if !self.dir.exists() {
            rename(&self.part, &self.dir)?;
            return sync_dir(&parent);
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
        sync_dir(&parent)?;
        fs::remove_dir_all(&old).map_err(|e| Error::io("remove", &old, e))
    }
}

/// Ends what a kill left half done while results were put in their place.
///
/// A hidden directory with a manifest and without a lock is complete: nothing was missing but its
/// name. Without one, old results that had been moved out of the way come back.
pub(super) fn settle(dir: &Path) -> Result<(), Error> {
    let dir = &resolved(dir)?;
    let (part, old) = (hidden(dir, "part")?, hidden(dir, "old")?);
    if dir.symlink_metadata().is_err() {
        let complete = part.join("manifest.json").is_file() && !part.join(LOCK).exists();
        match complete {
            true => rename(&part, dir)?,
            false if old.is_dir() => return rename(&old, dir),
            false => return Ok(()),
        }
    }
    if old.is_dir() {
        fs::remove_dir_all(&old).map_err(|e| Error::io("remove", &old, e))?;
    }
    Ok(())
}

/// Writes a file down for good.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = File::create(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_data()
    });
    written.map_err(|e| Error::io("write", path, e))
}

/// Replaces a file at one stroke: whenever the process is killed, the old one or the new one is
/// there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let new = beside(path);
    write(&new, bytes)?;
    rename(&new, path)
}

/// What [`replace`] writes until it is whole.
pub(super) fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
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
/// file system knows no locks. The file of an earlier process is taken as it is: it is not emptied.
fn locked(part: &Path) -> Result<Option<File>, Error> {
    let path = part.join(LOCK);
    no_link(&path)?;
    let file = File::options().write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(|e| Error::io("create", &path, e))?;
    loop {
        let error = match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Exists {
                    path: part.to_owned(),
                    help: "another process is writing there: wait until it ends",
                });
            }
            Err(TryLockError::Error(error)) => error,
        };
        match error.kind() {
            ErrorKind::Interrupted => {}
            _ if knows_no_locks(&error) => return Ok(None),
            _ => return Err(Error::io("lock", &path, error)),
        }
    }
}

/// True for what file systems without locks say, network drives among them.
fn knows_no_locks(error: &std::io::Error) -> bool {
    // ENOLCK, which has no kind.
    const NO_LOCKS: i32 = if cfg!(target_os = "linux") { 37 } else { 77 };
    let unix = cfg!(unix) && error.raw_os_error() == Some(NO_LOCKS);
    unix || error.kind() == ErrorKind::Unsupported
}

/// The hidden directory of `dir`, unless it is a link that leads elsewhere.
fn own(dir: &Path) -> Result<PathBuf, Error> {
    let part = hidden(dir, "part")?;
    no_link(&part)?;
    Ok(part)
}

fn no_link(path: &Path) -> Result<(), Error> {
    match path.is_symlink() {
        false => Ok(()),
        true => Err(Error::Exists {
            path: path.to_owned(),
            help: "it is a symbolic link, which is not followed: remove it",
        }),
    }
}

/// Where results go that are to stand at `dir`: where it leads, if it is a link, so that the link
/// stays. Without `/.` at its end, which cannot be renamed.
fn resolved(dir: &Path) -> Result<PathBuf, Error> {
    if dir.is_symlink() {
        return fs::canonicalize(dir).map_err(|e| Error::io("follow", dir, e));
    }
    Ok(dir.components().collect())
}

/// The directory in which a directory is.
fn parent(dir: &Path) -> PathBuf {
    match dir.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Waits until all that is in a directory is on the disk.
fn sync_all(dir: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(dir).map_err(|e| Error::io("read", dir, e))? {
        let path = entry.map_err(|e| Error::io("read", dir, e))?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            let file = File::options().write(true).open(&path);
            let synced = file.and_then(|file| file.sync_all());
            synced.map_err(|e| Error::io("write", &path, e))?;
        }
    }
    sync_dir(dir)
}

/// Waits until the names in a directory are on the disk, where a system can do that.
fn sync_dir(dir: &Path) -> Result<(), Error> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let synced = File::open(dir).and_then(|dir| dir.sync_all());
    match synced {
        // File systems that cannot sync a directory say so in these ways.
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced.map_err(|e| Error::io("write", dir, e)),
    }
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|e| Error::io("create", to, e))
}

/// `.<name>.<ending>` beside `dir`.
fn hidden(dir: &Path, ending: &str) -> Result<PathBuf, Error> {
    let name = dir.file_name().ok_or_else(|| Error::Input {
        topic: Topic::Usage,
        message: format!("`{}` does not name a new directory", dir.display()),
        help: Some("give the results a directory of their own: `-o results/NAME`".to_owned()),
    })?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".");
    hidden.push(ending);
    Ok(dir.with_file_name(hidden))
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
    fn a_kill_between_two_renames_loses_neither_the_new_nor_the_old() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("run");
        let made = |name: &str, text: &str| {
            let dir = home.path().join(name);
            fs::create_dir(&dir).unwrap();
            fs::write(dir.join("manifest.json"), text).unwrap();
        };
        let manifest = || fs::read_to_string(dir.join("manifest.json")).unwrap();
        // The old one is out of the way, the new one complete.
        made(".run.old", "old");
        made(".run.part", "new");
        assert!(matches!(Draft::create(&dir, false), Err(Error::Exists { .. })));
        assert_eq!((manifest().as_str(), names(home.path())), ("new", vec!["run".to_owned()]));
        // The old one is not yet gone.
        made(".run.old", "old");
        drop(Draft::create(&dir, true).unwrap());
        assert_eq!((manifest().as_str(), names(home.path())), ("new", vec!["run".to_owned()]));
        // The old one is out of the way, and what is there is not complete: it holds a lock.
        fs::rename(&dir, home.path().join(".run.old")).unwrap();
        made(".run.part", "half");
        fs::write(home.path().join(".run.part/lock"), "").unwrap();
        drop(Draft::create(&dir, true).unwrap());
        assert_eq!((manifest().as_str(), names(home.path())), ("new", vec!["run".to_owned()]));
    }

    #[test]
    #[cfg(unix)]
    fn links_are_not_followed_but_where_they_are_asked_for() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::create_dir(at("victim")).unwrap();
        fs::write(at("victim/lock"), "precious").unwrap();
        symlink(at("victim"), at(".run.part")).unwrap();
        for force in [false, true] {
            let refused = Draft::create(&at("run"), force).map(drop).unwrap_err();
            assert!(refused.help().unwrap().contains("symbolic link"), "{refused}");
            assert!(Draft::reopen(&at("run"), force).is_err());
        }
        fs::remove_file(at(".run.part")).unwrap();
        fs::create_dir(at(".run.part")).unwrap();
        symlink(at("victim/lock"), at(".run.part/lock")).unwrap();
        assert!(Draft::reopen(&at("run"), true).is_err());
        assert_eq!(fs::read_to_string(at("victim/lock")).unwrap(), "precious");

        // Results on another disk stay there.
        fs::create_dir(at("disk")).unwrap();
        fs::write(at("disk/manifest.json"), "old").unwrap();
        symlink(at("disk"), at("link")).unwrap();
        let draft = Draft::create(&at("link"), true).unwrap();
        draft.write("manifest.json", "new").unwrap();
        draft.publish().unwrap();
        assert!(at("link").is_symlink());
        assert_eq!(fs::read_to_string(at("disk/manifest.json")).unwrap(), "new");

        // A place that is written with a dot.
        let draft = Draft::create(&at("disk/."), true).unwrap();
        draft.write("manifest.json", "newer").unwrap();
        draft.publish().unwrap();
        assert_eq!(fs::read_to_string(at("disk/manifest.json")).unwrap(), "newer");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn file_systems_without_locks_are_told_from_faults() {
        let says = |number| knows_no_locks(&std::io::Error::from_raw_os_error(number));
        // ENOLCK, ENOSYS, EOPNOTSUPP; EACCES, EIO.
        assert_eq!([37, 38, 95, 13, 5].map(says), [true, true, true, false, false]);
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
