//! The bar on standard error while a run goes on.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};

/// How far a run is; shown on a terminal only.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar to `total` replications; `quiet` shows none.
    pub(super) fn new(total: u32, quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let form = "{bar:32} {human_pos} of {human_len} replications, {eta} left";
        let style = ProgressStyle::with_template(form);
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::new(total.into()).with_style(style))
    }

    /// Shows that `done` replications are done.
    pub(super) fn set(&self, done: u32) {
        self.0.set_position(done.into());
    }

    /// Shows that `more` replications are done besides.
    pub(super) fn add(&self, more: u32) {
        self.0.inc(more.into());
    }

    /// Says how many there are.
    pub(super) fn set_total(&self, total: u32) {
        self.0.set_length(total.into());
    }

    /// Writes a line above the bar.
    pub(super) fn above(&self, text: &str) {
        self.0.suspend(|| super::terminal::say(text));
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.clear();
    }
}
