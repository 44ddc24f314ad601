//! How a command ends: its exit code, or a message on standard error.

use std::io::{self, IsTerminal, Write};

use crate::text::Clean;

/// Exit code: success.
pub(super) const OK: u8 = 0;
/// Exit code: there was nothing to show, or problems were found.
pub(super) const EMPTY: u8 = 1;
/// Exit code: wrong usage, or an error.
pub(super) const TROUBLE: u8 = 2;

/// An error that ends the program with a message: what went wrong, why, and a hint.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(super) struct Refusal {
    what: String,
    because: Option<String>,
    hint: Option<String>,
    code: u8,
}

impl Refusal {
    /// An error with the exit code [`TROUBLE`].
    pub(super) fn trouble(what: impl Into<String>) -> Self {
        Self { what: what.into(), because: None, hint: None, code: TROUBLE }
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

    /// Adds a hint.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Tells people something on standard error; nothing if it is not a terminal.
pub(super) fn note(message: &str) {
    let mut err = io::stderr().lock();
    if err.is_terminal() {
        // Ignore write errors: what is told does not matter to the command.
        let _ = writeln!(err, "inkstone: {}", Clean::line(message));
    }
}

/// Tells people and programs something on standard error.
pub(super) fn warn(message: &str) {
    // Ignore write errors: stderr may be closed.
    let _ = writeln!(io::stderr().lock(), "inkstone: {}", Clean::line(message));
}

/// Prints an error and returns its exit code. A broken pipe is success: the reader has read enough.
pub(super) fn report(error: &anyhow::Error) -> u8 {
    let broken = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken) {
        return OK;
    }
    let mut err = io::stderr().lock();
    let (because, hint, code) = match error.downcast_ref::<Refusal>() {
        Some(refusal) => (refusal.because.clone(), refusal.hint.clone(), refusal.code),
        None => (error.source().map(ToString::to_string), None, TROUBLE),
    };
    // Ignore write errors: stderr may be closed.
    let _ = writeln!(err, "inkstone: {}", Clean::line(&error.to_string()));
    if let Some(because) = because {
        let _ = writeln!(err, "  {}", Clean::line(&because));
    }
    if let Some(hint) = hint {
        let _ = writeln!(err, "  {hint}");
    }
    code
}
