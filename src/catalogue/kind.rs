//! Every kind of fault and error once: its code and its title.
//!
//! A code never changes its meaning and is never given again; a new kind takes a free number of
//! its area. Knows nothing of where a kind is found.

use crate::diagnostic::{Code, Severity};

/// Kinds of notices are counted from here, so that errors and notices are one list.
const NOTICES: u16 = 1000;

macro_rules! kinds {
    ($($number:literal $kind:ident $title:literal;)*) => {
        /// What is wrong, apart from where.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = $title] $kind = $number,)*
        }

        impl Kind {
            /// Every kind, in order of code, errors first.
            pub const ALL: &[Kind] = &[$(Kind::$kind),*];

            /// What it is, in a few words.
            pub fn title(self) -> &'static str {
                match self {
                    $(Kind::$kind => $title,)*
                }
            }
        }
    };
}

kinds! {
    // Files and text
    1 Unreadable "a file that cannot be read";
    2 FileTooLarge "a file that is too large";
    3 ExtendsItself "a scenario that extends itself";
    4 NotToml "text that is not valid TOML";
    5 NotADate "a day that does not exist or is not written as a date";
    6 NumberTooLarge "a number that is too large or not finite";
    7 BadDataFile "a file of data with a line that is no number";
    8 ControlCharacter "a text with a control character";
    9 FormulaStart "a text that a spreadsheet takes for a formula";
    // Keys and names
    10 UnknownSection "an unknown section";
    11 UnknownKey "an unknown key";
    12 MissingKey "a missing key";
    13 NoHorizon "a scenario without a horizon";
    14 KeyOfAnotherKind "a key that belongs to another kind of component";
    15 BadName "a name that is not allowed";
    16 UnknownName "a name that nothing has";
    17 NamedTwice "the same name twice in a list";
    18 NothingToRemove "nothing there to remove";
    19 NotAComponent "not a key path of a component";
    // Values
    20 WrongForm "a value of another form than the key takes";
    21 UnknownChoice "a word that the key does not take";
    22 NoUnit "a bare number where a unit is due";
    23 UnknownUnit "an unknown unit";
    24 WrongUnit "a unit of another quantity";
    25 NoGrade "barrels without a grade";
    26 Negative "a negative number";
    27 OutOfBounds "a number out of its bounds";
    28 ChangeInFile "a change where a value is due";
    // Values by date, month and unit
    30 NoStartValue "no value at the start of the horizon";
    31 MixedKeys "keys that do not go together in one value";
    32 TwelveMonths "not twelve values for twelve months";
    33 CapacityByUnits "a table of capacity that does not fit the number of units";
    34 EndlessLine "a straight line to or from what has no limit";
    35 FallingCapacity "a table of capacity that falls with more units";
    // Distributions
    40 UnknownDistribution "an unknown distribution";
    41 Parameters "a distribution with other parameters than it takes";
    42 NotAscending "numbers that must ascend and do not";
    43 MixedSpans "days, months and years mixed in one distribution";
    44 AddsUpToZero "weights that add up to 0";
    45 ProbabilitySum "probabilities that do not add up to 1";
    // Time and size
    50 EndBeforeStart "an end before its start";
    51 OutsideHorizon "a target for a year outside the horizon";
    52 HorizonTooLong "a horizon of more than two centuries";
    53 TooMuchKept "results larger than memory";
    54 MoreBeliefs "more beliefs than replications";
    // Network
    60 LinkToItself "a link from a node to itself";
    61 AgainstTheFlow "a link out of a market or into a source";
    62 ShuttleEnds "a shuttle that does not run between tanks";
    63 ReservedAboveCapacity "more reserved than a link can carry";
    64 PriceMissing "prices for some markets only";
    65 DeadEnd "a source whose oil goes nowhere";
    66 UnreachableMarket "a market that no oil reaches";
    67 NominationMissing "a key that needs a nomination, and none is there";
    68 NominatedOnCycle "a nominated link on a cycle";
    // Routes
    70 RouteInItself "a route that is part of itself";
    71 LinkInTwoRoutes "a link in two routes";
    72 CountedTwice "oil that would count twice";
    73 MarketWithoutRoute "oil that reaches a market outside all routes";
    74 InnerRouteOutside "an inner route that is not inside";
    // Chance
    80 TooManyUnits "a loss of more units than there are";
    81 BadTakes "a loss that is no number of units, no share and not all";
    82 NoEquilibrium "a markov hazard that never changes";
    83 NothingToScale "a regime that scales what a hazard does not have";
    84 CannotFail "a loss of a component that cannot fail in this way";
    // Ports and ships
    90 NotAShuttle "a fleet that serves what is no shuttle";
    91 ShuttlePorts "ports that do not fit a shuttle";
    // Projects
    100 NotAPath "not a key path of a number";
    101 NotChangeable "a key that a project cannot change";
    102 NothingToChange "a number that is not there to be changed";
    103 UnitsBeyondCapacity "more units than the table of capacity has";
    104 RequiresItself "a project that requires itself";
    // Targets, observations, correlations
    110 UnknownMetric "an unknown metric";
    111 NotObservable "an observation of nothing that is reported";
    112 ShareOfNothing "a tolerance that is a share of 0";
    113 BadCorrelation "an invalid correlation";
    114 NotABelief "a correlation of what is no belief";
    115 ImpossibleCorrelations "correlations that cannot all be true";
    // Changes on the command line
    120 NotAChange "a change that cannot be read";
    121 CannotChange "a change that cannot be made";
    // Errors of commands
    201 Io "a file or directory that cannot be read or written";
    202 Exists "results that would overwrite something";
    203 Damaged "results that are damaged";
    204 NotResults "a directory that holds other results than asked for, or none";
    205 Interrupted "a run that was interrupted";
    206 PointsFailed "points of a study that cannot be run";
    207 Undispatched "a day without a dispatch";
    208 Uncertified "a dispatch that is no proven optimum";
    209 Usage "a command line that asks for what cannot be done";
    210 BadStudy "a study that cannot be made";
    211 OtherSettings "a study resumed with other settings";
    212 ScenarioChanged "a scenario that changed while it was run";
    213 Unpaired "runs that were not drawn alike";
    214 NoSuchValue "a quantity that is not reported";
    215 NoTarget "a target that is not there";
    216 BadShares "shares that do not make a whole";
    217 LossOutside "a loss that a stress test cannot make";
    218 NetworkTooLarge "a network larger than dispatch holds";
    219 System "a refusal of the operating system";
    // Notices
    1001 SupplyAboveCapacity "more supply than the network can carry";
    1002 SupplyAboveNominations "more supply than is nominated, and no open link";
    1003 NominatedInSeries "a nominated link behind another";
    1004 OutsideTheHorizon "something dated outside the horizon";
    1005 NoChanceLeft "a horizon that lies in the known past";
    1006 UnservedShuttle "a shuttle that no fleet serves";
    1007 SmallTank "a tank smaller than a ship";
    1008 NoDepth "a port without water";
    1009 NothingNominated "a project that adds capacity and nominates nothing";
    1010 CertainCorrelation "a correlation of a number that is certain";
}

/// Areas by the number of their first kind.
const AREAS: [(u16, &str); 13] = [
    (1, "Files and text"),
    (10, "Keys and names"),
    (20, "Values"),
    (30, "Values by date, month and unit"),
    (40, "Distributions"),
    (50, "Time and size"),
    (60, "Network and routes"),
    (80, "Chance"),
    (90, "Ports and ships"),
    (100, "Projects, targets and observations"),
    (120, "Changes on the command line"),
    (201, "Errors of commands"),
    (NOTICES, "Notices"),
];

impl Kind {
    /// What it has to do with.
    pub fn area(self) -> &'static str {
        let area = AREAS.iter().rev().find(|(first, _)| *first <= self as u16);
        area.map_or("", |(_, name)| name)
    }

    /// Its code.
    pub fn code(self) -> Code {
        let number = self as u16;
        match number.checked_sub(NOTICES) {
            Some(number) => Code { severity: Severity::Notice, number },
            None => Code { severity: Severity::Error, number },
        }
    }
}

impl From<Kind> for Code {
    fn from(kind: Kind) -> Self {
        kind.code()
    }
}
