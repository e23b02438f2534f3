//! The network as a directed graph: what reaches what, and cycles.

use super::super::file::{Draft, Kind};
use super::Whole;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use std::collections::VecDeque;

/// A step along a link, either way where the link goes both ways.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Arc {
    pub link: usize,
    pub to: usize,
}

/// Nodes with their kinds, and the steps out of each.
#[derive(Debug)]
pub(in super::super) struct Graph {
    pub kinds: Vec<Kind>,
    pub out: Vec<Vec<Arc>>,
    /// Start, end, both ways, nominated.
    pub links: Vec<super::super::file::LinkEnds>,
}

impl Graph {
    /// The graph; `None` while a kind or an end is not known.
    pub fn new(draft: &Draft) -> Option<Self> {
        let kinds: Vec<Kind> = draft.ends.kinds.iter().copied().collect::<Option<_>>()?;
        let links: Vec<_> = draft.ends.links.iter().copied().collect::<Option<_>>()?;
        let mut out = vec![Vec::new(); kinds.len()];
        // Nothing flows out of a market or into a source: told elsewhere.
        let flows = |from: usize, to: usize| {
            !matches!(kinds[from], Kind::Market(_)) && kinds[to] != Kind::Source
        };
        for (link, ends) in links.iter().enumerate() {
            let ways = [(ends.from, ends.to), (ends.to, ends.from)];
            for (from, to) in ways.into_iter().take(1 + usize::from(ends.both_ways)) {
                if flows(from, to) {
                    out[from].push(Arc { link, to });
                }
            }
        }
        Some(Self { kinds, out, links })
    }

    /// Nodes reached from some, those included, over the links that `open` lets pass.
    pub fn reached(
        &self,
        from: impl IntoIterator<Item = usize>,
        open: impl Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut seen = vec![false; self.kinds.len()];
        let mut queue: VecDeque<usize> = from.into_iter().collect();
        queue.iter().for_each(|node| seen[*node] = true);
        while let Some(node) = queue.pop_front() {
            for arc in self.out[node].iter().filter(|arc| open(arc.link)) {
                if !std::mem::replace(&mut seen[arc.to], true) {
                    queue.push_back(arc.to);
                }
            }
        }
        seen
    }

    /// Nodes of a kind.
    pub fn of(&self, is: impl Fn(Kind) -> bool) -> Vec<usize> {
        (0..self.kinds.len()).filter(|node| is(self.kinds[*node])).collect()
    }

    /// Where oil begins: sources, and tanks that no source reaches.
    pub fn origins(&self) -> Vec<usize> {
        let sources = self.of(|kind| kind == Kind::Source);
        let fed = self.reached(sources.iter().copied(), |_| true);
        let tanks = self.of(|kind| kind == Kind::Tank);
        sources.into_iter().chain(tanks.into_iter().filter(|tank| !fed[*tank])).collect()
    }

    /// A shortest path between two nodes, both included; `None` where there is none.
    pub fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut before = vec![None; self.kinds.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                let mut path = vec![to];
                while path.last() != Some(&from) {
                    path.push(before[*path.last()?]?);
                }
                path.reverse();
                return Some(path);
            }
            for arc in &self.out[node] {
                if before[arc.to].is_none() && arc.to != from {
                    before[arc.to] = Some(node);
                    queue.push_back(arc.to);
                }
            }
        }
        None
    }
}

/// Sources that lead nowhere, markets that nothing reaches, nominations that could circulate.
pub(super) fn check(whole: &mut Whole<'_>, graph: &Graph) {
    let fed = graph.reached(graph.origins(), |_| true);
    for (node, name) in whole.nodes.clone().into_iter().enumerate() {
        let path = format!("node.{name}");
        match graph.kinds[node] {
            Kind::Source => {
                let reached = graph.reached([node], |_| true);
                let ends =
                    |other: &usize| matches!(graph.kinds[*other], Kind::Market(_) | Kind::Tank);
                if !(0..reached.len()).any(|other| reached[other] && ends(&other)) {
                    let message = format!("source `{name}` reaches no market and no tank");
                    whole.faults.push(Fault::new(K::DeadEnd, path, message).at_key());
                }
            }
            Kind::Market(_) if !fed[node] => {
                let message = format!("no source and no tank reaches market `{name}`");
                whole.faults.push(Fault::new(K::UnreachableMarket, path, message).at_key());
            }
            _ => {}
        }
    }
    nominations(whole, graph);
}

/// A nomination that could be met by oil going round would be met so.
fn nominations(whole: &mut Whole<'_>, graph: &Graph) {
    for (link, name) in whole.links.clone().into_iter().enumerate() {
        let ends = graph.links[link];
        if !ends.nominated {
            continue;
        }
        let path = format!("link.{name}.nominated");
        if ends.both_ways {
            let message = format!("link `{name}` goes both ways, so it cannot be nominated");
            let help = "nominate a link that goes one way, the last before the market";
            let related = (format!("link.{name}.both-ways"), "both ways");
            let fault = Fault::new(K::NominatedOnCycle, path, message).help(help);
            whole.faults.push(fault.related(related.0, related.1));
        } else if let Some(cycle) = graph.path(ends.to, ends.from)
            && ends.from != ends.to
        {
            let cycle: Vec<usize> = std::iter::once(ends.from).chain(cycle).collect();
            let cycle = whole.path(&cycle);
            let message = format!("nominated link `{name}` lies on a cycle: {cycle}");
            let help = "oil could circulate to meet it; nominate the last link before the market";
            whole.faults.push(Fault::new(K::NominatedOnCycle, path, message).help(help));
        }
    }
}
