//! The terminal device, signals and job control of Unix.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, Mode, OFlags};
use rustix::io::Errno;
use rustix::process::{getpid, kill_process};
use rustix::termios::{LocalModes, QueueSelector, Winsize, tcflush, tcgetattr, tcgetwinsize};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use crate::term::system::Signal;

/// The terminal that keys are read from.
#[derive(Debug)]
pub(in crate::term) struct Device(OwnedFd);

impl Device {
    /// Standard input, or the controlling terminal if standard input is something else.
    ///
    /// # Errors
    /// There is no terminal, or it cannot be opened.
    pub(in crate::term) fn open() -> io::Result<Self> {
        if io::stdin().is_terminal() { Ok(Self(io::stdin().as_fd().try_clone_to_owned()?)) } else { open_controlling() }
    }

    /// Reads what is there, after waiting for it; nothing at its end.
    ///
    /// # Errors
    /// It cannot be read from.
    pub(in crate::term) fn read(&self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            match rustix::io::read(&self.0, &mut *bytes) {
                Err(Errno::INTR) => {}
                result => return Ok(result?),
            }
        }
    }

    /// Whether something can be read, after waiting at most so long.
    ///
    /// # Errors
    /// It cannot be waited for.
    pub(in crate::term) fn wait(&self, time: Duration) -> io::Result<bool> {
        let mut ready = [PollFd::new(&self.0, PollFlags::IN)];
        match poll(&mut ready, Some(&timespec(time))) {
            Err(Errno::INTR) => Err(io::ErrorKind::Interrupted.into()),
            result => Ok(result? > 0),
        }
    }

    /// Throws away what can be read.
    pub(in crate::term) fn discard(&self) {
        // If this fails, it is read later.
        let _ = tcflush(&self.0, QueueSelector::IFlush);
    }
}

impl AsFd for Device {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl From<Device> for Stdio {
    fn from(device: Device) -> Self {
        device.0.into()
    }
}

/// A time as `poll` takes it.
pub(in crate::term) fn timespec(time: Duration) -> Timespec {
    Timespec { tv_sec: time.as_secs() as i64, tv_nsec: i64::from(time.subsec_nanos()) }
}

fn open_controlling() -> io::Result<Device> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY;
    Ok(Device(rustix::fs::open("/dev/tty", flags, Mode::empty())?))
}

/// Whether there is a controlling terminal.
pub(in crate::term) fn has_controlling() -> bool {
    open_controlling().is_ok()
}

/// Whether standard input is a pipe, a file or a socket, not a terminal or another device.
pub fn has_piped_input() -> bool {
    rustix::fs::fstat(io::stdin()).is_ok_and(|stat| {
        matches!(FileType::from_raw_mode(stat.st_mode), FileType::Fifo | FileType::RegularFile | FileType::Socket)
    })
}

/// Whether standard input has something to read, or has ended, after waiting at most so long.
pub fn has_input_within(time: Duration) -> bool {
    let input = io::stdin();
    let mut ready = [PollFd::new(&input, PollFlags::IN)];
    // Whoever reads finds the error again.
    poll(&mut ready, Some(&timespec(time))).map_or(true, |ready| ready > 0)
}

fn size() -> Option<Winsize> {
    tcgetwinsize(io::stdout()).ok()
}

/// Columns and rows of the terminal that frames are written to. Unlike crossterm, this does not open the terminal
/// device on every call.
pub fn window() -> Option<(u16, u16)> {
    size().filter(|size| size.ws_col > 0 && size.ws_row > 0).map(|size| (size.ws_col, size.ws_row))
}

/// The columns of the controlling terminal.
pub(in crate::term) fn controlling_columns() -> Option<u16> {
    let size = tcgetwinsize(open_controlling().ok()?).ok()?;
    (size.ws_col > 0).then_some(size.ws_col)
}

/// Width and height of a cell in pixels, if the terminal tells.
pub(in crate::term) fn cell_pixels() -> Option<(u16, u16)> {
    let size = size()?;
    let cell = (size.ws_xpixel.checked_div(size.ws_col)?, size.ws_ypixel.checked_div(size.ws_row)?);
    (cell.0 > 0 && cell.1 > 0).then_some(cell)
}

/// Whether another program, such as the shell, has ended raw mode.
pub(in crate::term) fn has_left_raw_mode() -> bool {
    tcgetattr(io::stdout()).is_ok_and(|modes| modes.local_modes.contains(LocalModes::ICANON))
}

/// Stops the program as the shell's job control does; returns once it is continued. The whole process group is stopped,
/// as by the terminal driver, so that a wrapper script stops too.
pub(in crate::term) fn stop() {
    // If it fails, the program runs on.
    let _ = kill_process(getpid(), rustix::process::Signal::TSTP);
}

/// Starts the thread that waits for signals.
///
/// # Errors
/// The handlers cannot be installed, or the thread cannot be started.
pub fn watch() -> io::Result<Receiver<Signal>> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT])?;
    let (send, receive) = unbounded();
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGWINCH => Signal::Resized,
                SIGCONT => Signal::Continued,
                _ => Signal::Terminate,
            };
            if send.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(receive)
}

/// Lets keys that interrupt have no effect on this program. A handler, unlike ignoring them, is not inherited by those
/// that it starts.
///
/// # Errors
/// The handlers cannot be installed.
pub(in crate::term) fn catch_interrupts() -> io::Result<()> {
    for signal in [SIGINT, SIGQUIT] {
        signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))?;
    }
    Ok(())
}

/// Puts a program that is to be started into a process group of its own, where Ctrl-C at a shell does not reach it.
pub(in crate::term) fn detach(command: &mut Command) {
    command.process_group(0);
}

/// The name of the signal that ended a program, or its number.
pub(in crate::term) fn signal_of(status: ExitStatus) -> Option<String> {
    let number = status.signal()?;
    let name = signal_hook::low_level::signal_name(number);
    Some(name.map_or_else(|| number.to_string(), str::to_owned))
}
