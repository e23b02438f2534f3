use super::*;
use crate::results::{Options, fixture};

fn page(colour: bool) -> String {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("run");
    fixture::written(&dir, 1000, Options::default());
    screen(&dir, colour).unwrap().replace(&dir.display().to_string(), "results/run")
}

#[test]
fn the_screen_is_80_columns_wide_and_not_long() {
    let page = page(false);
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        assert_eq!(line, line.trim_end());
    }
    assert!(page.lines().count() <= 60, "{page}");
}

#[test]
fn the_screen_says_what_the_tables_say() {
    let page = page(false);
    for expected in [
        "1,000 replications, 50 beliefs, seed 1",
        "CPC                          66.1  61.9-70.4",
        "  Novorossiysk and Ust-..    7.39  6.92-7.87",
        "Nothing by: Iran",
        "mean Mt under       contract  push    P10-P90    chance 95 % interval  by belief\n",
        "over its routes         4.63  7.57  2.85-6.41  < 0.04 %\n",
        "0.31 %   0.18-0.38 %   0-0.46 %",
        "Push: all that can move is nominated; seen in 200 of 1,000 histories",
        "3 Mt 78 %, 5 Mt 34 %, 10 Mt 1.00 %, 20 Mt < 0.04 %",
        "CPC moorings (capacity)                                          8.1 %     7.8 %",
        "drones                                                            0.52      39 %",
        "cpc-h1-2025                                     33.0 Mt     32.7     -0.9 %   ok",
        "this is calibration, not a test",
        "14 numbers are assumed or unrated",
        "Note: supply is above capacity",
    ] {
        assert!(page.contains(expected), "{expected}\n\n{page}");
    }
    assert!(!page.contains("0.00 %"), "a probability is never nought\n{page}");
}

#[test]
fn colour_adds_bold_headings_and_nothing_else() {
    let (plain, bold) = (page(false), page(true));
    assert!(!plain.contains('\u{1b}'));
    assert!(bold.contains("\u{1b}[1mTARGET 20 Mt across the Caspian in 2029: at least 20 Mt"));
    assert_eq!(bold.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), plain);
}

#[test]
fn a_whole_run_that_says_little_still_reads() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("run");
    let mut model = fixture::model();
    (model.targets, model.observed, model.routes) = (vec![], vec![], vec![]);
    let writer = results::Writer::create(&dir, &[], Options::default()).unwrap();
    writer.finish(&model, results::About::default()).unwrap();
    let page = screen(&dir, false).unwrap();
    assert!(page.contains("nothing was shut in"), "{page}");
    assert!(!page.contains("NaN") && !page.contains("TARGET"), "{page}");
}
