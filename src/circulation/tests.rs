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
    let (out, into) = (members(basic)[0], members(high)[0]);
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
    assert_eq!(new(2049, &[], &[]), Some(SizeError::Nodes(2049)));
    assert_eq!(new(2, &[(0, 1), (1, 2)], &[0, 0]), Some(SizeError::End(1)));
    assert_eq!(new(2, &[(0, 1)], &[]), Some(SizeError::Lengths { costs: 0, arcs: 1 }));
    assert_eq!(new(2, &[(0, 1)], &[1 << 126]), Some(SizeError::Costs));
    assert_eq!(new(1, &vec![(0, 0); 4097], &[0; 4097]), Some(SizeError::Arcs(4097)));
    // 4,095 arcs fit only as long as at most one link has to be added.
    assert_eq!(new(2, &vec![(0, 0); 4095], &[0; 4095]), None);
    assert_eq!(new(3, &vec![(0, 0); 4095], &[0; 4095]), Some(SizeError::Arcs(4097)));
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
