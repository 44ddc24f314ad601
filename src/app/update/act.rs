//! Actions: each command is one line or one small function.

use crate::app::input::command::{Action, FoldChange, LookChange, MarkChange, Motion, Shift};
use crate::app::input::panes::Focus;
use crate::app::page::article_view::Goal;
use crate::app::page::hints::HintTarget;
use crate::app::page::selection::Unit;
use crate::app::page::shown::Shown;
use crate::app::state::event::{BrowseTarget, Effect, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::Topic;
use crate::document::LinkId;
use crate::library::Has;
use crate::locale::Msg;

/// The unit of a selection that an action begins.
fn unit_of(action: Action) -> Unit {
    if action == Action::SelectLines { Unit::Line } else { Unit::Glyph }
}

/// The overlay that an action opens.
fn topic_of(action: Action) -> Topic {
    match action {
        Action::Help => Topic::Help,
        Action::Palette => Topic::Palette,
        Action::Categories => Topic::Categories,
        Action::Bookmarks => Topic::Bookmarks,
        Action::Sort => Topic::Sort,
        _ => Topic::Contents,
    }
}

impl Model {
    /// Runs a command. Every action stands here by name, so that a new one does not compile without its arm.
    pub fn act(&mut self, action: Action, count: Option<u32>, out: &mut Outbox) {
        let times = count.unwrap_or(1).max(1) as usize;
        match action {
            Action::Move(motion) => self.go(motion, count, out),
            Action::Quit => self.quit(out),
            Action::Back => self.go_back(out),
            Action::Leave => self.leave(out),
            Action::Help | Action::Palette | Action::Categories => self.open_overlay(topic_of(action)),
            Action::Bookmarks | Action::Sort | Action::Contents => self.open_overlay(topic_of(action)),
            Action::Problems => self.open_problems(),
            Action::Accept => self.accept_typed(out),
            Action::Toggle => self.toggle_choice(out),
            Action::Open => self.open_row(out),
            Action::Close => self.close(out),
            Action::SwitchPane => self.switch_pane(out),
            Action::Zen => self.toggle_zen(out),
            Action::Clear => self.clear(),
            Action::ClearMatches => self.reader.found = None,
            Action::Theme => self.open_overlay(Topic::Themes),
            Action::Set | Action::WriteSetting => self.begin_to_set(action, out),
            Action::Redraw => out.push(Effect::Redraw),
            Action::Suspend => out.push(Effect::Suspend),
            Action::Refresh => self.refresh(out),
            Action::Search | Action::SearchBack => self.start_search(action == Action::SearchBack, out),
            Action::SearchNext | Action::SearchPrevious => self.repeat_search(action == Action::SearchNext, times, out),
            Action::SearchWord { forward, whole } => self.search_word(forward, whole, times, out),
            Action::JumpBack => self.jump_back(out),
            Action::Bookmark => self.begin_bookmark(),
            Action::NextArticle | Action::PreviousArticle => self.step(action == Action::NextArticle, times, out),
            Action::NextUnread | Action::PreviousUnread => self.step_unread(action == Action::NextUnread, times, out),
            Action::HistoryBack | Action::HistoryForward => self.travel(action == Action::HistoryBack, out),
            Action::Source => self.toggle_source(out),
            Action::Browser => self.browse(out),
            Action::Editor => self.edit(out),
            Action::Write => self.explain_writing(),
            Action::Pipe => self.ask_for_program(),
            Action::CopyAddress => self.copy_address(out),
            Action::CopyText => self.copy_text(out),
            Action::CopyTitles => self.copy_titles(out),
            Action::Hints => self.show_hints(),
            Action::NextLink | Action::PreviousLink => self.step_link(action == Action::NextLink),
            Action::OpenLink => self.open_link(out),
            Action::Mark(change) => self.change_marks(change, out),
            Action::Beside { left } => self.go_beside(left, count, out),
            Action::Look(change) => self.change_look(change, times, out),
            Action::Fold(change) => self.change_folds(change, out),
            Action::Group => self.next_grouping(),
            Action::Pane(change) => self.change_panes(change, times, out),
            Action::Table => self.open_table(true),
            Action::Sideways(shift) => self.go_sideways(shift, count),
            Action::LoadPictures => self.ask_for_pictures(),
            Action::View(change) => self.change_view(change, times),
            Action::Select | Action::SelectLines => self.select(unit_of(action)),
            Action::SelectRows => self.list.toggle_selection(),
            Action::Extend(reach) => self.reach(reach, count),
            Action::OtherEnd => self.other_end(),
            Action::CopySelection => self.copy_selected(out),
        }
    }

    fn change_marks(&mut self, change: MarkChange, out: &mut Outbox) {
        match change {
            MarkChange::Read => self.toggle_read(out),
            MarkChange::Star => self.toggle_star(out),
            MarkChange::AllRead => self.ask_all_read(),
            MarkChange::Undo => self.undo(out),
            MarkChange::Tags => self.begin_tagging(),
        }
    }

    fn change_look(&mut self, change: LookChange, times: usize, out: &mut Outbox) {
        let is_of_lines = matches!(change, LookChange::Narrower | LookChange::Wider | LookChange::Wrap);
        if self.focus == Focus::Reader
            && !self.reader.shown.is_article()
            && !(is_of_lines || change == LookChange::Columns)
        {
            return self.notify_absent(Msg::NoticeOnlyArticle);
        }
        match change {
            LookChange::Narrower | LookChange::Wider => self.step_measure(change == LookChange::Wider, times, out),
            LookChange::Wrap => self.toggle_wrap(out),
            LookChange::Punctuation => self.change_punctuation(out),
            LookChange::Script => self.change_script(out),
            LookChange::Writing => self.change_writing(out),
            LookChange::Grid => self.change_grid(),
            LookChange::Columns => self.change_columns(out),
            LookChange::Pictures => self.toggle_pictures(out),
        }
    }

    fn change_folds(&mut self, change: FoldChange, out: &mut Outbox) {
        if self.focus == Focus::List {
            return self.change_groups(change, out);
        }
        match change {
            FoldChange::Toggle => self.fold(out),
            FoldChange::All | FoldChange::Nothing => self.fold_all(change == FoldChange::All, out),
        }
    }

    fn go_sideways(&mut self, shift: Shift, count: Option<u32>) {
        if self.table.is_some() { self.shift_table(shift, count) } else { self.scroll_sideways(shift, count) }
    }

    fn go_beside(&mut self, left: bool, count: Option<u32>, out: &mut Outbox) {
        match (self.placing().is_vertical(), left) {
            (true, _) => self.go(if left { Motion::Down } else { Motion::Up }, count, out),
            (false, true) => self.close(out),
            (false, false) => {}
        }
    }

    fn copy_selected(&mut self, out: &mut Outbox) {
        if self.table.is_some() { self.copy_table(out) } else { self.copy_selection(out) }
    }

    fn go(&mut self, motion: Motion, count: Option<u32>, out: &mut Outbox) {
        let rows = self.overlay_rows();
        if let Some(overlay) = &mut self.overlay {
            overlay.go(motion, count, rows);
            return;
        }
        if motion == Motion::Percent && count.is_none() {
            return self.match_bracket();
        }
        if self.sheet.is_some() {
            return self.go_sheet(motion, count);
        }
        if self.table.is_some() {
            return self.go_table(motion, count);
        }
        match self.focus {
            Focus::List => self.move_list(motion, count, out),
            Focus::Reader if self.is_selecting() => self.select_by(motion, count),
            Focus::Reader => {
                let count = self.row_of_line(motion, count);
                let moved = self.reader.go(motion, count, self.extent());
                self.notify_end(motion, moved);
                if !matches!(motion, Motion::Center | Motion::ToTop | Motion::ToBottom) {
                    self.reader.focus_on(None);
                }
                self.read_to_the_end(out);
            }
        }
    }

    /// Moves the list's cursor.
    pub fn move_list(&mut self, motion: Motion, count: Option<u32>, out: &mut Outbox) {
        if self.list.is_stale() {
            self.reselect();
        }
        let (lines, per) = (self.list_rows(), self.row_height());
        let moved = match motion {
            Motion::ScreenTop | Motion::ScreenMiddle | Motion::ScreenBottom => {
                let grouped = self.is_grouped();
                self.list.go_on_screen(&self.library, grouped, (lines, per), (motion, count))
            }
            _ => self.list.go(motion, count, lines / per),
        };
        if moved {
            self.preview_soon(out);
        }
    }

    pub(in crate::app) fn clear(&mut self) {
        self.list.clear();
        self.reader.found = None;
    }

    fn refresh(&mut self, out: &mut Outbox) {
        out.push(Effect::ReadConfiguration);
        self.scan_soon(true, out);
        if self.reader.is_current() {
            self.read_again(out);
        }
    }

    fn step_measure(&mut self, wider: bool, times: usize, out: &mut Outbox) {
        let steps = i32::try_from(times).unwrap_or(i32::MAX);
        self.resize_measure(if wider { steps } else { -steps }, out);
    }

    fn step(&mut self, forward: bool, times: usize, out: &mut Outbox) {
        self.step_article(forward, false, times, out);
    }

    fn step_unread(&mut self, forward: bool, times: usize, out: &mut Outbox) {
        self.step_article(forward, true, times, out);
    }

    fn step_article(&mut self, forward: bool, unread: bool, times: usize, out: &mut Outbox) {
        let is_shown = |at: &usize| self.list.groups().fold_of(*at).is_none();
        let fits = |at: &usize| {
            is_shown(at) && (!unread || self.list.rows().get(*at).is_some_and(|id| !self.marks.is_read(id)))
        };
        let at = if forward {
            (self.list.cursor_row() + 1..self.list.rows().len()).filter(fits).take(times).last()
        } else {
            (0..self.list.cursor_row()).rev().filter(fits).take(times).last()
        };
        let Some(at) = at else {
            self.show_notice(match (forward, unread) {
                (true, false) => Msg::NoticeNoNext,
                (false, false) => Msg::NoticeNoPrevious,
                (true, true) => Msg::NoticeNoNextUnread,
                (false, true) => Msg::NoticeNoPreviousUnread,
            });
            return;
        };
        self.read_to_the_end(out);
        self.list.put(at);
        match (self.focus, self.cursor_path()) {
            (Focus::Reader, Some(path)) => {
                self.reader.push_history();
                self.reader.found = None;
                self.reader.landing = self.list.cursor().map(|id| self.landing(id)).unwrap_or_default();
                self.open_article(path, Goal::Position, out);
                self.seen(out);
            }
            _ => self.preview_soon(out),
        }
    }

    fn open_link(&mut self, out: &mut Outbox) {
        if self.open_focused_picture(out) {
            return;
        }
        match self.reader.link.or_else(|| self.link_at_match()) {
            Some(link) => {
                if !self.view_picture_of(link) {
                    self.follow(link, out);
                }
            }
            None if self.table.is_some() => self.notify_absent(Msg::NoticeNoLink),
            None if self.reader.shown.output().is_some() => self.leave_shown(out),
            None => {
                if !self.view_first_picture() {
                    self.open_table(false);
                }
            }
        }
    }

    /// The link that the current match is part of, if it is in view.
    fn link_at_match(&self) -> Option<LinkId> {
        let point = self.match_point().filter(|point| point.body && self.table.is_none())?;
        let rows = self.visible_rows();
        self.reader.view().filter(|view| rows.contains(&view.row_of_point(point)))?;
        let block = self.reader.opened()?.document.blocks.get(point.anchor.block as usize)?;
        block.inline.spans.iter().find(|span| span.range.contains(&point.anchor.byte))?.link
    }

    fn toggle_source(&mut self, out: &mut Outbox) {
        if self.focus == Focus::List {
            self.open_cursor(out);
        }
        if self.focus == Focus::Reader && self.reader.path.is_some() {
            let is_source = self.reader.shown == Shown::Source;
            self.show(if is_source { Shown::Article } else { Shown::Source }, out);
        }
    }

    fn browse(&mut self, out: &mut Outbox) {
        if self.viewer.is_some() {
            return self.open_viewed(out);
        }
        let Some(path) = self.subject_path() else { return };
        if self.subject().is_some_and(|id| self.library.has(id, Has::Link)) {
            out.push(Effect::Browse(BrowseTarget::Origin(path)));
        } else if self.collection.on_disk && !is_page(&path) {
            self.notify_absent(Msg::NoticeNoAddress);
        } else if self.collection.on_disk {
            out.push(Effect::Browse(BrowseTarget::Article(path)));
        } else {
            self.show_notice(Msg::NoticeNotOnDisk);
        }
    }

    fn edit(&mut self, out: &mut Outbox) {
        match self.subject_path() {
            Some(path) if self.collection.on_disk => out.push(Effect::Edit(path)),
            Some(_) => self.show_notice(Msg::NoticeNotOnDisk),
            None => {}
        }
    }

    fn copy_address(&mut self, out: &mut Outbox) {
        if self.viewer.is_some() {
            return self.copy_viewed(out);
        }
        let focused = self.reader.focused().filter(|_| self.focus == Focus::Reader).and_then(|target| {
            let opened = self.reader.opened()?;
            match target {
                HintTarget::Link(link) => {
                    let link = opened.document.links.get(link.0 as usize)?;
                    Some(link.expansion().unwrap_or(&link.target).to_string())
                }
                HintTarget::Picture(body, image) => opened.addresses_of(body, image).next().map(ToString::to_string),
            }
        });
        if let (None, Some(output)) = (&focused, self.shown_output()) {
            return out.push(Effect::Copy(output.text.clone()));
        }
        if let Some(rows) = self.selected_rows() {
            return self.copy_addresses(&rows, out);
        }
        match (focused, self.subject_path()) {
            (Some(text), _) => out.push(Effect::Copy(text)),
            (None, Some(path)) => out.push(Effect::CopyAddresses(vec![path])),
            (None, None) => {}
        }
    }

    fn copy_text(&mut self, out: &mut Outbox) {
        let output = self.shown_output().map(|output| output.text.clone());
        if let Some(text) = output.or_else(|| self.reader.opened().map(|opened| opened.document.text())) {
            out.push(Effect::Copy(text));
        }
    }
}

/// Whether a browser shows a file as a page, by its extension.
fn is_page(path: &std::path::Path) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(crate::document::is_html_extension)
}
