//! An answer still on its way: a late answer to an old question cannot land.

/// Names one question. Tickets of one slot never repeat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

/// A place for one answer. Asking anew makes every older ticket worthless; the old answer stays readable meanwhile.
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
    /// Opens a new question.
    pub fn ask(&mut self) -> Ticket {
        self.ticket.0 += 1;
        self.waiting = true;
        self.ticket
    }

    /// Whether an answer with this ticket is still wanted.
    pub fn wants(&self, ticket: Ticket) -> bool {
        self.waiting && self.ticket == ticket
    }

    /// Takes an answer. A stale one changes nothing and gives `false`.
    pub fn land(&mut self, ticket: Ticket, answer: T) -> bool {
        if !self.wants(ticket) {
            return false;
        }
        self.waiting = false;
        self.answer = Some(answer);
        true
    }

    /// Takes the newest answer out, which is not readable from then on.
    pub fn take(&mut self) -> Option<T> {
        self.answer.take()
    }

    /// Gives up on the question under way; the old answer stays.
    pub fn forget(&mut self) {
        self.waiting = false;
    }

    /// Drops question and answer.
    pub fn clear(&mut self) {
        self.waiting = false;
        self.answer = None;
    }

    /// Whether a question is under way.
    pub fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// The newest answer that landed.
    pub fn ready(&self) -> Option<&T> {
        self.answer.as_ref()
    }

    /// The newest answer that landed, to change.
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
