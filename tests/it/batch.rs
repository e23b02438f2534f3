//! Does a study go on where it was cut short, to the same bytes?

use crate::support::{PUMPED, files};
use caspian::batch::{
    Ask, Fails, Happened, Judged, Study, Sweep, Wanted, build, merge, run_share, sensitivity, sweep,
};
use caspian::error::Error;
use caspian::metric::{Metric, Period, Quantity};
use caspian::results::{self, Field, Options};
use caspian::scenario::Change;
use caspian::simulate::Settings;
use caspian::stop::Stop;
use caspian::study::design::{Factor, Kind, Levels};
use caspian::study::precision::Output;
use caspian::study::share::Share;
use caspian::tally::Keep;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Four rates of failure.
static SCENARIO: LazyLock<String> = LazyLock::new(|| {
    PUMPED.to_owned()
        + "\n[study.vary]\n\"hazard.pump.rate\" = [\"1 /y\", \"4 /y\", \"8 /y\", \"16 /y\"]\n"
});

fn study(home: &Path, text: &str, ask: &Ask) -> Study {
    let file = home.join("study.toml");
    fs::write(&file, text).unwrap();
    let ask = Ask { replications: Some(100), ..ask.clone() };
    build(&file, &ask).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn asked(dir: &Path, resume: bool) -> Sweep<'_> {
    let (options, command_line) = (Options::default(), vec!["caspian".to_owned()]);
    Sweep { dir, options, resume, threads: 2, stop: Stop::default(), share: None, command_line }
}

/// Runs to the end; what happened.
fn whole(study: &Study, asked: &Sweep<'_>) -> Vec<Happened> {
    let mut all = Vec::new();
    let failed = sweep(study, asked, &mut |happened| {
        if !matches!(happened, Happened::Passed(_) | Happened::Began(_) | Happened::Planned { .. })
        {
            all.push(happened);
        }
        ControlFlow::Continue(())
    });
    assert_eq!(failed.unwrap(), Vec::<usize>::new());
    all
}

#[test]
fn a_study_cut_short_anywhere_goes_on_to_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    let study = study(home.path(), &SCENARIO, &Ask::default());
    let unbroken = home.path().join("unbroken");
    assert_eq!(whole(&study, &asked(&unbroken, false)).len(), 5);
    for cut in [1, 3, 7, 12] {
        let dir = home.path().join(format!("cut-{cut}"));
        let mut left = cut;
        let stopped = sweep(&study, &asked(&dir, false), &mut |_| {
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stopped, Err(Error::Paused { .. } | Error::Interrupted)), "{stopped:?}");
        assert!(!dir.exists());
        // A kill leaves rows of a point that is not in the journal.
        let part = home.path().join(format!(".cut-{cut}.part"));
        for name in ["summary.csv", "replications.csv", "journal.csv"] {
            if let Ok(text) = fs::read_to_string(part.join(name)) {
                fs::write(part.join(name), text + "3,half a ro").unwrap();
            }
        }
        let told = whole(&study, &asked(&dir, true));
        assert!(told.len() <= 5, "{told:?}");
        assert_eq!(files(&dir), files(&unbroken), "cut after {cut}");
    }
}

