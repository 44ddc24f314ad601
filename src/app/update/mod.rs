//! Applies events to the model; each kind of event has a small function of its own.

mod act;
mod arranging;
mod bookmarks;
mod completing;
mod configuring;
mod fetching;
mod files;
pub(in crate::app) mod hinting;
pub(in crate::app) mod list;
mod prompting;
pub(in crate::app) mod reader;
mod screens;
mod setting;
pub(in crate::app) mod sheet;
mod theming;

use crate::app::input::command::{Action, Scope};
use crate::app::input::panes::Focus;
use crate::app::input::prompt::Purpose;
use crate::app::page::selection::Selection;
use crate::app::state::event::{Alarm, Event, Notice, Outbox};
use crate::app::state::job::Answer;
use crate::app::state::model::Model;
use crate::app::state::reading::waiting::Waiting;
use crate::app::state::slot::Ticket;
use crate::app::update::screens::Mode;
use crate::keys::{Code, Key, Step};
use crate::locale::Msg;
use crate::text::Profile;

impl Model {
    /// The first effects: walk the collection, open the requested article.
    pub fn start(&mut self) -> Outbox {
        let mut out = Outbox { dirty: true, ..Outbox::default() };
        self.scan(&mut out);
        self.request_article(&mut out);
        out
    }

    /// Applies one event. `now` is in seconds since 1970.
    pub fn update(&mut self, event: Event, now: i64) -> Outbox {
        self.now = now;
        let mut out = Outbox::default();
        match event {
            Event::Key(key) => {
                out.dirty = true;
                let before = self.escaped_mode();
                self.key(key, &mut out);
                let is_over = self.escaped_mode() == Mode::None;
                self.esc_until = before.esc_until(key, now).filter(|_| is_over);
                self.hint_soon(&mut out);
            }
            Event::Paste(text) => {
                out.dirty = true;
                self.paste(&text);
            }
            Event::Pointer(pointer) => self.pointer(pointer, &mut out),
            Event::Resize(columns, rows) => self.resize((columns, rows), &mut out),
            Event::Widths(profile) => self.measured(profile, &mut out),
            Event::Background(shade) => self.shaded(shade, &mut out),
            Event::Displays(display) => self.displayed(display, &mut out),
            Event::Done(ticket, answer) => self.answered(ticket, answer, &mut out),
            Event::Wake(Alarm::Rest, ticket) => self.rested(ticket, &mut out),
            Event::Wake(Alarm::Dwell, ticket) => self.dwelt(ticket, &mut out),
            Event::Wake(Alarm::Drag, ticket) => self.drag_on(ticket, &mut out),
            Event::Wake(Alarm::Hints, ticket) => self.hint_now(ticket, &mut out),
            Event::Notify(notice) => {
                self.notice = Some(notice);
                out.dirty = true;
            }
            Event::Terminate => self.quit(&mut out),
            Event::Vanished(ticket) => self.vanished(ticket, &mut out),
            Event::Loaded(ticket, batch) => self.loaded(ticket, batch, &mut out),
            Event::Found(ticket, found, done) => self.walked(ticket, found, done, &mut out),
            Event::Indexing(ticket, done, all) => self.indexing(ticket, (done, all), &mut out),
            Event::Indexed(ticket) => self.indexed(ticket, &mut out),
            Event::Unindexed(ticket, problem) => self.unindexed(ticket, problem, &mut out),
            Event::Trouble(ticket, problems) => self.walk_failed(ticket, problems, &mut out),
            Event::Went(paths) => self.went(paths, &mut out),
            Event::Moved(pairs) => self.moved(pairs, &mut out),
            Event::Recalled(path, mark) => self.recalled(&path, mark, &mut out),
            Event::Noticed(changes) => self.noticed(changes, &mut out),
            Event::Unseen => self.scan_soon(false, &mut out),
        }
        out
    }

