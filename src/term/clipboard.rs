//! Ways to the clipboard: the local tools that there may be, and OSC 52 for the terminal.

use std::io;

use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::execute;

/// The maximum for OSC 52, in bytes of text: terminals cut or ignore more (74 kB are 99 kB in base64).
const OSC_LIMIT: usize = 74_000;

/// Sends text to the clipboard of the terminal. Terminals do not reply, so success means only that it was sent.
///
/// # Errors
/// The text is too long for OSC 52, or the terminal cannot be written to.
pub fn send_to_terminal(text: &str) -> io::Result<()> {
    if text.len() > OSC_LIMIT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "OSC 52: > 74 kB"));
    }
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}

/// The commands that copy their standard input, the best first. Not all of them need exist.
pub(super) fn tools() -> Vec<&'static str> {
    let environment = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut tools = Vec::new();
    if environment("WAYLAND_DISPLAY") {
        tools.push("wl-copy");
    }
    if environment("DISPLAY") {
        tools.push("xclip -selection clipboard");
        tools.push("xsel --clipboard --input");
    }
    if cfg!(target_os = "macos") {
        tools.push("pbcopy");
    }
    if environment("TMUX") {
        tools.push("tmux load-buffer -w -");
    }
    tools
}

/// The program of the first of the tools that is installed.
pub fn tool() -> Option<&'static str> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_installed = |name: &str| std::env::split_paths(&path).any(|dir| crate::files::exists(&dir.join(name)));
    tools().into_iter().filter_map(|line| line.split(' ').next()).find(|name| is_installed(name))
}

/// The packages that have a tool for this screen, if it is a graphical one.
pub fn missing_tools() -> Option<&'static str> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("WAYLAND_DISPLAY") { Some("wl-clipboard") } else { is_set("DISPLAY").then_some("xclip, xsel") }
}
