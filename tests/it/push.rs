//! What would go over a target's routes if contracts held nothing back?

use crate::support::{estimate, model, run, settings};
use caspian::batch::{merge, run_share};
use caspian::metric::{Measure, Metric, Period, Reached};
use caspian::results::{About, Options, Point, Writer};
use caspian::scenario::{self, Files};
use caspian::simulate::Progress;
use caspian::study::share::Share;
use caspian::tally::Outcome;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A field that sells by cost to the east, and by contract over a road to the west.
const NETWORK: &str = r#"
horizon = { start = 2025-01-01, end = 2026-12-31 }
as-of   = 2025-06-30
node.field = { kind = "source", supply = "20 kt/d" }
node.east  = { kind = "market", demand = "unlimited" }
node.west  = { kind = "market", demand = "unlimited" }
link.pipe  = { from = "field", to = "east", capacity = "20 kt/d" }
link.road  = { from = "field", to = "west", capacity = "9 kt/d", nominated = "3 kt/d" }
route.east  = { links = ["pipe"] }
route.west  = { links = ["road"] }
target.goal = { routes = ["west"], sea = ["west"], chain = ["road"], year = 2026, at-least = "2 Mt", milestones = ["1 Mt"] }
"#;

/// Chance on the road, and beliefs of how much is nominated and when that changes.
const CHANCE: &str = r#"
hazard.snow  = { on = ["link.road"], takes = "all", process = "poisson", rate = "9 /y", duration = { exponential = { mean = "5 d" } } }
project.more = { planned = 2025-10-01, chance = 0.7, ramp = "90 d", changes = { "link.road.nominated" = "+1 kt/d" } }
project.new  = { planned = 2026-03-01, chance = 0.5, changes = { "link.road.nominated" = "2 kt/d" } }
project.none = { planned = 2026-06-01, chance = 0.5, changes = { "link.road.nominated" = "x 0" } }
"#;

fn with_chance() -> String {
    let varied = "nominated = \"3 kt/d\", variation = { uniform = [0.5, 1.5] }";
    NETWORK.replace("nominated = \"3 kt/d\"", varied) + CHANCE
}

fn year(outcome: &Outcome, metric: Metric, year: i16) -> f64 {
    estimate(outcome, metric, "goal", Period::Year(year)).mean
}

/// Values of a metric of the target by replication.
fn values(outcome: &Outcome, metric: Metric, period: Period) -> &[f64] {
    let kept = outcome
        .kept
        .iter()
        .find(|kept| (kept.quantity.metric, kept.quantity.period) == (metric, period));
    &kept.unwrap_or_else(|| panic!("no {metric} in {period}")).values
}

#[test]
fn push_fills_the_capacity_that_a_contract_leaves() {
    let outcome = run(&model(NETWORK), &settings(1).with_push(1));
    let of = |metric, y| year(&outcome, metric, y);
    assert_eq!(of(Metric::TargetRoutes, 2026), 3000.0 * 365.0);
    assert_eq!(of(Metric::PushRoutes, 2026), 9000.0 * 365.0);
    assert_eq!(of(Metric::PushSea, 2026), 9000.0 * 365.0);
    assert_eq!(of(Metric::PushRunRate, 2026), 9000.0 * 365.0);
    assert_eq!(of(Metric::TargetRunRate, 2026), 3000.0 * 365.0);
    assert_eq!(of(Metric::PushCapability, 2026), of(Metric::TargetCapability, 2026));
    // The past stays: 181 days to the end of June and 184 after it.
    assert_eq!(of(Metric::PushRoutes, 2025), 3000.0 * 181.0 + 9000.0 * 184.0);
    let row = outcome.targets.iter().find(|row| row.measure == Measure::PushRoutes).unwrap();
    assert_eq!((row.reached, row.year, row.hits, row.n), (Reached::In, 2026, 1, 1));
    // Without a day of known past everything is nominated from the first day on.
    let ahead = model(&NETWORK.replace("as-of   = 2025-06-30", ""));
    let ahead = run(&ahead, &settings(1).with_push(1));
    assert_eq!(year(&ahead, Metric::PushRoutes, 2025), 9000.0 * 365.0);
}

#[test]
fn projects_and_variation_of_a_nomination_add_nothing_to_all() {
    let varied = model(&with_chance());
    let plain = model(&(NETWORK.to_owned() + CHANCE.lines().nth(1).unwrap()));
    let of = |model| run(model, &settings(60).with_push(60));
    let (varied, plain) = (of(&varied), of(&plain));
    let period = Period::Year(2026);
    for metric in [Metric::PushRoutes, Metric::PushRunRate] {
        assert_eq!(values(&varied, metric, period), values(&plain, metric, period), "{metric}");
    }
    let contract = |outcome| values(outcome, Metric::TargetRoutes, period).to_vec();
    assert_ne!(contract(&varied), contract(&plain), "but to a volume they do");
}

