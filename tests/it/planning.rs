//! Do the planner's commands say what arithmetic says, and say it before and after the work?

use assert_cmd::assert::Assert;
use assert_cmd::cargo::cargo_bin_cmd;
use caspian::batch::{Loss, Stress, Stressed};
use caspian::scenario::load;
use caspian::tally::Keep;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Two ways out of 6 Mt/y each for a field of 10, and a third that nobody uses.
const TWO_WAYS: &str = r#"
horizon     = { start = 2025-01-01, end = 2025-12-31 }
run         = { replications = 64 }
node.field  = { kind = "source", supply = "10 Mt/y" }
node.market = { kind = "market", demand = "unlimited" }
node.well   = { kind = "source", supply = "1 Mt/y" }
link.north  = { from = "field", to = "market", capacity = "6 Mt/y" }
link.south  = { from = "field", to = "market", capacity = "6 Mt/y" }
link.spare  = { from = "well", to = "market", capacity = "3 Mt/y" }
link.second = { from = "well", to = "market", capacity = "3 Mt/y" }
route.all   = { links = ["north", "south", "spare", "second"] }
hazard.pump = { on = ["link.south"], takes = "10 %", process = "poisson", rate = "4 /y", duration = "5 d" }
target.ten  = { routes = ["north", "south"], year = 2025, at-least = "9.9 Mt" }
"#;

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(TempDir::new().unwrap());
        fs::write(home.0.path().join("two.toml"), TWO_WAYS).unwrap();
        home
    }

    fn caspian(&self, words: &[&str]) -> Assert {
        cargo_bin_cmd!("caspian").current_dir(self.0.path()).args(words).assert()
    }

    /// Rows of a table, field by field.
    fn table(&self, file: &str) -> Vec<Vec<String>> {
        let text = fs::read_to_string(self.0.path().join(file)).unwrap();
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }
}

