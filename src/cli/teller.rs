//! What is said on standard error while a study is run: first how long it will take.

use super::common::Simulated;
use super::progress::Bar;
use crate::batch::{Happened, Study, pilot};
use crate::results::Stopwatch;
use crate::simulate::BLOCK;

/// Replications that are timed beforehand.
const PILOT: u32 = 16;

/// Says how far a study is.
pub(super) struct Teller<'a> {
    study: &'a Study,
    bar: Bar,
    quiet: bool,
    threads: usize,
    done: u32,
}

impl<'a> Teller<'a> {
    pub(super) fn new(study: &'a Study, simulated: &Simulated) -> Self {
        let total = (study.design.points.len() as u32).saturating_mul(study.replications);
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = Some(simulated.threads()).filter(|threads| *threads > 0);
        Self {
            study,
            bar: Bar::new(total, simulated.quiet),
            quiet: simulated.quiet,
            threads: threads.unwrap_or_else(processors),
            done: 0,
        }
    }

    pub(super) fn tell(&mut self, happened: &Happened) {
        let replications = self.study.replications;
        match happened {
            Happened::Lost(why) => self.bar.above(why),
            Happened::Kept { kept, finished, others } => {
                let mut text = format!("of {finished} finished points {kept} are kept");
                if *others > 0 {
                    text += &format!("; none of those has the scenario of the other {others}");
                }
                self.say(&text);
            }
            Happened::Resumed(count) => {
                self.pass((*count as u32).saturating_mul(replications));
                self.say(&format!("{count} points are done already"));
            }
            Happened::Planned { simulated, copied } => self.plan(*simulated, *copied),
            Happened::Began(_) => {}
            Happened::Passed(progress) => self.bar.set(self.done.saturating_add(progress.done)),
            Happened::Taken(_) | Happened::Finished(_) => self.pass(replications),
            Happened::Failed(point, why) => {
                self.pass(replications);
                self.say(&format!("{} could not be run: {why}", self.study.name(*point)));
            }
        }
        self.bar.set(self.done);
    }

    fn pass(&mut self, replications: u32) {
        self.done = self.done.saturating_add(replications);
    }

    /// What is to do, and about how long that takes.
    fn plan(&self, simulated: usize, copied: usize) {
        if self.quiet {
            return;
        }
        let mut text = format!("{simulated} points of {} replications", self.study.replications);
        if copied > 0 {
            text += &format!(", and {copied} copies of them");
        }
        if let Some(seconds) = self.point_seconds().filter(|_| simulated > 0) {
            text += &format!(": about {}", span(seconds * simulated as f64));
        }
        self.say(&text);
    }

    /// Seconds a point, by a short run before the first.
    fn point_seconds(&self) -> Option<f64> {
        let timed = |replications: u32| {
            let clock = Stopwatch::start();
            // What goes wrong here goes wrong at a point, and is told there.
            pilot(self.study, replications).ok().map(|()| clock.seconds())
        };
        // The first run also warms caches, and says what a run takes before its first day.
        let (one, many) = (timed(1)?, timed(PILOT)?);
        let each = ((many - one) / f64::from(PILOT - 1)).max(many / f64::from(4 * PILOT));
        let clock = Stopwatch::start();
        let _ = self.study.scenario(0);
        let blocks = self.study.replications.div_ceil(BLOCK) as usize;
        let threads = self.threads.clamp(1, blocks) as f64;
        Some(clock.seconds() + one + f64::from(self.study.replications) * each / threads)
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            self.bar.above(text);
        }
    }
}

/// A span of time in words.
pub(super) fn span(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "a second".to_owned(),
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}
