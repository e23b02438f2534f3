//! Do shares make the whole, whatever their number and whatever fails, and nothing else?

use crate::support::PUMPED;
use assert_cmd::assert::Assert;
use assert_cmd::cargo::cargo_bin_cmd;
use caspian::results::{self, Manifest};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Something that the horizon leaves out, which is a notice.
const LATER: &str = "event.later = { on = [\"link.pipeline\"], takes = \"all\", from = 2031-01-01, back = 2031-02-01 }
";

fn toy() -> String {
    PUMPED.to_owned() + LATER
}

/// A directory of its own with a scenario in it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        home.write("toy.toml", &toy());
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.path().join(file), text).unwrap();
    }

    /// Runs the program on words divided by spaces; `_` within a word is a blank.
    fn caspian(&self, words: &str) -> Assert {
        let words = words.split_whitespace().map(|word| word.replace('_', " "));
        cargo_bin_cmd!("caspian").current_dir(self.path()).args(words).assert()
    }

    fn manifest(&self, dir: &str) -> Manifest {
        results::open(&self.path().join(dir)).unwrap().manifest
    }

    fn same(&self, a: &str, b: &str) {
        for entry in fs::read_dir(self.path().join(a)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            if path.is_file() && name != "manifest.json" {
                let other = self.path().join(b).join(name);
                assert!(fs::read(&path).unwrap() == fs::read(other).unwrap(), "{}", path.display());
            }
        }
    }
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

const VARY: &str = "--vary hazard.pump.rate=1_/y,8_/y -n 64 -q";

#[test]
fn more_shares_than_points_or_blocks_make_the_whole() {
    let home = Home::new();
    home.caspian(&format!("sweep toy.toml {VARY} -o whole")).code(0);
    let mut parts = String::new();
    for k in 1..=5 {
        home.caspian(&format!("sweep toy.toml {VARY} --shard {k}/5 -o part-{k}")).code(0);
        write!(parts, " part-{k}").unwrap();
    }
    home.caspian(&format!("merge -q {parts} -o merged")).code(0);
    home.same("whole", "merged");
    home.caspian("run toy.toml -q -n 100 -o run").code(0);
    for k in 1..=5 {
        home.caspian(&format!("run toy.toml -q -n 100 --shard {k}/5 -o part-{k} --force")).code(0);
    }
    home.caspian(&format!("merge -q {parts} -o merged --force")).code(0);
    home.same("run", "merged");
    // The second and the fourth of five have a block each.
    let manifest = home.manifest("part-5");
    assert!(manifest.seconds > 0.0, "from its begin to its end");
    assert_eq!(manifest.warnings.len(), 1, "{:?}", manifest.warnings);
}

#[test]
fn a_point_that_fails_is_in_a_share_and_told_of_the_whole() {
    let home = Home::new();
    let study = "extends = \"toy.toml\"\n\
         [study.point.giant]\nset = { \"link.pipeline.cost\" = \"1e30 USD/t\" }\n\
         [study.point.rare]\nset = { \"hazard.pump.rate\" = \"1 /y\" }\n";
    home.write("giant.toml", study);
    home.caspian("sweep giant.toml -q -n 64 -o whole").code(1);
    // The second of three has the giant and nothing else.
    for (k, code) in [(1, 0), (2, 1), (3, 0)] {
        home.caspian(&format!("sweep giant.toml -q -n 64 --shard {k}/3 -o part-{k}")).code(code);
    }
    let going = "sweep giant.toml -q -n 64 --shard 2/3 -o part-2 --resume --keep-going";
    home.caspian(going).code(0);
    let merged = home.caspian("merge -q part-1 part-2 part-3 -o merged").code(1);
    assert!(stderr(&merged).starts_with("error: 1 of 3 points could not be run"));
    home.same("whole", "merged");
    let (whole, merged) = (home.manifest("whole"), home.manifest("merged"));
    assert_eq!(merged.failed_points, [1]);
    assert_eq!(merged.warnings.len(), 2, "{:?}", merged.warnings);
    assert!(merged.warnings[1].starts_with("point 1 (giant) could not be run: "));
    assert_eq!(whole.warnings[0], merged.warnings[0]);
}

