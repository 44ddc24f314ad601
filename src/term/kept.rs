//! The pictures that the terminal keeps for the program, as those with the graphics protocol of kitty do: which of them
//! were sent, and what is sent and deleted with a frame.

use crate::picture::{self, Encoded};

/// The bytes of transmissions that the terminal is to keep at most, beyond those of the frame.
const MOST_BYTES: usize = 64 << 20;

/// The pictures that were sent to the terminal.
#[derive(Debug)]
pub(super) struct KeptPictures {
    /// The pictures and the bytes that were sent of them, the one drawn last at the end.
    sent: Vec<(u32, usize)>,
    /// Those that it may have lost or may still have.
    lost: Vec<u32>,
    is_tmux: bool,
}

impl KeptPictures {
    /// None yet. `is_tmux`: whether tmux is between the program and the terminal.
    pub(super) fn new(is_tmux: bool) -> Self {
        Self { sent: Vec::new(), lost: Vec::new(), is_tmux }
    }

    /// What to write before a frame that draws these pictures: those that the terminal does not have yet, and the deletion
    /// of others if it has too many.
    pub(super) fn before(&mut self, drawn: &[Encoded]) -> String {
        let mut out: String = self.lost.drain(..).map(|id| picture::deletion(id, self.is_tmux)).collect();
        let mut of_frame = 0;
        for transmission in drawn.iter().filter_map(Encoded::transmission) {
            match self.sent.iter().position(|(sent, _)| *sent == transmission.id) {
                Some(at) => {
                    let sent = self.sent.remove(at);
                    self.sent.push(sent);
                }
                None => {
                    out.push_str(&transmission.sequence);
                    self.sent.push((transmission.id, transmission.sequence.len()));
                }
            }
            of_frame += 1;
        }
        let mut sum: usize = self.sent.iter().map(|(_, bytes)| bytes).sum();
        let spare = self.sent.len().saturating_sub(of_frame);
        let old = self.sent.iter().take(spare).take_while(|(_, bytes)| {
            let is_over = sum > MOST_BYTES;
            sum -= bytes;
            is_over
        });
        let old = old.count();
        for (id, _) in self.sent.drain(..old) {
            out.push_str(&picture::deletion(id, self.is_tmux));
        }
        out
    }

    /// What deletes all of them.
    pub(super) fn deletions(&self) -> String {
        let ids = self.sent.iter().map(|(id, _)| id).chain(&self.lost);
        ids.map(|id| picture::deletion(*id, self.is_tmux)).collect()
    }

    /// The terminal may have lost them: they are sent again.
    pub(super) fn forget(&mut self) {
        self.lost.extend(self.sent.drain(..).map(|(id, _)| id));
    }
}
