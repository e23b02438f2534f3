//! Do layers, changes and values come to the model that the manual promises?

use caspian::dist::Distribution;
use caspian::model::{Model, NodeKind, Per, Poisson, Process, Series, Shape, Takes, Value};
use caspian::scenario::{Change, Files, Scenario, load_from};
use rustix::time::{ClockId, clock_gettime};

const GOOD: &str = include_str!("diagnostics/good.toml");
const CHAIN: &str = include_str!("diagnostics/chain.toml");

fn changed(texts: &[(&str, &str)], changes: &[&str]) -> Result<Scenario, String> {
    let changes: Vec<Change> = changes.iter().map(|text| Change::parse(text).unwrap()).collect();
    load_from(texts[0].0, &changes, &Files::given(texts.iter().copied()))
        .map_err(|findings| findings.to_string())
}

fn good(changes: &[&str]) -> Model {
    changed(&[("good.toml", GOOD)], changes).unwrap().model
}

fn supply<'a>(model: &'a Model, node: &str) -> &'a Series {
    match &model.nodes[model.node(node).unwrap()].kind {
        NodeKind::Source { supply, .. } => supply,
        _ => panic!("{node} is no source"),
    }
}

/// The known amounts of a series.
fn amounts(series: &Series) -> Vec<f64> {
    series.levels().map(|level| level.value.under(&[f64::NAN; 9])).collect()
}

#[test]
fn values_are_canonical() {
    let model = good(&[]);
    let field = supply(&model, "field");
    let Shape::Steps(points) = &field.shape else { panic!("{field:?}") };
    assert_eq!(points[0].1.value, Value::Known(20e6));
    assert_eq!(points[0].1.per, Per::Year);
    let Value::Belief(parameter) = points[1].1.value else { panic!("{points:?}") };
    let parameter = &model.parameters[parameter];
    assert_eq!(
        (parameter.path.as_str(), parameter.unit.as_str()),
        ("node.field.supply.2026-01-01", "t/y")
    );
    let NodeKind::Market { price: Some(price), .. } =
        &model.nodes[model.node("west").unwrap()].kind
    else {
        panic!("west has a price")
    };
    assert_eq!(amounts(price), [480.0], "60 USD/b at 8 b/t");
    let moorings = &model.links[model.link("moorings").unwrap()];
    assert_eq!(moorings.units(), 2);
    assert_eq!(moorings.nomination.as_ref().map(|n| n.make_up), None);
    let west = model.links[model.link("pipe-west").unwrap()].nomination.as_ref().unwrap();
    assert_eq!((west.make_up, west.priority), (30, 1));
    assert_eq!(west.surge.as_ref().unwrap().ramp, Value::Known(10.0));
    assert_eq!(model.hazards[0].takes, Takes::Share(Value::Known(0.35)));
}

#[test]
fn parameters_of_distributions_come_before_them() {
    let model = good(&[
        "link.east-rail.cost={ uniform = [{ uniform = [\"1 USD/t\", \"2 USD/t\"] }, \"9 USD/t\"] }",
    ]);
    let paths: Vec<&str> = model.parameters.iter().map(|one| one.path.as_str()).collect();
    let at = |path| paths.iter().position(|other| *other == path).unwrap();
    let outer = at("link.east-rail.cost");
    let inner = at("link.east-rail.cost.uniform.0");
    assert!(inner < outer);
    let Distribution::Uniform { low, .. } = model.parameters[outer].distribution else { panic!() };
    assert_eq!(low, Value::Belief(inner));
    let storm = model.hazards.iter().find(|hazard| hazard.name == "storm").unwrap();
    let Process::Poisson(storm) = &storm.process else { panic!("{storm:?}") };
    let Distribution::Lognormal { sigma, .. } = storm.duration else { panic!("{storm:?}") };
    assert_eq!(sigma, Value::Belief(at("hazard.storm.duration.lognormal.sigma")));
}

#[test]
fn plain_dice_are_points_and_plain_stays_exponential() {
    let model = good(&["hazard.storm.duration=36 h"]);
    let storm = model.hazards.iter().find(|hazard| hazard.name == "storm").unwrap();
    let Process::Poisson(Poisson { duration, season, .. }) = &storm.process else { panic!() };
    assert_eq!(*duration, Distribution::Point(Value::Known(1.5)));
    assert!((season.iter().sum::<f64>() - 12.0).abs() < 1e-12);
    let mean = Value::Known(9.0 * 30.436875);
    assert_eq!(model.regimes[0].stay[0], Distribution::Exponential { mean });
}

const BASE: (&str, &str) = ("sub/base.toml", GOOD);

