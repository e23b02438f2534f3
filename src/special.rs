//! Special functions: the normal, gamma and beta distributions, Student's t, and their inverses.
//!
//! Pure numbers: knows nothing of distributions as a scenario writes them, nor of estimates.

mod beta;
pub mod gamma;
mod normal;
pub mod solve;
mod student;

pub use beta::Beta;
pub use normal::{inverse_normal, normal_cdf, normal_density};
pub use student::two_sided_t;
