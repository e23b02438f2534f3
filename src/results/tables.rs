//! The tables of a results directory, filled point by point.
//!
//! The columns here are a contract, kept by `docs/outputs.md`: they may be added to.

use super::Point;
use super::manifest::TableEntry;
use super::sheet::{Mark, Sheet};
use crate::error::Error;
use crate::metric::Unit as Of;
use crate::model::Model;
use crate::table::{Cell, Column, Style, Unit};
use crate::tally::{Kept, Outcome, SummaryRow, TraceEvent, TraceRow};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

type Columns = &'static [(&'static str, Unit)];

const NONE: Unit = Unit::None;
const UNIT: Unit = Unit::In("unit");
const SHARE: Unit = Unit::Is(Of::Share.name());

const SUMMARY: Columns = &[
    ("point", NONE),
    ("metric", NONE),
    ("entity", NONE),
    ("period", NONE),
    ("unit", NONE),
    ("n", NONE),
    ("mean", UNIT),
    ("stderr", UNIT),
    ("p05", UNIT),
    ("p10", UNIT),
    ("p50", UNIT),
    ("p90", UNIT),
    ("p95", UNIT),
    ("min", UNIT),
    ("max", UNIT),
    ("p05_ci_lo", UNIT),
    ("p05_ci_hi", UNIT),
    ("p50_ci_lo", UNIT),
    ("p50_ci_hi", UNIT),
    ("p95_ci_lo", UNIT),
    ("p95_ci_hi", UNIT),
];

const TARGETS: Columns = &[
    ("point", NONE),
    ("target", NONE),
    ("measure", NONE),
    ("reached", NONE),
    ("period", NONE),
    ("threshold", UNIT),
    ("unit", NONE),
    ("probability", SHARE),
    ("ci_lo", SHARE),
    ("ci_hi", SHARE),
    ("belief_p05", SHARE),
    ("belief_p50", SHARE),
    ("belief_p95", SHARE),
    ("shortfall_mean", UNIT),
    ("n", NONE),
];

const OBSERVED: Columns = &[
    ("point", NONE),
    ("name", NONE),
    ("entity", NONE),
    ("from", NONE),
    ("until", NONE),
    ("unit", NONE),
    ("observed", UNIT),
    ("model_mean", UNIT),
    ("model_p05", UNIT),
    ("model_p95", UNIT),
    ("difference_percent", Unit::Is("%")),
    ("within", UNIT),
    ("ok", NONE),
];

const BOTTLENECKS: Columns = &[
    ("point", NONE),
    ("for", NONE),
    ("entity", NONE),
    ("constraint", NONE),
    ("period", NONE),
    ("share_binding", SHARE),
    ("share_binding_alone", SHARE),
];

const LOSSES: Columns = &[
    ("point", NONE),
    ("cause", NONE),
    ("entity", NONE),
    ("period", NONE),
    ("unit", NONE),
    ("mean", UNIT),
    ("stderr", UNIT),
    ("share", SHARE),
];

const REPLICATIONS: Columns = &[
    ("point", NONE),
    ("replication", NONE),
    ("belief", NONE),
    ("metric", NONE),
    ("entity", NONE),
    ("period", NONE),
    ("unit", NONE),
    ("value", UNIT),
];

const TRACE: Columns = &[
    ("point", NONE),
    ("replication", NONE),
    ("date", NONE),
    ("kind", NONE),
    ("name", NONE),
    ("capacity", UNIT),
    ("flow", UNIT),
    ("stock", UNIT),
    ("unit", NONE),
    ("time", NONE),
    ("event", NONE),
    ("port", NONE),
];

/// Tables that every results directory has.
pub(super) const SHEETS: usize = 7;

/// Where each of them ends, in the order in which they are opened.
pub(super) type Marks = [Mark; SHEETS];

/// Their names.
pub(super) fn names() -> [&'static str; SHEETS] {
    ["design", "summary", "targets", "observed", "bottlenecks", "losses", "replications"]
}

/// Where the first rows of the tables in `dir` begin.
pub(super) fn start(dir: &Path) -> Result<Marks, Error> {
    let mut marks = Marks::default();
    for (mark, name) in marks.iter_mut().zip(names()) {
        let path = dir.join(format!("{name}.csv"));
        let mut line = Vec::new();
        let read = File::open(&path).map(BufReader::new);
        let read = read.and_then(|mut file| file.read_until(b'\n', &mut line));
        mark.bytes = read.map_err(|e| Error::io("read", &path, e))? as u64;
    }
    Ok(marks)
}

/// Every open table.
pub(super) struct Tables {
    dir: PathBuf,
    style: Style,
    design: Sheet,
    summary: Sheet,
    targets: Sheet,
    observed: Sheet,
    bottlenecks: Sheet,
    losses: Sheet,
    replications: Sheet,
    trace: Option<Sheet>,
}

