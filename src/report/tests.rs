use super::*;
use crate::metric::Reached;
use crate::results::{self, Options, fixture};

fn page(colour: bool) -> String {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("run");
    fixture::written(&dir, 1000, Options::default());
    super::screen(&results::open(&dir).unwrap(), colour)
        .unwrap()
        .replace(&dir.display().to_string(), "results/run")
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
fn a_table_that_a_spreadsheet_cuts_is_named() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("run");
    fixture::written(&dir, 100, Options::default());
    let mut run = Run::load(&results::open(&dir).unwrap()).unwrap();
    let mut foot = |rows| {
        let table = run.manifest.tables.iter_mut().find(|table| table.file == "replications.csv");
        table.unwrap().rows = rows;
        let mut page = Page::default();
        screen::foot(&run, &dir, &mut page);
        page.finish(false)
    };
    assert!(!foot(1_048_575).contains("spreadsheet"));
    let cut = foot(1_048_576);
    let expected =
        "replications.csv has 1,048,576 rows; a spreadsheet shows the first 1,048,575 and";
    assert!(cut.contains(expected), "{cut}");
}

#[test]
fn the_screen_says_what_the_tables_say() {
    let page = page(false);
    for expected in [
        "1,000 replications, 50 beliefs, seed 1",
        "EXPORTS, Mt                  2026    P10-P90   2029    P10-P90   2030    P10-P90\n",
        "CPC                          66.1  61.9-70.4",
        "Other years are in summary.csv\n",
        "\n\nTARGET 20 Mt across the Caspian in 2029\n",
        "  Novorossiysk and Ust-..    7.39  6.92-7.87",
        "Nothing by: Iran",
        "mean Mt under       contract  push    P10-P90    chance    95 % range  by belief\n",
        "over its routes         4.63  7.57  2.85-6.41  < 0.04 %\n",
        "0.31 %   0.18-0.38 %   0-0.46 %",
        "Push: all that can move is nominated; seen in 200 of 1,000 histories",
        "3 Mt 78 %, 5 Mt 34 %, 10 Mt 1.00 %, 20 Mt < 0.04 %",
        "WAYS OUT FULL WHILE OIL WAS SHUT IN, 2026-2030  ",
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
    assert!(bold.contains("\u{1b}[1mTARGET 20 Mt across the Caspian in 2029\u{1b}"));
    let place = |part: &str| plain.find(part).unwrap();
    assert!(place("SHUT-IN BY CAUSE") < place("WAYS OUT FULL"), "{plain}");
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
    let page = super::screen(&results::open(&dir).unwrap(), false).unwrap();
    assert!(page.contains("nothing was shut in"), "{page}");
    assert!(!page.contains("NaN") && !page.contains("TARGET"), "{page}");
}

#[test]
fn the_years_shown_hold_the_first_those_of_targets_and_the_last() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("run");
    fixture::written(&dir, 1000, Options::default());
    let mut run = Run::load(&results::open(&dir).unwrap()).unwrap();
    run.years = (2026..=2040).collect();
    let shown = |run: &Run, most| {
        run.chosen_years(most).into_iter().map(|at| run.years[at]).collect::<Vec<_>>()
    };
    assert_eq!(shown(&run, 1), [2026]);
    assert_eq!(shown(&run, 2), [2026, 2029]);
    assert_eq!(shown(&run, 3), [2026, 2029, 2040]);
    assert_eq!(shown(&run, 5), [2026, 2027, 2028, 2029, 2040]);
    run.years = vec![2027, 2028];
    assert_eq!(shown(&run, 3), [2027, 2028]);
}

#[test]
fn nothing_left_to_chance_has_no_range_and_few_histories_a_reason_for_none() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("run");
    fixture::written(&dir, 500, Options::default());
    let mut run = Run::load(&results::open(&dir).unwrap()).unwrap();
    let page = |run: &Run| {
        let mut page = Page::default();
        screen::exports(run, &mut page);
        target::chances(run, &run.manifest.targets[0], &mut page);
        page.finish(false)
    };
    run.targets.iter_mut().for_each(|row| row.belief_p05 = None);
    let text = page(&run);
    let reason = "By belief: from 20 histories a belief on; here 10 histories a belief\n";
    assert!(text.contains(reason) && text.contains("P10-P90"), "{text}");
    run.manifest.chance = false;
    let text = page(&run);
    assert!(!text.contains("By belief") && !text.contains("61.9"), "{text}");
    assert!(text.contains("  2026   2027   2028   2029   2030\n"), "{text}");
}

#[test]
fn no_milestone_reads_as_likelier_than_a_smaller_one() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("run");
    fixture::written(&dir, 1000, Options::default());
    let mut run = Run::load(&results::open(&dir).unwrap()).unwrap();
    let chances = [(1.0, 0.981, 1.0), (0.998, 0.974, 0.9995), (0.4, 0.3, 0.5), (0.0, 0.0, 0.019)];
    let due = |row: &&mut results::TargetLine| row.reached == Reached::By && row.period == 2029;
    for (row, (p, low, high)) in run.targets.iter_mut().filter(due).zip(chances) {
        (row.probability, row.ci_lo, row.ci_hi) = (p, low, high);
    }
    let mut page = Page::default();
    target::chances(&run, &run.manifest.targets[0], &mut page);
    let text = page.finish(false);
    let expected = "by the end of 2029: 3 Mt > 98 %, 5 Mt > 97 %, 10 Mt 40 %, 20 Mt < 2 %\n";
    assert!(text.contains(expected), "{text}");
}
