//! Runs programs that have the terminal: the editor, and a command that gets an article.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::files::shown_text;
use crate::term::program::{Captured, CommandLine, Fate};
use crate::term::system::Device;
use crate::term::tty;

/// Programs that read keys from standard error, so that it must stay the terminal.
const READ_STDERR: &[&str] = &["ex", "more", "nvim", "pg", "vi", "view", "vim", "vimdiff"];

/// Programs that have the whole screen or ask questions, so that their output must stay the terminal.
const INTERACTIVE: &[&str] = &[
    "bat",
    "batcat",
    "dialog",
    "ed",
    "elinks",
    "emacs",
    "emacsclient",
    "ex",
    "fx",
    "fzf",
    "gum",
    "helix",
    "hx",
    "jless",
    "joe",
    "kak",
    "kakoune",
    "less",
    "links",
    "lnav",
    "lynx",
    "man",
    "mcedit",
    "mcview",
    "micro",
    "more",
    "most",
    "mutt",
    "nano",
    "nvim",
    "nvimpager",
    "ov",
    "peco",
    "pg",
    "pico",
    "screen",
    "sk",
    "tig",
    "tmux",
    "vd",
    "vi",
    "view",
    "vim",
    "vimdiff",
    "vimpager",
    "visidata",
    "w3m",
    "whiptail",
    "zellij",
];

/// Browsers that show pages in the terminal.
const IN_TERMINAL: &[&str] =
    &["browsh", "carbonyl", "cha", "chawan", "elinks", "links", "links2", "lynx", "offpunk", "retawq", "w3m"];

/// The editor if nothing names one.
const EDITOR: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// Most bytes of a program's output that are kept; it may write no more.
const LONGEST: u64 = 16 << 20;

/// The output of a program that runs longer is shown as it comes.
const SILENT: Duration = Duration::from_millis(400);

/// How often the standard error of a program is shown: at once while it writes, else seldom.
const STEPS: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(100));

/// What was on the screen for a shorter time has not been read.
const READABLE: Duration = Duration::from_millis(500);

/// How long a program counts as writing.
const WRITING: Duration = Duration::from_secs(2);

/// Opens a file in the editor, at a line counted from 1 if there is one, and waits for it: the configured editor, else
/// `$VISUAL`, else `$EDITOR`, else `vi` (on Windows `notepad`).
pub fn edit(configured: Option<&str>, file: &Path, at: Option<usize>) -> Fate {
    let from_environment = || ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok());
    let line = configured
        .map(str::to_owned)
        .or_else(from_environment)
        .filter(|line| !line.trim().is_empty())
        .unwrap_or_else(|| EDITOR.to_owned());
    let line = CommandLine::new(&line);
    interact(&line, at_line(&line.name, file, at))
}

/// Whether the browser of a command line shows pages in the terminal.
pub fn is_terminal_browser(line: &str) -> bool {
    is_among(IN_TERMINAL, &CommandLine::new(line))
}

/// Opens an address or a file in a browser that has the terminal, and waits for it.
pub fn browse(line: &str, target: OsString) -> Fate {
    interact(&CommandLine::new(line), vec![target])
}

/// Runs a program with the terminal, also if standard input is something else, and waits for it.
fn interact(line: &CommandLine, arguments: Vec<OsString>) -> Fate {
    let mut command = line.command();
    command.args(arguments);
    if !io::stdin().is_terminal()
        && let Ok(terminal) = Device::open()
    {
        command.stdin(terminal);
    }
    run(line, command, "", None).map_or_else(|error| line.not_started(&error), |ended| ended.0)
}

/// The arguments with which an editor opens a file at a line, counted from 1. Editors that are not known get the file.
fn at_line(editor: &str, file: &Path, line: Option<usize>) -> Vec<OsString> {
    let name = Path::new(editor).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let file = file.as_os_str().to_owned();
    let Some(line) = line else { return vec![file] };
    let with_place = || {
        let mut place = file.clone();
        place.push(format!(":{line}"));
        place
    };
    match name {
        "vi" | "vim" | "nvim" | "gvim" | "nano" | "pico" | "emacs" | "emacsclient" | "mg" | "jed" | "joe" | "ne"
        | "kak" | "micro" => vec![format!("+{line}").into(), file],
        "hx" | "helix" | "subl" | "zed" | "zeditor" => vec![with_place()],
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" => vec!["--goto".into(), with_place()],
        _ => vec![file],
    }
}

/// A command that has ended.
#[derive(Debug)]
pub struct Piped {
    /// What became of it.
    pub fate: Fate,
    /// What it wrote, without control sequences, standard error last; empty if it wrote to the terminal itself.
    pub output: String,
}

