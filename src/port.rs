//! Ships between ports: deterministic, by events in whole minutes within daily steps.
//!
//! Tankers load at one tank and discharge into another; stocks move before dispatch. Has no
//! random numbers, no clock and no files: all chance is handed in. The mathematics is in
//! `docs/model.md`, "Ports and ships" and "Sea and draft".

mod agenda;
mod alongside;
mod capability;
mod choice;
mod clock;
mod draft;
mod fleet;
mod harbour;
mod morning;
mod outcome;
mod service;
mod voyage;

pub use draft::{Hull, allowed_draft};
pub use outcome::*;

use crate::model::{CallTimes, Liftings, LinkId, Model, NodeId, PortInputs, Work};
use agenda::Agenda;
use fleet::{Doing, Fleet, NEVER, Ship};
use harbour::{Harbour, Lane};
use service::{Service, distances};

/// Stocks that ships load from and discharge into, tonnes by node of the model.
pub struct Tanks<'a> {
    /// In each tank now.
    pub stock: &'a mut [i64],
    /// What each tank holds.
    pub capacity: &'a [i64],
}

/// Every ship, port and shuttle of a model, as they stand at a minute of a history.
pub struct Shuttles {
    services: Vec<Service>,
    links: Vec<LinkId>,
    harbours: Vec<Harbour>,
    lanes: Vec<Lane>,
    fleets: Vec<Fleet>,
    ships: Vec<Ship>,
    /// By ship: when what it does ends, by `clock`.
    ends: Vec<i64>,
    /// By ship: `OPEN_SEA`, or one more than the port whose working time counts.
    clocks: Vec<u16>,
    /// By clock: times below this are reached today.
    limits: Vec<i64>,
    /// Ships with nothing to do, the longest idle first.
    idle: Vec<usize>,
    agenda: Agenda,
    /// Ports to be looked at again.
    woken: Vec<usize>,
    /// True: some fleet loads from more than one tank.
    roaming: bool,
    /// Room in each node's tank kept for ships that are discharging.
    reserved: Vec<i64>,
    /// Ships that have joined a queue.
    arrivals: u64,
    /// Steps on which a calendar year begins.
    new_years: Vec<usize>,
    miles: Vec<f64>,
    /// Minutes since the start of the horizon.
    now: i64,
    tracing: bool,
}

impl Shuttles {
    /// The shuttles of a model; `begin` before the first day.
    pub fn new(model: &Model) -> Self {
        let mut services = Service::all(model);
        let mut harbours = vec![Harbour::default(); model.ports.len()];
        let lanes = lanes(&mut services, &mut harbours);
        let fleet = |f: usize| {
            let runs = (0..services.len()).filter(|&s| services[s].fleets.contains(&f));
            let serves: Vec<usize> = runs.collect();
            Fleet {
                roams: serves.iter().any(|&s| services[s].tanks[0] != services[serves[0]].tanks[0]),
                serves,
                cargo: vec![0; services.len()],
                passage: vec![NEVER; model.ports.len() * model.ports.len()],
                ..Fleet::default()
            }
        };
        let fleets: Vec<Fleet> = (0..model.fleets.len()).map(fleet).collect();
        let days = model.horizon.days().iter().enumerate();
        let new_years = days.filter(|(_, day)| day.date.day_of_year() == 1).map(|(step, _)| step);
        Self {
            roaming: fleets.iter().any(|fleet| fleet.roams),
            fleets,
            links: services.iter().map(|service| service.link).collect(),
            services,
            harbours,
            lanes,
            ships: Vec::new(),
            ends: Vec::new(),
            clocks: Vec::new(),
            limits: Vec::new(),
            idle: Vec::new(),
            agenda: Agenda::default(),
            woken: Vec::new(),
            reserved: vec![0; model.nodes.len()],
            arrivals: 0,
            new_years: new_years.collect(),
            miles: Vec::new(),
            now: 0,
            tracing: false,
        }
    }

