//! How long something takes, for progress and manifests.

use jiff::Timestamp;
use std::time::Instant;

/// Counts from when it was started, whatever is done to the time of day.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts counting.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since then.
    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// When the making of a directory began.
pub(super) struct Started {
    pub at: Timestamp,
    pub watch: Stopwatch,
}

impl Started {
    pub(super) fn now() -> Self {
        Self { at: Timestamp::now(), watch: Stopwatch::start() }
    }
}
