//! Does the program stop when it is asked to, and leave nothing half done?

use super::cli::{Home, SCENARIO};
use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A run that takes long enough, once it can be stopped.
fn long_run(home: &Home, command: &mut Command) -> Child {
    command.current_dir(home.path()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // It listens before it begins to write: once a hidden directory is there it can be stopped.
    while !home.listed().iter().any(|name| name.ends_with(".part")) {
        sleep(Duration::from_millis(5));
    }
    child
}

fn kill(signal: &str, child: &Child) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
}

const INTERRUPTED: &str =
    "error: interrupted: nothing was written\n  = code: E205; `caspian explain E205` says more\n";

#[test]
fn an_interrupted_run_leaves_nothing_new_and_names_an_unusual_signal() {
    let home = Home::new();
    home.caspian("run pipe.toml -q -n 10").code(0);
    let before = fs::read(home.results().join("summary.csv")).unwrap();
    let signals =
        [("-INT", "-o results/new", 130), ("-HUP", "--force", 129), ("-TERM", "--force", 143)];
    for (signal, words, code) in signals {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caspian"));
        command.args(["run", "pipe.toml", "-n", "1000000"]).args(words.split(' '));
        let child = long_run(&home, &mut command);
        kill(signal, &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        let said = String::from_utf8(output.stderr).unwrap();
        let told = said.strip_suffix(INTERRUPTED).unwrap_or_else(|| panic!("{said}"));
        assert_eq!(told.contains(&signal.replace('-', "SIG")), signal != "-INT", "{said}");
        assert_eq!(home.listed(), ["pipe"]);
    }
    assert!(before == fs::read(home.results().join("summary.csv")).unwrap());
}

/// Hazards of which a single replication takes seconds.
fn slow() -> String {
    let hazards = (0..300).map(|number| {
        format!(
            "hazard.h{number} = {{ on = [\"link.pipe\"], takes = \"1 %\", process = \"poisson\", \
             rate = \"10000 /y\", duration = \"1000 y\" }}\n"
        )
    });
    SCENARIO.to_owned() + &hazards.collect::<String>()
}

#[test]
fn a_run_stops_soon_whatever_a_replication_costs() {
    let home = Home::new();
    fs::write(home.path().join("slow.toml"), slow()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_caspian"));
    command.args(["run", "slow.toml", "-q", "-n", "64", "-o", "results/slow"]);
    let mut child = long_run(&home, &mut command);
    sleep(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none(), "it takes minutes");
    kill("-TERM", &child);
    let asked = Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(143));
    // Twice of what is promised, as tests share the machine.
    assert!(asked.elapsed().as_secs_f64() < 4.0, "{:?}", asked.elapsed());
    assert!(home.listed().is_empty());
}

#[test]
fn a_second_signal_ends_the_program_at_once() {
    let home = Home::new();
    // The screen does not fit into a pipe that is full and that nobody reads.
    let (_reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(&[b' '; 1 << 16]).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_caspian"));
    command.args(["run", "pipe.toml", "-n", "10"]).current_dir(home.path()).stdout(writer);
    let mut child = command.spawn().unwrap();
    while !home.results().is_dir() {
        sleep(Duration::from_millis(5));
    }
    let wait = || sleep(Duration::from_millis(200));
    wait();
    kill("-INT", &child);
    wait();
    assert!(child.try_wait().unwrap().is_none(), "the first only asks");
    kill("-INT", &child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_the_parent_ignores_stops_nothing() {
    for signal in ["HUP", "INT"] {
        let home = Home::new();
        let mut command = Command::new("sh");
        // As `nohup` does, and a shell with what it runs in the background of a script.
        let script = format!("trap '' {signal}; exec \"$0\" \"$@\"");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_caspian")]);
        command.args(["run", "pipe.toml", "-q", "-n", "1000000", "-o", "results/x"]);
        let child = long_run(&home, &mut command);
        kill(&format!("-{signal}"), &child);
        sleep(Duration::from_millis(300));
        kill("-TERM", &child);
        let said = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
        assert!(said.starts_with("stopped by SIGTERM"), "{signal} stopped it: {said}");
    }
}
