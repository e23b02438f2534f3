//! Tables of studies within the page: what does not fit is wrapped, or left out and counted.
//!
//! Knows nothing of what the cells mean.

use super::text::WIDTH;
use crate::text::{letter_width, packed, width};

/// Room that a heading is wrapped in, where the cells below it need no more.
const HEAD: usize = 16;
/// Columns that the first cells may take while other columns wait for room.
const FIRST: usize = 24;
/// Blanks between columns.
const GAP: usize = 2;
/// What later lines of the first column begin with.
const INDENT: &str = "  ";

/// A table of at most 80 columns, and how many columns at its right end were left out.
///
/// The first row holds the headings. They and the first column, which stands to the left, are
/// wrapped; all other cells stay whole and to the right. One column beside the first is always
/// shown.
pub fn fitted(rows: &[Vec<String>]) -> (String, usize) {
    let Some((heads, body)) = rows.split_first() else { return (String::new(), 0) };
    let columns: Vec<Column> =
        (1..heads.len()).map(|at| Column::new(&heads[at], at, body)).collect();
    let natural = rows.iter().map(|row| width(&row[0])).max().unwrap_or(0);
    let mut taken = 0;
    let fits = columns.iter().take_while(|column| {
        taken += GAP + column.size;
        natural.min(FIRST) + taken <= WIDTH
    });
    let shown = &columns[..fits.count().max(1).min(columns.len())];
    let taken: usize = shown.iter().map(|column| GAP + column.size).sum();
    let first = natural.min(WIDTH.saturating_sub(taken)).max(HEAD);
    let mut text = headings(&wrapped(&heads[0], first, INDENT), shown, first);
    for row in body {
        for (at, label) in wrapped(&row[0], first, INDENT).iter().enumerate() {
            let cell = |k: usize| if at == 0 { row[k + 1].as_str() } else { "" };
            text += &line(label, first, shown, cell);
        }
    }
    (text, columns.len() - shown.len())
}

/// A column beside the first.
struct Column {
    head: Vec<String>,
    size: usize,
}

impl Column {
    fn new(head: &str, at: usize, body: &[Vec<String>]) -> Self {
        let cells = body.iter().map(|row| width(&row[at])).max().unwrap_or(0);
        let head = wrapped(head, cells.max(HEAD), "");
        let size = head.iter().map(|line| width(line)).chain([cells]).max().unwrap_or(0);
        Self { head, size }
    }
}

/// The headings, which end on the same line.
fn headings(own: &[String], columns: &[Column], first: usize) -> String {
    let lines = columns.iter().map(|column| column.head.len()).chain([own.len()]).max();
    let lines = lines.unwrap_or(0);
    let of = |head: &[String], at: usize| {
        (at + head.len()).checked_sub(lines).map_or(String::new(), |at| head[at].clone())
    };
    let heads = (0..lines).map(|at| {
        let cells: Vec<String> = columns.iter().map(|column| of(&column.head, at)).collect();
        line(&of(own, at), first, columns, |k| &cells[k])
    });
    heads.collect()
}

fn line<'c>(
    label: &str,
    first: usize,
    columns: &[Column],
    cell: impl Fn(usize) -> &'c str,
) -> String {
    let mut line = format!("{label}{}", " ".repeat(first.saturating_sub(width(label))));
    for (k, column) in columns.iter().enumerate() {
        let cell = cell(k);
        line += &" ".repeat(GAP + column.size - width(cell));
        line += cell;
    }
    line.trim_end().to_owned() + "\n"
}

/// A text in lines of at most `room`, later ones set in.
fn wrapped(text: &str, room: usize, indent: &str) -> Vec<String> {
    packed(pieces(text, room - indent.len()), room, indent)
}

/// Where a key path or words may be broken: not between a number and its unit or decimals.
fn pieces(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut size, mut before) = (0, 0, ' ');
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if size + letter_width(letter) > most {
            pieces.push(&text[start..at]);
            (start, size) = (at, 0);
        }
        size += letter_width(letter);
        let breaks = match letter {
            ' ' | '.' => !before.is_ascii_digit(),
            '-' => before.is_alphabetic(),
            _ => matches!(letter, '=' | ','),
        };
        if breaks {
            pieces.push(&text[start..end]);
            (start, size) = (end, 0);
        }
        before = letter;
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn headings_and_labels_are_wrapped_and_the_rest_is_counted() {
        let table = rows(&[
            &["POINT", "P(trans-caspian)", "target-routes.trans-caspian.2029, Mt", "d", "e"],
            &["0 unchanged", "< 2 %", "6.28 ± 0.02", "1", "2"],
            &["12 link.aktau-baku.nominated=2.5 Mt/y, fleet.new.ships=+2", "0.5 %", "6.1", "3", ""],
        ]);
        let (text, hidden) = fitted(&table);
        let expected = [
            "                                                            target-routes.",
            "                                                            trans-caspian.",
            "POINT                                     P(trans-caspian)        2029, Mt  d  e",
            "0 unchanged                                          < 2 %     6.28 ± 0.02  1  2",
            "12 link.aktau-baku.nominated=2.5 Mt/y,               0.5 %             6.1  3",
            "  fleet.new.ships=+2\n",
        ];
        assert_eq!((text, hidden), (expected.join("\n"), 0));
        let mut wide = table;
        wide.iter_mut().for_each(|row| row[3] = "x".repeat(40));
        assert_eq!(fitted(&wide).1, 2, "a column that does not fit goes with those behind it");
    }

    #[test]
    fn nothing_is_wider_than_the_page_but_a_cell_that_cannot_be_wrapped() {
        let long = "a-very-long-name.of-something=".repeat(9);
        let table = rows(&[&["X", "y"], &[&long, "1"]]);
        let (text, _) = fitted(&table);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.lines().count(), 5, "{text}");
        assert_eq!(fitted(&[]), (String::new(), 0));
    }
}
