//! Searching: the query of the list, and words in the open article.

use crate::app::input::panes::Focus;
use crate::app::input::prompt::{Prompt, Purpose};
use crate::app::page::article_view::Opened;
use crate::app::page::last_search::LastSearch;
use crate::app::page::page_search::{PageMatch, PageSearch, joined, occurrences_of_each};
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::table_view::TableView;
use crate::article::day_of;
use crate::locale::Msg;
use crate::problem::{Code, Problem};
use crate::search::{Day, Pattern, Query};

impl Model {
    /// Opens the input line: to filter the list, or to search in the page, forwards or backwards.
    pub fn start_search(&mut self, backward: bool, out: &mut Outbox) {
        if let Some(overlay) = &mut self.overlay {
            overlay.open_input();
            return;
        }
        self.prompt = Some(match self.focus {
            Focus::List => {
                out.push(Effect::Prepare);
                self.list.begin_search();
                let mut prompt = Prompt::new(Purpose::Narrow, self.list.words());
                prompt.cursor = self.cursor_path();
                prompt
            }
            Focus::Reader => {
                let before = self.reader.found.take();
                self.reader.found = Some(PageSearch::begin(self.first_line(), before));
                let mut prompt = Prompt::new(Purpose::Find, "");
                prompt.backward = backward;
                prompt
            }
        });
    }

    /// Filters the list by a query. Invalid terms are reported and skipped.
    pub fn narrow_list(&mut self, words: &str) {
        let (query, problem) = self.parse_query(words);
        self.list.narrow(words, query);
        if let Some(problem) = problem {
            // There is room for a few words beside the input line.
            self.notice = Some(Notice::Failed(self.catalog.problem(&problem).what));
        }
    }

    /// Begins with the articles that match a query, as if it had been typed.
    pub fn search_list(&mut self, words: &str) {
        self.list.begin_search();
        self.narrow_list(words);
        self.last_search = Some(LastSearch::of_query(words, self.query_words()));
        self.focus = Focus::List;
    }

    pub(in crate::app) fn parse_query(&self, words: &str) -> (Query, Option<Problem>) {
        let (query, problems) = Query::parse_typed(words, self.today());
        (query, problems.into_iter().next())
    }

    /// The day from which relative days are counted.
    pub(in crate::app) fn today(&self) -> Day {
        day_of(self.now, self.config.timezone.as_deref())
    }

