//! Blocks, beliefs and what is kept.

use super::fixture::{self, everything};
use super::*;
use crate::metric::{Metric, Period, Unit};
use crate::model::{Model, Value};
use crate::stats::clustered_mean;

#[test]
fn errors_cluster_by_belief() {
    let (model, causes) = (fixture::model(), fixture::causes());
    for beliefs in [1, 7, 90, 150] {
        let plan = Plan::new(&model, &causes, everything(150, beliefs));
        let outcome = fixture::run(&plan, 64).finish(None);
        assert_eq!((outcome.replications, outcome.beliefs), (150, beliefs));
        let mut missing = 0;
        for (row, kept) in outcome.summary.iter().zip(&outcome.kept) {
            let expected = clustered_mean(&kept.values, beliefs as usize);
            let place = format!(
                "{} of {} in {}, {beliefs}",
                row.quantity.metric, row.quantity.entity, row.quantity.period
            );
            assert_eq!(row.estimate.n, expected.n, "{place}");
            let close = |a: f64, b: f64| {
                (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-9 * b.abs().max(1e-9)
            };
            assert!(close(row.estimate.mean, expected.mean), "{place}");
            let (found, expected) = (row.estimate.stderr, expected.stderr);
            assert!(close(found, expected), "{place}: {found} {expected}");
            missing += u64::from(row.estimate.n < 150);
        }
        assert!(missing > 0, "some months are without a cut");
    }
}

/// Error of the first row of 30 replications with so many beliefs, over what it would be in so
/// many clusters; NaN where it is empty.
fn error_over(model: &Model, beliefs: u32, clusters: usize) -> f64 {
    let causes = fixture::causes();
    let plan = Plan::new(model, &causes, everything(30, beliefs));
    let outcome = fixture::run(&plan, 64).finish(None);
    let values = &outcome.kept[0].values;
    outcome.summary[0].estimate.stderr / clustered_mean(values, clusters).stderr
}

#[test]
fn beliefs_that_nothing_depends_on_are_no_clusters() {
    let mut model = fixture::model();
    model.parameters.clear();
    for beliefs in [1, 2, 7, 30] {
        let ratio = error_over(&model, beliefs, 30);
        assert!((ratio - 1.0).abs() < 1e-9, "{beliefs} beliefs: {ratio}");
    }
}

#[test]
fn whether_a_project_stands_is_a_belief() {
    let mut model = fixture::model();
    model.parameters.clear();
    model.projects = vec![fixture::project(Value::Known(0.5))];
    assert!(error_over(&model, 1, 30).is_nan(), "one belief says nothing of others");
    assert!((error_over(&model, 5, 5) - 1.0).abs() < 1e-9);
    for chance in [0.0, 1.0] {
        model.projects[0].chance = Value::Known(chance);
        assert!((error_over(&model, 1, 30) - 1.0).abs() < 1e-9, "{chance} is no doubt");
    }
    model.projects[0].chance = Value::Known(0.5);
    model.projects[0].enabled = false;
    assert!((error_over(&model, 1, 30) - 1.0).abs() < 1e-9, "it is never built");
}

#[test]
fn the_same_blocks_give_the_same_bits_in_whatever_order_they_were_made() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(150, 20));
    let in_order = fixture::run(&plan, 64).finish(None);
    let mut blocks: Vec<Block> = [128, 0, 64]
        .map(|first| fixture::block(&plan, first, 64.min(150 - first)).into_block())
        .into();
    blocks.sort_by_key(Block::first);
    let mut run = RunTally::new(&plan);
    for block in blocks {
        run.merge(block);
    }
    assert_eq!(format!("{:?}", run.finish(None)), format!("{in_order:?}"));
}

#[test]
#[should_panic(expected = "merged in order")]
fn a_block_out_of_order_is_a_bug() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(4, 4));
    let mut run = RunTally::new(&plan);
    run.merge(fixture::block(&plan, 2, 2).into_block());
}

#[test]
fn a_replication_run_again_in_another_block_gives_the_same_values() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(6, 6));
    let (one, other) = (fixture::run(&plan, 64).finish(None), fixture::run(&plan, 2).finish(None));
    let bits = |outcome: &Outcome| {
        let values = outcome.kept.iter().flat_map(|kept| &kept.values);
        values.map(|value| value.to_bits()).collect::<Vec<_>>()
    };
    assert_eq!(bits(&one), bits(&other));
}

