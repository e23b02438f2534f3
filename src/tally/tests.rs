use super::definitions::by_definition;
use super::fixture::{self, MadeUp, TANK, everything};
use super::*;
use crate::metric::{Measure, Metric, Period, Reached, Unit};
use crate::model::Model;
use crate::stats::clustered_mean;

fn in_period<'d>(model: &Model, days: &'d [MadeUp], period: Period) -> Vec<&'d MadeUp> {
    let within = |step: usize| {
        let day = model.horizon.day(step);
        match period {
            Period::Year(year) => day.year() == year,
            Period::Month(year, month) => (day.year(), day.month()) == (year, month),
            _ => true,
        }
    };
    (0..days.len()).filter(|step| within(*step)).map(|step| &days[step]).collect()
}

fn near(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

#[test]
fn every_metric_of_every_period_follows_its_definition() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(12, 12));
    let outcome = fixture::run(&plan, 64).finish(None);
    let histories: Vec<_> = (0..12).map(|r| fixture::days(&model, r)).collect();
    let mut seen = std::collections::BTreeSet::new();
    for kept in &outcome.kept {
        seen.insert(kept.quantity.metric);
        if matches!(kept.quantity.metric, Metric::TargetRunRate | Metric::TargetCapability) {
            continue;
        }
        for (value, history) in kept.values.iter().zip(&histories) {
            let days = in_period(&model, history, kept.quantity.period);
            let expected =
                by_definition(&model, kept.quantity.metric, &kept.quantity.entity, &days);
            let whole = kept.quantity.metric.unit() == Unit::Tonnes
                && kept.quantity.metric != Metric::Stock;
            let equal = if whole { *value == expected } else { near(*value, expected) };
            let place = format!(
                "{} of {} in {}",
                kept.quantity.metric, kept.quantity.entity, kept.quantity.period
            );
            assert!(equal, "{place}: {value}, by definition {expected}");
        }
    }
    let here = Metric::ALL.into_iter();
    let here = here.filter(|metric| !metric.is_of_shuttles() && !metric.is_push());
    assert!(seen.into_iter().eq(here));
    assert_eq!(outcome.kept.len(), outcome.summary.len());
}

#[test]
fn rates_of_targets_follow_their_definitions() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(2, 2));
    let outcome = fixture::run(&plan, 64).finish(None);
    let of = |metric| outcome.kept.iter().filter(move |kept| kept.quantity.metric == metric);
    for replication in 0..2 {
        let days = fixture::days(&model, replication);
        let flows: Vec<i64> = days.iter().map(|day| day.flows.link[4]).collect();
        let best = |year: i16| {
            let ends = (89..flows.len()).filter(|end| model.horizon.day(*end).year() == year);
            ends.map(|end| flows[end - 89..=end].iter().sum::<i64>()).max().unwrap() as f64
        };
        // 42 days of 2024 are too few for a window, so 2024 has no run rate.
        let expected = [best(2025), best(2026), best(2025).max(best(2026))];
        let found: Vec<f64> =
            of(Metric::TargetRunRate).map(|kept| kept.values[replication as usize]).collect();
        assert!(found.iter().zip(expected).all(|(a, b)| near(*a, b * 365.0 / 90.0)), "{found:?}");
        assert_eq!(found.len(), 3);

        let mean = |first: usize, last: usize, link: usize| {
            let capacity = days[first..last].iter().map(|day| day.inputs.link[link].capacity);
            capacity.sum::<i64>() as f64 / (last - first) as f64
        };
        let least = |first, last| mean(first, last, 0).min(mean(first, last, 4));
        // 20 November is day 0, 1 October 2025 day 315; the year 2024 has 366 days.
        let expected = [least(0, 42) * 366.0, least(315, 407) * 365.0];
        let found: Vec<f64> =
            of(Metric::TargetCapability).map(|kept| kept.values[replication as usize]).collect();
        assert!(found.iter().zip(expected).all(|(a, b)| near(*a, b)), "{found:?} {expected:?}");
        assert_eq!((found.len(), found[2]), (3, found[0].max(found[1])));
    }
}