#[test]
fn shares_of_other_scenarios_and_what_is_no_share_are_refused() {
    let home = Home::new();
    home.caspian(&format!("sweep toy.toml {VARY} --shard 1/2 -o part-1")).code(0);
    home.write("toy.toml", &toy().replace("10 Mt/y", "9 Mt/y"));
    home.caspian(&format!("sweep toy.toml {VARY} --shard 2/2 -o part-2")).code(0);
    let refused = stderr(&home.caspian("merge part-1 part-2 -o merged").code(2));
    assert!(refused.contains("`part-1` and `part-2` are shares of different scenarios"));
    home.caspian("run toy.toml -q -n 10 -o run").code(0);
    let refused = stderr(&home.caspian("merge part-1 run -o merged").code(2));
    assert!(refused.starts_with("error: `run` is no share of a run or study"), "{refused}");
    // Copied in part only.
    home.caspian(&format!("sweep toy.toml {VARY} --shard 1/2 -o part-1 --force")).code(0);
    let path = home.path().join("part-1/summary.csv");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let refused = stderr(&home.caspian("merge part-1 part-2 -o merged").code(1));
    assert!(refused.contains("summary.csv` is damaged"), "{refused}");
    assert!(!home.path().join("merged").exists());
}

#[test]
fn what_a_study_would_leave_out_is_refused() {
    let home = Home::new();
    let list = "[study.point.a]\nset = { \"hazard.pump.rate\" = \"5 /y\" }\n";
    home.write("list.toml", &format!("extends = \"toy.toml\"\n{list}"));
    let vary = "--vary node.field.supply=9_Mt/y,8_Mt/y";
    for (words, said) in [
        (format!("list.toml {vary}"), "`vary` does not go with design = \"list\""),
        (format!("list.toml {vary} --design grid"), "`point` goes with design = \"list\" only"),
        (format!("toy.toml {vary} {vary}"), "`node.field.supply` is varied twice"),
        (format!("toy.toml {vary} --points 9"), "has the points that its values give"),
        (format!("toy.toml {vary} --seed 9223372036854775808"), "invalid value"),
    ] {
        let refused = home.caspian(&format!("sweep {words} -n 10 -o out")).code(2);
        assert!(stderr(&refused).contains(said), "{words}\n{}", stderr(&refused));
        assert!(!home.path().join("out").exists());
    }
}

#[test]
fn a_directory_that_exists_is_refused_before_the_work() {
    let home = Home::new();
    home.write("b.toml", "extends = \"toy.toml\"\n");
    for words in ["stress toy.toml --lose link.pipeline", "compare toy.toml b.toml"] {
        home.caspian(&format!("{words} -q -n 10 -o out --force")).code(0);
        // This would take hours.
        let clock = std::time::Instant::now();
        let refused = home.caspian(&format!("{words} -q -n 200000 -o out")).code(2);
        assert!(stderr(&refused).contains("`out` already exists"), "{}", stderr(&refused));
        assert!(clock.elapsed().as_secs() < 20, "{words}: {:?}", clock.elapsed());
    }
}

#[test]
fn every_command_that_runs_a_scenario_tells_its_notices() {
    let home = Home::new();
    home.write("b.toml", "extends = \"toy.toml\"\n");
    let seed = "--seed 9223372036854775807 -n 10";
    for (words, notices) in [
        ("run toy.toml", 1),
        ("sweep toy.toml --vary hazard.pump.rate=1_/y", 1),
        ("stress toy.toml --lose link.pipeline", 1),
        ("compare toy.toml b.toml", 2),
        ("bottlenecks toy.toml --singles", 1),
    ] {
        let told = stderr(&home.caspian(&format!("{words} {seed} -o out --force")).code(0));
        assert_eq!(told.matches("event.later").count(), notices, "{words}\n{told}");
        let warnings = home.manifest("out").warnings;
        assert_eq!(warnings.len(), notices, "{words}: {warnings:?}");
    }
}
