//! Are parameters drawn once per belief, from their distribution and together as asked?

use crate::fixture::*;
use crate::support::model_with;
use caspian::dist::Distribution;
use caspian::model::*;
use caspian::scenario::{Change, Files, load_from};
use caspian::trajectory::Sampler;

/// A supply that is a parameter, with a capacity that hangs on two more.
fn uncertain() -> Model {
    let mut model = chain(six_years());
    model.parameters = vec![
        parameter("link.feed.capacity.mean", exponential(80.0)),
        parameter("node.field.supply", lognormal(100.0, 0.3)),
        parameter(
            "link.feed.capacity",
            Distribution::Normal { mean: Value::Belief(0), sd: Value::Known(1.0) },
        ),
    ];
    let level = |parameter| Level { value: Value::Belief(parameter), per: Per::Day };
    let series = |parameter| Series { shape: Shape::Constant(level(parameter)), factor: None };
    if let NodeKind::Source { supply, .. } = &mut model.nodes[0].kind {
        *supply = series(1);
    }
    model.links[0].capacity[1] = series(2);
    model
}

/// Parameters of every belief.
fn values(model: &Model, beliefs: u32) -> Vec<Vec<f64>> {
    let sampler = Sampler::new(model, 1, beliefs, true);
    let mut trajectory = sampler.trajectory();
    let drawn = (0..beliefs).map(|belief| {
        sampler.sample(belief, &mut trajectory);
        trajectory.belief_values().to_vec()
    });
    drawn.collect()
}

#[test]
fn replications_of_a_belief_share_its_parameters() {
    let model = uncertain();
    let sampler = Sampler::new(&model, 1, 3, true);
    let (mut a, mut b) = (sampler.trajectory(), sampler.trajectory());
    for replication in 0..12 {
        sampler.sample(replication, &mut a);
        sampler.sample(replication % 3, &mut b);
        assert_eq!(a.belief(), replication % 3);
        assert_eq!(a.belief_values(), b.belief_values());
        let values = a.belief_values();
        assert_eq!(a.inputs().node[0].today, values[1].round() as i64);
        assert_eq!(a.inputs().link[0].capacity, values[2].round().max(0.0) as i64);
    }
    let drawn = values(&model, 3);
    assert!(drawn[0] != drawn[1] && drawn[1] != drawn[2]);
}

#[test]
fn the_number_of_beliefs_moves_none_of_them() {
    let model = uncertain();
    assert_eq!(values(&model, 4), values(&model, 100)[..4]);
}

#[test]
fn another_parameter_moves_nobody() {
    let before = uncertain();
    let mut after = before.clone();
    after.parameters.push(parameter("hazard.storm.rate", exponential(2.0)));
    let kept: Vec<Vec<f64>> = values(&after, 20).iter().map(|drawn| drawn[..3].to_vec()).collect();
    assert_eq!(values(&before, 20), kept);
}

#[test]
fn parameters_have_their_distribution() {
    const BELIEFS: u32 = 4000;
    let drawn = values(&uncertain(), BELIEFS);
    let below = |at: usize, limit: f64| {
        drawn.iter().filter(|one| one[at] < limit).count() as f64 / f64::from(BELIEFS)
    };
    let error = 4.0 * 0.5 / f64::from(BELIEFS).sqrt();
    assert!((below(1, 100.0) - 0.5).abs() < error);
    assert!((below(0, 80.0) - (1.0 - (-1.0_f64).exp())).abs() < error);
    // The third is a normal number around the first.
    let scores = drawn.iter().map(|one| one[2] - one[0]);
    let mean = scores.clone().sum::<f64>() / f64::from(BELIEFS);
    let variance = scores.map(|z| z * z).sum::<f64>() / f64::from(BELIEFS);
    assert!(mean.abs() < 2.0 * error && (variance - 1.0).abs() < 4.0 * error);
}

#[test]
fn correlated_parameters_move_together_and_others_not_at_all() {
    const BELIEFS: u32 = 4000;
    let mut model = uncertain();
    let free = values(&model, BELIEFS);
    model.correlations = vec![Correlation { a: 0, b: 1, rho: 0.6 }];
    let tied = values(&model, BELIEFS);
    let agree = |drawn: &[Vec<f64>]| {
        let median = 80.0 * std::f64::consts::LN_2;
        let same = drawn.iter().filter(|one| (one[0] < median) == (one[1] < 100.0)).count();
        same as f64 / f64::from(BELIEFS)
    };
    let error = 4.0 * 0.5 / f64::from(BELIEFS).sqrt();
    assert!((agree(&free) - 0.5).abs() < error);
    // Quadrants of a bivariate normal: 1/2 + asin(rho) / pi.
    let wanted = 0.5 + 0.6_f64.asin() / std::f64::consts::PI;
    assert!((agree(&tied) - wanted).abs() < error);
    for (free, tied) in free.iter().zip(&tied) {
        // The first of the pair in order of key path keeps its draw.
        assert_eq!((free[0], free[2]), (tied[0], tied[2]));
    }
}

