//! Text in columns: how wide it is, where lines break, and what must not reach a terminal or table.
//!
//! Widths are those of a terminal: 2 of Chinese letters, 0 of marks that stand on others. Knows
//! nothing of what the words mean.

use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Columns that a letter takes by itself.
pub fn letter_width(letter: char) -> usize {
    letter.width().unwrap_or(0)
}

/// The text, with `..` at its end where it is wider than `room`.
pub fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = |letter: &char| {
        taken += letter_width(*letter);
        taken + 2 <= room
    };
    let kept: String = text.chars().take_while(fits).collect();
    kept.trim_end().to_owned() + ".."
}

/// The text at the left of `room` columns.
pub fn left(text: &str, room: usize) -> String {
    text.to_owned() + &" ".repeat(room.saturating_sub(width(text)))
}

/// The text at the right of `room` columns.
pub fn right(text: &str, room: usize) -> String {
    " ".repeat(room.saturating_sub(width(text))) + text
}

/// Pieces with a blank between them in lines of at most `room` columns, later ones behind
/// `indent`. A piece is not broken, so one that is wider makes a wider line.
pub fn flow<'a>(
    pieces: impl IntoIterator<Item = &'a str>,
    room: usize,
    indent: &str,
) -> Vec<String> {
    lines(pieces, " ", room, indent)
}

/// As [`flow`], of pieces that bring the blanks at their end with them.
pub fn packed<'a>(
    pieces: impl IntoIterator<Item = &'a str>,
    room: usize,
    indent: &str,
) -> Vec<String> {
    lines(pieces, "", room, indent)
}

fn lines<'a>(
    pieces: impl IntoIterator<Item = &'a str>,
    between: &str,
    room: usize,
    indent: &str,
) -> Vec<String> {
    let mut done = Vec::new();
    let mut line = String::new();
    for piece in pieces {
        let taken = width(&line) + width(between) + width(piece.trim_end());
        if !line.trim().is_empty() && taken > room {
            done.push(std::mem::replace(&mut line, indent.to_owned()));
        } else if !line.is_empty() {
            line.push_str(between);
        }
        line.push_str(piece);
    }
    done.push(line);
    done.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// True for control characters (C0, DEL, C1) and for those that turn the direction of writing.
pub fn is_control(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with control characters written out, as in `\u{1b}`; those in `kept` stay.
pub fn visible(text: &str, kept: &[char]) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_control(letter) && !kept.contains(&letter) {
            let _ = write!(shown, "{}", letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// The first letter of a text, where a spreadsheet would take a cell with it for a formula.
pub fn formula_start(text: &str) -> Option<char> {
    text.chars().next().filter(|letter| ['=', '+', '-', '@', '\t', '\r'].contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_a_terminal() {
        for (text, columns) in
            [("Aktau", 5), ("Актау", 5), ("里海", 4), ("e\u{301}", 1), ("й", 1), ("и\u{306}", 1)]
        {
            assert_eq!(width(text), columns, "{text}");
        }
        assert_eq!((left("里海", 6), right("Актау", 6)), ("里海  ".into(), " Актау".into()));
    }

    #[test]
    fn what_is_cut_takes_no_more_room_and_keeps_marks_on_their_letters() {
        assert_eq!(cut("Caspian", 7), "Caspian");
        assert_eq!(cut("Caspian Sea", 8), "Caspia..");
        assert_eq!(cut("里海石油出口", 7), "里海..");
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}e\u{301}", 3), "e\u{301}..");
        for room in 2..14 {
            assert!(width(&cut("里海 Каспий sea", room)) <= room, "{room}");
        }
    }

    #[test]
    fn lines_break_between_pieces() {
        let words = "one two three four".split(' ');
        assert_eq!(flow(words, 9, "  "), ["one two", "  three", "  four"]);
        assert_eq!(flow(["里海", "石油"], 8, ""), ["里海", "石油"]);
        assert_eq!(flow(["里海", "石油"], 9, ""), ["里海 石油"]);
        assert_eq!(flow(["unbroken-name", "a"], 5, " "), ["unbroken-name", " a"]);
        assert_eq!(packed(["link.", "aktau-", "baku "], 11, "  "), ["link.aktau-", "  baku"]);
        assert_eq!(flow([], 5, ""), [""]);
    }

    #[test]
    fn control_characters_are_shown() {
        let text = "a\u{1b}[2Jb\u{9b}c\u{202e}d\nй\u{7}";
        let shown = "a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\nй\\u{7}";
        assert_eq!(visible(text, &['\n']), shown);
        assert!(!visible(text, &[]).contains(is_control));
    }

    #[test]
    fn formulas_are_known_by_their_first_letter() {
        for text in ["=1+1", "+1", "-x", "@SUM(1)", "\t=1", "\r=1"] {
            assert_eq!(formula_start(text), text.chars().next(), "{text:?}");
        }
        assert_eq!([formula_start("a=1"), formula_start(""), formula_start("1-2")], [None; 3]);
    }
}
