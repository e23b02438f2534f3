//! Is everything that can go wrong explained, and is what is said of it true?

use caspian::catalogue::{EXAMPLE, Entry, Kind, entries, find, manual, page};
use caspian::diagnostic::Findings;
use caspian::error::{Error, Topic};
use caspian::scenario::{Change, Files, load_from};
use std::path::{Path, PathBuf};

/// Kinds whose examples show no scenario that can be tried, and why.
const NOT_TRIED: &[(Kind, &str)] =
    &[(Kind::FileTooLarge, "no test writes 16 MB: `scenario::files` tries it with a sparse file")];

/// Everything found in an example, laid over the scenario of all examples.
fn found(example: &str) -> Findings {
    let base = EXAMPLE.replacen("[horizon]\nstart = 2025-01-01\nend = 2026-12-31\n", "", 1);
    let mut changes = Vec::new();
    let text = match example.strip_prefix("--set ") {
        Some(change) => {
            match Change::parse(change.trim_matches('"')) {
                Ok(change) => changes.push(change),
                Err(findings) => return *findings,
            }
            EXAMPLE.to_owned()
        }
        None if example.starts_with("extends") => example.to_owned(),
        None => format!("extends = \"base.toml\"\n{example}\n"),
    };
    let files = Files::given([
        ("scenario.toml", text.as_str()),
        ("base.toml", EXAMPLE),
        ("no-horizon.toml", base.as_str()),
        ("bad.csv", "2 d\nabout 3 d\n5 d\n"),
        ("good.csv", "2 d\n3 d\n5 d\n"),
    ]);
    match load_from("scenario.toml", &changes, &files) {
        Ok(scenario) => scenario.notices,
        Err(findings) => *findings,
    }
}

fn has(findings: &Findings, kind: Kind) -> bool {
    findings.all.iter().any(|found| found.fault.code == kind.code())
}

fn is_tried(entry: &&Entry) -> bool {
    entry.kind.area() != "Errors of commands"
        && NOT_TRIED.iter().all(|(kind, _)| *kind != entry.kind)
}

#[test]
fn every_wrong_example_is_wrong_and_every_right_one_right() {
    let base = found("");
    assert!(base.all.is_empty(), "{base}");
    let mut false_claims = String::new();
    for entry in entries().filter(is_tried) {
        let (wrong, right) = (found(entry.wrong), found(entry.right));
        if !has(&wrong, entry.kind) {
            false_claims += &format!("{} not in wrong:\n{wrong}\n\n", entry.kind.code());
        }
        if right.errors() > 0 || has(&right, entry.kind) {
            false_claims += &format!("{} right:\n{right}\n\n", entry.kind.code());
        }
    }
    assert!(false_claims.is_empty(), "{false_claims}");
}

#[test]
fn every_kind_has_one_entry_and_codes_ascend() {
    let explained: Vec<Kind> = entries().map(|entry| entry.kind).collect();
    assert_eq!(explained, Kind::ALL);
    let codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    let mut titles: Vec<_> = Kind::ALL.iter().map(|kind| kind.title()).collect();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), Kind::ALL.len());
}

#[test]
fn codes_keep_their_meaning() {
    for (code, kind) in [
        ("E001", Kind::Unreadable),
        ("E011", Kind::UnknownKey),
        ("E022", Kind::NoUnit),
        ("E045", Kind::ProbabilitySum),
        ("E066", Kind::UnreachableMarket),
        ("E104", Kind::RequiresItself),
        ("E121", Kind::CannotChange),
        ("E202", Kind::Exists),
        ("E219", Kind::System),
        ("N009", Kind::NothingNominated),
    ] {
        assert_eq!(find(code).map(|entry| entry.kind), Some(kind), "{code}");
    }
}

#[test]
fn codes_are_found_however_they_are_written() {
    for code in ["E022", "e022", "e22", "E22"] {
        assert_eq!(find(code).map(|entry| entry.kind), Some(Kind::NoUnit), "{code}");
    }
    for code in ["", "E", "022", "E999", "E1022", "EÉ", "exports", "N022"] {
        assert!(find(code).is_none(), "{code}");
    }
}

#[test]
fn pages_are_whole_sentences_within_80_columns() {
    for entry in entries() {
        let page = page(entry);
        let wide: Vec<&str> = page.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{wide:#?}");
        for words in [entry.means, entry.because, entry.remedy] {
            let begins = words.starts_with(|c: char| c.is_uppercase() || c == '`');
            assert!(words.ends_with('.') && begins, "{words}");
        }
        assert!(entry.wrong != entry.right && !entry.kind.title().ends_with('.'));
    }
}

#[test]
fn errors_of_commands_have_a_kind_of_their_own() {
    let path = PathBuf::from("x");
    let io = || std::io::Error::from(std::io::ErrorKind::NotFound);
    let errors = [
        (Error::io("read", Path::new("x"), io()), Kind::Io),
        (Error::Exists { path, help: "" }, Kind::Exists),
        (Error::damaged(Path::new("x"), "cut short"), Kind::Damaged),
        (Error::Interrupted, Kind::Interrupted),
        (Error::Paused { done: 1, points: 2 }, Kind::Interrupted),
        (Error::Points { failed: 1, points: 2 }, Kind::PointsFailed),
        (Error::BadPoints { points: Vec::new() }, Kind::PointsFailed),
        (Error::Uncertified { failed: 1, days: 2 }, Kind::Uncertified),
        (Error::input(Topic::Shares, ""), Kind::BadShares),
        (Error::input(Topic::Pairing, ""), Kind::Unpaired),
        (Error::input(Topic::Memory, ""), Kind::TooMuchKept),
    ];
    for (error, kind) in errors {
        assert_eq!(Kind::of(&error), Some(kind), "{error}");
    }
    assert_eq!(Kind::of(&Error::from(Box::<Findings>::default())), None);
}

#[test]
fn the_manual_of_errors_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors.md");
    if std::env::var_os("CASPIAN_WRITE_CASES").is_some() {
        std::fs::write(&path, manual()).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == manual(), "CASPIAN_WRITE_CASES=1 cargo test --test it catalogue::");
    let rows = |code: &str| committed.matches(&format!("\n| `{code}` | ")).count();
    for kind in Kind::ALL {
        assert_eq!(rows(&kind.code().to_string()), 1, "{}", kind.code());
    }
}
