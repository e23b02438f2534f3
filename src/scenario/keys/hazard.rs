//! Keys of hazards: those of every kind, those that kinds answer for, and each kind's own.
//!
//! What a kind has is asked of the kind, so no kind is named here.

use super::chance::{HOW_MUCH, ON, WHERE, WHY};
use super::{Key, Need, Section, Type, key};
use crate::model::{HazardKey, HazardKind, KeyForm, KeyNeed, Process};
use crate::units::Dimension as D;

pub(in crate::scenario) const HAZARD: Section = Section {
    name: "hazard",
    named: true,
    kind: Some("process"),
    keys: &KEYS,
    meaning: "a random process that takes capacity away",
};

const KINDS: &[HazardKind] = Process::KINDS;

/// Keys that stand before those of the kinds.
const FRONT: [Key; 6] = [
    key("process", Type::Choice(Process::NAMES), "when it acts").due(),
    key("on", ON, WHERE).due(),
    key("takes", Type::Takes, HOW_MUCH).due().only(kinds_with(&TAKES)),
    key("each", Type::Flag, "true: one independent process for every unit of every component")
        .default("false"),
    key("cause", Type::Text, WHY),
    key(
        "rate",
        Type::Uncertain(D::Rate),
        "occurrences, which may overlap; never more than 10000 a year, whatever multiplies it",
    )
    .due()
    .only(kinds_with(&RATE)),
];

/// The key that stands behind them.
const BACK: Key = key(
    "winter-duration",
    Type::Uncertain(D::Factor),
    "factor on durations that begin in November to March",
)
.default("1")
.only(kinds_with(&DURATIONS));

/// Names of kinds, as many as are so, at the front.
type Names = ([&'static str; KINDS.len()], usize);

const TAKES: Names = names(Question::Takes);
const RATE: Names = names(Question::Rate);
const DURATIONS: Names = names(Question::Durations);

/// What is asked of kinds.
#[derive(Clone, Copy)]
enum Question {
    Takes,
    Rate,
    Durations,
    /// Whether it has a key of its own.
    Own(&'static str),
}

const fn names(question: Question) -> Names {
    let (mut names, mut count, mut at) = ([""; KINDS.len()], 0, 0);
    while at < KINDS.len() {
        let kind = &KINDS[at];
        let yes = match question {
            Question::Takes => kind.takes,
            Question::Rate => kind.rate,
            Question::Durations => kind.durations,
            Question::Own(name) => place(kind.keys, name) < kind.keys.len(),
        };
        if yes {
            names[count] = kind.name;
            count += 1;
        }
        at += 1;
    }
    (names, count)
}

const fn kinds_with(names: &'static Names) -> &'static [&'static str] {
    names.0.split_at(names.1).0
}

/// Place of a key in a list; its length where it has none.
const fn place(keys: &[HazardKey], name: &str) -> usize {
    let mut at = 0;
    while at < keys.len() && !same(keys[at].name, name) {
        at += 1;
    }
    at
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    a.len() == b.len() && at == a.len()
}

/// Keys of the kinds, each where the first kind that has it lists it.
const OWN: ([HazardKey; MOST], usize) = own();

/// Room for the keys of all kinds.
const MOST: usize = 64;

const fn own() -> ([HazardKey; MOST], usize) {
    let (mut found, mut count, mut kind) = ([KINDS[0].keys[0]; MOST], 0, 0);
    while kind < KINDS.len() {
        let mut at = 0;
        while at < KINDS[kind].keys.len() {
            let key = KINDS[kind].keys[at];
            if place(found.split_at(count).0, key.name) == count {
                found[count] = key;
                count += 1;
            }
            at += 1;
        }
        kind += 1;
    }
    (found, count)
}

/// Kinds by key of their own.
const OWNERS: &[Names; OWN.1] = &owners();

const fn owners() -> [Names; OWN.1] {
    let (mut owners, mut at) = ([([""; KINDS.len()], 0); OWN.1], 0);
    while at < OWN.1 {
        owners[at] = names(Question::Own(OWN.0[at].name));
        at += 1;
    }
    owners
}

const COUNT: usize = FRONT.len() + OWN.1 + 1;

const KEYS: [Key; COUNT] = keys();

const fn keys() -> [Key; COUNT] {
    let (mut keys, mut at) = ([BACK; COUNT], 0);
    while at < FRONT.len() {
        keys[at] = FRONT[at];
        at += 1;
    }
    let mut own = 0;
    while own < OWN.1 {
        keys[at + own] = of_kind(&OWN.0[own]).only(kinds_with(&OWNERS[own]));
        own += 1;
    }
    keys
}

const fn of_kind(own: &HazardKey) -> Key {
    let takes = match own.form {
        KeyForm::Value(dimension) => Type::Uncertain(dimension),
        KeyForm::Dice(dimension) => Type::Dice(dimension),
        KeyForm::Months => Type::Twelve,
        KeyForm::Choice(words) => Type::Choice(words),
        KeyForm::States => Type::States,
    };
    let key = key(own.name, takes, own.meaning);
    match own.need {
        KeyNeed::Required => key.due(),
        KeyNeed::Optional => key,
        KeyNeed::Default(text) => Key { need: Need::Default(text), ..key },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_keys_and_kinds_share_those_of_one_name() {
        for kind in KINDS {
            for own in kind.keys {
                let key = KEYS.iter().find(|key| key.name == own.name).unwrap();
                assert!(key.belongs_to(Some(kind.name)), "{} of {}", own.name, kind.name);
                assert_eq!((key.takes, key.meaning), (of_kind(own).takes, own.meaning));
            }
            for (key, has) in
                [("rate", kind.rate), ("winter-duration", kind.durations), ("takes", kind.takes)]
            {
                let key = KEYS.iter().find(|known| known.name == key).unwrap();
                assert_eq!(key.belongs_to(Some(kind.name)), has, "{} of {}", key.name, kind.name);
            }
            for (key, _) in kind.quiet {
                let key = KEYS.iter().find(|known| known.name == *key).unwrap();
                assert!(key.belongs_to(Some(kind.name)), "{} of {}", key.name, kind.name);
            }
        }
        let mut names: Vec<_> = KEYS.iter().map(|key| key.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KEYS.len());
    }
}
