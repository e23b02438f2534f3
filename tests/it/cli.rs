//! Does the program end as it says, and leave what it says?

use assert_cmd::assert::Assert;
use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const SCENARIO: &str = "\
horizon = { start = 2025-01-01, end = 2025-12-31 }
node.field = { kind = \"source\", supply = \"10 Mt/y\" }
node.market = { kind = \"market\", demand = \"unlimited\" }
link.pipe = { from = \"field\", to = \"market\", capacity = \"11 Mt/y\" }
hazard.pump = { on = [\"link.pipe\"], takes = \"40 %\", process = \"poisson\", rate = \"4 /y\", duration = \"5 d\" }
";

/// A directory of its own with a scenario in it.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        fs::write(home.path().join("pipe.toml"), SCENARIO).unwrap();
        home
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the program on words divided by spaces.
    pub fn caspian(&self, words: &str) -> Assert {
        let mut command = cargo_bin_cmd!("caspian");
        command.current_dir(self.path()).args(words.split_whitespace()).assert()
    }

    pub fn results(&self) -> PathBuf {
        self.path().join("results/pipe")
    }

    /// Everything in `results/`, hidden or not.
    pub fn listed(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path().join("results")) else { return vec![] };
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

#[test]
fn a_run_writes_its_tables_and_shows_them() {
    let home = Home::new();
    let run = home.caspian("run pipe.toml -n 100 --trace 0,99 --verify").code(0);
    let mut files: Vec<_> = fs::read_dir(home.results())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let expected = "bottlenecks.csv datapackage.json design.csv losses.csv manifest.json \
                    observed.csv replications.csv scenario.toml summary.csv targets.csv trace.csv";
    assert_eq!(files.join(" "), expected);
    assert!(stdout(&run).contains("All exports"), "{}", stdout(&run));
    let report = home.caspian("report results/pipe").code(0);
    assert_eq!(stdout(&run), stdout(&report));
    assert!(!stdout(&run).contains('\u{1b}') && stderr(&run).is_empty(), "{}", stderr(&run));
}

#[test]
fn the_written_scenario_runs_to_the_same_tables() {
    let home = Home::new();
    home.caspian("run pipe.toml -q -n 100 --seed 7 --set link.pipe.capacity=x_0.9").code(2);
    home.caspian("run pipe.toml -q -n 100 --seed 7 --threads 1 --keep monthly,throughput").code(0);
    let again = "run results/pipe/scenario.toml -q -n 100 --seed 7 --threads 3 -o results/again \
                 --keep throughput --keep monthly";
    home.caspian(again).code(0);
    for entry in fs::read_dir(home.results()).unwrap() {
        let path = entry.unwrap().path();
        let again = home.path().join("results/again").join(path.file_name().unwrap());
        if !path.ends_with("manifest.json") {
            assert!(fs::read(&path).unwrap() == fs::read(again).unwrap(), "{}", path.display());
        }
    }
}

#[test]
fn results_are_not_written_over_unless_forced() {
    let home = Home::new();
    home.caspian("run pipe.toml -q -n 10").code(0);
    let refused = home.caspian("run pipe.toml -q -n 20").code(2);
    assert_eq!(
        stderr(&refused),
        "error: `results/pipe` already exists\n  \
         = help: choose another directory with `-o DIR`, or replace it with --force\n  \
         = code: E202; `caspian explain E202` says more\n"
    );
    home.caspian("run pipe.toml -q -n 20 --force").code(0);
    let report = home.caspian("report results/pipe").code(0);
    assert!(stdout(&report).contains("20 replications"), "{}", stdout(&report));
    assert_eq!(home.listed(), ["pipe"]);
}

#[test]
fn bad_usage_ends_with_2_and_says_what_is_allowed() {
    let home = Home::new();
    for (words, said) in [
        ("", "Usage: caspian <COMMAND>"),
        ("run", "<FILE>"),
        ("run pipe.toml --replications 0", "a run takes at least 1 replication, but 0 were given"),
        ("run pipe.toml --wrong", "unexpected argument"),
        ("run pipe.toml --keep export", "no such metric; there are exports, "),
        ("run pipe.toml --csv excel", "possible values: plain, excel-ru"),
        ("run pipe.toml -n 10 --trace 3,10", "no replication 10 to trace: they are 0 to 9"),
        (
            "run pipe.toml -n 10 -b 11",
            "11 beliefs need at least 11 replications, but only 10 were given",
        ),
        ("run pipe.toml --set link.pipe.capacity", "a change is written KEY=VALUE"),
        ("run pipe.toml --set link.pip.capacity=1", "link.pip.capacity=1"),
        ("run pipe.toml -n 10 -o ..", "does not name a new directory"),
        ("check none.toml", "cannot read `none.toml`"),
    ] {
        let refused = home.caspian(words).code(2);
        assert!(stderr(&refused).contains(said), "{words}\n{}", stderr(&refused));
        assert!(stdout(&refused).is_empty(), "{words}");
    }
    assert!(home.listed().is_empty(), "{:?}", home.listed());
}

#[test]
fn a_faulty_scenario_ends_with_2_and_its_faults() {
    let home = Home::new();
    let text = SCENARIO.replace("11 Mt/y", "-11 Mt/y").replace("to = \"market\"", "to = \"markt\"");
    fs::write(home.path().join("pipe.toml"), text).unwrap();
    for command in ["check", "run"] {
        let refused = home.caspian(&format!("{command} pipe.toml")).code(2);
        let said = stderr(&refused);
        assert!(said.contains("pipe.toml:4:") && said.contains("`market`"), "{said}");
    }
    assert!(home.listed().is_empty());
}

#[test]
fn missing_or_damaged_results_end_with_an_error() {
    let home = Home::new();
    let missing = home.caspian("report results/none").code(1);
    assert_eq!(
        stderr(&missing),
        "error: cannot read `results/none/manifest.json`: no such file or directory\n  \
         = help: check the spelling of the path\n  \
         = code: E201; `caspian explain E201` says more\n"
    );
    home.caspian("run pipe.toml -q -n 10").code(0);
    fs::write(home.results().join("summary.csv"), "point,metric\n0,exports\n").unwrap();
    let damaged = home.caspian("report results/pipe").code(1);
    assert!(stderr(&damaged).contains("line 2: missing field `entity`"), "{}", stderr(&damaged));
}

#[test]
fn tables_for_excel_are_read_back() {
    let home = Home::new();
    home.caspian("run pipe.toml -q -n 10 -o results/plain").code(0);
    home.caspian("run pipe.toml -q -n 10 --csv excel-ru").code(0);
    let text = fs::read_to_string(home.results().join("summary.csv")).unwrap();
    assert!(text.starts_with("\u{feff}point;metric;entity;period;unit;n;mean"), "{text}");
    let report = |name: &str| {
        let screen = stdout(&home.caspian(&format!("report results/{name}")).code(0));
        screen.replace(&format!("results/{name}"), "")
    };
    assert_eq!(report("pipe"), report("plain"));
}

#[test]
fn every_option_is_explained_with_an_example() {
    let home = Home::new();
    let help = stdout(&home.caspian("--help").code(0));
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands = commands.split("\n\n").next().unwrap().lines();
    let commands: Vec<_> = commands.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert!(commands.len() > 14 && commands.contains(&"explain"), "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        let help = stdout(&home.caspian(&format!("{command} --help")).code(0));
        let options = help.split("Options:").nth(1).unwrap().replace("\n      --", "\n  -, --");
        let options: Vec<_> = options.split("\n  -").skip(1).collect();
        assert!(!options.is_empty(), "{help}");
        for option in options.iter().filter(|option| !option.starts_with("h, --help")) {
            assert!(option.contains("or example"), "{option}");
        }
        let (_, examples) = help.split_once("\nExamples:\n").unwrap();
        let own = format!("  caspian {command}");
        assert!(examples.lines().any(|line| line.starts_with(&own)), "{help}");
        assert!(examples.lines().all(|line| line.starts_with("  ")), "{help}");
    }
}

#[test]
fn metrics_and_codes_are_explained_by_name() {
    let home = Home::new();
    let list = stdout(&home.caspian("explain").code(0));
    for known in ["  shut-in ", "  E022  a bare number", "  N001  ", "\nErrors of commands\n"] {
        assert!(list.contains(known), "{list}");
    }
    assert!(list.lines().all(|line| line.len() <= 80), "{list}");
    for (name, said) in
        [("e22", "E022: a bare number where a unit is due\n"), ("Shut-In", "shut-in (tonnes), of ")]
    {
        let page = stdout(&home.caspian(&format!("explain {name}")).code(0));
        assert!(page.starts_with(said), "{page}");
    }
    let refused = stderr(&home.caspian("explain shut-inn").code(2));
    assert!(
        refused.starts_with("error: unknown metric or code `shut-inn`; did you mean `shut-in`?")
    );
}

/// Every metric that any table under a directory names, with the table.
fn written(dir: &Path, found: &mut std::collections::BTreeSet<(String, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            written(&path, found);
        } else if path.extension().is_some_and(|end| end == "csv") {
            let table = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let mut rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
            let column = rows.next().unwrap().iter().position(|name| *name == "metric");
            let metrics = column.into_iter().flat_map(|at| rows.clone().map(move |row| row[at]));
            found.extend(metrics.map(|metric| (metric.to_owned(), table.clone())));
        }
    }
}

#[test]
fn every_metric_of_every_table_is_explained() {
    let home = Home::new();
    let more = "link.road = { from = \"field\", to = \"market\", capacity = \"1 Mt/y\" }\n\
                route.all = { links = [\"pipe\", \"road\"] }\n\
                target.ten = { routes = [\"pipe\"], year = 2025, at-least = \"9.7 Mt\" }\n";
    fs::write(home.path().join("two.toml"), SCENARIO.to_owned() + more).unwrap();
    home.caspian("run two.toml -q -n 20 --keep first-cut-day,throughput").code(0);
    home.caspian("compare pipe.toml two.toml two.toml -q -n 20 -o results/apart --unpaired")
        .code(0);
    home.caspian("compare two.toml two.toml two.toml -q -n 20").code(0);
    home.caspian("stress two.toml -q -n 20 --each --pairs 2 --days 9").code(0);
    home.caspian("bottlenecks two.toml -q -n 20").code(0);
    let mut found = std::collections::BTreeSet::new();
    written(&home.path().join("results"), &mut found);
    let names = |table: &str| found.iter().filter(|(_, of)| of == table).count();
    assert!(names("stress.csv") == 9 - 1 && names("regret.csv") > 2, "{found:?}");
    for (metric, table) in &found {
        let page = stdout(&home.caspian(&format!("explain {metric}")).code(0));
        // The same name means something else in a stress test.
        assert!(page.contains("in stress.csv\n") || table != "stress.csv", "{metric}: {page}");
    }
    let page = stdout(&home.caspian("explain unserved").code(0));
    assert!(page.starts_with("unserved (tonnes), of ") && page.contains("more than undisturbed"));
}

#[test]
fn an_unknown_interval_is_not_nothing() {
    let home = Home::new();
    fs::write(home.path().join("half.toml"), SCENARIO.replace("10 Mt/y", "5 Mt/y")).unwrap();
    let shown = stdout(&home.caspian("compare pipe.toml half.toml -n 1").code(0));
    let line = shown.lines().find(|line| line.starts_with("exports in all years")).unwrap();
    assert!(line.ends_with("too few values") && !shown.contains("0 to 0"), "{shown}");
    assert!(!line.contains('±'), "{line}");
}

#[test]
fn check_and_schema_say_what_a_scenario_is() {
    let home = Home::new();
    let check = stdout(&home.caspian("check pipe.toml --set node.field.supply=x_1").code(2));
    assert!(check.is_empty());
    let check = stdout(&home.caspian("check pipe.toml").code(0));
    assert!(check.contains("2025-01-01 to 2025-12-31, 365 days"), "{check}");
    assert!(check.contains("2 nodes, 1 link, 0 routes, 1 hazard"), "{check}");
    let schema = stdout(&home.caspian("schema").code(0));
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["title"], "caspian scenario");
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let home = Home::new();
    home.caspian("run pipe.toml -q -n 10").code(0);
    for words in ["report results/pipe", "run pipe.toml -n 10 -o results/piped", "check pipe.toml"]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_caspian"));
        command.current_dir(home.path()).args(words.split(' ')).stdout(writer);
        assert_eq!(command.status().unwrap().code(), Some(0), "{words}");
    }
    assert!(home.path().join("results/piped/manifest.json").exists());
}

const BELIEFS: &str = "\
horizon = { start = 2025-01-01, end = 2025-12-31 }
node.field = { kind = \"source\", supply = { uniform = [\"6 Mt/y\", \"10 Mt/y\"] } }
node.market = { kind = \"market\", demand = \"unlimited\" }
link.pipe = { from = \"field\", to = \"market\", capacity = \"11 Mt/y\" }
target.all = { routes = [\"pipe\"], year = 2025, at-least = \"12 Mt\" }
";

#[test]
fn a_precision_that_the_beliefs_forbid_ends_soon_and_says_how_many_would_do() {
    let home = Home::new();
    fs::write(home.path().join("b.toml"), BELIEFS).unwrap();
    let run = |goal: &str, words: &str| {
        let mut command = cargo_bin_cmd!("caspian");
        command.current_dir(home.path()).args(["run", "b.toml", "--force", "--precision", goal]);
        command.args(words.split_whitespace()).assert()
    };
    let said = stdout(&run("exports.total.2025 ± 0.02 Mt", "--beliefs 50").code(0));
    let flat = said.replace("\n  ", " ");
    assert!(flat.contains("0.02 Mt CANNOT be met with 50 beliefs: they differ so much"), "{said}");
    assert!(flat.contains("would do (--beliefs 1"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    let json = fs::read(home.path().join("results/b/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(manifest["precision"]["stopped"]["beliefs"]["beliefs"], 50);
    assert!(manifest["replications"].as_u64().unwrap() < 1_000, "{manifest}");
    // What is shown again is what was shown.
    assert_eq!(stdout(&home.caspian("report results/b").code(0)), said);
    let said = stderr(&run("P(all) ± 1 pp", "--beliefs 50 -q").code(0)).replace("\n  ", " ");
    assert!(said.contains("it happened in none of 4,"), "{said}");
    assert!(said.contains("about 470 would do (--beliefs 470)"), "{said}");
    let said = stdout(&run("P(all) ± 1 pp", "--beliefs 470").code(0));
    assert!(said.contains("P(all) ± 1 pp was met after"), "{said}");
    let said = stdout(&run("first-cut-day.total.2025 ± 1 d", "-n 300").code(0));
    assert!(said.contains("± 1 d was NOT met: no replication has a value"), "{said}");
    let refused = stderr(&run("P(all) ± 1 pp", "--beliefs 1").code(2));
    assert!(refused.contains("at least two beliefs"), "{refused}");
}

#[test]
fn a_comparison_with_a_faulty_scenario_leaves_no_directory() {
    let home = Home::new();
    home.caspian("compare nothing.toml pipe.toml -o new/x").failure();
    assert!(!home.path().join("new").exists());
}

#[test]
fn finished_results_are_compared_as_they_are() {
    let home = Home::new();
    home.caspian("run pipe.toml -q -n 100 -o results/a").code(0);
    fs::write(home.path().join("less.toml"), SCENARIO.replace("11 Mt/y", "9 Mt/y")).unwrap();
    home.caspian("run less.toml -q -n 140 -o results/b").code(0);
    home.caspian("run less.toml -q -n 140 --seed 5 -o results/c").code(0);
    home.caspian("run less.toml -q -n 140 --shard 1/2 -o results/share").code(0);
    let vary = ["--vary", "hazard.pump.rate=3 /y,5 /y"];
    let mut sweep = cargo_bin_cmd!("caspian");
    sweep.current_dir(home.path()).args("sweep pipe.toml -q -n 100 -o results/s".split(' '));
    sweep.args(vary).assert().code(0);
    let said = |words: &str| stdout(&home.caspian(&format!("compare {words} -f -o o")).code(0));
    let text = said("results/a results/b");
    assert!(text.contains("the first 100 replications, which both have, paired"), "{text}");
    home.caspian("run pipe.toml -q -n 100 --beliefs 1 -o results/one").code(0);
    home.caspian("run less.toml -q -n 100 --beliefs 1 -o results/two").code(0);
    let text = said("results/one results/two");
    assert!(text.contains("A better") && !text.contains("too few values"), "{text}");
    let text = said("results/b results/c results/a --unpaired");
    assert!(text.contains("not paired: 140 and 100 replications"), "{text}");
    assert!(text.contains("no regret: it takes runs that are paired"), "{text}");
    let text = said("results/b results/a results/s@2");
    assert!(text.contains("REGRET") && text.contains("B = s@2"), "{text}");
    let text = said("results/a results/s");
    assert!(text.contains("B = s@0") && text.contains("100 replications, paired"), "{text}");
    for (words, why) in [
        ("results/a results/c", "`a` and `c` were not drawn alike: seeds 1 and 5"),
        ("results/a results/share", "`results/share` is only the share 1/2 of a run"),
        ("results/a o", "`o` has no values by replication"),
        ("results/a results", "`results` has no manifest.json"),
        ("results/a results/d", "there are no results `results/d`"),
        ("results/a pipe.toml", "scenarios cannot be compared with results"),
        ("results/a results/b -n 50", "--replications is for scenarios"),
        ("results/a results/b --set link.pipe.capacity=x", "--set is for scenarios"),
    ] {
        let refused = home.caspian(&format!("compare {words} -o p")).code(2);
        assert!(stderr(&refused).contains(why), "{words}: {}", stderr(&refused));
    }
    assert!(!home.path().join("p").exists());
}
