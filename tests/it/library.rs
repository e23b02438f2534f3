//! Does the library serve a program that is not ours?

use crate::support::{PUMPED, model, run, settings};
use caspian::metric::{Metric, Period};
use caspian::simulate::{Settings, Simulation};
use std::ops::ControlFlow;

#[allow(dead_code)]
#[path = "../../examples/embed.rs"]
mod embed;
#[allow(dead_code)]
#[path = "../../examples/own_tally.rs"]
mod own_tally;

#[test]
fn the_example_that_embeds_gets_more_out_of_a_wider_pipeline() {
    let of = |capacity| embed::exports(capacity).unwrap().mean;
    let (narrow, wide) = (of("11 Mt/y"), of("20 Mt/y"));
    // Of 20 Mt a year an outage leaves 12, more than there is; only several at once take from it.
    assert!(narrow < 9.9e6 && (9.95e6..1e7).contains(&wide), "{narrow} {wide}");
    assert!(embed::exports("wide").unwrap_err().to_string().contains("wide"));
}

#[test]
fn the_example_with_a_tally_of_its_own_sees_every_day_of_every_history() {
    let all = own_tally::longest(130).unwrap();
    assert_eq!(all.len(), 130);
    assert_eq!(own_tally::longest(70).unwrap(), all[..70]);
    // Outages last 6 days on the mean: some histories have a long one, few have none.
    assert!(all.iter().any(|days| *days > 14) && all.iter().all(|days| *days < 120), "{all:?}");
}

#[test]
fn blocks_as_bytes_in_any_order_give_the_outcome_of_one_run() {
    let text = PUMPED.replace("\"10 Mt/y\"", "{ uniform = [\"8 Mt/y\", \"12 Mt/y\"] }");
    let model = model(&text);
    let settings = settings(200).with_beliefs(40).with_push(70);
    let of = |settings: &Settings, range| {
        let simulation = Simulation::new(&model, settings).unwrap();
        let mut blocks = Vec::new();
        let _ = simulation.blocks(&simulation.plan(), range, &mut |block, _| {
            blocks.push(block.to_bytes());
            ControlFlow::Continue(())
        });
        blocks
    };
    // One block here, three elsewhere, and handed over the wrong way round.
    let mut blocks = of(&settings.clone().with_threads(2), 1..4);
    blocks.extend(of(&settings, 0..1));
    let simulation = Simulation::new(&model, &settings).unwrap();
    let merged = |blocks: &[Vec<u8>]| simulation.merge(blocks.iter().map(Vec::as_slice));
    let whole = format!("{:?}", run(&model, &settings));
    assert!(format!("{:?}", merged(&blocks).unwrap()) == whole);

    let refused = |blocks: &[Vec<u8>]| merged(blocks).unwrap_err().to_string();
    assert_eq!(refused(&blocks[..3]), "replications 0 to 63 are in no block");
    assert_eq!(refused(&blocks[1..]), "replications 64 to 127 are in no block");
    assert_eq!(
        refused(&[&blocks[..2], &blocks[3..]].concat()),
        "replications 192 to 199 are in no block"
    );
    assert_eq!(
        refused(&[&blocks[..], &blocks[..1]].concat()),
        "replication 64 is there a second time"
    );
    blocks[2].pop();
    assert_eq!(refused(&blocks), "piece 2 is no block of this run and version");
}

#[test]
fn an_outcome_is_asked_for_what_it_knows() {
    let outcome = run(&model(PUMPED), &settings(10));
    let year = Period::Year(2025);
    let values = outcome.values(Metric::Exports, "total", year).unwrap();
    let mean = values.iter().sum::<f64>() / 10.0;
    let estimate = outcome.estimate(Metric::Exports, "total", year).unwrap();
    assert!((estimate.mean - mean).abs() < 1e-6 && estimate.n == 10);
    assert!(outcome.estimate(Metric::Exports, "pipe", year).is_none());
    assert!(outcome.values(Metric::Throughput, "pipeline", year).is_none(), "not kept");
}

#[test]
fn large_things_are_short_when_they_are_debugged() {
    let scenario = caspian::scenario::load("scenarios/baseline.toml", &[]).unwrap();
    for text in [format!("{scenario:?}"), format!("{:?}", scenario.model)] {
        assert!(text.len() < 400 && text.contains("links"), "{text}");
    }
}
