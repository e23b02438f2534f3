//! `caspian completions` and `caspian man`: what shells and manuals want to know.

use super::terminal;
use crate::error::{Error, Topic};
use clap::CommandFactory;
use clap_complete::Shell;
use std::path::Path;

/// Write completions of commands and options for a shell
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  caspian completions bash > ~/.local/share/bash-completion/completions/caspian"
)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Write the manual page of the program or of one command
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  caspian man sweep | man -l -")]
pub(super) struct Man {
    /// Name of a command
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the completions.
pub(super) fn completions(arguments: &Completions) -> Result<(), Error> {
    let mut text = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "caspian",
        &mut text,
    );
    terminal::print(&String::from_utf8_lossy(&text))
}

/// Prints the page.
pub(super) fn man(arguments: &Man) -> Result<(), Error> {
    let mut command = super::Arguments::command();
    command.build();
    if let Some(name) = &arguments.command {
        let found = command.find_subcommand(name).cloned();
        command = found
            .ok_or_else(|| Error::input(Topic::Usage, format!("there is no command `{name}`")))?
            .version(env!("CARGO_PKG_VERSION"));
    }
    let mut text = Vec::new();
    let rendered = clap_mangen::Man::new(command).render(&mut text);
    rendered.map_err(|error| Error::io("write", Path::new("the manual page"), error))?;
    terminal::print(&String::from_utf8_lossy(&text))
}
