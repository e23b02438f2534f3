//! Ctrl-C as a flag that the running command reads.

use crate::error::{Error, Topic};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once somebody asks the program to stop.
#[derive(Clone, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on Ctrl-C (and a polite kill) sets the flag instead of ending the program.
    pub(super) fn listen() -> Result<Self, Error> {
        let interrupt = Self::default();
        let flag = interrupt.clone();
        let set = ctrlc::set_handler(move || flag.0.store(true, Ordering::Relaxed));
        set.map_err(|error| {
            Error::input(Topic::System, format!("cannot listen for Ctrl-C: {error}"))
        })?;
        Ok(interrupt)
    }

    /// True once the program was asked to stop.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// An error once the program was asked to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_set() { Err(Error::Interrupted) } else { Ok(()) }
    }
}
