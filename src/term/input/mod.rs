//! Input from the terminal: the thread that reads it, and what it reads.

#[cfg(unix)]
mod bytes;
#[cfg(not(unix))]
mod events;
mod raw;

pub use raw::Raw;

use std::io;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

#[cfg(unix)]
use crate::term::input::bytes::{Waker, start};
#[cfg(not(unix))]
use crate::term::input::events::{Waker, start};
use crate::term::probe::Probe;

/// The handle of the input thread.
pub struct Input {
    events: Receiver<Raw>,
    waker: Waker,
    paused: Receiver<()>,
    resume: Sender<()>,
}

impl Input {
    /// Starts the thread. `probe` is the query that the terminal may reply to.
    ///
    /// # Errors
    /// There is no terminal, or the thread cannot be started.
    pub fn start(probe: Option<Probe>) -> io::Result<Self> {
        let (send, events) = unbounded();
        let (send_paused, paused) = bounded(1);
        let (resume, resumed) = bounded(1);
        let waker = start(probe, send, send_paused, resumed)?;
        Ok(Self { events, waker, paused, resume })
    }

    /// The input.
    pub fn events(&self) -> &Receiver<Raw> {
        &self.events
    }

    /// Stops reading, so that another program can use the terminal. Returns once the thread has stopped.
    pub fn pause(&self) {
        if self.waker.wake() {
            let _ = self.paused.recv();
        }
    }

    /// Starts reading again.
    pub fn resume(&self) {
        let _ = self.resume.send(());
    }
}
