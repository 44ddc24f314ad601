//! The list pane: the articles shown, their order, the cursor.

use std::path::{Path, PathBuf};

use crate::app::input::command::Motion;
use crate::app::state::texts::Texts;
use crate::article::ArticleId;
use crate::library::{CategoryId, Filter, Key, Library, Marked, Order, Rows};
use crate::marks::Marks;
use crate::search::Query;
use crate::text::Profile;

/// The signs before the title of a row, each one cell wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// The article is unread.
    pub unread: &'static str,
    /// The article is starred.
    pub starred: &'static str,
    /// The article has problems that matter.
    pub problem: &'static str,
}

impl Signs {
    /// The signs for a terminal: ASCII for those that would be two cells wide.
    pub fn of(profile: Profile) -> Self {
        let narrow = |sign, plain| if profile.cluster(sign) == 1 { sign } else { plain };
        Self { unread: narrow("●", "o"), starred: narrow("★", "*"), problem: "!" }
    }
}

/// The state of the list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The filter.
    pub filter: Filter,
    /// The order of the rows.
    pub order: Order,
    /// The articles shown.
    pub rows: Rows,
    /// Index of the cursor's row; 0 if there are no rows.
    pub at: usize,
    /// Index of the first visible row.
    pub top: usize,
    /// An article to select as soon as it is in the list.
    pub wanted: Option<PathBuf>,
    /// Whether the user has moved the cursor; until then it stays on the first row while articles arrive.
    pub moved: bool,
    /// Whether the rows must be rebuilt before the next frame.
    pub stale: bool,
    /// New articles to be merged into the rows before the next frame.
    pub fresh: Vec<ArticleId>,
    /// The query, as typed.
    pub words: String,
    /// The parsed query.
    pub query: Query,
    /// The search results from the texts.
    pub texts: Texts,
    /// Whether duplicates, articles with equal text, are shown as one row.
    pub folds: bool,
    /// When the user was last here, in seconds since 1970; articles added later are new.
    pub visited: Option<i64>,
    /// The number of new rows at the top; a rule is drawn below them.
    pub new: usize,
}

impl List {
    /// The article under the cursor.
    pub fn cursor(&self) -> Option<ArticleId> {
        self.rows.get(self.at)
    }

    /// Whether a filter or query is active.
    pub fn is_narrowed(&self) -> bool {
        !self.filter.is_empty() || !self.query.is_empty()
    }

    /// Whether the rows shown depend on marks.
    pub fn asks_marks(&self) -> bool {
        self.filter.marks.is_some() || self.query.asks_marks()
    }

    /// Rebuilds the rows, or merges new articles if nothing else has changed. The cursor stays on its article; if that
    /// is gone, on its row.
    pub fn select(&mut self, library: &Library, marks: &Marks) {
        let selected = self.cursor();
        let marks_of = marked(marks, library, self.visited);
        let fresh = std::mem::take(&mut self.fresh);
        let bound = self.query.bind(library, std::mem::take(&mut self.texts.titles));
        let known = self.filter.among.take().filter(|_| !self.stale);
        self.filter.among = (!self.query.is_empty()).then(|| self.texts.among(&bound, known, &fresh, &marks_of));
        // A change of marks does not reorder the rows at once, so that they do not jump while the user works. The rows
        // are then not sorted, and new articles cannot be merged into them.
        let rebuilds = matches!(self.order.key, Key::Read | Key::Relevance) || self.folds;
        if self.stale || rebuilds && !fresh.is_empty() {
            self.rows = library.rows(&self.filter, &self.order, &marks_of);
            if self.order.key == Key::Relevance {
                bound.by_relevance(self.rows.to_mut());
            }
            if self.folds {
                library.hide_duplicates(self.rows.to_mut());
            }
        } else if !fresh.is_empty() {
            library.merge(self.rows.to_mut(), &fresh, &self.filter, &self.order, &marks_of);
        }
        self.texts.titles = bound.into_titles();
        self.stale = false;
        let by_date = self.order == Order::default() && self.visited.is_some();
        let new = self.rows.iter().take_while(|id| by_date && marks_of(*id).new).count();
        self.new = if new < self.rows.len() { new } else { 0 };
        self.restore_cursor(library, selected);
    }