fn stdout(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn stderr(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

#[test]
fn every_link_is_lost_in_turn_and_the_worst_in_pairs() {
    let home = Home::new();
    let stress = home.caspian(&words("stress two.toml --each --pairs 2 --days 30 -n 64")).code(0);
    assert!(stderr(&stress).contains("runs of 64 replications: about"), "{}", stderr(&stress));
    let text = stdout(&stress);
    assert!(text.contains("costs nothing: link.second, link.spare\n"), "{text}");
    assert!(text.contains("LOST TOGETHER") && text.contains("link.north + link.south"), "{text}");
    let rows = home.table("results/two-stress/stress.csv");
    let mean = |lost: &str, metric: &str| -> f64 {
        let row = rows.iter().find(|row| row[0] == lost && row[4] == metric && row[5] == "total");
        row.unwrap_or_else(|| panic!("{lost} {metric}"))[8].parse().unwrap()
    };
    // Of 10 Mt/y the other way takes 6 at most, less when its pump is out.
    let north = mean("link.north", "lost");
    let month = 30.0 / 365.0;
    assert!(north > 4e6 * month && north < 4.2e6 * month, "{north}");
    assert!((mean("link.south", "lost") / (4e6 * month) - 1.0).abs() < 0.01);
    let both = mean("link.north + link.south", "lost");
    assert!((both / (10e6 * month) - 1.0).abs() < 0.01, "{both}");
    let beyond = mean("link.north + link.south", "lost-beyond-parts");
    assert!((beyond - (both - north - mean("link.south", "lost"))).abs() < 1.0, "{beyond}");
    assert!(beyond > 1.8e6 * month, "{beyond}");
}

#[test]
fn a_loss_with_a_part_of_it_is_no_pair() {
    let home = Home::new();
    let both = "stress two.toml --lose link.north,link.south --each --pairs 5 -n 64";
    home.caspian(&words(both)).code(0);
    let rows = home.table("results/two-stress/stress.csv");
    let pairs: Vec<&str> = rows
        .iter()
        .filter(|row| row[4] == "lost-beyond-parts")
        .map(|row| row[0].as_str())
        .collect();
    let with = |a: &str, b: &str| pairs.contains(&format!("link.{a} + link.{b}").as_str());
    // Both with one of the others is three lost; with one of its own it would be nothing new.
    assert!(with("north", "south"), "{pairs:?}");
    assert!(!pairs.contains(&"link.north + link.south + link.north"), "{pairs:?}");
    assert!(!pairs.contains(&"link.north + link.south + link.south"), "{pairs:?}");
}

#[test]
fn a_loss_that_cannot_be_made_is_refused_before_the_runs() {
    let home = Home::new();
    let text = format!("as-of = 2025-03-31\n{TWO_WAYS}");
    fs::write(home.0.path().join("known.toml"), text).unwrap();
    let refused = |more: &str, code: &str| {
        let asked = "stress known.toml -n 64 --lose link.north";
        let run = home.caspian(&[words(asked), words(more)].concat()).code(2);
        let said = stderr(&run);
        assert!(said.contains(code) && !said.contains("runs of"), "{said}");
        assert!(!home.0.path().join("results").join("known-stress").exists());
    };
    refused("--days 30 --start 2025-12-03", "E217");
    refused("--days 30 --start 2025-03-31", "E217");
    refused("--days 300", "E217");
    refused("--days 0", "0 is not in");
    refused("--each --lose link.nrth", "E016");
    let asked = "stress known.toml -n 64 --lose link.north --days 30 -q --force --start";
    for start in ["2025-04-01", "2025-12-02"] {
        home.caspian(&[words(asked), vec![start]].concat()).code(0);
    }
    home.caspian(&words("stress known.toml -n 64 --lose link.north --days 275 -q --force")).code(0);
}

/// The values of a loss in `baseline.toml` from the first of June 2026.
fn baseline(on: &str) -> (Vec<String>, Stressed) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml");
    let base = load(&file, &[]).unwrap();
    let keep = Keep { study: true, ..Keep::default() };
    let settings = crate::support::settings(8).with_seed(1).with_threads(2).with_keep(keep);
    let mut go = || std::ops::ControlFlow::Continue(());
    let mut stress = Stress::new((file, Vec::new()), base, settings, &mut go);
    let loss =
        Loss { on: vec![on.to_owned()], days: 30, start: Some("2026-06-01".parse().unwrap()) };
    let stressed = stress.test(&loss).unwrap();
    (stress.links(), stressed)
}

#[test]
fn a_shuttle_is_lost_with_the_port_that_only_it_uses() {
    let (links, by_link) = baseline("link.aktau-baku");
    let (_, by_port) = baseline("port.sangachal");
    let tonnes =
        |stressed: &Stressed| stressed.rows.iter().map(|row| row.mean.mean).collect::<Vec<_>>();
    assert_eq!(format!("{:?}", tonnes(&by_link)), format!("{:?}", tonnes(&by_port)));
    let route = by_link.rows.iter().find(|row| row.entity == "trans-caspian").unwrap();
    assert!(route.mean.mean < -50e3, "a month of 1.85 Mt/y: {}", route.mean.mean);
    let has = |path: &str| links.iter().any(|link| link == path);
    // Two shuttles share Aktau: it is a loss of its own; the other ports are lost with theirs.
    assert!(has("link.aktau-baku") && has("link.aktau-makhachkala") && has("port.aktau"));
    assert!(!has("port.sangachal") && !has("port.makhachkala"), "{links:?}");
}

#[test]
fn a_sweep_says_how_long_it_will_take_before_it_begins() {
    let home = Home::new();
    let sweep = ["sweep", "two.toml", "--vary", "node.field.supply=x 0.9,x 1,x 1.1", "-n", "64"];
    let run = home.caspian(&sweep).code(0);
    let said = stderr(&run);
    assert!(said.starts_with("3 points of 64 replications, and 1 copies of them: about"), "{said}");
    let text = stdout(&run);
    for part in
        ["P(ten)", " target-routes.  exports.total.  exports.total.\n", "ten.2025, Mt  ", " ± "]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let again = home.caspian(&["report", "results/two"]).code(0);
    assert_eq!(stdout(&again), text);
    let chosen = ["-o", "results/chosen", "-q", "--table", "shut-in.total.2025,P(ten)"];
    home.caspian(&[&sweep[..], &chosen].concat()).code(0);
    let head = home.table("results/chosen/table.csv").remove(0);
    let columns = "shut_in_total_2025,shut_in_total_2025_stderr,P_ten,P_ten_ci_lo,P_ten_ci_hi";
    assert_eq!(head[3..].join(","), columns);
}

#[test]
fn a_comparison_says_who_is_better_and_a_diff_in_what_they_differ() {
    let home = Home::new();
    let wider = "extends = \"two.toml\"\n\
                 route.all.links = [\"north\", \"south\", \"spare\", \"second\", \"east\"]\n\
                 link.north.capacity = \"8 Mt/y\"\n\
                 link.east = { from = \"field\", to = \"market\", capacity = \"1 Mt/y\", title = \"East\" }\n\
                 node.field.supply = \"11 Mt/y\"\ntitle = \"Wider\"\n";
    fs::write(home.0.path().join("wider.toml"), wider).unwrap();
    let run = home.caspian(&words("compare two.toml wider.toml -n 128")).code(0);
    let text = stdout(&run);
    let line = |start: &str| {
        let found = text.lines().find(|line| line.starts_with(start));
        found.unwrap_or_else(|| panic!("{start} in {text}")).to_owned()
    };
    assert!(text.starts_with("A = two, B = wider"), "{text}");
    assert!(line("P(ten) 2025, %").ends_with("the same"), "asked for, so shown: {text}");
    let exports = line("exports 2025, Mt");
    assert!(exports.ends_with("B better, 100 %") && exports.contains("+1.0"), "{exports}");
    let rows = home.table("results/two-vs-wider/compare.csv");
    assert_eq!(rows[0].last().unwrap(), "p_b_better");
    let manifest = fs::read_to_string(home.0.path().join("results/two-vs-wider/manifest.json"));
    assert!(!manifest.unwrap().contains("\"seconds\": 0.0,"), "the time of the runs counts");
    let diff = stdout(&home.caspian(&words("diff two.toml wider.toml")).code(0));
    for part in ["+2 Mt/y (+33.3 %)", "+1 Mt/y (+10.0 %)", "only in B: link.east, 3 keys", "--all"]
    {
        assert!(diff.contains(part), "{part} in {diff}");
    }
    assert!(!diff.contains("Wider"), "{diff}");
    let all = stdout(&home.caspian(&words("diff two.toml wider.toml --all")).code(0));
    assert!(all.contains("Wider") && all.contains("link.east.capacity"), "{all}");
}

#[test]
fn what_a_sweep_cannot_tell_or_keep_is_refused_before_its_first_point() {
    let home = Home::new();
    let sweep = ["sweep", "two.toml", "--vary", "node.field.supply=x 0.9,x 1.1", "-n", "64"];
    for quantity in ["exports.totl.2025", "exports.total.2031", "P(nine)"] {
        let run = home.caspian(&[&sweep[..], &["--table", quantity]].concat()).code(2);
        let said = stderr(&run);
        let wanted = format!("error: no point has a value of `{quantity}`");
        assert!(said.starts_with(&wanted), "{said}");
    }
    let run = home.caspian(&[&sweep[..], &["--table", "P(ten.boats)"]].concat()).code(2);
    assert!(stderr(&run).contains("unknown measure `boats`; there are routes, sea, run-rate"));
    let run = home.caspian(&[&sweep[..4], &["-n", "2000000000"]].concat()).code(2);
    assert!(stderr(&run).contains("E053"), "{}", stderr(&run));
    let run = home.caspian(&words("bottlenecks two.toml -n 2000000000")).code(2);
    assert!(stderr(&run).contains("E053"), "{}", stderr(&run));
    assert!(!home.0.path().join("results").exists(), "nothing was begun");
    // A share without points has nothing to tell, and is none the worse for it.
    home.caspian(&[&sweep[..], &["--shard", "8/8"]].concat()).code(0);
}

#[test]
fn bottlenecks_say_on_how_many_days_each_constraint_binds() {
    let home = Home::new();
    let asked = ["bottlenecks", "two.toml", "--singles", "-n", "64", "--set"];
    let run = home.caspian(&[&asked[..], &["node.field.supply=14 Mt/y"]].concat()).code(0);
    let text = stdout(&run);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let line = |start: &str| text.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    assert!(line("WHAT BINDS, % of days/alone").ends_with("2025"), "{text}");
    // Two full pipes side by side: each binds alone, every day.
    assert!(line("north (capacity)").ends_with("  100/100"), "{text}");
    assert!(line("south (capacity)").ends_with("  100/100"), "{text}");
}

#[test]
fn sizing_says_need_have_and_gap_and_writes_them() {
    let home = Home::new();
    let asked = ["sizing", "two.toml", "-o", "sized", "--target"];
    let run = home.caspian(&[&asked[..], &["15 Mt/y"]].concat()).code(0);
    let text = stdout(&run);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let row = |name: &str| rows.iter().find(|row| row.contains(&name)).unwrap().last().copied();
    assert_eq!([row("need"), row("have"), row("gap")], [Some("15.0"), Some("12.0"), Some("3.0")]);
    let table = home.table("sized/sizing.csv");
    assert_eq!(table[0].join(","), "target,period,entity,constraint,unit,need,have,gap");
    // Whole tonnes a day: 6 Mt are 365 times 16,438 and something.
    let have: f64 = table[1][6].parse().unwrap();
    assert_eq!(table[1][..6].join(","), "ten,2025,north + south,capacity,tonnes/y,15000000.0");
    assert!((have - 12e6).abs() < 400.0 && table.len() == 2, "{table:?}");
    assert!(home.0.path().join("sized/manifest.json").exists());
    let again = home.caspian(&[&asked[..], &["15 Mt/y"]].concat()).code(2);
    assert!(stderr(&again).contains("already exists"), "{}", stderr(&again));
}

#[test]
fn what_no_factor_moves_is_said_and_not_ranked() {
    let home = Home::new();
    let sweep = ["sweep", "two.toml", "--design", "one-at-a-time", "-q", "-n", "16", "--vary"];
    let of = |factor: &str, asked: &[&str]| {
        home.caspian(&[&sweep[..], &[factor, "--force"]].concat()).code(0);
        let asked = [&["sensitivity", "results/two", "--force"], asked].concat();
        stdout(&home.caspian(&asked).code(0))
    };
    let moved = of("node.field.supply=x 1.05,x 1.1", &[]);
    let volume =
        "P(ten) is the same at every point: this is its volume\n\ntarget-routes.ten.2025, Mt";
    assert!(moved.starts_with(volume) && moved.contains("supply=x 1.1"), "{moved}");
    let chance = of("node.field.supply=x 1.05,x 1.1", &["--of", "P(ten)"]);
    let expected = "P(ten) is the same at every point: every history of every point reaches it. No\n  \
                    factor moves it. Try --of target-routes.ten.2025\n\n\
                    Tables are in results/two-sensitivity\n";
    assert_eq!(chance, expected);
    let still = of("hazard.pump.rate=2 /y,8 /y", &[]);
    let expected =
        "target-routes.ten.2025 is the same at every point: 10.00 Mt. No factor moves it.\n";
    assert!(still.contains(expected), "{still}");
    let crossed = stdout(&home.caspian(&["report", "results/two"]).code(0));
    assert!(crossed.contains("\nP(ten) crosses 10, 50 and 90 % nowhere within"), "{crossed}");
    assert!(!crossed.contains("TIPPING"), "{crossed}");
}

#[test]
fn what_holds_a_target_back_is_shown_again_and_without_pairs_that_are_their_parts() {
    let home = Home::new();
    let run = stdout(&home.caspian(&words("bottlenecks two.toml -n 8 -b 8")).code(0));
    assert!(run.starts_with("ten\n\nWHAT BINDS, % of days/alone"), "{run}");
    for part in [
        "\nFROM NAMEPLATE TO DELIVERED in 2025",
        "1 Mt/y of north",
        "\nNo pair can be told from what its two add alone\n",
    ] {
        assert!(run.contains(part), "{part} in {run}");
    }
    assert!(!run.contains("BEST PAIRS"), "{run}");
    let again = stdout(&home.caspian(&words("report results/two-bottlenecks")).code(0));
    assert_eq!(run, again);
}

#[test]
fn a_share_says_what_is_here_and_what_to_do_with_it() {
    let home = Home::new();
    let run = stdout(&home.caspian(&words("run two.toml --shard 1/2 -n 128 -o part")).code(0));
    let expected = "two\nShare 1 of 2 of a run: 64 of 128 replications\n\nIt is in part\nOnce each other is in \
                    a directory of its own:\n  caspian merge part OTHERS -o DIR\n";
    assert_eq!(run, expected);
    let file = stderr(&home.caspian(&words("report two.toml")).code(2));
    assert!(file.contains("`two.toml` is a file, not a directory of results"), "{file}");
    let page = stdout(&home.caspian(&words("man run")).code(0));
    assert!(page.contains(concat!("\"run ", env!("CARGO_PKG_VERSION"))), "{page}");
}
