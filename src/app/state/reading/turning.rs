//! Pages of several columns: turning them, and showing a row on one.

use crate::app::input::command::Motion;
use crate::app::page::article_view::ArticleView;
use crate::app::page::columns::Extent;
use crate::app::state::reader::Reader;

impl Reader {
    /// Scrolls to the first row of a page, or as far as a page may begin.
    pub(in crate::app) fn turn_to(&mut self, row: usize, window: Extent) {
        self.top = row.min(self.furthest_top(window));
    }

    /// The greatest row that a page may begin with, in a window of this extent. In several columns, the last page may be
    /// filled only in part, because pages follow each other without repeating rows; it shows at least one row with text.
    pub fn furthest_top(&self, window: Extent) -> usize {
        let last = self.last_top(window);
        let end = self.view().filter(|_| window.columns > 1 && last > 0).map_or(last, ArticleView::last_row);
        end.max(last)
    }

    /// Scrolls by lines, columns or pages, if these end where the text may be divided. Returns `false` if the motion is
    /// another one. A page that was turned forward from is shown again when the page is turned back.
    pub(in crate::app) fn turn(&mut self, motion: Motion, times: usize, extent: Extent) -> bool {
        let from = self.top;
        let Some(view) = self.view() else { return false };
        let Some(to) = view.turned(from, motion, times, extent) else { return false };
        let leads_here = |page: &&usize| view.after(**page, extent) == from;
        let came = self.turned.last().filter(leads_here).copied();
        self.top = match motion {
            Motion::PageUp if times == 1 => came.unwrap_or(to),
            _ => to,
        };
        match motion {
            Motion::PageDown if times == 1 && to != from => self.turned.push(from),
            Motion::PageUp => drop(self.turned.pop()),
            _ => self.turned.clear(),
        }
        true
    }

    /// If a row is not visible with some context around it, scrolls to show it in the upper third.
    pub(in crate::app) fn reveal(&mut self, row: usize, extent: Extent) {
        let window = extent.rows.max(1);
        let room = (window / 5).min(4);
        let end = row + self.view().map_or(1, |view| view.extent(row));
        if row < self.top + room || end + room > self.page_end(extent) {
            self.scroll_to(row.saturating_sub(window / 3).max(end.saturating_sub(window)), extent);
        }
    }

    /// Scrolls as little as needed to show a row.
    pub(in crate::app) fn show_row(&mut self, row: usize, extent: Extent) {
        // A box of vertical writing takes several rows.
        let end = row + self.view().map_or(1, |view| view.extent(row));
        if row < self.top {
            self.scroll_to(row, extent);
        } else if end > self.page_end(extent) {
            let least = |view: &ArticleView| view.first_reaching(row + 1, extent);
            let top = if extent.columns > 1 { self.view().map(least) } else { None };
            self.scroll_to(top.unwrap_or(end.saturating_sub(extent.rows.max(1)).min(row)), extent);
        }
    }

    /// The row below the last visible one.
    pub(in crate::app) fn page_end(&self, extent: Extent) -> usize {
        let columns = self.view().map(|view| view.columns(self.top, extent));
        columns.and_then(|columns| columns.last().map(|rows| rows.end)).unwrap_or(self.top)
    }
}
