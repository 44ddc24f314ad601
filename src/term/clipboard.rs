//! Copying to the clipboard: by a local tool if there is one, to the buffer of tmux, else by OSC 52.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::execute;

use crate::config::Clipboard;

/// The maximum for OSC 52, in bytes of text: terminals cut or ignore more (74 kB are 99 kB in base64).
const OSC_LIMIT: usize = 74_000;

/// Sends text to the clipboard. Terminals do not reply, so success means only that it was sent.
///
/// # Errors
/// Copying is disabled, the text is too long for OSC 52, or the terminal cannot be written to.
pub fn copy(way: Clipboard, text: &str) -> io::Result<()> {
    match way {
        Clipboard::Off => return Err(io::Error::new(io::ErrorKind::Unsupported, "clipboard = \"off\"")),
        Clipboard::Auto if copy_by_tool(text) => return Ok(()),
        Clipboard::Auto | Clipboard::Osc52 => {}
    }
    if text.len() > OSC_LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "OSC 52: > 74 kB"));
    }
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}

/// Whether a local tool accepted the text.
fn copy_by_tool(text: &str) -> bool {
    let environment = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut tools: Vec<&[&str]> = Vec::new();
    if environment("WAYLAND_DISPLAY") {
        tools.push(&["wl-copy"]);
    }
    if environment("DISPLAY") {
        tools.push(&["xclip", "-selection", "clipboard"]);
        tools.push(&["xsel", "--clipboard", "--input"]);
    }
    if cfg!(target_os = "macos") {
        tools.push(&["pbcopy"]);
    }
    if environment("TMUX") {
        tools.push(&["tmux", "load-buffer", "-w", "-"]);
    }
    tools.iter().any(|tool| feed(tool, text).is_ok())
}

/// Runs a tool with the text as its standard input.
fn feed(tool: &[&str], text: &str) -> io::Result<()> {
    let (program, arguments) = tool.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    if child.wait()?.success() { Ok(()) } else { Err(io::Error::other("failed")) }
}
