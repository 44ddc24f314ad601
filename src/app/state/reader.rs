//! The reader pane: the open article, the scroll position, the page search.

use std::path::{Path, PathBuf};

use crate::app::input::command::Motion;
use crate::app::page::article_view::{ArticleView, Goal, Opened, ScrollAnchor, TextPoint, ViewRow};
use crate::app::page::columns::Extent;
use crate::app::page::hints::{HintTarget, Hints};
use crate::app::page::page_search::PageSearch;
use crate::app::page::selection::Selection;
use crate::app::page::shown::Shown;
use crate::app::state::reading::landing::Landing;
use crate::app::state::reading::visits::Jumps;
use crate::app::state::reading::waiting::Waiting;
use crate::app::state::slot::Slot;
use crate::document::{Anchor, BlockKind, FrameId, ImageId, LinkId};
use crate::typeset::{LineView, Writing};

/// The state of the reader. What is scrolled to is part of the article that is shown, and so is the selection.
#[derive(Debug, Default)]
pub struct Reader {
    /// The requested article; until it is loaded, the slot still holds the previous one.
    pub(in crate::app) path: Option<PathBuf>,
    /// What is requested of it.
    pub(in crate::app) shown: Shown,
    /// The opened article.
    pub(in crate::app) slot: Slot<Box<Opened>>,
    /// Whether the article must be composed again with the same setting, because its code has tokens now.
    pub(in crate::app) repaint: bool,
    /// The slot for composing it again.
    pub(in crate::app) composing: Slot<()>,
    /// The slot for the tokens of its code.
    pub(in crate::app) highlighting: Slot<()>,
    /// The slot for blocks not composed yet.
    pub(in crate::app) filling: Slot<()>,
    /// The position to show after opening.
    pub(in crate::app) goal: Goal,
    /// First visible row.
    pub(super) top: usize,
    /// The first rows of the pages that were turned forward from, the latest last.
    pub(super) turned: Vec<usize>,
    /// The number of cells by which wide code is scrolled sideways.
    pub(super) shift: u16,
    /// The position that was at the top when the width began to change, and the row it was put on. Until the user
    /// scrolls, every further change of width starts from it, so that the text does not drift.
    held: Option<(usize, ScrollAnchor)>,
    /// The preferred text width, in cells.
    pub(in crate::app) measure: u16,
    /// The page search.
    pub(in crate::app) found: Option<PageSearch>,
    /// The page search of the article, while the output of a program is shown.
    pub(in crate::app) found_in_article: Option<PageSearch>,
    /// The focused link.
    pub(in crate::app) link: Option<LinkId>,
    /// The focused picture, if no link has the focus: whether it is in the body, and which one it is.
    pub(in crate::app) picture: Option<(bool, ImageId)>,
    /// The link to focus once the requested article is opened.
    pub(in crate::app) next_link: Option<LinkId>,
    /// Whether the article has had the focus, and is not only a preview.
    pub(in crate::app) was_read: bool,
    /// The article at whose end it was said that it ends, until the reader scrolls.
    pub(in crate::app) told_end: Option<PathBuf>,
    /// Whether the next key is the name of a bookmark.
    pub(in crate::app) is_naming: bool,
    /// The link labels, while shown.
    pub(in crate::app) hints: Option<Hints>,
    /// The selection.
    selection: Option<Selection>,
    /// The folded details boxes.
    pub(in crate::app) folded: Vec<FrameId>,
    /// The target of a jump that is hidden by a folded box, until it is shown.
    pub(in crate::app) hidden_target: Option<Anchor>,
    /// What jumps have left.
    pub(super) jumps: Jumps,
    /// The text that the mouse selected and where it begins, until the next key is handled.
    pub(in crate::app) picked: Option<(TextPoint, String)>,
    /// What is done once the requested article is opened, in this order.
    pub(in crate::app) waiting: Vec<Waiting>,
    /// The query with which the article was opened, until it is shown.
    pub(in crate::app) landing: Landing,
}

impl Reader {
    /// An empty reader with a preferred text width, in cells; `word` is to be shown when the first article opens.
    pub(in crate::app) fn new(measure: u16, word: Option<String>) -> Self {
        Self { measure, waiting: word.map(Waiting::Find).into_iter().collect(), ..Self::default() }
    }

    /// The requested article; it may not be loaded yet.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What is requested of the article: its text, its source, or the output of a program.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Whether an article is being opened.
    pub fn is_opening(&self) -> bool {
        self.slot.is_waiting()
    }

