//! The terminal device: whether there is one, and its size.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};

use ratatui::crossterm::terminal;
use rustix::fs::{Mode, OFlags};

/// Whether the program both reads from and writes to a terminal.
pub fn is_interactive() -> bool {
    io::stdout().is_terminal() && (io::stdin().is_terminal() || open_controlling().is_ok())
}

/// Whether standard input is a pipe, a file or a socket, not a terminal or another device.
pub fn has_piped_input() -> bool {
    use rustix::fs::FileType;
    rustix::fs::fstat(io::stdin()).is_ok_and(|stat| {
        matches!(FileType::from_raw_mode(stat.st_mode), FileType::Fifo | FileType::RegularFile | FileType::Socket)
    })
}

/// Whether the terminal can be given hyperlinks (OSC 8), which all but the simplest ignore if they do not know them.
pub fn knows_hyperlinks() -> bool {
    std::env::var_os("TERM").is_some_and(|name| name != "dumb" && name != "linux")
}

/// The columns of the terminal, if there is one.
pub fn columns() -> Option<u16> {
    terminal::size().ok().map(|(columns, _)| columns).filter(|columns| *columns > 0)
}

/// Columns and rows of the terminal that frames are written to. Unlike crossterm, this does not open the terminal
/// device on every call.
pub(super) fn window() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

/// The terminal to read keys from: standard input, or the controlling terminal if standard input is something else.
pub(super) fn open_input() -> io::Result<OwnedFd> {
    if io::stdin().is_terminal() { io::stdin().as_fd().try_clone_to_owned() } else { open_controlling() }
}

fn open_controlling() -> io::Result<OwnedFd> {
    Ok(rustix::fs::open("/dev/tty", OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY, Mode::empty())?)
}
