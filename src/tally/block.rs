//! Replications in a row, each reduced to one number a column.

use super::days::Days;
use super::formula::Formula;
use super::plan::{Plan, Reading};
use super::push::PushTally;
use super::trace::{Seen, trace_day, trace_ships};
use super::{Tally, TraceRow};
use crate::dispatch::{Flows, State};
use crate::metric::Constraint;
use crate::model::{Inputs, PortInputs};
use crate::port::PortDayOutcome;
use crate::stats::Moments;

/// What a block of replications adds to a run.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its first replication.
    pub(super) first: u32,
    /// Replications in it.
    pub(super) replications: u32,
    pub(super) moments: Vec<Moments>,
    /// Sums of columns by belief, for the beliefs from that of `first` on; empty if not needed.
    pub(super) sums: Vec<Vec<f64>>,
    /// By belief: replications in which a column that can be missing was there.
    pub(super) present: Vec<Vec<u32>>,
    /// Kept values by column.
    pub(super) kept: Vec<Vec<f64>>,
    /// Days on which a link binds, and on which it binds alone; see [`Block::bin`].
    pub(super) binding: Vec<[u64; 2]>,
    pub(super) trace: Vec<TraceRow>,
}

impl Block {
    pub(super) fn new(plan: &Plan, first: u32) -> Self {
        let bins = Self::bin(plan, plan.model.targets.len() + 1, 0, 0, 0);
        Self {
            first,
            replications: 0,
            moments: vec![Moments::default(); plan.width()],
            sums: Vec::new(),
            present: Vec::new(),
            kept: vec![Vec::new(); plan.kept.len()],
            binding: vec![[0; 2]; bins],
            trace: Vec::new(),
        }
    }

    /// First replication of the block.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// Replications in it.
    pub fn replications(&self) -> u32 {
        self.replications
    }

    /// Place of the counts of an objective, link, constraint and year.
    pub(super) fn bin(
        plan: &Plan,
        objective: usize,
        link: usize,
        constraint: usize,
        year: usize,
    ) -> usize {
        let (links, years) = (plan.model.links.len(), plan.spans.years.len());
        ((objective * links + link) * Constraint::ALL.len() + constraint) * years + year
    }

    /// Takes in the numbers of a replication.
    fn push(&mut self, plan: &Plan, values: &[f64]) {
        for (moments, value) in self.moments.iter_mut().zip(values) {
            moments.push(*value);
        }
        for (kept, column) in self.kept.iter_mut().zip(&plan.kept) {
            kept.push(values[*column]);
        }
        if plan.is_clustered() {
            self.push_belief(plan, values);
        }
        self.replications += 1;
    }

    fn push_belief(&mut self, plan: &Plan, values: &[f64]) {
        let belief = self.replications as usize % plan.clusters();
        if belief == self.sums.len() {
            self.sums.push(vec![0.0; values.len()]);
            self.present.push(vec![0; plan.gaps.len()]);
        }
        for (sum, value) in self.sums[belief].iter_mut().zip(values) {
            *sum += if value.is_nan() { 0.0 } else { *value };
        }
        for (present, gap) in self.present[belief].iter_mut().zip(&plan.gaps) {
            *present += u32::from(!values[*gap].is_nan());
        }
    }
}

/// The tally of a block of replications in a row.
#[derive(Debug, Clone)]
pub struct BlockTally<'p> {
    plan: &'p Plan<'p>,
    days: Days<'p>,
    /// Made with the first replication that is run under push too.
    push: Option<PushTally<'p>>,
    block: Block,
    values: Vec<f64>,
    /// The replication in progress, where its days are traced.
    traced: Option<u32>,
    /// What was seen of ships on the day in progress, where it is traced.
    ships: Vec<TraceRow>,
    /// What each shuttle could carry on it.
    able: Vec<i64>,
}

impl<'p> BlockTally<'p> {
    /// A tally for the replications from `first` on.
    pub fn new(plan: &'p Plan<'p>, first: u32) -> Self {
        let values = vec![f64::NAN; plan.width()];
        let (days, block) = (Days::new(plan), Block::new(plan, first));
        let (ships, able) = (Vec::new(), vec![0; plan.slots.shuttles.len()]);
        Self { plan, days, push: None, block, values, traced: None, ships, able }
    }

