//! One module per question asked of the whole.

mod optimality;
