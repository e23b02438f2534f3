//! Files, text, keys and names.

use super::{Entry, entry};
use crate::catalogue::Kind as K;

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        K::Unreadable,
        [
            "A file named in the scenario or on the command line is not there, is a directory, may \
             not be read, or is not UTF-8. A file that a scenario names must be a regular file.",
            "What it holds is part of the scenario: without it there is nothing whole to run.",
            "Check the spelling. Paths are relative to the file that names them; those in `--set` \
             to the scenario.",
        ],
        ["extends = \"bsaeline.toml\"", "extends = \"base.toml\""],
    ),
    entry(
        K::FileTooLarge,
        [
            "A scenario or a file of data has more than 16 MB.",
            "Scenarios are written by people and have kilobytes; so large a file is most likely \
             not the one that was meant.",
            "Name another file, or thin out the data: a few thousand values say all that a \
             distribution needs.",
        ],
        [
            "duration = { empirical = \"every-second.csv\" }",
            "duration = { empirical = \"outages.csv\" }",
        ],
    ),
    entry(
        K::ExtendsItself,
        [
            "A scenario `extends` a file that leads, over others perhaps, back to it.",
            "There would be no lowest layer to begin with.",
            "Let one of the files on the circle extend nothing.",
        ],
        ["extends = \"scenario.toml\"", "extends = \"base.toml\""],
    ),
    entry(
        K::NotToml,
        [
            "The text breaks the rules of TOML: a quote or bracket is not closed, a key stands \
             twice, a table is opened twice.",
            "What follows cannot be told apart any more.",
            "Look at the place shown and the line before it. Quantities stand in quotes, dates do \
             not.",
        ],
        ["[link.pipe]\ncapacity = 20 Mt/y", "[link.pipe]\ncapacity = \"20 Mt/y\""],
    ),
    entry(
        K::NotADate,
        [
            "A date is no day of the calendar, or stands in quotes.",
            "A date is a value of its own in TOML, so that it cannot be mistaken for a text.",
            "Write year, month and day without quotes, as in 2025-01-31.",
        ],
        ["as-of = \"2025-06-30\"", "as-of = 2025-06-30"],
    ),
    entry(
        K::NumberTooLarge,
        [
            "A number is beyond what is counted with, or is infinite or no number at all.",
            "Sums over a horizon would overflow, and infinity minus infinity is nothing.",
            "Write the number that is meant; what has no limit is `\"unlimited\"` where the key \
             allows it.",
        ],
        ["[run]\nseed = 99999999999999999999", "[run]\nseed = 1"],
    ),
    entry(
        K::BadDataFile,
        [
            "A file for `empirical` has a line that is no number, or no values.",
            "A line passed over in silence would change the distribution.",
            "Write one value a line, with its unit or with `unit = …` beside `empirical`; the first \
             line may be a title, and lines after `#` are passed over.",
        ],
        [
            "[hazard.storm]\nduration = { empirical = \"bad.csv\" }    # 2 d, about 3 d, 5 d",
            "[hazard.storm]\nduration = { empirical = \"good.csv\" }   # 2 d, 3 d, 5 d",
        ],
    ),
    entry(
        K::ControlCharacter,
        [
            "A text or key has a character that is not shown but steers a terminal or turns the \
             direction of writing.",
            "Such characters can clear a screen, set its title, or show a text other than it is.",
            "Leave it out. New lines and tabs may stand in `note` and `source` only.",
        ],
        ["title = \"Exports\\u001b[2J\"", "title = \"Exports\""],
    ),
    entry(
        K::FormulaStart,
        [
            "A text that is written into tables begins with `=`, `+`, `-`, `@` or a tab.",
            "A spreadsheet takes such a cell for a formula and would compute it.",
            "Begin the text with a letter or a digit.",
        ],
        ["[hazard.storm]\ncause = \"=1+1\"", "[hazard.storm]\ncause = \"storm\""],
    ),
    entry(
        K::UnknownSection,
        [
            "A table at the top of the file, or the first part of a key path, is no section.",
            "A slip would otherwise be read over, and the run would answer another question.",
            "Take one of the sections that the message lists; docs/scenario-format.md has them all.",
        ],
        ["[harbour.west]\nberths = 3", "[port.west]\nberths = 3\nbed = \"-38 m\""],
    ),
    entry(
        K::UnknownKey,
        [
            "A key is not one of its section.",
            "A misspelt key would leave its default in force without a word.",
            "Take the key that the message suggests. Remarks belong in `note`.",
        ],
        ["[link.pipe]\ncapcity = \"20 Mt/y\"", "[link.pipe]\ncapacity = \"20 Mt/y\""],
    ),
    entry(
        K::MissingKey,
        [
            "A key is due here and not given.",
            "It has no default that would be right for everybody.",
            "Add the key; the help shows how it is written.",
        ],
        ["[node.east]\nkind = \"tank\"", "[node.east]\nkind = \"tank\"\ncapacity = \"100 kt\""],
    ),
    entry(
        K::NoHorizon,
        [
            "The scenario does not say which days are simulated.",
            "There is no default: every answer depends on it.",
            "Add `[horizon]` with its first and its last day.",
        ],
        [
            "extends = \"no-horizon.toml\"",
            "extends = \"no-horizon.toml\"\n\n[horizon]\nstart = 2025-01-01\nend = 2026-12-31",
        ],
    ),
    entry(
        K::KeyOfAnotherKind,
        [
            "The key exists, but not for components of this kind.",
            "It would have no effect here, which is hardly what was meant.",
            "Put the key where it belongs, or change the `kind` or `process` of the component.",
        ],
        ["[node.tanks]\ndemand = \"1 Mt/y\"", "[node.coast]\ndemand = \"1 Mt/y\""],
    ),
    entry(
        K::BadName,
        [
            "A name has letters other than a-z, digits and single hyphens, or is `total`.",
            "Names become key paths, columns and files on every system; results use `total` for \
             sums.",
            "Choose a name in kebab-case and put what people should read into `title`.",
        ],
        [
            "[port.Aktau_1]\nberths = 1\nbed = \"-38 m\"",
            "[port.aktau-1]\ntitle = \"Aktau 1\"\nberths = 1\nbed = \"-38 m\"",
        ],
    ),
    entry(
        K::UnknownName,
        [
            "A component or state is named that is not there, or that a layer has removed.",
            "What refers to it would have nothing to act on.",
            "Correct the name, or add the component. After `x = false` remove also what names x.",
        ],
        ["[link.pipe]\nto = \"tank\"", "[link.pipe]\nto = \"tanks\""],
    ),
    entry(
        K::NamedTwice,
        [
            "A list has the same name twice.",
            "Twice is no more than once here, so one of them is most likely another name.",
            "Remove one, or write the name that was meant.",
        ],
        [
            "[fleet.tankers]\nserves = [\"ferry\", \"ferry\"]",
            "[fleet.tankers]\nserves = [\"ferry\"]",
        ],
    ),
    entry(
        K::NothingToRemove,
        [
            "`x = false` in a section removes component x of the layers below, and there is none.",
            "The removal would do nothing, while its author believes that it does.",
            "Correct the name, or take the line out.",
        ],
        ["[hazard]\nstrom = false", "[hazard]\nstorm = false"],
    ),
    entry(
        K::NotAComponent,
        [
            "`on` takes key paths of links, nodes and ports, and this is none.",
            "A link and a node may have the same name: the section says which is meant.",
            "Write the section before the name.",
        ],
        ["[hazard.storm]\non = [\"north\"]", "[hazard.storm]\non = [\"port.north\"]"],
    ),
];
