//! Which contract do ships sail for where there is oil for one of them and not for the other?
//!
//! Ports 0 and 2 load for port 1, which lies between them: shuttles 0 and 1.

use super::world::*;
use caspian::model::*;
use caspian::port::{FleetOutcome, Move, PortDayOutcome, ShipMove, ShuttleOutcome};
use proptest::prelude::*;

const WORK: Fixed = Fixed { load: 1440, discharge: 1200, changeover: 240 };
const CARGO: i64 = 10_000;
/// Minutes of 256 nautical miles at 10 knots, stretched by 15 %.
const PASSAGE: i64 = 1766;

/// A year in which the ships may run the first shuttle, or both.
struct Year {
    seed: u64,
    ships: u32,
    /// Tonnes a day of the contracts.
    due: [i64; 2],
    /// Most tonnes that come into the loading tanks on a day.
    feed: [i64; 2],
}

impl Year {
    fn run(&self, serves: &[LinkId]) -> Vec<PortDayOutcome> {
        let mut model = model(365, &[256.0, 256.0], vec![fleet("ships", CARGO as f64, serves)]);
        (model.links[1].from, model.links[1].to) = (2, 1);
        model.links[1].shuttle.as_mut().unwrap().ports = [2, 1];
        let mut run = Run1::new(&model);
        run.shuttles.trace(true);
        run.stock[0] = 40_000;
        let day = |step| {
            self.feed(step, &mut run);
            run.day(&self.inputs(step), &WORK).clone()
        };
        (0..365).map(day).collect()
    }

    fn draw(&self, step: usize, what: u64) -> f64 {
        uniform(self.seed, step as u64, what)
    }

    /// Every month has its own plenty.
    fn feed(&self, step: usize, run: &mut Run1) {
        for (what, (tank, most)) in (0..).zip([(0, self.feed[0]), (2, self.feed[1])]) {
            let plenty = most as f64 * self.draw(step / 30, 10 + what);
            run.stock[tank] = (run.stock[tank] + plenty as i64).min(200_000);
        }
    }

    fn inputs(&self, step: usize) -> PortInputs {
        let mut today = inputs(&[3, 3, 2], &[self.ships]);
        for (shuttle, due) in today.shuttle.iter_mut().zip(self.due) {
            shuttle.due = due;
        }
        for (p, port) in (0..).zip(&mut today.port) {
            let storm = Closure { from: 200, until: 1300, berths: 9 };
            port.closures.extend((self.draw(step, p) < 0.2).then_some(storm));
        }
        today
    }
}

fn lifted(days: &[PortDayOutcome], shuttle: usize) -> i64 {
    days.iter().map(|out| out.shuttle[shuttle].lifted).sum()
}

type Seen = (ShuttleOutcome, Vec<FleetOutcome>, Vec<ShipMove>);

/// What there is to see of the first shuttle and the ships.
fn seen(days: &[PortDayOutcome]) -> Vec<Seen> {
    let see = |out: &PortDayOutcome| (out.shuttle[0], out.fleet.clone(), out.moves.clone());
    days.iter().map(see).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_second_contract_whose_tank_never_gets_oil_changes_nothing_of_the_first(
        seed: u64, ships in 1u32..12, due in 0i64..12_000, feed in 0i64..30_000, second in 1i64..9000,
    ) {
        let year = Year { seed, ships, due: [due, second], feed: [feed, 0] };
        let (both, one) = (seen(&year.run(&[0, 1])), seen(&year.run(&[0])));
        let differs = both.iter().zip(&one).find(|(both, one)| both != one);
        prop_assert!(differs.is_none(), "{:?}", differs);
    }

    /// From one loading port to the other it is two passages instead of one: for each cargo a ship
    /// may lose that one on the way. A cargo a ship may be due to where the year ends.
    #[test]
    fn a_second_contract_costs_the_first_no_more_than_its_cargoes_and_the_way_to_them(
        seed: u64, ships in 1u32..12, due in 0i64..12_000, feed in 0i64..30_000, second in 1i64..4000,
    ) {
        let year = Year { seed, ships, due: [due, 2740], feed: [feed, second] };
        let (both, one) = (year.run(&[0, 1]), year.run(&[0]));
        let (with, without) = ([lifted(&both, 0), lifted(&both, 1)], lifted(&one, 0));
        let round = 2 * PASSAGE + WORK.load + WORK.discharge;
        let allowed = CARGO * i64::from(ships) + with[1] * PASSAGE / round;
        prop_assert!(with[0] + with[1] >= without - allowed, "{:?} and {}", with, without);
    }
}

/// The year must be one in which the second contract is served and asks for more.
#[test]
fn a_second_contract_with_little_oil_gets_what_there_is() {
    let year = Year { seed: 1, ships: 9, due: [5000, 2740], feed: [20_000, 2000] };
    let days = year.run(&[0, 1]);
    let fed: i64 = (0..365).map(|step| (2000.0 * year.draw(step / 30, 11)) as i64).sum();
    let carried = lifted(&days, 1);
    assert!(carried <= fed && carried >= fed - 3 * CARGO, "{carried} of {fed}");
    assert!(lifted(&days, 0) >= 365 * 5000 - 9 * CARGO);
}

#[test]
fn a_contract_without_oil_is_held_by_stock_not_by_ships() {
    let year = Year { seed: 1, ships: 9, due: [5000, 2740], feed: [20_000, 0] };
    let days = year.run(&[0, 1]);
    assert!(days[5..].iter().all(|out| out.shuttle[1].limits.is_alone(Limit::Stock)));
}

#[test]
fn a_ship_leaves_an_empty_tank_when_it_has_waited_as_long_as_it_sails_to_oil() {
    let mut model = model(30, &[100.0 / 1.15, 100.0 / 1.15], vec![fleet("ship", 1e4, &[0, 1])]);
    (model.links[1].from, model.links[1].to) = (2, 1);
    model.links[1].shuttle.as_mut().unwrap().ports = [2, 1];
    let mut run = Run1::new(&model);
    run.shuttles.trace(true);
    run.stock = vec![0, 0, CARGO];
    let mut today = inputs(&[1, 1, 1], &[1]);
    today.shuttle.iter_mut().for_each(|shuttle| shuttle.due = 1000);
    let mut moves = Vec::new();
    for step in 0..8 {
        today.shuttle[1].open = step > 0;
        run.day(&today, &WORK);
        moves.extend(run.out.moves.iter().map(|moved| (moved.minute, moved.kind, moved.port)));
    }
    // 20 hours by way of port 1; at the second midnight it has waited for 24.
    let hand = [
        (0, Move::Join, 0),
        (0, Move::Arrive, 0),
        (DAY, Move::Return, 2),
        (DAY + 1200, Move::Arrive, 2),
        (DAY + 1200, Move::Load, 2),
    ];
    assert_eq!(moves[..5], hand);
}
