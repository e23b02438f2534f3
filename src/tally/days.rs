//! Adds up the days of one replication, cell by cell, in whole tonnes.
//!
//! Flows and stocks are added every day. What inputs say is added only when it changes, and
//! money when prices change, so a day costs little more than the sums of its flows.

use super::able::ABLE;
use super::formula::Sums;
use super::plan::{Plan, RUN_DAYS};
use super::span::{Cell, Span};
use super::waits::Waits;
use crate::dispatch::{Flows, State};
use crate::metric::Counter as C;
use crate::model::{Inputs, LinkToday, NodeKind, UNLIMITED, whole};
use crate::port::PortDayOutcome;

/// What inputs say of a link: counted when it changes.
const HELD: [C; 3] = [C::Capability, C::Nominated, C::Others];

/// A value that holds since a step.
#[derive(Debug, Clone, Copy, Default)]
struct Held<T> {
    value: T,
    since: usize,
}

/// The last days of a target's routes and their best sum by year.
#[derive(Debug, Clone)]
struct Rolling {
    days: [i64; RUN_DAYS],
    sum: i64,
    best: Vec<i64>,
}

/// The days of the replication in progress.
#[derive(Debug, Clone)]
pub(super) struct Days<'p> {
    plan: &'p Plan<'p>,
    /// Counters, a row a cell.
    rows: Vec<i64>,
    /// First step with shut-in by cell, of any source and of each.
    first: Vec<usize>,
    /// USD paid and received by cell.
    money: Vec<[f64; 2]>,
    /// Shut-in by year, cause and source.
    losses: Vec<i64>,
    rolling: Vec<Rolling>,
    waits: Waits,
    /// The cell in progress, and where its row begins.
    cell: usize,
    row: usize,
    /// What [`HELD`] counts, by link.
    links: Vec<Held<[i64; 3]>>,
    /// Supply lost by source.
    supply_lost: Vec<Held<i64>>,
    /// Tonnes that each tank holds.
    tanks: Vec<i64>,
    cost: Vec<f64>,
    price: Vec<f64>,
    /// Counters of the cell when prices last changed: by link carried, by market received.
    carried: Vec<i64>,
    served: Vec<i64>,
    /// Scratch: the sum of a span.
    sum: Vec<i64>,
    sum_first: Vec<usize>,
}

impl<'p> Days<'p> {
    pub fn new(plan: &'p Plan<'p>) -> Self {
        let (cells, years) = (plan.spans.cells.len(), plan.spans.years.len());
        let sources = plan.slots.sources.len();
        let (links, nodes) = (plan.model.links.len(), plan.model.nodes.len());
        let rolling = Rolling { days: [0; RUN_DAYS], sum: 0, best: vec![i64::MIN; years] };
        Self {
            plan,
            rows: vec![0; cells * plan.slots.len],
            first: vec![usize::MAX; cells * (sources + 1)],
            money: vec![[0.0; 2]; cells],
            losses: vec![0; years * (plan.causes.len() + 1) * sources],
            rolling: vec![rolling; plan.model.targets.len()],
            waits: Waits::new(years, plan.slots.ports.len()),
            cell: 0,
            row: 0,
            links: vec![Held::default(); links],
            supply_lost: vec![Held::default(); sources],
            tanks: vec![0; plan.slots.tanks.len()],
            cost: vec![0.0; links],
            price: vec![0.0; nodes],
            carried: vec![0; links],
            served: vec![0; plan.slots.markets.len()],
            sum: vec![0; plan.slots.len],
            sum_first: vec![usize::MAX; sources + 1],
        }
    }

