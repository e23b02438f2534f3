//! Does every command show what it has written, and nothing else?

use crate::support::digest_anew;
use assert_cmd::assert::Assert;
use assert_cmd::cargo::cargo_bin_cmd;
use caspian::results::{self, Kind};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A chain of two pipes and a pair of contracts, of which one fails.
const CHAIN: &str = r#"
horizon     = { start = 2025-01-01, end = 2025-12-31 }
run         = { replications = 64 }
node.field  = { kind = "source", supply = "10 Mt/y" }
node.hub    = { kind = "hub" }
node.market = { kind = "market", demand = "unlimited" }
link.feeder = { from = "field", to = "hub", capacity = "9 Mt/y" }
link.north  = { from = "hub", to = "market", capacity = "6 Mt/y" }
link.south  = { from = "hub", to = "market", capacity = "5 Mt/y", nominated = "4 Mt/y" }
route.north = { links = ["north"] }
route.south = { links = ["south"] }
hazard.pump = { on = ["link.north"], takes = "40 %", process = "poisson", rate = "6 /y", duration = "5 d" }
target.nine = { routes = ["north", "south"], chain = ["feeder", ["north", "south"]], year = 2025, at-least = "8.7 Mt", title = "Nine" }
"#;

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        fs::write(home.path().join("chain.toml"), CHAIN).unwrap();
        let wider = CHAIN.replace("9 Mt/y", "9.5 Mt/y");
        fs::write(home.path().join("wider.toml"), wider).unwrap();
        home
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, words: &[impl AsRef<OsStr>]) -> Assert {
        cargo_bin_cmd!("caspian").current_dir(self.path()).args(words).assert()
    }

    /// Runs the program on words divided by spaces; `_` within a word is a blank.
    fn caspian(&self, words: &str) -> Assert {
        let words = words.split_whitespace().map(|word| word.replace('_', " "));
        self.run(&words.collect::<Vec<_>>())
    }

    /// Has a command write `dir`, and holds its screen against that of `report`.
    fn shows(&self, words: &str, dir: &str) -> (String, Kind) {
        let screen = stdout(&self.caspian(words).code(0));
        let report = stdout(&self.caspian(&format!("report {dir}")).code(0));
        assert!(screen == report, "{words}\n{screen}\nbut report says\n{report}");
        assert!(screen.contains(dir), "{words} does not say where: {screen}");
        for line in screen.lines() {
            assert!(line.chars().count() <= 80, "{words}: {line}");
        }
        (screen, results::open(&self.path().join(dir)).unwrap().manifest.kind)
    }
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stderr).into_owned()
}

const VARY: &str = "--vary hazard.pump.rate=2_/y,12_/y --vary link.feeder.capacity=8_Mt/y,9.5_Mt/y";

