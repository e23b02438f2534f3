//! Tables of named columns with units.
