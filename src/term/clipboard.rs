//! Copying: a local tool where there is one, in tmux its buffer, else OSC 52.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::execute;

use crate::config::Clipboard;

/// What OSC 52 carries at most, in bytes of text: terminals cut or ignore more (base64 makes 74 kB 99 kB).
const OSC_LIMIT: usize = 74_000;

/// Sends text to the clipboard. Nobody answers, so success means only that it was sent.
pub fn copy(way: Clipboard, text: &str) -> io::Result<()> {
    match way {
        Clipboard::Off => return Err(io::Error::new(io::ErrorKind::Unsupported, "clipboard = \"off\"")),
        Clipboard::Auto if through_tool(text) => return Ok(()),
        Clipboard::Auto | Clipboard::Osc52 => {}
    }
    if text.len() > OSC_LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "OSC 52: > 74 kB"));
    }
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}

/// Whether a local tool took the text.
fn through_tool(text: &str) -> bool {
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
