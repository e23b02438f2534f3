//! One module per question asked of the whole.

// A test may show the figures it has measured, and a network written out is a long list.
#![allow(clippy::print_stdout, clippy::too_many_lines)]

mod analytic;
mod attribution;
mod batch;
mod beliefs;
mod bottlenecks;
mod calibration;
mod catalogue;
mod chain;
mod chance;
mod circles;
mod cli;
mod damage;
mod days;
mod determinism;
mod diagnostics;
mod fixture;
mod fuzz;
mod golden;
mod kinds;
mod layers;
mod library;
mod objective;
mod observed;
mod optimality;
mod planning;
mod ports;
mod projects;
mod prose;
mod push;
mod reports;
mod repository;
mod resume;
mod scenario;
mod schema;
mod shares;
mod shipping;
mod shuttles;
#[cfg(unix)]
mod signals;
mod size;
mod sources;
mod streams;
mod study;
mod support;
