//! Limits how much text waits to be written.

use std::sync::{Condvar, Mutex, PoisonError};

/// Most bytes of text that wait for the writer. A text longer than this waits alone.
const BYTES: usize = 8 << 20;

/// Bounds the texts between the readers and the writer by their bytes, because their sizes differ widely.
#[derive(Debug)]
pub(super) struct ByteBudget {
    taken: Mutex<Option<usize>>,
    freed: Condvar,
}

impl ByteBudget {
    /// A budget with nothing taken.
    pub(super) fn new() -> Self {
        Self { taken: Mutex::new(Some(0)), freed: Condvar::new() }
    }

    /// Takes so many bytes. Blocks until they are available, or until the budget is closed.
    pub(super) fn take(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while taken.is_some_and(|taken| taken > 0 && taken + bytes > BYTES) {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken = taken.map(|taken| taken + bytes);
    }

    /// Gives so many bytes back.
    pub(super) fn give(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.map(|taken| taken.saturating_sub(bytes));
        self.freed.notify_all();
    }

    /// Ends all waiting: the writer has stopped, so that nothing will be given back.
    pub(super) fn close(&self) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::thread;

    #[test]
    fn what_finds_no_room_waits_for_it() {
        let budget = ByteBudget::new();
        budget.take(BYTES * 2);
        let (send, receive) = channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                budget.take(1);
                send.send(()).expect("listens");
                budget.take(BYTES);
                send.send(()).expect("listens");
            });
            assert!(receive.try_recv().is_err());
            budget.give(BYTES * 2);
            receive.recv().expect("room for one");
            assert!(receive.try_recv().is_err());
            budget.close();
            receive.recv().expect("let through");
        });
    }
}
