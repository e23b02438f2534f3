//! Are comparisons and stopping rules what they say, on runs of the engine?

use crate::support::PUMPED;
use caspian::batch::{Side, compare, same_horizon};
use caspian::error::Error;
use caspian::metric::{Metric, Name, Period};
use caspian::model::Model;
use caspian::scenario::{Change, Files, load_from};
use caspian::simulate::{Settings, simulate};
use caspian::study::compare::Verdict;
use caspian::study::precision::Goal;
use caspian::study::until::simulate_together;
use caspian::tally::Outcome;
use std::ops::ControlFlow;

const EXPORTS: Name = Name::Metric(Metric::Exports);

fn model(changes: &[(&str, &str)]) -> Model {
    let changes: Vec<Change> =
        changes.iter().map(|(key, value)| Change::new(*key, *value)).collect();
    let files = Files::given([("s.toml", PUMPED)]);
    load_from("s.toml", &changes, &files).unwrap().model
}

fn settings(replications: u32) -> Settings {
    crate::support::settings(replications).with_seed(1).with_threads(2)
}

fn go(_: caspian::simulate::Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn side(name: &str, model: &Model, outcome: &Outcome, settings: &Settings) -> Side {
    Side::of_outcome(name.to_owned(), model, outcome, settings)
}

#[test]
fn runs_made_together_are_the_runs_made_alone() {
    let models = [model(&[]), model(&[("hazard.pump.rate", "6 /y")])];
    let settings = settings(300);
    let together = simulate_together(&[&models[0], &models[1]], &settings, None, &mut go).unwrap();
    for (model, outcome) in models.iter().zip(&together.outcomes) {
        let alone = simulate(model, &settings, &mut go).unwrap();
        assert_eq!(alone.summary, outcome.summary);
        assert_eq!(alone.kept, outcome.kept);
    }
}

#[test]
fn common_draws_make_a_difference_sure_long_before_its_parts_are() {
    let models = [model(&[]), model(&[("hazard.pump.rate", "4.4 /y")])];
    let settings = settings(400);
    let made = simulate_together(&[&models[0], &models[1]], &settings, None, &mut go).unwrap();
    let sides: Vec<Side> = ["a", "b"]
        .iter()
        .zip(&models)
        .zip(&made.outcomes)
        .map(|((name, model), outcome)| side(name, model, outcome, &settings))
        .collect();
    let of = |apart: bool, metric: Name| {
        let found = compare(&sides, apart).unwrap();
        found.pairs.into_iter().find(|pair| pair.quantity.metric == metric).unwrap().difference
    };
    let (paired, apart) = (of(false, EXPORTS), of(true, EXPORTS));
    assert!((paired.difference - apart.difference).abs() < 1e-3);
    assert!(apart.stderr > 2.0 * paired.stderr, "{} and {}", apart.stderr, paired.stderr);
    assert_eq!(paired.verdict, Verdict::AHigher);
    // 10 % more outages: 0.4 more a year, each taking 6 days of what exceeds 60 % of 11 Mt/y.
    let expected = -0.4 * 6.0 / 365.0 * (10e6 - 6.6e6);
    assert!((paired.difference - expected).abs() < 4.0 * paired.stderr, "{paired:?}");
    let reached = of(false, Name::TargetReached);
    let targets = |run: usize| made.outcomes[run].targets[0].probability;
    assert!((reached.difference - (targets(1) - targets(0))).abs() < 1e-12);
}

#[test]
fn runs_drawn_otherwise_are_not_paired() {
    let model = model(&[]);
    let (here, there) = (settings(128), settings(128).with_seed(2));
    let few = settings(128).with_beliefs(8);
    let run = |settings: &Settings| {
        side("x", &model, &simulate(&model, settings, &mut go).unwrap(), settings)
    };
    let refused = compare(&[run(&here), run(&there)], false).unwrap_err();
    assert!(refused.to_string().ends_with("not drawn alike: seeds 1 and 2"), "{refused}");
    assert!(matches!(compare(&[run(&here), run(&few)], false), Err(Error::Input { .. })));
    let apart = compare(&[run(&here), run(&there)], true).unwrap();
    assert!(apart.pairs.iter().all(|pair| !pair.difference.paired));
    let shorter = compare(&[run(&here), run(&settings(64))], false).unwrap();
    assert!(shorter.pairs.iter().all(|pair| pair.difference.n == 64));
}

#[test]
fn only_periods_of_the_same_days_are_compared() {
    let year = model(&[]);
    let longer = model(&[("horizon.start", "2024-07-01"), ("horizon.end", "2026-01-31")]);
    let settings = settings(64);
    let run = |name: &str, model: &Model| {
        side(name, model, &simulate(model, &settings, &mut go).unwrap(), &settings)
    };
    let (a, b) = (run("a", &year), run("b", &longer));
    let refused = compare(&[a.clone(), b.clone()], false).unwrap_err().to_string();
    let reason = "horizons 2025-01-01 to 2025-12-31 and 2024-07-01 to 2026-01-31";
    assert!(refused.ends_with(reason), "{refused}");
    let names = ["a", "b"].map(str::to_owned);
    let early = same_horizon(&[&year, &longer], &names).unwrap_err();
    assert_eq!(early.to_string(), refused);
    assert!(same_horizon(&[&year, &year], &names).is_ok());
    let apart = compare(&[a, b], true).unwrap();
    let mut periods: Vec<_> = apart.pairs.iter().map(|pair| pair.quantity.period).collect();
    periods.dedup();
    assert_eq!(periods, [Period::Year(2025)]);
}

#[test]
fn a_single_belief_leaves_errors_where_nothing_is_uncertain() {
    let settings = settings(128).with_beliefs(1);
    let exports = |model: &Model, other: &Model, apart: bool| {
        let run =
            |model| side("x", model, &simulate(model, &settings, &mut go).unwrap(), &settings);
        let found = compare(&[run(model), run(other)], apart).unwrap();
        found.pairs.into_iter().find(|pair| pair.quantity.metric == EXPORTS).unwrap().difference
    };
    let (plain, more) = (model(&[]), model(&[("hazard.pump.rate", "6 /y")]));
    assert!(exports(&plain, &more, false).stderr > 0.0);
    assert!(exports(&plain, &more, true).stderr > 0.0);
    let uncertain = model(&[("node.field.supply", "{ uniform = [\"9 Mt/y\", \"10 Mt/y\"] }")]);
    assert!(exports(&plain, &uncertain, false).stderr.is_nan());
    assert!(exports(&uncertain, &plain, false).stderr.is_nan());
}

#[test]
fn a_run_stops_when_it_is_precise_enough_and_not_before() {
    let model = model(&[]);
    let settings = settings(20_000);
    let stop = |text: &str, models: &[&Model]| {
        let goal = Goal::parse(text).unwrap();
        let made = simulate_together(models, &settings, Some(&goal), &mut go).unwrap();
        (made.outcomes[0].replications, made.look.unwrap())
    };
    let (n, look) = stop("P(ten) ± 3 pp", &[&model]);
    assert!(look.met && look.half_width <= 0.03 && n % 64 == 0 && u64::from(n) == look.n);
    let (longer, _) = stop("P(ten) ± 1.5 pp", &[&model]);
    assert!((3 * n..=5 * n).contains(&longer), "{n} and {longer}");
    let (least, look) = stop("exports.total.2025 ± 5 Mt", &[&model]);
    assert!(least == 4 * 64 && look.met);
    let few = self::settings(255);
    let goal = Goal::parse("P(ten) ± 3 pp").unwrap();
    let refused = simulate_together(&[&model], &few, Some(&goal), &mut go).unwrap_err();
    assert!(refused.to_string().contains("at least 256 replications, and 255"), "{refused}");
    let (most, look) = stop("exports.total.2025 ± 1 t", &[&model]);
    assert!(most == 20_000 && !look.met);
    let other = self::model(&[("hazard.pump.rate", "4.1 /y")]);
    let (paired, look) = stop("P(ten) ± 3 pp", &[&model, &other]);
    assert!(look.met && 4 * paired <= n, "a difference needs fewer: {paired} and {n}");
}

#[test]
fn goals_that_the_scenario_does_not_report_are_refused() {
    let model = model(&[]);
    for (text, why) in [
        ("P(eleven) ± 1 pp", "unknown target `eleven`"),
        ("exports.nowhere.2025 ± 1 Mt", "unknown entity `nowhere`"),
        ("exports.total.2031 ± 1 Mt", "is not reported by this scenario"),
    ] {
        let goal = Goal::parse(text).unwrap();
        let error = simulate_together(&[&model], &settings(300), Some(&goal), &mut go).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn errors_are_made_from_what_is_independent() {
    let certain = model(&[]);
    assert_eq!([certain.clusters(640, 7), certain.clusters(640, 1)], [640, 640]);
    // Whether it is built is a belief, though no number is.
    let project = r#"{ planned = 2025-01-01, chance = 0.5, changes = { "link.pipeline.capacity" = "9 Mt/y" } }"#;
    let by_chance = model(&[("project.cut", project)]);
    assert_eq!([by_chance.clusters(640, 7), by_chance.clusters(640, 1)], [7, 1]);
    let settings = settings(640).with_beliefs(1);
    let difference = |other: &Model, settings: &Settings| {
        let made = simulate_together(&[&certain, other], settings, None, &mut go).unwrap();
        let sides = [("a", &certain), ("b", other)];
        let sides: Vec<Side> = sides
            .iter()
            .zip(&made.outcomes)
            .map(|((name, model), outcome)| side(name, model, outcome, settings))
            .collect();
        let found = compare(&sides, false).unwrap();
        found.pairs.into_iter().find(|pair| pair.quantity.metric == EXPORTS).unwrap().difference
    };
    assert!(difference(&by_chance, &settings).stderr.is_nan(), "one belief has no error");
    let other = model(&[("hazard.pump.rate", "5 /y")]);
    assert!(difference(&other, &settings).stderr > 0.0, "nothing is a belief");
    let refused = |model: &Model| {
        let goal = Goal::parse("exports.total.2025 ± 1 Mt").unwrap();
        simulate_together(&[model], &settings, Some(&goal), &mut go).unwrap_err().to_string()
    };
    assert!(refused(&by_chance).contains("at least two beliefs"), "{}", refused(&by_chance));
    let sure = model(&[("run.chance", "false")]);
    assert!(refused(&sure).starts_with("nothing is left to chance"), "{}", refused(&sure));
}
