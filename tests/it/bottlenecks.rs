//! Does only the narrowest link count, do the steps of a waterfall add up, and are worths written?

use crate::support::{files, model_with, run, settings};
use caspian::batch::{Ask, Happened, Questions, Study, Sweep, build, sweep};
use caspian::error::Error;
use caspian::metric::{Constraint, Metric, Period};
use caspian::port::Move;
use caspian::results::{self, Options};
use caspian::scenario::{self, Change};
use caspian::simulate::Settings;
use caspian::stop::Stop;
use caspian::study::sizing::sizing;
use caspian::tally::Outcome;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

/// A chain with every reason to fall short; all that takes time at ports takes always the same.
const SHORT: &str = r#"
horizon     = { start = 2025-01-01, end = 2025-12-31 }
node.field  = { kind = "source", supply = "60 kt/d" }
node.a-tank = { kind = "tank", capacity = "200 kt" }
node.b-tank = { kind = "tank", capacity = "1 Mt" }
node.market = { kind = "market", demand = "unlimited" }
link.rail   = { from = "field", to = "a-tank", capacity = "4.4 Mt/y" }
link.road   = { from = "field", to = "a-tank", capacity = "2 kt/d" }
link.onward = { from = "b-tank", to = "market", capacity = "60 kt/d" }
link.sea    = { kind = "shuttle", from = "a-tank", to = "b-tank", ports = ["a", "b"], sea = "caspian", distance = "100 nmi", nominated = "4 Mt/y" }
link.tube   = { from = "field", to = "b-tank", capacity = "1 kt/d" }
port.a      = { berths = 2, load = "20 h", changeover = "4 h", bed = "-35 m" }
port.b      = { berths = 2, discharge = "20 h", changeover = "4 h", bed = "-40 m" }
sea.caspian = { level = "-29.1 m" }
fleet.tankers = { ships = 8, cargo = "10 kt", draft = "7 m", per-cm = "20 t/cm", speed = "10 kn", serves = ["sea"] }
hazard.storm  = { on = ["port.a"], takes = "all", process = "poisson", rate = "20 /y", duration = "1 d" }
hazard.strike = { on = ["link.tube"], takes = "all", process = "poisson", rate = "3 /y", duration = "4 d" }
maintenance.dredging = { on = ["port.a"], takes = 1, every = "1 y", next = 2025-06-01, duration = "20 d" }
project.deal = { planned = 2025-03-01, chance = 1, delay = "90 d", changes = { "link.sea.nominated" = "+0.8 Mt/y" } }
route.over   = { links = ["sea", "tube"] }
target.goal  = { routes = ["over"], chain = [["rail", "road", "tube"], "over", "onward"], year = 2025, at-least = "4 Mt" }
"#;

fn asked(home: &Path) -> (Study, Questions) {
    asked_of(home, SHORT)
}

fn asked_of(home: &Path, text: &str) -> (Study, Questions) {
    let file = home.join("short.toml");
    fs::write(&file, text).unwrap();
    let loaded = scenario::load(&file, &[]).unwrap();
    let fits = |change: &Change| scenario::load(&file, std::slice::from_ref(change)).is_ok();
    let mut questions = Questions::new(&loaded.model, 0, &fits);
    questions.pairs.clear();
    let list = questions.list();
    let notes = questions.left_out.clone();
    let ask = Ask { list, notes, replications: Some(5), beliefs: Some(5), ..Ask::default() };
    (build(&file, &ask).unwrap(), questions)
}

fn to(dir: &Path, resume: bool) -> Sweep<'_> {
    let (options, command_line) = (Options::default(), vec!["caspian".to_owned()]);
    Sweep { dir, options, resume, threads: 1, stop: Stop::default(), share: None, command_line }
}

/// Fields of the rows of a table, without its line of names.
fn rows(dir: &Path, table: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(dir.join(table)).unwrap();
    let fields = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(fields).collect()
}

fn number(field: &str) -> f64 {
    field.parse().unwrap_or_else(|_| panic!("`{field}`"))
}

