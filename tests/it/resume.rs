//! Does nothing that was finished get lost, and is it said where something had to be run again?

use crate::support::{PUMPED, files};
use caspian::batch::{Ask, Happened, Study, Sweep, build, sweep};
use caspian::error::Error;
use caspian::results::Options;
use caspian::stop::Stop;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

/// A study of these rates.
fn study(home: &Path, rates: &str, seed: u64) -> Study {
    let text = format!("{PUMPED}\n[study.vary]\n\"hazard.pump.rate\" = [{rates}]\n");
    built(home, &text, seed)
}

fn built(home: &Path, text: &str, seed: u64) -> Study {
    let file = home.join("study.toml");
    fs::write(&file, text).unwrap();
    let ask = Ask { replications: Some(64), seed: Some(seed), ..Ask::default() };
    build(&file, &ask).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn asked(dir: &Path, resume: bool, force: bool) -> Sweep<'_> {
    let options = Options { force, ..Options::default() };
    Sweep {
        dir,
        options,
        resume,
        threads: 1,
        stop: Stop::default(),
        share: None,
        command_line: Vec::new(),
    }
}

/// Runs up to an event; what happened, but for the progress within points.
fn until(study: &Study, asked: &Sweep<'_>, last: Option<&Happened>) -> Vec<Happened> {
    let mut all = Vec::new();
    let ended = sweep(study, asked, &mut |happened| {
        let stops = last == Some(&happened);
        if !matches!(happened, Happened::Passed(_) | Happened::Began(_)) {
            all.push(happened);
        }
        if stops { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match ended {
        Ok(failed) => assert!(failed.is_empty() && last.is_none()),
        Err(Error::Paused { .. }) if last.is_some() => {}
        Err(error) => panic!("{error}"),
    }
    all
}

/// Runs to the end, and holds the files against those of a study that was never stopped.
fn to_the_end(home: &Path, study: &Study, dir: &Path, force: bool) -> Vec<Happened> {
    let told = until(study, &asked(dir, true, force), None);
    let fresh = tempfile::tempdir_in(home).unwrap();
    let fresh = fresh.path().join("fresh");
    until(study, &asked(&fresh, false, false), None);
    assert_eq!(files(dir), files(&fresh));
    assert!(!dir.with_file_name(".study.part").exists());
    told
}

fn finished(told: &[Happened]) -> usize {
    told.iter().filter(|happened| matches!(happened, Happened::Finished(_))).count()
}

fn lost(told: &[Happened]) -> Vec<&str> {
    let lost = told.iter().filter_map(|happened| match happened {
        Happened::Lost(why) => Some(why.as_str()),
        _ => None,
    });
    lost.collect()
}

#[test]
fn a_study_cut_short_and_then_changed_keeps_what_it_had() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("study");
    let first = study(home.path(), r#""1 /y", "2 /y", "3 /y", "5 /y", "6 /y""#, 1);
    until(&first, &asked(&dir, false, false), Some(&Happened::Finished(4)));
    // Cut short once more when some of it has been taken over, and changed again.
    let second = study(home.path(), r#""7 /y", "2 /y", "8 /y", "5 /y""#, 1);
    let told = until(&second, &asked(&dir, true, false), Some(&Happened::Taken(2)));
    assert_eq!(told[0], Happened::Kept { kept: 3, finished: 5, others: 2 });
    assert_eq!(finished(&told), 1);
    let third = study(home.path(), r#""7 /y", "3 /y""#, 1);
    let told = to_the_end(home.path(), &third, &dir, false);
    // Of the second study points 0 to 2, of the first 0 to 4.
    assert_eq!(told[0], Happened::Kept { kept: 3, finished: 8, others: 0 });
    assert_eq!(finished(&told), 0, "{told:?}");
    assert!(lost(&told).is_empty());
}

#[test]
fn an_edited_scenario_runs_again_what_it_touches() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("study");
    let points = "\n[study.point.less]\nset = { \"node.field.supply\" = \"8 Mt/y\" }\n\
                  [study.point.pump]\nset = { \"hazard.pump.rate\" = \"5 /y\" }\n\
                  [study.point.more]\nset = { \"hazard.pump.rate\" = \"6 /y\" }\n";
    let text = format!("{PUMPED}{points}");
    let before = built(home.path(), &text, 1);
    until(&before, &asked(&dir, false, false), Some(&Happened::Finished(2)));
    let after = built(home.path(), &text.replace("10 Mt/y", "9.9 Mt/y"), 1);
    let told = to_the_end(home.path(), &after, &dir, false);
    assert_eq!(told[0], Happened::Kept { kept: 1, finished: 3, others: 3 });
    assert!(told.contains(&Happened::Taken(1)) && finished(&told) == 3, "{told:?}");
}

#[test]
fn a_kill_while_things_are_set_aside_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("study");
    let first = study(home.path(), r#""1 /y", "2 /y", "3 /y""#, 1);
    let second = study(home.path(), r#""3 /y", "2 /y""#, 1);
    let part = home.path().join(".study.part");
    for moved in [&["study.toml"][..], &["study.toml", "journal.csv", "points", "summary.csv"]] {
        let _ = fs::remove_dir_all(&dir);
        until(&first, &asked(&dir, false, false), Some(&Happened::Finished(2)));
        fs::create_dir(part.join("earlier.new")).unwrap();
        for name in moved {
            fs::rename(part.join(name), part.join("earlier.new").join(name)).unwrap();
        }
        let told = to_the_end(home.path(), &second, &dir, false);
        assert_eq!(told[0], Happened::Kept { kept: 2, finished: 3, others: 1 });
    }
    // A kill before anything was written leaves no more than a directory.
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir(&part).unwrap();
    fs::write(part.join("lock"), "").unwrap();
    assert_eq!(finished(&to_the_end(home.path(), &first, &dir, false)), 4);
}

#[test]
fn what_is_damaged_is_run_again_and_said() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("study");
    let study = study(home.path(), r#""1 /y", "2 /y", "3 /y""#, 1);
    let part = home.path().join(".study.part");
    let damage = |file: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let _ = fs::remove_dir_all(&dir);
        until(&study, &asked(&dir, false, false), Some(&Happened::Finished(2)));
        let mut bytes = fs::read(part.join(file)).unwrap();
        change(&mut bytes);
        fs::write(part.join(file), bytes).unwrap();
        let told = to_the_end(home.path(), &study, &dir, false);
        let lost = lost(&told);
        assert_eq!(lost.len(), 1, "{told:?}");
        (lost[0].to_owned(), finished(&told))
    };
    let (why, run) = damage("replications.csv", &|bytes| bytes.truncate(bytes.len() / 2));
    assert!(why.contains("replications.csv` is damaged: point 1 is cut short"), "{why}");
    assert!(why.ends_with("its first 1 points are kept, others are run again"), "{why}");
    assert_eq!(run, 3);
    let (why, run) = damage("points/002.toml", &|bytes| bytes.clear());
    assert!(why.contains("points/002.toml` is damaged: it is not the scenario"), "{why}");
    assert_eq!(run, 2);
    let (why, run) = damage("journal.csv", &|bytes| bytes.clear());
    assert!(why.contains("journal.csv` is damaged: another line of names"), "{why}");
    assert_eq!(run, 4);
    let (why, run) = damage("journal.csv", &|bytes| {
        let last = bytes.len() - 40;
        bytes[last] = 0;
    });
    assert!(why.contains("journal.csv` is damaged: line 4 cannot be read"), "{why}");
    assert_eq!(run, 2);
}

#[test]
fn other_settings_begin_anew_with_force_only_and_are_named() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("study");
    let rates = r#""1 /y", "2 /y""#;
    let first = study(home.path(), rates, 1);
    until(&first, &asked(&dir, false, false), Some(&Happened::Finished(1)));
    let other = study(home.path(), rates, 2);
    let go = &mut |_| ControlFlow::Continue(());
    let refused = sweep(&other, &asked(&dir, true, false), go).unwrap_err();
    assert!(refused.help().unwrap().starts_with("begin anew with --force"), "{refused}");
    let told = to_the_end(home.path(), &other, &dir, true);
    assert!(lost(&told)[0].ends_with("is kept: seed = 1 there, seed = 2 now"), "{told:?}");
    // The same of results that are whole.
    let told = to_the_end(home.path(), &first, &dir, true);
    assert!(lost(&told)[0].ends_with("study` is kept: seed = 2 there, seed = 1 now"), "{told:?}");
    assert_eq!(finished(&told), 3);
}