impl From<Fate> for Piped {
    fn from(fate: Fate) -> Self {
        Self { fate, output: String::new() }
    }
}

/// Runs a command with the text as its standard input, and waits until it ends. What a program that has the terminal, such
/// as a pager or an editor, leaves on the screen stays there until a key is pressed, with `ask` below it, if nobody can
/// have read it: if the program failed or ended at once, as less does with a short text.
///
/// # Errors
/// The terminal cannot be used.
pub fn pipe(line: &str, text: &str, ask: &str) -> io::Result<Piped> {
    let line = CommandLine::new(line);
    let mut command = line.command();
    command.stdin(Stdio::piped());
    let stdout = Captured::limited(LONGEST).filter(|_| !is_among(INTERACTIVE, &line));
    let begun = Instant::now();
    let (fate, errors) = match run(&line, command, text, stdout.as_ref()) {
        Ok(ended) => ended,
        Err(error) => return Ok(line.not_started(&error).into()),
    };
    let Some(stdout) = stdout else {
        if fate != Fate::Fine || begun.elapsed() < READABLE {
            tty::wait_for_key(ask)?;
            // A shell continues on a line of its own.
            writeln!(io::stdout())?;
        }
        return Ok(fate.into());
    };
    let output = [stdout.written(), errors].map(|bytes| shown_text(&String::from_utf8_lossy(&bytes)));
    let output = output.into_iter().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
    Ok(Piped { fate, output })
}

/// Whether the program of a command line is one of these.
fn is_among(names: &[&str], line: &CommandLine) -> bool {
    let base = Path::new(&line.name).file_name().unwrap_or_default();
    names.iter().any(|name| base == *name)
}

/// Runs a program with the text as its standard input, if that is a pipe, and waits until it ends. What it writes to
/// standard error is shown and kept; so is its output if `stdout` is given, but it is shown only after a moment. Returns
/// what became of it, and what it wrote to standard error.
fn run(line: &CommandLine, mut command: Command, text: &str, stdout: Option<&Captured>) -> io::Result<(Fate, Vec<u8>)> {
    let stderr = Captured::new().filter(|_| !is_among(READ_STDERR, line));
    if let Some(stderr) = &stderr {
        command.stderr(stderr.end()?);
    }
    if let Some(stdout) = stdout {
        command.stdout(stdout.end()?);
    }
    let mut child = command.spawn()?;
    // The command holds the other end of the pipe to standard input.
    drop(command);
    let ended = AtomicBool::new(false);
    let status = thread::scope(|scope| {
        let errors =
            stderr.as_ref().map(|stderr| scope.spawn(|| show(stderr, Duration::ZERO, &ended, &mut io::stderr())));
        let output = stdout.map(|stdout| scope.spawn(|| show(stdout, SILENT, &ended, &mut io::stdout())));
        if let Some(mut stdin) = child.stdin.take() {
            // A program may end without reading all.
            let _ = stdin.write_all(text.as_bytes());
        }
        let status = child.wait();
        ended.store(true, Ordering::SeqCst);
        [errors, output].into_iter().flatten().for_each(|shown| shown.thread().unpark());
        status
    })?;
    let fate = line.ended(status, stderr.as_ref());
    let errors = stderr.as_ref().map(|stderr| stderr.written_since(0)).unwrap_or_default();
    if let Some(stderr) = &stderr {
        stderr.close();
    }
    Ok((fate, errors))
}

/// Copies what a program writes to a stream of our own, until it has ended; after so much time, at first.
fn show(written: &Captured, silent: Duration, ended: &AtomicBool, to: &mut dyn Write) {
    let begun = Instant::now();
    let mut shown = 0;
    let mut wrote: Option<Instant> = None;
    loop {
        let is_last = ended.load(Ordering::SeqCst);
        let is_silent = begun.elapsed() < silent;
        let new = if is_silent { Vec::new() } else { written.written_since(shown) };
        if !new.is_empty() {
            shown += new.len() as u64;
            wrote = Some(Instant::now());
            // Ignore write errors: the stream may be closed.
            let _ = to.write_all(&new).and_then(|()| to.flush());
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
    fn browsers_of_the_terminal_are_known_by_their_names() {
        for (line, expected) in [
            ("w3m", true),
            ("/usr/bin/lynx -nocolor", true),
            ("'links' -g", true),
            ("firefox", false),
            ("w3mman", false),
            ("xdg-open w3m", false),
            ("", false),
        ] {
            assert_eq!(is_terminal_browser(line), expected, "{line}");
        }
    }

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
            let became =
                run(&line, command, &text, None).map_or_else(|error| line.not_started(&error), |ended| ended.0);
            assert_eq!(became, fate);
        }
    }
}
