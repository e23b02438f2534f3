//! What ships leave dispatch to do: handed over by `port` each day, before dispatch.

/// What ships did and still want, by link and node of the model; 0 where there is no shuttle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Liftings {
    /// By link: tonnes discharged today, the throughput of a shuttle.
    pub discharged: Vec<i64>,
    /// By link: tonnes fallen due by its nomination and not yet lifted;
    /// [`UNLIMITED`](super::UNLIMITED) for "all".
    pub owed: Vec<i64>,
    /// By link: what holds the shuttle back at the day's end.
    pub limits: Vec<Limits>,
    /// By node: room in its tank kept for ships that are discharging, tonnes.
    pub reserved: Vec<i64>,
}

impl Liftings {
    /// For a network of so many nodes and links, with nothing lifted.
    pub fn new(nodes: usize, links: usize) -> Self {
        Self {
            discharged: vec![0; links],
            owed: vec![0; links],
            limits: vec![Limits::default(); links],
            reserved: vec![0; nodes],
        }
    }
}

/// Something that holds a shuttle back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// It keeps up with its nomination, or is closed.
    Nomination,
    /// No ship of it waits: all are under way.
    Ships,
    /// A ship of it waits for a berth, or for one to be in service at all.
    Berths,
    /// The sea keeps a ship of it from a full cargo.
    Depth,
    /// A ship of it waits for cargo.
    Stock,
    /// A ship of it waits for room.
    Room,
    /// A ship of it waits before a port that hazards have closed.
    Weather,
}

/// A set of limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits(u8);

impl Limits {
    /// True when `limit` is among them.
    pub fn contains(self, limit: Limit) -> bool {
        self.0 & (1 << limit as u8) != 0
    }

    /// True when less of `limit` alone is more carried. Depth is not in series with ships and
    /// berths: it makes each of their calls smaller, so it stands in the way of neither, and
    /// deeper water is enough where only one of them does.
    pub fn is_alone(self, limit: Limit) -> bool {
        let in_series = self.0 & !(1 << Limit::Depth as u8);
        match limit {
            Limit::Depth => self.contains(limit) && in_series.count_ones() == 1,
            _ => in_series == 1 << limit as u8,
        }
    }

    /// True when the shuttle would carry one more tonne if it were given one: only cargo is
    /// wanting. Room is wanting because of what lies behind it.
    pub fn has_room(self) -> bool {
        self.0 & !(1 << Limit::Stock as u8) == 0
    }

    /// Adds a limit.
    pub fn insert(&mut self, limit: Limit) {
        self.0 |= 1 << limit as u8;
    }

    /// True when nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
