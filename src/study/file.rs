//! The table `[study]` of a study file: what it may say, and the design it asks for.
//!
//! Knows nothing of the rest of the file. The keys are in `docs/studies.md`.

use super::design::{Factor, Kind, Levels, MAX_POINTS, Spec};
use super::precision::Output;
use crate::error::{Error, Topic};
use crate::metric::Metric;
use serde::Deserialize;
use toml::{Table, Value};

/// What `[study]` asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyFile {
    /// The design.
    pub spec: Spec,
    /// Metrics kept by replication besides the usual.
    pub keep: Vec<Metric>,
    /// Columns of `table.csv`; none for the usual ones.
    pub table: Vec<Output>,
}

/// The keys of `[study]` as they are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    design: Option<String>,
    points: Option<u32>,
    max_points: Option<u32>,
    #[serde(default)]
    keep: Vec<String>,
    #[serde(default)]
    table: Vec<String>,
    #[serde(default)]
    vary: Table,
    #[serde(default)]
    point: Table,
}

/// Points of a sampled design unless the study says otherwise.
const POINTS: u32 = 64;

impl StudyFile {
    /// Reads the lines of `[study]`; without any, an empty grid. `seed` is that of its samples.
    ///
    /// # Errors
    /// [`Error::Input`] for an unknown key, a value of another form, or an unknown design.
    pub fn read(text: &str, seed: u64) -> Result<Self, Error> {
        let table: Table =
            text.parse().map_err(|error: toml::de::Error| refuse(error.message()))?;
        Self::of(table, seed)
    }

    /// Reads the `study.toml` of a results directory, seed and all.
    ///
    /// # Errors
    /// As [`StudyFile::read`].
    pub fn read_header(text: &str) -> Result<Self, Error> {
        let whole: Table =
            text.parse().map_err(|error: toml::de::Error| refuse(error.message()))?;
        let seed = whole.get("seed").and_then(Value::as_integer).unwrap_or_default();
        let study = whole.get("study").and_then(Value::as_table).cloned();
        Self::of(study.unwrap_or_default(), seed as u64)
    }

    fn of(table: Table, seed: u64) -> Result<Self, Error> {
        let raw = Raw::deserialize(table).map_err(|error| refuse(error.message()))?;
        let factors = raw.vary.iter().map(|(path, value)| factor(path, value));
        let factors = factors.collect::<Result<Vec<_>, _>>()?;
        let list = raw.point.iter().map(|(name, value)| listed(name, value));
        let list = list.collect::<Result<Vec<_>, _>>()?;
        let kind = match &raw.design {
            Some(name) => kind(name)?,
            None if factors.is_empty() && !list.is_empty() => Kind::List,
            None => Kind::Grid,
        };
        let keep = raw.keep.iter().map(|name| {
            Metric::from_name(name)
                .ok_or_else(|| refuse(&format!("unknown metric `{name}` in `keep`")))
        });
        let (points, max_points) =
            (raw.points.unwrap_or(POINTS), raw.max_points.unwrap_or(MAX_POINTS));
        let spec = Spec { kind, factors, list, points, max_points, seed };
        spec.check_kind().map_err(|error| refuse(&error.to_string()))?;
        let table = raw
            .table
            .iter()
            .map(|text| Output::parse(text).map_err(|error| refuse(&error.to_string())));
        let (keep, table) = (keep.collect::<Result<_, _>>()?, table.collect::<Result<_, _>>()?);
        Ok(Self { spec, keep, table })
    }
}

impl Spec {
    /// The lines of `[study]` that ask for this design, for `keep` and `table`; every value is text.
    pub fn to_toml(&self, keep: &[Metric], table: &[Output]) -> String {
        let quoted = |text: &str| Value::from(text).to_string();
        let mut lines = format!("design = \"{}\"\n", self.kind.name());
        if self.kind.is_sampled() {
            lines += &format!("points = {}\n", self.points);
        }
        lines += &format!("max-points = {}\n", self.max_points);
        if !keep.is_empty() {
            let names: Vec<String> = keep.iter().map(|metric| quoted(metric.name())).collect();
            lines += &format!("keep = [{}]\n", names.join(", "));
        }
        if !table.is_empty() {
            let names: Vec<String> = table.iter().map(|what| quoted(&what.to_string())).collect();
            lines += &format!("table = [{}]\n", names.join(", "));
        }
        let pairs = |set: &[(String, String)]| {
            let pairs =
                set.iter().map(|(key, value)| format!("{} = {}", quoted(key), quoted(value)));
            pairs.collect::<Vec<_>>().join(", ")
        };
        if !self.factors.is_empty() {
            lines += "\n[study.vary]\n";
        }
        for factor in &self.factors {
            let ends: Vec<String> =
                factor.levels.ends_or_values().iter().map(|v| quoted(v)).collect();
            let ends = ends.join(", ");
            let levels = match factor.levels {
                Levels::Values(_) => format!("[{ends}]"),
                Levels::Between { .. } => format!("{{ between = [{ends}] }}"),
            };
            lines += &format!("{} = {levels}\n", quoted(&factor.path));
        }
        for (name, set) in &self.list {
            lines += &format!("\n[study.point.{}]\nset = {{ {} }}\n", quoted(name), pairs(set));
        }
        lines
    }
}

