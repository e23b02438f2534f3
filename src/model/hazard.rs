//! What takes capacity away: hazards, regimes, events and maintenance.

use super::{Dice, LinkId, NodeId, PortId, Process, Value};
use jiff::civil::Date;

/// What can lose capacity.
///
/// On a source a loss takes supply, on a market demand, on a hub or tank every link at it, on
/// a port its berths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// A node.
    Node(NodeId),
    /// A link.
    Link(LinkId),
    /// A port.
    Port(PortId),
}

/// How much an occurrence takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Takes {
    /// So many units.
    Units(u32),
    /// Everything (with `each`: everything of its unit).
    All,
    /// A share of what is left, 0 to 1.
    Share(Value),
}

/// A random process of capacity loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Hazard {
    /// Kebab-case name.
    pub name: String,
    /// Cause for attribution; the name where none is given.
    pub cause: String,
    /// What loses capacity, several at once for a common cause; in order of key path.
    pub on: Vec<Component>,
    /// How much an occurrence takes; unused by kinds that say what they leave.
    pub takes: Takes,
    /// One independent process for every unit of every component.
    pub each: bool,
    /// When and for how long.
    pub process: Process,
    /// Factor on durations that begin in November to March.
    pub winter_duration: Value,
}

/// A semi-Markov chain that scales rates and durations of hazards.
#[derive(Debug, Clone, PartialEq)]
pub struct Regime {
    /// Kebab-case name.
    pub name: String,
    /// Names of its states.
    pub states: Vec<String>,
    /// State at the start.
    pub start: usize,
    /// Days in each state.
    pub stay: Vec<Dice>,
    /// Chance of the next state: `next[from][to]`, rows add up to 1.
    pub next: Vec<Vec<Value>>,
    /// Factor on the rate of a hazard that has one (index into `Model::hazards`) by state.
    pub scales: Vec<(usize, Vec<Value>)>,
    /// Factor on the durations of a hazard by state.
    pub duration_scales: Vec<(usize, Vec<Value>)>,
}

/// A certain, dated loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Kebab-case name.
    pub name: String,
    /// Cause for attribution.
    pub cause: String,
    /// What loses capacity, in order of key path.
    pub on: Vec<Component>,
    /// How much.
    pub takes: Takes,
    /// First day out.
    pub from: Date,
    /// First day back.
    pub back: Date,
}

/// Planned work at uncertain dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Maintenance {
    /// Kebab-case name.
    pub name: String,
    /// Cause for attribution.
    pub cause: String,
    /// What loses capacity, in order of key path.
    pub on: Vec<Component>,
    /// How much.
    pub takes: Takes,
    /// Days from one planned start to the next.
    pub every: Value,
    /// First planned start.
    pub next: Date,
    /// The start moves by a uniform draw within plus or minus so many days.
    pub start_spread: Value,
    /// Days.
    pub duration: Dice,
}
