//! Routes as cuts: oil bound for a market that is not required passes exactly one link of the
//! routes that are in no other, once; oil in an inner route is in the outer one too.
//!
//! Paths begin where oil begins, so stock behind a route may change. See `docs/scenario-format.md`.

use super::super::file::Kind;
use super::Whole;
use super::graph::Graph;
use crate::catalogue::Kind as K;
use crate::diagnostic::Fault;
use std::collections::VecDeque;

/// Most steps of the search for a path through no node twice.
const MOST_STEPS: usize = 100_000;

/// A path by nodes, and the counted links on it in order.
struct Crossing {
    nodes: Vec<usize>,
    links: Vec<usize>,
}

pub(super) fn check(whole: &mut Whole<'_>, graph: &Graph) {
    let draft = whole.draft;
    let routes: Option<Vec<_>> = draft.routes.iter().map(Option::as_ref).collect();
    let Some(routes) = routes else { return };
    if circles(whole) || shared(whole) {
        return;
    }
    let top: Vec<bool> = (0..graph.links.len())
        .map(|link| routes.iter().any(|r| r.part_of.is_none() && r.links.contains(&link)))
        .collect();
    let markets = graph.of(|kind| kind == Kind::Market(false));
    for market in markets.iter().filter(|_| !routes.is_empty()) {
        if let Some(missed) = crossing(graph, &top, *market, 0) {
            let name = whole.nodes[*market];
            let path = whole.path(&missed.nodes);
            let message = format!("oil reaches market `{name}` without passing a route: {path}");
            let help = "routes that are not `part-of` another must carry all exports together";
            whole.faults.push(
                Fault::new(K::MarketWithoutRoute, format!("node.{name}"), message)
                    .at_key()
                    .help(help),
            );
        }
        if let Some(twice) = crossing(graph, &top, *market, 2) {
            tell_twice(whole, &twice);
        }
    }
    inner(whole, graph, &markets);
    targets(whole, graph, &markets);
}

/// Routes that are in themselves.
fn circles(whole: &mut Whole<'_>) -> bool {
    let part_of = |route: usize| whole.draft.routes[route].as_ref().and_then(|r| r.part_of);
    let mut found = Vec::new();
    for (route, name) in whole.routes.iter().enumerate() {
        let mut at = part_of(route);
        let mut steps = 0;
        while let Some(outer) = at.filter(|outer| *outer != route && steps < whole.routes.len()) {
            at = part_of(outer);
            steps += 1;
        }
        if at == Some(route) {
            let message = format!("route `{name}` is part of itself");
            found.push(Fault::new(K::RouteInItself, format!("route.{name}.part-of"), message));
        }
    }
    whole.faults.extend(found.iter().cloned());
    !found.is_empty()
}

/// Links in two routes that are in no other.
fn shared(whole: &mut Whole<'_>) -> bool {
    let mut found = Vec::new();
    for (link, link_name) in whole.links.iter().enumerate() {
        let holds = |route: &usize| {
            let route = whole.draft.routes[*route].as_ref();
            route.is_some_and(|r| r.part_of.is_none() && r.links.contains(&link))
        };
        let holders: Vec<usize> = (0..whole.routes.len()).filter(holds).collect();
        if let [first, second, ..] = holders[..] {
            let (a, b) = (whole.routes[first], whole.routes[second]);
            let message = format!("link `{link_name}` is in route `{a}` and in route `{b}`");
            let fault = Fault::new(K::LinkInTwoRoutes, format!("route.{b}.links"), message);
            let help = "a tonne would count twice: make one route `part-of` the other";
            found.push(fault.help(help).related(format!("route.{a}.links"), "also here"));
        }
    }
    whole.faults.extend(found.iter().cloned());
    !found.is_empty()
}

fn tell_twice(whole: &mut Whole<'_>, twice: &Crossing) {
    let holder = |link: usize| {
        let routes = whole.draft.routes.iter().flatten();
        routes.filter(|r| r.part_of.is_none()).find(|r| r.links.contains(&link))
    };
    let [first, .., last] = twice.links[..] else { return };
    let (Some(a), Some(b)) = (holder(first), holder(last)) else { return };
    let (first, last) = (whole.links[first], whole.links[last]);
    let path = whole.path(&twice.nodes);
    let (message, help) = if a.name == b.name {
        let message =
            format!("oil passes route `{}` twice, on `{first}` and `{last}`: {path}", a.name);
        (message, "keep one of the two links")
    } else {
        let message = format!(
            "oil passes route `{}` on `{first}` and route `{}` on `{last}`: {path}",
            a.name, b.name
        );
        (message, "a tonne would count twice: make one route `part-of` the other, or cut elsewhere")
    };
    let fault = Fault::new(K::CountedTwice, format!("route.{}.links", b.name), message).help(help);
    if !whole.faults.contains(&fault) {
        whole.faults.push(fault);
    }
}

