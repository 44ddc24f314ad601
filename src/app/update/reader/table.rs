//! The full-screen table at its natural width: scrolls both ways; header and first column are fixed.

use crate::app::input::command::{Motion, Shift};
use crate::app::page::article_view::ViewRow;
use crate::app::page::excerpt::table_text;
use crate::app::page::hints::HintTarget;
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::table_view::TableView;
use crate::document::BlockKind;
use crate::locale::Msg;
use crate::typeset::{Setting, Writing, compose_blocks};

impl Model {
    /// The columns and rows available for the table.
    fn table_area(&self) -> (u16, usize) {
        (self.size.0.saturating_sub(2), usize::from(self.size.1.saturating_sub(1)))
    }

    /// Shows the first visible table. If there is none, this is reported only with `reports_none`.
    pub fn open_table(&mut self, reports_none: bool) {
        let Some(opened) = self.reader.opened().filter(|_| self.reader.is_current()) else { return };
        let rows = self.visible_rows();
        let kind = |block: u32| opened.document.blocks.get(block as usize).map(|block| &block.kind);
        let found = rows.into_iter().find_map(|row| match opened.view().row(row) {
            Some(ViewRow::Body(view)) => match kind(view.block) {
                Some(BlockKind::Table(table)) => Some((view.block, table)),
                _ => None,
            },
            _ => None,
        });
        let Some((block, table)) = found else {
            if reports_none {
                self.show_notice(Msg::NoticeNoTable);
            }
            return;
        };
        let mut setting = Setting { width: u16::MAX / 2, ..opened.view().setting().clone() };
        setting.options.writing = Writing::Horizontal;
        let at = block as usize;
        let composed = compose_blocks(&opened.body, &setting, at..at + 1).into_iter().next();
        let Some((_, lines)) = composed else { return };
        let mut lines = lines.as_ref().clone();
        lines.lines.drain(..usize::from(lines.gap).min(lines.lines.len()));
        lines.gap = 0;
        let rtl = opened.document.blocks.get(at).is_some_and(|block| block.rtl);
        self.table = Some(TableView::new(block, lines, table, rtl));
        self.settle_table();
        self.reader.unselect();
        self.reader.focus_on(None);
        self.refind_here();
    }

    /// Closes the table. Returns whether it was open. A search goes on in the whole article, from the match in the table.
    pub(in crate::app) fn close_table(&mut self) -> bool {
        let Some(table) = self.table.take() else { return false };
        self.refind_here();
        let current =
            self.reader.found.as_ref().and_then(|found| {
                Some((found.at(), found.current().filter(|current| current.body)?.found.block as usize))
            });
        if let Some((at, block)) = current
            && block == table.block()
        {
            self.step_to(at);
        }
        true
    }

    /// Repeats the search in the table or, if it was closed, in the article; the current match stays the current one.
    fn refind_here(&mut self) {
        let current = self.reader.found.as_ref().and_then(|found| found.current().cloned());
        self.refind();
        if let (Some(found), Some(current)) = (&mut self.reader.found, current) {
            let same = found.matches().iter().position(|found| *found == current);
            if let Some(at) = same.or((!found.matches().is_empty()).then_some(0)) {
                found.go_to(at);
            }
        }
    }

    /// Scrolls the table so that a match is visible. Returns whether the table is open.
    pub(in crate::app) fn reveal_in_table(&mut self, at: usize) -> bool {
        let (area, profile) = (self.table_area(), self.profile);
        let Some(table) = &mut self.table else { return false };
        if let Some(found) = self.reader.found.as_ref().and_then(|found| found.matches().get(at)) {
            table.reveal_match(&found.found.range, profile, area);
        }
        true
    }

    /// Scrolls the table to a line. Returns whether the table is open.
    pub(in crate::app) fn scroll_table_to(&mut self, line: usize) -> bool {
        let area = self.table_area();
        self.table.as_mut().map(|table| table.scroll_to_line(line, area)).is_some()
    }

    /// The links and pictures of the table that are visible, or of the article if the table is closed.
    pub(in crate::app) fn visible_targets(&self) -> Vec<HintTarget> {
        let (Some(table), Some(opened)) = (&self.table, self.reader.opened()) else {
            return self.reader.visible_targets(self.visible_rows());
        };
        let targets = table.visible_targets(self.table_area()).into_iter();
        targets.filter(|target| opened.can_open(*target)).collect()
    }

    /// Moves the focus to the next or previous link of the table, from the focused one, else from the first visible line.
    pub(in crate::app) fn step_table_link(&mut self, forward: bool) {
        let area = self.table_area();
        let Some(table) = &mut self.table else { return };
        let links: Vec<_> = table.links().collect();
        let at = self.reader.link.and_then(|link| links.iter().position(|(_, id)| *id == link));
        let top = table.first_line();
        let next = match (at, forward) {
            (Some(at), true) => links.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| links.get(at)),
            (None, true) => links.iter().find(|(line, _)| *line >= top).or(links.first()),
            (None, false) => links.iter().rev().find(|(line, _)| *line < top + area.1),
        };
        let Some((_, link)) = next.copied() else { return self.notify_absent(Msg::NoticeNoLink) };
        table.reveal_link(link, area);
        self.reader.link = Some(link);
        self.notice = self.destination_of(link).map(Notice::Done);
    }

    /// Keeps the scroll position within the table.
    pub(in crate::app) fn settle_table(&mut self) {
        let area = self.table_area();
        if let Some(table) = &mut self.table {
            table.settle(area);
        }
    }

    /// Scrolls the table.
    pub(in crate::app) fn go_table(&mut self, motion: Motion, count: Option<u32>) {
        let area = self.table_area();
        if let Some(table) = &mut self.table {
            table.go(motion, count, area);
        }
    }

    /// Scrolls the table sideways.
    pub(in crate::app) fn shift_table(&mut self, shift: Shift, count: Option<u32>) {
        let area = self.table_area();
        if let Some(table) = &mut self.table {
            table.shift(shift, count, area);
        }
    }

    /// Copies the table as tab-separated values.
    pub(in crate::app) fn copy_table(&mut self, out: &mut Outbox) {
        if let (Some(table), Some(opened)) = (&self.table, self.reader.opened()) {
            out.push(Effect::Copy(table_text(&opened.document, table.block())));
        }
    }
}