    /// Moves the cursor to the wanted article, else back to the one that was selected before the rows changed.
    fn restore_cursor(&mut self, library: &Library, selected: Option<ArticleId>) {
        if let Some(path) = &self.wanted
            && let Some(id) = library.find(path)
        {
            self.wanted = None;
            if let Some(at) = self.rows.place(id) {
                self.at = at;
                self.moved = true;
                return;
            }
        }
        if self.moved
            && let Some(at) = selected.and_then(|id| self.rows.place(id))
        {
            // The number of rows above may have changed: scrolls with the cursor, so that nothing jumps on the screen.
            self.top = (self.top + at).saturating_sub(self.at);
            self.at = at;
        }
        self.at = if self.moved { self.at.min(self.rows.len().saturating_sub(1)) } else { 0 };
    }

    /// Scrolls so that the cursor is visible in a window of `lines` lines. There are `rows` rows, each `per` lines
    /// high. `above` returns how many lines of headings a row has above it.
    pub fn settle(&mut self, rows: usize, (lines, per): (usize, usize), above: &dyn Fn(usize) -> usize) {
        let height = (lines / per.max(1)).max(1);
        let margin = usize::from(height > 8) * 2;
        self.top = self.top.min(rows.saturating_sub(height));
        if self.at < self.top + margin {
            self.top = self.at.saturating_sub(margin);
        }
        let last = (self.at + margin).min(rows.saturating_sub(1));
        self.top = self.top.max((last + 1).saturating_sub(height));
        if rows == 0 || height < 2 {
            return;
        }
        let height_from = |top: usize| (top..=last).map(|row| per + above(row)).sum::<usize>();
        while self.top < self.at && height_from(self.top) > lines {
            self.top += 1;
        }
    }

    /// Moves the cursor or scrolls. Returns whether anything changed.
    pub fn go(&mut self, motion: Motion, count: Option<u32>, height: usize) -> bool {
        let last = self.rows.len().saturating_sub(1);
        let times = count.unwrap_or(1).max(1) as usize;
        let before = (self.at, self.top);
        let height = height.max(1);
        self.moved = true;
        self.wanted = None;
        match motion {
            Motion::Down => self.at = (self.at + times).min(last),
            Motion::Up => self.at = self.at.saturating_sub(times),
            Motion::HalfDown => self.at = (self.at + times * (height / 2).max(1)).min(last),
            Motion::HalfUp => self.at = self.at.saturating_sub(times * (height / 2).max(1)),
            Motion::PageDown => {
                self.at = (self.at + times * height).min(last);
                self.top += times * height;
            }
            Motion::PageUp => {
                self.at = self.at.saturating_sub(times * height);
                self.top = self.top.saturating_sub(times * height);
            }
            Motion::Top => self.at = count.map_or(0, |row| (row as usize).saturating_sub(1)).min(last),
            Motion::Bottom => self.at = count.map_or(last, |row| (row as usize).saturating_sub(1)).min(last),
            Motion::Center => self.top = self.at.saturating_sub(height / 2),
            Motion::ToTop => self.top = self.at,
            Motion::ToBottom => self.top = (self.at + 1).saturating_sub(height),
        }
        before != (self.at, self.top)
    }

    /// Moves the cursor to an article, now if it is in the list, else as soon as it is.
    pub fn reveal(&mut self, library: &Library, path: &Path) {
        match library.find(path).and_then(|id| self.rows.place(id)) {
            Some(at) => {
                self.at = at;
                self.moved = true;
            }
            None => self.wanted = Some(path.to_owned()),
        }
    }

    /// Moves the cursor to a row.
    pub fn put(&mut self, row: usize) {
        if row < self.rows.len() {
            self.at = row;
            self.moved = true;
            self.wanted = None;
        }
    }

    /// Adds a category to the filter or removes it.
    pub fn toggle(&mut self, category: CategoryId) {
        match self.filter.categories.iter().position(|id| *id == category) {
            Some(at) => drop(self.filter.categories.remove(at)),
            None => self.filter.categories.push(category),
        }
        self.stale = true;
    }
}

/// The marks of an article that filters and queries use.
pub fn marked<'a>(marks: &'a Marks, library: &'a Library, visited: Option<i64>) -> impl Fn(ArticleId) -> Marked + 'a {
    move |id| Marked {
        read: marks.is_read(id),
        starred: marks.is_starred(id),
        new: visited.is_some_and(|visited| library.came(id) > visited),
    }
}
