//! Does a change of the scenario move only what it should?

use crate::fixture::*;
use caspian::model::*;
use caspian::rng::Key;
use caspian::trajectory::{Sampler, Trajectory};

const REPLICATIONS: u32 = 40;

/// Path, start and length of every occurrence.
fn all(trajectory: &Trajectory) -> Vec<(String, f64, f64)> {
    let occurrences = trajectory.occurrences();
    occurrences.map(|one| (one.path.to_owned(), one.start, one.length)).collect()
}

/// Calls `check` with each replication under two models.
fn both(a: &Model, b: &Model, mut check: impl FnMut(&mut Trajectory, &mut Trajectory)) {
    let samplers = [a, b].map(|model| Sampler::new(model, 1, REPLICATIONS, true));
    let mut trajectories = [0, 1].map(|one| samplers[one].trajectory());
    for replication in 0..REPLICATIONS {
        for (sampler, trajectory) in samplers.iter().zip(&mut trajectories) {
            sampler.sample(replication, trajectory);
        }
        let [a, b] = &mut trajectories;
        check(a, b);
    }
}

#[test]
fn what_is_added_or_retitled_leaves_other_draws_alone() {
    let before = everything();
    let mut after = before.clone();
    after.hazards.insert(0, hazard("attack", FEED, poisson(3.0, exponential(4.0))));
    after.regimes[0].scales[0].0 = 4;
    after.links.insert(1, link("link", (0, 1), &[0.0, 50.0]));
    for hazard in &mut after.hazards {
        for component in &mut hazard.on {
            if *component == MOORINGS {
                *component = Component::Link(2);
            }
        }
    }
    after.parameters.push(parameter("link.link.cost", exponential(3.0)));
    after.title = "another".into();
    after.nodes[0].title = "another".into();
    both(&before, &after, |a, b| {
        let mut kept = all(b);
        kept.retain(|(path, ..)| path != "hazard.attack");
        assert_eq!(all(a), kept);
        assert_eq!(a.regime(0), b.regime(0));
        for step in 0..before.horizon.steps() {
            assert_eq!(a.at(step).node[0], b.at(step).node[0], "{step}");
        }
    });
}

#[test]
fn a_higher_rate_only_adds_occurrences() {
    let low = everything();
    for factor in [1.01, 1.7, 30.0] {
        let mut high = low.clone();
        high.hazards[3].process = seasonal(2.5 * factor);
        let (mut fewer, mut more) = (0, 0);
        both(&low, &high, |low, high| {
            let low = occurrences(low, "hazard.storm");
            let high = occurrences(high, "hazard.storm");
            assert!(low.iter().all(|one| high.contains(one)));
            fewer += low.len();
            more += high.len();
        });
        let ratio = more as f64 / fewer as f64;
        assert!((ratio / factor - 1.0).abs() < 0.15, "{ratio} times as many for {factor}");
    }
}

#[test]
fn a_changed_median_only_rescales() {
    let short = everything();
    let mut long = short.clone();
    if let Process::Poisson(Poisson { duration, .. }) = &mut long.hazards[3].process {
        *duration = lognormal(42.0, 1.0);
    }
    both(&short, &long, |short, long| {
        let doubled = occurrences(short, "hazard.storm").into_iter();
        let doubled: Vec<_> = doubled.map(|(start, length)| (start, 2.0 * length)).collect();
        assert_eq!(doubled, occurrences(long, "hazard.storm"));
    });
}

#[test]
fn another_family_of_durations_moves_no_arrival() {
    let before = everything();
    let mut after = before.clone();
    if let Process::Poisson(Poisson { duration, .. }) = &mut after.hazards[3].process {
        *duration = exponential(30.0);
    }
    both(&before, &after, |a, b| {
        let starts = |t| occurrences(t, "hazard.storm").into_iter().map(|one| one.0);
        assert!(starts(a).eq(starts(b)));
    });
}

#[test]
fn a_longer_horizon_only_adds() {
    let long = everything();
    let mut short = long.clone();
    short.horizon =
        caspian::calendar::Horizon::new(day(2025, 1, 1), day(2027, 6, 30), None).unwrap();
    let steps = short.horizon.steps();
    both(&short, &long, |short, long| {
        let within = all(long).into_iter().filter(|(_, start, _)| *start < steps as f64);
        // A run of equal days may go on beyond the shorter end.
        let starts: Vec<_> = within.map(|(path, start, _)| (path, start)).collect();
        let found: Vec<_> = all(short).into_iter().map(|(path, start, _)| (path, start)).collect();
        assert_eq!(found, starts);
        for step in 0..steps {
            let short = (short.at(step).node.clone(), short.inputs().link.clone());
            assert_eq!(short, (long.at(step).node.clone(), long.inputs().link.clone()));
        }
    });
}

