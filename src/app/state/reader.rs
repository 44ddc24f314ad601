//! The reader pane: the open article, the scroll position, the page search.

use crate::app::page::article_view::Goal;

use std::path::PathBuf;

use crate::app::input::command::Motion;
use crate::app::page::article_view::{ArticleView, Opened, ScrollAnchor, ViewRow};
use crate::app::page::selection::Selection;
use crate::app::state::slot::Slot;
use crate::document::{Anchor, BlockKind, FrameId, LinkId};
use crate::typeset::{LineView, Match};

/// An entry of the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The article.
    pub path: PathBuf,
    /// The scroll position.
    pub spot: ScrollAnchor,
}

/// A search in the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageSearch {
    /// The words, as typed.
    pub words: String,
    /// The matches, in reading order.
    pub matches: Vec<Match>,
    /// Index of the current match.
    pub at: usize,
    /// The first visible row when typing began.
    pub from: usize,
    /// The previous search, restored when the input line is cancelled.
    pub before: Option<Box<PageSearch>>,
}

/// Labels on the visible links.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// A label for each link, in reading order.
    pub labels: Vec<(String, LinkId)>,
    /// The part of a label that has been typed.
    pub typed: String,
}

/// The state of the reader.
#[derive(Debug, Default)]
pub struct Reader {
    /// The requested article; until it is loaded, the slot still holds the previous one.
    pub path: Option<PathBuf>,
    /// Whether its source is shown.
    pub source: bool,
    /// The opened article.
    pub slot: Slot<Box<Opened>>,
    /// Whether the article must be composed again with the same setting, because its code has tokens now.
    pub repaint: bool,
    /// The slot for composing it again.
    pub composing: Slot<()>,
    /// The slot for the tokens of its code.
    pub highlighting: Slot<()>,
    /// The slot for blocks not composed yet.
    pub filling: Slot<()>,
    /// The position to show after opening.
    pub goal: Goal,
    /// First visible row.
    pub top: usize,
    /// The number of cells by which wide code is scrolled sideways.
    pub shift: u16,
    /// The position that was at the top when the width began to change, and the row it was put on. Until the user
    /// scrolls, every further change of width starts from it, so that the text does not drift.
    pub held: Option<(usize, ScrollAnchor)>,
    /// The preferred text width, in cells.
    pub measure: u16,
    /// The page search.
    pub found: Option<PageSearch>,
    /// The focused link.
    pub link: Option<LinkId>,
    /// The link labels, while shown.
    pub hints: Option<Hints>,
    /// The selection.
    pub selection: Option<Selection>,
    /// The folded details boxes.
    pub folded: Vec<FrameId>,
    /// The target of a jump that is hidden by a folded box, until it is shown.
    pub hidden_target: Option<Anchor>,
    /// The history for going back, the latest entry last.
    pub back: Vec<Visit>,
    /// The history for going forward, the latest entry last.
    pub forward: Vec<Visit>,
    /// A word whose first match is shown when the next article opens.
    pub word: Option<String>,
    /// The words of the list's query when the next article is opened; it is shown at the first match.
    pub hits: Vec<String>,
}

impl Reader {
    /// An empty reader.
    pub fn new(measure: u16) -> Self {
        Self { measure, ..Self::default() }
    }

    /// The article that is shown.
    pub fn opened(&self) -> Option<&Opened> {
        self.slot.ready().map(|opened| &**opened)
    }

    /// The composed article that is shown.
    pub fn view(&self) -> Option<&ArticleView> {
        self.opened().map(|opened| &opened.view)
    }

    /// The number of rows of the article that is shown.
    pub fn height(&self) -> usize {
        self.view().map_or(0, ArticleView::height)
    }

    /// Whether the article shown is the requested one.
    pub fn is_current(&self) -> bool {
        self.path.is_some()
            && self.opened().map(|opened| (&opened.path, opened.source))
                == self.path.as_ref().map(|path| (path, self.source))
    }

    /// The scroll position of the first visible row.
    pub fn spot(&self) -> ScrollAnchor {
        match self.held {
            Some((row, spot)) if row == self.top => spot,
            _ => self.view().map(|view| view.spot(self.top)).unwrap_or_default(),
        }
    }

    /// The greatest first row in a window of this many rows.
    pub fn last_top(&self, window: usize) -> usize {
        self.height().saturating_sub(window.max(1))
    }

    /// Whether the last row is visible.
    pub fn at_end(&self, window: usize) -> bool {
        self.top >= self.last_top(window)
    }

    /// The scroll position in percent.
    pub fn percent(&self, window: usize) -> usize {
        let last = self.last_top(window);
        (self.top.min(last) * 100).checked_div(last).unwrap_or(100)
    }

