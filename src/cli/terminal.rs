//! Standard output and standard error.

use crate::catalogue::Kind;
use crate::diagnostic::Findings;
use crate::error::Error;
use crate::text::visible;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

/// Writes to standard output. A reader who has left, as in `| head`, is no error.
pub(super) fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(safe(text).as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Error::io("write", Path::new("standard output"), error))
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error; when even that fails there is nobody to tell.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", safe(text));
}

/// Says what was found in a scenario; what it shows of texts has no control characters.
pub(super) fn findings(found: &Findings) {
    let _ = writeln!(io::stderr().lock(), "{}", found.render(colour_on_stderr()));
}

/// Nothing but bold type and new lines may steer the terminal: texts of results that others made
/// may hold anything.
fn safe(text: &str) -> String {
    const OWN: [&str; 2] = ["\u{1b}[1m", "\u{1b}[0m"];
    let [bold, plain] = OWN;
    let parts = text.split(bold).map(|part| {
        let parts = part.split(plain).map(|part| visible(part, &['\n', '\t']));
        parts.collect::<Vec<_>>().join(plain)
    });
    parts.collect::<Vec<_>>().join(bold)
}

/// Says what went wrong and what to do about it.
pub(super) fn error(error: &Error) {
    if let Error::Scenario(found) = error {
        return findings(found);
    }
    if let Error::BadPoints { points } = error {
        for (name, found) in points {
            say(&format!("{name}:"));
            findings(found);
            say("");
        }
    }
    say(&format!("error: {error}"));
    if let Some(help) = error.help() {
        say(&format!("  = help: {help}"));
    }
    if let Some(code) = Kind::of(error).map(Kind::code) {
        say(&format!("  = code: {code}; `caspian explain {code}` says more"));
    }
}

/// True when standard output is a terminal that may be coloured.
pub(super) fn colour_on_stdout() -> bool {
    io::stdout().is_terminal() && colour_wanted()
}

/// True when standard error is a terminal that may be coloured.
pub(super) fn colour_on_stderr() -> bool {
    io::stderr().is_terminal() && colour_wanted()
}

/// See <https://no-color.org>: set and not empty, `NO_COLOR` asks for none.
fn colour_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|value| value != "dumb")
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn only_bold_type_reaches_the_terminal() {
        let page = "\u{1b}[1mTITLE\u{1b}[0m\n\u{1b}[2J\u{1b}]0;owned\u{7} \u{9b}31m \u{202e}";
        let shown = "\u{1b}[1mTITLE\u{1b}[0m\n\\u{1b}[2J\\u{1b}]0;owned\\u{7} \\u{9b}31m \\u{202e}";
        assert_eq!(safe(page), shown);
    }
}