#[test]
fn an_overlay_replaces_values_whole_and_removes_components() {
    let over = r#"
        extends = "sub/base.toml"
        [node.field]
        supply = { 2025-01-01 = "1 Mt/y" }
        [route]
        west-pipe = false
        [correlation]
        pairs = []
    "#;
    let scenario = changed(&[("over.toml", over), BASE], &[]).unwrap();
    assert_eq!(amounts(supply(&scenario.model, "field")), [1e6]);
    assert_eq!(scenario.model.route("west-pipe"), None);
    assert_eq!(scenario.model.title, "A small network with one of everything");
}

#[test]
fn a_fault_points_into_the_layer_that_set_the_key() {
    let over = "extends = \"sub/base.toml\"\nlink.moorings.cost = \"1 kn\"\n";
    let text = changed(&[("over.toml", over), BASE], &["node.farm.target=2"]).unwrap_err();
    assert!(text.contains(" --> over.toml:2:22\n"), "{text}");
    assert!(text.contains(" --> --set:1:18\n"), "{text}");
    let over = "extends = \"sub/base.toml\"\n[node]\nfarm = false\n";
    let text = changed(&[("over.toml", over), BASE], &[]).unwrap_err();
    assert!(text.contains("--> sub/base.toml:69:6\n"), "{text}");
    assert!(text.contains("::: over.toml:3:1\n"), "{text}");
}

#[test]
fn chains_that_cannot_be_read_say_so() {
    let text = |texts: &[(&str, &str)]| changed(texts, &[]).unwrap_err();
    assert_eq!(
        text(&[("a.toml", "extends = \"b.toml\""), ("b.toml", "extends = \"./a.toml\"")]),
        "error: `a.toml` extends itself\n --> b.toml:1:11\n  |\n1 | extends = \"./a.toml\"\n  |           ^^^^^^^^^^\n\n1 error: E003; `caspian explain E003` says more"
    );
    assert_eq!(
        text(&[("a.toml", "extends = \"b.toml\"")]),
        "error: cannot read `b.toml`: no such file\n --> a.toml:1:11\n  |\n1 | extends = \"b.toml\"\n  |           ^^^^^^^^\n\n1 error: E001; `caspian explain E001` says more"
    );
    assert_eq!(
        text(&[("a.toml", "extends = 3")]),
        "error: `extends` takes the path of a file\n --> a.toml:1:11\n  |\n1 | extends = 3\n  |           ^\n  = help: for example extends = \"baseline.toml\"\n\n1 error: E020; `caspian explain E020` says more"
    );
    assert_eq!(
        text(&[
            ("a.toml", "extends = \"b.toml\"\n[link]\nx = false"),
            ("b.toml", "[horizon]\nstart = 2025-01-01\nend = 2025-01-02")
        ]),
        "error: no link `x` to remove\n --> a.toml:3:1\n  |\n3 | x = false\n  | ^\n\n1 error: E018; `caspian explain E018` says more"
    );
    assert_eq!(
        text(&[("a.toml", "")]),
        "error: the scenario has no `[horizon]`, the days to simulate\n = help: [horizon] with start = 2025-01-01 and end = 2030-12-31\n\n1 error: E013; `caspian explain E013` says more"
    );
    let missing = load_from("no/such.toml", &[], &Files::Disk).unwrap_err().to_string();
    let said = "error: cannot read `no/such.toml`: no such file\n\n1 error: E001; `caspian explain E001` says more";
    assert_eq!(missing, said);
}

/// What is said of a file on disk.
fn said(path: &std::path::Path) -> String {
    load_from(path, &[], &Files::Disk).unwrap_err().to_string()
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_instead_of_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let [top, pipe] = ["a.toml", "pipe.toml"].map(|name| home.path().join(name));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for text in ["extends = \"pipe.toml\"", "hazard.x.duration = { empirical = \"pipe.toml\" }"] {
        std::fs::write(&top, text).unwrap();
        let why = format!("error: cannot read `{}`: it is no regular file\n", pipe.display());
        assert!(said(&top).contains(&why), "{}", said(&top));
    }
}

#[test]
fn lines_of_a_file_that_is_no_scenario_are_not_shown() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).unwrap();
    write("a.toml", "extends = \"shadow\"");
    write("b.toml", "extends = \"shadow.toml\"");
    for name in ["shadow", "shadow.toml"] {
        write(name, "root:secret:1\n");
    }
    let hidden = said(&home.path().join("a.toml"));
    let shadow = home.path().join("shadow");
    let why = format!(
        "error: `{}` is not valid TOML, and its name does not end in .toml\n",
        shadow.display()
    );
    assert!(hidden.starts_with(&why) && !hidden.contains("secret"), "{hidden}");
    let shown = said(&home.path().join("b.toml"));
    assert!(shown.contains("root:secret:1"), "{shown}");
}

