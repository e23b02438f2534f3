//! Quantities as text.
