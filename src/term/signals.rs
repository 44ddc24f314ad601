//! Signals as events: termination, a new window size, continuation after a stop.

use std::io;
use std::thread;

use crossbeam_channel::{Receiver, unbounded};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

/// A signal that the event loop handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGTERM, SIGHUP or SIGINT: shut down.
    Terminate,
    /// SIGWINCH: the window size has changed.
    Resized,
    /// SIGCONT: the program was stopped and has been continued.
    Continued,
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
