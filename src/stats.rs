//! Estimates with their errors.
