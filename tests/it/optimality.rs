//! Is every dispatch the cheapest? Against solvers that share nothing with the kernel.

use caspian::circulation::{At, Direction, Reach, Residual, Simplex};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// A network with capacities for one day.
#[derive(Clone, Debug)]
struct Network {
    nodes: usize,
    arcs: Vec<(u32, u32)>,
    costs: Vec<i128>,
    capacities: Vec<i64>,
}

impl Network {
    /// Any graph: loops, parallel arcs, closed arcs and unconnected nodes included.
    fn random(rng: &mut ChaCha8Rng, nodes: usize, arcs: usize, most: i64, cost: i64) -> Self {
        let n = nodes as u32;
        Self {
            nodes,
            arcs: (0..arcs).map(|_| (rng.random_range(0..n), rng.random_range(0..n))).collect(),
            costs: (0..arcs).map(|_| i128::from(rng.random_range(-cost..=cost))).collect(),
            capacities: (0..arcs).map(|_| rng.random_range(0..=most)).collect(),
        }
    }

    fn solver(&self) -> Simplex {
        let at = |node: u32| At::new(node as usize);
        let arcs: Vec<_> = self.arcs.iter().map(|&(tail, head)| (at(tail), at(head))).collect();
        Simplex::new(self.nodes, &arcs, &self.costs).expect("a small network")
    }

    fn solve(&self, simplex: &mut Simplex) -> i128 {
        self.capacities.iter().enumerate().for_each(|(a, &c)| simplex.set_capacity(a, c));
        simplex.solve().expect("an optimum");
        assert!(simplex.certify().is_optimal(), "{self:?}");
        self.objective(simplex.flows())
    }

    fn objective(&self, flows: &[i64]) -> i128 {
        flows.iter().zip(&self.costs).map(|(&f, c)| i128::from(f) * c).sum()
    }

    fn vary(&mut self, rng: &mut ChaCha8Rng, most: i64) {
        for capacity in &mut self.capacities {
            if rng.random_range(0..3) == 0 {
                *capacity = rng.random_range(0..=most);
            }
        }
    }

    /// The cheapest circulation by cancelling negative residual cycles (Bellman-Ford).
    fn cancel_cycles(&self) -> i128 {
        let mut flows = vec![0i64; self.arcs.len()];
        while let Some(cycle) = self.negative_cycle(&flows) {
            let spare = |&(a, along): &(usize, bool)| {
                if along { self.capacities[a] - flows[a] } else { flows[a] }
            };
            let amount = cycle.iter().map(spare).min().expect("a cycle has arcs");
            cycle.iter().for_each(|&(a, along)| flows[a] += if along { amount } else { -amount });
        }
        self.objective(&flows)
    }

    fn negative_cycle(&self, flows: &[i64]) -> Option<Vec<(usize, bool)>> {
        let mut distance = vec![0i128; self.nodes];
        let mut from: Vec<Option<(usize, usize, bool)>> = vec![None; self.nodes];
        let mut last = None;
        for _ in 0..self.nodes {
            last = None;
            for (a, &(tail, head)) in self.arcs.iter().enumerate() {
                let (tail, head) = (tail as usize, head as usize);
                let along = (flows[a] < self.capacities[a], tail, head, self.costs[a], true);
                let against = (flows[a] > 0, head, tail, -self.costs[a], false);
                for (open, u, v, cost, forward) in [along, against] {
                    if open && distance[u] + cost < distance[v] {
                        distance[v] = distance[u] + cost;
                        from[v] = Some((u, a, forward));
                        last = Some(v);
                    }
                }
            }
            last?;
        }
        let mut v = last?;
        (0..self.nodes).for_each(|_| v = from[v].expect("on or behind a cycle").0);
        let (start, mut cycle) = (v, Vec::new());
        loop {
            let (u, a, forward) = from[v].expect("on a cycle");
            cycle.push((a, forward));
            v = u;
            if v == start {
                return Some(cycle);
            }
        }
    }

    /// The objective of the same linear program by the oracle.
    fn linear_program(&self) -> f64 {
        use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem};
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let costs = self.costs.iter().zip(&self.capacities);
        let x: Vec<_> =
            costs.map(|(&cost, &c)| problem.add_var(cost as f64, (0.0, c as f64))).collect();
        for v in 0..self.nodes as u32 {
            let mut balance = LinearExpr::empty();
            let mut any = false;
            for (&(tail, head), &x) in self.arcs.iter().zip(&x).filter(|((t, h), _)| t != h) {
                let sign = f64::from(i8::from(head == v) - i8::from(tail == v));
                if sign != 0.0 {
                    balance.add(x, sign);
                    any = true;
                }
            }
            if any {
                problem.add_constraint(balance, ComparisonOp::Eq, 0.0);
            }
        }
        let outcome = problem.solve().expect("zero flow is feasible");
        outcome.solution().expect("no limit was set").objective()
    }
}

