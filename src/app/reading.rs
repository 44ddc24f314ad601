//! What the commands of the reader do: opening, moving, links, history, width.

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::event::{Effect, Notice, Outbox, Place, Wanted};
use super::model::{Focus, Model};
use super::panes::{self, Panes};
use super::reader::{Goal, Hints, Visit, labels};
use super::sheet::{Opened, Spot};
use super::slot::Ticket;
use crate::document::{Anchor, FrameKind, LinkId};
use crate::locale::Msg;
use crate::problem::Problem;
use crate::typeset::{Hang, Setting};

/// How long the cursor rests before the reader shows the article under it.
const REST: Duration = Duration::from_millis(60);

impl Model {
    /// The rows the reader's pane has, shown or not.
    pub fn reader_rows(&self) -> usize {
        usize::from(self.reader_pane().height)
    }

    /// The pane the reader has or would have.
    pub fn reader_pane(&self) -> ratatui::layout::Rect {
        let panes = self.panes();
        let hidden = || Panes::of(self.size, Focus::Reader, self.zen).reader.unwrap_or_default();
        panes.reader.unwrap_or_else(hidden)
    }

    /// How an article is set now.
    pub fn setting(&self) -> Setting {
        let (area, spare) = panes::measure(self.reader_pane(), self.reader.measure);
        let mut options = self.config.typography.clone();
        if options.hang == Hang::Auto {
            options.hang = if spare { Hang::On } else { Hang::Off };
        }
        Setting { width: area.width, options, profile: self.profile, folded: self.reader.folded.clone() }
    }

    /// Asks for an article, unless it is the one shown.
    pub fn want(&mut self, path: PathBuf, goal: Goal, out: &mut Outbox) {
        if self.reader.path.as_ref() == Some(&path) && !self.reader.source && goal == Goal::Position {
            if !self.reader.is_current() && !self.reader.slot.is_waiting() {
                self.ask(out);
            }
            return;
        }
        self.keep_position(out);
        self.reader.path = Some(path);
        self.reader.source = false;
        self.reader.goal = goal;
        self.ask(out);
    }

    /// Asks for what the reader is to show, with the setting of now.
    pub fn ask(&mut self, out: &mut Outbox) {
        let Some(path) = self.reader.path.clone() else { return };
        if self.reader.opened().is_none_or(|opened| opened.path != path) {
            self.reader.folded.clear();
        }
        let setting = self.setting();
        let ticket = self.reader.slot.ask();
        self.reader.composing.forget();
        out.push(Effect::Open(ticket, Box::new(Wanted { path, source: self.reader.source, setting })));
    }

    /// Takes in an opened article.
    pub fn opened(&mut self, ticket: Ticket, answer: Result<Box<Opened>, Problem>, out: &mut Outbox) {
        if !self.reader.slot.wants(ticket) {
            return;
        }
        out.dirty = true;
        let opened = match answer {
            Ok(opened) => opened,
            Err(problem) => {
                self.reader.slot.clear();
                self.notice = Some(Notice::Failed(self.catalog.problem(&problem).what));
                return;
            }
        };
        self.reader.slot.land(ticket, opened);
        self.reader.link = None;
        self.reader.hints = None;
        self.reader.found = self.reader.found.take().filter(|found| !found.words.is_empty());
        self.refind();
        let goal = std::mem::take(&mut self.reader.goal);
        self.stand(goal);
        if let Some(word) = self.reader.word.take() {
            self.land_on(&word);
        }
        self.compose_if_needed(out);
    }

    fn stand(&mut self, goal: Goal) {
        let Some(opened) = self.reader.opened() else { return };
        let remembered = || {
            let id = self.library.find(&opened.path);
            let mark = id.map(|id| self.marks.get(id)).or_else(|| self.collection.remembered.get(&opened.path));
            mark.and_then(|mark| mark.position)
        };
        let spot = match goal {
            _ if opened.source => Spot { head: Some(0), anchor: Anchor::default() },
            Goal::Top => Spot { head: Some(0), anchor: Anchor::default() },
            Goal::Spot(spot) => spot,
            Goal::Id(id) => {
                Spot { head: None, anchor: opened.document.ids.get(id.as_str()).copied().unwrap_or_default() }
            }
            Goal::Position => match remembered() {
                Some(anchor) => Spot { head: None, anchor },
                None => Spot { head: Some(0), anchor: Anchor::default() },
            },
        };
        let row = opened.sheet.row_of(spot);
        self.reader.top = row.min(self.reader.last_top(self.reader_rows()));
    }

