//! What is worth knowing of a good scenario: provenance, and more as it comes.

use super::reader::{Component, Reader};

/// Where the numbers of a component are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Provenance {
    /// Key path of the component.
    pub path: String,
    /// Its keys that hold numbers, each with its evidence (`A` to `D`) and whether it has a source.
    pub keys: Vec<(String, Option<char>, bool)>,
}

impl Reader<'_> {
    /// Reads `source` and `evidence` of a component.
    pub fn note_provenance(&mut self, component: &Component) {
        let _ = component;
    }
}
