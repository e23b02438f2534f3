//! Where numbers are from, as data.

/// Where the numbers of a component are from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Provenance {
    /// Key path of the component.
    pub path: String,
    pub keys: Vec<Number>,
}

/// A key that holds a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub key: String,
    /// `A` to `D`.
    pub evidence: Option<char>,
    pub sourced: bool,
}