/// 2,500 networks of 4 days each, warm, cold and by cancelling cycles.
#[test]
fn ten_thousand_days_agree_with_cycle_cancelling() {
    let rng = &mut ChaCha8Rng::seed_from_u64(1);
    for _ in 0..2_500 {
        let (nodes, arcs) = (rng.random_range(1..9), rng.random_range(0..20));
        let cost = [2, 10, 1_000_000][rng.random_range(0..3)];
        let mut network = Network::random(rng, nodes, arcs, 9, cost);
        let (mut warm, mut again) = (network.solver(), network.solver());
        for _ in 0..4 {
            let objective = network.solve(&mut warm);
            assert_eq!(objective, network.cancel_cycles(), "{network:?}");
            let mut cold = network.solver();
            assert_eq!(objective, network.solve(&mut cold));
            again.reset();
            assert_eq!(objective, network.solve(&mut again));
            assert_eq!(again.flows(), cold.flows(), "reset is not a fresh start");
            if warm.certify().unique {
                assert_eq!(warm.flows(), cold.flows(), "{network:?}");
            }
            network.vary(rng, 9);
        }
    }
}

#[test]
fn two_thousand_networks_agree_with_a_linear_program() {
    let rng = &mut ChaCha8Rng::seed_from_u64(2);
    for _ in 0..2_000 {
        let (nodes, arcs) = (rng.random_range(2..12), rng.random_range(1..30));
        let network = Network::random(rng, nodes, arcs, 1_000, 100);
        let objective = network.solve(&mut network.solver()) as f64;
        let oracle = network.linear_program();
        assert!((objective - oracle).abs() < 1e-6 * (1.0 + oracle.abs()), "{network:?}");
    }
}

/// All circulations of tiny networks: the least cost, and whether it is had only once.
#[test]
fn tiny_networks_agree_with_enumeration_in_cost_and_uniqueness() {
    let rng = &mut ChaCha8Rng::seed_from_u64(3);
    let mut shared = 0;
    for _ in 0..1_500 {
        let (nodes, arcs) = (rng.random_range(1..5), rng.random_range(0..7));
        let network = Network::random(rng, nodes, arcs, 2, 2);
        let mut costs = Vec::new();
        for code in 0..3i64.pow(arcs as u32) {
            let flows: Vec<i64> = (0..arcs as u32).map(|a| code / 3i64.pow(a) % 3).collect();
            let mut gain = vec![0; nodes];
            for (&(tail, head), flow) in network.arcs.iter().zip(&flows) {
                gain[tail as usize] -= flow;
                gain[head as usize] += flow;
            }
            let within = flows.iter().zip(&network.capacities).all(|(f, c)| f <= c);
            if within && gain.iter().all(|g| *g == 0) {
                costs.push(network.objective(&flows));
            }
        }
        let least = *costs.iter().min().expect("zero flow");
        let mut simplex = network.solver();
        assert_eq!(network.solve(&mut simplex), least, "{network:?}");
        let once = costs.iter().filter(|c| **c == least).count() == 1;
        assert_eq!(simplex.certify().unique, once, "{network:?} {:?}", simplex.flows());
        shared += usize::from(!once);
    }
    assert!((200..1_300).contains(&shared), "both cases must occur: {shared}");
}

#[test]
fn new_costs_on_an_old_basis_equal_a_cold_start() {
    let rng = &mut ChaCha8Rng::seed_from_u64(4);
    for round in 0..600 {
        let mut network = Network::random(rng, 10, 24, 50, 1_000);
        let mut warm = network.solver();
        for change in 0..4 {
            // Alternately 64 and 128 bits wide.
            let scale = if (round + change) % 2 == 0 { 1 } else { 1i128 << 70 };
            network.costs = Network::random(rng, 10, 24, 50, 1_000_000).costs;
            network.costs.iter_mut().for_each(|c| *c *= scale);
            warm.reprice(&network.costs).expect("costs of this size fit");
            network.vary(rng, 50);
            let cold = network.solve(&mut network.solver());
            assert_eq!(network.solve(&mut warm), cold, "{network:?}");
        }
    }
}