#[test]
fn a_waterfall_leads_from_nameplate_to_delivered_to_the_tonne() {
    let home = tempfile::tempdir().unwrap();
    let (study, questions) = asked(home.path());
    let dir = home.path().join("short");
    questions.run(&study, &to(&dir, false), &mut |_| ControlFlow::Continue(())).unwrap();
    let rows = rows(&dir, "waterfall.csv");
    let steps: Vec<&str> = rows.iter().map(|row| row[2].as_str()).collect();
    let reasons =
        ["maintenance", "storms", "failures", "draft", "queue", "feeder", "contract", "delay"];
    assert_eq!(steps[0], "nameplate");
    assert_eq!(steps[1..9], reasons);
    assert_eq!(steps[9..], ["delivered"]);
    let tonnes: Vec<f64> = rows.iter().map(|row| number(&row[3])).collect();
    let sum: f64 = tonnes[..9].iter().sum();
    assert!((sum - tonnes[9]).abs() < 1e-6, "{tonnes:?}");
    assert!(tonnes[1..9].iter().all(|taken| *taken < 0.0), "{rows:?}");
    // Two berths of a day a call, full ships; beside them the tube, which the feeder leaves alone.
    assert_eq!(tonnes[0], (2.0 * 10_000.0 + 1000.0) * 365.0);
    let results = results::open(&dir).unwrap();
    let delivered = results.summary().unwrap().into_iter().find(|row| {
        row.point == 0 && row.metric == Metric::TargetRoutes && row.period == Period::Year(2025)
    });
    assert_eq!(delivered.unwrap().mean, Some(tonnes[9]));
}

/// The waterfall of a scenario, as it is written.
fn waterfall(text: &str) -> (String, Questions) {
    let home = tempfile::tempdir().unwrap();
    let (study, questions) = asked_of(home.path(), text);
    let dir = home.path().join("short");
    questions.run(&study, &to(&dir, false), &mut |_| ControlFlow::Continue(())).unwrap();
    (fs::read_to_string(dir.join("waterfall.csv")).unwrap(), questions)
}

#[test]
fn what_correlation_names_is_undone_as_well() {
    let uncertain = SHORT
        .replace("delay = \"90 d\"", "delay = { uniform = [\"60 d\", \"120 d\"] }")
        .replace("rate = \"20 /y\"", "rate = { uniform = [\"15 /y\", \"25 /y\"] }")
        .replace("rate = \"3 /y\"", "rate = { uniform = [\"2 /y\", \"4 /y\"] }");
    let uncertain = uncertain
        + "hazard.grade = { on = [\"link.rail\"], process = \"states\", states = [\
           { leaves = \"50 %\", probability = 0.1 }, { leaves = \"100 %\", probability = 0.9 }] }\n";
    // Pairs without a correlation leave every draw as it is.
    let pairs = "correlation.pairs = [[\"project.deal.delay\", \"hazard.storm.rate\", 0], \
                 [\"project.deal.delay\", \"hazard.strike.rate\", 0]]\n";
    let ((plain, _), (named, questions)) =
        (waterfall(&uncertain), waterfall(&(pairs.to_owned() + &uncertain)));
    assert_eq!(named, plain);
    assert!(questions.left_out.is_empty(), "{:?}", questions.left_out);
    let failures = questions.steps.iter().find(|step| step.reason == "failures").unwrap();
    assert!(failures.undo.iter().any(|change| change.path == "hazard.grade.states"));
    let delay = questions.steps.iter().find(|step| step.reason == "delay").unwrap();
    assert_eq!(delay.undo[1], Change::new("project.deal.delay", "0 d"));
}

#[test]
fn what_cannot_be_undone_or_added_is_named() {
    let home = tempfile::tempdir().unwrap();
    let in_quotes = "'{ pert = [\"3 Mt/y\", \"4 Mt/y\", \"5 Mt/y\"] }'";
    let (study, questions) = asked_of(home.path(), &SHORT.replace("\"+0.8 Mt/y\"", in_quotes));
    let project = "project.deal.changes.link.sea.nominated";
    let measure = "one more unit (1 Mt/y) at project.deal cannot be added";
    assert_eq!(questions.left_out, [measure]);
    let contract = questions.steps.iter().find(|step| step.reason == "contract").unwrap();
    assert!(contract.undo.contains(&Change::new(project, "all")), "{:?}", contract.undo);
    let dir = home.path().join("short");
    questions.run(&study, &to(&dir, false), &mut |_| ControlFlow::Continue(())).unwrap();
    let manifest = results::open(&dir).unwrap().manifest;
    assert!(manifest.warnings.iter().any(|warning| warning == measure));

    let model = &study.base.model;
    let questions = Questions::new(model, 0, &|change| change.path != "project.deal.delay");
    let delay = questions.steps.iter().find(|step| step.reason == "delay").unwrap();
    assert_eq!(delay.undo, [Change::new("project.deal.chance", "1")]);
    assert_eq!(questions.left_out, ["project.deal.delay cannot be undone, so delay leaves it in"]);
}

