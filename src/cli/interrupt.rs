//! Ctrl-C as a request to stop that the running command heeds; a second one ends it at once.
//!
//! A polite kill and a terminal that closes are requests too, and it is said then which it was.
//! What the parent has set to be ignored stays ignored: `nohup` does so with a closing terminal,
//! and a script's shell with the Ctrl-C that is meant for others.

use super::terminal;
use crate::error::{Error, Topic};
use crate::stop::Stop;
use signal_hook::consts as signals;
use signal_hook::flag::{register, register_conditional_shutdown, register_usize};
use std::ffi::c_int;
use std::io;
use std::ops::ControlFlow;
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

/// A signal that ends a program gives it this and its own number as exit code.
const BY_SIGNAL: c_int = 128;

/// Set once somebody asks the program to stop.
#[derive(Default)]
pub(super) struct Interrupt {
    stop: Stop,
    /// The signal that came last, 0 before.
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// From now on Ctrl-C (and a polite kill) asks to stop instead of ending the program.
    pub(super) fn listen(&self) -> Result<(), Error> {
        let ignored = ignored(&std::fs::read_to_string("/proc/self/status").unwrap_or_default());
        let heeded = ASKING.iter().filter(|(number, _)| ignored >> (number - 1) & 1 == 0);
        heeded.map(|(number, _)| *number).try_for_each(|number| self.heed(number)).map_err(
            |error| Error::input(Topic::System, format!("cannot listen for Ctrl-C: {error}")),
        )
    }

    fn heed(&self, number: c_int) -> io::Result<()> {
        // In this order: the first signal finds no request yet, and makes it.
        register_conditional_shutdown(number, BY_SIGNAL + number, self.stop.flag())?;
        register_usize(number, Arc::clone(&self.signal), number as usize)?;
        register(number, self.stop.flag())?;
        Ok(())
    }

    /// The request, for work that heeds it.
    pub(super) fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Breaks once the program was asked to stop.
    pub(super) fn go_on(&self) -> ControlFlow<()> {
        if self.stop.is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// An error once the program was asked to stop.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.stop.is_asked() { Err(Error::Interrupted) } else { Ok(()) }
    }

    /// Exit code for an error: of an interruption that of its signal, which is named where nobody
    /// may have meant it.
    pub(super) fn exit_code(&self, error: &Error) -> u8 {
        let came = self.signal.load(Ordering::Relaxed);
        let known = ASKING.iter().find(|(number, _)| *number as usize == came);
        match (error, known) {
            (Error::Interrupted | Error::Paused { .. }, Some((number, words))) => {
                if !words.is_empty() {
                    terminal::say(words);
                }
                u8::try_from(BY_SIGNAL + number).unwrap_or(error.exit_code())
            }
            _ => error.exit_code(),
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