/// CPU seconds of reading so many unknown keys under a head.
fn unknown_keys(head: &str, count: usize) -> f64 {
    let keys: String = (0..count).map(|key| format!("unknown-{key} = 1\n")).collect();
    let text = format!("{head}{keys}");
    let files = Files::given([("a.toml", text.as_str())]);
    let clock = || clock_gettime(ClockId::ThreadCPUTime);
    let start = clock();
    let found = load_from("a.toml", &[], &files).unwrap_err();
    let said = found.to_string();
    let passed = clock() - start;
    assert!(found.errors() > count && said.contains(" | unknown-50 = 1\n"), "{head}");
    assert!(said.contains(&format!("{} more are not shown", found.errors() - 100)));
    assert!(!said.contains("unknown-100 "));
    passed.tv_sec as f64 + passed.tv_nsec as f64 * 1e-9
}

#[test]
fn many_unknown_keys_take_time_by_their_number() {
    for head in ["", "[link.a]\n"] {
        let (few, many) = (unknown_keys(head, 5_000), unknown_keys(head, 40_000));
        // Eight times as many: with a search through all keys for each it is 64 times.
        assert!(many < 24.0 * few, "{few} {many}");
    }
}

#[test]
fn data_of_files_come_into_the_text() {
    let over = r#"
        extends = "sub/base.toml"
        maintenance.field.duration = { empirical = "data/works.csv", unit = "d" }
    "#;
    let texts = [("over.toml", over), BASE, ("data/works.csv", "duration\n3\n\n# late\n1.5\n")];
    let scenario = changed(&texts, &[]).unwrap();
    assert_eq!(scenario.model.maintenance[0].duration, Distribution::Empirical([1.5, 3.0].into()));
    assert!(scenario.text.contains("duration = { empirical = [\"3 d\", \"1.5 d\"] }\n"));
    for (data, why) in [
        ("3\nx\n", "line 2 of `data/works.csv` is no number"),
        ("3, 4\n", "line 1 of `data/works.csv` is no number"),
        ("days\n", "`data/works.csv` has no values"),
    ] {
        let texts = [("over.toml", over), BASE, ("data/works.csv", data)];
        let text = changed(&texts, &[]).unwrap_err();
        assert!(text.starts_with(&format!("error: {why}\n --> over.toml:3:52\n")), "{text}");
    }
}

#[test]
fn the_merged_text_runs_again_as_the_same_scenario() {
    let changes =
        ["link.moorings.cost=x 0.9", "node.field.supply.2026-06-01=24 Mt/y", "run.seed=9"];
    let first = changed(&[("good.toml", GOOD)], &changes).unwrap();
    let again = changed(&[("again.toml", &first.text)], &[]).unwrap();
    assert_eq!(again.text, first.text);
    assert_eq!(again.digest, first.digest);
    assert!(again.model == first.model);
}

#[test]
fn order_and_remarks_change_nothing() {
    let (head, rest) = GOOD.split_once("[node.field]").unwrap();
    let (fields, tail) = rest.split_once("[node.junction]").unwrap();
    let moved = format!("# A remark.\n{head}[node.junction]{tail}\n[node.field]{fields}");
    let scenario = changed(&[("good.toml", &moved)], &[]).unwrap();
    let before = changed(&[("good.toml", GOOD)], &[]).unwrap();
    assert_eq!(scenario.digest, before.digest);
    assert!(scenario.model == before.model);
}

#[test]
fn changes_add_multiply_and_replace() {
    let capacity = |change: &str| {
        let model = good(&[change]);
        let link = &model.links[model.link("moorings").unwrap()];
        link.capacity.iter().flat_map(amounts).collect::<Vec<f64>>()
    };
    assert_eq!(capacity("link.moorings.capacity=x 0.9"), [0.0, 27e3, 54e3]);
    assert_eq!(capacity("link.moorings.capacity.2=+5000 t/d"), [0.0, 30e3, 65e3]);
    assert_eq!(capacity("link.moorings.capacity.1=\"20 kt/d\""), [0.0, 20e3, 60e3]);
    let field = |change: &str| amounts(supply(&good(&[change, "correlation.pairs=[]"]), "field"));
    assert_eq!(field("node.field.supply.2026-01-01=24 Mt/y"), [20e6, 24e6]);
    assert_eq!(
        field("node.field.supply.2026-01-01={ uniform = [\"2 kt/d\", \"3 kt/d\"] }")[0],
        20e6
    );
    assert_eq!(field("node.field.supply=x 0.9")[0], 18e6);
    assert_eq!(field("node.field.supply=+1000 kt/y")[0], 21e6);
    assert_eq!(field("node.field.supply=19 Mt/y"), [19e6]);
    assert_eq!(good(&["run.seed=+2"]).run.seed, 9);
    assert_eq!(good(&["horizon.end=2027-06-30"]).horizon.end().year(), 2027);
    assert_eq!(good(&["route.west-pipe=false"]).route("west-pipe"), None);
    let event =
        "event.new={ on = [\"link.moorings\"], takes = 1, from = 2025-05-01, back = 2025-05-03 }";
    assert_eq!(good(&[event]).events.len(), 2);
}

