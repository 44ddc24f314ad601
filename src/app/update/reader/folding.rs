//! Details boxes: folded and unfolded by keys and the pointer, and unfolded to show a jump target.

use crate::app::page::article_view::ViewRow;
use crate::app::page::excerpt::is_folded;
use crate::app::state::event::Outbox;
use crate::app::state::model::Model;
use crate::document::{Anchor, FrameId, FrameKind};
use crate::locale::Msg;

impl Model {
    /// The details boxes around a block of the open article, innermost first.
    fn boxes_of(&self, block: usize) -> Vec<FrameId> {
        let Some(opened) = self.reader.opened() else { return Vec::new() };
        let is_box = |id: &FrameId| {
            let frame = opened.document.frames.get(id.0 as usize);
            matches!(frame.map(|frame| &frame.kind), Some(FrameKind::Details { .. }))
        };
        opened.document.frames_of(block).filter(is_box).collect()
    }

    /// Folds or unfolds the first visible details box.
    pub fn fold(&mut self, out: &mut Outbox) {
        let Some(view) = self.reader.view().filter(|_| self.reader.is_current()) else { return };
        let rows = self.visible_rows();
        let first = rows.into_iter().find_map(|row| match view.row(row) {
            Some(ViewRow::Body(line)) => self.boxes_of(line.block as usize).first().copied(),
            _ => None,
        });
        match first {
            Some(frame) => self.toggle_fold(frame, out),
            None => self.show_notice(Msg::NoticeNoFold),
        }
    }

    /// Folds or unfolds a details box.
    pub fn toggle_fold(&mut self, frame: FrameId, out: &mut Outbox) {
        match self.reader.folded.iter().position(|id| *id == frame) {
            Some(at) => drop(self.reader.folded.remove(at)),
            None => self.reader.folded.push(frame),
        }
        self.compose_if_needed(out);
    }

    /// Folds or unfolds all details boxes of the article.
    pub fn fold_all(&mut self, fold: bool, out: &mut Outbox) {
        let Some(opened) = self.reader.opened().filter(|_| self.reader.is_current()) else { return };
        let frames = opened.document.frames.iter().enumerate();
        let boxes: Vec<FrameId> = frames
            .filter(|(_, frame)| matches!(frame.kind, FrameKind::Details { .. }))
            .map(|(id, _)| FrameId(id as u32))
            .collect();
        if boxes.is_empty() {
            return self.show_notice(Msg::NoticeNoFold);
        }
        self.reader.folded = if fold { boxes } else { Vec::new() };
        self.compose_if_needed(out);
    }

    /// Prepares a jump: if boxes hide the target, they are unfolded before the next frame.
    pub(in crate::app) fn seek(&mut self, anchor: Anchor) {
        let hidden = self.reader.opened().is_some_and(|opened| is_folded(opened, anchor.block as usize));
        self.reader.hidden_target = hidden.then_some(anchor);
    }

    /// Unfolds the boxes that hide the jump target.
    pub(in crate::app) fn unfold_pending(&mut self, out: &mut Outbox) {
        let Some(anchor) = self.reader.hidden_target else { return };
        let hiding = self.boxes_of(anchor.block as usize);
        let before = self.reader.folded.len();
        self.reader.folded.retain(|frame| !hiding.contains(frame));
        if self.reader.folded.len() < before {
            self.compose_if_needed(out);
        }
    }

    /// Shows the jump target, once the article is composed with its boxes unfolded.
    pub(in crate::app) fn show_unfolded(&mut self) {
        let Some(anchor) = self.reader.hidden_target.take() else { return };
        self.compose_around(anchor);
        let row = self.reader.view().map_or(0, |view| view.row_of_anchor(anchor));
        self.reader.reveal(row, self.extent());
    }
}
