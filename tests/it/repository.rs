//! Does the repository keep what it says?

use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;
use std::path::{Path, PathBuf};

/// Columns that prose may take; tables, listings and addresses may take more.
const WIDTH: usize = 150;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files of a folder with this ending, in order of name.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    files.sort();
    files
}

/// Commands of the shell listings of a page.
fn commands(page: &str) -> Vec<String> {
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).filter(|line| !line.starts_with('#'));
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Words of a command, with double quotes around what holds spaces; `#` begins a remark.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in command.split("  #").next().unwrap_or_default().trim_end().chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words
}

#[test]
fn every_scenario_checks() {
    let scenarios = files("scenarios", "toml");
    assert!(scenarios.len() >= 2);
    for scenario in scenarios {
        let checked = cargo_bin_cmd!("caspian").arg("check").arg(&scenario).assert().code(0);
        // The example is made up; elsewhere layers together must leave no number without a source.
        let output = String::from_utf8(checked.get_output().stdout.clone()).unwrap();
        let bare = output.contains("without source") || output.contains("without evidence");
        let made_up = scenario.ends_with("minimal.toml");
        assert!(bare == made_up, "{}: {output}", scenario.display());
    }
}

#[test]
fn every_study_runs() {
    let home = tempfile::tempdir().unwrap();
    let studies = files("scenarios/studies", "toml");
    assert!(!studies.is_empty());
    for study in studies {
        let results = home.path().join(study.file_stem().unwrap());
        let few = ["-n", "1", "-b", "1", "-q"];
        let mut sweep = cargo_bin_cmd!("caspian");
        sweep.arg("sweep").arg(&study).args(few).arg("-o").arg(&results).assert().code(0);
        assert!(results.join("table.csv").exists());
    }
}

/// Each call of the program in the README, with few replications and in a place of its own.
#[test]
fn every_command_of_the_readme_runs() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("scenarios")).unwrap();
    for scenario in files("scenarios", "toml") {
        let copy = home.path().join("scenarios").join(scenario.file_name().unwrap());
        fs::copy(scenario, copy).unwrap();
    }
    let mut ran = 0;
    for command in commands(include_str!("../../README.md")) {
        let words = words(&command);
        let mut arguments = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["cargo", "run", "--release", "--", ..] => words[4..].to_vec(),
            ["caspian", ..] => words[1..].to_vec(),
            ["cargo", "test"] | ["cargo", "install", "--path", "."] | ["git", "clone", ..] => {
                continue;
            }
            _ => panic!("what does `{command}` do?"),
        };
        if arguments[0] == "run" {
            for (long, short, few) in [("--replications", "-n", "64"), ("--beliefs", "-b", "8")] {
                if let Some(at) = arguments.iter().position(|word| word == long || word == short) {
                    arguments.drain(at..at + 2);
                }
                arguments.extend([long.to_owned(), few.to_owned()]);
            }
        }
        cargo_bin_cmd!("caspian").current_dir(home.path()).args(&arguments).assert().code(0);
        ran += 1;
    }
    assert!(ran >= 4, "{ran}");
}

/// Each study that the page on studies shows, with one history a point.
#[test]
fn every_study_of_the_page_on_studies_runs() {
    let home = tempfile::tempdir().unwrap();
    let page = include_str!("../../docs/studies.md");
    let blocks = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut ran = 0;
    for block in blocks.filter(|block| block.contains("[study]") && block.contains("extends")) {
        let scenarios = root().join("scenarios").to_str().unwrap().replace('\\', "/");
        let study = home.path().join("study.toml");
        fs::write(&study, block.replace("../scenarios", &scenarios)).unwrap();
        let mut sweep = cargo_bin_cmd!("caspian");
        sweep.current_dir(home.path()).arg("sweep").arg(&study);
        let few =
            ["-n", "1", "--beliefs", "1", "-o", "out", "--force", "--set", "as-of=2030-12-31"];
        sweep.args(few).assert().code(0);
        ran += 1;
    }
    assert_eq!(ran, 2);
}

#[test]
fn the_readme_is_short_and_shows_the_whole_of_the_example() {
    let readme = include_str!("../../README.md");
    assert!(readme.lines().count() < 150, "{}", readme.lines().count());
    assert!(readme.contains(include_str!("../../scenarios/minimal.toml")));
    assert!(commands(readme).contains(&"cargo test".to_owned()));
    assert!(include_str!("../../.ci/run").contains("cargo test"));
}

/// Paths in backquotes; what has a name in capitals is yet to be made.
#[test]
fn every_file_exists_that_a_page_for_developers_names() {
    let mut named = 0;
    for page in ["docs/extending.md", "docs/architecture.md", "CONTRIBUTING.md", "README.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let folders = ["src/", "tests/", "docs/", "benches/", "examples/", "scenarios/", ".ci/"];
        let paths = text.split('`').skip(1).step_by(2).filter(|path| {
            let is_path = folders.iter().any(|folder| path.starts_with(folder));
            is_path && !path.contains(|c: char| c.is_ascii_uppercase() || " *<".contains(c))
        });
        for path in paths {
            assert!(root().join(path).exists(), "{page}: {path}");
            named += 1;
        }
    }
    assert!(named > 20, "{named}");
}

#[test]
fn every_page_exists_that_a_page_points_to() {
    for page in files("docs", "md").into_iter().chain(files("", "md")) {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let local = !link.is_empty() && !link.contains("://");
            let target = page.parent().unwrap().join(link);
            assert!(!local || target.exists(), "{} points to {link}", page.display());
        }
    }
}

/// Scenarios of the tables that the commands beside them make.
#[test]
fn every_scenario_that_a_table_names_is_shipped() {
    let mut named = 0;
    for page in [include_str!("../../README.md"), include_str!("../../docs/validation.md")] {
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        for name in rows.filter_map(|row| row.split('`').next()) {
            if name.contains("2029") || name == "baseline" {
                let path = root().join("scenarios").join(format!("{name}.toml"));
                assert!(path.exists(), "{name}");
                named += 1;
            }
        }
    }
    assert!(named >= 14, "{named}");
}

#[test]
fn prose_keeps_its_width() {
    for page in ["docs", "docs/decisions", ""].iter().flat_map(|folder| files(folder, "md")) {
        let text = fs::read_to_string(&page).unwrap();
        let mut listing = false;
        for line in text.lines() {
            listing ^= line.starts_with("```");
            let long = line.chars().count() > WIDTH && !line.contains("://");
            assert!(!long || listing || line.starts_with('|'), "{}: {line}", page.display());
        }
    }
}

#[test]
fn commands_of_a_page_are_found() {
    let page =
        "```sh\ncargo test\n\n# words\ncaspian run a.toml --set \"a.b=x 0.9\"  # remark\n```\n";
    let found = commands(page);
    assert_eq!(found.len(), 2);
    assert_eq!(words(&found[1]), ["caspian", "run", "a.toml", "--set", "a.b=x 0.9"]);
}
