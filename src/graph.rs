//! A directed graph: what reaches what, and shortest paths.
//!
//! Nodes and edges are numbers. Knows nothing of what they stand for or of what flows.

use std::collections::VecDeque;

/// An edge as it is seen from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// What the owner of the graph calls it; several edges may have the same label.
    pub label: usize,
    /// The node that it leads to.
    pub to: usize,
}

/// Nodes from 0, and the edges out of each in the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digraph {
    out: Vec<Vec<Edge>>,
}

impl Digraph {
    /// A graph of so many nodes; each edge is a label, its start and its end.
    pub fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, [usize; 2])>) -> Self {
        let mut out = vec![Vec::new(); nodes];
        for (label, [from, to]) in edges {
            out[from].push(Edge { label, to });
        }
        Self { out }
    }

    /// How many nodes it has.
    pub fn nodes(&self) -> usize {
        self.out.len()
    }

    /// The edges out of a node.
    pub fn out(&self, node: usize) -> &[Edge] {
        &self.out[node]
    }

    /// The same graph with every edge turned round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let starts = self.out.iter().enumerate();
        let edges = starts.flat_map(|(from, out)| out.iter().map(move |edge| (from, edge)));
        Self::new(self.nodes(), edges.map(|(from, edge)| (edge.label, [edge.to, from])))
    }

    /// Nodes reached from some, those included, over the edges whose label is `open`.
    pub fn reached(
        &self,
        from: impl IntoIterator<Item = usize>,
        open: impl Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut seen = vec![false; self.nodes()];
        let mut queue: Vec<usize> = from.into_iter().collect();
        queue.iter().for_each(|node| seen[*node] = true);
        while let Some(node) = queue.pop() {
            for edge in self.out[node].iter().filter(|edge| open(edge.label)) {
                if !std::mem::replace(&mut seen[edge.to], true) {
                    queue.push(edge.to);
                }
            }
        }
        seen
    }

    /// A shortest path between two nodes, both included; `None` where there is none.
    ///
    /// Of paths of the same length the one whose edges were given first.
    pub fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut before = vec![None; self.nodes()];
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
            for edge in &self.out[node] {
                if before[edge.to].is_none() && edge.to != from {
                    before[edge.to] = Some(node);
                    queue.push_back(edge.to);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 > 1 > 2 > 3 > 1, 0 > 4 > 3, and 5 alone.
    fn graph() -> Digraph {
        let edges = [[0, 1], [1, 2], [2, 3], [3, 1], [0, 4], [4, 3]];
        Digraph::new(6, edges.into_iter().enumerate())
    }

    fn nodes(seen: &[bool]) -> Vec<usize> {
        (0..seen.len()).filter(|node| seen[*node]).collect()
    }

    #[test]
    fn what_is_reached_goes_with_the_edges_that_are_open() {
        let graph = graph();
        assert_eq!(nodes(&graph.reached([1], |_| true)), [1, 2, 3]);
        assert_eq!(nodes(&graph.reached([0], |label| label != 0 && label != 5)), [0, 4]);
        assert_eq!(nodes(&graph.reached([4, 5], |_| true)), [1, 2, 3, 4, 5]);
        assert_eq!(nodes(&graph.reached([], |_| true)), [0; 0]);
    }

    #[test]
    fn backwards_it_reaches_what_leads_there() {
        let graph = graph();
        for to in 0..graph.nodes() {
            let back = graph.reversed().reached([to], |_| true);
            let leads = |from: usize| graph.reached([from], |_| true)[to];
            assert!((0..graph.nodes()).all(|from| back[from] == leads(from)), "{to}");
        }
        assert_eq!(
            graph.reversed().reversed().reached([0], |_| true),
            [true, true, true, true, true, false]
        );
    }

    #[test]
    fn paths_are_shortest() {
        let graph = graph();
        assert_eq!(graph.path(0, 3), Some(vec![0, 4, 3]));
        assert_eq!(graph.path(4, 2), Some(vec![4, 3, 1, 2]));
        assert_eq!(graph.path(2, 2), Some(vec![2]));
        assert_eq!(graph.path(1, 0), None);
    }
}
