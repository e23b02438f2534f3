//! One module per question asked of the whole.

mod layers;
mod optimality;
