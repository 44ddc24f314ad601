//! How the text is set while it is read: its width, its punctuation, its script.

use crate::app::input::command::Scope;
use crate::app::page::placing::Placing;
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::locale::Msg;
use crate::typeset::{Punctuation, Script, Writing};

/// The least width, in cells.
const LEAST: i32 = 20;

impl Model {
    /// Makes the text wider or narrower by steps of two cells, from its visible width and as far as the pane allows, so
    /// that every step can be seen; at the limits, says so and changes nothing.
    pub fn resize_measure(&mut self, steps: i32, out: &mut Outbox) {
        let width = |wanted| {
            let placing = Placing::new(self.reader_pane(), wanted, &self.config.typography);
            // A row of a vertical line is two cells.
            i32::from(if placing.is_vertical() { placing.area().height * 2 } else { placing.area().width })
        };
        let (visible, most) = (width(self.reader.measure), width(u16::MAX));
        let to = visible.saturating_add(steps.saturating_mul(2)).clamp(LEAST, most.max(LEAST));
        if (steps > 0 && visible >= most) || (steps < 0 && visible <= LEAST) {
            self.notice = Some(Notice::Done(self.limit_of_width(steps > 0, visible)));
            return;
        }
        self.reader.measure = u16::try_from(to).unwrap_or(80);
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeWidth, &[("n", &to.to_string())])));
        self.remember_measure(out);
        self.compose_if_needed(out);
    }

    fn limit_of_width(&self, is_most: bool, width: i32) -> String {
        let keys = self.keymap.chords(Scope::Reader, "zen").chain(self.keymap.chords(Scope::Global, "zen")).next();
        let keys = keys.filter(|_| self.panes().are_two()).map(ToString::to_string);
        let msg = match (is_most, &keys) {
            (true, Some(_)) => Msg::NoticeWidestBeside,
            (true, None) => Msg::NoticeWidest,
            (false, _) => Msg::NoticeNarrowest,
        };
        self.catalog.fill(msg, &[("n", &width.to_string()), ("keys", keys.as_deref().unwrap_or_default())])
    }

    /// Shows Chinese in the next script.
    pub fn change_script(&mut self, out: &mut Outbox) {
        let says = self.next_script();
        self.tell_change(says, out);
    }

    /// Shows the other punctuation: as it is written, or put right.
    pub fn change_punctuation(&mut self, out: &mut Outbox) {
        let says = self.other_punctuation();
        self.tell_change(says, out);
    }

    /// Switches between horizontal and vertical writing.
    pub fn change_writing(&mut self, out: &mut Outbox) {
        let (writing, says) = match self.config.typography.writing {
            Writing::Horizontal => (Writing::Vertical, Msg::NoticeWritingVertical),
            Writing::Vertical => (Writing::Horizontal, Msg::NoticeWritingHorizontal),
        };
        self.config.typography.writing = writing;
        self.tell_change(says, out);
    }

    fn tell_change(&mut self, says: Msg, out: &mut Outbox) {
        self.notice = Some(Notice::Done(self.catalog.say(says).to_owned()));
        self.compose_if_needed(out);
    }

    /// The next script: as written, simplified, traditional, of Taiwan, of Hong Kong.
    fn next_script(&mut self) -> Msg {
        let (script, says) = match self.config.typography.script {
            Script::AsWritten => (Script::Simplified, Msg::NoticeScriptSimplified),
            Script::Simplified => (Script::Traditional, Msg::NoticeScriptTraditional),
            Script::Traditional => (Script::Taiwan, Msg::NoticeScriptTaiwan),
            Script::Taiwan => (Script::HongKong, Msg::NoticeScriptHongKong),
            Script::HongKong => (Script::AsWritten, Msg::NoticeScriptWritten),
        };
        self.config.typography.script = script;
        says
    }

    /// The other punctuation, between punctuation that is put right and punctuation as it is written.
    fn other_punctuation(&mut self) -> Msg {
        let (punctuation, says) = match self.config.typography.punctuation {
            Punctuation::Mend => (Punctuation::AsWritten, Msg::NoticePunctuationWritten),
            Punctuation::AsWritten => (Punctuation::Mend, Msg::NoticePunctuationMended),
        };
        self.config.typography.punctuation = punctuation;
        says
    }
}