#[test]
fn a_run_cut_short_and_one_made_again_give_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let (study, questions) = asked(home.path());
    let dir = home.path().join("short");
    let mut go = |_| ControlFlow::Continue(());
    questions.run(&study, &to(&dir, false), &mut go).unwrap();
    let whole = files(&dir);
    for cut in [4, 9] {
        let dir = home.path().join(format!("cut-{cut}"));
        let mut left = cut;
        let stopped = questions.run(&study, &to(&dir, false), &mut |_| {
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stopped, Err(Error::Paused { .. } | Error::Interrupted)), "{stopped:?}");
        questions.run(&study, &to(&dir, true), &mut go).unwrap();
        assert!(files(&dir) == whole, "cut after {cut}");
    }
    // Made again, no point is run, nor for a study of the same points.
    let mut began = 0;
    let mut count = |happened| {
        began += usize::from(matches!(happened, Happened::Began(_)));
        ControlFlow::Continue(())
    };
    questions.run(&study, &to(&dir, true), &mut count).unwrap();
    assert!(files(&dir) == whole, "made again");
    sweep(&study, &to(&dir, true), &mut count).unwrap();
    assert_eq!(began, 0);
}

/// A feeder, berths and ships in a row: what comes is lifted at once where berths allow it.
const ROW: &str = r#"
horizon     = { start = 2025-01-01, end = 2025-12-31 }
node.field  = { kind = "source", supply = "60 kt/d" }
node.a-tank = { kind = "tank", capacity = "3 Mt" }
node.b-tank = { kind = "tank", capacity = "3 Mt" }
node.market = { kind = "market", demand = "unlimited" }
link.feeder = { from = "field", to = "a-tank", capacity = "5 Mt/y" }
link.onward = { from = "b-tank", to = "market", capacity = "80 kt/d" }
link.sea    = { kind = "shuttle", from = "a-tank", to = "b-tank", ports = ["a", "b"], sea = "caspian", distance = "250 nmi", nominated = "all" }
port.a      = { berths = 3, load = { triangular = ["20 h", "24 h", "30 h"] }, changeover = "5 h", bed = "-40 m" }
port.b      = { berths = 20, discharge = "20 h", changeover = "4 h", bed = "-40 m" }
sea.caspian = { level = "-29.1 m" }
fleet.tankers = { ships = 12, cargo = "10 kt", draft = "7 m", per-cm = "20 t/cm", speed = "10 kn", serves = ["sea"] }
hazard.storm  = { on = ["port.a"], takes = "all", process = "poisson", rate = "20 /y", duration = "1 d" }
route.sea   = { links = ["sea"] }
target.goal = { routes = ["sea"], sea = ["sea"], chain = ["feeder", "sea", "onward"], year = 2025, at-least = "4 Mt" }
"#;

#[test]
fn fleets_of_one_service_need_together_what_one_of_them_all_would() {
    let ships = |text: &str| {
        let model = model_with(text, &[]);
        let needs = sizing(&model, &model.targets[0], 14e6);
        let of = needs.into_iter().filter(|need| need.what == Constraint::Ships);
        of.map(|need| (need.need, need.have, need.gap())).collect::<Vec<_>>()
    };
    let [(need, have, gap)] = ships(ROW)[..] else { panic!("one fleet") };
    assert!(have == 12.0 && need > 15.0 && (gap - (need - have)).abs() < 1e-9, "{need} {gap}");
    let second = "fleet.others = { ships = 4, cargo = \"10 kt\", draft = \"7 m\", per-cm = \"20 t/cm\", \
                  speed = \"10 kn\", serves = [\"sea\"] }\n";
    let split = ROW.replace("ships = 12", "ships = 8") + second;
    let [others, first] = ships(&split)[..] else { panic!("two fleets") };
    assert!((first.0 + others.0 - need).abs() < 1e-9 && (first.2 + others.2 - gap).abs() < 1e-9);
    assert!((first.0 - 2.0 * others.0).abs() < 1e-9, "in proportion to what they can: {first:?}");
}

