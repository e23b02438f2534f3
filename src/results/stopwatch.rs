//! How long something takes, for progress and manifests.

use jiff::Timestamp;

/// Counts from when it was started.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Timestamp);

impl Stopwatch {
    /// Starts counting.
    pub fn start() -> Self {
        Self(Timestamp::now())
    }

    /// Seconds since then.
    pub fn seconds(&self) -> f64 {
        Timestamp::now().duration_since(self.0).as_secs_f64()
    }
}
