//! Does `check` refuse what is too large, before anything is run, and nothing else?

use crate::support::{PUMPED, model, run};
use caspian::circulation::{MOST_ARCS, MOST_NODES};
use caspian::metric::Metric;
use caspian::scenario::{self, Files, Scenario};
use caspian::simulate::{Settings, fits};
use caspian::tally::{Keep, kept_bytes};
use caspian::trajectory::causes;
use std::fmt::Write as _;

const HEAD: &str = "horizon = { start = 2025-01-01, end = 2025-12-31 }\n\
    node.m = { kind = \"market\", demand = \"unlimited\" }\n";

/// Sources, each with a link to one market: five arcs for each of them.
fn star(sources: usize) -> String {
    let mut text = HEAD.to_owned();
    for number in 0..sources {
        writeln!(text, "node.s{number} = {{ kind = \"source\", supply = \"10 t/d\" }}").unwrap();
        let to = "to = \"m\", capacity = \"8 t/d\"";
        writeln!(text, "link.l{number} = {{ from = \"s{number}\", {to} }}").unwrap();
    }
    text
}

/// Nodes that nothing leads to, an arc each.
fn lonely(text: &mut String, hubs: usize) {
    for number in 0..hubs {
        writeln!(text, "node.h{number} = {{ kind = \"hub\" }}").unwrap();
    }
}

fn load(text: &str) -> Result<Scenario, String> {
    scenario::load_from("big.toml", &[], &Files::given([("big.toml", text)]))
        .map_err(|faults| faults.to_string())
}

#[test]
fn a_network_at_the_limit_of_arcs_is_checked_and_held_and_one_above_it_refused() {
    let sources = MOST_ARCS / 5 - 1;
    let mut text = star(sources);
    // The market has an arc too.
    lonely(&mut text, MOST_ARCS - 5 * sources - 1);
    let scenario = load(&text).unwrap();
    assert_eq!(scenario.check().balance[0].carried, Some(365 * 8 * sources as i64));
    fits(&scenario.model).unwrap();
    text.push_str("node.more = { kind = \"hub\" }\n");
    let refused = load(&text).unwrap_err();
    let message = "the network takes 50001 arcs, four for a source and one or two for a link; \
                   50000 is the most";
    assert!(refused.contains(message) && refused.contains("E218"), "{refused}");
}

#[test]
fn nodes_beyond_the_limit_are_refused_with_their_number() {
    let mut text = HEAD.to_owned();
    lonely(&mut text, MOST_NODES - 1);
    let refused = load(&text).unwrap_err();
    assert!(refused.contains("the network has 20000 nodes; 19999 is the most"), "{refused}");
    assert!(refused.contains("E218"), "{refused}");
}

/// Each tier is above all that is below it: a hundred of them are more than 126 bits hold.
#[test]
fn priorities_beyond_what_weights_hold_are_refused() {
    let with = |priorities: usize| {
        let mut text = star(0);
        text.push_str("node.s = { kind = \"source\", supply = \"10 t/d\" }\n");
        for priority in 0..priorities {
            let rest = format!("nominated = \"1 t/d\", priority = {priority}");
            let link = "from = \"s\", to = \"m\", capacity = \"8 t/d\"";
            writeln!(text, "link.l{priority} = {{ {link}, {rest} }}").unwrap();
        }
        fits(&model(&text))
    };
    with(40).unwrap();
    let refused = with(120).unwrap_err().to_string();
    assert_eq!(refused, "costs take more than 126 bits to add up round a cycle");
}

/// What a year can carry, against what is plain to see.
#[test]
fn the_balance_is_a_maximum_flow() {
    let text = format!(
        "{HEAD}
        node.a = {{ kind = \"source\", supply = \"100 t/d\" }}
        node.b = {{ kind = \"source\", supply = \"50 t/d\" }}
        node.x = {{ kind = \"hub\" }}
        node.y = {{ kind = \"hub\" }}
        link.a-x = {{ from = \"a\", to = \"x\", capacity = \"80 t/d\" }}
        link.b-y = {{ from = \"b\", to = \"y\", capacity = \"50 t/d\" }}
        link.x-y = {{ from = \"x\", to = \"y\", capacity = \"30 t/d\", both-ways = true }}
        link.x-m = {{ from = \"x\", to = \"m\", capacity = \"60 t/d\" }}
        link.y-m = {{ from = \"y\", to = \"m\", capacity = \"65 t/d\" }}
        "
    );
    // 80 and 50 come in, 60 and 65 go out.
    let row = load(&text).unwrap().check().balance[0];
    assert_eq!((row.carried, row.stranded()), (Some(365 * 125), Some(365 * 25)));
}

fn everything() -> Keep {
    let metrics = vec![Metric::Exports, Metric::Throughput, Metric::Capability];
    Keep { study: false, metrics, monthly: true }
}

#[test]
fn memory_is_counted_for_every_value_that_is_kept() {
    let model = model(PUMPED);
    for keep in [Keep::default(), everything()] {
        let settings = Settings::new(&model).with_replications(70).with_beliefs(70);
        let settings = settings.with_keep(keep).with_threads(1).with_push(70);
        let values: usize = run(&model, &settings).kept.iter().map(|kept| kept.values.len()).sum();
        let counted = kept_bytes(&model, &causes(&model), &settings.options());
        assert_eq!(counted, 8 * values as u64);
    }
}

#[test]
fn what_is_kept_beyond_memory_is_refused_and_what_takes_most_is_named() {
    let model = model(PUMPED);
    let told = |replications, keep: Keep| {
        let settings = Settings::new(&model).with_replications(replications).with_keep(keep);
        let refused = settings.with_beliefs(replications).check(&model).unwrap_err();
        (refused.to_string(), refused.help().unwrap_or_default().to_owned())
    };
    assert!(Settings::new(&model).with_replications(9_000_000).check(&model).is_ok());
    let (message, help) = told(9_000_000, everything());
    assert_eq!(message, "9000000 replications would keep 7.0 GB of values; 2 GB is the most");
    let words = ("without `monthly` it would be ", " GB; or run fewer replications");
    assert!(help.starts_with(words.0) && help.ends_with(words.1), "{help}");
    let (_, help) = told(90_000_000, Keep::default());
    assert_eq!(help, "run fewer replications, or a shorter horizon");
}
