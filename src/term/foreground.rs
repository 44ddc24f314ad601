//! Runs other programs: the editor, the browser, a command that gets an article. Always by argv, never through a shell.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// How a program ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Successfully.
    Fine,
    /// With this exit code or signal.
    Badly(String),
}

impl From<ExitStatus> for Ended {
    fn from(status: ExitStatus) -> Self {
        match status.code() {
            Some(0) => Self::Fine,
            Some(code) => Self::Badly(code.to_string()),
            None => Self::Badly(status.to_string()),
        }
    }
}

/// Splits a setting such as `code --wait` into a program and its arguments, with `'…'` and `"…"` but no expansion.
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

fn command(line: &str) -> io::Result<Command> {
    let mut words = words(line).into_iter();
    let program = words.next().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "empty command"))?;
    let mut command = Command::new(program);
    command.args(words);
    Ok(command)
}

/// Opens a file in the editor and waits for it: the configured one, else `$VISUAL`, else `$EDITOR`, else `vi`.
///
/// # Errors
/// The editor cannot be started.
pub fn edit(configured: Option<&str>, file: &Path) -> io::Result<Ended> {
    let from_environment = || ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok());
    let line = configured
        .map(str::to_owned)
        .or_else(from_environment)
        .filter(|line| !line.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned());
    command(&line)?.arg(file).status().map(Ended::from)
}

/// Opens an address or a file in the browser without waiting: the configured one, else `$BROWSER`, else the system's.
///
/// # Errors
/// No browser can be started.
pub fn browse(configured: Option<&str>, target: &OsString) -> io::Result<()> {
    let line = configured.map(str::to_owned).or_else(|| std::env::var("BROWSER").ok());
    let system: &[&str] = if cfg!(target_os = "macos") { &["open"] } else { &["xdg-open", "gio open", "wslview"] };
    let candidates: Vec<&str> = match line.as_deref().map(str::trim).filter(|line| !line.is_empty()) {
        Some(line) => vec![line],
        None => system.to_vec(),
    };
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for line in candidates {
        let started =
            command(line)?.arg(target).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        match started {
            Ok(mut child) => {
                // Wait for it on another thread, so that it does not become a zombie.
                std::thread::spawn(move || child.wait());
                return Ok(());
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Runs a command with the text as its standard input, and waits until it ends and Enter is pressed.
///
/// # Errors
/// The command cannot be started or written to, or the terminal cannot be used.
pub fn pipe(line: &str, text: &str) -> io::Result<Ended> {
    let mut child = command(line)?.stdin(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        match stdin.write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    let status = child.wait()?;
    let mut out = io::stdout();
    write!(out, "\n[{status}; Enter]")?;
    out.flush()?;
    io::stdin().read_line(&mut String::new())?;
    Ok(status.into())
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
}
