//! Emphasis next to Chinese and Japanese punctuation, where CommonMark's flanking rule rejects what authors mean.
//!
//! `**注意：**请` closes no emphasis in CommonMark, since the stars follow punctuation and precede a letter. The rule tells
//! openers from closers in scripts that separate words by blanks; in other scripts it only rejects valid emphasis. So a
//! rare white space character is inserted on the outer side of such stars, and removed from the HTML afterwards.

use std::ops::Range;

use memchr::memchr2;
use pulldown_cmark::{Event, Tag};

use crate::document::dialect::opaque::opaque_ranges;

/// The inserted character: the Ogham space mark, which is white space to the Markdown parser.
const SPACE: char = '\u{1680}';

/// The inserted character as the HTML writer escapes it in addresses.
const SPACE_IN_ADDRESS: &str = "%E1%9A%80";

/// How many open runs of stars are searched for the one that a run closes.
const MAX_DEPTH: usize = 16;

/// The body with the character inserted next to stars that are meant as emphasis; `None` without any.
pub(in crate::document::dialect::markdown) fn insert_spaces(body: &str) -> Option<String> {
    if body.contains(SPACE) || !runs(body, 0).any(|run| run.is_refused()) {
        return None;
    }
    let Layout { code, blocks } = Layout::of(body);
    let mut inserted = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let (mut code, mut blocks) = (code.iter().peekable(), blocks.iter().peekable());
    for run in runs(body, 0) {
        while blocks.next_if(|start| **start <= run.at).is_some() {
            open.clear();
        }
        while code.next_if(|range| range.end <= run.at).is_some() {}
        if code.peek().is_none_or(|range| run.at < range.start) {
            run.read(&mut open, &mut inserted);
        }
    }
    if inserted.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(body.len() + inserted.len() * SPACE.len_utf8());
    let mut at = 0;
    for position in inserted {
        out.push_str(body.get(at..position).unwrap_or_default());
        out.push(SPACE);
        at = position;
    }
    out.push_str(body.get(at..).unwrap_or_default());
    Some(out)
}

/// Removes the inserted characters.
pub(in crate::document::dialect::markdown) fn remove_spaces(html: String) -> String {
    let html = if html.contains(SPACE) { html.replace(SPACE, "") } else { html };
    if html.contains(SPACE_IN_ADDRESS) { html.replace(SPACE_IN_ADDRESS, "") } else { html }
}

/// A run of stars or tildes.
struct Run {
    at: usize,
    length: usize,
    mark: u8,
    before: Option<char>,
    after: Option<char>,
}

/// All unescaped runs that could be emphasis.
fn runs(body: &str, from: usize) -> impl Iterator<Item = Run> {
    let bytes = body.as_bytes();
    let mut at = from;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr2(b'*', b'~', bytes.get(at..)?)?;
            let mark = *bytes.get(start)?;
            let length = bytes.get(start..)?.iter().take_while(|byte| **byte == mark).count();
            at = start + length;
            let slashes = bytes.get(..start)?.iter().rev().take(64).take_while(|byte| **byte == b'\\').count();
            let fits = if mark == b'~' { length == 2 } else { length <= 4 };
            if fits && slashes % 2 == 0 {
                let before = body.get(..start)?.chars().next_back();
                return Some(Run { at: start, length, mark, before, after: body.get(at..)?.chars().next() });
            }
        }
    })
}

impl Run {
    fn blank_before(&self) -> bool {
        self.before.is_none_or(char::is_whitespace)
    }

    fn blank_after(&self) -> bool {
        self.after.is_none_or(char::is_whitespace)
    }

    /// Whether punctuation on one side makes CommonMark treat these stars as only an opener or only a closer.
    fn is_refused(&self) -> bool {
        let (Some(before), Some(after)) = (self.before, self.after) else { return false };
        !self.blank_before()
            && !self.blank_after()
            && (is_mark(before) != is_mark(after) || self.length == 4)
            && (is_cjk(before) || is_cjk(after))
    }

