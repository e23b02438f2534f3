//! The tables of a results directory, filled point by point.
//!
//! Their columns are those of `results::rows`.

use super::manifest::TableEntry;
use super::rows::{
    BottleneckLine, LossLine, ObservedLine, ReplicationLine, SummaryLine, TargetLine, TraceLine,
};
use super::sheet::{Head, Mark, Sheet};
use super::{Point, points};
use crate::error::Error;
use crate::metric::{Period, Unit};
use crate::model::{Model, Observed};
use crate::table::{Cell, Style};
use crate::tally::{
    BottleneckRow, Kept, LossRow, ObservedRow, Outcome, SummaryRow, TargetRow, TraceEvent, TraceRow,
};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

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
        let mut open = |head| match marks.as_mut().and_then(Iterator::next) {
            Some(mark) => Sheet::reopen(dir, head, (style, *mark)),
            None => Sheet::create(dir, head, style),
        };
        Ok(Self {
            design: open(points::design_head(factors))?,
            summary: open(Head::of::<SummaryLine>())?,
            targets: open(Head::of::<TargetLine>())?,
            observed: open(Head::of::<ObservedLine>())?,
            bottlenecks: open(Head::of::<BottleneckLine>())?,
            losses: open(Head::of::<LossLine>())?,
            replications: open(Head::of::<ReplicationLine>())?,
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
        let number = point.number;
        self.design(point)?;
        run.summary.iter().try_for_each(|row| self.summary.add(&summary(number, row)))?;
        run.targets.iter().try_for_each(|row| self.targets.add(&target(number, row)))?;
        let observed = run.observed.iter().map(|row| (row, &model.observed[row.observed]));
        let mut observed = observed.map(|(row, seen)| observation(number, row, seen));
        observed.try_for_each(|row| self.observed.add(&row))?;
        self.bottlenecks(number, run)?;
        run.losses.iter().try_for_each(|row| self.losses.add(&loss(number, row)))?;
        self.replications(number, run)?;
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
        let tables = sheets.into_iter().flatten().map(Sheet::finish);
        let mut tables = tables.collect::<Result<Vec<_>, _>>()?;
        points::tell_types(&self.dir, &mut tables[0])?;
        Ok(tables)
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

    /// The whole horizon before its years: readers guess the type of `period` by the first rows.
    fn bottlenecks(&mut self, point: u32, run: &Outcome) -> Result<(), Error> {
        let same = |a: &BottleneckRow, b: &BottleneckRow| a.objective == b.objective;
        for of in run.bottlenecks.chunk_by(same) {
            let (total, years): (Vec<_>, Vec<_>) =
                of.iter().partition(|row| row.period == Period::Total);
            for row in total.into_iter().chain(years) {
                self.bottlenecks.add(&BottleneckLine {
                    point,
                    objective: row.objective.clone(),
                    entity: row.link.clone(),
                    constraint: row.constraint,
                    period: row.period,
                    share_binding: row.share_binding,
                    share_binding_alone: row.share_binding_alone,
                })?;
            }
        }
        Ok(())
    }

    /// All quantities of a replication, then those of the next: the first rows hold every kind of
    /// period, by which readers guess its type.
    fn replications(&mut self, point: u32, run: &Outcome) -> Result<(), Error> {
        let beliefs = run.beliefs.max(1);
        let line = |kept: &Kept| ReplicationLine {
            point,
            replication: 0,
            belief: 0,
            metric: kept.quantity.metric,
            entity: kept.quantity.entity.clone(),
            period: kept.quantity.period,
            unit: kept.quantity.metric.unit(),
            value: None,
        };
        // One line a quantity, filled again and again.
        let mut lines: Vec<_> = run.kept.iter().map(|kept| (line(kept), &kept.values)).collect();
        let most = run.kept.iter().map(|kept| kept.values.len()).max().unwrap_or(0);
        for at in 0..most {
            for (line, values) in &mut lines {
                // Under push only the first replications have values.
                let Some(value) = values.get(at) else { continue };
                line.replication = at as u32;
                line.belief = at as u32 % beliefs;
                line.value = Some(*value);
                self.replications.add(line)?;
            }
        }
        Ok(())
    }

    fn trace(&mut self, point: u32, days: &[TraceRow]) -> Result<(), Error> {
        if days.is_empty() {
            return Ok(());
        }
        if self.trace.is_none() {
            let head = Head::of::<TraceLine>();
            self.trace = Some(Sheet::create(&self.dir, head, self.style)?);
        }
        let Some(sheet) = &mut self.trace else { return Ok(()) };
        days.iter().try_for_each(|row| {
            let event = row.event.as_ref();
            sheet.add(&TraceLine {
                point,
                replication: row.replication,
                date: row.date,
                kind: row.kind.name().to_owned(),
                name: row.name.clone(),
                capacity: row.capacity,
                flow: row.flow,
                stock: row.stock,
                unit: Unit::Tonnes,
                time: event.map(TraceEvent::time),
                event: event.map(|event| event.name.name().to_owned()),
                port: event.map(|event| event.port.clone()),
            })
        })
    }
}

fn summary(point: u32, row: &SummaryRow) -> SummaryLine {
    let estimate = &row.estimate;
    let quantile = |at: usize| row.quantiles.map(|quantiles| quantiles[at]);
    let [p05, p50, p95] = row.intervals;
    SummaryLine {
        point,
        metric: row.quantity.metric,
        entity: row.quantity.entity.clone(),
        period: row.quantity.period,
        unit: row.quantity.metric.unit(),
        n: estimate.n,
        mean: Some(estimate.mean),
        stderr: Some(estimate.stderr),
        p05: quantile(0),
        p10: quantile(1),
        p50: quantile(2),
        p90: quantile(3),
        p95: quantile(4),
        min: Some(estimate.min),
        max: Some(estimate.max),
        p05_ci_lo: p05.map(|ends| ends.0),
        p05_ci_hi: p05.map(|ends| ends.1),
        p50_ci_lo: p50.map(|ends| ends.0),
        p50_ci_hi: p50.map(|ends| ends.1),
        p95_ci_lo: p95.map(|ends| ends.0),
        p95_ci_hi: p95.map(|ends| ends.1),
    }
}

fn target(point: u32, row: &TargetRow) -> TargetLine {
    let belief = |at: usize| row.beliefs.map(|beliefs| beliefs[at]);
    TargetLine {
        point,
        target: row.target.clone(),
        measure: row.measure,
        reached: row.reached,
        period: row.year,
        threshold: row.threshold,
        unit: row.unit,
        probability: row.probability,
        ci_lo: row.interval.0,
        ci_hi: row.interval.1,
        belief_p05: belief(0),
        belief_p50: belief(1),
        belief_p95: belief(2),
        shortfall_mean: Some(row.shortfall_mean),
        n: row.n,
    }
}

fn observation(point: u32, row: &ObservedRow, seen: &Observed) -> ObservedLine {
    let in_unit = |value: f64| value / seen.unit_size;
    // NaN, hence an empty field, where nothing was observed to compare with.
    let difference = if seen.value == 0.0 { f64::NAN } else { row.mean / seen.value - 1.0 };
    ObservedLine {
        point,
        name: seen.name.clone(),
        entity: seen.entity.clone(),
        from: seen.from,
        until: seen.until,
        unit: seen.unit.clone(),
        observed: in_unit(seen.value),
        model_mean: Some(in_unit(row.mean)),
        model_p05: Some(in_unit(row.p05)),
        model_p95: Some(in_unit(row.p95)),
        difference_percent: Some(100.0 * difference),
        within: in_unit(seen.within),
        ok: row.ok,
    }
}

fn loss(point: u32, row: &LossRow) -> LossLine {
    LossLine {
        point,
        cause: row.cause.clone(),
        entity: row.source.clone(),
        period: row.period,
        unit: Unit::Tonnes,
        mean: row.mean,
        stderr: Some(row.stderr),
        share: Some(row.share),
    }
}