/// A run with so many berths and these changes besides.
fn with_berths(berths: u32, changes: &[(&str, &str)]) -> Outcome {
    let berths = berths.to_string();
    let mut all = vec![("port.a.berths", berths.as_str())];
    all.extend(changes);
    run(&model_with(ROW, &all), &all_kept(6).with_trace((0..6).collect()))
}

/// Settings that keep every metric by replication.
fn all_kept(replications: u32) -> Settings {
    let keep = caspian::tally::Keep { metrics: Metric::ALL.to_vec(), ..Default::default() };
    settings(replications).with_keep(keep)
}

/// Values of the year by replication.
fn year(outcome: &Outcome, metric: Metric, entity: &str) -> Vec<f64> {
    let kept = outcome.kept.iter().find(|kept| {
        (kept.quantity.metric, kept.quantity.period) == (metric, Period::Year(2025))
            && kept.quantity.entity == entity
    });
    kept.unwrap_or_else(|| panic!("no {metric} of {entity}")).values.clone()
}

/// Oil that has come to the loading tank by the last evening: discharged, in it, or at sea.
fn arrived(outcome: &Outcome) -> Vec<i64> {
    let last = jiff::civil::date(2025, 12, 31);
    let of = |replication: u32| {
        let rows = outcome.trace.iter().filter(move |row| row.replication == replication);
        let stock = rows.clone().filter(|row| row.date == last && row.name == "a-tank");
        let stock: i64 = stock.filter_map(|row| row.stock).sum();
        let moved = |event: Move| -> i64 {
            let of = |row: &&caspian::tally::TraceRow| {
                row.event.as_ref().is_some_and(|found| found.name == event)
            };
            rows.clone().filter(of).filter_map(|row| row.stock).sum()
        };
        let discharged = year(outcome, Metric::Throughput, "sea")[replication as usize] as i64;
        let at_sea = moved(Move::Load) - discharged;
        assert!((0..=120_000).contains(&at_sea), "{at_sea} at sea");
        discharged + at_sea + stock
    };
    (0..6).map(of).collect()
}

#[test]
fn ten_more_berths_behind_a_full_feeder_are_worth_nothing() {
    let [three, thirteen] = [3, 13].map(|berths| with_berths(berths, &[]));
    // To the tonne: what the feeder brings, 13,699 t a day, wherever it is by the end of the year.
    assert_eq!(arrived(&three), [13_699 * 365; 6]);
    assert_eq!(arrived(&three), arrived(&thirteen));
    let able = |outcome: &Outcome| year(outcome, Metric::TargetCapability, "goal");
    assert_eq!(
        (able(&three), able(&thirteen)),
        (vec![13_699.0 * 365.0; 6], vec![13_699.0 * 365.0; 6])
    );
    // The berths are not what could be carried: theirs grows.
    let routes = |outcome: &Outcome| year(outcome, Metric::TargetRoutesCapability, "goal");
    assert!(routes(&three).iter().zip(routes(&thirteen)).all(|(few, many)| *few < many));
}

#[test]
fn berths_that_nobody_waits_for_change_no_figure() {
    let five = ("fleet.tankers.ships", "5");
    let [six, sixteen] = [6, 16].map(|berths| with_berths(berths, &[five]));
    assert_eq!(year(&six, Metric::WaitQueue, "a"), [0.0; 6], "nobody queues");
    assert!(year(&six, Metric::WaitStorm, "a").iter().all(|wait| *wait > 0.0));
    let delivered = |outcome: &Outcome| {
        let of_sea = |entity: &str| ["sea", "onward", "feeder", "total", "goal"].contains(&entity);
        let delivers = |metric| {
            use Metric as M;
            let target = [M::TargetRoutes, M::TargetSea, M::TargetRunRate];
            target.contains(&metric) || matches!(metric, M::Exports | M::Throughput | M::AtSea)
        };
        let kept = outcome
            .kept
            .iter()
            .filter(|kept| delivers(kept.quantity.metric) && of_sea(&kept.quantity.entity));
        format!("{:?}", kept.collect::<Vec<_>>())
    };
    assert!(delivered(&six).len() > 1000);
    assert!(delivered(&six) == delivered(&sixteen));
}

