//! Bookmarks: places in articles with a letter as their name, to come back to.

use std::path::{Path, PathBuf};

use crate::app::input::panes::Focus;
use crate::app::page::article_view::{Goal, ScrollAnchor};
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Overlay, Topic};
use crate::keys::{Code, Key};
use crate::library::Has;
use crate::locale::Msg;
use crate::marks::Bookmark;

impl Model {
    /// Asks for the name of a bookmark: at the first visible row, from the list where reading of the article stopped.
    pub(in crate::app) fn begin_bookmark(&mut self) {
        let is_in_article = self.reader.is_current() && self.reader.shown.is_article();
        if if self.focus == Focus::List { self.list.cursor().is_some() } else { is_in_article } {
            self.reader.is_naming = true;
            self.show_notice(Msg::NoticeBookmarkName);
        } else {
            self.show_notice(Msg::ReaderNone);
        }
    }

    /// Handles the key after that: a letter is the name. Any other key leaves.
    pub(in crate::app) fn bookmark_key(&mut self, key: Key, out: &mut Outbox) {
        self.reader.is_naming = false;
        let Some(name) = key.ime_alias().unwrap_or(key).typed().filter(|name| name.is_alphanumeric()) else { return };
        let Some(path) = self.bookmarked() else { return };
        let is_shown = self.reader.is_current() && self.reader.path.as_ref() == Some(&path);
        let known = || self.library.find(&path).and_then(|id| self.marks.get(id).position);
        let place = if is_shown { self.reader.spot().anchor } else { known().unwrap_or_default() };
        let bookmark = Bookmark { path, place };
        self.collection.bookmarks.insert(name, bookmark.clone());
        out.push(Effect::Bookmark(name, Some(bookmark)));
        let says = self.catalog.fill(Msg::NoticeBookmarkSet, &[("name", &name.to_string())]);
        self.notice = Some(Notice::Done(says));
    }

    /// The article that a bookmark is set in.
    fn bookmarked(&self) -> Option<PathBuf> {
        if self.focus == Focus::List { self.cursor_path() } else { self.reader.path.clone() }
    }

    /// The bookmarks in an article that was moved go with it.
    pub(in crate::app) fn move_bookmarks(&mut self, old: &Path, new: &Path, out: &mut Outbox) {
        for (name, bookmark) in self.collection.bookmarks.iter_mut().filter(|(_, bookmark)| bookmark.path == old) {
            new.clone_into(&mut bookmark.path);
            out.push(Effect::Bookmark(*name, Some(bookmark.clone())));
        }
    }

    /// The bookmarks with the titles of their articles.
    pub(in crate::app) fn bookmark_items(&self) -> Vec<Item> {
        let item = |(name, bookmark): (&char, &Bookmark)| {
            let id = self.library.find(&bookmark.path);
            let title = id.map(|id| self.library.title(id).to_string()).filter(|title| !title.is_empty());
            let title = title.unwrap_or_else(|| bookmark.path.to_string_lossy().into_owned());
            // Only titles are shown in another script, and those of other languages are not.
            let other_language = id.is_none_or(|id| self.library.has(id, Has::OtherLanguage));
            Item { other_language, ..Item::new(format!("{name}  {title}"), "", Choice::Bookmark(*name)) }
        };
        if self.collection.bookmarks.is_empty() {
            // The list opens all the same: the key that opens it, pressed again, jumps back.
            return vec![Item::new(self.catalog.say(Msg::BookmarksNone), "", Choice::Nothing)];
        }
        self.collection.bookmarks.iter().map(item).collect()
    }

    /// Handles a key while the bookmarks are listed: a name goes there, the key that opened the list jumps back, and
    /// Delete removes the one at the cursor. Returns whether the key was one of these.
    pub(in crate::app) fn key_of_bookmarks(&mut self, key: Key, out: &mut Outbox) -> bool {
        if self.overlay.as_ref().map(Overlay::topic) != Some(Topic::Bookmarks) {
            return false;
        }
        match key.ime_alias().unwrap_or(key).typed() {
            Some('\'' | '`') => {
                self.overlay = None;
                self.jump_back(out);
            }
            Some(name) if name.is_alphanumeric() => self.go_to_bookmark(name, out),
            None if key.code == Code::Delete => self.remove_bookmark(out),
            _ => return false,
        }
        true
    }

    fn remove_bookmark(&mut self, out: &mut Outbox) {
        let current = self.overlay.as_ref().and_then(Overlay::current).map(|item| item.choice.clone());
        let Some(Choice::Bookmark(name)) = current else { return };
        self.collection.bookmarks.remove(&name);
        out.push(Effect::Bookmark(name, None));
        self.refill_overlay();
    }

    /// Goes to a bookmark, in whichever article it is.
    pub(in crate::app) fn go_to_bookmark(&mut self, name: char, out: &mut Outbox) {
        self.overlay = None;
        let Some(Bookmark { path, place }) = self.collection.bookmarks.get(&name).cloned() else {
            let says = self.catalog.fill(Msg::NoticeNoBookmark, &[("name", &name.to_string())]);
            self.notice = Some(Notice::Done(says));
            return;
        };
        self.visit(path, Goal::Anchor(ScrollAnchor { head: None, anchor: place }), out);
    }
}
