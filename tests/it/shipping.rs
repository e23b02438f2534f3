//! What a trajectory brings to ports and ships, and the whole chain from field to market.

mod chain;
mod ports;
mod ships;
mod water;
pub mod world;