impl Tables {
    /// Begins every table in `dir`, or goes on with them behind marks; the trace only when
    /// there is one.
    pub(super) fn open(
        dir: &Path,
        factors: &[String],
        style: Style,
        marks: Option<&Marks>,
    ) -> Result<Self, Error> {
        let mut marks = marks.map(|marks| marks.iter());
        let mut open = |file, columns| match marks.as_mut().and_then(Iterator::next) {
            Some(mark) => Sheet::reopen(dir, file, columns, (style, *mark)),
            None => Sheet::create(dir, file, columns, style),
        };
        let mut design = columns(&[("point", NONE), ("label", NONE)]);
        design.extend(factors.iter().map(|factor| column(factor.clone(), NONE)));
        Ok(Self {
            design: open("design.csv", design)?,
            summary: open("summary.csv", columns(SUMMARY))?,
            targets: open("targets.csv", columns(TARGETS))?,
            observed: open("observed.csv", columns(OBSERVED))?,
            bottlenecks: open("bottlenecks.csv", columns(BOTTLENECKS))?,
            losses: open("losses.csv", columns(LOSSES))?,
            replications: open("replications.csv", columns(REPLICATIONS))?,
            trace: None,
            dir: dir.to_owned(),
            style,
        })
    }

    /// Adds the rows of a point.
    pub(super) fn point(
        &mut self,
        point: &Point,
        model: &Model,
        run: &Outcome,
    ) -> Result<(), Error> {
        let number = Cell::from(point.number);
        self.design(point)?;
        run.summary.iter().try_for_each(|row| summary(&mut self.summary, number, row))?;
        self.targets(number, run)?;
        self.observed(number, model, run)?;
        self.bottlenecks(number, run)?;
        self.losses(number, run)?;
        let beliefs = run.beliefs.max(1);
        run.kept
            .iter()
            .try_for_each(|kept| replications(&mut self.replications, number, beliefs, kept))?;
        self.trace(number, &run.trace)
    }

    /// Ends every table, in the order of the manifest.
    pub(super) fn finish(self) -> Result<Vec<TableEntry>, Error> {
        let sheets = [
            Some(self.design),
            Some(self.summary),
            Some(self.targets),
            Some(self.observed),
            Some(self.bottlenecks),
            Some(self.losses),
            Some(self.replications),
            self.trace,
        ];
        sheets.into_iter().flatten().map(Sheet::finish).collect()
    }

    /// Writes everything down, with `sync` for good; where each table but the trace ends now.
    pub(super) fn marks(&mut self, sync: bool) -> Result<Marks, Error> {
        let mut marks = Marks::default();
        for (mark, sheet) in marks.iter_mut().zip(self.sheets()) {
            *mark = sheet.mark(sync)?;
        }
        Ok(marks)
    }

    /// Adds a point as it stands in another results directory between two marks.
    pub(super) fn copy(
        &mut self,
        point: &Point,
        from: &Path,
        (start, end): (&Marks, &Marks),
    ) -> Result<(), Error> {
        self.design(point)?;
        let parts = start.iter().zip(end).map(|(start, end)| start.bytes..end.bytes);
        // The row of the design has been written anew: another study has other factors.
        for (sheet, part) in self.sheets().into_iter().zip(parts).skip(1) {
            sheet.copy(from, part, point.number)?;
        }
        Ok(())
    }

    fn sheets(&mut self) -> [&mut Sheet; SHEETS] {
        [
            &mut self.design,
            &mut self.summary,
            &mut self.targets,
            &mut self.observed,
            &mut self.bottlenecks,
            &mut self.losses,
            &mut self.replications,
        ]
    }

    /// Adds the row of a point to the design.
    pub(super) fn design(&mut self, point: &Point) -> Result<(), Error> {
        let mut cells = vec![Cell::from(point.number), Cell::from(&point.label)];
        cells.extend(point.values.iter().map(Cell::from));
        self.design.row(&cells)
    }

    fn targets(&mut self, point: Cell<'_>, run: &Outcome) -> Result<(), Error> {
        for row in &run.targets {
            let [p05, p50, p95] = row.beliefs.map_or([Cell::Empty; 3], |b| b.map(Cell::from));
            self.targets.row(&[
                point,
                (&row.target).into(),
                row.measure.name().into(),
                row.reached.name().into(),
                Cell::Integer(row.year.into()),
                row.threshold.into(),
                row.unit.name().into(),
                row.probability.into(),
                row.interval.0.into(),
                row.interval.1.into(),
                p05,
                p50,
                p95,
                row.shortfall_mean.into(),
                count(row.n),
            ])?;
        }
        Ok(())
    }

