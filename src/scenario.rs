//! Text to model: layers of TOML, typed reading, checks, and every fault at once.
//!
//! The one door is [`load`] (or [`load_from`] with texts in memory). Knows of files only how
//! to read them; nothing of random draws or dispatch. The keys are in `docs/scenario-format.md`.

mod change;
mod check;
mod distribution;
mod file;
mod files;
mod keys;
mod layers;
mod letters;
mod merged;
mod plain;
mod provenance;
mod reader;
mod reference;
mod schema;
mod series;
mod text;
mod tree;
mod validate;
mod value;

pub use change::Change;
pub use check::{Balance, Check, Implied, Weak};
pub use files::Files;
pub use reference::reference;
pub use schema::schema;
pub(crate) use text::digest;
pub use validate::MOST_KEPT;

use crate::diagnostic::{Fault, Findings, Located, Part};
use crate::model::{Dice, Model};
use merged::Merged;
use std::fmt;
use std::path::Path;

/// A scenario that can be run.
#[derive(Clone)]
pub struct Scenario {
    /// What it says, validated.
    pub model: Model,
    /// What is worth knowing of it; nothing of it is an error.
    pub notices: Findings,
    /// All layers in one, as TOML in canonical order with the data of files: enough to run again.
    pub text: String,
    /// SHA-256 of `text`, hexadecimal.
    pub digest: String,
    /// What stands in `[study]`, as TOML with keys in the order in which they were written.
    pub study: Option<String>,
    /// Supply against demand and capacity by year.
    balance: Vec<Balance>,
    provenance: Vec<provenance::Provenance>,
    /// Dice by path, with their unit.
    dice: Vec<(String, Dice, String)>,
}

/// What it is in a line: its text alone has pages.
impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut short = f.debug_struct("Scenario");
        short.field("digest", &self.digest).field("model", &self.model).finish_non_exhaustive()
    }
}

/// Reads a scenario from disk, with changes on top.
///
/// # Errors
/// Every fault of the scenario and of the changes, in order of place.
pub fn load(path: impl AsRef<Path>, changes: &[Change]) -> Result<Scenario, Box<Findings>> {
    load_from(path, changes, &Files::Disk)
}

/// The same from files that need not be on disk.
///
/// # Errors
/// As [`load`].
pub fn load_from(
    path: impl AsRef<Path>,
    changes: &[Change],
    files: &Files,
) -> Result<Scenario, Box<Findings>> {
    let path = path.as_ref();
    let merged = layers::merge(path, changes, files)?;
    let mut reader = reader::Reader::new(&merged.root, &merged.removed);
    let stem = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
    let draft = file::Draft::read(&mut reader, &stem);
    let whole = validate::faults(&draft, &reader);
    let mut found = merged.faults.clone();
    found.extend(whole.into_iter().map(|fault| locate(fault, &merged)));
    found.extend(reader.faults.drain(..).map(|fault| locate(fault, &merged)));
    let parameters = std::mem::take(&mut reader.parameters);
    let graph = validate::Graph::new(&draft);
    let model = if found.is_empty() { draft.model(parameters) } else { None };
    let (Some(model), Some(graph)) = (model, graph) else {
        return Err(Box::new(Findings::new(merged.texts, found)));
    };
    let text = text::canonical(&merged.root);
    let digest = text::digest(&text);
    let study = merged.study.as_ref().map(text::in_order);
    let (provenance, dice) = (reader.provenance, reader.dice);
    let balance = check::balance::by_year(&model);
    let notices = check::notices(&model, &graph, &balance);
    let notices = notices.into_iter().map(|notice| locate(notice, &merged)).collect();
    let notices = Findings::new(merged.texts, notices);
    Ok(Scenario { model, notices, text, digest, study, provenance, dice, balance })
}

/// Looks up the place of a fault: its key or value, or the nearest key around what is missing.
fn locate(fault: Fault, merged: &Merged) -> Located {
    let at = match merged.root.at(&fault.path) {
        Some((key, _)) if fault.part == Part::Key => Some(key),
        Some((_, item)) => Some(item.place),
        None => merged.root.deepest(&fault.path),
    };
    let related = fault.related.as_ref().and_then(|(path, words)| {
        let place = merged.root.at(path).map(|(_, item)| item.place);
        let place = place.or_else(|| merged.removed.get(path).copied());
        place.map(|place| (place, words.clone()))
    });
    Located { fault, at, related }
}
