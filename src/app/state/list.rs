//! The list pane: the articles shown, their order, the cursor.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::input::command::Motion;
use crate::app::state::rows::groups::{GroupKey, Groups};
use crate::app::state::rows::openings::Openings;
use crate::app::state::rows::selection::RowSelection;
use crate::app::state::slot::Ticket;
use crate::app::state::texts::Texts;
use crate::article::ArticleId;
use crate::config::Group;
use crate::library::{CategoryId, Filter, Key, Library, Marked, Order, Rows};
use crate::marks::Marks;
use crate::search::{Needle, Query};
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

/// The state of the list. The cursor is on a row, or on row 0 if there are no rows.
#[derive(Clone, Debug, Default)]
pub struct List {
    filter: Filter,
    order: Order,
    /// The articles shown.
    pub(super) rows: Rows,
    /// Index of the cursor's row.
    pub(super) at: usize,
    /// Index of the first visible row.
    pub(super) top: usize,
    /// The article that the cursor is to be on whenever it is in the list, until the cursor is moved or the query changes.
    pub(super) anchor: Option<ArticleId>,
    /// The article from which the cursor last jumped.
    pub(super) jumped_from: Option<ArticleId>,
    /// An article to select as soon as it is in the list.
    pub(super) wanted: Option<PathBuf>,
    /// Whether the user has moved the cursor; until then it stays on the first row while articles arrive.
    pub(super) moved: bool,
    /// Whether the rows must be rebuilt before the next frame.
    stale: bool,
    /// New articles to be merged into the rows before the next frame.
    fresh: Vec<ArticleId>,
    /// The query, as typed.
    words: String,
    /// The parsed query.
    query: Query,
    texts: Texts,
    /// Whether the cursor goes to the first row if its article is no longer listed, for other categories were chosen.
    pub(super) starts_over: bool,
    /// The article that the cursor was on when the last row went.
    pub(super) without_rows: Option<ArticleId>,
    /// The article that the cursor was on when the search began.
    pub(super) home: Option<ArticleId>,
    /// Whether the cursor has not been moved since the query changed.
    pub(super) untouched: bool,
    /// Whether duplicates, articles with equal text, are shown as one row.
    pub(super) folds: bool,
    /// When the user was last here, in seconds since 1970; articles added later are new.
    visited: Option<i64>,
    /// What the rows are to be grouped by.
    pub(super) group: Group,
    /// Their groups.
    pub(super) groups: Groups,
    /// The first words of articles.
    pub(in crate::app) openings: Openings,
    /// The rows that are being selected.
    pub(super) selection: Option<RowSelection>,
    /// The number of new rows at the top; 0 if there are no others below them.
    new: usize,
}

impl List {
    /// An empty list, to be filled before the first frame. `folds` shows duplicates as one row; `visited` is the time
    /// of the last visit, in seconds since 1970.
    pub(in crate::app) fn new(order: Order, folds: bool, visited: Option<i64>) -> Self {
        Self { order, folds, visited, stale: true, ..Self::default() }
    }

    /// The filter.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The order of the rows.
    pub(in crate::app) fn order(&self) -> Order {
        self.order
    }

    /// The articles shown.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The index of the cursor's row; 0 if there are no rows.
    pub fn cursor_row(&self) -> usize {
        self.at
    }

    /// The article under the cursor.
    pub fn cursor(&self) -> Option<ArticleId> {
        self.rows.get(self.at)
    }

    /// The index of the first visible row.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The query, as typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The parsed query.
    pub(in crate::app) fn query(&self) -> &Query {
        &self.query
    }

    /// The bytes of a title that the query has found, in order.
    pub fn title_matches(&self, title: &str) -> Vec<Range<usize>> {
        self.query.title_matches(title)
    }

    /// The search results from the texts.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The search results from the texts, mutable.
    pub(in crate::app) fn texts_mut(&mut self) -> &mut Texts {
        &mut self.texts
    }

