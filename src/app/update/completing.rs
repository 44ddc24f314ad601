//! Completing the query of the list: fields, and the names of categories, tags and authors; and completing tags.

use crate::app::input::prompt::Purpose;
use crate::app::state::event::Notice;
use crate::app::state::model::Model;
use crate::app::update::list::tagging::{quoted, separates_tags};
use crate::library::Filter;
use crate::locale::Msg;
use crate::search::{Field, Needle};
use crate::text::fold;

/// The fields that are offered, with examples of their values, if no list of words or names has them.
const FIELDS: [(&str, &[&str]); 10] = [
    ("category:", &[]),
    ("tag:", &[]),
    ("author:", &[]),
    ("title:", &[]),
    ("path:", &[]),
    ("after:", &["today", "yesterday", "7d", "1m", "1y"]),
    ("before:", &["today", "7d", "1m", "1y"]),
    ("date:", &["today", "yesterday", "7d", "1m", "1y"]),
    ("is:", &[]),
    ("has:", &[]),
];

/// At most this many names are offered.
const MOST: usize = 100;

/// The start of the term that ends at the end of a text: after the last separator outside of quotation marks, and after
/// a sign that negates it.
fn term_start(text: &str, separates: fn(char) -> bool) -> usize {
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' | '＂' => quoted = !quoted,
            _ if !quoted && separates(c) => start = at + c.len_utf8(),
            _ => {}
        }
    }
    let term = text.get(start..).unwrap_or_default();
    start + term.len() - term.trim_start_matches(['-', '－']).len()
}

/// Whether a character separates the terms of a query.
fn separates_terms(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '｜')
}

/// The values among these that fit what is typed: those that begin with it before those that contain it.
fn fitting(names: impl Iterator<Item = String>, typed: &str) -> Vec<String> {
    let Some(needle) = Needle::new(typed) else { return names.take(MOST).collect() };
    let begin = fold(typed).trim().to_owned();
    let (mut first, mut others) = (Vec::new(), Vec::new());
    for name in names {
        let folded = fold(&name);
        if folded.starts_with(&begin) {
            first.push(name);
        } else if needle.is_in_name(&folded) {
            others.push(name);
        }
        if first.len() >= MOST {
            break;
        }
    }
    first.extend(others);
    first.truncate(MOST);
    first
}

impl Model {
    /// Completes the term of the query or the tag before the caret; when repeated, shows the next or previous possibility.
    pub(in crate::app) fn complete_term(&mut self, forward: bool) {
        let Some(prompt) = &self.prompt else { return };
        let is_tag = match prompt.purpose {
            Purpose::Narrow => false,
            Purpose::Tag => true,
            _ => return,
        };
        if !prompt.is_completing() {
            let before = prompt.before_caret().to_owned();
            let start = term_start(&before, if is_tag { separates_tags } else { separates_terms });
            let (before, term) = before.split_at_checked(start).unwrap_or_default();
            let candidates = if is_tag { self.tag_completions(before, term) } else { self.completions(term) };
            if let Some(prompt) = &mut self.prompt {
                prompt.begin_completion(start, candidates);
            }
        }
        let Some(shown) = self.prompt.as_mut().and_then(|prompt| prompt.complete(forward)) else {
            return self.show_notice(Msg::OverlayNone);
        };
        self.typed();
        if self.notice.is_none() && shown.1 > 1 {
            self.notice = Some(Notice::Done(format!("{}/{}", shown.0, shown.1)));
        }
    }

    /// What a tag may become, behind what stands before it in the line.
    fn tag_completions(&self, before: &str, typed: &str) -> Vec<String> {
        let names = self.tags_for(before.ends_with(['-', '－']));
        let typed = typed.trim_matches(['"', '＂', '“', '”', '+', '＋', '#', '＃']);
        let written = |name: String| if name.contains(separates_tags) { quoted(&name) } else { name };
        fitting(names.into_iter(), typed).into_iter().map(written).collect()
    }

    /// What a term may become.
    fn completions(&self, term: &str) -> Vec<String> {
        let Some((field, typed)) = term.split_once([':', '：']) else {
            let begin = term.to_ascii_lowercase();
            return FIELDS
                .iter()
                .filter(|(name, _)| name.starts_with(&begin))
                .map(|(name, _)| (*name).into())
                .collect();
        };
        let sign = term.get(field.len()..).and_then(|rest| rest.chars().next()).unwrap_or(':');
        let typed = typed.trim_matches(['"', '＂', '“', '”', '「', '」']);
        let values = match Field::named(field) {
            Some(Field::Category) => fitting(self.category_names(), typed),
            Some(Field::Tag) => fitting(self.tags_for(false).into_iter(), typed),
            Some(Field::Author) => fitting(self.library.authors().skip(1).map(str::to_owned), typed),
            other => {
                let own = |(name, _): &&(&str, _)| name.trim_end_matches(':').eq_ignore_ascii_case(field);
                let examples = FIELDS.iter().find(own).map(|(_, words)| *words).unwrap_or_default();
                let words = other.map(Field::words).unwrap_or_default();
                let fits = words.iter().chain(examples).filter(|word| word.starts_with(typed));
                return fits.map(|word| format!("{field}{sign}{word}")).collect();
            }
        };
        values.into_iter().map(|name| format!("{field}{sign}{}", quoted(&name))).collect()
    }

    /// The names of the categories, those with the most articles first.
    fn category_names(&self) -> impl Iterator<Item = String> {
        let counts = self.library.counts(&Filter::default(), &self.list.marked(&self.marks, &self.library));
        counts.into_iter().map(|(id, _)| self.library.category_name(id).to_owned()).filter(|name| !name.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_at_the_caret_is_completed() {
        for (text, expected) in [
            ("", ""),
            ("cat", "cat"),
            ("核酸 cat", "cat"),
            ("核酸 -category:新", "category:新"),
            ("category:\"笔 墨", "category:\"笔 墨"),
            ("category:\"笔 墨\" tag:", "tag:"),
            ("甲|乙|author:李", "author:李"),
            ("甲　作者：王", "作者：王"),
            ("甲 ", ""),
        ] {
            assert_eq!(&text[term_start(text, separates_terms)..], expected, "{text}");
        }
        for (text, expected) in [("甲，乙", "乙"), ("甲 -乙", "乙"), ("\"甲, 乙", "\"甲, 乙"), ("甲、", "")]
        {
            assert_eq!(&text[term_start(text, separates_tags)..], expected, "{text}");
        }
    }

    #[test]
    fn what_begins_as_typed_comes_first() {
        let names = ["新媒体", "媒体", "旧闻", "Media"].map(str::to_owned);
        let fits = |typed: &str| fitting(names.iter().cloned(), typed);
        assert_eq!(fits("媒"), ["媒体", "新媒体"]);
        assert_eq!(fits("xmt"), ["新媒体"]);
        assert_eq!(fits("MED"), ["Media"]);
        assert_eq!(fits("").len(), 4);
        assert_eq!(fits("缺"), [""; 0]);
    }
}