#[test]
fn until_as_of_push_is_contract() {
    // An event in the past leaves something to make up, which must not differ either.
    let known = with_chance()
        .replace("2026-12-31", "2025-12-31")
        .replace("2025-06-30", "2025-12-31")
        .replace("year = 2026", "year = 2025")
        + "event.ice = { on = [\"link.road\"], takes = \"all\", from = 2025-02-01, back = 2025-02-21 }\n";
    let outcome = run(&model(&known), &settings(20).with_push(20));
    let period = Period::Year(2025);
    for metric in Metric::ALL.into_iter().filter(|metric| metric.is_push()) {
        let contract = values(&outcome, metric.under_contract(), period);
        assert_eq!(values(&outcome, metric, period), contract, "{metric}");
    }
    let later = known.replace("as-of   = 2025-12-31", "as-of   = 2025-12-30");
    let later = run(&model(&later), &settings(20).with_push(20));
    let of = |outcome| values(outcome, Metric::PushRoutes, period)[0];
    // The last day but for its hazards: at most what the contract leaves of the capacity.
    assert!(of(&later) > of(&outcome) && of(&later) <= of(&outcome) + 9000.0);
}

#[test]
fn push_changes_no_other_row() {
    let model = model(&with_chance());
    let (without, mut with) =
        (run(&model, &settings(150)), run(&model, &settings(150).with_push(70)));
    let pushed = with.summary.iter().filter(|row| row.quantity.metric.is_push());
    assert!(pushed.clone().count() >= 8 && pushed.clone().all(|row| row.estimate.n == 70));
    with.summary.retain(|row| !row.quantity.metric.is_push());
    with.kept.retain(|kept| !kept.quantity.metric.is_push());
    with.targets.retain(|row| !row.measure.is_push());
    assert!(format!("{with:?}") == format!("{without:?}"));
}

#[test]
fn a_target_without_contracts_is_not_pushed() {
    let open = model(&NETWORK.replace(", nominated = \"3 kt/d\"", ""));
    let outcome = run(&open, &settings(10).with_push(10).with_verify(true));
    assert!(outcome.summary.iter().all(|row| !row.quantity.metric.is_push()));
    assert_eq!(outcome.verified.unwrap().days, 10 * 730);
    let bound = run(&model(NETWORK), &settings(10).with_push(4).with_verify(true));
    assert_eq!(bound.verified.unwrap().days, 14 * 730, "days under push are certified too");
}

#[test]
fn one_two_and_seven_threads_push_alike() {
    let model = model(&with_chance());
    let with = |threads| settings(300).with_threads(threads).with_beliefs(40).with_push(200);
    let one = format!("{:?}", run(&model, &with(1)));
    for threads in [2, 7] {
        assert!(one == format!("{:?}", run(&model, &with(threads))), "{threads} threads differ");
    }
}

/// Tables by name.
fn tables(dir: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut tables: Vec<PathBuf> = entries.collect();
    tables.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    tables.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    tables.into_iter().map(read).collect()
}

#[test]
fn shares_merge_to_the_bytes_of_the_whole() {
    let home = tempfile::tempdir().unwrap();
    let text = with_chance();
    let files = Files::given([("test.toml", text.as_str())]);
    let scenario = scenario::load_from("test.toml", &[], &files).unwrap_or_else(|e| panic!("{e}"));
    let settings = settings(300).with_beliefs(40).with_push(100);
    let go = |_: Progress| ControlFlow::Continue(());
    let share = |k| {
        let dir = home.path().join(format!("share-{k}"));
        let place = (dir.as_path(), Options::default(), vec![]);
        run_share(&scenario, &settings, Share { k, n: 3 }, place, &mut { go }).unwrap();
        dir
    };
    let shares = [2, 3, 1].map(share);
    let merged = home.path().join("merged");
    merge(&shares, &merged, Options::default(), vec![]).unwrap();

    let whole = home.path().join("whole");
    let mut writer = Writer::create(&whole, &[], Options::default()).unwrap();
    writer.text("scenario.toml", &scenario.text).unwrap();
    writer.point(&Point::single(), &scenario.model, &run(&scenario.model, &settings)).unwrap();
    writer.finish(&scenario.model, About::default()).unwrap();
    let (merged, whole) = (tables(&merged), tables(&whole));
    assert_eq!(merged, whole);
    let values = whole.iter().find(|(name, _)| name == "replications.csv").unwrap();
    let pushed = values.1.lines().filter(|line| line.contains(",push-routes,goal,2026,"));
    assert_eq!(pushed.count(), 100, "a row for each history that was run under push");
}