#[test]
fn ninety_days_are_one_window_and_fewer_are_none() {
    let (mut model, causes) = (fixture::model(), fixture::causes());
    let start = jiff::civil::date(2025, 1, 1);
    for (end, windows) in [(jiff::civil::date(2025, 3, 31), 2), (jiff::civil::date(2025, 3, 30), 0)]
    {
        model.horizon = crate::calendar::Horizon::new(start, end, None).unwrap();
        let plan = Plan::new(&model, &causes, everything(1, 1));
        let outcome = fixture::run(&plan, 64).finish(None);
        let of = |metric| outcome.kept.iter().filter(move |kept| kept.quantity.metric == metric);
        assert_eq!(of(Metric::TargetRunRate).count(), windows, "the year and the total");
        for (rate, routes) in of(Metric::TargetRunRate).zip(of(Metric::TargetRoutes)) {
            assert!(near(rate.values[0], routes.values[0] * 365.0 / 90.0));
        }
    }
}

#[test]
fn losses_add_up_to_the_shut_in_exactly() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(70, 70));
    let outcome = fixture::run(&plan, 64).finish(None);
    let periods = [2024, 2025, 2026].map(Period::Year).into_iter().chain([Period::Total]);
    for period in periods {
        for source in ["total", "field", "well"] {
            let kept = outcome.kept.iter().find(|kept| {
                (kept.quantity.metric, kept.quantity.period) == (Metric::ShutIn, period)
                    && kept.quantity.entity == source
            });
            let values = &kept.unwrap().values;
            let rows =
                outcome.losses.iter().filter(|r| (r.source.as_str(), r.period) == (source, period));
            let rows: Vec<_> = rows.collect();
            let tonnes: f64 = rows.iter().map(|row| (row.mean * 70.0).round()).sum();
            assert_eq!(tonnes, values.iter().sum::<f64>(), "{source} {period}");
            assert!(near(rows.iter().map(|row| row.share).sum(), 1.0));
            let names: Vec<_> = rows.iter().map(|row| row.cause.as_str()).collect();
            assert_eq!(names, ["no outage", "storm", "strike"]);
        }
    }
    let storm = outcome.losses.iter().find(|row| {
        (row.cause.as_str(), row.source.as_str(), row.period) == ("storm", "well", Period::Total)
    });
    let by_hand: Vec<f64> = (0..70).map(|r| storm_at_the_well(&model, r)).collect();
    let expected = clustered_mean(&by_hand, 70);
    assert!(near(storm.unwrap().mean, expected.mean));
    assert!((storm.unwrap().stderr / expected.stderr - 1.0).abs() < 1e-9);
}

fn storm_at_the_well(model: &Model, replication: u32) -> f64 {
    let days = fixture::days(model, replication);
    let lost = days.iter().flat_map(|day| &day.flows.lost);
    lost.filter(|lost| (lost.source, lost.cause) == (6, Some(0)))
        .map(|lost| lost.tonnes)
        .sum::<i64>() as f64
}

#[test]
fn bottlenecks_are_shares_of_all_days_with_the_worst_first() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(5, 5));
    let outcome = fixture::run(&plan, 2).finish(None);
    let histories: Vec<_> = (0..5).map(|r| fixture::days(&model, r)).collect();
    let mut rows = 0;
    for row in &outcome.bottlenecks {
        let objective = usize::from(row.objective == "goal");
        let days: Vec<_> =
            histories.iter().flat_map(|days| in_period(&model, days, row.period)).collect();
        let bindings = days.iter().flat_map(|day| &day.flows.binding).filter(|binding| {
            (binding.objective, binding.constraint) == (objective, row.constraint)
                && model.links[binding.link].name == row.link
        });
        let (all, alone) = (bindings.clone().count(), bindings.filter(|b| b.alone).count());
        assert!(near(row.share_binding, all as f64 / days.len() as f64));
        assert!(near(row.share_binding_alone, alone as f64 / days.len() as f64));
        rows += usize::from(row.period == Period::Total);
    }
    assert_eq!(rows, 24, "two objectives, six links, two constraints");
    let totals = outcome.bottlenecks.iter().filter(|row| row.period == Period::Total);
    let shares: Vec<f64> = totals.take(12).map(|row| row.share_binding).collect();
    assert!(shares.is_sorted_by(|a, b| a >= b), "{shares:?}");
}

