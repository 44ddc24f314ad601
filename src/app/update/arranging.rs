//! The layout of the panes: the width of the list, and which panes are shown.

use crate::app::input::command::PaneChange;
use crate::app::input::panes::{Focus, WIDE};
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::locale::Msg;

/// The cells by which a key changes the width of the list.
const STEP: u16 = 2;

impl Model {
    /// Changes the layout of the panes.
    pub(in crate::app) fn change_panes(&mut self, change: PaneChange, times: usize, out: &mut Outbox) {
        if self.size.0 < WIDE {
            self.notice = Some(Notice::Done(self.catalog.count(Msg::NoticePanesNarrow, u64::from(WIDE))));
            return;
        }
        let Some(list) = self.panes().list.filter(|_| self.panes().are_two()) else {
            return match change {
                PaneChange::Cycle => self.next_panes(out),
                _ => self.show_notice(Msg::NoticePanesOne),
            };
        };
        let step = STEP.saturating_mul(u16::try_from(times).unwrap_or(u16::MAX));
        match change {
            PaneChange::Narrower => self.resize_list(Some(list.width.saturating_sub(step)), out),
            PaneChange::Wider => self.resize_list(Some(list.width.saturating_add(step)), out),
            PaneChange::Reset => self.resize_list(None, out),
            PaneChange::Cycle => return self.next_panes(out),
        }
        self.remember_layout(out);
        let width = self.panes().list.map_or(0, |list| list.width);
        self.notice = Some(Notice::Done(self.catalog.count(Msg::NoticeListWidth, width.into())));
    }

    /// Sets the width of the list, as far as the window allows.
    fn resize_list(&mut self, width: Option<u16>, out: &mut Outbox) {
        self.layout.list = width;
        // Not what was asked for: a further step in the other direction must be seen at once.
        self.layout.list = width.and(self.panes().list).map(|list| list.width);
        self.compose_if_needed(out);
    }

    /// The pointer drags the rule between the panes to a column.
    pub(in crate::app) fn drag_border(&mut self, column: u16, out: &mut Outbox) {
        if self.panes().are_two() {
            self.resize_list(Some(column), out);
        }
    }

    /// Both panes, the list alone, the reader alone: shows the next of these.
    fn next_panes(&mut self, out: &mut Outbox) {
        self.zen = false;
        let focus = self.focus;
        let says = match (self.layout.one, focus) {
            (false, _) => {
                self.layout.one = true;
                if focus == Focus::Reader {
                    self.switch_pane(out);
                }
                Msg::NoticePanesList
            }
            (true, Focus::List) if self.list.cursor().is_some() => {
                self.switch_pane(out);
                Msg::NoticePanesReader
            }
            (true, _) => {
                self.layout.one = false;
                Msg::NoticePanesBoth
            }
        };
        self.remember_layout(out);
        self.show_notice(says);
        self.compose_if_needed(out);
        self.preview_soon(out);
    }
}
