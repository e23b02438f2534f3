//! What a metric can be of. Knows no metric.

/// What a metric can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    /// The whole system, written `total`.
    Total,
    /// A route.
    Route,
    /// A link.
    Link,
    /// A source.
    Source,
    /// A market whose demand is required.
    Market,
    /// A tank.
    Tank,
    /// A link whose oil goes in ships.
    Shuttle,
    /// A port that a shuttle uses.
    Port,
    /// A fleet that runs a shuttle.
    Fleet,
    /// A tag of `crosses`.
    Tag,
    /// A target.
    Target,
}

impl Of {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Of::Total => "total",
            Of::Route => "route",
            Of::Link => "link",
            Of::Source => "source",
            Of::Market => "market",
            Of::Tank => "tank",
            Of::Shuttle => "shuttle",
            Of::Port => "port",
            Of::Fleet => "fleet",
            Of::Tag => "tag",
            Of::Target => "target",
        }
    }
    /// The same with its article, for messages.
    pub fn words(self) -> &'static str {
        match self {
            Of::Total => "the whole",
            Of::Route => "a route",
            Of::Link => "a link",
            Of::Source => "a source",
            Of::Market => "a required market",
            Of::Tank => "a tank",
            Of::Shuttle => "a shuttle",
            Of::Port => "a port",
            Of::Fleet => "a fleet",
            Of::Tag => "a tag",
            Of::Target => "a target",
        }
    }
}
