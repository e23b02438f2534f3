//! Small changes to texts and bytes, chosen by a generator. Knows nothing of what they mean.

use rand::RngExt;
use rand::rngs::ChaCha8Rng;

/// Numbers that programs stumble over.
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "-1",
    "2",
    "0.5",
    "-0.0",
    "1e300",
    "1e-300",
    "-1e9",
    "1e18",
    "65536",
    "4294967296",
    "18446744073709551616",
    "nan",
    "inf",
    "100000000",
];

/// Letters that terminals, readers and spreadsheets stumble over.
const LETTERS: [&str; 16] =
    ["\u{1b}", "\0", "\n", "é", "\u{202e}", "\"", "'", "[", "}", "=", ",", ".", "#", " ", "-", "½"];

/// One of several.
pub fn pick<'a, T: ?Sized>(random: &mut ChaCha8Rng, all: &[&'a T]) -> &'a T {
    all[random.random_range(0..all.len())]
}

/// A text with one to three changes; `donors` give lines and words.
pub fn text(random: &mut ChaCha8Rng, text: &str, donors: &[&str]) -> String {
    let mut text = text.to_owned();
    for _ in 0..random.random_range(1..=3) {
        text = match random.random_range(0..10) {
            0..=3 => number(random, &text),
            4 | 5 => word(random, &text, donors),
            6 => line(random, &text, donors),
            7 => letter(random, &text),
            8 => text[..place(random, &text)].to_owned(),
            _ => {
                let other = word(random, &text, donors);
                number(random, &other)
            }
        };
    }
    text
}

/// A place between two letters.
fn place(random: &mut ChaCha8Rng, text: &str) -> usize {
    let mut at = random.random_range(0..=text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where words of some letters begin and end.
fn spans(text: &str, is_part: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (at, letter) in text.char_indices().filter(|(_, letter)| is_part(*letter)) {
        match spans.last_mut() {
            Some((_, end)) if *end == at => *end += letter.len_utf8(),
            _ => spans.push((at, at + letter.len_utf8())),
        }
    }
    spans
}

/// The text with another number somewhere: mostly a near one, so that much of it still runs.
pub fn number(random: &mut ChaCha8Rng, text: &str) -> String {
    let spans = spans(text, |letter| letter.is_ascii_digit() || letter == '.');
    if spans.is_empty() {
        return letter(random, text);
    }
    let (from, end) = spans[random.random_range(0..spans.len())];
    let new = match text[from..end].parse::<f64>() {
        Ok(old) if random.random_bool(0.7) => {
            let new = old * random.random_range(0.2..3.0);
            if text[from..end].contains('.') { format!("{new:.3}") } else { format!("{new:.0}") }
        }
        _ => pick(random, &NUMBERS).to_owned(),
    };
    format!("{}{new}{}", &text[..from], &text[end..])
}

/// The text with a word of a donor in place of one of its own.
fn word(random: &mut ChaCha8Rng, text: &str, donors: &[&str]) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    let donor = pick(random, donors);
    let (own, other) = (spans(text, is_part), spans(donor, is_part));
    if own.is_empty() || other.is_empty() {
        return letter(random, text);
    }
    let (from, end) = own[random.random_range(0..own.len())];
    let (first, last) = other[random.random_range(0..other.len())];
    format!("{}{}{}", &text[..from], &donor[first..last], &text[end..])
}

/// The text with a line gone, twice, elsewhere, or from a donor.
fn line(random: &mut ChaCha8Rng, text: &str, donors: &[&str]) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = random.random_range(0..lines.len().max(1));
    let other = random.random_range(0..lines.len().max(1));
    let given: Vec<&str> = pick(random, donors).lines().collect();
    match random.random_range(0..4) {
        0 if !lines.is_empty() => drop(lines.remove(at)),
        1 if !lines.is_empty() => lines.insert(at, lines[other]),
        2 if !lines.is_empty() => lines.swap(at, other),
        _ if given.is_empty() => {}
        _ => lines.insert(at.min(lines.len()), pick(random, &given)),
    }
    lines.join("\n") + "\n"
}

/// The text with a letter more.
fn letter(random: &mut ChaCha8Rng, text: &str) -> String {
    let at = place(random, text);
    format!("{}{}{}", &text[..at], pick(random, &LETTERS), &text[at..])
}

/// Bytes with a bit turned, an end cut off, or another digit; never the bytes they were.
pub fn bytes(random: &mut ChaCha8Rng, bytes: &[u8]) -> Vec<u8> {
    let mut new = bytes.to_owned();
    let at = random.random_range(0..new.len());
    match random.random_range(0..4) {
        0 => new.truncate(at),
        1 => new[at] ^= 1 << random.random_range(0..8),
        2 => drop(new.remove(at)),
        _ => {
            let digits: Vec<_> = (0..new.len()).filter(|at| new[*at].is_ascii_digit()).collect();
            match digits.get(random.random_range(0..digits.len().max(1))) {
                Some(at) => new[*at] = b'0' + (new[*at] - b'0' + random.random_range(1..10)) % 10,
                None => new[at] = !new[at],
            }
        }
    }
    new
}
