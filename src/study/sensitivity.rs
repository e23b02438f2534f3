//! Which factors matter: tornado, elementary effects, Sobol' indices.
//!
//! Each takes the outputs of a design's points in their order and says one thing a factor.
//! Design, evaluation and analysis do not know each other. The formulas are in
//! `docs/studies.md`, section Sensitivity.

mod indices;
mod morris;
mod statistic;
#[cfg(test)]
mod tests;
mod tornado;

pub use indices::{Estimate, Indices, sobol_indices};
pub use morris::{Effect, elementary_effects};
pub use statistic::Statistic;
pub use tornado::{Bar, tornado};
