//! The choice of flows in one step: deterministic, exact, unique.
//!
//! Has no random numbers, no clock and no files. The mathematics is in `docs/model.md`.

pub mod simplex;

/// What carries over from one day to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Tonnes in each node's tank at the end of the day; 0 for other nodes.
    pub stock: Vec<i64>,
    /// Tonnes carried above the nomination on each link on the last day.
    pub surge: Vec<i64>,
}

/// Outcome of a day, tonnes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flows {
    /// Ours on each link, positive from its start to its end.
    pub link: Vec<i64>,
    /// Produced at each source; 0 for other nodes.
    pub production: Vec<i64>,
    /// Production of each source with no way out.
    pub shut_in: Vec<i64>,
    /// Received by each market.
    pub served: Vec<i64>,
    /// Required demand of each market not met.
    pub unserved: Vec<i64>,
    /// Shut-in by source and cause, adding up to `shut_in`; empty on days without.
    pub lost: Vec<Lost>,
    /// Links that bind today, for shut-in and for each target.
    pub binding: Vec<Binding>,
}

/// A part of a source's shut-in with its cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// Node index of the source.
    pub source: usize,
    /// Index into the trajectory's causes; `None`: no outage, the network is too small as it is.
    pub cause: Option<usize>,
    /// Tonnes.
    pub tonnes: i64,
}

/// What sets the limit of a binding link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constraint {
    /// Its capacity.
    Capacity,
    /// Its nomination.
    Nomination,
    /// Its surge by contract or ramp.
    Surge,
}

/// A full link that stops oil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// 0: shut-in; 1 + k: the target of index k.
    pub objective: usize,
    /// The link.
    pub link: usize,
    /// What limits it.
    pub constraint: Constraint,
    /// True: one more tonne of it alone is one more tonne shipped.
    pub alone: bool,
}