    /// Forgets everything and begins a replication under a belief.
    pub fn begin(&mut self, belief: &[f64]) {
        let plan = self.plan;
        self.rows.fill(0);
        self.first.fill(usize::MAX);
        self.money.fill([0.0; 2]);
        self.losses.fill(0);
        self.waits.clear();
        for rolling in &mut self.rolling {
            rolling.days.fill(0);
            rolling.sum = 0;
            rolling.best.fill(i64::MIN);
        }
        (self.cell, self.row) = (0, 0);
        self.links.fill(Held::default());
        self.supply_lost.fill(Held::default());
        self.cost.fill(0.0);
        self.price.fill(0.0);
        self.carried.fill(0);
        self.served.fill(0);
        for (holds, &node) in self.tanks.iter_mut().zip(&plan.slots.tanks) {
            if let NodeKind::Tank { capacity, .. } = &plan.model.nodes[node].kind {
                *holds = whole(capacity.under(belief));
            }
        }
    }

    /// Goes on to the cell of a day.
    fn enter(&mut self, step: usize) {
        let plan = self.plan;
        if step >= plan.spans.cells[self.cell].end {
            self.close_cell(step);
            self.cell += 1;
            self.row += plan.slots.len;
        }
    }

    /// Adds what ports and ships did on a day.
    pub fn add_ports(&mut self, step: usize, out: &PortDayOutcome) {
        self.enter(step);
        let slots = &self.plan.slots;
        let row = &mut self.rows[self.row..][..slots.len];
        for (s, shuttle) in out.shuttle.iter().enumerate() {
            for (counter, able) in ABLE.into_iter().zip(shuttle.capability) {
                row[slots[counter] + s] += able;
            }
            row[slots[C::Lifted] + s] += shuttle.lifted;
            row[slots[C::Loads] + s] += i64::from(shuttle.loads);
            row[slots[C::DraftLost] + s] += shuttle.draft_lost;
            row[slots[C::AtSea] + s] += shuttle.at_sea;
        }
        for (crew, able) in out.crews.iter().enumerate() {
            row[slots[C::CrewAble] + crew] += able;
        }
        for (p, &port) in slots.ports.iter().enumerate() {
            row[slots[C::BerthBusy] + p] += out.port[port].busy;
            row[slots[C::BerthInService] + p] += out.port[port].in_service;
        }
        for (f, &fleet) in slots.fleets.iter().enumerate() {
            row[slots[C::ShipUsed] + f] += out.fleet[fleet].used();
            row[slots[C::ShipInService] + f] += out.fleet[fleet].in_service;
        }
        let year = self.plan.spans.cells[self.cell].year;
        for call in &out.calls {
            let Ok(p) = slots.ports.binary_search(&call.port) else { continue };
            row[slots[C::Calls] + p] += 1;
            row[slots[C::WaitStorm] + p] += call.storm;
            row[slots[C::WaitQueue] + p] += call.queue;
            row[slots[C::WaitTank] + p] += call.tank;
            self.waits.add(year, p, call.wait());
        }
    }

    /// Adds a day.
    pub fn add(&mut self, step: usize, inputs: &Inputs, flows: &Flows, state: &State) {
        let plan = self.plan;
        self.enter(step);
        if inputs.repriced && (plan.costed || plan.priced) {
            self.settle();
            self.cost.copy_from_slice(&inputs.cost);
            self.price.copy_from_slice(&inputs.price);
        }
        self.note_changes(step, inputs);
        self.add_flows(flows);
        self.add_stocks(state);
        self.add_sources(step, flows);
        self.add_markets(flows);
        self.add_targets(step, flows);
    }

    /// Ends the replication after the last day.
    pub fn end(&mut self) {
        self.close_cell(self.plan.model.horizon.steps());
    }

    fn note_changes(&mut self, step: usize, inputs: &Inputs) {
        let plan = self.plan;
        for &link in &inputs.changed_links {
            self.account_link(link, step);
            self.links[link].value = counted(&inputs.link[link]);
        }
        for &node in &inputs.changed_nodes {
            let source = plan.slots.source_of[node];
            if source != usize::MAX {
                self.account_source(source, step);
                let today = &inputs.node[node];
                self.supply_lost[source].value = today.whole - today.today;
            }
        }
    }

