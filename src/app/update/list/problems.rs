//! Problems as items of an overlay: of the current article, or of the whole collection.

use std::path::{Path, PathBuf};

use crate::app::input::panes::Focus;
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Topic};
use crate::document::{Block, BlockKind, Document, Inline};
use crate::locale::Msg;
use crate::problem::Problem;
use crate::text::{Clean, Language};
use crate::typeset::prepare;
use crate::typeset::{Options, Page, Setting};

/// The maximum width of a problem's text, in cells.
const MEASURE: u16 = 72;

/// Cells not available for the text: the overlay's border, the margins of a row and a blank before the position.
const BESIDE: usize = 8;

impl Model {
    /// The problems of the current article and those that belong to no article, in full; below them an item that opens
    /// those of all articles.
    pub(in crate::app) fn problem_items(&self) -> Vec<Item> {
        let all = self.count_problems();
        if all == 0 {
            return Vec::new();
        }
        let mut items = Vec::new();
        let own = self.subject();
        let path = self.subject_path();
        let beside = self.problems_beside();
        let mut problems = own.map_or_else(|| beside.to_vec(), |id| self.library.extra(id).problems);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        for problem in problems {
            let choice = path.clone().map_or(Choice::Nothing, |path| Choice::Article(path, problem.line));
            self.push_problem(path.as_deref(), &problem, &choice, &mut items);
        }
        if items.is_empty() && own.is_some() {
            items.push(Item::new(self.catalog.say(Msg::ProblemsNoneHere), "", Choice::Nothing));
        }
        for (path, problem) in &self.problems {
            self.push_problem(Some(path), problem, &Choice::Nothing, &mut items);
        }
        let says = self.catalog.count(Msg::ProblemsAll, all as u64);
        items.push(Item::new(says, "", Choice::Topic(Topic::AllProblems)));
        items
    }

    /// All problems, grouped by file, one row each.
    pub(in crate::app) fn all_problem_items(&self) -> Vec<Item> {
        let own = self.library.ids().filter(|id| self.library.has_extra(*id));
        let mut files: Vec<(PathBuf, Vec<Problem>, bool)> = own
            .filter_map(|id| Some((self.library.path(id)?, self.library.extra(id).problems, true)))
            .filter(|(_, problems, _)| !problems.is_empty())
            .collect();
        if let Some(path) = self.subject_path().filter(|_| !self.problems_beside().is_empty()) {
            files.push((path, self.problems_beside().to_vec(), true));
        }
        files.extend(self.problems.iter().map(|(path, problem)| (path.clone(), vec![problem.clone()], false)));
        files.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, problems, _) in &mut files {
            problems.sort_by_key(|problem| (problem.line, problem.column));
        }
        let mut items = Vec::new();
        for group in files.chunk_by(|a, b| a.0 == b.0) {
            let Some((path, ..)) = group.first() else { continue };
            let name = Clean::line(&path.to_string_lossy());
            if !name.is_empty() {
                items.push(Item::title(name.to_string()));
            }
            for (path, problems, is_article) in group {
                let row = |problem: &Problem| {
                    let choice =
                        if *is_article { Choice::Article(path.clone(), problem.line) } else { Choice::Nothing };
                    Item::new(self.catalog.problem(problem).what, place(problem), choice)
                };
                items.extend(problems.iter().map(row));
            }
        }
        items
    }

    fn count_problems(&self) -> usize {
        let own = self.library.ids().filter(|id| self.library.has_extra(*id));
        let in_list = own.map(|id| self.library.extra(id).problems.len()).sum::<usize>();
        in_list + self.problems_beside().len() + self.problems.len()
    }

    /// The problems of the open file, if it is not an article of the list, such as plain text opened by its path.
    fn problems_beside(&self) -> &[Problem] {
        let opened = self.reader.opened().filter(|_| self.focus == Focus::Reader && self.subject().is_none());
        opened.map_or(&[], |opened| &opened.article.problems)
    }

    /// Adds a problem in full: message, hint, file; each on as many rows as it needs. All rows have
    /// the same choice.
    fn push_problem(&self, path: Option<&Path>, problem: &Problem, choice: &Choice, items: &mut Vec<Item>) {
        let message = self.catalog.problem(problem);
        let mut place = place(problem);
        for line in self.wrap_text(&message.what, place.len()) {
            items.push(Item::new(line, std::mem::take(&mut place), choice.clone()));
        }
        let name = path.map(|path| Clean::line(&path.to_string_lossy()).to_string()).filter(|name| !name.is_empty());
        for text in message.hint.into_iter().chain(name) {
            let lines = self.wrap_text(&text, 2).into_iter();
            items.extend(lines.map(|line| Item { depth: 1, ..Item::new(line, "", choice.clone()) }));
        }
    }

    /// Breaks a text into lines that fit an overlay on this screen; `taken` cells are used by other things.
    fn wrap_text(&self, text: &str, taken: usize) -> Vec<String> {
        let free = usize::from(self.size.0).saturating_sub(BESIDE + taken);
        self.wrapped(text, u16::try_from(free).unwrap_or(u16::MAX).clamp(8, MEASURE))
    }

    /// Breaks a text of the interface into lines of at most this width, in cells. It is shown as it is written: the
    /// typography of articles is not for it.
    pub fn wrapped(&self, text: &str, width: u16) -> Vec<String> {
        let mut document = Document::default();
        document.blocks.push(Block::new(BlockKind::Paragraph, Inline::plain(Clean::line(text))));
        let options = Options::for_interface();
        let language = Language::from_tag(self.catalog.lang().tag());
        let block = prepare(&document, 0, &options, self.profile, language);
        let page = Page::compose(
            &[block],
            &Setting {
                width,
                options,
                profile: self.profile,
                room: 0,
                folded: Vec::new(),
                pictures: Default::default(),
            },
        );
        let rows = (0..page.height()).filter_map(|row| page.row(row));
        rows.map(|row| row.runs.iter().map(|run| row.shown(run)).collect()).collect()
    }
}

/// The position of a problem in its file: line and column, as far as they are known.
fn place(problem: &Problem) -> String {
    let numbers = [problem.line, problem.column].into_iter().flatten();
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(":")
}