#[test]
fn with_more_oil_the_same_berths_are_worth_much() {
    let more = [("link.feeder.capacity", "12 Mt/y"), ("fleet.tankers.ships", "30")];
    let [three, thirteen] =
        [3, 13].map(|berths| year(&with_berths(berths, &more), Metric::TargetRoutes, "goal"));
    let gains: Vec<f64> = three.iter().zip(&thirteen).map(|(few, many)| many - few).collect();
    assert!(gains.iter().all(|gain| *gain > 2e6), "{gains:?}");
}

/// Two ports that ships may load at, both for all that comes.
const TWO: &str = r#"
horizon       = { start = 2025-01-01, end = 2025-12-31 }
node.field    = { kind = "source", supply = "60 kt/d" }
node.rich     = { kind = "tank", capacity = "300 kt" }
node.poor     = { kind = "tank", capacity = "100 kt" }
node.far      = { kind = "tank", capacity = "3 Mt" }
node.market   = { kind = "market", demand = "unlimited" }
link.to-rich  = { from = "field", to = "rich", capacity = "30 kt/d" }
link.to-poor  = { from = "field", to = "poor", capacity = "1 kt/d" }
link.onward   = { from = "far", to = "market", capacity = "80 kt/d" }
link.sea-rich = { kind = "shuttle", from = "rich", to = "far", ports = ["a", "c"], sea = "caspian", distance = "100 nmi", nominated = "all" }
link.sea-poor = { kind = "shuttle", from = "poor", to = "far", ports = ["b", "c"], sea = "caspian", distance = "100 nmi", nominated = "all" }
port.a        = { berths = 2, load = "24 h", changeover = "288 min", bed = "-40 m" }
port.b        = { berths = 2, load = "24 h", changeover = "288 min", bed = "-40 m" }
port.c        = { berths = 1, discharge = "24 h", changeover = "288 min", bed = "-40 m" }
sea.caspian   = { level = "-29.1 m" }
fleet.tankers = { ships = 4, cargo = "10 kt", draft = "7 m", per-cm = "20 t/cm", speed = "10 kn", serves = ["sea-poor", "sea-rich"] }
route.sea     = { links = ["sea-poor", "sea-rich"] }
target.goal   = { routes = ["sea"], chain = [["to-poor", "to-rich"], "sea", "onward"], year = 2025, at-least = "4 Mt" }
"#;

#[test]
fn ships_go_where_oil_waits_for_them() {
    let delivered = |changes: &[(&str, &str)]| {
        let changes = [changes, &[("port.c.berths", "4")]].concat();
        year(&run(&model_with(TWO, &changes), &all_kept(1)), Metric::TargetRoutes, "goal")[0]
    };
    let both = delivered(&[]);
    let alone = delivered(&[("link.sea-poor.open", "false")]);
    // A port where little comes takes a ship now and then, and none to wait there.
    assert!(both > 0.98 * alone, "{both} with a second port, {alone} without");
}

#[test]
fn ports_and_ships_that_routes_share_count_once() {
    let able = |berths: &str, ships: &str| {
        let changes = [("port.c.berths", berths), ("fleet.tankers.ships", ships)];
        let outcome = run(&model_with(TWO, &changes), &all_kept(1));
        let of = |metric, entity: &str| year(&outcome, metric, entity)[0] / 365.0;
        let alone = ["sea-poor", "sea-rich"].map(|link| of(Metric::Capability, link));
        (of(Metric::TargetRoutesCapability, "goal"), alone)
    };
    // A round trip of 68 hours; a call of 28.8.
    let ships = |ships: f64| (ships * 24.0 / 68.0 * 10_000.0).round();
    let berths = |berths: f64| (berths * 24.0 / 28.8 * 10_000.0_f64).round();
    assert_eq!(able("4", "4"), (ships(4.0), [ships(4.0); 2]), "ships");
    assert_eq!(able("1", "4"), (berths(1.0), [berths(1.0); 2]), "the port that receives");
    assert_eq!(able("8", "30"), (2.0 * berths(2.0), [berths(2.0); 2]), "each its own berths");
    // The lines side by side bring 31 kt a day.
    let changes = [("port.c.berths", "8"), ("fleet.tankers.ships", "30")];
    let outcome = run(&model_with(TWO, &changes), &all_kept(1));
    assert_eq!(year(&outcome, Metric::TargetCapability, "goal"), [31_000.0 * 365.0]);
}

