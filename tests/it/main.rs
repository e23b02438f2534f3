//! One module per question asked of the whole.

mod analytic;
mod diagnostics;
mod layers;
mod optimality;
mod support;