    /// Adds what has held on a link up to a step.
    fn account_link(&mut self, link: usize, step: usize) {
        let plan = self.plan;
        let held = &mut self.links[link];
        let days = (step - held.since) as i64;
        held.since = step;
        for (counter, value) in HELD.into_iter().zip(held.value) {
            self.rows[self.row + plan.slots[counter] + link] += value * days;
        }
    }

    fn account_source(&mut self, source: usize, step: usize) {
        let plan = self.plan;
        let held = &mut self.supply_lost[source];
        let days = (step - held.since) as i64;
        held.since = step;
        self.rows[self.row + plan.slots[C::SupplyLost] + source] += held.value * days;
    }

    fn add_flows(&mut self, flows: &Flows) {
        let plan = self.plan;
        let row = &mut self.rows[self.row..][..plan.slots.len];
        let section = &mut row[plan.slots[C::Flow]..][..flows.link.len()];
        for (sum, flow) in section.iter_mut().zip(&flows.link) {
            *sum += flow;
        }
        for &(link, slot) in &plan.slots.both_ways {
            row[slot] += flows.link[link].abs();
        }
    }

    fn add_stocks(&mut self, state: &State) {
        let plan = self.plan;
        let slots = &plan.slots;
        let row = &mut self.rows[self.row..][..slots.len];
        for (tank, (&node, &holds)) in slots.tanks.iter().zip(&self.tanks).enumerate() {
            let stock = state.stock[node];
            row[slots[C::Stock] + tank] += stock;
            row[slots[C::StockFull] + tank] += i64::from(stock >= holds);
            row[slots[C::StockEmpty] + tank] += i64::from(stock == 0);
        }
    }

    fn add_sources(&mut self, step: usize, flows: &Flows) {
        let plan = self.plan;
        let sources = &plan.slots.sources;
        let row = &mut self.rows[self.row..][..plan.slots.len];
        let produced = &mut row[plan.slots[C::Production]..][..sources.len()];
        let mut any = 0;
        for (sum, &node) in produced.iter_mut().zip(sources) {
            *sum += flows.production[node];
            any |= flows.shut_in[node];
        }
        if any != 0 {
            self.add_shut_in(step, flows);
        }
    }

    fn add_shut_in(&mut self, step: usize, flows: &Flows) {
        let plan = self.plan;
        let slots = &plan.slots;
        let row = &mut self.rows[self.row..][..slots.len];
        let first = &mut self.first[self.cell * (slots.sources.len() + 1)..];
        row[slots[C::ShutInAnywhere]] += 1;
        first[0] = first[0].min(step);
        for (source, &node) in slots.sources.iter().enumerate() {
            let shut_in = flows.shut_in[node];
            row[slots[C::ShutIn] + source] += shut_in;
            if shut_in > 0 {
                row[slots[C::ShutInDays] + source] += 1;
                first[source + 1] = first[source + 1].min(step);
            }
        }
        let sources = slots.sources.len();
        let year = plan.spans.cells[self.cell].year * (plan.causes.len() + 1);
        for lost in &flows.lost {
            let cause = lost.cause.map_or(0, |cause| cause + 1);
            let source = slots.source_of[lost.source];
            self.losses[(year + cause) * sources + source] += lost.tonnes;
        }
    }

    fn add_markets(&mut self, flows: &Flows) {
        let plan = self.plan;
        let slots = &plan.slots;
        let row = &mut self.rows[self.row..][..slots.len];
        let mut any = 0;
        let served = &mut row[slots[C::Served]..][..slots.markets.len()];
        for (sum, &node) in served.iter_mut().zip(&slots.markets) {
            *sum += flows.served[node];
            any |= flows.unserved[node];
        }
        if any == 0 {
            return;
        }
        row[slots[C::UnservedAnywhere]] += 1;
        for (market, &node) in slots.markets.iter().enumerate() {
            row[slots[C::Unserved] + market] += flows.unserved[node];
            row[slots[C::UnservedDays] + market] += i64::from(flows.unserved[node] > 0);
        }
    }