    /// Scrolls. Returns whether the first row changed.
    pub fn go(&mut self, motion: Motion, count: Option<u32>, window: usize) -> bool {
        let window = window.max(1);
        let times = count.unwrap_or(1).max(1) as usize;
        let last = self.last_top(window);
        let before = self.top;
        // A page keeps two rows of the previous one, for orientation.
        let page = window.saturating_sub(2).max(1);
        self.top = match motion {
            Motion::Down => self.top.saturating_add(times),
            Motion::Up => self.top.saturating_sub(times),
            Motion::HalfDown => self.top.saturating_add(times * (window / 2).max(1)),
            Motion::HalfUp => self.top.saturating_sub(times * (window / 2).max(1)),
            Motion::PageDown => self.top.saturating_add(times * page),
            Motion::PageUp => self.top.saturating_sub(times * page),
            Motion::Top => count.map_or(0, |row| (row as usize).saturating_sub(1)),
            Motion::Bottom => count.map_or(last, |percent| last * (percent as usize).min(100) / 100),
            Motion::Center | Motion::ToTop | Motion::ToBottom => self.aligned_top(motion, window),
        }
        .min(last);
        before != self.top
    }

    /// The first row that puts the current match or link in the middle, at the top or at the bottom.
    fn aligned_top(&self, motion: Motion, window: usize) -> usize {
        let Some(row) = self.focused_row() else { return self.top };
        match motion {
            Motion::Center => row.saturating_sub(window / 2),
            Motion::ToTop => row,
            _ => (row + 1).saturating_sub(window),
        }
    }

    fn focused_row(&self) -> Option<usize> {
        if let Some(link) = self.link {
            return self.links().find(|(_, id)| *id == link).map(|(row, _)| row);
        }
        let found = self.found.as_ref()?;
        Some(self.view()?.row_of_match(found.matches.get(found.at)?))
    }

    /// If a row is not visible with some context around it, scrolls to show it in the upper third.
    pub fn reveal(&mut self, row: usize, window: usize) {
        let window = window.max(1);
        let room = (window / 5).min(4);
        if row < self.top + room || row + room >= self.top + window {
            self.top = row.saturating_sub(window / 3).min(self.last_top(window));
        }
    }

    /// The links of the body in reading order, each with the row it begins on; adjacent runs of the same link count
    /// once.
    pub fn links(&self) -> impl Iterator<Item = (usize, LinkId)> {
        let view = self.view();
        let above = view.map_or(0, ArticleView::above);
        let rows = view.map_or(0, |view| view.body.height());
        let mut last = None;
        (0..rows)
            .filter_map(move |row| view.and_then(|view| view.body.row(row)).map(|line| (row + above, line)))
            .flat_map(|(row, line)| line.runs.iter().filter_map(move |run| run.link.map(|link| (row, link))))
            .filter(move |(_, link)| last.replace(*link) != Some(*link))
    }

    /// The details box whose summary is on a row.
    pub fn folded_by(&self, line: &LineView<'_>) -> Option<FrameId> {
        let block = self.opened()?.document.blocks.get(line.block as usize)?;
        block.frame.filter(|_| block.kind == BlockKind::Summary)
    }

    /// The visible links.
    pub fn visible_links(&self, window: usize) -> Vec<LinkId> {
        let end = self.top + window;
        let mut links: Vec<LinkId> = Vec::new();
        let Some(view) = self.view() else { return links };
        for row in self.top..end {
            let Some(ViewRow::Body(line)) = view.row(row) else { continue };
            for link in line.runs.iter().filter_map(|run| run.link) {
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        links
    }
}

/// Labels of equal length for this many links, starting with letters of the home row.
pub fn labels(count: usize) -> Vec<String> {
    const LETTERS: &[u8] = b"asdfghjklqwertuiopzxcvbnm";
    let letters = LETTERS.len();
    let mut length = 1;
    while letters.pow(length) < count {
        length += 1;
    }
    (0..count)
        .map(|number| {
            let mut rest = number;
            let mut label = vec![' '; length as usize];
            for place in label.iter_mut().rev() {
                *place = char::from(LETTERS[rest % letters]);
                rest /= letters;
            }
            label.into_iter().collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn labels_are_prefix_free() {
        for count in [0, 1, 25, 26, 700] {
            let labels = labels(count);
            let lengths: HashSet<usize> = labels.iter().map(String::len).collect();
            assert_eq!(lengths.len(), usize::from(count > 0));
            assert_eq!(labels.iter().collect::<HashSet<_>>().len(), count);
        }
    }
}
