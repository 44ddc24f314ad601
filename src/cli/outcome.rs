//! How a command ends: its exit code, or a message on standard error.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use crate::text::Clean;

/// Exit code: success.
pub(super) const OK: u8 = 0;
/// Exit code: there was nothing to show, or problems were found.
pub(super) const EMPTY: u8 = 1;
/// Exit code: wrong usage, or an error.
pub(super) const TROUBLE: u8 = 2;

/// An error that ends the program with a message: what went wrong, why, and a hint.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{what}")]
pub(super) struct Refusal {
    what: String,
    because: Option<String>,
    hints: Vec<String>,
    code: u8,
}

impl Refusal {
    /// An error with the exit code [`TROUBLE`].
    pub(super) fn trouble(what: impl Into<String>) -> Self {
        Self { what: what.into(), because: None, hints: Vec::new(), code: TROUBLE }
    }

    /// Prints the error and returns its exit code.
    pub(super) fn report(&self) -> u8 {
        let mut err = io::stderr().lock();
        // Ignore write errors: stderr may be closed.
        let _ = writeln!(err, "{}", shown(&format!("inkstone: {}", Clean::line(&self.what)), &err));
        for line in self.because.iter().chain(&self.hints) {
            let _ = writeln!(err, "  {}", Clean::line(line));
        }
        self.code
    }

    /// An error with the exit code [`EMPTY`].
    pub(super) fn empty(what: impl Into<String>) -> Self {
        Self { code: EMPTY, ..Self::trouble(what) }
    }

    /// Adds the cause.
    pub(super) fn because(mut self, why: impl Into<String>) -> Self {
        self.because = Some(why.into());
        self
    }

    /// Adds a hint, on a line of its own.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// Tells people something on standard error; nothing if it is not a terminal.
pub(super) fn note(message: &str) {
    let mut err = io::stderr().lock();
    if err.is_terminal() {
        // Ignore write errors: what is told does not matter to the command.
        let _ = writeln!(err, "{}", fitted(&format!("inkstone: {}", Clean::line(message))));
    }
}

/// Tells people and programs something on standard error.
pub(super) fn warn(message: &str) {
    // Ignore write errors: stderr may be closed.
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{}", shown(&format!("inkstone: {}", Clean::line(message)), &err));
}

/// Prints an error and returns its exit code. A broken pipe is success: the reader has read enough.
pub(super) fn report(error: &anyhow::Error) -> u8 {
    let broken = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken) {
        return OK;
    }
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        return refusal.report();
    }
    let refusal = Refusal::trouble(reason(&error.to_string()));
    error.source().map_or(refusal.clone(), |source| refusal.because(reason(&source.to_string()))).report()
}

/// The message of an I/O error, without the number that Rust adds.
fn reason(message: &str) -> &str {
    message.split(" (os error").next().unwrap_or_default()
}

/// A message for standard error: as it is for programs, broken between words for a terminal.
fn shown(message: &str, err: &impl IsTerminal) -> String {
    if err.is_terminal() { fitted(message) } else { message.to_owned() }
}

/// A message on the lines of the terminal, which would break inside words.
pub(super) fn fitted(message: &str) -> String {
    crate::output::wrapped(message, crate::term::columns().map_or(80, usize::from))
}

/// The columns that output for people is broken to: those of the terminal that it goes to, if it does.
pub(super) fn columns() -> Option<usize> {
    crate::term::columns().filter(|_| io::stdout().is_terminal()).map(usize::from)
}

/// Arguments as typed in a shell. Those with characters that a shell interprets are in single quotes.
pub(super) fn shell_line(arguments: &[OsString]) -> String {
    let plain = |c: char| c.is_alphanumeric() || !c.is_ascii() || "-_./=:,+@%".contains(c);
    let word = |argument: &OsString| {
        let text = argument.to_string_lossy();
        let is_plain = !text.is_empty() && text.chars().all(plain) && !text.contains(char::is_whitespace);
        if is_plain { text.into_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
    };
    arguments.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_can_be_pasted_into_a_shell() {
        for (argument, expected) in [
            ("posts/a.md", "posts/a.md"),
            ("新媒体.md", "新媒体.md"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("", "''"),
            ("category:\"x\"", "'category:\"x\"'"),
            ("～　b", "'～　b'"),
        ] {
            assert_eq!(shell_line(&[argument.into()]), expected);
        }
    }
}
