//! Where texts come from: the disk, or a list given by the caller.

use crate::catalogue::Kind;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// Texts by path.
#[derive(Debug, Clone, Default)]
pub enum Files {
    /// Files on disk.
    #[default]
    Disk,
    /// These and no others.
    Given(BTreeMap<PathBuf, String>),
}

impl Files {
    /// A list of texts by path.
    pub fn given<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let texts = texts.into_iter();
        Self::Given(texts.map(|(path, text)| (PathBuf::from(path), text.to_owned())).collect())
    }

    /// The text of a path that a scenario names: a regular file, as others may never end.
    pub(super) fn named(&self, path: &Path) -> Result<String, (Kind, String)> {
        match self {
            Files::Disk if std::fs::metadata(path).is_ok_and(|about| !is_file(&about)) => {
                Err((Kind::Unreadable, "it is no regular file".to_owned()))
            }
            _ => self.read(path),
        }
    }

    /// The text of a path, or why there is none (what follows "cannot read …").
    pub(super) fn read(&self, path: &Path) -> Result<String, (Kind, String)> {
        match self {
            Files::Given(texts) => {
                let missing = || (Kind::Unreadable, "no such file".to_owned());
                texts.get(path).cloned().ok_or_else(missing)
            }
            Files::Disk => read_disk(path),
        }
    }
}

/// A directory has an error of its own.
fn is_file(about: &std::fs::Metadata) -> bool {
    about.is_file() || about.is_dir()
}

fn read_disk(path: &Path) -> Result<String, (Kind, String)> {
    let told = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => missing(path),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => error.to_string(),
        };
        (Kind::Unreadable, why)
    };
    let about = std::fs::metadata(path).map_err(told)?;
    if about.is_dir() {
        return Err((Kind::Unreadable, "it is a directory".to_owned()));
    }
    check_size(about.len())?;
    let file = std::fs::File::open(path).map_err(told)?;
    let mut bytes = Vec::new();
    // What is no regular file has no size beforehand.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(told)?;
    check_size(bytes.len() as u64)?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        (Kind::Unreadable, format!("line {line} is not UTF-8"))
    })
}

/// That there is no such file, and where there is one of this name.
fn missing(path: &Path) -> String {
    let there = Path::new("scenarios").join(path);
    let with_ending = there.with_extension("toml");
    match [path.with_extension("toml"), there, with_ending].iter().find(|near| near.is_file()) {
        Some(near) => format!("no such file; did you mean `{}`?", near.display()),
        None => "no such file".to_owned(),
    }
}

fn check_size(bytes: u64) -> Result<(), (Kind, String)> {
    if bytes <= LARGEST {
        return Ok(());
    }
    let why = format!("it has {} MB; {} MB is the most", bytes.div_ceil(1 << 20), LARGEST >> 20);
    Err((Kind::FileTooLarge, why))
}

/// `name` relative to the directory of `of`, without `.` and needless `..`.
pub(super) fn beside(of: &Path, name: &str) -> PathBuf {
    let joined = of.parent().unwrap_or(Path::new("")).join(name);
    let mut path = PathBuf::new();
    for part in joined.components() {
        match (part, path.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                path.pop();
            }
            _ => path.push(part),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_that_names_them() {
        let beside = |of: &str, name| beside(Path::new(of), name);
        assert_eq!(beside("scenarios/studies/a.toml", "../b.toml"), Path::new("scenarios/b.toml"));
        assert_eq!(beside("a.toml", "./b.toml"), Path::new("b.toml"));
        assert_eq!(beside("a.toml", "../b.toml"), Path::new("../b.toml"));
        assert_eq!(beside("x/a.toml", "/b.toml"), Path::new("/b.toml"));
    }

    #[test]
    fn a_huge_file_is_refused_by_its_size() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(200 << 20).unwrap();
        assert_eq!(
            read_disk(file.path()),
            Err((Kind::FileTooLarge, "it has 200 MB; 16 MB is the most".to_owned()))
        );
    }

    #[test]
    fn what_is_not_utf8_is_refused_with_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"a = 1\nb = \"\xff\"\n").unwrap();
        assert_eq!(
            read_disk(file.path()),
            Err((Kind::Unreadable, "line 2 is not UTF-8".to_owned()))
        );
    }
}
