//! What holds oil back, and one more unit of it.

crate::table::words! {
    /// What sets the limit of a binding link.
    pub enum Constraint: "constraint" {
        /// Its capacity.
        Capacity = "capacity",
        /// Its nomination.
        Nomination = "nomination",
        /// Its surge by contract or ramp.
        Surge = "surge",
        /// Ships of the shuttle wait for berths.
        Berths = "berths",
        /// Every ship of the shuttle is under way.
        Ships = "ships",
        /// The sea keeps ships from a full cargo.
        Depth = "depth",
        /// Ships wait for weather.
        Weather = "weather",
    }
}

crate::table::words! {
    /// One more unit of a constraint.
    pub enum Step: "step" {
        /// Volume of a capacity or nomination.
        Volume = "1 Mt/y",
        /// A berth.
        Berth = "1 berth",
        /// A ship.
        Ship = "1 ship",
        /// Depth of a sea.
        Depth = "10 cm",
    }
}

impl Step {
    /// The unit of a constraint.
    pub fn of(constraint: Constraint) -> Self {
        match constraint {
            Constraint::Berths => Self::Berth,
            Constraint::Ships => Self::Ship,
            Constraint::Depth => Self::Depth,
            _ => Self::Volume,
        }
    }

    /// As it is added: counts are bare numbers.
    pub fn change(self) -> &'static str {
        match self {
            Self::Volume => "+1 Mt/y",
            Self::Berth | Self::Ship => "+1",
            Self::Depth => "+10 cm",
        }
    }
}
