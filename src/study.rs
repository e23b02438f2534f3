//! Studies: lists of points, and what is to be learnt from their runs.
//!
//! Designs, comparisons, stopping rules, sensitivity, discovery and tipping points, all on
//! plain numbers. Knows nothing of files or of how a run is made. The formulas are in
//! `docs/studies.md`.

pub mod compare;
pub mod design;
pub mod diff;
pub mod discovery;
pub mod file;
pub mod measures;
pub mod precision;
pub mod sensitivity;
pub mod share;
pub mod sizing;
pub mod stress;
pub mod tipping;
pub mod until;
pub mod waterfall;