    /// The preferred text width, in cells.
    pub fn measure(&self) -> u16 {
        self.measure
    }

    /// The first visible row. Within the article once the reader is settled.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The number of cells by which wide code is scrolled sideways.
    pub fn shift(&self) -> u16 {
        self.shift
    }

    /// The page search.
    pub fn found(&self) -> Option<&PageSearch> {
        self.found.as_ref()
    }

    /// The focused link.
    pub fn link(&self) -> Option<LinkId> {
        self.link
    }

    /// The focused link or picture.
    pub fn focused(&self) -> Option<HintTarget> {
        let picture = || self.picture.map(|(body, image)| HintTarget::Picture(body, image));
        self.link.map(HintTarget::Link).or_else(picture)
    }

    /// Gives a link or a picture the focus, or nothing.
    pub(in crate::app) fn focus_on(&mut self, target: Option<HintTarget>) {
        (self.link, self.picture) = match target {
            Some(HintTarget::Link(link)) => (Some(link), None),
            Some(HintTarget::Picture(body, image)) => (None, Some((body, image))),
            None => (None, None),
        };
    }

    /// The link labels, while shown.
    pub fn hints(&self) -> Option<&Hints> {
        self.hints.as_ref()
    }

    /// The selection.
    pub fn selection(&self) -> Option<&Selection> {
        self.selection.as_ref()
    }

    /// The selection, mutable.
    pub(in crate::app) fn selection_mut(&mut self) -> Option<&mut Selection> {
        self.selection.as_mut()
    }

    /// Selects text of the article that is shown.
    pub(in crate::app) fn select(&mut self, selection: Selection) {
        self.selection = Some(selection);
        self.check_selection();
    }

    /// Ends a selection that is not in the text of the article any more.
    pub(in crate::app) fn unselect_beyond(&mut self) {
        let opened = self.slot.ready();
        self.selection = self.selection.filter(|selection| opened.is_some_and(|opened| selection.is_within(opened)));
    }

    /// Ends the selection. Returns whether there was one.
    pub(in crate::app) fn unselect(&mut self) -> bool {
        self.selection.take().is_some()
    }

    fn check_selection(&self) {
        let is_within = |selection: &Selection| self.opened().is_some_and(|opened| selection.is_within(opened));
        debug_assert!(self.selection.as_ref().is_none_or(is_within), "what is selected is text of the article");
    }

    /// The article that is shown.
    pub fn opened(&self) -> Option<&Opened> {
        self.slot.ready().map(|opened| &**opened)
    }

    /// The composed article that is shown.
    pub fn view(&self) -> Option<&ArticleView> {
        self.opened().map(Opened::view)
    }

    /// The number of rows of the article that is shown.
    pub fn height(&self) -> usize {
        self.view().map_or(0, ArticleView::height)
    }

    /// Whether the article shown is the requested one.
    pub fn is_current(&self) -> bool {
        self.path.is_some()
            && self.opened().map(|opened| (&opened.path, &opened.shown))
                == self.path.as_ref().map(|path| (path, &self.shown))
    }

    /// The scroll position of the first visible row.
    pub fn spot(&self) -> ScrollAnchor {
        match self.held {
            Some((row, spot)) if row == self.top => spot,
            _ => self.view().map(|view| view.spot(self.top)).unwrap_or_default(),
        }
    }

    /// Scrolls to a row in a window of this extent, or as far as the article fills it.
    pub(in crate::app) fn scroll_to(&mut self, row: usize, window: Extent) {
        self.top = row.min(self.last_top(window));
    }

    /// Keeps a scroll position for the first visible row until the user scrolls; `None` forgets it.
    pub(in crate::app) fn hold(&mut self, spot: Option<ScrollAnchor>) {
        self.held = spot.map(|spot| (self.top, spot));
    }

    /// Keeps the scroll positions within the article, in a window of this extent.
    pub(in crate::app) fn settle(&mut self, window: Extent) {
        self.turn_to(self.top, window);
        self.check_selection();
    }

    /// The least first row with which the last row is visible in a window of this extent.
    pub fn last_top(&self, window: Extent) -> usize {
        match self.view() {
            Some(view) if window.columns > 1 => view.first_reaching(view.height(), window),
            _ => self.height().saturating_sub(window.rows.max(1)),
        }
    }

    /// Whether the last row is visible.
    pub(in crate::app) fn at_end(&self, window: Extent) -> bool {
        self.top >= self.last_top(window)
    }

