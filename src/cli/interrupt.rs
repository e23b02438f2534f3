//! Ctrl-C as a flag that the running command reads.
//!
//! A polite kill and a terminal that closes set it too, and it is said then which it was. What
//! the parent has set to be ignored stays ignored: `nohup` does so with a closing terminal, and a
//! script's shell with the Ctrl-C that is meant for others.

use super::terminal;
use crate::error::{Error, Topic};
use signal_hook::consts as signals;
use signal_hook::flag::register_usize;
use std::cell::Cell;
use std::ffi::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Signals that ask the program to stop, with what is said of those that nobody may have meant.
const ASKING: &[(c_int, &str)] = &[
    (signals::SIGINT, ""),
    (
        signals::SIGTERM,
        "stopped by SIGTERM, as `kill`, `timeout` and a system short of memory send",
    ),
    #[cfg(unix)]
    (signals::SIGHUP, "stopped by SIGHUP, as a terminal that closes sends; `nohup` runs go on"),
];

/// Set once somebody asks the program to stop.
pub(super) struct Interrupt {
    /// The signal that came last, 0 before.
    signal: Arc<AtomicUsize>,
    heeded: Cell<bool>,
}

impl Interrupt {
    /// From now on Ctrl-C (and a polite kill) sets the flag instead of ending the program.
    pub(super) fn listen() -> Result<Self, Error> {
        let signal = Arc::new(AtomicUsize::new(0));
        let ignored = ignored(&std::fs::read_to_string("/proc/self/status").unwrap_or_default());
        for (number, _) in ASKING.iter().filter(|(number, _)| ignored >> (number - 1) & 1 == 0) {
            register_usize(*number, signal.clone(), *number as usize).map_err(|error| {
                Error::input(Topic::System, format!("cannot listen for Ctrl-C: {error}"))
            })?;
        }
        Ok(Self { signal, heeded: Cell::new(false) })
    }

    /// True once the program was asked to stop.
    pub(super) fn is_set(&self) -> bool {
        let set = self.signal.load(Ordering::Relaxed) != 0;
        self.heeded.set(self.heeded.get() || set);
        set
    }

    /// An error once the program was asked to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_set() { Err(Error::Interrupted) } else { Ok(()) }
    }
}

impl Drop for Interrupt {
    /// After the bar has gone, so that the two do not share a line.
    fn drop(&mut self) {
        let came = self.signal.load(Ordering::Relaxed);
        let known = ASKING.iter().find(|(number, _)| *number as usize == came);
        if let Some((_, words)) = known.filter(|(_, words)| self.heeded.get() && !words.is_empty())
        {
            terminal::say(words);
        }
    }
}

/// Signals that are ignored, bit by bit from signal 1, where the system says so as Linux does.
fn ignored(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ignored_is_read_bit_by_bit() {
        assert_eq!(
            ignored("Name:\tx\nSigBlk:\t0000000000000002\nSigIgn:\t0000000000001001\n"),
            0x1001
        );
        assert_eq!(ignored(""), 0);
        assert_eq!(ignored("SigIgn:\tnone\n"), 0);
    }
}
