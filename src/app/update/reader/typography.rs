//! Commands that change how the text is shown while it is read.

use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::locale::Msg;
use crate::typeset::Punctuation;

impl Model {
    /// Switches between punctuation that is put right and punctuation as it is written.
    pub fn toggle_punctuation(&mut self, out: &mut Outbox) {
        let (punctuation, says) = match self.config.typography.punctuation {
            Punctuation::Mend => (Punctuation::AsWritten, Msg::NoticePunctuationWritten),
            Punctuation::AsWritten => (Punctuation::Mend, Msg::NoticePunctuationMended),
        };
        self.config.typography.punctuation = punctuation;
        self.notice = Some(Notice::Done(self.catalog.say(says).to_owned()));
        self.compose_if_needed(out);
    }
}
