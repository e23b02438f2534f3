//! Is what people read in plain English, as far as counting can tell?
//!
//! A sentence ends at `.`, `!`, `?`, `:` or `;` before a space or the end of its paragraph.
//! Listings, tables, headings, quotations and comments are no prose.

use std::fs;
use std::path::{Path, PathBuf};

/// Words of a sentence on average, in every page.
const MEAN: f64 = 20.0;

/// Sentences of more than 30 words, of a hundred.
const LONG_OF_100: usize = 5;

/// Words of the longest sentence.
const LONGEST: usize = 45;

/// Every page for people.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages: Vec<_> = ["", "docs", "docs/decisions", "workflow"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    pages.sort();
    pages
}

/// Paragraphs and items of lists, each in one line.
fn paragraphs(page: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut listing = false;
    for line in page.lines().map(str::trim) {
        let fence = line.starts_with("```");
        listing ^= fence;
        let is_no_prose = line.is_empty() || line.starts_with(['|', '#', '>', '<']);
        if listing || fence || is_no_prose {
            paragraphs.push(String::new());
            continue;
        }
        let (mark, rest) = line.split_once(' ').unwrap_or(("", line));
        let is_number = mark.strip_suffix('.').is_some_and(|number| number.parse::<u8>().is_ok());
        if mark == "-" || is_number {
            paragraphs.push(rest.to_owned());
        } else {
            *paragraphs.last_mut().unwrap() += &format!(" {line}");
        }
    }
    paragraphs
}

/// Sentences of a page and their words.
fn sentences(page: &str) -> Vec<(usize, String)> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs(page) {
        let mut sentence = Vec::new();
        for word in paragraph.split_whitespace() {
            sentence.push(word);
            let bare = word.trim_end_matches(['*', '_', ')', '"', '”']);
            if bare.ends_with(['.', '!', '?', ':', ';']) {
                sentences.push(counted(&sentence));
                sentence.clear();
            }
        }
        sentences.push(counted(&sentence));
    }
    sentences.retain(|(words, _)| *words > 0);
    sentences
}

/// Words with a letter or a digit, and all of them as text.
fn counted(sentence: &[&str]) -> (usize, String) {
    let words = sentence.iter().filter(|word| word.contains(char::is_alphanumeric)).count();
    (words, sentence.join(" "))
}

#[test]
fn sentences_are_short() {
    let mut faults = String::new();
    for page in pages() {
        let sentences = sentences(&fs::read_to_string(&page).unwrap());
        let words: usize = sentences.iter().map(|(words, _)| words).sum();
        let mean = words as f64 / sentences.len().max(1) as f64;
        let name = page.display();
        if mean >= MEAN {
            faults += &format!("{name}: {mean:.1} words a sentence\n");
        }
        let long: Vec<_> = sentences.iter().filter(|(words, _)| *words > 30).collect();
        if long.len() > (sentences.len() * LONG_OF_100 / 100).max(1) {
            faults += &format!("{name}: {} of {} are long\n", long.len(), sentences.len());
        }
        for (words, sentence) in long.iter().filter(|(words, _)| *words > LONGEST) {
            faults += &format!("{name}: {words} words: {sentence}\n");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Dated sections, newest first, of entries that one reads in a breath.
#[test]
fn the_changelog_is_short_and_dated() {
    let page = include_str!("../../CHANGELOG.md");
    let heads = |mark: &str| -> Vec<String> {
        page.lines().filter_map(|line| line.strip_prefix(mark)).map(str::to_owned).collect()
    };
    let dates = heads("## ");
    assert!(dates.iter().all(|date| date.parse::<jiff::civil::Date>().is_ok()), "{dates:?}");
    assert!(!dates.is_empty() && dates.is_sorted_by(|newer, older| newer > older), "{dates:?}");
    let kinds = ["Added", "Changed", "Fixed", "Numbers"];
    assert!(heads("### ").iter().all(|kind| kinds.contains(&kind.as_str())));
    let entries = page.split("\n- ").skip(1).filter_map(|rest| rest.split("\n\n").next());
    let entries = entries.map(str::trim_end);
    for entry in entries {
        let ends = entry.matches(". ").count() + entry.matches(".\n").count();
        let words = entry.split_whitespace().count();
        assert!(ends < 2 && words <= 50, "more than two short sentences: {entry}");
    }
}

#[test]
fn sentences_are_found() {
    let page = "# A heading. Of words.\n\nOne two three. Four\nfive; six `a.b` (seven).\n\n\
                ```sh\nno prose here.\n```\n- an item\n- another: two\n| a | table |\n1. last\n";
    let counts: Vec<_> = sentences(page).into_iter().map(|(words, _)| words).collect();
    assert_eq!(counts, [3, 2, 3, 2, 1, 1, 1]);
}
