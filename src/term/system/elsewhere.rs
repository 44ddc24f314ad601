//! The terminal by what the standard library and crossterm have on every system, as for Windows: there are no signals
//! and no job control, and the console sends no replies.

use std::io::{self, IsTerminal, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use crossbeam_channel::{Receiver, never};
use ratatui::crossterm::terminal;

use crate::term::system::Signal;

/// The console that keys are read from.
#[derive(Debug)]
pub(in crate::term) struct Device;

impl Device {
    /// Standard input.
    ///
    /// # Errors
    /// It is something else than a console.
    pub(in crate::term) fn open() -> io::Result<Self> {
        if io::stdin().is_terminal() { Ok(Self) } else { Err(io::ErrorKind::Unsupported.into()) }
    }

    /// Reads what is there, after waiting for it; nothing at its end.
    ///
    /// # Errors
    /// It cannot be read from.
    pub(in crate::term) fn read(&self, bytes: &mut [u8]) -> io::Result<usize> {
        io::stdin().lock().read(bytes)
    }

    /// Fails: waiting takes [`ratatui::crossterm::event::poll`], which has no bytes.
    pub(in crate::term) fn wait(&self, _time: Duration) -> io::Result<bool> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Does nothing: the console has sent nothing that was not typed.
    pub(in crate::term) fn discard(&self) {}
}

impl From<Device> for Stdio {
    fn from(_: Device) -> Self {
        Self::inherit()
    }
}

/// Whether keys can be read although standard input is something else: they cannot.
pub(in crate::term) fn has_controlling() -> bool {
    false
}

/// Whether standard input is no console.
pub fn has_piped_input() -> bool {
    !io::stdin().is_terminal()
}

/// Whether standard input has something to read within a time: only reading tells.
pub fn has_input_within(_: Duration) -> bool {
    true
}

/// Columns and rows of the console.
pub fn window() -> Option<(u16, u16)> {
    terminal::size().ok().filter(|(columns, rows)| *columns > 0 && *rows > 0)
}

/// There is no other console than that of standard output.
pub(in crate::term) fn controlling_columns() -> Option<u16> {
    None
}

/// Consoles do not tell the size of a cell.
pub(in crate::term) fn cell_pixels() -> Option<(u16, u16)> {
    None
}

/// Programs do not change the modes of a console while they are stopped: none is.
pub(in crate::term) fn has_left_raw_mode() -> bool {
    false
}

/// Does nothing: there is no job control.
pub(in crate::term) fn stop() {}

/// Signals, of which there are none: Ctrl-C is a key, and a new window size an event of the console.
///
/// # Errors
/// None.
pub fn watch() -> io::Result<Receiver<Signal>> {
    Ok(never())
}

/// Does nothing: Ctrl-C ends all programs of a console that do not take it as a key.
///
/// # Errors
/// None.
pub(in crate::term) fn catch_interrupts() -> io::Result<()> {
    Ok(())
}

/// Puts a program that is to be started into a process group of its own, where Ctrl-C at a shell does not reach it.
pub(in crate::term) fn detach(command: &mut Command) {
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NEW_PROCESS_GROUP: u32 = 0x0200;
        command.creation_flags(CREATE_NEW_PROCESS_GROUP);
    }
    #[cfg(not(windows))]
    let _ = command;
}

/// Programs end with an exit code.
pub(in crate::term) fn signal_of(_status: ExitStatus) -> Option<String> {
    None
}
