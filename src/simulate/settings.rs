//! How a model is to be simulated, with the scenario's own values where nothing else is asked.

use super::{BLOCK, size};
use crate::error::{Error, Topic};
use crate::model::Model;
use crate::stop::Stop;
use crate::tally::{Keep, Options};

/// Least number of histories that are run under push, or all where there are fewer.
const PUSH: u32 = 200;

/// How a model is to be simulated.
///
/// [`Settings::new`] takes everything from the scenario; each `with_` method changes one thing.
/// What is not asked for follows: with fewer replications there are fewer beliefs.
#[derive(Debug, Clone)]
pub struct Settings {
    seed: u64,
    replications: u32,
    /// `None`: the scenario's, at most one a replication.
    beliefs: Option<u32>,
    /// What the scenario says of beliefs.
    usual_beliefs: Option<u32>,
    threads: usize,
    keep: Keep,
    trace: Vec<u32>,
    verify: bool,
    /// `None`: enough to see the measures.
    push: Option<u32>,
    stop: Stop,
}

impl Settings {
    /// The scenario's own: its seed, replications and beliefs, on all processors; the usual values
    /// are kept, and as many histories run under push as [`Settings::push`] says.
    pub fn new(model: &Model) -> Self {
        Self {
            seed: model.run.seed,
            replications: model.run.replications,
            beliefs: None,
            usual_beliefs: model.run.beliefs,
            threads: 0,
            keep: Keep::default(),
            trace: Vec::new(),
            verify: false,
            push: None,
            stop: Stop::default(),
        }
    }

    /// With another seed of every random stream.
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// With so many histories, at least 1.
    pub fn with_replications(self, replications: u32) -> Self {
        Self { replications, ..self }
    }

    /// Spread over so many beliefs, 1 to the number of replications.
    pub fn with_beliefs(self, beliefs: u32) -> Self {
        Self { beliefs: Some(beliefs), ..self }
    }

    /// On so many threads; 0 for as many as there are processors. Results do not depend on it, and
    /// no more than [`super::most_threads`] are made. Without the feature `threads` there is one.
    pub fn with_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// With these values kept by replication.
    pub fn with_keep(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// With every day of these replications kept, numbered from 0.
    pub fn with_trace(self, trace: Vec<u32>) -> Self {
        Self { trace, ..self }
    }

    /// With a proof that every dispatch is optimal, or without.
    pub fn with_verify(self, verify: bool) -> Self {
        Self { verify, ..self }
    }

    /// With so many first replications run a second time, with the same draws, under push, where
    /// targets have contracts.
    pub fn with_push(self, push: u32) -> Self {
        Self { push: Some(push), ..self }
    }

    /// Ended by [`Error::Interrupted`], within a day of a history, once `stop` is asked for.
    pub fn with_stop(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Seed of every random stream.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Histories to simulate.
    pub fn replications(&self) -> u32 {
        self.replications
    }

    /// Beliefs they are spread over.
    pub fn beliefs(&self) -> u32 {
        let usual = || self.usual_beliefs.unwrap_or(self.replications);
        self.beliefs.unwrap_or_else(|| usual().clamp(1, self.replications.max(1)))
    }

    /// Threads asked for; 0 for as many as there are processors.
    pub fn threads(&self) -> usize {
        self.threads
    }

    /// Values kept by replication.
    pub fn keep(&self) -> &Keep {
        &self.keep
    }

    /// Replications of which every day is kept.
    pub fn trace(&self) -> &[u32] {
        &self.trace
    }

    /// True where every dispatch is certified.
    pub fn verify(&self) -> bool {
        self.verify
    }

    /// First replications that are run a second time under push. Unless asked for: enough to see
    /// the measures, and of each belief one, unless every history has its own.
    pub fn push(&self) -> u32 {
        let (replications, beliefs) = (self.replications, self.beliefs());
        let cover = if beliefs < replications { beliefs } else { 0 };
        self.push.unwrap_or_else(|| cover.max(PUSH)).min(replications)
    }

    /// The request to stop that the run heeds.
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// What the tally must know of a run.
    pub fn options(&self) -> Options {
        Options {
            replications: self.replications,
            beliefs: self.beliefs(),
            keep: self.keep.clone(),
            trace: self.trace.clone(),
            push: self.push(),
        }
    }

    /// Blocks that hold all replications.
    pub fn blocks(&self) -> u32 {
        self.replications.div_ceil(BLOCK)
    }

    /// Refuses what cannot be run; every run asks first.
    ///
    /// # Errors
    /// [`Error::Input`]: no replications or beliefs, more beliefs than replications, a replication
    /// to trace that there is not, or more values than there is room for.
    pub fn check(&self, model: &Model) -> Result<(), Error> {
        let (replications, beliefs) = (self.replications, self.beliefs());
        let refuse = |message| Err(Error::input(Topic::Usage, message));
        if replications == 0 {
            return refuse("a run takes at least 1 replication, but 0 were given".to_owned());
        }
        if beliefs == 0 {
            return refuse("a run takes at least 1 belief, but 0 were given".to_owned());
        }
        if beliefs > replications {
            return refuse(format!(
                "{beliefs} beliefs need at least {beliefs} replications, but only {replications} \
                 were given"
            ));
        }
        if let Some(beyond) = self.trace.iter().find(|traced| **traced >= replications) {
            let last = replications - 1;
            return refuse(format!(
                "there is no replication {beyond} to trace: they are 0 to {last}"
            ));
        }
        size::keeps(model, &self.options())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Files, load_from};

    fn model(run: &str) -> Model {
        let text = format!(
            "horizon = {{ start = 2025-01-01, end = 2025-01-31 }}\n\
             node.field = {{ kind = \"source\", supply = \"10 Mt/y\" }}\n\
             node.market = {{ kind = \"market\", demand = \"unlimited\" }}\n\
             link.pipe = {{ from = \"field\", to = \"market\", capacity = \"11 Mt/y\" }}\n{run}"
        );
        load_from("t.toml", &[], &Files::given([("t.toml", text.as_str())])).unwrap().model
    }

    #[test]
    fn what_is_not_asked_for_is_the_scenarios_and_follows_the_replications() {
        let own = Settings::new(&model("run = { seed = 7, replications = 900, beliefs = 300 }"));
        assert_eq!((own.seed(), own.replications(), own.beliefs(), own.push()), (7, 900, 300, 300));
        let few = own.clone().with_replications(250);
        assert_eq!((few.beliefs(), few.push()), (250, 200));
        let asked = own.with_replications(250).with_beliefs(10).with_push(900);
        assert_eq!((asked.beliefs(), asked.push()), (10, 250));
    }

    #[test]
    fn what_cannot_be_run_is_refused_in_words() {
        let model = model("");
        let told = |settings: Settings| settings.check(&model).unwrap_err().to_string();
        let new = || Settings::new(&model).with_replications(10);
        assert_eq!(
            told(new().with_replications(0)),
            "a run takes at least 1 replication, but 0 were given"
        );
        assert_eq!(told(new().with_beliefs(0)), "a run takes at least 1 belief, but 0 were given");
        assert_eq!(
            told(new().with_beliefs(20)),
            "20 beliefs need at least 20 replications, but only 10 were given"
        );
        assert_eq!(
            told(new().with_trace(vec![3, 10])),
            "there is no replication 10 to trace: they are 0 to 9"
        );
        assert!(told(new().with_replications(u32::MAX)).contains("would keep"));
        assert!(new().check(&model).is_ok());
    }
}
