//! One module per question asked of the whole.

mod analytic;
mod chance;
mod diagnostics;
mod fixture;
mod layers;
mod optimality;
mod ports;
mod streams;
mod support;