    fn observed(&mut self, point: Cell<'_>, model: &Model, run: &Outcome) -> Result<(), Error> {
        for row in &run.observed {
            let seen = &model.observed[row.observed];
            let in_unit = |value: f64| Cell::Number(value / seen.unit_size);
            // NaN, hence an empty field, where nothing was observed to compare with.
            let difference = if seen.value == 0.0 { f64::NAN } else { row.mean / seen.value - 1.0 };
            self.observed.row(&[
                point,
                (&seen.name).into(),
                (&seen.entity).into(),
                (&seen.from.to_string()).into(),
                (&seen.until.to_string()).into(),
                (&seen.unit).into(),
                in_unit(seen.value),
                in_unit(row.mean),
                in_unit(row.p05),
                in_unit(row.p95),
                Cell::Number(100.0 * difference),
                in_unit(seen.within),
                if row.ok { "true" } else { "false" }.into(),
            ])?;
        }
        Ok(())
    }

    fn bottlenecks(&mut self, point: Cell<'_>, run: &Outcome) -> Result<(), Error> {
        for row in &run.bottlenecks {
            self.bottlenecks.row(&[
                point,
                (&row.objective).into(),
                (&row.link).into(),
                row.constraint.name().into(),
                (&row.period.to_string()).into(),
                row.share_binding.into(),
                row.share_binding_alone.into(),
            ])?;
        }
        Ok(())
    }

    fn losses(&mut self, point: Cell<'_>, run: &Outcome) -> Result<(), Error> {
        for row in &run.losses {
            self.losses.row(&[
                point,
                (&row.cause).into(),
                (&row.source).into(),
                (&row.period.to_string()).into(),
                Of::Tonnes.name().into(),
                row.mean.into(),
                row.stderr.into(),
                row.share.into(),
            ])?;
        }
        Ok(())
    }

    fn trace(&mut self, point: Cell<'_>, days: &[TraceRow]) -> Result<(), Error> {
        if days.is_empty() {
            return Ok(());
        }
        if self.trace.is_none() {
            self.trace = Some(Sheet::create(&self.dir, "trace.csv", columns(TRACE), self.style)?);
        }
        let Some(sheet) = &mut self.trace else { return Ok(()) };
        days.iter().try_for_each(|row| {
            let event = row.event.as_ref();
            let time = event.map(TraceEvent::time);
            sheet.row(&[
                point,
                row.replication.into(),
                (&row.date.to_string()).into(),
                row.kind.into(),
                (&row.name).into(),
                row.capacity.into(),
                row.flow.into(),
                row.stock.into(),
                Of::Tonnes.name().into(),
                time.as_ref().map_or(Cell::Empty, Cell::from),
                event.map_or(Cell::Empty, |event| event.name.into()),
                event.map_or(Cell::Empty, |event| (&event.port).into()),
            ])
        })
    }
}

fn summary(sheet: &mut Sheet, point: Cell<'_>, row: &SummaryRow) -> Result<(), Error> {
    let estimate = &row.estimate;
    let quantiles = row.quantiles.map_or([Cell::Empty; 5], |values| values.map(Cell::from));
    let [p05, p10, p50, p90, p95] = quantiles;
    let [of_p05, of_p50, of_p95] = row
        .intervals
        .map(|interval| interval.map_or([Cell::Empty; 2], |(low, high)| [low.into(), high.into()]));
    sheet.row(&[
        point,
        row.metric.name().into(),
        (&row.entity).into(),
        (&row.period.to_string()).into(),
        row.metric.unit().name().into(),
        count(estimate.n),
        estimate.mean.into(),
        estimate.stderr.into(),
        p05,
        p10,
        p50,
        p90,
        p95,
        estimate.min.into(),
        estimate.max.into(),
        of_p05[0],
        of_p05[1],
        of_p50[0],
        of_p50[1],
        of_p95[0],
        of_p95[1],
    ])
}

/// One row a replication, with an empty value where the metric is missing.
fn replications(
    sheet: &mut Sheet,
    point: Cell<'_>,
    beliefs: u32,
    kept: &Kept,
) -> Result<(), Error> {
    let period = kept.period.to_string();
    let (metric, unit) = (kept.metric.name(), kept.metric.unit().name());
    for (replication, value) in (0u32..).zip(&kept.values) {
        sheet.row(&[
            point,
            replication.into(),
            (replication % beliefs).into(),
            metric.into(),
            (&kept.entity).into(),
            (&period).into(),
            unit.into(),
            (*value).into(),
        ])?;
    }
    Ok(())
}

fn columns(list: &[(&'static str, Unit)]) -> Vec<Column> {
    list.iter().map(|(name, unit)| column(*name, *unit)).collect()
}

fn count(n: u64) -> Cell<'static> {
    Cell::Integer(n as i64)
}

fn column(name: impl Into<std::borrow::Cow<'static, str>>, unit: Unit) -> Column {
    Column { name: name.into(), kind: crate::table::Type::Text, unit, meaning: "".into(), of: None }
}
