//! A share of a run: its blocks as they were simulated, for merging.
//!
//! Knows nothing of what a block holds.

use super::draft::Draft;
use super::stopwatch::Started;
use super::{Manifest, Options};
use crate::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

const BLOCKS: &str = "blocks.bin";
const SHARD: &str = "shard.toml";

/// A share of a run in the making.
pub struct ShardWriter {
    draft: Draft,
    path: PathBuf,
    file: BufWriter<File>,
    started: Started,
}

impl ShardWriter {
    /// Begins the share that will stand at `dir`. `header` is what all shares have in common.
    ///
    /// # Errors
    /// As [`super::Writer::create`].
    pub fn create(
        dir: &Path,
        (header, scenario): (&str, &str),
        options: Options,
    ) -> Result<Self, Error> {
        let started = Started::now();
        let draft = Draft::create(dir, options.force)?;
        draft.write(SHARD, header)?;
        draft.write("scenario.toml", scenario)?;
        let path = draft.path().join(BLOCKS);
        let file = File::create(&path).map_err(|e| Error::io("create", &path, e))?;
        Ok(Self { draft, path, file: BufWriter::new(file), started })
    }

    /// Adds a block.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn block(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let length = (bytes.len() as u64).to_le_bytes();
        let written = self.file.write_all(&length).and_then(|()| self.file.write_all(bytes));
        written.map_err(|e| Error::io("write", &self.path, e))
    }

    /// Completes the share and puts it in its place.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(mut self, manifest: Manifest) -> Result<(), Error> {
        let ended = self.file.flush().and_then(|()| self.file.get_ref().sync_data());
        ended.map_err(|e| Error::io("write", &self.path, e))?;
        self.draft.complete(manifest, &self.started)
    }
}

/// A finished share of a run.
pub struct Shard {
    path: PathBuf,
    file: BufReader<File>,
    /// What all shares have in common.
    pub header: String,
    /// The scenario.
    pub scenario: PathBuf,
}

impl Shard {
    /// The share at `dir`, its bytes held against their digests.
    ///
    /// # Errors
    /// A file cannot be read, or is not what was written.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let results = super::open(dir)?;
        let header = results.text(SHARD)?;
        ["scenario.toml", BLOCKS].iter().try_for_each(|file| results.held(file))?;
        let path = dir.join(BLOCKS);
        let file = File::open(&path).map_err(|e| Error::io("read", &path, e))?;
        let scenario = dir.join("scenario.toml");
        Ok(Self { path, file: BufReader::new(file), header, scenario })
    }

    /// The next block; `None` after the last.
    ///
    /// # Errors
    /// The file cannot be read or is cut short.
    pub fn block(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut length = [0; 8];
        match self.file.read(&mut length[..1]) {
            Ok(0) => return Ok(None),
            Ok(_) => {}
            Err(error) => return Err(Error::io("read", &self.path, error)),
        }
        let mut bytes = Vec::new();
        let read = self.file.read_exact(&mut length[1..]).and_then(|()| {
            let length = u64::from_le_bytes(length);
            self.file.by_ref().take(length).read_to_end(&mut bytes)
        });
        match read {
            Ok(count) if count as u64 == u64::from_le_bytes(length) => Ok(Some(bytes)),
            _ => Err(Error::damaged(&self.path, "the last block is cut short")),
        }
    }

    /// What to say of a block that is none.
    pub fn damaged(&self) -> Error {
        Error::damaged(&self.path, "a block is not one of this scenario and version")
    }
}
