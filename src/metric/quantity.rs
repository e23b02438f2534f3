//! A quantity that results tell: a metric of something in a period.

use super::{Made, Metric, Period, Unit};
use std::cmp::Ordering;
use std::fmt;

/// A metric of something in a period. Its text is `exports.total.2029`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity<M = Metric> {
    /// The metric; in comparisons a [`Name`].
    pub metric: M,
    /// `total`, or the name of what the metric is of.
    pub entity: String,
    /// The span of time.
    pub period: Period,
}

impl<M> Quantity<M> {
    /// A metric of something in a period.
    pub fn new(metric: M, entity: impl Into<String>, period: Period) -> Self {
        Self { metric, entity: entity.into(), period }
    }

    /// True of the whole system.
    pub fn is_total(&self) -> bool {
        self.entity == "total"
    }
}

impl<M: fmt::Display> fmt::Display for Quantity<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.metric, self.entity, self.period)
    }
}

impl From<Quantity> for Quantity<Name> {
    fn from(quantity: Quantity) -> Self {
        Self::new(Name::Metric(quantity.metric), quantity.entity, quantity.period)
    }
}

/// A metric, or what comparisons make of one. In order of their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Name {
    /// A metric.
    Metric(Metric),
    /// Whether a target is reached in its year: 0 or 1 in each replication, so that the mean is
    /// the probability.
    TargetReached,
}

impl Name {
    /// Its text in tables.
    pub fn name(self) -> &'static str {
        match self {
            Name::Metric(metric) => metric.name(),
            Name::TargetReached => Made::TargetReached.name(),
        }
    }

    /// The one of a text.
    pub fn from_name(name: &str) -> Option<Self> {
        let reached = (name == Made::TargetReached.name()).then_some(Name::TargetReached);
        reached.or_else(|| Metric::from_name(name).map(Name::Metric))
    }

    /// Unit of its values.
    pub fn unit(self) -> Unit {
        match self {
            Name::Metric(metric) => metric.unit(),
            Name::TargetReached => Made::TargetReached.unit(),
        }
    }
}

impl PartialEq<Metric> for Name {
    fn eq(&self, metric: &Metric) -> bool {
        *self == Name::Metric(*metric)
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

crate::table::text!(Name: "metric");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_of_comparisons_stand_in_order_of_their_names() {
        let made = |name: &str| {
            let name = Name::from_name(name).unwrap();
            Quantity::new(name, "total", Period::Year(2029))
        };
        let names = ["calls", "exports", "target-reached", "target-routes"];
        let quantities = names.map(made);
        assert!(quantities.is_sorted());
        assert_eq!(quantities[2].to_string(), "target-reached.total.2029");
        assert_eq!(quantities[1].metric, Metric::Exports);
        assert_eq!(Name::from_name("lost"), None);
    }
}
