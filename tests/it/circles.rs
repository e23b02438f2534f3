//! Is there a circle among the files of a module? Read from the sources.
//!
//! A file and one beside it that need each other cannot be read one after the other. The file of
//! a module and those below it may: one declares the other.

use crate::layers::{Source, of};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Circles that may stand, as two halves of one thing: where, its files, and why.
const HALVES: &[(&str, &[&str], &str)] = &[
    (
        "special",
        &["gamma", "normal"],
        "a gamma of a large shape starts from the normal, whose tail is a gamma",
    ),
    ("model", &["network", "port"], "a shuttle is a link that has ports, and ports serve links"),
    ("results", &["resume", "study"], "a study goes on with what one that was cut short has left"),
    ("simulate", &["settings", "size"], "settings are held against the size of what they keep"),
    (
        "scenario::file",
        &["changes", "project"],
        "changes are the part of a project that has files of its own",
    ),
    (
        "scenario::file",
        &["network", "ports"],
        "a shuttle is a link, written with the ports it serves",
    ),
];

/// A path from the root of the crate.
type ModulePath = Vec<String>;

/// Every file of the crate by its module, and what its names stand for.
struct Files {
    sources: BTreeMap<ModulePath, Source>,
    /// By module, names that it takes from modules below it, and from which.
    taken: BTreeMap<ModulePath, Vec<(String, ModulePath)>>,
}

impl Files {
    fn new(sources: Vec<Source>) -> Self {
        let of_module = |source: Source| (module_path(&source.path), source);
        let sources: BTreeMap<_, _> = sources.into_iter().map(of_module).collect();
        let mut files = Self { sources, taken: BTreeMap::new() };
        for (module, source) in &files.sources {
            let uses = source.code.match_indices("use ").flat_map(|(at, _)| {
                let mut found = Vec::new();
                expand(&source.code[at + "use ".len()..], &[], &mut found);
                found
            });
            let below = uses.filter_map(|path| {
                let start: &[String] = if path.first()? == "self" { &path[1..] } else { &path };
                let (target, rest) = files.walk(module.clone(), start);
                (target.len() > module.len() && rest.len() <= 1)
                    .then(|| (rest.first().cloned().unwrap_or_default(), target))
            });
            files.taken.insert(module.clone(), below.collect());
        }
        files
    }

    /// Follows a path from a module as far as it names modules; what is left of it.
    fn walk<'p>(&self, mut at: ModulePath, path: &'p [String]) -> (ModulePath, &'p [String]) {
        let mut rest = path;
        while let Some(next) = rest.first() {
            at.push(next.clone());
            if !self.sources.contains_key(&at) {
                at.pop();
                break;
            }
            rest = &rest[1..];
        }
        (at, rest)
    }

    /// The module in which what a path names is written.
    fn target(&self, from: &ModulePath, path: &[String]) -> ModulePath {
        let ups = path.iter().take_while(|part| *part == "super").count();
        let start = match path[0].as_str() {
            "crate" => Vec::new(),
            _ => from[..from.len().saturating_sub(ups)].to_vec(),
        };
        let (at, rest) = self.walk(start, &path[ups.max(1)..]);
        rest.first().map_or(at.clone(), |name| self.origin(&at, name))
    }

    /// Where a name of a module is written that it may have from a module below.
    fn origin(&self, module: &ModulePath, name: &str) -> ModulePath {
        if self.sources.get(module).is_some_and(|source| defines(source, name)) {
            return module.clone();
        }
        let taken = self.taken.get(module).into_iter().flatten();
        let mut from = taken.filter(|(known, target)| {
            known == name
                || known == "*" && self.origin(target, name) != *target
                || known == "*" && self.sources.get(target).is_some_and(|of| defines(of, name))
        });
        from.next().map_or_else(|| module.clone(), |(_, target)| self.origin(target, name))
    }

    /// By module, which of its parts need which others, and the files where that shows.
    fn needs(&self) -> BTreeMap<ModulePath, BTreeMap<(String, String), BTreeSet<String>>> {
        let mut needs: BTreeMap<ModulePath, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for (module, source) in &self.sources {
            for path in paths(&source.code) {
                let target = self.target(module, &path);
                let common = module.iter().zip(&target).take_while(|(a, b)| a == b).count();
                if let (Some(a), Some(b)) = (module.get(common), target.get(common)) {
                    let of = needs.entry(module[..common].to_vec()).or_default();
                    let shows = format!("{} names {}", source.path.display(), path.join("::"));
                    of.entry((a.clone(), b.clone())).or_default().insert(shows);
                }
            }
        }
        needs
    }
}

fn module_path(path: &Path) -> ModulePath {
    let parts = path.iter().map(|part| part.to_str().unwrap().trim_end_matches(".rs").to_owned());
    let parts: Vec<String> = parts.collect();
    let root = parts.iter().rposition(|part| part == "src").unwrap();
    parts[root + 1..].to_vec()
}

