//! Mutated options and study files, handed to the program: it ends with 0, 1 or 2, says why it
//! refuses, and leaves nothing half done.

use super::{fuzz, mutate};
use crate::support::PUMPED;
use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Commands that are right as they stand; each word may be mutated.
const COMMANDS: [&[&str]; 17] = [
    &["run", "toy.toml", "-o", "new", "--precision", "exports.total.2025 ± 0.1 Mt"],
    &["run", "toy.toml", "-o", "new", "--precision", "P(ten) +- 5 pp", "--beliefs", "8"],
    &["run", "toy.toml", "-o", "new", "--trace", "0,3", "--keep", "throughput,monthly"],
    &["run", "toy.toml", "-o", "new", "--shard", "1/2", "--csv", "excel-ru"],
    &["run", "toy.toml", "-o", "new", "--threads", "2", "--seed", "7", "--push", "4", "--verify"],
    &["sweep", "toy.toml", "-o", "new", "--vary", "hazard.pump.rate=1 /y,8 /y"],
    &[
        "sweep",
        "toy.toml",
        "-o",
        "new",
        "--vary",
        "hazard.pump.takes=10 %..90 %",
        "--design",
        "sobol",
        "--points",
        "3",
        "--table",
        "P(ten),shut-in.total.2025",
    ],
    &[
        "sweep",
        "toy.toml",
        "-o",
        "new",
        "--vary",
        "node.field.supply=x 0.9..x 1.1",
        "--design",
        "morris",
        "--points",
        "4",
        "--shard",
        "2/2",
    ],
    &["sweep", "study.toml", "-o", "new", "--keep-going"],
    &["compare", "toy.toml", "toy.toml", "-o", "new", "--set", "node.field.supply=x 0.9"],
    &[
        "stress",
        "toy.toml",
        "-o",
        "new",
        "--lose",
        "link.pipeline",
        "--days",
        "5,30",
        "--start",
        "2025-03-01",
    ],
    &["bottlenecks", "toy.toml", "-o", "new", "--target", "ten", "--singles"],
    &["sizing", "toy.toml", "-o", "new", "--of", "ten", "--target", "20 Mt/y"],
    &["sensitivity", "done", "-o", "new", "--of", "exports.total.2025", "--tail", "0.1"],
    &["sensitivity", "done", "--of", "P(ten)", "--below", "0.5"],
    &["compare", "done@1", "done@2", "--unpaired"],
    &["explain", "E022"],
];

const STUDY: &str = r#"
extends = "toy.toml"

[study]
design = "one-at-a-time"
max-points = 20
keep = ["shut-in"]
table = ["P(ten)", "exports.total.2025"]

[study.vary]
"hazard.pump.rate" = { from = "1 /y", to = "3 /y", by = "1 /y" }
"node.field.supply" = ["x 0.9", "+1 Mt/y"]
"link.pipeline.capacity" = { between = ["x 0.9", "x 1.1"] }
"#;

/// Runs the program on few histories, and says code and messages.
pub fn caspian(home: &Path, words: &[String]) -> (Option<i32>, String, String) {
    let mut program = cargo_bin_cmd!("caspian");
    let ended = program.current_dir(home).args(words).timeout(Duration::from_secs(60)).ok();
    let output = ended.unwrap_or_else(|error| error.as_output().cloned().expect("it was started"));
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).expect("messages are text");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// The words of a command, with few histories where it simulates.
pub fn command(words: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let simulates = ["run", "sweep", "stress", "bottlenecks"].contains(&words[0].as_str())
        || words[0] == "compare" && words[1].ends_with(".toml");
    if simulates {
        words.extend(["-n", "256", "-q"].map(str::to_owned));
    }
    words
}

#[test]
fn options() {
    let home = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| fs::write(home.path().join(file), text).unwrap();
    write("toy.toml", PUMPED);
    let vary = "hazard.pump.rate=1 /y,2 /y,4 /y,8 /y";
    let made = caspian(home.path(), &command(&["sweep", "toy.toml", "--vary", vary, "-o", "done"]));
    assert_eq!(made.0, Some(0), "{made:?}");
    let donors: Vec<&str> = COMMANDS.concat().into_iter().chain([STUDY]).collect();
    fuzz("options", 12, |random| {
        use rand::RngExt;
        let mut words = command(COMMANDS[random.random_range(0..COMMANDS.len())]);
        let at = random.random_range(1..words.len());
        let (is_file, is_place) = (words[at].ends_with(".toml"), words[at - 1] == "-o");
        let study = mutate::text(random, STUDY, &donors);
        write("study.toml", if words[1] == "study.toml" { &study } else { STUDY });
        if !is_file && !is_place && !["-o", "-n", "-q", "256"].contains(&words[at].as_str()) {
            words[at] = mutate::text(random, &words[at], &donors).replace('\0', "");
        }
        let (code, _, told) = caspian(home.path(), &words);
        assert!(matches!(code, Some(0..=2)), "{words:?} ended with {code:?}:\n{told}\n{study}");
        assert!(code == Some(0) || !told.is_empty(), "{words:?} says nothing");
        for new in ["new", "results"] {
            fs::remove_dir_all(home.path().join(new)).ok();
        }
        let left = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = left
            .filter(|name| !["toy.toml", "study.toml", "done"].map(Into::into).contains(name))
            .collect();
        assert!(left.is_empty(), "{words:?} leaves {left:?}");
    });
}
