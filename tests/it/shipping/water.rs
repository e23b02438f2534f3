//! The level of the sea: what is known of it, what the year adds and what the wind does.

use super::world::*;
use crate::chance::{assert_mean, each};
use crate::fixture::{day, six_years};
use caspian::calendar::Horizon;
use caspian::model::*;
use caspian::trajectory::Sampler;

/// The level on every day less the mean level.
fn moved(model: &Model, replications: u32) -> Vec<Vec<f64>> {
    let start = model.horizon.start();
    let days = model.horizon.days();
    each(model, replications, |trajectory| {
        let moved = days.iter().enumerate().map(|(step, day)| {
            trajectory.at(step);
            let mean = model.seas[0].mean_level(start, day, trajectory.belief_values());
            trajectory.ports().sea[0] - mean
        });
        moved.collect()
    })
}

#[test]
fn without_noise_and_set_up_the_level_is_the_mean_level() {
    let mut model = chain_by_sea(six_years());
    model.parameters = vec![crate::fixture::parameter(
        "sea.caspian.trend",
        caspian::dist::Distribution::Uniform { low: known(-0.29), high: known(0.05) },
    )];
    model.seas[0].trend = Value::Belief(0);
    model.seas[0].season = known(0.18);
    assert!(moved(&model, 20).concat().iter().all(|moved| *moved == 0.0));
}

#[test]
fn noise_is_one_normal_a_calendar_year_after_as_of() {
    let as_of = Some(day(2026, 6, 30));
    let mut model = chain_by_sea(Horizon::new(day(2025, 1, 1), day(2028, 12, 31), as_of).unwrap());
    model.seas[0].noise = known(0.09);
    let first = model.horizon.first_chance_step();
    let years = each(&model, 2000, |trajectory| {
        let mut level = |step| {
            for step in 0..=step {
                trajectory.at(step);
            }
            trajectory.ports().sea[0] + 29.35
        };
        assert_eq!(level(first - 1), 0.0);
        let ends = [first, first + 183, first + 184, first + 548, first + 549, first + 914];
        let levels = ends.map(level);
        assert!(levels.chunks(2).all(|year| year[0] == year[1]), "{levels:?}");
        [levels[0], levels[2], levels[4]]
    });
    for year in 0..3 {
        let column: Vec<f64> = years.iter().map(|one| one[year]).collect();
        assert_mean(&column, 0.0, "noise");
        let squares: Vec<f64> = column.iter().map(|noise| noise * noise).collect();
        assert_mean(&squares, 0.0081, "variance of the noise");
        let fourth: Vec<f64> = column.iter().map(|noise| noise.powi(4) / 6.561e-5).collect();
        assert_mean(&fourth, 3.0, "kurtosis of the noise");
    }
    let products: Vec<f64> = years.iter().map(|one| one[0] * one[1]).collect();
    assert_mean(&products, 0.0, "covariance of two years");
}

#[test]
fn set_up_is_a_normal_a_day() {
    let mut model = chain_by_sea(six_years());
    model.seas[0].set_up = known(0.25);
    let all = moved(&model, 100);
    let values = all.concat();
    assert_mean(&values, 0.0, "set-up");
    let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
    assert_mean(&squares, 0.0625, "variance of the set-up");
    let next = all.iter().flat_map(|one| one.windows(2).map(|two| two[0] * two[1]));
    assert_mean(&next.collect::<Vec<_>>(), 0.0, "covariance of two days");
}

#[test]
fn as_of_moves_no_draw_of_the_sea_and_chance_can_be_switched_off() {
    let whole = in_all_weathers(six_years());
    let mut late = whole.clone();
    let as_of = Some(day(2026, 3, 31));
    late.horizon = Horizon::new(day(2025, 1, 1), day(2030, 12, 31), as_of).unwrap();
    let first = late.horizon.first_chance_step();
    let (whole, known) = (moved(&whole, 5), moved(&late, 5));
    for (whole, known) in whole.iter().zip(&known) {
        assert!(known[..first].iter().all(|moved| *moved == 0.0));
        assert_eq!(whole[first..], known[first..]);
    }
    let mut trajectory = Sampler::new(&late, 1, 1, false).trajectory();
    let days = late.horizon.days();
    for (step, day) in days.iter().enumerate() {
        trajectory.at(step);
        let mean = late.seas[0].mean_level(late.horizon.start(), day, &[]);
        assert_eq!(trajectory.ports().sea[0], mean);
    }
}