    /// What the replications add to the run.
    pub fn into_block(self) -> Block {
        self.block
    }

    fn evaluate(&mut self) {
        let plan = self.plan;
        fill(plan, &plan.contract, &mut self.days, &mut self.values);
        match self.push.as_mut().and_then(PushTally::take) {
            Some(days) => fill(plan, &plan.push, days, &mut self.values),
            None => plan.push.columns.iter().for_each(|c| self.values[*c] = f64::NAN),
        }
    }

    /// Losses by source and cause, with their sums over sources and years.
    fn evaluate_losses(&mut self) {
        let plan = self.plan;
        let (years, sources) = (plan.spans.years.len(), plan.slots.sources.len());
        self.values[plan.columns.len()..].fill(0.0);
        for year in 0..years {
            for cause in 0..=plan.causes.len() {
                for source in 0..sources {
                    let lost = self.days.lost(year, cause, source) as f64;
                    for (period, of) in
                        [(year, source + 1), (year, 0), (years, source + 1), (years, 0)]
                    {
                        self.values[plan.loss_column(period, cause, of)] += lost;
                    }
                }
            }
        }
    }
}

/// Puts the values of some columns of a plan in their places.
fn fill(plan: &Plan, reading: &Reading, days: &mut Days, values: &mut [f64]) {
    for (span, columns) in &reading.by_span {
        let sums = days.over(span);
        for &column in columns {
            values[column] = plan.columns[column].formula.value(&sums);
        }
    }
    for &index in &reading.columns {
        values[index] = match &plan.columns[index].formula {
            Formula::RunRate(target, year) => {
                let best = days.best_run(*target, *year);
                best as f64 * (365.0 / super::plan::RUN_DAYS as f64)
            }
            Formula::WaitQuantile(port, share, years) => {
                days.waits().quantile(years.clone(), *port, *share)
            }
            // The greater of two takes no notice of one that is missing.
            Formula::Greatest(of) => of.iter().map(|c| values[*c]).fold(f64::NAN, f64::max),
            _ => continue,
        };
    }
}

impl Tally for BlockTally<'_> {
    fn begin_replication(&mut self, replication: u32, belief: &[f64]) {
        debug_assert_eq!(replication, self.block.first + self.block.replications);
        self.days.begin(belief);
        self.traced = self.plan.options.trace.contains(&replication).then_some(replication);
    }

    fn ports(&mut self, step: usize, _inputs: &PortInputs, out: &PortDayOutcome) {
        self.days.add_ports(step, out);
        if let Some(replication) = self.traced {
            self.ships = trace_ships(self.plan.model, replication, step, &out.moves);
            for (able, shuttle) in self.able.iter_mut().zip(&out.shuttle) {
                *able = shuttle.capability.into_iter().min().unwrap_or(0);
            }
        }
    }

    fn step(&mut self, step: usize, inputs: &Inputs, flows: &Flows, state: &State) {
        self.days.add(step, inputs, flows, state);
        if !flows.binding.is_empty() {
            let year = self.days.cell().year;
            for binding in &flows.binding {
                let constraint = binding.constraint as usize;
                let bin = Block::bin(self.plan, binding.objective, binding.link, constraint, year);
                self.block.binding[bin][0] += 1;
                self.block.binding[bin][1] += u64::from(binding.alone);
            }
        }
        if let Some(replication) = self.traced {
            let (holds, able) = (self.days.holds(), self.able.as_slice());
            let seen = Seen { inputs, flows, state, holds, able };
            let rows = trace_day(self.plan.model, replication, step, &seen);
            self.block.trace.extend(rows);
            self.block.trace.append(&mut self.ships);
        }
    }

    fn under_push(&mut self) -> Option<&mut dyn Tally> {
        if self.plan.push.columns.is_empty() {
            return None;
        }
        Some(self.push.get_or_insert_with(|| PushTally::new(self.plan)))
    }

    fn end_replication(&mut self) {
        self.days.end();
        self.evaluate();
        self.evaluate_losses();
        self.block.push(self.plan, &self.values);
    }
}
