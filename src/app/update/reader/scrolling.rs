//! Scrolling: what is said at the end of an article, and code that is scrolled sideways or wrapped.

use crate::app::input::command::{Motion, Scope, Shift};
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::locale::Msg;
use crate::typeset::Code;

impl Model {
    /// Says that reading goes on where it stopped, if no list beside the reader shows it: the keys that move in the list
    /// move in the article now.
    pub(in crate::app) fn notify_continued(&mut self) {
        if self.panes().list.is_none() && self.notice.is_none() {
            let mut keys = self.keymap.chords(Scope::Global, "back").chain(self.keymap.chords(Scope::Reader, "back"));
            let Some(key) = keys.next().map(ToString::to_string) else { return };
            self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeContinued, &[("key", &key)])));
        }
    }

    /// Says once, if nothing is left to scroll down to, that the article ends here and which key goes on.
    pub(in crate::app) fn notify_end(&mut self, motion: Motion, moved: bool) {
        let is_down = matches!(motion, Motion::Down | Motion::HalfDown | Motion::PageDown);
        if moved || !is_down {
            self.reader.told_end = None;
            return;
        }
        let is_told = self.reader.told_end == self.reader.path;
        if is_told || self.notice.is_some() || !self.reader.is_current() || self.reader.shown.output().is_some() {
            return;
        }
        self.reader.told_end.clone_from(&self.reader.path);
        let keys = [Scope::Reader, Scope::Global].map(|scope| self.keymap.chords(scope, "next-article").next());
        let says = match keys.into_iter().flatten().next().filter(|_| self.has_next()) {
            Some(key) => self.catalog.fill(Msg::NoticeEnd, &[("key", &key.to_string())]),
            None => self.catalog.say(Msg::NoticeEndLast).to_owned(),
        };
        self.notice = Some(Notice::Done(says));
    }

    /// Whether an article follows in the list.
    fn has_next(&self) -> bool {
        let groups = self.list.groups();
        (self.list.cursor_row() + 1..self.list.rows().len()).any(|at| groups.fold_of(at).is_none())
    }

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