/// Inner routes must be inside, and count no tonne twice.
fn inner(whole: &mut Whole<'_>, graph: &Graph, markets: &[usize]) {
    for route in whole.draft.routes.iter().flatten() {
        let Some(outer) = route.part_of.and_then(|outer| whole.draft.routes[outer].as_ref()) else {
            continue;
        };
        let free = |link: usize| !outer.links.contains(&link);
        let before = graph.ways.reached(graph.origins(), free);
        let outside = route.links.iter().copied().filter(|link| free(*link)).find(|link| {
            let ends = graph.links[*link];
            let after = graph.ways.reached([ends.to], free);
            before[ends.from] && markets.iter().any(|market| after[*market])
        });
        if let Some(link) = outside {
            let message = format!(
                "oil passes link `{}` of route `{}` without passing route `{}`, which contains it",
                whole.links[link], route.name, outer.name
            );
            let fault =
                Fault::new(K::InnerRouteOutside, format!("route.{}.part-of", route.name), message);
            whole.faults.push(fault);
        }
        let path = format!("route.{}.links", route.name);
        tell_own_twice(
            whole,
            graph,
            markets,
            (&path, &format!("route `{}`", route.name)),
            &route.links,
        );
    }
}

/// Measures of targets must count no tonne twice.
fn targets(whole: &mut Whole<'_>, graph: &Graph, markets: &[usize]) {
    for target in whole.draft.targets.iter().flatten() {
        for (key, links) in [("routes", &target.routes), ("sea", &target.sea)] {
            let path = format!("target.{}.{key}", target.name);
            let what = format!("{key} of target `{}`", target.name);
            tell_own_twice(whole, graph, markets, (&path, &what), links);
        }
    }
}

fn tell_own_twice(
    whole: &mut Whole<'_>,
    graph: &Graph,
    markets: &[usize],
    (path, what): (&str, &str),
    links: &[usize],
) {
    let counted: Vec<bool> = (0..graph.links.len()).map(|link| links.contains(&link)).collect();
    let twice = markets.iter().find_map(|market| crossing(graph, &counted, *market, 2));
    let Some(Crossing { nodes, links }) = twice else { return };
    let [first, .., last] = links[..] else { return };
    let message = format!(
        "oil passes {what} twice, on `{}` and `{}`: {}",
        whole.links[first],
        whole.links[last],
        whole.path(&nodes)
    );
    whole.faults.push(Fault::new(K::CountedTwice, path, message).help("keep one of the two links"));
}

/// A path from where oil begins to a market, through no node twice, that passes so many counted
/// links: none, or two and more.
fn crossing(graph: &Graph, counted: &[bool], market: usize, count: usize) -> Option<Crossing> {
    let found = walk(graph, counted, market, count)?;
    let mut nodes = found.nodes.clone();
    nodes.sort_unstable();
    nodes.dedup();
    if nodes.len() == found.nodes.len() {
        return Some(found);
    }
    // A walk round a cycle proves nothing: look for a path.
    let mut search = Search { graph, counted, market, count, steps: 0 };
    graph.origins().into_iter().find_map(|origin| {
        let mut path = Crossing { nodes: vec![origin], links: Vec::new() };
        search.extend(&mut path).then_some(path)
    })
}

/// A shortest walk over (node, links counted so far, two at most).
fn walk(graph: &Graph, counted: &[bool], market: usize, count: usize) -> Option<Crossing> {
    let state = |node: usize, passed: usize| node * 3 + passed;
    let mut before: Vec<Option<(usize, usize)>> = vec![None; graph.kinds.len() * 3];
    let mut seen = vec![false; graph.kinds.len() * 3];
    let mut queue: VecDeque<usize> =
        graph.origins().into_iter().map(|origin| state(origin, 0)).collect();
    queue.iter().for_each(|at| seen[*at] = true);
    while let Some(at) = queue.pop_front() {
        let (node, passed) = (at / 3, at % 3);
        if node == market && passed == count {
            return Some(trace(&before, counted, at));
        }
        for arc in graph.ways.out(node) {
            let next = state(arc.to, (passed + usize::from(counted[arc.label])).min(2));
            if !std::mem::replace(&mut seen[next], true) {
                before[next] = Some((at, arc.label));
                queue.push_back(next);
            }
        }
    }
    None
}

fn trace(before: &[Option<(usize, usize)>], counted: &[bool], end: usize) -> Crossing {
    let mut crossing = Crossing { nodes: vec![end / 3], links: Vec::new() };
    let mut at = end;
    while let Some((earlier, link)) = before[at] {
        crossing.nodes.push(earlier / 3);
        crossing.links.extend(counted[link].then_some(link));
        at = earlier;
    }
    crossing.nodes.reverse();
    crossing.links.reverse();
    crossing
}

/// A depth-first search for a simple path.
struct Search<'a> {
    graph: &'a Graph,
    counted: &'a [bool],
    market: usize,
    count: usize,
    steps: usize,
}

impl Search<'_> {
    fn extend(&mut self, path: &mut Crossing) -> bool {
        let Some(&node) = path.nodes.last() else { return false };
        if node == self.market {
            return path.links.len() >= self.count && (self.count > 0 || path.links.is_empty());
        }
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return false;
        }
        for arc in self.graph.ways.out(node) {
            if path.nodes.contains(&arc.to) {
                continue;
            }
            path.nodes.push(arc.to);
            let marked = path.links.len();
            path.links.extend(self.counted[arc.label].then_some(arc.label));
            if self.extend(path) {
                return true;
            }
            path.links.truncate(marked);
            path.nodes.pop();
        }
        false
    }
}
