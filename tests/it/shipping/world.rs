//! A field, a railway, two ports with a sea between them, five ships and a pipeline.

use crate::fixture::{chain, exponential, hazard, link, node, poisson};
use caspian::calendar::Horizon;
use caspian::dist::Distribution;
use caspian::model::*;

pub const AKTAU: PortId = 0;
pub const BAKU: PortId = 1;
pub const STORMS: Component = Component::Port(AKTAU);
/// Links in order of name.
pub const SHUTTLE: LinkId = 0;
pub const PIPE: LinkId = 1;
/// Nodes in order of name.
pub const TANKS: [NodeId; 2] = [0, 1];
pub const MARKET: NodeId = 2;
pub const FIELD: NodeId = 3;

pub fn known(value: f64) -> Value {
    Value::Known(value)
}

pub fn point(value: f64) -> Dice {
    Distribution::Point(known(value))
}

/// A port of three berths in deep water where work takes a day and four hours between ships.
pub fn port(name: &str) -> Port {
    Port {
        name: name.into(),
        title: name.into(),
        berths: Series::constant(3.0),
        load: point(1.0),
        discharge: point(1.0),
        changeover: point(1.0 / 6.0),
        bed: Series::constant(-40.0),
        clearance: Series::constant(0.5),
    }
}

/// A sea that stands still.
pub fn sea(name: &str) -> Sea {
    let still = known(0.0);
    Sea {
        name: name.into(),
        level: known(-29.35),
        trend: still,
        noise: still,
        season: still,
        set_up: still,
    }
}

/// Ships of 12 kt that are never laid up.
pub fn fleet(name: &str, ships: f64, serves: &[LinkId]) -> Fleet {
    Fleet {
        name: name.into(),
        title: name.into(),
        ships: Series::constant(ships),
        cargo: known(12_000.0),
        draft: known(7.0),
        per_cm: known(23.0),
        speed: known(10.0),
        availability: Series::constant(1.0),
        serves: serves.to_vec(),
    }
}

fn tank(name: &str, capacity: f64) -> Node {
    let (target, initial) = (known(0.0), known(0.0));
    node(name, NodeKind::Tank { capacity: known(capacity), target, initial })
}

/// The whole chain with no chance in it; 9,000 t/d come to Aktau, "all" is to be shipped.
pub fn chain_by_sea(horizon: Horizon) -> Model {
    let mut model = chain(horizon);
    let supply = Series::constant(9_000.0);
    let demand = Series::constant(1e6);
    model.nodes = vec![
        tank("aktau", 60_000.0),
        tank("baku", 80_000.0),
        node("ceyhan", NodeKind::Market { demand, required: false, price: None }),
        node("field", NodeKind::Source { supply, variation: None }),
    ];
    let nomination = Nomination {
        volume: Series::constant(f64::INFINITY),
        variation: None,
        priority: 1,
        make_up: 30,
        surge: None,
        pushed: false,
    };
    let shuttle =
        Shuttle { ports: [AKTAU, BAKU], sea: 0, distance: known(256.0), stretch: known(0.15) };
    model.links = vec![
        Link {
            nomination: Some(nomination),
            shuttle: Some(shuttle),
            ..link("aktau-baku", (0, 1), &[0.0, 1e9])
        },
        link("btc", (1, 2), &[0.0, 30_000.0]),
        link("rail", (3, 0), &[0.0, 20_000.0]),
    ];
    model.ports = vec![port("aktau"), port("baku")];
    model.seas = vec![sea("caspian")];
    model.fleets = vec![fleet("tankers", 5.0, &[SHUTTLE])];
    model
}

/// The same with chance in everything.
pub fn in_all_weathers(horizon: Horizon) -> Model {
    let mut model = chain_by_sea(horizon);
    let (min, mode, max) = (known(0.8), known(1.0), known(1.6));
    model.ports[AKTAU].load = Distribution::Pert { min, mode, max };
    model.ports[AKTAU].changeover = exponential(0.2);
    model.ports[AKTAU].bed = Series::constant(-36.8);
    model.ports[BAKU].discharge = Distribution::Lognormal { median: known(0.9), sigma: known(0.3) };
    model.seas[0].noise = known(0.09);
    model.seas[0].season = known(0.18);
    model.seas[0].set_up = known(0.25);
    model.seas[0].trend = known(-0.18);
    model.fleets[0].availability = Series::constant(0.9);
    model.hazards = vec![
        hazard("cable", Component::Link(PIPE), poisson(4.0, exponential(6.0))),
        hazard("storm", STORMS, poisson(30.0, exponential(1.3))),
    ];
    model
}