#[test]
fn a_larger_study_takes_over_what_it_has_in_common() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("grown");
    whole(&study(home.path(), &SCENARIO, &Ask::default()), &asked(&dir, false));
    let list = |text: &str| format!("\"hazard.pump.rate\" = [{text}]");
    let old = list(r#""1 /y", "4 /y", "8 /y", "16 /y""#);
    let new = list(r#""12 /y", "2 /y", "8 /y", "16 /y", "1 /y""#);
    let larger = study(home.path(), &SCENARIO.replace(&old, &new), &Ask::default());
    let told = whole(&larger, &asked(&dir, true));
    let taken = [0, 3, 4, 5].map(Happened::Taken);
    assert!(taken.iter().all(|point| told.contains(point)), "{told:?}");
    assert!([1, 2].map(Happened::Finished).iter().all(|point| told.contains(point)), "{told:?}");
    let fresh = home.path().join("fresh");
    whole(&larger, &asked(&fresh, false));
    assert_eq!(files(&dir), files(&fresh));
}

#[test]
fn other_settings_are_not_gone_on_with() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("study");
    let first = study(home.path(), &SCENARIO, &Ask::default());
    let stop = |happened: Happened| match happened {
        Happened::Finished(1) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    sweep(&first, &asked(&dir, false), &mut |happened| stop(happened)).unwrap_err();
    let other = study(home.path(), &SCENARIO, &Ask { seed: Some(2), ..Ask::default() });
    let refused = sweep(&other, &asked(&dir, true), &mut |happened| stop(happened)).unwrap_err();
    assert!(refused.to_string().contains("was begun with other settings: seed"), "{refused}");
    let mut meanwhile = None;
    let paused = sweep(&first, &asked(&dir, true), &mut |happened| {
        meanwhile.get_or_insert_with(|| {
            sweep(&first, &asked(&dir, true), &mut |_| ControlFlow::Continue(())).unwrap_err()
        });
        match happened {
            // The second point is the unchanged scenario, so it is copied.
            Happened::Taken(2) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    assert!(matches!(paused, Err(Error::Paused { done: 3, .. })), "{paused:?}");
    assert!(meanwhile.unwrap().help().unwrap().starts_with("another process is writing"));
    let again = sweep(&first, &asked(&dir, false), &mut |happened| stop(happened)).unwrap_err();
    assert!(again.help().unwrap().contains("--resume"), "{again:?}");
}

#[test]
fn every_point_is_checked_before_the_first_is_run() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("study.toml");
    fs::write(&file, SCENARIO.replace("8 /y", "8 t/y").replace("16 /y", "-1 /y")).unwrap();
    let Err(Error::BadPoints { points }) = build(&file, &Ask::default()) else {
        panic!("must fail")
    };
    let names: Vec<_> = points.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["point 3 (rate=8 t/y)", "point 4 (rate=-1 /y)"]);
}

#[test]
fn factors_of_the_command_line_join_those_of_the_file() {
    let home = tempfile::tempdir().unwrap();
    let units = |values: &[&str]| Levels::Values(values.iter().map(|v| (*v).to_owned()).collect());
    let factor =
        |path: &str, values: &[&str]| Factor { path: path.to_owned(), levels: units(values) };
    let vary = vec![
        factor("hazard.pump.rate", &["2 /y"]),
        factor("link.pipeline.capacity", &["10 Mt/y", "12 Mt/y"]),
    ];
    let changes = vec![Change::new("node.field.supply", "9 Mt/y")];
    let study = study(home.path(), &SCENARIO, &Ask { vary, changes, ..Ask::default() });
    assert_eq!(study.design.points.len(), 3);
    let text = study.scenario(2).unwrap().text;
    assert!(text.contains("12 Mt/y") && text.contains("9 Mt/y") && text.contains("2 /y"), "{text}");
}

#[test]
fn tables_made_from_a_study_say_what_its_tables_say() {
    let home = tempfile::tempdir().unwrap();
    let study = study(home.path(), &SCENARIO, &Ask::default());
    let dir = home.path().join("study");
    whole(&study, &asked(&dir, false));
    let results = results::open(&dir).unwrap();
    assert_eq!(results.factors(), ["hazard.pump.rate"]);
    let wide = fs::read_to_string(dir.join("table.csv")).unwrap();
    let lines: Vec<Vec<&str>> = wide.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0][..4], ["point", "label", "hazard_pump_rate", "P_ten"]);
    let targets = results.targets().unwrap();
    for point in 0..5 {
        let line = targets.iter().find(|line| line.point == point as u32).unwrap();
        assert_eq!(lines[point + 1][3].parse::<f64>().unwrap(), line.probability);
    }
    let kept = results.replications(|point| point == 2).unwrap();
    let exports = &kept[&2][&Quantity::new(Metric::Exports, "total", Period::Year(2025))];
    let mean = exports.iter().sum::<f64>() / 100.0;
    let summary = results.summary().unwrap();
    let line =
        summary.iter().find(|l| l.point == 2 && l.metric == Metric::Exports && l.entity == "total");
    assert!((mean - line.unwrap().mean.unwrap()).abs() < 1e-6);
    let tipping = caspian::batch::tipping_rows(&results).unwrap();
    assert_eq!(tipping.len(), 3);
    let lines = results.rows::<results::TippingLine>().unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.probability, line.unit.as_str())).collect();
    assert_eq!(told, [(0.1, "/y"), (0.5, "/y"), (0.9, "/y")]);
}

