//! Nodes, links and routes.

use super::{Dice, Series, Shuttle, Value};

/// Index into `Model::nodes`.
pub type NodeId = usize;
/// Index into `Model::links`.
pub type LinkId = usize;

/// A source, hub, tank or market.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Kebab-case name.
    pub name: String,
    /// Title for people; the name where none is given.
    pub title: String,
    /// What it does.
    pub kind: NodeKind,
}

/// What a node does.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Oil begins here.
    Source {
        /// Tonnes a day available.
        supply: Series,
        /// Factor on supply by calendar year, after `as-of`.
        variation: Option<Dice>,
    },
    /// Oil passes.
    Hub,
    /// Oil waits.
    Tank {
        /// Tonnes it holds.
        capacity: Value,
        /// Share of capacity that is kept when nothing presses, 0 to 1.
        target: Value,
        /// Share of capacity filled at the start, 0 to 1.
        initial: Value,
    },
    /// Oil ends here.
    Market {
        /// Tonnes a day wanted, possibly [`UNLIMITED`](super::UNLIMITED).
        demand: Series,
        /// True: must be met; what is not is `unserved`. Exports are what reaches the others.
        required: bool,
        /// USD/t paid; given for all unrequired markets or for none.
        price: Option<Series>,
    },
}

/// Bands of equal width into which dispatch cuts each source, so that shut-in is shared.
pub const BANDS: usize = 4;

/// Who yields when a link with reserved capacity loses some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// The others move first; ours is what is left.
    First,
    /// Both lose in proportion.
    ProRata,
    /// Ours moves first.
    Last,
}

impl Rank {
    /// Our share of a capacity `today`, of `undisturbed` when whole, with `reserved` for others.
    ///
    /// `First`: max(0, C - R); `ProRata`: C (1 - R/C0), rounded down; `Last`: min(C, C0 - R).
    pub fn ours(self, today: i64, undisturbed: i64, reserved: i64) -> i64 {
        let free = (undisturbed - reserved).max(0);
        match self {
            Rank::First => (today - reserved).max(0),
            Rank::ProRata if undisturbed == 0 => 0,
            Rank::ProRata => {
                (i128::from(today) * i128::from(free) / i128::from(undisturbed)) as i64
            }
            Rank::Last => today.min(free),
        }
    }
}

impl NodeKind {
    /// Arcs between such a node and the root of dispatch's circulation; `loads`: ships load here.
    pub fn arcs(&self, loads: bool) -> usize {
        match self {
            NodeKind::Source { .. } => BANDS,
            NodeKind::Hub => 0,
            // Above its target a tank is filled and drawn, and below it, where it keeps something.
            NodeKind::Tank { target, .. } if loads || *target != Value::Known(0.0) => 4,
            NodeKind::Tank { .. } => 2,
            NodeKind::Market { .. } => 1,
        }
    }
}

/// What oil moves along.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Kebab-case name.
    pub name: String,
    /// Title for people; the name where none is given.
    pub title: String,
    /// Start of the link.
    pub from: NodeId,
    /// End of the link.
    pub to: NodeId,
    /// Tonnes a day by number of units up, from none to as many as there can be.
    pub capacity: Vec<Series>,
    /// Units in service, whole; at most those of `capacity`.
    pub in_service: Series,
    /// Tonnes a day of other shippers' oil, which never enters our tanks.
    pub reserved: Option<Series>,
    /// Who yields when capacity is lost.
    pub reserved_rank: Rank,
    /// USD/t, not negative.
    pub cost: Series,
    /// True: undirected, one capacity for the net flow.
    pub both_ways: bool,
    /// A volume to carry; `None`: open by cost.
    pub nomination: Option<Nomination>,
    /// 1 on days when it is open, 0 when closed.
    pub open: Series,
    /// Given for a shuttle, which is no arc of the network: ships move its oil.
    pub shuttle: Option<Shuttle>,
}

impl Link {
    /// Units that there can be, at least 1.
    pub fn units(&self) -> usize {
        self.capacity.len() - 1
    }

    /// Arcs of the link in dispatch's circulation.
    pub fn arcs(&self) -> usize {
        let surges = self.nomination.as_ref().is_some_and(|n| n.surge.is_some());
        if self.shuttle.is_none() && (self.both_ways || surges) { 2 } else { 1 }
    }
}

/// A volume that is to be carried on a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Nomination {
    /// Tonnes a day, infinite for "all".
    pub volume: Series,
    /// Factor by calendar year, after `as-of`.
    pub variation: Option<Dice>,
    /// Smaller goes first.
    pub priority: i64,
    /// Days within which what was not carried is added to later days; 0: never.
    pub make_up: usize,
    /// What can be carried above the nomination in need.
    pub surge: Option<Surge>,
    /// True: after `as-of` everything the link can carry is nominated, whatever the volume, its
    /// variation and projects say. No scenario says so, only [`Model::pushed`](super::Model::pushed).
    pub pushed: bool,
}

/// Carriage above the nomination, for oil that would otherwise be shut in.
#[derive(Debug, Clone, PartialEq)]
pub struct Surge {
    /// Tonnes a day at most.
    pub extra: Series,
    /// Days from nothing to `extra`, at least 1: today's surge is at most yesterday's plus extra / ramp.
    pub ramp: Value,
}

/// A named set of links, for reporting.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Kebab-case name.
    pub name: String,
    /// Title for people; the name where none is given.
    pub title: String,
    /// Its links: what passes them is the route's export.
    pub links: Vec<LinkId>,
    /// Tags of territory crossed.
    pub crosses: Vec<String>,
    /// Another route that contains this one, by index into `Model::routes`.
    pub part_of: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::Rank;

    #[test]
    fn ours_follows_the_rank() {
        assert_eq!(Rank::First.ours(60, 100, 30), 30);
        assert_eq!(Rank::First.ours(20, 100, 30), 0);
        assert_eq!(Rank::ProRata.ours(60, 100, 30), 42);
        assert_eq!(Rank::Last.ours(60, 100, 30), 60);
        assert_eq!(Rank::Last.ours(90, 100, 30), 70);
        assert_eq!(Rank::ProRata.ours(0, 0, 0), 0);
    }
}
