//! A small made-up run for tests: no simulation, figures of plausible size.

use super::{About, Options, Point, Writer};
use crate::calendar::Horizon;
use crate::dispatch::Verified;
use crate::metric::{Constraint, Measure, Metric, Period, Quantity, Reached, Unit};
use crate::model::*;
use crate::tally::*;
use jiff::civil::date;
use std::path::Path;

const YEARS: std::ops::RangeInclusive<i16> = 2025..=2030;

/// A model of routes, one target and two observations; no more network than that takes.
pub(crate) fn model() -> Model {
    let horizon =
        Horizon::new(date(2025, 1, 1), date(2030, 12, 31), Some(date(2025, 6, 30))).unwrap();
    Model {
        title: "Kazakhstan's oil exports: baseline".to_owned(),
        horizon,
        run: Run { seed: 1, replications: 1000, beliefs: Some(50), chance: true },
        nodes: vec![hub("field", "Field"), hub("sea", "Sea")],
        links: vec![link("aktau-baku", "Aktau-Baku"), link("cpc-moorings", "CPC moorings")],
        ports: vec![],
        seas: vec![],
        fleets: vec![],
        projects: vec![],
        routes: routes(),
        hazards: vec![],
        regimes: vec![],
        events: vec![],
        maintenance: vec![],
        parameters: vec![],
        correlations: vec![],
        targets: vec![target()],
        observed: vec![
            observed("cpc-h1-2025", Metric::Exports, "cpc", 33e6, "Mt", 1e6),
            observed("cpc-share", Metric::RouteShare, "cpc", 0.83, "%", 0.01),
            observed("iran-h1-2025", Metric::Exports, "iran", 0.0, "Mt", 1e6),
        ],
    }
}

fn hub(name: &str, title: &str) -> Node {
    Node { name: name.to_owned(), title: title.to_owned(), kind: NodeKind::Hub }
}

fn link(name: &str, title: &str) -> Link {
    Link {
        name: name.to_owned(),
        title: title.to_owned(),
        from: 0,
        to: 1,
        capacity: vec![Series::constant(0.0), Series::constant(1e5)],
        in_service: Series::constant(1.0),
        reserved: None,
        reserved_rank: Rank::First,
        cost: Series::constant(0.0),
        both_ways: false,
        nomination: None,
        open: Series::constant(1.0),
        shuttle: None,
    }
}

fn routes() -> Vec<Route> {
    let route = |name: &str, title: &str, part_of| Route {
        name: name.to_owned(),
        title: title.to_owned(),
        links: vec![],
        crosses: vec![],
        part_of,
    };
    vec![
        route("atyrau-samara", "Atyrau-Samara", None),
        route("china", "China", None),
        route("cpc", "CPC", None),
        route("germany", "Germany", Some(0)),
        route("iran", "Iran", None),
        route("ports", "Novorossiysk and Ust-Luga through Samara", Some(0)),
        route("trans-caspian", "Azerbaijan", None),
    ]
}

fn target() -> Target {
    Target {
        name: "trans-caspian".to_owned(),
        title: "20 Mt across the Caspian in 2029".to_owned(),
        routes: vec![0],
        sea: vec![0],
        chain: vec![],
        year: 2029,
        at_least: 20e6,
        milestones: vec![3e6, 5e6, 10e6, 20e6],
    }
}

fn observed(name: &str, metric: Metric, entity: &str, v: f64, unit: &str, size: f64) -> Observed {
    Observed {
        name: name.to_owned(),
        metric,
        entity: entity.to_owned(),
        from: date(2025, 1, 1),
        until: date(2025, 6, 30),
        value: v,
        unit: unit.to_owned(),
        unit_size: size,
        within: 0.03 * v + 0.01 * size,
        source: "a test".to_owned(),
    }
}

/// What a run of [`model`] might say, with values of `replications` histories.
pub(crate) fn outcome(replications: u32) -> Outcome {
    Outcome {
        replications,
        beliefs: 50,
        summary: summary(replications),
        kept: kept(replications),
        targets: targets(replications),
        observed: [(32.7e6, true), (0.8312, true), (0.0, true)]
            .into_iter()
            .enumerate()
            .map(|(k, (mean, ok))| ObservedRow {
                observed: k,
                mean,
                p05: mean * 0.98,
                p95: mean * 1.01,
                ok,
            })
            .collect(),
        bottlenecks: bottlenecks(),
        losses: losses(),
        trace: vec![TraceRow {
            replication: 3,
            date: date(2025, 1, 1),
            kind: crate::tally::TraceKind::Link,
            name: "cpc-moorings".to_owned(),
            capacity: Some(227_000),
            flow: Some(150_400),
            stock: None,
            event: None,
        }],
        verified: Some(Verified { days: 2191, failed: 0, not_unique: 1 }),
    }
}

/// Metric, entity, level and relative spread of what the summary has.
const LEVELS: [(Metric, &str, f64, f64); 17] = [
    (Metric::Exports, "atyrau-samara", 8.9e6, 0.08),
    (Metric::Exports, "china", 1.05e6, 0.2),
    (Metric::Exports, "cpc", 65.3e6, 0.05),
    (Metric::Exports, "germany", 1.62e6, 0.15),
    (Metric::Exports, "iran", 0.0, 0.0),
    (Metric::Exports, "ports", 7.3e6, 0.05),
    (Metric::Exports, "total", 79.6e6, 0.05),
    (Metric::Exports, "trans-caspian", 1.93e6, 0.3),
    (Metric::ShutIn, "total", 1.34e6, 0.9),
    (Metric::TargetRoutes, "trans-caspian", 4.4e6, 0.3),
    (Metric::TargetSea, "trans-caspian", 6.5e6, 0.2),
    (Metric::TargetRunRate, "trans-caspian", 5.2e6, 0.2),
    (Metric::TargetCapability, "trans-caspian", 9.4e6, 0.3),
    (Metric::PushRoutes, "trans-caspian", 7.2e6, 0.3),
    (Metric::PushSea, "trans-caspian", 9.1e6, 0.2),
    (Metric::PushRunRate, "trans-caspian", 8.3e6, 0.2),
    (Metric::PushCapability, "trans-caspian", 9.4e6, 0.3),
];