fn kept_of(options: Options) -> Vec<(Metric, String, Period)> {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, options);
    let kept = fixture::run(&plan, 64).finish(None).kept;
    kept.into_iter()
        .map(|kept| (kept.quantity.metric, kept.quantity.entity, kept.quantity.period))
        .collect()
}

#[test]
fn what_is_kept_by_default_in_a_study_and_on_request() {
    let options = |keep| Options { replications: 1, beliefs: 1, keep, ..Options::default() };
    let usual = kept_of(options(Keep::default()));
    let of = |kept: &[(Metric, String, Period)], metric| {
        kept.iter().filter(|row| row.0 == metric).map(|row| row.1.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        of(&usual, Metric::Exports).len(),
        5 * 4,
        "total and four routes, three years and all"
    );
    for metric in [Metric::ShutIn, Metric::SupplyLost, Metric::Unserved] {
        assert_eq!(of(&usual, metric), ["total"; 4]);
    }
    assert_eq!(of(&usual, Metric::TargetRoutes), ["goal"; 4]);
    assert_eq!(of(&usual, Metric::Stock).len(), 0);
    assert!(usual.iter().all(|row| !matches!(row.2, Period::Month(..))));

    let study = Keep { study: true, metrics: vec![Metric::Stock], monthly: true };
    let study = kept_of(options(study));
    // 16 months, three years, the total.
    assert_eq!(of(&study, Metric::Exports), ["total"; 20]);
    assert_eq!(of(&study, Metric::Stock), ["tank"; 20]);
    assert_eq!(of(&study, Metric::TargetRoutes), ["goal"; 4]);
    assert_eq!(of(&study, Metric::ShutIn).len(), 0);
}

#[test]
fn the_summary_has_years_and_total_of_all_and_months_of_exports_and_stocks() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let options = Options { replications: 2, beliefs: 2, ..Options::default() };
    let plan = Plan::new(&model, &causes, options);
    let outcome = fixture::run(&plan, 64).finish(None);
    let reported = |metric: &Metric| !metric.is_of_shuttles() && !metric.is_push();
    for metric in Metric::ALL.into_iter().filter(reported) {
        let rows: Vec<_> =
            outcome.summary.iter().filter(|row| row.quantity.metric == metric).collect();
        assert!(rows.iter().any(|row| row.quantity.period == Period::Total), "{metric}");
        let months = rows.iter().any(|row| matches!(row.quantity.period, Period::Month(..)));
        assert_eq!(months, matches!(metric, Metric::Exports | Metric::Stock), "{metric}");
    }
    let kept = outcome.summary.iter().filter(|row| row.quantiles.is_some()).count();
    assert_eq!(kept, outcome.kept.len());
    let order = |row: &SummaryRow| (row.quantity.metric, row.quantity.entity != "total");
    assert!(outcome.summary.is_sorted_by_key(order));
}

#[test]
fn money_without_prices_or_costs_is_absent() {
    let (mut model, causes) = (fixture::model(), fixture::causes());
    for link in &mut model.links {
        link.cost = crate::model::Series::constant(0.0);
    }
    for node in &mut model.nodes {
        if let crate::model::NodeKind::Market { price, .. } = &mut node.kind {
            *price = None;
        }
    }
    let plan = Plan::new(&model, &causes, everything(1, 1));
    let outcome = fixture::run(&plan, 64).finish(None);
    let money = |row: &&SummaryRow| row.quantity.metric.unit() == Unit::Usd;
    assert_eq!(outcome.summary.iter().filter(money).count(), 0);
}

#[test]
fn memory_grows_with_what_is_kept_and_not_with_days() {
    let (mut model, causes) = (fixture::model(), fixture::causes());
    let bytes = |model: &Model, replications, beliefs| {
        let options = Options { replications, beliefs, ..Options::default() };
        kept_bytes(model, &causes, &options)
    };
    let small = bytes(&model, 1000, 1000);
    assert_eq!(bytes(&model, 2000, 2000), 2 * small);
    assert!(bytes(&model, 1000, 100) > small);
    model.horizon = crate::calendar::Horizon::new(
        jiff::civil::date(2024, 1, 1),
        jiff::civil::date(2026, 12, 31),
        None,
    )
    .unwrap();
    // One more year with a fourth quarter, 2026, and a run rate in 2024.
    assert_eq!(bytes(&model, 1000, 1000), small + 2 * 8000);
}