    fn add_targets(&mut self, step: usize, flows: &Flows) {
        let plan = self.plan;
        let year = plan.spans.cells[self.cell].year;
        for (rolling, target) in self.rolling.iter_mut().zip(&plan.model.targets) {
            let today: i64 = target.routes.iter().map(|link| flows.link[*link]).sum();
            let oldest = std::mem::replace(&mut rolling.days[step % RUN_DAYS], today);
            rolling.sum += today - oldest;
            if step + 1 >= RUN_DAYS {
                rolling.best[year] = rolling.best[year].max(rolling.sum);
            }
        }
    }

    /// Adds what still hangs over at the end of a cell; `step` is the first that is not in it.
    fn close_cell(&mut self, step: usize) {
        let plan = self.plan;
        for link in 0..self.links.len() {
            self.account_link(link, step);
        }
        for source in 0..self.supply_lost.len() {
            self.account_source(source, step);
        }
        if plan.costed || plan.priced {
            self.settle();
            self.carried.fill(0);
            self.served.fill(0);
        }
    }

    /// Adds the money for what has moved since prices last changed.
    fn settle(&mut self) {
        let plan = self.plan;
        let row = &self.rows[self.row..][..plan.slots.len];
        let [paid, received] = &mut self.money[self.cell];
        for ((cost, mark), &slot) in
            self.cost.iter().zip(&mut self.carried).zip(&plan.slots.carried)
        {
            *paid += cost * (row[slot] - *mark) as f64;
            *mark = row[slot];
        }
        let served = &row[plan.slots[C::Served]..];
        for ((mark, &node), sum) in self.served.iter_mut().zip(&plan.slots.markets).zip(served) {
            if plan.sells[node] {
                *received += self.price[node] * (sum - *mark) as f64;
            }
            *mark = *sum;
        }
    }

    /// The sums over a span.
    pub fn over(&mut self, span: &Span) -> Sums<'_> {
        let plan = self.plan;
        let (len, places) = (plan.slots.len, self.sum_first.len());
        let cells = span.cells.clone();
        let money = self.money[cells.clone()].iter();
        let money = money.fold([0.0; 2], |sum, cell| [sum[0] + cell[0], sum[1] + cell[1]]);
        let (start, days) = (span.start, span.days);
        if cells.len() == 1 {
            let row = &self.rows[cells.start * len..][..len];
            let first = &self.first[cells.start * places..][..places];
            return Sums { row, first, money, start, days };
        }
        self.sum.fill(0);
        self.sum_first.fill(usize::MAX);
        for cell in cells {
            for (sum, value) in self.sum.iter_mut().zip(&self.rows[cell * len..][..len]) {
                *sum += value;
            }
            for (first, step) in self.sum_first.iter_mut().zip(&self.first[cell * places..]) {
                *first = (*first).min(*step);
            }
        }
        Sums { row: &self.sum, first: &self.sum_first, money, start, days }
    }

    /// Most that a target's routes carried in [`RUN_DAYS`] days ending in a year.
    pub fn best_run(&self, target: usize, year: usize) -> i64 {
        self.rolling[target].best[year]
    }

    /// Shut-in of a source by cause (0: no outage) in a year.
    pub fn lost(&self, year: usize, cause: usize, source: usize) -> i64 {
        let plan = self.plan;
        let (causes, sources) = (plan.causes.len() + 1, plan.slots.sources.len());
        self.losses[(year * causes + cause) * sources + source]
    }

    /// Waits of calls.
    pub fn waits(&self) -> &Waits {
        &self.waits
    }

    /// Tonnes that each tank holds.
    pub fn holds(&self) -> &[i64] {
        &self.tanks
    }

    /// The cell of the day added last.
    pub fn cell(&self) -> &'p Cell {
        let plan = self.plan;
        &plan.spans.cells[self.cell]
    }
}

/// What [`HELD`] counts of a link's day. A nomination of "all" is of the undisturbed capacity.
fn counted(link: &LinkToday) -> [i64; 3] {
    let nominated = if link.nominated >= UNLIMITED { link.whole } else { link.nominated };
    [link.capacity, nominated, link.others]
}
