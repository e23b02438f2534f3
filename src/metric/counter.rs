//! What is counted day by day: the numbers of which metrics are made.
//!
//! Says what is counted and of what; how is the business of the tally.

/// What there is one counter of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// The whole system.
    System,
    /// Every link.
    Link,
    /// Every source.
    Source,
    /// Every market, required or not.
    Market,
    /// Every tank.
    Tank,
    /// Every shuttle.
    Shuttle,
    /// Every port that a shuttle uses.
    Port,
    /// Every fleet that runs a shuttle.
    Fleet,
    /// Every shuttle with each of its fleets.
    Crew,
}

macro_rules! counters {
    ($($(#[doc = $about:literal])+ $counter:ident of $each:ident;)+) => {
        /// Something that is counted day by day. The order is that of counters in memory: what is
        /// touched together stands together.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Counter {
            $($(#[doc = $about])+ $counter),+
        }

        impl Counter {
            /// Every counter, in the order in which they lie in memory.
            pub const ALL: [Self; [$(Each::$each),+].len()] = [$(Self::$counter),+];

            /// What there is one of it for.
            pub const fn each(self) -> Each {
                match self {
                    $(Self::$counter => Each::$each),+
                }
            }
        }
    };
}

counters! {
    /// Tonnes that berths at the first port could carry on a shuttle.
    AbleToLoad of Shuttle;
    /// Tonnes that berths at the other port could.
    AbleToDischarge of Shuttle;
    /// Tonnes that its ships could.
    AbleToSail of Shuttle;
    /// Tonnes that one fleet could carry on a shuttle.
    CrewAble of Crew;
    /// Tonnes loaded.
    Lifted of Shuttle;
    /// Loadings.
    Loads of Shuttle;
    /// Tonnes left behind for want of draft.
    DraftLost of Shuttle;
    /// Tonnes in ships at the end of the day.
    AtSea of Shuttle;
    /// Berth-minutes taken.
    BerthBusy of Port;
    /// Berth-minutes in service.
    BerthInService of Port;
    /// Ships that came alongside.
    Calls of Port;
    /// Minutes waited with the port closed.
    WaitStorm of Port;
    /// Minutes waited for a berth.
    WaitQueue of Port;
    /// Minutes waited for cargo or room.
    WaitTank of Port;
    /// Minutes of ships neither idle nor laid up.
    ShipUsed of Fleet;
    /// Minutes of ships in service.
    ShipInService of Fleet;
    /// Our tonnes on a link, net.
    Flow of Link;
    /// Tonnes that a link could have carried for us.
    Capability of Link;
    /// Tonnes nominated.
    Nominated of Link;
    /// Tonnes of other shippers.
    Others of Link;
    /// Tonnes produced.
    Production of Source;
    /// Tonnes shut in.
    ShutIn of Source;
    /// Tonnes of supply lost.
    SupplyLost of Source;
    /// Days with shut-in.
    ShutInDays of Source;
    /// Days with shut-in anywhere.
    ShutInAnywhere of System;
    /// Tonnes received.
    Served of Market;
    /// Tonnes of required demand not met.
    Unserved of Market;
    /// Days with required demand not met.
    UnservedDays of Market;
    /// Days with required demand not met anywhere.
    UnservedAnywhere of System;
    /// Tonnes in a tank at the end of the day.
    Stock of Tank;
    /// Days at whose end a tank was full.
    StockFull of Tank;
    /// Days at whose end a tank was empty.
    StockEmpty of Tank;
}
