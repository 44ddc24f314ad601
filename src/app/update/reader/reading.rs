//! Commands of the reader: opening, scrolling, history, width.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::app::input::panes::Focus;
use crate::app::page::article_view::Goal;
use crate::app::page::article_view::OpenRequest;
use crate::app::page::article_view::{Opened, ScrollAnchor};
use crate::app::page::hints::HintTarget;
use crate::app::page::shown::Shown;
use crate::app::page::vertical::placing::Placing;
use crate::app::state::event::{Alarm, Effect, Notice, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::reading::visits::Visit;
use crate::app::state::slot::Ticket;
use crate::document::{Anchor, Block, BlockKind};
use crate::library::Upsert;
use crate::locale::Msg;
use crate::problem::Problem;
use crate::typeset::{Columns, Hang, Options, PreparedBlock, Setting, Writing};

/// How long the cursor must not move before the reader shows the article under it.
const REST: Duration = Duration::from_millis(60);

/// An article with more blocks takes milliseconds to free, which is done on another thread to keep input responsive.
const MANY: usize = 1 << 12;

impl Model {
    /// The number of lines that fit into the reader pane, whether shown or not: its rows, or the vertical lines beside each
    /// other.
    pub fn reader_rows(&self) -> usize {
        self.placing().lines()
    }

    /// Where the lines of the article that is shown are on the screen.
    pub fn placing(&self) -> Placing {
        let shown = self.reader.view().map(|view| &view.setting().options);
        Placing::new(self.reader_pane(), self.reader.measure, shown.unwrap_or(&self.config.typography))
    }

    /// The reader pane, or the one it would have if it were shown.
    pub fn reader_pane(&self) -> ratatui::layout::Rect {
        self.reader_pane_for(self.reader.measure)
    }

    /// The current setting.
    pub fn setting(&self) -> Setting {
        let opened = self.reader.opened();
        let mut setting = self.setting_for(opened.is_none_or(|opened| opened.suits_vertical));
        if opened.is_some_and(|opened| !opened.document.is_plain) {
            setting.room = 0;
        }
        setting
    }

    /// The current setting for an article which vertical writing suits or does not suit.
    fn setting_for(&self, suits_vertical: bool) -> Setting {
        let mut options = Options { columns: Columns::default(), grid: false, ..self.config.typography.clone() };
        if !self.reader.shown.is_article() || !suits_vertical {
            // Source and output are lines of their own.
            options.writing = Writing::Horizontal;
        }
        let placing = Placing::new(self.reader_pane(), self.reader.measure, &options);
        let (areas, spare) = self.areas_of(&placing);
        let mut pictures = self.picture_space();
        options.hang = match options.hang {
            // A mark beyond the pane or below the scroll bar would not be seen.
            Hang::Auto | Hang::On if !spare => Hang::Off,
            Hang::Auto => Hang::On,
            hang => hang,
        };
        if placing.is_vertical() {
            options.rows = placing.area().height;
            pictures.rows = pictures.rows.min(options.rows);
            pictures.head_rows = pictures.head_rows.min(options.rows);
        }
        // Horizontal text in vertical writing is no wider than elsewhere.
        let width = areas.first().map_or(2, |area| area.width).min(self.reader.measure.max(2));
        let folded = self.reader.folded.clone();
        let room = self.room(&placing);
        Setting { width, room, options, profile: self.profile, folded, pictures }
    }

    /// Requests an article, unless it is shown already.
    pub fn open_article(&mut self, path: PathBuf, goal: Goal, out: &mut Outbox) {
        if self.reader.path.as_ref() == Some(&path) && self.reader.shown.is_article() && goal == Goal::Position {
            if !self.reader.is_current() && !self.reader.slot.is_waiting() {
                self.request_article(out);
            }
            return;
        }
        self.keep_position(out);
        self.reader.unselect();
        if self.reader.path.as_ref() != Some(&path) {
            self.reader.leave_read();
        }
        self.reader.path = Some(path);
        self.reader.shown = Shown::Article;
        self.reader.goal = goal;
        self.reader.next_link = None;
        self.reader.waiting.clear();
        self.request_article(out);
    }

    /// Requests the article that is shown again. The reader stays where it is once it has been read.
    pub(in crate::app) fn read_again(&mut self, out: &mut Outbox) {
        // An article that is not loaded yet has no scroll position.
        if self.reader.is_current() {
            self.reader.goal = Goal::Here;
        }
        self.request_article(out);
    }

    /// Requests the article of the reader with the current setting.
    pub fn request_article(&mut self, out: &mut Outbox) {
        let Some(path) = self.reader.path.clone() else { return };
        if self.reader.opened().is_none_or(|opened| opened.path != path) {
            self.reader.folded.clear();
            self.consents.forget_once();
        }
        let (setting, unsuited) = (self.setting_for(true), self.setting_for(false));
        let goal = self.goal(&path, &self.reader.shown);
        let ticket = self.reader.slot.ask();
        self.reader.composing.forget();
        self.reader.filling.forget();
        let web = (self.config.remote, self.consents.clone());
        let tags = self.library.find(&path).map(|id| self.marks.get(id).tags.clone()).unwrap_or_default();
        let request = OpenRequest { path, tags, shown: self.reader.shown.clone(), setting, unsuited, goal, web };
        out.push(Effect::Work(ticket, Job::Open(Box::new(request))));
    }

    /// Handles an opened article.
    pub fn opened(&mut self, ticket: Ticket, answer: Result<Box<Opened>, Problem>, out: &mut Outbox) {
        if !self.reader.slot.wants(ticket) {
            return;
        }
        out.dirty = true;
        let opened = match answer {
            Ok(opened) => opened,
            Err(problem) => return self.open_failed(&problem),
        };
        let here = (self.reader.goal == Goal::Here).then(|| self.reader.spot());
        if let Some(spot) = here {
            // It may have been scrolled since the request.
            self.reader.goal = Goal::Anchor(spot);
        }
        self.refresh_entry(&opened);
        self.request_highlighting(&opened, out);
        let same = |before: &Opened| before.path == opened.path && before.document == opened.document;
        let is_new = !self.reader.opened().is_some_and(same);
        if is_new {
            self.reader.unselect();
            self.table = None;
            self.viewer = None;
            self.sheet = None;
            self.pictures.forget_sizes();
        }
        if let Some(old) = self.reader.slot.take().filter(|old| old.document.blocks.len() > MANY) {
            out.push(Effect::Discard(old));
        }
        self.pictures.clear();
        self.reader.slot.land(ticket, opened);
        self.reader.unselect_beyond();
        let links = self.reader.opened().map_or(0, |opened| opened.document.links.len());
        let link = self.reader.next_link.take().filter(|link| (link.0 as usize) < links);
        self.reader.focus_on(link.map(HintTarget::Link));
        self.reader.hints = None;
        self.reader.reset_shift();
        self.reader.found = self.reader.found.take().filter(|found| !found.words().is_empty());
        self.refind();
        self.restore_scroll();
        if let Some(spot) = here.filter(|_| !is_new) {
            // Set otherwise, the text does not drift.
            self.reader.hold(Some(spot));
        }
        if self.is_selecting() {
            self.show_cursor();
        }
        self.land_on_hit();
        self.do_waiting(out);
        if is_new && self.focus == Focus::Reader {
            self.notify_unloaded();
        }
        self.compose_if_needed(out);
    }

    fn open_failed(&mut self, problem: &Problem) {
        self.reader.slot.clear();
        self.reader.unselect();
        self.table = None;
        // There is nothing to read: goes back to the list, unless the program was started with this article.
        if self.entered == Focus::List {
            (self.focus, self.zen) = (Focus::List, false);
        }
        self.notice = Some(Notice::Failed(self.catalog.problem(problem).what));
    }

    /// Requests the tokens of an article's code, if any of it names its language.
    fn request_highlighting(&mut self, opened: &Opened, out: &mut Outbox) {
        self.reader.repaint = false;
        self.reader.highlighting.forget();
        let has_language = |block: &Block| matches!(&block.kind, BlockKind::Code(Some(_)));
        if opened.document.blocks.iter().any(has_language) {
            let (document, body) = (opened.document.clone(), opened.body.clone());
            out.push(Effect::Work(self.reader.highlighting.ask(), Job::Highlight { document, body }));
        }
    }

    /// Updates the list entry, if the file has changed since it was read.
    fn refresh_entry(&mut self, opened: &Opened) {
        if let Some(id) = self.library.find(&opened.path).filter(|_| opened.shown.is_article()) {
            let record = self.library.record(id);
            if self.library.upsert(&opened.path, &opened.article, record).1 != Upsert::Same {
                self.list.rebuild_later();
            }
        }
    }

    /// The position to show first: the goal of the reader, else where reading stopped.
    fn goal(&self, path: &Path, shown: &Shown) -> Goal {
        let remembered = || {
            let id = self.library.find(path);
            let mark = id.map(|id| self.marks.get(id)).or_else(|| self.collection.remembered.get(path));
            mark.and_then(|mark| mark.position)
        };
        match &self.reader.goal {
            Goal::Position if !shown.is_article() => Goal::Top,
            Goal::Position => {
                remembered().map_or(Goal::Top, |anchor| Goal::Anchor(ScrollAnchor { head: None, anchor }))
            }
            Goal::Here => Goal::Anchor(self.reader.spot()),
            goal => goal.clone(),
        }
    }

    fn restore_scroll(&mut self) {
        let Some(opened) = self.reader.opened() else { return };
        let spot = match self.goal(&opened.path, &opened.shown) {
            Goal::Line(_) => opened.spot,
            goal => goal.spot(&opened.document),
        };
        if spot.head.is_none() {
            self.seek(spot.anchor);
        }
        self.compose_around(spot.anchor);
        let row = self.reader.view().map_or(0, |view| view.row_of(spot));
        self.reader.goal = Goal::default();
        self.reader.hold(None);
        self.reader.turn_to(row, self.extent());
    }

    fn scroll_to(&mut self, spot: ScrollAnchor) {
        self.reader.goal = Goal::Anchor(spot);
        self.restore_scroll();
    }

    /// Handles the tokens of the open article's code, which arrive after its first screen.
    pub fn highlighted(&mut self, ticket: Ticket, body: Arc<[PreparedBlock]>, out: &mut Outbox) {
        if !self.reader.highlighting.land(ticket, ()) {
            return;
        }
        let Some(opened) = self.reader.slot.ready_mut() else { return };
        opened.set_body(body);
        self.reader.repaint = true;
        self.compose_if_needed(out);
    }

    /// Composes the open article again if the setting has changed; the scroll position stays.
    pub fn compose_if_needed(&mut self, out: &mut Outbox) {
        let mut setting = self.setting();
        let Some(opened) = self.reader.opened() else { return };
        if !opened.has_pictures() {
            setting.pictures = opened.view().setting().pictures.clone();
        }
        if *opened.view().setting() == setting && !self.reader.repaint {
            self.reader.composing.forget();
            return;
        }
        // An article being opened is composed again once it is loaded; a view of the previous one must not replace its
        // view.
        if self.reader.slot.is_waiting() {
            return;
        }
        let pictures = (&setting.pictures, &opened.view().setting().pictures);
        if pictures.0.rows > 0 && pictures.1.rows == 0 && opened.has_pictures() {
            // Their sizes are not known, because they were not shown.
            self.read_again(out);
            return;
        }
        let (code, rows) = (setting.options.code, setting.options.rows);
        let prepared = Options { code, rows, ..opened.view().setting().options.clone() };
        if prepared != setting.options || opened.view().setting().profile != setting.profile {
            // Preparation depends on these, so the article is read again.
            self.read_again(out);
            return;
        }
        let (head, body) = (opened.head.clone(), opened.body.clone());
        let ticket = self.reader.composing.ask();
        self.reader.filling.forget();
        let anchor = self.reader.spot().anchor;
        out.push(Effect::Work(ticket, Job::Compose { head, body, setting, anchor }));
    }

    /// Opens the article under the cursor soon, if the reader is visible. The delay avoids opening every article passed
    /// by.
    pub fn preview_soon(&mut self, out: &mut Outbox) {
        if self.panes().reader.is_some() && self.focus == Focus::List {
            let ticket = self.rest.ask();
            out.push(Effect::Wake(REST, Alarm::Rest, ticket));
        }
    }

    /// The cursor has not moved for a moment: shows its article.
    pub fn rested(&mut self, ticket: Ticket, out: &mut Outbox) {
        if !self.rest.land(ticket, ()) {
            return;
        }
        if self.focus == Focus::List
            && self.panes().reader.is_some()
            && let Some(path) = self.cursor_path()
        {
            self.open_article(path, Goal::Position, out);
        }
    }

    /// The path of the article under the list's cursor.
    pub fn cursor_path(&self) -> Option<PathBuf> {
        self.list.cursor().and_then(|id| self.library.path(id))
    }

    /// Opens the article under the cursor and gives the reader the focus.
    pub fn open_cursor(&mut self, out: &mut Outbox) {
        // Keys may come faster than frames.
        if self.list.is_stale() {
            self.reselect();
        }
        let Some(path) = self.cursor_path() else { return };
        self.open_article(path, Goal::Position, out);
        self.focus = Focus::Reader;
        self.list.hold_cursor();
        self.reader.landing = self.list.cursor().map(|id| self.landing(id)).unwrap_or_default();
        self.seen(out);
        self.compose_if_needed(out);
        if self.reader.is_current() {
            self.land_on_hit();
            self.notify_unloaded();
        }
    }

    /// Opens an article and adds the current position to the history.
    pub(in crate::app) fn visit(&mut self, path: PathBuf, goal: Goal, out: &mut Outbox) {
        self.reader.push_history();
        self.list.reveal(&self.library, &path);
        self.focus = Focus::Reader;
        self.open_article(path, goal, out);
        self.seen(out);
    }

    /// Goes back or forward in the history.
    pub fn travel(&mut self, back: bool, out: &mut Outbox) {
        let Some(visit) = self.reader.travel(back) else {
            self.show_notice(if back { Msg::NoticeHistoryStart } else { Msg::NoticeHistoryEnd });
            return;
        };
        self.list.reveal(&self.library, &visit.path);
        self.focus = Focus::Reader;
        self.return_to(visit, out);
    }

    /// Shows a position of an article, with the link that had the focus there.
    pub(in crate::app) fn return_to(&mut self, visit: Visit, out: &mut Outbox) {
        if self.reader.is_current() && self.reader.path.as_ref() == Some(&visit.path) {
            self.scroll_to(visit.spot);
            self.reader.link = visit.link;
        } else {
            self.open_article(visit.path, Goal::Anchor(visit.spot), out);
            self.reader.next_link = visit.link;
        }
    }

    /// Jumps to a position of the open article and adds the current one to the history.
    pub fn jump(&mut self, anchor: Anchor) {
        self.reader.push_history();
        self.scroll_to(ScrollAnchor { head: None, anchor });
    }
}
