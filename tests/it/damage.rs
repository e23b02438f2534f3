//! Is every byte of results held against its digest, and every place that is written to safe?

use crate::support::{PUMPED, digest_anew};
use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const VARY: &str = "--vary=hazard.pump.rate=1 /y,8 /y";
const SAID: &str = "is damaged: its bytes are not those that were written: it was edited, a spreadsheet \
                    has saved it anew, or it was damaged on its way; work on a copy of it";

fn home(commands: &[&[&str]]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("toy.toml"), PUMPED).unwrap();
    for words in commands {
        let run = cargo_bin_cmd!("caspian").current_dir(home.path()).args(*words).assert();
        run.code(0);
    }
    home
}

/// What a command says that fails with a code.
fn refused(home: &Path, words: &[&str], code: i32) -> String {
    let run = cargo_bin_cmd!("caspian").current_dir(home).args(words).assert().code(code);
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

/// Turns a bit in the middle of a file, in a way that leaves a text a text.
fn turn(path: &Path) -> Vec<u8> {
    let old = fs::read(path).unwrap();
    let mut bytes = old.clone();
    let middle = bytes.len() / 2;
    let digit = (middle..bytes.len()).find(|at| bytes[*at].is_ascii_digit()).unwrap_or(middle);
    bytes[digit] ^= 1;
    fs::write(path, bytes).unwrap();
    old
}

#[test]
fn a_turned_bit_is_found_wherever_it_is() {
    let home = home(&[
        &["run", "toy.toml", "-q", "-n", "64", "-o", "run"],
        &["run", "toy.toml", "-q", "-n", "64", "-o", "share", "--shard", "1/1"],
        &["sweep", "toy.toml", VARY, "-q", "-n", "16", "-o", "study"],
    ]);
    let (merge, merge_study) = (["merge", "share", "-o", "new"], ["merge", "study", "-o", "new"]);
    let sensitivity = ["sensitivity", "study", "--of", "exports.total.2025", "--tail", "0.5"];
    let resume = ["sweep", "toy.toml", VARY, "-q", "-n", "16", "-o", "study", "--resume"];
    for (file, words) in [
        ("run/summary.csv", &["report", "run"] as &[&str]),
        ("run/replications.csv", &["compare", "run", "run"]),
        ("share/blocks.bin", &merge),
        ("share/shard.toml", &merge),
        ("share/scenario.toml", &merge),
        ("study/study.toml", &sensitivity),
        ("study/replications.csv", &resume),
        ("study/summary.csv", &resume),
        ("study/losses.csv", &merge_study),
        ("study/journal.csv", &merge_study),
    ] {
        let path = home.path().join(file);
        let old = turn(&path);
        let said = refused(home.path(), words, 1);
        let (dir, name) = file.split_once('/').unwrap();
        assert!(said.contains(&format!("error: `{dir}/{name}` {SAID}\n")), "{file}: {said}");
        assert!(said.contains("= help: run the scenario again to make the results anew"), "{said}");
        assert!(said.contains("= code: E203"), "{said}");
        fs::write(&path, old).unwrap();
    }
    assert!(!home.path().join("new").exists());
    // By force a damaged study is left behind.
    let summary = home.path().join("study/summary.csv");
    let whole = turn(&summary);
    let said = refused(home.path(), &[&resume[..], &["-f"]].concat(), 0);
    assert!(said.contains("nothing of `study` is kept: `study/summary.csv` is damaged"), "{said}");
    assert!(fs::read(&summary).unwrap() == whole);
}

#[test]
fn a_number_of_replications_that_nothing_bears_out_is_refused() {
    let home = home(&[
        &["run", "toy.toml", "-q", "-n", "64", "-o", "run"],
        &["run", "toy.toml", "-q", "-n", "64", "-o", "other"],
        &["run", "toy.toml", "-q", "-n", "64", "-o", "share", "--shard", "1/1"],
    ]);
    let forge = |file: &str, from: &str, to: &str| {
        let path = home.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(&path, text.replace(from, to)).unwrap();
        path
    };
    let (right, wrong) = ("\"replications\": 64", "\"replications\": 4294967295");
    forge("run/manifest.json", right, wrong);
    let said = refused(home.path(), &["compare", "run", "other"], 1);
    let short = "not 4294967295 replications of point 0, as the manifest says";
    assert!(said.contains(&format!("`run/replications.csv` is damaged: {short}")), "{said}");
    forge("share/manifest.json", right, wrong);
    let said = refused(home.path(), &["merge", "share", "-o", "new"], 1);
    let other = "its seed, replications or beliefs are not those of shard.toml";
    assert!(said.contains(&format!("`share/manifest.json` is damaged: {other}")), "{said}");
    forge("share/manifest.json", wrong, right);
    let header = forge("share/shard.toml", "replications = 64", "replications = 4294967295");
    digest_anew(&header);
    let said = refused(home.path(), &["merge", "share", "-o", "new"], 1);
    assert!(said.contains("is damaged"), "{said}");
    assert!(!home.path().join("new").exists() && !home.path().join(".new.part").exists());
}
