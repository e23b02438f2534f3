//! Scenario discovery: which ranges of the factors set certain futures apart.
//!
//! The patient rule induction method: peel the ends of ranges off a box while the share of
//! futures of interest in it rises, paste back what went too far, and keep only limits that
//! chance does not explain. Knows nothing of what the futures are. See `docs/studies.md`,
//! section Scenario discovery.

mod prim;
#[cfg(test)]
mod tests;

pub use prim::discover;

/// How boxes are searched for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Share of the box that a peel takes off.
    pub peel: f64,
    /// Least share of all futures that a box may hold.
    pub least_mass: f64,
    /// Limits with a greater quasi-p value are dropped.
    pub significance: f64,
}

impl Default for Search {
    fn default() -> Self {
        Self { peel: 0.05, least_mass: 0.05, significance: 0.05 }
    }
}

/// A limit of a box on one factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Index of the factor.
    pub factor: usize,
    /// Least value inside, where it is limited.
    pub least: Option<f64>,
    /// Greatest value inside, where it is limited.
    pub most: Option<f64>,
    /// Chance to find as many futures of interest in the box if this limit meant nothing.
    pub quasi_p: f64,
}

/// Ranges of factors in which futures of interest are many.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its limits, the most significant first.
    pub limits: Vec<Limit>,
    /// Share of all futures of interest that are inside.
    pub coverage: f64,
    /// Share of the futures inside that are of interest.
    pub density: f64,
    /// Share of all futures that are inside.
    pub mass: f64,
    /// Futures of interest among all.
    pub cases: usize,
    /// All futures.
    pub n: usize,
}

impl Found {
    /// The box as a sentence.
    ///
    /// `what` is a clause such as "`trans-caspian` is missed"; `say` makes one of a limit, such as
    /// "`ships` is at most 18".
    pub fn sentence(&self, what: &str, say: impl Fn(&Limit) -> String) -> String {
        let say = |limit: &Limit| format!("{} ({})", say(limit), quasi_p(limit.quasi_p));
        let limits: Vec<String> = self.limits.iter().map(say).collect();
        let limits = match &limits[..] {
            [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => limits.concat(),
        };
        format!(
            "in {} of the futures in which {what} (coverage), {limits}; {what} in {} of all such \
             futures (density), against {} of all futures",
            percent(self.coverage),
            percent(self.density),
            percent(self.cases as f64 / self.n as f64),
        )
    }
}

/// To two digits, and never 0.
fn quasi_p(value: f64) -> String {
    if value < 0.001 { "quasi-p < 0.001".to_owned() } else { format!("quasi-p {value:.3}") }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
