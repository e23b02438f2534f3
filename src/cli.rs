//! The command line: the only place that prints.

/// Entry point of the program.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
