//! How large a scenario may be: its network, its horizon, and what a run keeps in memory.

use super::super::file::Draft;
use super::Whole;
use crate::calendar::Horizon;
use crate::catalogue::Kind as K;
use crate::circulation::{MOST_ARCS, MOST_NODES};
use crate::diagnostic::Fault;
use crate::model::NodeKind;

/// Most bytes of kept values that a run may have.
pub const MOST_KEPT: u64 = 2 << 30;
/// Longest horizon in days: two centuries.
const LONGEST: usize = 73_049;

/// Bytes of the values that a run keeps where nobody asks for more: exports by route, totals of
/// shut-in, supply lost and unserved, and of each target four measures under contract and under
/// push, by year and in total.
fn kept(horizon: &Horizon, routes: usize, targets: usize, replications: u32) -> u64 {
    let years = horizon.years();
    let periods = i64::from(*years.end()) - i64::from(*years.start()) + 2;
    let series = (4 + routes + 8 * targets) as u64;
    series * periods.unsigned_abs() * u64::from(replications) * 8
}

fn too_much(bytes: u64, replications: u32) -> Option<Fault> {
    if bytes <= MOST_KEPT {
        return None;
    }
    let gigabytes = |bytes: u64| bytes as f64 / f64::from(1 << 30);
    let message = format!(
        "{replications} replications would keep {:.1} GB of values; {:.0} GB is the most",
        gigabytes(bytes),
        gigabytes(MOST_KEPT)
    );
    Some(
        Fault::new(K::TooMuchKept, "run.replications", message)
            .help("fewer replications, or a shorter horizon"),
    )
}

pub(super) fn check(whole: &mut Whole<'_>) {
    let draft = whole.draft;
    let Some(horizon) = &draft.horizon else { return };
    if horizon.steps() > LONGEST {
        let message =
            format!("the horizon has {} days; two centuries is the most", horizon.steps());
        whole.faults.push(Fault::new(K::HorizonTooLong, "horizon.end", message));
    } else if let Some(run) = &draft.run {
        let bytes = kept(horizon, draft.routes.len(), draft.targets.len(), run.replications);
        whole.faults.extend(too_much(bytes, run.replications));
    }
}

/// The fault of a network that dispatch does not hold: its nodes and a root, and arcs between
/// them. Parts that are left out, since they have other faults, count as nothing.
pub(super) fn network(draft: &Draft) -> Option<Fault> {
    let nodes = draft.nodes.len() + 1;
    if nodes > MOST_NODES {
        let message =
            format!("the network has {} nodes; {} is the most", nodes - 1, MOST_NODES - 1);
        return Some(Fault::new(K::NetworkTooLarge, "node", message).at_key().help(JOIN));
    }
    let arcs = arcs(draft);
    (arcs > MOST_ARCS).then(|| {
        let message = format!(
            "the network takes {arcs} arcs, four for a source and one or two for a link; {MOST_ARCS} is the most"
        );
        Fault::new(K::NetworkTooLarge, "link", message).at_key().help(JOIN)
    })
}

const JOIN: &str = "leave out what makes no difference, or join what lies in series";

/// Arcs that dispatch needs, with one for each part that neither begins nor ends oil.
fn arcs(draft: &Draft) -> usize {
    let links = || draft.links.iter().flatten();
    let mut loads = vec![false; draft.nodes.len()];
    links().filter(|link| link.shuttle.is_some()).for_each(|link| loads[link.from] = true);
    // A root beside the nodes.
    let mut parts = Parts::new(draft.nodes.len() + 1);
    let root = draft.nodes.len();
    let mut arcs = 0;
    for (number, node) in draft.nodes.iter().enumerate() {
        let Some(node) = node else { continue };
        arcs += node.kind.arcs(loads[number]);
        if !matches!(node.kind, NodeKind::Hub) {
            parts.join(number, root);
        }
    }
    for link in links() {
        arcs += link.arcs();
        if link.shuttle.is_none() {
            parts.join(link.from, link.to);
        }
    }
    arcs + parts.count - 1
}

/// Connected parts of a graph, found as its edges come.
struct Parts {
    /// By node: another of its part, itself for the one that stands for all.
    of: Vec<usize>,
    count: usize,
}

impl Parts {
    fn new(nodes: usize) -> Self {
        Self { of: (0..nodes).collect(), count: nodes }
    }

    fn find(&mut self, mut node: usize) -> usize {
        while self.of[node] != node {
            self.of[node] = self.of[self.of[node]];
            node = self.of[node];
        }
        node
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        if one != other {
            self.of[one] = other;
            self.count -= 1;
        }
    }
}
