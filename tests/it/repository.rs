//! Does the repository keep what it says?