fn settings(study: &Study) -> Settings {
    let keep = Keep { study: false, metrics: vec![Metric::FirstCutDay], monthly: true };
    let settings = Settings::new(&study.base.model).with_seed(study.seed).with_keep(keep);
    settings.with_replications(500).with_beliefs(50).with_threads(2).with_push(0)
}

#[test]
fn shares_of_a_run_merge_to_the_bytes_of_the_whole() {
    let home = tempfile::tempdir().unwrap();
    let study = study(home.path(), &SCENARIO, &Ask::default());
    let settings = settings(&study);
    let go = |_: caspian::simulate::Progress| ControlFlow::Continue(());
    let whole = home.path().join("whole");
    let mut writer = results::Writer::create(&whole, &[], Options::default()).unwrap();
    let outcome = caspian::simulate::simulate(&study.base.model, &settings, &mut { go }).unwrap();
    writer.text("scenario.toml", &study.base.text).unwrap();
    writer.point(&results::Point::single(), &study.base.model, &outcome).unwrap();
    writer.finish(&study.base.model, results::About::default()).unwrap();

    let share = |k: u32, n: u32, settings: &Settings| {
        let dir = home.path().join(format!("share-{k}-of-{n}-seed-{}", settings.seed()));
        let place = (dir.as_path(), Options { force: true, ..Options::default() }, vec![]);
        run_share(&study.base, settings, Share { k, n }, place, &mut { go }).unwrap();
        dir
    };
    let shares: Vec<PathBuf> = [3, 1, 2].map(|k| share(k, 3, &settings)).to_vec();
    let merged = home.path().join("merged");
    merge(&shares, &merged, Options::default(), vec![]).unwrap();
    assert_eq!(files(&merged), files(&whole));

    let refused = |dirs: &[PathBuf]| {
        let out = home.path().join("refused");
        let error = merge(dirs, &out, Options::default(), vec![]).unwrap_err();
        assert!(!out.exists());
        error.to_string()
    };
    assert_eq!(refused(&shares[1..]), "replications 320 to 499 are in no share");
    assert!(refused(&[shares[0].clone(), shares[1].clone()]).ends_with("are in no share"));
    let half = share(1, 2, &settings);
    let twice = refused(&[shares.clone(), vec![half]].concat());
    assert!(twice.ends_with("a second time"), "{twice}");
    let other = share(3, 3, &settings.clone().with_seed(2));
    let mixed = refused(&[other, shares[1].clone(), shares[2].clone()]);
    assert!(mixed.contains("seed = 2") && mixed.contains("seed = 1"), "{mixed}");
    let path = shares[0].join("blocks.bin");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 5]).unwrap();
    assert!(refused(&shares).contains("is damaged"));
}

