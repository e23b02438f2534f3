//! A small world of ports and ships, driven with given times, arrivals and weather.

use caspian::calendar::Horizon;
use caspian::dist::Distribution;
use caspian::model::*;
use caspian::port::{PortDayOutcome, Shuttles, Tanks};
use jiff::civil::{Date, date};

/// A number that depends on its indices alone, in [0, 1).
pub fn uniform(seed: u64, a: u64, b: u64) -> f64 {
    let mut z =
        seed ^ a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.wrapping_mul(0xd1b5_4a32_d192_ed03);
    for _ in 0..2 {
        z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
    }
    (z >> 11) as f64 / (1u64 << 53) as f64
}

/// An exponential variate of its indices.
pub fn exponential(mean: f64, seed: u64, a: u64, b: u64) -> i64 {
    (-mean * (1.0 - uniform(seed, a, b)).ln()).round() as i64
}

/// The same times always, minutes.
pub struct Fixed {
    pub load: i64,
    pub discharge: i64,
    pub changeover: i64,
}

impl CallTimes for Fixed {
    fn minutes(&self, _: PortId, work: Work, _: u32) -> i64 {
        match work {
            Work::Load => self.load,
            Work::Discharge => self.discharge,
            Work::Changeover => self.changeover,
        }
    }
}

pub fn known(value: f64) -> Value {
    Value::Known(value)
}

fn port(name: &str) -> Port {
    let point = |days| Distribution::Point(known(days));
    Port {
        name: name.into(),
        title: name.into(),
        berths: Series::constant(1.0),
        load: point(1.0),
        discharge: point(1.0),
        changeover: point(0.2),
        bed: Series::constant(-40.0),
        clearance: Series::constant(0.5),
    }
}

fn tank(name: &str) -> Node {
    let kind = NodeKind::Tank { capacity: known(1e6), target: known(0.0), initial: known(0.0) };
    Node { name: name.into(), title: name.into(), kind }
}

/// A fleet on some of the shuttles.
pub fn fleet(name: &str, cargo: f64, serves: &[LinkId]) -> Fleet {
    Fleet {
        name: name.into(),
        title: name.into(),
        ships: Series::constant(1.0),
        cargo: known(cargo),
        draft: known(7.0),
        per_cm: known(23.0),
        speed: known(10.0),
        availability: Series::constant(1.0),
        serves: serves.to_vec(),
    }
}

/// A shuttle from tank and port 0 to tank and port `to`, so many miles away.
fn shuttle(name: &str, to: usize, miles: f64) -> Link {
    Link {
        name: name.into(),
        title: name.into(),
        from: 0,
        to,
        capacity: vec![Series::constant(0.0), Series::constant(1e9)],
        in_service: Series::constant(1.0),
        reserved: None,
        reserved_rank: Rank::First,
        cost: Series::constant(0.0),
        both_ways: false,
        nomination: None,
        open: Series::constant(1.0),
        shuttle: Some(Shuttle {
            ports: [0, to],
            sea: 0,
            distance: known(miles),
            stretch: known(0.15),
        }),
    }
}

/// Port 0 loads for the others; the shuttle to port k is link k - 1.
pub fn model(days: i64, miles: &[f64], fleets: Vec<Fleet>) -> Model {
    let start: Date = date(2025, 1, 1);
    let names = ["aktau", "baku", "makhachkala"];
    let still = known(0.0);
    let (level, trend) = (known(-29.0), still);
    Model {
        title: String::new(),
        horizon: Horizon::new(start, start + jiff::Span::new().days(days - 1), None).unwrap(),
        run: Run { seed: 1, replications: 1, beliefs: None, chance: true },
        nodes: names[..=miles.len()].iter().map(|name| tank(name)).collect(),
        links: miles.iter().enumerate().map(|(k, m)| shuttle(names[k + 1], k + 1, *m)).collect(),
        ports: names[..=miles.len()].iter().map(|name| port(name)).collect(),
        seas: vec![Sea {
            name: "caspian".into(),
            level,
            trend,
            noise: still,
            season: still,
            set_up: still,
        }],
        fleets,
        projects: vec![],
        routes: vec![],
        hazards: vec![],
        regimes: vec![],
        events: vec![],
        maintenance: vec![],
        parameters: vec![],
        correlations: vec![],
        targets: vec![],
        observed: vec![],
    }
}

/// Deep water, no storms, everything due, so many berths and ships.
pub fn inputs(berths: &[u32], ships: &[u32]) -> PortInputs {
    let port = |&berths: &u32| PortDay { berths, bed: -45.0, clearance: 0.5, closures: vec![] };
    PortInputs {
        sea: vec![-29.0],
        port: berths.iter().map(port).collect(),
        ships: ships.to_vec(),
        shuttle: vec![ShuttleDay { due: UNLIMITED, open: true }; berths.len() - 1],
        lay_ups: vec![],
    }
}

/// Ports, ships and tanks without end.
pub struct Run1 {
    pub shuttles: Shuttles,
    pub out: PortDayOutcome,
    pub stock: Vec<i64>,
    pub capacity: Vec<i64>,
    step: usize,
}

impl Run1 {
    pub fn new(model: &Model) -> Self {
        let mut shuttles = Shuttles::new(model);
        shuttles.begin(model, &[]);
        let nodes = model.nodes.len();
        let mut stock = vec![0; nodes];
        stock[0] = 1 << 50;
        Self {
            shuttles,
            out: PortDayOutcome::default(),
            stock,
            capacity: vec![1 << 60; nodes],
            step: 0,
        }
    }

    /// One day.
    pub fn day(&mut self, inputs: &PortInputs, times: &dyn CallTimes) -> &PortDayOutcome {
        let mut tanks = Tanks { stock: &mut self.stock, capacity: &self.capacity };
        self.shuttles.day(self.step, (inputs, times), &mut tanks, &mut self.out);
        self.step += 1;
        &self.out
    }

    /// Days until the end of `until`, with what `see` takes from each.
    pub fn days(
        &mut self,
        until: usize,
        (inputs, times): (&PortInputs, &dyn CallTimes),
        mut see: impl FnMut(usize, &PortDayOutcome),
    ) {
        while self.step < until {
            self.day(inputs, times);
            see(self.step - 1, &self.out);
        }
    }
}
