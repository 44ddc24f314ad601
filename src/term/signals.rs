//! Signals as values: the end asked for, the window's size, the return from a stop.

use std::io;
use std::thread;

use crossbeam_channel::{Receiver, unbounded};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

/// A signal that means something to the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGTERM, SIGHUP or SIGINT: end in order.
    Terminate,
    /// SIGWINCH: the size has changed.
    Resized,
    /// SIGCONT: the program was stopped and goes on.
    Continued,
}

/// Starts the thread that waits for signals.
pub fn watch() -> io::Result<Receiver<Signal>> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT])?;
    let (send, receive) = unbounded();
    thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let meant = match signal {
                SIGWINCH => Signal::Resized,
                SIGCONT => Signal::Continued,
                _ => Signal::Terminate,
            };
            if send.send(meant).is_err() {
                return;
            }
        }
    })?;
    Ok(receive)
}
