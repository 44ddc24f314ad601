//! Commands that scroll code sideways or wrap it.

use crate::app::input::command::Shift;
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::locale::Msg;
use crate::typeset::Code;

impl Model {
    /// Scrolls the visible code sideways.
    pub fn scroll_sideways(&mut self, shift: Shift, count: Option<u32>) {
        let half = self.text_width() / 2;
        if !self.reader.scroll_sideways(shift, count, (self.visible_rows(), half)) {
            let wraps = self.config.typography.code == Code::Wrap;
            self.show_notice(if wraps { Msg::NoticeCodeWraps } else { Msg::NoticeNothingWider });
        }
    }

    /// Switches between wrapping and scrolling code.
    pub fn toggle_wrap(&mut self, out: &mut Outbox) {
        let (code, says) = match self.config.typography.code {
            Code::Wrap => (Code::Scroll, Msg::NoticeCodeScrolls),
            Code::Scroll => (Code::Wrap, Msg::NoticeCodeWraps),
        };
        self.config.typography.code = code;
        self.reader.reset_shift();
        self.notice = Some(Notice::Done(self.catalog.say(says).to_owned()));
        self.compose_if_needed(out);
    }
}
