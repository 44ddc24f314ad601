//! Repeating the last search: in the list, to the next matching article; in an article, to the next match.

use crate::app::input::panes::Focus;
use crate::app::page::page_search::PageSearch;
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::locale::Msg;

impl Model {
    /// Goes to the next or previous match: of the list, an article that the query has found; of an article, a place.
    pub(in crate::app) fn repeat_search(&mut self, forward: bool, times: usize, out: &mut Outbox) {
        match self.focus {
            Focus::List => self.repeat_in_list(forward, times, out),
            Focus::Reader => {
                let forward = forward != self.last_search.as_ref().is_some_and(|last| last.backward);
                if self.table.is_none() {
                    self.reader.mark_step();
                }
                self.step_match(forward, times);
                self.select_to_match();
            }
        }
    }

    /// Goes to another article that the query has found. Without a query, searches the list for what was searched for
    /// last.
    fn repeat_in_list(&mut self, forward: bool, times: usize, out: &mut Outbox) {
        if self.list.words().is_empty() {
            let Some(last) = &self.last_search else { return self.show_notice(Msg::FindNothingYet) };
            let query = last.query.clone();
            self.list.mark_jump(self.list.cursor());
            self.list.begin_search();
            self.narrow_list(&query);
            return self.list.keep_article();
        }
        if self.list.is_stale() {
            self.reselect();
        }
        if self.list.step_around(forward, times) {
            self.list.unfold_cursor(&self.library);
            self.preview_soon(out);
        } else {
            self.show_notice(Msg::ListNoMatch);
        }
    }

    /// Searches the article for what was searched for last, and goes to the first match below the top of the screen or
    /// the last one above it. Further matches are counted from there.
    pub(in crate::app) fn find_again(&mut self, forward: bool, times: usize) {
        let Some(last) = self.last_search.clone() else { return self.show_notice(Msg::FindNothingYet) };
        self.reader.found = Some(PageSearch::of_any(&last.texts));
        self.refind();
        if let Some(first) = self.match_from_view(forward) {
            return self.step_from(first, forward, times);
        }
        self.reader.found = None;
        let text = self.catalog.fill(self.none_found(), &[("words", &last.typed)]);
        self.notice = Some(Notice::Absent(text));
    }
}