/// Whether a file defines an item of this name.
fn defines(source: &Source, name: &str) -> bool {
    let kinds = ["struct", "enum", "fn", "const", "static", "type", "trait", "union"];
    let is_own = |kind: &&str| {
        let head = format!("{kind} {name}");
        source.code.match_indices(&head).any(|(at, _)| {
            let end = source.code[at + head.len()..].chars().next();
            !end.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
        })
    };
    kinds.iter().any(is_own)
}

/// Every path of a text that starts at the crate or beside its file, groups spread out.
fn paths(code: &str) -> Vec<ModulePath> {
    let mut found = Vec::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
                expand(&code[at..], &[], &mut found);
            }
        }
    }
    found
}

/// Spreads out the path or group that a text begins with; returns its length.
fn expand(text: &str, before: &[String], found: &mut Vec<ModulePath>) -> usize {
    let (mut path, mut at) = (before.to_vec(), 0);
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        if text[at..].starts_with('{') {
            at += 1;
            while !text[at..].trim_start().starts_with('}') && at < text.len() {
                at += expand(&text[at..], &path, found);
                at += usize::from(text[at..].starts_with(','));
            }
            return at + text[at..].find('}').map_or(0, |end| end + 1);
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '*';
        let word: String = text[at..].chars().take_while(|c| is_word(*c)).collect();
        at += word.len();
        if word != "self" || path.is_empty() {
            path.push(word);
        }
        if !text[at..].starts_with("::") {
            // What follows, as in `a as b`, says nothing about where it is from.
            let rest = &text[at..];
            at += rest.find([',', '}', ';', '\n', '(', ')']).unwrap_or(rest.len());
            found.push(path);
            return at;
        }
        at += 2;
    }
}

/// Groups of more than one part in which each needs each other, by way of others or not.
fn circles(needs: &BTreeMap<(String, String), BTreeSet<String>>) -> BTreeSet<Vec<String>> {
    let reached = |from: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(part) = open.pop() {
            for (a, b) in needs.keys() {
                if a == part && seen.insert(b.as_str()) {
                    open.push(b);
                }
            }
        }
        seen
    };
    let parts: BTreeSet<&str> = needs.keys().map(|(part, _)| part.as_str()).collect();
    let all: BTreeMap<&str, BTreeSet<&str>> =
        parts.iter().map(|part| (*part, reached(part))).collect();
    let circle = |part: &&str| {
        let mutual = all[part]
            .iter()
            .filter(|other| all.get(**other).is_some_and(|back| back.contains(part)));
        mutual.map(|other| (*other).to_owned()).collect::<Vec<String>>()
    };
    parts.iter().map(circle).filter(|circle| circle.len() > 1).collect()
}

#[test]
fn files_of_a_module_have_an_order() {
    let mut wrong = String::new();
    let owned = |(module, files, _): &(&str, &[&str], &str)| {
        let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
        ((*module).to_owned(), files)
    };
    let mut left: BTreeSet<(String, Vec<String>)> = HALVES.iter().map(owned).collect();
    for (module, needs) in Files::new(of(|_| true)).needs() {
        let name = module.join("::");
        for circle in circles(&needs) {
            if left.remove(&(name.clone(), circle.clone())) {
                continue;
            }
            writeln!(wrong, "{name}: {} need each other:", circle.join(", ")).unwrap();
            let of_circle = |(a, b): &(String, String)| circle.contains(a) && circle.contains(b);
            for (_, shows) in needs.iter().filter(|(pair, _)| of_circle(pair)) {
                for show in shows {
                    writeln!(wrong, "    {show}").unwrap();
                }
            }
        }
    }
    for (module, files) in left {
        let files = files.join(", ");
        writeln!(wrong, "{module}: {files} is no circle any more: take it off the list").unwrap();
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_reader_of_paths_finds_circles() {
    let file = |path: &str, text: &str| Source::new(Path::new(path), text);
    let sources = vec![
        file(
            "src/a.rs",
            "mod one;\nmod two;\nmod three;\npub use two::{Two, deep::*};\nstruct Own;",
        ),
        file("src/a/one.rs", "use super::{Own, Two};\nstruct One;"),
        file("src/a/two.rs", "mod deep;\nuse crate::a::{three::{self, Three}, Own};\nstruct Two;"),
        file("src/a/two/deep.rs", "struct Deep;\nfn f() -> super::Two { todo!() }"),
        file("src/a/three.rs", "fn f() { super::one::g(&super::Deep) }\nstruct Three;"),
        file("src/a/four.rs", "use super::{Own, Deep};\n"),
    ];
    let needs = Files::new(sources).needs();
    let pairs: Vec<String> =
        needs[&vec!["a".to_owned()]].keys().map(|(a, b)| format!("{a} {b}")).collect();
    assert_eq!(pairs, ["four two", "one two", "three one", "three two", "two three"]);
    let circles = circles(&needs[&vec!["a".to_owned()]]);
    assert_eq!(circles.into_iter().collect::<Vec<_>>(), [["one", "three", "two"]]);
    assert!(needs.keys().all(|module| module.len() == 1), "{needs:?}");
}