    fn read(&self, open: &mut Vec<(u8, usize)>, inserted: &mut Vec<usize>) {
        // `**甲：****乙**`: one ends and another begins.
        if self.length == 4 {
            if self.is_refused() && open.contains(&(self.mark, 2)) {
                inserted.push(self.at + 2);
            }
            return;
        }
        let kind = (self.mark, self.length);
        let near = open.len().saturating_sub(MAX_DEPTH);
        let opener = open.get(near..).and_then(|open| open.iter().rposition(|it| *it == kind)).map(|at| near + at);
        let mark_before = self.before.is_some_and(is_mark);
        let mark_after = self.after.is_some_and(is_mark);
        if self.blank_before() || self.blank_after() {
            if !self.blank_after() {
                open.push(kind);
            } else if let Some(opener) = opener.filter(|_| !self.blank_before()) {
                open.truncate(opener);
            }
        } else if let Some(opener) = opener {
            open.truncate(opener);
            if mark_before && !mark_after {
                if self.is_refused() {
                    inserted.push(self.at + self.length);
                } else {
                    // CommonMark sees only an opener here, and the script is one with blanks.
                    open.extend([kind, kind]);
                }
            }
        } else if mark_before || !mark_after {
            open.push(kind);
        } else if self.is_refused() {
            inserted.push(self.at);
            open.push(kind);
        }
    }
}

/// The ranges that are code, addresses or HTML, and the starts of paragraphs.
struct Layout {
    code: Vec<Range<usize>>,
    blocks: Vec<usize>,
}

impl Layout {
    fn of(body: &str) -> Self {
        let mut blocks = Vec::new();
        let code = opaque_ranges(body, &mut |event, range| {
            if let Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell | Tag::BlockQuote(_),
            ) = event
            {
                blocks.push(range.start);
            }
        });
        Self { code, blocks }
    }
}

/// Punctuation or a symbol. An approximation is enough: extra insertions are harmless.
fn is_mark(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_punctuation() } else { !c.is_alphanumeric() && !c.is_whitespace() && !is_joined(c) }
}

/// Combining marks and variation selectors.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters and punctuation of scripts without blanks, Hangul, and punctuation shared with Latin.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::model::BodyKind;
    use crate::document::model::Style;
    use crate::document::read;

    /// The bold stretches of a body.
    fn bold(body: &str) -> Vec<String> {
        let (document, _) = read(body, BodyKind::Markdown);
        let of = |block: &crate::document::model::Block| -> Vec<String> {
            let spans = block.inline.spans.iter().filter(|span| span.style.contains(Style::STRONG));
            spans.map(|span| block.text()[span.range.start as usize..span.range.end as usize].to_owned()).collect()
        };
        document.blocks.iter().flat_map(of).collect()
    }

    #[test]
    fn emphasis_beside_marks() {
        for (body, expected) in [
            ("**注意：**请看", vec!["注意："]),
            ("说**“强调”**后", vec!["“强调”"]),
            ("**“强调”**后", vec!["“强调”"]),
            ("用**(括号)**的", vec!["(括号)"]),
            ("**甲：**乙，**丙：**丁", vec!["甲：", "丙："]),
            ("**甲：**乙**丙**丁", vec!["甲：", "丙"]),
            ("见**注：**`**`与**释：**末", vec!["注：", "释："]),
            ("\\**注：**请", vec![]),
            ("- **一。**二\n- **三。**四", vec!["一。", "三。"]),
            ("**a.**b", vec![]),
            ("2**3 **注：**后", vec!["注："]),
            ("[**注：**后](https://a.example/x**y)", vec!["注："]),
            ("**中文（English）**中文", vec!["中文（English）"]),
            ("**注意：**", vec!["注意："]),
            ("**甲、****乙**丙", vec!["甲、乙"]),
            ("**한국어(Korean)**는", vec!["한국어(Korean)"]),
        ] {
            assert_eq!(bold(body), expected, "{body}");
        }
    }

    #[test]
    fn inserted_characters_leave_nothing_behind() {
        let body = "**注：**请 `**注：**请` <i title=\"**注：**请\">x</i> [a](/**注：**请)\n\n    **注：**请\n";
        let (document, _) = read(body, BodyKind::Markdown);
        assert_eq!(document.text(), "注：请 **注：**请 x a\n**注：**请");
        assert!(document.links.iter().all(|link| !link.target.contains(SPACE) && !link.target.contains("%E1")));
    }
}
