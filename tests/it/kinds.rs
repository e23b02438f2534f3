//! Is all that is said of a kind of hazard so? For every kind: its golden draws, its closed form,
//! its answers, its place in the manual. A kind that is new fails here until it has them.

use crate::chance::{assert_mean, each};
use crate::support::model_with;
use caspian::model::{HazardKind, Model, Process};
use caspian::trajectory::{Sampler, Trajectory};

/// A hazard of a kind, and what is known of it.
struct Example {
    /// Its keys, but for those of every hazard.
    keys: &'static str,
    /// Days of its outages within a year of 365 days, by a closed form.
    days: f64,
    /// The first outages of replication 5, start and length.
    golden: &'static str,
}

/// The example of a kind.
fn example(kind: &HazardKind) -> Example {
    match kind.name {
        "poisson" => Example {
            keys: r#"rate = "12 /y", duration = { exponential = { mean = "20 d" } }"#,
            // Each begins at any time of the year and counts until its end.
            days: 12.0 / 365.2425 * 20.0 * (365.0 - 20.0 * (1.0 - (-365.0_f64 / 20.0).exp())),
            golden: "0.656603 59.643257, 17.357239 29.924436, 51.051639 53.116236",
        },
        "renewal" => Example {
            keys: r#"up = { exponential = { mean = "45 d" } }, down = { exponential = { mean = "5 d" } }"#,
            days: 365.0 * 5.0 / (45.0 + 5.0),
            golden: "4.524023 1.648010, 87.116421 0.179403, 129.294680 3.166390",
        },
        "markov" => Example {
            keys: r#"fail = 0.05, repair = 0.45"#,
            days: 365.0 * 0.05 / (0.05 + 0.45),
            golden: "7.000000 1.000000, 13.000000 5.000000, 52.000000 3.000000",
        },
        "states" => Example {
            keys: r#"states = [{ leaves = "50 %", probability = 0.2 }, { leaves = "100 %", probability = 0.8 }]"#,
            days: 365.0 * 0.2,
            golden: "8.000000 1.000000, 19.000000 1.000000, 25.000000 1.000000",
        },
        other => panic!(
            "`{other}` has no example here: give it keys, days out by a closed form, and golden draws"
        ),
    }
}

