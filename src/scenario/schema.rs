//! The keys as JSON Schema, for editors that check and complete while one types.
//!
//! Made from the same tables as the reader. An overlay may say as little as it likes, so no key
//! is required; what belongs to which kind is left to the reader.

use super::distribution::{FAMILIES, Parameters};
use super::keys::{self, Key, Need, Section, Type};
use crate::units::Dimension;
use serde_json::{Map, Value, json};

const NUMBER: &str = "^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)? ?";
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const NAME: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The schema of a scenario file as JSON, for `#:schema` at its top.
pub fn schema() -> String {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "caspian scenario",
        "type": "object",
        "additionalProperties": false,
        "properties": {},
        "$defs": {},
    });
    let mut defs = Definitions::default();
    let mut properties = Map::new();
    for key in keys::TOP {
        properties.insert(key.name.to_owned(), defs.key(key));
    }
    for section in keys::SECTIONS {
        properties.insert(section.name.to_owned(), defs.section(section));
    }
    schema["properties"] = Value::Object(properties);
    schema["$defs"] = Value::Object(defs.0);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Definitions that keys refer to, made when first used.
#[derive(Default)]
struct Definitions(Map<String, Value>);

impl Definitions {
    fn section(&mut self, section: &Section) -> Value {
        let own = section.all_keys().map(|key| (key.name.to_owned(), self.key(key)));
        let mut keys = table(Value::Object(own.collect()));
        keys["description"] = json!(section.meaning);
        if !section.named {
            return keys;
        }
        let removed = json!({ "const": false, "description": "remove what a lower layer has" });
        json!({
            "type": "object",
            "description": format!("named components, each {}", section.meaning),
            "additionalProperties": false,
            "patternProperties": { NAME: { "anyOf": [keys, removed] } },
        })
    }

    fn key(&mut self, key: &Key) -> Value {
        let mut value = self.of(key.takes);
        let only = match key.only {
            [] => String::new(),
            kinds => format!(" ({})", kinds.join(", ")),
        };
        let default = match key.need {
            Need::Default(text) => format!("; default {text}"),
            _ => String::new(),
        };
        value["description"] = json!(format!("{}{only}{default}", key.meaning));
        value
    }

    fn of(&mut self, takes: Type) -> Value {
        let text = || json!({ "type": "string", "minLength": 1 });
        let list = |items: Value| json!({ "type": "array", "items": items });
        match takes {
            Type::Text => text(),
            Type::Amount => json!({ "anyOf": [text(), { "type": "number" }] }),
            Type::Name(_) => json!({ "type": "string", "pattern": NAME }),
            Type::Names(_) => list(json!({ "type": "string", "pattern": NAME })),
            Type::Stages(_) => {
                let one = json!({ "type": "string", "pattern": NAME });
                let several = json!({ "type": "array", "items": one, "minItems": 1 });
                list(json!({ "anyOf": [one, several] }))
            }
            Type::Components(_) | Type::Texts => list(text()),
            Type::Date => json!({ "type": "string", "format": "date" }),
            Type::Whole(least, most) => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Type::Flag => json!({ "type": "boolean" }),
            Type::Choice(words) => json!({ "enum": words }),
            Type::FlagByDate => json!({ "anyOf": [
                { "type": "boolean" },
                by_date(&json!({ "type": "boolean" }), &Map::new()),
            ] }),
            Type::Twelve => json!({
                "type": "array", "minItems": 12, "maxItems": 12, "items": { "type": "number" },
            }),
            Type::Changes => table_of(anything()),
            Type::Pairs => list(json!({
                "type": "array",
                "prefixItems": [text(), text(), { "type": "number" }],
                "minItems": 3,
                "maxItems": 3,
            })),
            Type::TextByKey => json!({ "anyOf": [text(), table_of(text())] }),
            Type::GradeByKey => {
                let grade = json!({ "enum": ["A", "B", "C", "D"] });
                json!({ "anyOf": [grade, table_of(grade.clone())] })
            }
            _ => self.of_quantity(takes),
        }
    }

    fn of_quantity(&mut self, takes: Type) -> Value {
        match takes {
            Type::Known(dimension) => self.quantity(dimension),
            Type::KnownList(dimension) => {
                json!({ "type": "array", "items": self.quantity(dimension) })
            }
            Type::Uncertain(dimension) | Type::Dice(dimension) => self.uncertain(dimension),
            Type::Series(dimension, word) => self.series(dimension, word),
            Type::ByUnits(dimension) => {
                let one = self.series(dimension, None);
                json!({ "anyOf": [one, { "type": "array", "items": one }] })
            }
            Type::Takes => json!({ "anyOf": [
                { "type": "integer", "minimum": 1 },
                { "const": "all" },
                self.uncertain(Dimension::Share),
            ] }),
            Type::States => self.states(),
            Type::ByState(dimension) => table_of(self.uncertain(dimension)),
            Type::Matrix(dimension) => table_of(table_of(self.uncertain(dimension))),
            Type::Surge => {
                let extra = self.series(Dimension::Flow, None);
                let ramp = self.uncertain(Dimension::Duration);
                table(json!({ "extra": extra, "ramp": ramp }))
            }
            _ => json!({}),
        }
    }