#[test]
fn targets_count_hits_in_and_by_years() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(40, 2));
    let outcome = fixture::run(&plan, 64).finish(None);
    let in_year = |replication, year| {
        let history = fixture::days(&model, replication);
        let days = in_period(&model, &history, Period::Year(year));
        days.iter().map(|day| day.flows.link[4]).sum::<i64>() as f64
    };
    let rows: Vec<_> =
        outcome.targets.iter().filter(|row| row.measure == Measure::Routes).collect();
    assert_eq!(rows.len(), 1 + 3 * 3);
    let row = rows[0];
    let values: Vec<f64> = (0..40).map(|r| in_year(r, 2025)).collect();
    let hits = values.iter().filter(|value| **value >= 18_000.0).count() as u64;
    assert!(0 < hits && hits < 40, "a test of something: {hits}");
    assert_eq!((row.reached, row.year, row.hits, row.n), (Reached::In, 2025, hits, 40));
    let short: f64 = values.iter().map(|value| (18_000.0 - value).max(0.0)).sum();
    assert!(near(row.shortfall_mean, short / 40.0));
    assert!(row.interval.0 < row.probability && row.probability < row.interval.1);
    assert!(row.beliefs.is_some(), "twenty replications a belief");
    for row in &rows[1..] {
        let best = |r| (2024..=row.year).map(|year| in_year(r, year)).fold(0.0, f64::max);
        let hits = (0..40).filter(|r| best(*r) >= row.threshold).count() as u64;
        assert_eq!(
            (row.reached, row.hits),
            (Reached::By, hits),
            "{} by {}",
            row.threshold,
            row.year
        );
    }
    let measures: Vec<_> = outcome.targets.iter().map(|row| (row.measure, row.reached)).collect();
    let count = |measure| measures.iter().filter(|row| **row == (measure, Reached::By)).count();
    assert_eq!([Measure::Sea, Measure::RunRate, Measure::Capability].map(count), [9, 6, 6]);
}

#[test]
fn observations_are_of_exactly_their_days() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(3, 3));
    let outcome = fixture::run(&plan, 64).finish(None);
    let histories: Vec<_> = (0..3).map(|r| fixture::days(&model, r)).collect();
    // 11 December 2024 to 20 March 2025, included.
    let windows: Vec<Vec<&MadeUp>> =
        histories.iter().map(|days| days[21..121].iter().collect()).collect();
    let mean = |of: &dyn Fn(&[&MadeUp]) -> f64| windows.iter().map(|w| of(w)).sum::<f64>() / 3.0;
    let share = |days: &[&MadeUp]| by_definition(&model, Metric::RouteShare, "west", days);
    let expected = [
        mean(&|days| days.iter().map(|day| day.flows.link[1]).sum::<i64>() as f64),
        mean(&|days| days.iter().map(|day| day.flows.served[2]).sum::<i64>() as f64),
        mean(&share),
        mean(&|days| days.iter().map(|day| day.state.stock[TANK]).sum::<i64>() as f64 / 100.0),
    ];
    for (index, (row, expected)) in outcome.observed.iter().zip(expected).enumerate() {
        let seen = &model.observed[index];
        assert_eq!(row.observed, index);
        assert!(
            (row.mean / expected - 1.0).abs() < 1e-12,
            "{}: {} {expected}",
            seen.name,
            row.mean
        );
        assert_eq!(row.ok, (expected - seen.value).abs() <= seen.within, "{}", seen.name);
        assert!(row.p05 <= row.mean && row.mean <= row.p95);
    }
    let ok: Vec<bool> = outcome.observed.iter().map(|row| row.ok).collect();
    assert_eq!(ok.len(), 4);
    assert!(ok.contains(&true) && ok.contains(&false), "{ok:?}");
}