#[test]
fn a_scaled_distribution_scales_its_quantity() {
    let model = good(&["node.field.supply=x 0.5", "hazard.storm.rate=x 3"]);
    let of = |path: &str| {
        let one = model.parameters.iter().find(|one| one.path == path).unwrap();
        one.distribution.map(|value| value.under(&[]))
    };
    let expected = Distribution::Uniform { low: 10.5e6, high: 11.5e6 };
    assert_eq!(of("node.field.supply.2026-01-01"), expected);
    assert_eq!(of("hazard.storm.rate"), Distribution::Lognormal { median: 6.0, sigma: 0.3 });
}

/// A cycle of links behind which the routes still cut every path once.
#[test]
fn cycles_of_links_are_valid_and_cuts_are_judged_by_paths() {
    let cycle = "\n[link.back]\nfrom = \"farm\"\nto = \"junction\"\ncapacity = \"1 Mt/y\"\n";
    let text = format!("{GOOD}{cycle}");
    assert!(changed(&[("good.toml", &text)], &[]).is_ok());
    // A walk round the cycle passes `to-farm` twice, a path never does.
    let text = text.replace("links = [\"moorings\"]", "links = [\"to-farm\"]");
    assert!(changed(&[("good.toml", &text)], &[]).is_ok());
}

#[test]
fn stock_behind_a_route_may_change() {
    let text = GOOD.replace("links = [\"moorings\"]", "links = [\"to-farm\"]");
    assert!(changed(&[("good.toml", &text)], &[]).is_ok());
}

/// Whatever a text becomes under a slip of the hand, reading it ends in a model or in faults.
#[test]
fn no_text_makes_reading_panic() {
    use proptest::prelude::*;
    let lines: Vec<&str> = GOOD.lines().chain(CHAIN.lines()).collect();
    let piece = prop_oneof![
        Just(String::new()),
        "[-+.0-9a-z\"\\[\\]{}=, %/é]{1,6}",
        prop::sample::select(lines.clone()).prop_map(|line| format!("\n{line}\n")),
        prop::sample::select(vec![
            "1e999",
            "-0",
            "{}",
            "[]",
            "false",
            "nan",
            "9999-12-31",
            "\"all\""
        ])
        .prop_map(str::to_owned),
    ];
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() };
    let texts = prop::sample::select(vec![GOOD, CHAIN]);
    proptest!(config, |(text in texts, at in any::<prop::sample::Index>(), len in 0..30_usize, piece in piece)| {
        let at = at.index(text.len());
        let end = text.floor_char_boundary((at + len).min(text.len()));
        let text = format!("{}{piece}{}", &text[..text.floor_char_boundary(at)], &text[end..]);
        if let Err(found) = changed(&[("good.toml", &text)], &[]) {
            prop_assert!(found.starts_with("error: "), "{found}");
        }
    });
}

/// Every key takes every kind of value without a panic.
#[test]
fn no_value_makes_a_key_panic() {
    let values = [
        "",
        "-1",
        "1e300 y",
        "true",
        "2025-01-01",
        "{}",
        "[[]]",
        "x 2",
        "+1 Mt/y",
        "{ pert = [1, 2, 3] }",
        "{ 2025-01-01 = {} }",
        "{ discrete = { values = [], weights = [] } }",
    ];
    for text in [GOOD, CHAIN] {
        let root: toml::Table = text.parse().unwrap();
        let mut paths = Vec::new();
        collect(&toml::Value::Table(root), "", &mut paths);
        let files = Files::given([("good.toml", text)]);
        for path in paths {
            for value in values {
                let _ = load_from("good.toml", &[Change::new(&path, value)], &files);
            }
        }
    }
}

fn collect(value: &toml::Value, path: &str, paths: &mut Vec<String>) {
    let mut enter = |key: String, inner: &toml::Value| {
        let inner_path = if path.is_empty() { key } else { format!("{path}.{key}") };
        paths.push(inner_path.clone());
        collect(inner, &inner_path, paths);
    };
    match value {
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, inner)| enter(key.clone(), inner))
        }
        toml::Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, inner)| enter(at.to_string(), inner));
        }
        _ => {}
    }
}
