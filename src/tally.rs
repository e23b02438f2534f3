//! What is kept while replications pass.
//!
//! Looks at inputs, flows and state of each day; knows nothing of files.

mod outcome;
pub use outcome::*;