#[test]
fn one_more_unit_is_added_where_a_project_puts_a_new_number_too() {
    let loaded = |text: &str| {
        let files = scenario::Files::given([("s.toml", text)]);
        scenario::load_from("s.toml", &[], &files).unwrap().model
    };
    let project = r#"project.rail = { planned = 2025-02-01, chance = 1, delay = "0 d", changes = { "link.rail.capacity" = "5 Mt/y" } }"#;
    let text = format!("{SHORT}{project}\n");
    let model = loaded(&text);
    let fits = |change: &Change| {
        let files = scenario::Files::given([("s.toml", text.as_str())]);
        scenario::load_from("s.toml", std::slice::from_ref(change), &files).is_ok()
    };
    let questions = Questions::new(&model, 0, &fits);
    let paths = |entity: &str| {
        let measure = questions.measures.iter().find(|measure| measure.entity == entity).unwrap();
        measure.changes.iter().map(|c| (c.path.clone(), c.value.clone())).collect::<Vec<_>>()
    };
    let of = |path: &str, value: &str| (path.to_owned(), value.to_owned());
    let own = "project.rail.changes.link.rail.capacity";
    assert_eq!(paths("rail"), [of("link.rail.capacity", "+1 Mt/y"), of(own, "+1 Mt/y")]);
    assert_eq!(paths("road"), [of("link.road.capacity", "+2738 t/d")]);
    let feeder = questions.steps.iter().find(|step| step.reason == "feeder").unwrap();
    let undone: Vec<_> = feeder.undo.iter().map(|c| (c.path.as_str(), c.value.as_str())).collect();
    assert!(undone.contains(&(own, "+100 Mt/y")), "{undone:?}");
    assert!(undone.contains(&("link.road.capacity", "+273785 t/d")), "{undone:?}");
}

/// A pipe that is too small, and a way out that nobody uses.
const OPTION: &str = r#"
horizon     = { start = 2025-01-01, end = 2025-01-31 }
node.field  = { kind = "source", supply = "10 kt/d" }
node.market = { kind = "market", demand = "unlimited" }
link.pipe   = { from = "field", to = "market", capacity = "8 kt/d" }
link.option = { from = "field", to = "market", capacity = "5 kt/d", nominated = "0 t/d" }
route.all   = { links = ["pipe", "option"] }
target.goal = { routes = ["option"], year = 2025, at-least = "1 Mt" }
"#;

#[test]
fn what_nobody_nominates_stops_no_oil_that_is_shut_in_but_keeps_from_a_target() {
    let binding = |changes: &[(&str, &str)]| {
        let outcome = run(&model_with(OPTION, changes), &settings(1));
        let rows = outcome
            .bottlenecks
            .into_iter()
            .filter(|row| row.period == Period::Total && row.share_binding > 0.0);
        let words =
            rows.map(|row| format!("{}: {} {}", row.objective, row.link, row.constraint.name()));
        let mut words: Vec<String> = words.collect();
        words.sort();
        words
    };
    assert_eq!(binding(&[]), ["goal: option nomination", "shut-in: pipe capacity"]);
    let some = binding(&[("link.option.nominated", "1 kt/d")]);
    assert!(some.contains(&"shut-in: option nomination".to_owned()), "{some:?}");
    // Surge is there to be used, whatever the nomination.
    let surge = binding(&[("link.option.surge", "{ extra = '1 kt/d', ramp = '1 d' }")]);
    assert!(surge.contains(&"shut-in: option surge".to_owned()), "{surge:?}");
}
