//! Measures of a target, and how a target is reached.

use super::Metric;

crate::table::words! {
    /// What is measured of a target.
    pub enum Measure: "measure of a target" {
        /// Tonnes over its routes, the headline.
        Routes = "routes",
        /// Tonnes over its sea links.
        Sea = "sea",
        /// Best 90 days over its routes.
        RunRate = "run-rate",
        /// Capability of its chain.
        Capability = "capability",
        /// [`Measure::Routes`] under push.
        PushRoutes = "push-routes",
        /// [`Measure::Sea`] under push.
        PushSea = "push-sea",
        /// [`Measure::RunRate`] under push.
        PushRunRate = "push-run-rate",
        /// [`Measure::Capability`] under push.
        PushCapability = "push-capability",
    }

    /// In which years a target counts as reached.
    pub enum Reached: "way to reach a target" {
        /// In the year itself.
        In = "in",
        /// In the year or an earlier one.
        By = "by",
    }
}

impl Measure {
    /// Those under contract, with the same under push.
    pub const PAIRS: [(Self, Self); 4] = [
        (Self::Routes, Self::PushRoutes),
        (Self::Sea, Self::PushSea),
        (Self::RunRate, Self::PushRunRate),
        (Self::Capability, Self::PushCapability),
    ];

    /// The metric that it is.
    pub const fn metric(self) -> Metric {
        match self {
            Self::Routes => Metric::TargetRoutes,
            Self::Sea => Metric::TargetSea,
            Self::RunRate => Metric::TargetRunRate,
            Self::Capability => Metric::TargetCapability,
            Self::PushRoutes => Metric::PushRoutes,
            Self::PushSea => Metric::PushSea,
            Self::PushRunRate => Metric::PushRunRate,
            Self::PushCapability => Metric::PushCapability,
        }
    }

    /// The measure that a metric is, if it is one.
    pub fn of(metric: Metric) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.metric() == metric)
    }

    /// The same under contract.
    pub fn under_contract(self) -> Self {
        let pair = Self::PAIRS.into_iter().find(|(_, push)| *push == self);
        pair.map_or(self, |(contract, _)| contract)
    }

    /// True under push.
    pub fn is_push(self) -> bool {
        self.under_contract() != self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_a_metric_of_a_target() {
        for measure in Measure::ALL {
            let (metric, name) = (measure.metric(), measure.name());
            let of_metric = if measure.is_push() { name.into() } else { format!("target-{name}") };
            assert_eq!(metric.name(), of_metric);
            assert_eq!((Measure::of(metric), metric.is_push()), (Some(measure), measure.is_push()));
            assert_eq!(measure.under_contract().metric(), metric.under_contract());
        }
        assert_eq!(Measure::of(Metric::TargetRoutesCapability), None);
        assert_eq!(Measure::of(Metric::Exports), None);
    }
}
