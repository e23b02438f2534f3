//! Units of what is reported. Units in which people write scenarios are in `units`.

crate::table::words! {
    /// Unit of a column of a table. No reader of CSV takes its text for a number, or for true or
    /// false, as some take `t` and `1`.
    pub enum Unit: "unit" {
        /// Metric tonnes.
        Tonnes = "tonnes",
        /// Tonnes a year, of rates.
        TonnesPerYear = "tonnes/y",
        /// Days.
        Days = "days",
        /// Hours.
        Hours = "hours",
        /// 0 to 1: shares and probabilities.
        Share = "share",
        /// A number without a unit that is no share of anything.
        Index = "index",
        /// Calls of ships at ports.
        Calls = "calls",
        /// Berths of a port.
        Berths = "berths",
        /// Ships of a fleet.
        Ships = "ships",
        /// US dollars.
        Usd = "USD",
    }
}

impl Unit {
    /// As people write and read it beside a number, on a screen or in a scenario; empty for shares.
    pub const fn symbol(self) -> &'static str {
        match self {
            Unit::Tonnes => "t",
            Unit::TonnesPerYear => "t/y",
            Unit::Days => "d",
            Unit::Hours => "h",
            Unit::Share => "",
            Unit::Index | Unit::Calls | Unit::Berths | Unit::Ships | Unit::Usd => self.name(),
        }
    }
}
