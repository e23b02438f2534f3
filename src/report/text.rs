//! A page of lines of at most 80 columns.

use crate::text::{self, cut, left, right};

/// Columns of the page.
pub(super) const WIDTH: usize = 80;

/// A page in the making.
#[derive(Default)]
pub(super) struct Page {
    lines: Vec<Line>,
}

struct Line {
    text: String,
    heading: bool,
}

impl Page {
    /// Adds a line, cut at the margin.
    pub(super) fn line(&mut self, text: impl Into<String>) {
        let text = cut(text.into().trim_end(), WIDTH);
        self.lines.push(Line { text, heading: false });
    }

    /// Adds a heading after an empty line.
    pub(super) fn heading(&mut self, text: impl Into<String>) {
        if !self.lines.is_empty() {
            self.line("");
        }
        self.line(text);
        if let Some(line) = self.lines.last_mut() {
            line.heading = true;
        }
    }

    /// Adds words, wrapped, with later lines set in.
    pub(super) fn words(&mut self, text: &str) {
        self.flow(text.split(' '));
    }

    /// Adds pieces that are not broken themselves, wrapped, with later lines set in.
    pub(super) fn flow<'a>(&mut self, pieces: impl IntoIterator<Item = &'a str>) {
        text::flow(pieces, WIDTH, "  ").into_iter().for_each(|line| self.line(line));
    }

    /// The page as text; headings in bold where there is `colour`.
    pub(super) fn finish(self, colour: bool) -> String {
        let mut page = String::new();
        for Line { text, heading } in self.lines {
            if heading && colour {
                page.push_str(&format!("\u{1b}[1m{text}\u{1b}[0m"));
            } else {
                page.push_str(&text);
            }
            page.push('\n');
        }
        page
    }
}

/// A row: the first cell fills what the others, each right-aligned in its width, leave.
pub(super) fn row(first: &str, cells: &[(&str, usize)]) -> String {
    let taken: usize = cells.iter().map(|cell| cell.1).sum();
    let room = WIDTH.saturating_sub(taken);
    let mut line = left(&cut(first, room.saturating_sub(1)), room);
    for (text, size) in cells {
        line.push_str(&right(text, *size));
    }
    line
}