    /// Handles the answer to a job, if it is still wanted.
    fn answered(&mut self, ticket: Ticket, answer: Answer, out: &mut Outbox) {
        match answer {
            Answer::Opened(answer) => self.opened(ticket, answer, out),
            Answer::Composed(view) => self.composed(ticket, view, out),
            Answer::Filled(lines) => self.filled(ticket, lines, out),
            Answer::Highlighted(body) => self.highlighted(ticket, body, out),
            Answer::Pictured(era, key, picture) => self.pictured(era, key, picture, out),
            Answer::AllPictured => self.all_pictured(ticket),
            Answer::Found { hits, complete } => self.found_texts(ticket, hits, complete, out),
            // Nothing on the screen asks for pictures of the web yet.
            Answer::Fetched { picture, result } => self.fetched(&picture, result, out),
            Answer::Paths(paths) => self.paths_found(ticket, paths, out),
            Answer::LeftOut(left_out) => self.left_out_counted(ticket, left_out, out),
            Answer::Cut(snippets) => self.cut(ticket, snippets, out),
        }
    }

    /// Updates rows and scroll positions; called before each frame.
    pub fn settle(&mut self, out: &mut Outbox) {
        if self.list.is_outdated() {
            self.reselect();
            self.preview_soon(out);
            self.refill_overlay();
        }
        self.search_typed();
        self.settle_list();
        self.open_first(out);
        self.request_hits(out);
        self.request_snippets(out);
        self.request_openings(out);
        self.reader.settle(self.extent());
        self.reader.was_read |= self.focus == Focus::Reader && self.reader.is_current();
        self.fill_view(out);
        self.unfold_pending(out);
        self.settle_sheet();
        self.request_pictures(out);
        self.settle_table();
        self.reader.settle_shift(self.visible_rows());
        let height = self.overlay_rows();
        if let Some(overlay) = &mut self.overlay {
            overlay.settle(height);
        }
        self.preview_theme();
        self.preview_setting(out);
        self.request_paths(out);
        self.count_saved(out);
        self.dwell(out);
    }

    /// Opens the article at the cursor, if a new collection is to begin with it and is loaded.
    fn open_first(&mut self, out: &mut Outbox) {
        if self.opens_first && !self.loading.is_running() && self.list.cursor().is_some() {
            self.opens_first = false;
            self.open_cursor(out);
        }
    }

    fn settle_list(&mut self) {
        if self.focus == Focus::Reader {
            self.list.end_selection();
        }
        let (lines, grouped) = ((self.list_rows(), self.row_height()), self.is_grouped());
        self.list.settle(&self.library, grouped, lines);
    }

    /// Rebuilds the rows of the list.
    pub fn reselect(&mut self) {
        self.list.select(&self.library, &self.marks);
    }

    /// The number of rows of the list pane.
    pub fn list_rows(&self) -> usize {
        self.panes().list.map_or(usize::from(self.size.1.saturating_sub(1)), |pane| usize::from(pane.height))
    }

    /// The number of rows for the items of an overlay.
    pub fn overlay_rows(&self) -> usize {
        usize::from(self.size.1.saturating_sub(6)).clamp(1, 24)
    }

    /// Shows the key for help until the next key. For a collection that is opened for the first time.
    pub fn greet(&mut self) {
        if let Some(greeting) = self.greeting().filter(|_| self.notice.is_none()) {
            self.notify(Notice::Done(greeting));
        }
    }

    /// What names the key for help, if there is one.
    pub(in crate::app) fn greeting(&self) -> Option<String> {
        let key = self.keymap.chords(Scope::Global, "help").next()?.to_string();
        Some(self.catalog.fill(Msg::NoticeHelp, &[("key", &key)]))
    }

    /// Shows a message until the next key.
    pub fn show_notice(&mut self, msg: Msg) {
        self.notice = Some(Notice::Done(self.catalog.say(msg).to_owned()));
    }

    /// Says until the next key that there is nothing of what was asked for.
    pub(in crate::app) fn notify_absent(&mut self, msg: Msg) {
        self.notice = Some(Notice::Absent(self.catalog.say(msg).to_owned()));
    }

    /// Reads an article again, for example after it was edited; the scroll position stays.
    pub fn reload(&mut self, path: &std::path::Path) -> Outbox {
        let mut out = Outbox { dirty: true, ..Outbox::default() };
        if self.reader.path.as_deref() == Some(path) {
            self.read_again(&mut out);
        }
        out
    }