    /// The scroll position in percent.
    pub fn percent(&self, window: Extent) -> usize {
        let last = self.last_top(window);
        (self.top.min(last) * 100).checked_div(last).unwrap_or(100)
    }

    /// Scrolls. Returns whether the first row changed.
    pub(in crate::app) fn go(&mut self, motion: Motion, count: Option<u32>, extent: Extent) -> bool {
        let window = extent.rows.max(1);
        let times = count.unwrap_or(1).max(1) as usize;
        let last = self.last_top(extent);
        let before = self.top;
        let is_page = matches!(motion, Motion::PageDown | Motion::PageUp);
        if (extent.columns > 1 || is_page && self.is_vertical()) && self.turn(motion, times, extent) {
            self.top = self.top.min(self.furthest_top(extent));
            return before != self.top;
        }
        if let Motion::Top | Motion::Bottom | Motion::Percent = motion {
            self.mark_jump();
        }
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
            Motion::Bottom => count.map_or(last, |row| (row as usize).saturating_sub(1)),
            Motion::Percent => last * (count.unwrap_or(0) as usize).min(100) / 100,
            Motion::Center | Motion::ToTop | Motion::ToBottom => self.aligned_top(motion, window),
            Motion::ScreenTop | Motion::ScreenMiddle | Motion::ScreenBottom => self.top,
        }
        .min(last);
        before != self.top
    }

    /// Whether the article is set vertically. Its pages end where the text may be divided, as columns do, so that no heading
    /// is left behind and no box is cut that fits on a page.
    fn is_vertical(&self) -> bool {
        self.view().is_some_and(|view| view.setting().options.writing == Writing::Vertical)
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
        if let Some(focused) = self.focused() {
            return self.targets().find(|(_, target)| *target == focused).map(|(row, _)| row);
        }
        Some(self.view()?.row_of_point(self.found.as_ref()?.current()?.start()))
    }

    /// The links of the body in reading order, each with the row it begins on; adjacent runs of the same link count
    /// once.
    pub(in crate::app) fn links(&self) -> impl Iterator<Item = (usize, LinkId)> {
        let view = self.view();
        let above = view.map_or(0, ArticleView::above);
        let rows = view.map_or(0, |view| view.body().height());
        let mut last = None;
        (0..rows)
            .filter_map(move |row| view.and_then(|view| view.body().row(row)).map(|line| (row + above, line)))
            .flat_map(|(row, line)| line.runs.iter().filter_map(move |run| run.link.map(|link| (row, link))))
            .filter(move |(_, link)| last.replace(*link) != Some(*link))
    }

    /// The links of the body and the pictures that can be opened, in reading order, each with the row it begins on.
    pub(in crate::app) fn targets(&self) -> impl Iterator<Item = (usize, HintTarget)> {
        let opened = self.opened();
        let mut last = None;
        (0..self.height())
            .filter_map(move |row| {
                let (line, body) = opened?.view().row(row).and_then(line_of)?;
                Some((row, line.runs.iter().filter_map(move |run| HintTarget::of(run, body))))
            })
            .flat_map(|(row, targets)| targets.map(move |target| (row, target)))
            .filter(move |(_, target)| last.replace(*target) != Some(*target))
            .filter(move |(_, target)| opened.is_some_and(|opened| opened.can_open(*target)))
    }

    /// The details box whose summary is on a row.
    pub fn folded_by(&self, line: &LineView<'_>) -> Option<FrameId> {
        let block = self.opened()?.document.blocks.get(line.block as usize)?;
        block.frame.filter(|_| block.kind == BlockKind::Summary)
    }

    /// The visible links, and the visible pictures that can be opened.
    pub(in crate::app) fn visible_targets(&self, rows: std::ops::Range<usize>) -> Vec<HintTarget> {
        let mut targets: Vec<HintTarget> = Vec::new();
        let Some(opened) = self.opened() else { return targets };
        for row in rows {
            let Some((line, body)) = opened.view().row(row).and_then(line_of) else { continue };
            for target in line.runs.iter().filter_map(|run| HintTarget::of(run, body)) {
                if !targets.contains(&target) && opened.can_open(target) {
                    targets.push(target);
                }
            }
        }
        targets
    }
}

/// The line of a row, and whether it is in the body; `None` for a blank row.
fn line_of(row: ViewRow<'_>) -> Option<(LineView<'_>, bool)> {
    match row {
        ViewRow::Head(line) => Some((line, false)),
        ViewRow::Body(line) => Some((line, true)),
        ViewRow::Blank => None,
    }
}
