use super::*;

fn arcs(ends: &[(usize, usize)]) -> Vec<(At, At)> {
    ends.iter().map(|&(tail, head)| (At::new(tail), At::new(head))).collect()
}

/// Fields 1 and 2, hub 3, market 4 over the root.
fn small() -> Simplex {
    let ends = arcs(&[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (1, 4), (4, 0)]);
    let mut simplex = Simplex::new(5, &ends, &[-100, -90, 7, 5, 3, 11, -50]).unwrap();
    for (arc, capacity) in [50, 60, 40, 60, 70, 5, 1_000].into_iter().enumerate() {
        simplex.set_capacity(arc, capacity);
    }
    simplex
}

fn kernel(simplex: &mut Simplex) -> &mut Kernel<i64, 1, 64, 2, 128> {
    match &mut simplex.kernels {
        Kernels::Narrow64(kernel) => kernel,
        _ => panic!("a small network takes the small kernel"),
    }
}

#[test]
fn fills_the_dearest_field_first() {
    let mut simplex = small();
    simplex.solve().unwrap();
    assert_eq!(simplex.flows(), [45, 30, 40, 30, 70, 5, 75]);
    assert!(simplex.has_room(0) && !simplex.has_room(4) && simplex.has_flow(4));
    let all = Certificate { conservation: true, bounds: true, signs: true, unique: true };
    assert_eq!(simplex.certify(), all);
    simplex.set_capacity(4, 0);
    assert!(!simplex.certify().bounds, "flows are checked against what is asked for now");
    simplex.solve().unwrap();
    assert_eq!(simplex.flows(), [5, 0, 0, 0, 0, 5, 5]);
    assert_eq!(simplex.capacity(4), 0);
}

#[test]
fn an_unchanged_day_takes_no_pivot() {
    let mut simplex = small();
    assert!(simplex.solve().unwrap().pivots > 0);
    assert_eq!(simplex.solve().unwrap(), Solved { pivots: 0 });
    let mut second = simplex.clone();
    second.set_capacity(5, 0);
    second.solve().unwrap();
    assert_eq!(second.flow(0), 40);
    assert_eq!(simplex.flow(0), 45);
}

#[test]
fn the_certificate_sees_a_corrupted_flow_or_basis() {
    let mut simplex = small();
    simplex.solve().unwrap();
    let mut broken = simplex.clone();
    kernel(&mut broken).flow[2] += 1;
    assert!(!broken.certify().conservation);

    let mut broken = simplex.clone();
    [0, 2, 4, 6].into_iter().for_each(|a| kernel(&mut broken).flow[a] += 30);
    let certificate = broken.certify();
    assert!(certificate.conservation && !certificate.bounds);

    let mut broken = simplex.clone();
    for (arc, change) in [(0, -1), (1, 1), (2, -1), (3, 1)] {
        kernel(&mut broken).flow[arc] += change;
    }
    let certificate = broken.certify();
    assert!(certificate.conservation && certificate.bounds && !certificate.signs);

    let mut broken = simplex.clone();
    let basic = kernel(&mut broken).basic();
    let high = kernel(&mut broken).high;
    // As many arcs, but not a tree, then a tree with the wrong potentials.
    kernel(&mut broken).high = basic;
    assert!(!broken.certify().signs);
    kernel(&mut broken).high = high;
    assert!(broken.certify().is_optimal());
    let (mut basic, mut high) = (basic, high);
    let (out, into) = (basic.pop().unwrap(), high.pop().unwrap());
    kernel(&mut broken).high.remove(into);
    kernel(&mut broken).high.insert(out);
    assert!(!broken.certify().signs);
}

/// Two equal ways: more than one optimum, unless one of them is closed on the way.
#[test]
fn uniqueness_looks_behind_degenerate_bases() {
    let ends = arcs(&[(0, 1), (1, 2), (1, 2), (2, 0)]);
    let mut simplex = Simplex::new(3, &ends, &[-5, 1, 1, 1]).unwrap();
    let mut unique = |capacities: [i64; 4]| {
        capacities.into_iter().enumerate().for_each(|(a, c)| simplex.set_capacity(a, c));
        simplex.solve().unwrap();
        assert!(simplex.certify().is_optimal());
        simplex.certify().unique
    };
    assert!(!unique([5, 4, 4, 9]));
    assert!(unique([8, 4, 4, 9]), "both ways are full");
    assert!(unique([0, 4, 4, 9]), "nothing flows");
    assert!(unique([3, 0, 4, 9]));
    assert!(!unique([8, 4, 4, 7]));
}

/// Bland's rule from the first pivot, on networks full of ties.
#[test]
fn blands_rule_finds_the_same_optimum() {
    let mut state = 1u64;
    let mut below = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % n
    };
    let mut pivots = [0, 0];
    for _ in 0..2_000 {
        let ends: Vec<_> = (0..30).map(|_| (below(10) as usize, below(10) as usize)).collect();
        let costs: Vec<_> = (0..30).map(|_| i128::from(below(3)) - 1).collect();
        let mut usual = Simplex::new(10, &arcs(&ends), &costs).unwrap();
        let mut bland = usual.clone();
        kernel(&mut bland).patience = 0;
        for _ in 0..3 {
            for arc in 0..30 {
                let capacity = below(4) as i64;
                usual.set_capacity(arc, capacity);
                bland.set_capacity(arc, capacity);
            }
            pivots[0] += usual.solve().unwrap().pivots;
            pivots[1] += bland.solve().unwrap().pivots;
            assert!(bland.certify().is_optimal());
            let cost = |s: &Simplex| -> i128 {
                s.flows().iter().zip(&costs).map(|(&f, c)| i128::from(f) * c).sum()
            };
            assert_eq!(cost(&usual), cost(&bland));
        }
    }
    assert_ne!(pivots[0], pivots[1], "the other rule was not used");
}