    /// Where a query has mistakes: the bytes of the terms that are skipped.
    pub fn query_mistakes(&self, words: &str) -> Vec<std::ops::Range<usize>> {
        let problems = Query::parse_typed(words, self.today()).1;
        let place = |problem: &Problem| {
            let column = problem.column?.checked_sub(1)? as usize;
            let (start, _) = words.char_indices().nth(column)?;
            let rest = words.get(start..)?;
            let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '|' | '｜')).unwrap_or(rest.len());
            Some(start..start + length)
        };
        problems.iter().filter_map(place).collect()
    }

    /// Says which term of an accepted query was skipped, and what it could be.
    pub(in crate::app) fn notify_skipped_term(&mut self, words: &str) {
        let Some(problem) = self.parse_query(words).1 else { return };
        let message = self.catalog.problem(&problem);
        let hint = message.hint.map(|hint| format!(" · {hint}")).unwrap_or_default();
        self.notice = Some(Notice::Failed(format!("{}{hint}", message.what)));
    }

    /// Searches for the input in the page, from the row that was at the top when typing began.
    pub fn find_in_page(&mut self, words: &str) {
        if Pattern::is_written(words)
            && let Err(problem) = Pattern::parse(words)
        {
            self.notice = Some(Notice::Failed(self.catalog.problem(&problem).what));
        }
        let found = self.reader.found.take().unwrap_or_else(|| PageSearch::begin(self.first_line(), None));
        let from = found.from();
        self.reader.found = Some(found.retyped(words));
        self.refind();
        let Some(found) = &self.reader.found else { return };
        if found.matches().is_empty() {
            return self.scroll_back(from);
        }
        let (at, total) =
            (found.matches().partition_point(|found| self.row_of_match(found) < from), found.matches().len());
        let backward = self.prompt.as_ref().is_some_and(|prompt| prompt.backward);
        self.step_to(if backward { at + total - 1 } else { at } % total);
    }

    /// The first row of the article that is visible or, in the table view, the first line of the table below its header.
    pub(in crate::app) fn first_line(&self) -> usize {
        self.table.as_ref().map_or(self.reader.top(), TableView::first_line)
    }

    /// Scrolls back to the line where typing began.
    pub(in crate::app) fn scroll_back(&mut self, line: usize) {
        if !self.scroll_table_to(line) {
            self.reader.turn_to(line, self.extent());
        }
    }

    /// Repeats the search, for an article opened or composed again.
    pub fn refind(&mut self) {
        let mut matches = match (&self.reader.found, self.reader.opened()) {
            (Some(found), Some(opened)) => joined(occurrences_of_each(opened, found.texts())),
            _ => Vec::new(),
        };
        if let Some(table) = &self.table {
            matches.retain(|found| found.body && found.found.block as usize == table.block());
        }
        if let Some(found) = &mut self.reader.found {
            found.set_matches(matches);
        }
    }

    /// Goes to the first match of a word; reports if there is none.
    pub fn land_on(&mut self, word: &str) {
        self.reader.found = Some(PageSearch::of(word));
        self.refind();
        match self.reader.found.as_ref().is_some_and(|found| !found.matches().is_empty()) {
            true => self.step_to(0),
            false => self.notify_no_match(),
        }
    }

    /// Shows the article where the query with which it was opened leads: at the match in the body that [`Landing::search`]
    /// chooses. If its title has all words, or only the title block some of them, the reader stays where it is: at the
    /// beginning, or where reading stopped. Does nothing unless the reader has the focus.
    ///
    /// [`Landing::search`]: crate::app::state::reading::landing::Landing::search
    pub(in crate::app) fn land_on_hit(&mut self) {
        if self.focus != Focus::Reader {
            return;
        }
        let landing = std::mem::take(&mut self.reader.landing);
        let search = self.reader.opened().and_then(|opened| landing.search(opened));
        let at = search.as_ref().map(PageSearch::at);
        let in_body = search.as_ref().and_then(PageSearch::current).is_some_and(|found| found.body);
        if search.is_some() {
            self.reader.found = search;
        }
        if let Some(at) = at.filter(|_| in_body && !landing.is_titled()) {
            self.step_to(at);
        }
    }

    /// Reports that the words are not in the page.
    pub fn notify_no_match(&mut self) {
        let words = self.reader.found.as_ref().map(PageSearch::words).unwrap_or_default();
        self.notice = Some(Notice::Absent(self.catalog.fill(self.none_found(), &[("words", words)])));
    }

    /// The message that a text was not found.
    pub(in crate::app) fn none_found(&self) -> Msg {
        let is_cut = |opened: &Opened| opened.article.problems.iter().any(|problem| problem.code == Code::BodyCut);
        match (&self.table, self.reader.opened()) {
            (Some(_), _) => Msg::FindNoneInTable,
            (None, Some(opened)) if is_cut(opened) => Msg::FindNoneInCut,
            (None, _) => Msg::FindNone,
        }
    }

    /// Goes to the next or previous match; wraps around at the ends.
    pub fn step_match(&mut self, forward: bool, count: usize) {
        let Some(found) = &self.reader.found else { return self.find_again(forward, count) };
        let Some(next) = found.stepped(forward, count) else { return self.notify_no_match() };
        // From where the user has scrolled to, if the current match is out of sight.
        let out_of_sight = self.table.is_none() && !self.is_in_sight(found.matches().get(found.at()));
        match self.match_from_view(forward).filter(|_| out_of_sight) {
            Some(first) => self.step_from(first, forward, count),
            None => {
                let (at, total) = (found.at(), found.matches().len());
                let wraps = if forward { at + count >= total } else { count > at };
                self.step_to(next);
                if wraps {
                    self.show_notice(if forward { Msg::FindFromTop } else { Msg::FindFromBottom });
                }
            }
        }
    }

    /// Whether a match is on a row of the window.
    fn is_in_sight(&self, found: Option<&PageMatch>) -> bool {
        found.is_some_and(|found| self.visible_rows().contains(&self.row_of_match(found)))
    }

    /// The first match below the top of the window, or the last one above it; past an end, the one at the other end.
    pub(in crate::app) fn match_from_view(&self, forward: bool) -> Option<usize> {
        let top = self.first_line();
        let matches = self.reader.found.as_ref()?.matches();
        let below = matches.partition_point(|found| self.row_of_match(found) < top);
        let total = matches.len();
        (total > 0).then(|| if forward { below % total } else { (below + total - 1) % total })
    }

    /// Goes to a match, or to one further on if the count is more than one.
    pub(in crate::app) fn step_from(&mut self, first: usize, forward: bool, count: usize) {
        self.step_to(first);
        let further = self.reader.found.as_ref().and_then(|found| found.stepped(forward, count.saturating_sub(1)));
        further.map_or((), |at| self.step_to(at))
    }

    /// Makes a match the current one and shows it.
    pub(in crate::app) fn step_to(&mut self, at: usize) {
        if self.reveal_in_table(at) {
            if let Some(found) = &mut self.reader.found {
                found.go_to(at);
            }
            return;
        }
        let window = self.extent();
        let place = self.reader.found.as_ref().and_then(|found| found.matches().get(at)).map(PageMatch::start);
        if let Some(place) = place {
            if place.body {
                self.seek(place.anchor);
                self.compose_around(place.anchor);
            }
            let row = self.reader.view().map_or(0, |view| view.row_of_point(place));
            self.reader.reveal(row, window);
        }
        if let Some(found) = &mut self.reader.found {
            found.go_to(at);
        }
        let position = self.match_point().and_then(|place| self.reader.view()?.position_at(place));
        if let Some(position) = position {
            self.reader.reveal_position(position);
        }
    }

    /// The row of the article view or the line of the table on which a match begins.
    pub(in crate::app) fn row_of_match(&self, place: &PageMatch) -> usize {
        match &self.table {
            Some(table) => table.line_of(place.found.range.start),
            None => self.reader.view().map_or(0, |view| view.row_of_point(place.start())),
        }
    }
}
