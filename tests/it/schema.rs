//! Are the schema for editors and the manual current, and does the schema tell good from bad?

use caspian::scenario::{reference, schema};
use jsonschema::Validator;
use serde_json::Value;
use std::path::Path;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(flag) => (*flag).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect())
        }
    }
}

/// The schema for editors, with formats (dates) taken seriously.
fn validator() -> Validator {
    let schema = serde_json::from_str(&schema()).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// Why a scenario is not what the schema says.
fn fault(validator: &Validator, text: &str) -> Option<String> {
    let scenario = as_json(&toml::Value::Table(text.parse().unwrap()));
    validator.validate(&scenario).err().map(|error| error.to_string())
}

#[test]
fn the_committed_schema_is_current() {
    let path = repository().join("scenarios/caspian.schema.json");
    if std::env::var_os("CASPIAN_WRITE_CASES").is_some() {
        std::fs::write(&path, schema()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        schema(),
        "caspian schema > scenarios/caspian.schema.json"
    );
}

#[test]
fn every_scenario_satisfies_the_schema() {
    let mut texts = vec![include_str!("diagnostics/good.toml").to_owned()];
    for entry in std::fs::read_dir(repository().join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    let validator = validator();
    for text in texts {
        assert_eq!(fault(&validator, &text), None);
    }
}

#[test]
fn what_is_bad_does_not() {
    let validator = validator();
    for bad in [
        "colour = \"red\"",
        "[link.a]\ncapacity = 12",
        "[link.a]\ncapacity = \"12 Mt\"",
        "[link.a]\ncapacity = \"12 Mt/yr\"",
        "[link.a]\ncapcity = \"12 Mt/y\"",
        "[link.A_b]\ncapacity = \"12 Mt/y\"",
        "[link.a]\nreserved-rank = \"middle\"",
        "[link.a]\ncost = { triangular = [\"1 USD/t\", \"2 USD/t\"] }",
        "[node.a]\nvariation = { lognormal = { median = 1.0 } }",
        "[hazard.a]\nseason = [1, 1]",
        "[event.a]\nfrom = \"spring\"",
        "[run]\nseed = -1",
        "[link.a]\nevidence = \"E\"",
        "[target.a]\nchain = [[]]",
        "[target.a]\nchain = [\"a\", [\"b\", 2]]",
        "[horizon]\nstart = \"2025-02-30\"",
    ] {
        assert!(fault(&validator, bad).is_some(), "{bad}");
    }
}

#[test]
fn the_manual_has_every_key() {
    let path = repository().join("docs/scenario-format.md");
    let manual = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = manual.split_once("<!-- keys").unwrap();
    let (mark, rest) = rest.split_once("-->\n").unwrap();
    let (keys, tail) = rest.split_once("<!-- end of keys").unwrap();
    let current = format!("\n{}", reference());
    if std::env::var_os("CASPIAN_WRITE_CASES").is_some() {
        let manual = format!("{head}<!-- keys{mark}-->\n{current}<!-- end of keys{tail}");
        std::fs::write(&path, manual).unwrap();
        return;
    }
    assert_eq!(keys, current);
}
