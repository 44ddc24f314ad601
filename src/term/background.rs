//! Runs programs beside the interface: the browser and the tools of the clipboard. What became of them is reported.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::config::Clipboard;
use crate::term::program::{Captured, CommandLine, Fate, wait_until};
use crate::term::{clipboard, system};

/// What opens addresses and files with the program that the system has for them, the most common first.
const BROWSERS: &[&str] = if cfg!(target_os = "macos") {
    &["open"]
} else if cfg!(windows) {
    &["rundll32 url.dll,FileProtocolHandler"]
} else {
    &["xdg-open", "gio open", "wslview"]
};

/// If a browser fails within this time, the next one is tried; later, it may have shown something already.
const GRACE: Duration = Duration::from_secs(1);

/// A browser that still runs after this time has opened what it was asked to; a later failure has other causes.
const PROBATION: Duration = Duration::from_secs(10);

/// How long a tool of the clipboard may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a program was started for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// To open this address or file.
    Browse(String),
    /// To copy this text.
    Copy(String),
}

/// A report on a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it was started for.
    pub errand: Errand,
    /// What became of it.
    pub fate: Fate,
}

/// The programs beside the interface.
pub struct Programs {
    send: Sender<Report>,
    reports: Receiver<Report>,
    /// The thread that copies one text after another, once there is one.
    copies: Option<Sender<String>>,
    /// How many texts are being copied.
    copying: usize,
}

impl Default for Programs {
    fn default() -> Self {
        let (send, reports) = unbounded();
        Self { send, reports, copies: None, copying: 0 }
    }
}

impl Programs {
    /// The reports.
    pub fn reports(&self) -> &Receiver<Report> {
        &self.reports
    }

    /// Takes note of a report that was received.
    pub fn received(&mut self, report: &Report) {
        if matches!(report.errand, Errand::Copy(_)) {
            self.copying = self.copying.saturating_sub(1);
        }
    }

    /// The reports on the texts that are still being copied, each waited for.
    pub fn finish_copying(&mut self) -> Vec<Report> {
        let mut last = Vec::new();
        while self.copying > 0
            && let Ok(report) = self.reports.recv_timeout(PATIENCE)
        {
            self.received(&report);
            last.push(report);
        }
        last
    }

    /// Opens an address or a file in a browser with a window of its own: the one of this command line, else the system's.
    /// The report follows once it is known whether it could.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn browse(&self, line: Option<String>, target: OsString) -> io::Result<()> {
        let lines: Vec<String> = match line {
            Some(line) => vec![line],
            None => BROWSERS.iter().map(|line| (*line).to_owned()).collect(),
        };
        let send = self.send.clone();
        let run = move || {
            let errand = Errand::Browse(target.to_string_lossy().into_owned());
            open(&lines, &target, &|fate| drop(send.send(Report { errand: errand.clone(), fate })));
        };
        thread::Builder::new().name("browser".into()).spawn(run).map(drop)
    }

    /// Copies a text with a tool of the clipboard, if there is one; the report follows. Otherwise sends it to the
    /// terminal at once. Returns whether a report follows.
    ///
    /// # Errors
    /// See [`send_to_terminal`]; copying is disabled; no thread can be started.
    ///
    /// [`send_to_terminal`]: clipboard::send_to_terminal
    pub fn copy(&mut self, way: Clipboard, text: &str) -> io::Result<bool> {
        match way {
            Clipboard::Off => return Err(io::Error::new(io::ErrorKind::Unsupported, "clipboard = \"off\"")),
            Clipboard::Auto if !clipboard::tools().is_empty() => {}
            Clipboard::Auto | Clipboard::Osc52 => return clipboard::send_to_terminal(text).map(|()| false),
        }
        let copies = match self.copies.take() {
            Some(copies) => copies,
            None => self.start_copying()?,
        };
        let is_sent = copies.send(text.to_owned()).is_ok();
        self.copies = Some(copies);
        self.copying += usize::from(is_sent);
        Ok(is_sent)
    }

    fn start_copying(&self) -> io::Result<Sender<String>> {
        let (copies, queue) = unbounded::<String>();
        let send = self.send.clone();
        thread::Builder::new().name("clipboard".into()).spawn(move || {
            for text in queue {
                let fate = copy_by(clipboard::tools(), &text);
                if send.send(Report { errand: Errand::Copy(text), fate }).is_err() {
                    return;
                }
            }
        })?;
        Ok(copies)
    }
}

