//! Random streams by name.
