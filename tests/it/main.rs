//! One module per question asked of the whole.

mod diagnostics;
mod layers;
mod optimality;
