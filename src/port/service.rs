//! Shuttle links with their running accounts.
//!
//! `docs/model.md`, "Ports and ships".

use crate::model::{FleetId, LinkId, Model, NodeId, PortId, SeaId, ShuttleDay, UNLIMITED};

/// A shuttle link.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub link: LinkId,
    /// Loading and receiving port.
    pub ports: [PortId; 2],
    /// Loading and receiving tank.
    pub tanks: [NodeId; 2],
    pub sea: SeaId,
    /// Queue before the loading and the receiving port.
    pub lanes: [usize; 2],
    /// Fleets that may run it.
    pub fleets: Vec<FleetId>,
    /// Today all that can be carried is wanted.
    pub all: bool,
    /// Tonnes of volumes fallen due this year.
    pub due: i64,
    /// Tonnes lifted this year.
    pub lifted: i64,
    /// Tonnes that ships on their way to load will lift.
    pub promised: i64,
    pub open: bool,
    /// Tonnes between tanks.
    pub at_sea: i64,
    /// Its ships in queue before the loading and the receiving port.
    pub waiting: [u32; 2],
}

impl Service {
    /// The shuttle links of a model in order of name; lanes are set later.
    pub fn all(model: &Model) -> Vec<Self> {
        let links = model.links.iter().enumerate();
        let shuttles = links.filter_map(|(id, link)| Some((id, link, link.shuttle?)));
        let service =
            |(id, link, shuttle): (LinkId, &crate::model::Link, crate::model::Shuttle)| {
                let runs = |fleet: &FleetId| model.fleets[*fleet].serves.contains(&id);
                Self {
                    link: id,
                    ports: shuttle.ports,
                    tanks: [link.from, link.to],
                    sea: shuttle.sea,
                    lanes: [0; 2],
                    fleets: (0..model.fleets.len()).filter(runs).collect(),
                    all: false,
                    due: 0,
                    lifted: 0,
                    promised: 0,
                    open: false,
                    at_sea: 0,
                    waiting: [0; 2],
                }
            };
        shuttles.map(service).collect()
    }

    pub fn begin(&mut self) {
        (self.due, self.lifted, self.promised, self.at_sea) = (0, 0, 0, 0);
        (self.open, self.all, self.waiting) = (false, false, [0; 2]);
    }

    /// A new day; with `new_year`, what was not lifted is forgotten. True: it closes today.
    pub fn day(&mut self, today: &ShuttleDay, new_year: bool) -> bool {
        // Nothing stays owed beside "all", so that a volume after it begins as in a new year.
        if new_year || self.all {
            (self.due, self.lifted) = (0, 0);
        }
        self.all = today.due >= UNLIMITED;
        if !self.all {
            self.due += today.due;
        }
        std::mem::replace(&mut self.open, today.open) && !today.open
    }

    /// Tonnes that its nomination still wants, ships on their way to load not counted.
    pub fn owed(&self) -> i64 {
        if self.all { UNLIMITED } else { (self.due - self.lifted).max(0) }
    }

    /// Tonnes by which it is behind its nomination, ships on their way to load counted.
    pub fn behind(&self) -> i64 {
        if self.all { UNLIMITED } else { self.due - self.lifted - self.promised }
    }
}

/// Sea miles between ports, stretched by weather, over shuttles in either direction;
/// infinite where there is no way. From port times ports plus to port.
pub(super) fn distances(model: &Model, belief: &[f64], miles: &mut Vec<f64>) {
    let n = model.ports.len();
    miles.clear();
    miles.resize(n * n, f64::INFINITY);
    for port in 0..n {
        miles[port * n + port] = 0.0;
    }
    for shuttle in model.links.iter().filter_map(|link| link.shuttle.as_ref()) {
        let [a, b] = shuttle.ports;
        let stretched =
            shuttle.distance.under(belief) * (1.0 + shuttle.stretch.under(belief)).max(0.0);
        for (from, to) in [(a, b), (b, a)] {
            miles[from * n + to] = miles[from * n + to].min(stretched);
        }
    }
    for via in 0..n {
        for from in 0..n {
            for to in 0..n {
                let round = miles[from * n + via] + miles[via * n + to];
                miles[from * n + to] = miles[from * n + to].min(round);
            }
        }
    }
}