#[test]
fn what_cannot_be_held_is_an_error() {
    let new = |nodes, ends: &[(usize, usize)], costs: &[i128]| {
        Simplex::new(nodes, &arcs(ends), costs).err()
    };
    assert_eq!(new(0, &[], &[]), Some(SizeError::Nodes(0)));
    assert_eq!(new(20_001, &[], &[]), Some(SizeError::Nodes(20_001)));
    assert_eq!(new(2, &[(0, 1), (1, 2)], &[0, 0]), Some(SizeError::End(1)));
    assert_eq!(new(2, &[(0, 1)], &[]), Some(SizeError::Lengths { costs: 0, arcs: 1 }));
    assert_eq!(new(2, &[(0, 1)], &[1 << 126]), Some(SizeError::Costs));
    let loops = |count| (vec![(0, 0); count], vec![0; count]);
    let of = |nodes, (ends, costs): (Vec<_>, Vec<_>)| new(nodes, &ends, &costs);
    assert_eq!(of(1, loops(50_001)), Some(SizeError::Arcs(50_001)));
    // 49,999 arcs fit only as long as at most one link has to be added.
    assert_eq!(of(2, loops(49_999)), None);
    assert_eq!(of(3, loops(49_999)), Some(SizeError::Arcs(50_001)));
    let mut simplex = small();
    assert_eq!(simplex.reprice(&[0]), Err(SizeError::Lengths { costs: 1, arcs: 7 }));
    assert!(simplex.solve().is_ok());
}

#[test]
fn capacities_are_clamped() {
    let mut simplex = small();
    simplex.set_capacity(0, -5);
    simplex.set_capacity(1, i64::MAX);
    assert_eq!((simplex.capacity(0), simplex.capacity(1)), (0, MOST));
    simplex.solve().unwrap();
    assert!(simplex.certify().is_optimal());
}

/// The same network solved in lists instead of masks.
fn in_lists(simplex: &Simplex) -> Simplex {
    let mut lists = simplex.clone();
    lists.kernels = match simplex.width {
        Width::Narrow => Kernels::NarrowLists(Box::new(Lists::new(lists.nodes, &lists.ends))),
        Width::Wide => Kernels::WideLists(Box::new(Lists::new(lists.nodes, &lists.ends))),
    };
    lists.reset();
    lists
}

fn patience(simplex: &mut Simplex, pivots: u32) {
    with!(&mut simplex.kernels, kernel => kernel.patience = pivots);
}

/// Not only the same optimum: the same pivots, so that the width of a network cannot matter.
/// Both kinds of sets spread over the same nodes of a residual network.
fn reach_alike(masks: &Simplex, lists: &Simplex, residual: &Residual, nodes: usize) {
    for direction in [Direction::Forward, Direction::Backward] {
        let mut reach = [Reach::new(nodes), Reach::new(nodes)];
        reach.iter_mut().for_each(|reach| reach.insert(At::new(nodes - 1)));
        masks.spread(residual, &mut reach[0], direction);
        lists.spread(residual, &mut reach[1], direction);
        assert_eq!(reach[0], reach[1]);
    }
}

#[test]
fn lists_make_the_pivots_of_masks() {
    let mut state = 7u64;
    let mut below = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((state >> 33) % n) as usize
    };
    let mut pivots = 0;
    for round in 0..400 {
        // The largest take masks of two words, ties are everywhere, and costs have both widths.
        let (nodes, count) = [(8, 20), (40, 90), (100, 180), (120, 250)][round % 4];
        let ends: Vec<_> = (0..count).map(|_| (below(nodes as u64), below(nodes as u64))).collect();
        let scale = if round % 3 == 0 { 1i128 << 90 } else { 1 };
        let costs: Vec<_> = (0..count).map(|_| (below(9) as i128 - 4) * scale).collect();
        let mut masks = Simplex::new(nodes, &arcs(&ends), &costs).unwrap();
        let mut lists = in_lists(&masks);
        if round % 5 == 0 {
            patience(&mut masks, 3);
            patience(&mut lists, 3);
        }
        for day in 0..4 {
            for arc in 0..count {
                let capacity = below(40) as i64;
                masks.set_capacity(arc, capacity);
                lists.set_capacity(arc, capacity);
            }
            let solved = masks.solve().unwrap();
            assert_eq!(lists.solve().unwrap(), solved, "round {round}, day {day}");
            assert_eq!(lists.flows(), masks.flows(), "round {round}, day {day}");
            let tree = |simplex: &Simplex| with!(&simplex.kernels, kernel => kernel.tree());
            assert_eq!(tree(&lists), tree(&masks));
            pivots += solved.pivots;
        }
        assert!(lists.certify().is_optimal());
        let (mut one, mut other) = (Residual::default(), Residual::default());
        masks.residual(&mut one);
        lists.residual(&mut other);
        assert_eq!(one, other);
        reach_alike(&masks, &lists, &one, nodes);
    }
    assert!(pivots > 40_000, "{pivots}");
}

#[test]
fn what_is_cut_short_goes_on() {
    for mut simplex in [small(), in_lists(&small())] {
        assert_eq!(simplex.solve_within(0), Err(Stalled { pivots: 0 }));
        assert_eq!(simplex.solve(), small().solve());
        assert_eq!(simplex.flows(), [45, 30, 40, 30, 70, 5, 75]);
        assert_eq!(simplex.solve_within(0), Ok(Solved { pivots: 0 }));
    }
}
