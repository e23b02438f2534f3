use super::*;

fn values(list: &[&str]) -> Levels {
    Levels::Values(list.iter().map(|value| (*value).to_owned()).collect())
}

fn spec(kind: Kind, factors: &[(&str, Levels)]) -> Spec {
    let factors = factors
        .iter()
        .map(|(path, levels)| Factor { path: (*path).to_owned(), levels: levels.clone() });
    let (points, max_points, seed) = (64, MAX_POINTS, 1);
    Spec { kind, factors: factors.collect(), list: vec![], points, max_points, seed }
}

fn unit(kind: Kind, k: usize) -> Spec {
    let paths: Vec<String> = (0..k).map(|i| format!("x.{i}")).collect();
    let factors: Vec<_> =
        paths.iter().map(|p| (p.as_str(), Levels::between("0.0", "1.0").unwrap())).collect();
    spec(kind, &factors)
}

fn rows(design: &Design) -> Vec<Vec<&str>> {
    let points = design.points.iter();
    points.map(|p| p.values.iter().map(|v| v.as_deref().unwrap_or("")).collect()).collect()
}

#[test]
fn a_grid_is_the_cross_product_after_the_unchanged_point() {
    let factors =
        [("port.aktau.berths", values(&["3", "5"])), ("sea.level", values(&["-29 m", "-30 m"]))];
    let design = spec(Kind::Grid, &factors).build().unwrap();
    assert_eq!(
        rows(&design),
        [["", ""], ["3", "-29 m"], ["3", "-30 m"], ["5", "-29 m"], ["5", "-30 m"]]
    );
    assert_eq!(design.points[0].label, "unchanged");
    assert_eq!(design.points[4].label, "berths=5, level=-30 m");
    let changes: Vec<_> = design.changes(4).collect();
    assert_eq!(changes, [("port.aktau.berths", "5"), ("sea.level", "-30 m")]);
    assert_eq!(design.changes(0).count(), 0);
}

#[test]
fn one_at_a_time_leaves_the_others_unchanged() {
    let factors = [
        ("port.aktau.berths", values(&["3", "5"])),
        ("port.baku.berths", Levels::between("1", "4").unwrap()),
    ];
    let design = spec(Kind::OneAtATime, &factors).build().unwrap();
    assert_eq!(rows(&design), [["", ""], ["3", ""], ["5", ""], ["", "1"], ["", "4"]]);
    assert_eq!(design.points[1].label, "aktau.berths=3");
}

#[test]
fn a_list_has_a_column_for_every_key_in_use() {
    let set = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let list = vec![
        ("berths-only".to_owned(), set(&[("a.b", "5")])),
        ("both".to_owned(), set(&[("c.d", "x 2"), ("a.b", "8")])),
    ];
    let design = Spec { list, ..spec(Kind::List, &[]) }.build().unwrap();
    assert_eq!(design.factors, ["a.b", "c.d"]);
    assert_eq!(rows(&design), [["", ""], ["5", ""], ["8", "x 2"]]);
    assert_eq!(design.points[1].label, "berths-only");
}

#[test]
fn steps_and_intervals_keep_their_units() {
    let Levels::Values(steps) = Levels::steps("0.1 Mt/y", "0.5 Mt/y", "0.1 Mt/y").unwrap() else {
        panic!("steps are values")
    };
    assert_eq!(steps, ["0.1 Mt/y", "0.2 Mt/y", "0.3 Mt/y", "0.4 Mt/y", "0.5 Mt/y"]);
    assert_eq!(Levels::steps("6", "42", "6").unwrap().len(), 7);
    assert_eq!(Levels::steps("42", "6", "-6").unwrap().at(0.99), "6");
    assert!(Levels::steps("6", "42", "-6").is_err());
    assert!(Levels::steps("6", "42", "0").is_err());
    let trend = Levels::between("-29 cm/y", "5 cm/y").unwrap();
    assert_eq!([trend.at(0.0), trend.at(0.5), trend.at(1.0)], ["-29 cm/y", "-12 cm/y", "5 cm/y"]);
    let factor = Levels::between("x 0.8", "x 1.2").unwrap();
    assert_eq!(factor.at(0.25), "x 0.9");
    let berths = Levels::between("+0", "+3").unwrap();
    assert_eq!([berths.at(0.0), berths.at(0.3), berths.at(1.0)], ["+0", "+1", "+3"]);
    let error = Levels::between("5 Mt/y", "8 kt/d").unwrap_err();
    assert_eq!(error.to_string(), "`5 Mt/y` and `8 kt/d` are not in the same unit");
    assert!(Levels::between("high", "low").is_err());
}

