//! `manifest.json`: what a results directory says about itself.
//!
//! Holds what is needed to make the run again and to read its tables without the scenario.

use super::Kind;
use super::stopwatch::Started;
use crate::model::Model;
use crate::rng;
use crate::scenario::Scenario;
use crate::table::{Column, Style, Unit};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What only the maker of a run knows.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// What the directory holds.
    pub kind: Kind,
    /// Seed of every random stream.
    pub seed: u64,
    /// Replications of each point.
    pub replications: u32,
    /// Beliefs they are spread over.
    pub beliefs: u32,
    /// Digest of the merged scenario, hexadecimal.
    pub digest: String,
    /// The command line, word by word.
    pub command_line: Vec<String>,
    /// Notices on the scenario and warnings on the run.
    pub warnings: Vec<String>,
    /// Numbers of the scenario that are assumed or of unrated evidence.
    pub weak_numbers: usize,
    /// What was asked for by `--precision`, and whether it was met.
    pub precision: Option<PrecisionEntry>,
    /// Points of a study that could not be run.
    pub failed_points: Vec<u32>,
}

impl About {
    /// What is to be said of every run of a scenario, its notices among it.
    pub fn of(scenario: &Scenario, seed: u64, (replications, beliefs): (u32, u32)) -> Self {
        Self {
            seed,
            replications,
            beliefs,
            digest: scenario.digest.clone(),
            weak_numbers: scenario.weak_numbers(),
            warnings: Self::notices(scenario).collect(),
            ..Self::default()
        }
    }

    /// Notices on a scenario, a line each.
    pub fn notices(scenario: &Scenario) -> impl Iterator<Item = String> {
        scenario.notices.all.iter().map(|found| found.fault.message.clone())
    }
}

/// A precision that was asked for, with what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrecisionEntry {
    /// As it was written.
    pub goal: String,
    /// The interval is as narrow as that.
    pub met: bool,
    /// The estimate, in the metric's unit; NaN where it was missing in every replication.
    #[serde(deserialize_with = "number")]
    pub estimate: f64,
    /// Its 95 % interval, made for a run that stops when it is narrow.
    #[serde(deserialize_with = "numbers")]
    pub interval: [f64; 2],
    /// Unit of the estimate.
    #[serde(default)]
    pub unit: String,
    /// Replications run.
    pub replications: u64,
    /// Replications that might have been run.
    #[serde(default)]
    pub most: u64,
    /// Why there were no more.
    #[serde(default)]
    pub stopped: Stopped,
}

/// A number that JSON may hold as `null`.
fn number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or(f64::NAN))
}

fn numbers<'de, D: serde::Deserializer<'de>>(from: D) -> Result<[f64; 2], D::Error> {
    Ok(<[Option<f64>; 2]>::deserialize(from)?.map(|number| number.unwrap_or(f64::NAN)))
}

/// Why a run for a precision ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stopped {
    /// It was met.
    Met,
    /// As many replications as allowed were run.
    #[default]
    Replications,
    /// No number of replications meets it with the beliefs there are.
    Beliefs {
        /// Beliefs there are.
        beliefs: u64,
        /// Half-width that they leave, in the metric's unit.
        leave: f64,
        /// About how many would do.
        needed: Option<u64>,
        /// What was asked about happened in no replication, or in all.
        unseen: bool,
    },
}

/// The contents of `manifest.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// What the directory holds.
    #[serde(flatten)]
    pub kind: Kind,
    /// Version of the program.
    pub version: String,
    /// Commit it was built from, where the builder said so.
    pub commit: Option<String>,
    /// Name of the contract on random numbers.
    pub random_scheme: String,
    /// Title of the scenario.
    pub title: String,
    /// First day simulated.
    pub start: Date,
    /// Last day simulated.
    pub end: Date,
    /// Last day of the known past.
    pub as_of: Option<Date>,
    /// Seed of every random stream.
    pub seed: u64,
    /// Replications of each point.
    pub replications: u32,
    /// Beliefs they are spread over.
    pub beliefs: u32,
    /// Independent groups of them, which errors are made from: beliefs, or replications where
    /// nothing is a belief.
    pub clusters: u32,
    /// False: nothing was left to chance.
    pub chance: bool,
    /// Digest of the merged scenario.
    pub scenario_digest: String,
    /// The command line, word by word.
    pub command_line: Vec<String>,
    /// When the run began, UTC.
    pub started: String,
    /// How long it took.
    pub seconds: f64,
    /// Notices on the scenario and warnings on the run.
    pub warnings: Vec<String>,
    /// Numbers of the scenario that are assumed or of unrated evidence.
    pub weak_numbers: usize,
    /// Days certified, with `--verify`.
    pub verified: Option<VerifiedEntry>,
    /// What was asked for by `--precision`, and whether it was met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionEntry>,
    /// Points that could not be run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_points: Vec<u32>,
    /// Routes in order of name.
    pub routes: Vec<RouteEntry>,
    /// Targets in order of name.
    pub targets: Vec<TargetEntry>,
    /// Titles of nodes and links by `node.NAME` and `link.NAME`.
    pub titles: BTreeMap<String, String>,
    /// `plain` or `excel-ru`.
    pub csv: String,
    /// Every table.
    pub tables: Vec<TableEntry>,
    /// Files that are no tables and whose bytes are held against their digests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileEntry>,
}

