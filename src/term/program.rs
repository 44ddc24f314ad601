//! A program that is started: its command line, its standard error, how it ended. Always by argv, never through a shell.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::term::system::{self, MemoryFile};

/// Most bytes that are kept of a program's standard error.
const LIMIT: u64 = 64 << 10;

/// Longest first line that is reported, in characters.
const LONGEST: usize = 200;

/// Shortest and longest time between two looks at a program that is waited for.
const STEPS: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(100));

/// What became of a program. Programs are named by the first word of their command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It ended successfully, or is still running.
    Fine,
    /// It could not be started: its name, and why.
    NotStarted(String, String),
    /// It failed: its name, how, and the first line of its standard error.
    Failed(String, Ending, Option<String>),
    /// It did not end in time and was killed: its name.
    Unfinished(String),
}

/// How a program ended that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With this exit code, not 0.
    Code(i32),
    /// By the signal of this name.
    Signal(String),
}

impl Ending {
    /// `None` for success.
    fn of(status: ExitStatus) -> Option<Self> {
        match status.code() {
            Some(0) => None,
            Some(code) => Some(Self::Code(code)),
            None => Some(Self::Signal(system::signal_of(status).unwrap_or_default())),
        }
    }
}

/// A command line, split into words.
pub(super) struct CommandLine {
    /// The program, as it was written.
    pub(super) name: String,
    arguments: Vec<String>,
}

impl CommandLine {
    /// Splits a setting such as `code --wait` into a program and its arguments, with `'…'` and `"…"` but no expansion.
    pub(super) fn new(line: &str) -> Self {
        let mut words = words(line).into_iter();
        Self { name: words.next().unwrap_or_default(), arguments: words.collect() }
    }

    /// The command, without redirections.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.name);
        command.args(&self.arguments);
        command
    }

    /// The fate of a program that could not be started.
    pub(super) fn not_started(&self, error: &io::Error) -> Fate {
        let why = error.to_string();
        // The number says nothing to a person.
        let why = why.split(" (os error").next().unwrap_or_default();
        Fate::NotStarted(self.name.clone(), why.to_owned())
    }

    /// The fate of a program that ended.
    pub(super) fn ended(&self, status: ExitStatus, stderr: Option<&Captured>) -> Fate {
        match Ending::of(status) {
            None => Fate::Fine,
            Some(ending) => Fate::Failed(self.name.clone(), ending, stderr.and_then(Captured::first_line)),
        }
    }
}

/// Splits a line into words.
fn words(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut open = None;
    let mut inside = false;
    for c in line.chars() {
        match (open, c) {
            (Some(quote), c) if c == quote => open = None,
            (None, '\'' | '"') => {
                open = Some(c);
                inside = true;
            }
            (None, c) if c.is_whitespace() => {
                if inside || !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
                inside = false;
            }
            (_, c) => word.push(c),
        }
    }
    if inside || !word.is_empty() {
        out.push(word);
    }
    out
}

/// What a program writes to its output or its standard error: a file in memory. Not a pipe, because a program that
/// outlives this one, such as a browser, would be killed when it writes to a pipe without a reader.
pub(super) struct Captured {
    file: MemoryFile,
    /// Whether the file has its final size from the beginning.
    limited: bool,
}

impl Captured {
    /// `None` if the system has no files in memory.
    pub(super) fn new() -> Option<Self> {
        MemoryFile::new().map(|file| Self { file, limited: false })
    }

    /// A file to which no more than so many bytes can be written: further writes fail.
    pub(super) fn limited(most: u64) -> Option<Self> {
        let file = MemoryFile::new()?;
        file.set_len(most).ok()?;
        file.seal();
        Some(Self { file, limited: true })
    }

    /// The end that the program writes to.
    pub(super) fn end(&self) -> io::Result<Stdio> {
        self.file.end()
    }

    /// What was written from an offset on.
    pub(super) fn written_since(&self, offset: u64) -> Vec<u8> {
        let mut bytes = vec![0; usize::try_from(self.len().saturating_sub(offset).min(LIMIT)).unwrap_or(0)];
        let read = self.file.read_at(&mut bytes, offset);
        bytes.truncate(read);
        bytes
    }

    /// All that was written.
    pub(super) fn written(&self) -> Vec<u8> {
        let mut all = Vec::new();
        loop {
            let more = self.written_since(all.len() as u64);
            if more.is_empty() {
                return all;
            }
            all.extend(more);
        }
    }

    /// Lets nothing more be written: the file must not grow as long as the program runs.
    pub(super) fn close(&self) {
        self.file.seal();
    }

    fn len(&self) -> u64 {
        // The program shares the offset.
        if self.limited { self.file.offset() } else { self.file.len() }
    }

    /// The first line that is not blank, without colours.
    fn first_line(&self) -> Option<String> {
        first_line(&String::from_utf8_lossy(&self.written_since(0)))
    }
}

fn first_line(text: &str) -> Option<String> {
    let lines = text.split(['\n', '\r']).map(|line| without_sequences(line).trim().to_owned());
    lines.into_iter().find(|line| !line.is_empty()).map(|line| line.chars().take(LONGEST).collect())
}

/// A line without control sequences (ECMA-48: `ESC [`, parameters, a final character) and control characters.
fn without_sequences(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c == '\x1b' {
            if rest.next() == Some('[') {
                rest.by_ref().find(|c| ('@'..='~').contains(c));
            }
        } else if !c.is_control() || c == '\t' {
            out.push(c);
        }
    }
    out
}

/// Waits until a program has ended, at most until `deadline`; `None` if it is still running then.
pub(super) fn wait_until(child: &mut Child, stderr: Option<&Captured>, deadline: Instant) -> Option<ExitStatus> {
    let mut step = STEPS.0;
    loop {
        match child.try_wait() {
            Ok(None) => {}
            Ok(status) => return status,
            Err(_) => return None,
        }
        if let Some(stderr) = stderr.filter(|stderr| stderr.len() > LIMIT) {
            stderr.close();
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return None;
        }
        thread::sleep(step.min(left));
        step = (step * 2).min(STEPS.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_words_not_a_shell_line() {
        assert_eq!(words("code --wait"), ["code", "--wait"]);
        assert_eq!(words("'my editor' \"a b\" $(x) ''"), ["my editor", "a b", "$(x)", ""]);
        assert!(words("  ").is_empty());
    }

    #[test]
    fn the_first_line_is_the_first_with_text() {
        for (text, line) in [
            ("", None),
            ("\n \t\r\n\x1b[0m\n", None),
            ("one\ntwo\n", Some("one")),
            ("\n\x1b[1;31merror:\x1b[0m no\x07 such\tthing\r\nmore", Some("error: no such\tthing")),
            ("\x1b", None),
            ("\x1b[", None),
            ("50%\r100%\n", Some("50%")),
        ] {
            assert_eq!(first_line(text).as_deref(), line, "{text:?}");
        }
        assert_eq!(first_line(&"x".repeat(999)).map(|line| line.len()), Some(LONGEST));
    }
}
