//! What is worth knowing of a good scenario: its balance, its weak numbers, what its
//! distributions imply, and notices. Everything with beliefs at their median.
//!
//! Knows nothing of texts and places.

pub(super) mod balance;
mod chain;
mod implied;
mod notices;
mod provenance;

pub use balance::Balance;
pub use implied::Implied;
pub(super) use notices::notices;
pub use provenance::Weak;

use super::Scenario;
use crate::text::flow;
use std::fmt;

/// Width for which the text is made.
const WIDTH: usize = 80;

/// What `caspian check` prints of a good scenario.
#[derive(Debug, Clone)]
pub struct Check {
    /// Supply against demand and capacity, by year of the horizon.
    pub balance: Vec<Balance>,
    /// Components with numbers that are assumed, unrated or without source, by path.
    pub weak: Vec<Weak>,
    /// What each distribution says in numbers: beliefs, then dice.
    pub implied: Vec<Implied>,
}

impl Scenario {
    /// Looks through the scenario for what its author may want to know.
    pub fn check(&self) -> Check {
        Check {
            balance: self.balance.clone(),
            weak: provenance::weak(&self.provenance),
            implied: implied::all(&self.model, &self.dice),
        }
    }

    /// Numbers that are assumed, or of which nobody said how sure they are.
    pub fn weak_numbers(&self) -> usize {
        let weak = provenance::weak(&self.provenance);
        weak.iter().map(|weak| weak.assumed.len() + weak.unrated.len()).sum()
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        balance::write(f, &self.balance)?;
        provenance::write(f, &self.weak)?;
        implied::write(f, &self.implied)
    }
}

/// Words with commas in lines that fit, each line after the first set in by `indent`.
fn wrapped(first: &str, words: &[String], indent: usize) -> String {
    let mut pieces = vec![first.to_owned()];
    pieces.extend(words.iter().map(|word| format!("{word},")));
    if let Some(last) = pieces.last_mut().filter(|_| !words.is_empty()) {
        last.pop();
    }
    flow(pieces.iter().map(String::as_str), WIDTH, &" ".repeat(indent)).join("\n")
}
