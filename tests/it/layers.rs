//! Does every part know only what it may know? Read from the sources.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by layer, from the lowest; a module imports only from layers below its own.
const LAYERS: [&[&str]; 10] = [
    &["calendar", "diagnostic", "graph", "rng", "special", "stop", "table", "text", "units"],
    &["circulation", "dist", "error", "metric", "stats"],
    &["catalogue", "model"],
    &["dispatch", "port", "scenario", "trajectory"],
    &["tally"],
    &["simulate"],
    &["study"],
    &["results"],
    &["batch", "report"],
    &["cli"],
];

const RANDOM: &[&str] = &["crate::rng", "rand::", "rand_distr"];
const PRINTS: &[&str] =
    &["println!", "print!", "eprintln!", "eprint!", "dbg!", "io::stdout", "io::stderr"];
const READS_FILES: &[&str] = &["std::fs", "fs::read", "File::open"];
const WRITES_FILES: &[&str] = &[
    "File::create",
    "fs::write",
    "OpenOptions",
    "create_dir",
    "fs::rename",
    "fs::copy",
    "remove_file",
    "remove_dir",
];
const CLOCK: &[&str] = &["SystemTime", "Instant", "Timestamp::now", "Zoned::now"];
const GLOBAL_STATE: &[&str] =
    &["static mut", "thread_local!", "OnceLock", "LazyLock", "OnceCell", "static Mutex"];

/// A source file without comments and without its tests.
pub struct Source {
    pub path: PathBuf,
    module: String,
    lines: usize,
    header: usize,
    pub code: String,
}

impl Source {
    pub fn new(path: &Path, text: &str) -> Self {
        let parts: Vec<_> =
            path.components().map(|part| part.as_os_str().to_str().unwrap()).collect();
        let below = &parts[parts.iter().position(|part| *part == "src").unwrap() + 1..];
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code = code.lines().map(|line| line.split("//").next().unwrap_or_default());
        Self {
            path: path.to_owned(),
            module: below[0].trim_end_matches(".rs").to_owned(),
            lines: text.lines().count(),
            header: text.lines().take_while(|line| line.starts_with("//!")).count(),
            code: code.collect::<Vec<_>>().join("\n"),
        }
    }

    /// Files that hold nothing but tests or data for them.
    fn is_test(&self) -> bool {
        let stem = self.path.file_stem().unwrap().to_str().unwrap();
        stem.ends_with("tests") || stem == "fixture" || self.path.iter().any(|part| part == "tests")
    }

    /// Modules of the crate that are named, also within `use crate::{a, b}`.
    fn imports(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            let rest = &self.code[at + "crate::".len()..];
            match rest.strip_prefix('{') {
                Some(group) => found.extend(group_heads(group)),
                None => found.push(word(rest)),
            }
        }
        found.retain(|name| *name != self.module && !name.is_empty());
        found
    }

    fn says(&self, words: &[&str]) -> Vec<String> {
        let found = words.iter().filter(|word| self.code.contains(**word));
        found.map(|word| format!("{}: {word}\n", self.path.display())).collect()
    }
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
}

/// First words of the members of a brace group, whatever is nested in them.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads = vec![String::new()];
    for letter in group.chars() {
        match letter {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(String::new()),
            _ => {}
        }
        if depth == 0
            && letter != ','
            && let Some(head) = heads.last_mut()
        {
            head.push(letter);
        }
    }
    heads.iter().map(|head| word(head.trim_start())).collect()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push(Source::new(&path, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources.retain(|source| !["lib", "main"].contains(&source.module.as_str()));
    assert!(sources.len() > 20, "too few sources were found");
    sources
}

/// Sources that ship, of modules for which `which` holds.
pub fn of(which: impl Fn(&str) -> bool) -> Vec<Source> {
    let mut sources = sources();
    sources.retain(|source| which(&source.module) && !source.is_test());
    sources
}

fn upward_imports(source: &Source) -> Vec<String> {
    let own = layer(&source.module);
    let upward = source.imports().into_iter().filter(|name| layer(name) >= own);
    upward.map(|name| format!("{} imports {name}\n", source.path.display())).collect()
}

fn none(offences: impl IntoIterator<Item = String>) {
    let offences: String = offences.into_iter().collect();
    assert!(offences.is_empty(), "\n{offences}");
}

#[test]
fn modules_import_only_from_layers_below() {
    none(of(|_| true).iter().flat_map(upward_imports));
}

#[test]
fn every_module_has_a_layer_and_stands_in_its_order() {
    let lib = include_str!("../../src/lib.rs");
    let line =
        |line: &'static str| line.trim_start_matches("pub(crate) ").trim_start_matches("pub ");
    let declared =
        lib.lines().map(line).filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    let layers: Vec<_> = declared.clone().map(|name| (layer(name), name)).collect();
    assert!(layers.is_sorted() && layers[0].0.is_some(), "{layers:?}");
    assert!(lib.contains("// Layer 0") && lib.contains("// Layer 9"));
}

#[test]
fn dispatch_and_ports_have_no_chance_clock_or_files() {
    let sources = of(|module| ["circulation", "dispatch", "port"].contains(&module));
    let banned = [RANDOM, CLOCK, READS_FILES, WRITES_FILES].concat();
    none(sources.iter().flat_map(|source| source.says(&banned)));
}

#[test]
fn only_the_command_line_prints() {
    none(of(|module| module != "cli").iter().flat_map(|source| source.says(PRINTS)));
}

#[test]
fn only_results_write_files() {
    none(of(|module| module != "results").iter().flat_map(|source| source.says(WRITES_FILES)));
}

#[test]
fn only_results_ask_the_time() {
    none(of(|module| module != "results").iter().flat_map(|source| source.says(CLOCK)));
}

#[test]
fn reports_see_results_and_no_simulation() {
    let banned = ["simulate", "tally", "trajectory", "dispatch", "scenario"];
    let sources = of(|module| module == "report");
    let seen = sources.iter().flat_map(|source| {
        let seen = source.imports().into_iter().filter(|name| banned.contains(&name.as_str()));
        seen.map(|name| format!("{} sees {name}\n", source.path.display()))
    });
    none(seen);
}

#[test]
fn there_is_no_global_state() {
    none(of(|_| true).iter().flat_map(|source| source.says(GLOBAL_STATE)));
}

#[test]
fn files_and_headers_stay_short() {
    let mut long = String::new();
    for source in sources() {
        let path = source.path.display();
        if source.lines > 500 {
            writeln!(long, "{path} has {} lines", source.lines).unwrap();
        }
        if source.header > 12 {
            writeln!(long, "{path} has a header of {} lines", source.header).unwrap();
        }
        if source.header == 0 && !source.is_test() {
            writeln!(long, "{path} does not say what it is").unwrap();
        }
    }
    assert!(long.is_empty(), "\n{long}");
}

#[test]
fn the_reader_of_sources_finds_what_it_must() {
    let text = "use crate::{metric::{Metric, Other}, cli, table};\nfn f() { crate::results::open() }\n\
                // crate::simulate in words\n#[cfg(test)]\nmod tests { use crate::report; }\n";
    let source = Source::new(Path::new("src/tally/block.rs"), text);
    assert_eq!(source.module, "tally");
    assert_eq!(source.imports(), ["metric", "cli", "table", "results"]);
    assert_eq!(upward_imports(&source).len(), 2);
    let text = "fn f() { std::fs::write(p, b) }";
    assert_eq!(Source::new(Path::new("src/stats.rs"), text).says(WRITES_FILES).len(), 1);
}