#[test]
fn a_trace_has_every_day_of_its_replications_only() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let options = Options { replications: 3, beliefs: 3, trace: vec![1], ..Options::default() };
    let plan = Plan::new(&model, &causes, options);
    let trace = fixture::run(&plan, 2).finish(None).trace;
    let a_day = 2 + 1 + 3 + 6;
    assert_eq!(trace.len(), a_day * model.horizon.steps());
    assert!(trace.iter().all(|row| row.replication == 1));
    let days = fixture::days(&model, 1);
    let row = |step: usize, name: &str| {
        trace[step * a_day..][..a_day].iter().find(|row| row.name == name).unwrap()
    };
    let day = &days[40];
    let well = row(40, "well");
    assert_eq!((well.kind, well.stock), (TraceKind::Source, None));
    assert_eq!(well.capacity, Some(day.inputs.node[6].today));
    assert_eq!(well.flow, Some(day.flows.production[6]));
    let tank = row(40, "tank");
    assert_eq!((tank.capacity, tank.stock), (Some(100), Some(day.state.stock[5])));
    assert_eq!(row(40, "sea").flow, Some(day.flows.served[4]));
    assert_eq!(row(40, "bridge").flow, Some(day.flows.link[0]));
    assert_eq!(row(40, "bridge").date, model.horizon.day(40).date);
}

#[test]
fn a_run_can_be_asked_between_blocks() {
    let (model, causes) = (fixture::model(), fixture::causes());
    let plan = Plan::new(&model, &causes, everything(100, 10));
    let mut run = RunTally::new(&plan);
    run.merge(fixture::block(&plan, 0, 64).into_block());
    let so_far = run.estimate(Metric::Exports, &Entity::Total, Period::Total).unwrap();
    assert_eq!((so_far.n, run.replications()), (64, 64));
    assert!(so_far.stderr > 0.0);
    assert!(run.estimate(Metric::Exports, &Entity::Tag("x".into()), Period::Total).is_none());
}

/// The values of a metric of the target by period.
fn of_goal(outcome: &Outcome, metric: Metric) -> Vec<(Period, &[f64])> {
    let kept = outcome.kept.iter().filter(|kept| kept.quantity.metric == metric);
    kept.map(|kept| (kept.quantity.period, kept.values.as_slice())).collect()
}

#[test]
fn measures_under_push_are_those_of_the_histories_under_push() {
    let (mut model, causes) = (fixture::model(), fixture::causes());
    model.targets[0].routes.push(1);
    let options = |replications, push| Options { push, ..fixture::everything(replications, 10) };
    let (plan, without) =
        (Plan::new(&model, &causes, options(100, 70)), Plan::new(&model, &causes, options(100, 0)));
    let (outcome, contract) =
        (fixture::run(&plan, 64).finish(None), fixture::run(&without, 64).finish(None));
    let mut measures = 0;
    for metric in Metric::ALL.into_iter().filter(|metric| metric.is_push()) {
        for (period, values) in of_goal(&outcome, metric) {
            assert_eq!(values.len(), 70, "{metric}");
            let contract = of_goal(&outcome, metric.under_contract());
            let (_, contract) = contract.iter().find(|(other, _)| *other == period).unwrap();
            assert_eq!(*values, contract[1..71], "{metric} {period}: those of the next history");
            measures += 1;
        }
    }
    assert_eq!(measures, 4 + 4 + 3 + 3, "three years and their total, but for the rates");
    for row in outcome.summary.iter().filter(|row| row.quantity.metric.is_push()) {
        assert_eq!(row.estimate.n, 70);
        let values = of_goal(&outcome, row.quantity.metric);
        let (_, values) = values.iter().find(|(period, _)| *period == row.quantity.period).unwrap();
        let expected = clustered_mean(values, 10);
        assert!((row.estimate.stderr / expected.stderr - 1.0).abs() < 1e-9);
        assert!((row.estimate.mean / expected.mean - 1.0).abs() < 1e-12);
    }
    let pushed = outcome.targets.iter().filter(|row| row.measure.is_push());
    assert!(pushed.clone().all(|row| row.n == 70) && pushed.count() > 20);
    assert_same_but_for_push(outcome, contract);
}

/// What is seen under push adds rows and changes none.
fn assert_same_but_for_push(mut pushed: Outcome, contract: Outcome) {
    pushed.summary.retain(|row| !row.quantity.metric.is_push());
    pushed.kept.retain(|kept| !kept.quantity.metric.is_push());
    pushed.targets.retain(|row| !row.measure.is_push());
    assert!(format!("{pushed:?}") == format!("{contract:?}"));
}
