//! Critical values and intervals that the analyses share.

pub(super) use crate::stats::{t95, wilson};
