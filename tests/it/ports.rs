//! Do ships and berths do what theory, arithmetic and the harbour master say?

mod choices;
mod laws;
mod queues;
mod rules;
pub mod world;
