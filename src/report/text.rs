//! Lines of at most 80 columns.
//!
//! Widths count characters, which is right for the scripts that titles are written in.

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
        let mut line = String::new();
        for piece in pieces {
            if !line.trim().is_empty() && width(&line) + 1 + width(piece) > WIDTH {
                self.line(std::mem::replace(&mut line, " ".to_owned()));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(piece);
        }
        self.line(line);
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

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// The text, with `..` at its end where it is longer than `size`.
pub(super) fn cut(text: &str, size: usize) -> String {
    if width(text) <= size {
        return text.to_owned();
    }
    let kept: String = text.chars().take(size.saturating_sub(2)).collect();
    kept.trim_end().to_owned() + ".."
}

fn left(text: &str, size: usize) -> String {
    text.to_owned() + &" ".repeat(size.saturating_sub(width(text)))
}

fn right(text: &str, size: usize) -> String {
    " ".repeat(size.saturating_sub(width(text))) + text
}
