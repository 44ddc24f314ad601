//! Runs programs that have the terminal: the editor, and a command that gets an article.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::term::program::{CommandLine, Fate, Stderr};
use crate::term::tty;

/// Programs that read keys from standard error, so that it must stay the terminal.
const READ_STDERR: &[&str] = &["more", "pg"];

/// How often the standard error of a program is shown: at once while it writes, else seldom.
const STEPS: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(100));

/// How long a program counts as writing.
const WRITING: Duration = Duration::from_secs(2);

/// Opens a file in the editor and waits for it: the configured one, else `$VISUAL`, else `$EDITOR`, else `vi`.
pub fn edit(configured: Option<&str>, file: &Path) -> Fate {
    let from_environment = || ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok());
    let line = configured
        .map(str::to_owned)
        .or_else(from_environment)
        .filter(|line| !line.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned());
    let line = CommandLine::new(&line);
    let mut command = line.command();
    command.arg(file);
    if !io::stdin().is_terminal()
        && let Ok(terminal) = tty::open_input()
    {
        command.stdin(terminal);
    }
    run(&line, command, "").map_or_else(|error| line.not_started(&error), |ended| ended.0)
}

/// Runs a command with the text as its standard input, and waits until it ends and Enter is pressed.
///
/// # Errors
/// The terminal cannot be used.
pub fn pipe(line: &str, text: &str) -> io::Result<Fate> {
    let line = CommandLine::new(line);
    let mut command = line.command();
    command.stdin(Stdio::piped());
    let (fate, status) = match run(&line, command, text) {
        Ok(ended) => ended,
        Err(error) => return Ok(line.not_started(&error)),
    };
    let mut out = io::stdout();
    write!(out, "\n[{status}; Enter]")?;
    out.flush()?;
    tty::read_line()?;
    Ok(fate)
}

/// Runs a program with the text as its standard input, if that is a pipe, and waits until it ends. What it writes to
/// standard error is shown and kept.
fn run(line: &CommandLine, mut command: Command, text: &str) -> io::Result<(Fate, ExitStatus)> {
    let base = Path::new(&line.name).file_name().unwrap_or_default();
    let stderr = Stderr::new().filter(|_| !READ_STDERR.iter().any(|name| base == *name));
    if let Some(stderr) = &stderr {
        command.stderr(stderr.end()?);
    }
    let mut child = command.spawn()?;
    // The command holds the other end of the pipe to standard input.
    drop(command);
    let ended = AtomicBool::new(false);
    let status = thread::scope(|scope| {
        let shown = stderr.as_ref().map(|stderr| scope.spawn(|| show(stderr, &ended)));
        if let Some(mut stdin) = child.stdin.take() {
            // A program may end without reading all.
            let _ = stdin.write_all(text.as_bytes());
        }
        let status = child.wait();
        ended.store(true, Ordering::SeqCst);
        if let Some(shown) = shown {
            shown.thread().unpark();
        }
        status
    })?;
    let fate = line.ended(status, stderr.as_ref());
    if let Some(stderr) = &stderr {
        stderr.close();
    }
    Ok((fate, status))
}

/// Copies what a program writes to standard error to our own, until it has ended.
fn show(stderr: &Stderr, ended: &AtomicBool) {
    let mut shown = 0;
    let mut wrote: Option<Instant> = None;
    loop {
        let is_last = ended.load(Ordering::SeqCst);
        let new = stderr.written_since(shown);
        if !new.is_empty() {
            shown += new.len() as u64;
            wrote = Some(Instant::now());
            // Ignore write errors: standard error may be closed.
            let _ = io::stderr().write_all(&new);
            continue;
        }
        if is_last {
            return;
        }
        let writes = wrote.is_some_and(|at| at.elapsed() < WRITING);
        thread::park_timeout(if writes { STEPS.0 } else { STEPS.1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::program::Ending;

    #[test]
    fn what_became_of_a_program_is_told() {
        let failed =
            |name: &str, ending, said: Option<&str>| Fate::Failed(name.into(), ending, said.map(str::to_owned));
        for (line, fate) in [
            ("true", Fate::Fine),
            ("cat", Fate::Fine),
            ("false", failed("false", Ending::Code(1), None)),
            ("sh -c 'echo >&2; echo no paper >&2; exit 3'", failed("sh", Ending::Code(3), Some("no paper"))),
            ("sh -c 'kill -9 $$'", failed("sh", Ending::Signal("SIGKILL".into()), None)),
            ("/gone/editor -x", Fate::NotStarted("/gone/editor".into(), "No such file or directory".into())),
            ("/etc", Fate::NotStarted("/etc".into(), "Permission denied".into())),
            ("", Fate::NotStarted(String::new(), "No such file or directory".into())),
        ] {
            let line = CommandLine::new(line);
            let mut command = line.command();
            command.stdin(Stdio::piped()).stdout(Stdio::null());
            // More than a pipe holds: most of these do not read it.
            let text = "x".repeat(1 << 20);
            let became = run(&line, command, &text).map_or_else(|error| line.not_started(&error), |ended| ended.0);
            assert_eq!(became, fate);
        }
    }
}
