//! Are the schema for editors and the manual current, and does the schema tell good from bad?

use caspian::scenario::{reference, schema};
use serde_json::Value;
use std::path::Path;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The keywords of JSON Schema that the schema uses; any other fails the test.
struct Validator {
    root: Value,
}

impl Validator {
    fn new() -> Self {
        Self { root: serde_json::from_str(&schema()).unwrap() }
    }

    /// Why `value` is not what `schema` says, with where.
    fn fault(&self, schema: &Value, value: &Value, at: &str) -> Option<String> {
        let schema = schema.as_object().unwrap();
        schema.iter().find_map(|(keyword, rule)| {
            self.keyword(schema, keyword, rule, value).map(|why| format!("{at}{why}"))
        })
    }

    fn keyword(
        &self,
        schema: &serde_json::Map<String, Value>,
        keyword: &str,
        rule: &Value,
        value: &Value,
    ) -> Option<String> {
        let bad = |is_bad: bool| is_bad.then(|| format!(": {value} against {keyword} {rule}"));
        match keyword {
            "$schema" | "title" | "description" | "$defs" => None,
            "properties" | "patternProperties" => None,
            "$ref" => {
                let target = self.root.pointer(&rule.as_str().unwrap()[1..]).unwrap();
                self.fault(target, value, "")
            }
            "type" => bad(!has_type(rule.as_str().unwrap(), value)),
            "const" => bad(value != rule),
            "enum" => bad(!rule.as_array().unwrap().contains(value)),
            "minimum" | "maximum" | "minLength" | "minItems" | "maxItems" => {
                bad(!within(keyword, rule.as_i64().unwrap(), value))
            }
            "pattern" => bad(!fits(rule.as_str().unwrap(), value.as_str()?)),
            "format" => bad(!fits(DATE, value.as_str()?)),
            "required" => rule
                .as_array()
                .unwrap()
                .iter()
                .find_map(|key| bad(value.get(key.as_str().unwrap()).is_none())),
            "items" => value.as_array()?.iter().find_map(|item| self.fault(rule, item, "[]")),
            "prefixItems" => value
                .as_array()?
                .iter()
                .zip(rule.as_array().unwrap())
                .find_map(|(item, rule)| self.fault(rule, item, "[]")),
            "anyOf" => {
                let faults: Vec<_> = rule
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|rule| self.fault(rule, value, ""))
                    .collect();
                bad(faults.iter().all(Option::is_some))
            }
            "additionalProperties" => self.keys(schema, rule, value),
            other => panic!("the test does not know `{other}`"),
        }
    }

    fn keys(
        &self,
        schema: &serde_json::Map<String, Value>,
        rule: &Value,
        value: &Value,
    ) -> Option<String> {
        value.as_object()?.iter().find_map(|(key, inner)| {
            let own = schema.get("properties").and_then(|own| own.get(key));
            let patterns = schema.get("patternProperties").and_then(Value::as_object);
            let by_pattern = patterns
                .into_iter()
                .flatten()
                .find(|(pattern, _)| fits(pattern, key))
                .map(|(_, rule)| rule);
            match own.or(by_pattern) {
                Some(rule) => self.fault(rule, inner, &format!(".{key}")),
                None if *rule == Value::Bool(false) => Some(format!(".{key}: unknown")),
                None => self.fault(rule, inner, &format!(".{key}")),
            }
        })
    }
}

/// What is of another type is no matter of bounds.
fn within(keyword: &str, bound: i64, value: &Value) -> bool {
    let number = match keyword {
        "minimum" | "maximum" => value.as_i64(),
        "minLength" => value.as_str().map(|text| text.len() as i64),
        _ => value.as_array().map(|items| items.len() as i64),
    };
    let least = keyword.starts_with("min");
    number.is_none_or(|number| if least { number >= bound } else { number <= bound })
}

const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

fn has_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        other => panic!("the test does not know type `{other}`"),
    }
}

/// The three forms of patterns there are: dates, names, and a number with one of several units.
fn fits(pattern: &str, text: &str) -> bool {
    if pattern == DATE {
        return text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    }
    if pattern == "^[a-z0-9]+(-[a-z0-9]+)*$" {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        return text.split('-').all(|part| !part.is_empty() && part.chars().all(good));
    }
    let units = pattern.rsplit_once(" ?(").and_then(|(_, units)| units.strip_suffix(")$")).unwrap();
    units
        .split('|')
        .filter_map(|unit| text.strip_suffix(unit))
        .any(|number| number.trim_end().parse::<f64>().is_ok())
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

fn fault(text: &str) -> Option<String> {
    let validator = Validator::new();
    validator.fault(&validator.root, &as_json(&toml::Value::Table(text.parse().unwrap())), "")
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
    for text in texts {
        assert_eq!(fault(&text), None);
    }
}

#[test]
fn what_is_bad_does_not() {
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
    ] {
        assert!(fault(bad).is_some(), "{bad}");
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
