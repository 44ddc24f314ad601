//! Pending answers: a late answer to an outdated question is discarded.

/// Identifies a question. Tickets of one slot never repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

/// Holds one answer. Asking again invalidates all earlier tickets; the previous answer stays readable in the meantime.
#[derive(Clone, Debug)]
pub struct Slot<T> {
    ticket: Ticket,
    waiting: bool,
    answer: Option<T>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { ticket: Ticket(0), waiting: false, answer: None }
    }
}

impl<T> Slot<T> {
    /// Starts a new question.
    pub fn ask(&mut self) -> Ticket {
        self.ticket.0 += 1;
        self.waiting = true;
        self.ticket
    }

    /// A slot whose tickets are not those of a slot made by default, for two that wait for answers of the same kind.
    pub fn apart() -> Self {
        Self { ticket: Ticket(1 << 63), ..Self::default() }
    }

    /// Whether an answer with this ticket is still wanted.
    pub fn wants(&self, ticket: Ticket) -> bool {
        self.waiting && self.ticket == ticket
    }

    /// Stores an answer. Returns `false`, without a change, if the ticket is stale.
    pub fn land(&mut self, ticket: Ticket, answer: T) -> bool {
        if !self.wants(ticket) {
            return false;
        }
        self.waiting = false;
        self.answer = Some(answer);
        true
    }

    /// Removes and returns the newest answer.
    pub fn take(&mut self) -> Option<T> {
        self.answer.take()
    }

    /// Cancels the pending question; the previous answer stays.
    pub fn forget(&mut self) {
        self.waiting = false;
    }

    /// Cancels the pending question and drops the answer.
    pub fn clear(&mut self) {
        self.waiting = false;
        self.answer = None;
    }

    /// Whether a question is pending.
    pub fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// The newest answer.
    pub fn ready(&self) -> Option<&T> {
        self.answer.as_ref()
    }

    /// The newest answer, mutable.
    pub fn ready_mut(&mut self) -> Option<&mut T> {
        self.answer.as_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_answers_do_not_land() {
        let mut slot = Slot::default();
        let old = slot.ask();
        let new = slot.ask();
        assert!(!slot.land(old, 1));
        assert!(slot.is_waiting());
        assert!(slot.land(new, 2));
        assert!(!slot.land(new, 3));
        assert_eq!(slot.ready(), Some(&2));
    }
}
