//! The full-screen table at its natural width: scrolls both ways; header and first column are fixed.

use crate::app::input::command::{Motion, Shift};
use crate::app::page::article_view::ViewRow;
use crate::app::page::excerpt::table_text;
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::model::Model;
use crate::app::state::table_view::TableView;
use crate::document::BlockKind;
use crate::locale::Msg;
use crate::typeset::{Setting, compose_blocks};

impl Model {
    /// The columns and rows available for the table.
    fn table_area(&self) -> (u16, usize) {
        (self.size.0.saturating_sub(2), usize::from(self.size.1.saturating_sub(1)))
    }

    /// Shows the first visible table. If there is none, this is reported only with `reports_none`.
    pub fn open_table(&mut self, reports_none: bool) {
        let Some(opened) = self.reader.opened().filter(|_| self.reader.is_current()) else { return };
        let rows = self.reader.top()..self.reader.top() + self.reader_rows();
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
        let setting = Setting { width: u16::MAX / 2, ..opened.view().setting().clone() };
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
