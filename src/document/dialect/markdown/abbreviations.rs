//! Abbreviations, `*[HTML]: HyperText Markup Language`, as Markdown Extra and kramdown define them.

use std::borrow::Cow;

use memchr::memmem;
use pulldown_cmark::{CowStr, Event};
use rustc_hash::FxHashMap;

use crate::document::dialect::code::Code;
use crate::document::dialect::markdown::notes::escape;

/// The abbreviations of a body.
#[derive(Default)]
pub(in crate::document::dialect::markdown) struct Abbreviations {
    /// The abbreviations with each first byte, longest first, and their expansions.
    by_first: FxHashMap<u8, Vec<(String, String)>>,
}

impl Abbreviations {
    /// Maximum number of abbreviations.
    const MAX: usize = 256;

    /// The abbreviations defined in a body, and the body without their definitions.
    pub(in crate::document::dialect::markdown) fn take(body: &str) -> (Cow<'_, str>, Self) {
        let mut found = Self::default();
        if memmem::find(body.as_bytes(), b"*[").is_none() || !body.lines().any(|line| definition(line).is_some()) {
            return (Cow::Borrowed(body), found);
        }
        let mut out = String::with_capacity(body.len());
        let mut count = 0;
        for (_, line, code) in Code::of_markdown(body).lines(body) {
            let Some((word, expansion)) = definition(line).filter(|_| code.is_none() && count < Self::MAX) else {
                out.push_str(line);
                continue;
            };
            count += 1;
            let known = found.by_first.entry(word.bytes().next().unwrap_or_default()).or_default();
            known.retain(|(other, _)| other != word);
            if !expansion.is_empty() {
                known.push((word.to_owned(), expansion.to_owned()));
                known.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
            }
        }
        (Cow::Owned(out), found)
    }

    /// Adds a text to events, with its abbreviations as elements.
    pub(in crate::document::dialect::markdown) fn mark<'a>(&self, text: CowStr<'a>, out: &mut Vec<Event<'a>>) {
        if self.by_first.is_empty() {
            out.push(Event::Text(text));
            return;
        }
        let mut copied = 0;
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            let Some((word, expansion)) = self.by_first.get(byte).and_then(|known| Self::at(&text, at, known)) else {
                at += 1;
                continue;
            };
            out.push(Event::Text(text.get(copied..at).unwrap_or_default().to_owned().into()));
            let html = format!("<abbr title=\"{}\">{}</abbr>", escape(expansion), escape(word));
            out.push(Event::InlineHtml(html.into()));
            at += word.len();
            copied = at;
        }
        match copied {
            0 => out.push(Event::Text(text)),
            _ => out.push(Event::Text(text.get(copied..).unwrap_or_default().to_owned().into())),
        }
    }

    /// The abbreviation at a position that is not part of a longer word of ASCII.
    fn at<'k>(text: &str, at: usize, known: &'k [(String, String)]) -> Option<(&'k str, &'k str)> {
        let rest = text.get(at..)?;
        let before = text.get(..at)?.bytes().next_back();
        let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let stands = |word: &str| {
            let starts = is_word(word.bytes().next()) && is_word(before);
            let ends = is_word(word.bytes().next_back()) && is_word(rest.as_bytes().get(word.len()).copied());
            !starts && !ends
        };
        let found = known.iter().find(|(word, _)| rest.starts_with(word.as_str()) && stands(word))?;
        Some((&found.0, &found.1))
    }
}

/// The abbreviation and the expansion of a definition. `*[注]: 文字*` is emphasis.
fn definition(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim_start_matches(' ');
    let (word, expansion) = bare.strip_prefix("*[")?.split_once("]:")?;
    let (word, expansion) = (word.trim(), expansion.trim());
    let fits = !word.is_empty() && !word.contains(['[', ']']) && !expansion.ends_with('*');
    (fits && line.len() - bare.len() < 4).then_some((word, expansion))
}

#[cfg(test)]
mod tests {
    use crate::document::model::BodyKind;
    use crate::document::read;

    #[test]
    fn abbreviations() {
        for (body, text, found) in [
            ("用 HTML 写。\n\n*[HTML]: 超文本 <语言>", "用 HTML 写。", vec![("HTML", "超文本 <语言>")]),
            ("用HTML写，HTML5不是。\n*[HTML]: 甲\n*[CSS]: 乙\n", "用HTML写，HTML5不是。", vec![("HTML", "甲")]),
            ("A B 与 A。\n\n*[A]: 一\n*[A B]: 二", "A B 与 A。", vec![("A B", "二"), ("A", "一")]),
            ("**W3C** `W3C` [W3C](x)\n\n*[W3C]: 甲", "W3C W3C W3C", vec![("W3C", "甲")]),
            ("文明与文。\n\n*[文明]: 甲", "文明与文。", vec![("文明", "甲")]),
            ("CSS\n\n*[CSS]:", "CSS", vec![]),
            ("*[注]: 这是斜体*", "[注]: 这是斜体", vec![]),
            ("```\n*[A]: 甲\n```\nA", "*[A]: 甲\nA", vec![]),
            ("* [A] 甲", "[A] 甲", vec![]),
        ] {
            let (document, _) = read(body, BodyKind::Markdown);
            let spans = document.blocks.iter().flat_map(|block| {
                block
                    .inline
                    .spans
                    .iter()
                    .map(move |span| (&block.text()[span.range.start as usize..span.range.end as usize], span.link))
            });
            let linked = spans.filter_map(|(text, link)| Some((text, &document.links[link?.0 as usize])));
            let abbreviations: Vec<(&str, &str)> = linked
                .filter(|(_, link)| link.target.is_empty())
                .map(|(text, link)| (text, link.title.as_deref().unwrap_or_default()))
                .collect();
            assert_eq!((document.text().as_str(), abbreviations), (text, found), "{body}");
        }
    }
}
