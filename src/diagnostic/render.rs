//! Findings as text in rustc's form.

use super::{Code, Findings, Located, MOST_SHOWN, Place, Severity, Text, Texts};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::BTreeSet;
use std::fmt;

/// Longest line that is shown; a longer one is shown by its position alone.
const LONGEST_LINE: usize = 400;
/// Columns of the closing line.
const WIDTH: usize = 80;

impl Findings {
    /// All of it, an empty line between two; with colours for a terminal.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let shown = self.all.iter().take(MOST_SHOWN);
        let mut parts: Vec<String> =
            shown.map(|found| render(&self.texts, found, &renderer)).collect();
        if self.all.len() > MOST_SHOWN {
            parts.push(format!("{} more are not shown", self.all.len() - MOST_SHOWN));
        }
        parts.extend(self.closing());
        parts.join("\n\n")
    }

    /// How many there are and of which kinds, such as ``2 errors: E012, E031; …``.
    fn closing(&self) -> Option<String> {
        let (errors, all) = (self.errors(), self.all.len());
        let codes: BTreeSet<Code> = self.all.iter().map(|found| found.fault.code).collect();
        let first = codes.first()?;
        let counts = [(errors, "error"), (all - errors, "notice")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(n, what)| format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
        let mut lines = vec![format!("{}:", counts.collect::<Vec<_>>().join(" and "))];
        let mut words: Vec<String> = codes.iter().map(|code| format!("{code},")).collect();
        if let Some(last) = words.last_mut() {
            *last = format!("{};", last.trim_end_matches(','));
        }
        words.push(format!("`caspian explain {first}`"));
        words.push("says more".to_owned());
        for word in words {
            match lines.last_mut() {
                Some(line) if line.len() + 1 + word.len() <= WIDTH => *line += &format!(" {word}"),
                _ => lines.push(format!("  {word}")),
            }
        }
        Some(lines.join("\n"))
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Findings {}

fn render(texts: &Texts, found: &Located, renderer: &Renderer) -> String {
    let level = match found.fault.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Notice => Level::NOTE.with_name("notice"),
    };
    let title = level.primary_title(found.fault.message.as_str());
    let mut group = Group::with_title(title);
    match (found.at, &found.related) {
        (Some(at), Some((related, words))) if related.text == at.text => {
            group = group.element(snippet(texts, at, Some((*related, words.as_str()))));
        }
        (Some(at), related) => {
            group = group.element(snippet(texts, at, None));
            if let Some((place, words)) = related {
                let lines = Lines::of(texts, *place, None);
                let label = AnnotationKind::Context.span(lines.within(*place));
                group = group.element(lines.snippet(texts).annotation(label.label(words.as_str())));
            }
        }
        (None, _) => {}
    }
    if let Some(help) = &found.fault.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    tidy(&renderer.render(&[group]))
}

/// The snippet of a place, with what else is to be marked in the same text.
fn snippet<'a>(
    texts: &'a Texts,
    at: Place,
    extra: Option<(Place, &'a str)>,
) -> Snippet<'a, Annotation<'a>> {
    let lines = Lines::of(texts, at, extra.map(|(place, _)| place));
    let primary = AnnotationKind::Primary.span(lines.within(at));
    let context = |(place, words): (Place, &'a str)| {
        AnnotationKind::Context.span(lines.within(place)).label(words)
    };
    lines.snippet(texts).annotation(primary).annotations(extra.map(context))
}

/// The lines of a text that hold what is marked: a text of megabytes is not looked through for each.
struct Lines<'a> {
    of: usize,
    text: &'a str,
    /// Where they begin in the whole.
    start: usize,
}

impl<'a> Lines<'a> {
    fn of(texts: &'a Texts, at: Place, and: Option<Place>) -> Self {
        let text = texts.0[at.text].text.as_str();
        let both = [at, and.unwrap_or(at)];
        let first = both.iter().map(|place| place.start).min().unwrap_or(0);
        let last = both.iter().map(|place| place.end).max().unwrap_or(0);
        let start = text[..first].rfind('\n').map_or(0, |line| line + 1);
        let end = text[last..].find('\n').map_or(text.len(), |line| last + line);
        Self { of: at.text, text: &text[start..end], start }
    }

    fn snippet(&self, texts: &'a Texts) -> Snippet<'a, Annotation<'a>> {
        let Text { name, text } = &texts.0[self.of];
        let before = text[..self.start].matches('\n').count();
        Snippet::source(self.text).line_start(before + 1).path(name.as_str())
    }

    /// The part of a place that lies on its first line.
    fn within(&self, at: Place) -> std::ops::Range<usize> {
        let (start, end) = (at.start - self.start, at.end - self.start);
        let end = self.text[start..end].find(['\n', '\r']).map_or(end, |stop| start + stop);
        start..end.min(start + LONGEST_LINE).max(start)
    }
}

/// Without the empty bar before a footer and without blanks at the end of lines.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let keep = |at: usize| {
        let next = lines.get(at + 1).map_or("", |line| line.trim_start());
        lines[at].trim_start() != "|" || !next.starts_with("= ")
    };
    let kept: Vec<&str> = (0..lines.len()).filter(|at| keep(*at)).map(|at| lines[at]).collect();
    kept.join("\n")
}
