//! Links of the open article: labels, focus, following.

use std::path::{Path, PathBuf};

use crate::app::page::article_view::{Goal, TextPoint};
use crate::app::page::hints::{HintTarget, Hints, Typed, is_picture_name};
use crate::app::state::event::{BrowseTarget, Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::document::{Anchor, FrameKind, ImageId, LinkId};
use crate::keys::{Code, Key};
use crate::library::Destination;
use crate::locale::Msg;
use crate::text::{Clean, percent_decoded_text};

impl Model {
    /// Follows a link: within the page, to another article or category, or in the browser.
    pub fn follow(&mut self, link: LinkId, out: &mut Outbox) {
        let Some(opened) = self.reader.opened() else { return };
        let Some(found) = opened.document.links.get(link.0 as usize) else { return };
        if let Some(expansion) = found.expansion() {
            self.notice = Some(Notice::Done(expansion.to_string()));
            return;
        }
        let target = found.target.to_string();
        if let Some(id) = target.strip_prefix('#') {
            let id = percent_decoded_text(id);
            match opened.document.ids.get(id.as_str()).copied() {
                Some(anchor) => {
                    self.close_table();
                    self.jump(anchor);
                }
                None => self.notify_broken_link(&target),
            }
            return;
        }
        let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("file") => self.follow_path(&opened.path.clone(), &target, out),
            Some("http" | "https" | "mailto") => out.push(Effect::Browse(BrowseTarget::Address(target))),
            Some(scheme) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c)) => {
                self.notice =
                    Some(Notice::Failed(self.catalog.fill(Msg::NoticeLinkRefused, &[("target", &decoded(&target))])));
            }
            _ if target.starts_with("//") => out.push(Effect::Browse(BrowseTarget::Address(format!("https:{target}")))),
            _ => self.follow_path(&opened.path.clone(), &target, out),
        }
    }

    fn follow_path(&mut self, from: &Path, target: &str, out: &mut Outbox) {
        let path = percent_decoded_text(target.split(['#', '?']).next().unwrap_or_default());
        let rule = self.collection.address_rule.as_deref();
        match self.library.destination(from, &path, rule) {
            Some(Destination::Article(article)) => {
                let Some(path) = self.library.path(article) else { return };
                self.close_table();
                self.visit(path, goal_of(target), out);
            }
            Some(Destination::Category(category)) => {
                self.close_table();
                self.clear();
                self.list.toggle(category);
                self.close(out);
            }
            None if is_picture_name(&path) => out.push(Effect::View(from.to_owned(), vec![target.to_owned()])),
            None if self.collection.on_disk => out.push(Effect::OpenLinked(from.to_owned(), target.to_owned())),
            None => self.notify_broken_link(target),
        }
    }

    /// Opens the text file that a link leads to; it need not be an article of the collection.
    pub fn open_file(&mut self, file: PathBuf, target: &str) -> Outbox {
        let mut out = Outbox { dirty: true, ..Outbox::default() };
        self.close_table();
        self.visit(file, goal_of(target), &mut out);
        out
    }

    fn notify_broken_link(&mut self, target: &str) {
        self.notice = Some(Notice::Failed(self.catalog.fill(Msg::NoticeLinkBroken, &[("target", &decoded(target))])));
    }

    /// Shows labels on the visible links and pictures.
    pub fn show_hints(&mut self) {
        let targets = self.visible_targets();
        if targets.is_empty() {
            self.notify_absent(Msg::NoticeNoLink);
            return;
        }
        self.reader.hints = Some(Hints::new(targets));
        self.show_notice(Msg::NoticeHints);
    }

    /// Handles a key while labels are shown: a letter of a label, Backspace or Esc. Any other key is reported and leaves
    /// the labels, since it may be a slip.
    pub(in crate::app) fn hint_key(&mut self, key: Key, out: &mut Outbox) {
        let Some(hints) = &mut self.reader.hints else { return };
        match key.ime_alias().unwrap_or(key).typed() {
            Some(letter) if letter.is_alphabetic() => match hints.push(letter) {
                Typed::Complete(target) => self.choose_hint(target, out),
                Typed::Part => {}
                Typed::Wrong(label) => self.notify_no_label(&label),
            },
            _ if key.code == Code::Backspace && hints.pop() => {}
            _ if matches!(key.code, Code::Backspace | Code::Esc) => self.reader.hints = None,
            _ => self.notify_no_label(&key.to_string()),
        }
    }

    fn notify_no_label(&mut self, label: &str) {
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeNoLabel, &[("label", label)])));
    }

    /// Follows the link or opens the picture whose label was typed.
    fn choose_hint(&mut self, target: HintTarget, out: &mut Outbox) {
        self.reader.hints = None;
        match target {
            HintTarget::Link(link) if self.leads_to_itself(link) && self.view_picture_of(link) => {}
            HintTarget::Link(link) => {
                self.reader.link = Some(link);
                self.follow(link, out);
            }
            HintTarget::Picture(body, image) if self.view_picture((body, image)) => {}
            HintTarget::Picture(body, image) => self.open_picture(body, image, out),
        }
    }

    /// Whether a link leads to a picture, as that of a picture without a link of its own.
    fn leads_to_itself(&self, link: LinkId) -> bool {
        let link = self.reader.opened().and_then(|opened| opened.document.links.get(link.0 as usize));
        link.is_some_and(|link| is_picture_name(link.target.split(['?', '#']).next().unwrap_or_default()))
    }

    /// Opens a picture: in the browser if it is on the web, else its file.
    fn open_picture(&self, body: bool, image: ImageId, out: &mut Outbox) {
        let Some(opened) = self.reader.opened() else { return };
        let addresses = opened.addresses_of(body, image).map(ToString::to_string).collect();
        out.push(Effect::View(opened.path.clone(), addresses));
    }

    /// Moves the focus to the next or previous link or picture, from the focused one if it is visible, else from the edge
    /// of the screen.
    pub fn step_link(&mut self, forward: bool) {
        if self.table.is_some() {
            return self.step_table_link(forward);
        }
        let rows = self.visible_rows();
        let links: Vec<_> = self.reader.targets().collect();
        let focused = self.reader.focused();
        let at = focused.and_then(|link| links.iter().position(|(row, id)| *id == link && rows.contains(row)));
        let next = match (at, forward) {
            (Some(at), true) => links.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| links.get(at)),
            (None, true) => links.iter().find(|(row, _)| *row >= rows.start),
            (None, false) => links.iter().rev().find(|(row, _)| *row < rows.end),
        };
        match next.copied() {
            Some((row, link)) => {
                self.reader.focus_on(Some(link));
                self.reader.reveal(row, self.extent());
                self.notice = self.address_of(link).map(Notice::Done);
            }
            None => self.notify_absent(if links.is_empty() { Msg::NoticeNoLinks } else { Msg::NoticeNoMoreLinks }),
        }
    }

    /// Where a link or a picture leads, in one line.
    fn address_of(&self, target: HintTarget) -> Option<String> {
        match target {
            HintTarget::Link(link) => self.destination_of(link),
            HintTarget::Picture(body, image) => {
                let mut addresses = self.reader.opened()?.addresses_of(body, image);
                Some(decoded(addresses.next()?))
            }
        }
    }

    /// Opens the picture that has the focus, alone on the screen if it can be shown. Returns whether there is one.
    pub(in crate::app) fn open_focused_picture(&mut self, out: &mut Outbox) -> bool {
        let focused = self.reader.focused().filter(|_| self.table.is_none());
        let Some(HintTarget::Picture(body, image)) = focused else { return false };
        if !self.view_picture((body, image)) {
            self.open_picture(body, image, out);
        }
        true
    }

    /// The target of a link, as one line: the expansion of an abbreviation, the beginning of a footnote, else the
    /// address, without percent escapes.
    pub(in crate::app) fn destination_of(&self, link: LinkId) -> Option<String> {
        const LONGEST: usize = 400;
        let document = &self.reader.opened()?.document;
        let link = document.links.get(link.0 as usize)?;
        if let Some(expansion) = link.expansion() {
            return Some(expansion.to_string());
        }
        let target = link.target.to_string();
        let place = target.strip_prefix('#').and_then(|id| document.ids.get(percent_decoded_text(id).as_str()));
        let block = place.map(|anchor| anchor.block as usize).filter(|block| {
            let mut frames = document.frames_of(*block).filter_map(|id| document.frames.get(id.0 as usize));
            frames.any(|frame| matches!(frame.kind, FrameKind::Note(_)))
        });
        let note = block.and_then(|block| document.blocks.get(block)).map(|block| block.text());
        let Some(note) = note else { return Some(decoded(&target)) };
        let end = note.char_indices().nth(LONGEST).map_or(note.len(), |(end, _)| end);
        let more = if end < note.len() { "…" } else { "" };
        Some(format!("{}{more}", note.get(..end)?.replace('\n', " ")))
    }

    /// The point at which a link of the open article begins.
    pub(in crate::app) fn start_of_link(&self, link: LinkId) -> Option<TextPoint> {
        let view = self.reader.view()?;
        let (row, _) = self.reader.links().find(|(_, id)| *id == link)?;
        let line = view.body().row(row.checked_sub(view.above())?)?;
        let run = line.runs.iter().find(|run| run.link == Some(link) && !run.source.is_empty())?;
        Some(TextPoint { body: true, anchor: Anchor { block: line.block, byte: run.source.start } })
    }
}

/// The position that an address leads to in its file.
fn goal_of(target: &str) -> Goal {
    match target.split_once('#') {
        Some((_, id)) if !id.is_empty() => Goal::Id(percent_decoded_text(id)),
        _ => Goal::Position,
    }
}

/// An address as people read it: one line, without percent escapes.
fn decoded(target: &str) -> String {
    Clean::line(&percent_decoded_text(target)).to_string()
}
