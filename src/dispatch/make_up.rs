//! Make-up of nominations: what was not carried within a window of days is added to later days.
//!
//! `docs/model.md`, "Make-up".

/// What one nominated link still owes, by the day on which it was missed.
#[derive(Debug, Clone, Default)]
pub(crate) struct MakeUp {
    /// Missed tonnes that may still be made up, by day modulo the window.
    missed: Vec<i64>,
    /// Their sum.
    backlog: i64,
}

impl MakeUp {
    /// Nothing owed, within a window of `days`; 0 for no make-up.
    pub fn new(days: usize) -> Self {
        Self { missed: vec![0; days], backlog: 0 }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.missed.fill(0);
        self.backlog = 0;
    }

    /// Tonnes missed within the window and not yet made up.
    pub fn backlog(&self) -> i64 {
        self.backlog
    }

    /// Records a day on which `carried` moved of a nomination of `nominated`.
    ///
    /// Carrying more than nominated makes up the oldest misses first; a miss that is as old
    /// as the window is lost at the day's end.
    pub fn record(&mut self, step: usize, nominated: i64, carried: i64) {
        let short = (nominated - carried).max(0);
        if self.missed.is_empty() || (self.backlog == 0 && short == 0) {
            return;
        }
        let window = self.missed.len();
        let mut made_up = (carried - nominated).clamp(0, self.backlog);
        self.backlog -= made_up;
        let mut slot = step % window;
        while made_up > 0 {
            let part = self.missed[slot].min(made_up);
            self.missed[slot] -= part;
            made_up -= part;
            slot = if slot + 1 == window { 0 } else { slot + 1 };
        }
        let today = &mut self.missed[step % window];
        self.backlog += short - *today;
        *today = short;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_is_made_up_oldest_first_and_lost_after_the_window() {
        let mut account = MakeUp::new(3);
        account.record(0, 10, 4);
        account.record(1, 10, 8);
        assert_eq!(account.backlog(), 8);
        account.record(2, 10, 15);
        assert_eq!(account.backlog(), 3);
        // Day 3 still sees day 0's last tonne, and loses it at its end.
        account.record(3, 10, 10);
        assert_eq!(account.backlog(), 2);
        account.record(4, 10, 12);
        assert_eq!(account.backlog(), 0);
    }

    #[test]
    fn no_window_owes_nothing() {
        let mut account = MakeUp::new(0);
        account.record(0, 10, 0);
        assert_eq!(account.backlog(), 0);
    }
}
