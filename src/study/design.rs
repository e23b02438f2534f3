//! Designs: which points a study has.
//!
//! A point is a list of new values, one a factor at most; point 0 is always the unchanged
//! scenario. Sampled designs are seeded by name, so the same study has the same points.
//! Knows nothing of what a key path means. The layouts are in `docs/studies.md`.

mod factor;
mod sample;
#[cfg(test)]
mod tests;

pub use factor::{Amount, Factor, Levels, split_values};

use crate::error::{Error, Topic};
use crate::text::{formula_start, visible};

/// Points a study may have unless it says otherwise.
pub const MAX_POINTS: u32 = 500;

/// How points are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every combination of values, the last factor fastest.
    Grid,
    /// Points named one by one.
    List,
    /// Each value of each factor, with the others unchanged.
    OneAtATime,
    /// Each factor spread evenly, the factors combined at random.
    LatinHypercube,
    /// Points of an Owen-scrambled Sobol' sequence.
    Sobol,
    /// Trajectories that change one factor at a time, for elementary effects.
    Morris,
    /// Saltelli's scheme of two samples and their mixtures, for Sobol' indices.
    Saltelli,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::Grid,
        Kind::List,
        Kind::OneAtATime,
        Kind::LatinHypercube,
        Kind::Sobol,
        Kind::Morris,
        Kind::Saltelli,
    ];

    /// Its name in a study file.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Grid => "grid",
            Kind::List => "list",
            Kind::OneAtATime => "one-at-a-time",
            Kind::LatinHypercube => "latin-hypercube",
            Kind::Sobol => "sobol",
            Kind::Morris => "morris",
            Kind::Saltelli => "saltelli",
        }
    }

    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// True where the number of points is asked for rather than given by the values.
    pub fn is_sampled(self) -> bool {
        !matches!(self, Kind::Grid | Kind::List | Kind::OneAtATime)
    }
}

/// What a study asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// How points are chosen.
    pub kind: Kind,
    /// What varies; for a list: empty.
    pub factors: Vec<Factor>,
    /// For a list: name of each point and its changes, key path and value.
    pub list: Vec<(String, Vec<(String, String)>)>,
    /// Points of a sampled design, at most, besides the unchanged scenario.
    pub points: u32,
    /// More points than this are refused.
    pub max_points: u32,
    /// Seed of a sampled design.
    pub seed: u64,
}

/// A point of a design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// A few words for people.
    pub label: String,
    /// New value of each factor, in their order; `None` leaves it unchanged.
    pub values: Vec<Option<String>>,
}

/// The points of a study, the unchanged scenario first.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// How they were chosen.
    pub kind: Kind,
    /// Key paths of the factors.
    pub factors: Vec<String>,
    /// The points; the index is the number.
    pub points: Vec<Point>,
    /// For sampled designs: where each point but the unchanged one lies in the unit cube.
    pub cube: Vec<Vec<f64>>,
}

impl Design {
    /// Key path and new value of what changes at a point.
    pub fn changes(&self, point: usize) -> impl Iterator<Item = (&str, &str)> {
        let values = self.points[point].values.iter();
        let pairs = self.factors.iter().zip(values);
        pairs.filter_map(|(path, value)| Some((path.as_str(), value.as_deref()?)))
    }
}

impl Spec {
    /// The points.
    ///
    /// # Errors
    /// [`Error::Input`] where there are none or more than `max_points`, where a design needs
    /// values and has an interval, or too few points for what it is to find.
    pub fn build(&self) -> Result<Design, Error> {
        self.check()?;
        let (rows, cube) = match self.kind {
            Kind::Grid => (self.grid(), Vec::new()),
            Kind::OneAtATime => (self.one_at_a_time(), Vec::new()),
            Kind::List => return Ok(self.listed()),
            _ => {
                let cube = sample::cube(self)?;
                (cube.iter().map(|row| self.values_at(row)).collect(), cube)
            }
        };
        let factors: Vec<String> = self.factors.iter().map(|factor| factor.path.clone()).collect();
        let short = short_names(&factors);
        let changed = rows
            .into_iter()
            .map(|values: Vec<Option<String>>| Point { label: label(&short, &values), values });
        let mut points = vec![unchanged(factors.len())];
        points.extend(changed);
        Ok(Design { kind: self.kind, factors, points, cube })
    }

    /// Points besides the unchanged one.
    pub fn count(&self) -> u64 {
        let k = self.factors.len() as u64;
        let points = u64::from(self.points);
        let lens = self.factors.iter().map(|factor| factor.levels.len() as u64);
        match self.kind {
            Kind::Grid => lens.fold(1, u64::saturating_mul),
            Kind::OneAtATime => lens.sum(),
            Kind::List => self.list.len() as u64,
            Kind::LatinHypercube | Kind::Sobol => points,
            Kind::Morris => points / (k + 1) * (k + 1),
            Kind::Saltelli => points / (k + 2) * (k + 2),
        }
    }

    /// Refuses values to vary over beside a list of points, of which one would be left out.
    ///
    /// # Errors
    /// [`Error::Input`] with what to do instead.
    pub fn check_kind(&self) -> Result<(), Error> {
        let refused = |message: &str, help: &str| {
            let (message, help) = (message.to_owned(), Some(help.to_owned()));
            Err(Error::Input { topic: Topic::Study, message, help })
        };
        match self.kind {
            Kind::List if !self.factors.is_empty() => refused(
                "`vary` does not go with design = \"list\"",
                "write the points as `[study.point.NAME]`, or vary another scenario or study",
            ),
            kind if kind != Kind::List && !self.list.is_empty() => refused(
                "`point` goes with design = \"list\" only",
                "leave out `design`, or write what varies in `[study.vary]`",
            ),
            _ => Ok(()),
        }
    }

