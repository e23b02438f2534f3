//! What ports and ships did on a day: plain data for tallies and traces.

use crate::model::{FleetId, Limits, LinkId, PortId, Work};

/// What ports and ships did on a day. Buffers are kept from one day to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortDayOutcome {
    /// By shuttle, in the order of `Shuttles::links`.
    pub shuttle: Vec<ShuttleOutcome>,
    /// By port.
    pub port: Vec<PortOutcome>,
    /// By fleet.
    pub fleet: Vec<FleetOutcome>,
    /// By shuttle, and for each by fleet that serves it: tonnes it could have carried there today
    /// had it nothing else to do and berths enough. 0 where the shuttle is closed.
    pub crews: Vec<i64>,
    /// Ships that came alongside today, in order of time.
    pub calls: Vec<Call>,
    /// What ships did, in order of time; only while tracing.
    pub moves: Vec<ShipMove>,
}

/// A shuttle on a day, tonnes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ShuttleOutcome {
    /// Taken out of the loading tank.
    pub lifted: i64,
    /// Put into the receiving tank: the shuttle's throughput.
    pub discharged: i64,
    /// In ships at the day's end, from the start of loading to the end of discharge.
    pub at_sea: i64,
    /// Cargo at full draft less actual cargo, over today's loadings.
    pub draft_lost: i64,
    /// Loadings begun.
    pub loads: u32,
    /// Discharges ended.
    pub discharges: u32,
    /// What holds it back at the day's end.
    pub limits: Limits,
    /// What it could have carried today if nothing else used its ships and berths: by the
    /// berths of its loading port, those of its receiving port, and its ships. 0 when closed.
    pub capability: [i64; 3],
}

/// A port on a day, minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PortOutcome {
    /// Berth-minutes taken by ships and changeovers, suspended work included.
    pub busy: i64,
    /// Berth-minutes in service, closures by weather included; at least `busy`.
    pub in_service: i64,
    /// Berth-minutes not closed by weather or lost otherwise.
    pub open: i64,
    /// Minutes with no berth open.
    pub closed: i64,
}

/// A fleet on a day, minutes of all its ships.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FleetOutcome {
    /// In service, lay-ups included.
    pub in_service: i64,
    /// With nothing to do.
    pub idle: i64,
    /// Laid up.
    pub laid_up: i64,
}

impl FleetOutcome {
    /// Neither idle nor laid up.
    pub fn used(&self) -> i64 {
        self.in_service - self.idle - self.laid_up
    }
}

/// A ship that came alongside. Times are minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Where.
    pub port: PortId,
    /// To load or to discharge.
    pub work: Work,
    /// The shuttle.
    pub link: LinkId,
    /// Fleet of the ship.
    pub fleet: FleetId,
    /// Number of the ship in its fleet.
    pub ship: u32,
    /// When, from the start of the horizon.
    pub minute: i64,
    /// Waited while the port was closed.
    pub storm: i64,
    /// Waited while a berth was free but the tank had no cargo, or no room.
    pub tank: i64,
    /// Waited for a berth.
    pub queue: i64,
    /// Tonnes.
    pub cargo: i64,
    /// Tonnes at full draft.
    pub full: i64,
}

impl Call {
    /// All waiting.
    pub fn wait(&self) -> i64 {
        self.storm + self.tank + self.queue
    }

    /// Waiting while the port was open: what the port or the shipper answers for.
    pub fn demurrage(&self) -> i64 {
        self.tank + self.queue
    }
}

/// Something a ship did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShipMove {
    /// When, from the start of the horizon.
    pub minute: i64,
    /// Its fleet.
    pub fleet: FleetId,
    /// Its number in the fleet, from 0.
    pub ship: u32,
    /// What.
    pub kind: Move,
    /// Where; where to for `Sail` and `Return`.
    pub port: PortId,
    /// Tonnes on board.
    pub tonnes: i64,
}

crate::table::words! {
    /// Kinds of things ships do.
    pub enum Move: "event of a ship" {
        /// Comes into service, or back into it.
        Join = "join",
        /// Drops anchor before a port.
        Arrive = "arrive",
        /// Comes alongside and loads.
        Load = "load",
        /// Sails laden.
        Sail = "sail",
        /// Comes alongside and discharges.
        Discharge = "discharge",
        /// Sails empty.
        Return = "return",
        /// Has nothing to do.
        Idle = "idle",
        /// Is laid up.
        LayUp = "lay-up",
        /// Goes out of service.
        Leave = "leave",
    }
}

/// What a ship spends its time on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Activity {
    /// Nothing is due.
    Idle,
    /// Laid up.
    LaidUp,
    /// Sailing empty.
    Ballast,
    /// Sailing with cargo.
    Laden,
    /// Waiting for a berth.
    Queue,
    /// Waiting while the port is closed.
    Storm,
    /// Waiting for cargo in the loading tank.
    Stock,
    /// Waiting for room in the receiving tank.
    Room,
    /// Loading, suspended work included.
    Loading,
    /// Discharging, suspended work included.
    Discharging,
}

impl Activity {
    /// Every activity; the index of one is its value.
    pub const ALL: [Activity; 10] = [
        Activity::Idle,
        Activity::LaidUp,
        Activity::Ballast,
        Activity::Laden,
        Activity::Queue,
        Activity::Storm,
        Activity::Stock,
        Activity::Room,
        Activity::Loading,
        Activity::Discharging,
    ];
}

/// What one ship has spent its time on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShipLog {
    /// Its fleet.
    pub fleet: FleetId,
    /// Its number in the fleet, from 0.
    pub ship: u32,
    /// Minutes since the start of the history, by [`Activity`].
    pub minutes: [i64; Activity::ALL.len()],
}
