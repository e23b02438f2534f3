//! Does a study go on where it was cut short, to the same bytes?

use caspian::batch::{Ask, Fault, Happened, Study, Sweep, build, sweep};
use caspian::error::Error;
use caspian::results::{self, Options};
use caspian::scenario::Change;
use caspian::study::design::{Factor, Levels};
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const SCENARIO: &str = r#"
horizon       = { start = 2025-01-01, end = 2025-12-31 }
node.field    = { kind = "source", supply = "10 Mt/y" }
node.market   = { kind = "market", demand = "unlimited" }
link.pipeline = { from = "field", to = "market", capacity = "11 Mt/y" }
route.all     = { links = ["pipeline"] }
hazard.pump   = { on = ["link.pipeline"], takes = "40 %", process = "poisson", rate = "4 /y", duration = "6 d" }
target.ten    = { routes = ["pipeline"], year = 2025, at-least = "9.7 Mt" }

[study.vary]
"hazard.pump.rate" = ["1 /y", "4 /y", "8 /y", "16 /y"]
"#;

fn study(home: &Path, text: &str, ask: &Ask) -> Study {
    let file = home.join("study.toml");
    fs::write(&file, text).unwrap();
    let ask = Ask { replications: Some(100), ..ask.clone() };
    build(&file, &ask).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn asked(dir: &Path, resume: bool) -> Sweep<'_> {
    let (options, command_line) = (Options::default(), vec!["caspian".to_owned()]);
    Sweep { dir, options, resume, threads: 2, table: vec![], command_line }
}

/// Every file but the manifest, whose time differs.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "manifest.json" {
                files.insert(path.strip_prefix(dir).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Runs to the end; what happened.
fn whole(study: &Study, asked: &Sweep<'_>) -> Vec<Happened> {
    let mut all = Vec::new();
    let failed = sweep(study, asked, &mut |happened| {
        if !matches!(happened, Happened::Passed(_) | Happened::Began(_)) {
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
    let study = study(home.path(), SCENARIO, &Ask::default());
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
    whole(&study(home.path(), SCENARIO, &Ask::default()), &asked(&dir, false));
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
    let first = study(home.path(), SCENARIO, &Ask::default());
    let stop = |happened: Happened| match happened {
        Happened::Finished(1) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    sweep(&first, &asked(&dir, false), &mut |happened| stop(happened)).unwrap_err();
    let other = study(home.path(), SCENARIO, &Ask { seed: Some(2), ..Ask::default() });
    let refused = sweep(&other, &asked(&dir, true), &mut |happened| stop(happened)).unwrap_err();
    assert!(refused.to_string().ends_with("was begun with other settings"), "{refused}");
    let again = sweep(&first, &asked(&dir, false), &mut |happened| stop(happened)).unwrap_err();
    assert!(again.help().unwrap().contains("--resume"), "{again:?}");
}

#[test]
fn every_point_is_checked_before_the_first_is_run() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("study.toml");
    fs::write(&file, SCENARIO.replace("8 /y", "8 t/y").replace("16 /y", "-1 /y")).unwrap();
    let Err(Fault::Points(faults)) = build(&file, &Ask::default()) else { panic!("must fail") };
    let names: Vec<_> = faults.iter().map(|(name, _)| name.as_str()).collect();
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
    let study = study(home.path(), SCENARIO, &Ask { vary, changes, ..Ask::default() });
    assert_eq!(study.design.points.len(), 3);
    let text = study.scenario(2).unwrap().text;
    assert!(text.contains("12 Mt/y") && text.contains("9 Mt/y") && text.contains("2 /y"), "{text}");
}

#[test]
fn tables_made_from_a_study_say_what_its_tables_say() {
    let home = tempfile::tempdir().unwrap();
    let study = study(home.path(), SCENARIO, &Ask::default());
    let dir = home.path().join("study");
    whole(&study, &asked(&dir, false));
    let results = results::open(&dir).unwrap();
    assert_eq!(results.factors(), ["hazard.pump.rate"]);
    let wide = fs::read_to_string(dir.join("table.csv")).unwrap();
    let lines: Vec<Vec<&str>> = wide.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0][..4], ["point", "label", "hazard.pump.rate", "P(ten)"]);
    let targets = results.targets().unwrap();
    for point in 0..5 {
        let line = targets.iter().find(|line| line.point == point as u32).unwrap();
        assert_eq!(lines[point + 1][3].parse::<f64>().unwrap(), line.probability);
    }
    let kept = results.replications(|point| point == 2).unwrap();
    let exports = &kept[&2][&("exports".to_owned(), "total".to_owned(), "2025".to_owned())];
    let mean = exports.values.iter().sum::<f64>() / 100.0;
    let summary = results.summary().unwrap();
    let line =
        summary.iter().find(|l| l.point == 2 && l.metric == "exports" && l.entity == "total");
    assert!((mean - line.unwrap().mean.unwrap()).abs() < 1e-6);
    let tipping = caspian::batch::tipping_rows(&results).unwrap();
    assert_eq!(tipping.len(), 3);
    assert!(tipping[1].words().contains("/y ("), "{}", tipping[1].words());
}
