//! A pager: shows output that is longer than the screen, as git does.

mod rows;

use std::io::{self, IsTerminal, Write};
use std::process::{Child, ChildStdin, Stdio};

use crate::term::pager::rows::Rows;
use crate::term::program::{CommandLine, Fate};
use crate::term::{system, tty};

/// The pager if nothing names one.
const DEFAULT: &str = "less";

/// What pagers are told if the environment does not say otherwise: less ends if all fits the screen, passes colours on,
/// and leaves the text on the screen; lv passes colours on.
const ENVIRONMENT: [(&str, &str); 2] = [("LESS", "FRX"), ("LV", "-c")];

/// Most bytes that are kept before a pager is started, whatever the number of lines.
const LONGEST: usize = 1 << 20;

/// The command line of a pager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    line: String,
    /// Whether somebody named it. Otherwise nobody misses it.
    is_named: bool,
}

impl Pager {
    /// The pager for standard output: `$INKSTONE_PAGER`, else the configured one, else `$PAGER`, else less. `None` if
    /// that is empty or `cat`, or if standard output is no terminal or one that cannot move its cursor.
    pub fn of_environment(configured: Option<&str>) -> Option<Self> {
        let of = |name: &str| std::env::var(name).ok();
        if !tty::moves_cursor() || !io::stdout().is_terminal() {
            return None;
        }
        Self::among([of("INKSTONE_PAGER"), configured.map(str::to_owned), of("PAGER")])
    }

    /// The first of these that is there, else the default; `None` if it is empty or `cat`.
    fn among(named: [Option<String>; 3]) -> Option<Self> {
        let named = named.into_iter().flatten().next();
        let is_named = named.is_some();
        let line = named.unwrap_or_else(|| DEFAULT.to_owned());
        (!matches!(line.trim(), "" | "cat")).then_some(Self { line, is_named })
    }
}

/// Standard output, through a pager if more is written than the screen has room for. If there is no pager, or it cannot
/// be started, everything is written directly.
pub struct Paged {
    pager: Option<Pager>,
    /// What was written so far, as long as the screen may have room for it.
    held: Vec<u8>,
    rows: Rows,
    running: Option<(Child, Option<ChildStdin>)>,
    failure: Option<Fate>,
}

impl Paged {
    /// Output with this pager.
    pub fn new(pager: Option<Pager>) -> Self {
        let (columns, rows) = system::window().unwrap_or((80, 24));
        // The prompt of the shell takes a row.
        let rows = Rows::new(usize::from(columns), usize::from(rows).saturating_sub(1));
        Self { pager, held: Vec::new(), rows, running: None, failure: None }
    }

    /// Whether output may go through a pager.
    pub fn may_page(&self) -> bool {
        self.pager.is_some() || self.running.is_some()
    }

    /// Writes what is held, and waits until the pager ends. Returns what became of a pager that could not be started.
    /// How it ended does not matter: its reader decides.
    ///
    /// # Errors
    /// Errors of standard output.
    pub fn end(mut self) -> io::Result<Option<Fate>> {
        if self.running.is_none() {
            let mut out = io::stdout();
            out.write_all(&self.held)?;
            out.flush()?;
        }
        self.wait();
        Ok(self.failure.take())
    }

    fn wait(&mut self) {
        if let Some((mut child, stdin)) = self.running.take() {
            drop(stdin);
            // Nothing can be done about an error.
            let _ = child.wait();
        }
    }

    /// Starts the pager, or gives up on it.
    fn start(&mut self) -> io::Result<()> {
        let Some(pager) = self.pager.take() else { return Ok(()) };
        let line = CommandLine::new(&pager.line);
        let mut command = line.command();
        command.stdin(Stdio::piped());
        for (name, value) in ENVIRONMENT.iter().filter(|(name, _)| std::env::var_os(name).is_none()) {
            command.env(name, value);
        }
        // Keys that interrupt are for the pager.
        system::catch_interrupts()?;
        let held = std::mem::take(&mut self.held);
        match command.spawn() {
            Ok(mut child) => {
                let stdin = child.stdin.take();
                self.running = Some((child, stdin));
            }
            Err(error) => self.failure = pager.is_named.then(|| line.not_started(&error)),
        }
        self.write_all(&held)
    }
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match (&mut self.running, &self.pager) {
            (Some((_, Some(stdin))), _) => stdin.write(bytes),
            (Some((_, None)), _) => Ok(bytes.len()),
            (None, None) => io::stdout().write(bytes),
            (None, Some(_)) => {
                self.held.extend_from_slice(bytes);
                if self.rows.are_exceeded(&self.held) || self.held.len() > LONGEST {
                    self.start()?;
                }
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match (&mut self.running, &self.pager) {
            (Some((_, Some(stdin))), _) => stdin.flush(),
            (None, None) => io::stdout().flush(),
            // What is held waits until it is known whether the screen has room for it.
            _ => Ok(()),
        }
    }
}

impl Drop for Paged {
    fn drop(&mut self) {
        self.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_is_named_is_the_pager() {
        let pager = |named: [Option<&str>; 3]| {
            Pager::among(named.map(|name| name.map(str::to_owned))).map(|pager| (pager.line, pager.is_named))
        };
        for (named, expected) in [
            ([None, None, None], Some(("less", false))),
            ([None, None, Some("more")], Some(("more", true))),
            ([None, Some("less -R"), Some("more")], Some(("less -R", true))),
            ([Some("most"), Some("less"), Some("more")], Some(("most", true))),
            ([Some(""), Some("less"), Some("more")], None),
            ([Some("cat"), None, None], None),
            ([None, Some(" cat "), Some("more")], None),
            ([None, None, Some("")], None),
            ([None, None, Some("bat")], Some(("bat", true))),
        ] {
            assert_eq!(pager(named), expected.map(|(line, is_named)| (line.to_owned(), is_named)), "{named:?}");
        }
    }
}