fn refuse(message: &str) -> Error {
    Error::Input {
        topic: Topic::Study,
        message: format!("in `[study]`: {}", message.trim_end().replace('\n', ", ")),
        help: Some("docs/studies.md lists its keys with examples".to_owned()),
    }
}

fn kind(name: &str) -> Result<Kind, Error> {
    Kind::from_name(name).ok_or_else(|| {
        let names = Kind::ALL.map(Kind::name).join(", ");
        refuse(&format!("unknown design `{name}`; there are {names}"))
    })
}

/// A value as it stands in a change.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn factor(path: &str, value: &Value) -> Result<Factor, Error> {
    let bad = || {
        refuse(&format!(
            "`{path}` takes a list of values, {{ from = …, to = …, by = … }} or {{ between = [a, b] }}"
        ))
    };
    let levels = match value {
        Value::Array(values) => Levels::Values(values.iter().map(text).collect()),
        Value::Table(table) => {
            let get = |key| table.get(key).map(text);
            match (table.get("between"), get("from"), get("to"), get("by"), table.len()) {
                (Some(Value::Array(ends)), None, None, None, 1) if ends.len() == 2 => {
                    Levels::between(&text(&ends[0]), &text(&ends[1]))?
                }
                (None, Some(from), Some(to), Some(by), 3) => Levels::steps(&from, &to, &by)?,
                _ => return Err(bad()),
            }
        }
        _ => return Err(bad()),
    };
    Ok(Factor { path: path.to_owned(), levels })
}

fn listed(name: &str, value: &Value) -> Result<(String, Vec<(String, String)>), Error> {
    let set = value.as_table().filter(|table| table.len() == 1).and_then(|table| table.get("set"));
    let set = set
        .and_then(Value::as_table)
        .ok_or_else(|| refuse(&format!("point `{name}` takes set = {{ \"KEY\" = VALUE }}")))?;
    let pairs = set.iter().map(|(path, value)| (path.clone(), text(value)));
    Ok((name.to_owned(), pairs.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_vary_is_read_in_order() {
        let file = StudyFile::read(
            r#"
            design = "one-at-a-time"
            keep = ["exports", "shut-in"]
            [vary]
            "port.aktau.berths" = [3, 5]
            "fleet.tankers.ships" = { from = 6, to = 12, by = 6 }
            "sea.caspian.trend" = { between = ["-29 cm/y", "5 cm/y"] }
            "a.b" = ["x 0.9", { uniform = ["1 d", "2 d"] }]
            "#,
            7,
        )
        .unwrap();
        assert_eq!(file.keep, [Metric::Exports, Metric::ShutIn]);
        let design = file.spec.build().unwrap();
        assert_eq!(design.factors[1], "fleet.tankers.ships");
        let changed = |point: usize| design.changes(point).collect::<Vec<_>>();
        assert_eq!(changed(1), [("port.aktau.berths", "3")]);
        assert_eq!(changed(4), [("fleet.tankers.ships", "12")]);
        assert_eq!(changed(6), [("sea.caspian.trend", "5 cm/y")]);
        assert_eq!(changed(8), [("a.b", r#"{ uniform = ["1 d", "2 d"] }"#)]);
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in [
            "design = \"sobol\"\npoints = 8\nkeep = [\"stock\"]\n\
             table = [\"P(a.sea)\", \"exports.total.2029\"]\nvary = { a = { between = [3, 5] }, \
             b = { between = [\"x 0.5\", \"x 2\"] }, c = [\"a \\\"b\\\"\", 1.5] }",
            "point = { \"a b\" = { set = { \"x.y\" = \"+5 Mt/y\" } } }",
        ] {
            let read = StudyFile::read(text, 1).unwrap();
            let written =
                format!("seed = 1\n\n[study]\n{}", read.spec.to_toml(&read.keep, &read.table));
            assert_eq!(StudyFile::read_header(&written).unwrap(), read, "{written}");
        }
    }

    #[test]
    fn a_list_of_points_is_read() {
        let text = "[point.berths]\nset = { \"port.aktau.berths\" = 5 }\n[point.none]\nset = {}\n";
        let design = StudyFile::read(text, 1).unwrap().spec.build().unwrap();
        assert_eq!(design.kind, Kind::List);
        let labels: Vec<_> = design.points.iter().map(|point| point.label.as_str()).collect();
        assert_eq!(labels, ["unchanged", "berths", "none"]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (text, why) in [
            ("designs = 1", "unknown field `designs`"),
            ("design = \"grit\"", "unknown design `grit`; there are grid, list"),
            ("keep = [\"export\"]", "unknown metric `export`"),
            ("table = [\"P\"]", "does not name METRIC"),
            ("vary = { a = 3 }", "`a` takes a list of values"),
            ("vary = { a = { between = [1] } }", "`a` takes a list of values"),
            ("design = \"list\"\nvary = { a = [1] }", "`vary` does not go with"),
            ("point = { a = { put = {} } }", "point `a` takes set"),
        ] {
            let message = StudyFile::read(text, 1).unwrap_err().to_string();
            assert!(message.starts_with("in `[study]`: ") && message.contains(why), "{message}");
        }
    }
}
