//! What binds and what was lost in shipped scenarios with ships, held to the last digit.
//!
//! Only a digest is committed: a test that fails shows the rows, to be compared with those of
//! the commit before. Rows are sorted, as their order is no result.

use crate::support::{run, settings};
use caspian::scenario;
use sha2::{Digest, Sha256};

/// Rows of `bottlenecks` and of `losses` of 16 histories.
fn rows(name: &str) -> [Vec<String>; 2] {
    let path = format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let model = scenario::load(path, &[]).unwrap_or_else(|faults| panic!("{faults}")).model;
    let outcome = run(&model, &settings(16));
    let bottlenecks = outcome.bottlenecks.iter().map(|row| {
        format!(
            "{} {} {} {} {} {}",
            row.objective,
            row.link,
            row.constraint.name(),
            row.period,
            row.share_binding,
            row.share_binding_alone
        )
    });
    let losses = outcome.losses.iter().map(|row| {
        format!(
            "{} | {} {} {} {} {}",
            row.cause, row.source, row.period, row.mean, row.stderr, row.share
        )
    });
    let mut rows = [bottlenecks.collect::<Vec<_>>(), losses.collect()];
    rows.iter_mut().for_each(|rows| rows.sort_unstable());
    rows
}

fn assert_digests(name: &str, digests: [&str; 2]) {
    for (rows, digest) in rows(name).iter().zip(digests) {
        let text = rows.join("\n");
        let found: String =
            Sha256::digest(&text).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert!(rows.len() > 100, "{name}: too few rows:\n{text}");
        assert_eq!(found, digest, "{name}: other rows than before:\n{text}");
    }
}

#[test]
fn what_binds_and_what_is_lost_in_the_baseline() {
    assert_digests("baseline", ["124a84ee9dba99c1", "8b792df712f4ca34"]);
}

#[test]
fn what_binds_and_what_is_lost_where_the_target_is_met_by_rail() {
    assert_digests("needed-by-rail-2029", ["f23c2104711dbca9", "7a35bdda90ef2302"]);
}
