//! The terminal device: whether there is one, and its size.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};

use ratatui::crossterm::terminal;
use rustix::fs::{Mode, OFlags};

use crate::theme::ColorDepth;

/// Most bytes of a line that is typed.
const LONGEST_LINE: usize = 4096;

/// Whether the program both reads from and writes to a terminal.
pub fn is_interactive() -> bool {
    io::stdout().is_terminal() && (io::stdin().is_terminal() || open_controlling().is_ok())
}

/// Whether the interface can be shown: there is a terminal, and one that can move its cursor, as those in editors and
/// others without a name cannot.
pub fn has_screen() -> bool {
    is_interactive() && moves_cursor()
}

/// Whether the terminal can move its cursor, according to the environment.
pub(super) fn moves_cursor() -> bool {
    std::env::var_os("TERM").is_some_and(|name| !name.is_empty() && name != "dumb")
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

/// How many colours the terminal can show, according to the environment: terminals with colours of 24 bits set
/// `COLORTERM` or have a name that says so.
pub fn color_depth() -> ColorDepth {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let term = of("TERM");
    let known = ["direct", "kitty", "ghostty", "alacritty", "foot", "wezterm"];
    let is_true =
        matches!(of("COLORTERM").as_str(), "truecolor" | "24bit") || known.iter().any(|name| term.contains(name));
    if is_true { ColorDepth::True } else { ColorDepth::Indexed }
}

/// The columns of the terminal, if there is one: that of standard output, else the controlling one. Unlike crossterm, this
/// runs no other program where there is none.
pub fn columns() -> Option<u16> {
    let controlling = || {
        let size = rustix::termios::tcgetwinsize(open_controlling().ok()?).ok()?;
        (size.ws_col > 0).then_some(size.ws_col)
    };
    window().map(|(columns, _)| columns).or_else(controlling)
}

/// Columns and rows of the terminal that frames are written to. Unlike crossterm, this does not open the terminal
/// device on every call.
pub fn window() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

/// Width and height of a cell in pixels, if the terminal tells.
pub(super) fn cell_pixels() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    let cell = (size.ws_xpixel.checked_div(size.ws_col)?, size.ws_ypixel.checked_div(size.ws_row)?);
    (cell.0 > 0 && cell.1 > 0).then_some(cell)
}

/// The terminal to read keys from: standard input, or the controlling terminal if standard input is something else.
pub(super) fn open_input() -> io::Result<OwnedFd> {
    if io::stdin().is_terminal() { io::stdin().as_fd().try_clone_to_owned() } else { open_controlling() }
}

/// A line typed at the terminal, also if standard input is something else; what was typed so far at its end. Must not be
/// called while the program controls the terminal.
///
/// # Errors
/// There is no terminal, or it cannot be read from.
pub fn read_line() -> io::Result<String> {
    let terminal = open_input()?;
    let mut line = Vec::new();
    let mut bytes = [0; 256];
    while line.len() < LONGEST_LINE && !line.ends_with(b"\n") {
        match rustix::io::read(&terminal, &mut bytes) {
            Ok(0) => break,
            Ok(count) => line.extend_from_slice(bytes.get(..count).unwrap_or_default()),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// Waits for q, Enter, Esc, the space bar or Ctrl-C. Must not be called while the program controls the terminal.
///
/// # Errors
/// There is no terminal, or it cannot be read from.
pub(super) fn wait_for_key() -> io::Result<()> {
    let terminal = open_input()?;
    terminal::enable_raw_mode()?;
    let read = wait_for_byte(&terminal);
    // What follows an Esc belongs to the same key.
    let _ = rustix::termios::tcflush(&terminal, rustix::termios::QueueSelector::IFlush);
    terminal::disable_raw_mode()?;
    read
}

fn wait_for_byte(terminal: &OwnedFd) -> io::Result<()> {
    let mut bytes = [0; 16];
    loop {
        match rustix::io::read(terminal, &mut bytes) {
            Ok(0) => return Ok(()),
            Ok(count) => {
                let typed = bytes.get(..count).unwrap_or_default();
                if typed.iter().any(|byte| b"qQ\r\n\x1b \x03".contains(byte)) {
                    return Ok(());
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

fn open_controlling() -> io::Result<OwnedFd> {
    Ok(rustix::fs::open("/dev/tty", OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY, Mode::empty())?)
}
