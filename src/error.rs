//! The library's error.