#[test]
fn shares_of_a_study_merge_to_the_bytes_of_the_whole() {
    let home = tempfile::tempdir().unwrap();
    let table = vec![Output::parse("shut-in.total.2025").unwrap()];
    let study = study(home.path(), &SCENARIO, &Ask { table, ..Ask::default() });
    let all = home.path().join("all");
    whole(&study, &asked(&all, false));
    let shares: Vec<PathBuf> = (1..=3)
        .map(|k| {
            let dir = home.path().join(format!("share-{k}"));
            whole(&study, &Sweep { share: Some(Share { k, n: 3 }), ..asked(&dir, false) });
            dir
        })
        .collect();
    let merged = home.path().join("merged");
    merge(&shares, &merged, Options::default(), vec![]).unwrap();
    assert_eq!(files(&merged), files(&all));
    let out = home.path().join("refused");
    let gap = merge(&shares[..2], &out, Options::default(), vec![]).unwrap_err();
    assert_eq!(gap.to_string(), "point 2 is in no share");
    let twice = [&shares[..], &shares[..1]].concat();
    let twice = merge(&twice, &out, Options::default(), vec![]).unwrap_err();
    assert!(twice.to_string().starts_with("point 0 is in both"), "{twice}");
}

#[test]
fn a_study_tells_which_factor_matters() {
    let home = tempfile::tempdir().unwrap();
    let text = SCENARIO.replace(
        "\"hazard.pump.rate\" = [\"1 /y\", \"4 /y\", \"8 /y\", \"16 /y\"]",
        "\"hazard.pump.rate\" = { between = [\"1 /y\", \"16 /y\"] }\n\
         \"link.pipeline.capacity\" = { between = [\"10.9 Mt/y\", \"11.1 Mt/y\"] }",
    );
    let wanted = |quantity: &str| Wanted {
        output: Output::parse(quantity).unwrap(),
        tail: None,
        fails: None,
    };
    for design in [Kind::OneAtATime, Kind::Morris, Kind::Saltelli, Kind::Sobol] {
        let ask = Ask {
            design: Some(design),
            points: design.is_sampled().then_some(60),
            ..Ask::default()
        };
        let study = study(home.path(), &text, &ask);
        let dir = home.path().join(design.name());
        whole(&study, &asked(&dir, false));
        let results = results::open(&dir).unwrap();
        let found = sensitivity(&results, &wanted("P(ten)")).unwrap();
        let first = match &found.judged {
            Judged::Tornado(rows) => rows[0].0.clone(),
            Judged::Morris(rows) => rows[0].0.clone(),
            Judged::Sobol(rows) => {
                assert!(rows[0].1[0] > 0.9 && rows[1].1[3] < 0.1, "{rows:?}");
                rows[0].0.clone()
            }
            Judged::Nothing => "hazard.pump.rate".to_owned(),
        };
        assert_eq!(first, "hazard.pump.rate", "{}", design.name());
        if design != Kind::OneAtATime {
            let sentence = found.discovery.clone().unwrap().sentence;
            assert!(sentence.contains("`hazard.pump.rate` is at least"), "{sentence}");
            assert!(sentence.contains("P(ten) is below 50 % (coverage)"), "{sentence}");
            // Where less is better, more is failure.
            let shut_in = sensitivity(&results, &wanted("shut-in.total.2025")).unwrap();
            let found = shut_in.discovery.unwrap();
            assert!(found.sentence.contains("shut-in.total.2025 is above "), "{}", found.sentence);
            assert!(
                found.sentence.contains("`hazard.pump.rate` is at least"),
                "{}",
                found.sentence
            );
            let good = Wanted { fails: Some(Fails::Below(1e5)), ..wanted("shut-in.total.2025") };
            let good = sensitivity(&results, &good).unwrap().discovery.unwrap().sentence;
            assert!(good.contains("below 0.1 Mt") && good.contains("is at most"), "{good}");
        }
        let tail = Wanted { tail: Some(0.1), ..wanted("exports.total.2025") };
        let tail = sensitivity(&results, &tail).unwrap();
        assert_eq!(tail.tables()[0].rows.len(), found.tables()[0].rows.len());
        assert!(sensitivity(&results, &wanted("P(eleven)")).is_err());
    }
}

