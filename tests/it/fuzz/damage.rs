//! Damaged results, handed to every command that reads them: an error, or the very same answer.

use super::options::{caspian, command};
use super::{fuzz, mutate};
use crate::support::{PUMPED, files};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use std::fs;
use std::path::{Path, PathBuf};

/// A directory that is damaged, a command that reads it, and whether it writes `new`.
#[rustfmt::skip]
const READERS: [(&str, &[&str]); 9] = [
    ("run", &["report", "run"]),
    ("run", &["compare", "run", "other"]),
    ("other", &["compare", "run", "other", "-o", "new"]),
    ("study", &["report", "study"]),
    ("study", &["sensitivity", "study", "--of", "exports.total.2025"]),
    ("study", &["sensitivity", "study", "--of", "exports.total.2025", "--tail", "0.1"]),
    ("share-1", &["merge", "share-1", "share-2", "-o", "new", "-q"]),
    ("points-2", &["merge", "points-1", "points-2", "-o", "new", "-q"]),
    ("few", &["sweep", "toy.toml", "--vary", MORE, "-n", "32", "-q", "-o", "few", "--resume"]),
];

const VARY: &str = "hazard.pump.rate=1 /y,2 /y,8 /y";
const MORE: &str = "hazard.pump.rate=1 /y,2 /y,8 /y,9 /y";

/// What nothing holds: the file with the digests of the others.
const FREE: [&str; 1] = ["manifest.json"];

/// Makes every directory that is damaged, in `home`.
fn make(home: &Path) {
    fs::write(home.join("toy.toml"), PUMPED).unwrap();
    let supply = "node.field.supply=x 0.9";
    for words in [
        &["run", "toy.toml", "-o", "run"] as &[&str],
        &["run", "toy.toml", "-o", "other", "--set", supply],
        &["run", "toy.toml", "-o", "share-1", "--shard", "1/2"],
        &["run", "toy.toml", "-o", "share-2", "--shard", "2/2"],
        &["sweep", "toy.toml", "--vary", VARY, "-o", "study"],
        &["sweep", "toy.toml", "--vary", VARY, "-o", "points-1", "--shard", "1/2"],
        &["sweep", "toy.toml", "--vary", VARY, "-o", "points-2", "--shard", "2/2"],
    ] {
        let (code, _, told) = caspian(home, &command(words));
        assert_eq!(code, Some(0), "{words:?}: {told}");
    }
    let few = ["sweep", "toy.toml", "--vary", VARY, "-n", "32", "-q", "-o", "few"];
    let (code, _, told) = caspian(home, &few.map(str::to_owned));
    assert_eq!(code, Some(0), "{told}");
}

/// Every file below a directory, in order of name.
fn walk(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(walk(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// Copies a directory.
fn copy(from: &Path, to: &Path) {
    for path in walk(from) {
        let copy = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(path, copy).unwrap();
    }
}

/// What a command says and writes; the manifest holds times.
fn answer(home: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let (code, mut said, told) = caspian(home, &words);
    for new in ["new", "few"].map(|new| home.join(new)).iter().filter(|new| new.exists()) {
        said += &format!("{:?}", files(new));
        fs::remove_dir_all(new).unwrap();
    }
    (code, said, told)
}

/// Damages a file of a directory, and says which.
fn damage(random: &mut ChaCha8Rng, dir: &Path) -> PathBuf {
    let all = walk(dir);
    let file = all[random.random_range(0..all.len())].clone();
    let bytes = fs::read(&file).unwrap();
    if !bytes.is_empty() {
        fs::write(&file, mutate::bytes(random, &bytes)).unwrap();
    }
    file
}

#[test]
fn damaged_results() {
    let whole = tempfile::tempdir().unwrap();
    make(whole.path());
    let mut expected: Vec<Option<String>> = vec![None; READERS.len()];
    fuzz("damaged_results", 18, |random| {
        let at = random.random_range(0..READERS.len());
        let (dir, words) = READERS[at];
        let home = tempfile::tempdir().unwrap();
        let fresh = |home: &Path| copy(whole.path(), home);
        let right = expected[at].get_or_insert_with(|| {
            fresh(home.path());
            let (code, said, told) = answer(home.path(), words);
            assert_eq!(code, Some(0), "{words:?}: {told}");
            said
        });
        fresh(home.path());
        let file = damage(random, &home.path().join(dir));
        let (code, said, told) = answer(home.path(), words);
        let name = file.display();
        assert!(matches!(code, Some(0..=2)), "{words:?} with {name} damaged: {code:?}\n{told}");
        assert!(code == Some(0) || !told.is_empty(), "{words:?} says nothing");
        let is_free = FREE.iter().any(|free| file.ends_with(free));
        if code == Some(0) && !is_free {
            assert!(said == *right, "{words:?} with {name} damaged gives other numbers:\n{said}");
        }
    });
}