fn summary(replications: u32) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    for (metric, entity, level, spread) in LEVELS {
        for year in YEARS {
            let mean = level * (1.0 + 0.013 * f64::from(year - 2025));
            let sd = spread * mean;
            let at = |z: f64| (mean + z * sd).max(0.0);
            let estimate = Estimate {
                n: if metric.is_push() { replications.min(200) } else { replications }.into(),
                mean,
                stderr: sd / f64::from(replications).sqrt(),
                min: at(-4.0),
                max: at(3.0),
            };
            let quantiles = Some([at(-1.64), at(-1.28), at(0.1), at(1.28), at(1.64)]);
            rows.push(SummaryRow {
                quantity: Quantity::new(metric, entity, Period::Year(year)),
                estimate,
                quantiles,
                intervals: [None, Some((at(0.0), at(0.2))), None],
            });
        }
    }
    rows
}

fn kept(replications: u32) -> Vec<Kept> {
    let values =
        |base: f64| (0..replications).map(|r| base + f64::from(r % 977) * 1000.0).collect();
    let mut kept: Vec<Kept> = YEARS
        .map(|year| Kept {
            quantity: Quantity::new(Metric::Exports, "total", Period::Year(year)),
            values: values(79e6),
        })
        .collect();
    if let Some(first) = kept.first_mut().and_then(|kept| kept.values.first_mut()) {
        *first = f64::NAN;
    }
    kept
}

fn targets(replications: u32) -> Vec<TargetRow> {
    let row = |measure, reached, year, threshold, unit, probability: f64| TargetRow {
        target: "trans-caspian".to_owned(),
        measure,
        reached,
        year,
        threshold,
        unit,
        hits: (probability * f64::from(replications)) as u64,
        probability,
        interval: ((0.9 * probability - 0.001).max(0.0), (1.1 * probability + 0.0004).min(1.0)),
        beliefs: Some([0.0, probability, (1.5 * probability).min(1.0)]),
        shortfall_mean: 15.3e6,
        n: replications.into(),
    };
    let mut rows = vec![
        row(Measure::Routes, Reached::In, 2029, 20e6, Unit::Tonnes, 0.0),
        row(Measure::Sea, Reached::In, 2029, 20e6, Unit::Tonnes, 0.0),
        row(Measure::RunRate, Reached::In, 2029, 20e6, Unit::TonnesPerYear, 0.0031),
        row(Measure::Capability, Reached::In, 2029, 20e6, Unit::TonnesPerYear, 0.0124),
    ];
    for (threshold, p) in [(3e6, 0.93), (5e6, 0.41), (10e6, 0.012), (20e6, 0.0)] {
        for year in YEARS {
            let share = p * f64::from(year - 2024) / 6.0;
            rows.push(row(Measure::Routes, Reached::By, year, threshold, Unit::Tonnes, share));
        }
    }
    rows
}

fn bottlenecks() -> Vec<BottleneckRow> {
    let mut rows = Vec::new();
    for year in YEARS {
        let mut push = |objective: &str, link: &str, constraint, share: f64, alone: f64| {
            rows.push(BottleneckRow {
                objective: objective.to_owned(),
                link: link.to_owned(),
                constraint,
                period: Period::Year(year),
                share_binding: share,
                share_binding_alone: alone,
            });
        };
        push("shut-in", "cpc-moorings", Constraint::Capacity, 0.081, 0.078);
        push("shut-in", "kenkiyak-kumkol", Constraint::Surge, 0.06, 0.0004);
        push("trans-caspian", "aktau-baku", Constraint::Nomination, 0.97, 0.64);
        push("trans-caspian", "aktau-baku", Constraint::Capacity, 0.02, 0.0);
    }
    rows
}

fn losses() -> Vec<LossRow> {
    let causes =
        [("drones", 0.52e6), ("weather", 0.31e6), ("no outage", 0.02e6), ("power", 0.49e6)];
    let mut rows = Vec::new();
    for year in YEARS {
        for (cause, mean) in causes {
            rows.push(LossRow {
                cause: cause.to_owned(),
                source: "total".to_owned(),
                period: Period::Year(year),
                mean,
                stderr: 0.02 * mean,
                share: mean / 1.34e6,
            });
        }
    }
    rows
}

/// Writes [`outcome`] as a results directory at `dir`.
pub(crate) fn written(dir: &Path, replications: u32, options: Options) {
    let model = model();
    let mut writer = Writer::create(dir, &[], options).unwrap();
    writer.text("scenario.toml", "title = \"a test\"\n").unwrap();
    let point = Point { number: 0, label: "baseline".to_owned(), values: vec![] };
    writer.point(&point, &model, &outcome(replications)).unwrap();
    let about = About {
        seed: 1,
        replications,
        beliefs: 50,
        digest: "0123abcd".to_owned(),
        command_line: vec!["caspian".to_owned(), "run".to_owned(), "baseline.toml".to_owned()],
        warnings: vec!["supply is above capacity".to_owned()],
        weak_numbers: 14,
        ..About::default()
    };
    writer.finish(&model, about).unwrap();
}