    /// The marks of an article that filters and queries use.
    pub(in crate::app) fn marked<'a>(
        &self,
        marks: &'a Marks,
        library: &'a Library,
    ) -> impl Fn(ArticleId) -> Marked + 'a {
        marked(marks, library, self.visited)
    }

    /// Whether the rows must be rebuilt or new articles merged into them before the next frame.
    pub(in crate::app) fn is_outdated(&self) -> bool {
        self.stale || !self.fresh.is_empty()
    }

    /// Whether the rows must be rebuilt before the next frame.
    pub(in crate::app) fn is_stale(&self) -> bool {
        self.stale
    }

    /// Has the rows rebuilt before the next frame.
    pub(in crate::app) fn rebuild_later(&mut self) {
        self.stale = true;
    }

    /// Marks have changed: has the rows rebuilt before the next frame if they depend on marks.
    pub(in crate::app) fn marks_changed(&mut self) {
        self.stale |= self.filter.marks.is_some() || self.query.asks_marks();
    }

    /// The reader's own tags have changed: has the rows rebuilt before the next frame if they depend on tags.
    pub(in crate::app) fn tags_changed(&mut self) {
        self.stale |= self.query.asks_tags();
    }

    /// Has a new article merged into the rows before the next frame.
    pub(in crate::app) fn add(&mut self, id: ArticleId) {
        self.fresh.push(id);
    }

    /// Sets the query: as typed, and parsed. The cursor goes to the article that it was on when the search began, else to
    /// the first result.
    pub(in crate::app) fn narrow(&mut self, words: &str, query: Query) {
        words.clone_into(&mut self.words);
        self.query = query;
        self.anchor = self.home;
        self.untouched = true;
        self.stale = true;
    }

    /// Removes filter and query.
    pub(in crate::app) fn clear(&mut self) {
        self.filter = Filter::default();
        self.end_search();
        self.narrow("", Query::default());
    }

    /// Sets the order.
    pub(in crate::app) fn sort(&mut self, order: Order) {
        self.order = order;
        self.stale = true;
    }

    /// Starts a search of the texts for the words of the query, unless it is pending or its results are known. Without
    /// words, drops the results.
    pub(in crate::app) fn search_texts(&mut self) -> Option<(Ticket, Arc<[Needle]>)> {
        let words = self.query.needles();
        if words.is_empty() {
            self.texts.clear();
            return None;
        }
        let ticket = self.texts.search(words)?;
        Some((ticket, words.into()))
    }

    /// Whether a filter or query is active.
    pub fn is_narrowed(&self) -> bool {
        !self.filter.is_empty() || !self.query.is_empty()
    }

    /// Rebuilds the rows, or merges new articles if nothing else has changed. The cursor stays on its article; if that
    /// is gone, on its row.
    pub(in crate::app) fn select(&mut self, library: &Library, marks: &Marks) {
        let selected = self.cursor();
        let marks_of = marked(marks, library, self.visited);
        let fresh = std::mem::take(&mut self.fresh);
        let bound = self.query.bind(library, marks, self.texts.take_titles());
        let known = self.filter.among.take().filter(|_| !self.stale);
        self.filter.among = (!self.query.is_empty()).then(|| self.texts.among(&bound, known, &fresh, &marks_of));
        // A change of marks does not reorder the rows at once, so that they do not jump while the user works. The rows
        // are then not sorted, and new articles cannot be merged into them.
        let ranks = self.order.key == Key::Relevance || self.query.is_fuzzy();
        let rebuilds = ranks || self.order.key == Key::Read || self.folds || self.gathering().is_some();
        let regroups = self.groups.group_by(self.grouping());
        if self.stale || rebuilds && !fresh.is_empty() {
            self.rows = library.rows(&self.filter, &self.order, &marks_of);
            if ranks {
                bound.by_relevance(self.rows.to_mut());
            }
            if self.folds {
                library.hide_duplicates(self.rows.to_mut());
            }
            if let Some(key) = self.gathering() {
                library.gather(self.rows.to_mut(), key);
            }
        } else if !fresh.is_empty() {
            library.merge(self.rows.to_mut(), &fresh, &self.filter, &self.order, &marks_of);
        }
        self.texts.put_titles(bound.into_titles());
        self.stale = false;
        let by_date = self.order == Order::default() && self.visited.is_some() && self.gathering().is_none();
        let new = self.rows.iter().take_while(|id| by_date && marks_of(*id).new).count();
        self.new = if new < self.rows.len() { new } else { 0 };
        self.restore_cursor(library, selected);
        self.restore_selection();
        if regroups || self.groups.has_folds() {
            self.index_groups(library);
        }
        self.check();
    }

    fn check(&self) {
        debug_assert!(self.at < self.rows.len() || self.at == 0, "the cursor is on a row");
    }

    /// Scrolls so that the cursor is visible in a window of `lines` lines, where each row is `per` lines high. With
    /// `grouped` the rows are grouped under headings.
    pub(in crate::app) fn settle(&mut self, library: &Library, grouped: bool, (lines, per): (usize, usize)) {
        if self.groups.has_folds() {
            return self.settle_folded((lines, per));
        }
        let rows = self.rows.len();
        let height = (lines / per.max(1)).max(1);
        let margin = margin(height);
        self.top = self.top.min(rows.saturating_sub(height));
        if self.at < self.top + margin {
            self.top = self.at.saturating_sub(margin);
        }
        let last = (self.at + margin).min(rows.saturating_sub(1));
        self.top = self.top.max((last + 1).saturating_sub(height));
        if rows == 0 || height < 2 {
            return;
        }
        let above =
            |row: usize| usize::from(grouped && self.begins_group(library, row)) + usize::from(self.has_rule(row));
        let height_from = |top: usize| (top..=last).map(|row| per + above(row)).sum::<usize>();
        let mut top = self.top;
        while top < self.at && height_from(top) > lines {
            top += 1;
        }
        self.top = top;
        debug_assert!(self.top <= self.at, "the cursor is visible");
    }

    /// Whether the rule below the new rows is above a row.
    pub fn has_rule(&self, row: usize) -> bool {
        self.new > 0 && row == self.new
    }

    pub(super) fn begins_group(&self, library: &Library, row: usize) -> bool {
        let group = |row: usize| self.rows.get(row).map(|id| GroupKey::of(library, self.groups.by(), id));
        row == 0 || group(row) != group(row - 1)
    }

    /// Moves the cursor or scrolls. Returns whether anything changed.
    pub(in crate::app) fn go(&mut self, motion: Motion, count: Option<u32>, height: usize) -> bool {
        let last = self.rows.len().saturating_sub(1);
        let times = count.unwrap_or(1).max(1) as usize;
        let before = (self.at, self.top);
        let height = height.max(1);
        self.touch();
        if let Motion::Top | Motion::Bottom | Motion::Percent = motion {
            self.jumped_from = self.cursor();
        }
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
            Motion::Percent => self.at = row_of_percent(count.unwrap_or(0), self.rows.len()),
            Motion::ScreenTop | Motion::ScreenMiddle | Motion::ScreenBottom => {}
            Motion::Center => self.top = self.at.saturating_sub(height / 2),
            Motion::ToTop => self.top = self.at,
            Motion::ToBottom => self.top = (self.at + 1).saturating_sub(height),
        }
        if self.groups.has_folds() {
            if !matches!(motion, Motion::Top | Motion::Bottom | Motion::Percent | Motion::ToTop) {
                (self.at, self.top) = before;
            }
            self.go_folded(motion, count, height);
        }
        self.check();
        before != (self.at, self.top)
    }

    /// Filters by these categories instead of those of now.
    pub(in crate::app) fn choose(&mut self, categories: Vec<CategoryId>) {
        self.filter.categories = categories;
        self.starts_over = true;
        self.stale = true;
    }

    /// Adds a category to the filter or removes it.
    pub(in crate::app) fn toggle(&mut self, category: CategoryId) {
        let mut categories = std::mem::take(&mut self.filter.categories);
        match categories.iter().position(|id| *id == category) {
            Some(at) => drop(categories.remove(at)),
            None => categories.push(category),
        }
        self.choose(categories);
    }
}

/// The number of rows to keep between the cursor and the edge of a window of this many rows.
pub(super) fn margin(height: usize) -> usize {
    usize::from(height > 8) * 2
}

/// The row at a percentage of so many rows, as in vim.
fn row_of_percent(percent: u32, rows: usize) -> usize {
    (rows * (percent as usize).min(100)).div_ceil(100).saturating_sub(1)
}

/// The marks of an article that filters and queries use.
fn marked<'a>(marks: &'a Marks, library: &'a Library, visited: Option<i64>) -> impl Fn(ArticleId) -> Marked + 'a {
    move |id| Marked {
        read: marks.is_read(id),
        starred: marks.is_starred(id),
        new: visited.is_some_and(|visited| library.first_seen(id) > visited),
    }
}
