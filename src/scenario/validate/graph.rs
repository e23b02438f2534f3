//! The network as a directed graph: sources that lead nowhere, markets that nothing reaches, cycles.

use super::super::file::{Draft, Kind};
use super::Whole;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use crate::graph::Digraph;

/// Nodes with their kinds, and the ways that oil may take between them.
#[derive(Debug)]
pub(in super::super) struct Graph {
    pub kinds: Vec<Kind>,
    /// Steps along links, either way where a link goes both ways; labels are links.
    pub ways: Digraph,
    /// Start, end, both ways, nominated.
    pub links: Vec<super::super::file::LinkEnds>,
}

impl Graph {
    /// The graph; `None` while a kind or an end is not known.
    pub fn new(draft: &Draft) -> Option<Self> {
        let kinds: Vec<Kind> = draft.ends.kinds.iter().copied().collect::<Option<_>>()?;
        let links: Vec<_> = draft.ends.links.iter().copied().collect::<Option<_>>()?;
        let mut ways = Vec::new();
        // Nothing flows out of a market or into a source: told elsewhere.
        let flows = |from: usize, to: usize| {
            !matches!(kinds[from], Kind::Market(_)) && kinds[to] != Kind::Source
        };
        for (link, ends) in links.iter().enumerate() {
            let steps = [[ends.from, ends.to], [ends.to, ends.from]];
            let steps = steps.into_iter().take(1 + usize::from(ends.both_ways));
            ways.extend(steps.filter(|[from, to]| flows(*from, *to)).map(|step| (link, step)));
        }
        let ways = Digraph::new(kinds.len(), ways);
        Some(Self { kinds, ways, links })
    }

    /// Nodes of a kind.
    pub fn of(&self, is: impl Fn(Kind) -> bool) -> Vec<usize> {
        (0..self.kinds.len()).filter(|node| is(self.kinds[*node])).collect()
    }

    /// Where oil begins: sources, and tanks that no source reaches.
    pub fn origins(&self) -> Vec<usize> {
        let sources = self.of(|kind| kind == Kind::Source);
        let fed = self.ways.reached(sources.iter().copied(), |_| true);
        let tanks = self.of(|kind| kind == Kind::Tank);
        sources.into_iter().chain(tanks.into_iter().filter(|tank| !fed[*tank])).collect()
    }
}

/// Sources that lead nowhere, markets that nothing reaches, nominations that could circulate.
pub(super) fn check(whole: &mut Whole<'_>, graph: &Graph) {
    let fed = graph.ways.reached(graph.origins(), |_| true);
    let ends = graph.of(|kind| matches!(kind, Kind::Market(_) | Kind::Tank));
    let leads = graph.ways.reversed().reached(ends, |_| true);
    for (node, name) in whole.nodes.clone().into_iter().enumerate() {
        let path = format!("node.{name}");
        match graph.kinds[node] {
            Kind::Source if !leads[node] => {
                let message = format!("source `{name}` reaches no market and no tank");
                whole.faults.push(Fault::new(K::DeadEnd, path, message).at_key());
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
        } else if let Some(cycle) = graph.ways.path(ends.to, ends.from)
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