/// A year of one hazard of a kind on a pipe, under changes.
fn model(kind: &HazardKind, more: &str, changes: &[(&str, &str)]) -> Model {
    let keys = example(kind).keys;
    let takes = if kind.takes { r#"takes = "all", "# } else { "" };
    let text = format!(
        r#"
horizon = {{ start = 2025-01-01, end = 2025-12-31 }}
node.field  = {{ kind = "source", supply = "10 Mt/y" }}
node.market = {{ kind = "market", demand = "unlimited" }}
link.pipe   = {{ from = "field", to = "market", capacity = "10 Mt/y" }}
hazard.one  = {{ on = ["link.pipe"], {takes}process = "{}", {keys} }}
{more}
"#,
        kind.name
    );
    model_with(&text, changes)
}

/// Start and length of every outage.
fn outages(trajectory: &Trajectory) -> Vec<(f64, f64)> {
    trajectory.occurrences().map(|outage| (outage.start, outage.length)).collect()
}

/// Outages of many replications.
fn drawn(model: &Model) -> Vec<Vec<(f64, f64)>> {
    each(model, 400, |trajectory| outages(trajectory))
}

/// A regime that is always in one state, in which something of the hazard is multiplied.
fn regime(key: &str, factor: f64) -> String {
    format!(
        "[regime.war]\nstates = [\"on\"]\nstart = \"on\"\nstay = {{ on = \"9 month\" }}\n\
         {key} = {{ one = {{ on = {factor:?} }} }}\n"
    )
}

#[test]
fn golden_draws_of_every_kind() {
    let mut wrong = String::new();
    for kind in Process::KINDS {
        let model = model(kind, "", &[]);
        let sampler = Sampler::new(&model, 1, 1, true);
        let mut trajectory = sampler.trajectory();
        sampler.sample(5, &mut trajectory);
        let first: Vec<String> = outages(&trajectory)
            .iter()
            .take(3)
            .map(|(start, length)| format!("{start:.6} {length:.6}"))
            .collect();
        if first.join(", ") != example(kind).golden {
            wrong += &format!("{}: {}\n", kind.name, first.join(", "));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn days_out_of_every_kind_are_those_of_its_closed_form() {
    for kind in Process::KINDS {
        let clipped = |(start, length): (f64, f64)| (start + length).min(365.0) - start;
        let days = drawn(&model(kind, "", &[]));
        let days: Vec<f64> =
            days.into_iter().map(|one| one.into_iter().map(clipped).sum()).collect();
        assert_mean(&days, example(kind).days, kind.name);
    }
}

#[test]
fn outages_overlap_where_the_kind_says_so() {
    for kind in Process::KINDS {
        let overlap = |outages: &Vec<(f64, f64)>| {
            outages.windows(2).any(|pair| pair[0].0 + pair[0].1 > pair[1].0 + 1e-9)
        };
        let any = drawn(&model(kind, "", &[])).iter().any(overlap);
        assert_eq!(any, kind.overlaps, "{}", kind.name);
    }
}

#[test]
fn a_kind_has_a_rate_where_it_says_so() {
    for kind in Process::KINDS {
        let as_it_is = model(kind, "", &[]);
        assert_eq!(as_it_is.hazards[0].process.rate().is_some(), kind.rate, "{}", kind.name);
        if !kind.rate {
            continue;
        }
        let as_it_is = drawn(&as_it_is);
        let project = "[project.guard]\nplanned = 2024-01-01\nchance = 1.0\ndelay = \"0 d\"\n\
                       changes = { \"hazard.one.rate\" = \"x 0\" }\n";
        for more in [&regime("scales", 0.0), project] {
            let none = drawn(&model(kind, more, &[]));
            assert!(none.iter().all(Vec::is_empty), "{} under {more}", kind.name);
        }
        // More only adds.
        let more = drawn(&model(kind, &regime("scales", 3.0), &[]));
        for (few, many) in as_it_is.iter().zip(&more) {
            assert!(few.len() <= many.len(), "{}", kind.name);
            assert!(few.iter().all(|one| many.contains(one)), "{}", kind.name);
        }
    }
}

#[test]
fn a_kind_has_durations_where_it_says_so() {
    for kind in Process::KINDS.iter().filter(|kind| kind.durations) {
        let longest = |outages: &[Vec<(f64, f64)>]| {
            outages.iter().flatten().map(|(_, length)| *length).fold(0.0, f64::max)
        };
        assert!(longest(&drawn(&model(kind, "", &[]))) > 1.0, "{}", kind.name);
        let short = drawn(&model(kind, &regime("duration-scales", 0.0), &[]));
        assert_eq!(longest(&short), 0.0, "{}", kind.name);
        let winter = drawn(&model(kind, "", &[("hazard.one.winter-duration", "0")]));
        let is_winter = |start: f64| !(90.0..304.0).contains(&start);
        for (start, length) in winter.iter().flatten() {
            assert!(!is_winter(*start) || *length == 0.0, "{}: {start} {length}", kind.name);
        }
    }
}

#[test]
fn a_kind_takes_or_says_what_it_leaves() {
    for kind in Process::KINDS {
        let model = model(kind, "", &[]);
        assert_eq!(model.hazards[0].process.leaves().is_empty(), kind.takes, "{}", kind.name);
        assert_eq!(model.hazards[0].process.kind().name, kind.name);
    }
}

#[test]
fn a_quiet_hazard_takes_nothing() {
    for kind in Process::KINDS {
        let capacity = |model: &Model| {
            each(model, 50, |trajectory| {
                (0..365).map(|step| trajectory.at(step).link[0].capacity).sum::<i64>()
            })
        };
        let full = 365 * 27_397;
        let keys = kind.quiet.iter().map(|(key, value)| (format!("hazard.one.{key}"), *value));
        let keys: Vec<(String, &str)> = keys.collect();
        let changes: Vec<(&str, &str)> =
            keys.iter().map(|(path, value)| (path.as_str(), *value)).collect();
        let quiet = capacity(&model(kind, "", &changes));
        assert!(quiet.iter().all(|tonnes| *tonnes == full), "{}: {quiet:?}", kind.name);
        let as_it_is = capacity(&model(kind, "", &[]));
        assert!(as_it_is.iter().any(|tonnes| *tonnes < full), "{}", kind.name);
    }
}

#[test]
fn the_manual_has_every_kind() {
    let (mathematics, format) =
        (include_str!("../../docs/model.md"), include_str!("../../docs/scenario-format.md"));
    for HazardKind { name, .. } in Process::KINDS {
        let title = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        let section = format!("**{title}** (`hazards::{name}`)");
        assert!(mathematics.contains(&section), "docs/model.md has no {section}");
        let row = format!("\n| `{name}` | ");
        assert!(format.contains(&row), "docs/scenario-format.md has no row of `{name}`");
    }
}