#[test]
fn values_are_split_outside_quotes_and_brackets() {
    let split = split_values(r#"3, "a, b",{ uniform = ["1 d", "2 d"] },'c', "+5 Mt/y""#);
    assert_eq!(split, ["3", "a, b", r#"{ uniform = ["1 d", "2 d"] }"#, "c", "+5 Mt/y"]);
}

#[test]
fn what_cannot_be_designed_is_refused() {
    let refuse = |spec: Spec| spec.build().unwrap_err().to_string();
    let many = values(&["0"; 8]);
    let factors = [("a.a", many.clone()), ("a.b", many.clone()), ("a.c", many)];
    assert_eq!(refuse(spec(Kind::Grid, &factors)), "the study has 512 points, more than 500");
    assert!(refuse(unit(Kind::Grid, 1)).contains("needs values"));
    assert!(refuse(spec(Kind::Grid, &[])).contains("no factors"));
    assert!(refuse(spec(Kind::Grid, &[("a.b", values(&[]))])).contains("no values"));
    let few = Spec { points: 5, ..unit(Kind::Morris, 3) };
    assert_eq!(refuse(few), "5 points are too few for a morris design of 3 factors");
    assert!(refuse(unit(Kind::Saltelli, 40)).contains("too few"));
}

#[test]
fn a_latin_hypercube_has_one_point_in_each_cell_of_each_factor() {
    let design = unit(Kind::LatinHypercube, 3).build().unwrap();
    for factor in 0..3 {
        let mut cells: Vec<usize> =
            design.cube.iter().map(|row| (row[factor] * 64.0) as usize).collect();
        assert_ne!(cells, (0..64).collect::<Vec<_>>());
        cells.sort_unstable();
        assert_eq!(cells, (0..64).collect::<Vec<_>>());
    }
    let wider = unit(Kind::LatinHypercube, 4).build().unwrap();
    let kept = wider.cube.iter().zip(&design.cube).all(|(wide, row)| wide[..3] == row[..]);
    assert!(kept, "another factor leaves the others where they were");
    assert_ne!(Spec { seed: 2, ..unit(Kind::LatinHypercube, 3) }.build().unwrap(), design);
}

#[test]
fn sobol_points_fill_the_square_evenly_and_differ_by_seed() {
    let design = unit(Kind::Sobol, 2).build().unwrap();
    assert_eq!(design.points.len(), 65);
    let mut boxes = [0; 64];
    for row in &design.cube {
        boxes[(row[0] * 8.0) as usize * 8 + (row[1] * 8.0) as usize] += 1;
    }
    assert_eq!(boxes, [1; 64], "a (0, 6, 2)-net has a point in every box of 1/64");
    assert_ne!(Spec { seed: 2, ..unit(Kind::Sobol, 2) }.build().unwrap().cube, design.cube);
}

#[test]
fn a_morris_trajectory_moves_every_factor_once_by_two_thirds() {
    let design = unit(Kind::Morris, 5).build().unwrap();
    assert_eq!(design.cube.len(), 60);
    for walk in design.cube.chunks(6) {
        let mut moved: Vec<usize> = walk
            .windows(2)
            .flat_map(|step| (0..5).filter(|i| step[0][*i] != step[1][*i]).collect::<Vec<_>>())
            .collect();
        moved.sort_unstable();
        assert_eq!(moved, [0, 1, 2, 3, 4]);
        for (step, i) in walk.windows(2).flat_map(|step| (0..5).map(move |i| (step, i))) {
            let distance = (step[0][i] - step[1][i]).abs();
            assert!(distance == 0.0 || (distance - 2.0 / 3.0).abs() < 1e-12);
        }
    }
    assert_ne!(design.cube[0], design.cube[6]);
}

#[test]
fn saltelli_mixes_one_factor_of_b_into_a() {
    let design = unit(Kind::Saltelli, 3).build().unwrap();
    assert_eq!(design.cube.len(), 60);
    for row in design.cube.chunks(5) {
        let (a, b) = (&row[0], &row[4]);
        for factor in 0..3 {
            for i in 0..3 {
                assert_eq!(row[1 + factor][i], if i == factor { b[i] } else { a[i] });
            }
        }
    }
}

#[test]
fn an_interval_wider_than_whole_numbers_does_not_overflow() {
    let wide = Levels::between("18446744073709551616", "0").unwrap();
    let ends = [0.0, 0.5, 1.0].map(|u| wide.at(u));
    assert_eq!(ends, ["18446744073700000000", "9223372036850000000", "0"]);
    let berths = Levels::between("1", "4").unwrap();
    assert_eq!([0.0, 0.3, 0.99, 1.0].map(|u| berths.at(u)), ["1", "2", "4", "4"]);
}

#[test]
fn names_and_values_that_are_formulas_are_refused() {
    let listed = |name: &str, value: &str| {
        let list = vec![(name.to_owned(), vec![("run.seed".to_owned(), value.to_owned())])];
        Spec { list, ..spec(Kind::List, &[]) }.build()
    };
    for (name, value, bad) in
        [("=1+1", "2", "=1+1"), ("-x", "2", "-x"), ("a", "@SUM(1)", "@SUM(1)")]
    {
        let said = listed(name, value).unwrap_err().to_string();
        assert_eq!(said, format!("`{bad}` begins as a formula does"));
    }
    assert!(listed("a", "-29 m").is_ok() && listed("a", "+2").is_ok());
}