#[test]
fn both_widths_of_arithmetic_give_the_same_flows() {
    let rng = &mut ChaCha8Rng::seed_from_u64(5);
    for _ in 0..500 {
        let mut network = Network::random(rng, 12, 40, 100, 3);
        let mut wide = network.clone();
        wide.costs.iter_mut().for_each(|c| *c <<= 80);
        let (mut narrow, mut broad) = (network.solver(), wide.solver());
        for _ in 0..5 {
            network.vary(rng, 100);
            wide.capacities.clone_from(&network.capacities);
            assert_eq!(network.solve(&mut narrow) << 80, wide.solve(&mut broad));
            assert_eq!(narrow.flows(), broad.flows());
        }
    }
}

/// Every size of set, warm against cold; one against the linear program.
#[test]
fn large_networks_on_wide_sets() {
    let rng = &mut ChaCha8Rng::seed_from_u64(6);
    for (nodes, arcs) in [(60, 100), (64, 64), (100, 250), (400, 800), (1500, 2500)] {
        let mut network = Network::random(rng, nodes, arcs, 1_000_000_000_000, 1_000_000);
        let mut warm = network.solver();
        for _ in 0..4 {
            let objective = network.solve(&mut warm);
            assert_eq!(objective, network.solve(&mut network.solver()));
            network.vary(rng, 1_000_000_000_000);
        }
    }
    let network = Network::random(rng, 400, 800, 1_000, 100);
    let (objective, oracle) =
        (network.solve(&mut network.solver()) as f64, network.linear_program());
    assert!((objective - oracle).abs() < 1e-6 * oracle.abs(), "{objective} {oracle}");
}

#[test]
fn a_unique_optimum_does_not_know_order_or_numbers() {
    let rng = &mut ChaCha8Rng::seed_from_u64(7);
    let mut unique = 0;
    for _ in 0..400 {
        let network = Network::random(rng, 14, 40, 1_000, 1_000_000);
        let mut order: Vec<usize> = (0..40).collect();
        (1..40).for_each(|i| order.swap(i, rng.random_range(0..=i)));
        let mut name: Vec<u32> = (0..14).collect();
        (1..14).for_each(|i| name.swap(i, rng.random_range(0..=i)));
        let rename = |&(tail, head): &(u32, u32)| (name[tail as usize], name[head as usize]);
        let mixed = Network {
            nodes: 14,
            arcs: order.iter().map(|&a| rename(&network.arcs[a])).collect(),
            costs: order.iter().map(|&a| network.costs[a]).collect(),
            capacities: order.iter().map(|&a| network.capacities[a]).collect(),
        };
        let (mut one, mut other) = (network.solver(), mixed.solver());
        assert_eq!(network.solve(&mut one), mixed.solve(&mut other));
        assert_eq!(one.certify().unique, other.certify().unique);
        if one.certify().unique {
            let back = order.iter().map(|&a| one.flow(a)).collect::<Vec<_>>();
            assert_eq!(back, other.flows());
            unique += 1;
        }
    }
    assert!(unique > 300, "{unique}");
}

#[test]
fn reach_is_the_closure_under_residual_steps() {
    let rng = &mut ChaCha8Rng::seed_from_u64(8);
    for nodes in [12, 90] {
        for _ in 0..100 {
            let network = Network::random(rng, nodes, nodes * 2, 10, 100);
            let mut simplex = network.solver();
            network.solve(&mut simplex);
            for direction in [Direction::Forward, Direction::Backward] {
                let (mut reach, mut expected) = (Reach::new(nodes), vec![false; nodes]);
                for v in [rng.random_range(0..nodes), rng.random_range(0..nodes)] {
                    reach.insert(At::new(v));
                    expected[v] = v != 0;
                }
                for _ in 0..nodes {
                    for (a, &(tail, head)) in network.arcs.iter().enumerate() {
                        let (mut u, mut v) = (tail as usize, head as usize);
                        if direction == Direction::Backward {
                            (u, v) = (v, u);
                        }
                        let enters = |v: usize| v != 0;
                        expected[v] |= expected[u] && simplex.has_room(a) && enters(v);
                        expected[u] |= expected[v] && simplex.has_flow(a) && enters(u);
                    }
                }
                let mut residual = Residual::default();
                simplex.residual(&mut residual);
                simplex.spread(&residual, &mut reach, direction);
                let found: Vec<bool> = (0..nodes).map(|v| reach.contains(At::new(v))).collect();
                assert_eq!(found, expected, "{direction:?}");
            }
        }
    }
}