    /// A reference to a definition, made by `make` when it is not there yet.
    fn named(&mut self, name: String, make: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.0.contains_key(&name) {
            let made = make(self);
            self.0.insert(name.clone(), made);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn quantity(&mut self, dimension: Dimension) -> Value {
        self.named(name("", dimension), |_| {
            let units: Vec<&str> = dimension.units().map(|unit| unit.text).collect();
            let pattern = format!("{NUMBER}({})$", units.join("|"));
            let text = json!({ "type": "string", "pattern": pattern });
            let number = json!({ "type": "number" });
            match (dimension.is_plain(), units.is_empty()) {
                (true, true) => number,
                (true, false) => json!({ "anyOf": [number, text] }),
                (false, _) => text,
            }
        })
    }

    fn uncertain(&mut self, dimension: Dimension) -> Value {
        let plain = self.quantity(dimension);
        let itself = format!("#/$defs/{}", name("uncertain-", dimension));
        self.named(name("uncertain-", dimension), |defs| {
            let one = json!({ "$ref": itself });
            let values = json!({ "type": "array", "items": defs.quantity(dimension) });
            let families = FAMILIES.iter().map(|(name, how)| family(name, *how, &one, &values));
            let forms: Vec<Value> = std::iter::once(plain.clone()).chain(families).collect();
            json!({ "anyOf": forms })
        })
    }

    fn series(&mut self, dimension: Dimension, word: Option<&str>) -> Value {
        let single = self.uncertain(dimension);
        let factor = self.uncertain(Dimension::Factor);
        let prefix = word.map_or("series-".to_owned(), |word| format!("series-or-{word}-"));
        self.named(name(&prefix, dimension), |_| {
            let level = match word {
                Some(word) => json!({ "anyOf": [{ "const": word }, single] }),
                None => single,
            };
            let extra = Map::from_iter([
                ("shape".to_owned(), json!({ "enum": ["step", "linear"] })),
                ("factor".to_owned(), factor.clone()),
            ]);
            let months = json!({ "type": "array", "items": level, "minItems": 12, "maxItems": 12 });
            let mut by_month = table(json!({ "by-month": months, "factor": factor }));
            by_month["required"] = json!(["by-month"]);
            json!({ "anyOf": [level, by_date(&level, &extra), by_month] })
        })
    }

    fn states(&mut self) -> Value {
        let share = self.uncertain(Dimension::Share);
        let flow = self.uncertain(Dimension::Flow);
        let probability = self.uncertain(Dimension::Probability);
        let leaves = json!({ "anyOf": [share, flow] });
        let mut state = table(json!({ "leaves": leaves, "probability": probability }));
        state["required"] = json!(["leaves", "probability"]);
        json!({ "type": "array", "items": state })
    }
}

/// A table of one family, its parameters like `one`.
fn family(name: &str, parameters: Parameters, one: &Value, values: &Value) -> Value {
    let number = json!({ "anyOf": [{ "type": "number" }, { "type": "object" }] });
    let mut properties = Map::new();
    let inner = match parameters {
        Parameters::List(names) => json!({
            "type": "array",
            "items": one,
            "minItems": names.len(),
            "maxItems": names.len(),
            "description": names.join(", "),
        }),
        Parameters::Named(names) => {
            let parts = names.iter().map(|name| {
                let takes = match *name {
                    "values" => json!({ "type": "array", "items": one }),
                    "weights" => json!({ "type": "array", "items": number }),
                    "sigma" | "shape" => number.clone(),
                    _ => one.clone(),
                };
                ((*name).to_owned(), takes)
            });
            let mut inner = table(Value::Object(parts.collect()));
            inner["required"] = json!(names);
            inner
        }
        Parameters::Values => {
            properties.insert("unit".to_owned(), json!({ "type": "string" }));
            json!({ "anyOf": [{ "type": "string" }, values] })
        }
    };
    properties.insert(name.to_owned(), inner);
    let mut form = table(Value::Object(properties));
    form["required"] = json!([name]);
    form
}

fn name(prefix: &str, dimension: Dimension) -> String {
    format!("{prefix}{dimension:?}").to_lowercase()
}

/// A table of these keys and no others.
fn table(properties: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// Any form of value but a date.
fn anything() -> Value {
    let forms = ["string", "number", "boolean", "object", "array"];
    json!({ "anyOf": forms.map(|form| json!({ "type": form })) })
}

/// A table of any keys.
fn table_of(value: Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

fn by_date(value: &Value, extra: &Map<String, Value>) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": extra,
        "patternProperties": { DATE: value },
    })
}
