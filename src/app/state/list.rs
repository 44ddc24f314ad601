//! The list pane: which articles are shown, in which order, and where the cursor is.

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
    /// It is not read yet.
    pub unread: &'static str,
    /// It has a star.
    pub starred: &'static str,
    /// It has problems that matter.
    pub problem: &'static str,
}

impl Signs {
    /// The signs of a terminal: plain ones where the others would be two cells wide.
    pub fn of(profile: Profile) -> Self {
        let narrow = |sign, plain| if profile.cluster(sign) == 1 { sign } else { plain };
        Self { unread: narrow("●", "o"), starred: narrow("★", "*"), problem: "!" }
    }
}

/// The state of the list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// What is let through.
    pub filter: Filter,
    /// The order of the rows.
    pub order: Order,
    /// The articles shown.
    pub rows: Rows,
    /// Index of the cursor's row; 0 where there is none.
    pub at: usize,
    /// Index of the first visible row.
    pub top: usize,
    /// An article to select as soon as it is there.
    pub wanted: Option<PathBuf>,
    /// Whether the hands have moved the cursor: before that it stays at the first row while rows arrive.
    pub moved: bool,
    /// Whether rows must be chosen anew before the next frame.
    pub stale: bool,
    /// Articles that have arrived and are to be brought into the rows before the next frame.
    pub fresh: Vec<ArticleId>,
    /// What was typed to narrow the list.
    pub words: String,
    /// What it means.
    pub query: Query,
    /// What is known of the texts.
    pub texts: Texts,
    /// Whether articles of equal text stand as one row.
    pub folds: bool,
    /// When the owner was last here, in seconds since 1970: what came later is new.
    pub visited: Option<i64>,
    /// How many rows at the top are new; the list has a rule below them.
    pub new: usize,
}

impl List {
    /// The article under the cursor.
    pub fn cursor(&self) -> Option<ArticleId> {
        self.rows.get(self.at)
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.filter.is_empty() || !self.query.is_empty()
    }

    /// Whether marks decide which rows are shown.
    pub fn asks_marks(&self) -> bool {
        self.filter.marks.is_some() || self.query.asks_marks()
    }

    /// Chooses the rows anew, or brings in what has arrived where nothing else has changed. The cursor stays on its
    /// article, or at its place where that is gone.
    pub fn select(&mut self, library: &Library, marks: &Marks) {
        let kept = self.cursor();
        let is = crate::app::state::list::marked(marks, library, self.visited);
        let fresh = std::mem::take(&mut self.fresh);
        let bound = self.query.bind(library, std::mem::take(&mut self.texts.titles));
        let known = self.filter.among.take().filter(|_| !self.stale);
        self.filter.among = (!self.query.is_empty()).then(|| self.texts.among(&bound, known, &fresh, &is));
        // Marks change while the rows stand, so that nothing leaps away under the hand: what comes then finds no order
        // to be merged into.
        let whole = matches!(self.order.key, Key::Read | Key::Relevance) || self.folds;
        if self.stale || whole && !fresh.is_empty() {
            self.rows = library.rows(&self.filter, &self.order, &is);
            if self.order.key == Key::Relevance {
                bound.by_relevance(self.rows.to_mut());
            }
            if self.folds {
                library.hide_duplicates(self.rows.to_mut());
            }
        } else if !fresh.is_empty() {
            library.merge(self.rows.to_mut(), &fresh, &self.filter, &self.order, &is);
        }
        self.texts.titles = bound.into_titles();
        self.stale = false;
        let by_date = self.order == Order::default() && self.visited.is_some();
        let new = self.rows.iter().take_while(|id| by_date && is(*id).new).count();
        self.new = if new < self.rows.len() { new } else { 0 };
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
            && let Some(at) = kept.and_then(|id| self.rows.place(id))
        {
            // The rows above may have grown: the view moves with the cursor, so that nothing jumps under the eyes.
            self.top = (self.top + at).saturating_sub(self.at);
            self.at = at;
        }
        self.at = if self.moved { self.at.min(self.rows.len().saturating_sub(1)) } else { 0 };
    }

    /// Keeps the cursor inside a window of this many lines, of `rows` rows in all, each `per` lines high. `above` tells
    /// how many lines of headings a row has above it; the first row of the window always shows its own.
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
        let taken = |top: usize| (top..=last).map(|row| per + above(row)).sum::<usize>();
        while self.top < self.at && taken(self.top) > lines {
            self.top += 1;
        }
    }

    /// Moves the cursor; whether it is elsewhere now.
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

    /// Puts the cursor on an article, if it is shown.
    pub fn reveal(&mut self, library: &Library, path: &Path) {
        match library.find(path).and_then(|id| self.rows.place(id)) {
            Some(at) => {
                self.at = at;
                self.moved = true;
            }
            None => self.wanted = Some(path.to_owned()),
        }
    }

    /// Puts the cursor on a row.
    pub fn put(&mut self, row: usize) {
        if row < self.rows.len() {
            self.at = row;
            self.moved = true;
            self.wanted = None;
        }
    }

    /// Adds a category to the filter or takes it out.
    pub fn toggle(&mut self, category: CategoryId) {
        match self.filter.categories.iter().position(|id| *id == category) {
            Some(at) => drop(self.filter.categories.remove(at)),
            None => self.filter.categories.push(category),
        }
        self.stale = true;
    }
}

/// What filters ask of an article's marks.
pub fn marked<'a>(marks: &'a Marks, library: &'a Library, visited: Option<i64>) -> impl Fn(ArticleId) -> Marked + 'a {
    move |id| Marked {
        read: marks.is_read(id),
        starred: marks.is_starred(id),
        new: visited.is_some_and(|visited| library.came(id) > visited),
    }
}
