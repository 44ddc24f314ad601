//! The reader pane: which article is open, what of it is seen, what is found in it.

use crate::app::page::article_view::Goal;

use std::path::PathBuf;

use crate::app::input::command::Motion;
use crate::app::page::article_view::{ArticleView, Opened, ScrollAnchor};
use crate::app::page::selection::Selection;
use crate::app::state::slot::Slot;
use crate::document::{Anchor, BlockKind, FrameId, LinkId};
use crate::typeset::{LineView, Match};

/// A place one has been at.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The article.
    pub path: PathBuf,
    /// The place.
    pub spot: ScrollAnchor,
}

/// What is being found in the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageSearch {
    /// What was typed.
    pub words: String,
    /// Where it stands, in reading order.
    pub matches: Vec<Match>,
    /// Index of the one stepped to.
    pub at: usize,
    /// The row the view had when typing began.
    pub from: usize,
    /// What was being found before, to come back to when the line is given up.
    pub before: Option<Box<PageSearch>>,
}

/// Labels on the links in view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// A label for each link, in reading order.
    pub labels: Vec<(String, LinkId)>,
    /// What of a label has been typed.
    pub typed: String,
}

/// The state of the reader.
#[derive(Debug, Default)]
pub struct Reader {
    /// The article that is to be shown; the slot may still hold the one before.
    pub path: Option<PathBuf>,
    /// Whether its source is shown.
    pub source: bool,
    /// What opening gave.
    pub slot: Slot<Box<Opened>>,
    /// Whether the page is to be composed again though its setting is the same: its code has tokens now.
    pub repaint: bool,
    /// The question whether it has been composed again.
    pub composing: Slot<()>,
    /// The question for the tokens of its code.
    pub highlighting: Slot<()>,
    /// The question for blocks that are still to come.
    pub filling: Slot<()>,
    /// Where to stand once it has been opened.
    pub goal: Goal,
    /// First visible row.
    pub top: usize,
    /// Cells that code wider than the page is scrolled sideways.
    pub shift: u16,
    /// The place that was at the top when widths began to change, and the row it was put on: as long as nobody
    /// scrolls, every further width starts from it, so that the text does not creep.
    pub held: Option<(usize, ScrollAnchor)>,
    /// The measure wished for, in cells.
    pub measure: u16,
    /// What is being found.
    pub found: Option<PageSearch>,
    /// The link that has the focus.
    pub link: Option<LinkId>,
    /// Labels on links.
    pub hints: Option<Hints>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// Details boxes the hands have folded or opened, against what the document says.
    pub folded: Vec<FrameId>,
    /// A place gone to that a folded box hides, until it is shown.
    pub sought: Option<Anchor>,
    /// Places gone from.
    pub back: Vec<Visit>,
    /// Places come back from.
    pub forward: Vec<Visit>,
    /// A word to land on when the next article opens.
    pub word: Option<String>,
    /// The words of the list with which the next article opens: it is shown at the first that it has.
    pub hits: Vec<String>,
}

impl Reader {
    /// An empty reader.
    pub fn new(measure: u16) -> Self {
        Self { measure, ..Self::default() }
    }

    /// What is shown.
    pub fn opened(&self) -> Option<&Opened> {
        self.slot.ready().map(|opened| &**opened)
    }

    /// The composed article that is shown.
    pub fn view(&self) -> Option<&ArticleView> {
        self.opened().map(|opened| &opened.view)
    }

    /// The rows of what is shown.
    pub fn height(&self) -> usize {
        self.view().map_or(0, ArticleView::height)
    }

    /// Whether what is shown is what was asked for.
    pub fn is_current(&self) -> bool {
        self.path.is_some()
            && self.opened().map(|opened| (&opened.path, opened.source))
                == self.path.as_ref().map(|path| (path, self.source))
    }

    /// The place at the top of the view.
    pub fn spot(&self) -> ScrollAnchor {
        match self.held {
            Some((row, spot)) if row == self.top => spot,
            _ => self.view().map(|article_view| article_view.spot(self.top)).unwrap_or_default(),
        }
    }

    /// The greatest first row for a window of this many rows.
    pub fn last_top(&self, window: usize) -> usize {
        self.height().saturating_sub(window.max(1))
    }

    /// Whether the last row is seen.
    pub fn at_end(&self, window: usize) -> bool {
        self.top >= self.last_top(window)
    }

    /// How far through the article the view is, in percent.
    pub fn percent(&self, window: usize) -> usize {
        let last = self.last_top(window);
        (self.top.min(last) * 100).checked_div(last).unwrap_or(100)
    }

    /// Moves the view; whether it moved.
    pub fn go(&mut self, motion: Motion, count: Option<u32>, window: usize) -> bool {
        let window = window.max(1);
        let times = count.unwrap_or(1).max(1) as usize;
        let last = self.last_top(window);
        let before = self.top;
        // A page keeps two lines of the one before, so that the eye finds its place.
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
            Motion::Center | Motion::ToTop | Motion::ToBottom => self.aimed(motion, window),
        }
        .min(last);
        before != self.top
    }

    /// The first row that puts the match or link of interest in the middle, at the top or at the bottom.
    fn aimed(&self, motion: Motion, window: usize) -> usize {
        let Some(row) = self.row_of_interest() else { return self.top };
        match motion {
            Motion::Center => row.saturating_sub(window / 2),
            Motion::ToTop => row,
            _ => (row + 1).saturating_sub(window),
        }
    }

    fn row_of_interest(&self) -> Option<usize> {
        if let Some(link) = self.link {
            return self.links().find(|(_, id)| *id == link).map(|(row, _)| row);
        }
        let found = self.found.as_ref()?;
        Some(self.view()?.row_of_match(found.matches.get(found.at)?))
    }

    /// Scrolls as little as is needed to see a row with some room around it.
    pub fn reveal(&mut self, row: usize, window: usize) {
        let window = window.max(1);
        let room = (window / 5).min(4);
        if row < self.top + room || row + room >= self.top + window {
            self.top = row.saturating_sub(window / 3).min(self.last_top(window));
        }
    }

    /// The links of the body in reading order, each with the row it begins on, none twice in a row.
    pub fn links(&self) -> impl Iterator<Item = (usize, LinkId)> {
        let article_view = self.view();
        let above = article_view.map_or(0, ArticleView::above);
        let rows = article_view.map_or(0, |article_view| article_view.body.height());
        let mut last = None;
        (0..rows)
            .filter_map(move |row| {
                article_view.and_then(|article_view| article_view.body.row(row)).map(|view| (row + above, view))
            })
            .flat_map(|(row, view)| view.runs.iter().filter_map(move |run| run.link.map(|link| (row, link))))
            .filter(move |(_, link)| last.replace(*link) != Some(*link))
    }

    /// The details box that a row is the summary of.
    pub fn folded_by(&self, view: &LineView<'_>) -> Option<FrameId> {
        let block = self.opened()?.document.blocks.get(view.block as usize)?;
        block.frame.filter(|_| block.kind == BlockKind::Summary)
    }

    /// The links in view.
    pub fn visible_links(&self, window: usize) -> Vec<LinkId> {
        let end = self.top + window;
        let mut links: Vec<LinkId> = Vec::new();
        let Some(article_view) = self.view() else { return links };
        for row in self.top..end {
            let Some(crate::app::page::article_view::ViewRow::Body(view)) = article_view.row(row) else { continue };
            for link in view.runs.iter().filter_map(|run| run.link) {
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        links
    }
}

/// Labels of equal length for this many links: letters the fingers rest on.
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
