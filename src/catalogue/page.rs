//! An entry as a page of text, and all of them as `docs/errors.md`.

use super::{EXAMPLE, Entry, Kind, entries};
use crate::diagnostic::Severity;
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
    let mut text = String::new();
    let mut line = indent.to_owned();
    for word in words.split_whitespace() {
        if line.len() > indent.len() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line = indent.to_owned();
        }
        if line.len() > indent.len() {
            line.push(' ');
        }
        line.push_str(word);
    }
    text + &line + "\n"
}

/// The page for people, in Markdown.
pub fn manual() -> String {
    let mut text = HEAD.to_owned();
    let mut area = "";
    for kind in Kind::ALL {
        if kind.area() != area {
            area = kind.area();
            let _ = writeln!(text, "\n## {area}\n\n| code | what it is |\n|---|---|");
        }
        let code = kind.code();
        let anchor = format!("{code}-{}", kind.title()).to_lowercase().replace([' ', ','], "-");
        let anchor = anchor.replace("--", "-");
        let _ = writeln!(text, "| [{code}](#{anchor}) | {} |", kind.title());
    }
    let _ = writeln!(text, "\n## The scenario of the examples\n\n```toml\n{EXAMPLE}```");
    for entry in entries() {
        let _ = writeln!(text, "\n## {} {}\n", entry.kind.code(), entry.kind.title());
        for words in [entry.means, entry.because, entry.remedy] {
            text += &filled(words, "");
        }
        for (head, example) in [("Wrong", entry.wrong), ("Right", entry.right)] {
            let shell = example.starts_with("caspian ") || example.starts_with("--set");
            let language = if shell { "sh" } else { "toml" };
            let _ = writeln!(text, "\n{head}:\n\n```{language}\n{example}\n```");
        }
    }
    text
}

const HEAD: &str = "\
# Errors and notices

Every error and notice has a code, which the last line of a message names; `caspian explain E012`
shows what stands here. Codes keep their meaning in all later versions. `E001` to `E199` are faults
of a scenario, all told at once with their places; from `E201` on they are errors of commands; `N` is
a notice, with which a scenario can be run.

Pieces of scenarios are laid over the one below, as if they began with `extends = \"base.toml\"`.
";