#[test]
fn factors_in_words_have_no_order() {
    let home = tempfile::tempdir().unwrap();
    // Eleven supplies with a contract of three kinds, of which one lets too little through.
    let supplies: Vec<String> =
        (0..11).map(|k| format!("\"{} Mt/y\"", 9.9 + 0.01 * f64::from(k))).collect();
    let study_of = |contracts: &str| {
        let supplies = supplies.join(", ");
        let vary = format!(
            "\"node.field.supply\" = [{supplies}]\n\"link.pipeline.nominated\" = [{contracts}]\n"
        );
        let at = SCENARIO.find("\"hazard.pump.rate\" =").unwrap();
        study(home.path(), &(SCENARIO[..at].to_owned() + &vary), &Ask::default())
    };
    for (at, contracts) in
        ["\"1 Mt/y\", \"all\", \"20 Mt/y\"", "\"all\", \"20 Mt/y\", \"1 Mt/y\""].iter().enumerate()
    {
        let dir = home.path().join(format!("words-{at}"));
        whole(&study_of(contracts), &asked(&dir, false));
        let results = results::open(&dir).unwrap();
        let output = Output::parse("P(ten)").unwrap();
        let wanted = Wanted { output, tail: None, fails: None };
        let found = sensitivity(&results, &wanted).unwrap();
        let discovery = found.discovery.as_ref().unwrap();
        let said = "`link.pipeline.nominated` is `1 Mt/y` (quasi-p < 0.001);";
        assert!(discovery.sentence.contains(said), "{}", discovery.sentence);
        // This design ranks no factors.
        let [table] = &found.tables()[..] else { panic!("one table") };
        assert_eq!((table.file, table.rows.len()), ("discovery.csv", 1));
        assert_eq!(table.rows[0][8], Field::Text("1 Mt/y".to_owned()));
    }
}

/// Every event but the progress within a point.
fn told(study: &Study, asked: &Sweep<'_>) -> (Vec<usize>, Vec<Happened>) {
    let mut all = Vec::new();
    let failed = sweep(study, asked, &mut |happened| {
        if !matches!(happened, Happened::Passed(_)) {
            all.push(happened);
        }
        ControlFlow::Continue(())
    });
    (failed.unwrap(), all)
}