    /// Composes the open article again where the setting has changed; the place at the top stays.
    pub fn compose_if_needed(&mut self, out: &mut Outbox) {
        let setting = self.setting();
        let Some(opened) = self.reader.opened() else { return };
        if opened.sheet.setting == setting {
            return;
        }
        if opened.sheet.setting.options != setting.options || opened.sheet.setting.profile != setting.profile {
            // Preparation depends on these: the article is read again.
            if !self.reader.slot.is_waiting() {
                self.reader.goal = Goal::Spot(self.reader.spot());
                self.ask(out);
            }
            return;
        }
        let effect = (opened.head.clone(), opened.body.clone());
        let ticket = self.reader.composing.ask();
        out.push(Effect::Compose(ticket, effect.0, effect.1, setting));
    }

    /// After keys: opens the article under the cursor soon, if the reader is in view.
    pub fn preview_soon(&mut self, out: &mut Outbox) {
        if self.panes().reader.is_some() && self.focus == Focus::List {
            let ticket = self.rest.ask();
            out.push(Effect::Wake(REST, ticket));
        }
    }

    /// The cursor has rested: shows its article.
    pub fn rested(&mut self, ticket: Ticket, out: &mut Outbox) {
        if !self.rest.land(ticket, ()) {
            return;
        }
        if self.focus == Focus::List
            && self.panes().reader.is_some()
            && let Some(path) = self.cursor_path()
        {
            self.want(path, Goal::Position, out);
        }
    }

    /// The path of the article under the list's cursor.
    pub fn cursor_path(&self) -> Option<PathBuf> {
        self.list.cursor().and_then(|id| self.library.get(id)).map(|entry| entry.path.clone())
    }

    /// Opens the article under the cursor and gives the reader the keys.
    pub fn open_cursor(&mut self, out: &mut Outbox) {
        let Some(path) = self.cursor_path() else { return };
        self.want(path, Goal::Position, out);
        self.focus = Focus::Reader;
        self.list.moved = true;
        self.seen(out);
        self.compose_if_needed(out);
    }

    /// Goes somewhere and remembers where one was.
    fn visit(&mut self, path: PathBuf, goal: Goal, out: &mut Outbox) {
        if let Some(from) = self.reader.path.clone() {
            self.reader.back.push(Visit { path: from, spot: self.reader.spot() });
            self.reader.forward.clear();
        }
        self.list.reveal(&self.library, &path);
        self.focus = Focus::Reader;
        self.want(path, goal, out);
    }

    /// One place back or forward.
    pub fn travel(&mut self, back: bool, out: &mut Outbox) {
        let visit = if back { self.reader.back.pop() } else { self.reader.forward.pop() };
        let Some(visit) = visit else {
            self.tell(if back { Msg::NoticeHistoryStart } else { Msg::NoticeHistoryEnd });
            return;
        };
        if let Some(path) = self.reader.path.clone() {
            let here = Visit { path, spot: self.reader.spot() };
            if back { self.reader.forward.push(here) } else { self.reader.back.push(here) }
        }
        self.list.reveal(&self.library, &visit.path);
        self.focus = Focus::Reader;
        self.go_to(visit.path, visit.spot, out);
    }

    fn go_to(&mut self, path: PathBuf, spot: Spot, out: &mut Outbox) {
        if self.reader.is_current() && self.reader.path.as_ref() == Some(&path) {
            self.stand(Goal::Spot(spot));
        } else {
            self.want(path, Goal::Spot(spot), out);
        }
    }

    /// Jumps to a place of the open article and remembers where one was.
    pub fn jump(&mut self, anchor: Anchor) {
        if let Some(path) = self.reader.path.clone() {
            self.reader.back.push(Visit { path, spot: self.reader.spot() });
            self.reader.forward.clear();
        }
        self.stand(Goal::Spot(Spot { head: None, anchor }));
    }

