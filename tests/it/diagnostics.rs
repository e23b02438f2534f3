//! Does each bad scenario give exactly its message?
//!
//! A case takes a good scenario, changes one thing and expects these characters. Cases stand in
//! `diagnostics/*.txt`, for `chain.toml` in those named after it: a title after `##`, lines `-`
//! that are replaced by the lines `+` after
//! them, changes after `set`, then what is printed, last its codes. With CASPIAN_WRITE_CASES set,
//! what is printed is written there instead of compared: read the difference before committing it.

use caspian::catalogue::Kind;
use caspian::scenario::{Change, Files, load_from};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Good scenarios by file.
const GOOD: [(&str, &str); 2] = [
    ("good.toml", include_str!("diagnostics/good.toml")),
    ("chain.toml", include_str!("diagnostics/chain.toml")),
];

/// One thing changed, and what is printed.
struct Case {
    title: String,
    /// The lines that make the change, as they stand.
    input: String,
    expected: String,
}

fn cases(text: &str) -> Vec<Case> {
    let parts = text.split("## ").skip(1).map(|part| {
        let (title, rest) = part.split_once('\n').unwrap();
        let is_input = |line: &&str| ["- ", "+ ", "set "].iter().any(|mark| line.starts_with(mark));
        let input: Vec<&str> = rest.lines().take_while(is_input).collect();
        let expected: Vec<&str> = rest.lines().skip(input.len()).collect();
        let expected = expected.join("\n").trim().to_owned();
        Case { title: title.to_owned(), input: input.join("\n"), expected }
    });
    parts.collect()
}

/// The good scenario with the change, printed.
fn printed(case: &Case, (file, good): (&str, &str)) -> String {
    let mut text = good.to_owned();
    let mut changes = Vec::new();
    let mut lines = case.input.lines().peekable();
    while let Some(line) = lines.peek() {
        if let Some(change) = line.strip_prefix("set ") {
            lines.next();
            match Change::parse(change) {
                Ok(change) => changes.push(change),
                Err(findings) => return findings.to_string(),
            }
            continue;
        }
        let mut block = |mark: &str| {
            let mut block = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with(mark)) {
                block += &format!("{}\n", &line[2..]);
            }
            block
        };
        let (old, new) = (block("- "), block("+ "));
        let at: Vec<usize> = text.match_indices(&old).map(|found| found.0).collect();
        let starts = |at: &&usize| **at == 0 || text[..**at].ends_with('\n');
        match at.iter().filter(starts).copied().collect::<Vec<_>>()[..] {
            _ if old.is_empty() => text += &new,
            [at] => text.replace_range(at..at + old.len(), &new),
            _ => panic!("{}: `{old}` does not stand there once", case.title),
        }
    }
    let files = [(file, text.as_str()), ("bad.csv", "days\n2 d\nabout 3 d\n")];
    match load_from(file, &changes, &Files::given(files)) {
        Ok(scenario) => scenario.notices.to_string(),
        Err(findings) => findings.to_string(),
    }
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/diagnostics");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut texts: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    texts.sort();
    texts
}

/// Kinds that no case gives, and why.
const WITHOUT_CASE: &[(Kind, &str)] =
    &[(Kind::FileTooLarge, "no case has 16 MB: the test of `scenario::files` has")];

/// Codes in the closing line of what was printed.
fn codes(printed: &str) -> Vec<String> {
    let closing = printed.rsplit("\n\n").next().unwrap();
    let (_, codes) = closing.split_once(": ").unwrap();
    let (codes, _) = codes.split_once("; `caspian explain ").unwrap();
    codes.split(',').map(|code| code.trim().to_owned()).collect()
}

#[test]
fn every_kind_of_fault_has_a_case() {
    // The cases are being written by another test.
    if std::env::var_os("CASPIAN_WRITE_CASES").is_some() {
        return;
    }
    let mut seen = BTreeSet::new();
    for path in fixtures() {
        for case in cases(&std::fs::read_to_string(&path).unwrap()) {
            let codes = codes(&case.expected);
            assert!(!codes.is_empty() && codes.is_sorted(), "{}: {codes:?}", case.title);
            seen.extend(codes);
        }
    }
    let is_fault = |kind: &&Kind| kind.area() != "Errors of commands";
    let missing: Vec<_> = Kind::ALL
        .iter()
        .filter(is_fault)
        .filter(|kind| !seen.contains(&kind.code().to_string()))
        .copied()
        .collect();
    assert_eq!(missing, WITHOUT_CASE.iter().map(|(kind, _)| *kind).collect::<Vec<_>>());
    let known = |code: &String| caspian::catalogue::find(code).is_some();
    assert!(seen.iter().all(known), "{seen:?}");
}

#[test]
fn the_good_scenarios_are_good() {
    let case = Case { title: String::new(), input: String::new(), expected: String::new() };
    GOOD.iter().for_each(|good| assert_eq!(printed(&case, *good), ""));
}

#[test]
fn every_fault_has_exactly_its_message() {
    let write = std::env::var_os("CASPIAN_WRITE_CASES").is_some();
    let mut titles = Vec::new();
    for path in fixtures() {
        let mut written = String::new();
        let name = path.file_name().unwrap().to_str().unwrap();
        let good = GOOD[usize::from(name.starts_with("chain"))];
        for case in cases(&std::fs::read_to_string(&path).unwrap()) {
            let found = printed(&case, good);
            if write {
                let input =
                    if case.input.is_empty() { String::new() } else { format!("{}\n", case.input) };
                writeln!(written, "## {}\n{input}\n{found}\n", case.title).unwrap();
            } else {
                assert_eq!(found, case.expected, "{}: {}", path.display(), case.title);
            }
            assert!(!found.is_empty(), "{}: nothing is found", case.title);
            titles.push(case.title);
        }
        if write {
            std::fs::write(&path, written).unwrap();
        }
    }
    let count = titles.len();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), count, "two cases have the same title");
    assert!(count >= 60, "only {count} cases");
}
