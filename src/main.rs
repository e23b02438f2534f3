//! The `caspian` program: everything is in the library's `cli` module.

fn main() -> std::process::ExitCode {
    caspian::cli::main()
}
