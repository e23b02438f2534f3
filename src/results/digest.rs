//! SHA-256 of files, made while they are written and read.
//!
//! Files travel and rot; a digest in the manifest tells what a wrong number would not.

use super::LOCK;
use super::manifest::{FileEntry, Manifest};
use crate::error::Error;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

/// A writer or reader that keeps the digest of what has passed.
pub(super) struct Hashed<F> {
    file: F,
    digest: Sha256,
    bytes: u64,
}

impl<F> Hashed<F> {
    /// Nothing has passed yet.
    pub(super) fn new(file: F) -> Self {
        Self { file, digest: Sha256::new(), bytes: 0 }
    }

    /// What is written to or read from.
    pub(super) fn file(&self) -> &F {
        &self.file
    }

    /// Number of bytes that have passed, and their digest in hexadecimal.
    pub(super) fn passed(self) -> (u64, String) {
        (self.bytes, self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn add(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.add(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(bytes)?;
        self.add(&bytes[..count]);
        Ok(count)
    }
}

/// What a manifest says of a file.
pub(super) fn entry(dir: &Path, file: &str) -> Result<FileEntry, Error> {
    let path = dir.join(file);
    let read = || -> io::Result<(u64, String)> {
        let mut hashed = Hashed::new(File::open(&path)?);
        io::copy(&mut hashed, &mut io::sink())?;
        Ok(hashed.passed())
    };
    let (bytes, sha256) = read().map_err(|e| Error::io("read", &path, e))?;
    Ok(FileEntry { file: file.to_owned(), bytes, sha256 })
}

/// What a manifest says of the files of a directory that are no tables, in order of name, but those
/// that are made from it; scenarios of points have their digests in the journal.
pub(super) fn others(dir: &Path, manifest: &Manifest) -> Result<Vec<FileEntry>, Error> {
    let listed = || -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for found in fs::read_dir(dir)? {
            let found = found?;
            if found.file_type()?.is_file() {
                names.push(found.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(names)
    };
    let mut names = listed().map_err(|e| Error::io("read", dir, e))?;
    let made = [LOCK, "manifest.json", "datapackage.json"];
    let is_table = |name: &str| manifest.tables.iter().any(|table| table.file == name);
    names.retain(|name| !made.contains(&name.as_str()) && !is_table(name));
    names.sort();
    names.iter().map(|name| entry(dir, name)).collect()
}

/// Refuses a file whose bytes are not those that were written.
pub(super) fn check(path: &Path, wanted: &str, found: &str) -> Result<(), Error> {
    if wanted == found {
        return Ok(());
    }
    Err(Error::damaged(
        path,
        "its bytes are not those that were written: it was edited, a spreadsheet has saved it \
         anew, or it was damaged on its way; work on a copy of it",
    ))
}