#[test]
fn another_table_takes_no_other_runs() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("study");
    let first = study(home.path(), &SCENARIO, &Ask::default());
    sweep(&first, &asked(&dir, false), &mut |happened| match happened {
        Happened::Finished(3) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .unwrap_err();
    let table = vec![Output::parse("P(ten)").unwrap()];
    let other = study(home.path(), &SCENARIO, &Ask { table, ..Ask::default() });
    let (_, events) = told(&other, &asked(&dir, true));
    assert_eq!(events[0], Happened::Resumed(4));
    let fresh = home.path().join("fresh");
    told(&other, &asked(&fresh, false));
    assert_eq!(files(&dir), files(&fresh));
}

#[test]
fn points_with_the_same_scenario_are_run_once() {
    let home = tempfile::tempdir().unwrap();
    // Point 2 is the unchanged scenario, point 5 is point 1.
    let text = SCENARIO.replace("\"8 /y\", \"16 /y\"", "\"8 /y\", \"x 1\", \"1 /y\"");
    let study = study(home.path(), &text, &Ask::default());
    let dir = home.path().join("study");
    let (failed, events) = told(&study, &asked(&dir, false));
    assert!(failed.is_empty());
    assert_eq!(events[0], Happened::Planned { simulated: 3, copied: 3 });
    let begun = events.iter().filter_map(|event| match event {
        Happened::Began(point) => Some(*point),
        _ => None,
    });
    assert_eq!(begun.collect::<Vec<_>>(), [0, 1, 3]);
    for point in [2, 4, 5] {
        assert!(events.contains(&Happened::Taken(point)), "{events:?}");
    }
    let results = results::open(&dir).unwrap();
    let rows = |point: u32| {
        let lines = results.summary().unwrap().into_iter().filter(move |line| line.point == point);
        lines.map(|line| (line.metric, line.entity, line.period, line.mean)).collect::<Vec<_>>()
    };
    assert_eq!(rows(4), rows(0));
    assert_eq!(rows(5), rows(1));
    assert_ne!(rows(5), rows(3));
    let values = results.replications(|_| true).unwrap();
    assert_eq!(values[&5], values[&1]);
    let again: Vec<Vec<&str>> = [1, 5]
        .map(|point| {
            let wanted = format!("{point},");
            let text = results.dir.join("targets.csv");
            let text = fs::read_to_string(text).unwrap();
            let lines = text.lines().filter(|line| line.starts_with(&wanted)).map(str::to_owned);
            lines.map(|line| &*Box::leak(line[2..].to_owned().into_boxed_str())).collect()
        })
        .to_vec();
    assert_eq!(again[0], again[1]);
    // Cut short behind the first copy, it goes on to the same bytes.
    let cut = home.path().join("cut");
    let stop = |happened: Happened| match happened {
        Happened::Taken(2) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    sweep(&study, &asked(&cut, false), &mut |happened| stop(happened)).unwrap_err();
    let (_, events) = told(&study, &asked(&cut, true));
    assert_eq!(events[1], Happened::Planned { simulated: 1, copied: 2 });
    assert_eq!(files(&cut), files(&dir));
}

/// A list of points of which one passes every check, and cannot be run: its costs are beyond all
/// arithmetic.
fn with_a_giant() -> String {
    let scenario = PUMPED;
    format!(
        "{scenario}\n[study.point.rare]\nset = {{ \"hazard.pump.rate\" = \"1 /y\" }}\n\
         [study.point.giant]\nset = {{ \"link.pipeline.cost\" = \"1e30 USD/t\" }}\n\
         [study.point.often]\nset = {{ \"hazard.pump.rate\" = \"8 /y\" }}\n"
    )
}

#[test]
fn a_point_that_fails_does_not_stop_the_rest() {
    let home = tempfile::tempdir().unwrap();
    let study = study(home.path(), &with_a_giant(), &Ask::default());
    let dir = home.path().join("study");
    let (failed, events) = told(&study, &asked(&dir, false));
    assert_eq!(failed, [2]);
    assert!(events.contains(&Happened::Finished(3)), "{events:?}");
    let why = events.iter().find_map(|event| match event {
        Happened::Failed(2, why) => Some(why.clone()),
        _ => None,
    });
    let why = why.expect("it is told at once");
    let results = results::open(&dir).unwrap();
    assert_eq!(results.manifest.failed_points, [2]);
    let warned = format!("point 2 (giant) could not be run: {why}");
    assert!(results.manifest.warnings.contains(&warned), "{:?}", results.manifest.warnings);
    let points: Vec<u32> = results.targets().unwrap().iter().map(|line| line.point).collect();
    assert!(points.contains(&3) && !points.contains(&2));
    let wide = results.wide().unwrap();
    assert_eq!(wide.len(), 4);
    assert_eq!(wide[2].values.last().unwrap(), "", "no number is made up");
    // Cut short behind the failure, or run in shares: the same bytes.
    let cut = home.path().join("cut");
    sweep(&study, &asked(&cut, false), &mut |happened| match happened {
        Happened::Failed(..) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .unwrap_err();
    assert_eq!(told(&study, &asked(&cut, true)).0, [2]);
    assert_eq!(files(&cut), files(&dir));
    let shares = [1, 2].map(|k| {
        let dir = home.path().join(format!("share-{k}"));
        told(&study, &Sweep { share: Some(Share { k, n: 2 }), ..asked(&dir, false) });
        dir
    });
    let merged = home.path().join("merged");
    merge(&shares, &merged, Options::default(), vec![]).unwrap();
    assert_eq!(files(&merged), files(&dir));
}