    fn resize(&mut self, size: (u16, u16), out: &mut Outbox) {
        out.dirty = true;
        self.size = size;
        self.refill_overlay();
        self.compose_if_needed(out);
        self.preview_soon(out);
    }

    /// Uses the widths that the terminal reports from now on, unless the user has configured them; the scroll position
    /// stays.
    fn measured(&mut self, reported: Profile, out: &mut Outbox) {
        self.reported = reported;
        let ambiguous = self.config.typography.ambiguous_width(Some(reported.ambiguous));
        let profile = Profile { ambiguous, ..reported };
        if profile != self.profile {
            self.profile = profile;
            out.dirty = true;
            self.refill_overlay();
            self.compose_if_needed(out);
        }
    }

    fn paste(&mut self, text: &str) {
        if let Some(prompt) = self.prompt.as_mut().filter(|prompt| prompt.purpose != Purpose::Confirm) {
            prompt.paste(text);
            self.typed();
        } else if let Some(overlay) = &mut self.overlay {
            overlay.paste(text);
            self.typed_in_overlay();
        }
    }

    fn key(&mut self, key: Key, out: &mut Outbox) {
        let told = self.notice.take();
        self.opens_first = false;
        // What leaves a menu with a filter leaves an input line: Ctrl-C, as in shells and vim.
        let is_typing = self.prompt.is_some() || self.reader.hints.is_some() || self.reader.is_naming;
        let key = if is_typing && self.keymap.leaves_input(key) { Key::plain(Code::Esc) } else { key };
        if self.prompt.is_some() {
            return self.prompt_key(key, out);
        }
        if self.reader.hints.is_some() {
            return self.hint_key(key, out);
        }
        if self.reader.is_naming {
            return self.bookmark_key(key, out);
        }
        if self.key_of_bookmarks(key, out) {
            return;
        }
        self.reader.picked = None;
        if self.reader.selection().is_some_and(Selection::is_done) {
            self.reader.picked = self.selected_in_block();
            self.reader.unselect();
            if key.code == Code::Esc {
                return;
            }
        }
        if key.typed().is_some() && self.type_in_overlay(key) {
            return;
        }
        let trie = self.keymap.trie(self.key_scope());
        let before = self.pending.keys().to_vec();
        match trie.feed(&mut self.pending, key) {
            Step::Run { action: Action::Leave, .. } if matches!(told, Some(Notice::Absent(_))) => {}
            Step::Run { action, count } if self.waits_for_article(action) => {
                self.reader.waiting.push(Waiting::Command(action, count));
            }
            Step::Run { action, count } => self.act(action, count, out),
            Step::More => {}
            Step::Miss => self.unbound_key(&before, key),
        }
    }

    /// Applies a key to the input line of the overlay. Returns whether there is one.
    fn type_in_overlay(&mut self, key: Key) -> bool {
        let is_there = self.overlay.as_mut().and_then(|overlay| overlay.edit(key)).is_some();
        self.typed_in_overlay();
        is_there
    }

    /// Says that a key is not bound after those before it.
    fn unbound_key(&mut self, before: &[Key], key: Key) {
        let is_setting = self.overlay.as_ref().is_some_and(|overlay| overlay.topic().is_settings());
        if is_setting && key.code == Code::BackTab {
            self.complete_setting(false);
        } else if self.types_path() && key.code == Code::BackTab {
            self.complete_path(false);
        } else if self.overlay.is_some() {
            self.type_in_overlay(key);
        } else if key.code != Code::Esc {
            let keys: String = before.iter().chain([&key]).map(ToString::to_string).collect();
            let elsewhere = match self.focus {
                Focus::List => Scope::Reader,
                Focus::Reader => Scope::List,
            };
            let place = self.catalog.say(elsewhere.title()).to_lowercase();
            let covered = self.table.is_some() || self.viewer.is_some() || self.sheet.is_some();
            self.notice = Some(Notice::Done(if !covered && self.keymap.binds(elsewhere, &keys) {
                self.catalog.fill(Msg::NoticeBoundElsewhere, &[("keys", &keys), ("place", &place)])
            } else {
                self.catalog.fill(Msg::NoticeNotBound, &[("keys", &keys)])
            }));
        }
    }
}