    /// Refuses names of points and values which a spreadsheet would take for formulas: both are
    /// the first in cells of design.csv. Values may be numbers, which begin with a sign.
    fn check_cells(&self) -> Result<(), Error> {
        let names = self.list.iter().map(|(name, _)| name.as_str());
        let names = names.filter(|name| formula_start(name).is_some());
        let texts = |factor: &Factor| match &factor.levels {
            Levels::Values(values) => values.clone(),
            Levels::Between { .. } => Vec::new(),
        };
        let listed = self.list.iter().flat_map(|(_, changes)| changes.iter());
        let mut values: Vec<String> = self.factors.iter().flat_map(texts).collect();
        values.extend(listed.map(|(_, value)| value.clone()));
        values.retain(|value| formula_start(value).is_some_and(|c| !['+', '-'].contains(&c)));
        let Some(bad) = names.chain(values.iter().map(String::as_str)).next() else {
            return Ok(());
        };
        Err(Error::Input {
            topic: Topic::Study,
            message: format!("`{}` begins as a formula does", visible(bad, &[])),
            help: Some("begin names of points and values with a letter or a digit".to_owned()),
        })
    }

    fn check(&self) -> Result<(), Error> {
        self.check_kind()?;
        self.check_cells()?;
        let listed = self.kind == Kind::List;
        if (listed && self.list.is_empty()) || (!listed && self.factors.is_empty()) {
            let (what, where_) =
                if listed { ("points", "point.NAME") } else { ("factors", "vary") };
            return Err(Error::input(
                Topic::Study,
                format!("the study has no {what}: `[study.{where_}]` is empty"),
            ));
        }
        if let Some(factor) = self.factors.iter().find(|factor| factor.levels.is_empty()) {
            return Err(Error::input(
                Topic::Study,
                format!("`{}` has no values to vary over", factor.path),
            ));
        }
        let interval = |factor: &&Factor| matches!(factor.levels, Levels::Between { .. });
        if self.kind == Kind::Grid
            && let Some(factor) = self.factors.iter().find(interval)
        {
            return Err(Error::Input {
                topic: Topic::Study,
                message: format!("a grid needs values, and `{}` has `between`", factor.path),
                help: Some(
                    "list the values, write { from = …, to = …, by = … }, or take a sampled design \
                     such as `--design sobol`"
                        .to_owned(),
                ),
            });
        }
        let count = self.count();
        if count > u64::from(self.max_points) {
            return Err(Error::Input {
                topic: Topic::Study,
                message: format!("the study has {count} points, more than {}", self.max_points),
                help: Some("raise `max-points` in `[study]` if you mean it".to_owned()),
            });
        }
        Ok(())
    }

    fn values_at(&self, row: &[f64]) -> Vec<Option<String>> {
        self.factors.iter().zip(row).map(|(factor, u)| Some(factor.levels.at(*u))).collect()
    }

    fn grid(&self) -> Vec<Vec<Option<String>>> {
        let mut rows = vec![Vec::new()];
        for factor in &self.factors {
            let extended = rows.iter().flat_map(|row| {
                factor.levels.ends_or_values().into_iter().map(|value| {
                    let mut row: Vec<Option<String>> = row.clone();
                    row.push(Some(value));
                    row
                })
            });
            rows = extended.collect();
        }
        rows
    }

    fn one_at_a_time(&self) -> Vec<Vec<Option<String>>> {
        let k = self.factors.len();
        let rows = self.factors.iter().enumerate().flat_map(|(place, factor)| {
            factor.levels.ends_or_values().into_iter().map(move |value| {
                let mut row = vec![None; k];
                row[place] = Some(value);
                row
            })
        });
        rows.collect()
    }

    fn listed(&self) -> Design {
        let mut factors: Vec<String> = Vec::new();
        for (path, _) in self.list.iter().flat_map(|(_, set)| set) {
            if !factors.contains(path) {
                factors.push(path.clone());
            }
        }
        let points = self.list.iter().map(|(name, set)| {
            let value = |path: &String| Some(set.iter().find(|(key, _)| key == path)?.1.clone());
            Point { label: name.clone(), values: factors.iter().map(value).collect() }
        });
        let points = std::iter::once(unchanged(factors.len())).chain(points).collect();
        Design { kind: Kind::List, factors, points, cube: Vec::new() }
    }
}

fn unchanged(factors: usize) -> Point {
    Point { label: "unchanged".to_owned(), values: vec![None; factors] }
}

/// The shortest end of each key path, of whole segments, that no other one has.
fn short_names(paths: &[String]) -> Vec<&str> {
    let tail = |path: &'_ String, segments: usize| -> usize {
        let mut cuts = path.rmatch_indices('.').map(|(at, _)| at + 1);
        cuts.nth(segments - 1).unwrap_or(0)
    };
    let name = |path: &'_ String| -> usize {
        let own = |other: &String, start: usize| {
            other == path || !other.ends_with(&format!(".{}", &path[start..]))
        };
        let lengths = 1..=path.split('.').count();
        let mut starts = lengths.map(|segments| tail(path, segments));
        starts.find(|start| paths.iter().all(|other| own(other, *start))).unwrap_or(0)
    };
    paths.iter().map(|path| &path[name(path)..]).collect()
}

fn label(names: &[&str], values: &[Option<String>]) -> String {
    let pairs = names.iter().zip(values);
    let words = pairs.filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?)));
    words.collect::<Vec<_>>().join(", ")
}
