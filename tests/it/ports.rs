//! Do ships and berths do what theory, arithmetic and the harbour master say?

mod queues;
mod rules;
mod world;
