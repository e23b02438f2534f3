//! Losses by cause: whose shut-in is due to which outage, adding up exactly.
//!
//! Given a day solved as it is and once more with its losses undone. What a source still
//! shuts in then is "no outage"; the rest goes to the losses on its cut in proportion to the
//! capacity each took there. `docs/model.md`, "Losses by cause".

use super::Flows;
use super::layout::{Layout, LinkArcs, at};
use crate::circulation::{At, Direction, Reach, Residual, Simplex};
use crate::model::{ActiveLoss, Component, Losses, Model};

/// A part of a source's shut-in with its cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// Node index of the source.
    pub source: usize,
    /// Index into the list of causes; `None`: no outage, the network is too small as it is.
    pub cause: Option<usize>,
    /// Tonnes.
    pub tonnes: i64,
}

/// The attribution of a day; buffers are kept from day to day.
pub(super) struct Causes {
    reach: Reach,
    /// What each component's losses took today and the arcs it took it from.
    taken: Vec<Taken>,
    active: Vec<ActiveLoss>,
    /// Weight by cause of one source's cut.
    weights: Vec<(usize, f64)>,
    shares: Vec<(usize, i64, f64)>,
    links: usize,
}

/// A component that lost capacity today.
#[derive(Debug, Clone, Copy)]
struct Taken {
    component: Component,
    /// Ends in the circulation.
    from: At,
    to: At,
    both_ways: bool,
    tonnes: i64,
}

impl Taken {
    fn leaves(&self, reach: &Reach) -> bool {
        let (from, to) = (reach.contains(self.from), reach.contains(self.to));
        from && !to || self.both_ways && to && !from
    }
}

impl Causes {
    pub fn new(model: &Model) -> Self {
        Self {
            reach: Reach::new(model.nodes.len() + 1),
            taken: Vec::new(),
            active: Vec::new(),
            weights: Vec::new(),
            shares: Vec::new(),
            links: model.links.len(),
        }
    }

    /// Fills `flows.lost` from the day as it is and the day undone.
    pub fn attribute(
        &mut self,
        layout: &Layout,
        (real, residual, undone): (&Simplex, &Residual, &Simplex),
        losses: &dyn Losses,
        flows: &mut Flows,
    ) {
        self.find_taken(layout, real, undone);
        for source in &layout.sources {
            let shut_in = flows.shut_in[source.node];
            if shut_in == 0 {
                continue;
            }
            let unshipped = |solver: &Simplex| -> i64 {
                source.bands.iter().map(|&arc| solver.capacity(arc) - solver.flow(arc)).sum()
            };
            let mut no_outage = unshipped(undone).min(shut_in);
            // What no outage is the cause of needs no search for the outages.
            if no_outage < shut_in {
                self.weigh_cut(source.node, (real, residual), losses);
                if self.weights.is_empty() {
                    no_outage = shut_in;
                }
            }
            self.share_out(source.node, shut_in - no_outage, &mut flows.lost);
            if no_outage > 0 {
                flows.lost.push(Lost { source: source.node, cause: None, tonnes: no_outage });
            }
        }
    }

    fn find_taken(&mut self, layout: &Layout, real: &Simplex, undone: &Simplex) {
        self.taken.clear();
        let tonnes = |arc: usize| undone.capacity(arc) - real.capacity(arc);
        for link in 0..self.links {
            let lost: i64 = layout.forward(link).map(tonnes).sum();
            let first = layout.forward(link).next().map(|arc| &layout.arcs[arc]);
            if let (true, Some(arc)) = (lost > 0, first) {
                self.taken.push(Taken {
                    component: Component::Link(link),
                    from: arc.from,
                    to: arc.to,
                    both_ways: matches!(layout.links[link], LinkArcs::BothWays(..)),
                    tonnes: lost,
                });
            }
        }
        for market in &layout.markets {
            let lost = tonnes(market.demand);
            if lost > 0 {
                self.taken.push(Taken {
                    component: Component::Node(market.node),
                    from: at(market.node),
                    to: At::ROOT,
                    both_ways: false,
                    tonnes: lost,
                });
            }
        }
    }

    /// Weights by cause of the losses on the cut of `source`: on links that leave the set of
    /// nodes which its unshipped oil can still reach. Where none stands there (its way out
    /// is full of oil turned away elsewhere), every loss of the day counts.
    fn weigh_cut(
        &mut self,
        source: usize,
        (real, residual): (&Simplex, &Residual),
        losses: &dyn Losses,
    ) {
        self.weights.clear();
        if self.taken.is_empty() {
            return;
        }
        self.reach.clear();
        self.reach.insert(at(source));
        real.spread(residual, &mut self.reach, Direction::Forward);
        for everywhere in [false, true] {
            for taken in 0..self.taken.len() {
                let taken = self.taken[taken];
                if everywhere || taken.leaves(&self.reach) {
                    self.weigh(&taken, losses);
                }
            }
            if !self.weights.is_empty() {
                return;
            }
        }
    }

    fn weigh(&mut self, taken: &Taken, losses: &dyn Losses) {
        self.active.clear();
        losses.on(taken.component, &mut self.active);
        let alone: i64 = self.active.iter().map(|loss| loss.alone).sum();
        for loss in &self.active {
            // Losses that take something only together have equal parts in it.
            let part = match alone {
                0 => 1.0 / self.active.len() as f64,
                _ => loss.alone as f64 / alone as f64,
            };
            let weight = taken.tonnes as f64 * part;
            match self.weights.iter_mut().find(|(cause, _)| *cause == loss.cause) {
                Some((_, sum)) => *sum += weight,
                None => self.weights.push((loss.cause, weight)),
            }
        }
    }

    /// Shares `tonnes` out by weight: whole tonnes by largest remainder, ties by name of the
    /// cause (causes are numbered in order of name).
    fn share_out(&mut self, source: usize, tonnes: i64, lost: &mut Vec<Lost>) {
        if tonnes == 0 {
            return;
        }
        let all: f64 = self.weights.iter().map(|(_, weight)| weight).sum();
        self.shares.clear();
        for &(cause, weight) in &self.weights {
            let exact = tonnes as f64 * weight / all;
            self.shares.push((cause, exact.floor() as i64, exact.fract()));
        }
        self.shares.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
        let mut left = tonnes - self.shares.iter().map(|share| share.1).sum::<i64>();
        for share in &mut self.shares {
            let one = left.signum();
            share.1 += one;
            left -= one;
        }
        self.shares.sort_by_key(|share| share.0);
        let parts = self.shares.iter().filter(|share| share.1 > 0);
        lost.extend(parts.map(|&(cause, tonnes, _)| Lost { source, cause: Some(cause), tonnes }));
    }
}
