//! Mutated scenarios and changes, in this process: no panic, every message shown, the canonical
//! text says the same again, and every day of a run is certified as optimal.

use super::{fuzz, mutate};
use caspian::diagnostic::Findings;
use caspian::error::Error;
use caspian::scenario::{Change, Files, Scenario, load_from};
use caspian::simulate::simulate;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

/// Longest horizon that is simulated, in days: a mutation can make it thousands of years.
const DAYS: usize = 3_000;

/// Name and text of every scenario that is shipped, and of the two that tests break.
fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut corpus: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    corpus.sort();
    corpus.push(("good.toml".to_owned(), include_str!("../diagnostics/good.toml").to_owned()));
    corpus.push(("chain.toml".to_owned(), include_str!("../diagnostics/chain.toml").to_owned()));
    corpus
}

/// Every message can be shown, and has a code.
fn shown(findings: &Findings) {
    assert!(findings.errors() > 0, "refused without an error");
    let text = findings.to_string();
    assert!(!text.is_empty());
}

/// What must hold of a scenario that was read.
fn holds(random: &mut ChaCha8Rng, scenario: &Scenario) {
    let _ = (scenario.check(), scenario.notices.to_string());
    let files = Files::given([("again.toml", scenario.text.as_str())]);
    let again = load_from("again.toml", &[], &files).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(again.text, scenario.text, "the canonical text is another the second time");
    assert_eq!(again.digest, scenario.digest);
    if scenario.model.horizon.days().len() > DAYS {
        return;
    }
    let settings = crate::support::settings(2)
        .with_seed(random.random_range(0..1 << 40))
        .with_beliefs(random.random_range(1..=2))
        .with_push(random.random_range(0..=1))
        .with_verify(true);
    match simulate(&scenario.model, &settings, &mut |_| ControlFlow::Continue(())) {
        Ok(outcome) => {
            let verified = outcome.verified.expect("certificates were asked for");
            assert!(verified.days > 0);
            assert_eq!((verified.failed, verified.not_unique), (0, 0));
        }
        Err(error) => assert!(!matches!(error, Error::Undispatched { .. }), "{error}"),
    }
}

#[test]
fn scenarios() {
    let corpus = corpus();
    let texts: Vec<&str> = corpus.iter().map(|(_, text)| text.as_str()).collect();
    fuzz("scenarios", 60, |random| {
        let at = random.random_range(0..corpus.len());
        let mutated = mutate::text(random, texts[at], &texts);
        let given = corpus.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let name = corpus[at].0.as_str();
        let files = Files::given(
            given.map(|(other, text)| (other, if other == name { mutated.as_str() } else { text })),
        );
        match load_from(name, &[], &files) {
            Ok(scenario) => holds(random, &scenario),
            Err(findings) => shown(&findings),
        }
    });
}

/// Paths of all values of a scenario, with what stands there.
fn values(value: &toml::Value, path: &str, found: &mut Vec<(String, String)>) {
    if let Some(table) = value.as_table() {
        for (key, inner) in table {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            values(inner, &path, found);
        }
        return;
    }
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    found.push((path.to_owned(), text));
}

#[test]
fn changes() {
    let corpus = corpus();
    let texts: Vec<&str> = corpus.iter().map(|(_, text)| text.as_str()).collect();
    let paths: Vec<_> = corpus
        .iter()
        .map(|(_, text)| {
            let mut found = Vec::new();
            values(&toml::Value::Table(text.parse().unwrap()), "", &mut found);
            found
        })
        .collect();
    fuzz("changes", 60, |random| {
        let at = random.random_range(0..corpus.len());
        let (path, value) = &paths[at][random.random_range(0..paths[at].len())];
        let value = match random.random_range(0..5) {
            0 => {
                mutate::pick(random, &["x 0.5", "x 2", "x 0", "x -1", "+1 Mt/y", "-1 d"]).to_owned()
            }
            1 => mutate::text(random, value, &texts),
            _ => mutate::number(random, value),
        };
        let Ok(change) = Change::parse(&format!("{path}={value}")) else { return };
        let given = corpus.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        match load_from(&corpus[at].0, &[change], &Files::given(given)) {
            Ok(scenario) => holds(random, &scenario),
            Err(findings) => shown(&findings),
        }
    });
}
