//! What one day brings: drawn by `trajectory`, read by `dispatch` and `tally`.

use super::Component;

/// What one day brings, and what of it differs from the day before.
///
/// Vectors by node have an entry for every node of the model, by link for every link.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs {
    /// By node: tonnes available (source) or wanted (market) today; 0 for hubs and tanks.
    pub node: Vec<NodeToday>,
    /// By link.
    pub link: Vec<LinkToday>,
    /// USD/t by link.
    pub cost: Vec<f64>,
    /// USD/t by node, 0 where no price is given.
    pub price: Vec<f64>,
    /// Nodes whose entry differs from yesterday's, each once (all of them on step 0).
    pub changed_nodes: Vec<usize>,
    /// Links whose entry differs from yesterday's, each once (all of them on step 0).
    pub changed_links: Vec<usize>,
    /// True when a cost or price differs from yesterday's (always on step 0).
    pub repriced: bool,
}

/// Supply of a source or demand of a market on a day, tonnes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NodeToday {
    /// After losses.
    pub today: i64,
    /// With today's losses undone.
    pub whole: i64,
}

/// A link on a day, tonnes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinkToday {
    /// What we can carry, after losses, reservation and closure.
    pub capacity: i64,
    /// The same with today's losses undone.
    pub whole: i64,
    /// What other shippers carry.
    pub others: i64,
    /// Nominated volume before make-up, after variation; `UNLIMITED` for "all"; 0 without nomination.
    pub nominated: i64,
    /// Most that can be carried above the nomination by contract (`surge.extra`).
    pub extra: i64,
}

/// A loss in progress on a component today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActiveLoss {
    /// Index into the list of causes.
    pub cause: usize,
    /// Tonnes of our capacity it would take if it were alone.
    pub alone: i64,
}

/// The losses in progress today.
pub trait Losses {
    /// Appends to `found` what is lost on a component today; a loss on a hub or tank counts
    /// on every link at it.
    fn on(&self, component: Component, found: &mut Vec<ActiveLoss>);
}