#[test]
fn the_screen_of_each_command_is_what_report_says_of_its_directory() {
    let home = Home::new();
    let mut kinds = Vec::new();
    for (words, dir, part) in [
        ("run chain.toml --push 0", "results/chain", "All exports"),
        ("run chain.toml -o goal -n 2000 --precision P(nine)_+-_30_pp", "goal", "was met after"),
        ("run chain.toml -o part --shard 1/2 -n 640", "part", "Share 1 of 2 of a run: 320 of 640"),
        ("run chain.toml -o other --shard 2/2 -n 640", "other", "Share 2 of 2 of a run"),
        ("merge part other -o merged", "merged", "640 replications"),
        ("compare chain.toml wider.toml", "results/chain-vs-wider", "A = chain, B = wider"),
        ("compare chain.toml wider.toml chain.toml -o three --csv excel-ru", "three", "REGRET"),
        ("compare results/chain merged -o apart --unpaired", "apart", "not paired: 64 and 640"),
        ("compare chain.toml wider.toml -o met --precision P(nine)_+-_60_pp", "met", "was met"),
        (
            "stress chain.toml --lose link.north,link.south --days 3,9",
            "results/chain-stress",
            "ROUTES WHILE",
        ),
        ("stress chain.toml --each --pairs 2 -o each --csv excel-ru", "each", "LOST TOGETHER"),
        ("bottlenecks chain.toml --csv excel-ru", "results/chain-bottlenecks", "BEST PAIRS"),
        ("sizing chain.toml --target 20_Mt/y", "results/chain-sizing", "Nine sized for 20.0 Mt"),
        ("sizing chain.toml -o sized --csv excel-ru", "sized", "gap"),
    ] {
        let (screen, kind) = home.shows(words, dir);
        assert!(screen.contains(part), "{part} in {screen}");
        kinds.push(kind.words());
    }
    kinds.sort_unstable();
    kinds.dedup();
    let expected = [
        "a comparison",
        "a run",
        "a share of a whole",
        "a sizing",
        "stress tests",
        "the bottlenecks of a target",
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn the_screen_of_a_study_and_what_is_learnt_from_it_is_that_of_report() {
    let home = Home::new();
    let of = |words: &str, dir: &str, part: &str| {
        let (screen, kind) = home.shows(words, dir);
        assert!(screen.contains(part), "{part} in {screen}");
        kind.words()
    };
    let sweep = format!("sweep chain.toml {VARY} -n 64");
    assert_eq!(of(&sweep, "results/chain", "POINT"), "a study");
    of(&format!("{sweep} -o excel --csv excel-ru"), "excel", "TIPPING POINTS");
    let share = format!("{sweep} --shard 1/2 -o part");
    assert_eq!(of(&share, "part", "Share 1 of 2 of a study: 3 of 5 points"), "a share of a whole");
    home.caspian(&format!("{sweep} --shard 2/2 -o other -q")).code(0);
    assert_eq!(of("merge part other -o merged", "merged", "POINT"), "a study");
    of(&format!("{sweep} -o none --shard 9/9"), "none", "0 of 5 points");
    let tables = "sensitivity results/chain";
    let ranks = "this design ranks no factors";
    assert_eq!(of(tables, "results/chain-sensitivity", ranks), "a sensitivity");
    for (design, points, part) in [
        ("one-at-a-time", "", "least"),
        ("morris", "--points 12", "mu*"),
        ("saltelli", "--points 40", "quasi-p"),
    ] {
        let vary =
            "--vary hazard.pump.rate=2_/y..12_/y --vary link.feeder.capacity=8_Mt/y..9.5_Mt/y";
        let study =
            format!("sweep chain.toml {vary} -n 64 --design {design} {points} -q -o {design}");
        home.caspian(&study).code(0);
        let asked = format!("sensitivity {design} --of exports.total.2025 -o why-{design}");
        of(&asked, &format!("why-{design}"), part);
        let asked =
            format!("sensitivity {design} --of exports.total.2025 --tail 0.2 -o tail-{design}");
        of(&asked, &format!("tail-{design}"), "the worst 20 % of exports.");
    }
    let still = "sweep chain.toml --design one-at-a-time --vary node.field.supply=x_1.1,x_1.2 -n 8 -q -o still";
    home.caspian(still).code(0);
    of("sensitivity still", "results/still-sensitivity", "this is its volume");
    of("sensitivity still --of P(nine) -o chance", "chance", "is the same at every point");
}

#[test]
fn what_a_directory_is_stands_in_its_manifest_and_nowhere_else() {
    let home = Home::new();
    home.caspian("run chain.toml -q -o run").code(0);
    home.caspian("sizing chain.toml -o sized").code(0);
    let manifest = home.path().join("run/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.contains("\n  \"kind\": \"run\",\n"), "{text}");
    // Tables of other kinds make it none of these.
    fs::copy(home.path().join("sized/sizing.csv"), home.path().join("run/waterfall.csv")).unwrap();
    assert!(stdout(&home.caspian("report run").code(0)).contains("All exports"));
    fs::write(&manifest, text.replace("  \"kind\": \"run\",\n", "")).unwrap();
    let refused = stderr(&home.caspian("report run").code(2));
    let expected = "error: `run/manifest.json` has no `kind`: an older version wrote it\n  = help: \
                    make the results anew with this version\n  = code: E204;";
    assert!(refused.starts_with(expected), "{refused}");
    fs::write(&manifest, text.replace("\"kind\": \"run\"", "\"kind\": \"walk\"")).unwrap();
    let refused = stderr(&home.caspian("report run").code(1));
    assert!(refused.contains("is damaged: unknown variant `walk`"), "{refused}");
    for (words, said) in [
        ("sensitivity sized", "`sized` is not a study: it holds a sizing"),
        ("compare sized sized", "`sized` has no values by replication: it holds a sizing"),
        ("merge sized -o x", "`sized` is no share of a run or study: it holds a sizing"),
    ] {
        let refused = stderr(&home.caspian(words).code(2));
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn a_table_with_a_point_that_the_design_has_not_is_damaged() {
    let home = Home::new();
    home.caspian(&format!("sweep chain.toml {VARY} -n 16 -q")).code(0);
    for (table, asked) in [
        ("summary.csv", "--of exports.total.2025"),
        ("replications.csv", "--of exports.total.2025 --tail 0.5"),
    ] {
        let path = home.path().join("results/chain").join(table);
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().map(|line| match line.strip_prefix("4,") {
            Some(rest) => format!("99,{rest}\n"),
            None => format!("{line}\n"),
        });
        fs::write(&path, lines.collect::<String>()).unwrap();
        digest_anew(&path);
        let refused = stderr(&home.caspian(&format!("sensitivity results/chain {asked}")).code(1));
        assert!(refused.contains("a row of point 99, and there are points 0 to 4"), "{refused}");
        assert!(refused.contains("E203"), "{refused}");
        fs::write(&path, text).unwrap();
        digest_anew(&path);
    }
    assert!(!home.path().join("results/chain-sensitivity").exists());
}

#[test]
fn merged_results_say_which_shares_they_were_made_of() {
    let home = Home::new();
    for k in 1..=2 {
        home.caspian(&format!("run chain.toml -q --shard {k}/2 -o run-{k}")).code(0);
        home.caspian(&format!("sweep chain.toml {VARY} -n 8 -q --shard {k}/2 -o study-{k}"))
            .code(0);
    }
    for what in ["run", "study"] {
        home.caspian(&format!("merge {what}-1 {what}-2 -q -o {what}")).code(0);
        let words = results::open(&home.path().join(what)).unwrap().manifest.command_line;
        let rest = ["merge", &format!("{what}-1"), &format!("{what}-2"), "-q", "-o", what];
        assert_eq!(words[1..], rest);
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_names_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let name = |bytes: &[u8]| OsStr::from_bytes(bytes).to_owned();
    let (file, other) = (name(b"bad\xff.toml"), name(b"worse\xff.toml"));
    fs::write(home.path().join(&file), CHAIN).unwrap();
    fs::write(home.path().join(&other), CHAIN).unwrap();
    let words = |list: &[&str]| list.iter().map(|word| name(word.as_bytes())).collect::<Vec<_>>();
    let vary = ["--vary", "hazard.pump.rate=2 /y", "-n", "8", "-q", "-o", "study"];
    let commands: [(&str, Vec<OsString>); 6] = [
        ("run", words(&["-n", "8", "-q"])),
        ("sweep", words(&vary)),
        ("stress", words(&["--lose", "link.north", "-n", "8", "-q"])),
        ("bottlenecks", words(&["--singles", "-n", "8", "-q"])),
        ("sizing", vec![]),
        ("compare", [vec![other], words(&["-n", "8", "-q"])].concat()),
    ];
    for (command, rest) in commands {
        home.run(&[words(&[command]), vec![file.clone()], rest].concat()).code(0);
    }
    let results: [&[u8]; 4] = [
        b"results/bad\xff",
        b"results/bad\xff-stress",
        b"results/bad\xff-bottlenecks",
        b"results/bad\xff-sizing",
    ];
    for dir in results {
        home.run(&[name(b"report"), name(dir)]).code(0);
        let manifest = results::open(&home.path().join(name(dir))).unwrap().manifest;
        assert_eq!(manifest.command_line[2], "bad\u{fffd}.toml");
    }
    home.run(&[name(b"report"), name("results/bad\u{fffd}-vs-worse\u{fffd}".as_bytes())]).code(0);
}
