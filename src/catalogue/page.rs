//! An entry as a page of text, and all of them as `docs/errors.md`.

use super::{EXAMPLE, Entry, entries};
use crate::diagnostic::Severity;
use crate::text;
use std::fmt::Write as _;

/// Columns of a page.
const WIDTH: usize = 80;

/// An entry as text for a terminal.
pub fn page(entry: &Entry) -> String {
    let mut page = format!("{}: {}\n", entry.kind.code(), entry.kind.title());
    let because = match entry.kind.code().severity {
        Severity::Error => "Why it is refused",
        Severity::Notice => "Why it is told",
    };
    for (head, words) in
        [("Meaning", entry.means), (because, entry.because), ("What to do", entry.remedy)]
    {
        let _ = write!(page, "\n{head}\n{}", filled(words, "  "));
    }
    for (head, example) in [("Wrong", entry.wrong), ("Right", entry.right)] {
        let _ = writeln!(page, "\n{head}");
        for line in example.lines() {
            let _ = writeln!(page, "{}", format!("    {line}").trim_end());
        }
    }
    page
}

/// Words in lines of at most 80 columns, each behind `indent`.
pub fn filled(words: &str, indent: &str) -> String {
    let lines = text::flow(words.split_whitespace(), WIDTH - text::width(indent), "");
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

/// The page for people, in Markdown: a table an area, a row an entry.
pub fn manual() -> String {
    let mut text = HEAD.to_owned();
    let mut area = "";
    for entry in entries() {
        if entry.kind.area() != area {
            area = entry.kind.area();
            let _ = writeln!(
                text,
                "\n## {area}\n\n| code | what it is | what it means |\n|---|---|---|"
            );
        }
        let means = entry.means.replace('|', "\\|");
        let _ = writeln!(text, "| `{}` | {} | {means} |", entry.kind.code(), entry.kind.title());
    }
    let _ = writeln!(text, "\n## The scenario of the examples\n\n```toml\n{EXAMPLE}```");
    text
}

const HEAD: &str = "\
# Errors and notices

Every error and notice has a code, which the last line of a message names. `caspian explain E012` shows
the whole of it: why it is refused, what to do, and a wrong and a right example.

Codes keep their meaning in all later versions. `E001` to `E199` are faults of a scenario. They are all
shown at once, with their places. From `E201` on they are errors of commands. `N` is a notice: a scenario
with notices can be run.

The examples of `caspian explain` are pieces of scenarios. Each is added to the scenario at the end of this
page, as if it began with `extends = \"base.toml\"`.
";
