//! Showing the source of the article, or what a program that it was piped to has written.

use std::path::Path;
use std::sync::Arc;

use crate::app::input::command::Motion;
use crate::app::input::panes::Focus;
use crate::app::page::article_view::Goal;
use crate::app::page::shown::{Output, Shown};
use crate::app::page::source::source_line::line_of_anchor;
use crate::app::state::event::Outbox;
use crate::app::state::model::Model;
use crate::document::Anchor;

impl Model {
    /// The line of an article's source from which the first visible row comes, counted from 1. `None` if that is not
    /// known, as in the title block, or if another article is shown. `source` is the file, `body` its end without the
    /// front matter.
    pub fn line_on_top(&self, path: &Path, source: &str, body: &str) -> Option<usize> {
        let opened = self.reader.opened().filter(|opened| opened.path == path && opened.shown.is_article())?;
        let spot = self.reader.spot();
        if spot.head.is_some() {
            return None;
        }
        opened.lines.line(spot.anchor).or_else(|| line_of_anchor(source, body, &opened.document, spot.anchor))
    }

    /// The line of the file that is at the top, counted from 1, if what is shown has lines of a file: plain text, source,
    /// output. The title block belongs to the first line.
    pub fn file_line(&self) -> Option<usize> {
        let lines = &self.reader.opened().filter(|_| self.reader.is_current())?.lines;
        let spot = self.reader.spot();
        if spot.head.is_some() { lines.line(Anchor::default()).map(|_| 1) } else { lines.line(spot.anchor) }
    }

    /// The count of a motion to a numbered row, if the number is that of a line of the file: as in less and vim. In other
    /// articles and for other motions, the count itself.
    pub(in crate::app) fn row_of_line(&mut self, motion: Motion, count: Option<u32>) -> Option<u32> {
        let (Motion::Top | Motion::Bottom, Some(line)) = (motion, count) else { return count };
        let Some(place) = self.reader.opened().and_then(|opened| opened.lines.place(line as usize)) else {
            return count;
        };
        if place == Anchor::default() {
            return Some(1);
        }
        self.compose_around(place);
        let row = self.reader.view().map_or(0, |view| view.row_of_anchor(place));
        Some(u32::try_from(row).unwrap_or(u32::MAX).saturating_add(1))
    }

    /// Shows something else of the open article, from its beginning, or its text again where reading stopped.
    pub(in crate::app) fn show(&mut self, shown: Shown, out: &mut Outbox) {
        self.keep_position(out);
        self.reader.shown = shown;
        self.reader.goal = Goal::Position;
        self.request_article(out);
    }

    /// Returns from the source or from the output of a program to the text of the article; from an output also to the
    /// pane that had the focus.
    pub(in crate::app) fn leave_shown(&mut self, out: &mut Outbox) {
        let from = self.reader.shown.output().map(|output| output.from);
        if from.is_some() {
            self.reader.found = self.reader.found_in_article.take();
        }
        self.show(Shown::Article, out);
        if from == Some(Focus::List) {
            self.zen = false;
            self.focus = Focus::List;
        }
        self.compose_if_needed(out);
    }

    /// The output of a program, if the reader shows one and has the focus.
    pub(in crate::app) fn shown_output(&self) -> Option<&Output> {
        self.reader.shown.output().filter(|_| self.focus == Focus::Reader)
    }

    /// Shows what a program has written, as a page of the reader.
    pub fn show_output(&mut self, command: String, text: String) -> Outbox {
        let mut out = Outbox { dirty: true, ..Outbox::default() };
        let from = match self.reader.shown.output() {
            Some(output) => output.from,
            None => self.focus,
        };
        self.close_table();
        let found = self.reader.found.take();
        if self.reader.shown.output().is_none() {
            self.reader.found_in_article = found;
        }
        self.reader.unselect();
        if self.reader.path.is_none() {
            // Rows of a list without a reader beside it were sent. Leaving the output opens the article at the cursor.
            self.reader.path = self.cursor_path().or_else(|| self.library.path(self.library.ids().next()?));
        }
        self.show(Shown::Output(Arc::new(Output { command, text, from })), &mut out);
        self.focus = Focus::Reader;
        self.compose_if_needed(&mut out);
        out
    }
}
