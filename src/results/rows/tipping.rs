//! Rows of `tipping.csv`.

crate::table::words! {
    /// Whether a probability crosses a level.
    pub enum Crossed: "crossing" {
        /// It does, at a value.
        At = "at",
        /// It is above the level at every value.
        AlwaysAbove = "always above",
        /// It is below the level at every value.
        AlwaysBelow = "always below",
    }
}

crate::table::rows! {
    /// The value of a factor at which the probability of a target crosses a level.
    pub struct TippingLine in "tipping.csv" {
        /// The target.
        target: String,
        /// Key path of the factor.
        factor: String,
        /// Values of the other factors; empty where they are unchanged.
        others: String,
        /// The level.
        probability: f64 => "share",
        /// Whether it is crossed, and where not, on which side the probability stays.
        crossed: Crossed,
        /// Value of the factor at the crossing.
        value: Option<f64> => unit,
        /// Lower end of its 95 % interval; empty where no value that was run is surely below.
        ci_lo: Option<f64> => unit,
        /// Upper end of its 95 % interval; empty where no value that was run is surely above.
        ci_hi: Option<f64> => unit,
        /// Unit of the value, with `+` or `x` before it where it is a change.
        unit: String,
    }
}