#[test]
fn a_correlated_number_made_certain_moves_no_other_draw() {
    let hazard = |name: &str| {
        format!(
            "hazard.{name} = {{ on = [\"link.pipe\"], takes = \"all\", process = \"poisson\", \
             duration = \"1 d\", rate = {{ uniform = [\"1 /y\", \"9 /y\"] }} }}\n"
        )
    };
    let text = format!(
        r#"
horizon = {{ start = 2025-01-01, end = 2025-12-31 }}
node.field = {{ kind = "source", supply = "10 kt/d" }}
node.market = {{ kind = "market", demand = "unlimited" }}
link.pipe = {{ from = "field", to = "market", capacity = "10 kt/d" }}
{}{}{}
[correlation]
pairs = [["hazard.a.rate", "hazard.b.rate", 0.8], ["hazard.b.rate", "hazard.c.rate", 0.8], ["hazard.a.rate", "hazard.c.rate", 0.6]]
"#,
        hazard("a"),
        hazard("b"),
        hazard("c")
    );
    let drawn = |changes: &[(&str, &str)]| {
        let model = model_with(&text, changes);
        let of = |path: &str| model.parameters.iter().position(|one| one.path == path).unwrap();
        let at = ["hazard.b.rate", "hazard.c.rate"].map(of);
        let all = values(&model, 40).into_iter().map(|one| at.map(|index| one[index]));
        all.collect::<Vec<_>>()
    };
    // The first of the group, which the others follow.
    assert_eq!(drawn(&[]), drawn(&[("hazard.a.rate", "2 /y")]));
    let files = Files::given([("test.toml", text.as_str())]);
    let changes = [Change::new("hazard.a.rate", "2 /y")];
    let implied = load_from("test.toml", &changes, &files).unwrap().check().implied;
    let paths: Vec<&str> = implied.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["hazard.b.rate", "hazard.c.rate"], "what is certain implies nothing");
}

#[test]
fn without_chance_every_value_is_its_median_and_only_events_act() {
    let mut model = everything();
    model.parameters = uncertain().parameters;
    model.events = vec![Event {
        name: "closure".into(),
        cause: "closure".into(),
        on: vec![FEED],
        takes: Takes::All,
        from: day(2026, 3, 1),
        back: day(2026, 3, 3),
    }];
    let sampler = Sampler::new(&model, 1, 5, false);
    let mut trajectory = sampler.trajectory();
    for replication in 0..5 {
        sampler.sample(replication, &mut trajectory);
        let mean = 80.0 * std::f64::consts::LN_2;
        for (value, median) in trajectory.belief_values().iter().zip([mean, 100.0, mean]) {
            assert!((value - median).abs() < 1e-9);
        }
        assert_eq!(trajectory.occurrences().count(), 1);
        let out = (0..2191).filter(|step| trajectory.at(*step).link[0].capacity == 0);
        assert_eq!(out.collect::<Vec<_>>(), [424, 425]);
        assert!((0..2191).all(|step| trajectory.at(step).node[0].today == 100));
    }
}

#[test]
fn an_uncertain_rate_and_duration_follow_the_belief() {
    let mut model = chain(six_years());
    model.parameters = vec![parameter(
        "hazard.storm.rate",
        Distribution::Uniform { low: Value::Known(1.0), high: Value::Known(40.0) },
    )];
    let duration = Distribution::Point(Value::Belief(0));
    let (rate, season) = (Value::Belief(0), [1.0; 12]);
    let process = Process::Poisson(Poisson { rate, duration, season });
    model.hazards = vec![hazard("storm", FEED, process)];
    let sampler = Sampler::new(&model, 1, 50, true);
    let mut trajectory = sampler.trajectory();
    let mut score = 0.0;
    for replication in 0..200 {
        sampler.sample(replication, &mut trajectory);
        let rate = trajectory.belief_values()[0];
        let all = occurrences(&trajectory, "hazard.storm");
        assert!(all.iter().all(|one| one.1 == rate));
        let expected = rate * 2191.0 / 365.2425;
        score += (all.len() as f64 - expected) / expected.sqrt();
    }
    assert!((score / 200.0).abs() < 4.0 / 200_f64.sqrt(), "{score}");
}