    /// Goes back to the first morning of a history under `belief`: no oil at sea, every ship
    /// empty before the loading port of its first shuttle.
    pub fn begin(&mut self, model: &Model, belief: &[f64]) {
        self.services.iter_mut().for_each(Service::begin);
        self.harbours.iter_mut().for_each(Harbour::begin);
        self.lanes.iter_mut().for_each(Lane::begin);
        distances(model, belief, &mut self.miles);
        for (fleet, of) in self.fleets.iter_mut().zip(&model.fleets) {
            fleet.hull = Hull {
                cargo: of.cargo.under(belief),
                draft: of.draft.under(belief),
                per_cm: of.per_cm.under(belief),
            };
            fleet.full = fleet.hull.full();
            fleet.speed = of.speed.under(belief);
            fleet.ships.clear();
            (fleet.count, fleet.rested, fleet.left) = (0, [0; 2], 0);
            for (minutes, miles) in fleet.passage.iter_mut().zip(&self.miles) {
                *minutes = passage_minutes(*miles, fleet.speed);
            }
        }
        self.ships.clear();
        self.ends.clear();
        self.clocks.clear();
        self.idle.clear();
        self.reserved.fill(0);
        (self.arrivals, self.now) = (0, 0);
    }

    /// Runs ports and ships through a day. Oil leaves a tank when loading begins and comes
    /// into the other when discharge ends.
    pub fn day(
        &mut self,
        step: usize,
        (inputs, times): (&PortInputs, &dyn CallTimes),
        tanks: &mut Tanks,
        out: &mut PortDayOutcome,
    ) {
        out.begin(self);
        let mut day = Day { all: self, inputs, times, tanks, out };
        day.morning(step);
        day.run();
        day.evening();
    }

    /// The links that are shuttles, in the order in which days and outcomes list them.
    pub fn links(&self) -> &[LinkId] {
        &self.links
    }

    /// Whether moves of ships are written into the outcome.
    pub fn trace(&mut self, on: bool) {
        self.tracing = on;
    }

    /// Tonnes between tanks.
    pub fn at_sea(&self) -> i64 {
        self.services.iter().map(|service| service.at_sea).sum()
    }

    /// Room in a node's tank that is kept for ships alongside, tonnes: others must not fill it.
    pub fn reserved(&self, node: NodeId) -> i64 {
        self.reserved[node]
    }

    /// Writes what dispatch must know of the day that has just been run.
    pub fn lift(&self, out: &PortDayOutcome, liftings: &mut Liftings) {
        for (service, today) in self.services.iter().zip(&out.shuttle) {
            liftings.discharged[service.link] = today.discharged;
            liftings.owed[service.link] = service.owed();
            liftings.limits[service.link] = today.limits;
            let tank = service.tanks[1];
            liftings.reserved[tank] = self.reserved[tank];
        }
    }

    /// What each ship has done since the start of the history, up to the end of the last day.
    pub fn logs(&self) -> impl Iterator<Item = ShipLog> + '_ {
        (0..self.ships.len()).map(|ship| self.log(ship))
    }

    fn log(&self, id: usize) -> ShipLog {
        let ship = &self.ships[id];
        let mut minutes = ship.minutes;
        match ship.doing {
            Doing::Gone => {}
            Doing::At(activity) => minutes[activity as usize] += self.now - ship.since,
            Doing::Waiting => self.wait(id, self.now).book(&mut minutes),
        }
        ShipLog { fleet: ship.fleet as usize, ship: ship.number, minutes }
    }
}

/// Minutes of a passage, at least 1; `NEVER` where there is no way.
fn passage_minutes(miles: f64, knots: f64) -> i64 {
    let minutes = miles / knots * 60.0;
    if minutes.is_finite() { (minutes.round() as i64).max(1) } else { NEVER }
}

/// A lane for every port, tank and kind of work that a shuttle needs.
fn lanes(services: &mut [Service], harbours: &mut [Harbour]) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for service in services {
        for (end, work) in [(0, Work::Load), (1, Work::Discharge)] {
            let (port, tank) = (service.ports[end], service.tanks[end]);
            let same = |lane: &Lane| lane.port == port && lane.tank == tank && lane.work == work;
            service.lanes[end] = lanes.iter().position(same).unwrap_or_else(|| {
                harbours[port].lanes.push(lanes.len());
                lanes.push(Lane::new(port, tank, work));
                lanes.len() - 1
            });
        }
    }
    let ends: Vec<_> = lanes.iter().map(|lane| (lane.port, lane.tank, lane.work)).collect();
    for lane in &mut lanes {
        let opposite = ends.iter().filter(|end| end.1 == lane.tank && end.2 != lane.work);
        lane.wakes.extend(opposite.map(|end| end.0));
        lane.wakes.dedup();
    }
    lanes
}

/// One day under way.
struct Day<'a, 'b> {
    all: &'a mut Shuttles,
    inputs: &'a PortInputs,
    times: &'a dyn CallTimes,
    tanks: &'a mut Tanks<'b>,
    out: &'a mut PortDayOutcome,
}