/// The command line of the browser: the configured one, else `$BROWSER`. `None` for the system's.
pub fn browser_line(configured: Option<&str>) -> Option<String> {
    let line = configured.map(str::to_owned).or_else(|| std::env::var("BROWSER").ok());
    line.filter(|line| !line.trim().is_empty())
}

/// What opens addresses in the terminal where nothing has a display, as over SSH: `xdg-open` then starts a browser such
/// as w3m or lynx, which needs the terminal. `None` if there is a display, on WSL, which has that of Windows, and on
/// systems that are not asked by `xdg-open`.
pub fn opener_in_terminal() -> Option<&'static str> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let first = BROWSERS.first().copied().filter(|line| *line == "xdg-open")?;
    (!["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(is_set)).then_some(first)
}

/// Starts a program that must not touch the terminal.
fn start(line: &CommandLine, argument: Option<&OsStr>, stdin: Stdio) -> io::Result<(Child, Option<Captured>)> {
    let stderr = Captured::new();
    let end = stderr.as_ref().map_or_else(|| Ok(Stdio::null()), Captured::end)?;
    let mut command = line.command();
    command.args(argument).stdin(stdin).stdout(Stdio::null()).stderr(end);
    system::detach(&mut command);
    Ok((command.spawn()?, stderr))
}

/// Opens the target with the first of these commands that does not fail.
fn open(lines: &[String], target: &OsStr, tell: &dyn Fn(Fate)) {
    let mut failure = None;
    for line in lines {
        let line = CommandLine::new(line);
        let (mut child, stderr) = match start(&line, Some(target), Stdio::null()) {
            Ok(started) => started,
            Err(error) => {
                failure = failure.or_else(|| Some(line.not_started(&error)));
                continue;
            }
        };
        let started = Instant::now();
        let mut ended = wait_until(&mut child, stderr.as_ref(), started + GRACE);
        if ended.is_none() {
            ended = wait_until(&mut child, stderr.as_ref(), started + PROBATION);
            tell(ended.map_or(Fate::Fine, |status| line.ended(status, stderr.as_ref())));
            if let Some(stderr) = stderr {
                stderr.close();
            }
            // Wait for it, so that it does not become a zombie.
            let _ = child.wait();
            return;
        }
        match ended.map_or(Fate::Fine, |status| line.ended(status, stderr.as_ref())) {
            Fate::Fine => return tell(Fate::Fine),
            // That a program failed says more than that others do not exist.
            fate if matches!(failure, None | Some(Fate::NotStarted(..))) => failure = Some(fate),
            _ => {}
        }
    }
    failure.into_iter().for_each(tell);
}

/// Gives the text to the first of these tools that accepts it. A tool that does not exist is no failure: which there are
/// is not known beforehand.
fn copy_by(tools: Vec<&str>, text: &str) -> Fate {
    let mut failure = None;
    for tool in tools {
        match feed(&CommandLine::new(tool), text) {
            Ok(Fate::Fine) => return Fate::Fine,
            Ok(fate) => failure = failure.or(Some(fate)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => failure = failure.or_else(|| Some(CommandLine::new(tool).not_started(&error))),
        }
    }
    failure.unwrap_or(Fate::NotStarted(String::new(), String::new()))
}

/// Runs a tool with the text as its standard input.
fn feed(line: &CommandLine, text: &str) -> io::Result<Fate> {
    let (mut child, stderr) = start(line, None, Stdio::piped())?;
    let text = text.to_owned();
    let stdin = child.stdin.take();
    // On a thread of its own: a tool that hangs reads nothing.
    let written = thread::Builder::new().name("copy".into()).spawn(move || {
        // A tool that fails ends without reading all.
        stdin.into_iter().for_each(|mut stdin| drop(stdin.write_all(text.as_bytes())));
    });
    written?;
    match wait_until(&mut child, stderr.as_ref(), Instant::now() + PATIENCE) {
        Some(status) => Ok(line.ended(status, stderr.as_ref())),
        None => {
            child.kill()?;
            child.wait()?;
            Ok(Fate::Unfinished(line.name.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::program::Ending;
    use std::sync::Mutex;

    /// What is told of these commands, with how long it took.
    fn told(lines: &[&str]) -> (Vec<Fate>, Duration) {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let told = Mutex::new(Vec::new());
        let began = Instant::now();
        open(&lines, OsStr::new("https://a.cn/"), &|fate| told.lock().expect("told").push(fate));
        (told.into_inner().expect("told"), began.elapsed())
    }

    fn failed(name: &str, code: i32, said: Option<&str>) -> Fate {
        Fate::Failed(name.into(), Ending::Code(code), said.map(str::to_owned))
    }

    #[test]
    fn a_browser_that_fails_is_told_of() {
        for (lines, fate) in [
            (&["true"][..], Fate::Fine),
            (&["/bin/false"], failed("/bin/false", 1, None)),
            (&["sh -c 'echo no $0 >&2; exit 4'"], failed("sh", 4, Some("no https://a.cn/"))),
            (&["sh -c 'kill -SEGV $$'"], Fate::Failed("sh".into(), Ending::Signal("SIGSEGV".into()), None)),
            (&["/gone"], Fate::NotStarted("/gone".into(), "No such file or directory".into())),
            (&["/etc/passwd"], Fate::NotStarted("/etc/passwd".into(), "Permission denied".into())),
            (&["/gone", "true"], Fate::Fine),
            (&["false", "true"], Fate::Fine),
            (&["/gone", "sh -c 'exit 3'", "false"], failed("sh", 3, None)),
            (&["/gone", "/gone too"], Fate::NotStarted("/gone".into(), "No such file or directory".into())),
        ] {
            let (told, took) = told(lines);
            assert_eq!(told, [fate], "{lines:?}");
            assert!(took < GRACE, "{lines:?}");
        }
    }

    #[test]
    fn a_browser_that_fails_later_is_told_of_too() {
        let (told, _) = told(&["sh -c 'sleep 1.3; echo >/dev/stderr lost; exit 5'"]);
        assert_eq!(told, [failed("sh", 5, Some("lost"))]);
    }

    #[test]
    fn a_browser_that_writes_without_end_is_not_killed() {
        let (told, _) = told(&["sh -c 'yes | head -c 300000 >&2; sleep 1.2; yes | head -c 300000 >&2; exit 0'"]);
        assert_eq!(told, [Fate::Fine]);
    }

    #[test]
    fn a_tool_that_fails_gives_way_to_the_next() {
        let text = "文".repeat(100_000);
        for (tools, fate) in [
            (&["cat"][..], Fate::Fine),
            (&["/gone", "cat"], Fate::Fine),
            (&["false", "cat"], Fate::Fine),
            (&["sh -c 'echo no display >&2; exit 2'", "/gone"], failed("sh", 2, Some("no display"))),
            (&["/etc"], Fate::NotStarted("/etc".into(), "Permission denied".into())),
            (&["/gone"], Fate::NotStarted(String::new(), String::new())),
            (&["sleep 30"], Fate::Unfinished("sleep".into())),
        ] {
            assert_eq!(copy_by(tools.to_vec(), &text), fate, "{tools:?}");
        }
    }
}