/// A route, for readers of the tables.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RouteEntry {
    /// Name in the tables.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// The route that contains it.
    pub part_of: Option<String>,
}

/// A target, for readers of the tables.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TargetEntry {
    /// Name in the tables.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Its year.
    pub year: i16,
    /// Tonnes aimed at.
    pub at_least: f64,
}

/// Dispatches certified by `--verify`, over all points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifiedEntry {
    /// Days looked at.
    pub days: u64,
    /// Of them, not conserving, out of bounds or not optimal.
    pub failed: u64,
    /// Of them, with more than one optimum.
    pub not_unique: u64,
}

/// A table of the directory.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TableEntry {
    /// File name.
    pub file: String,
    /// What a row is.
    #[serde(skip)]
    pub about: &'static str,
    /// Rows without the line of names.
    pub rows: u64,
    /// Length of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Columns in their order.
    pub columns: Vec<ColumnEntry>,
}

/// A file of the directory that is no table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileEntry {
    /// File name.
    pub file: String,
    /// Length of the file.
    pub bytes: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A column of a table; without unit it holds text, counts or names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ColumnEntry {
    /// Name in the first line of the file.
    pub name: String,
    /// `text`, `integer`, `number`, `boolean` or `date`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it says; in `datapackage.json`.
    #[serde(skip)]
    pub meaning: String,
    /// Unit of every value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Column that holds the unit of each row's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_column: Option<String>,
    /// Key path of the factor, or the quantity, that the values are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Which number of the quantity: `mean`, `stderr`, `probability`, `ci_lo` or `ci_hi`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistic: Option<String>,
}

impl From<&Column> for ColumnEntry {
    fn from(column: &Column) -> Self {
        let (unit, unit_column) = match column.unit {
            Unit::None => (None, None),
            Unit::Is(unit) => (Some(unit.to_owned()), None),
            Unit::In(name) => (None, Some(name.to_owned())),
        };
        let of = column.of.as_ref();
        Self {
            name: column.name.clone().into_owned(),
            kind: column.kind.name().to_owned(),
            meaning: column.meaning.clone().into_owned(),
            unit,
            unit_column,
            of: of.map(|of| of.what.clone()),
            statistic: of.and_then(|of| of.statistic).map(str::to_owned),
        }
    }
}

impl Manifest {
    /// The manifest of a run; its time is filled in by the writer.
    pub fn new(model: &Model, about: About, style: Style, tables: Vec<TableEntry>) -> Self {
        let horizon = &model.horizon;
        Self {
            kind: about.kind,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: option_env!("CASPIAN_COMMIT").map(str::to_owned),
            random_scheme: rng::SCHEME.to_owned(),
            title: model.title.clone(),
            start: horizon.start(),
            end: horizon.end(),
            as_of: horizon.as_of(),
            seed: about.seed,
            replications: about.replications,
            beliefs: about.beliefs,
            clusters: model.clusters(about.replications, about.beliefs),
            chance: model.run.chance,
            scenario_digest: about.digest,
            command_line: about.command_line,
            started: String::new(),
            seconds: 0.0,
            warnings: about.warnings,
            weak_numbers: about.weak_numbers,
            verified: None,
            precision: about.precision,
            failed_points: about.failed_points,
            routes: routes(model),
            targets: targets(model),
            titles: titles(model),
            csv: form(style).to_owned(),
            tables,
            files: Vec::new(),
        }
    }

    /// Sets when the work began, and that it ends now.
    pub(super) fn time(&mut self, started: &Started) {
        self.started = started.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        self.seconds = (started.watch.seconds() * 1000.0).round() / 1000.0;
    }

    /// The file's text.
    pub(super) fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        json.expect("a manifest holds nothing but text and finite numbers") + "\n"
    }

    /// Title of a node or link by its path, or its bare name where none is known.
    pub fn title_of<'a>(&'a self, section: &str, name: &'a str) -> &'a str {
        self.titles.get(&format!("{section}.{name}")).map_or(name, String::as_str)
    }
}

/// Name of a form of tables.
pub(super) fn form(style: Style) -> &'static str {
    match style {
        Style::Plain => "plain",
        Style::ExcelRu => "excel-ru",
    }
}

fn routes(model: &Model) -> Vec<RouteEntry> {
    let routes = model.routes.iter().map(|route| RouteEntry {
        name: route.name.clone(),
        title: route.title.clone(),
        part_of: route.part_of.map(|whole| model.routes[whole].name.clone()),
    });
    routes.collect()
}

fn targets(model: &Model) -> Vec<TargetEntry> {
    let targets = model.targets.iter().map(|target| TargetEntry {
        name: target.name.clone(),
        title: target.title.clone(),
        year: target.year,
        at_least: target.at_least,
    });
    targets.collect()
}

fn titles(model: &Model) -> BTreeMap<String, String> {
    let nodes = model.nodes.iter().map(|node| (format!("node.{}", node.name), &node.title));
    let links = model.links.iter().map(|link| (format!("link.{}", link.name), &link.title));
    nodes.chain(links).map(|(path, title)| (path, title.clone())).collect()
}
