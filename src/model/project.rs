//! Projects: changes to numbers of the model that come on stream at an uncertain date.

use super::{Dice, FleetId, LinkId, NodeId, PortId, Series, Value};
use jiff::civil::Date;

/// Something to be built. Whether and when is a belief, drawn under its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Kebab-case name.
    pub name: String,
    /// Title for people; the name where none is given.
    pub title: String,
    /// Day on which it is to come on stream.
    pub planned: Date,
    /// Chance that it is built at all, 0 to 1.
    pub chance: Value,
    /// Days by which it is late; negative: early.
    pub delay: Value,
    /// Days from coming on stream to full effect, in a straight line; counts go up in steps.
    pub ramp: Value,
    /// Projects that must have come on stream before, by index into `Model::projects`.
    pub requires: Vec<usize>,
    /// USD.
    pub cost: Value,
    /// False: it is never built. Its draws stay its own.
    pub enabled: bool,
    /// What it changes, in order of key path.
    pub changes: Vec<ProjectChange>,
}

/// A change to a number that is read daily.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectChange {
    /// The number.
    pub slot: Slot,
    /// How it changes at full effect.
    pub operation: Operation,
}

/// A number of the model that a project may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// Supply of a source.
    Supply(NodeId),
    /// Demand of a market.
    Demand(NodeId),
    /// Capacity of a link at a number of units up; of every number where `None`.
    Capacity(LinkId, Option<usize>),
    /// Units of a link in service, at most those of its table of capacity.
    Units(LinkId),
    /// Nominated volume of a link.
    Nominated(LinkId),
    /// Capacity of a link reserved for others.
    Reserved(LinkId),
    /// `surge.extra` of a link.
    SurgeExtra(LinkId),
    /// Whether a link is open: 1 or 0.
    Open(LinkId),
    /// Berths of a port.
    Berths(PortId),
    /// Days to load a ship.
    Load(PortId),
    /// Days to discharge a ship.
    Discharge(PortId),
    /// Days between ships on a berth.
    Changeover(PortId),
    /// Level of the bed of a port.
    Bed(PortId),
    /// Water to be left under a keel.
    Clearance(PortId),
    /// Ships of a fleet.
    Ships(FleetId),
    /// Share of the year in which a ship is not laid up.
    Availability(FleetId),
    /// Rate of a hazard that has one, by index into `Model::hazards`.
    Rate(usize),
}

/// How a project changes a number; with a ramp, the effect grows from nothing in a straight
/// line between the old number and the new.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// `"+x"`: adds.
    Add(Series),
    /// `"x f"`: multiplies.
    Times(Value),
    /// The new value.
    Set(Series),
    /// The new value of what is drawn at each occurrence; takes effect at once.
    Draw(Dice),
}