#[test]
fn a_later_as_of_only_removes_what_is_before_it() {
    let early = everything();
    let mut late = early.clone();
    let as_of = Some(day(2025, 12, 31));
    late.horizon =
        caspian::calendar::Horizon::new(day(2025, 1, 1), day(2030, 12, 31), as_of).unwrap();
    late.regimes.clear();
    let mut early = early;
    early.regimes.clear();
    both(&early, &late, |early, late| {
        let mut kept = occurrences(early, "hazard.storm");
        kept.retain(|(start, _)| *start >= 365.0);
        assert_eq!(kept, occurrences(late, "hazard.storm"));
        let works = "maintenance.overhaul";
        assert_eq!(occurrences(early, works), occurrences(late, works));
        assert!(all(late).iter().all(|(_, start, _)| *start >= 365.0));
        assert_eq!(late.at(0).node[0].whole, 100);
    });
}

#[test]
fn a_replication_alone_is_the_same_as_in_sequence() {
    let model = everything();
    let sampler = Sampler::new(&model, 1, 7, true);
    let mut running = sampler.trajectory();
    for replication in 0..30 {
        sampler.sample(replication, &mut running);
        let mut alone = Sampler::new(&model, 1, 7, true).trajectory();
        sampler.sample(replication, &mut alone);
        assert_eq!(all(&running), all(&alone));
        assert_eq!(running.belief(), replication % 7);
        for step in 0..model.horizon.steps() {
            assert_eq!(running.at(step).node, alone.at(step).node);
            assert_eq!(running.inputs().link, alone.inputs().link);
        }
    }
}

#[test]
fn another_unit_adds_one_process() {
    let three = everything();
    let mut four = three.clone();
    four.links[1].capacity.push(Series::constant(230.0));
    both(&three, &four, |three, four| {
        let mut kept = all(four);
        kept.retain(|(path, ..)| path != "hazard.pump/link.moorings/4");
        assert_eq!(all(three), kept);
    });
}

#[test]
fn streams_of_different_names_are_independent() {
    const DRAWS: u32 = 20_000;
    let names = [
        (1, "hazard.a", "arrivals/0", 0),
        (1, "hazard.a", "arrivals/1", 0),
        (1, "hazard.a", "durations/0", 0),
        (1, "hazard.b", "arrivals/0", 0),
        (1, "hazard.a", "arrivals/0", 1),
        (2, "hazard.a", "arrivals/0", 0),
    ];
    let drawn = names.map(|(seed, path, purpose, number)| {
        let mut stream = Key::new(seed, path, purpose).stream(number);
        (0..DRAWS).map(|_| stream.uniform() - 0.5).collect::<Vec<_>>()
    });
    for (i, a) in drawn.iter().enumerate() {
        for b in &drawn[..i] {
            let product: f64 = a.iter().zip(b).map(|(a, b)| 12.0 * a * b).sum();
            let correlation = product / f64::from(DRAWS);
            assert!(correlation.abs() < 4.0 / f64::from(DRAWS).sqrt(), "{correlation}");
        }
    }
}

#[test]
fn golden_draws_of_every_distribution() {
    assert_eq!(caspian::dist::fingerprint(), "cc5b366b613503a656a693493ab7ce2f");
}

#[test]
fn golden_draws_of_every_process() {
    let model = everything();
    let sampler = Sampler::new(&model, 1, 3, true);
    let mut trajectory = sampler.trajectory();
    sampler.sample(5, &mut trajectory);
    let mut first: Vec<(String, f64, f64)> = all(&trajectory);
    first.dedup_by(|a, b| a.0 == b.0);
    let first: Vec<_> = first.iter().map(|(p, s, l)| format!("{p} {s:.6} {l:.6}")).collect();
    let golden = [
        "hazard.daily 7.000000 4.000000",
        "hazard.pump/link.moorings/1 105.177595 12.644919",
        "hazard.pump/link.moorings/2 12.879753 2.109586",
        "hazard.pump/link.moorings/3 0.000000 1.640816",
        "hazard.quality 12.000000 1.000000",
        "hazard.storm 371.795985 41.862377",
        "maintenance.overhaul 622.764753 28.030735",
    ];
    assert_eq!(first, golden);
    let steps = 0..model.horizon.steps();
    let mut years: Vec<i64> = steps.map(|step| trajectory.at(step).node[0].whole).collect();
    years.dedup();
    assert_eq!(years, [105, 111, 103, 102, 93, 100]);
}
