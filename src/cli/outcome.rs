//! How a command ends: its exit code, or a message on standard error.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use crate::text::{Clean, Profile};
use crate::typeset::opportunities;

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
    within(message, crate::term::columns().map_or(80, usize::from))
}

/// A message broken into lines of at most `cells`, at spaces and between East Asian letters. A longer word is left to the
/// terminal.
pub(super) fn within(message: &str, cells: usize) -> String {
    let profile = Profile::default();
    let mut out = String::with_capacity(message.len() + 8);
    let (mut column, mut start) = (0, 0);
    for end in opportunities(message) {
        let piece = message.get(start..end).unwrap_or_default();
        // The space behind a word may stand beyond the edge.
        let width = profile.width(piece.trim_end_matches(' '));
        if column > 0 && column + width > cells {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            column = 0;
        }
        out.push_str(piece);
        column += profile.width(piece);
        start = end;
    }
    out
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
    fn messages_are_broken_between_words() {
        for (message, cells, expected) in [
            ("a long time", 80, "a long time"),
            ("a long time", 11, "a long time"),
            ("a long time", 10, "a long\ntime"),
            ("a long time", 1, "a\nlong\ntime"),
            ("读取 很长 时间", 9, "读取 很长\n时间"),
            ("读取很长，时间。", 9, "读取很\n长，时\n间。"),
            ("按 :q 或 inkstone", 8, "按 :q 或\ninkstone"),
            ("a  b", 80, "a  b"),
            ("", 80, ""),
        ] {
            assert_eq!(within(message, cells), expected, "{message} {cells}");
        }
    }

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
