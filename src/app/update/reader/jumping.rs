//! Jumps in the article: to the word under the cursor, to the matching bracket, and back.

use crate::app::input::command::{Action, Scope};
use crate::app::input::history::HistoryKind;
use crate::app::input::panes::Focus;
use crate::app::page::article_view::TextPoint;
use crate::app::page::brackets::matching;
use crate::app::page::last_search::LastSearch;
use crate::app::page::page_search::{PageSearch, as_whole_word};
use crate::app::page::selection::{Selection, Unit};
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::reading::waiting::Waiting;
use crate::document::Anchor;
use crate::locale::Msg;
use crate::text::Clean;
use crate::typeset::word_at;

impl Model {
    /// Whether a command moves in an article that is being opened. It is done once the article is there.
    pub(in crate::app) fn waits_for_article(&self, action: Action) -> bool {
        let moves = matches!(action, Action::Move(_) | Action::SearchNext | Action::SearchPrevious);
        let is_covered = self.overlay.is_some() || self.table.is_some() || self.sheet.is_some();
        moves && !is_covered && self.awaits_article()
    }

    /// Whether the reader has the focus and its article is not there yet.
    pub(in crate::app) fn awaits_article(&self) -> bool {
        self.focus == Focus::Reader && self.reader.is_opening() && !self.reader.is_current()
    }

    /// Does what was typed while the article was being opened, unless it has been left since.
    pub(in crate::app) fn do_waiting(&mut self, out: &mut Outbox) {
        let is_left = self.focus != Focus::Reader;
        for waiting in std::mem::take(&mut self.reader.waiting) {
            match waiting {
                _ if is_left => {}
                Waiting::Command(action, count) => self.act(action, count, out),
                Waiting::Find(words) => self.land_on(&words),
            }
        }
    }

    /// Goes to the next or previous occurrence of the selected text; without one, or if only one glyph is selected, of
    /// the word at the cursor, the focused link or the current match, else of the first visible word. With `whole`, the
    /// word must not be a part of another one.
    pub(in crate::app) fn search_word(&mut self, forward: bool, whole: bool, times: usize, out: &mut Outbox) {
        let Some((point, text)) = self.reader.picked.take().or_else(|| self.text_to_find(whole)) else {
            return self.notify_absent(Msg::NoticeNoWord);
        };
        self.reader.unselect();
        self.reader.mark_jump();
        self.reader.found = Some(PageSearch::of(&text));
        self.last_search = Some(LastSearch::of_text(&text));
        self.remember_line(HistoryKind::Find, &Clean::line(&text), out);
        self.refind();
        let Some(found) = self.reader.found.as_ref().filter(|found| !found.matches().is_empty()) else {
            return self.notify_no_match();
        };
        let before = found.matches().partition_point(|found| found.start() < point);
        let own = found.matches().get(before).is_some_and(|found| found.start() == point);
        let total = found.matches().len();
        let times = times % total;
        let to = if forward { before + times + total - usize::from(!own) } else { before + total - times };
        self.step_to(to % total);
        self.notice = Some(Notice::Done(format!("/{text}")));
    }

    /// What the cursor is on, and where it begins.
    fn text_to_find(&self, whole: bool) -> Option<(TextPoint, String)> {
        let opened = self.reader.opened().filter(|_| self.reader.is_current())?;
        if let Some(selection) = self.reader.selection() {
            let (from, to) = selection.range(opened);
            let glyph = Selection::at(selection.cursor()).range(opened);
            if selection.unit() != Unit::Glyph || (from, to) != glyph {
                return self.selected_in_block();
            }
        }
        let point = match self.reader.selection() {
            Some(selection) => selection.cursor(),
            None => self.position_of_interest()?.start,
        };
        let block = opened.document_of(point).blocks.get(point.anchor.block as usize)?;
        let word = word_at(block.text(), point.anchor.byte as usize)?;
        let byte = word.start.try_into().ok()?;
        let word = block.text().get(word)?;
        let text = if whole { as_whole_word(word) } else { word.to_owned() };
        Some((TextPoint { anchor: Anchor { byte, ..point.anchor }, ..point }, text))
    }

    /// The selected text as far as it is in the block in which the selection begins, and where it begins: matches do
    /// not extend over blocks.
    pub(in crate::app) fn selected_in_block(&self) -> Option<(TextPoint, String)> {
        let opened = self.reader.opened()?;
        let (from, to) = self.reader.selection()?.range(opened);
        let text = opened.document_of(from).blocks.get(from.anchor.block as usize)?.text();
        let ends_here = (from.body, from.anchor.block) == (to.body, to.anchor.block);
        let end = if ends_here { to.anchor.byte as usize } else { text.len() };
        let text = text.get(from.anchor.byte as usize..end)?;
        let lead = text.len() - text.trim_start().len();
        let byte = from.anchor.byte.saturating_add(lead.try_into().ok()?);
        let text = text.trim();
        (!text.is_empty()).then(|| (TextPoint { anchor: Anchor { byte, ..from.anchor }, ..from }, text.to_owned()))
    }

    /// While text is being selected, goes to the bracket that matches the next one. Elsewhere there is no cursor: says
    /// that a percentage is expected.
    pub(in crate::app) fn match_bracket(&mut self) {
        let Some(selection) = self.reader.selection().filter(|_| self.is_selecting() && self.table.is_none()) else {
            return self.ask_for_percentage();
        };
        let cursor = selection.cursor();
        let partner = self.reader.opened().and_then(|opened| {
            let block = opened.document_of(cursor).blocks.get(cursor.anchor.block as usize)?;
            matching(block.text(), cursor.anchor.byte as usize)?.try_into().ok()
        });
        match partner {
            Some(byte) => self.select_to(TextPoint { anchor: Anchor { byte, ..cursor.anchor }, ..cursor }),
            None => self.notify_absent(Msg::NoticeNoBracket),
        }
    }

    fn ask_for_percentage(&mut self) {
        let scope = match self.focus {
            _ if self.table.is_some() => Scope::Table,
            Focus::List => Scope::List,
            Focus::Reader => Scope::Reader,
        };
        let keys = self.keymap.chords(scope, "percent").next().map_or_else(|| "%".to_owned(), ToString::to_string);
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeNoPercent, &[("keys", &keys)])));
    }

    /// Goes to where the last jump began; the next time, back again.
    pub(in crate::app) fn jump_back(&mut self, out: &mut Outbox) {
        if self.focus == Focus::List {
            if self.list.is_stale() {
                self.reselect();
            }
            return if self.list.jump_back() { self.preview_soon(out) } else { self.notify_absent(Msg::NoticeNoJump) };
        }
        let Some(from) = self.reader.swap_jump() else { return self.notify_absent(Msg::NoticeNoJump) };
        if self.is_selecting() && self.reader.is_current() && self.reader.path.as_ref() == Some(&from.path) {
            let row = self.reader.view().map_or(0, |view| view.row_of(from.spot));
            if let Some(position) = self.reader.view().and_then(|view| view.first_position(row)) {
                self.select_to(position.start);
            }
            return;
        }
        self.list.reveal(&self.library, &from.path);
        self.return_to(from, out);
    }
}
