//! The reader's own tags: adding and removing them with an input line.

use std::collections::BTreeMap;

use crate::app::input::prompt::{Prompt, Purpose};
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item};
use crate::article::ArticleId;
use crate::locale::Msg;
use crate::marks::{Change, Edit, Tags};
use crate::text::Clean;

/// Whether a character separates tags outside of quotation marks.
pub(in crate::app) fn separates_tags(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、')
}

/// A name as the value of a field: in quotation marks the whole name is meant.
pub(in crate::app) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace(['"', '＂'], " "))
}

/// The tags in a line, each with whether it is to be added: names with blanks are in quotation marks, and a `-` before a
/// name removes it. A `#` or `+` before a name is no part of it.
fn terms(line: &str) -> Vec<(Clean, bool)> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' | '＂' | '“' | '”' => quoted = !quoted,
            c if !quoted && separates_tags(c) => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    let term = |word: &String| {
        let name = word.trim_start_matches(['-', '－']);
        let added = name.len() == word.len();
        let name = name.trim_start_matches(['+', '＋', '#', '＃']).trim();
        (!name.is_empty()).then(|| (Clean::line(name), added))
    };
    words.iter().filter_map(term).collect()
}

impl Model {
    /// Opens the line for tags.
    pub(in crate::app) fn begin_tagging(&mut self) {
        if self.tag_subjects().is_empty() {
            return self.show_notice(Msg::ReaderNone);
        }
        self.prompt = Some(Prompt::new(Purpose::Tag, ""));
    }

    /// The articles that get the tags: those of the selected rows, or the current one.
    pub(in crate::app) fn tag_subjects(&self) -> Vec<ArticleId> {
        self.selected_rows().unwrap_or_else(|| self.subject().into_iter().collect())
    }

    /// What is shown beside the line: the reader's tags of the article, or how many articles get the tags.
    pub fn tagging_note(&self) -> String {
        match self.tag_subjects().as_slice() {
            [id] => self.marks.get(*id).tags.iter().map(|tag| format!("+{tag}")).collect::<Vec<_>>().join(" "),
            rows => self.catalog.count(Msg::ModeSelectRows, rows.len() as u64),
        }
    }

    /// Adds and removes the tags in a line, as one step that can be undone. A tag that the file of an article has is not
    /// added to it.
    pub(in crate::app) fn tag_articles(&mut self, line: &str, out: &mut Outbox) {
        let terms = terms(line);
        if terms.is_empty() {
            return;
        }
        let subjects = self.tag_subjects();
        let in_file =
            |id: ArticleId, name: &Clean| self.library.tags_of(id).any(|tag| self.library.tag_name(tag) == &**name);
        let mut changes: Vec<Change> = Vec::new();
        for (name, added) in terms {
            let changes_it =
                |id: &ArticleId| self.marks.get(*id).tags.contains(&name) != added && !(added && in_file(*id, &name));
            let ids: Vec<ArticleId> = subjects.iter().copied().filter(changes_it).collect();
            if !ids.is_empty() {
                changes.push(Change { ids, edit: Edit::Tag(name, added) });
            }
        }
        let mut changed: Vec<ArticleId> = changes.iter().flat_map(|change| &change.ids).copied().collect();
        changed.sort_unstable();
        changed.dedup();
        self.perform(changes, out);
        self.list.end_selection();
        self.notice = Some(Notice::Done(match (changed.as_slice(), subjects.as_slice()) {
            ([], _) => self.catalog.say(Msg::NoticeTagsKept).to_owned(),
            ([id], [_]) if self.marks.get(*id).tags.is_empty() => self.catalog.say(Msg::NoticeTagsNone).to_owned(),
            ([_], [_]) => self.catalog.fill(Msg::NoticeTags, &[("tags", &self.tagging_note())]),
            (many, _) => self.catalog.count(Msg::NoticeTagged, many.len() as u64),
        }));
    }

    /// The reader's tags of all articles, those of the most articles first.
    fn own_tags(&self) -> Vec<String> {
        names(most_used(self.marks.tagged().map(|(_, tags)| tags)))
    }

    /// The reader's tags, below a title and with the number of their articles; nothing if there are none. Choosing one
    /// searches for it.
    pub(in crate::app) fn own_tag_items(&self) -> Vec<Item> {
        let tags = most_used(self.marks.tagged().map(|(_, tags)| tags));
        let title = (!tags.is_empty()).then(|| Item::title(self.catalog.say(Msg::CategoriesOwnTags)));
        let item = |(name, count): (String, usize)| {
            let query = format!("tag:{}", quoted(&name));
            let marked = self.list.words() == query;
            Item { marked, ..Item::new(format!("+{name}"), count.to_string(), Choice::Search(query)) }
        };
        title.into_iter().chain(tags.into_iter().map(item)).collect()
    }

    /// What a term of the line for tags may become: a tag that can be added, or after `-` one that can be removed.
    pub(in crate::app) fn tags_for(&self, removes: bool) -> Vec<String> {
        if removes {
            return names(most_used(self.tag_subjects().iter().map(|id| &self.marks.get(*id).tags)));
        }
        let mut names = self.own_tags();
        let in_files = self.library.tags().skip(1).map(|id| self.library.tag_name(id).to_owned());
        let others: Vec<String> = in_files.filter(|name| !names.contains(name)).collect();
        names.extend(others);
        names
    }
}

/// The names in these sets, with the number of sets, those of the most sets first.
fn most_used<'a>(sets: impl Iterator<Item = &'a Tags>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&Clean, usize> = BTreeMap::new();
    for tag in sets.flatten() {
        *counts.entry(tag).or_default() += 1;
    }
    let mut names: Vec<(&Clean, usize)> = counts.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names.into_iter().map(|(name, count)| (name.to_string(), count)).collect()
}

fn names(counted: Vec<(String, usize)>) -> Vec<String> {
    counted.into_iter().map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_tags_to_add_and_to_remove() {
        for (line, expected) in [
            ("", ""),
            ("待读", "+待读"),
            ("待读 rust", "+待读 +rust"),
            ("待读，rust、甲,-乙", "+待读 +rust +甲 -乙"),
            ("\"machine learning\" -\"a, b\"", "+machine learning -a, b"),
            ("“机器 学习", "+机器 学习"),
            ("#a +b －c ＃d -#e", "+a +b -c +d -e"),
            ("a-b c+ x#y", "+a-b +c+ +x#y"),
            (" - # ,, \"\"", ""),
        ] {
            let found = terms(line);
            let shown = found.iter().map(|(name, added)| format!("{}{name}", if *added { '+' } else { '-' }));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{line:?}");
        }
    }
}
