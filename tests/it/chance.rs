//! Do the draws have the distribution that the scenario asks for? Closed forms, within four
//! standard errors at a fixed seed.

use crate::fixture::*;
use caspian::calendar::Horizon;
use caspian::dist::Distribution;
use caspian::model::*;
use caspian::trajectory::{Sampler, Trajectory};

/// Mean and its standard error.
fn estimate(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Asserts that the mean of independent values is what it should be.
pub fn assert_mean(values: &[f64], wanted: f64, what: &str) {
    let (mean, error) = estimate(values);
    assert!((mean - wanted).abs() < 4.0 * error, "{what}: {mean} ± {error} instead of {wanted}");
}

/// What `measure` makes of each of `replications` of a model.
pub fn each<T>(
    model: &Model,
    replications: u32,
    mut measure: impl FnMut(&mut Trajectory) -> T,
) -> Vec<T> {
    let sampler = Sampler::new(model, 1, replications, true);
    let mut trajectory = sampler.trajectory();
    let measured = (0..replications).map(|replication| {
        sampler.sample(replication, &mut trajectory);
        measure(&mut trajectory)
    });
    measured.collect()
}

fn with_hazard(hazard: Hazard) -> Model {
    let mut model = chain(six_years());
    model.hazards = vec![hazard];
    model
}

fn share(values: impl Iterator<Item = bool>) -> f64 {
    let (mut yes, mut all) = (0.0, 0.0);
    for value in values {
        yes += f64::from(u8::from(value));
        all += 1.0;
    }
    yes / all
}

#[test]
fn a_renewal_process_is_stationary_from_the_first_day() {
    let spells = [
        (exponential(90.0), exponential(10.0)),
        (lognormal(90.0 * (-0.5_f64).exp(), 1.0), lognormal(10.0 * (-0.32_f64).exp(), 0.8)),
        (
            Distribution::Weibull { scale: Value::Known(90.0), shape: Value::Known(1.0) },
            Distribution::Pert {
                min: Value::Known(2.0),
                mode: Value::Known(7.0),
                max: Value::Known(30.0),
            },
        ),
    ];
    for (up, down) in spells {
        let model = with_hazard(hazard("pump", FEED, renewal(up, down)));
        let days = each(&model, 4000, |trajectory| {
            let capacity = capacities(trajectory, 0, 400);
            [0, 3, 20, 399].map(|step: usize| f64::from(u8::from(capacity[step] == 0)))
        });
        for (at, what) in ["first", "fourth", "21st", "400th"].iter().enumerate() {
            let out: Vec<f64> = days.iter().map(|day| day[at]).collect();
            assert_mean(&out, 0.1, &format!("unavailability on the {what} day"));
        }
    }
}

#[test]
fn a_renewal_process_that_starts_up_is_up_at_first() {
    let process = Process::Renewal(Renewal {
        up: Distribution::Point(Value::Known(10.0)),
        down: Distribution::Point(Value::Known(2.0)),
        stationary: false,
    });
    let model = with_hazard(hazard("pump", FEED, process));
    let mut trajectory = Sampler::new(&model, 1, 1, true).trajectory();
    let capacity = capacities(&mut trajectory, 0, 36);
    let out: Vec<usize> = (0..36).filter(|step| capacity[*step] == 0).collect();
    assert_eq!(out, [10, 11, 22, 23, 34, 35]);
}

#[test]
fn a_markov_hazard_that_mends_as_it_fails_has_independent_days() {
    let model = with_hazard(hazard("daily", FIELD, markov(0.1, 0.9)));
    let steps = model.horizon.steps();
    let measured = each(&model, 300, |trajectory| {
        let out: Vec<f64> = (0..steps)
            .map(|step| f64::from(u8::from(trajectory.at(step).node[0].today == 0)) - 0.1)
            .collect();
        let lagged: f64 = out.windows(2).map(|two| two[0] * two[1]).sum::<f64>();
        (out[0] + 0.1, out.iter().sum::<f64>() / steps as f64 + 0.1, lagged)
    });
    let column = |pick: fn(&(f64, f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<_>>();
    assert_mean(&column(|one| one.0), 0.1, "unavailability on the first day");
    assert_mean(&column(|one| one.1), 0.1, "unavailability");
    assert_mean(&column(|one| one.2), 0.0, "autocovariance");
}

#[test]
fn a_markov_hazard_has_geometric_outages() {
    let model = with_hazard(hazard("daily", FIELD, markov(0.02, 0.25)));
    let lengths: Vec<f64> = each(&model, 100, |trajectory| {
        let mut all = occurrences(trajectory, "hazard.daily");
        all.pop();
        all.into_iter().map(|one| one.1).collect::<Vec<_>>()
    })
    .concat();
    assert_mean(&lengths, 4.0, "mean outage");
    let single: Vec<f64> = lengths.iter().map(|days| f64::from(u8::from(*days == 1.0))).collect();
    assert_mean(&single, 0.25, "outages of one day");
}

#[test]
fn states_come_as_often_as_they_should() {
    let plain = |value| Level { value: Value::Known(value), per: Per::Day };
    let process = Process::States(States(vec![
        (Leaves::Share(Value::Known(0.5)), Value::Known(0.1)),
        (Leaves::Amount(plain(8.0)), Value::Known(0.2)),
        (Leaves::Share(Value::Known(1.0)), Value::Known(0.7)),
    ]));
    let model = with_hazard(hazard("grade", FEED, process));
    let steps = model.horizon.steps();
    let measured = each(&model, 200, |trajectory| {
        let capacity = capacities(trajectory, 0, steps);
        [50, 8, 100].map(|level| share(capacity.iter().map(|tonnes| *tonnes == level)))
    });
    for (at, wanted) in [0.1, 0.2, 0.7].into_iter().enumerate() {
        let column: Vec<f64> = measured.iter().map(|one| one[at]).collect();
        assert_mean(&column, wanted, "state");
    }
}

#[test]
fn units_fail_independently() {
    let spells = renewal(exponential(90.0), exponential(10.0));
    for process in [spells, markov(0.1, 0.9)] {
        let model = with_hazard(Hazard { each: true, ..hazard("pump", MOORINGS, process) });
        let steps = model.horizon.steps();
        let measured = each(&model, 400, |trajectory| {
            let capacity = capacities(trajectory, 1, steps);
            [227, 215, 115, 0].map(|level| share(capacity.iter().map(|tonnes| *tonnes == level)))
        });
        for (at, wanted) in [0.729, 0.243, 0.027, 0.001].into_iter().enumerate() {
            let column: Vec<f64> = measured.iter().map(|one| one[at]).collect();
            assert_mean(&column, wanted, "units down");
        }
    }
}

#[test]
fn poisson_counts_have_equal_mean_and_variance() {
    for rate in [0.7, 5.5] {
        let model = with_hazard(hazard("storm", FEED, poisson(rate, exponential(3.0))));
        let counts = each(&model, 2000, |t| occurrences(t, "hazard.storm").len() as f64);
        let wanted = rate * 2191.0 / 365.2425;
        assert_mean(&counts, wanted, "occurrences");
        let squares: Vec<f64> = counts.iter().map(|n| (n - wanted) * (n - wanted)).collect();
        assert_mean(&squares, wanted, "variance of occurrences");
    }
}

#[test]
fn whatever_multiplies_a_rate_occurrences_stay_countable() {
    let model = with_hazard(hazard("storm", FEED, poisson(1e5, exponential(0.01))));
    let counts = each(&model, 4, |t| occurrences(t, "hazard.storm").len() as f64);
    assert_mean(&counts, 10_000.0 * 2191.0 / 365.2425, "occurrences");
}

#[test]
fn occurrences_follow_the_season() {
    let mut season = [0.5; 12];
    season[0] = 3.0;
    season[1] = 3.0;
    season[11] = 1.5;
    let (rate, duration) = (Value::Known(6.0), exponential(3.0));
    let process = Process::Poisson(Poisson { rate, duration, season });
    let model = with_hazard(hazard("storm", FEED, process));
    let days = model.horizon.days();
    let months = each(&model, 1000, |trajectory| {
        let mut months = [0.0; 12];
        for (start, _) in occurrences(trajectory, "hazard.storm") {
            months[days[start as usize].month_index()] += 1.0;
        }
        months
    });
    for month in 0..12 {
        let length = days.iter().filter(|day| day.month_index() == month).count() as f64;
        let counts: Vec<f64> = months.iter().map(|counts| counts[month]).collect();
        assert_mean(&counts, 6.0 * season[month] * length / 365.2425, "occurrences of a month");
    }
}

#[test]
fn days_out_are_unbiased_for_outages_of_any_length() {
    for mean in [0.2, 1.0, 7.0] {
        let model = with_hazard(hazard("storm", FEED, poisson(2.0, exponential(mean))));
        let days = each(&model, 3000, |trajectory| {
            let inner = trajectory.occurrences().filter(|one| one.start < 2000.0);
            inner.map(|one| (one.until - one.from) as f64 - mean).collect::<Vec<_>>()
        });
        assert_mean(&days.concat(), 0.0, "days out less mean length");
    }
}

#[test]
fn winter_outages_last_longer() {
    let storm = hazard("storm", FEED, poisson(4.0, Distribution::Point(Value::Known(2.0))));
    let model = with_hazard(Hazard { winter_duration: Value::Known(2.5), ..storm });
    let days = model.horizon.days();
    for all in each(&model, 20, |trajectory| occurrences(trajectory, "hazard.storm")) {
        for (start, length) in all {
            let winter = matches!(days[start as usize].month(), 1..=3 | 11 | 12);
            assert_eq!(length, if winter { 5.0 } else { 2.0 });
        }
    }
}

#[test]
fn a_regime_scales_rates_and_durations() {
    let known = |values: &[f64]| values.iter().map(|v| Value::Known(*v)).collect::<Vec<_>>();
    let point = Distribution::Point(Value::Known(2.0));
    let mut model = with_hazard(hazard("attack", FEED, poisson(3.0, point)));
    model.regimes = vec![Regime {
        name: "sea".into(),
        states: vec!["calm".into(), "campaign".into(), "never".into()],
        start: 0,
        stay: vec![exponential(100.0), exponential(50.0), exponential(1e9)],
        next: vec![known(&[0.0, 1.0, 0.0]), known(&[1.0, 0.0, 0.0]), known(&[1.0, 0.0, 0.0])],
        scales: vec![(0, known(&[1.0, 4.0, 1000.0]))],
        duration_scales: vec![(0, known(&[1.0, 3.0, 1.0]))],
    }];
    let measured = each(&model, 1000, |trajectory| {
        let end = 2191.0;
        let states = trajectory.regime(0);
        assert_eq!(states[0], (0.0, 0));
        let ends = states.iter().skip(1).map(|one| one.0).chain([end]);
        let spells = states.iter().zip(ends).filter(|((_, state), _)| *state == 1);
        let campaign: f64 = spells.map(|((from, _), until)| until - from).sum();
        let all = occurrences(trajectory, "hazard.attack");
        let long = all.iter().filter(|one| one.1 == 6.0).count() as f64;
        assert!(all.iter().all(|one| one.1 == 6.0 || one.1 == 2.0));
        let expected = [3.0 * (end - campaign) / 365.2425, 12.0 * campaign / 365.2425];
        [all.len() as f64 - long - expected[0], long - expected[1], campaign / end]
    });
    let column = |at: usize| measured.iter().map(|one| one[at]).collect::<Vec<_>>();
    assert_mean(&column(0), 0.0, "attacks in calm");
    assert_mean(&column(1), 0.0, "attacks in a campaign");
    // From calm, the share of campaign at time t is (1 - exp(-0.03 t)) / 3.
    assert_mean(&column(2), (1.0 - (1.0 / 0.03) / 2191.0) / 3.0, "share of campaign");
}

#[test]
fn maintenance_comes_around_its_dates() {
    let mut model = chain(six_years());
    let work = Maintenance {
        name: "overhaul".into(),
        cause: "planned".into(),
        on: vec![FIELD],
        takes: Takes::Share(Value::Known(0.6)),
        every: Value::Known(700.0),
        next: day(2025, 9, 1),
        start_spread: Value::Known(0.0),
        duration: Distribution::Point(Value::Known(30.0)),
    };
    model.maintenance = vec![work.clone()];
    let mut trajectory = Sampler::new(&model, 1, 1, true).trajectory();
    let supply: Vec<i64> = (0..2191).map(|step| trajectory.at(step).node[0].today).collect();
    let out: Vec<usize> = (0..2191).filter(|step| supply[*step] != 100).collect();
    let dates: Vec<usize> = [243, 943, 1643].iter().flat_map(|from| *from..from + 30).collect();
    assert_eq!(out, dates);
    assert!(out.iter().all(|step| supply[*step] == 40));
    model.maintenance = vec![Maintenance { start_spread: Value::Known(15.0), ..work }];
    let moved = each(&model, 1000, |t| occurrences(t, "maintenance.overhaul")[1].0 - 943.0);
    assert!(moved.iter().all(|days| days.abs() < 15.0));
    assert_mean(&moved, 0.0, "start of maintenance");
    let squares: Vec<f64> = moved.iter().map(|days| days * days).collect();
    assert_mean(&squares, 75.0, "spread of maintenance");
}

#[test]
fn variation_is_a_factor_by_calendar_year_after_as_of() {
    let as_of = Some(day(2026, 6, 30));
    let mut model = chain(Horizon::new(day(2025, 1, 1), day(2028, 12, 31), as_of).unwrap());
    if let NodeKind::Source { supply, variation } = &mut model.nodes[0].kind {
        *supply = Series::constant(1e6);
        *variation = Some(lognormal(1.0, 0.1));
    }
    let steps = model.horizon.steps();
    let years = each(&model, 2000, |trajectory| {
        let supply: Vec<i64> = (0..steps).map(|s| trajectory.at(s).node[0].today).collect();
        let first = model.horizon.first_chance_step();
        assert!(supply[..first].iter().all(|tonnes| *tonnes == 1_000_000));
        for (step, day) in model.horizon.days().iter().enumerate().skip(first + 1) {
            assert!(supply[step] == supply[step - 1] || day.date.day_of_year() == 1);
        }
        [first, first + 200, steps - 1].map(|step| (supply[step] as f64 / 1e6).ln())
    });
    for year in 0..3 {
        let logs: Vec<f64> = years.iter().map(|one| one[year]).collect();
        assert_mean(&logs, 0.0, "logarithm of the factor");
        let squares: Vec<f64> = logs.iter().map(|log| log * log).collect();
        assert_mean(&squares, 0.01, "variance of the logarithm");
    }
    let products: Vec<f64> = years.iter().map(|one| one[0] * one[1]).collect();
    assert_mean(&products, 0.0, "covariance of two years");
}
