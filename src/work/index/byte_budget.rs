//! How much text may wait to be written.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes of texts that wait for the writer, at most; a longer one waits alone.
const BYTES: usize = 8 << 20;

/// Bounds the texts that wait between the readers and the writer by their bytes: many small ones or few large ones.
#[derive(Debug)]
pub(super) struct ByteBudget {
    taken: Mutex<Option<usize>>,
    freed: Condvar,
}

impl ByteBudget {
    /// Opens it.
    pub(super) fn new() -> Self {
        Self { taken: Mutex::new(Some(0)), freed: Condvar::new() }
    }

    /// Waits until there is room for so many bytes, or until nobody waits for them any more.
    pub(super) fn take(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while taken.is_some_and(|taken| taken > 0 && taken + bytes > BYTES) {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken = taken.map(|taken| taken + bytes);
    }

    /// Gives the room of so many bytes back.
    pub(super) fn give(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.map(|taken| taken.saturating_sub(bytes));
        self.freed.notify_all();
    }

    /// Lets everybody through: what is written from now on goes nowhere.
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