    /// Follows a link: within the page, to another article, or to the browser.
    pub fn follow(&mut self, link: LinkId, out: &mut Outbox) {
        let Some(opened) = self.reader.opened() else { return };
        let Some(target) = opened.document.links.get(link.0 as usize).map(|link| link.target.to_string()) else {
            return;
        };
        if let Some(id) = target.strip_prefix('#') {
            let id = decoded(id);
            match opened.document.ids.get(id.as_str()).copied() {
                Some(anchor) => self.jump(anchor),
                None => self.tell(Msg::NoticeLinkBroken),
            }
            return;
        }
        let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https" | "mailto") => out.push(Effect::Browse(Place::Address(target))),
            Some(scheme) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c)) => {
                self.tell(Msg::NoticeLinkBroken);
            }
            _ if target.starts_with("//") => out.push(Effect::Browse(Place::Address(format!("https:{target}")))),
            _ => self.follow_path(&opened.path.clone(), &target, out),
        }
    }

    fn follow_path(&mut self, from: &Path, target: &str, out: &mut Outbox) {
        let (path, id) = target.split_once('#').unwrap_or((target, ""));
        let path = decoded(path.split('?').next().unwrap_or_default());
        match resolved(from, &path).filter(|path| self.library.find(path).is_some()) {
            Some(path) if id.is_empty() => self.visit(path, Goal::Position, out),
            Some(path) => self.visit(path, Goal::Id(decoded(id)), out),
            None => self.tell(Msg::NoticeLinkBroken),
        }
    }

    /// Puts labels on the links in view.
    pub fn show_hints(&mut self) {
        let links = self.reader.visible_links(self.reader_rows());
        if links.is_empty() {
            self.tell(Msg::NoticeNoLink);
            return;
        }
        let labels = labels(links.len()).into_iter().zip(links).collect();
        self.reader.hints = Some(Hints { labels, typed: String::new() });
    }

    /// A letter for the labels: follows the link it completes.
    pub fn type_hint(&mut self, letter: char, out: &mut Outbox) {
        let Some(hints) = &mut self.reader.hints else { return };
        hints.typed.push(letter.to_ascii_lowercase());
        let typed = hints.typed.clone();
        let complete = hints.labels.iter().find(|(label, _)| *label == typed).map(|(_, link)| *link);
        let alive = hints.labels.iter().any(|(label, _)| label.starts_with(&typed));
        if complete.is_some() || !alive {
            self.reader.hints = None;
        }
        if let Some(link) = complete {
            self.reader.link = Some(link);
            self.follow(link, out);
        }
    }

    /// The focus to the next or previous link, from the one that has it or from the view.
    pub fn step_link(&mut self, forward: bool) {
        let (top, window) = (self.reader.top, self.reader_rows());
        let links: Vec<_> = self.reader.links().collect();
        let at = self
            .reader
            .link
            .and_then(|link| links.iter().position(|(row, id)| *id == link && (top..top + window).contains(row)));
        let next = match (at, forward) {
            (Some(at), true) => links.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| links.get(at)),
            (None, true) => links.iter().find(|(row, _)| *row >= top),
            (None, false) => links.iter().rev().find(|(row, _)| *row < top + window),
        };
        match next.copied() {
            Some((row, link)) => {
                self.reader.link = Some(link);
                self.reader.reveal(row, window);
            }
            None => self.tell(Msg::NoticeNoLink),
        }
    }

    /// Folds or opens the details box in view nearest to the top.
    pub fn fold(&mut self, out: &mut Outbox) {
        let Some(opened) = self.reader.opened() else { return };
        let first = self.reader.spot().anchor.block as usize;
        let details =
            (first..opened.document.blocks.len()).flat_map(|block| opened.document.frames_of(block)).find(|id| {
                matches!(
                    opened.document.frames.get(id.0 as usize).map(|frame| &frame.kind),
                    Some(FrameKind::Details { .. })
                )
            });
        let Some(frame) = details else { return };
        match self.reader.folded.iter().position(|id| *id == frame) {
            Some(at) => drop(self.reader.folded.remove(at)),
            None => self.reader.folded.push(frame),
        }
        self.compose_if_needed(out);
    }

    /// Makes the measure wider or narrower by steps of two cells.
    pub fn resize_measure(&mut self, steps: i32, out: &mut Outbox) {
        let pane = i32::from(self.reader_pane().width).max(20);
        let from = i32::from(self.reader.measure).min(pane);
        let to = (from + 2 * steps).clamp(20, 400);
        self.reader.measure = u16::try_from(to).unwrap_or(80);
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeWidth, &[("n", &to.to_string())])));
        out.push(Effect::Remember("measure", to.to_string()));
        self.compose_if_needed(out);
    }
}

/// Percent escapes decoded, where that gives UTF-8; else the text as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = || match tail {
            [high, low, ..] if *first == b'%' => {
                let digits = [char::from(*high).to_digit(16)?, char::from(*low).to_digit(16)?];
                u8::try_from(digits[0] * 16 + digits[1]).ok()
            }
            _ => None,
        };
        match escape() {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// A relative link from an article to another path of the collection; `None` where it leaves the collection.
fn resolved(from: &Path, target: &str) -> Option<PathBuf> {
    let mut parts: Vec<_> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.parent()?.components().map(|part| part.as_os_str().to_owned()).collect(),
    };
    for part in Path::new(target.trim_start_matches('/')).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_owned()),
            Component::ParentDir => drop(parts.pop()?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_inside_the_collection() {
        assert_eq!(resolved(Path::new("a/b.md"), "../c.md"), Some(PathBuf::from("c.md")));
        assert_eq!(resolved(Path::new("a/b.md"), "../../c.md"), None);
        assert_eq!(resolved(Path::new("a/b.md"), "./d/e.md"), Some(PathBuf::from("a/d/e.md")));
        assert_eq!(resolved(Path::new("a/b.md"), "/x.md"), Some(PathBuf::from("x.md")));
        assert_eq!(decoded("%E4%B8%AD%zz%"), "中%zz%");
    }
}
