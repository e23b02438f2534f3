//! From field to market over the sea, day by day: no tonne comes from nowhere or gets lost.

use super::world::*;
use crate::fixture::day;
use crate::support::{estimate, run, settings};
use caspian::calendar::Horizon;
use caspian::dispatch::{Dispatch, Flows, Morning, State};
use caspian::metric::{Metric, Period};
use caspian::model::*;
use caspian::port::{PortDayOutcome, Shuttles, Tanks};
use caspian::trajectory::Sampler;

fn two_years() -> Horizon {
    Horizon::new(day(2025, 1, 1), day(2026, 12, 31), None).unwrap()
}

/// Runs a replication as the loop does and calls `see` at every day's end with stock in
/// tanks, at sea, and the flows.
fn history(
    model: &Model,
    (sampler, replication): (&Sampler, u32),
    mut see: impl FnMut(&Inputs, i64, i64, &Flows, &PortDayOutcome),
) {
    let mut trajectory = sampler.trajectory();
    sampler.sample(replication, &mut trajectory);
    let mut dispatch = Dispatch::new(model, false).unwrap();
    let (mut state, mut flows) = (State::default(), Flows::default());
    let mut liftings = Liftings::new(model.nodes.len(), model.links.len());
    let (mut shuttles, mut out) = (Shuttles::new(model), PortDayOutcome::default());
    let mut capacity = Vec::new();
    dispatch.begin(model, trajectory.belief_values(), &mut state);
    dispatch.tank_capacities(&mut capacity);
    shuttles.begin(model, trajectory.belief_values());
    for step in 0..model.horizon.steps() {
        trajectory.at(step);
        let mut tanks = Tanks { stock: &mut state.stock, capacity: &capacity };
        shuttles.day(step, (trajectory.ports(), &trajectory), &mut tanks, &mut out);
        shuttles.lift(&out, &mut liftings);
        let inputs = trajectory.inputs();
        let morning = Morning { inputs, losses: &trajectory, liftings: &liftings };
        dispatch.step(step, morning, &mut state, &mut flows).unwrap();
        for tank in TANKS {
            assert!((0..=capacity[tank]).contains(&state.stock[tank]), "{step}");
        }
        see(inputs, state.stock.iter().sum(), shuttles.at_sea(), &flows, &out);
    }
}

#[test]
fn every_tonne_is_accounted_for_every_day() {
    let model = in_all_weathers(two_years());
    let sampler = Sampler::new(&model, model.run.seed, 20, true);
    let (mut shut_in, mut exported) = (0, 0);
    for replication in 0..20 {
        let mut before = 0;
        history(&model, (&sampler, replication), |inputs, stock, at_sea, flows, out| {
            let supply = inputs.node[FIELD].today;
            let (lost, served) = (flows.shut_in[FIELD], flows.served[MARKET]);
            assert_eq!(supply, flows.production[FIELD] + lost);
            assert_eq!(supply, lost + served + stock + at_sea - before);
            assert_eq!(flows.link[SHUTTLE], out.shuttle[0].discharged);
            before = stock + at_sea;
            shut_in += lost;
            exported += served;
        });
    }
    assert!(shut_in > 0, "the ships are never short");
    assert!(exported > 0);
}

#[test]
fn the_loop_sails_the_same_ships() {
    let model = in_all_weathers(two_years());
    let settings = settings(10).with_verify(true);
    let outcome = run(&model, &settings);
    let sampler = Sampler::new(&model, settings.seed(), 10, true);
    let (mut exports, mut discharged) = (0, 0);
    for replication in 0..10 {
        history(&model, (&sampler, replication), |_, _, _, flows, out| {
            exports += flows.served[MARKET];
            discharged += out.shuttle[0].discharged;
        });
    }
    let mean = |metric, entity| estimate(&outcome, metric, entity, Period::Total).mean;
    assert_eq!(mean(Metric::Exports, "total"), exports as f64 / 10.0);
    assert_eq!(mean(Metric::Throughput, "aktau-baku"), discharged as f64 / 10.0);
    let verified = outcome.verified.unwrap();
    assert!(verified.days >= 10 * 730 && verified.failed == 0, "{verified:?}");
}

#[test]
fn more_ships_carry_more_and_one_project_brings_them() {
    let mut few = in_all_weathers(two_years());
    few.fleets[0].ships = Series::constant(3.0);
    let mut many = few.clone();
    many.fleets[0].ships = Series::constant(6.0);
    let mut built = few.clone();
    let change =
        ProjectChange { slot: Slot::Ships(0), operation: Operation::Add(Series::constant(3.0)) };
    built.projects = vec![crate::projects::project("fleet", day(2025, 1, 1), vec![change])];
    let exports = |model: &Model| {
        let outcome = run(model, &settings(10));
        estimate(&outcome, Metric::Exports, "total", Period::Total).mean
    };
    let (few, many, built) = (exports(&few), exports(&many), exports(&built));
    assert!(few * 1.1 < many, "{few} {many}");
    assert_eq!(many, built);
}
