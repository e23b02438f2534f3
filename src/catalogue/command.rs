//! Errors of commands, which are no faults of a scenario.

use super::{Entry, entry};
use crate::catalogue::Kind as K;

pub(super) const ENTRIES: &[Entry] = &[
    entry(
        K::Io,
        [
            "The system refused to read, write or create a file or directory; its reason stands in \
             the message.",
            "Without it the command cannot go on. Results that were being written are removed, so \
             that nothing half-finished looks whole.",
            "Check the path, your permissions and the space on the disk; `-o DIR` writes elsewhere.",
        ],
        ["caspian report results/basline", "caspian report results/baseline"],
    ),
    entry(
        K::Exists,
        [
            "The directory for the results is there already, or another run is writing to it.",
            "Results are never overwritten unless you say so.",
            "Give another directory, replace the old one with `--force`, or go on with a study by \
             `--resume`.",
        ],
        [
            "caspian run scenarios/baseline.toml -o results/baseline",
            "caspian run scenarios/baseline.toml -o results/second",
        ],
    ),
    entry(
        K::Damaged,
        [
            "A file of a results directory is not as this program writes it.",
            "It was cut short, changed by hand, saved by a spreadsheet, or written by another \
             version.",
            "Run the scenario again, or fetch the directory again from where it was copied.",
        ],
        [
            "caspian report results/opened-and-saved-in-a-spreadsheet",
            "caspian run results/baseline/scenario.toml -o results/again",
        ],
    ),
    entry(
        K::NotResults,
        [
            "A directory has no results, results of another kind than the command reads, or results of \
             an older version that do not say of what kind they are.",
            "`kind` in manifest.json says what a directory holds. `caspian report` shows all kinds; \
             other commands read few.",
            "Name a directory of `caspian sweep` for a sensitivity, of `caspian run` or `sweep` for a \
             comparison; put shares together with `caspian merge` first; make old results anew.",
        ],
        ["caspian report scenarios", "caspian report results/baseline"],
    ),
    entry(
        K::Interrupted,
        [
            "You stopped the program with Ctrl-C, or the system did with the signal that the line before names.",
            "A run writes nothing then: a part of its replications would look like all of them. A \
             study keeps the points that are done. A second signal ends the program at once.",
            "Start a run again; go on with a study by the same command with `--resume`.",
        ],
        [
            "caspian sweep study.toml -o results/study",
            "caspian sweep study.toml -o results/study --resume",
        ],
    ),
    entry(
        K::PointsFailed,
        [
            "Some points of a study cannot be run. Faults of their scenarios are told before the \
             first point is run, and nothing is written. Where points fail later, the others are \
             written.",
            "A value that is varied breaks a rule together with the rest of the scenario.",
            "Leave such values out of `[study.vary]`. Of points that failed later `warnings` in \
             manifest.json say why.",
        ],
        [
            "caspian sweep base.toml --vary \"port.north.berths=-1,2\"",
            "caspian sweep base.toml --vary \"port.north.berths=1,2\"",
        ],
    ),
    entry(
        K::Undispatched,
        [
            "The flows of a day were not found within the pivots allowed.",
            "This is a fault of the program, not of the scenario: every network has an optimum.",
            "Please report it with the scenario, the seed and the replication of the message.",
        ],
        ["caspian run odd.toml --seed 7", "caspian run odd.toml --seed 8"],
    ),
    entry(
        K::Uncertified,
        [
            "`--verify` looked at every day again, and on some the flows break a balance or are not \
             proven best.",
            "This is a fault of the program. The results are written, so that they can be looked \
             into.",
            "Please report it with the scenario and the seed.",
        ],
        ["caspian run odd.toml --verify", "caspian run scenarios/baseline.toml --verify"],
    ),
    entry(
        K::Usage,
        [
            "The words of the command line are read, but what they ask for cannot be done with this \
             scenario or these results.",
            "Nothing was begun.",
            "Do as the help says; `caspian help COMMAND` explains every option with an example.",
        ],
        [
            "caspian run base.toml -n 100 --beliefs 200",
            "caspian run base.toml -n 1000 --beliefs 200",
        ],
    ),
    entry(
        K::BadStudy,
        [
            "`[study]` or `--vary` has an unknown key, values of different units, nothing to vary, \
             too few points for its design, or more than `max-points`.",
            "A study takes hours: what is not clear is asked before it begins.",
            "Correct it as the message says; docs/studies.md has every key with an example.",
        ],
        [
            "caspian sweep base.toml --vary \"link.pipe.capacity=20 Mt/y..10 Mt/y..5 Mt/y\"",
            "caspian sweep base.toml --vary \"link.pipe.capacity=10 Mt/y,20 Mt/y\"",
        ],
    ),
    entry(
        K::OtherSettings,
        [
            "A study that was cut short is resumed with another seed, number of replications or \
             beliefs, `keep`, form of tables or version than it was begun with.",
            "Its points would no longer be comparable.",
            "Give the old settings, or begin anew with `--force` or in another directory. Where the \
             study or its scenario has changed, no setting has: points that are the same are kept.",
        ],
        [
            "caspian sweep study.toml -o results/study --resume --seed 2",
            "caspian sweep study.toml -o results/study --resume",
        ],
    ),
    entry(
        K::ScenarioChanged,
        [
            "The scenario, or a file that it names, changed while its study was run.",
            "The points before and after would be of two different scenarios.",
            "Run the study again, and edit a copy meanwhile.",
        ],
        [
            "caspian sweep study.toml    # and an editor saves study.toml meanwhile",
            "caspian sweep study-copy.toml",
        ],
    ),
    entry(
        K::Unpaired,
        [
            "Two runs to be compared have another seed, horizon, scheme of random numbers or number \
             of replications.",
            "They do not see the same storms, so their difference is partly luck.",
            "Run both with the same settings, best by giving `caspian compare` both scenarios; \
             `--unpaired` compares them nevertheless, with a larger error.",
        ],
        ["caspian compare results/seed-1 results/seed-2", "caspian compare a.toml b.toml"],
    ),
    entry(
        K::NoSuchValue,
        [
            "A quantity is unknown, or not among those that this run or study reports.",
            "There is nothing to show or to stop at.",
            "The table summary.csv lists every metric with entity and period, `caspian explain` what they \
             mean; some need `keep` in `[study]`.",
        ],
        [
            "caspian run base.toml --precision \"exports.mars.2026 ± 1 %\"",
            "caspian run base.toml --precision \"exports.total.2026 ± 1 %\"",
        ],
    ),
    entry(
        K::NoTarget,
        [
            "The command needs a target, and the scenario has none of this name or none at all.",
            "It is the target that says what is short.",
            "Add a `[target.NAME]` to the scenario, or name one that is there.",
        ],
        [
            "caspian bottlenecks no-target.toml",
            "caspian bottlenecks scenarios/accelerated-2029.toml",
        ],
    ),
    entry(
        K::BadShares,
        [
            "Directories to be merged leave something out, have something twice, or are of \
             different scenarios, seeds or versions.",
            "Only shares of one run make the tables that one run would have written.",
            "Name each share once; run again those that are missing, with the same settings.",
        ],
        [
            "caspian merge results/part-1 results/part-1 -o results/whole",
            "caspian merge results/part-1 results/part-2 -o results/whole",
        ],
    ),
    entry(
        K::LossOutside,
        [
            "The loss of a stress test begins or ends outside the horizon, or in the known past; \
             or it is of a shuttle whose ports both serve others.",
            "There would be nothing to see of it, or more would be lost than was asked for.",
            "Choose another date or a shorter loss, or lengthen the horizon; lose a port rather than a \
             shuttle.",
        ],
        [
            "caspian stress base.toml --lose link.pipe --start 2031-01-01",
            "caspian stress base.toml --lose link.pipe --start 2026-01-01",
        ],
    ),
    entry(
        K::NetworkTooLarge,
        [
            "The network has more than 19,999 nodes or takes more than 50,000 arcs, or its costs and \
             priorities take more than 126 bits to weigh.",
            "Dispatch computes exactly, in fixed words, and its memory is bounded beforehand. The \
             manual of scenario files says how arcs are counted.",
            "Join sources or links that always act together.",
        ],
        ["caspian run every-well.toml", "caspian run by-field.toml"],
    ),
    entry(
        K::System,
        [
            "The system gives no threads, or no way to listen for Ctrl-C.",
            "The program would not be able to run or to be stopped in order.",
            "Ask for fewer threads, close other programs, or look at the limits of your account.",
        ],
        ["caspian run base.toml --threads 60000", "caspian run base.toml --threads 4"],
    ),
];
